"""When lines may be compared at all, and what is to be done about a difference, by where TPOP's order stands."""

from __future__ import annotations

import pytest

from core.checks.lines import comparable, line_steps, lines_looked, repeated
from core.model import TpopLine
from core.say import Say
from tests.builders import DAY, MUG, NOW, PARIS, case, finding, shop_order, situation, standing, tpop_order


def test_comparable() -> None:
    assert comparable(case(None, tpop_order()), situation()) is not None
    for one in (
        case(),
        case([], tpop_order()),
        case(None, tpop_order(), rivals=("2",)),
        case(None, tpop_order(status="cancelled")),
        case(shop_order(state="cancelled"), tpop_order()),
        case(shop_order(lines=None), tpop_order()),
        case(None, tpop_order(lines=None)),
    ):
        assert comparable(one, situation()) is None


def test_a_cancelled_tpop_order_does_not_count() -> None:
    found = comparable(case(None, tpop_order(), tpop_order("T-2", status="cancelled", lines=None)), situation())
    assert found is not None
    assert not found.quantity


@pytest.mark.parametrize(("reason", "compared"), [("", True), ("too recent", True), ("unpaid", True)])
def test_due_or_not(reason: str, compared: bool) -> None:
    here = situation(standings={"5551042": standing(reason)})
    assert (comparable(case(None, tpop_order()), here) is not None) is compared


@pytest.mark.parametrize("reason", ["ignored", "before start"])
def test_what_is_not_judged_is_not_compared(reason: str) -> None:
    assert comparable(case(None, tpop_order()), situation(standings={"5551042": standing(reason)})) is None


def test_looked_where_nothing_is_left_that_could_differ() -> None:
    assert lines_looked(case(shop_order(state="cancelled"), tpop_order()), situation())
    assert lines_looked(case(None, tpop_order(status="cancelled")), situation())
    assert lines_looked(case(), situation()), "a list that covers it shows nothing of it"
    assert not lines_looked(case(), situation(lists=()))
    assert not lines_looked(case([], tpop_order()), situation())
    assert not lines_looked(case([], tpop_order(status="cancelled")), situation())
    assert not lines_looked(case(None, tpop_order(status="unknown")), situation())


def test_repeated() -> None:
    one, two = tpop_order(), tpop_order("T-2", lines=(TpopLine("X", 1),))
    assert repeated(case(None, one, two), MUG) == 1
    assert repeated(case(None, one, one._replace(id="T-3", status="cancelled")), MUG) == 1
    assert repeated(case(None, one, one._replace(id="T-3")), MUG) == 2
    assert repeated(case(None, one, one._replace(id="T-3", lines=None)), MUG) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("complement", [True, False])
def test_the_steps_differ_by_where_it_stands(language: str, complement: bool) -> None:
    say = Say(language, PARIS, NOW)  # type: ignore[arg-type]
    told = []
    for severity, deadline, state in (
        ("urgent", NOW + DAY, "open"),
        ("urgent", None, "open"),
        ("act", None, "blocked"),
        ("act", None, "production"),
        ("act", None, "shipped"),
    ):
        one = finding("missing-line", severity=severity, deadline=deadline, evidence={"tpop_state": state})
        told.append(line_steps(one, say, complement))
    assert len(set(told)) == len(told)
    assert line_steps(finding("missing-line", evidence={}), say, complement)
