"""Six orders in the stand-in Shopify, an hour apart; and how to ask for them."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.people import PRODUCTS, customer
from sandbox.shopify import API, ShopifyShop
from sandbox.shopify_orders import order

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = Path(__file__).resolve().parents[3] / "src" / "sources" / "shopify"
QUESTIONS = {path.stem: path.read_text("utf-8") for path in ASKED.glob("*.graphql")}
EVERYTHING = {
    "read_orders",
    "read_products",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
}


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def doc(number: int, at: datetime, products: int = 2) -> dict[str, Any]:
    """An order of so many products, one piece of each; its id is its number."""
    items = [(PRODUCTS[n % len(PRODUCTS)], 1) for n in range(products)]
    return order(number, items, customer(random.Random(number)), placed=at, paid=at, order_id=number)


def six() -> ShopifyShop:
    """#1 to #6, placed an hour apart; put in another order than that."""
    shop = ShopifyShop(now=NOW, clock=Clock())
    for number in (4, 1, 6, 2, 5, 3):
        shop.put(doc(number, NOON + number * HOUR))
    return shop


def wait(shop: ShopifyShop, seconds: float) -> None:
    assert isinstance(shop.clock, Clock)
    shop.clock.seconds += seconds


def request(shop: ShopifyShop, body: Any, path: str = API, **headers: str) -> Request:
    told = {"x-shopify-access-token": shop.token, "content-type": "application/json", "host": "127.0.0.1:80"}
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request("POST", path, (), told | headers, text)


def asked(shop: ShopifyShop, question: str, **variables: Any) -> Answer:
    """The whole answer to a question, by its name or its text."""
    return shop.answer(request(shop, {"query": QUESTIONS.get(question, question), "variables": variables}))


def ask(shop: ShopifyShop, question: str, **variables: Any) -> Any:
    answer = asked(shop, question, **variables)
    assert answer.status == 200, answer
    return json.loads(answer.body)


def data(shop: ShopifyShop, question: str, **variables: Any) -> Any:
    """What a question that goes well is answered with."""
    told = ask(shop, question, **variables)
    assert "errors" not in told, told
    return told["data"]


def codes(told: Any) -> list[str]:
    return [error["extensions"]["code"] for error in told["errors"]]


def cost(told: Any) -> tuple[int | None, int | None]:
    """What was asked for, and what it came to."""
    return told["extensions"]["cost"]["requestedQueryCost"], told["extensions"]["cost"]["actualQueryCost"]


def names(shop: ShopifyShop, search: str | None = None, sort: str = "ID") -> list[str]:
    """Which orders a search finds."""
    text = f"query($q: String) {{ orders(first: 50, query: $q, sortKey: {sort}) {{ nodes {{ name }} }} }}"
    return [row["name"] for row in data(shop, text, q=search)["orders"]["nodes"]]
