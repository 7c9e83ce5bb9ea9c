"""no-proof-of-production: what no list, no mail and no tracking shows when the production time is over. To the minute."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.checks.no_proof_of_production import CHECK, judge, looks
from core.match import Closings
from core.model import Case, Finding
from core.policy import Policy
from tests.builders import (
    DAY,
    MINUTE,
    NOW,
    PARIS,
    ago,
    all_said,
    case,
    coverage,
    holidays,
    shop_order,
    situation,
    tpop_order,
)
from tests.unit.core.checks.wording import well_said

PAID = datetime(2026, 11, 12, 8, tzinfo=PARIS)
"""A Thursday. Seven working days later: Monday 23, 8 h in Paris, which is NOW."""
TRACKING_IS_SEEN = Closings(3, 3)


def alone(**more: object) -> Case:
    return case(shop_order(created_at=PAID, **more), due_at=PAID)


def mailed(status: str = "open", **more: object) -> Case:
    """Only a mail speaks of it."""
    order = tpop_order(
        "", status=status, grade="mentioned", status_grade="mentioned", as_of=ago(90), lines=None, created_at=None
    )
    return case(shop_order(created_at=PAID, **more), order, due_at=PAID)


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**{"has_list": False, "lists": (), **more})))


def test_it_fires_on_the_minute() -> None:
    (one,) = found(alone())
    assert (one.check, one.severity, one.deadline, one.since) == ("no-proof-of-production", "act", None, NOW)
    assert (one.ref, one.number, one.grade) == ("5551042", "1042", "none")
    assert found(case(shop_order(), due_at=PAID + MINUTE)) == []
    assert len(found(case(shop_order(), due_at=PAID - MINUTE))) == 1


def test_holidays_and_weekends_do_not_count() -> None:
    assert found(alone(), holidays=holidays("2026-11-16")) == []


def test_the_production_time_is_the_policys() -> None:
    assert found(alone(), policy=Policy(production_working_days=8)) == []
    assert found(alone(), policy=Policy(production_working_days=8), now=NOW + DAY)


@pytest.mark.parametrize(
    "one",
    [alone(fulfilled=True), alone(tracked=True), case(shop_order(), tpop_order(), due_at=PAID), case(due_at=None)],
    ids=["closed in the shop", "tracked", "TPOP shows it", "not expected"],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


class TestWhereAListIsConfigured:
    def test_one_that_cannot_vouch_for_it_does_not_keep_it_silent(self) -> None:
        """Read in part, or too old: its silence never counted."""
        (one,) = found(alone(), has_list=True)
        assert one.grade == "none"
        assert found(alone(), has_list=True, lists=(coverage(as_of=PAID + MINUTE),))

    def test_one_that_is_out_may_show_it_tomorrow(self) -> None:
        assert found(alone(), has_list=True, list_out=True) == []

    def test_one_that_is_whole_and_does_not_show_it_says_more(self) -> None:
        assert found(alone(), has_list=True, lists=(coverage(),)) == []

    def test_it_was_missing_when_there_was_a_list_and_that_stands(self) -> None:
        assert found(alone(), has_list=True, told_missing=frozenset({"5551042"})) == []
        assert found(alone(), has_list=True, told_missing=frozenset({"5551043"}))


class TestClosedByHand:
    def test_it_proves_nothing_where_tpops_tracking_is_seen(self) -> None:
        (one,) = found(alone(fulfilled=True), closings=TRACKING_IS_SEEN)
        assert one.evidence["by_hand"] is True
        assert "by_hand" not in found(alone(), closings=TRACKING_IS_SEEN)[0].evidence
        assert found(alone(fulfilled=True, tracked=True), closings=TRACKING_IS_SEEN) == []

    @pytest.mark.parametrize(("tracked", "by_hand"), [(2, 0), (3, 4), (0, 9), (0, 0)])
    def test_it_may_be_tpops_work_elsewhere(self, tracked: int, by_hand: int) -> None:
        assert found(alone(fulfilled=True), closings=Closings(tracked, by_hand)) == []

    @pytest.mark.parametrize("closings", [Closings(0, 9), TRACKING_IS_SEEN])
    def test_or_by_the_policys_word(self, closings: Closings) -> None:
        assert found(alone(fulfilled=True), closings=closings, policy=Policy(closed_by_hand="nothing"))
        assert not found(alone(fulfilled=True), closings=closings, policy=Policy(closed_by_hand="proof"))


class TestOnMails:
    @pytest.mark.parametrize("status", ["open", "unknown"])
    def test_one_that_once_named_it_proves_nothing(self, status: str) -> None:
        (one,) = found(mailed(status))
        assert (one.grade, one.evidence["mentioned_at"]) == ("mentioned", "2026-11-19T13:00:00Z")

    @pytest.mark.parametrize("status", ["production", "shipped", "blocked", "cancelled"])
    def test_one_that_says_more_is_proof_or_another_checks_matter(self, status: str) -> None:
        assert found(mailed(status)) == []

    def test_a_list_that_shows_it_keeps_it_silent_whatever_a_mail_says(self) -> None:
        assert found(case(shop_order(), tpop_order(status_grade="mentioned"), due_at=PAID)) == []


class TestLooked:
    def test_by_its_own_rule(self) -> None:
        assert CHECK.looks is looks

    BLIND = situation(has_list=False, lists=())

    def test_nothing_that_may_tell_is_out(self) -> None:
        assert looks(alone(), self.BLIND)
        assert looks(alone(), situation(lists=())), "a list that cannot vouch for it"
        assert not looks(case([], tpop_order()), self.BLIND)

    def test_a_list_is_out_or_it_is_missing(self) -> None:
        for here in (
            situation(lists=(), list_out=True),
            situation(coverage()),
            situation(lists=(), told_missing=frozenset({"5551042"})),
        ):
            assert not looks(alone(), here)
            assert looks(alone(tracked=True), here)
            assert not looks(case(None, tpop_order()), here), "open proves no production"
            assert looks(case(None, tpop_order(status="production")), here)

    def test_by_what_a_mail_says_and_not_by_its_silence(self) -> None:
        assert looks(mailed("production"), self.BLIND)
        assert not looks(mailed("unknown"), self.BLIND)

    def test_closed_by_hand_only_where_that_proves_something(self) -> None:
        out = {"lists": (), "list_out": True}
        assert looks(alone(fulfilled=True), situation(**out))
        assert not looks(alone(fulfilled=True), situation(**out, closings=TRACKING_IS_SEEN))


def test_words() -> None:
    plain, hand = found(alone())[0], found(alone(fulfilled=True), closings=TRACKING_IS_SEEN)[0]
    mail = found(mailed())[0]
    for one in (plain, hand, mail):
        well_said(one, "1042")
    texts = {all_said(well_said(one)["fr"]) for one in (plain, hand, mail)}
    assert len(texts) == 3
    assert "à la main" in all_said(well_said(hand)["fr"])
