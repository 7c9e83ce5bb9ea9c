"""Every question that Vigie puts to Shopify is answered by the stand-in, at the cost that it counts on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sandbox.shopify import ShopifyShop
from tests.unit.sandbox.small_shopify import EVERYTHING, HOUR, NOON, QUESTIONS, ask, codes, cost, data, doc, six, wait

WINDOW = "created_at:>='2026-11-20T00:00:00Z' created_at:<'2026-11-21T00:00:00Z'"
SEEN = {"articles": True, "addresses": True}
BULK = QUESTIONS["bulk_orders"].replace("WINDOW", WINDOW)


@pytest.fixture
def shop() -> ShopifyShop:
    """Order 1 has two fulfilments with lines, and two refunds, and seven lines."""
    shop = six()
    shop.scopes = set(EVERYTHING)
    shop.put(doc(1, NOON, products=7))
    line = [one["id"] for one in shop.orders[1]["lineItems"]]
    shop.fulfil(1, NOON + HOUR, ["8R1"], {line[0]: 1, line[1]: 1})
    shop.fulfil(1, NOON + 2 * HOUR, ["8R2"], {line[2]: 1})
    shop.refund(1, NOON + 3 * HOUR, {line[3]: 1})
    shop.refund(1, NOON + 4 * HOUR, {line[0]: 1}, restock="RETURN")
    return shop


def variables(shop: ShopifyShop, name: str) -> dict[str, Any]:
    """Sound ones, for the variables that a question has."""
    one = shop.orders[1]
    ids = {
        "fulfilment_lines": one["fulfillments"][0]["id"],
        "refund_lines": one["refunds"][0]["id"],
        "assignment_lines": one["fulfillmentOrders"][0]["id"],
    }
    if name.startswith("bulk_") and name not in {"bulk_start", "bulk_orders"}:
        started = data(shop, "bulk_start", query=BULK)
        ids[name] = started["bulkOperationRunQuery"]["bulkOperation"]["id"]
    first = "query($id: ID!) { order(id: $id) { lineItems(first: 1) { pageInfo { endCursor } } } }"
    page = data(shop, first, id=one["id"])
    known: dict[str, Any] = {
        **SEEN,
        "id": ids.get(name, one["id"]),
        "first": 10,
        "lines": 10,
        "after": page["order"]["lineItems"]["pageInfo"]["endCursor"] if name in {"lines", "refund_lines"} else None,
        "search": "created_at:>='2026-11-20T10:00:00Z'" if name == "fulfilments" else WINDOW,
        "counted": True,
        "services": True,
        "query": BULK,
    }
    if name == "assignment_lines":
        text = "query($id: ID!) { fulfillmentOrder(id: $id) { lineItems(first: 1) { pageInfo { endCursor } } } }"
        known["after"] = data(shop, text, id=known["id"])["fulfillmentOrder"]["lineItems"]["pageInfo"]["endCursor"]
    return {key: value for key, value in known.items() if re.search(rf"\${key}\b", QUESTIONS[name])}


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - {"bulk_orders"}))
def test_is_answered_without_an_error(shop: ShopifyShop, name: str) -> None:
    answered = data(shop, name, **variables(shop, name))
    assert all(value is not None for value in answered.values())


def test_what_is_to_be_exported_is_exported(shop: ShopifyShop) -> None:
    started = data(shop, "bulk_start", query=BULK)["bulkOperationRunQuery"]
    assert started["userErrors"] == []
    wait(shop, 60)
    done = data(shop, "bulk_status", id=started["bulkOperation"]["id"])["bulkOperation"]
    assert (done["status"], done["rootObjectCount"]) == ("COMPLETED", "6")
    assert int(done["objectCount"]) == 6 + sum(len(one["lineItems"]) for one in shop.orders.values())


def test_a_page_of_35_is_let_through_and_one_of_36_is_not(shop: ShopifyShop) -> None:
    given = {"after": None, "search": WINDOW, "counted": False, **SEEN}
    assert cost(ask(shop, "orders", first=35, **given))[0] == 2 + 35 * 28
    told = ask(shop, "orders", first=36, **given)
    assert codes(told) == ["MAX_COST_EXCEEDED"]
    assert "data" not in told


def test_lines_of_fulfilments_and_refunds_point_to_the_orders_lines(shop: ShopifyShop) -> None:
    line = [one["id"] for one in shop.orders[1]["lineItems"]]
    sent = data(shop, "fulfilment_lines", id=shop.orders[1]["fulfillments"][0]["id"])
    rows = sent["fulfillment"]["fulfillmentLineItems"]["nodes"]
    assert [(row["lineItem"]["id"], row["quantity"]) for row in rows] == [(line[0], 1), (line[1], 1)]
    back = data(shop, "refunds", id=shop.orders[1]["id"], first=10, lines=10)["order"]["refunds"]
    rows = [row for refund in back for row in refund["refundLineItems"]["nodes"]]
    assert [(row["lineItem"]["id"], row["restockType"]) for row in rows] == [(line[3], "CANCEL"), (line[0], "RETURN")]


def test_further_lines_begin_after_those_that_were_shown(shop: ShopifyShop) -> None:
    line = [one["id"] for one in shop.orders[1]["lineItems"]]
    shown = data(shop, "order", id=shop.orders[1]["id"], **SEEN)["order"]["lineItems"]
    assert [one["id"] for one in shown["nodes"]] == line[:5]
    assert shown["pageInfo"]["hasNextPage"]
    after = shown["pageInfo"]["endCursor"]
    rest = data(shop, "lines", id=shop.orders[1]["id"], after=after, articles=True)["order"]["lineItems"]
    assert [one["id"] for one in rest["nodes"]] == line[5:]
    assert not rest["pageInfo"]["hasNextPage"]


def test_fulfilments_are_a_list_that_is_cut_short_and_can_be_searched_by_time(shop: ShopifyShop) -> None:
    order = shop.orders[1]["id"]
    assert len(data(shop, "fulfilments", id=order, first=1)["order"]["fulfillments"]) == 1
    later = data(shop, "fulfilments", id=order, first=5, search="created_at:>='2026-11-20T14:00:00Z'")
    assert [one["trackingInfo"] for one in later["order"]["fulfillments"]] == [[{"number": "8R2"}]]
    assert len(data(shop, "transactions", id=order, first=2)["order"]["transactions"]) == 2
