"""The shop, asked for one order at a time: what its list did not bring, and what only TPOP knows of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple, TypeVar

from core.errors import SourceError
from core.match import Matching
from core.model import OutOfReach, ShopOrder, Trouble, Unreadable
from core.ports import ShopSource
from handlers.reading import Reading

Thing = TypeVar("Thing")
_LIVING = ("open", "blocked", "production", "unknown")
_LATE = timedelta(minutes=10)
"""A shop's list learns of an order a little after it came (Shopify's search), or it came while the list was read."""
_PART_KEPT = 3
"""One question in three is kept: for what only TPOP knows of, and, beside many 🔴, for what else is to be read again."""


class _Question(NamedTuple):
    key: str
    by_number: bool = False
    """By what people call it; else by the shop's own id."""


def is_the_shops(ref: str) -> bool:
    """The shop's own order id: not an order that only TPOP knows, not a source."""
    return not ref.startswith(("tpop:", "source:"))


def ask_the_shop(reading: Reading, shop: ShopSource, matching: Matching) -> None:
    """At most `lookups_max` questions in all. One that fails is the last: what was not asked stays not re-checked."""
    most = reading.shop.policy.lookups_max
    asking = _Asking(reading, shop, matching, most)
    asking.put(_to_read_again(reading, matching, most - most // _PART_KEPT))
    asking.put(in_turn(_alone_at_tpop(reading, matching), max(1, most // _PART_KEPT), _turn(reading)))
    asking.tell()


def in_turn(things: Sequence[Thing], seats: int, turn: int) -> list[Thing]:
    """All of them, in this turn's order: where there are so many seats, the next turn begins where this one ends."""
    first = turn * seats % len(things) if things else 0
    return [*things[first:], *things[:first]]


def _turn(reading: Reading) -> int:
    """Counts the runs of one rhythm, by their own time: nothing has to be kept for the next one to go on."""
    hours = 24 if reading.run == "daily" else reading.shop.policy.watch_every_hours
    return int(reading.now.timestamp() // (hours * 3600))


def _to_read_again(reading: Reading, matching: Matching, seats: int) -> list[_Question]:
    """What the window did not bring: 🔴 first, then, in turn, other open findings and orders that were not yet due."""
    open_items = [item for item in reading.past.findings.values() if item.status == "open" and is_the_shops(item.ref)]
    red = {item.ref for item in open_items if item.severity == "urgent"}
    others = {item.ref for item in open_items if reading.run == "daily"} | reading.past.pending.keys()
    unreadable = _unreadable(reading)
    # Sorted, so that one turn goes on where another ended.
    first = [ref for ref in sorted(red - unreadable) if not matching.read(ref)]
    rest = [ref for ref in sorted(others - red - unreadable) if not matching.read(ref)]
    most = seats - min(len(rest), seats // _PART_KEPT)
    asked = in_turn(first, most, _turn(reading))[:most]
    asked += in_turn(rest, seats - len(asked), _turn(reading))
    return list(map(_Question, asked[:seats]))


def _alone_at_tpop(reading: Reading, matching: Matching) -> list[_Question]:
    """TPOP orders that met nothing: the shop is asked for that one order (bin included) before anything is made of it."""
    settled = reading.gone | _unreadable(reading)
    orphans = [order for order in matching.orphans() if not order.manual and order.status in _LIVING]
    ids = [order.shop_order_id for order in orphans if order.shop_order_id and order.shop_order_id not in settled]
    # Without a figure it is nobody's number: a merchant may have typed a name.
    numbers = [one.reference for one in orphans if not one.shop_order_id and any(map(str.isdigit, one.reference))]
    return [*map(_Question, dict.fromkeys(ids)), *(_Question(number, True) for number in dict.fromkeys(numbers))]


def _unreadable(reading: Reading) -> set[str]:
    return {unreadable.id for sight, unreadable in reading.unreadable if sight.side == "shop"}


@dataclass(slots=True)
class _Asking:
    """The questions of one run, and what became of the answers."""

    reading: Reading
    shop: ShopSource
    matching: Matching
    left: int
    numbers: set[str] = field(default_factory=set)
    """Of the orders that answered."""
    hidden: list[str] = field(default_factory=list)
    """Orders of the window that the shop's own list left out."""
    troubles: list[Trouble] = field(default_factory=list)

    def put(self, questions: Sequence[_Question]) -> None:
        for question in questions:
            if question.by_number and question.key in self.numbers:
                continue  # it answered to its id a moment ago
            if self.left <= 0:
                return
            self.left -= 1
            try:
                answer = self.shop.find(question.key) if question.by_number else self.shop.lookup(question.key)
            except SourceError as error:
                self._stop(question, error)
                return
            self._take(question, answer)

    def _take(self, question: _Question, answer: ShopOrder | Unreadable | OutOfReach | None) -> None:
        reading, matching = self.reading, self.matching
        if isinstance(answer, OutOfReach):
            return  # neither gone nor read: its findings stay, and end by their age
        if answer is None:
            if not question.by_number:  # a number is no id: another order may have it for its own
                reading.gone.add(question.key)
        elif question.by_number and answer.number not in (question.key, ""):
            return  # a stranger
        elif isinstance(answer, Unreadable):
            sight = next(sight for sight in reading.sights if sight.side == "shop")
            reading.unreadable.append((sight, answer))
        else:
            listed = answer.state not in ("draft", "cancelled") and reading.window.holds(answer.created_at)
            listed = listed and answer.created_at <= reading.now - _LATE
            if listed and not matching.read(answer.id):
                self.hidden.append(answer.id)
            self.numbers.add(answer.number)
            matching.take([answer])

    def _stop(self, question: _Question, error: SourceError) -> None:
        """Nothing more is asked, and the shop's side counts as seen in part: others were still to be read."""
        self.left = 0
        kind = "throttled" if error.kind == "throttled" else "page_failed"
        orders = [] if question.by_number else [question.key]
        self.troubles.append(Trouble(kind, {**error.detail, "what": "order", "orders": orders}))

    def tell(self) -> None:
        """The shop has orders of the window that its own list left out (a filter, a status whose plugin is off): who
        knows which others. What was read is judged as ever, but the side is not whole. A question that failed is told."""
        reading = self.reading
        sight = next(sight for sight in reading.sights if sight.side == "shop")
        coverage = sight.coverage
        if coverage is not None and coverage.complete and self.hidden:
            coverage = replace(coverage, complete=False)
            detail = {"unlisted": len(self.hidden), "orders": self.hidden[:3]}
            self.troubles.append(Trouble("rows_differ", detail))
        if not self.troubles:
            return
        told = replace(sight, coverage=coverage, troubles=(*sight.troubles, *self.troubles))
        reading.sights = [told if one is sight else one for one in reading.sights]
