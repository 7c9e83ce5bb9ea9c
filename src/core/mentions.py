"""What several mails say of one order, taken as one word; and several mail boxes as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from core.life import LATER, MADE
from core.model import MailPull, Mention

_NOTHING = ("", "unknown")
"""A mail that speaks of the order, and says nothing of its state that can be used."""
_LIFE = (*_NOTHING, "open", "blocked", "production", "shipped", "cancelled")


def fold(mentions: Iterable[Mention]) -> Mention | None:
    """What the mails about one order come to, whatever the order in which they were read.

    A step back is a mail that was forwarded late: it changes nothing. The same again counts from its newest mail, for a
    list may have said otherwise in between.
    """
    best: Mention | None = None
    for mention in sorted(mentions, key=_in_time):
        if best is None:
            best = mention
        elif mention.status == best.status:
            best = _with_what_was_known(mention, best)
        elif _goes_on(mention.status, best.status) or _is_another(mention, best):
            best = mention._replace(tpop_id=mention.tpop_id or best.tpop_id)
        else:
            best = best._replace(tpop_id=best.tpop_id or mention.tpop_id)
    return best


def _in_time(mention: Mention) -> tuple[datetime, int, Mention]:
    """Of two mails of one second, the one further on in an order's life is the younger."""
    return mention.at, _LIFE.index(mention.status), mention


def _goes_on(status: str, before: str) -> bool:
    if before in _NOTHING:
        return True
    return status not in _NOTHING and status in LATER[before]


def _is_another(mention: Mention, before: Mention) -> bool:
    """Of a split or repeated order: a block of another of TPOP's orders, or one that is made after one was cancelled."""
    if before.status == "cancelled":
        return mention.status in MADE
    numbers = {mention.tpop_id, before.tpop_id} - {""}
    return mention.status == "blocked" and before.status == "production" and len(numbers) == 2


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
        since=min((moment for moment in (one.since, other.since) if moment is not None), default=None),
        elsewhere=(*one.elsewhere, *other.elsewhere),
        troubles=(*one.troubles, *other.troubles),
    )
