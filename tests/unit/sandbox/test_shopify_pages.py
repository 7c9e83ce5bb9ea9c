"""Pages of the stand-in Shopify go on after the values of the last row: edits and deletions shift nothing."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from sandbox.shopify import ShopifyShop
from tests.unit.sandbox.small_shopify import HOUR, NOON, ask, codes, data, doc, six

PAGE = """query($n: Int, $after: String, $sort: OrderSortKeys, $reverse: Boolean) {
  orders(first: $n, after: $after, sortKey: $sort, reverse: $reverse) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { name } } nodes { name } } }"""


@pytest.fixture
def shop() -> ShopifyShop:
    return six()


def page(shop: ShopifyShop, n: int, after: str | None = None, sort: str | None = None, **more: Any) -> Any:
    return data(shop, PAGE, n=n, after=after, sort=sort, **more)["orders"]


def shown(page: Any) -> list[str]:
    return [row["name"] for row in page["nodes"]]


@pytest.mark.parametrize("sort", ["CREATED_AT", "UPDATED_AT", "PROCESSED_AT", "ID", None])
def test_page_after_page_to_the_end(shop: ShopifyShop, sort: str | None) -> None:
    first = page(shop, 4, sort=sort)
    assert shown(first) == ["#1", "#2", "#3", "#4"]
    assert first["pageInfo"]["hasNextPage"]
    assert not first["pageInfo"]["hasPreviousPage"]
    assert [edge["node"] for edge in first["edges"]] == first["nodes"]
    assert first["edges"][0]["cursor"] == first["pageInfo"]["startCursor"]
    assert first["edges"][3]["cursor"] == first["pageInfo"]["endCursor"]
    second = page(shop, 4, first["pageInfo"]["endCursor"], sort)
    assert shown(second) == ["#5", "#6"]
    assert not second["pageInfo"]["hasNextPage"]
    assert second["pageInfo"]["hasPreviousPage"]
    beyond = page(shop, 4, second["pageInfo"]["endCursor"], sort)
    assert (beyond["nodes"], beyond["pageInfo"]["endCursor"], beyond["pageInfo"]["hasNextPage"]) == ([], None, False)


def test_a_page_that_is_just_full_is_the_last(shop: ShopifyShop) -> None:
    assert not page(shop, 6)["pageInfo"]["hasNextPage"]


def test_the_other_way_round(shop: ShopifyShop) -> None:
    first = page(shop, 4, sort="CREATED_AT", reverse=True)
    assert shown(first) == ["#6", "#5", "#4", "#3"]
    assert shown(page(shop, 4, first["pageInfo"]["endCursor"], "CREATED_AT", reverse=True)) == ["#2", "#1"]


def test_a_cursor_holds_the_last_rows_values(shop: ShopifyShop) -> None:
    told = page(shop, 2, sort="CREATED_AT")["pageInfo"]["endCursor"]
    assert json.loads(base64.b64decode(told)) == {"last_id": 2, "last_value": "2026-11-20 14:00:00.000000"}
    told = page(shop, 2, sort="ID")["pageInfo"]["endCursor"]
    assert json.loads(base64.b64decode(told)) == {"last_id": 2, "last_value": "2"}


def test_orders_of_one_second_are_told_apart_by_their_id(shop: ShopifyShop) -> None:
    for number in (9, 8, 7):
        shop.put(doc(number, NOON))
    first = page(shop, 2, sort="CREATED_AT")
    assert shown(first) == ["#7", "#8"]
    assert shown(page(shop, 2, first["pageInfo"]["endCursor"], "CREATED_AT")) == ["#9", "#1"]


def test_a_changed_order_comes_again_and_shifts_nothing(shop: ShopifyShop) -> None:
    first = page(shop, 3, sort="UPDATED_AT")
    shop.edit(2, NOON + 9 * HOUR)
    assert shown(page(shop, 9, first["pageInfo"]["endCursor"], "UPDATED_AT")) == ["#4", "#5", "#6", "#2"]
    first = page(shop, 3, sort="CREATED_AT")
    shop.edit(5, NOON + 10 * HOUR)
    assert shown(page(shop, 9, first["pageInfo"]["endCursor"], "CREATED_AT")) == ["#4", "#5", "#6"]


def test_a_deleted_order_shifts_nothing(shop: ShopifyShop) -> None:
    first = page(shop, 3, sort="CREATED_AT")
    shop.delete(1)
    shop.delete(3)  # the very one that the cursor names
    assert shown(page(shop, 9, first["pageInfo"]["endCursor"], "CREATED_AT")) == ["#4", "#5", "#6"]


@pytest.mark.parametrize("cursor", ["", "x", "bm8=", base64.b64encode(b'{"last_id":"a","last_value":"b"}').decode()])
def test_a_cursor_that_is_none(shop: ShopifyShop, cursor: str) -> None:
    told = ask(shop, PAGE, n=2, after=cursor)
    assert (codes(told), told["data"]) == (["BAD_REQUEST"], None)


def test_a_cursor_of_another_order_of_rows(shop: ShopifyShop) -> None:
    cursor = page(shop, 2, sort="CREATED_AT")["pageInfo"]["endCursor"]
    assert codes(ask(shop, PAGE, n=2, after=cursor, sort="ID")) == ["BAD_REQUEST"]


def test_no_page_holds_more_than_250_and_none_is_without_a_size(shop: ShopifyShop) -> None:
    assert shown(page(shop, 250)) == ["#1", "#2", "#3", "#4", "#5", "#6"]
    assert codes(ask(shop, PAGE, n=251)) == codes(ask(shop, PAGE, n=-1)) == codes(ask(shop, PAGE)) == ["BAD_REQUEST"]
    text = '{ order(id: "gid://shopify/Order/1") { fulfillments(first: 251) { id } } }'
    assert codes(ask(shop, text)) == ["BAD_REQUEST"]


def test_lists_go_only_so_deep(shop: ShopifyShop) -> None:
    assert shop.deepest == 25_000
    shop.deepest = 4
    first = page(shop, 3)
    assert codes(ask(shop, PAGE, n=2, after=first["pageInfo"]["endCursor"])) == ["BAD_REQUEST"]
    assert shown(page(shop, 1, first["pageInfo"]["endCursor"])) == ["#4"]


def test_lines_have_pages_of_their_own(shop: ShopifyShop) -> None:
    shop.put(doc(7, NOON, products=5))
    text = """query($after: String, $reverse: Boolean) { order(id: "gid://shopify/Order/7") {
      lineItems(first: 2, after: $after, reverse: $reverse) { pageInfo { hasNextPage endCursor } nodes { id } } } }"""
    ids, after, more = [], None, True
    while more:
        told = data(shop, text, after=after)["order"]["lineItems"]
        ids += [row["id"] for row in told["nodes"]]
        after, more = told["pageInfo"]["endCursor"], told["pageInfo"]["hasNextPage"]
    assert ids == [line["id"] for line in shop.orders[7]["lineItems"]]
    backwards = data(shop, text, reverse=True)["order"]["lineItems"]["nodes"]
    assert [row["id"] for row in backwards] == [ids[4], ids[3]]


def test_orders_that_come_while_pages_are_read_are_found_at_the_end(shop: ShopifyShop) -> None:
    first = page(shop, 5, sort="CREATED_AT")
    shop.put(doc(7, NOON + timedelta(days=1)))
    assert shown(page(shop, 5, first["pageInfo"]["endCursor"], "CREATED_AT")) == ["#6", "#7"]
