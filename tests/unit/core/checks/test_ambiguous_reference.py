"""ambiguous-reference: one number on two orders of the shop, where TPOP names them by that number only."""

from __future__ import annotations

from core.checks.ambiguous_reference import judge, looks
from core.model import Case, Finding
from tests.builders import MADE, case, matched, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import well_said

SHARED = case(None, tpop_order(), rivals=("7", "9"))


def found(one: Case) -> list[Finding]:
    return list(judge(one, situation(lists=())))


def test_it_fires() -> None:
    (one,) = found(SHARED)
    assert (one.check, one.ref, one.severity, one.since) == ("ambiguous-reference", "5551042", "act", MADE)
    assert one.evidence == {"shop_orders": ["5551042", "7", "9"], "tpop_orders": ["T-88001"]}


def test_silent() -> None:
    for one in (
        case(None, tpop_order()),
        case(None, tpop_order(shop_order_id="5551042"), rivals=("7",)),
        case([], tpop_order(), rivals=("7",)),
    ):
        assert found(one) == []


def test_on_both_orders_and_on_no_other() -> None:
    shop = [shop_order("1", "1042"), shop_order("2", "1042"), shop_order("3", "1043")]
    cases = matched(shop, [tpop_order(), tpop_order("T-2", "1043")], watched=["3"]).cases
    assert {one.ref for each in cases for one in found(each)} == {"1", "2"}


def test_looked() -> None:
    assert looks(case(), situation())
    assert not looks(case([], tpop_order()), situation())


def test_words() -> None:
    well_said(found(SHARED)[0], "1042", "3")
