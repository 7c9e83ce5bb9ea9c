"""Where references stand: every number of a passage that a cue calls an order's, with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sources.tpop.mail import cues, said
from sources.tpop.mail.cues import Kind
from sources.tpop.mail.letter import Passage, Where
from sources.tpop.mail.numbers import numbers
from sources.tpop.mail.references import Order, References
from sources.tpop.mail.rows import PROSE, Line, lay_out

AROUND = 60
"""Characters on either side of a number that tell whether it stands in a sentence."""
WRAPPED = 60
"""A line so long may go on in the next."""

_SENTENCE = re.compile(r"[.!?…][»\"')\]]*\s+(?=[^\W\d_a-zà-ÿ])")
_THEIRS = re.compile(r"(?:[A-Za-z]{1,5}[-_]?)?\d{2,20}(?:[-_]\d{1,6})?")
"""TPOP's number may be anything; what is kept of a mail may not."""


class Place(NamedTuple):
    """One reference in one place."""

    order: Order
    where: Where
    line: int
    """Counted within the passage, as its sentences and blocks are."""
    sentence: int
    block: int
    of_store: bool
    tabled: bool
    state: str | None
    """What stands under the head "status" in its row."""
    alone: bool
    """Its line is not part of a sentence that goes on."""
    word: str = ""
    """As it is written."""


class Other(NamedTuple):
    """Another number: TPOP's own, or one that may be another order's, so that what is said there may be said of that."""

    key: Order | str
    line: int
    sentence: int
    block: int
    sure: bool = True
    """A cue or the shop's own list makes it an order's. Otherwise it is only built like one, and stands in prose."""


class Found(NamedTuple):
    """What one passage shows."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]
    theirs: tuple[Other, ...]
    """TPOP's own numbers."""
    rivals: tuple[Other, ...]
    """Orders of which nothing is told, for they are not of the window, or no cue names them."""
    ambiguous: frozenset[str]
    """Words beside a cue that mean two orders."""


class _Unit(NamedTuple):
    """Text that is read in one go: a cell, or the lines of a paragraph."""

    text: str
    first: int
    starts: tuple[int, ...]
    outer: Kind
    state: str | None


def find(passage: Passage, references: References) -> Found:
    """Every reference beside a cue, and what else may be an order."""
    lines = tuple(lay_out(passage.where, passage.lines))
    places: dict[tuple[Order, int, int], Place] = {}
    sentences: list[str] = []
    theirs: list[Other] = []
    rivals: list[tuple[Other, bool]] = []
    ambiguous: set[str] = set()
    for unit in _units(lines):
        ends = [0, *(end.end() for end in _SENTENCE.finditer(unit.text)), len(unit.text)]
        base = len(sentences)
        sentences += [unit.text[a:b] for a, b in pairwise(ends)]
        for at, word, kind in numbers(unit.text, unit.outer):
            number = unit.first + bisect_right(unit.starts, at) - 1
            line = lines[number]
            sentence = base + min(bisect_right(ends, at), len(ends) - 1) - 1
            order = references.find_theirs(word) if kind == "tpop" else references.find(word)
            other = Other(order or word, number, sentence, line.block)
            if kind == "tpop" and _THEIRS.fullmatch(word):
                theirs.append(other._replace(key=word))
            if kind == "tpop" and order is None:
                continue
            if kind == "maybe" or order is None:
                if kind != "maybe" and references.is_ambiguous(word):
                    ambiguous.add(word)
                if order or references.is_like(word):
                    sure = order is not None or kind != "maybe"
                    if sure or _is_told(unit.text, at):
                        rivals.append((other._replace(sure=sure), kind == "store"))
            else:
                place = Place(
                    order=order,
                    where=passage.where,
                    line=number,
                    sentence=sentence,
                    block=line.block,
                    of_store=kind == "store",
                    tabled=line.tabled,
                    state=unit.state,
                    word=word.casefold(),
                    alone=bool(line.cells) or not (_goes_on(lines, number) or line.text[:1].islower()),
                )
                known = places.setdefault((order, number, sentence), place)
                if place.of_store and not known.of_store:
                    places[order, number, sentence] = place
    found = list(places.values())
    of_store = {_beside(place, lines) for place in found if place.of_store}
    # Where one number is said to be the shop's, a plain order number beside it is TPOP's.
    return Found(
        tuple(place for place in found if place.of_store or _beside(place, lines) not in of_store),
        lines,
        tuple(sentences),
        tuple(theirs),
        tuple(one for one, stores in rivals if stores or _beside(one, lines) not in of_store),
        frozenset(ambiguous),
    )


def _units(lines: tuple[Line, ...]) -> Iterator[_Unit]:
    at = 0
    label: Kind = ""
    while at < len(lines):
        line = lines[at]
        if line.cells:
            state = " ".join(cell.text for cell in line.cells if cell.column == "status").strip() or None
            for cell in line.cells:
                yield _Unit(cell.text, at, (0,), cell.column or cell.label, state)
            at, label = at + 1, ""
            continue
        end = at
        starts, length = [], 0
        while end < len(lines) and not lines[end].cells and lines[end].block == line.block:
            starts.append(length)
            length += len(lines[end].text) + 1
            end += 1
        text = "".join(lines[n].text + (" " if _goes_on(lines, n) else "\n") for n in range(at, end))
        yield _Unit(text, at, tuple(starts), label, None)
        # A label may stand in a paragraph of its own, above its number.
        said = lines[end - 1].text
        label = cues.before(said).kind if said.endswith(":") else cues.heading(said) if end == at + 1 else ""
        at = end


def _goes_on(lines: tuple[Line, ...], at: int) -> bool:
    """Was this line broken only because it was long?"""
    if at + 1 == len(lines) or lines[at + 1].cells or lines[at + 1].block != lines[at].block:
        return False
    return len(lines[at].text) >= WRAPPED or lines[at + 1].text[:1].islower()


def _is_told(text: str, at: int) -> bool:
    """Does a number stand in a sentence, or beside a status? In an address it is a postcode."""
    start = max(text.rfind("\n", 0, at) + 1, at - AROUND)
    line = text[start : at + AROUND].partition("\n")[0]
    return len(line.split()) >= PROSE or bool(said.statuses(line))


def _beside(one: Place | Other, lines: tuple[Line, ...]) -> tuple[bool, int]:
    row = len(lines[one.line].cells) > 2
    return row, one.line if row else one.block
