"""Downloads need nobody to print them; but only an order that cannot be anything else is taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.model import ShopOrder
from sources.woocommerce import normalise
from tests.unit.sources.woocommerce.shop import doc

KNOWN = normalise.words(("processing", "completed"))


def read(**fields: Any) -> ShopOrder:
    page = normalise.read_page(json.dumps([doc(1), doc(2, **fields)]).encode(), KNOWN)
    assert page.unreadable == []
    return page.orders[1]


def lines(*product_ids: Any) -> list[dict[str, Any]]:
    return [{**doc()["line_items"][0], "product_id": product_id} for product_id in product_ids]


def test_an_order_of_downloads() -> None:
    assert read(needs_processing=False, shipping_lines=[]).digital


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"needs_processing": True, "shipping_lines": []},
        {"needs_processing": False},  # it is shipped: a plugin that completes every order says so of mugs, too
        {"needs_processing": False, "shipping_lines": [], "line_items": lines(0)},  # deleted since: nobody knows
        {"needs_processing": False, "shipping_lines": [], "line_items": lines(18, 0)},
        {"needs_processing": False, "shipping_lines": [], "line_items": []},
        {"needs_processing": None, "shipping_lines": []},
        {"needs_processing": "?", "shipping_lines": []},
    ],
)
def test_anything_else_is_to_be_made(fields: dict[str, Any]) -> None:
    assert not read(**fields).digital


@pytest.mark.parametrize(
    "spelt", ["2026-11-22", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000", "20261122T100000"]
)
@pytest.mark.parametrize("field", ["date_created_gmt", "date_paid_gmt", "date_modified_gmt"])
def test_a_time_in_another_spelling_is_still_aware(field: str, spelt: str) -> None:
    order = read(**{field: spelt})
    for moment in (order.created_at, order.paid_at, order.updated_at):
        assert moment is not None
        assert moment.tzinfo is not None


def test_a_shop_too_old_to_say() -> None:
    old = {key: value for key, value in doc(2).items() if key not in ("needs_processing", "shipping_lines")}
    page = normalise.read_page(json.dumps([old]).encode(), KNOWN)
    assert not page.orders[0].digital


def test_read_row_by_row_it_is_the_same() -> None:
    """One spoilt order on the page, and all others are read the other way."""
    rows = [doc(1, line_items="?"), doc(2, needs_processing=False, shipping_lines=[]), doc(3, needs_processing=False)]
    page = normalise.read_page(json.dumps(rows).encode(), KNOWN)
    assert [(order.id, order.digital) for order in page.orders] == [("2", True), ("3", False)]
