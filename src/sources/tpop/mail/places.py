"""Where references stand: every number of a passage that a cue calls an order's, with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sources.tpop.mail import cues
from sources.tpop.mail.cues import Cue, Kind
from sources.tpop.mail.letter import Passage, Where
from sources.tpop.mail.references import Order, References, is_bare, is_weak, shape
from sources.tpop.mail.rows import Line, lay_out

WRAPPED = 60
"""A line so long may go on in the next."""

_WORD = re.compile(r"[^\W_]+(?:[-._/][^\W_]+)*")
_SIGN = re.compile(r"(?i)(?:n|no|nr|num|r[ée]f)\.(?=.*\d)")
_SENTENCE = re.compile(r"[.!?…][»\"')\]]*\s+(?=[^\W\d_a-zà-ÿ])")
_THEIRS = re.compile(r"(?:[A-Za-z]{1,5}[-_]?)?\d{2,20}(?:[-_]\d{1,6})?")
"""TPOP's number may be anything; what is kept of a mail may not."""
_AND = re.compile(r"\s*[,;&/+•*–-]?\s*(?:(?:et|and|und|e|y|en|ou|or|oder)\b)?\s*(?:n°|#)?\s*")
_MEASURE = re.compile(
    r"(?i)\s?[€$£¥%]|\s?(?:eur|usd|gbp|chf|euros?|h|heures?|hours?|stunden|jours?|days?|tage|kg|g|cm|mm|ml|x|×|pcs|pi[eè]ces?"
    r"|articles?|items?|artikel|st[uü]ck|points?|commandes|orders|bestellungen)\b|,\d{1,3}(?!\d)|:\d|[=&@]"
)
_GOES_ON = re.compile(
    r"(?i)\W*(?:$|[.,;:!?()\[\]|\t–—-]|(?:est|a|n|sera|is|has|was|ist|wurde|hat|et|and|und|de|du|from|vom|on|pass[ée]e|le|ne)\b)"
)


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


class Found(NamedTuple):
    """What one passage shows."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]
    theirs: tuple[tuple[int, str], ...]
    """TPOP's own numbers: block, number."""
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
    """Every reference beside a cue."""
    lines = tuple(lay_out(passage.where, passage.lines))
    places: dict[tuple[Order, int, int], Place] = {}
    sentences: list[str] = []
    theirs: list[tuple[int, str]] = []
    ambiguous: set[str] = set()
    for unit in _units(lines):
        ends = [0, *(end.end() for end in _SENTENCE.finditer(unit.text)), len(unit.text)]
        base = len(sentences)
        sentences += [unit.text[a:b] for a, b in pairwise(ends)]
        for at, word, kind in _numbers(unit.text, unit.outer):
            number = unit.first + bisect_right(unit.starts, at) - 1
            line = lines[number]
            order = references.find(word)
            if kind == "tpop" and _THEIRS.fullmatch(word):
                theirs.append((line.block, word))
            elif kind == "tpop":
                continue
            elif order is None and references.is_ambiguous(word):
                ambiguous.add(word)
            elif order is not None:
                sentence = base + min(bisect_right(ends, at), len(ends) - 1) - 1
                place = Place(
                    order=order,
                    where=passage.where,
                    line=number,
                    sentence=sentence,
                    block=line.block,
                    of_store=kind == "store",
                    tabled=line.tabled,
                    state=unit.state,
                    alone=bool(line.cells) or not (_goes_on(lines, number) or line.text[:1].islower()),
                )
                known = places.setdefault((order, number, sentence), place)
                if place.of_store and not known.of_store:
                    places[order, number, sentence] = place
    return Found(
        _the_shops(list(places.values()), lines), lines, tuple(sentences), tuple(theirs), frozenset(ambiguous)
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


def _numbers(text: str, outer: Kind) -> Iterator[tuple[int, str, Kind]]:
    """Every number that a cue calls an order's (the shop's or TPOP's): where it stands, the word, and which."""
    ended, built, listed = -1, "", Cue("")
    waiting: tuple[int, str, Kind] | None = None
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        if sign := _SIGN.match(word):
            start, word = start + sign.end(), word[sign.end() :]
        if not any(map(str.isdecimal, word)) or not _is_whole(text, start, found.end()):
            continue
        own = cues.before(text[max(0, start - cues.BEFORE_MAX) : start])
        first = not any(c.isalnum() for c in text[:start]) if start < 40 else False
        strong = False
        if own.kind in ("", "sign") and outer and (first or (own.kind and start < 12)):
            own, strong = Cue("order" if outer == "sign" else outer, own.signed, own.colon), True
        goes_on = own.kind == "" and built == shape(word) and not is_weak(word) and ended >= 0
        if goes_on and start - ended < 16 and _AND.fullmatch(text, ended, start):
            if waiting:
                yield waiting
            own, strong, waiting = listed._replace(kind="order" if listed.kind == "many" else listed.kind), True, None
        else:
            waiting = None
        ended, built, listed = found.end(), shape(word), own
        if own.kind == "many" and not own.signed and not strong:
            waiting = (start, word, "order")
        elif _counts(word, own, strong, text[found.end() : found.end() + 12]):
            yield start, word, "tpop" if own.kind == "tpop" else "store" if own.kind == "store" else "order"


def _is_whole(text: str, start: int, end: int) -> bool:
    """A number by itself: no amount, no time, no part of a longer one."""
    before = text[max(0, start - 2) : start]
    if before[-1:] in tuple("€$£¥+=@&%\\"):
        return False
    size = end - start
    if before[:1].isdigit() and (
        before[1:] == ":" or (before[1:] == "," and size < 4) or (before[1:] == " " and size == 3)
    ):
        return False
    return not _MEASURE.match(text, end)


def _counts(word: str, cue: Cue, strong: bool, after: str) -> bool:
    """Is the cue enough for this word?"""
    if cue.kind == "sign":
        return not is_weak(word)
    if cue.kind not in ("order", "many", "store", "tpop"):
        return False
    if strong or cue.signed or cue.colon or not is_bare(word):
        return True
    return not is_weak(word) and (len(word) > 3 or bool(_GOES_ON.match(after)))


def _goes_on(lines: tuple[Line, ...], at: int) -> bool:
    """Was this line broken only because it was long?"""
    if at + 1 == len(lines) or lines[at + 1].cells or lines[at + 1].block != lines[at].block:
        return False
    return len(lines[at].text) >= WRAPPED or lines[at + 1].text[:1].islower()


def _the_shops(places: list[Place], lines: tuple[Line, ...]) -> tuple[Place, ...]:
    """Where one number is said to be the shop's, a plain order number beside it is TPOP's."""

    def beside(place: Place) -> tuple[bool, int]:
        row = len(lines[place.line].cells) > 2
        return row, place.line if row else place.block

    said = {beside(place) for place in places if place.of_store}
    return tuple(place for place in places if place.of_store or beside(place) not in said)
