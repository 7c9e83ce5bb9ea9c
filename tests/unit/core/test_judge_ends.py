"""What ends without having been mended: switched off, overtaken by something worse, gone from TPOP. None is "resolved"."""

from __future__ import annotations

from typing import Any

import pytest

from core.checks.contract import Situation
from core.judge import judge, looked
from core.model import Case
from core.policy import Policy
from core.ports import Remembered
from core.unmended import ends_unmended
from tests.builders import (
    MUG,
    case,
    coverage,
    finding,
    remembered,
    shop_order,
    sight,
    situation,
    standing,
    tpop_order,
)

EQUAL = case(None, tpop_order())
SIGHTS = [sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop")), sight()]


def item(check: str, ref: str = "5551042", line: str | None = None, **evidence: Any) -> Remembered:
    return remembered(finding(check, ref, line=line, evidence=evidence))


def ends(one: Remembered, *cases: Case, here: Situation | None = None) -> str:
    """Why it ends unmended; "" where it stays, or is resolved."""
    here = here or situation()
    judged = judge(cases, SIGHTS, [], here)
    why = ends_unmended(one, judged.cases, here)
    assert not (why and looked(one, judged, here)), "what was mended is resolved, never both"
    return why


class TestSwitchedOffSince:
    @pytest.mark.parametrize(
        "policy",
        [
            Policy(off=frozenset({"missing-line"})),
            Policy(ignore=frozenset({"1042"})),
            Policy(ignore=frozenset({"5551042"})),
            Policy(ignore=frozenset({MUG})),
        ],
        ids=["the check", "the order by its number", "by its id", "the article"],
    )
    def test_by_the_policy(self, policy: Policy) -> None:
        here = situation(policy=policy)
        assert ends(item("missing-line", line=MUG), EQUAL, here=here) == "accepted"
        other = remembered(finding("blocked-payment", "2", number="1043"))
        assert ends(other, case(shop_order("2", "1043"), tpop_order()), here=here) == ""

    @pytest.mark.parametrize("reason", ["ignored", "before start"])
    def test_by_its_standing(self, reason: str) -> None:
        here = situation(standings={"5551042": standing(reason, None)})
        assert ends(item("missing-line", line=MUG), EQUAL, here=here) == "accepted"

    def test_not_what_is_merely_not_due(self) -> None:
        here = situation(standings={"5551042": standing("too recent")})
        assert ends(item("missing-line", line=MUG), EQUAL, here=here) == ""


class TestOvertaken:
    @pytest.mark.parametrize(
        "check", ["missing-line", "quantity-differs", "unexpected-line", "address-differs", "duplicated-at-tpop"]
    )
    def test_cancelled_in_the_shop_nothing_of_it_was_mended(self, check: str) -> None:
        gone = case(shop_order(state="cancelled"), tpop_order(), due_at=None)
        assert ends(item(check, tpop_orders=["T-88001"]), gone) == "gone"
        assert ends(item(check, tpop_orders=["T-88001"]), EQUAL) == ""

    def test_blocked_for_another_reason(self) -> None:
        other = case(None, tpop_order(status="blocked", block_reason="address"))
        assert ends(item("blocked-payment", tpop_orders=["T-88001"]), other) == "gone"
        assert ends(item("blocked-payment", tpop_orders=["T-88001"]), EQUAL) == ""

    def test_another_checks_end_is_its_own(self) -> None:
        gone = case(shop_order(state="cancelled"), tpop_order(), due_at=None)
        assert ends(item("missing-at-tpop"), gone) == ""


class TestGoneFromTpop:
    def test_where_a_whole_list_no_longer_shows_it(self) -> None:
        one = item("missing-line", tpop_orders=["T-88001"])
        assert ends(one, case()) == "gone"
        assert ends(one, case(), here=situation(lists=())) == ""
        assert ends(one, EQUAL) == ""
        assert ends(one, case(shop_order("2"))) == ""

    def test_or_tpop_was_asked_for_it(self) -> None:
        late = case(due_at=None, asked=True)
        assert ends(item("missing-line", tpop_orders=["T-88001"]), late, here=situation(lists=())) == "gone"

    def test_not_what_never_spoke_of_a_tpop_order(self) -> None:
        assert ends(item("missing-at-tpop"), case()) == ""
