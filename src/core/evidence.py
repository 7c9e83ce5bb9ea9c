"""What each channel proves, taken together order by order: the newest listed state, what mails add to it, what the shop shows.

Grades, strongest first: listed (a list with a status) · mentioned (a mail or an invoice) · written back (a fulfilment
with tracking in the shop) · none. A list's word on a status is overtaken only by a younger mail, and only by a step
that an order at TPOP can take; anything else is a conflict, which is shown, and the list stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, NamedTuple

from core.life import ENDS, LATER, MADE, can_follow
from core.match import Matched
from core.model import Case, Grade, MailPull, Mention, TpopOrder, TpopStatus

CHANNEL = "tpop-mail"
"""The channel of an order that only a mail shows."""

_NOTHING = ("", "unknown")
"""A mail that speaks of the order, and says nothing of its state that can be used."""
_LIFE = (*_NOTHING, "open", "blocked", "production", "shipped", "cancelled")


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


def fold(mentions: Iterable[Mention]) -> Mention | None:
    """What the mails about one order come to, whatever the order in which they were read.

    A step back is a mail that was forwarded late: it changes nothing. The same again counts from its newest mail, for a
    list may have said otherwise in between; what is over for good, from its first.
    """
    best: Mention | None = None
    for mention in sorted(mentions, key=_in_time):
        if best is None:
            best = mention
        elif mention.status == best.status and mention.status in ENDS:
            best = best._replace(tpop_id=best.tpop_id or mention.tpop_id)
        elif mention.status == best.status:
            best = _with_what_was_known(mention, best)
        elif _goes_on(mention.status, best.status):
            best = mention._replace(tpop_id=mention.tpop_id or best.tpop_id)
    return best


def _in_time(mention: Mention) -> tuple[datetime, int, Mention]:
    """Of two mails of one second, the one further on in an order's life is the younger."""
    return mention.at, _LIFE.index(mention.status), mention


def _goes_on(status: str, before: str) -> bool:
    if before in _NOTHING:
        return True
    return status not in _NOTHING and status in LATER[before]


def _with_what_was_known(mention: Mention, before: Mention) -> Mention:
    """The same state again, from a mail that may say less of it."""
    mention = mention._replace(tpop_id=mention.tpop_id or before.tpop_id)
    if mention.block_reason not in ("", before.block_reason):
        return mention
    return mention._replace(block_reason=before.block_reason, block_code=mention.block_code or before.block_code)


def fold_all(known: Mapping[str, Mention], new: Sequence[Mention]) -> dict[str, Mention]:
    """Shop order id -> what mails have said of it, those before and those of this run."""
    by_order: dict[str, list[Mention]] = {ref: [one] for ref, one in known.items()}
    for mention in new:
        by_order.setdefault(mention.shop_order_id, []).append(mention)
    return {ref: folded for ref, some in by_order.items() if (folded := fold(some)) is not None}


def together(one: MailPull, other: MailPull) -> MailPull:
    """Two mail boxes as one."""
    times = [moment for moment in (one.newest, other.newest) if moment is not None]
    return MailPull(
        mentions=(*one.mentions, *other.mentions),
        seen=one.seen + other.seen,
        trusted=one.trusted + other.trusted,
        understood=one.understood + other.understood,
        nothing=one.nothing + other.nothing,
        not_trusted=Counter(one.not_trusted) + Counter(other.not_trusted),
        not_readable=Counter(one.not_readable) + Counter(other.not_readable),
        left_out=Counter(one.left_out) + Counter(other.left_out),
        newest=max(times, default=None),
        unread=one.unread + other.unread,
        troubles=(*one.troubles, *other.troubles),
    )


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
        told = _with_reason(order, mention)
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


def joined(
    matched: Matched, mentions: Mapping[str, Mention], absent: Callable[[Case], datetime | None], now: datetime
) -> Matched:
    """The cases with what mails say of them. `absent`: since when a whole list does not show a case, if one does not."""
    if not mentions:
        return matched
    cases: list[Case] = []
    found = uncompared = 0
    for case in matched.cases:
        mention = mentions.get(case.ref)
        told = case if mention is None else _joined(case, mention, absent, now)
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


def only_mentioned(case: Case) -> bool:
    """An expected order that nothing but mails shows at TPOP."""
    if case.due_at is None or not case.tpop or any(one.tracked for one in case.shop):
        return False
    return all(order.grade == "mentioned" for order in case.tpop)


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
    if mention is None or mention.status in _NOTHING:
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
