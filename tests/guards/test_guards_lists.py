"""Traps 5 to 9 and 11 to 13: what a list of this shop leaves out, hides or counts wrong, and how every order is had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import SourceError
from core.model import ShopOrder
from core.policy import Policy
from sandbox.faults import Answer
from sandbox.loopback import Request
from tests.guards.test_guards_races import between
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, Stand, doc, standing


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def quantities(order: ShopOrder | object) -> list[int]:
    assert isinstance(order, ShopOrder)
    return [line.remaining for line in order.lines or ()]


def test_trap_05_the_window_is_one_of_creation_not_of_change(stand: Stand) -> None:
    """Cost: on the old storage an edited quantity is never seen, and the wrong number of mugs is printed."""
    stand.shop.hpos = False
    stand.fill(3)
    stand.shop.put(doc(7, NOW - timedelta(days=90)))
    stand.shop.edit(7, NOW - timedelta(hours=1), status="completed")
    before, _ = stand.pull()
    dated = stand.shop.orders[1002]["date_modified_gmt"]
    lines = stand.shop.orders[1002]["line_items"]
    stand.shop.edit(1002, NOW, line_items=[{**lines[0], "quantity": 5}, *lines[1:]])
    assert stand.shop.orders[1002]["date_modified_gmt"] == dated
    after, reading = stand.pull()
    assert quantities(reading.orders["1002"]) == [5, 1]
    assert before.coverage.complete, "and an old order that was changed just now is not in the window"
    assert after.coverage.complete
    assert not [name for question in stand.asked() for name in question if name.startswith("modified")]


def test_trap_06_what_no_storage_dates_is_seen_at_the_next_reading(stand: Stand) -> None:
    """Cost: a refund that was taken back stays, and one mug too few is printed; a new sku is never compared."""
    stand.shop.put(doc(1001))
    refund = stand.shop.refund(1001, NOW - timedelta(hours=1), {100101: 1})
    source = stand.source()
    assert quantities(source.lookup("1001")) == [1, 1]
    dated = stand.shop.orders[1001]["date_modified_gmt"]
    stand.shop.delete_refund(1001, refund["id"])
    stand.shop.resku(211, "TP-MUG-009-WHT")
    assert stand.shop.orders[1001]["date_modified_gmt"] == dated
    again = source.lookup("1001")
    assert quantities(again) == [2, 1]
    assert isinstance(again, ShopOrder)
    assert [line.sku for line in again.lines or ()] == ["TP-MUG-009-WHT", "TP-TEE-010-BLK-S"]


def test_trap_07_an_order_in_the_bin_is_asked_for_by_its_id(stand: Stand) -> None:
    """Cost: TPOP prints and bills an order that the merchant threw away."""
    stand.fill(2)
    stand.shop.edit(1001, NOW, status="trash")
    _, reading = stand.pull()
    assert set(reading.orders) == {"1002"}, "no list shows it"
    order = stand.source().lookup("1001")
    assert isinstance(order, ShopOrder)
    assert (order.state, order.status) == ("cancelled", "trash")


def test_trap_07_the_bin_is_searched_by_a_question_of_its_own(stand: Stand) -> None:
    """Cost: an order in the bin counts as unknown to the shop, and the merchant looks for a customer who is none."""
    stand.shop.put(doc(1001, number="B-77", status="trash"))
    stand.shop.put(doc(1002, number="B-78"))
    found = [stand.source().find(number) for number in ("B-77", "B-78", "B-79")]
    assert [one.id if isinstance(one, ShopOrder) else one for one in found] == ["1001", "1002", None]


def test_trap_07_deleted_is_told_from_not_answered(stand: Stand) -> None:
    """Cost: while the plugin is off every order counts as deleted, and its open findings are closed as gone."""
    stand.fill(1)
    stand.shop.delete(1001)
    assert stand.source().lookup("1001") is None
    stand.fill(1)
    stand.shop.hosting.woocommerce_off = True
    with pytest.raises(SourceError) as info:
        stand.source().lookup("1001")
    assert info.value.detail["why"] == "no_route"


def test_trap_08_no_status_is_asked_for_by_name(stand: Stand) -> None:
    """Cost: the day a plugin is switched off the shop answers 400, and nothing at all is watched."""
    policy = replace(Policy(), due_statuses=("processing", "packed"))
    stand.shop.custom_statuses = ("packed",)
    stand.fill(3)
    stand.shop.edit(1001, NOW, status="packed")
    _, reading = stand.pull(policy=policy)
    assert reading.orders["1001"].state == "due"
    stand.shop.custom_statuses = ()
    pull, reading = stand.pull(policy=policy)
    assert set(reading.orders) == {"1002", "1003"}
    assert pull.coverage.complete, "the shop counts it no more either: only asking by id can tell"
    order = stand.source(policy=policy).lookup("1001")
    assert isinstance(order, ShopOrder)
    assert order.state == "due"


def test_trap_09_a_short_page_is_not_the_last(stand: Stand) -> None:
    """Cost: one hidden row on the first page, and all the other pages are never read."""
    ids = stand.fill(230)
    stand.shop.hosting.hides = lambda order_id: order_id in range(1001, 1006)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids[5:])
    assert not pull.coverage.complete


def test_trap_09_rows_that_are_hidden_are_counted(stand: Stand) -> None:
    """Cost: "all is well" over orders that a plugin keeps from Vigie's key."""
    stand.fill(130)
    stand.shop.hosting.hides = lambda order_id: order_id == 1130
    pull, _ = stand.pull()
    assert not pull.coverage.complete
    assert [(one.kind, one.detail) for one in pull.troubles] == [("rows_differ", {"total": 130, "read": 129})]


def test_trap_09_orders_are_asked_for_one_by_one_never_included(stand: Stand) -> None:
    """Cost: an order in the bin is absent from such a list, so it counts as deleted, and TPOP prints it."""
    stand.fill(2)
    stand.shop.edit(1001, NOW, status="trash")
    for order_id in ("1001", "1002"):
        assert isinstance(stand.source().lookup(order_id), ShopOrder)
    stand.pull()
    assert [request.path for request in stand.server.log] == [f"{ORDERS}/1001", f"{ORDERS}/1002", ORDERS]
    assert not [name for request in stand.server.log for name, _ in request.query if name.startswith("include")]


def counting(stand: Stand, *said: tuple[str, str]) -> None:
    """From now on every answer counts so, instead of as WooCommerce does."""
    answer = stand.server.answer

    def counted(request: Request) -> Answer:
        given = answer(request)
        kept = tuple(pair for pair in given.headers if not pair[0].startswith("X-WP-"))
        return replace(given, headers=(*kept, *said))

    stand.server.answer = counted


def test_trap_09_an_empty_page_is_not_the_last_where_nothing_is_counted(stand: Stand) -> None:
    """Cost: a page of which every row is hidden ends the reading, and the orders behind it are never seen."""
    ids = stand.fill(230)
    stand.shop.hosting.hides = lambda order_id: order_id in range(1101, 1201)
    counting(stand)
    _, reading = stand.pull()
    assert set(reading.orders) == {*ids[:100], *ids[200:]}


def test_trap_11_the_newest_version_of_the_api_is_asked(stand: Stand) -> None:
    """Cost: the oldest version answers "no orders" with 200, and an empty shop is always fine."""
    ids = stand.fill(3)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.orders == 3
    assert {request.path for request in stand.server.log} == {"/wp-json/wc/v3/orders"}


@pytest.mark.parametrize("hpos", [True, False])
def test_trap_12_only_the_first_pages_count_is_believed(stand: Stand, hpos: bool) -> None:
    """Cost: a later page that counts nothing ends the reading, and the orders behind it are never seen."""
    stand.shop.hpos = hpos
    ids = stand.fill(350)
    answer = stand.server.answer

    def miscounted(request: Request) -> Answer:
        given = answer(request)
        if request.one("page") in ("", "1"):
            return given
        kept = tuple(pair for pair in given.headers if not pair[0].startswith("X-WP-"))
        return replace(given, headers=(*kept, ("X-WP-Total", "0"), ("X-WP-TotalPages", "0")))

    stand.server.answer = miscounted
    pull, reading = stand.pull(policy=replace(Policy(), requests_at_once=1))
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete
    assert len(stand.asked()) == 4, "and nothing was read twice for it"
    assert not [question for question in stand.asked() if "offset" in question]


def test_trap_12_without_a_count_two_readings_must_agree(stand: Stand) -> None:
    """Cost: a cache drops the count, an order is binned between two pages, and the one that moved up is never seen."""
    ids = stand.fill(150)
    counting(stand)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW - timedelta(days=1), status="trash"))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids), "1101 had moved up"
    assert pull.coverage.complete


def test_trap_12_without_a_count_nothing_is_no_answer(stand: Stand) -> None:
    """Cost: something in front of the shop answers [] to everybody, and a shop without orders is always fine."""
    counting(stand)
    pull, reading = stand.pull()
    assert reading.orders == {}
    assert [(one.kind, one.detail["why"]) for one in pull.troubles] == [("not_complete", "no total")]
    assert not pull.coverage.complete


def test_trap_12_a_count_that_a_proxy_doubled_is_still_one(stand: Stand) -> None:
    """Cost: the count is thrown away with its double, and an order that is kept from Vigie's key is missed by nobody."""
    stand.fill(130)
    stand.shop.hosting.hides = lambda order_id: order_id == 1130
    counting(stand, ("X-WP-Total", "130, 130"))
    pull, _ = stand.pull()
    assert [(one.kind, one.detail) for one in pull.troubles] == [("rows_differ", {"total": 130, "read": 129})]
    assert not pull.coverage.complete


def test_trap_13_rows_come_by_id(stand: Stand) -> None:
    """Cost: an order that means nothing shows some orders twice and others never; a word it does not know is a 400."""
    ids = stand.fill(230)
    pull, reading = stand.pull()
    assert [order.id for page in reading.pages for order in page] == ids
    assert pull.coverage.complete
    assert {(question["orderby"], question["order"]) for question in stand.asked()} == {("id", "asc")}
