"""Where Vigie is known to be wrong today. Each stands in test_found.py as a case of its own; once mended, both go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from sandbox.carried import Order
from tests.channels.oracle import AT_TPOP, BLOCKED, IN_SHOP, MISSING, UNPROVED, Claim, Oracle

Kind = Literal["not told", "false", "resolved", "beyond", "sums", "clear", "channel", "taken away"]


class Wrong(NamedTuple):
    """One fault of Vigie's."""

    kind: Kind
    claim: Claim
    text: str


def _rows(oracle: Oracle, order: Order) -> bool:
    return any(word.form == "row" for word in oracle.at_hand(order))


def reason_lost(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """A newer list that never says why hides the reason that an older one shows."""
    rows = [word for word in oracle.at_hand(order) if word.status == "blocked" and word.form == "row"]
    if wrong.kind not in ("not told", "false") or wrong.claim[0] not in BLOCKED.values() or not rows:
        return False
    return not max(rows, key=lambda word: word.at).reason and any(word.reason for word in rows)


def mail_silenced(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Cancelled at TPOP, says a mail; once a list that is not whole says so too, nothing is said."""
    return wrong.kind == "not told" and wrong.claim[0] == AT_TPOP and _rows(oracle, order)


def absence_hidden(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """A whole list shows it no more, but an older list did: it counts as found, and all is clear."""
    if wrong.kind in ("sums", "clear"):
        return any(oracle.absent(one, oracle.whole) and _rows(oracle, one) for one in oracle.orders.values())
    hidden = _rows(oracle, order) and bool(oracle.absent(order, oracle.feeds))
    return wrong.claim[0] == MISSING and hidden


def hands_uncounted(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Orders with tracking do not count once a list shows them: then nothing is closed by hand any more."""
    closed = [one for one in oracle.orders.values() if one.is_tracked(oracle.now) and oracle.at_hand(one)]
    silent = wrong.kind in ("not told", "resolved") and wrong.claim[0] == UNPROVED
    return silent and order.is_closed(oracle.now) and bool(closed)


def weekly_calms(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Cancelled after this week's list was made: nothing is said, though the next comes when it is too late."""
    return wrong.kind == "not told" and wrong.claim[0] == IN_SHOP and bool(oracle.whole) and oracle.maybe_there(order)


def proved_by_open(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """ "Production proved", because a list or a mail shows it open, or blocked."""
    return wrong.kind == "resolved" and wrong.claim[0] == UNPROVED and bool(oracle.at_hand(order))


def old_mail_resolves(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Told missing on a list; when that list is old, an older mail calls it found, and nothing is said any more."""
    mailed = any(word.channel == "mail" for word in oracle.at_hand(order)) and not oracle.absent(order, oracle.whole)
    ended = wrong.kind == "resolved" or (wrong.kind == "not told" and bool(oracle.absent(order, oracle.ever_fed())))
    return wrong.claim[0] == MISSING and mailed and ended


def still_missing(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Told missing; the shop bears TPOP's tracking since, and it goes on being told."""
    return wrong.kind == "false" and wrong.claim[0] == MISSING and order.is_tracked(oracle.now)


def mail_outlives(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """A list overtook what a mail had said; when its file is gone, the older mail speaks again."""
    at_hand, ever = oracle.at_hand(order), oracle.ever(order)
    newest = max(ever, key=lambda word: word.true_at, default=None)
    mailed = any(word.channel == "mail" for word in at_hand)
    return wrong.kind in ("false", "resolved", "sums") and mailed and newest is not None and newest not in at_hand


def tracking_half_heard(oracle: Oracle, wrong: Wrong, order: Order) -> bool:
    """Blocked, says a mail that bears no number of TPOP's, where a list once told it; that list is gone. Then tracking."""
    listed = [word for word in oracle.ever(order) if word.form == "row"]
    told = wrong.kind == "false" and wrong.claim[0] in BLOCKED.values() and order.is_tracked(oracle.now)
    return told and bool(listed) and not _rows(oracle, order) and bool(oracle.at_hand(order))


KNOWN: dict[str, Callable[[Oracle, Wrong, Order], bool]] = {
    "reason lost": reason_lost,
    "mail silenced": mail_silenced,
    "absence hidden": absence_hidden,
    "hands uncounted": hands_uncounted,
    "weekly calms": weekly_calms,
    "proved by open": proved_by_open,
    "old mail resolves": old_mail_resolves,
    "still missing": still_missing,
    "mail outlives": mail_outlives,
    "tracking half heard": tracking_half_heard,
}


def known(oracle: Oracle, wrong: Wrong) -> str:
    """Its name among those; "" where nobody knows it yet."""
    order = oracle.orders.get(wrong.claim[1]) or next(iter(oracle.orders.values()))
    return next((name for name, fits in KNOWN.items() if fits(oracle, wrong, order)), "")
