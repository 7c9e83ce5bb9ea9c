"""Working days and local dates: weekends, French holidays, and the two nights on which a clock jumps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.calendar import add_working_days, end_of_local_day, local_date
from tests.builders import PARIS, holidays

ARMISTICE = holidays("2026-11-11")
CHRISTMAS = holidays("2026-12-25", "2027-01-01")


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T08:00", 0, "2026-11-23T08:00"),
        ("2026-11-23T08:00", 2, "2026-11-25T08:00"),  # Monday, Wednesday
        ("2026-11-26T17:30", 2, "2026-11-30T17:30"),  # Thursday: Friday, Monday
        ("2026-11-27T23:59", 1, "2026-11-30T23:59"),  # Friday to Monday
        ("2026-11-21T15:00", 0, "2026-11-23T00:00"),  # Saturday counts from Monday's first minute
        ("2026-11-22T15:00", 2, "2026-11-25T00:00"),  # Sunday too
        ("2026-11-23T00:00", 7, "2026-12-02T00:00"),
    ],
)
def test_weekends_do_not_count(start: str, days: int, end: str) -> None:
    assert add_working_days(paris(start), days, PARIS) == paris(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-10T09:00", 1, "2026-11-12T09:00"),  # over the holiday
        ("2026-11-11T09:00", 1, "2026-11-13T00:00"),  # on it: Thursday 0 h, then one day
        ("2026-11-11T09:00", 0, "2026-11-12T00:00"),
    ],
)
def test_holidays_do_not_count(start: str, days: int, end: str) -> None:
    assert add_working_days(paris(start), days, PARIS, ARMISTICE) == paris(end)


def test_a_holiday_beside_a_weekend_moves_further() -> None:
    assert add_working_days(paris("2026-12-25T10:00"), 0, PARIS, CHRISTMAS) == paris("2026-12-28T00:00")
    assert add_working_days(paris("2026-12-31T10:00"), 1, PARIS, CHRISTMAS) == paris("2027-01-04T10:00")


def test_the_clock_time_is_kept_where_the_clocks_change() -> None:
    """Friday 23 October to Monday 26: one hour more than three days has passed, and it is 9 h again."""
    before, after = paris("2026-10-23T09:00"), paris("2026-10-26T09:00")
    end = add_working_days(before.astimezone(UTC), 1, PARIS)
    assert end == after
    assert (end - before.astimezone(UTC)).total_seconds() == 73 * 3600
    spring = add_working_days(paris("2026-03-27T09:00").astimezone(UTC), 1, PARIS)
    assert (spring - paris("2026-03-27T09:00").astimezone(UTC)).total_seconds() == 71 * 3600


def test_it_answers_in_the_zone_it_was_asked_in() -> None:
    start = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert add_working_days(start, 1, PARIS).tzinfo is UTC


def test_the_local_date_decides_what_is_a_weekend() -> None:
    """Friday 23:30 in UTC is Saturday in Paris."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert local_date(late, PARIS) == date(2026, 11, 21)
    assert add_working_days(late, 0, PARIS) == paris("2026-11-23T00:00")
    assert add_working_days(late, 0, UTC) == late


def test_a_local_day_ends_at_local_midnight() -> None:
    assert end_of_local_day(date(2026, 11, 30), PARIS) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert end_of_local_day(date(2026, 12, 31), UTC) == datetime(2027, 1, 1, tzinfo=UTC)
    assert end_of_local_day(date(2026, 3, 28), PARIS) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of_local_day(date(2026, 3, 29), PARIS) == datetime(2026, 3, 29, 22, tzinfo=UTC)
