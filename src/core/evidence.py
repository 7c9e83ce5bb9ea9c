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
from core.model import Case, Coverage, Grade, Mention, TpopOrder, TpopStatus

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
    named = [order for order in orders if mention.tpop_id and order.id == mention.tpop_id]
    if named:
        return named[0]
    return orders[0] if len(orders) == 1 else None


def merged(orders: tuple[TpopOrder, ...], mention: Mention | None) -> tuple[TpopOrder, ...]:
    """TPOP's orders of one case, with what the mails add: one that no list shows, or a younger status."""
    if mention is None:
        return orders
    if not orders:
        return (_only_mentioned(mention),)
    order = speaks_of(orders, mention) or speaks_of([one for one in orders if one.status != "cancelled"], mention)
    if order is None or mention.status == "" or mention.status == "unknown":
        return orders
    if mention.status == order.status:
        told = _with_reason(order, mention)._replace(as_of=max(order.as_of, mention.at))
    elif mention.at > order.as_of and mention.status in LATER[order.status]:
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


def current(matched: Matched, covering: Callable[[Case], Coverage | None]) -> Matched:
    """The cases without what a whole, younger list does not show any more: its silence is the newest listed state.

    What was being made stays: production has no way back. `covering`: the whole list that would show a case's orders.
    """
    cases: list[Case] = []
    lost = 0
    for case in matched.cases:
        whole = covering(case) if case.shop and case.tpop else None
        kept = case.tpop if whole is None else tuple(one for one in case.tpop if not _is_over(one, whole))
        cases.append(case if len(kept) == len(case.tpop) else replace(case, tpop=kept))
        lost += bool(case.tpop and not kept and case.due_at and not any(order.tracked for order in case.shop))
    return replace(matched, cases=tuple(cases), found=matched.found - lost)


def _is_over(order: TpopOrder, whole: Coverage) -> bool:
    return (
        order.channel != whole.source
        and whole.as_of is not None
        and order.as_of < whole.as_of
        and order.status not in MADE
    )


def overtaken_by_lists(matched: Matched) -> dict[str, Mention]:
    """What mails said, and a list has overtaken since: kept in its place, so that the old word does not come back."""
    return {
        case.ref: told
        for case in matched.cases
        if case.mention is not None and (told := _overtaken(case, case.mention)) is not None
    }


def _overtaken(case: Case, mention: Mention) -> Mention | None:
    order = speaks_of([one for one in case.tpop if one.grade == "listed"], mention)
    if order is None or order.status_grade != "listed" or order.status == "unknown" or order.as_of <= mention.at:
        return None
    if mention.status == "" or order.status == mention.status or order.status not in LATER[mention.status]:
        return None
    return mention._replace(
        status=order.status,
        block_reason=order.block_reason,
        block_code=order.block_code,
        tpop_id=order.id,
        at=order.as_of,
        kind="list",
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
    return all(order.grade == "mentioned" for order in case.tpop) and not (
        case.mention and case.mention.kind == "list"
    )


def closed_by_hand(case: Case) -> bool:
    """The shop calls it done, without tracking, and nothing shows it at TPOP: mostly a hand's work, not TPOP's."""
    if case.tpop or not case.shop:
        return False
    return all(order.fulfilled and not order.tracked for order in case.shop)


def overruled(mention: Mention, absent_as_of: datetime | None) -> bool:
    """A whole list that is younger does not show what the mail spoke of, and nothing proves that it is being made."""
    return absent_as_of is not None and mention.at <= absent_as_of and mention.status not in MADE


def conflict(case: Case, absent_as_of: datetime | None) -> Conflict | None:
    """Two words about one order of which one must be wrong: two lists, or a list and the mails."""
    for order in case.tpop:
        if order.list_status and order.status_grade == "listed" and order.list_as_of is not None:
            return Conflict(order.status, order.as_of, order.list_status, order.list_as_of, "listed")
    mention = case.mention
    if mention is None or mention.status in ("", "unknown"):
        return None
    listed = [one for one in case.tpop if one.grade == "listed"]
    spoken_of = speaks_of(listed, mention)
    if spoken_of is not None and spoken_of.status_grade == "listed":
        young = mention.at > spoken_of.as_of
        later, earlier = (mention.status, spoken_of.status) if young else (spoken_of.status, mention.status)
        if not can_follow(later, earlier):
            return Conflict(spoken_of.status, spoken_of.as_of, mention.status, mention.at, "mentioned")
    elif not listed and absent_as_of is not None and mention.at <= absent_as_of and mention.status in MADE:
        return Conflict("", absent_as_of, mention.status, mention.at, "mentioned")
    return None
