"""What Shopify's answers look like: one shape for each question of this folder. Used by what reads the answers alone.

Source: the Admin API's own schema, 2026-10. GraphQL answers what was asked, in the types that were promised: hence no
second, forgiving shape. What the schema calls nullable is so here; what was asked for only in part need not be there.
"""

from __future__ import annotations

from typing import Annotated, Generic, NotRequired, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

Item = TypeVar("Item")

# Strict: 2.0 is no number of mugs, and "false" is not false. Strings mostly come once: only the names of fields are kept.
EXACT = with_config(ConfigDict(strict=True, cache_strings="keys"))


class PageInfo(TypedDict):
    hasNextPage: bool
    endCursor: str | None


class Connection(TypedDict, Generic[Item]):
    """A page of a list that goes on."""

    pageInfo: PageInfo
    nodes: list[Item]


class Node(TypedDict):
    id: str


class Attribute(TypedDict):
    key: str


class Line(TypedDict):
    id: str
    sku: str | None
    vendor: str | None
    quantity: Annotated[int, Field(ge=0)]
    """Ordered, with what was refunded or removed since."""
    currentQuantity: int
    unfulfilledQuantity: int
    requiresShipping: bool
    isGiftCard: bool
    customAttributes: list[Attribute]
    variant: NotRequired[Node | None]
    """None where it was deleted; not there where products may not be read."""


@EXACT
class Address(TypedDict):
    name: str | None
    company: str | None
    address1: str | None
    address2: str | None
    zip: str | None
    city: str | None
    countryCodeV2: str | None


class Tracking(TypedDict):
    number: str | None


class Shipment(TypedDict):
    status: str
    trackingInfo: list[Tracking]


class Payment(TypedDict):
    kind: str
    status: str
    processedAt: str | None


class Ordered(TypedDict):
    """An order without its lines."""

    id: str
    name: str
    test: bool
    edited: bool
    sourceName: str | None
    createdAt: str
    updatedAt: str
    cancelledAt: str | None
    displayFinancialStatus: str | None
    displayFulfillmentStatus: str
    fullyPaid: bool
    shippingAddress: NotRequired[Address | None]
    """None where nothing is sent, or it may not be read; not there where it was not asked for."""
    fulfillments: list[Shipment]
    transactions: list[Payment]


class LineRef(TypedDict):
    lineItem: Node


class FulfilmentService(TypedDict):
    serviceName: str


class Place(TypedDict):
    isFulfillmentService: bool
    fulfillmentService: FulfilmentService | None


class Assigned(TypedDict):
    name: str
    location: Place | None


class Assignment(TypedDict):
    status: str
    assignedLocation: Assigned
    lineItems: Connection[LineRef]


@EXACT
class Order(Ordered):
    """As a page tells it: the first few of each list."""

    lineItems: Connection[Line]
    fulfillmentOrders: NotRequired[Connection[Assignment]]
    """Asked for only where lines are told by who fulfils them."""


@EXACT
class WholeOrder(Ordered):
    """As an export tells it: every list to its end."""

    lineItems: list[Line]


class Count(TypedDict):
    count: int
    precision: str


class Orders(TypedDict):
    ordersCount: NotRequired[Count | None]
    orders: Connection[Order]


@EXACT
class Answer(TypedDict, Generic[Item]):
    """The body of every answer."""

    data: Item


PAGE = TypeAdapter(Answer[Orders])
EXPORT = TypeAdapter(list[WholeOrder])
ORDER = TypeAdapter(Order)
WHOLE_ORDER = TypeAdapter(WholeOrder)
ADDRESS = TypeAdapter(Address)
