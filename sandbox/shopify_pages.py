"""Connections: pages that go on after the values of the last row, as Shopify's cursors hold them."""

from __future__ import annotations

import base64
import heapq
import json
from collections.abc import Callable, Sequence
from typing import Any

from sandbox.shopify_errors import Refusal

Doc = dict[str, Any]
MOST = 250
"""Rows of one page."""
SORTS = {"CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt", "PROCESSED_AT": "processedAt", "ID": ""}


def size(first: int | None) -> int:
    """How many rows a connection is asked for."""
    if first is None:
        raise Refusal("BAD_REQUEST", "you must provide one of first or last")
    if not 0 <= first <= MOST:
        raise Refusal("BAD_REQUEST", f"first must be from 0 to {MOST}")
    return first


def cut(rows: Sequence[Doc], first: int | None) -> Sequence[Doc]:
    """A list that is cut short, without a word about the rest."""
    return rows if first is None else rows[: size(first)]


def sorted_page(
    found: Sequence[Doc], first: int | None, after: str | None, sort: str, deepest: int, *, reverse: bool = False
) -> Doc:
    """A page of orders. Whoever was changed since stands where it belongs now; whoever is gone shifts nothing."""
    count, value = size(first), _value_of(sort)
    rows: Sequence[Doc] = found
    if after is not None:
        last = _read(after, sort)
        rows = [doc for doc in found if (value(doc) < last if reverse else value(doc) > last)]
    if len(found) - len(rows) + min(count, len(rows)) > deepest:
        raise Refusal("BAD_REQUEST", f"Pagination goes no deeper than {deepest} objects.")
    pick = heapq.nlargest if reverse else heapq.nsmallest
    return _page(pick(count + 1, rows, key=value), count, after is not None, lambda doc: _cursor(doc, sort))


def in_order(found: Sequence[Doc], sort: str, *, reverse: bool = False) -> Sequence[Doc]:
    return sorted(found, key=_value_of(sort), reverse=reverse)


def listed_page(rows: Sequence[Doc], first: int | None, after: str | None, *, reverse: bool = False) -> Doc:
    """A page of what hangs on one order: in the order's own order."""
    count = size(first)
    rows = rows[::-1] if reverse else rows
    if after is not None:
        last = _parsed(after)["last_id"]
        rows = rows[next((n + 1 for n, row in enumerate(rows) if number(row["id"]) == last), len(rows)) :]
    return _page(rows[: count + 1], count, after is not None, lambda row: _encoded(number(row["id"]), None))


def whole(rows: Sequence[Doc]) -> Doc:
    """All of them, as an export takes them."""
    return {"nodes": rows, "edges": [{"cursor": "", "node": row} for row in rows], "pageInfo": _info(False, False)}


def number(gid: str) -> int:
    return int(gid.rsplit("/", 1)[-1])


def _page(rows: Sequence[Doc], count: int, later: bool, cursor: Callable[[Doc], str]) -> Doc:
    """`rows`: one more than asked for, where there is one."""
    shown = rows[:count]
    info = _info(len(rows) > count, later)
    if shown:
        info |= {"startCursor": cursor(shown[0]), "endCursor": cursor(shown[-1])}
    return {
        "nodes": shown,
        "edges": lambda: [{"cursor": cursor(row), "node": row} for row in shown],
        "pageInfo": info,
    }


def _info(more: bool, later: bool) -> Doc:
    return {"hasNextPage": more, "hasPreviousPage": later, "startCursor": None, "endCursor": None}


def _value_of(sort: str) -> Callable[[Doc], tuple[str, int]]:
    key = SORTS[sort]
    if not key:
        return lambda doc: ("", int(doc["legacyResourceId"]))
    return lambda doc: (doc[key], int(doc["legacyResourceId"]))


def _cursor(doc: Doc, sort: str) -> str:
    own, key = int(doc["legacyResourceId"]), SORTS[sort]
    # Shopify keeps times finer than it shows them; the stand-in's are whole seconds
    return _encoded(own, f"{doc[key][:19].replace('T', ' ')}.000000" if key else str(own))


def _encoded(own: int, value: str | None) -> str:
    told = {"last_id": own, "last_value": str(own) if value is None else value}
    return base64.b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()


def _parsed(cursor: str) -> Doc:
    try:
        told = json.loads(base64.b64decode(cursor, validate=True))
        return {"last_id": int(told["last_id"]), "last_value": str(told["last_value"])}
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("BAD_REQUEST", "Invalid cursor for current pagination sort.") from error


def _read(cursor: str, sort: str) -> tuple[str, int]:
    told = _parsed(cursor)
    value, dated = told["last_value"], len(told["last_value"]) == 26 and told["last_value"][10] == " "
    if dated != bool(SORTS[sort]):
        raise Refusal("BAD_REQUEST", "Invalid cursor for current pagination sort.")
    return (f"{value[:10]}T{value[11:19]}Z" if dated else "", told["last_id"])
