"""A page's bytes, checked against the feed contract.

A whole page is validated in one go; only where that fails is it read row by row, so that one bad order costs one order,
and one bad field costs one field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from core.errors import SourceError
from sources.tpop.feed import AnyOrder, FeedDocument, FeedHead, FeedOrder
from sources.tpop.times import BadTime, moment

# pydantic remembers strings that it met, to share them; most of ours come once, so that costs a fifth of the reading.
# (A TypedDict by itself takes no such setting from outside: hence the "or None", which `read` turns down.)
_PAGE: TypeAdapter[FeedDocument | None] = TypeAdapter(FeedDocument | None, config=ConfigDict(cache_strings="keys"))
_HEAD = TypeAdapter(FeedHead)
_ROW = TypeAdapter(AnyOrder)
HEAD_FIELDS = ("as_of", "since", "until", "complete", "next")


class Document(NamedTuple):
    """One page as read: its own words about itself, and its rows."""

    as_of: datetime | None
    since: datetime | None
    until: datetime | None
    complete: bool | None
    """None: the page does not say."""
    next: str
    rows: list[Any]
    checked: bool
    """The rows are FeedOrders; False: anything may stand there."""
    faults: Mapping[str, str]
    """Fields of the page itself that could not be read, and why."""


def read(body: bytes) -> Document:
    """A page's bytes, checked. Raises SourceError: not_json, or other where there is no list of orders."""
    try:
        page: Any = _PAGE.validate_json(body)
    except ValidationError:
        page = None
    if page is None:
        page = _parsed(body)
        head, faults = _lenient(_HEAD, {key: page[key] for key in HEAD_FIELDS if key in page})
        return _document(head, page["orders"], False, faults)
    return _document(page, page["orders"], True, {})


def check(row: object) -> tuple[FeedOrder | None, dict[str, str]]:
    """One row by itself: what of it can be read, and what is wrong with the rest, by field.

    What is answered may lack `id` and `status`; None: the row is not even an object.
    """
    if not isinstance(row, dict):
        return None, {"order": "is not an object"}
    found, faults = _lenient(_ROW, row)
    return cast(FeedOrder, found), faults


def _document(head: Any, rows: list[Any], checked: bool, faults: Mapping[str, str]) -> Document:
    bad = dict(faults)

    def time(field: str) -> datetime | None:
        try:
            return moment(head[field]) if head.get(field) else None
        except BadTime as wrong:
            bad[field] = str(wrong)
            return None

    return Document(
        as_of=time("as_of"),
        since=time("since"),
        until=time("until"),
        complete=head.get("complete"),
        next=head.get("next") or "",
        rows=rows,
        checked=checked,
        faults=bad,
    )


def _parsed(body: bytes) -> dict[str, Any]:
    # json, not pydantic: it lets half a surrogate pass (an emoji cut in two), which then costs one row, not the page.
    try:
        page = json.loads(body, parse_constant=_nothing)
    except (ValueError, RecursionError):
        page = _NOTHING
    if page is _NOTHING:
        raise SourceError("not_json", "The TPOP list is not JSON.", {"bytes": len(body)})
    if not isinstance(page, dict) or not isinstance(page.get("orders"), list):
        raise SourceError("other", "The TPOP list has no list named 'orders'.", {"what": "no_orders"})
    return page


_NOTHING = object()


def _nothing(_constant: str) -> None:
    """NaN is no JSON, but what some exports write for "nothing"."""


def _lenient(adapter: TypeAdapter[Any], row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that can be read. A fault inside a list or an object costs the whole of that field."""
    faults: dict[str, str] = {}
    try:
        found: dict[str, Any] = adapter.validate_python(row)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False):
            path = ".".join(part for part in error["loc"] if isinstance(part, str))
            problem = "is missing" if error["input"] is None else _PROBLEMS.get(error["type"], "cannot be read")
            faults.setdefault(path, problem)
        bad = {path.partition(".")[0] for path in faults}
        found = adapter.validate_python({key: value for key, value in row.items() if key not in bad})
    return found, faults


_PROBLEMS: Mapping[str, str] = {
    "string_type": "is not text",
    "string_unicode": "holds half a character",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is too large",
    "less_than_equal": "is too large",
    "greater_than_equal": "is below zero",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "list_type": "is not a list",
    "dict_type": "is not an object",
}
