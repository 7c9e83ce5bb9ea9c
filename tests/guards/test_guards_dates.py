"""Traps 1 to 4 and 20: when an order was made, as this shop counts time, and what it refuses to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from core.model import Window
from sources.woocommerce import slices
from tests.unit.sources.woocommerce.shop import NOW, Stand, doc, standing

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
BOUNDS = ("after", "before")


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata"])
def test_trap_01_naive_utc_with_dates_are_gmt(stand: Stand, zone: str) -> None:
    """Cost: every order of the last hour is missed, at each run anew, and nobody prints it."""
    stand.shop.zone = ZoneInfo(zone)
    since, until = NOW - 2 * HOUR, NOW
    inside = [since, since + HOUR / 2, until - HOUR / 2, until - SECOND]
    for order_id, placed in enumerate([*inside, since - HOUR / 2, until + HOUR / 2], 1):
        stand.shop.put(doc(order_id, placed))
    pull, reading = stand.pull(Window(since, until))
    assert set(reading.orders) == {"1", "2", "3", "4"}
    assert pull.coverage.complete
    assert {question["dates_are_gmt"] for question in stand.asked()} == {"true"}


def test_trap_02_no_fraction_of_a_second_is_sent(stand: Stand) -> None:
    """Cost: a run that starts half a second past loses the orders of that second, or reads an hour beside its window."""
    half = timedelta(milliseconds=500)
    for order_id, placed in enumerate((NOW - HOUR, NOW, NOW + SECOND), 1):
        stand.shop.put(doc(order_id, placed))
    pull, reading = stand.pull(Window(NOW - HOUR - half, NOW + half))
    assert set(reading.orders) == {"1", "2"}
    assert pull.coverage.complete
    assert all(PLAIN.fullmatch(question[name]) for question in stand.asked() for name in BOUNDS)


def test_trap_03_the_first_second_of_the_window_is_asked_for(stand: Stand) -> None:
    """Cost: an order placed in the very second in which a window begins is in no window at all."""
    for order_id, placed in enumerate((NOW - HOUR, NOW - HOUR, NOW - HOUR - SECOND, NOW - SECOND, NOW), 1):
        stand.shop.put(doc(order_id, placed))
    pull, reading = stand.pull(Window(NOW - HOUR, NOW))
    assert set(reading.orders) == {"1", "2", "4"}, "the window's end belongs to the next one"
    assert pull.coverage.complete


def test_trap_03_no_second_is_lost_where_two_slices_meet(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost: in a big shop, which is read in slices, an order in the second where two of them meet is never seen."""
    monkeypatch.setattr(slices, "SLICE_ORDERS", 2)
    for order_id in range(1, 9):
        stand.shop.put(doc(order_id, NOW - order_id * HOUR))
    pull, reading = stand.pull(Window(NOW - 8 * HOUR, NOW))
    assert len({question["after"] for question in stand.asked()}) == 4, "or nothing was cut"
    assert sorted(order.id for page in reading.pages for order in page) == sorted(map(str, range(1, 9)))
    assert pull.coverage.complete


def test_trap_04_the_hour_that_autumn_repeats(stand: Stand) -> None:
    """Cost: an order of the first 02:30 is missed, or held to be an hour younger than it is and its deadline passes."""
    early, late = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    stand.shop.put(doc(1, early))
    stand.shop.put(doc(2, late))
    assert stand.shop.orders[1]["date_created"] == stand.shop.orders[2]["date_created"], (
        "on the wall it is 02:30 twice"
    )
    _, first = stand.pull(Window(early, late))
    assert {order.id: order.created_at for order in first.orders.values()} == {"1": early}
    _, second = stand.pull(Window(late, NOW))
    assert {order.id: order.created_at for order in second.orders.values()} == {"2": late}


def test_trap_04_a_day_alone_is_a_time_in_utc_too(stand: Stand) -> None:
    """Cost: a plugin writes a day without an hour, the time has no zone, and the first comparison ends the whole run."""
    stand.shop.put(doc(1, date_paid_gmt=f"{NOW:%Y-%m-%d}"))
    _, reading = stand.pull()
    assert reading.orders["1"].paid_at == NOW.replace(hour=0)


def test_trap_20_dates_are_plain_whatever_the_window_came_in(stand: Stand) -> None:
    """Cost: the shop answers 400 to every question, and nothing at all is watched."""
    stand.fill(3)
    berlin = timezone(HOUR)
    pull, reading = stand.pull(Window((NOW - 2 * HOUR).astimezone(berlin), NOW.astimezone(berlin)))
    assert set(reading.orders) == {"1001", "1002", "1003"}
    assert pull.coverage.complete
    assert all(PLAIN.fullmatch(question[name]) for question in stand.asked() for name in BOUNDS)


def test_trap_20_no_page_is_longer_than_the_shop_gives(stand: Stand) -> None:
    """Cost: the shop answers 400 to every list, and nothing at all is watched."""
    stand.fill(101)
    stand.shop.refund(1001, NOW - timedelta(days=1), {100101: 1})
    pull, reading = stand.pull()
    assert len(reading.orders) == 101
    assert pull.coverage.complete
    lists = [request for request in stand.server.log if request.has("per_page")]
    assert len(lists) == 3
    assert all(1 <= int(request.one("per_page")) <= 100 for request in lists)
