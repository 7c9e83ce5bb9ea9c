"""Times: ISO with a zone and nothing else; a time inside a file's name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sources.tpop.times import BadTime, in_name, moment

from .lists import NOW

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "text", ["2026-11-22T10:04:00Z", "2026-11-22T11:04:00+01:00", "2026-11-22 10:04Z", "20261122T100400Z"]
)
def test_an_iso_time_is_read_into_utc(text: str) -> None:
    assert moment(text) == datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
    assert moment(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-22T10:04:00", "no time zone"),
        ("2026-11-22", "no time zone"),
        ("22/11/2026 10:04", "not an ISO"),
        ("1795342800", "not an ISO"),
        ("0001-01-01T00:00:00+23:00", "not an ISO"),
        ("Éloïse Trévidic", "not an ISO"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(BadTime, match=why) as caught:
        moment(text)
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tpop-2026-11-23T0755.csv", "2026-11-23T06:55"),  # Paris in winter
        ("tpop_2026-11-23_07-55.csv", "2026-11-23T06:55"),
        ("20261123-0755.csv", "2026-11-23T06:55"),
        ("orders 2026-11-23 07h55.csv", "2026-11-23T06:55"),
        ("20261123-065500Z.json", "2026-11-23T06:55"),
        ("2026-11-23T06-55-00Z.json", "2026-11-23T06:55"),
        ("2026-07-01T0800.csv", "2026-07-01T06:00"),  # and in summer
        ("2026-10-25_02-30.csv", "2026-10-25T00:30"),  # the hour that comes twice: its first, the list is no younger
        ("2026-10-24_0000_2026-11-23_0755.csv", "2026-11-23T06:55"),
        ("2026-11-01_0000_2026-11-30_2359.csv", "2026-10-31T23:00"),  # a period's end is not a list's time
    ],
)
def test_a_time_in_a_name(name: str, expected: str) -> None:
    assert in_name(name, PARIS, NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "orders.csv",
        "2026-11-23.csv",
        "T-88001-20261.csv",
        "2026-13-45T0755.csv",
        "2026-11-24T0755.csv",
        "12026-11-23T0755",
    ],
)
def test_no_time_in_a_name(name: str) -> None:
    assert in_name(name, PARIS, NOW) is None
