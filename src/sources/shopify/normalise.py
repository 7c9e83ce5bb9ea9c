"""Shopify's words to ours: pure, never raises, and one bad order costs one order.

A whole page is validated at once; only where that fails is it read again row by row. What a page cut off of an order stands
in `Page.follow`: the answers about it are read by further.py and put into the order by amend.py, and asked for from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from core.model import ShopOrder, Unreadable
from sources.shopify import shape
from sources.shopify.amend import (
    unassigned,
    with_lines,
    with_marks,
    with_payments,
    with_returned,
    with_sent,
    with_services,
)
from sources.shopify.build import Follow, build
from sources.shopify.fault import is_text, sound
from sources.shopify.further import (
    Fulfilment,
    read_assignment_lines,
    read_assignments,
    read_fulfilments,
    read_lines,
    read_payments,
    read_refund_ids,
    read_refund_lines,
    read_refunds,
    read_sent,
    read_skeleton,
)
from sources.shopify.words import Rules, rules

__all__ = [
    "Follow",
    "Fulfilment",
    "Page",
    "Rules",
    "read_assignment_lines",
    "read_assignments",
    "read_fulfilments",
    "read_lines",
    "read_nodes",
    "read_order",
    "read_page",
    "read_payments",
    "read_refund_ids",
    "read_refund_lines",
    "read_refunds",
    "read_sent",
    "read_skeleton",
    "rules",
    "unassigned",
    "with_lines",
    "with_marks",
    "with_payments",
    "with_returned",
    "with_sent",
    "with_services",
]


class Page(NamedTuple):
    """One page in our words: every row of it is in `orders` or in `unreadable`."""

    orders: list[ShopOrder]
    unreadable: list[Unreadable]
    follow: dict[str, Follow]
    """Id of the order -> what was cut off, where it matters."""
    cursor: str | None = None
    more: bool = False
    counted: int | None = None
    """How many orders the search holds; None where Shopify only says "at least"."""
    problem: str = ""
    """Why this is no page of orders at all; "" where it is one."""


def read_page(text: bytes, by: Rules, *, hidden_addresses: bool = False) -> Page:
    """The body of an answer to orders.graphql. `hidden_addresses`: the app may not read where parcels go."""
    try:
        data = shape.PAGE.validate_json(text)["data"]
        orders, follow = build(data["orders"]["nodes"], by, hidden_addresses, whole=False)
    except ValueError:  # not the shape (ValidationError is a ValueError), or an id or a time that is none
        return _read_again(text, by, hidden_addresses)
    info, count = data["orders"]["pageInfo"], data.get("ordersCount")
    counted = count["count"] if count and count["precision"] == "EXACT" else None
    return Page(orders, [], follow, info["endCursor"], info["hasNextPage"], counted)


def read_order(text: bytes, by: Rules, *, hidden_addresses: bool = False) -> Page:
    """The body of an answer to order.graphql. An order that the shop does not have leaves the page empty."""
    data, problem = _data(text)
    if not problem and "order" not in data:
        problem = "no order"
    if problem or data["order"] is None:
        return Page([], [], {}, problem=problem)
    return _read_rows([data["order"]], by, hidden_addresses)


def read_nodes(nodes: Sequence[Any], by: Rules, *, hidden_addresses: bool = False) -> Page:
    """Orders of an export, parsed already. Lines as a plain list: every list of that order goes to its end."""
    try:
        orders, follow = build(shape.EXPORT.validate_python(nodes), by, hidden_addresses, whole=True)
        if all(map(_is_written, orders)):
            return Page(orders, [], follow)
    except ValueError:
        pass
    return _read_rows(nodes, by, hidden_addresses)


def _is_written(order: ShopOrder) -> bool:
    """Text that was parsed before it came here may hold what no bytes stand for."""
    lines = order.lines or ()
    return is_text(
        "".join((order.number, order.status, *(order.recipient or ()), *(f"{one.sku}{one.vendor}" for one in lines)))
    )


def _data(text: bytes) -> tuple[Any, str]:
    """What the answer holds, and why it is none."""
    try:
        # Bytes that are no UTF-8 become lone surrogates, which spoil only the order that holds them.
        body = json.loads(text.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return None, "broken JSON"
    data = body.get("data") if isinstance(body, dict) else None
    return (data, "") if isinstance(data, dict) else (None, "no data")


def _read_again(text: bytes, by: Rules, hidden: bool) -> Page:
    data, problem = _data(text)
    if problem:
        return Page([], [], {}, problem=problem)
    listed, count = data.get("orders"), data.get("ordersCount")
    rows, info = (listed.get("nodes"), listed.get("pageInfo")) if isinstance(listed, dict) else (None, None)
    if not isinstance(rows, list):
        return Page([], [], {}, problem="no orders")
    more, cursor = (info.get("hasNextPage"), info.get("endCursor")) if isinstance(info, dict) else (None, None)
    if not isinstance(more, bool) or not isinstance(cursor, str | None):
        return Page([], [], {}, problem="does not say whether more follow")
    counted = count.get("count") if isinstance(count, dict) and count.get("precision") == "EXACT" else None
    page = _read_rows(rows, by, hidden)
    return page._replace(cursor=cursor, more=more, counted=counted if type(counted) is int else None)


def _read_rows(rows: Iterable[Any], by: Rules, hidden: bool) -> Page:
    page = Page([], [], {})
    for raw in rows:
        read = sound(raw)
        if isinstance(read, Unreadable):
            page.unreadable.append(read)
            continue
        orders, follow = build([read.order], by, hidden, whole=read.whole)
        page.orders.extend(orders)
        page.follow.update(follow)
    return page
