"""Rows of cells: what every kind of file becomes before anybody asks what it means. Values and limits only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TABLE_MAX = 16 * 1024 * 1024
"""Bytes of a file that is no JSON."""
ROWS_MAX = 100_000
"""A month of two thousand orders a day, most of them with one article. It takes 200 MB to read."""
COLUMNS_MAX = 200
CELL_MAX = 5_000
"""Characters. No order has more to say in one cell; a whole page that slipped into one has."""
CELLS_MAX = 4_000_000
HEAD_ROWS = 60
"""The headings stand within so many rows: above them a page's title, its menu, a filter."""


class Row(NamedTuple):
    """One row of a table, its cells trimmed."""

    number: int
    """As whoever opens the file counts it: line of the text, row of the sheet or of the page's table; from 1."""
    cells: list[str]
    fault: str = ""
    """Why its cells cannot be trusted; "": they can."""
    loose: bool = False
    """It may be no row of the table at all (a page's foot, a row that is not shown): only if it bears a status."""


@dataclass(slots=True)
class Grid:
    """One table of a file."""

    kind: str
    """csv · tab · bars · blanks · lines · html · xlsx: how it was written."""
    rows: list[Row] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    """What stands above its headings, or beside it: there a list may say when it was made, and what page this is."""


class Refused(Exception):
    """A file that cannot be read as tables: a trouble's kind and its detail (core.model.Trouble)."""

    def __init__(self, kind: str, detail: Mapping[str, Any]) -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, dict(detail)


def not_understood(why: str, **detail: Any) -> Refused:
    """`why`: no_table · columns · unsure · old_excel · other_format · damaged."""
    return Refused("not_understood", {"why": why, **detail})


def too_large(size: int, most: int, what: str = "bytes") -> Refused:
    return Refused("too_large", {what: size, f"max_{what}": most})


def row_of(number: int, cells: list[str], *, loose: bool = False) -> Row:
    """A row whose cells are looked at: too many, too long, or with what no text holds, and it is not trusted."""
    fault = ""
    if len(cells) > COLUMNS_MAX:
        fault, cells = "has far too many cells", cells[:COLUMNS_MAX]
    elif any(len(cell) > CELL_MAX for cell in cells):
        fault, cells = "has a cell that is far too long", [cell[:CELL_MAX] for cell in cells]
    elif any("\0" in cell for cell in cells):
        fault = "holds what no text holds"
    return Row(number, cells, fault, loose)
