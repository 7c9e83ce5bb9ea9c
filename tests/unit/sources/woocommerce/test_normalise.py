"""WooCommerce's words to ours: states, times, lines, addresses, tracking, refunds; it never raises, nothing is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Recipient, ShopLine, ShopOrder
from sandbox.woo_refunds import refund
from sources.woocommerce import normalise
from tests.unit.sources.woocommerce.shop import NOW, PARIS, doc

KNOWN = normalise.words(("processing", "completed"))
NOBODY = dict.fromkeys(doc()["shipping"], "")


def read(*docs: Any) -> normalise.Page:
    return normalise.read_page(json.dumps(docs).encode(), KNOWN)


def one(**fields: Any) -> ShopOrder:
    page = read(doc(**fields))
    assert page.unreadable == []
    return page.orders[0]


def line(quantity: int = 1, **fields: Any) -> dict[str, Any]:
    return {**doc()["line_items"][0], "quantity": quantity, **fields}


def test_an_order_in_our_words() -> None:
    assert one() == ShopOrder(
        id="5551042",
        number="5551042",
        state="due",
        status="processing",
        created_at=datetime(2026, 11, 21, 7, tzinfo=UTC),
        paid_at=datetime(2026, 11, 21, 7, tzinfo=UTC),
        updated_at=datetime(2026, 11, 21, 7, tzinfo=UTC),
        lines=(
            ShopLine("TP-MUG-001-WHT", 2, 2, "555104201", product="211"),
            ShopLine("TP-TEE-010-BLK-S", 1, 1, "555104202", product="214"),
        ),
        recipient=Recipient("Éloïse Trévidic", "12 rue de l'Église", "Bâtiment C", "75011", "Paris", "FR", ""),
        fulfilled=False,
        tracked=False,
    )


def test_made_the_quick_way_it_is_still_of_our_types() -> None:
    order = one()
    assert isinstance(order, ShopOrder)
    assert len(order) == len(ShopOrder._fields)
    assert isinstance(order.recipient, Recipient)
    assert len(order.recipient) == len(Recipient._fields)
    assert order.lines is not None
    assert all(isinstance(one, ShopLine) and len(one) == len(ShopLine._fields) for one in order.lines)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("processing", "due"),
        ("completed", "due"),
        ("pending", "unpaid"),
        ("on-hold", "unpaid"),
        ("failed", "unpaid"),
        ("cancelled", "cancelled"),
        ("refunded", "cancelled"),
        ("trash", "cancelled"),
        ("checkout-draft", "draft"),
        ("auto-draft", "draft"),
        ("packed", "other"),
        ("", "other"),
    ],
)
def test_every_status_has_its_state_and_keeps_its_word(status: str, state: str) -> None:
    order = one(status=status)
    assert (order.state, order.status) == (state, status)
    assert order.fulfilled == (status == "completed")


def test_the_policy_says_what_is_due() -> None:
    known = normalise.words(("wc-packed", "on-hold"))
    page = normalise.read_page(
        json.dumps([doc(status=s) for s in ("packed", "on-hold", "processing")]).encode(), known
    )
    assert [order.state for order in page.orders] == ["due", "due", "other"]


@pytest.mark.parametrize(
    ("number", "ours"),
    [("1042", "1042"), ("#1042", "1042"), ("# 1042", "1042"), ("A-#7", "A-#7"), ("", "5551042"), (1042, "1042")],
)
def test_the_number_is_what_people_say(number: object, ours: str) -> None:
    assert one(number=number).number == ours


def test_times_are_utc_whatever_the_shops_zone() -> None:
    order = one(date_created="2026-10-25T02:30:00", date_created_gmt="2026-10-25T01:30:00", date_paid_gmt=None)
    assert order.created_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert order.created_at.utcoffset() is not None
    assert order.paid_at is None


@pytest.mark.parametrize(
    ("sku", "ours"), [("A", "A"), ("", ""), (None, ""), (1234, "1234"), ("000123", "000123"), (False, "")]
)
def test_a_sku_is_text_or_nothing(sku: object, ours: str) -> None:
    assert one(line_items=[line(sku=sku)]).lines == (ShopLine(ours, 1, 1, "555104201", product="211"),)


@pytest.mark.parametrize(("quantity", "ours"), [(3, 3), (0, 0), (-1, 0), ("2", 2), (2.0, 2)])
def test_a_quantity_is_whole_and_never_below_nothing(quantity: Any, ours: int) -> None:
    (only,) = one(line_items=[line(quantity)]).lines or ()
    assert (only.ordered, only.remaining) == (ours, ours)


def test_an_order_without_lines_has_none() -> None:
    assert one(line_items=[]).lines == ()


def test_the_same_sku_in_two_lines_stays_two_lines() -> None:
    lines = one(line_items=[line(1, id=7), line(2, id=8)]).lines
    assert [(line.id, line.ordered) for line in lines or ()] == [("7", 1), ("8", 2)]


def test_without_a_shipping_address_the_parcel_goes_to_who_pays() -> None:
    whole = doc()
    payer = {**whole["billing"], "first_name": "", "company": "Vigie SARL", "address_1": "1 quai"}
    recipient = one(shipping={**NOBODY, "country": "FR"}, billing=payer).recipient
    assert recipient == Recipient("Trévidic", "1 quai", "Bâtiment C", "75011", "Paris", "FR", "Vigie SARL")


@pytest.mark.parametrize("key", ["first_name", "last_name", "company", "address_1", "address_2", "postcode", "city"])
def test_an_address_that_lacks_much_is_not_replaced(key: str) -> None:
    recipient = one(shipping={**NOBODY, key: "there"}).recipient
    assert recipient is not None
    assert [value for value in recipient if value] == ["there"]


def test_an_order_with_no_address_at_all_has_an_empty_one() -> None:
    assert one(shipping=NOBODY, billing=NOBODY).recipient == Recipient()


def test_the_billing_address_is_read_where_one_order_of_the_page_needs_it() -> None:
    page = read(doc(), doc(7, shipping=NOBODY), doc(8))
    assert page.unreadable == []
    assert [order.recipient for order in page.orders] == [one().recipient] * 3


def test_a_billing_address_that_nobody_needs_cannot_spoil_a_page() -> None:
    page = read(doc(), doc(7, billing=None), doc(8))
    assert page.unreadable == []
    assert [order.recipient for order in page.orders] == [one().recipient] * 3


@pytest.mark.parametrize(
    ("key", "value", "tracked"),
    [
        ("_wc_shipment_tracking_items", [{"tracking_provider": "la-poste", "tracking_number": "6A1"}], True),
        ("_wc_shipment_tracking_items", {"0": {"tracking_number": "6A1"}}, True),
        ("_wc_shipment_tracking_items", [{"tracking_number": ""}, {"tracking_number": " "}], False),
        ("_wc_shipment_tracking_items", [{}, None, 3 * [None]], True),
        ("_wc_shipment_tracking_items", [], False),
        ("_wc_shipment_tracking_items", "", False),
        ("_tracking_number", "6A1", True),
        ("_tracking_number", " ", False),
        ("_tracking_number", None, False),
        ("_tracking_number", False, False),
        ("_aftership_tracking_number", "6A1", True),
        ("_no_tracking_number", "6A1", False),
        ("_delivery_date", "2026-11-23", False),
    ],
)
def test_tracking_is_seen_in_the_orders_meta(key: str, value: Any, tracked: bool) -> None:
    meta = [{"id": 1, "key": "nested", "value": {"a": [1]}}, {"id": 2, "key": key, "value": value}]
    assert [order.tracked for order in read(doc(meta_data=meta), doc(7)).orders] == [tracked, False]


def test_a_due_order_with_refunds_names_them() -> None:
    refunds = [{"id": 71, "reason": "", "total": "-5.00"}, {"id": 72, "reason": "", "total": "-1.00"}]
    page = read(doc(1, refunds=refunds), doc(2, refunds=refunds, status="refunded"), doc(3))
    assert page.refunds == {"1": frozenset({"71", "72"})}


def test_refunds_take_units_off_by_line() -> None:
    whole = doc(1)
    mugs, shirt = (one["id"] for one in whole["line_items"])
    given = [
        refund(71, whole, {mugs: 1}, NOW, PARIS, ""),
        refund(72, whole, {mugs: 1, shirt: 1}, NOW, PARIS, ""),
        refund(73, whole, {}, NOW, PARIS, ""),
    ]
    taken = normalise.read_refunds(json.dumps(given).encode())
    assert taken == ({"71", "72", "73"}, {str(mugs): 2, str(shirt): 1})
    order = normalise.less(read(whole).orders[0], taken)
    assert [(line.remaining, line.ordered) for line in order.lines or ()] == [(0, 2), (0, 1)]


def test_more_refunded_than_ordered_leaves_nothing_not_less() -> None:
    order = normalise.less(one(), normalise.Refunds(frozenset({"7"}), {"555104201": 9, "gone": 1}))
    assert [line.remaining for line in order.lines or ()] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b'{"code": "rest_no_route"}',
        b'[{"id": 7}]',
        b'[{"id": 7, "line_items": [{"quantity": -1, "meta_data": []}]}]',
        b'[{"id": 7, "line_items": [{"quantity": -1.5, "meta_data": []}]}]',
    ],
)
def test_refunds_that_cannot_be_told_are_not_guessed(text: bytes) -> None:
    assert normalise.read_refunds(text) is None


def test_money_back_for_a_line_takes_no_unit() -> None:
    assert normalise.read_refunds(b'[{"id": 7, "line_items": [{"quantity": 0, "meta_data": []}]}]') == ({"7"}, {})


def test_one_bad_order_costs_one_order() -> None:
    docs = [doc(1), doc(2, line_items=[line(1.5)]), doc(3, refunds=[{"id": 9}]), doc(4)]
    page = read(*docs)
    assert [order.id for order in page.orders] == ["1", "3", "4"]
    assert page.orders[0] == read(doc(1)).orders[0]
    assert [tuple(one) for one in [(u.id, u.field, u.problem) for u in page.unreadable]] == [
        ("2", "line_items.0.quantity", "is not a whole number")
    ]
    assert page.refunds == {"3": frozenset({"9"})}


@pytest.mark.parametrize("text", [b"", b"[", b"null", b"{}", b'"x"', b"[1", b"<html>", b"\xff", b"[" * 100_000])
def test_what_is_no_list_of_orders_says_so(text: bytes) -> None:
    page = normalise.read_page(text, KNOWN)
    assert page.problem
    assert (page.orders, page.unreadable) == ([], [])


def test_an_empty_page_is_a_page() -> None:
    assert normalise.read_page(b"[]", KNOWN) == ([], [], {}, "")


@pytest.mark.parametrize(
    ("text", "ids"), [(b'[{"id":168}]', ["168"]), (b"[]", []), (b"{}", []), (b"<", []), (b'[{"code":1}]', [])]
)
def test_ids_alone(text: bytes, ids: list[str]) -> None:
    assert normalise.read_ids(text) == ids


@pytest.mark.parametrize(
    ("product_id", "variation_id", "product"), [(23, 27, "27"), (23, 0, "23"), (0, 0, ""), ("23", "27", "27")]
)
def test_the_article_is_the_variation_or_else_the_product(product_id: Any, variation_id: Any, product: str) -> None:
    order = one(line_items=[line(product_id=product_id, variation_id=variation_id)])
    assert [line.product for line in order.lines or ()] == [product]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [*doc(), "line_items", "shipping", "billing", "refunds", "meta_data", "date_created_gmt", "id"]
)
TIMES = st.sampled_from(
    ["0000-00-00T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-23:00", "2026-11-22T10:04:00Z"]
)
BROKEN = st.dictionaries(KEYS, ANYTHING | TIMES, max_size=3).map(lambda fields: doc(**fields))


@given(st.lists(BROKEN | ANYTHING | st.just(doc(7)), max_size=5))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_nothing_raises_and_nothing_is_lost(rows: list[Any]) -> None:
    page = normalise.read_page(json.dumps(rows).encode(), KNOWN)
    assert page.problem == ""
    assert len(page.orders) + len(page.unreadable) == len(rows)
    for order in page.orders:
        assert order.created_at.utcoffset() is not None
        assert order.id
        assert all(line.remaining >= 0 for line in order.lines or ())
    for one in page.unreadable:
        assert one.problem


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_whatever_bytes_come_nothing_raises(text: bytes) -> None:
    normalise.read_page(text, KNOWN)
    normalise.read_refunds(text)
    normalise.read_ids(text)
