"""Five orders in the stand-in WooCommerce, one second apart, one in each of five states; and how to ask for them."""

from __future__ import annotations

import base64
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.people import PRODUCTS, customer
from sandbox.woo_orders import order
from sandbox.woocommerce import API, WooShop

NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
STATUSES = ("processing", "completed", "on-hold", "trash", "checkout-draft")


def doc(shop: WooShop, order_id: int, at: datetime, *, product: int = 0, **more: Any) -> dict[str, Any]:
    """One order of two pieces of one product."""
    items, who = [(PRODUCTS[product], 2)], customer(random.Random(order_id))
    return order(order_id, items, who, **{"placed": at, "paid": at, "zone": shop.zone, "home": shop.home} | more)


def five() -> WooShop:
    shop = WooShop()
    for n, status in enumerate(STATUSES):
        shop.put(doc(shop, n + 1, NOON + timedelta(seconds=n), product=n, status=status))
    return shop


def basic(shop: WooShop, secret: str = "") -> str:
    return "Basic " + base64.b64encode(f"{shop.key}:{secret or shop.secret}".encode()).decode()


def answered(shop: WooShop, path: str = f"{API}/orders", method: str = "GET", **query: str) -> Answer:
    """The whole answer to somebody who shows the right keys in the header."""
    asked = tuple((name.replace("__", "[]"), value) for name, value in query.items())
    headers = {"authorization": basic(shop), "accept": "application/json"}
    return shop.answer(Request(method, path, asked, headers))


def ask(shop: WooShop, path: str = "/orders", method: str = "GET", **query: str) -> tuple[int, Any]:
    answer = answered(shop, API + path, method, **query)
    return answer.status, json.loads(answer.body)


def ids(shop: WooShop, **query: str) -> list[int]:
    status, body = ask(shop, **{"orderby": "id", "order": "asc"} | query)
    assert status == 200, body
    return [doc["id"] for doc in body]


def total(shop: WooShop, **query: str) -> tuple[int, int]:
    """X-WP-Total and X-WP-TotalPages."""
    headers = dict(answered(shop, **query).headers)
    return int(headers["X-WP-Total"]), int(headers["X-WP-TotalPages"])
