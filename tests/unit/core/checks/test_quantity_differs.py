"""quantity-differs: too many or too few of an article, over all living TPOP orders of the case."""

from __future__ import annotations

import pytest

from core.checks.quantity_differs import judge, looks
from core.model import Case, Finding, TpopLine
from tests.builders import DAY, MADE, MINUTE, MUG, NOW, ago, case, shop_line, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import all_different, well_said


def mugs(ordered: int, *made: int, remaining: int | None = None, **more: object) -> Case:
    left = ordered if remaining is None else remaining
    orders = [tpop_order(f"T-{n}", lines=(TpopLine(MUG, units),), **more) for n, units in enumerate(made)]
    return case(shop_order(lines=(shop_line(MUG, left, ordered),), updated_at=ago(1)), *orders)


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


@pytest.mark.parametrize(("ordered", "made"), [(2, 1), (2, 3), (1, 7)])
def test_it_fires(ordered: int, made: int) -> None:
    (one,) = found(mugs(ordered, made))
    assert (one.check, one.line, one.severity, one.deadline) == ("quantity-differs", MUG, "urgent", MADE + DAY)
    assert (one.evidence["shop"], one.evidence["tpop"], one.since) == (ordered, made, ago(1))


@pytest.mark.parametrize(
    "one",
    [mugs(2, 2), mugs(2, 1, 1), mugs(2), mugs(1, 0), mugs(2, 2, remaining=0), mugs(2, 2, 2), mugs(2, 2, 1)],
    ids=["equal", "split", "not at TPOP", "none: missing", "all refunded", "twice", "twice in part"],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_refunded_before_and_after_shipping() -> None:
    (one,) = found(mugs(3, 3, remaining=1))
    assert (one.evidence["shop"], one.evidence["ordered"], one.evidence["tpop"]) == (1, 3, 3)
    assert found(mugs(3, 3, remaining=1, status="shipped")) == []
    assert len(found(mugs(3, 3, remaining=1, status="production"))) == 1
    assert len(found(mugs(3, 4, remaining=1, status="shipped"))) == 1


def test_too_few_is_said_only_where_all_of_tpops_orders_were_seen() -> None:
    assert found(mugs(2, 1), lists=()) == []
    assert len(found(mugs(2, 3), lists=())) == 1


def test_split_in_two_and_one_of_them_refunded_is_no_double_but_too_many() -> None:
    (one,) = found(mugs(2, 1, 1, remaining=1))
    assert (one.evidence["shop"], one.evidence["tpop"]) == (1, 2)


def test_since_the_shops_order_was_changed_or_made() -> None:
    bare = mugs(1, 2)
    assert found(case(bare.shop[0]._replace(updated_at=None), *bare.tpop))[0].since == MADE


def test_several_orders_short_of_the_whole_are_no_double() -> None:
    (one,) = found(mugs(4, 1, 1))
    assert one.evidence["tpop"] == 2


@pytest.mark.parametrize(
    ("made", "severity", "deadline"),
    [(NOW - DAY + MINUTE, "urgent", NOW + MINUTE), (NOW - DAY, "act", None), (NOW - DAY - MINUTE, "act", None)],
)
def test_severity_around_the_deadline(made: object, severity: str, deadline: object) -> None:
    (one,) = found(mugs(1, 2, created_at=made))
    assert (one.severity, one.deadline) == (severity, deadline)


def test_shipped_is_too_late() -> None:
    assert found(mugs(1, 2, status="shipped"))[0].final == "too_late"
    assert found(mugs(1, 2, status="production"))[0].final == ""


class TestLooked:
    def test_yes(self) -> None:
        assert looks(mugs(2, 2), situation(lists=()))
        assert looks(mugs(2, 3), situation(lists=()))
        assert looks(mugs(2, 1), situation())

    def test_no(self) -> None:
        assert not looks(mugs(2, 1), situation(lists=())), "the rest may stand on a page that was not read"
        assert not looks(mugs(2, 2, status="unknown"), situation())
        assert not looks(case([], tpop_order()), situation())


def test_words() -> None:
    for one in (
        mugs(2, 1),
        mugs(1, 2, status="production"),
        mugs(1, 2, status="shipped"),
        mugs(1, 2, status="blocked"),
    ):
        texts = well_said(found(one)[0], MUG)
        assert texts["fr"].facts == texts["en"].facts == ()
    well_said(found(mugs(100_000, 99_999))[0], MUG, "99999")
    states = ("blocked", "production", "shipped", "open")
    all_different(*(found(mugs(2, 1, status=status))[0] for status in states))
    short, over = (well_said(found(mugs(2, made, status="production"))[0])["fr"] for made in (1, 3))
    assert "Commandez" in short.steps[-1], "what lacks can be ordered"
    assert "support" in over.steps[-1], "what is too many cannot be undone"
    refunded = well_said(found(mugs(3, 3, remaining=1))[0], MUG)
    assert len(refunded["fr"].facts) == len(refunded["en"].facts) == 1
