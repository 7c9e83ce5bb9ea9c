"""What plugins do to an order is mended where its meaning is plain; else it is named, without the value."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import Recipient, ShopOrder, Unreadable
from sources.woocommerce import normalise
from sources.woocommerce.mend import mend
from tests.unit.sources.woocommerce.shop import doc

KNOWN = normalise.words(("processing",))
NAME = "Trévidic"


def without(*keys: str, **fields: Any) -> dict[str, Any]:
    return {key: value for key, value in doc(**fields).items() if key not in keys}


def read(raw: Any) -> ShopOrder | Unreadable:
    page = normalise.read_page(json.dumps([raw]).encode(), KNOWN)
    assert len(page.orders) + len(page.unreadable) == 1
    return (*page.orders, *page.unreadable)[0]


def sound(raw: Any) -> ShopOrder:
    order = read(raw)
    assert isinstance(order, ShopOrder)
    return order


SOUND = sound(doc())


@pytest.mark.parametrize(
    "raw",
    [
        without("refunds"),
        without("meta_data"),
        doc(refunds=None),
        doc(line_items={"0": doc()["line_items"][0], "2": doc()["line_items"][1]}),
        doc(meta_data={"3": {"key": "x", "value": 1}}),
        doc(meta_data=[None, "x", {"value": 1}, {"key": 7}, {"key": ["x"]}]),
        without("number"),
        doc(number=None),
        doc(id="5551042"),
        doc(date_created_gmt="2026-11-21T07:00:00Z"),
        doc(date_created_gmt="2026-11-21T08:00:00+01:00"),
        without("billing"),
        doc(billing=[]),
        doc(shipping={key: value for key, value in doc()["shipping"].items() if value}),
        doc(shipping={**doc()["shipping"], "company": None, "postcode": 75011}),
    ],
)
def test_what_is_plain_is_mended(raw: Any) -> None:
    assert sound(raw) == SOUND


def test_tracking_is_seen_among_odd_meta() -> None:
    parcel = {"key": "_tracking_number", "value": "6A1"}
    odd = [None, "x", {"value": 1}, {"key": 7}, {"key": ["x"]}, {"key": "_tracking_number"}]
    assert not sound(doc(meta_data=odd)).tracked
    assert sound(doc(meta_data=[*odd, parcel])) == SOUND._replace(tracked=True)


@pytest.mark.parametrize(
    ("ids", "product"),
    [
        ({"product_id": 23, "variation_id": 27}, "27"),
        ({"product_id": 23, "variation_id": 0}, "23"),
        ({"product_id": "23", "variation_id": "0"}, "23"),
        ({"product_id": 23, "variation_id": None}, "23"),
        ({"product_id": 23}, "23"),
        ({"product_id": 23, "variation_id": "?"}, "23"),
        ({"product_id": 0, "variation_id": 0}, ""),
        ({"product_id": None}, ""),
        ({"product_id": True}, ""),
        ({"product_id": 2.5}, ""),
        ({"product_id": [23]}, ""),
        ({}, ""),
    ],
)
def test_which_article_a_line_is(ids: dict[str, Any], product: str) -> None:
    line = {key: value for key, value in doc()["line_items"][0].items() if key not in ("product_id", "variation_id")}
    odd = sound(without("meta_data", line_items=[{**line, **ids}]))
    assert [line.product for line in odd.lines or ()] == [product]


def test_an_order_without_an_id() -> None:
    assert read(doc(id="")) == Unreadable("5551042", "id", "is missing")


def test_a_line_without_a_sku_is_one_without_a_sku() -> None:
    whole = doc()
    del whole["line_items"][0]["sku"]
    assert [line.sku for line in sound(whole).lines or ()] == ["", "TP-TEE-010-BLK-S"]


@pytest.mark.parametrize(
    "paid", ["0000-00-00T00:00:00", "-0001-11-30T00:00:00", "", 0, False, "9999-12-31T23:59:59-23:00"]
)
def test_a_payment_time_that_is_none_is_none(paid: object) -> None:
    assert sound(doc(date_paid_gmt=paid)).paid_at is None


def test_missing_times_are_none() -> None:
    order = sound(without("date_paid_gmt", "date_modified_gmt"))
    assert (order.paid_at, order.updated_at) == (None, None)
    assert order.created_at == datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        without("shipping"),
        doc(shipping=[]),
        doc(shipping=None),
        doc(shipping={"address_1": ["12"]}),
        doc(shipping=dict.fromkeys(doc()["shipping"], ""), billing=[]),
    ],
)
def test_an_address_that_is_not_shown_is_not_an_empty_one(raw: Any) -> None:
    assert sound(raw).recipient is None


def test_an_address_of_which_keys_are_missing_is_as_shown() -> None:
    assert sound(doc(shipping={"city": "Paris"}, refunds=None)).recipient == Recipient(city="Paris")


@pytest.mark.parametrize(
    ("raw", "unreadable"),
    [
        (None, Unreadable("", "", "is not an order")),
        ([], Unreadable("", "", "is not an order")),
        ({}, Unreadable("", "id", "is missing")),
        (without("status"), Unreadable("5551042", "status", "is missing")),
        (without("line_items"), Unreadable("5551042", "line_items", "is missing")),
        (without("id", number="1042"), Unreadable("1042", "id", "is missing")),
        (without("id", number=NAME + " 7"), Unreadable("", "id", "is missing")),
        (doc(id=[NAME]), Unreadable("5551042", "id", "is not text")),
        (doc(status=[NAME]), Unreadable("5551042", "status", "is not text")),
        (doc(line_items=NAME), Unreadable("5551042", "line_items", "is not a list")),
        (
            doc(line_items=[{"id": 1, "quantity": NAME}]),
            Unreadable("5551042", "line_items.0.quantity", "is not a whole number"),
        ),
        (doc(date_created_gmt=None), Unreadable("5551042", "date_created_gmt", "is not text")),
        (doc(date_created_gmt=NAME), Unreadable("5551042", "date_created_gmt", "is not a time")),
        (doc(date_created_gmt="0000-00-00T00:00:00"), Unreadable("5551042", "date_created_gmt", "is not a time")),
    ],
)
def test_what_cannot_be_read_is_named_without_the_value(raw: Any, unreadable: Unreadable) -> None:
    assert read(raw) == unreadable
    assert NAME not in repr(read(raw))


def test_bytes_that_are_no_text_spoil_one_order_only() -> None:
    text = json.dumps([doc(1), doc(2, status="XX"), doc(3)]).encode().replace(b"XX", b"\xff")
    page = normalise.read_page(text, KNOWN)
    assert [order.id for order in page.orders] == ["1", "3"]
    assert page.unreadable == [Unreadable("2", "status", "holds bytes that are no text")]


def test_bytes_that_are_no_text_where_nobody_looks_spoil_nothing() -> None:
    text = json.dumps([doc(1, customer_note="XX")]).encode().replace(b"XX", b"\xff")
    assert [order.id for order in normalise.read_page(text, KNOWN).orders] == ["1"]


def test_bytes_that_are_no_text_in_an_address_make_it_unknown_not_different() -> None:
    text = json.dumps([doc(1, shipping={**doc()["shipping"], "city": "XX"})]).encode().replace(b"XX", b"\xff")
    (order,) = normalise.read_page(text, KNOWN).orders
    assert order.recipient is None


def test_mending_leaves_what_it_was_given_alone() -> None:
    raw = doc(line_items={"0": doc()["line_items"][0]})
    before = json.dumps(raw)
    mend(raw)
    assert json.dumps(raw) == before
