"""Which column of a CSV file holds which field, and with which delimiter; and what is wrong with its header."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

ORDER_FIELDS = (
    *("id", "shop", "reference", "shop_order_id", "created_at", "updated_at", "status", "block_reason", "block_code"),
    *("manual", "production_at", "shipped_at"),
)
RECIPIENT_FIELDS = ("name", "address1", "address2", "postcode", "city", "country", "company")
LINE_FIELDS = {"sku": "sku", "quantity": "quantity", "line_id": "id"}
FIELDS = (*ORDER_FIELDS, *RECIPIENT_FIELDS, *LINE_FIELDS, "title", "variant", "tracking")
"""The headers that are understood; `columns` may give each another name."""
_IDENTITY = {"reference", "shop_order_id", "manual"}


def find_header(line: str, columns: Mapping[str, str]) -> tuple[str, list[str]]:
    """The delimiter that shows more of the headers we know, and the headers."""
    known = {*FIELDS, *(plain_header(name) for name in columns.values())}
    best: tuple[int, int, str, list[str]] | None = None
    for delimiter in (";", ","):
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        header = [plain_header(cell) for cell in cells]
        found = (sum(cell in known for cell in header), len(header), delimiter, header)
        if best is None or found[:2] > best[:2]:
            best = found
    assert best is not None
    return best[2], best[3]


def plain_header(name: str) -> str:
    """A header without case, and without blanks that nobody sees."""
    return " ".join(name.casefold().split())


def place(header: list[str], columns: Mapping[str, str]) -> tuple[dict[str, int], dict[str, Any] | None]:
    """Where each field stands, and what is wrong with that, if anything."""
    wanted = {name: plain_header(columns.get(name, name)) for name in FIELDS}
    where = {name: header.index(title) for name, title in wanted.items() if title in header}
    twice = sorted(name for name, title in wanted.items() if header.count(title) > 1)
    missing = [name for name in ("id", "status") if name not in where]
    if not where.keys() & _IDENTITY:
        missing.append("reference")
    # A header that the merchant named and that is not there: the file is another one than it used to be.
    missing += [name for name in columns if name not in where and name not in missing]
    bad: dict[str, Any] = {"missing": missing} if missing or twice else {}
    if named := {name: columns[name][:60] for name in missing if name in columns}:
        bad["named"] = named
    if twice:
        bad["twice"] = twice
        where = {name: at for name, at in where.items() if name not in twice}
    return where, bad or None


def is_readable(where: Mapping[str, int]) -> bool:
    """Without these columns nobody knows whose order a row is."""
    return {"id", "status"} <= where.keys() and bool(where.keys() & _IDENTITY)
