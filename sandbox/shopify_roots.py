"""What can be asked of a stand-in Shopify shop from the top: by search, by id, about the app, about exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox import shopify_pages
from sandbox.shopify_asking import Asking, Doc
from sandbox.shopify_errors import Refusal

COUNTED = 10_000
"""So far an orders count goes, unless it is told how far."""
PARTS = {"Fulfillment": "fulfillments", "Refund": "refunds", "FulfillmentOrder": "fulfillmentOrders"}


def kind_of(gid: str) -> str:
    found = re.fullmatch(r"gid://shopify/(\w+)/(\d{1,18})", gid)
    if not found:
        raise Refusal("argumentLiteralsIncompatible", "Invalid global id")
    return found[1]


def _orders(ask: Asking, given: Mapping[str, Any]) -> Doc:
    ask.need("read_orders", "orders")
    found = ask.found(given.get("query"), "orders")
    sort, reverse = given.get("sortKey") or "PROCESSED_AT", bool(given.get("reverse"))
    if ask.export:
        return shopify_pages.whole(shopify_pages.in_order(found, sort, reverse=reverse))
    deepest = ask.shop.deepest
    return shopify_pages.sorted_page(found, given.get("first"), given.get("after"), sort, deepest, reverse=reverse)


def _orders_count(ask: Asking, given: Mapping[str, Any]) -> Doc:
    ask.need("read_orders", "ordersCount")
    count, limit = len(ask.found(given.get("query"), "ordersCount")), given.get("limit", COUNTED)
    if limit is not None and count > limit:
        return {"count": limit, "precision": "AT_LEAST"}
    return {"count": count, "precision": "EXACT"}


def _by_id(kind: str, what: str) -> Callable[[Asking, Mapping[str, Any]], Doc | None]:
    def resolve(ask: Asking, given: Mapping[str, Any]) -> Doc | None:
        if kind_of(given["id"]) != kind:
            raise Refusal("RESOURCE_NOT_FOUND", "Invalid id")
        return _any(ask, given["id"], what)

    return resolve


def _any(ask: Asking, gid: str, what: str) -> Doc | None:
    """Whatever bears this id."""
    kind = kind_of(gid)
    if kind == "BulkOperation":
        return ask.exports.told(gid, ask.base)
    ask.need("read_orders", what)
    if kind == "Order":
        return ask.order(gid)
    if kind not in PARTS:
        return None
    found = ask.part(gid, PARTS[kind])
    if found is not None and kind == "FulfillmentOrder":
        return next(iter(ask.sending([found])), None)
    return found


def _nodes(ask: Asking, given: Mapping[str, Any]) -> list[Doc | None]:
    ids = given["ids"]
    if len(ids) > shopify_pages.MOST:
        raise Refusal("MAX_INPUT_SIZE_EXCEEDED", f"The input array size of {len(ids)} is greater than the maximum.")
    return [_any(ask, gid, "nodes") for gid in ids]


def _installation(ask: Asking, _: Mapping[str, Any]) -> Doc:
    scopes = [{"handle": handle} for handle in sorted(ask.shop.scopes)]
    return {"id": "gid://shopify/AppInstallation/1", "accessScopes": scopes}


def _versions(ask: Asking, _: Mapping[str, Any]) -> list[Doc]:
    handles = sorted({ask.shop.oldest_version, ask.shop.newest_version})
    return [{"handle": handle, "displayName": handle, "supported": True} for handle in handles]


def _shop(ask: Asking, _: Mapping[str, Any]) -> Doc:
    told = {"name": ask.shop.name, "myshopifyDomain": ask.shop.domain, "ianaTimezone": str(ask.shop.zone)}
    return {"id": "gid://shopify/Shop/1", **told}


ROOTS: Mapping[str, Callable[[Asking, Mapping[str, Any]], Any]] = {
    "bulkOperation": _by_id("BulkOperation", "bulkOperation"),
    "bulkOperationCancel": lambda ask, given: ask.exports.cancel(given["id"], ask.base),
    "bulkOperationRunQuery": lambda ask, given: ask.exports.start(given["query"], given["groupObjects"], ask.base),
    "currentAppInstallation": _installation,
    "fulfillment": _by_id("Fulfillment", "fulfillment"),
    "fulfillmentOrder": _by_id("FulfillmentOrder", "fulfillmentOrder"),
    "node": lambda ask, given: _any(ask, given["id"], "node"),
    "nodes": _nodes,
    "order": _by_id("Order", "order"),
    "orders": _orders,
    "ordersCount": _orders_count,
    "publicApiVersions": _versions,
    "refund": _by_id("Refund", "refund"),
    "shop": _shop,
}
