"""Several lists as one: the newest list's word on each order, and what an older one said that cannot have been."""

from __future__ import annotations

from itertools import permutations

import pytest

from core.lists import newest
from core.model import TpopOrder
from tests.builders import ago, tpop_order


def shown(status: str, hours: float, **more: object) -> TpopOrder:
    return tpop_order(status=status, as_of=ago(hours), **more)


@pytest.mark.parametrize("status", ["open", "blocked"])
def test_what_cannot_have_come_after_is_remembered(status: str) -> None:
    old, new = shown("production", 5), shown(status, 1)
    for lists in ([old, new], [new, old]):
        (one,) = newest(lists)
        assert (one.status, one.as_of, one.list_status, one.list_as_of) == (status, ago(1), "production", ago(5))
        assert (one.grade, one.status_grade) == ("listed", "listed")


@pytest.mark.parametrize(("old", "new"), [("open", "production"), ("blocked", "open"), ("unknown", "open")])
def test_a_step_it_can_take_is_no_conflict(old: str, new: str) -> None:
    (one,) = newest([shown(old, 5), shown(new, 1)])
    assert (one.status, one.list_status, one.list_as_of) == (new, "", None)


def test_two_of_one_moment_are_no_conflict() -> None:
    first, second = shown("open", 1), shown("production", 1, channel="inbox")
    assert newest([first, second]) == [first]
    assert newest([second, first]) == [second]


def test_of_three_the_newest_against_the_one_before_it() -> None:
    """In whatever order the channels stand."""
    three = (shown("production", 9), shown("open", 5), shown("blocked", 1))
    assert {newest(lists)[0] for lists in permutations(three)} == {three[2]}
    three = (shown("open", 9), shown("shipped", 5), shown("production", 1))
    assert {newest(lists)[0].list_status for lists in permutations(three)} == {"shipped"}


def test_orders_stay_in_the_order_of_the_lists() -> None:
    lists = [tpop_order("T-2"), tpop_order("T-1", as_of=ago(3)), tpop_order("T-2", as_of=ago(3)), tpop_order("T-3")]
    assert [one.id for one in newest(lists)] == ["T-2", "T-1", "T-3"]
    assert newest([]) == []
