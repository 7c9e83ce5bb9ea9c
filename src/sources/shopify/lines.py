"""Shopify's lines, fulfilments, times and ids in our words: what a page and the answers about one order share. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from core.model import Sent, ShopLine
from sources.shopify import shape

_DEAD = frozenset({"CANCELLED", "ERROR", "FAILURE"})
"""A fulfilment's states in which it sends nothing."""
_PAID_BY = frozenset({"SALE", "CAPTURE"})
"""Transactions that bring money; an authorisation only promises it."""

_LINE = "gid://shopify/LineItem/"
"""What is cut off quickly; any other global id is read all the same."""

_new = tuple.__new__
_time = datetime.fromisoformat


class Names(dict[str, str]):
    """Global ids of articles -> their digits: a page tells the same few again and again."""

    def __missing__(self, gid: str) -> str:
        number = gid.rpartition("/")[2]
        name = self[gid] = number if number.isdigit() and number.isascii() else ""
        return name


class Marks(NamedTuple):
    """What the fulfilments say of a line of which nothing is left to send."""

    sent: Sent
    tracked: bool
    """Some fulfilment that lives bears a tracking number."""
    alive: bool
    """Some fulfilment lives, or may."""
    mixed: bool
    """Some bear one and others do not: only their own lines tell which is which."""


def digits(gid: str) -> str:
    """The number at the end of a global id. Raises ValueError where there is none."""
    number = gid.rpartition("/")[2]
    if number.isdigit() and number.isascii():
        return number
    raise ValueError("no number at its end")


def number_of(name: str) -> str:
    """What people call an order that cannot be read: it is told, so it must look like a number; "" where it does not."""
    number = name.strip().lstrip("# ")
    likely = len(number) <= 20 and number.isascii() and number.isprintable() and any(map(str.isdigit, number))
    return number if likely else ""


def cursor_of(list_of: shape.Connection[Any]) -> str | None:
    """From where a list goes on; None: it does not. Raises ValueError where it goes on and does not say from where."""
    info = list_of["pageInfo"]
    if not info["hasNextPage"]:
        return None
    if info["endCursor"]:
        return info["endCursor"]
    raise ValueError("no cursor")


def moment(text: str) -> datetime:
    """An aware time in UTC. Raises ValueError for what is no time, or does not say of which zone."""
    if text[19:] == "Z":  # as Shopify writes it
        return _time(text)
    try:
        at = _time(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except OverflowError:  # the first or last day there is
        pass
    raise ValueError("is not a time")


def paid_at(payments: Iterable[shape.Payment]) -> datetime | None:
    """When the last of the money came; None: none came this way. Raises ValueError for a time that is none."""
    latest = None
    for payment in payments:
        if payment["status"] == "SUCCESS" and payment["kind"] in _PAID_BY and (text := payment["processedAt"]):
            at = _time(text) if text[19:] == "Z" else moment(text)
            if latest is None or at > latest:
                latest = at
    return latest


def is_alive(parcel: shape.Shipment) -> bool:
    return parcel["status"] not in _DEAD


def is_tracked(parcel: shape.Shipment) -> bool:
    return any((tracking["number"] or "").strip() for tracking in parcel["trackingInfo"])


def marks(parcels: Iterable[shape.Shipment], *, cut: bool) -> Marks:
    """`cut`: there may be more of them."""
    bearing = without = False
    for parcel in parcels:
        if parcel["status"] not in _DEAD:
            for tracking in parcel["trackingInfo"]:
                number = tracking["number"]
                if number and not number.isspace():
                    bearing = True
                    break
            else:
                without = True
    sent = "" if cut and not bearing and not without else sent_by(bearing, without)
    return _new(Marks, (sent, bearing, bearing or without or cut, bearing and without))


def sent_by(bearing: bool, without: bool) -> Sent:
    """Of a line with nothing left to send; living fulfilments with and without tracking are there or not."""
    if bearing:
        return "" if without else "tracked"
    return "closed" if without else "waiting"


def lines_of(
    items: Iterable[shape.Line], sent: Sent, keep_unshipped: bool, names: Names
) -> tuple[list[ShopLine], list[ShopLine], bool]:
    """The lines that are read; those that need no shipping, where these are kept apart; and whether some line of the former
    has fewer units left than were ordered.

    Part of the hot loop. Gift cards are nobody's to make. Raises ValueError for an id that is none."""
    kept: list[ShopLine] = []  # list[ShopLine]() would cost as much as a line
    unshipped: list[ShopLine] = []
    less = False
    for item in items:
        if item["isGiftCard"]:
            continue
        line_id = item["id"].removeprefix(_LINE)
        if not (line_id.isdigit() and line_id.isascii()):
            line_id = digits(item["id"])
        ordered, remaining, variant = item["quantity"], item["currentQuantity"], item.get("variant")
        attributes = item["customAttributes"]
        line = _new(
            ShopLine,
            (
                item["sku"] or "",
                remaining if remaining > 0 else 0,
                ordered,
                line_id,
                item["vendor"] or "",
                names[variant["id"]] if variant else "",
                "",
                "waiting" if item["unfulfilledQuantity"] > 0 else sent,
                _is_personal(attributes) if attributes else False,
            ),
        )
        if keep_unshipped or item["requiresShipping"]:
            kept.append(line)
            if remaining < ordered:
                less = True
        else:
            unshipped.append(line)
    return kept, unshipped, less


def unneeded(line: ShopLine) -> ShopLine:
    """A line of a mixed cart that needs no shipping: a download, a tip; or an article whose box was not ticked."""
    return line._replace(remaining=0, sent="none")


def _is_personal(attributes: Iterable[shape.Attribute]) -> bool:
    """A key that begins with an underscore is the theme's own, and hidden from the customer."""
    return any(not attribute["key"].startswith("_") for attribute in attributes)
