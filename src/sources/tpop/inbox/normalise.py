"""A table to the feed's rows: one line item per row there, one order per row here. Pure, never raises.

The cells stay text: the feed contract judges them afterwards, as it judges JSON. Only dates are read here, because
what people paste is local; and a state that its cell tells with more words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from itertools import chain
from typing import Any

from core.model import iso
from sources.tpop.inbox import furniture
from sources.tpop.inbox.cells import NOTHING, Order, bears_status
from sources.tpop.inbox.columns import LINE_FIELDS, Columns, Placement
from sources.tpop.inbox.dates import Dates
from sources.tpop.inbox.pager import is_one_page
from sources.tpop.inbox.tables import HEAD_ROWS, Grid, Row

_RULE = "-–—:=_+ "
"""A row of nothing else is a line that somebody drew."""
_NUMBERS = frozenset({"id", "reference", "shop_order_id"})
_POINT_ZERO = re.compile(r"(\d{1,15})[.,]0{1,2}")
"""A number that a program took for an amount: 1042.0."""
DATES = ("created_at", "updated_at", "production_at", "shipped_at")


@dataclass(slots=True)
class Table:
    """What a table holds."""

    kind: str
    headings: Placement | None = None
    """None: no row of it is one of headings."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """Raw feed rows, unchecked: one per order."""
    numbers: list[list[int]] = field(default_factory=list)
    """On which of the table's rows each of them stands."""
    faults: dict[int, dict[str, str]] = field(default_factory=dict)
    """What is already known to be wrong, by position in `rows`."""
    lost: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Rows that might belong to any order, by number."""
    days: dict[str, date] = field(default_factory=dict)
    """Order -> the day of its creation, where the table tells no hour."""
    beside: list[str] = field(default_factory=list)
    """What stands around the table."""
    around: int = 0
    """Rows that are none of the table's: a page's foot."""
    more: int = 0
    """Other tables of the file that would be understood too, and are not read."""
    one_page: bool = False
    """The file says itself that these are not all orders."""


def read(grids: Sequence[Grid], columns: Columns, zone: tzinfo) -> Table:
    """The one table of a file whose headings are understood best. A page's tables with its very headings are one."""
    seen = [one for one in (_headings(grid, columns) for grid in grids) if one]
    if not seen:
        return Table(kind=grids[0].kind if grids else "")
    grid, at, placed = max(seen, key=_worth)
    table = Table(grid.kind, placed, beside=[*grid.above, *(furniture.line(row) for row in grid.rows[:at])])
    if not placed.readable:
        return table
    rows = list(grid.rows[at + 1 :])
    taken = [grid]
    for other, start, its in seen:
        if other is grid or not its.readable or len(other.rows) == start + 1:
            continue
        if grid.kind == "html" and list(its.cells) == list(placed.cells):
            rows += other.rows[start + 1 :]
            taken.append(other)
        else:
            table.more += 1
    heads = list(placed.cells)
    rows = [row for row in rows if row.cells != heads]  # headings come once more on every page
    first = len(rows) - furniture.ends(rows, placed)
    rows[first:] = [row._replace(loose=True) for row in rows[first:]]
    _Reader(table, placed, zone, rows).read(rows)
    said = chain(
        table.beside, *(furniture.around(other) for other in grids if not any(other is one for one in taken))
    )
    known = sum(map(len, table.numbers)) + len(table.lost)
    table.one_page = is_one_page(said, orders=len(table.rows), rows=known)
    return table


def _headings(grid: Grid, columns: Columns) -> tuple[Grid, int, Placement] | None:
    """The first row that is understood as far as it needs to be, else the best of the first ones."""
    best: tuple[Grid, int, Placement] | None = None
    for at, row in enumerate(grid.rows[:HEAD_ROWS]):
        placed = columns.place(row.cells)
        if placed.score[1] and (best is None or placed.score > best[2].score):
            best = grid, at, placed
            if placed.readable:
                break
    return best


def _worth(seen: tuple[Grid, int, Placement]) -> tuple[bool, bool, int]:
    grid, at, placed = seen
    return placed.readable, len(grid.rows) > at + 1, placed.score[1]


class _Reader:
    """Puts the rows of each order together, in the order in which they come."""

    def __init__(self, table: Table, placed: Placement, zone: tzinfo, rows: Sequence[Row]) -> None:
        self._table, self._where = table, placed.where
        self._shows_lines = any(name in placed.where for name in LINE_FIELDS)
        self._dates = {
            name: Dates(zone, [self._cell(row, name) for row in rows if not row.fault])
            for name in DATES
            if name in placed.where
        }

    def read(self, rows: Sequence[Row]) -> None:
        table = self._table
        orders: dict[str, tuple[Order, list[int]]] = {}
        doubted: set[str] = set()
        order_id = ""
        for row in rows:
            if not row.fault and not any(cell.strip(_RULE) for cell in row.cells):
                continue
            if (row.loose or furniture.is_sum(row)) and not bears_status(row.cells):
                table.around += 1
                table.beside += furniture.cell_by_cell(row)
                continue
            row_id = self._cell(row, "id")
            if row_id and not row.fault:
                order_id = row_id
                order, numbers = orders.setdefault(order_id, (Order(), []))
                order.add({name: cell for name in self._where if (cell := self._dated(row, name, order.faults))})
                numbers.append(row.number)
                continue
            table.lost.append((row.number, {"row": row.fault} if row.fault else {"id": "is missing"}))
            # It may have been a line of the order it names, or of the one above.
            doubted |= {order_id, row_id}
        for order_id, (order, numbers) in orders.items():
            if order_id in doubted and self._shows_lines:
                order.faults.setdefault("lines", "may lack a row that could not be read")
            made = order.row()
            self._drop_days(order_id, made, order.faults)
            if order.faults:
                table.faults[len(table.rows)] = order.faults
            table.rows.append(made)
            table.numbers.append(numbers)

    def _cell(self, row: Row, name: str) -> str:
        at = self._where.get(name, -1)
        cell = row.cells[at] if 0 <= at < len(row.cells) else ""
        if name == "created_at" and cell and (clock := self._cell(row, "created_time")):
            cell = f"{cell} {clock}"
        if name in _NUMBERS and (whole := _POINT_ZERO.fullmatch(cell)):
            return whole[1]
        return "" if cell in NOTHING else cell

    def _dated(self, row: Row, name: str, faults: dict[str, str]) -> str:
        """A cell, its date as the feed writes them; what it tells of a day alone is noted as a day."""
        cell = self._cell(row, name)
        if not cell or name not in self._dates:
            return cell
        told = self._dates[name].read(cell)
        if told.fault:
            faults.setdefault(name, told.fault)
        return iso(told.moment) or (told.day.isoformat() if told.day else cell)

    def _drop_days(self, order_id: str, made: dict[str, Any], faults: dict[str, str]) -> None:
        """A day alone is no time: it only serves to say how far the list reaches back."""
        for name in self._dates:
            if len(made.get(name, "")) == len("2026-11-23") and name not in faults:
                day = date.fromisoformat(made.pop(name))
                if name == "created_at":
                    self._table.days[order_id] = day
