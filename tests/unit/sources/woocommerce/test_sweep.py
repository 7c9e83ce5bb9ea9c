"""One pass over a window's pages: the question, the bounds, failing pages, one bad order, totals that lie."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.errors import SourceError
from core.model import Trouble, Unreadable, Window
from sandbox import faults
from sandbox.faults import Answer, Fault
from sandbox.loopback import Request
from sources.woocommerce.slices import whole
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, WINDOW, Stand, doc, standing

IN_FLIGHT = 2
"""Requests that were on their way when a page failed: as many as run at once."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def kinds(troubles: tuple[Trouble, ...]) -> list[str]:
    return [one.kind for one in troubles]


def rewriting(stand: Stand, change: Callable[[Request, Answer], Answer | None]) -> None:
    """Let every answer to the list pass through a hand; None leaves it as it was."""
    answer = stand.server.answer

    def changed(request: Request) -> Answer:
        given = answer(request)
        return (change(request, given) if request.path == ORDERS else None) or given

    stand.server.answer = changed


def without(name: str) -> Callable[[Request, Answer], Answer]:
    return lambda request, given: replace(given, headers=tuple(pair for pair in given.headers if pair[0] != name))


def test_the_question_is_in_naive_utc_with_both_bounds_exclusive() -> None:
    asked = whole(Window(datetime(2026, 11, 15, 12, tzinfo=UTC), datetime(2026, 11, 16, 12, tzinfo=UTC))).question
    assert asked["after"] == "2026-11-15T11:59:59"
    assert asked["before"] == "2026-11-16T12:00:00"
    assert asked["dates_are_gmt"] == "true"
    assert (asked["status"], asked["orderby"], asked["order"]) == ("any", "id", "asc")
    assert set(asked["_fields"].split(",")) == {
        "id",
        "number",
        "status",
        "date_created_gmt",
        "date_paid_gmt",
        "date_modified_gmt",
        "billing",
        "shipping",
        "line_items",
        "refunds",
        "meta_data",
        "needs_processing",
        "shipping_lines",
    }


def test_a_window_in_another_zone_or_with_fractions_is_asked_for_outwards() -> None:
    berlin = timezone(timedelta(hours=1))
    since = datetime(2026, 11, 15, 13, 0, 0, 500_000, berlin)
    asked = whole(Window(since, since + timedelta(days=1))).question
    assert asked["after"] == "2026-11-15T11:59:59"
    assert asked["before"] == "2026-11-16T12:00:01"


def test_the_first_second_is_in_and_the_last_is_out(stand: Stand) -> None:
    since, until = WINDOW.since, WINDOW.until
    second = timedelta(seconds=1)
    for order_id, placed in enumerate((since - second, since, until - second, until), 1):
        stand.shop.put(doc(order_id, placed))
    pull, reading = stand.pull()
    assert set(reading.orders) == {"2", "3"}
    assert pull.coverage.complete


def test_a_fraction_of_a_second_at_the_bounds_costs_nothing(stand: Stand) -> None:
    whole, half = NOW.replace(microsecond=0), timedelta(milliseconds=500)
    for order_id, placed in enumerate((whole - timedelta(hours=1), whole), 1):
        stand.shop.put(doc(order_id, placed))
    pull, reading = stand.pull(Window(whole - timedelta(hours=1) + half, whole + half))
    assert set(reading.orders) == {"2"}
    assert pull.coverage.complete
    assert pull.troubles == ()


def test_both_times_of_the_hour_that_autumn_repeats_are_read(stand: Stand) -> None:
    early, late = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    stand.shop.put(doc(1, early))
    stand.shop.put(doc(2, late))
    assert stand.shop.orders[1]["date_created"] == stand.shop.orders[2]["date_created"]
    _, reading = stand.pull(Window(late, NOW))
    assert set(reading.orders) == {"2"}
    _, reading = stand.pull(Window(early, late))
    assert set(reading.orders) == {"1"}


def test_a_shop_that_ignores_the_bounds_is_not_complete_and_its_rows_stay_out(stand: Stand) -> None:
    stand.fill(3)
    stand.shop.put(doc(7, NOW - timedelta(days=90)))
    answer = stand.server.answer
    bounds = {"after", "before"}
    stand.server.answer = lambda request: answer(
        Request(request.method, request.path, tuple(q for q in request.query if q[0] not in bounds), request.headers)
    )
    pull, reading = stand.pull()
    assert set(reading.orders) == {"1001", "1002", "1003"}
    assert not pull.coverage.complete
    assert [(one.kind, one.detail) for one in pull.troubles] == [("rows_differ", {"outside": 1})]


def test_a_page_that_fails_leaves_the_others(stand: Stand) -> None:
    ids = stand.fill(250)
    stand.faults.plant(ORDERS, faults.status(403, b"{}"), query={"page": "2"}, times=None)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids[:100], *ids[200:]}
    assert not pull.coverage.complete
    assert pull.coverage.orders == 150
    (trouble,) = pull.troubles
    assert trouble.kind == "page_failed"
    assert {"page": 2, "pages": 3, "status": 403}.items() <= trouble.detail.items()
    assert len(stand.asked()) == 3, "a page is missing: a second pass would prove nothing"


@pytest.mark.parametrize(
    "fault", [faults.html_page(), faults.truncated(), faults.reset(), faults.cut_off(), faults.replaced(b"{}")]
)
def test_a_page_that_cannot_be_read_is_a_page_that_failed(stand: Stand, fault: Fault) -> None:
    ids = stand.fill(250)
    stand.faults.plant(ORDERS, fault, query={"page": "2"}, times=None)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids[:100], *ids[200:]}
    assert kinds(pull.troubles) == ["page_failed"]
    assert not pull.coverage.complete


@pytest.mark.parametrize(
    "fault", [faults.html_page(), faults.replaced(b"{}"), faults.truncated(), faults.replaced(b"[1")]
)
def test_a_first_page_that_cannot_be_read_raises(stand: Stand, fault: Fault) -> None:
    stand.fill(250)
    stand.faults.plant(ORDERS, fault, query={"page": "1"}, times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    assert info.value.kind == "not_json"


def test_passing_faults_pass(stand: Stand) -> None:
    stand.fill(250)
    for page, fault in (("1", faults.too_many()), ("2", faults.status(500)), ("3", faults.reset())):
        stand.faults.plant(ORDERS, fault, query={"page": page}, times=2)
    pull, reading = stand.pull()
    assert pull.coverage.complete
    assert len(reading.orders) == 250


def test_a_byte_order_mark_is_no_fault(stand: Stand) -> None:
    stand.fill(3)
    stand.faults.plant(ORDERS, faults.byte_order_mark(), times=None)
    pull, _ = stand.pull()
    assert pull.coverage.complete
    assert pull.coverage.orders == 3


def test_two_failing_pages_in_a_row_end_the_asking(stand: Stand) -> None:
    stand.fill(950)
    for page in range(3, 11):
        stand.faults.plant(ORDERS, faults.status(404, b"{}"), query={"page": str(page)}, times=None)
    pull, reading = stand.pull()
    assert len(reading.orders) == 200
    assert [one.detail["page"] for one in pull.troubles] == [3, 4]
    assert len(stand.asked()) <= 4 + IN_FLIGHT


def test_throttled_for_long_ends_the_asking_at_once(stand: Stand) -> None:
    stand.fill(950)
    for page in range(2, 51):
        stand.faults.plant(ORDERS, faults.too_many("600"), query={"page": str(page)}, times=None)
    pull, reading = stand.pull()
    assert len(reading.orders) == 100
    assert kinds(pull.troubles) == ["throttled"]
    assert pull.troubles[0].detail["retry_after"] == 600
    assert len(stand.asked()) <= 2 + IN_FLIGHT


def test_no_time_left_ends_the_asking_with_what_was_read(stand: Stand) -> None:
    stand.fill(950)
    pull, reading = stand.pull(give_up_at=lambda: len(stand.server.log) >= 2)
    assert 0 < len(reading.orders) < 950
    assert not pull.coverage.complete
    assert pull.troubles[0].detail["why"] == "no time left"


def breaking(stand: Stand, *bad: int) -> None:
    """One order makes every page that holds it fail, even where only its id is asked for; asked for alone, it comes."""

    def change(request: Request, given: Answer) -> Answer | None:
        if {row["id"] for row in json.loads(given.body)} & set(bad):
            return Answer(500, (), b'{"code":"internal_server_error"}')
        return None

    rewriting(stand, change)


@pytest.mark.parametrize("bad", [1001, 1057, 1100, 1101, 1230])
def test_one_bad_order_costs_one_order_and_is_named(stand: Stand, bad: int) -> None:
    ids = stand.fill(230)
    stand.shop.hosting.breaks.add(bad)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids} - {str(bad)}
    assert pull.unreadable == (Unreadable(str(bad), "order", "the shop fails when asked for it (status 500)"),)
    assert pull.coverage.orders == 230
    assert pull.coverage.complete, "all came, or was named"
    assert len(stand.server.log) <= 3 + 3 + 2 + 2 + 5 + 5 + 1 + 1


def test_a_bad_order_that_cannot_be_named_makes_it_partial(stand: Stand) -> None:
    ids = stand.fill(230)
    breaking(stand, 1057)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids} - {"1057"}
    assert pull.unreadable == ()
    assert not pull.coverage.complete
    (trouble,) = pull.troubles
    assert {"page": 1, "orders": 1, "status": 500}.items() <= trouble.detail.items()


def test_an_order_that_only_breaks_its_page_is_read_by_itself(stand: Stand) -> None:
    """Or it was another one that stood at this place a moment ago."""
    ids = stand.fill(230)

    def change(request: Request, given: Answer) -> Answer | None:
        holds_it = 1057 in {row["id"] for row in json.loads(given.body)} and request.one("_fields") != "id"
        return Answer(500, (), b'{"code":"internal_server_error"}') if holds_it else None

    rewriting(stand, change)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert (pull.unreadable, pull.coverage.complete) == ((), True)


def test_a_window_whose_only_order_is_bad(stand: Stand) -> None:
    stand.fill(1)
    stand.shop.hosting.breaks.add(1001)
    pull, reading = stand.pull()
    assert reading.pages == []
    assert [one.id for one in pull.unreadable] == ["1001"]
    assert pull.coverage.complete


def test_a_shop_that_is_down_is_not_taken_apart_for_long(stand: Stand) -> None:
    stand.fill(950)
    stand.faults.plant(ORDERS, faults.status(500), times=None)
    with pytest.raises(SourceError) as info:
        stand.pull()
    assert (info.value.kind, info.value.detail["status"]) == ("unreachable", 500)
    assert len(stand.asked()) <= 20


def test_a_shop_that_goes_down_midway_is_not_asked_for_long(stand: Stand) -> None:
    stand.fill(950)
    rewriting(stand, lambda request, _: None if request.one("page") == "1" else Answer(502, (), b"{}"))
    pull, reading = stand.pull()
    assert len(reading.orders) == 100
    assert not pull.coverage.complete
    assert len(stand.asked()) <= 60


def test_pages_that_are_too_heavy_come_in_smaller_ones(stand: Stand) -> None:
    ids = stand.fill(120)
    stand.faults.plant(ORDERS, faults.status(504), query={"per_page": "100"}, times=None)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_without_a_total_it_reads_to_an_empty_page(stand: Stand) -> None:
    ids = stand.fill(230)
    rewriting(stand, without("X-WP-Total"))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete
    once = ["1", "2", "3", "4", "5"]  # two empty pages: one may be a plugin that hides all of its rows
    assert [question["page"] for question in stand.asked()] == once * 2, (
        "two passes that agree are all the proof there is"
    )


@pytest.mark.parametrize("hidden", [b"[]", b""])
def test_without_a_total_nothing_that_hides_is_called_whole(stand: Stand, hidden: bytes) -> None:
    ids = stand.fill(230)

    def change(request: Request, given: Answer) -> Answer | None:
        bare = without("X-WP-Total")(request, given)
        once = request.one("page") == "2" and len(stand.server.log) < 4
        return replace(bare, body=hidden) if once else bare

    rewriting(stand, change)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids) or not pull.coverage.complete


def test_an_empty_answer_without_a_total_vouches_for_nothing(stand: Stand) -> None:
    rewriting(stand, without("X-WP-Total"))
    pull, reading = stand.pull()
    assert reading.orders == {}
    assert not pull.coverage.complete
    assert [(one.kind, one.detail["why"]) for one in pull.troubles] == [("not_complete", "no total")]


def test_without_a_total_an_order_binned_between_two_pages_hides_none(stand: Stand) -> None:
    ids = stand.fill(230)
    done = []

    def change(request: Request, given: Answer) -> Answer | None:
        if request.one("page") == "1" and not done:
            done.append(stand.shop.edit(1005, NOW, status="trash"))
        return without("X-WP-Total")(request, given)

    rewriting(stand, change)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_a_total_that_a_proxy_doubled_counts(stand: Stand) -> None:
    stand.fill(3)
    rewriting(stand, lambda request, given: replace(given, headers=(("X-WP-Total", "3, 3"),)))
    pull, _ = stand.pull()
    assert pull.coverage.complete
    assert len(stand.asked()) == 1


def test_a_total_that_is_no_number_is_none(stand: Stand) -> None:
    stand.fill(3)
    for total in ("many", "3, 4", "9" * 5000):
        rewriting(stand, lambda request, given, total=total: replace(given, headers=(("X-WP-Total", total),)))
        stand.server.log.clear()
        pull, _ = stand.pull()
        assert pull.coverage.complete
        assert len(stand.asked()) == 6, "two passes to the end"


def test_a_server_that_does_not_turn_pages_is_noticed(stand: Stand) -> None:
    stand.fill(150)
    answer = stand.server.answer

    def first_page(request: Request) -> Answer:
        turned = tuple(q for q in request.query if q[0] != "page")
        given = answer(Request(request.method, request.path, turned, request.headers))
        return without("X-WP-Total")(request, given)

    stand.server.answer = first_page
    pull, reading = stand.pull()
    assert len(reading.orders) == 100
    assert not pull.coverage.complete
    assert kinds(pull.troubles) == ["not_complete"]
    assert len(stand.asked()) == 2


def test_only_the_first_total_is_believed(stand: Stand) -> None:
    """Recorded (orders_any_past_end): past its end this shop counts 0; other pages may count anything."""
    ids = stand.fill(250)

    def lie(request: Request, given: Answer) -> Answer | None:
        return None if request.one("page") == "1" else replace(given, headers=(("X-WP-Total", "0"),))

    rewriting(stand, lie)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_links_are_not_followed(stand: Stand) -> None:
    stand.fill(150)
    elsewhere = '<http://127.0.0.1:1/wp-json/wc/v3/orders?page=2>; rel="next"'
    rewriting(stand, lambda request, given: replace(given, headers=(*given.headers, ("Link", elsewhere))))
    pull, _ = stand.pull()
    assert pull.coverage.complete


def test_a_short_page_is_not_the_last(stand: Stand) -> None:
    ids = stand.fill(250)

    def drop(request: Request, given: Answer) -> Answer | None:
        rows = json.loads(given.body)
        return replace(given, body=json.dumps(rows[:5]).encode()) if request.one("page") == "1" else None

    rewriting(stand, drop)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids[:5], *ids[100:]}
    assert not pull.coverage.complete
