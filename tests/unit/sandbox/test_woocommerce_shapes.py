"""Orders and refunds that the sandbox makes have the fields of real ones, in their order, and sums that fit."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.people import PRODUCTS, customer
from sandbox.woo_orders import order
from sandbox.woocommerce import WooShop
from tests.unit.sandbox.recordings import needed, recorded

HOME = "https://127.0.0.1:8843"

pytestmark = pytest.mark.shared
needed()


def types(value: Any) -> Any:
    """The shape of a document: its fields in order, and what kind of value each holds."""
    if isinstance(value, dict):
        return [(key, types(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [types(value[0])] if value else []
    return type(value).__name__


def test_made_orders_have_the_shape_of_real_ones() -> None:
    real = recorded("order_variations")["body"]
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    made = order(
        1042,
        [(PRODUCTS[3], 2)],
        customer(random.Random(0)),
        placed=at,
        paid=at,
        zone=ZoneInfo("Europe/Paris"),
        home=HOME,
    )
    assert types(made) == types(real)


def test_made_refunds_have_the_shape_of_real_ones() -> None:
    real = recorded("refunds_of_refund_partial_qty")["body"][0]
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    shop = WooShop(home=HOME)
    shop.put(order(7, [(PRODUCTS[9], 3)], customer(random.Random(0)), placed=at, paid=at, zone=shop.zone, home=HOME))
    doc = shop.refund(7, at, {701: 1}, "cassé")
    del doc["parent_id"]
    assert types(doc) == types(real)
    assert shop.orders[7]["line_items"][0]["quantity"] == 3
    assert list(shop.orders[7]["refunds"][0]) == list(recorded("order_refund_partial_qty")["body"]["refunds"][0])
