"""What each channel proves, taken together order by order: the newest listed state, what mails add to it, what the shop shows.

Grades, strongest first: listed (a list with a status) · mentioned (a mail or an invoice) · written back (a fulfilment
with tracking in the shop) · none. A list's word on a status is overtaken only by a younger mail, and only by a step
that an order at TPOP can take; anything else is a conflict, which is shown, and the list stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, NamedTuple

from core.life import LATER, MADE, can_follow
from core.match import Matched
from core.model import Case, Grade, Mention, TpopOrder, TpopStatus

CHANNEL = "tpop-mail"
"""The channel of an order that only a mail shows."""


class Conflict(NamedTuple):
    """Two words about one order that cannot both be right. The list stands."""

    status: TpopStatus | Literal[""]
    """What the newest list shows; "": it is whole and does not show the order."""
    as_of: datetime
    against: str
    """The other's word."""
    against_at: datetime
    grade: Grade
    """What the other is: an older list, or a mail."""


def speaks_of(orders: Sequence[TpopOrder], mention: Mention) -> TpopOrder | None:
    """Which of TPOP's orders a mail speaks of: the one it names, else the only one there is."""
    if _figures(mention.tpop_id):
        return next((order for order in orders if _figures(order.id) == _figures(mention.tpop_id)), None)
    return orders[0] if len(orders) == 1 else None


def _figures(tpop_id: str) -> str:
    """TPOP's number by its figures alone: a list may write T-88001 what a mail calls 88001."""
    return "".join(filter(str.isdecimal, tpop_id)) or tpop_id


def merged(orders: tuple[TpopOrder, ...], mention: Mention | None) -> tuple[TpopOrder, ...]:
    """TPOP's orders of one case, with what the mails add: one that no list shows, or a younger status."""
    if mention is None:
        return orders
    if not orders:
        return (_only_mentioned(mention),)
    alive = [one for one in orders if one.status != "cancelled"]
    order = speaks_of(orders, mention) or speaks_of(alive, mention)
    if order is None and mention.tpop_id and mention.status != "":
        return (*orders, _only_mentioned(mention))  # another order of TPOP's, that no list shows
    if order is None or mention.status == "" or mention.status == "unknown":
        return orders
    if mention.status == "cancelled" and not mention.tpop_id and len(alive) < len(orders):
        return orders  # it speaks of the one that is cancelled
    if mention.status == order.status:
        told = _with_reason(order, mention)
    elif mention.at > order.as_of and _overtakes(mention.status, order.status):
        told = order._replace(
            status=mention.status,
            block_reason=mention.block_reason,
            block_code=mention.block_code,
            as_of=mention.at,
            status_grade="mentioned",
            list_status=order.status,
            list_as_of=order.as_of,
        )
    else:
        return orders
    return tuple(told if one is order else one for one in orders)


def _overtakes(status: str, listed: str) -> bool:
    """A step that an order can take; but what is being made is not called cancelled on a mail's word alone."""
    return status in LATER[listed] and not (status == "cancelled" and listed in MADE)


def _only_mentioned(mention: Mention) -> TpopOrder:
    return TpopOrder(
        id=mention.tpop_id,
        reference=mention.reference,
        shop_order_id=mention.shop_order_id,
        status=mention.status or "unknown",
        as_of=mention.at,
        channel=CHANNEL,
        block_reason=mention.block_reason,
        block_code=mention.block_code,
        grade="mentioned",
        status_grade="mentioned",
    )


def _with_reason(order: TpopOrder, mention: Mention) -> TpopOrder:
    """A list that says "blocked" and not why, and a mail that says why."""
    if order.status != "blocked" or order.block_reason or not mention.block_reason:
        return order
    return order._replace(
        block_reason=mention.block_reason,
        block_code=mention.block_code,
        status_grade="mentioned",
        list_status=order.status,
        list_as_of=order.as_of,
    )


def joined(
    matched: Matched,
    mentions: Mapping[str, Mention],
    absent: Callable[[Case], datetime | None],
    now: datetime,
    stale_before: datetime,
) -> Matched:
    """The cases with what mails and the shop add to them.

    `absent`: since when a whole list does not show a case, if one does not. `stale_before`: what a list said before that
    time is overtaken by tracking in the shop.
    """
    cases: list[Case] = []
    found = uncompared = 0
    for case in matched.cases:
        mention = mentions.get(case.ref)
        if mention is not None and any(mention.at < order.created_at for order in case.shop):
            mention = None  # older than the order itself: another that bore the number
        told = case if mention is None else _joined(case, mention, absent, now)
        told = _written_back(told, now, stale_before)
        cases.append(told)
        if told.tpop and not case.tpop and case.due_at is not None:
            found += not any(order.tracked for order in case.shop)
            uncompared += bool(told.alive)
    return replace(
        matched, cases=tuple(cases), found=matched.found + found, uncompared=matched.uncompared + uncompared
    )


def _joined(case: Case, mention: Mention, absent: Callable[[Case], datetime | None], now: datetime) -> Case:
    case = replace(case, mention=mention)
    if case.tpop:
        return replace(case, tpop=merged(case.tpop, mention))
    if not case.shop or overruled(mention, absent(case)):
        return case
    (order,) = merged((), mention)
    if order.status != "shipped" and any(one.tracked for one in case.shop):
        # Whatever the mail said: there is a parcel by now, and TPOP writes its tracking into the shop.
        order = order._replace(
            status="shipped", status_grade="written back", as_of=now, block_reason="", block_code=""
        )
    return replace(case, tpop=(order,))


def _written_back(case: Case, now: datetime, stale_before: datetime) -> Case:
    """An old list and, by now, TPOP's tracking in the shop: its one order has been shipped since."""
    if len(case.alive) != 1 or not any(order.tracked for order in case.shop):
        return case
    (order,) = case.alive
    if order.as_of >= stale_before or "shipped" not in LATER[order.status]:
        return case
    shipped = order._replace(
        status="shipped",
        block_reason="",
        block_code="",
        as_of=now,
        status_grade="written back",
        list_status=order.list_status or order.status,
        list_as_of=order.list_as_of or order.as_of,
    )
    return replace(case, tpop=tuple(shipped if one is order else one for one in case.tpop))


def only_mentioned(case: Case) -> bool:
    """An expected order that nothing but mails shows at TPOP."""
    if case.due_at is None or not case.tpop or any(one.tracked for one in case.shop):
        return False
    if not case.alive or (case.mention and case.mention.kind == "list"):
        return False
    return all(order.grade == "mentioned" for order in case.tpop)


def closed_by_hand(case: Case) -> bool:
    """The shop calls it done, without tracking, and nothing shows it at TPOP: mostly a hand's work, not TPOP's."""
    if case.tpop or not case.shop:
        return False
    return all(order.fulfilled and not order.tracked for order in case.shop)


def overruled(mention: Mention, absent_as_of: datetime | None) -> bool:
    """A whole list that is younger does not show what the mail spoke of, and nothing proves that it is being made."""
    proves = mention.status in MADE and mention.kind != "list"  # of two lists, the newer one counts
    return absent_as_of is not None and mention.at <= absent_as_of and not proves


def conflict(case: Case, absent_as_of: datetime | None) -> Conflict | None:
    """Two words about one order of which one must be wrong: two lists, or a list and the mails."""
    for order in case.tpop:
        if order.list_status and order.status_grade == "listed" and order.list_as_of is not None:
            return Conflict(order.status, order.as_of, order.list_status, order.list_as_of, "listed")
    mention = case.mention
    if mention is None or mention.kind == "list" or mention.status in ("", "unknown"):
        return None
    listed = [one for one in case.tpop if one.grade == "listed"]
    spoken_of = speaks_of(listed, mention)
    if spoken_of is not None and spoken_of.status_grade == "listed":
        young = mention.at > spoken_of.as_of
        later, earlier = (mention.status, spoken_of.status) if young else (spoken_of.status, mention.status)
        billed = mention.status == "production" and spoken_of.status == "shipped"  # made at least, says an invoice
        denied = young and mention.status == "cancelled" and spoken_of.status in MADE
        if denied or not (billed or can_follow(later, earlier)):
            return Conflict(spoken_of.status, spoken_of.as_of, mention.status, mention.at, "mentioned")
    elif not listed and absent_as_of is not None and mention.at <= absent_as_of and mention.status in MADE:
        return Conflict("", absent_as_of, mention.status, mention.at, "mentioned")
    return None
