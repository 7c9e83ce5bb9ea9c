"""What was refunded is read by its own call; where that fails the lines are unknown, and the pull is partial."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox import faults
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, Stand, doc, standing


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        for order_id in (1001, 1002):
            one.shop.put(doc(order_id))
        one.shop.refund(1001, NOW, {100101: 1})
        one.shop.refund(1001, NOW, {100101: 1, 100102: 1})
        yield one


def test_what_remains_is_less_the_refunds(stand: Stand) -> None:
    pull, reading = stand.pull()
    lines = reading.orders["1001"].lines or ()
    assert [(line.remaining, line.ordered) for line in lines] == [(0, 2), (0, 1)]
    assert [line.remaining for line in reading.orders["1002"].lines or ()] == [2, 1]
    assert pull.coverage.complete
    assert [request.path for request in stand.server.log] == [ORDERS, f"{ORDERS}/1001/refunds"]
    assert stand.asked(f"{ORDERS}/1001/refunds") == [{"per_page": "100", "_fields": "id,line_items"}]


@pytest.mark.parametrize("status", ["refunded", "cancelled", "checkout-draft"])
def test_orders_that_nobody_will_make_cost_no_call(stand: Stand, status: str) -> None:
    stand.shop.edit(1001, NOW, status=status)
    pull, _ = stand.pull()
    assert len(stand.server.log) == 1
    assert pull.coverage.complete


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(403, b"{}"),
        faults.status(500),
        faults.html_page(),
        faults.truncated(),
        faults.replaced(b"[]"),
        faults.replaced(b'[{"id": 900001, "line_items": []}]'),
        faults.replaced(b'[{"id": 900001, "line_items": [{"quantity": -1, "meta_data": []}]}]'),
    ],
)
def test_refunds_that_cannot_be_read_make_the_lines_unknown(stand: Stand, fault: faults.Fault) -> None:
    stand.faults.plant("*/refunds", fault, times=None)
    pull, reading = stand.pull()
    assert reading.orders["1001"].lines is None
    assert reading.orders["1001"].recipient is not None
    assert reading.orders["1002"].lines is not None
    assert not pull.coverage.complete
    (trouble,) = pull.troubles
    assert trouble.kind == "page_failed"
    assert {"what": "refunds", "count": 1, "orders": ["1001"]}.items() <= trouble.detail.items()


def test_a_shop_that_throttles_is_not_asked_for_more_refunds(stand: Stand) -> None:
    for order_id in range(1003, 1023):
        stand.shop.put(doc(order_id))
        stand.shop.refund(order_id, NOW, {order_id * 100 + 1: 1})
    stand.faults.plant("*/refunds", faults.too_many("600"), times=None)
    pull, _ = stand.pull()
    assert len(stand.server.log) <= 1 + 2
    assert not pull.coverage.complete


@pytest.mark.parametrize("spelt", [100101, "100101", " 100101", 100101.0])
def test_the_refunded_line_is_known_however_a_plugin_spells_it(stand: Stand, spelt: object) -> None:
    for refund in stand.shop.refunds[1001]:
        for line in refund["line_items"]:
            if str(line["meta_data"][0]["value"]) == "100101":
                line["meta_data"][0]["value"] = spelt
    _, reading = stand.pull()
    assert [line.remaining for line in reading.orders["1001"].lines or ()] == [0, 0]


def test_a_shop_that_refuses_refunds_is_not_asked_for_each(stand: Stand) -> None:
    for order_id in range(1003, 1023):
        stand.shop.put(doc(order_id))
        stand.shop.refund(order_id, NOW, {order_id * 100 + 1: 1})
    stand.faults.plant("*/refunds", faults.status(403, b"{}"), times=None)
    pull, reading = stand.pull()
    assert len(stand.server.log) <= 1 + 3 + 1, "one more was on its way"
    assert [order.lines for order in reading.orders.values()].count(None) == 21
    (trouble,) = pull.troubles
    assert trouble.detail["count"] == 21
    assert len(trouble.detail["orders"]) == 10
