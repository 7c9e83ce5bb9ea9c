"""TPOP still shows the sku that an article had; the history knows which product that was."""

from __future__ import annotations

from core.model import TpopLine
from tests.builders import matched, shop_line, shop_order, tpop_order

ORDER = shop_order(lines=(shop_line("NEW", product="211"),))
WAS = {"OLD": "211"}


def test_it_is_cleared() -> None:
    theirs = [tpop_order(lines=(TpopLine("OLD", 1),))]
    assert matched([ORDER], theirs, articles=WAS).cleared == 1
    assert matched([ORDER], theirs).cleared == 0


def test_in_a_case_it_bears_its_present_sku() -> None:
    theirs = [tpop_order(lines=(TpopLine("OLD", 2),)), tpop_order("T-2", lines=(TpopLine("OLD", 1),))]
    for several in (theirs[:1], theirs):
        (case,) = matched([ORDER], several, articles=WAS).cases
        assert {line.sku for order in case.tpop for line in order.lines or ()} == {"NEW"}


def test_once_compared_it_is_not_counted_as_uncompared() -> None:
    emptied = shop_order(lines=(shop_line("", id="l1", product="211"),))
    theirs = [tpop_order(lines=(TpopLine("OLD", 1),))]
    for watched in ((), ("5551042",)):
        assert matched([emptied], theirs, watched, articles=WAS).uncompared == 0
        assert matched([emptied], theirs, watched).uncompared == 1
