"""A mixed cart: what another supplier sent proves nothing of TPOP's lines, whichever way the shop tells them apart."""

from __future__ import annotations

from typing import Any

import pytest

from core.checks import missing_at_tpop
from core.expect import LineRule, line_rule
from core.match import Closings
from core.model import Case, ShopLine, ShopOrder
from core.own import own
from core.policy import LinesPolicy
from tests.builders import MUG, expectation, matched, matching, shop_line, shop_order, situation, tpop_order

MODES = {
    "sku": LinesPolicy("sku", pattern="^TP-"),
    "vendor": LinesPolicy("vendor", values=("T-Pop",)),
    "service": LinesPolicy("service", values=("T-Pop",)),
}
OURS: dict[str, Any] = {"sku": MUG, "vendor": "T-Pop", "service": "T-Pop", "id": "l1"}
THEIRS: dict[str, Any] = {"sku": "OWN-1", "vendor": "Home made", "service": "Home", "id": "l2"}


def ours(sent: str, **more: Any) -> ShopLine:
    return shop_line(**{**OURS, **more}, sent=sent)


def theirs(sent: str, **more: Any) -> ShopLine:
    return shop_line(**{**THEIRS, **more}, sent=sent)


def rule(mode: str) -> LineRule:
    made = line_rule(MODES[mode], frozenset())
    assert made is not None
    return made


@pytest.fixture(params=MODES)
def is_ours(request: pytest.FixtureRequest) -> LineRule:
    return rule(request.param)


def cart(*lines: ShopLine, tracked: bool = False, fulfilled: bool = False) -> ShopOrder:
    """`tracked` and `fulfilled`: what the shop says of the order as a whole."""
    return shop_order(lines=lines, tracked=tracked, fulfilled=fulfilled)


def test_the_parcel_of_another_is_not_tpops(is_ours: LineRule) -> None:
    told = own(cart(ours("waiting"), theirs("tracked"), tracked=True), is_ours)
    assert (told.tracked, told.fulfilled) == (False, False)


def test_tpops_own_parcel_is_whatever_others_still_wait_for(is_ours: LineRule) -> None:
    told = own(cart(ours("tracked"), theirs("waiting"), tracked=True), is_ours)
    assert (told.tracked, told.fulfilled) == (True, True)


def test_closed_without_tracking_it_is_done_and_not_tracked(is_ours: LineRule) -> None:
    told = own(cart(ours("closed"), theirs("tracked"), tracked=True, fulfilled=True), is_ours)
    assert (told.tracked, told.fulfilled) == (False, True)
    told = own(cart(ours("closed"), theirs("waiting")), is_ours)
    assert (told.tracked, told.fulfilled) == (False, True)


def test_sent_in_part_it_is_tracked_and_not_done(is_ours: LineRule) -> None:
    told = own(cart(ours("tracked"), ours("waiting", id="l3"), theirs("tracked"), tracked=True), is_ours)
    assert (told.tracked, told.fulfilled) == (True, False)


def test_where_one_of_tpops_lines_does_not_say_the_order_is_as_it_is(is_ours: LineRule) -> None:
    for lines in ((ours(""), theirs("tracked")), (ours("waiting"), ours("", id="l3"), theirs("tracked"))):
        order = cart(*lines, tracked=True)
        assert own(order, is_ours) is order


def test_what_others_do_not_say_is_no_matter(is_ours: LineRule) -> None:
    assert own(cart(ours("waiting"), theirs(""), tracked=True), is_ours).tracked is False


def test_refunded_lines_say_nothing(is_ours: LineRule) -> None:
    """A line that was refunded waits for ever; and one that was sent and came back is not TPOP's parcel of the rest."""
    gone = ours("waiting", id="l3", remaining=0, ordered=1)
    assert own(cart(ours("tracked"), gone, theirs("waiting"), tracked=True), is_ours).fulfilled is True
    back = ours("tracked", id="l3", remaining=0, ordered=1)
    assert own(cart(ours("waiting"), back, theirs("waiting"), tracked=True), is_ours).tracked is False
    mute = ours("", id="l3", remaining=0, ordered=1)
    assert own(cart(ours("waiting"), mute, theirs("tracked"), tracked=True), is_ours).tracked is False


def test_with_nothing_of_tpops_left_the_order_is_as_it_is(is_ours: LineRule) -> None:
    for lines in ((theirs("waiting"),), (ours("waiting", remaining=0, ordered=1), theirs("waiting")), ()):
        order = cart(*lines, tracked=True, fulfilled=True)
        assert own(order, is_ours) is order
    unread = shop_order(lines=None, tracked=True)
    assert own(unread, is_ours) is unread


def test_a_line_of_which_nobody_can_tell_is_not_taken_for_tpops() -> None:
    deleted = shop_line("", id="l2", sent="tracked")
    assert own(cart(ours("waiting"), deleted, tracked=True), rule("sku")).tracked is False


def test_nothing_else_of_the_order_changes(is_ours: LineRule) -> None:
    order = cart(ours("waiting"), theirs("tracked"), tracked=True)
    told = own(order, is_ours)
    assert told == order._replace(tracked=False)
    assert own(told, is_ours) is told


class TestMatchedByIt:
    """Through core.match: what comes in is told by TPOP's lines before anything is made of it."""

    WAITS = cart(ours("waiting"), theirs("tracked"), tracked=True)

    def missing(self, case: Case, is_ours: LineRule | None) -> bool:
        return any(missing_at_tpop.judge(case, situation(is_ours=is_ours)))

    @pytest.mark.parametrize("judge_absent", [True, False])
    def test_what_tpop_lacks_is_told_though_anothers_parcel_left(self, is_ours: LineRule, judge_absent: bool) -> None:
        found = matched([self.WAITS], [], expectation=expectation(is_ours=is_ours), judge_absent=judge_absent)
        (case,) = found.cases
        assert (found.found, found.written_back, found.closings) == (0, 0, Closings(0, 0))
        assert self.missing(case, is_ours)

    def test_where_all_lines_are_tpops_the_parcel_proves_it(self) -> None:
        found = matched([self.WAITS], [])
        (case,) = found.cases
        assert (found.found, found.written_back, found.closings) == (1, 1, Closings(1, 0))
        assert not self.missing(case, None)

    def test_all_of_tpops_lines_sent_it_is_done(self, is_ours: LineRule) -> None:
        """Closed by hand: only TPOP's lines say so, the order as a whole is still open."""
        done = cart(ours("closed"), theirs("waiting"))
        found = matched([done], [], expectation=expectation(is_ours=is_ours))
        assert [case.shop[0].fulfilled for case in found.cases] == [True]
        assert found.closings == Closings(0, 1)

    def test_with_tpops_own_tracking_it_is_found(self, is_ours: LineRule) -> None:
        sent = cart(ours("tracked"), theirs("waiting"), tracked=True)
        found = matched([sent], [], expectation=expectation(is_ours=is_ours), judge_absent=False)
        assert (found.cases, found.found, found.written_back, found.closings) == ((), 1, 1, Closings(1, 0))

    def test_recalled_it_is_still_tpops_part_of_it(self, is_ours: LineRule) -> None:
        theirs_too = tpop_order()
        made = matching([self.WAITS], [theirs_too], expectation=expectation(is_ours=is_ours), recallable=True)
        made.recall(["5551042"])
        assert [case.shop[0].tracked for case in made.close().cases] == [False]
