"""One order after another, out of Shopify's shapes into ours: the hot loop behind normalise.py.

Named tuples are made by tuple's own `__new__`, and nothing else is made for an order of which nothing was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, cast

from core.model import Aside, Recipient, Sent, ShopOrder, ShopState
from sources.shopify import shape
from sources.shopify.amend import unassigned, with_services
from sources.shopify.assigned import services_of
from sources.shopify.lines import Names, cursor_of, digits, lines_of, marks, moment, paid_at, unneeded
from sources.shopify.words import Rules

_SHOWN = 3
"""Fulfilments and transactions that a page shows of an order (orders.graphql): where so many came, there may be more."""

_new = tuple.__new__
_time = datetime.fromisoformat


class Follow(NamedTuple):
    """What is still to be asked for, of one order."""

    lines_after: str | None = None
    """The cursor from which its lines go on."""
    fulfilments: bool = False
    refunds: bool = False
    payments: bool = False
    services: str | None = None
    """"": it is to be asked for from the beginning who is to fulfil it (a cursor: from there)."""
    made: bool = False
    """Something of it was sent: should one of its further lines have been refunded, `refunds` holds for it, too."""


def build(
    rows: Iterable[shape.Order | shape.WholeOrder], rules: Rules, hidden: bool, *, whole: bool
) -> tuple[list[ShopOrder], dict[str, Follow]]:
    """The hot loop. Raises ValueError for an id or a time that is none."""
    known, keep = rules
    like_paid, names = known.get("paid", "other"), Names()
    orders, follow = list[ShopOrder](), dict[str, Follow]()
    state: ShopState
    aside: Aside
    sent: Sent
    for row in rows:
        order_id, word = digits(row["id"]), row["displayFinancialStatus"]
        if row["cancelledAt"]:
            state = status = "cancelled"
        elif word is not None:
            status = word.lower()
            state = known.get(status, "other")
            if state == "unpaid" and status == "partially_paid" and row["edited"]:
                state = like_paid  # it was paid, before something was added to it
        else:
            state, status = (like_paid, "paid") if row["fullyPaid"] else ("other", "")
        created, updated = row["createdAt"], row["updatedAt"]
        created_at = _time(created) if created[19:] == "Z" else moment(created)
        paid = paid_at(row["transactions"])
        done = row["displayFulfillmentStatus"] == "FULFILLED"
        if row["fulfillments"]:
            cut = not whole and len(row["fulfillments"]) >= _SHOWN
            sent, tracked, alive, mixed = marks(row["fulfillments"], cut=cut)
        else:
            sent, tracked, alive, mixed, cut = "waiting", False, False, False, False
        if whole:
            items, after = cast(shape.WholeOrder, row)["lineItems"], None
        else:
            shown = cast(shape.Order, row)["lineItems"]
            items, after = shown["nodes"], cursor_of(shown)
        lines, unshipped, less = lines_of(items, sent, keep, names)
        # Of an order whose lines go on it cannot be told yet: with_lines will.
        digital = not lines and bool(items) and not keep and after is None
        to = row.get("shippingAddress")
        aside = ""
        if row["test"]:
            aside = "test"
        elif row["sourceName"] == "pos" and done and not tracked and not cut and (to is None or hidden):
            aside = "in person"  # handed over, and nothing says that it was sent anywhere
        order = _new(
            ShopOrder,
            (
                order_id,
                row["name"].strip().lstrip("# ") or order_id,
                state,
                status,
                created_at,
                created_at if paid is None and state == "due" else paid,
                _time(updated) if updated[19:] == "Z" else moment(updated),
                tuple(unshipped if digital else [*lines, *map(unneeded, unshipped)] if unshipped else lines),
                None if to is None or hidden else _recipient(to),
                done,
                tracked,
                digital,
                aside,
            ),
        )
        services: str | None = None
        if "fulfillmentOrders" in row:
            order, services = _assigned(order, cast(shape.Order, row), after)
        if state != "cancelled" and not aside and not digital:
            # One that bears tracking is enough, unless the lines are told apart.
            ask_sent = (cut and not tracked) or (keep and (cut or mixed))
            ask_paid = not whole and state == "due" and len(row["transactions"]) >= _SHOWN
            ask_back = less and alive
            if ask_sent or ask_paid or ask_back or after is not None or services is not None:
                follow[order_id] = Follow(after, ask_sent, ask_back, ask_paid, services, alive)
        elif after is not None:
            order = order._replace(lines=None)  # nobody will ask for the rest: a part is not to pass for all of them
        orders.append(order)
    return orders, follow


def _recipient(to: shape.Address) -> Recipient | None:
    """None where the shop shows a part of it only: what it hides is null, and would look like what the order lacks."""
    name, street, postcode = to["name"], to["address1"], to["zip"]
    if name is None or street is None or postcode is None or to["city"] is None or not (name or street or postcode):
        return None
    return _new(
        Recipient,
        (
            name or "",
            street or "",
            to["address2"] or "",
            postcode or "",
            to["city"] or "",
            to["countryCodeV2"] or "",
            to["company"] or "",
        ),
    )


def _assigned(order: ShopOrder, row: shape.Order, after: str | None) -> tuple[ShopOrder, str | None]:
    """With who is to fulfil its lines; where a page does not tell it of all of them, it is asked again from the beginning:
    which of two is meant can only be told from both."""
    found = services_of(row["fulfillmentOrders"])
    order = with_services(order, found.services)
    return order, None if found.whole and after is None and not unassigned(order) else ""
