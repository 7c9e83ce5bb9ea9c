"""What was read of an order's further parts, put into the order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from core.model import Sent, ShopLine, ShopOrder
from sources.shopify.lines import sent_by

_AS_IS = frozenset({"waiting", "none"})
"""What no fulfilment says anything of."""


class Marked(Protocol):
    """A fulfilment that lives."""

    @property
    def tracked(self) -> bool: ...


def with_lines(order: ShopOrder, lines: Iterable[ShopLine]) -> ShopOrder:
    """All its lines, first to last. Where none is left, nothing of it needs shipping."""
    every = tuple(lines)
    return order._replace(lines=every, digital=all(line.sent == "none" for line in every))


def with_returned(order: ShopOrder, units: Mapping[str, int]) -> ShopOrder:
    """Units that came back had been made: nobody made them for nothing."""

    def returned(line: ShopLine) -> ShopLine:
        if line.sent == "none":
            return line
        return line._replace(remaining=min(line.ordered, line.remaining + units.get(line.id, 0)))

    return _each(order, returned)


def with_payments(order: ShopOrder, paid_at: datetime | None) -> ShopOrder:
    """What is due without a payment (it was free, or paid by hand) was paid as it was placed."""
    return order._replace(paid_at=order.created_at if paid_at is None and order.state == "due" else paid_at)


def with_services(order: ShopOrder, services: Mapping[str, str]) -> ShopOrder:
    return _each(order, lambda line: line._replace(service=services.get(line.id, line.service)))


def unassigned(order: ShopOrder) -> bool:
    """Something is still to be sent of it, and nobody says who is to send it."""
    return any(line.remaining > 0 and line.sent == "waiting" and not line.service for line in order.lines or ())


def with_marks(order: ShopOrder, alive: Iterable[Marked]) -> ShopOrder:
    """By all fulfilments that live, without knowing which lines each sent."""
    tracked = [one.tracked for one in alive]
    sent = sent_by(any(tracked), not all(tracked))
    order = _each(order, lambda line: line if line.sent in _AS_IS else line._replace(sent=sent))
    return order._replace(tracked=any(tracked))


def with_sent(order: ShopOrder, tracked: Collection[str], closed: Collection[str]) -> ShopOrder:
    """By the lines of all fulfilments that live: those of the ones with tracking, and of the others. A line of both bears
    tracking; one of none was not sent."""

    def marked(line: ShopLine) -> ShopLine:
        if line.sent in _AS_IS:
            return line
        return line._replace(sent="tracked" if line.id in tracked else "closed" if line.id in closed else "waiting")

    return _each(order, marked)


def sent_before(order: ShopOrder) -> Sent:
    """What a line with nothing left to send is, by the lines that were read before it."""
    for line in order.lines or ():
        if line.sent not in ("waiting", "none"):
            return line.sent
    return "" if order.tracked else "closed"  # some of its fulfilments may bear tracking and others none


def _each(order: ShopOrder, change: Callable[[ShopLine], ShopLine]) -> ShopOrder:
    """None stays None: its lines could not be read."""
    return order if order.lines is None else order._replace(lines=tuple(change(line) for line in order.lines))
