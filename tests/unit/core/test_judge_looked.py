"""Resolved means looked again: when a check has spoken, and on the same ground as before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.checks import CHECKS
from core.checks.contract import Check, Situation
from core.judge import Judged, judge, looked
from core.match import Paired
from core.model import Case, Finding, Trouble
from core.policy import Policy
from core.ports import Remembered
from core.unmended import vanished
from tests.builders import (
    MADE,
    MINUTE,
    ago,
    case,
    coverage,
    finding,
    remembered,
    shop_order,
    sight,
    situation,
    standing,
    tpop_order,
    window,
)

SHOP = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop"))
LIST = sight()
EQUAL = case(None, tpop_order())


def _falls(one: Any, _situation: Situation) -> Iterator[Finding]:
    yield finding("unexpected-line", one.ref, line="half") if isinstance(one, Case) else finding()
    raise KeyError("Camille Exemple")


def judged(*cases: Case, here: Situation | None = None, **more: Any) -> Judged:
    return judge(cases, more.pop("sights", [SHOP, LIST]), more.pop("unreadable", []), here or situation(), **more)


def open_item(check: str, ref: str = "5551042", line: str | None = None, **evidence: Any) -> Remembered:
    return remembered(finding(check, ref, line=line, evidence=evidence))


def is_looked(item: Remembered, *cases: Case, here: Situation | None = None, **more: Any) -> bool:
    here = here or situation()
    return looked(item, judged(*cases, here=here, **more), here)


class TestLookedAgain:
    @pytest.mark.parametrize("check", [one.id for one in CHECKS if one.judge and one.id != "no-proof-of-production"])
    def test_both_sides_read_and_in_order(self, check: str) -> None:
        assert is_looked(open_item(check), EQUAL)

    @pytest.mark.parametrize("check", [one.id for one in CHECKS])
    def test_not_where_its_order_was_not_read(self, check: str) -> None:
        assert not is_looked(open_item(check), case(shop_order("2"), tpop_order()))

    @pytest.mark.parametrize(
        "check", [one.id for one in CHECKS if one.family in (1, 2, 3) and one.id not in ("missing-at-tpop",)]
    )
    def test_not_where_the_shop_is_away_unless_tpop_alone_decides(self, check: str) -> None:
        """TPOP's order keeps the ref of the open finding; that does not mean that the shop's order was compared."""
        alone = case([], tpop_order(), ref="5551042", number="1042")
        assert is_looked(open_item(check), alone) is check.startswith("blocked-")

    def test_missing_is_over_when_tpop_has_it_shop_or_not(self) -> None:
        assert is_looked(open_item("missing-at-tpop"), case([], tpop_order(), ref="5551042", number="1042"))

    def test_not_off(self) -> None:
        here = situation(policy=Policy(off=frozenset({"missing-at-tpop"})))
        assert not is_looked(open_item("missing-at-tpop"), EQUAL, here=here)

    def test_not_a_check_that_is_no_more(self) -> None:
        assert not is_looked(open_item("a-check-of-old"), EQUAL)

    def test_not_where_it_crashed(self) -> None:
        falls = Check(id="address-differs", family=3, judge=_falls, words={}, mended={})
        assert not is_looked(open_item("address-differs"), EQUAL, checks=(falls,))
        assert is_looked(open_item("missing-line"), EQUAL, checks=(falls,))

    def test_not_under_a_word_nobody_knows(self) -> None:
        strange = case(None, tpop_order(status="unknown"))
        for check in ("blocked-payment", "missing-line", "address-differs", "cancelled-only-at-tpop"):
            assert not is_looked(open_item(check), strange)
        assert is_looked(open_item("missing-at-tpop"), strange)


class TestTheSameGround:
    def test_the_tpop_orders_it_speaks_of_must_be_there(self) -> None:
        """Of two TPOP orders the blocked one stands on a page that was not read."""
        item = open_item("blocked-payment", tpop_orders=["T-1"])
        assert not is_looked(item, EQUAL, here=situation(lists=()))
        assert is_looked(item, EQUAL), "a whole list no longer shows it"
        assert is_looked(item, case(None, tpop_order("T-1")), here=situation(lists=()))
        assert is_looked(item, case(None, tpop_order(), asked=True), here=situation(lists=()))

    def test_a_whole_list_begins_before_the_order(self) -> None:
        item = open_item("blocked-payment", tpop_orders=["T-1"])
        late = coverage(window=window(since=MADE + MINUTE))
        assert not is_looked(item, EQUAL, here=situation(late))

    def test_an_older_list_takes_nothing_back(self) -> None:
        item = open_item("blocked-payment", tpop_orders=["T-88001"], seen_at="2026-11-23T06:00:00Z")
        assert is_looked(item, case(None, tpop_order(as_of=ago(1))))
        assert not is_looked(item, case(None, tpop_order(as_of=ago(1) - MINUTE)))

    def test_what_tpop_has_no_more_is_gone_and_not_mended(self) -> None:
        item = open_item("missing-line", tpop_orders=["T-88001"], seen_at="2026-11-23T06:00:00Z")
        for here, gone in ((situation(), True), (situation(lists=()), False)):
            assert not is_looked(item, case(), here=here)
            assert vanished(item, judged(case(), here=here).cases, here) is gone
        whole = situation()
        assert not vanished(item, judged(EQUAL).cases, whole), "it is still there"
        assert not vanished(item, judged(case(shop_order("2"))).cases, whole), "nobody looked"
        assert not vanished(open_item("missing-line"), judged(case()).cases, whole)
        assert is_looked(open_item("missing-line"), case())

    def test_gone_when_tpop_was_asked_for_it(self) -> None:
        """An order paid late: no list goes back to its making, but TPOP was asked for it and has nothing."""
        item = open_item("missing-line", tpop_orders=["T-88001"])
        late, here = case(due_at=None, asked=True), situation(lists=())
        assert vanished(item, judged(late, here=here).cases, here)

    def test_both_orders_that_share_a_number_must_be_read(self) -> None:
        item = open_item("ambiguous-reference", shop_orders=["5551042", "2"])
        read = {"5551042": standing(), "2": standing()}
        assert is_looked(item, EQUAL, here=situation(standings=read))
        assert not is_looked(item, EQUAL, here=situation(standings={"5551042": standing()}))

    def test_lines_that_can_no_longer_be_seen_are_not_mended(self) -> None:
        blind = case(None, tpop_order(lines=None))
        for check in ("missing-line", "quantity-differs", "unexpected-line", "duplicated-at-tpop"):
            assert not is_looked(open_item(check), blind)
        assert not is_looked(open_item("address-differs"), case(None, tpop_order(recipient=None)))


class TestUnreadableLooked:
    def test_the_shops_order(self) -> None:
        item = open_item("unreadable-order")
        assert is_looked(item, case())
        assert not is_looked(item, case([], tpop_order(), ref="5551042", number="1042"))

    def test_tpops_order_by_its_id(self) -> None:
        item = open_item("unreadable-order", "tpop:T-88001")
        assert is_looked(item, EQUAL)
        assert is_looked(item, case([], tpop_order()))
        assert not is_looked(item, case())

    def test_one_without_an_id_by_its_source(self) -> None:
        item = open_item("unreadable-order", "source:http", line="id")
        assert is_looked(item)
        assert not is_looked(item, sights=[SHOP, sight(coverage=None)])


class TestCrashedLooked:
    def test_when_that_check_has_looked(self) -> None:
        item = open_item("check-crashed", line="missing-line")
        assert is_looked(item, EQUAL)
        assert not is_looked(item, case(None, tpop_order(lines=None)))
        assert not is_looked(item, case(shop_order("2")))

    def test_without_a_list_where_the_check_needs_none(self) -> None:
        item = open_item("check-crashed", line="missing-line")
        assert is_looked(item, EQUAL, here=situation(lists=()))

    def test_not_when_it_fell_again(self) -> None:
        falls = replace(next(one for one in CHECKS if one.id == "missing-line"), judge=_falls)
        here = situation()
        found = judged(EQUAL, here=here, checks=(falls,))
        assert not looked(open_item("check-crashed", line="missing-line"), found, here)

    def test_not_when_it_was_not_asked(self) -> None:
        item = open_item("check-crashed", line="missing-at-tpop")
        assert is_looked(item, EQUAL)
        assert not is_looked(item, EQUAL, here=situation(lists=()))
        assert not is_looked(item, EQUAL, here=situation(policy=Policy(off=frozenset({"missing-at-tpop"}))))

    def test_when_there_is_no_such_check_any_more(self) -> None:
        assert is_looked(open_item("check-crashed", line="a-check-of-old"), EQUAL)


class TestSourcesLooked:
    def test_a_source_that_answers(self) -> None:
        for check in ("source-unreachable", "source-partial", "source-stale"):
            assert is_looked(open_item(check, "source:http"))

    def test_one_that_does_not(self) -> None:
        away = [SHOP, sight(coverage=None, troubles=(Trouble("unreachable"),))]
        assert is_looked(open_item("source-unreachable", "source:http"), sights=away), "it was asked"
        for check in ("source-partial", "source-stale", "references-unreadable"):
            assert not is_looked(open_item(check, "source:http"), sights=away)

    def test_one_that_is_no_more(self) -> None:
        assert not is_looked(open_item("source-unreachable", "source:old"))

    @pytest.mark.parametrize(("hours", "over"), [(3, True), (3.02, False), (20, False)])
    def test_between_two_daily_runs_only_a_fresh_list_ends_staleness(self, hours: float, over: bool) -> None:
        sights = [SHOP, sight(coverage=coverage(as_of=ago(hours)))]
        assert is_looked(open_item("source-stale", "source:http"), here=situation(daily=False), sights=sights) is over
        assert is_looked(open_item("source-stale", "source:http"), sights=sights)

    def test_between_two_daily_runs_the_others_end_as_ever(self) -> None:
        sights = [SHOP, sight(coverage=coverage(as_of=ago(20)))]
        # What a watch of a few days does not see is not over: an unknown word, a row that could not be read.
        for check in ("source-partial", "unreadable-order"):
            assert not is_looked(open_item(check, "source:http"), here=situation(daily=False), sights=sights)
        assert is_looked(open_item("source-partial", "source:http"), sights=sights)
        none_yet = [SHOP, sight(coverage=coverage(as_of=None))]
        assert is_looked(open_item("source-stale", "source:http"), here=situation(daily=False), sights=none_yet)

    def test_not_where_the_check_fell_over(self) -> None:
        falls = Check(id="source-partial", family=5, judge_source=_falls, words={}, mended={})
        assert not is_looked(open_item("source-partial", "source:http"), checks=(falls,))

    def test_references_only_where_there_was_something_to_pair(self) -> None:
        item = open_item("references-unreadable", "source:http")
        paired = [SHOP, sight(pairing=Paired(2, 2))]
        assert is_looked(item, sights=paired)
        assert not is_looked(item, sights=[SHOP, LIST]), "an empty list shows no reference"
        assert not is_looked(item, sights=paired, here=situation(shop_whole=False))
