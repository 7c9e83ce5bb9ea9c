"""Lines as people lay them out: blocks between blank lines, rows of cells, and the heads of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sources.tpop.mail import cues
from sources.tpop.mail.cues import Kind

PROSE = 6
"""A line of so many words outside a row ends a table."""

_TABS = re.compile(r"\t")
_GAP = re.compile(r"\t+| {3,}| *\| *")
_RULED = re.compile(r"[-+|=_:* \t]*")


class Cell(NamedTuple):
    """One cell of a row."""

    text: str
    start: int
    end: int
    column: Kind = ""
    """What the head of its column says."""
    label: Kind = ""
    """What the cell to its left says."""


class Line(NamedTuple):
    """One line. A row has cells; any other line has none."""

    text: str
    block: int
    cells: tuple[Cell, ...] = ()
    tabled: bool = False
    """It stands under a head."""


class _Head(NamedTuple):
    cells: tuple[Cell, ...]
    kinds: tuple[Kind, ...]
    exact: bool
    """Its cells are told apart by marks: then they are counted, and not looked for by where they stand."""


def lay_out(where: str, lines: tuple[str, ...]) -> Iterator[Line]:
    """Every line that says something, in order."""
    gap = _TABS if where == "html" else _GAP
    block = 0
    head: _Head | None = None
    blank = False
    for text in lines:
        if not text.strip() or (_RULED.fullmatch(text) and "|" not in text):
            blank = True
            continue
        if _RULED.fullmatch(text):
            continue
        block += blank
        blank = False
        cells = _cells(text, gap)
        if len(cells) < 2:
            if len(text.split()) >= PROSE:
                head = None
            yield Line(text, block)
            continue
        kinds = tuple(cues.heading(cell.text) for cell in cells)
        if _is_head(cells, kinds):
            head = _Head(cells, _settled(kinds), any(mark in text for mark in "\t|;"))
            yield Line(text, block, cells)
            continue
        columns = (
            [head.kinds[at] if (at := _under(head, cells, n)) >= 0 else "" for n in range(len(cells))] if head else []
        )
        labels = ["", *kinds]
        yield Line(
            text,
            block,
            tuple(
                cell._replace(column=columns[n] if columns else "", label=_label(cells, labels, n))  # type: ignore[arg-type]
                for n, cell in enumerate(cells)
            ),
            tabled=any(columns),
        )


def _cells(text: str, gap: re.Pattern[str]) -> tuple[Cell, ...]:
    if text.count(";") > 1 and not gap.search(text.strip()):
        gap = re.compile(";")
    cells, at = [], 0
    for found in gap.finditer(text):
        cells.append(Cell(text[at : found.start()], at, found.start()))
        at = found.end()
    cells.append(Cell(text[at:], at, len(text)))
    while len(cells) > 1 and not cells[0].text.strip() and "\t" not in text:
        cells.pop(0)
    return tuple(cells) if sum(bool(cell.text.strip()) for cell in cells) > 1 else ()


def _is_head(cells: tuple[Cell, ...], kinds: tuple[Kind, ...]) -> bool:
    known = sum(bool(kind) for kind in kinds)
    return (
        known > 1
        and any(kind not in ("", "other", "many") for kind in kinds)
        and not any(c.isdigit() for cell in cells for c in cell.text)
    )


def _settled(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """A mere "Réf." above a column is the shop's number only in a list of orders, not in one of goods."""
    orders = "status" in kinds and not {"order", "store", "tpop"} & set(kinds)
    settled = ["other" if kind == "sign" and not orders and len(set(kinds)) > 1 else kind for kind in kinds]
    if "store" in settled:  # then the plain one is TPOP's own
        settled = ["tpop" if kind == "order" else kind for kind in settled]
    return tuple(settled)


def _under(head: _Head, cells: tuple[Cell, ...], n: int) -> int:
    """The column of a cell; -1 where that is not sure."""
    if head.exact:
        return n if len(cells) == len(head.cells) else -1
    cell = cells[n]
    overlaps = [min(cell.end, one.end) - max(cell.start, one.start) for one in head.cells]
    best = max(range(len(overlaps)), key=overlaps.__getitem__)
    if overlaps[best] > 0:
        return best
    return n if len(cells) == len(head.cells) else -1


def _label(cells: tuple[Cell, ...], kinds: list[str], n: int) -> str:
    return kinds[n] if n and not any(c.isdigit() for c in cells[n - 1].text) else ""
