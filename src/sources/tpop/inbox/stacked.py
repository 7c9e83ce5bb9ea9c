"""Text with one cell a line, as pages that are no tables are copied: taken only where it fits all the way down. Pure."""

from __future__ import annotations

import re

from sources.tpop.inbox.columns import Columns, Placement
from sources.tpop.inbox.pager import is_furniture
from sources.tpop.inbox.tables import HEAD_ROWS, Grid, row_of
from sources.tpop.inbox.text import lines_of
from sources.tpop.words import status_of

_LINES_MAX = 20_000
_WIDTHS = range(3, 21)
_FOOT = 6
"""Lines below the table that may be the page's own."""
_TURNS = 25
"""More of them only where they are nothing but pages to turn to."""

Cells = list[tuple[int, str]]


def read(text: str, columns: Columns) -> Grid | None:
    """The table, where one width makes rows of all lines; None where none does, or two do."""
    cells = [(number, line.strip()) for number, line in enumerate(lines_of(text), 1) if line.strip()]
    if len(cells) > _LINES_MAX:
        return None
    found: dict[tuple[int, int], Grid] = {}
    turns = next((n for n, (_, line) in enumerate(reversed(cells)) if not is_furniture(line)), 0)
    feet = [foot for foot in range(max(_FOOT, min(turns, _TURNS) + 1)) if not _speaks(cells[len(cells) - foot :])]
    for top in range(min(HEAD_ROWS, len(cells))):
        for width in _WIDTHS:
            heads = [cell for _, cell in cells[top : top + width]]
            placed = columns.place(heads)
            if len(heads) < width or not placed.readable or not all(map(_may_head, heads)):
                continue
            for foot in feet:
                body = cells[top + width : len(cells) - foot]
                if body and len(body) % width == 0 and _fits(body, width, placed):
                    found.setdefault((top, width), _grid(cells, top, width, len(body)))
    return found.popitem()[1] if len(found) == 1 else None


def _fits(body: Cells, width: int, placed: Placement) -> bool:
    """Every number of TPOP's looks like the first one, and most states are known: one cell too few would show."""
    ids = [cell for _, cell in body[placed.where["id"] :: width]]
    states = [cell for _, cell in body[placed.where["status"] :: width]]
    known = sum(status_of(state[:60]) != "unknown" for state in states)
    return len({_shape(one) for one in ids}) == 1 and len(set(ids)) == len(ids) and known * 2 > len(states)


def _speaks(foot: Cells) -> bool:
    """A state below the table belongs to an order of which a cell has left no trace."""
    return any(status_of(cell[:60]) != "unknown" for _, cell in foot)


def _may_head(cell: str) -> bool:
    """No number, and no state: else the headings would go on into the first row."""
    return sum(c.isdigit() for c in cell) < 3 and status_of(cell[:60]) == "unknown"


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell))


def _grid(cells: Cells, top: int, width: int, size: int) -> Grid:
    end = top + width + size
    rows = [row_of(cells[at][0], [cell for _, cell in cells[at : at + width]]) for at in range(top, end, width)]
    rows += [row_of(number, [cell], loose=True) for number, cell in cells[end:]]
    return Grid("lines", rows, [cell[:200] for _, cell in cells[:top]])
