"""A month of a Shopify shop on a clock of its own, what a pull of it takes, and the floor that the cost rules allow."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from core.model import ShopOrder, ShopPull, Window
from core.policy import Policy
from sandbox import shopify_orders
from sandbox.faults import Answer
from sandbox.loopback import Loopback, Request
from sandbox.people import PRODUCTS, customer
from sandbox.shopify import API, ShopifyShop
from sources.http import Door
from sources.shopify import pull

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH, WATCH = Window(NOW - 30 * DAY, NOW), Window(NOW - 4 * DAY, NOW)
POLICY = replace(Policy(), due_statuses=("paid",))
LATENCY = 0.3
"""Seconds of one answer, half of them on the way there."""
PAGES, EXPORT = float("inf"), -1.0
"""What EXPORT_SECONDS must be for pages alone, and for an export wherever there is more than one page."""
BUCKET, RATE = 2_000, 100
"""Points of the standard plan: at first, and a second."""
_MOST, _PAGE, _ASKED = 1_000, 2, 28
"""Points: of one question, of a page besides its orders, and of one order as orders.graphql asks for it."""


def fill(shop: ShopifyShop, count: int, seed: int = 7) -> None:
    """1 to 4 lines, 2 % with 6 to 12; older than five days mostly sent, with tracking; 3 % refunded in part, a third of
    these after they were sent."""
    rng = random.Random(seed)
    for index in range(count):
        placed = (NOW - 30 * DAY * (count - index) / count).replace(microsecond=0)
        size = rng.randint(6, 12) if rng.random() < 0.02 else rng.choice((1, 1, 2, 2, 3, 4))
        items = [(rng.choice(PRODUCTS), rng.randint(1, 2)) for _ in range(size)]
        doc = shopify_orders.order(1001 + index, items, customer(rng), placed=placed, paid=placed)
        order_id, line = int(doc["legacyResourceId"]), doc["lineItems"][0]["id"]
        shop.put(doc)
        roll, sent = rng.random(), NOW - placed > 5 * DAY and rng.random() < 0.9
        if roll < 0.02:
            shop.refund(order_id, placed + timedelta(minutes=40), {line: 1})
        if sent and any(row["unfulfilledQuantity"] for row in shop.orders[order_id]["lineItems"]):
            shop.fulfil(order_id, placed + 4 * DAY, [f"6A{order_id}"])
            if 0.02 <= roll < 0.03:
                shop.refund(order_id, placed + timedelta(days=4, hours=9), {line: 1}, restock="RETURN")


def own_points(doc: dict[str, Any]) -> int:
    """What one order really costs, with all that Vigie asks of it: an object is 1 point, a connection 2 more, a list whose
    length is not asked for 1. Itself and its address; each line with its attributes and its article; each fulfilment with
    its tracking; each payment; and, where something was sent and something taken back, each refund with its lines."""
    lines = 2 + sum(2 + (line["variant"] is not None) for line in doc["lineItems"])
    sent = sum(1 + min(1, len(one["trackingInfo"])) for one in doc["fulfillments"])
    back = sum(3 + 2 * len(one["refundLineItems"]) for one in doc["refunds"]) if doc["fulfillments"] else 0
    return 1 + (doc["shippingAddress"] is not None) + lines + sent + len(doc["transactions"]) + back


def floor(shop: ShopifyShop) -> float:
    """Seconds below which no reader of pages can come, by Shopify's published rules alone:

        (points of all orders + 2 x pages - 2,000) / 100

    where points are what each order's own objects cost (`own_points`), and a page is as full as a question of 1,000 points
    may be: (1,000 - 2) / 28 = 35 orders. Latency costs nothing here: the bucket fills meanwhile.
    """
    fit = (_MOST - _PAGE) // _ASKED
    points = sum(map(own_points, shop.orders.values())) + _PAGE * -(-len(shop.orders) // fit)
    return max(0.0, (points - BUCKET) / RATE)


class Clock:
    """Seconds that pass only where somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Taken:
    """One pull, as it went."""

    pull: ShopPull
    seconds: float
    """By the clock of the shop."""
    questions: Counter[str]
    points: float
    sizes: list[int]
    """How many orders each page asked for."""
    ids: set[str]
    throttled: int
    """How many questions came before their points were there."""

    @property
    def requests(self) -> int:
        return sum(self.questions.values())


@contextmanager
def opened(count: int, **knobs: Any) -> Iterator[Shop]:
    shop = Shop(count, **knobs)
    with Loopback(shop.answer) as loopback:
        shop.url = loopback.url
        yield shop


class Shop:
    """A shop of so many orders in the month; each answer takes LATENCY of its clock."""

    def __init__(self, count: int, **knobs: Any) -> None:
        self.clock, self.url = Clock(), ""
        self.shop = ShopifyShop(now=NOW, clock=self.clock)
        self.shop.bucket_size, self.shop.restore_rate = float(BUCKET), float(RATE)
        for name, value in knobs.items():
            assert hasattr(self.shop, name), name
            setattr(self.shop, name, value)
        fill(self.shop, count)
        self._asked: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    def answer(self, request: Request) -> Answer:
        self.clock.sleep(LATENCY / 2)
        answer = self.shop.answer(request)
        self.clock.sleep(LATENCY / 2)
        if request.path == API:
            asked, told = json.loads(request.body), json.loads(answer.body)
            self._asked.append((_name(asked["query"]), asked["variables"], told))
        else:
            self._asked.append((request.path.split("/")[1], {}, {}))
        return answer

    def pull(self, window: Window = MONTH, export_seconds: float | None = None) -> Taken:
        """A run of its own, its bucket full again. `export_seconds`: see PAGES and EXPORT; None: as shipped."""
        self.clock.sleep(3600)
        self._asked.clear()
        shipped = pull.EXPORT_SECONDS
        pull.EXPORT_SECONDS = shipped if export_seconds is None else export_seconds
        ids: set[str] = set()

        def take(orders: Sequence[ShopOrder]) -> None:
            ids.update(order.id for order in orders)

        door = partial(Door, sleep=self.clock.sleep)
        source = pull.Shopify(
            self.url, {"token": self.shop.token}, policy=POLICY, now=NOW, door=door, clock=self.clock
        )
        begun = self.clock.now
        try:
            done = source.pull(window, take)
        finally:
            pull.EXPORT_SECONDS = shipped
        costs = [told.get("extensions", {}).get("cost", {}) for _, _, told in self._asked]
        return Taken(
            done,
            self.clock.now - begun,
            Counter(name for name, _, _ in self._asked),
            sum(cost.get("actualQueryCost") or 0 for cost in costs),
            [variables["first"] for name, variables, _ in self._asked if name == "Orders"],
            ids,
            sum(1 for cost in costs if cost and cost["actualQueryCost"] is None),
        )


def _name(question: str) -> str:
    return question.split(None, 2)[1].partition("(")[0]
