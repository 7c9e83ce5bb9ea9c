"""What the world is made of: a sale and its twins at TPOP, and one line of the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.people import Customer, Product

Items = Sequence[tuple[Product, int]]


@dataclass(frozen=True, slots=True)
class Style:
    """How TPOP shows one of our orders: all of these are harmless."""

    reference: str | None = "{}"
    with_id: bool = False
    spelling: Callable[[str], str] = str
    split: bool = False


@dataclass(slots=True)
class Sale:
    """One order of the shop, and the ids of its twins at TPOP."""

    order_id: int
    number: str
    who: Customer
    items: Items
    paid: datetime | None
    style: Style
    twins: list[str] = field(default_factory=list)
    noise: str = ""
    fault: str = ""
    """The check it was planted for, for ever: one sale tells one story."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the truth, written when the fault was planted."""

    check: str
    reference: str
    line: str | None
    order_id: str
    planted_at: datetime

    @property
    def key(self) -> tuple[str, str, str | None]:
        return (self.check, self.reference, self.line)


def feed_lines(items: Items) -> list[dict[str, Any]]:
    return [
        {"sku": product.sku, "title": product.title, "variant": product.variant, "quantity": quantity}
        for product, quantity in items
    ]


def recipient(who: Customer, spelling: Callable[[str], str] = str) -> dict[str, str]:
    parts = {"name": f"{who.first} {who.last}", "address1": who.address1, "address2": who.address2, "city": who.city}
    return {**{key: spelling(text) for key, text in parts.items()}, "postcode": who.postcode, "country": who.country}


def working_days(at: datetime, days: int) -> datetime:
    """So many days later, Saturdays and Sundays not counted."""
    while days:
        at += timedelta(days=1)
        days -= at.weekday() < 5
    return at
