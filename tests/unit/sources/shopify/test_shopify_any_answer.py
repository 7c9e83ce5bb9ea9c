"""Whatever an answer holds, reading it never raises, and every row of a page ends as an order or as unreadable, once."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import ShopLine, ShopOrder
from sources.shopify import normalise
from tests.unit.sources.shopify.test_shopify_further import READERS
from tests.unit.sources.shopify.told import (
    ALL,
    APART,
    LONE,
    address,
    connection,
    doc,
    gid,
    line,
    parcel,
    payment,
    read,
    told,
    whole,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ODD = st.sampled_from(
    [None, "", 0, -1, 1.5, True, [], {}, LONE, "gid://shopify/Order/x", "0001-01-01T00:00:00+23:00", "Z" * 20]
)
RULES = st.sampled_from([ALL, APART])


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in an order that something odd can stand at."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, inner in items for path in ((*here, key), *paths(inner, (*here, key)))]


FULL = doc(
    lines=[line(1, 2, customAttributes=[{"key": "Prénom"}]), line(2)],
    fulfillments=[parcel(), parcel(None)],
    transactions=[payment(), payment()],
    fulfillmentOrders=connection(
        {
            "status": "OPEN",
            "assignedLocation": {
                "name": "Atelier",
                "location": {"isFulfillmentService": True, "fulfillmentService": {"serviceName": "TPOP"}},
            },
            "lineItems": connection({"lineItem": {"id": gid("LineItem", 1)}}),
        }
    ),
)


def put(raw: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(raw))
    at: Any = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return copy


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """An order with something odd in one place; now and then no order at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    return put(FULL, draw(st.sampled_from(paths(FULL))), draw(ODD | JSON))


def well_formed(page: normalise.Page) -> bool:
    for order in page.orders:
        assert isinstance(order, ShopOrder)
        assert order.id.isdigit()
        assert order.created_at.utcoffset() is not None
        assert all(isinstance(item, ShopLine) and item.ordered >= 0 <= item.remaining for item in order.lines or ())
        json.dumps(order, default=str, ensure_ascii=False).encode()
    for one in page.unreadable:
        assert one.field
        assert one.problem
        f"{one.id}{one.field}{one.problem}{one.number}".encode()
    return set(page.follow) <= {order.id for order in page.orders}


@given(st.lists(spoilt(), max_size=4), RULES, st.booleans())
@settings(max_examples=600, deadline=None)
def test_every_row_is_read_or_named_and_none_depends_on_its_neighbours(
    rows: list[Any], by: normalise.Rules, hidden: bool
) -> None:
    page = read(*rows, by=by, hidden=hidden)
    assert page.problem == ""
    assert len(page.orders) + len(page.unreadable) == len(rows)
    assert well_formed(page)
    alone = [read(row, by=by, hidden=hidden) for row in rows]
    assert page.orders == [order for one in alone for order in one.orders]
    assert page.unreadable == [fault for one in alone for fault in one.unreadable]
    assert page.follow == {key: value for one in alone for key, value in one.follow.items()}


@given(st.lists(spoilt(), max_size=4), RULES)
@settings(max_examples=300, deadline=None)
def test_every_row_of_an_export_is_read_or_named(rows: list[Any], by: normalise.Rules) -> None:
    nodes = [
        whole(row)
        if isinstance(row, dict) and isinstance(row.get("lineItems"), dict) and "nodes" in row["lineItems"]
        else row
        for row in rows
    ]
    page = normalise.read_nodes(nodes, by)
    assert len(page.orders) + len(page.unreadable) == len(nodes)
    assert well_formed(page)
    assert Counter(order.id for order in page.orders) == Counter(
        order.id for row in nodes for order in normalise.read_nodes([row], by).orders
    )


@given(JSON, st.sampled_from(["data", "orders", "order", "nodes", "text"]), RULES)
@settings(max_examples=400, deadline=None)
def test_no_answer_raises(value: Any, where: str, by: normalise.Rules) -> None:
    text = {
        "data": told(value),
        "orders": told({"orders": value, "ordersCount": value}),
        "order": told({"order": value}),
        "nodes": told({"orders": {"pageInfo": {"hasNextPage": True, "endCursor": "c"}, "nodes": value}}),
        "text": json.dumps(value).encode(),
    }[where]
    for page in (normalise.read_page(text, by), normalise.read_order(text, by)):
        assert page.problem or well_formed(page)
        assert not (page.problem and page.orders)
    for reader in READERS:
        reader(text)


@given(st.binary(max_size=40))
def test_no_bytes_raise(text: bytes) -> None:
    assert normalise.read_page(text, ALL).problem
    assert normalise.read_order(text, ALL).problem
    assert [reader(text) for reader in READERS] == [None] * len(READERS)


@given(spoilt())
@settings(max_examples=300, deadline=None)
def test_nobodys_name_stands_in_a_fault(row: Any) -> None:
    page = read(row)
    words = {str(part) for part in address().values() if part} - {"FR", "75011"}
    assert not [word for word in words if word in repr(page.unreadable)]
