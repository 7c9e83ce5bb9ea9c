"""no-proof-of-production: without a list, what nobody shipped when the production time is over. To the minute."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.checks.no_proof_of_production import judge, looks
from core.model import Case, Finding
from core.policy import Policy
from tests.builders import DAY, MINUTE, NOW, PARIS, case, coverage, holidays, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import well_said

PAID = datetime(2026, 11, 12, 8, tzinfo=PARIS)
"""A Thursday. Seven working days later: Monday 23, 8 h in Paris, which is NOW."""


def alone(**more: object) -> Case:
    return case(shop_order(created_at=PAID, **more), due_at=PAID)


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**{"has_list": False, "lists": (), **more})))


def test_it_fires_on_the_minute() -> None:
    (one,) = found(alone())
    assert (one.check, one.severity, one.deadline, one.since) == ("no-proof-of-production", "act", None, NOW)
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


def test_silent_with_a_list() -> None:
    assert found(alone(), has_list=True) == []


def test_looked() -> None:
    blind = situation(has_list=False, lists=())
    assert looks(alone(), blind)
    assert not looks(case([], tpop_order()), blind)
    listless = situation(lists=())
    assert not looks(alone(), listless), "a list was added, and could not be read"
    assert looks(alone(tracked=True), listless)
    assert looks(case(due_at=None), listless)
    assert looks(case(None, tpop_order()), listless)
    assert looks(alone(), situation(coverage()))


def test_words() -> None:
    well_said(found(alone())[0], "1042")
