"""Of an order and what hangs on it: the fields that are not told as they stand in the books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sandbox import shopify_errors, shopify_pages, shopify_search
from sandbox.shopify_asking import Asking, Doc, Info

PERSONAL = ("name", "firstName", "lastName", "address1", "address2", "zip", "phone")


def address(source: Doc, info: Info) -> Doc | None:
    address: Doc | None = source["shippingAddress"]
    seen = info.context.shop.customer_data
    if address is None or seen == "all":
        return address
    if seen == "none":
        raise shopify_errors.no_customer_data()
    return {**address, **dict.fromkeys(PERSONAL)}


def lines(source: Doc, info: Info, **given: Any) -> Doc:
    if int(source["legacyResourceId"]) in info.context.shop.broken:
        raise shopify_errors.broken()
    return _listed(info.context, source["lineItems"], **given)


def fulfillments(source: Doc, info: Info, first: int | None = None, query: str | None = None) -> Sequence[Doc]:
    info.context.touch(source)
    rows = source["fulfillments"]
    if query:
        keeps = shopify_search.read(query, info.context.shop.zone).keeps
        rows = [row for row in rows if keeps(row)]
    return shopify_pages.cut(rows, first)


def refunds(source: Doc, info: Info, first: int | None = None) -> Sequence[Doc]:
    return shopify_pages.cut(info.context.touch(source)["refunds"], first)


def fulfillment_orders(source: Doc, info: Info, **given: Any) -> Doc:
    return _listed(info.context, info.context.sending(info.context.touch(source)["fulfillmentOrders"]), **given)


def cut(key: str) -> Callable[..., Sequence[Doc]]:
    return lambda source, _, first=None: shopify_pages.cut(source[key], first)


def rows(key: str) -> Callable[..., Doc]:
    return lambda source, info, **given: _listed(info.context, source[key], **given)


def _listed(
    ask: Asking, rows: Sequence[Doc], first: int | None = None, after: str | None = None, reverse: bool | None = None
) -> Doc:
    if ask.export:
        return shopify_pages.whole(rows)
    return shopify_pages.listed_page(rows, first, after, reverse=bool(reverse))


def article(source: Doc, info: Info) -> Doc | None:
    value: Doc | None = source[info.field_name]
    if value is not None:
        info.context.need("read_products", info.field_name)
    return value


def line(source: Doc, info: Info) -> Doc | None:
    return info.context.line(source["lineItem"])
