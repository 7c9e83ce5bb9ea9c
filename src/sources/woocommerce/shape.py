"""What WooCommerce's answers look like: the shape of a sound page, and one that forgives what plugins do to an order.

Source: wc/v3 as recorded from WooCommerce 11.0.1 (facts: woocommerce-observed, shops section 2). Used by normalise.py alone.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

FIELDS = (
    *("id", "number", "status", "date_created_gmt", "date_paid_gmt", "date_modified_gmt"),
    *("billing", "shipping", "line_items", "refunds", "meta_data", "needs_processing", "shipping_lines"),
)
"""All that is asked for. Top-level names only: WordPress empties a list of which an inner field is named.

meta_data can be a third of a page, and is worth it: without the tracking number that TPOP writes back, an order that TPOP
has sent and one that somebody closed by hand look the same.
"""


Time = Annotated[str, Field(min_length=19, max_length=19)]
"""2026-11-22T10:04:00: naive, in UTC, to the second. A plugin's other spellings are read by mend.py."""

# Plugins write numbers where WooCommerce writes text (order numbers, skus, postcodes), and our ids are text anyway.
_numbers_as_text = with_config(ConfigDict(coerce_numbers_to_str=True))


@_numbers_as_text
class Address(TypedDict):
    first_name: str
    last_name: str
    company: str
    address_1: str
    address_2: str
    city: str
    postcode: str
    country: str


@_numbers_as_text
class Line(TypedDict):
    id: str
    sku: str | None
    quantity: int
    product_id: int
    """0 where the product was deleted (22)."""
    variation_id: int
    """0 where it has none, or that alone was deleted."""


@_numbers_as_text
class Row(TypedDict):
    """All that an order says of its refunds, as far as we care: a total and no lines."""

    id: str


class Meta(TypedDict):
    key: str
    value: Any


@_numbers_as_text
class Order(TypedDict):
    """What most pages need no more than: billing and meta_data are parsed only where something turns on them."""

    id: Annotated[str, Field(min_length=1)]
    number: str
    status: str
    date_created_gmt: Time
    date_paid_gmt: Time | None
    date_modified_gmt: Time | None
    shipping: Address
    line_items: list[Line]
    refunds: list[Row]
    needs_processing: NotRequired[bool]
    """False: every article is virtual and downloadable, or was deleted since."""


@_numbers_as_text
class WholeOrder(Order):
    shipping_lines: list[Any]
    """Where an order needs no processing: plugins that complete every order say so of mugs, too, and mugs are shipped."""
    billing: Address
    """Where an order of the page has no shipping address."""
    meta_data: list[Meta]
    """Where the page speaks of tracking."""


@_numbers_as_text
class OddLine(TypedDict):
    id: str
    sku: NotRequired[str | bool | None]
    quantity: int
    product_id: NotRequired[Any]
    variation_id: NotRequired[Any]


@_numbers_as_text
class OddOrder(TypedDict):
    """What must be there for an order to mean anything. Addresses and meta are looked at by hand, key by key."""

    id: str
    number: NotRequired[str | None]
    status: str
    date_created_gmt: str
    date_paid_gmt: NotRequired[Any]
    date_modified_gmt: NotRequired[Any]
    shipping: NotRequired[Any]
    billing: NotRequired[Any]
    line_items: list[OddLine]
    refunds: NotRequired[list[Row] | None]
    meta_data: NotRequired[list[Any] | None]
    needs_processing: NotRequired[Any]
    shipping_lines: NotRequired[Any]


@_numbers_as_text
class RefundLine(TypedDict):
    quantity: int
    meta_data: list[Meta]


@_numbers_as_text
class RefundDetail(TypedDict):
    id: str
    line_items: list[RefundLine]


class Names(dict[int, str]):
    """Ids of products as text, "" for 0: a page tells the same few again and again."""

    def __missing__(self, number: int) -> str:
        name = self[number] = str(number) if number else ""
        return name


ADDRESS = TypeAdapter(Address)
IDS = TypeAdapter(list[Row])
# pydantic remembers strings that it met, to share them; most of ours come once: only the names of the fields pay.
PAGE = TypeAdapter(list[Order], config=ConfigDict(cache_strings="keys"))
WHOLE_PAGE = TypeAdapter(list[WholeOrder], config=ConfigDict(cache_strings="keys"))
ODD = TypeAdapter(OddOrder)
REFUNDS = TypeAdapter(list[RefundDetail])
