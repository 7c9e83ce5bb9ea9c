"""missing-line: an article that no TPOP order of the case carries, said only where all of them were seen."""

from __future__ import annotations

import pytest

from core.checks.missing_line import judge, looks
from core.model import Case, Finding, TpopLine
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    MUG,
    NOW,
    TEE,
    case,
    coverage,
    shop_line,
    shop_order,
    situation,
    standing,
    tpop_order,
    window,
)
from tests.unit.core.checks.wording import well_said

TWO = shop_order(lines=(shop_line(MUG), shop_line(TEE, 3)))


def half(*lines: TpopLine, **more: object) -> Case:
    return case(TWO, tpop_order(lines=lines or (TpopLine(MUG, 1),), **more))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(half())
    assert (one.check, one.ref, one.line, one.severity) == ("missing-line", "5551042", TEE, "urgent")
    assert one.deadline == MADE + DAY
    assert (one.evidence["shop"], one.evidence["tpop"], one.evidence["tpop_orders"]) == (3, 0, ["T-88001"])


def test_one_finding_a_line() -> None:
    assert {one.line for one in found(half(TpopLine("X", 1)))} == {MUG, TEE}


@pytest.mark.parametrize(
    "one",
    [
        case(),
        case(TWO, tpop_order(lines=(TpopLine(MUG, 1), TpopLine(TEE, 1)))),
        case(TWO, tpop_order(), tpop_order("T-2", lines=(TpopLine(TEE, 3),))),
        case(TWO, tpop_order(lines=None)),
        case(TWO, tpop_order(), tpop_order("T-2", lines=None)),
        case(TWO._replace(lines=None), tpop_order()),
        case(TWO, tpop_order(status="cancelled")),
        case(TWO._replace(state="cancelled"), tpop_order()),
        case(TWO, tpop_order(), rivals=("2",)),
        case([], tpop_order()),
        case(TWO, tpop_order(lines=(TpopLine(MUG, 1), TpopLine("", 3)))),
        case(shop_order(lines=(shop_line(MUG), shop_line(TEE, 0, 3))), tpop_order()),
    ],
    ids=[
        "not at TPOP at all",
        "another quantity",
        "on a complementary order",
        "no lines shown",
        "one order's lines not shown",
        "the shop's lines unreadable",
        "cancelled at TPOP",
        "cancelled in the shop",
        "whose is it",
        "no shop order",
        "a line without sku may be it",
        "refunded",
    ],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_only_where_all_of_tpops_orders_were_seen() -> None:
    assert found(half(), lists=()) == []
    late = window(since=MADE + MINUTE)
    assert found(half(), lists=(coverage(window=late),)) == []
    assert len(found(half(), lists=(coverage(window=window(since=MADE)),))) == 1
    asked = case(TWO, tpop_order(), asked=True)
    assert len(found(asked, lists=())) == 1


def test_what_is_not_judged_is_silent() -> None:
    for reason in ("ignored", "before start"):
        assert found(half(), standings={TWO.id: standing(reason)}) == []


@pytest.mark.parametrize(
    ("made", "severity", "deadline"),
    [
        (NOW - DAY + MINUTE, "urgent", NOW + MINUTE),
        (NOW - DAY, "act", None),
        (NOW - DAY - MINUTE, "act", None),
        (None, "urgent", None),
    ],
)
def test_red_to_the_minute_before_the_deadline(made: object, severity: str, deadline: object) -> None:
    (one,) = found(half(created_at=made))
    assert (one.severity, one.deadline) == (severity, deadline)


@pytest.mark.parametrize(("status", "final"), [("production", ""), ("blocked", ""), ("shipped", "too_late")])
def test_once_it_is_made_nothing_is_urgent(status: str, final: str) -> None:
    (one,) = found(half(status=status))
    assert (one.severity, one.deadline, one.final) == ("act", None, final)


def test_too_late_only_once_all_is_shipped() -> None:
    orders = (tpop_order(status="shipped"), tpop_order("T-2", lines=(TpopLine("X", 1),)))
    assert [one.final for one in found(case(TWO, *orders))] == [""]


def test_the_soonest_deadline_counts() -> None:
    late = tpop_order("T-2", created_at=MADE - 3 * HOUR)
    assert found(case(TWO, tpop_order(), late))[0].deadline == MADE - 3 * HOUR + DAY


class TestLooked:
    def test_yes(self) -> None:
        assert looks(half(), situation())
        assert looks(case(TWO, tpop_order(lines=(TpopLine(MUG, 1), TpopLine(TEE, 3)))), situation(lists=()))
        assert looks(case(TWO._replace(state="cancelled"), tpop_order()), situation())
        assert looks(case(TWO, tpop_order(status="cancelled")), situation())

    @pytest.mark.parametrize(
        "one",
        [
            case([], tpop_order()),
            half(status="unknown"),
            case(TWO, tpop_order(lines=None)),
            case(TWO._replace(lines=None), tpop_order()),
            case(TWO, tpop_order(), rivals=("2",)),
            case(TWO, tpop_order(lines=(TpopLine(MUG, 1), TpopLine("", 3)))),
        ],
        ids=[
            "the shop is away",
            "a word nobody knows",
            "no lines",
            "unreadable",
            "whose is it",
            "a line without sku",
        ],
    )
    def test_no(self, one: Case) -> None:
        assert not looks(one, situation())

    def test_what_still_seems_missing_on_a_part_of_the_list_is_not_over(self) -> None:
        assert not looks(half(), situation(lists=()))
        assert not looks(case(TWO), situation(lists=()))


def test_words() -> None:
    for one in (half(), half(status="production"), half(status="shipped"), half(status="blocked")):
        well_said(found(one)[0], TEE)
    well_said(found(half(created_at=None))[0], TEE, "1042")
    assert "Commandez" in well_said(found(half(status="production"))[0])["fr"].steps[-1]
