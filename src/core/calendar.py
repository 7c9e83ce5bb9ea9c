"""Working days and local dates: TPOP works Monday to Friday, French public holidays excepted (TPOP help, S1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo


def add_working_days(start: datetime, days: int, zone: tzinfo, holidays: Collection[date] = frozenset()) -> datetime:
    """`days` working days after `start`, in UTC terms of `start`'s own tzinfo.

    Counts local dates and keeps the clock time; a start on a non-working day moves to the next working day at 00:00.
    """

    def works(day: date) -> bool:
        return day.weekday() < 5 and day not in holidays

    local = start.astimezone(zone)
    day, clock = local.date(), local.time()
    if not works(day):
        clock = time()
        while not works(day):
            day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not works(day):
            day += timedelta(days=1)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(start.tzinfo)


def local_date(moment: datetime, zone: tzinfo) -> date:
    """The date on which people live that moment."""
    return moment.astimezone(zone).date()


def end_of_local_day(day: date, zone: tzinfo) -> datetime:
    """The first moment after that local day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
