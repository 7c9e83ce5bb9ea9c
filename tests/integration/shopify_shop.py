"""A stand-in Shopify over HTTP on a clock of its own, and sources that read it: what the Shopify tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from core.model import ShopOrder, ShopPull, Window
from core.policy import LinesPolicy, Policy
from sandbox import shopify_orders
from sandbox.loopback import Loopback
from sandbox.people import PRODUCTS, Customer
from sandbox.shopify import API, ShopifyShop
from sources.http import Door
from sources.shopify.pull import Shopify

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTH = Window(NOW - 30 * DAY, NOW)
SOMEBODY = Customer(
    "Zoé", "Quistinic", "7 rue du Four", "", "29000", "Quimper", "FR", "zoe@quistinic.example", "0600000000"
)
POLICY = replace(Policy(), due_statuses=("paid",))


class Clock:
    """Seconds that pass only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Rig:
    shop: ShopifyShop
    door: Loopback
    clock: Clock
    taken: dict[str, ShopOrder] = field(default_factory=dict)
    pages: list[list[str]] = field(default_factory=list)

    def order(
        self, number: int, ago: timedelta = DAY, items: Sequence[tuple[Any, int]] = ((PRODUCTS[0], 1),), **more: Any
    ) -> str:
        """Sold so long ago, and paid at once unless told; its id."""
        placed = more.pop("placed", NOW - ago)
        more.setdefault("paid", placed)
        changed = more.pop("changed", {})
        doc = {**shopify_orders.order(number, list(items), SOMEBODY, placed=placed, **more), **changed}
        self.shop.put(doc)
        return str(doc["legacyResourceId"])

    def source(self, *, lines: LinesPolicy | None = None, credentials: dict[str, str] | None = None) -> Shopify:
        policy = POLICY if lines is None else replace(POLICY, lines=lines)
        known = {"token": self.shop.token} if credentials is None else credentials
        door = partial(Door, sleep=self.clock.sleep)
        return Shopify(self.door.url, known, policy=policy, now=NOW, door=door, clock=self.clock)

    def pull(self, window: Window = MONTH, source: Shopify | None = None, **more: Any) -> ShopPull:
        self.taken.clear()
        self.pages.clear()

        def take(orders: Sequence[ShopOrder]) -> None:
            self.pages.append([order.id for order in orders])
            self.taken.update((order.id, order) for order in orders)

        return (source or self.source(**more)).pull(window, take)

    def asked(self, name: str = "") -> int:
        """How many questions of that operation came in."""
        return sum(1 for one in self.door.log if one.path == API and name.encode() in one.body)


@contextmanager
def opened(**knobs: Any) -> Iterator[Rig]:
    clock = Clock()
    shop = ShopifyShop(now=NOW, clock=clock)
    for name, value in knobs.items():
        assert hasattr(shop, name), name
        setattr(shop, name, value)
    with Loopback(shop.answer) as door:
        yield Rig(shop, door, clock)


def bodies(change: Callable[[bytes], bytes]) -> Callable[[Any], Any]:
    """A wire fault that changes what an answer says."""
    return lambda answer: replace(answer, body=change(answer.body))
