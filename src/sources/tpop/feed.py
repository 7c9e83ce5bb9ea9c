"""The feed contract: what a TPOP list may hold, field by field, and how its bytes are checked against it.

Public (CONTRACTS section 4, docs/tpop-feed.md): merchants' bridges write it. A whole page is validated in one go; only
where that fails is it read row by row, so that one bad order costs one order, and one bad field costs one field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple, cast

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, WithJsonSchema
from typing_extensions import TypedDict

from core.errors import SourceError
from sources.tpop.times import BadTime, moment

_CONFIG = ConfigDict(coerce_numbers_to_str=True, str_strip_whitespace=True)

# Numbers are taken as text: 88001 and "88001" are the same id. (A union of str and int would say so too, and be a
# quarter slower.) Times stay text here: datetime.fromisoformat reads them faster, and straight into datetime.UTC.
Text = Annotated[str, WithJsonSchema({"type": ["string", "integer"]})]
Time = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Count = Annotated[int, Field(ge=0, le=100_000)]


class FeedRecipient(TypedDict, total=False):
    """Where the parcel goes. A missing field is not compared."""

    __pydantic_config__ = _CONFIG  # type: ignore[misc]
    name: Text | None
    address1: Text | None
    address2: Text | None
    postcode: Text | None
    city: Text | None
    country: Annotated[Text | None, Field(description="ISO 3166-1, two letters.")]
    company: Text | None


class FeedLine(TypedDict, total=False):
    """One article. Without a quantity, the order's lines are not compared."""

    __pydantic_config__ = _CONFIG  # type: ignore[misc]
    sku: Text | None
    quantity: Count | None
    id: Annotated[Text | None, Field(description="The shop's own line id, where the bridge knows it.")]


class FeedTracking(TypedDict, total=False):
    """One parcel."""

    __pydantic_config__ = _CONFIG  # type: ignore[misc]
    number: Text | None


class _Optional(TypedDict, total=False):
    __pydantic_config__ = _CONFIG  # type: ignore[misc]
    shop: Annotated[Text | None, Field(description="The shop's id in Vigie; missing: the configured one.")]
    reference: Annotated[Text | None, Field(description="The shop's order number as TPOP shows it.")]
    shop_order_id: Annotated[Text | None, Field(description="The shop platform's own order id.")]
    manual: Annotated[bool | None, Field(description="Entered at TPOP by hand: it may have no shop order.")]
    created_at: Annotated[Time | None, Field(description="When TPOP received it.")]
    updated_at: Time | None
    block_reason: Annotated[Text | None, Field(description="payment, address or artwork, in TPOP's words.")]
    block_code: Annotated[Text | None, Field(description="The bank's code, as in insufficient_funds.")]
    recipient: FeedRecipient | None
    lines: list[FeedLine] | None
    tracking: list[FeedTracking] | None
    production_at: Time | None
    shipped_at: Time | None


class FeedOrder(_Optional):
    """One TPOP order. Besides `id` and `status` it needs a `reference`, a `shop_order_id` or `manual: true`."""

    id: Annotated[Text, Field(description="TPOP's own order number.")]
    status: Annotated[Text, Field(description="As TPOP words it, in any of its languages.")]


class _AnyOrder(_Optional, total=False):
    # One row by itself: whether the compulsory fields are there is asked later, with the others already read.
    id: Text
    status: Text


class FeedHead(TypedDict, total=False):
    """What a page says about itself."""

    __pydantic_config__ = _CONFIG  # type: ignore[misc]
    as_of: Annotated[Time | None, Field(description="The moment at which the list was true.")]
    since: Annotated[Time | None, Field(description="Covers orders created at TPOP from this time on.")]
    until: Annotated[Time | None, Field(description="Covers orders created at TPOP before this time.")]
    complete: Annotated[bool | None, Field(description="Every order of that span is here. False unless said.")]
    next: Annotated[Text | None, Field(description="The cursor of the next page; null on the last.")]


class FeedDocument(FeedHead):
    """A TPOP order list, or one page of it."""

    orders: list[FeedOrder]


# pydantic remembers strings that it met, to share them; most of ours come once, so that costs a fifth of the reading.
# (A TypedDict by itself takes no such setting from outside: hence the "or None", which `read` turns down.)
_PAGE: TypeAdapter[FeedDocument | None] = TypeAdapter(FeedDocument | None, config=ConfigDict(cache_strings="keys"))
_HEAD = TypeAdapter(FeedHead)
_ROW = TypeAdapter(_AnyOrder)
HEAD_FIELDS = ("as_of", "since", "until", "complete", "next")

_UNREAD: Mapping[str, Mapping[str, Any]] = {
    "FeedOrder": {"amount": {"type": ["string", "number", "null"]}, "currency": {"type": ["string", "null"]}},
    "FeedLine": {"title": {"type": ["string", "null"]}, "variant": {"type": ["string", "null"]}},
    "FeedTracking": {"carrier": {"type": ["string", "null"]}, "url": {"type": ["string", "null"]}},
}
"""Fields of the contract that no check reads yet: not parsed, for what is not read costs nothing and cannot leak."""


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


def schema() -> dict[str, Any]:
    """The contract as JSON Schema (draft 2020-12), with the fields that Vigie does not read yet."""
    made = TypeAdapter(FeedDocument).json_schema()
    for name, more in _UNREAD.items():
        made["$defs"][name]["properties"].update(more)
    identity = [{"required": ["reference"]}, {"required": ["shop_order_id"]}]
    made["$defs"]["FeedOrder"]["anyOf"] = [
        *identity,
        {"required": ["manual"], "properties": {"manual": {"const": True}}},
    ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "TPOP feed"}


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
        page = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        page = _NOTHING
    if page is _NOTHING:
        raise SourceError("not_json", "The TPOP list is not JSON.", {"bytes": len(body)})
    if not isinstance(page, dict) or not isinstance(page.get("orders"), list):
        raise SourceError("other", "The TPOP list has no list named 'orders'.", {"what": "no_orders"})
    return page


_NOTHING = object()


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


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
