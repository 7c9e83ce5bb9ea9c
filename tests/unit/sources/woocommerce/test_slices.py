"""A window in slices: they meet without a gap, share no second, and ask in WooCommerce's terms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Window
from sources.woocommerce.slices import SLICE_ORDERS, cut, whole

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
MONTH = Window(NOW - timedelta(days=30), NOW)


@pytest.mark.parametrize(
    ("total", "count"), [(1, 1), (SLICE_ORDERS, 1), (SLICE_ORDERS + 1, 2), (10_000, 5), (10**7, 200)]
)
def test_as_many_slices_as_the_orders_ask_for(total: int, count: int) -> None:
    assert len(cut(MONTH, total)) == count


def test_no_more_slices_than_seconds() -> None:
    assert len(cut(Window(NOW - timedelta(seconds=2), NOW), 10_000)) <= 2
    assert len(cut(Window(NOW - timedelta(milliseconds=5), NOW), 10_000)) == 1


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**9).map(lambda n: timedelta(milliseconds=n)),
    st.integers(0, 10**6).map(lambda n: timedelta(microseconds=n)),
)
def test_every_second_of_the_window_is_in_exactly_one_slice(total: int, length: timedelta, part: timedelta) -> None:
    window = Window(NOW - part - length, NOW - part)
    slices = cut(window, total)
    assert (slices[0].window.since, slices[-1].window.until) == (window.since, window.until)
    for before, after in pairwise(slices):
        assert before.window.until == after.window.since
        meeting = after.window.since
        assert meeting.microsecond == 0, "WooCommerce knows whole seconds only"
        # An order of that very second: `before` is exclusive, `after` too, one second earlier.
        assert before.question["before"] == meeting.replace(tzinfo=None).isoformat()
        assert after.question["after"] == (meeting - timedelta(seconds=1)).replace(tzinfo=None).isoformat()


def test_what_is_asked_holds_the_window() -> None:
    half = timedelta(milliseconds=500)
    piece = whole(Window(MONTH.since + half, MONTH.until - half))
    assert piece.asked == Window(MONTH.since, MONTH.until)
    assert piece.question["after"] == "2026-10-24T06:59:59"
    assert piece.question["before"] == "2026-11-23T07:00:00"
