"""What Shopify's answers about one order's further parts look like, and about the ids of a page. See shape.py."""

from __future__ import annotations

from typing import Generic

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from sources.shopify.shape import Answer, Assignment, Connection, Item, Line, LineRef, Node, Payment, Shipment


class OfOrder(TypedDict, Generic[Item]):
    order: Item


class OfFulfilment(TypedDict, Generic[Item]):
    fulfillment: Item


class OfRefund(TypedDict, Generic[Item]):
    refund: Item


class OfAssignment(TypedDict, Generic[Item]):
    fulfillmentOrder: Item


class NamedNode(Node):
    name: str


class Skeleton(TypedDict):
    orders: Connection[NamedNode]


class WithLines(TypedDict):
    lineItems: Connection[Line]


class DatedParcel(Shipment):
    id: str
    createdAt: str  # noqa: N815 - theirs


class WithParcels(TypedDict):
    fulfillments: list[DatedParcel]


class SentLine(LineRef):
    quantity: int | None


class WithSentLines(TypedDict):
    fulfillmentLineItems: Connection[SentLine]


class RefundLine(LineRef):
    quantity: int
    restockType: str  # noqa: N815 - theirs


class WithRefundLines(TypedDict):
    refundLineItems: Connection[RefundLine]


class Refund(WithRefundLines):
    id: str


class WithRefunds(TypedDict):
    refunds: list[Refund]


class WithRefundIds(TypedDict):
    refunds: list[Node]


class WithPayments(TypedDict):
    transactions: list[Payment]


class NamedAssignment(Assignment):
    id: str


class WithAssignments(TypedDict):
    fulfillmentOrders: Connection[NamedAssignment]


class WithAssignedLines(TypedDict):
    lineItems: Connection[LineRef]


SKELETON = TypeAdapter(Answer[Skeleton])
LINES = TypeAdapter(Answer[OfOrder[WithLines]])
PARCELS = TypeAdapter(Answer[OfOrder[WithParcels]])
SENT_LINES = TypeAdapter(Answer[OfFulfilment[WithSentLines]])
REFUNDS = TypeAdapter(Answer[OfOrder[WithRefunds]])
REFUND_IDS = TypeAdapter(Answer[OfOrder[WithRefundIds]])
REFUND_LINES = TypeAdapter(Answer[OfRefund[WithRefundLines]])
PAYMENTS = TypeAdapter(Answer[OfOrder[WithPayments]])
ASSIGNMENTS = TypeAdapter(Answer[OfOrder[WithAssignments]])
ASSIGNED_LINES = TypeAdapter(Answer[OfAssignment[WithAssignedLines]])
