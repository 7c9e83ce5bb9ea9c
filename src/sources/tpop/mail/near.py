"""What is said near a reference: the smallest text around it that is about its order alone, and names a status."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from core.model import TpopStatus
from sources.tpop.mail import said, together
from sources.tpop.mail.places import Found, Place

NOWHERE = 3


class Seen(NamedTuple):
    """What is said of one place."""

    place: Place
    near: int
    """0: in its cell, line or sentence · 1: in its block · 2: only in the subject · 3: nowhere."""
    statuses: frozenset[TpopStatus]
    scopes: tuple[str, ...]
    """The texts about its order alone, nearest first."""


class Nearby:
    """One passage. Texts that several references share are read once."""

    def __init__(self, found: Found) -> None:
        self._found = found
        scopes = ("line", "sentence", "block")
        orders = {(name, getattr(one, name), one.order) for one in found.places for name in scopes}
        others = {(name, getattr(one, name), one.key) for one in found.rivals for name in scopes}
        theirs = {(name, getattr(one, name), one.key) for one in found.theirs for name in scopes}
        self._orders = Counter((name, number) for name, number, _ in orders | others)
        self._theirs = Counter((name, number) for name, number, _ in theirs)
        self._unclear = {one.sentence for one in found.rivals}
        self._blocks: dict[int, list[int]] = defaultdict(list)
        wanted = {place.block for place in found.places}
        for number, line in enumerate(found.lines):
            if line.block in wanted:
                self._blocks[line.block].append(number)
        self._cuts: dict[int, list[int]] = defaultdict(list)
        cuts = {(place.block, place.line) for place in found.places} | {(one.block, one.line) for one in found.rivals}
        cuts |= {(one.block, one.line) for one in found.theirs if self._theirs["block", one.block] > 1}
        for block, number in sorted(cuts):
            self._cuts[block].append(number)
        self._statuses: dict[str, frozenset[TpopStatus]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        self._invoices: dict[str, bool] = {}
        self._written: dict[tuple[str, int], set[str]] = defaultdict(set)
        for place in found.places:
            self._written["line", place.line].add(place.word)
            self._written["sentence", place.sentence].add(place.word)
        self._shared: dict[tuple[str, int], bool] = {}
        self._leads = dict(together.led(["" if line.cells else line.text for line in found.lines]))

    def look(self, place: Place, subject: str) -> Seen:
        """`subject`: the letter's, where the letter speaks of one order only."""
        scopes = list(self._scopes(place))
        texts = (*(text for _, text in scopes), subject)
        if place.state is not None:
            exact = said.exactly(place.state) or ("unknown" if any(map(str.isalpha, place.state)) else None)
            if exact:
                return Seen(place, 0, frozenset({exact}), texts)
        for near, text in scopes:
            if statuses := self._said(text):
                return Seen(place, near, statuses, texts)
        statuses = self._said(subject)
        return Seen(place, 2 if statuses else NOWHERE, statuses, texts)

    def is_billed(self, place: Place) -> bool:
        """Does its row, or its sentence, speak of an invoice, and of no order that may be meant instead?"""
        line = self._found.lines[place.line]
        if not line.cells and place.sentence in self._unclear:
            return False
        text = line.text if line.cells else self._found.sentences[place.sentence]
        if text not in self._invoices:
            self._invoices[text] = said.speaks_of_invoice(text)
        return self._invoices[text]

    def is_denied(self, place: Place) -> bool:
        """Does its line say what is not, or not yet: "order 1042 is not on this invoice"?"""
        lines = self._found.lines[place.line : place.line + (1 if place.alone else 2)]
        return not lines[0].cells and said.is_doubted("\n".join(line.text for line in lines))

    def _said(self, text: str) -> frozenset[TpopStatus]:
        if text not in self._statuses:
            self._statuses[text] = said.statuses(text)
        return self._statuses[text]

    def _scopes(self, place: Place) -> Iterator[tuple[int, str]]:
        line = self._found.lines[place.line]
        if place.alone and self._is_alone("line", place.line):
            yield 0, line.text
        if place.alone and not line.cells and self._is_shared("line", place.line, line.text):
            yield 0, line.text
        if not line.cells and self._is_alone("sentence", place.sentence):
            yield 0, self._found.sentences[place.sentence]
        sentence = self._found.sentences[place.sentence]
        if not line.cells and self._is_shared("sentence", place.sentence, sentence):
            yield 0, sentence
        if place.line in self._leads and self._is_alone("line", place.line):
            yield 1, self._found.lines[self._leads[place.line]].text
        numbers = self._blocks[place.block]
        if self._is_alone("block", place.block):
            yield 1, self._text(numbers[0], numbers[-1] + 1)
        elif self._is_alone("line", place.line) and not place.tabled:
            # Of a block of several orders, the lines from this one to the next: if all the block is built like that.
            cuts = self._cuts[place.block]
            at = bisect_right(cuts, place.line)
            if not self._said(self._text(numbers[0], cuts[0])):
                yield 1, self._text(place.line, cuts[at] if at < len(cuts) else numbers[-1] + 1)

    def _is_shared(self, scope: str, number: int, text: str) -> bool:
        """Does this line or sentence say the same of each of its orders?"""
        at = scope, number
        if at not in self._shared:
            words = together.run(text) if self._orders[at] > 1 and not self._theirs[at] else frozenset[str]()
            self._shared[at] = len(words) == self._orders[at] > 0 and self._written[at] <= words
        return self._shared[at]

    def _is_alone(self, scope: str, number: int) -> bool:
        """Is this text about one order only, as far as its numbers tell?"""
        return self._orders[scope, number] == 1 and self._theirs[scope, number] <= 1

    def _text(self, first: int, end: int) -> str:
        if (first, end) not in self._texts:
            self._texts[first, end] = "\n".join(line.text for line in self._found.lines[first:end])
        return self._texts[first, end]
