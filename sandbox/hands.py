"""The merchant's hand on a shop, with the same verbs for every platform: what worlds do to shops goes through one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox import woo_orders
from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.people import Customer
from sandbox.sale import Items
from sandbox.woocommerce import WooShop

Again = Callable[[datetime], None]
"""Brings back what was, at its time."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What a customer placed. `status` is one of WooCommerce's words, as worlds have always spoken; None paid: not yet."""

    order_id: int
    number: str
    items: Items
    who: Customer
    at: datetime
    paid: datetime | None
    status: str


class Hand(Protocol):
    """One shop, edited as its merchant and TPOP would; never read by what is judged."""

    platform: str

    def answer(self, request: Request) -> Answer: ...
    def credentials(self) -> dict[str, str]: ...
    def secrets(self) -> set[str]: ...
    def tick(self, now: datetime) -> None: ...
    def order_id(self, number: int, *, other: bool) -> int:
        """`other`: the id must not be what people call the order."""

    def put(self, placed: Placed) -> None: ...
    def waits(self, order_id: int) -> bool:
        """Paid, to be produced, and neither closed nor cancelled."""

    def done(self, order_id: int) -> bool:
        """Closed, by hand or by TPOP."""

    def pay(self, order_id: int, at: datetime) -> None: ...
    def cancel(self, order_id: int, at: datetime) -> None: ...
    def bin(self, order_id: int, at: datetime) -> None:
        """Away with it, as far as the platform lets one."""

    def readdress(self, order_id: int, at: datetime, to: Customer, keeps: Customer) -> None:
        """Where `to` lives, under the name and phone of who bought."""

    def blank_address(self, order_id: int, at: datetime) -> None: ...
    def refund(self, order_id: int, at: datetime, taken: Mapping[int, int], reason: str) -> None:
        """Units by the line's place, counted from 1."""

    def close(self, order_id: int, at: datetime, parcel: Mapping[str, str] | None = None) -> None:
        """By hand; or, with a parcel, as TPOP does it: with its tracking."""

    def make_unreadable(self, order_id: int, at: datetime) -> Again:
        """How to make it readable again, at its time."""

    def reopen(self, order_id: int, at: datetime) -> Again:
        """As if TPOP had never closed it; and how to bring that back."""


class WooHand:
    """A WooCommerce shop."""

    platform = "woocommerce"

    def __init__(self, shop: WooShop) -> None:
        self.shop = shop

    def answer(self, request: Request) -> Answer:
        return self.shop.answer(request)

    def credentials(self) -> dict[str, str]:
        return {"key": self.shop.key, "secret": self.shop.secret}

    def secrets(self) -> set[str]:
        return {self.shop.key, self.shop.secret}

    def tick(self, now: datetime) -> None:
        """WooCommerce answers alike at any time."""

    def order_id(self, number: int, *, other: bool) -> int:
        return number + 7 if other else number  # the id of one order is the number of another: two namespaces

    def put(self, placed: Placed) -> None:
        doc = woo_orders.order(
            placed.order_id,
            placed.items,
            placed.who,
            placed=placed.at,
            paid=placed.paid,
            status=placed.status,
            number=placed.number,
            method="bacs" if placed.status == "on-hold" else "stripe",
            zone=self.shop.zone,
            home=self.shop.home,
        )
        self.shop.put(doc)

    def waits(self, order_id: int) -> bool:
        return bool(self.shop.orders[order_id]["status"] == "processing")

    def done(self, order_id: int) -> bool:
        return bool(self.shop.orders[order_id]["status"] == "completed")

    def pay(self, order_id: int, at: datetime) -> None:
        when = {"date_paid": woo_orders.stamp(at, self.shop.zone), "date_paid_gmt": woo_orders.stamp(at)}
        self.shop.edit(order_id, at, status="processing", **when)

    def cancel(self, order_id: int, at: datetime) -> None:
        self.shop.edit(order_id, at, status="cancelled")

    def bin(self, order_id: int, at: datetime) -> None:
        self.shop.edit(order_id, at, status="trash")

    def readdress(self, order_id: int, at: datetime, to: Customer, keeps: Customer) -> None:  # noqa: ARG002
        before = self.shop.orders[order_id]["shipping"]
        kept = {key: before[key] for key in ("first_name", "last_name", "phone")}
        self.shop.edit(order_id, at, shipping={**woo_orders.address(to), **kept})

    def blank_address(self, order_id: int, at: datetime) -> None:
        self.shop.edit(order_id, at, shipping=dict.fromkeys(self.shop.orders[order_id]["shipping"], ""))

    def refund(self, order_id: int, at: datetime, taken: Mapping[int, int], reason: str) -> None:
        self.shop.refund(order_id, at, {order_id * 100 + place: units for place, units in taken.items()}, reason)

    def close(self, order_id: int, at: datetime, parcel: Mapping[str, str] | None = None) -> None:
        more: dict[str, Any] = {}
        if parcel:
            items = [{"tracking_provider": parcel["carrier"], "tracking_number": parcel["number"]}]
            more["meta_data"] = [{"id": order_id, "key": "_wc_shipment_tracking_items", "value": items}]
        self.shop.edit(order_id, at, status="completed", **more)

    def make_unreadable(self, order_id: int, at: datetime) -> Again:  # noqa: ARG002
        """A plugin that sells by the lot writes words where WooCommerce writes a number; nothing is dated by it."""
        whole = self.shop.orders[order_id]
        first, *others = whole["line_items"]
        self.shop.put({**whole, "line_items": [{**first, "quantity": "un lot"}, *others]})
        return lambda then: self.shop.edit(order_id, then, line_items=whole["line_items"])

    def reopen(self, order_id: int, at: datetime) -> Again:
        over: dict[str, Any] = {"date_completed": None, "date_completed_gmt": None, "meta_data": []}
        done = {key: self.shop.orders[order_id][key] for key in ("status", *over)}
        self.shop.edit(order_id, at, status="processing", **over)
        return lambda then: self.shop.edit(order_id, then, **done)


def new_hand(platform: str, start: datetime, *, zone: str, home: str, by_app: bool) -> Hand:
    """A new shop of this platform, and the hand on it. `by_app` is Shopify's: see there."""
    if platform == "woocommerce":
        return WooHand(WooShop(zone=zone, home=home))
    if platform != "shopify":
        raise ValueError(f"no stand-in for this platform: {platform}")
    # imported late: only a shop on Shopify needs GraphQL, which takes its time to load
    from sandbox.shopify_hand import opened

    return opened(start, by_app=by_app)
