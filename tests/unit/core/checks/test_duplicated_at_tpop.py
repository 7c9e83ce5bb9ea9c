"""duplicated-at-tpop: the same article made twice for one order; split and complementary orders are normal."""

from __future__ import annotations

import pytest

from core.checks.duplicated_at_tpop import CHECK, judge
from core.model import Case, Finding, TpopLine
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    MUG,
    NOW,
    TEE,
    ago,
    case,
    shop_line,
    shop_order,
    situation,
    tpop_order,
)
from tests.unit.core.checks.wording import all_different, well_said

AGAIN = MADE + HOUR


def twice(**more: object) -> Case:
    return case(None, tpop_order(**more), tpop_order("T-88031", **{"created_at": AGAIN, **more}))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(twice())
    assert (one.check, one.line, one.severity, one.since) == ("duplicated-at-tpop", None, "urgent", AGAIN)
    assert one.deadline == MADE + DAY
    assert one.evidence["tpop_orders"] == one.evidence["still_open"] == ["T-88001", "T-88031"]
    assert one.evidence["skus"] == [MUG]


def test_one_of_them_by_hand_cannot_be_stopped() -> None:
    (one,) = found(case(None, tpop_order(), tpop_order("T-2", manual=True, status="production")))
    assert (one.evidence["still_open"], one.severity) == (["T-88001"], "urgent")
    (both_open,) = found(case(None, tpop_order(), tpop_order("T-2", manual=True)))
    assert both_open.evidence["still_open"] == ["T-88001"]


def test_a_refunded_article_made_twice() -> None:
    gone = shop_order(lines=(shop_line(MUG, 0, 1),))
    assert [one.evidence["skus"] for one in found(case(gone, *twice().tpop))] == [[MUG]]


def test_only_one_article_of_the_order() -> None:
    both = shop_order(lines=(shop_line(MUG), shop_line(TEE)))
    (one,) = found(
        case(
            both, tpop_order(lines=(TpopLine(MUG, 1), TpopLine(TEE, 1))), tpop_order("T-2", lines=(TpopLine(TEE, 1),))
        )
    )
    assert one.evidence["skus"] == [TEE]


@pytest.mark.parametrize(
    "one",
    [
        case(None, tpop_order()),
        case(shop_order(lines=(shop_line(MUG, 2),)), *twice().tpop),
        case(shop_order(lines=(shop_line(MUG, 3),)), *twice().tpop),
        case(shop_order(lines=(shop_line(MUG, 1, 2),)), *twice().tpop),
        case(None, tpop_order(), tpop_order("T-2", status="cancelled")),
        case(None, tpop_order(), tpop_order("T-2", lines=None)),
        case(None, tpop_order(lines=(TpopLine(MUG, 2),)), tpop_order("T-2", lines=(TpopLine(TEE, 1),))),
        case(None, *twice().tpop, rivals=("2",)),
        case(shop_order(state="cancelled"), *twice().tpop),
        case([], *twice().tpop),
    ],
    ids=[
        "one order",
        "split",
        "split, and short",
        "within what was ordered",
        "one is cancelled",
        "no lines",
        "too many, on one of them",
        "whose are they",
        "cancelled",
        "no shop order",
    ],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


@pytest.mark.parametrize(
    ("made", "severity", "deadline"),
    [(NOW - DAY + MINUTE, "urgent", NOW + MINUTE), (NOW - DAY, "act", None), (NOW - DAY - MINUTE, "act", None)],
)
def test_severity_around_the_deadline(made: object, severity: str, deadline: object) -> None:
    first = tpop_order(status="production")
    (one,) = found(case(None, first, tpop_order("T-2", created_at=made)))
    assert (one.severity, one.deadline) == (severity, deadline)
    assert one.evidence["still_open"] == (["T-2"] if severity == "urgent" else [])


def test_shipped_is_too_late_once_both_are() -> None:
    assert found(twice(status="shipped"))[0].final == "too_late"
    assert found(case(None, tpop_order(status="shipped"), tpop_order("T-2")))[0].final == ""


def test_looked() -> None:
    assert CHECK.looked(case(None, tpop_order(), tpop_order("T-2", status="cancelled")), situation(lists=()))
    assert not CHECK.looked(case(None, tpop_order(), tpop_order("T-2", lines=None)), situation())
    assert not CHECK.looked(case([], *twice().tpop), situation())


def test_words() -> None:
    texts = well_said(found(twice())[0], "1042", "T-88031")
    assert "T-88031" in texts["fr"].steps[1], "the later one is the one to cancel"
    well_said(found(twice(status="production"))[0], "T-88001")
    well_said(found(twice(created_at=None))[0], "T-88001")
    all_different(*(found(twice(**more))[0] for more in ({}, {"created_at": None}, {"status": "production"})))
    many = [tpop_order(f"T-{n}", created_at=ago(5)) for n in range(9)]
    well_said(found(case(None, *many))[0], "9")
