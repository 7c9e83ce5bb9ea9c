"""What the stand-in Shopify shows to whom: by scope, by age, by approval, and what fails within it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.shopify import ShopifyShop
from tests.unit.sandbox.small_shopify import EVERYTHING, HOUR, NOON, NOW, ask, codes, data, doc, names, six

ONE = "gid://shopify/Order/1"
LINES = "{ orders(first: 9) { nodes { name lineItems(first: 2) { nodes { sku variant { id } product { id } } } } } }"
ADDRESS = "{ orders(first: 2) { nodes { shippingAddress { name address1 address2 zip city country phone } } } }"
SENDING = (
    f'{{ order(id: "{ONE}") {{ id fulfillmentOrders(first: 5) {{ nodes {{ assignedLocation {{ name }} }} }} }} }}'
)


@pytest.fixture
def shop() -> ShopifyShop:
    return six()


def test_says_which_scopes_it_gave(shop: ShopifyShop) -> None:
    told = data(shop, "reach")["currentAppInstallation"]["accessScopes"]
    assert told == [{"handle": "read_orders"}, {"handle": "read_products"}]


@pytest.mark.parametrize(
    "text",
    [
        "{ orders(first: 1) { nodes { id } } }",
        "{ ordersCount { count } }",
        "{ ordersCount { count } orders(first: 1) { nodes { id } } }",
        f'{{ order(id: "{ONE}") {{ id }} }}',
        f'{{ node(id: "{ONE}") {{ id }} }}',
        '{ refund(id: "gid://shopify/Refund/1") { id } }',
        '{ fulfillment(id: "gid://shopify/Fulfillment/1") { id } }',
    ],
)
def test_without_read_orders_there_is_nothing(shop: ShopifyShop, text: str) -> None:
    shop.scopes = {"read_products"}
    told = ask(shop, text)
    assert set(codes(told)) == {"ACCESS_DENIED"}
    assert not any((told["data"] or {}).values())
    assert told["errors"][0]["path"]
    assert data(shop, "reach")["currentAppInstallation"]["accessScopes"] == [{"handle": "read_products"}]


def test_without_read_products_articles_are_missing_one_by_one(shop: ShopifyShop) -> None:
    shop.scopes = {"read_orders"}
    shop.delete_product(shop.orders[1]["lineItems"][0]["product"]["id"])  # of every order's first two lines
    assert "errors" not in ask(shop, LINES), "there is nothing to be refused"
    shop.put(doc(7, NOON + 7 * HOUR))
    told = ask(shop, LINES)
    assert codes(told) == ["ACCESS_DENIED"] * 4
    assert told["errors"][0]["path"][:5] == ["orders", "nodes", 6, "lineItems", "nodes"]
    lines = told["data"]["orders"]["nodes"][6]["lineItems"]["nodes"]
    assert [(line["sku"] != "", line["variant"], line["product"]) for line in lines] == [(True, None, None)] * 2


def test_a_scope_to_write_holds_the_one_to_read(shop: ShopifyShop) -> None:
    shop.scopes = {"write_orders"}
    assert data(shop, "{ ordersCount { count } }") == {"ordersCount": {"count": 6}}


# ---- age


def test_without_read_all_orders_the_old_ones_do_not_exist(shop: ShopifyShop) -> None:
    edge = NOW - timedelta(days=60)
    shop.put(doc(7, edge))
    shop.put(doc(8, edge - timedelta(seconds=1)))
    shop.fulfil(8, NOW, ["8R1"])
    old, parcel = shop.orders[8]["id"], shop.orders[8]["fulfillments"][0]["id"]
    text = "query($o: ID!, $f: ID!) { ordersCount { count } order(id: $o) { id } fulfillment(id: $f) { id } }"
    assert set(names(shop)) == {"#1", "#2", "#3", "#4", "#5", "#6", "#7"}
    hidden = {"ordersCount": {"count": 7}, "order": None, "fulfillment": None}
    assert data(shop, text, o=old, f=parcel) == hidden
    assert data(shop, "query($o: ID!) { nodes(ids: [$o]) { id } }", o=old) == {"nodes": [None]}
    shop.now += timedelta(seconds=1)
    assert "#7" not in names(shop)
    shop.scopes.add("read_all_orders")
    assert {"#7", "#8"} < set(names(shop))
    shown = {"ordersCount": {"count": 8}, "order": {"id": old}, "fulfillment": {"id": parcel}}
    assert data(shop, text, o=old, f=parcel) == shown


def test_the_search_learns_of_an_order_later_than_the_shop(shop: ShopifyShop) -> None:
    shop.index_lag = timedelta(minutes=3)
    shop.put(doc(7, NOW - timedelta(minutes=2)))
    text = "query($o: ID!) { ordersCount { count } order(id: $o) { name } }"
    given = {"o": shop.orders[7]["id"]}
    assert "#7" not in names(shop)
    assert data(shop, text, **given) == {"ordersCount": {"count": 6}, "order": {"name": "#7"}}
    shop.now += timedelta(minutes=1)
    assert "#7" in names(shop)
    assert data(shop, text, **given)["ordersCount"] == {"count": 7}


# ---- fulfilment orders


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        ("read_third_party_fulfillment_orders", ["T-Pop"]),
        ("read_merchant_managed_fulfillment_orders", []),
        ("read_assigned_fulfillment_orders", []),
    ],
)
def test_each_kind_of_place_has_a_scope_of_its_own(shop: ShopifyShop, scope: str, places: list[str]) -> None:
    assert codes(ask(shop, SENDING)) == ["ACCESS_DENIED"]
    shop.scopes.add(scope)
    rows = data(shop, SENDING)["order"]["fulfillmentOrders"]["nodes"]
    assert [row["assignedLocation"]["name"] for row in rows] == places


def test_a_fulfilment_order_by_its_id(shop: ShopifyShop) -> None:
    text = (
        "query($id: ID!) { fulfillmentOrder(id: $id) { status lineItems(first: 9) { nodes { lineItem { id } } } } }"
    )
    wanted = shop.orders[1]["fulfillmentOrders"][0]["id"]
    assert codes(ask(shop, text, id=wanted)) == ["ACCESS_DENIED"]
    shop.scopes = set(EVERYTHING)
    told = data(shop, text, id=wanted)["fulfillmentOrder"]
    assert [row["lineItem"]["id"] for row in told["lineItems"]["nodes"]] == [
        line["id"] for line in shop.orders[1]["lineItems"]
    ]


# ---- people


def test_without_the_approval_addresses_are_refused_one_by_one(shop: ShopifyShop) -> None:
    shop.customer_data = "none"
    told = ask(shop, ADDRESS)
    assert codes(told) == ["ACCESS_DENIED"] * 2
    assert [error["path"] for error in told["errors"]] == [["orders", "nodes", n, "shippingAddress"] for n in (0, 1)]
    assert told["data"]["orders"]["nodes"] == [{"shippingAddress": None}] * 2
    shop.readdress(1, NOON, None)
    assert codes(ask(shop, ADDRESS)) == ["ACCESS_DENIED"]


def test_a_lesser_approval_leaves_town_and_country(shop: ShopifyShop) -> None:
    full: dict[str, Any] = data(shop, ADDRESS)["orders"]["nodes"][0]["shippingAddress"]
    assert all(full[key] for key in ("name", "address1", "zip", "city", "country", "phone"))
    shop.customer_data = "redacted"
    kept = {**dict.fromkeys(full), "city": full["city"], "country": full["country"]}
    assert data(shop, ADDRESS)["orders"]["nodes"][0]["shippingAddress"] == kept


# ---- what fails


def test_a_broken_order_takes_its_whole_page_with_it(shop: ShopifyShop) -> None:
    shop.broken = {3}
    told = ask(shop, LINES)
    assert (told["data"], codes(told)) == (None, ["INTERNAL_SERVER_ERROR"])
    assert told["errors"][0]["path"] == ["orders", "nodes", 2, "lineItems"]
    assert len(data(shop, "skeleton", first=9, search="")["orders"]["nodes"]) == 6
    text = "query($o: ID!) { order(id: $o) { lineItems(first: 1) { nodes { id } } } }"
    assert ask(shop, text, o="gid://shopify/Order/3")["data"] == {"order": None}
    assert data(shop, text, o=ONE)["order"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{ order(id: "1") { id } }', "argumentLiteralsIncompatible"),
        ('{ order(id: "gid://shopify/Refund/1") { id } }', "RESOURCE_NOT_FOUND"),
        ('{ order(id: "gid://shopify/Order/x") { id } }', "argumentLiteralsIncompatible"),
    ],
)
def test_ids_that_are_none(shop: ShopifyShop, text: str, code: str) -> None:
    assert codes(ask(shop, text)) == [code]


def test_what_is_not_there_is_null(shop: ShopifyShop) -> None:
    assert data(shop, '{ order(id: "gid://shopify/Order/99") { id } }') == {"order": None}
    assert data(shop, '{ refund(id: "gid://shopify/Refund/99") { id } }') == {"refund": None}
    assert data(shop, '{ node(id: "gid://shopify/Product/99") { id } }') == {"node": None}
