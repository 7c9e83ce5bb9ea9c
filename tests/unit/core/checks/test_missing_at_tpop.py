"""missing-at-tpop: only under a list that covers the order's whole time, to the minute, and never of a doubtful order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks import missing_at_tpop
from core.checks.missing_at_tpop import is_missing, judge, looks
from core.evidence import merged
from core.model import Case, Coverage, Finding
from core.policy import Policy
from tests.builders import HOUR, MADE, MINUTE, NOW, case, coverage, mention, shop_order, situation, tpop_order, window
from tests.unit.core.checks.wording import all_different, well_said

BY = MADE + 2 * HOUR
"""When its grace is over: what a list must cover."""


def found(one: Case, *lists: Coverage, **more: object) -> list[Finding]:
    return list(judge(one, situation(*lists, **more)))


def test_it_fires() -> None:
    (one,) = found(case())
    assert (one.check, one.ref, one.number, one.severity) == ("missing-at-tpop", "5551042", "1042", "urgent")
    assert (one.since, one.deadline, one.final, one.line) == (MADE, None, "", None)
    assert one.evidence["list_as_of"] == "2026-11-23T07:00:00Z"
    assert one.evidence["asked_for_it"] is False


@pytest.mark.parametrize("status", ["open", "blocked", "production", "shipped", "cancelled", "unknown"])
def test_silent_where_tpop_has_anything_of_it(status: str) -> None:
    assert found(case(None, tpop_order(status=status))) == []


@pytest.mark.parametrize(
    "one",
    [
        case(due_at=None),
        case(rivals=("2",)),
        case(shop_order(tracked=True)),
        case([], tpop_order()),
    ],
    ids=["not expected", "its number is another's too", "a parcel is on its way", "no shop order"],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_closed_by_hand_is_no_proof() -> None:
    """A merchant who marks the order as done has not printed it."""
    assert len(found(case(shop_order(fulfilled=True)))) == 1


class TestOnlyUnderCoverage:
    def test_the_list_must_reach_beyond_the_grace(self) -> None:
        for as_of, fires in ((BY - MINUTE, False), (BY, True), (BY + MINUTE, True)):
            assert bool(found(case(), coverage(as_of=as_of))) is fires

    def test_so_must_its_window(self) -> None:
        for until, fires in ((BY - MINUTE, False), (BY, True)):
            assert bool(found(case(), coverage(window=window(until=until)))) is fires

    def test_it_must_begin_before_the_order(self) -> None:
        for since, fires in ((MADE, True), (MADE + MINUTE, False)):
            assert bool(found(case(), coverage(window=window(since=since)))) is fires

    def test_a_late_payment_is_covered_from_its_making_to_its_grace(self) -> None:
        late = case(shop_order(created_at=NOW - 50 * HOUR, paid_at=MADE))
        assert found(late, coverage(window=window(since=NOW - 50 * HOUR)))
        assert not found(late, coverage(window=window(since=NOW - 49 * HOUR)))
        assert not found(late, coverage(as_of=BY - MINUTE))

    def test_any_list_that_covers_it_will_do(self) -> None:
        lists = (coverage("old", as_of=BY - MINUTE), coverage("good"))
        assert found(case(), *lists)[0].evidence["list"] == "good"

    def test_nothing_without_a_list(self) -> None:
        assert found(case(), lists=()) == []

    def test_the_grace_is_the_policys(self) -> None:
        at_nine = coverage(as_of=MADE + 4 * HOUR)
        assert found(case(), at_nine)
        assert not found(case(), at_nine, policy=Policy(grace_hours=4.5))


class TestLooked:
    def test_yes(self) -> None:
        assert looks(case(), situation())
        assert looks(case(None, tpop_order()), situation(lists=()))
        assert looks(case(due_at=None), situation(lists=()))
        assert looks(case([], tpop_order()), situation(lists=()))

    def test_no(self) -> None:
        assert not looks(case(), situation(lists=()))
        assert not looks(case(), situation(coverage(as_of=BY - MINUTE)))

    def test_what_tpop_has_under_a_shared_number_may_be_the_others(self) -> None:
        assert not looks(case(None, tpop_order(), rivals=("2",)), situation())


def test_is_missing_names_the_list() -> None:
    assert is_missing(case(), situation()) == coverage()
    assert is_missing(case(rivals=("2",)), situation()) is None


def test_it_needs_both_sides() -> None:
    assert missing_at_tpop.CHECK.needs == {"shop", "tpop"}


def test_words() -> None:
    (one,) = found(case())
    texts = well_said(one, "1042")
    assert texts["fr"].facts[2] == "Je n'ai pas pu la redemander une à une."
    (asked,) = found(case(asked=True))
    assert len(well_said(asked, "1042")["fr"].facts) == 3


class TestMails:
    def test_one_that_a_whole_list_outweighs_is_told_with_it(self) -> None:
        (one,) = found(replace(case(), mention=mention(at=MADE)))
        assert one.evidence["mentioned_at"] == "2026-11-23T02:00:00Z"
        assert "mentioned_at" not in found(case())[0].evidence
        well_said(one, "1042")
        all_different(one, found(case())[0])

    @pytest.mark.parametrize("status", ["open", "blocked", "production", "unknown"])
    def test_one_that_stands_keeps_it_silent(self, status: str) -> None:
        assert found(case(None, *merged((), mention(status)))) == []

    @pytest.mark.parametrize(
        ("status", "over"), [("open", True), ("production", True), ("", False), ("unknown", False)]
    )
    def test_one_that_says_nothing_of_its_state_ends_nothing(self, status: str, over: bool) -> None:
        """A merchant asks TPOP where 1042 is, and has the answer forwarded: it is still missing."""
        assert looks(case(None, *merged((), mention(status))), situation(lists=())) is over
        assert looks(case(None, tpop_order(status="unknown")), situation(lists=())), "a list does show it"
