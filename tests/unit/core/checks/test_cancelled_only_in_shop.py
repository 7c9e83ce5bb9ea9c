"""cancelled-only-in-shop: while TPOP can still be stopped; and without a list, said once, 'if TPOP has it'."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks.cancelled_only_in_shop import judge, looks
from core.evidence import merged
from core.model import Case, Finding
from core.policy import Policy
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    NOW,
    ago,
    case,
    coverage,
    mention,
    said,
    shop_order,
    situation,
    standing,
    tpop_order,
    window,
)
from tests.unit.core.checks.wording import all_different, well_said

GONE = shop_order(state="cancelled", status="cancelled", updated_at=ago(1))


def alive(**more: object) -> Case:
    return case(GONE, tpop_order(**more), due_at=None)


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def unlisted(one: Case, **more: object) -> list[Finding]:
    return found(one, **{"lists": (), "list_fresh": False, **more})


class TestOnTpopsList:
    def test_it_fires(self) -> None:
        (one,) = found(alive())
        assert (one.check, one.severity, one.deadline, one.since) == (
            "cancelled-only-in-shop",
            "urgent",
            MADE + DAY,
            ago(1),
        )
        assert (one.evidence["tpop_state"], one.evidence["shop_status"], one.once) == ("open", "cancelled", False)

    @pytest.mark.parametrize(
        ("made", "severity", "deadline", "state"),
        [
            (NOW - DAY + MINUTE, "urgent", NOW + MINUTE, "open"),
            (NOW - DAY, "act", None, "presumed production"),
            (NOW - DAY - MINUTE, "act", None, "presumed production"),
            (None, "urgent", None, "open"),
        ],
    )
    def test_severity_around_the_deadline(self, made: object, severity: str, deadline: object, state: str) -> None:
        (one,) = found(alive(created_at=made))
        assert (one.severity, one.deadline, one.evidence["tpop_state"]) == (severity, deadline, state)

    def test_a_status_nobody_knows_may_still_be_waiting(self) -> None:
        (one,) = found(alive(status="unknown", created_at=ago(5)))
        assert (one.severity, one.deadline) == ("urgent", None)
        (old,) = found(alive(status="unknown", created_at=ago(24)))
        assert (old.severity, old.deadline) == ("act", None)

    @pytest.mark.parametrize("status", ["production", "blocked"])
    def test_later_it_is_orange(self, status: str) -> None:
        (one,) = found(alive(status=status))
        assert (one.severity, one.deadline, one.final) == ("act", None, "")

    def test_on_any_list_however_old(self) -> None:
        assert len(found(alive(), lists=(), list_fresh=False)) == 1

    def test_once_shipped_it_only_ends_what_was_told(self) -> None:
        (one,) = found(alive(status="shipped"))
        assert (one.final, one.known_only) == ("too_late", True)
        assert (one.evidence["tpop_orders"], one.evidence["tpop_state"]) == (["T-88001"], "shipped")

    def test_of_several_those_not_shipped(self) -> None:
        (one,) = found(case(GONE, tpop_order(status="shipped"), tpop_order("T-2"), due_at=None))
        assert (one.evidence["tpop_orders"], one.final) == (["T-2"], "")

    @pytest.mark.parametrize(
        "one",
        [
            case(None, tpop_order()),
            alive(status="cancelled"),
            case(GONE, tpop_order(), rivals=("2",)),
            case([], tpop_order()),
            case(GONE, due_at=None),
        ],
        ids=[
            "alive in the shop",
            "cancelled at both",
            "whose is it",
            "no shop order",
            "a fresh list does not show it",
        ],
    )
    def test_silent(self, one: Case) -> None:
        assert found(one) == []

    def test_what_is_not_judged_is_silent(self) -> None:
        for reason in ("ignored", "before start"):
            assert found(alive(), standings={GONE.id: standing(reason, None)}) == []


class TestWithoutAList:
    def test_it_is_said_once(self) -> None:
        (one,) = unlisted(case(GONE, due_at=None))
        assert (one.severity, one.once, one.final, one.known_only) == ("urgent", True, "", False)
        assert one.deadline is None, "nobody knows whether TPOP has it: no countdown is invented"
        assert one.evidence["retention_ends"] == "2026-11-24T02:00:00Z"

    @pytest.mark.parametrize(
        ("paid", "over"), [(NOW - DAY + MINUTE, False), (NOW - DAY, True), (NOW - DAY - MINUTE, True)]
    )
    def test_while_the_retention_lasts(self, paid: object, over: bool) -> None:
        (one,) = unlisted(case(GONE._replace(created_at=paid, paid_at=paid), due_at=None))
        assert (one.final, one.known_only) == (("out_of_reach", True) if over else ("", False))
        assert one.severity == ("act" if over else "urgent")

    def test_it_lasts_from_a_late_payment(self) -> None:
        """A transfer that came after four days: TPOP got the order then."""
        late = GONE._replace(created_at=NOW - 4 * DAY, paid_at=ago(3))
        (one,) = unlisted(case(late, due_at=None))
        assert (one.final, one.severity) == ("", "urgent")

    def test_never_paid_or_shipped_it_is_nothing(self) -> None:
        assert unlisted(case(GONE._replace(paid_at=None), due_at=None)) == []
        assert unlisted(case(GONE._replace(tracked=True), due_at=None)) == []

    def test_the_retention_is_the_policys(self) -> None:
        (one,) = unlisted(case(GONE, due_at=None), policy=Policy(retention_hours=5))
        assert one.final == "out_of_reach"


class TestLooked:
    def test_yes(self) -> None:
        assert looks(alive(status="cancelled"), situation(lists=()))
        assert looks(case(), situation(lists=())), "it lives again in the shop"
        assert looks(case(GONE, due_at=None), situation())

    def test_a_list_that_covers_it_to_the_minute(self) -> None:
        gone = case(GONE, due_at=None)
        assert looks(gone, situation(coverage(as_of=MADE + 2 * HOUR)))
        assert not looks(gone, situation(coverage(as_of=MADE + 2 * HOUR - MINUTE)))
        assert not looks(gone, situation(coverage(window=window(since=MADE + MINUTE))))
        assert looks(gone, situation(coverage(window=window(since=MADE))))
        assert not looks(gone, situation(coverage(window=None)))

    def test_no(self) -> None:
        assert not looks(case(GONE, due_at=None), situation(lists=()))
        assert not looks(case([], tpop_order()), situation()), "the shop's order was not read"
        assert not looks(case(GONE, tpop_order(), rivals=("2",)), situation())


def test_words() -> None:
    for more in ({}, {"created_at": None}):
        well_said(found(alive(**more))[0], "1042")
    for more in ({"status": "blocked"}, {"status": "production"}, {"status": "unknown"}, {"created_at": ago(30)}):
        well_said(found(alive(**more))[0])
    well_said(found(alive(created_at=NOW - DAY + MINUTE))[0], "1042", "1 min")
    well_said(found(alive(), policy=Policy(retention_hours=96))[0], "1042")
    well_said(unlisted(case(GONE, due_at=None))[0])


def test_each_state_has_its_own_advice() -> None:
    states = ({}, {"created_at": None}, {"status": "blocked"}, {"status": "production"}, {"created_at": ago(30)})
    all_different(*(found(alive(**more))[0] for more in states), *unlisted(case(GONE, due_at=None)))
    urgent, made = said(found(alive())[0]), said(found(alive(status="production"))[0])
    assert any("Annuler" in step for step in urgent.steps)
    assert any("Support" in step for step in made.steps)


class TestOnAMail:
    """TPOP's own time is not known then: the shop's says whether the delay is over."""

    def mailed(self, status: str, **more: object) -> Case:
        one = shop_order(state="cancelled", status="cancelled", updated_at=ago(1), **more)
        return case(one, *merged((), mention(status)), due_at=None)

    @pytest.mark.parametrize(
        ("status", "hours", "severity", "state"),
        [
            ("open", 24 - 1 / 60, "urgent", "open"),
            ("open", 24, "act", "presumed production"),
            ("unknown", 5, "urgent", "unknown"),
            ("unknown", 24, "act", "presumed production"),
            ("blocked", 30, "act", "blocked"),
            ("production", 5, "act", "production"),
        ],
    )
    def test_while_it_can_be_stopped(self, status: str, hours: float, severity: str, state: str) -> None:
        one = self.mailed(status, created_at=ago(hours))
        (told,) = found(one, lists=(), list_fresh=False)
        assert (told.severity, told.evidence["tpop_state"], told.deadline) == (severity, state, None)
        assert (told.grade, told.once) == ("mentioned", False)
        assert "tpop_orders" not in told.evidence

    def test_paid_late_its_delay_began_late(self) -> None:
        one = self.mailed("open", created_at=ago(90), paid_at=ago(5))
        assert found(one)[0].severity == "urgent"

    def test_shipped_or_cancelled_there_is_nothing_to_stop(self) -> None:
        assert found(self.mailed("cancelled")) == []
        (shipped,) = found(self.mailed("shipped"))
        assert (shipped.known_only, shipped.final, shipped.grade) == (True, "too_late", "mentioned")

    def test_a_list_keeps_its_own_time_whatever_a_mail_adds(self) -> None:
        old = tpop_order(created_at=ago(30), as_of=ago(3))
        one = case(GONE, *merged((old,), mention("blocked")), due_at=None)
        (told,) = found(one)
        assert (told.grade, told.evidence["tpop_state"]) == ("mentioned", "blocked")
        assert found(alive())[0].grade == "listed"
        untimed = case(GONE._replace(created_at=ago(99), paid_at=ago(99)), tpop_order(created_at=None), due_at=None)
        assert found(untimed)[0].severity == "urgent", "a list calls it open: it can still be stopped"
        assert unlisted(case(GONE, due_at=None))[0].grade == "none"

    def test_words(self) -> None:
        told = [found(self.mailed(status))[0] for status in ("open", "unknown", "blocked", "production")]
        told.append(found(self.mailed("open", created_at=ago(30)))[0])
        told = [replace(one, evidence={"grade": one.grade, **one.evidence}) for one in told]
        for one in told:
            well_said(one)
            assert "un mail" in " ".join(said(one).facts)
        all_different(*told)
