"""source-partial: not all of a side was read, or not all of it understood."""

from __future__ import annotations

import pytest

from core.checks.source_partial import judge
from core.model import Finding, Trouble
from tests.builders import ago, coverage, sight, situation
from tests.unit.core.checks.wording import all_different, well_said


def test_a_page_that_failed() -> None:
    part = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop", complete=False, orders=80))
    (one,) = judge(part, situation())
    assert (one.check, one.ref, one.severity, one.cause) == (
        "source-partial",
        "source:woocommerce",
        "act",
        "not_complete",
    )
    assert (one.evidence["kinds"], one.evidence["orders"]) == (["not_complete"], 80)


def test_a_trouble_on_a_list_that_calls_itself_whole() -> None:
    troubles = tuple(Trouble("unknown_status", {"words": {word: 1}}) for word in ("wird geprüft", "zurück"))
    (one,) = judge(sight(troubles=(*troubles, Trouble("page_failed"))), situation())
    assert one.evidence["kinds"] == ["unknown_status", "page_failed"]
    assert one.evidence["unknown_words"] == ["wird geprüft", "zurück"]


def test_silent() -> None:
    assert list(judge(sight(), situation())) == []
    assert list(judge(sight(coverage=None, troubles=(Trouble("unreachable"),)), situation())) == []
    nothing = coverage(as_of=None, complete=False)
    assert list(judge(sight(coverage=nothing, troubles=(Trouble("no_file"),)), situation())) == []


def test_a_list_that_nobody_can_date_was_brought_all_the_same() -> None:
    undated = coverage(as_of=None, window=None, complete=False)
    (one,) = judge(sight(coverage=undated, troubles=(Trouble("bad_columns"),)), situation())
    assert one.cause == "bad_columns"


class TestOrdersThatAWholeListLeavesOut:
    """Whole and fresh, and yet it does not go back to orders that were due."""

    def found(self, unlooked: tuple[str, ...] = ("1", "2"), hours: float = 0, **more: object) -> list[Finding]:
        one = coverage(as_of=ago(hours))
        return list(judge(sight(coverage=one, unlooked=unlooked), situation(**{"lists": (one,), **more})))

    def test_it_says_how_many(self) -> None:
        (one,) = self.found()
        assert (one.cause, one.evidence["unlooked"]) == ("unlooked", 2)
        well_said(one, "2")
        well_said(self.found(("1",))[0], "1")
        part = sight(coverage=coverage(complete=False))
        shop = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop", complete=False))
        all_different(one, *judge(part, situation()), *judge(shop, situation()))

    def test_only_at_the_daily_run_and_of_a_list_that_counts(self) -> None:
        assert self.found(()) == []
        assert self.found(daily=False) == []
        assert self.found(lists=()) == []
        assert self.found(hours=3)
        assert self.found(hours=3 + 1 / 60) == [], "then it is stale"


@pytest.mark.parametrize("side", ["shop", "tpop"])
def test_words(side: str) -> None:
    (one,) = judge(sight("x", side, coverage=coverage(complete=False)), situation())
    well_said(one)


class TestByChoice:
    def test_a_list_that_was_never_meant_to_be_whole(self) -> None:
        part = sight("inbox", coverage=coverage("inbox", complete=False), chosen_part=True)
        assert list(judge(part, situation())) == []
        assert len(list(judge(sight(coverage=coverage(complete=False)), situation()))) == 1

    def test_what_went_wrong_with_it_is_told_all_the_same(self) -> None:
        part = sight(coverage=coverage(complete=False), chosen_part=True, troubles=(Trouble("unknown_status"),))
        (one,) = judge(part, situation())
        assert one.cause == "unknown_status"

    def test_mails_never_show_all(self) -> None:
        mails = coverage("tpop-mail", window=None, complete=False)
        assert list(judge(sight("tpop-mail", coverage=mails, grade="mentioned"), situation())) == []
        (one,) = judge(
            sight("tpop-mail", coverage=mails, grade="mentioned", troubles=(Trouble("page_failed"),)), situation()
        )
        assert (one.ref, one.cause, one.evidence["mails"]) == ("source:tpop-mail", "page_failed", True)
        (of_a_list,) = judge(sight(coverage=coverage(complete=False)), situation())
        assert "mails" not in of_a_list.evidence
        well_said(one)
        all_different(one, of_a_list)
