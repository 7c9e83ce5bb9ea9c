"""Whether a phone rings: quiet hours that wrap midnight, deadlines before their end, the daily maximum."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from core.digest import Composed, compose
from core.look import News
from core.policy import Policy
from tests.looks import finding, hours, look, news


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - hours(1)  # winter time


def red(now: datetime, left: timedelta | None = None, status: Any = "new", check: str = "missing-at-tpop") -> News:
    one = finding(check, "1042", deadline=now + left if left is not None else None)
    return news(one, status, now=now)


def send(now: datetime, *told: News, run: str = "watch", **more: Any) -> Composed | None:
    return compose([look(*told, run=run, now=now, **more)])


def rings(now: datetime, *told: News, **more: Any) -> bool:
    composed = send(now, *told, **more)
    return composed is not None and composed.message.send_sms


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (paris(23, 21, 59), False),
        (paris(23, 22, 0), True),
        (paris(24, 0, 0), True),
        (paris(24, 6, 59), True),
        (paris(24, 7, 0), False),
    ],
)
def test_quiet_hours_wrap_midnight(now: datetime, quiet: bool) -> None:
    held = send(now, red(now))
    assert (held is None) is quiet
    assert rings(now, red(now)) is not quiet


def test_quiet_hours_within_a_day() -> None:
    policy = Policy(sms_quiet=(time(12), time(14)))
    assert rings(paris(23, 11, 59), red(paris(23, 11, 59)), policy=policy)
    assert send(paris(23, 12), red(paris(23, 12)), policy=policy) is None
    assert rings(paris(23, 14), red(paris(23, 14)), policy=policy)
    never = Policy(sms_quiet=(time(7), time(7)))
    assert rings(paris(23, 7), red(paris(23, 7)), policy=never)


def test_a_deadline_before_the_quiet_hours_end_rings_at_night() -> None:
    night = paris(24, 3)
    assert rings(night, red(night, hours(2)))
    assert rings(night, red(night, hours(4)))  # exactly at 7 h: at 7 h it would be too late
    assert send(night, red(night, hours(4) + timedelta(seconds=1))) is None
    assert send(night, red(night, hours(-1))) is None  # over already
    before_midnight = paris(23, 23)
    assert rings(before_midnight, red(before_midnight, hours(8)))
    assert send(before_midnight, red(before_midnight, hours(9))) is None


def test_woken_once_the_merchant_hears_all() -> None:
    night = paris(24, 3)
    composed = send(night, red(night, hours(2), check="cancelled-only-in-shop"), red(night))
    assert composed is not None
    assert len(composed.told["mugs-paris"]) == 2


def test_a_reminder_neither_rings_nor_wakes() -> None:
    day, night = paris(24, 9), paris(24, 3)
    assert not rings(day, red(day, status="reminded"), run="daily")
    assert send(night, red(night, hours(2), status="reminded")) is None


@pytest.mark.parametrize("status", ["new", "worse", "reopened", "unmuted"])
def test_what_is_newly_red_rings(status: str) -> None:
    now = paris(24, 9)
    assert rings(now, red(now, status=status))


def test_only_red_rings() -> None:
    now = paris(24, 9)
    assert not rings(now, news(finding("address-differs", "1", "act"), now=now), run="daily")
    assert not rings(now, news(finding("missing-at-tpop", "1"), "resolved", now=now), run="daily")


def test_the_daily_mail_goes_out_at_night_without_an_sms() -> None:
    night = paris(24, 6)
    composed = send(night, red(night), run="daily")
    assert composed is not None
    assert composed.message.send_sms is False
    assert composed.sent == {"mugs-paris": ("digest#2026-11-24",)}


def test_no_sms_wanted_nothing_to_wait_for() -> None:
    night = paris(24, 3)
    composed = send(night, red(night), policy=Policy(sms=False))
    assert composed is not None
    assert composed.message.send_sms is False


def test_the_daily_maximum_counts_local_days() -> None:
    now = paris(24, 9)
    assert rings(now, red(now), sent={"sms#2026-11-24": 2})
    assert not rings(now, red(now), sent={"sms#2026-11-24": 3})
    assert rings(now, red(now), sent={"sms#2026-11-23": 3})
    assert not rings(now, red(now), policy=Policy(sms_daily_max=0))
    composed = send(now, red(now), sent={"sms#2026-11-24": 3})
    assert composed is not None  # the mail goes all the same
    assert composed.sent == {"mugs-paris": ("urgent#2026-11-24",)}


def test_what_rang_is_counted() -> None:
    now = paris(24, 0, 30) + hours(8)
    composed = send(now, red(now))
    assert composed is not None
    assert composed.sent == {"mugs-paris": ("urgent#2026-11-24", "sms#2026-11-24")}


def test_one_shop_of_the_group_rings_for_the_message() -> None:
    now = paris(24, 9)
    quiet = look(red(now), run="watch", now=now, shop="b", policy=Policy(sms=False))
    composed = compose([look(red(now), run="watch", now=now), quiet])
    assert composed is not None
    assert composed.message.send_sms
    assert composed.sent == {
        "b": ("urgent#2026-11-24",),
        "mugs-paris": ("urgent#2026-11-24", "sms#2026-11-24"),
    }
