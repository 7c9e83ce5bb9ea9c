"""A shop's orders, what truly became of each at TPOP, and which channel carried what of it to Vigie, and when.

Everything is drawn from a seed, on a clock of some twelve days with three runs. The truth of a fault is written down
when it is planted: what is wrong, from when to when, and every word that a channel carried of it.

list: TPOP's whole list, made at each run · weekly: a whole list, given once a week · screen: the newest orders, now and
then · mail: TPOP's mails as the merchant forwards them, and tables pasted into a mail. The shop itself is always read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sandbox.carried import Fault, Feed, Order, Step, Word
from sandbox.people import basket, customer

CHANNELS = ("list", "weekly", "screen", "mail")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=7)
"""So long a file or a mail lies in the inbox."""
SCREEN, TABLE = 10, 6
"""How many orders the first screen shows, and how many of them somebody pastes into a mail."""


class World:
    """One seed's shop. Its orders live their lives by `sandbox.lives`."""

    def __init__(self, seed: int) -> None:
        self.seed, self.rng = seed, random.Random(seed)
        rng = self.rng
        self.start = datetime(2026, 11, 2, tzinfo=UTC) + rng.randrange(35) * DAY
        self.runs = self._runs()
        self.feeds = sorted(self._feeds(), key=lambda feed: feed.as_of)
        span = (self.runs[-1] - self.start) / HOUR
        self.tables = sorted(
            _whole_minute(self.start + rng.uniform(30, span) * HOUR) for _ in range(rng.choice((0, 1, 1, 2)))
        )
        self.tracks = rng.random() < 0.85
        """The shop shows the tracking that TPOP gives its orders; where a plugin hides it, a hand and TPOP look alike."""
        self.orders: list[Order] = []
        self.faults: list[Fault] = []

    def _runs(self) -> tuple[datetime, ...]:
        """Three mornings: spread over the days, or close together at their end."""
        spread = (
            ((3, 5), (7, 9), (10.5, 12.5)) if self.rng.random() < 0.65 else ((8.6, 9.4), (10.2, 11), (11.6, 12.8))
        )
        runs = [self.start + self.rng.uniform(*days) * DAY for days in spread]
        return tuple(run.replace(second=0, microsecond=0) for run in runs)

    def _feeds(self) -> Iterator[Feed]:
        rng, runs = self.rng, self.runs
        frozen = rng.randrange(3) if rng.random() < 0.12 else -1
        for number, run in enumerate(runs):
            as_of = run - timedelta(minutes=rng.randrange(3))
            if number == frozen:
                earliest = runs[number - 1] if number else self.start + DAY
                as_of = max(earliest, run - rng.uniform(27, 60) * HOUR)
            yield Feed("list", _whole_minute(as_of), whole=True, run=number, says_why=True)
        says_why = rng.random() < 0.7
        for channel, whole in (("weekly", True), ("screen", False)):
            given = rng.choice(runs) - rng.uniform(0.1, 40) * HOUR
            days = [given + week * KEPT for week in (-1, 0, 1)]
            if rng.random() < 0.1:
                days.pop(rng.randrange(3))
            for as_of in days:
                if self.start + DAY < as_of < runs[-1]:
                    yield Feed(channel, _whole_minute(as_of), whole, run=-1, says_why=says_why and whole)

    # ---- what the channels carry

    def given(self, channel: str, run: int) -> list[Feed]:
        """The lists that this run finds: the program's own answer, or the files that still lie in the inbox."""
        now = self.runs[run]
        return [
            feed
            for feed in self.feeds
            if feed.channel == channel
            and (feed.run == run if feed.run >= 0 else feed.as_of <= now and now - feed.as_of < KEPT)
        ]

    def shown(self, feed: Feed) -> list[Word]:
        """The rows of a list."""
        return [
            word
            for order in self.orders
            for word in order.words
            if word.channel == feed.channel and word.at == feed.as_of and word.status != "absent"
        ]

    def since(self, feed: Feed) -> datetime:
        """How far back it reaches: the moment at which TPOP got the oldest order it shows; the program's, 30 days."""
        if feed.run >= 0:
            return self.runs[feed.run] - 30 * DAY
        reached = {order.number: order.reached for order in self.orders}
        return min((at for word in self.shown(feed) if (at := reached[word.order])), default=feed.as_of)

    def carry(self, order: Order) -> None:
        """Write down every word that a list, or a pasted table, carries of this order."""
        for feed in self.feeds:
            step = order.at_tpop(feed.as_of)
            if step and (feed.whole or self._is_near(order, feed.as_of, SCREEN)):
                why = (step.reason, step.code) if feed.says_why else ("", "")
                order.words.append(Word(feed.channel, order.number, feed.as_of, feed.as_of, step.status, *why))
            elif feed.whole and order.created < feed.as_of:
                order.words.append(Word(feed.channel, order.number, feed.as_of, feed.as_of, "absent"))
        for at in self.tables:
            step = order.at_tpop(at)
            if step and self._is_near(order, at, TABLE):
                self.post(order, at, at, step._replace(reason="", code=""), "table")

    def post(self, order: Order, written: datetime, at: datetime, step: Step, form: str) -> None:
        """A mail comes in. What came long before the first run came before there was a rule that forwards it."""
        if self.runs[0] - at < KEPT - HOUR:
            order.words.append(Word("mail", order.number, at, written, step.status, step.reason, step.code, form))

    def _is_near(self, order: Order, at: datetime, count: int) -> bool:
        """Is it among the newest that TPOP has?"""
        newer = sum(1 for one in self.orders if one.reached and order.reached and order.reached < one.reached <= at)
        return newer < count

    def plant(self, kind: str, order: Order, since: datetime, until: datetime, *statuses: str) -> None:
        """Write the truth of one fault: what is wrong, how long, and what showed it meanwhile."""
        showing = [word for word in order.words if since <= word.true_at < until and word.status in statuses]
        self.faults.append(Fault(kind, order.number, since, until, tuple(showing)))

    # ---- orders

    def sell(self, kind: str, created: datetime) -> Order:
        """A customer buys. What becomes of it, its kind says."""
        count, rng = len(self.orders), self.rng
        order = Order(
            id=f"555{1041 + count}",
            number=str(1041 + count),
            tpop_id=f"T-{88001 + count}",
            buyer=customer(rng),
            items=basket(rng),
            created=created.replace(second=0, microsecond=0),
            kind=kind,
        )
        self.orders.append(order)
        return order


def _whole_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
