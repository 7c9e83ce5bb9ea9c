"""A CSV file's bytes to the feed's rows: one line item per row there, one order per row here. Pure, never raises.

The cells stay text: the feed contract judges them afterwards, as it judges JSON.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sources.tpop.inbox.columns import LINE_FIELDS, ORDER_FIELDS, RECIPIENT_FIELDS, find_header, is_readable, place
from sources.tpop.words import fold

_TRUE = frozenset({"true", "1", "yes", "y", "x", "oui", "vrai", "ja", "wahr", "si", "sim"})
_FALSE = frozenset({"false", "0", "no", "n", "non", "faux", "nein", "falsch", "nee"})
_DISAGREE = "differs between two rows of the same order"
_QUOTES = "has a quotation mark out of place"


@dataclass(slots=True)
class Table:
    """What a CSV file holds."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    """Raw feed rows, unchecked."""
    faults: dict[int, dict[str, str]] = field(default_factory=dict)
    """What is already known to be wrong, by position in `rows`."""
    lost: list[dict[str, str]] = field(default_factory=list)
    """Rows that might belong to any order."""
    bad_columns: Mapping[str, Any] | None = None
    """What is wrong with the header: then the file proves nothing."""


def read(body: bytes, columns: Mapping[str, str]) -> Table:
    """The table in a file. `columns`: feed field -> the header that stands for it, where it is another."""
    lines = _lines(_text(body))
    while lines and (not lines[0].strip() or lines[0].lower().startswith("sep=")):
        lines.pop(0)  # Excel's own hint, or blank lines on top
    if not lines:
        return Table(bad_columns={"missing": ["id", "status", "reference"]})
    delimiter, header = find_header(lines[0], columns)
    where, bad = place(header, columns)
    table = Table(bad_columns=bad)
    if is_readable(where):
        orders: dict[str, _Order] = {}
        doubted: set[str] = set()
        order_id = ""
        for cells, trusted in _cells(lines[1:], delimiter, len(header), table):
            row = {name: cells[at] for name, at in where.items() if at < len(cells) and cells[at]}
            if trusted and "id" in row:
                order_id = row["id"]
                orders.setdefault(order_id, _Order()).add(row)
                continue
            if trusted:
                table.lost.append({"id": "is missing"})
            # It may have been a line of the order it names, or of the one above.
            doubted |= {order_id, row.get("id", "")}
        for order_id, order in orders.items():
            if order_id in doubted:
                order.faults.setdefault("lines", "may lack a row that could not be read")
            if order.faults:
                table.faults[len(table.rows)] = order.faults
            table.rows.append(order.row())
    return table


class _Order:
    """The rows of one order, put together. What two rows tell differently is a fault."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._fields: dict[str, Any] = {}
        self._recipient: dict[str, str] = {}
        self._lines: list[dict[str, str]] = []
        self._parcels: list[dict[str, str]] = []

    def add(self, row: Mapping[str, str]) -> None:
        line: dict[str, str] = {}
        for name, value in row.items():
            if name in LINE_FIELDS:
                line[LINE_FIELDS[name]] = _whole(value) if name == "quantity" else value
            elif name == "tracking":
                self._parcels.append({"number": value})
            elif name in RECIPIENT_FIELDS:
                if self._recipient.setdefault(name, value) != value:
                    self.faults["recipient"] = _DISAGREE
            elif name in ORDER_FIELDS:
                known = self._fields.setdefault(name, value)
                if known != value:
                    # Rows of an order are often exported as they changed: the newest `updated_at` counts, no more.
                    if name == "updated_at":
                        self._fields[name] = max(known, value)
                    else:
                        self.faults[name] = _DISAGREE
            elif name in ("title", "variant"):
                line.setdefault("sku", "")
        if line:
            self._lines.append(line)

    def row(self) -> dict[str, Any]:
        made = dict(self._fields)
        if "manual" in made:
            word = fold(made["manual"])
            made["manual"] = True if word in _TRUE else False if word in _FALSE else made["manual"]
        if self._recipient:
            made["recipient"] = self._recipient
        if self._lines:
            made["lines"] = self._lines
        if self._parcels:
            made["tracking"] = self._parcels
        return made


def _whole(text: str) -> str:
    # Spreadsheets write 2 as 2,0 or 2.00.
    number, _, rest = text.replace(",", ".").partition(".")
    return number if not rest.strip("0") else text


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _lines(text: str) -> list[str]:
    # Not splitlines(): it also splits at characters that may stand inside an address.
    return [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _cells(lines: list[str], delimiter: str, width: int, table: Table) -> Iterator[tuple[list[str], bool]]:
    """Each row's cells, trimmed, and whether they can be trusted; where not, that is noted as lost."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        before = reader.line_num
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            table.lost.append({"row": _QUOTES})
            yield [], False
            continue
        if not any(cells):
            continue
        over_lines = reader.line_num - before > 1
        if any(cells[width:]):
            table.lost.append({"row": "has more cells than the header"})
            yield cells, False
        elif over_lines and any(cell.count(delimiter) >= width - 1 for cell in cells):
            table.lost.append({"row": _QUOTES})  # it has swallowed the rows below it
            yield cells, False
        else:
            yield cells, True
