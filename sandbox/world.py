"""A small world on a virtual clock: a shop's orders, their twins at TPOP, and the truth about what is wrong."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import woo_orders
from sandbox.hands import Placed, WooHand, new_hand
from sandbox.loopback import Loopback
from sandbox.people import Customer, basket, customer
from sandbox.sale import Fault, Items, Sale, Style, feed_lines, recipient, working_days
from sandbox.tpop import PATH, TpopAccount, iso, new_order
from sandbox.woocommerce import WooShop

RETENTION = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the world answers, and the shop's parameter that leads there."""

    shop: Loopback
    tpop: Loopback
    parameter: dict[str, Any]

    @property
    def woo(self) -> Loopback:
        """The shop's door, where that is a WooCommerce shop."""
        return self.shop


class World:
    """Everything happens at `now`, which only `advance` moves. The same seed and calls give the same world."""

    def __init__(
        self,
        start: datetime,
        *,
        seed: int = 0,
        shop: str = "mugs-paris",
        zone: str = "Europe/Paris",
        first_number: int = 1001,
        own_numbers: bool = False,
        tpop_list: bool = True,
        platform: str = "woocommerce",
        by_app: bool = False,
    ) -> None:
        self.start = self.now = start
        self.shop, self.own_numbers, self.tpop_list = shop, own_numbers, tpop_list
        self.rng = random.Random(seed)
        self.hand = new_hand(platform, start, zone=zone, home=f"https://{shop}.example", by_app=by_app)
        self.tpop = TpopAccount(now=start)
        self.sales: list[Sale] = []
        self.mends: dict[Fault, Callable[[], None]] = {}
        self.mended: list[Fault] = []
        self._first_number = first_number
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._turn = self._tpop_ids = 0
        self._people: list[Customer] = []

    @property
    def woo(self) -> WooShop:
        """The shop, where it is on WooCommerce: for what only that platform has."""
        assert isinstance(self.hand, WooHand)
        return self.hand.shop

    # ---- time

    def later(self, at: datetime, action: Callable[[], None]) -> None:
        self._turn += 1
        heapq.heappush(self._agenda, (at, self._turn, action))

    def advance(self, to: datetime) -> None:
        """Let the world live until then: orders arrive at TPOP, are produced, shipped and written back."""
        if to < self.now:
            raise ValueError("the world's clock only goes forward")
        while self._agenda and self._agenda[0][0] <= to:
            at, _, action = heapq.heappop(self._agenda)
            self.now = max(self.now, at)
            action()
        self.now = self.tpop.now = to
        self.hand.tick(to)

    # ---- what is wrong, and nothing else

    @property
    def truth(self) -> frozenset[tuple[str, str, str | None]]:
        """(check, reference, line sku or None) of every fault that stands now."""
        return frozenset(fault.key for fault in self.mends)

    def plant(self, check: str, sale: Sale | None = None) -> Fault:
        """Do one thing wrong, to this sale or to one that fits, and write it down."""
        from sandbox import plants  # plants edit worlds: they know this module

        return plants.plant(self, check, sale)

    def mend(self, fault: Fault) -> None:
        """Put it right as a merchant would, and strike it from the truth."""
        self.mends.pop(fault)()
        self.mended.append(fault)

    def somebody(self) -> Customer:
        """A new person of this world."""
        self._people.append(customer(self.rng))
        return self._people[-1]

    def private_words(self) -> set[str]:
        """Names, streets, e-mails, phones and secrets, as either side spells them: none may be seen outside."""
        told = [doc["recipient"] or {} for doc in self.tpop.orders.values()]
        words = {to[key].strip() for to in told for key in ("name", "address1", "address2") if key in to}
        words |= {word for who in self._people for word in who.words()}
        return (words | self.hand.secrets() | {self.tpop.token}) - {""}

    # ---- life

    def sell(
        self,
        items: Items | None = None,
        *,
        status: str = "processing",
        style: Style | None = None,
        delay: timedelta | None = None,
        made: Items | None = None,
    ) -> Sale:
        """A customer buys, and pays now unless the status says otherwise; TPOP fetches what is paid a little later."""
        number = self._first_number + len(self.sales)
        order_id = self.hand.order_id(number, other=self.own_numbers)
        paid = None if status in woo_orders.NEVER_PAID else self.now
        who = self.somebody()
        items = items or basket(self.rng)
        sale = Sale(order_id, str(number), who, items, paid, style or Style())
        self.hand.put(Placed(order_id, sale.number, items, who, self.now - timedelta(minutes=1), paid, status))
        self.sales.append(sale)
        if paid:
            wait = timedelta(minutes=self.rng.randrange(2, 11)) if delay is None else delay
            self.later(self.now + wait, lambda: self._fetch(sale, made or items))
        return sale

    def _fetch(self, sale: Sale, items: Items) -> None:
        if not sale.style.split:
            self.arrive(sale, items)
        elif len(items) > 1:
            for item in items:
                self.arrive(sale, [item])
        else:
            product, quantity = items[0]
            self.arrive(sale, [(product, 1)])
            self.arrive(sale, [(product, quantity - 1)])

    def arrive(self, sale: Sale, items: Items, at: datetime | None = None) -> str:
        """One more TPOP order for this sale."""
        style, order_id, at = sale.style, self.next_tpop_id(), at or self.now
        doc = new_order(order_id, self.shop, at, feed_lines(items), recipient(sale.who, style.spelling))
        doc["reference"] = style.reference and style.reference.format(sale.number)
        doc["shop_order_id"] = str(sale.order_id) if style.with_id else None
        doc["amount"] = woo_orders.money(sum(product.cents * quantity for product, quantity in items) // 2)
        self.tpop.put(doc)
        sale.twins.append(order_id)
        self.later(at + RETENTION, lambda: self.produce(order_id, sale))
        return order_id

    def next_tpop_id(self) -> str:
        self._tpop_ids += 1
        return f"T-{88000 + self._tpop_ids}"

    def produce(self, order_id: str, sale: Sale | None, *, of: str = "open") -> None:
        """Retention is over, or a block was lifted: charged, no way back, shipped some working days later."""
        if self.tpop.orders.get(order_id, {}).get("status") != of:
            return
        cleared = {"block_reason": None, "block_code": None}
        self.tpop.edit(order_id, self.now, status="production", production_at=iso(self.now), **cleared)
        days = self.rng.randrange(2, 5)
        self.later(working_days(self.now, days), lambda: self._ship(order_id, sale))

    def _ship(self, order_id: str, sale: Sale | None) -> None:
        doc = self.tpop.orders.get(order_id)
        if doc is None or doc["status"] != "production":
            return
        parcel = {"carrier": "La Poste", "number": f"6A{int(order_id[2:]):011d}", "url": "https://suivi.example/"}
        self.tpop.edit(order_id, self.now, status="shipped", shipped_at=iso(self.now), tracking=[parcel])
        if sale:
            living = [self.tpop.orders[twin] for twin in sale.twins if twin in self.tpop.orders]
            if all(twin["status"] in {"shipped", "cancelled"} for twin in living):
                self.write_back(sale, parcel)

    def write_back(self, sale: Sale, parcel: dict[str, str]) -> None:
        """TPOP closes the shop's order and adds the tracking."""
        if self.hand.waits(sale.order_id):
            self.hand.close(sale.order_id, self.now, parcel)

    # ---- doors

    def parameter(self, shop_url: str, tpop_url: str) -> dict[str, Any]:
        """The shop's parameter, as CONTRACTS section 3 has it."""
        channels = [{"channel": "http", "url": tpop_url, "token": self.tpop.token}] if self.tpop_list else []
        return {
            "platform": self.hand.platform,
            "url": shop_url,
            "credentials": self.hand.credentials(),
            "since": iso(self.start),
            "lines": {"mode": "all"},
            "tpop": channels,
        }

    @contextmanager
    def open(self) -> Iterator[Doors]:
        """Let the world be asked over HTTP, on loopback."""
        with Loopback(self.hand.answer) as shop, Loopback(self.tpop.answer) as tpop:
            yield Doors(shop, tpop, self.parameter(shop.url, tpop.url + PATH))
