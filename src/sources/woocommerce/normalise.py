"""WooCommerce's words to ours: pure, never raises, and one bad order costs one order.

A whole page is validated at once; only where that fails is it read again row by row, forgivingly. This is the hot path:
hence the shapes that leave out what a page does not need, and named tuples made by tuple's own `__new__`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import repeat
from typing import NamedTuple, cast

from core.model import Recipient, ShopLine, ShopOrder, ShopState, Unreadable
from sources.woocommerce import shape
from sources.woocommerce.mend import mend

_STATES: Mapping[str, ShopState] = {
    "pending": "unpaid",
    "on-hold": "unpaid",
    "failed": "unpaid",
    "cancelled": "cancelled",
    "refunded": "cancelled",
    "trash": "cancelled",
    "checkout-draft": "draft",
    "auto-draft": "draft",
}
_TRACKING = frozenset({"_wc_shipment_tracking_items", "_tracking_number", "_aftership_tracking_number"})
"""Order meta that holds a tracking number: Shipment Tracking and AST, and plugins that keep the bare number."""
_TRACKING_MARK = b"_tracking_"
"""What those names share. A page without it needs no look at its meta_data, which would cost a third more."""

_new = tuple.__new__
_time = datetime.fromisoformat

Words = Mapping[str, ShopState]
"""Their status -> our state."""


class Page(NamedTuple):
    """One page in our words: every row of it is in `orders` or in `unreadable`."""

    orders: list[ShopOrder]
    unreadable: list[Unreadable]
    refunds: dict[str, frozenset[str]]
    """Orders that may have to be made, and of which something was refunded: their id -> the ids of the refunds. `remaining` of their lines is
    what was ordered, until `less` has taken the refunds off."""
    problem: str = ""
    """Why this is no list of orders at all; "" where it is one."""


class Refunds(NamedTuple):
    """What the refunds of one order took back."""

    ids: frozenset[str]
    units: dict[str, int]
    """Id of the order's line -> units refunded."""


def words(due_statuses: Iterable[str]) -> Words:
    """The policy's `due_statuses` go before our own table ("wc-" is how WordPress stores a status)."""
    return {**_STATES, **dict.fromkeys((word.removeprefix("wc-") for word in due_statuses), "due")}


def read_page(text: bytes, known: Words) -> Page:
    """A JSON list of orders. `known` is what `words` answers."""
    try:
        if _TRACKING_MARK not in text:
            try:
                return _build(shape.PAGE.validate_json(text), known, repeat(False))
            except KeyError:
                pass  # an order without shipping address, or of downloads: the page is read again, with what it was spared
        rows = shape.WHOLE_PAGE.validate_json(text)
        return _build(rows, known, [_is_tracked(row["meta_data"]) for row in rows])
    except ValueError:  # not the shape (ValidationError is a ValueError), or a time that is none
        return _read_rows(text, known)


def read_refunds(text: bytes) -> Refunds | None:
    """A JSON list of one order's refunds. None: it cannot be told which units they took back."""
    try:
        rows = shape.REFUNDS.validate_json(text)
    except ValueError:
        return None
    units: dict[str, int] = {}
    for row in rows:
        for line in row["line_items"]:
            taken = abs(line["quantity"])  # WooCommerce writes it negative
            if not taken:
                continue  # money back for a line, all of it still to be made
            of = [_id(meta["value"]) for meta in line["meta_data"] if meta["key"] == "_refunded_item_id"]
            if not of:
                return None
            units[of[0]] = units.get(of[0], 0) + taken
    return Refunds(frozenset(row["id"] for row in rows), units)


def _id(value: object) -> str:
    """Of a line: 501, "501", and what plugins make of it ("501 ", 501.0)."""
    return str(value).strip().removesuffix(".0")


def read_ids(text: bytes) -> list[str]:
    """The ids of a JSON list of rows of which only the id was asked for; [] where it is no such list."""
    try:
        return [row["id"] for row in shape.IDS.validate_json(text)]
    except ValueError:
        return []


def less(order: ShopOrder, refunds: Refunds) -> ShopOrder:
    """The order with its refunded units no longer `remaining`."""
    lines = order.lines or ()
    return order._replace(
        lines=tuple(line._replace(remaining=max(0, line.ordered - refunds.units.get(line.id, 0))) for line in lines)
    )


def _build(rows: Iterable[shape.Order | shape.WholeOrder], known: Words, tracked: Iterable[bool]) -> Page:
    """The hot loop. Raises ValueError for a time that is none, KeyError where something was needed and spared."""
    names, orders = shape.Names(), list[ShopOrder]()
    refunded: dict[str, frozenset[str]] = {}
    for row, is_tracked in zip(rows, tracked, strict=False):  # repeat() has no end
        order_id, number, status, to = row["id"], row["number"], row["status"], row["shipping"]
        state = known.get(status, "other")
        if number == order_id:
            number = order_id  # plain WooCommerce: one text to keep, and to hash
        elif number[:1] in "# " or number[-1:] == " ":  # "" too: it stands in every text
            number = number.strip("# ") or order_id
        if not (to["address_1"] or any(value for key, value in to.items() if key != "country")):
            # A country alone is where the shop guesses a visitor to be: the parcel goes to who pays.
            to = cast(shape.WholeOrder, row)["billing"]
        if row["refunds"] and state not in ("cancelled", "draft"):
            refunded[order_id] = frozenset(refund["id"] for refund in row["refunds"])
        lines = []
        for item in row["line_items"]:
            quantity = item["quantity"]
            if quantity < 0:  # a correction by hand: nothing to be made
                quantity = 0
            product = names[item["variation_id"] or item["product_id"]]
            lines.append(
                _new(ShopLine, (item["sku"] or "", quantity, quantity, item["id"], "", product, "", "", False))
            )
        first, last, paid, modified = (
            to["first_name"],
            to["last_name"],
            row["date_paid_gmt"],
            row["date_modified_gmt"],
        )
        orders.append(
            _new(
                ShopOrder,
                (
                    order_id,
                    number,
                    state,
                    status,
                    _time(row["date_created_gmt"] + "+00:00"),
                    _time(paid + "+00:00") if paid else None,
                    _time(modified + "+00:00") if modified else None,
                    tuple(lines),
                    _new(
                        Recipient,
                        (
                            f"{first} {last}" if first and last else first or last,
                            to["address_1"],
                            to["address_2"],
                            to["postcode"],
                            to["city"],
                            to["country"],
                            to["company"],
                        ),
                    ),
                    status == "completed",
                    is_tracked,
                    not row.get("needs_processing", True) and _is_digital(cast(shape.WholeOrder, row)),
                    "",
                ),
            )
        )
    return Page(orders, [], refunded)


def _is_digital(row: shape.WholeOrder) -> bool:
    """Nothing to be made: it needs no processing, says the shop. Of a deleted product it says the same, and plugins that
    complete every order let it say so of everything: an order with such a line, or that is shipped, is to be made."""
    lines = row["line_items"]
    return bool(lines) and all(item["product_id"] for item in lines) and not row["shipping_lines"]


def _is_tracked(meta_data: Iterable[shape.Meta]) -> bool:
    for meta in meta_data:
        if meta["key"] in _TRACKING:
            value = meta.get("value")
            parcels = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
            for parcel in parcels:
                if str((parcel.get("tracking_number") if isinstance(parcel, dict) else parcel) or "").strip():
                    return True
    return False


def _read_rows(text: bytes, known: Words) -> Page:
    page = Page([], [], {})
    try:
        # Bytes that are no UTF-8 become lone surrogates, which spoil only the order that holds them.
        rows = json.loads(text.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return page._replace(problem="broken JSON")
    if not isinstance(rows, list):
        return page._replace(problem="not a list")
    for raw in rows:
        mended = mend(raw)
        if isinstance(mended, Unreadable):
            page.unreadable.append(mended)
            continue
        built = _build([mended.order], known, [_is_tracked(mended.order["meta_data"])])
        page.orders.append(built.orders[0]._replace(recipient=None) if mended.hidden else built.orders[0])
        page.refunds.update(built.refunds)
    return page
