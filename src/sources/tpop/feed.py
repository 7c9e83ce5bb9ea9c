"""The feed contract: what a TPOP list may hold, field by field, as types and as JSON Schema.

Public (CONTRACTS section 4, docs/tpop-feed.md): merchants' bridges write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, WithJsonSchema
from typing_extensions import TypedDict

_CONFIG = ConfigDict(coerce_numbers_to_str=True, str_strip_whitespace=True)

# fail_fast: of a list that is wrong a million times over, pydantic would keep a million errors.
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
    lines: Annotated[list[FeedLine], Field(fail_fast=True)] | None
    tracking: Annotated[list[FeedTracking], Field(fail_fast=True)] | None
    production_at: Time | None
    shipped_at: Time | None


class FeedOrder(_Optional):
    """One TPOP order. Besides `id` and `status` it needs a `reference`, a `shop_order_id` or `manual: true`."""

    id: Annotated[Text, Field(description="TPOP's own order number.")]
    status: Annotated[Text, Field(description="As TPOP words it, in any of its languages.")]


class AnyOrder(_Optional, total=False):
    """One row by itself: whether the compulsory fields are there is asked later, with the others already read."""

    __pydantic_config__ = _CONFIG  # type: ignore[misc]
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

    orders: Annotated[list[FeedOrder], Field(fail_fast=True)]


_UNREAD: Mapping[str, Mapping[str, Any]] = {
    "FeedOrder": {"amount": {"type": ["string", "number", "null"]}, "currency": {"type": ["string", "null"]}},
    "FeedLine": {"title": {"type": ["string", "null"]}, "variant": {"type": ["string", "null"]}},
    "FeedTracking": {"carrier": {"type": ["string", "null"]}, "url": {"type": ["string", "null"]}},
}
"""Fields of the contract that no check reads yet: not parsed, for what is not read costs nothing and cannot leak."""


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
