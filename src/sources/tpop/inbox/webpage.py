"""A saved or copied web page to its tables: native ones, and those that pages build of other elements by their roles.

As on the screen: what is hidden is not read, a cell over several rows or columns counts in each, and where a cell shows
only a coloured dot, the word that the dot bears is its text. Pure, never raises but Refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sources.tpop.inbox.markup import Tag, pieces
from sources.tpop.inbox.tables import CELLS_MAX, COLUMNS_MAX, Grid, too_large
from sources.tpop.inbox.webtable import ROWSPAN_MAX, Cell, WebTable, span

_ROLES = {
    "table": "table",
    "grid": "table",
    "treegrid": "table",
    "row": "row",
    "cell": "cell",
    "gridcell": "cell",
    "columnheader": "cell",
    "rowheader": "cell",
}
_NATIVE = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_INLINE = frozenset(["a", "abbr", "b", "bdi", "bdo", "code", "em", "font", "i", "mark", "s", "span", "strong", "sub"])
"""Elements that run on in the line; any other one begins a new line."""
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NAMES = ("aria-label", "title", "data-original-title", "data-bs-original-title", "alt")
"""Where an element that shows no text tells what it stands for."""
_STRAY_MAX = 50
"""How far up an end tag may look for its beginning: pages close what they never opened."""
_TABLES_MAX = 20_000
_BESIDE_MAX = 20_000


@dataclass(slots=True)
class _Open:
    """An element that matters, while it is open: a table, a row, a cell, or one that is hidden."""

    kind: str
    tag: str
    hidden: bool
    inside: dict[str, int] = field(default_factory=dict)
    """Plain elements open within it, so that their end is not taken for its own."""


def read(text: str) -> list[Grid]:
    """Every table of the page, in the order of their beginnings. Raises Refused."""
    page = _Page()
    for piece in pieces(text):
        if isinstance(piece, str):
            page.say(piece)
        elif piece.closes:
            page.close(piece.name)
        else:
            page.open(piece)
    page.close_all()
    for table in page.tables:
        table.grid.above = page.beside
    return [table.grid for table in page.tables]


def _is_off(tag: Tag) -> bool:
    """Whether it is a button that cannot be pressed."""
    said = tag.attributes
    return tag.name in ("button", "a", "li", "span") and (
        "disabled" in said or said.get("aria-disabled") == "true" or "disabled" in said.get("class", "").split()
    )


class _Page:
    def __init__(self) -> None:
        self.tables: list[WebTable] = []
        self._within: list[WebTable] = []
        self._stack: list[_Open] = []
        self.beside = [""]
        """What stands outside of all tables, line by line."""
        self._hidden = 0
        self._cells = 0
        self._ended = False
        """The last piece was the end of an element."""

    def say(self, text: str) -> None:
        cell = self._cell()
        if cell:
            cell.say(text)
        elif not self._within and not self._hidden and len(self.beside[-1]) < 200:
            self.beside[-1] += " ".join(f".{text[:200]}.".split())[1:-1]
        self._ended = False

    def open(self, tag: Tag) -> None:
        role = tag.attributes.get("role", "").strip().lower()
        kind = _NATIVE.get(tag.name) or _ROLES.get(role, "")
        hidden = "hidden" in tag.attributes or _HIDDEN.search(tag.attributes.get("style", "")) is not None
        if not self._within and _is_off(tag):
            hidden = True  # "Next", where there is none
        if tag.name == "li" and self._stack and self._stack[-1].tag == "li":
            self._pop(1)  # its end tag may be left out
        if kind in ("row", "cell"):
            self._finish(kind)
            if not self._within or (kind == "cell" and self._within[-1].cells is None):
                kind = ""  # a row outside of a table, a cell outside of a row
        if tag.name in _PARTS and self._within:
            self._within[-1].in_foot = tag.name == "tfoot"
        if self._ended or tag.name not in _INLINE:
            self._break()
        self._ended = False
        if not tag.alone and (kind or hidden):
            self._stack.append(_Open(kind, tag.name, hidden))
            self._hidden += hidden and kind != "row"
            self._begin(kind, tag, hidden)
        elif not tag.alone and self._stack:
            inside = self._stack[-1].inside
            inside[tag.name] = inside.get(tag.name, 0) + 1
        if cell := self._cell():
            cell.names |= {name[:60] for key in _NAMES if (name := tag.attributes.get(key, "").strip())}

    def close(self, name: str) -> None:
        if name not in _INLINE:
            self._break()
        self._ended = True
        for depth, element in enumerate(reversed(self._stack)):
            if element.inside.get(name):
                element.inside[name] -= 1
                return self._pop(depth)
            if element.tag == name:
                return self._pop(depth + 1)
            bars = element.kind == "table" or (element.kind == "cell" and name not in _NATIVE)
            if bars or depth == _STRAY_MAX:
                return None  # the end of something that did not begin here
        return None

    def close_all(self) -> None:
        self._pop(len(self._stack))

    def _cell(self) -> Cell | None:
        """The cell that is being written, where it shows."""
        return self._within[-1].cell if self._within and not self._hidden else None

    def _break(self) -> None:
        if cell := self._cell():
            cell.break_line()
        elif not self._within and self.beside[-1].strip() and len(self.beside) < _BESIDE_MAX:
            self.beside.append("")

    def _begin(self, kind: str, tag: Tag, hidden: bool) -> None:
        if kind == "table":
            if len(self.tables) == _TABLES_MAX:
                raise too_large(len(self.tables) + 1, _TABLES_MAX, "tables")
            self.tables.append(WebTable())
            self._within.append(self.tables[-1])
        elif kind == "row":
            self._within[-1].begin_row(hidden)
        elif kind == "cell":
            self._within[-1].cell = Cell(span(tag, "colspan", COLUMNS_MAX), span(tag, "rowspan", ROWSPAN_MAX))

    def _finish(self, kind: str) -> None:
        """A row or a cell begins: the one before it in the same table ends, though nothing may have said so."""
        for depth, element in enumerate(reversed(self._stack)):
            if element.kind == kind:
                return self._pop(depth + 1)
            if element.kind in ("table", "row") or depth == _STRAY_MAX:
                return None
        return None

    def _pop(self, count: int) -> None:
        for _ in range(count):
            element = self._stack.pop()
            self._hidden -= element.hidden and element.kind != "row"
            if element.kind == "cell":
                self._within[-1].end_cell(element.hidden)
            elif element.kind == "row":
                self._cells += self._within[-1].end_row()
                if self._cells > CELLS_MAX:
                    raise too_large(self._cells, CELLS_MAX, "cells")
            elif element.kind == "table":
                self._within.pop()
