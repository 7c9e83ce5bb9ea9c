"""Times, spans and numbers as people read them: each word on its boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.say import NBSP, Say

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday, 8 h in Paris
FR = Say("fr", PARIS, NOW)
EN = Say("en", PARIS, NOW)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "fr", "en"),
    [
        (at(23, 8), "8 h", "08:00"),
        (at(23, 7, 55), "7 h 55", "07:55"),
        (at(23, 0, 5), "0 h 05", "00:05"),
        (at(23, 23, 59), "23 h 59", "23:59"),
    ],
)
def test_clock(moment: datetime, fr: str, en: str) -> None:
    assert (FR.clock(moment), EN.clock(moment)) == (fr, en)


@pytest.mark.parametrize(
    ("moment", "fr", "en"),
    [
        (at(23, 0), "aujourd'hui", "today"),
        (at(23, 23, 59), "aujourd'hui", "today"),
        (at(22, 23, 59), "hier", "yesterday"),
        (at(24, 0), "demain", "tomorrow"),
        (at(21, 12), "samedi", "Saturday"),
        (at(17, 0), "mardi", "Tuesday"),
        (at(16, 23, 59), "lundi 16 nov.", "Monday 16 Nov"),
        (at(29, 12), "dimanche", "Sunday"),
        (at(30, 0), "lundi 30 nov.", "Monday 30 Nov"),
        (at(1, 12, month=12), "mardi 1er déc.", "Tuesday 1 Dec"),
        (at(4, 12, month=1, year=2027), "lundi 4 janv. 2027", "Monday 4 Jan 2027"),
    ],
)
def test_day(moment: datetime, fr: str, en: str) -> None:
    assert (FR.day(moment), EN.day(moment)) == (fr, en)


def test_the_day_is_the_merchants_not_utcs() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Paris
    assert FR.day(late) == "aujourd'hui"
    assert Say("fr", UTC, NOW).day(late) == "hier"


def test_moment_and_full_day() -> None:
    assert FR.moment(at(22, 11)) == "hier 11 h"
    assert EN.moment(at(22, 11)) == "yesterday 11:00"
    assert FR.full_day(NOW) == "lundi 23 nov."


@pytest.mark.parametrize(
    ("span", "fr"),
    [
        (timedelta(minutes=-5), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=40, seconds=59), "40 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=49), "2 h 40"),
        (timedelta(hours=2, minutes=9), "2 h"),
        (timedelta(hours=3, minutes=4), "3 h"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 j"),
    ],
)
def test_left_is_rounded_down(span: timedelta, fr: str) -> None:
    assert FR.left(NOW + span) == fr
    assert EN.left(NOW + span) == fr.replace(" j", " d")


@pytest.mark.parametrize(
    ("span", "fr"),
    [
        (timedelta(minutes=-5), "0 min"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(minutes=59, seconds=40), "1 h"),
        (timedelta(hours=23, minutes=29), "23 h"),
        (timedelta(hours=23, minutes=59), "1 j"),
        (timedelta(days=3, seconds=-30), "3 j"),
    ],
)
def test_age_is_to_the_nearest(span: timedelta, fr: str) -> None:
    assert FR.age(NOW - span) == fr
    assert EN.age(NOW - span) == fr.replace(" j", " d")


def test_numbers() -> None:
    seq = [str(1050 + i) for i in range(20)]
    assert FR.numbers(seq[:3]) == "1050 1051 1052"
    assert FR.numbers(seq, most=2) == "1050 1051 et 18 autres"
    assert EN.numbers(seq[:3], most=2) == "1050 1051 and 1 other"
    assert FR.numbers(seq[:8]).split()[-1] == "1057"
    assert FR.numbers(()) == ""


def test_n() -> None:
    assert FR.n(0, "commande", "commandes") == "0 commande"
    assert EN.n(0, "order", "orders") == "0 orders"
    assert FR.n(1, "commande", "commandes") == "1 commande"
    assert FR.n(2, "commande", "commandes") == "2 commandes"
    assert FR.n(3000, "commande", "commandes") == f"3{NBSP}000 commandes"
    assert EN.n(3000, "order", "orders") == "3,000 orders"


def test_by_and_at_leave_today_out() -> None:
    assert (FR.by(at(23, 11)), FR.at(at(23, 11))) == ("11 h", "à 11 h")
    assert (EN.by(at(23, 11)), EN.at(at(23, 11))) == ("11:00", "at 11:00")
    assert (FR.by(at(22, 11)), FR.at(at(22, 11))) == ("hier 11 h", "hier 11 h")
    assert FR.month_day(at(24, 8, month=10)) == "24 oct."
    assert FR.month_day(at(1, 8, month=12, year=2025)) == "1er déc. 2025"
