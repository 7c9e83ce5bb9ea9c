"""unexpected-line: what TPOP makes and nobody bought, or bought and was paid back for."""

from __future__ import annotations

import pytest

from core.checks.unexpected_line import CHECK, judge
from core.expect import line_rule
from core.model import Case, Finding, TpopLine
from core.policy import LinesPolicy
from tests.builders import DAY, MADE, MINUTE, MUG, NOW, TEE, case, shop_line, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import well_said

BOTH = (TpopLine(MUG, 1), TpopLine(TEE, 2))


def with_extra(*lines: object, **more: object) -> Case:
    return case(shop_order(lines=lines or (shop_line(MUG),)), tpop_order(lines=BOTH, **more))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(with_extra())
    assert (one.check, one.line, one.severity, one.deadline) == ("unexpected-line", TEE, "urgent", MADE + DAY)
    assert (one.evidence["shop"], one.evidence["ordered"], one.evidence["tpop"]) == (0, 0, 2)


def test_on_a_part_of_the_list_too() -> None:
    """What is there is there, whatever else may be."""
    assert len(found(with_extra(), lists=())) == 1


def test_all_its_units_were_refunded() -> None:
    (one,) = found(with_extra(shop_line(MUG), shop_line(TEE, 0, 2)))
    assert (one.evidence["shop"], one.evidence["ordered"]) == (0, 2)
    assert found(with_extra(shop_line(MUG), shop_line(TEE, 0, 2), status="shipped")) == []
    assert found(with_extra(shop_line(MUG), shop_line(TEE, 1, 2))) == []


@pytest.mark.parametrize(
    "one",
    [
        with_extra(shop_line(MUG), shop_line(TEE, 2)),
        with_extra(shop_line(MUG), shop_line("", 1, id="l2")),
        case(None, tpop_order(lines=None)),
        case(shop_order(state="cancelled"), tpop_order(lines=BOTH)),
        case(None, tpop_order(lines=BOTH), rivals=("2",)),
        case(None, tpop_order(lines=BOTH, status="cancelled")),
        case([], tpop_order(lines=BOTH)),
    ],
    ids=["bought", "a line without sku may be it", "no lines", "cancelled", "whose is it", "dead", "no shop order"],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_on_two_tpop_orders() -> None:
    """Nobody bought it at all; or it was bought twice, made once on each, and refunded: no double either way."""
    once = (TpopLine(MUG, 1), TpopLine(TEE, 1))
    stray = case(shop_order(lines=(shop_line(MUG, 2),)), tpop_order(lines=once), tpop_order("T-2", lines=once))
    assert [(one.line, one.evidence["tpop"]) for one in found(stray)] == [(TEE, 2)]
    refunded = shop_order(lines=(shop_line(MUG, 2), shop_line(TEE, 0, 2)))
    assert [one.line for one in found(case(refunded, *stray.tpop))] == [TEE]


def test_since_the_shops_order_was_changed_or_made() -> None:
    bare = with_extra()
    assert found(case(bare.shop[0]._replace(updated_at=None), *bare.tpop))[0].since == MADE


def test_another_makers_article_of_a_mixed_cart() -> None:
    ours = line_rule(LinesPolicy("sku", pattern="MUG"), frozenset())
    assert found(with_extra(shop_line(MUG), shop_line(TEE, 2)), is_ours=ours) == []
    assert len(found(with_extra(), is_ours=ours)) == 1


def test_the_same_refunded_article_twice_is_the_doubles_matter() -> None:
    refunded = shop_order(lines=(shop_line(MUG, 0, 1), shop_line(TEE, 2)))
    assert found(case(refunded, tpop_order(lines=BOTH), tpop_order("T-2"))) == []
    assert [one.line for one in found(case(refunded, tpop_order(lines=BOTH)))] == [MUG]


@pytest.mark.parametrize(
    ("made", "severity", "deadline"),
    [(NOW - DAY + MINUTE, "urgent", NOW + MINUTE), (NOW - DAY, "act", None), (NOW - DAY - MINUTE, "act", None)],
)
def test_severity_around_the_deadline(made: object, severity: str, deadline: object) -> None:
    (one,) = found(with_extra(created_at=made))
    assert (one.severity, one.deadline) == (severity, deadline)


def test_shipped_is_too_late() -> None:
    assert found(with_extra(status="shipped"))[0].final == "too_late"
    assert found(with_extra(status="production"))[0].final == ""


def test_looked() -> None:
    assert CHECK.looked(case(None, tpop_order()), situation(lists=()))
    assert not CHECK.looked(case([], tpop_order()), situation())
    assert not CHECK.looked(with_extra(shop_line(MUG), shop_line("", 1, id="l2")), situation())


def test_words() -> None:
    for more in ({}, {"status": "production"}, {"status": "shipped"}, {"status": "blocked"}, {"created_at": None}):
        well_said(found(with_extra(**more))[0], TEE)
    assert "support" in well_said(found(with_extra(status="production"))[0])["fr"].steps[-1]
    refunded = found(with_extra(shop_line(MUG), shop_line(TEE, 0, 2)))[0]
    assert well_said(refunded)["fr"].facts != well_said(found(with_extra())[0])["fr"].facts
