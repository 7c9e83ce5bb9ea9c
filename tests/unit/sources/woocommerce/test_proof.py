"""A large window in slices, at most so many requests at once; what moves is read again, what passes is asked for again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import Window
from core.policy import Policy
from sandbox import faults
from sandbox.faults import Answer
from sandbox.loopback import Request
from sources.woocommerce import slices, sweep
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, WINDOW, Stand, doc, standing


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """Twenty orders make a page here, and sixty a slice."""
    monkeypatch.setattr(sweep, "PER_PAGE", 20)
    monkeypatch.setattr(slices, "SLICE_ORDERS", 60)
    with standing() as one:
        yield one


def fill(stand: Stand, count: int) -> set[str]:
    """Spread evenly over the window."""
    step = (WINDOW.until - WINDOW.since) / (count + 1)
    for n in range(1, count + 1):
        stand.shop.put(doc(1000 + n, (WINDOW.since + step * n).replace(microsecond=0)))
    return {str(1000 + n) for n in range(1, count + 1)}


def acting(stand: Stand, when: Callable[[Request, int], bool], act: Callable[[], object]) -> None:
    """Do something right before the first answer of which `when` says so (it is told how many were answered)."""
    answer, done, count = stand.server.answer, [False], [0]

    def answering(request: Request) -> Answer:
        count[0] += 1
        if not done[0] and when(request, count[0]):
            done[0] = True
            act()
        return answer(request)

    stand.server.answer = answering


def spans(stand: Stand) -> list[tuple[str, str]]:
    return list(dict.fromkeys((asked["after"], asked["before"]) for asked in stand.asked()))


def test_a_large_window_is_read_in_slices_that_hold_every_order_once(stand: Stand) -> None:
    ids = fill(stand, 230)
    pull, reading = stand.pull()
    taken = [order.id for page in reading.pages for order in page]
    assert (set(taken), len(taken)) == (ids, 230)
    assert pull.coverage.complete
    assert pull.coverage.orders == 230
    assert len(spans(stand)) == 1 + 4, "the window as a whole, for its count, and four slices"


@pytest.mark.parametrize("parallel", [1, 2, 3])
def test_no_more_requests_at_once_than_the_policy_says(stand: Stand, parallel: int) -> None:
    ids = fill(stand, 230)
    for order_id in range(1001, 1200, 9):
        stand.shop.refund(order_id, NOW, {order_id * 100 + 1: 1})
    stand.server.latency = 0.01
    _, reading = stand.pull(policy=replace(Policy(), requests_at_once=parallel))
    assert set(reading.orders) == ids
    assert stand.server.most_at_once == parallel


def test_two_at_once_by_default(stand: Stand) -> None:
    fill(stand, 230)
    stand.server.latency = 0.01
    stand.pull()
    assert stand.server.most_at_once == 2


def test_only_the_slice_in_which_something_moved_is_read_again(stand: Stand) -> None:
    ids = fill(stand, 230)
    bound = stand_bounds(stand)
    stand.server.log.clear()
    acting(
        stand,
        lambda request, _: request.one("after") == bound[1] and request.one("page") == "2",
        lambda: stand.shop.edit(1062, NOW, status="trash"),
    )
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert reading.orders["1062"].status == "trash"
    assert pull.coverage.complete
    asked = [(question["after"], question["before"], question["page"]) for question in stand.asked()]
    twice = {one[0] for one in asked if asked.count(one) > 1}
    assert twice == {bound[1]}


def stand_bounds(stand: Stand) -> list[str]:
    stand.pull()
    return sorted({after for after, _ in spans(stand)[1:]})


def test_an_order_given_another_date_between_two_slices_is_read_all_the_same(stand: Stand) -> None:
    """Its slice was read without it, the other one before it came: only the count of the whole window knows."""
    ids = fill(stand, 230)
    early = doc(1200, WINDOW.since + timedelta(hours=1))
    bound = stand_bounds(stand)
    acting(stand, lambda request, _: request.one("after") == bound[2], lambda: stand.shop.put(early))
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert reading.orders["1200"].created_at == WINDOW.since + timedelta(hours=1)
    assert (pull.coverage.complete, pull.coverage.orders) == (True, 230)


def test_where_the_count_cannot_be_had_again_it_is_partial(stand: Stand) -> None:
    fill(stand, 230)
    bound = stand_bounds(stand)
    acting(stand, lambda request, _: request.one("after") == bound[2], lambda: stand.shop.delete(1200))
    stand.faults.plant(ORDERS, faults.status(403, b"{}"), query={"per_page": "1"}, times=None)
    pull, _ = stand.pull()
    assert [(one.kind, one.detail["what"]) for one in pull.troubles] == [("page_failed", "count")]
    assert not pull.coverage.complete


@pytest.mark.parametrize("came", ["restored", "placed"])
def test_one_that_goes_and_one_that_comes_between_the_same_two_pages_hide_none(stand: Stand, came: str) -> None:
    """Trap 10 at its worst: the counts agree all the way, and the first of page 3 slid onto page 2 unseen."""
    ids = fill(stand, 55)
    stand.shop.edit(1050, NOW - timedelta(days=1), status="trash" if came == "restored" else "checkout-draft")

    def act() -> None:
        stand.shop.delete(1003)
        stand.shop.edit(1050, NOW, status="processing")

    acting(stand, lambda request, _: request.one("page") == "2", act)
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert pull.coverage.complete


def test_an_order_deleted_for_good_meanwhile_is_told_as_gone(stand: Stand) -> None:
    """Handed on as due a moment ago, it would be called missing at TPOP."""
    fill(stand, 55)
    stand.shop.put({**stand.shop.orders[1005], "number": "MP-5"})
    acting(stand, lambda request, _: request.one("page") == "3", lambda: stand.shop.delete(1005))
    pull, reading = stand.pull()
    gone = reading.orders["1005"]
    assert (gone.state, gone.status, gone.number) == ("cancelled", "deleted", "MP-5")
    assert pull.coverage.complete


def test_more_orders_that_left_than_can_be_asked_for_make_it_partial(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_ORDERS", 2000)
    fill(stand, 95)

    def act() -> None:
        for order_id in range(1001, 1032):
            stand.shop.edit(order_id, NOW, status="trash")

    acting(stand, lambda request, _: request.one("page") == "5", act)
    pull, _ = stand.pull()
    assert not pull.coverage.complete
    assert [(one.kind, one.detail["left"]) for one in pull.troubles] == [("rows_differ", 31)]


def test_a_row_without_a_name_counts_once_though_its_page_is_read_twice(stand: Stand) -> None:
    """Counted twice it would stand for an order that a plugin hides, and the sum would be right."""
    fill(stand, 55)
    stand.shop.orders[1025] = {"id": 1025, "status": "processing", "date_created_gmt": "2026-11-10T00:00:00"}
    stand.shop.hosting.hides = lambda order_id: order_id == 1050
    answer = stand.server.answer

    def nameless(request: Request) -> Answer:
        given = answer(request)
        return replace(given, body=given.body.replace(b'"id":1025,', b"")) if request.path == ORDERS else given

    stand.server.answer = nameless
    stand.faults.plant(ORDERS, faults.status(502), query={"page": "2", "per_page": "20"}, times=4)
    stand.faults.plant(ORDERS, faults.reset(), query={"page": "4", "per_page": "10"}, times=3)
    pull, reading = stand.pull()
    assert "1050" not in reading.orders
    assert not pull.coverage.complete
    assert len(pull.unreadable) == 1


def test_an_order_deleted_between_its_page_and_its_refunds_is_no_failure(stand: Stand) -> None:
    ids = fill(stand, 5)
    stand.shop.refund(1002, NOW, {100201: 1})
    acting(stand, lambda request, _: request.path.endswith("/refunds"), lambda: stand.shop.delete(1002))
    pull, reading = stand.pull()
    assert set(reading.orders) == ids - {"1002"}
    assert (pull.coverage.complete, pull.coverage.orders) == (True, 4)


def test_refunds_that_are_not_found_of_an_order_that_is_there_are_not_none(stand: Stand) -> None:
    fill(stand, 5)
    stand.shop.refund(1002, NOW, {100201: 1})
    stand.faults.plant("*/refunds", faults.status(404, b'{"code":"rest_no_route"}'), times=None)
    pull, reading = stand.pull()
    assert reading.orders["1002"].lines is None
    assert not pull.coverage.complete


def test_orders_binned_after_their_slice_was_read_cost_nothing(stand: Stand) -> None:
    ids = fill(stand, 230)
    bound = stand_bounds(stand)
    acting(
        stand,
        lambda request, _: request.one("after") == bound[3] and request.one("page") == "2",
        lambda: stand.shop.edit(1002, NOW, status="trash"),
    )
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert pull.coverage.complete


def test_a_slice_that_cannot_be_read_leaves_the_others(stand: Stand) -> None:
    ids = fill(stand, 230)
    bound = stand_bounds(stand)
    stand.faults.plant(ORDERS, faults.status(403, b"{}"), query={"after": bound[1]}, times=None)
    pull, reading = stand.pull()
    assert 150 < len(reading.orders) < 230
    assert set(reading.orders) < ids
    assert not pull.coverage.complete
    assert [one.kind for one in pull.troubles] == ["page_failed"]


def test_a_shop_that_throttles_is_left_alone(stand: Stand) -> None:
    fill(stand, 230)
    bound = stand_bounds(stand)
    stand.server.log.clear()
    stand.faults.plant(ORDERS, faults.too_many("600"), query={"after": bound[1]}, times=None)
    pull, _ = stand.pull()
    assert not pull.coverage.complete
    assert [one.kind for one in pull.troubles] == ["throttled"]
    assert not [asked for asked in stand.asked() if asked["after"] in bound[2:]]


@pytest.mark.parametrize("fault", [faults.hang(), faults.reset(), faults.truncated(), faults.html_page()])
def test_a_page_that_failed_is_asked_for_once_more_at_the_end(stand: Stand, fault: faults.Fault) -> None:
    """A host that was silent for a minute has often come back when everything else is read."""
    ids = fill(stand, 55)
    times = (
        2 if fault.name == "hang" else 4 if fault.drop else 3
    )  # as often as a page is tried before it counts as failed
    stand.faults.plant(ORDERS, fault, query={"page": "2"}, times=times)
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert pull.coverage.complete
    assert stand.asked()[-1]["page"] == "2"


def test_a_page_that_breaks_in_the_middle_is_asked_for_once_more(stand: Stand) -> None:
    ids = fill(stand, 55)
    for page in ("1", "3"):
        stand.faults.plant(ORDERS, faults.replaced(b'[{"id": 1,, }]'), query={"page": page})
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert pull.coverage.complete


def test_totals_that_change_on_the_way_are_proved_by_a_second_pass(stand: Stand) -> None:
    """One gone and one come back: the sum is right, and one order was never seen."""
    ids = fill(stand, 55)
    stand.shop.edit(1050, NOW, status="trash")
    acting(stand, lambda request, _: request.one("page") == "2", lambda: stand.shop.edit(1003, NOW, status="trash"))
    acting(
        stand, lambda request, _: request.one("page") == "3", lambda: stand.shop.edit(1050, NOW, status="processing")
    )
    pull, reading = stand.pull()
    assert set(reading.orders) == ids
    assert pull.coverage.complete


def test_a_shop_in_which_something_moves_in_every_pass_is_partial(stand: Stand) -> None:
    fill(stand, 55)
    answer, gone = stand.server.answer, iter(range(1001, 1030))

    def restless(request: Request) -> Answer:
        if request.path == ORDERS and request.one("page") == "2":
            stand.shop.edit(next(gone), NOW, status="trash")
        return answer(request)

    stand.server.answer = restless
    pull, _ = stand.pull()
    assert not pull.coverage.complete
    assert len([asked for asked in stand.asked() if asked["page"] == "1"]) == 4, "four passes, and no fifth"


def test_refunds_are_read_once_though_the_pages_are_read_twice(stand: Stand) -> None:
    fill(stand, 55)
    stand.shop.refund(1002, NOW, {100201: 1})
    acting(stand, lambda request, _: request.one("page") == "3", lambda: stand.shop.delete(1005))
    pull, reading = stand.pull()
    assert pull.coverage.complete
    assert [line.remaining for line in reading.orders["1002"].lines or ()] == [1, 1]
    assert len(stand.asked(f"{ORDERS}/1002/refunds")) == 1


def test_a_refund_given_between_two_passes_counts(stand: Stand) -> None:
    fill(stand, 55)
    stand.shop.refund(1002, NOW, {100201: 1})

    def act() -> None:
        stand.shop.delete(1005)
        stand.shop.refund(1002, NOW, {100201: 1})

    acting(stand, lambda request, _: request.one("page") == "3", act)
    _, reading = stand.pull()
    assert [line.remaining for line in reading.orders["1002"].lines or ()] == [0, 1]


def test_orders_are_always_handed_on_in_the_callers_own_thread(stand: Stand) -> None:
    fill(stand, 230)
    stand.shop.refund(1002, NOW, {100201: 1})
    threads = set()
    stand.source().pull(Window(WINDOW.since, WINDOW.until), lambda _: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


def test_opposite_moves_while_a_page_is_taken_apart_hide_none(stand: Stand) -> None:
    """The page is one, but it came in parts: an order slid between two of them."""
    ids = fill(stand, 15)
    stand.shop.edit(1014, NOW - timedelta(days=1), status="checkout-draft")
    stand.shop.hosting.breaks = {1008}

    def both() -> None:
        stand.shop.edit(1003, NOW, status="trash")
        stand.shop.edit(1014, NOW, status="processing")

    acting(stand, lambda request, _: request.one("_fields") == "id", both)
    pull, reading = stand.pull()
    assert set(reading.orders) | {one.id for one in pull.unreadable} == ids
    assert reading.orders["1003"].state == "cancelled"
