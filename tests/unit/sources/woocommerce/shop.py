"""A small WooCommerce for these tests: orders of one invented customer, and the stand-in shop over HTTP on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from core.model import ShopOrder, ShopPull, Window
from core.policy import Policy
from sandbox.loopback import Loopback
from sandbox.people import PRODUCTS, Customer
from sandbox.woo_orders import order
from sandbox.woocommerce import API, WooShop
from sources.http import Door
from sources.woocommerce.keys import How
from sources.woocommerce.pull import WooCommerce

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=30), NOW)
ORDERS = f"{API}/orders"
WHO = Customer(
    "Éloïse",
    "Trévidic",
    "12 rue de l'Église",
    "Bâtiment C",
    "75011",
    "Paris",
    "FR",
    "client@courriel.example",
    "+336",
)


def doc(order_id: int = 5551042, placed: datetime = NOW - timedelta(days=2), **fields: Any) -> dict[str, Any]:
    """Two mugs and a T-shirt, paid at once; any field as given."""
    items = [(PRODUCTS[0], 2), (PRODUCTS[3], 1)]
    whole = order(order_id, items, WHO, placed=placed, paid=placed, zone=PARIS, home="https://boutique.example")
    return {**whole, **fields}


class Reading:
    """What a WooCommerce source gave, page by page."""

    def __init__(self) -> None:
        self.pages: list[Sequence[ShopOrder]] = []

    def __call__(self, orders: Sequence[ShopOrder]) -> None:
        self.pages.append(orders)

    @property
    def orders(self) -> dict[str, ShopOrder]:
        """By id; the last reading of an order counts."""
        return {order.id: order for page in self.pages for order in page}


class Stand:
    """The stand-in shop, its server, and the source under test that reads it."""

    def __init__(self, loopback: Loopback, shop: WooShop) -> None:
        self.shop, self.server = shop, loopback
        self.faults, self.waits = loopback.faults, list[float]()

    def source(
        self,
        *,
        secret: str | None = None,
        policy: Policy | None = None,
        auth: How = "header",
        give_up_at: Callable[[], bool] | None = None,
    ) -> WooCommerce:
        return WooCommerce(
            self.server.url,
            self.shop.key,
            secret or self.shop.secret,
            policy=policy or Policy(),
            now=NOW,
            auth=auth,
            door=partial(Door, sleep=self.waits.append, timeout=(2, 2)),
            give_up_at=give_up_at,
        )

    def fill(self, count: int, first: int = 1001) -> list[str]:
        """So many orders, one every five minutes up to an hour before NOW; answers their ids."""
        ids = range(first, first + count)
        for n, order_id in enumerate(reversed(ids)):
            self.shop.put(doc(order_id, NOW - timedelta(hours=1, minutes=5 * n)))
        return [str(order_id) for order_id in ids]

    def pull(self, window: Window = WINDOW, **more: Any) -> tuple[ShopPull, Reading]:
        reading = Reading()
        return self.source(**more).pull(window, reading), reading

    def asked(self, path: str = ORDERS) -> list[dict[str, str]]:
        """The questions that a path was asked, in order."""
        return [dict(request.query) for request in self.server.asked(path)]


@contextmanager
def standing() -> Iterator[Stand]:
    shop = WooShop()
    with Loopback(shop.answer) as loopback:
        yield Stand(loopback, shop)
        assert loopback.crashes == []
