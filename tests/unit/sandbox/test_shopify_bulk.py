"""Exports of the stand-in Shopify: what may be exported, how long it takes, how it ends, and the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.shopify import ShopifyShop
from sandbox.shopify_bulk_rules import wrong
from sandbox.shopify_plan import Part
from tests.unit.sandbox.small_shopify import EVERYTHING, HOUR, NOON, QUESTIONS, ask, data, doc, six, wait

PLAIN = "{ orders { edges { node { id name lineItems { edges { node { id sku } } } } } } }"
START = "mutation($q: String!, $g: Boolean!) { bulkOperationRunQuery(query: $q, groupObjects: $g) { bulkOperation { id status } userErrors { code field message } } }"
LOOK = "query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount url partialDataUrl fileSize completedAt } }"


@pytest.fixture
def shop() -> ShopifyShop:
    return six()


def start(shop: ShopifyShop, text: str = PLAIN, grouped: bool = True) -> Any:
    return data(shop, START, q=text, g=grouped)["bulkOperationRunQuery"]


def look(shop: ShopifyShop, wanted: str) -> Any:
    return data(shop, LOOK, id=wanted)["bulkOperation"]


def exported(shop: ShopifyShop, text: str = PLAIN, grouped: bool = True) -> Any:
    """The operation when its time is over."""
    begun = start(shop, text, grouped)
    assert begun["userErrors"] == []
    wait(shop, 60)
    return look(shop, begun["bulkOperation"]["id"])


def fetched(shop: ShopifyShop, url: str) -> Answer:
    base, _, rest = url.partition("/bulk/")
    path, _, signature = rest.partition("?signature=")
    assert base == (shop.bulk_base or "http://127.0.0.1:80")
    return shop.answer(Request("GET", f"/bulk/{path}", (("signature", signature),), {}))


def rows(shop: ShopifyShop, url: str) -> list[Any]:
    return [json.loads(line) for line in fetched(shop, url).body.splitlines()]


def test_grouped_rows_stand_right_below_their_order(shop: ShopifyShop) -> None:
    done = exported(shop)
    assert (done["status"], done["rootObjectCount"], done["objectCount"]) == ("COMPLETED", "6", "18")
    answer = fetched(shop, done["url"])
    assert (answer.status, int(done["fileSize"])) == (200, len(answer.body))
    told = rows(shop, done["url"])
    assert [row["id"].split("/")[3] for row in told] == ["Order", "LineItem", "LineItem"] * 6
    assert [row["name"] for row in told if "name" in row] == ["#1", "#2", "#3", "#4", "#5", "#6"]
    assert "lineItems" not in told[0]
    assert told[4] == {
        "id": shop.orders[2]["lineItems"][0]["id"],
        "sku": shop.orders[2]["lineItems"][0]["sku"],
        "__parentId": shop.orders[2]["id"],
    }


def test_rows_that_are_not_grouped_stand_below_all_orders(shop: ShopifyShop) -> None:
    told = rows(shop, exported(shop, grouped=False)["url"])
    assert ["__parentId" in row for row in told] == [False] * 6 + [True] * 12


def test_objects_and_lists_stand_within_their_order(shop: ShopifyShop) -> None:
    shop.fulfil(1, NOON, ["8R1"])
    text = "{ orders { nodes { id shippingAddress { city } fulfillments { trackingInfo { number } } } } }"
    first = rows(shop, exported(shop, text)["url"])[0]
    assert first["fulfillments"] == [{"trackingInfo": [{"number": "8R1"}]}]
    assert first["shippingAddress"]["city"] == shop.orders[1]["shippingAddress"]["city"]


def test_two_levels_below_the_first(shop: ShopifyShop) -> None:
    shop.scopes = set(EVERYTHING)
    inner = "fulfillmentOrders { edges { node { id lineItems { edges { node { id totalQuantity } } } } } }"
    told = rows(shop, exported(shop, f"{{ orders {{ edges {{ node {{ id {inner} }} }} }} }}")["url"])
    assert [row["id"].split("/")[3] for row in told[:4]] == [
        "Order",
        "FulfillmentOrder",
        "FulfillmentOrderLineItem",
        "FulfillmentOrderLineItem",
    ]
    assert (told[1]["__parentId"], told[2]["__parentId"]) == (told[0]["id"], told[1]["id"])


def test_takes_its_time_and_has_the_rows_of_its_end(shop: ShopifyShop) -> None:
    shop.bulk_start_seconds, shop.bulk_seconds_per_1000 = 5, 1000  # six orders: 6 s
    begun = start(shop)["bulkOperation"]
    assert begun["status"] == "CREATED"
    wait(shop, 4.9)
    assert look(shop, begun["id"])["status"] == "CREATED"
    wait(shop, 3.1)
    halfway = look(shop, begun["id"])
    assert (halfway["status"], halfway["rootObjectCount"], halfway["url"]) == ("RUNNING", "3", None)
    shop.put(doc(7, NOON + 7 * HOUR))
    wait(shop, 2.9)
    assert look(shop, begun["id"])["status"] == "RUNNING"
    wait(shop, 0.1)
    shop.settle()
    shop.put(doc(8, NOON + 8 * HOUR))
    done = look(shop, begun["id"])
    assert (done["status"], done["rootObjectCount"]) == ("COMPLETED", "7")
    assert len(rows(shop, done["url"])) == 21


def test_one_at_a_time(shop: ShopifyShop) -> None:
    begun = start(shop)["bulkOperation"]["id"]
    shop.bulk_never_ends = True
    told = start(shop)
    assert told["bulkOperation"] is None
    assert [(error["code"], error["field"]) for error in told["userErrors"]] == [("OPERATION_IN_PROGRESS", None)]
    assert begun in told["userErrors"][0]["message"]
    shop.bulk_at_once = 2
    assert start(shop)["userErrors"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{ shop { name } }",
        "{ ordersCount { count } }",
        "{ __typename }",
        '{ node(id: "gid://shopify/Order/1") { id } }',
        '{ nodes(ids: ["gid://shopify/Order/1"]) { id } }',
        '{ order(id: "gid://shopify/Order/1") { lineItems { edges { node { id } } } } }',
        "{ orders { edges { node { id } } } shop { name } }",
        "query($q: String) { orders(query: $q) { edges { node { id } } } }",
        "{ orders { edges { node { id refunds { id refundLineItems { edges { node { quantity } } } } } } } }",
        "{ orders { edges { node { id fulfillments { fulfillmentLineItems { nodes { id } } } } } } }",
        "{ orders { edges { node { name lineItems { edges { node { id } } } } } } }",
        "{ orders { edges { node { key: id lineItems { edges { node { id } } } } } } }",
        "{ orders { nodes { id " + " ".join(f"a{n}: lineItems {{ nodes {{ id }} }}" for n in range(5)) + " } } }",
        'mutation { bulkOperationCancel(id: "gid://shopify/BulkOperation/1") { bulkOperation { id } } }',
    ],
)
def test_what_cannot_be_exported(shop: ShopifyShop, text: str) -> None:
    told = start(shop, text)
    assert told["bulkOperation"] is None
    assert [(error["code"], error["field"]) for error in told["userErrors"]] == [("INVALID", ["query"])]


def test_neither_too_deep_nor_anywhere_within_a_list() -> None:
    """What our few types cannot ask for, and Shopify's can."""
    deep = Part("connection", identified=True)
    for _ in range(2):
        deep = Part("connection", parts={"below": deep}, identified=True)
    assert list(wrong(deep)) == []
    assert len(list(wrong(Part("connection", parts={"below": deep}, identified=True)))) == 1
    within = Part("object", parts={"rows": Part("connection")})
    assert len(list(wrong(Part("connection", parts={"list": Part("list", parts={"one": within})})))) == 1


def test_five_connections_may_be_exported(shop: ShopifyShop) -> None:
    inner = " ".join(f"a{n}: lineItems {{ nodes {{ id }} }}" for n in range(4))
    done = exported(shop, f"{{ orders {{ nodes {{ id {inner} }} }} }}")
    assert done["objectCount"] == str(6 + 4 * 12)


def test_only_what_the_app_may_see(shop: ShopifyShop) -> None:
    shop.put(doc(7, NOON.replace(month=8)))
    search = PLAIN.replace("orders {", 'orders(query: "id:>=6") {')
    assert exported(shop, search)["rootObjectCount"] == "1"
    shop.scopes.add("read_all_orders")
    assert exported(shop, search)["rootObjectCount"] == "2"
    shop.scopes = {"read_products"}
    denied = exported(shop)
    assert (denied["status"], denied["errorCode"], denied["url"]) == ("FAILED", "ACCESS_DENIED", None)


def test_a_broken_order_fails_the_export(shop: ShopifyShop) -> None:
    shop.broken = {3}
    done = exported(shop)
    assert (done["status"], done["errorCode"], done["url"]) == ("FAILED", "INTERNAL_SERVER_ERROR", None)
    assert start(shop)["userErrors"] == [], "another may begin"


def test_nothing_to_export_makes_no_file(shop: ShopifyShop) -> None:
    done = exported(shop, '{ orders(query: "id:99") { edges { node { id } } } }')
    assert (done["status"], done["objectCount"], done["url"]) == ("COMPLETED", "0", None)


def test_it_can_fail_and_leave_a_part(shop: ShopifyShop) -> None:
    shop.bulk_ending, shop.bulk_error = "FAILED", "TIMEOUT"
    done = exported(shop)
    assert (done["status"], done["errorCode"], done["url"]) == ("FAILED", "TIMEOUT", None)
    assert len(rows(shop, done["partialDataUrl"])) == 9


@pytest.mark.parametrize("ending", ["EXPIRED", "CANCELED"])
def test_it_can_end_in_other_ways(shop: ShopifyShop, ending: Any) -> None:
    shop.bulk_ending = ending
    done = exported(shop)
    assert (done["status"], done["errorCode"], done["url"]) == (ending, None, None)


def test_it_can_be_cancelled_while_it_runs(shop: ShopifyShop) -> None:
    shop.bulk_never_ends = True
    begun = start(shop)["bulkOperation"]["id"]
    wait(shop, 10**6)
    assert look(shop, begun)["status"] == "RUNNING"
    told = data(shop, "bulk_cancel", id=begun)["bulkOperationCancel"]
    assert (told["bulkOperation"]["status"], told["userErrors"]) == ("CANCELING", [])
    assert look(shop, begun)["status"] == "CANCELED"
    again = data(shop, "bulk_cancel", id=begun)["bulkOperationCancel"]
    assert (again["bulkOperation"]["status"], len(again["userErrors"])) == ("CANCELED", 1)
    none = data(shop, "bulk_cancel", id="gid://shopify/BulkOperation/1")["bulkOperationCancel"]
    assert (none["bulkOperation"], len(none["userErrors"])) == (None, 1)
    assert look(shop, "gid://shopify/BulkOperation/1") is None


def test_the_file_can_be_cut_short_and_lie_elsewhere(shop: ShopifyShop) -> None:
    shop.bulk_base = "http://127.0.0.1:4444"
    done = exported(shop)
    assert done["url"].startswith("http://127.0.0.1:4444/bulk/")
    whole = fetched(shop, done["url"]).body
    shop.bulk_lost_lines = 2
    assert rows(shop, done["url"]) == [json.loads(line) for line in whole.splitlines()][:-2]
    shop.bulk_lost_lines, shop.bulk_lost_bytes = 0, 10
    assert fetched(shop, done["url"]).body == whole[:-10]


def test_the_file_needs_no_token_but_its_signature(shop: ShopifyShop) -> None:
    done = exported(shop)
    assert fetched(shop, done["url"][:-1] + "_").status == 403
    assert shop.answer(Request("GET", "/bulk/1.jsonl", (), {})).status == 404


def test_costs_next_to_nothing(shop: ShopifyShop) -> None:
    text = QUESTIONS["bulk_orders"].replace("WINDOW", "created_at:>='2026-11-20T00:00:00Z'")
    told = ask(shop, "bulk_start", query=text)
    assert told["extensions"]["cost"]["actualQueryCost"] == 10
    wait(shop, 60)
    one = told["data"]["bulkOperationRunQuery"]["bulkOperation"]["id"]
    assert ask(shop, "bulk_status", id=one)["extensions"]["cost"]["actualQueryCost"] == 1
