"""Traps 22 to 25: what the fields of an order hold, and what they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.expect import EXPECTED, TOO_RECENT, Expectation
from core.model import ShopLine, ShopOrder, Unreadable
from core.policy import Policy
from core.ports import Pending
from sandbox import faults
from tests.guards.test_guards_races import before
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, Stand, doc, standing

MUG, TEE = "TP-MUG-001-WHT", "TP-TEE-010-BLK-S"


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def read(stand: Stand, **fields: Any) -> ShopOrder:
    """Order 1001 of two mugs and a T-shirt, as Vigie reads it."""
    if fields or 1001 not in stand.shop.orders:
        stand.shop.put(doc(1001, **fields))
    pull, reading = stand.pull()
    assert (pull.unreadable, pull.troubles) == ((), ())
    return reading.orders["1001"]


def lines(order: ShopOrder) -> list[tuple[str, int]]:
    return [(line.sku, line.remaining) for line in order.lines or ()]


def changed(**fields: Any) -> list[dict[str, Any]]:
    """The order's lines, each with these fields."""
    return [{**line, **fields} for line in doc(1001)["line_items"]]


def test_trap_22_a_deleted_product_leaves_a_line_without_sku(stand: Stand) -> None:
    """Cost: a product is deleted, and every order that ever held it can no longer be read."""
    stand.shop.put(doc(1001))
    stand.shop.delete_product(201)
    assert stand.shop.catalogue.live(stand.shop.orders[1001])["line_items"][0]["sku"] is None
    assert read(stand).lines == (ShopLine("", 2, 2, "100101"), ShopLine(TEE, 1, 1, "100102", product="214"))


@pytest.mark.parametrize("none", ["", None, False])
def test_trap_22_a_line_without_sku_is_still_a_line(stand: Stand, none: Any) -> None:
    """Cost: what has no sku is left out, and an order of such lines counts as nothing to be made."""
    assert lines(read(stand, line_items=changed(sku=none))) == [("", 2), ("", 1)]


def test_trap_22_the_sku_is_todays_whatever_was_sold(stand: Stand) -> None:
    """Cost: a sku is remembered from an earlier reading, and every changed article is accused of being another."""
    stand.shop.put(doc(1001))
    assert lines(read(stand)) == [(MUG, 2), (TEE, 1)]
    stand.shop.resku(211, "TP-MUG-009-WHT")
    assert lines(read(stand)) == [("TP-MUG-009-WHT", 2), (TEE, 1)]


def test_trap_23_what_was_refunded_is_no_longer_wanted(stand: Stand) -> None:
    """Cost: the merchant is told to order, and pay, a mug for which the customer has the money back."""
    stand.shop.put(doc(1001))
    stand.shop.refund(1001, NOW, {100101: 1})
    stand.shop.refund(1001, NOW, {100101: 1, 100102: 1})
    assert [line["quantity"] for line in stand.shop.orders[1001]["line_items"]] == [2, 1]
    assert lines(read(stand)) == [(MUG, 0), (TEE, 0)]


def test_trap_23_money_back_alone_takes_no_unit(stand: Stand) -> None:
    """Cost: five euros back for a late parcel, and the parcel itself is no longer missed."""
    stand.shop.put(doc(1001))
    stand.shop.refund(1001, NOW, {})
    stand.shop.refund(1001, NOW, {100101: 0})
    assert lines(read(stand)) == [(MUG, 2), (TEE, 1)]


def test_trap_23_more_refunds_than_a_page_shows_by_itself(stand: Stand) -> None:
    """Cost: the eleventh refund is not read, and what it took back is printed."""
    stand.shop.put(doc(1001, line_items=changed(quantity=12)))
    for _ in range(11):
        stand.shop.refund(1001, NOW, {100101: 1})
    assert lines(read(stand)) == [(MUG, 1), (TEE, 12)]


@pytest.mark.parametrize(
    "answer",
    [
        b"[]",
        b'[{"id": 900001, "line_items": [{"quantity": -1, "meta_data": []}]}]',
        b'{"code": "rest_forbidden"}',
    ],
)
def test_trap_23_refunds_that_cannot_be_told_are_not_guessed(stand: Stand, answer: bytes) -> None:
    """Cost: a refund that the shop does not show counts as none, and what it took back is printed."""
    stand.shop.put(doc(1001))
    stand.shop.refund(1001, NOW, {100101: 1})
    stand.faults.plant(f"{ORDERS}/1001/refunds", faults.replaced(answer), times=None)
    pull, reading = stand.pull()
    assert reading.orders["1001"].lines is None
    assert not pull.coverage.complete


@pytest.mark.parametrize("status", ["on-hold", "completed", "packed"])
def test_trap_23_what_is_not_due_has_its_refunds_too(stand: Stand, status: str) -> None:
    """Cost: a mug is refunded, the order is closed by hand, and TPOP's list of one mug is called one too few."""
    stand.shop.custom_statuses = ("packed",)
    stand.shop.put(doc(1001))
    stand.shop.refund(1001, NOW, {100101: 1})
    stand.shop.edit(1001, NOW, status=status)
    assert lines(read(stand)) == [(MUG, 1), (TEE, 1)]


def test_trap_23_one_deleted_before_its_refunds_came_is_gone(stand: Stand) -> None:
    """Cost: one order is deleted while the shop is read, and the whole shop is called seen in part for it."""
    ids = stand.fill(5)
    stand.shop.refund(1002, NOW, {100201: 1})
    before(stand, lambda request: request.path.endswith("/refunds"), lambda: stand.shop.delete(1002))
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids} - {"1002"}
    assert (pull.coverage.complete, pull.coverage.orders) == (True, 4)


def test_trap_23_refunds_that_are_not_found_are_not_none(stand: Stand) -> None:
    """Cost: a plugin closes the address of the refunds, and every order that has some counts as deleted."""
    stand.fill(1)
    stand.shop.refund(1001, NOW, {100101: 1})
    stand.faults.plant("*/refunds", faults.status(404, b'{"code":"rest_no_route"}'), times=None)
    pull, reading = stand.pull()
    assert [(order.id, order.lines) for order in reading.orders.values()] == [("1001", None)]
    assert not pull.coverage.complete


def test_trap_23_refunded_by_hand_is_cancelled(stand: Stand) -> None:
    """Cost: the status says refunded, no refund says so, and TPOP goes on printing."""
    assert read(stand, status="refunded").state == "cancelled"


@pytest.mark.parametrize("price", [9.756302333333332, 0, -1.5, "9.76", None, "NaN", ""])
def test_trap_24_a_price_is_never_looked_at(stand: Stand, price: Any) -> None:
    """Cost: a price with fifteen decimals, and the order cannot be read, or differs from itself by a cent."""
    assert read(stand, line_items=changed(price=price)) == read(stand, line_items=changed(price=1))


@pytest.mark.parametrize(("quantity", "units"), [(-1, 0), (0, 0), (2.0, 2), ("3", 3)])
def test_trap_24_a_negative_quantity_is_nothing_to_be_made(stand: Stand, quantity: Any, units: int) -> None:
    """Cost: a correction by hand makes an order of minus one mug, which never agrees with anything."""
    order = read(stand, line_items=changed(quantity=quantity))
    assert [(line.remaining, line.ordered) for line in order.lines or ()] == [(units, units)] * 2


def test_trap_24_half_a_mug_is_named_not_rounded(stand: Stand) -> None:
    """Cost: a plugin that sells by the metre, and one and a half becomes one, or two, or no order at all."""
    stand.fill(3)
    stand.shop.put(doc(1002, line_items=changed(quantity=1.5)))
    pull, reading = stand.pull()
    assert set(reading.orders) == {"1001", "1003"}
    assert pull.unreadable == (Unreadable("1002", "line_items.0.quantity", "is not a whole number"),)


def test_trap_24_options_may_be_named_twice(stand: Stand) -> None:
    """Cost: an "any" variation, whose size stands there empty and once more with a capital, cannot be read."""
    sizes = [{"id": 1, "key": "size", "value": ""}, {"id": 2, "key": "Size", "value": "S"}]
    assert read(stand, line_items=changed(meta_data=sizes)) == read(stand, line_items=changed(meta_data=[]))


def test_trap_25_cash_on_delivery_is_due_though_not_paid(stand: Stand) -> None:
    """Cost: an order to be paid at the door has no time of payment, so it is never due, and never missed."""
    order = read(stand, payment_method="cod", date_paid=None, date_paid_gmt=None)
    assert (order.state, order.paid_at) == ("due", None)
    standing = Expectation(Policy(), NOW).standing(order)
    assert (standing.reason, standing.due_at) == (EXPECTED, order.created_at)


def test_trap_25_a_transfer_noted_late_is_due_from_when_it_was_seen(stand: Stand) -> None:
    """Cost: an order waits a week for its money, and is called missing in the minute in which that comes."""
    order = read(stand, payment_method="bacs", date_paid=None, date_paid_gmt=None)
    earlier = str((NOW - timedelta(days=1)).isoformat())
    for seen, due_at in ((None, NOW), (str((NOW - timedelta(hours=1)).isoformat()), NOW - timedelta(hours=1))):
        waiting = {"1001": Pending("1001", earlier, seen)}
        standing = Expectation(Policy(), NOW, pending=waiting).standing(order)
        assert (standing.reason, standing.due_at) == (TOO_RECENT, due_at)


@pytest.mark.parametrize("image", [{"id": 0, "src": ""}, {"id": "", "src": ""}, {"id": "", "src": False}, [], None])
def test_trap_25_an_image_is_never_looked_at(stand: Stand, image: Any) -> None:
    """Cost: a product without a picture, whose number is then a text, and its orders cannot be read."""
    assert lines(read(stand, line_items=changed(image=image))) == [(MUG, 2), (TEE, 1)]


def test_trap_25_a_line_without_name_or_product_is_a_line(stand: Stand) -> None:
    """Cost: an order made by another program for a product that is none, and its page is lost."""
    nameless = changed(name=None, product_id=0, variation_id=0, sku=None)
    assert lines(read(stand, line_items=nameless)) == [("", 2), ("", 1)]
