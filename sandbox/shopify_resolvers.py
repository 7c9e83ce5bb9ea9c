"""Field by field: what a stand-in Shopify answers. What is not in the table is told as it stands in the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLAbstractType

from sandbox import shopify_fields, shopify_pages, shopify_roots
from sandbox.shopify_asking import Info

ROOT: Mapping[str, Any] = {}
"""Where every question begins."""


def answer(source: Any, info: Info, /, **given: Any) -> Any:
    """Any field of any type."""
    if source is ROOT:
        return shopify_roots.ROOTS[info.field_name](info.context, given)
    own = FIELDS.get((info.parent_type.name, info.field_name))
    if own is not None:
        return own(source, info, **given)
    value = source.get(info.field_name)
    if value is None and info.field_name == "legacyResourceId":
        return str(shopify_pages.number(source["id"]))
    return value() if callable(value) else value


def kind(value: Any, info: Info, abstract: GraphQLAbstractType, /) -> str:  # noqa: ARG001
    """Of what type a node is: its id says it."""
    return shopify_roots.kind_of(value["id"])


FIELDS: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("Order", "shippingAddress"): shopify_fields.address,
    ("Order", "lineItems"): shopify_fields.lines,
    ("Order", "fulfillments"): shopify_fields.fulfillments,
    ("Order", "fulfillmentOrders"): shopify_fields.fulfillment_orders,
    ("Order", "refunds"): shopify_fields.refunds,
    ("Order", "transactions"): shopify_fields.cut("transactions"),
    ("LineItem", "product"): shopify_fields.article,
    ("LineItem", "variant"): shopify_fields.article,
    ("Fulfillment", "trackingInfo"): shopify_fields.cut("trackingInfo"),
    ("Fulfillment", "fulfillmentLineItems"): shopify_fields.rows("fulfillmentLineItems"),
    ("FulfillmentLineItem", "lineItem"): shopify_fields.line,
    ("Refund", "refundLineItems"): shopify_fields.rows("refundLineItems"),
    ("RefundLineItem", "lineItem"): shopify_fields.line,
    ("FulfillmentOrder", "lineItems"): shopify_fields.rows("lineItems"),
    ("FulfillmentOrderLineItem", "lineItem"): shopify_fields.line,
}
