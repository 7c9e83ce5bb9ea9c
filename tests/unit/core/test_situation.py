"""What a run knows besides a case: since when a list does not show it, and what closing an order by hand proves."""

from __future__ import annotations

import pytest

from core.match import Closings
from core.policy import Policy
from tests.builders import HOUR, MADE, MINUTE, NOW, case, coverage, shop_order, situation, tpop_order, window

BY = MADE + 2 * HOUR


class TestAbsentSince:
    def test_as_of_the_list_that_covers_it(self) -> None:
        assert situation(coverage(as_of=BY)).absent_since(case()) == BY
        assert situation(coverage(as_of=BY - MINUTE)).absent_since(case()) is None
        assert situation(lists=()).absent_since(case()) is None

    def test_expected_or_not(self) -> None:
        """Cancelled in the shop it is due no more; a list that does not show it says so all the same."""
        gone = case(shop_order(state="cancelled"), due_at=None)
        assert situation(coverage(as_of=BY)).absent_since(gone) == BY
        assert situation(coverage(as_of=BY - MINUTE)).absent_since(gone) is None
        assert situation(coverage(window=window(since=MADE + MINUTE))).absent_since(gone) is None
        late = case(shop_order(state="cancelled", created_at=MADE - 9 * HOUR, paid_at=MADE), due_at=None)
        assert situation(coverage(as_of=BY - MINUTE)).absent_since(late) is None
        assert situation(coverage(as_of=BY)).absent_since(late) == BY
        unpaid = case(shop_order(state="unpaid", paid_at=None), due_at=None)
        assert situation(coverage(as_of=BY)).absent_since(unpaid) == BY
        assert situation(coverage(as_of=BY - MINUTE)).absent_since(unpaid) is None

    def test_no_order_of_the_shop_no_absence(self) -> None:
        assert situation().absent_since(case([], tpop_order(), due_at=None)) is None

    def test_nobody_is_missing_for_that(self) -> None:
        assert situation().silent_list(case(shop_order(state="cancelled"), due_at=None)) is None


@pytest.mark.parametrize(
    ("tracked", "by_hand", "told"),
    [(3, 0, True), (3, 3, True), (3, 4, False), (2, 0, False), (0, 0, False), (90, 90, True)],
)
def test_a_hand_is_told_where_tpops_tracking_is_seen(tracked: int, by_hand: int, told: bool) -> None:
    assert situation(closings=Closings(tracked, by_hand)).a_hand_is_told is told
    assert situation(closings=Closings(tracked, by_hand), policy=Policy(closed_by_hand="nothing")).a_hand_is_told
    assert not situation(closings=Closings(tracked, by_hand), policy=Policy(closed_by_hand="proof")).a_hand_is_told


def test_without_closings_nothing_is_known() -> None:
    assert not situation(now=NOW).a_hand_is_told
