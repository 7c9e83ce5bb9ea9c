"""A Shopify shop is read by pages in hardly more time than Shopify's cost rules allow, by the shop's clock."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from sandbox.loopback import Request
from sandbox.shopify import API
from sources.shopify.pull import _question
from tests.bench.shopify_month import PAGES, Shop, floor, opened, own_points

ORDERS = 1_000
FULL = 35
"""So many orders are the most that a question of 1,000 points may ask for."""


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened(ORDERS) as shop:
        yield shop


def ask(shop: Shop, first: int) -> dict[str, object]:
    """The question for a page, as it is sent."""
    asked = {"first": first, "after": None, "search": "", "counted": False, "articles": True, "addresses": True}
    body = json.dumps({"query": _question("orders"), "variables": asked}).encode()
    headers = {"x-shopify-access-token": shop.shop.token, "host": "localhost"}
    told: dict[str, object] = json.loads(shop.answer(Request("POST", API, (), headers, body)).body)
    return told


def test_a_thousand_orders_take_hardly_longer_than_the_rules_allow(shop: Shop) -> None:
    got = shop.pull(export_seconds=PAGES)
    assert got.pull.coverage.complete, got.pull.troubles
    assert len(got.ids) == got.pull.coverage.orders == ORDERS
    assert floor(shop.shop) <= got.seconds <= 1.15 * floor(shop.shop)


def test_no_question_comes_before_its_points_are_there(shop: Shop) -> None:
    """Shopify would refuse it, and the way there and back was for nothing."""
    assert shop.pull(export_seconds=PAGES).throttled == 0


def test_pages_are_as_full_as_a_thousand_points_allow(shop: Shop) -> None:
    sizes = shop.pull(export_seconds=PAGES).sizes
    assert set(sizes[:-1]) == {FULL}
    assert len(sizes) == -(-ORDERS // FULL)


@pytest.mark.parametrize(("first", "codes"), [(FULL, []), (FULL + 1, ["MAX_COST_EXCEEDED"])])
def test_one_order_more_than_a_page_holds_is_refused(shop: Shop, first: int, codes: list[str]) -> None:
    shop.clock.sleep(3600)
    errors = ask(shop, first).get("errors", [])
    assert isinstance(errors, list)
    assert [error["extensions"]["code"] for error in errors] == codes


def test_the_floor_counts_what_shopify_would_count(shop: Shop) -> None:
    """Of orders that no page cuts off: what they cost is what a page of them costs, less the page's own two points."""
    shop.clock.sleep(3600)
    told = ask(shop, FULL)
    nodes = told["data"]["orders"]["nodes"]  # type: ignore[index]
    docs = [shop.shop.orders[int(node["id"].rsplit("/", 1)[-1])] for node in nodes]
    further = sum(
        own_points(doc) - own_points({**doc, "refunds": [], "lineItems": doc["lineItems"][:5]}) for doc in docs
    )
    paid = told["extensions"]["cost"]["actualQueryCost"]  # type: ignore[index]
    assert sum(map(own_points, docs)) - further == paid - 2
