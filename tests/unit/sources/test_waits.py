"""How long to wait: what the server says, in whatever way, or twice as long each time; never an exception."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from sources.waits import FIRST_WAIT, backoff, retry_after

DATE = "Mon, 01 Jan 2024 00:00:00 GMT"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": "9" * 5000}, 999_999_999),
        ({"Retry-After": "Mon, 01 Jan 2024 00:00:09 GMT", "Date": DATE}, 9),
        ({"Retry-After": "Mon, 01 Jan 2024 01:00:00 +0100", "Date": DATE}, 0),
        ({"Retry-After": "Sun, 31 Dec 2023 00:00:00 GMT", "Date": DATE}, 0),
    ],
)
def test_what_the_server_says(said: dict[str, str], seconds: float) -> None:
    assert retry_after(said) == seconds


def test_without_the_servers_clock_ours_counts() -> None:
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < (retry_after({"Retry-After": said}) or 0) <= 60


SENSELESS = [
    *("", " ", "soon", "-5", "1e9", "1.5", "²", "Wed, 99 Foo 2026", ",", "\0"),
    f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT",
    f"Mon, {'9' * 20} Jan 2026 00:00:00 GMT",
    f"Mon, 01 Jan 2026 {'9' * 20}:00:00 GMT",
    f"Mon, 01 Jan 2026 00:00:00 +{'9' * 20}",
    f"Mon, 01 Jan 2026 00:00:00 +{'9' * 5000}",
]


@pytest.mark.parametrize("said", SENSELESS)
def test_what_makes_no_sense_is_as_if_nothing_was_said(said: str) -> None:
    assert retry_after({"Retry-After": said}) is None


@pytest.mark.parametrize("date", [text for text in SENSELESS if len(text) > 20])
def test_a_clock_that_makes_no_sense_measures_nothing(date: str) -> None:
    assert retry_after({"Retry-After": DATE, "Date": date}) is None


def test_nothing_said_is_nothing() -> None:
    assert retry_after({}) is None


def test_whatever_is_said_it_never_raises() -> None:
    words = [
        *(
            "Mon,",
            "Mon",
            "01",
            "31",
            "Jan",
            "Dec",
            "2026",
            "0001",
            "9999",
            "9" * 20,
            "00:00:00",
            "99:00:00",
            "::",
            ":",
        ),
        *("GMT", "+2359", "-2359", "-0000", "+" + "9" * 20, ",", "", "-", ".", "1e400", "\0", "é", "²"),
    ]
    dice, given = random.Random(3), 0
    for _ in range(5000):
        texts = [" ".join(dice.choices(words, k=dice.randrange(1, 8))) for _ in range(2)]
        for said in ({"Retry-After": texts[0]}, {"Retry-After": texts[0], "Date": texts[1]}):
            seconds = retry_after(said)
            given += seconds is not None
            assert seconds is None or seconds >= 0, said
    assert given, "some of it made sense"


def test_the_wait_doubles_with_jitter() -> None:
    for attempt, most in ((1, 1), (2, 2), (3, 4), (4, 8)):
        waits = {backoff(attempt) for _ in range(200)}
        assert FIRST_WAIT * most / 2 <= min(waits) < max(waits) <= FIRST_WAIT * most
