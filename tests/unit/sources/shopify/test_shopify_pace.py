"""Points and pages: waits to the very second that the bucket needs, and pages as large as Shopify's own reckoning allows."""

from __future__ import annotations

import pytest

from sources.shopify.pace import MOST_POINTS, Pace, PageSize, Throttle
from tests.unit.sources.shopify.answering import Clock


def bucket(available: float, rate: float = 100, most: float = 2000) -> Throttle:
    return {"maximumAvailable": most, "currentlyAvailable": available, "restoreRate": rate}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


class TestTheBucket:
    def test_before_the_first_answer_nothing_is_known_and_nothing_waited(self, pace: Pace) -> None:
        assert (pace.available, pace.seconds_until(1000), pace.seconds_for(9999)) == (None, 0, 0)

    @pytest.mark.parametrize(
        ("points", "seconds"), [(0, 0), (399, 0), (400, 0), (401, 0.01), (450, 0.5), (1000, 6), (2000, 16)]
    )
    def test_what_is_lacking_at_the_rate_it_comes_back(self, pace: Pace, points: float, seconds: float) -> None:
        pace.learn(bucket(400))
        assert pace.seconds_until(points) == pytest.approx(seconds, abs=1e-9)

    @pytest.mark.parametrize(("rate", "seconds"), [(50, 12), (100, 6), (1000, 0.6)])
    def test_the_rate_is_the_plans(self, pace: Pace, rate: float, seconds: float) -> None:
        pace.learn(bucket(400, rate))
        assert pace.seconds_until(1000) == pytest.approx(seconds)

    def test_more_than_the_bucket_holds_is_waited_for_until_it_is_full(self, pace: Pace) -> None:
        pace.learn(bucket(400))
        assert pace.seconds_until(9999) == pace.seconds_until(2000) == 16

    def test_of_several_questions_all_points_count(self, pace: Pace) -> None:
        pace.learn(bucket(400))
        assert pace.seconds_for(9900) == 95
        assert pace.seconds_for(400) == 0

    def test_it_fills_with_the_clock_up_to_its_brim(self, pace: Pace, clock: Clock) -> None:
        pace.learn(bucket(400))
        for seconds, available in ((0, 400), (1, 500), (15, 1900), (16, 2000), (17, 2000), (9999, 2000)):
            clock.now = 1000.0 + seconds
            assert pace.available == available
        clock.now = 1005.0
        assert (pace.seconds_until(1000), pace.seconds_for(9900)) == (1, 90)

    def test_what_was_waited_is_enough(self, pace: Pace, clock: Clock) -> None:
        pace.learn(bucket(37, 50))
        clock.sleep(pace.seconds_until(901))
        assert pace.available == pytest.approx(901)
        assert pace.seconds_until(901) == pytest.approx(0, abs=1e-9)

    def test_the_last_answer_counts(self, pace: Pace, clock: Clock) -> None:
        pace.learn(bucket(0))
        clock.now += 3
        pace.learn(bucket(50))
        assert pace.available == 50
        clock.now += 1
        assert pace.available == 150

    @pytest.mark.parametrize("rate", [0, -1])
    def test_one_that_never_fills_is_not_waited_for(self, pace: Pace, rate: float) -> None:
        pace.learn(bucket(0, rate))
        assert (pace.seconds_until(100), pace.seconds_for(100)) == (0, 0)


class TestThePage:
    def test_it_begins_as_told(self) -> None:
        assert PageSize(35).now == 35

    @pytest.mark.parametrize(
        ("asked", "requested", "then"),
        [
            (35, 982, 35),  # by the published rules: 28 each
            (35, 35 * 14 + 2, 71),
            (35, 35 * 56 + 2, 17),
            (1, 30, 35),
            (35, 37, 250),  # never more than Shopify gives at once
            (35, 35 * 2000 + 2, 1),  # and never none
        ],
    )
    def test_it_learns_from_what_a_page_cost_to_ask_for(self, asked: int, requested: float, then: int) -> None:
        size = PageSize(35)
        size.learn(asked, requested)
        assert size.now == then

    @pytest.mark.parametrize("each", [*range(4, 60), 331, 499, 500, 998])
    def test_the_next_page_is_never_too_dear_and_one_more_would_be(self, each: int) -> None:
        size = PageSize(35, most=10_000)
        size.learn(7, 2 + 7 * each)
        assert 2 + size.now * each <= MOST_POINTS
        assert 2 + (size.now + 1) * each > MOST_POINTS

    @pytest.mark.parametrize("requested", [0, 1, 2])
    def test_from_what_makes_no_sense_it_learns_nothing(self, requested: float) -> None:
        size = PageSize(35)
        size.learn(35, requested)
        assert size.now == 35

    def test_refused_it_halves_and_ends_at_one(self) -> None:
        size, seen = PageSize(35), []
        while size.refused():
            seen.append(size.now)
        assert (seen, size.now) == ([17, 8, 4, 2, 1], 1)
        assert not size.refused()
