"""One number on two orders, one order twice, one order on two lists: nothing is hidden by chance."""

from __future__ import annotations

import pytest

from core.match import Matched, newest
from core.model import TpopOrder
from tests.builders import (
    MUG,
    ago,
    matched,
    matching,
    shop_line,
    shop_order,
    tpop_order,
)


def pairs(found: Matched) -> dict[str, list[str]]:
    return {case.ref: [order.id for order in case.tpop] for case in found.cases}


def lone(id: str, *more: object, **changes: object) -> TpopOrder:
    return tpop_order(id, **{"reference": "", **changes})


class TestRivals:
    """Two orders of the shop bear one number."""

    A, B = shop_order("1", "1042"), shop_order("2", "1042")

    @pytest.mark.parametrize("turned", [False, True])
    def test_neither_is_cleared_by_the_number_alone(self, turned: bool) -> None:
        """Equal both, and TPOP has one: whichever came first must not be called fine."""
        shop = [self.B, self.A] if turned else [self.A, self.B]
        found = matched(shop, [tpop_order()])
        assert found.cleared == 0
        assert {case.ref: case.rivals for case in found.cases} == {"1": ("2",), "2": ("1",)}

    def test_not_even_where_the_second_comes_on_a_later_page(self) -> None:
        this = matching([self.A], [tpop_order()])
        assert this.close().cleared == 1
        this.take([shop_order("3", "1043")])
        this.take([self.B])
        found = this.close()
        assert found.cleared == 0
        (first,) = [case for case in found.cases if case.ref == "1"]
        assert (first.shop[0][:5], first.rivals) == (self.A[:5], ("2",))
        assert found.found == 2

    def test_the_ids_decide_where_tpop_has_them(self) -> None:
        theirs = [tpop_order("T-1", shop_order_id="1"), tpop_order("T-2", shop_order_id="2")]
        found = matched([self.A, self.B], theirs, watched=["1", "2"])
        assert pairs(found) == {"1": ["T-1"], "2": ["T-2"]}
        assert not any(case.rivals for case in found.cases)

    def test_the_one_that_tpop_names_by_id_is_judged_the_other_is_missing(self) -> None:
        found = matched([self.A, self.B], [tpop_order(shop_order_id="1")])
        assert found.cleared == 1
        assert [(case.ref, case.tpop, case.rivals) for case in found.cases] == [("2", (), ())]

    def test_what_bears_the_number_only_is_left_to_the_one_without_an_id(self) -> None:
        theirs = [lone("T-1", shop_order_id="1"), tpop_order("T-2")]
        found = matched([self.A, self.B], theirs, watched=["1", "2"])
        assert pairs(found) == {"1": ["T-1"], "2": ["T-2"]}
        assert {case.ref: case.rivals for case in found.cases} == {"1": (), "2": ("1",)}

    def test_without_anything_at_tpop_both_are_simply_missing(self) -> None:
        assert not any(case.rivals for case in matched([self.A, self.B]).cases)

    def test_they_do_not_count_as_compared(self) -> None:
        assert matched([self.A, self.B], [tpop_order()]).uncompared == 2


class TestTheSameOrderTwice:
    """A shop whose pages shift under the reader: the last that came counts."""

    def test_cleared_then_cancelled(self) -> None:
        this = matching([shop_order()], [tpop_order()])
        this.take([shop_order(state="cancelled")])
        found = this.close()
        assert (found.cleared, found.found, len(found.cases)) == (0, 0, 1)
        assert found.standings["5551042"].reason == "cancelled"

    def test_in_doubt_then_equal(self) -> None:
        this = matching([shop_order(lines=(shop_line(MUG, 3),))], [tpop_order()])
        this.take([shop_order()])
        found = this.close()
        assert (found.cleared, found.found, found.cases) == (1, 1, ())

    def test_expected_then_never_paid(self) -> None:
        this = matching([shop_order()])
        this.take([shop_order(state="unpaid", paid_at=None)])
        assert this.close().cases == ()

    def test_it_is_not_its_own_rival(self) -> None:
        found = matched([shop_order(), shop_order()], [tpop_order()])
        assert (found.cleared, len(found.standings)) == (1, 1)

    def test_uncompared_then_compared(self) -> None:
        nameless = shop_order(lines=(shop_line(""),))
        this = matching([nameless], [tpop_order()])
        assert this.close().uncompared == 1
        this.take([shop_order()])
        assert this.close().uncompared == 0

    def test_shipped_by_the_shop_then_not(self) -> None:
        this = matching([shop_order(tracked=True)], judge_absent=False)
        this.take([shop_order(fulfilled=True)])
        assert this.close().found == 0


class TestSeveralLists:
    def test_the_newest_wins(self) -> None:
        old = tpop_order(status="blocked", as_of=ago(5), channel="inbox")
        new = tpop_order(status="production", as_of=ago(1))
        for lists in ([old, new], [new, old]):
            assert [order.status for order in newest(lists)] == ["production"]
            assert matched([shop_order()], lists).cleared == 1

    def test_of_two_as_new_the_first_that_is_configured_wins(self) -> None:
        lists = [tpop_order(status="blocked"), tpop_order(status="open", channel="inbox")]
        assert [order.status for order in newest(lists)] == ["blocked"]

    def test_orders_of_one_list_only_stay(self) -> None:
        assert {order.id for order in newest([tpop_order("T-1", as_of=ago(5)), tpop_order("T-2")])} == {"T-1", "T-2"}
