"""What a set of channels lets Vigie know at a run, and so what it must say, what it may, and what would be false.

Written from DESIGN.md and docs/tpop-feed.md, in terms of the truth: the word that was true last is the best there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.policy import Policy
from sandbox.carried import Fault, Feed, Order, Word
from sandbox.channels import World

Claim = tuple[str, str]
"""(check, order's number, or the name of a source)"""
ALIVE = ("open", "blocked", "production")
MADE = ("production", "shipped")
STATES = ("absent", "open", "blocked", "cancelled", "production", "shipped")
GRACE, RETENTION = timedelta(hours=2), timedelta(hours=24)
FRESH, BLIND = timedelta(hours=26), timedelta(hours=3)
WEEK = timedelta(hours=Policy().weekly_hours)
PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = {date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1)}
MISSING, UNPROVED = "missing-at-tpop", "no-proof-of-production"
IN_SHOP, AT_TPOP, CONFLICT = "cancelled-only-in-shop", "cancelled-only-at-tpop", "evidence-conflicts"
BLOCKED = {
    "payment": "blocked-payment",
    "address": "blocked-address",
    "artwork": "blocked-artwork",
    "": "blocked-unexplained",
}


@dataclass(frozen=True)
class Owed:
    """One standing fault that the set can show, and the claims of which one must stand told."""

    fault: Fault
    by: frozenset[Claim]


def working_days(start: datetime, days: int) -> datetime:
    """So many of TPOP's working days later, at the same hour; from a day off, counted from the next working morning."""
    local = start.astimezone(PARIS)
    day, clock = local.date(), local.time()
    while not _works(day):
        day, clock = day + timedelta(days=1), time()
    while days:
        day += timedelta(days=1)
        days -= _works(day)
    return datetime.combine(day, clock, tzinfo=PARIS).astimezone(UTC)


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


class Oracle:
    """One set of channels, at one run of a world."""

    def __init__(self, world: World, channels: Set[str], run: int) -> None:
        self.world, self.channels, self.run = world, channels, run
        self._before = Oracle(world, channels, run - 1) if run else None
        self._at_hand: dict[str, list[Word]] = {}
        self.now = world.runs[run]
        self.feeds = [feed for name in sorted(channels) if name != "mail" for feed in world.given(name, run)]
        self.orders = {order.number: order for order in world.orders if order.created < self.now}
        self.whole = [feed for feed in self.feeds if feed.whole and feed.as_of >= self.now - FRESH]

    # ---- what is known

    def at_hand(self, order: Order) -> list[Word]:
        """What this run is shown of an order, in which it appears. Lists are read anew, mails are remembered."""
        known = self._at_hand.get(order.number)
        if known is None:
            told = {(feed.channel, feed.as_of) for feed in self.feeds}
            known = self._at_hand[order.number] = [
                word
                for word in order.words
                if word.status != "absent"
                and ((word.channel, word.at) in told or (word.channel == "mail" and self._came(word)))
            ]
        return known

    def ever(self, order: Order) -> list[Word]:
        """What this run and those before were shown."""
        return [*(self._before.ever(order) if self._before else ()), *self.at_hand(order)]

    def _came(self, word: Word) -> bool:
        return "mail" in self.channels and word.at <= self.now

    def best(self, words: Iterable[Word], order: Order) -> str:
        """The state that was true last, as far as it is known; the tracking in the shop is a word too."""
        if order.is_tracked(self.now):
            return "shipped"
        last = max(words, key=lambda word: (word.true_at, STATES.index(word.status)), default=None)
        return last.status if last else ""

    # ---- what is expected

    def due(self, order: Order) -> datetime | None:
        """The latest of created, paid, and first seen payable by a run, where one saw it unpaid before."""
        if order.paid is None or order.paid > self.now:
            return None
        runs = self.world.runs[: self.run + 1]
        if any(order.created <= run < order.paid for run in runs):
            return next(run for run in runs if run >= order.paid)
        return max(order.created, order.paid)

    def expected(self, order: Order) -> bool:
        due = self.due(order)
        return due is not None and due + GRACE <= self.now and not order.is_cancelled(self.now)

    def unproved_for_long(self, order: Order) -> bool:
        due = self.due(order)
        return due is not None and working_days(due, 7) <= self.now

    def may_be_tpops(self, order: Order) -> bool:
        """It was closed without tracking, in a shop where that proves no hand: most closed orders bear no tracking."""
        closed = [one for one in self.orders.values() if self.expected(one) and one.is_closed(self.now)]
        tracked = sum(one.tracked for one in closed)
        return order.is_closed(self.now) and (tracked < 3 or tracked < len(closed) - tracked)

    def absent(self, order: Order, feeds: Iterable[Feed]) -> list[Feed]:
        """The whole lists that cover this order's time and do not show it, though younger than any word of it."""
        due = self.due(order)
        if due is None:
            return []
        last = max((word.true_at for word in self.ever(order)), default=None)
        return [
            feed
            for feed in feeds
            if feed.whole
            and due + GRACE <= feed.as_of
            and self.world.since(feed) <= order.created
            and order.at_tpop(feed.as_of) is None
            and (last is None or last < feed.as_of)
        ]

    def why(self, words: Iterable[Word]) -> str:
        """The reason of a block, as far as any word tells it."""
        return max((word.reason for word in words if word.status == "blocked"), default="")

    # ---- what must be said

    @cached_property
    def owed(self) -> list[Owed]:
        """Every standing fault that some channel of the set can show."""
        found = []
        for fault in self.world.faults:
            order = self.orders.get(fault.order)
            if order is not None and fault.since <= self.now < fault.until:
                by = self._shown_by(fault, order)
                if by:
                    found.append(Owed(fault, frozenset((check, order.number) for check in by)))
        return found

    def _shown_by(self, fault: Fault, order: Order) -> list[str]:
        words = self.at_hand(order)
        best = self.best(words, order)
        if fault.kind.startswith("blocked"):
            return [BLOCKED[self.why(words)]] if best == "blocked" and not order.is_cancelled(self.now) else []
        if fault.kind.startswith("cancelled only at"):
            mailed = any(word.channel == "mail" and word.status == "cancelled" for word in words)
            listed = any(self.world.since(feed) <= order.created for feed in self.whole)
            # A program that answers with a list is asked for the very order.
            rows = [word for word in words if word.form == "row"]
            listed |= "list" in self.channels and bool(rows) and self.best(rows, order) == "cancelled"
            seen = best == "cancelled" and self.expected(order) and (mailed or listed)
            return [AT_TPOP] if seen else []
        if fault.kind.startswith("cancelled"):
            return [IN_SHOP] if best in ALIVE or self.maybe_there(order) else []
        return self._unmade(order, words)

    def maybe_there(self, order: Order) -> bool:
        """Paid, cancelled in the shop while TPOP may still wait, and nothing says whether TPOP has it."""
        if not order.is_cancelled(self.now) or order.paid is None or order.paid > self.now:
            return False
        silent = any(feed.as_of >= order.paid + GRACE for feed in self.whole)
        return not self.at_hand(order) and not silent and order.paid + RETENTION > self.now

    def _unmade(self, order: Order, words: list[Word]) -> list[str]:
        """Missing, vanished, or never made: by a whole list, or by the production time with no word at all."""
        if not self.expected(order):
            return []
        if self.absent(order, self.whole):
            return [MISSING]
        listed = any(word.form == "row" for word in words)
        if listed or self.may_be_tpops(order) or not self.unproved_for_long(order):
            return []
        return [UNPROVED, MISSING]  # if a list has shown once that it is missing, that stands

    # ---- what may be said

    def may(self, claim: Claim, was_open: bool) -> bool:
        """Is it within the evidence? What was told before may stand until something shows that it is over."""
        check, number = claim
        if check.startswith("source-"):
            return claim in self.sources()
        order = self.orders.get(number)
        over = order is None or self.is_over(claim)
        if order is None or (over and check != UNPROVED):
            return False
        words, ever = self.at_hand(order), self.ever(order)
        if check == CONFLICT:
            late = any(word.true_at < word.at - timedelta(minutes=5) for word in words)
            gone = bool(self.absent(order, self.whole)) and any(word.status in MADE for word in words)
            return was_open or gone or (late and any(word.form == "row" for word in words))
        if check == IN_SHOP:
            if self.maybe_there(order):
                return True
            return order.is_cancelled(self.now) and order.paid is not None and self.best(ever, order) in ALIVE
        if check in BLOCKED.values():
            return check in (BLOCKED[self.why(words)], BLOCKED[self.why(ever)]) or (was_open and not self.why(ever))
        if check == AT_TPOP:
            return self.expected(order)
        if check == MISSING:
            return was_open or bool(self.expected(order) and self.absent(order, self.feeds))
        if check == UNPROVED:
            late = self.expected(order) and self.unproved_for_long(order) and not self.may_be_tpops(order)
            shown = any(word.form == "row" or word.status in MADE for word in words)
            return (was_open and not over) or (late and not shown)  # nothing is kept of a list that is gone
        return False

    def is_over(self, claim: Claim) -> bool:
        """Has the shop, or some channel of the set, shown it mended?"""
        check, number = claim
        order = self.orders[number]
        ever = self.ever(order)
        best, cancelled = self.best(ever, order), order.is_cancelled(self.now)
        if check in BLOCKED.values():
            return best != "blocked" or cancelled
        if check == IN_SHOP:
            by = (order.paid or order.created) + GRACE
            shows = any(self.world.since(feed) <= order.created and feed.as_of >= by for feed in self.whole)
            gone = shows and not self.at_hand(order)
            return best in ("shipped", "cancelled") or not cancelled or gone
        if check == AT_TPOP:
            return best != "cancelled" or cancelled
        if check == MISSING:
            return cancelled or order.is_tracked(self.now) or not self.absent(order, self.ever_fed())
        if check == UNPROVED:
            made = best in MADE or any(word.status in MADE for word in ever)
            return cancelled or made or self.may_be_tpops(order)
        return False

    def ever_fed(self) -> list[Feed]:
        return [*(self._before.ever_fed() if self._before else ()), *self.feeds]

    def sources(self) -> dict[Claim, bool]:
        """What is to be said of the channels themselves: must it be, or may it?"""
        from tests.channels.sides import NAMES

        told: dict[Claim, bool] = {}
        for name in self.channels - {"mail"}:
            newest = max((feed.as_of for feed in self.feeds if feed.channel == name), default=None)
            limit = FRESH if name == "list" else WEEK
            if newest is None or self.now - newest > limit:
                told[("source-stale", NAMES[name])] = True
            elif name == "list" and self.now - newest > BLIND:
                told[("source-stale", NAMES[name])] = False  # where orders were due meanwhile
            elif name == "weekly" and (self.now - newest <= BLIND or self._is_bare(name)):
                told[("source-partial", NAMES[name])] = False  # it begins with its oldest order, if it has one
        return told

    def _is_bare(self, channel: str) -> bool:
        """A list of nothing does not say how far it reaches back."""
        return any(not self.world.shown(feed) for feed in self.feeds if feed.channel == channel)

    # ---- the sums

    def found(self) -> tuple[int, int]:
        """How many expected orders TPOP has, as far as is known: at least, and at most.

        Shown as cancelled, an order counts only where no other can stand in its place: under a whole list, or where a
        program that answers with a list was asked for the very order.
        """
        least = most = 0
        for order in self.orders.values():
            words = self.at_hand(order)
            if not self.expected(order) or self._gone(order, words) or not (words or order.is_tracked(self.now)):
                continue
            sure = any(self.world.since(feed) <= order.created for feed in self.whole)
            alive = self.best(words, order) != "cancelled"
            least += alive or sure
            most += alive or sure or "list" in self.channels
        return least, most

    def _gone(self, order: Order, words: list[Word]) -> bool:
        return bool(self.absent(order, self.whole)) and not order.is_tracked(self.now) and bool(words)

    def may_be_clear(self) -> bool:
        """A whole and fresh list that vouches for every order, and no fault that stood when it was made and stands now."""
        newest = max((feed.as_of for feed in self.whole), default=None)
        if newest is None or any(self._unvouched(order, newest) for order in self.orders.values()):
            return False
        return not any(
            fault.since <= newest and self.now < fault.until and fault.kind != "never produced"
            for fault in self.world.faults  # of what lies at TPOP, open, for long, no check tells yet
        )

    def _unvouched(self, order: Order, newest: datetime) -> bool:
        """Expected, and nobody knows. Of a list of just now it is no fault to be a little older than an order."""
        due = self.due(order)
        if due is None or not self.expected(order) or self.at_hand(order) or order.is_tracked(self.now):
            return False
        little = self.now - newest <= BLIND and due + GRACE > newest
        return not little and not self.absent(order, self.whole)
