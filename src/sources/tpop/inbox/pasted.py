"""Text to a table: CSV, or what somebody pasted from a screen, its cells apart by tabs, bars or blanks. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from sources.tpop.inbox.columns import Columns, Placement
from sources.tpop.inbox.tables import HEAD_ROWS, ROWS_MAX, Grid, Row, row_of, too_large
from sources.tpop.inbox.text import lines_of
from sources.tpop.words import status_of

QUOTES = "has a quotation mark out of place"
MANY = "has more cells than the header"
FEW = "has fewer cells than the header"
LONG = "is far too long"
_LINE_MAX = 100_000
"""Characters. A longer line is no order; the headings are never longer than a tenth of it."""
_DELIMITERS = {"csv": (";", ","), "tab": ("\t",), "bars": ("|",)}
_BLANKS = re.compile(r"(?: |\t|\u00a0){2,}")
_BROKEN_MAX = 8
"""Lines that one row may be broken into, by line breaks inside its cells."""


def read(text: str, columns: Columns) -> Grid | None:
    """The table below the best row of headings; None where no row is one. Raises Refused."""
    lines = lines_of(text)
    if len(lines) > ROWS_MAX:
        raise too_large(len(lines), ROWS_MAX, "rows")
    best: tuple[tuple[bool, int, int], int, str, str, Placement] | None = None
    looked = 0
    for at, line in enumerate(lines):
        if not line.strip() or len(line) > _LINE_MAX // 10:
            continue
        for kind, delimiter, cells in _split(line):
            placed = columns.place(cells)
            score = (*placed.score, len(cells))
            if placed.score[1] and (best is None or score > best[0]):
                best = score, at, kind, delimiter, placed
        looked += 1
        if looked == HEAD_ROWS or (best and best[0][0]):
            break
    if best is None:
        return None
    _, at, kind, delimiter, placed = best
    grid = Grid(kind, [row_of(at + 1, list(placed.cells))], [line[:200] for line in lines[:at] if line.strip()])
    below = [(number, line) for number, line in enumerate(lines[at + 1 :], at + 2)]
    heads, width = list(placed.cells), len(placed.cells)
    if kind == "csv":
        grid.rows += _quoted(below, delimiter, width)
    elif kind == "tab":
        quoted = any('"' in line for _, line in below)
        whole = below if quoted else list(_mended(below, width, placed))
        grid.rows += _ends_loose(list(_quoted(whole, delimiter, width, strict_width=True)), heads)
    else:
        grid.rows += _ends_loose([_plain(number, line, kind, width) for number, line in below if line.strip()], heads)
    return grid


def _split(line: str) -> Iterator[tuple[str, str, list[str]]]:
    """A line's cells in every way that makes more than one of it."""
    for kind, delimiters in _DELIMITERS.items():
        for delimiter in delimiters:
            if delimiter in line:
                yield kind, delimiter, _bare(line, kind) if kind == "bars" else _first(line, delimiter)
    if len(cells := _bare(line, "blanks")) > 1:
        yield "blanks", "", cells


def _first(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _bare(line: str, kind: str) -> list[str]:
    """Cells that know no quotation marks."""
    if kind == "bars":
        line = line.strip().removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in line.split("|")]
    return [cell.strip() for cell in _BLANKS.split(line.strip())]


def _plain(number: int, line: str, kind: str, width: int) -> Row:
    """Where blanks part the cells, an empty cell leaves no trace: only a full row says which cell is which."""
    if len(line) > _LINE_MAX:
        return Row(number, [], LONG)
    row = row_of(number, _bare(line, kind))
    if row.fault or len(row.cells) == width:
        return row
    return row._replace(fault=FEW if len(row.cells) < width else MANY)


def _quoted(lines: list[tuple[int, str]], delimiter: str, width: int, *, strict_width: bool = False) -> Iterator[Row]:
    """CSV's rows, which may stand over several lines. `strict_width`: every row has all its cells, or is none."""
    fed: list[int] = []
    long: list[int] = []

    def feed() -> Iterator[str]:
        for number, line in lines:
            fed.append(number)
            if len(line) > _LINE_MAX:
                long.append(number)
                yield "\n"
            else:
                yield f"{line}\n"

    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        before = len(fed)
        fault, cells = "", []
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            yield from (Row(one, [], LONG) for one in long)
            return
        except csv.Error:
            fault = QUOTES
        number = fed[before] if before < len(fed) else fed[-1]
        yield from (Row(one, [], LONG) for one in long)
        long.clear()
        row = row_of(number, cells)
        fault = fault or row.fault
        if not any(cells) and not fault:
            continue
        if not fault and any(cells[width:]):
            fault = MANY
        elif not fault and len(fed) - before > 1 and any(cell.count(delimiter) >= width - 1 for cell in cells):
            fault = QUOTES  # it has swallowed the rows below it
        elif not fault and strict_width and len(cells) < width:
            fault = FEW
        yield row._replace(fault=fault)


def _mended(lines: list[tuple[int, str]], width: int, placed: Placement) -> Iterator[tuple[int, str]]:
    """Browsers copy a line break inside a cell as a line break: such rows are put together again, where they fit.

    They fit when the pieces have just the tabs of one row, and no piece but the first tells a status of its own.
    """
    status = placed.where.get("status", -1)
    at = 0
    while at < len(lines):
        number, line = lines[at]
        taken, tabs = 1, line.count("\t")
        while line.strip() and tabs < width - 1 and taken < _BROKEN_MAX and at + taken < len(lines):
            more = lines[at + taken][1]
            cells = more.split("\t")
            if len(cells) == width:
                break  # a row by itself
            if 0 <= status < len(cells) and len(cells) > 1 and status_of(cells[status][:60]) != "unknown":
                break
            tabs, taken = tabs + more.count("\t"), taken + 1
        if taken > 1 and tabs == width - 1:
            pieces = [piece for _, piece in lines[at : at + taken]]
            yield number, "\t".join(_as_cell(cell) for cell in "\n".join(pieces).split("\t"))
            at += taken
        else:
            yield number, line
            at += 1


def _as_cell(cell: str) -> str:
    cell = cell.strip()
    return '"' + cell.replace('"', '""') + '"' if "\n" in cell else cell


def _ends_loose(rows: list[Row], heads: list[str]) -> list[Row]:
    """A page's foot ("1–25 of 132", "Next") is copied with its table, and so is what stands above the next one.

    Rows of one cell at the end, or above headings that come once more, may be no rows.
    """
    at_end = True
    for at in range(len(rows) - 1, -1, -1):
        lone = len(rows[at].cells) == 1
        at_end = rows[at].cells == heads or (at_end and lone)
        if at_end and lone:
            rows[at] = rows[at]._replace(loose=True)
    return rows
