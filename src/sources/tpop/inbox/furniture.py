"""Rows of a table that are none of orders (sums, a page's foot), and what stands around a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sources.tpop.inbox.columns import Placement
from sources.tpop.inbox.pager import is_furniture
from sources.tpop.inbox.tables import Grid, Row
from sources.tpop.words import fold

_SUM = re.compile(
    r"(?:(?:grand |sous |sub)?total|tota(?:ux|le|ls)|somme|(?:gesamt|zwischen)?summe|gesamt|anzahl|number of orders"
    r"|nombre de commandes)(?: (?:general|generale|ttc|ht|[\d ]+(?: [a-z]+)?))?|\d+ (?:commandes?|orders?|bestellungen)"
)
_AMOUNT = re.compile(r"[-+]?\d[\d\s.,'’]*(?:€|EUR|\$|£)?|[$£€]\s?\d[\d\s.,]*")
_WORD = re.compile(r"[^\W\d_]{2}")
_KEYS = ("id", "reference", "shop_order_id", "status", "created_at", "sku", "line_id", "title", "name")
"""A row with none of these that stands below all others sums them up."""


def line(row: Row) -> str:
    """Its cells, one after the other."""
    return " ".join(cell for cell in row.cells if cell)[:200]


def is_sum(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell), "")
    return _SUM.fullmatch(fold(first[:40])) is not None


def ends(rows: list[Row], placed: Placement) -> int:
    """How many of the last rows are none of orders: sums, and sentences that stand alone."""
    keys = {placed.where[name] for name in _KEYS if name in placed.where}
    count = 0
    for row in reversed(rows):
        filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
        alone = filled[0][1] if len(filled) == 1 else ""
        sentence = sum(_WORD.search(word) is not None for word in alone.split()) > 1
        sentence |= is_furniture(alone) and not alone.isdecimal()
        sums = all(at not in keys and _AMOUNT.fullmatch(cell[:40]) for at, cell in filled)
        if row.fault or not (sentence or sums or is_sum(row)):
            break
        count += 1
    return count


def cell_by_cell(row: Row) -> Iterator[str]:
    """What it says, line by line; between two cells nothing goes on."""
    for cell in filter(None, row.cells):
        yield from cell.split("\n")
        if len(row.cells) > 1:
            yield ""


def around(other: Grid) -> Iterator[str]:
    """What another table says, line by line: pages are laid out in tables, and what turns them may be one."""
    for row in other.rows:
        if len(other.rows) == 1:
            yield line(row)
        yield from cell_by_cell(row)
        yield ""
