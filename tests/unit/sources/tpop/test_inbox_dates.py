"""Dates as people write them: which ones are read, in whose time, and which are refused rather than guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.tpop.inbox.dates import NO_DATE, TWO_DAYS, Dates, Told

from .sighted import ZONE

MORNING = datetime(2026, 11, 23, 7, 55, tzinfo=UTC)


def read(text: str, *column: str) -> Told:
    return Dates(ZONE, column).read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-23 08:55", "2026-11-23T08:55:00", "20261123T0855", "2026-11-23T07:55:00Z", "2026/11/23 08:55"),
        *("2026-11-23T08:55:00+01:00", "2026-11-23 07:55:00 UTC", "2026-11-23 08:55 +0100", "23/11/2026 08:55 CET"),
        *("23/11/2026 08:55", "23/11/26 8:55", "23-11-2026 08:55", "23.11.2026 08:55", "23.11.26, 08:55 Uhr"),
        *(
            "lundi 23 nov. 2026 08:55",
            "23 novembre 2026 à 8h55",
            "23 nov. 2026 08 h 55",
            "Lundi 23 Novembre 2026, 8 h 55",
        ),
        *(
            "Mon 23 Nov 2026 8:55 AM",
            "Nov 23, 2026, 8:55 AM",
            "November 23rd, 2026 8:55 a.m.",
            "23rd Nov 2026 at 08:55",
        ),
        *("23. November 2026 um 08:55 Uhr", "Mo., 23. Nov. 2026, 08:55", "Montag, den 23.11.2026 um 08:55"),
        *("lunedì 23 novembre 2026 alle 08:55", "lunes, 23 de noviembre de 2026, 08:55"),
        *(
            "maandag 23 november 2026 om 08:55",
            "23/11/2026\n08:55",
            "23/11/2026 · 08:55",
            "23\u202f/11/2026 08:55".replace("\u202f", ""),
        ),
        "23 nov. 2026 08:55",
    ],
)
def test_a_moment(text: str) -> None:
    assert read(text).moment == MORNING


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1er déc. 2026 8 h", 12),
        ("5 août 2026 8 h", 8),
        ("5. März 2026 8 Uhr", 3),
        ("5 févr. 2026 8 h", 2),
        ("5 juil. 2026 8 h", 7),
    ],
)
def test_months_with_accents_and_full_hours(text: str, month: int) -> None:
    moment = read(text).moment
    assert moment is not None
    assert (moment.astimezone(ZONE).month, moment.astimezone(ZONE).hour) == (month, 8)


@pytest.mark.parametrize(
    "names",
    [
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ],
)
def test_every_month(names: str) -> None:
    assert [read(f"5 {name} 2026").day for name in names.split()] == [date(2026, n, 5) for n in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("23/11/2026 02:55 GMT-5", 7),
        ("23/11/2026 09:55 UTC+02:00", 7),
        ("2026-11-23 13:25 +0530", 7),
        ("23/11/2026 08:55 MEZ", 7),
    ],
)
def test_a_zone_that_is_told(text: str, hour: int) -> None:
    assert read(text).moment == datetime(2026, 11, 23, hour, 55, tzinfo=UTC)


@pytest.mark.parametrize("text", ["23/11/2026", "2026-11-23", "20261123", "23 nov. 2026", "Monday 23 November 2026"])
def test_a_day(text: str) -> None:
    assert read(text) == Told(day=date(2026, 11, 23))


@pytest.mark.parametrize(
    "text",
    [
        *("hier 11:04", "il y a 3 h", "23 nov. 08:55", "23/11", "08:55", "gestern", "aujourd'hui", "-3 days"),
        *("31/02/2026 08:00", "23/11/2026 25:00", "23/11/2026 08:99", "99/99/9999", "0023-11-23", "1042", ""),
        *("23/11/2026 08:55 de Trévidic", "23/11/2026 08:55 08:56", "23/11/2026 24/11/2026", "T-88001 23/11/2026"),
        *(
            "23/11/2026 8:55 XYZ",
            "23/11/2026 13:00 PM",
            "23 brumaire 2026 08:55",
            "x" * 100,
            "2026-13-01",
            "23/11/1926",
        ),
    ],
)
def test_nothing_that_could_be_wrong(text: str) -> None:
    assert read(text) == Told(fault=NO_DATE)


class TestWhichIsTheDay:
    def test_the_first_number_unless_the_column_says_otherwise(self) -> None:
        assert read("03/04/2026").day == date(2026, 4, 3)
        assert read("03/04/2026", "03/04/2026", "04/23/2026").day == date(2026, 3, 4)
        assert read("03/04/2026", "03/04/2026", "23/04/2026").day == date(2026, 4, 3)

    def test_where_the_column_contradicts_itself_only_sure_ones_are_read(self) -> None:
        column = ("03/04/2026", "23/04/2026", "04/23/2026")
        assert read("03/04/2026", *column).fault == TWO_DAYS
        assert read("04/04/2026", *column).day == date(2026, 4, 4)

    def test_american_hours_make_it_doubtful(self) -> None:
        assert read("03/04/2026 8:55 AM", "03/04/2026 8:55 AM").fault == TWO_DAYS
        assert read("03/04/2026 8:55 AM", "03/23/2026 8:55 AM").moment == datetime(2026, 3, 4, 7, 55, tzinfo=UTC)

    def test_with_points_the_day_comes_first(self) -> None:
        assert read("03.04.2026", "04/23/2026").day == date(2026, 4, 3)


class TestWhenTheClocksTurn:
    def test_the_doubled_hour_is_the_later_one(self) -> None:
        assert read("25/10/2026 02:30").moment == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        assert read("25/10/2026 01:30").moment == datetime(2026, 10, 24, 23, 30, tzinfo=UTC)

    def test_the_hour_that_there_is_not_is_the_later_one_too(self) -> None:
        assert read("28/03/2027 02:30").moment == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)

    def test_in_the_shops_own_zone(self) -> None:
        there = Dates(ZoneInfo("America/Montreal")).read("23/11/2026 08:55").moment
        assert there == datetime(2026, 11, 23, 13, 55, tzinfo=UTC)


class TestMidnights:
    def test_a_column_of_nothing_else_is_one_of_days(self) -> None:
        column = ("23/11/2026 00:00", "22/11/2026 00:00:00", "")
        assert read("23/11/2026 00:00", *column) == Told(day=date(2026, 11, 23))

    def test_one_among_hours_is_a_midnight(self) -> None:
        assert read("23/11/2026 00:00", "23/11/2026 00:00", "22/11/2026 10:00").moment is not None

    def test_one_that_tells_its_zone_is_a_moment(self) -> None:
        text = "2026-11-23T00:00:00+01:00"
        assert read(text, text).moment == datetime(2026, 11, 22, 23, tzinfo=UTC)


@given(
    st.text(max_size=70) | st.text(alphabet="0123456789/.-: hnovuTZ+", max_size=40),
    st.lists(st.text(max_size=20), max_size=3),
)
def test_it_never_raises_and_says_one_thing(text: str, column: list[str]) -> None:
    told = read(text, *column)
    assert [bool(told.moment), bool(told.day), bool(told.fault)].count(True) == 1
    assert told.moment is None or told.moment.tzinfo is UTC
