"""Every check on every case: what one crash costs, what is not judged, what keeps its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.checks import CHECKS, check_crashed
from core.checks.contract import Check, Situation
from core.evidence import merged
from core.judge import Judged, judge, keep_lines, keep_names, looked
from core.model import Case, Finding, TpopLine, Unreadable
from core.policy import Policy
from core.ports import Remembered
from tests.builders import (
    HOME,
    MUG,
    TEE,
    ago,
    case,
    coverage,
    finding,
    mention,
    remembered,
    shop_line,
    shop_order,
    sight,
    situation,
    standing,
    tpop_order,
)

SHOP = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop"))
LIST = sight()
BLOCKED = tpop_order(status="blocked", block_reason="payment")
EQUAL = case(None, tpop_order())


def _falls(one: Any, _situation: Situation) -> Iterator[Finding]:
    yield finding("unexpected-line", one.ref, line="half") if isinstance(one, Case) else finding()
    raise KeyError("Camille Exemple")


def judged(*cases: Case, here: Situation | None = None, **more: Any) -> Judged:
    return judge(cases, more.pop("sights", [SHOP, LIST]), more.pop("unreadable", []), here or situation(), **more)


def kinds(found: Judged) -> set[tuple[str, str]]:
    return {(ref, check) for ref, check, _ in found.findings}


def open_item(check: str, ref: str = "5551042", line: str | None = None, **evidence: Any) -> Remembered:
    return remembered(finding(check, ref, line=line, evidence=evidence))


def is_looked(item: Remembered, *cases: Case, here: Situation | None = None, **more: Any) -> bool:
    here = here or situation()
    return looked(item, judged(*cases, here=here, **more), here)


class TestACrash:
    FALLS = Check(id="falls", family=3, judge=_falls, words={}, mended={})

    def test_costs_only_itself(self) -> None:
        found = judged(case(), case(shop_order("2"), tpop_order()), checks=(self.FALLS, *CHECKS))
        assert kinds(found) == {
            ("5551042", "check-crashed"),
            ("5551042", "missing-at-tpop"),
            ("2", "check-crashed"),
        }
        assert found.crashed == {("5551042", "falls"), ("2", "falls")}

    def test_half_of_its_findings_are_not_told(self) -> None:
        assert not any(line == "half" for _, _, line in judged(case(), checks=(self.FALLS,)).findings)

    def test_it_names_the_check_and_never_what_it_was_reading(self) -> None:
        (one,) = judged(case(), checks=(self.FALLS,)).findings.values()
        assert (one.line, one.number, one.evidence) == ("falls", "1042", {"error": "KeyError"})

    def test_on_a_source(self) -> None:
        falls = Check(id="falls", family=5, judge_source=_falls, words={}, mended={})
        found = judged(checks=(falls,), sights=[LIST])
        assert kinds(found) == {("source:http", "check-crashed")}

    def test_it_is_said_even_where_crashes_are_switched_off(self) -> None:
        here = situation(policy=Policy(off=frozenset({check_crashed.ID})))
        assert kinds(judged(case(), here=here, checks=(self.FALLS,))) == {("5551042", "check-crashed")}

    def test_one_unreadable_field_does_not_hide_the_next_order(self) -> None:
        broken = tpop_order(lines=(TpopLine(MUG, "two"),))  # type: ignore[arg-type]
        found = judged(case(None, broken), case(shop_order("2")))
        assert ("2", "missing-at-tpop") in kinds(found)
        assert ("5551042", "check-crashed") in kinds(found)


class TestWhatIsNotJudged:
    def test_off(self) -> None:
        here = situation(policy=Policy(off=frozenset({"missing-at-tpop", "source-unreachable"})))
        assert kinds(judged(case(), here=here, sights=[sight(coverage=None)])) == set()

    @pytest.mark.parametrize("name", ["5551042", "1042", TEE])
    def test_ignored_by_id_number_or_sku(self, name: str) -> None:
        bag = case(shop_order(lines=(shop_line(MUG), shop_line(TEE))), tpop_order())
        assert kinds(judged(bag)) == {("5551042", "missing-line")}
        assert kinds(judged(bag, here=situation(policy=Policy(ignore=frozenset({name}))))) == set()

    @pytest.mark.parametrize("reason", ["ignored", "before start"])
    def test_by_its_standing(self, reason: str) -> None:
        here = situation(standings={"5551042": standing(reason, None)})
        assert kinds(judged(case(None, BLOCKED), here=here)) == set()

    def test_what_needs_a_list_where_there_is_none(self) -> None:
        assert kinds(judged(case(), here=situation(lists=()))) == set()

    def test_orders_that_only_tpop_knows_are_judged(self) -> None:
        assert kinds(judged(case([], BLOCKED))) == {("tpop:T-88001", "blocked-payment")}


class TestOneNameForOneFault:
    """Told as `tpop:<id>` while the shop was down: when it is back, the fault is neither new nor resolved."""

    ITEM = open_item("blocked-payment", "tpop:T-88001")

    def names(self, *items: Remembered, **more: Any) -> set[str]:
        found = judged(case(None, BLOCKED), **more)
        keep_names(found, {item.fingerprint: item for item in items})
        return {one.ref for one in found.findings.values()}

    def test_it_keeps_the_name_it_was_told_under(self) -> None:
        assert self.names() == {"5551042"}
        assert self.names(self.ITEM) == {"tpop:T-88001"}

    def test_only_while_it_is_open(self) -> None:
        assert self.names(replace(self.ITEM, status="resolved")) == {"5551042"}

    def test_only_that_very_fault(self) -> None:
        assert self.names(open_item("blocked-address", "tpop:T-88001")) == {"5551042"}
        assert self.names(open_item("blocked-payment", "tpop:T-9")) == {"5551042"}

    def test_not_where_both_names_are_open(self) -> None:
        assert self.names(self.ITEM, open_item("blocked-payment")) == {"5551042"}

    def test_it_is_resolved_under_that_name(self) -> None:
        assert is_looked(self.ITEM, EQUAL)


class TestALineThatWasRenamed:
    """Told under its old sku, it is one and the same fault under the new one."""

    CASE = case(
        shop_order(lines=(shop_line("NEW", 2, product="211"),)),
        tpop_order(lines=(TpopLine("NEW", 1),)),
    )
    ITEM = open_item("quantity-differs", line="OLD")

    def lines(self, *items: Remembered, known: str = "211", of: Case = CASE) -> set[str | None]:
        found = judged(of)
        keep_lines(found, {item.fingerprint: item for item in items}, {"OLD": known})
        assert all(name == one.fingerprint for name, one in found.findings.items())
        return {one.line for one in found.findings.values()}

    def test_it_keeps_the_name_it_was_told_under(self) -> None:
        assert self.lines() == {"NEW"}
        assert self.lines(self.ITEM) == {"OLD"}

    def test_so_does_one_that_bears_no_sku_any_more(self) -> None:
        emptied = shop_order(lines=(shop_line("", 2, id="l1", product="211"),))
        of = case(emptied, tpop_order(lines=(TpopLine("", 1, "l1"),)))
        assert (self.lines(of=of), self.lines(self.ITEM, of=of)) == ({"id:l1"}, {"OLD"})

    def test_only_while_it_is_open(self) -> None:
        assert self.lines(replace(self.ITEM, status="resolved")) == {"NEW"}

    def test_only_that_very_fault(self) -> None:
        assert self.lines(open_item("missing-line", line="OLD")) == {"NEW"}
        assert self.lines(open_item("quantity-differs", "9", "OLD")) == {"NEW"}
        assert self.lines(self.ITEM, known="305") == {"NEW"}

    def test_not_where_both_names_are_open(self) -> None:
        assert self.lines(self.ITEM, open_item("quantity-differs", line="NEW")) == {"NEW"}

    def test_not_where_a_line_bears_the_old_sku(self) -> None:
        lines = (shop_line("NEW", 2, product="211"), shop_line("OLD", product="305"))
        of = case(shop_order(lines=lines), tpop_order(lines=(TpopLine("NEW", 1), TpopLine("OLD", 1))))
        assert self.lines(self.ITEM, of=of) == {"NEW"}


def test_every_unreadable_order_is_told() -> None:
    bad = [
        (SHOP, Unreadable("1", "date", "x")),
        (LIST, Unreadable("T-1", "status", "x")),
        (LIST, Unreadable("", "id", "x")),
    ]
    assert kinds(judged(unreadable=bad)) == {
        ("1", "unreadable-order"),
        ("tpop:T-1", "unreadable-order"),
        ("source:http", "unreadable-order"),
    }


def test_a_sound_order_gets_nothing() -> None:
    assert kinds(judged(EQUAL, case(shop_order("2"), tpop_order(recipient=HOME, status="shipped")))) == set()


class TestOnWhichEvidence:
    """Every finding of a case says what it stands on, and no check claims more than it may."""

    def spoken(self, claim: str | None, *grades: str) -> Judged:
        def speak(one: Case, _situation: Situation) -> Iterator[Finding]:
            yield finding("missing-line", one.ref, line="A", grade=claim, evidence={"sku": "A"})

        check = Check(id="x", family=5, judge=speak, words={}, mended={}, grades=grades)  # type: ignore[arg-type]
        return judged(EQUAL, checks=[check])

    @pytest.mark.parametrize(
        ("claim", "grades", "grade"),
        [
            (None, ("listed",), "listed"),
            (None, ("none", "mentioned"), "none"),
            ("mentioned", ("listed", "mentioned"), "mentioned"),
            ("none", ("listed", "mentioned", "none"), "none"),
        ],
    )
    def test_it_stands_in_the_evidence(self, claim: str | None, grades: tuple[str, ...], grade: str) -> None:
        (one,) = self.spoken(claim, *grades).findings.values()
        assert (one.grade, one.evidence) == (grade, {"grade": grade, "sku": "A"})

    def test_what_claims_more_is_no_finding_and_the_check_has_not_looked(self) -> None:
        for claim, grades in (("listed", ("mentioned",)), ("written back", ("listed", "mentioned", "none"))):
            found = self.spoken(claim, *grades)
            assert kinds(found) == {("5551042", "check-crashed")}
            assert found.crashed == {("5551042", "x")}

    def test_a_check_that_does_not_speak_of_tpops_orders_says_nothing(self) -> None:
        (one,) = self.spoken(None).findings.values()
        assert (one.grade, one.evidence) == (None, {"sku": "A"})

    def test_sources_have_no_grade(self) -> None:
        found = judged(sights=[sight(coverage=None)])
        assert {one.grade for one in found.findings.values()} == {None}

    def test_an_order_without_an_id_is_nobodys(self) -> None:
        mailed = [case(shop_order(id), tpop_order("", grade="mentioned")) for id in ("1", "2")]
        assert judged(*mailed).by_tpop == {}


class TestWhatAMailTold:
    ITEM = remembered(finding("blocked-payment", evidence={"grade": "mentioned", "seen_at": "2026-11-23T06:00:00Z"}))

    @pytest.mark.parametrize(("hours", "over"), [(2, False), (1, True), (0.5, True)])
    def test_only_what_is_as_young_ends_it(self, hours: float, over: bool) -> None:
        nothing = situation(lists=())
        for one in (tpop_order(as_of=ago(hours)), *merged((), mention("open", ago(hours)))):
            assert is_looked(self.ITEM, case(None, one), here=nothing) is over

    def test_silence_does_not(self) -> None:
        assert not is_looked(self.ITEM, case(), here=situation(lists=()))
        assert not is_looked(self.ITEM, case()), "a list that does not show it mends nothing either"

    def test_nor_a_mail_that_says_nothing(self) -> None:
        for status in ("", "unknown"):
            one = case(None, *merged((), mention(status, ago(0.5))))
            assert not is_looked(self.ITEM, one, here=situation(lists=()))
