"""What ends without being mended is never called resolved: switched off, overtaken by another fault, or gone."""

from __future__ import annotations

import pytest

from core.expect import Standing
from core.judge import judge, looked
from core.model import TpopLine
from core.policy import Policy
from core.ports import Remembered
from core.unmended import ends_unmended
from tests.builders import MADE, case, finding, remembered, shop_order, situation, tpop_order


def ends(item: Remembered, *cases: object, **here: object) -> tuple[bool, str]:
    there = situation(**here)
    judged = judge(list(cases), [], [], there)  # type: ignore[arg-type]
    return looked(item, judged, there), ends_unmended(item, judged.cases, there)


@pytest.mark.parametrize("word", ["1042", "5551042"])
def test_an_order_that_is_ignored_since(word: str) -> None:
    item = remembered(finding("blocked-payment"))
    assert ends(item, case(), policy=Policy(ignore=frozenset({word}))) == (False, "accepted")


def test_what_is_older_than_a_start_that_was_moved() -> None:
    item = remembered(finding("missing-at-tpop"))
    assert ends(item, case(), standings={"5551042": Standing("before start", None)}) == (False, "accepted")


def test_a_check_that_is_switched_off() -> None:
    assert ends(
        remembered(finding("blocked-payment")), case(), policy=Policy(off=frozenset({"blocked-payment"}))
    ) == (
        False,
        "accepted",
    )


def test_blocked_for_another_reason_now() -> None:
    here = case(shop_order(), tpop_order(status="blocked", block_reason="address"))
    assert ends(remembered(finding("blocked-payment")), here) == (False, "gone")


def test_blocked_still_though_the_shop_cancelled() -> None:
    here = case(shop_order(state="cancelled"), tpop_order(status="blocked", block_reason="payment"))
    assert ends(remembered(finding("blocked-payment")), here) == (False, "gone")


def test_no_longer_blocked_is_resolved() -> None:
    assert ends(remembered(finding("blocked-payment")), case(shop_order(), tpop_order()))[0]


def test_a_difference_of_an_order_that_was_cancelled() -> None:
    here = case(shop_order(state="cancelled"), tpop_order(lines=(TpopLine("X", 9),)))
    assert ends(remembered(finding("address-differs")), here) == (False, "gone")


class TestGoneFromTpop:
    """A whole list, younger, that does not show it any more: nothing was mended."""

    @pytest.mark.parametrize("told", [{"tpop_orders": ["T-88001"]}, {"grade": "mentioned"}], ids=["listed", "mailed"])
    @pytest.mark.parametrize("check", ["blocked-payment", "cancelled-only-in-shop", "no-proof-of-production"])
    def test_it_ends_and_is_not_resolved(self, check: str, told: dict[str, object]) -> None:
        shop = shop_order(state="cancelled") if check == "cancelled-only-in-shop" else shop_order()
        gone = case(shop, due_at=None if shop.state == "cancelled" else MADE)
        item = remembered(finding(check, evidence=told))
        assert ends(item, gone) == (False, "gone")
        assert ends(item, gone, lists=()) == (False, "")

    def test_of_what_never_stood_at_tpop_nothing_can_go(self) -> None:
        item = remembered(finding("no-proof-of-production", evidence={"grade": "none"}))
        assert ends(item, case()) == (False, "")
