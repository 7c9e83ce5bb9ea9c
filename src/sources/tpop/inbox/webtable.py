"""One table of a web page while it is being read: its cells, and those that reach over several rows and columns. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sources.tpop.inbox.markup import Tag
from sources.tpop.inbox.tables import CELL_MAX, COLUMNS_MAX, ROWS_MAX, Grid, row_of, too_large
from sources.tpop.inbox.text import shown

ROWSPAN_MAX = 1000
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Cell:
    """One cell."""

    columns: int
    rows: int
    text: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """How what stands in it is called, for those who do not see it."""
    size: int = 0

    def say(self, text: str) -> None:
        if self.size <= 2 * CELL_MAX:
            self.text.append(_BLANKS.sub(" ", text[: 2 * CELL_MAX]))
            self.size += len(text)

    def break_line(self) -> None:
        self.text.append("\n")

    def shown(self) -> str:
        """What it shows, line by line; where that is nothing, the one name of what stands in it."""
        lines = [" ".join(line.split()) for line in shown("".join(self.text)).split("\n")]
        text = "\n".join(line for line in lines if line)
        return text if text or len(self.names) != 1 else " ".join(shown(next(iter(self.names))).split())


@dataclass(slots=True)
class WebTable:
    """One table."""

    grid: Grid = field(default_factory=lambda: Grid("html"))
    cell: Cell | None = None
    cells: list[str] | None = None
    """Of the row that is open."""
    in_foot: bool = False
    _loose: bool = False
    _banner: bool = False
    """The row has one cell over several columns: "Today", "No orders"."""
    _count: int = 0
    _above: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Column -> how many rows more show this text: cells of rows above that reach down."""
    _below: dict[int, tuple[int, str]] = field(default_factory=dict)

    def begin_row(self, hidden: bool) -> None:
        self.cells, self._loose, self._banner = [], hidden or self.in_foot, False

    def end_cell(self, hidden: bool) -> None:
        cell, self.cell = self.cell, None
        if cell is None or self.cells is None or hidden:
            return
        self._banner = not self.cells and cell.columns > 1
        self._reach_down(self.cells)
        text = cell.shown()
        if cell.rows > 1:
            self._below[len(self.cells)] = cell.rows - 1, text
        self.cells += [text, *[""] * (cell.columns - 1)]
        del self.cells[COLUMNS_MAX + 1 :]

    def end_row(self) -> int:
        """Notes the row, and answers how much there was of it. Raises Refused."""
        cells, self.cells = self.cells or [], None
        for at in sorted(self._above):
            cells += [""] * (at - len(cells))
            self._reach_down(cells)
        self._above, self._below = self._below, {}
        self._count += 1
        if self._count > ROWS_MAX:
            raise too_large(self._count, ROWS_MAX, "rows")
        if any(cells):
            self.grid.rows.append(row_of(self._count, cells, loose=self._loose or self._banner))
        return len(cells) + 1

    def _reach_down(self, cells: list[str]) -> None:
        """Cells of rows above that reach down to where this row's next cell would stand."""
        while (at := len(cells)) in self._above:
            left, text = self._above.pop(at)
            cells.append(text)
            if left > 1:
                self._below[at] = left - 1, text


def span(tag: Tag, name: str, most: int) -> int:
    """How many rows or columns a cell takes: 1 where that cannot be read."""
    text = tag.attributes.get(name, "").strip()
    return max(min(int(text), most), 1) if text.isdecimal() and len(text) < 9 else 1
