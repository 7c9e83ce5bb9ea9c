"""Who meets whom: two namespaces, the id before the number, and no order of either side lost or hidden."""

from __future__ import annotations

import pytest

from core.match import Matched, newest
from core.model import TpopLine, TpopOrder
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    MUG,
    NOW,
    ago,
    expectation,
    matched,
    matching,
    shop_line,
    shop_order,
    tpop_order,
    window,
)


def pairs(found: Matched) -> dict[str, list[str]]:
    return {case.ref: [order.id for order in case.tpop] for case in found.cases}


def lone(id: str, *more: object, **changes: object) -> TpopOrder:
    return tpop_order(id, **{"reference": "", **changes})


class TestPairing:
    def test_by_reference(self) -> None:
        assert pairs(matched([shop_order()], [tpop_order()], watched=["5551042"])) == {"5551042": ["T-88001"]}

    def test_by_id(self) -> None:
        order = lone("T-1", shop_order_id="5551042")
        assert pairs(matched([shop_order()], [order], watched=["5551042"])) == {"5551042": ["T-1"]}

    def test_an_id_is_not_a_number(self) -> None:
        """The shop's order 77 bears the number 1042; its order 1042 bears the number 1099."""
        shop = [shop_order("77", "1042"), shop_order("1042", "1099")]
        watched = ["77", "1042"]
        by_number = matched(shop, [tpop_order("T-1", "1042")], watched)
        assert pairs(by_number) == {"77": ["T-1"], "1042": []}
        by_id = matched(shop, [lone("T-1", shop_order_id="1042")], watched)
        assert pairs(by_id) == {"77": [], "1042": ["T-1"]}

    def test_the_id_wins_over_the_number(self) -> None:
        shop = [shop_order("1", "A"), shop_order("2", "B")]
        crossed = tpop_order("T-1", "A", shop_order_id="2")
        found = matched(shop, [crossed], watched=["2"])
        assert pairs(found) == {"1": [], "2": ["T-1"]}
        assert found.found == 1

    def test_the_number_serves_where_the_id_is_nobodys(self) -> None:
        strange = tpop_order(shop_order_id="gid://5551042")
        found = matched([shop_order()], [strange])
        assert pairs(found) == {"5551042": ["T-88001"]}
        assert not found.orphans

    def test_both_at_once_is_one_order(self) -> None:
        assert matched([shop_order()], [tpop_order(shop_order_id="5551042")]).cleared == 1

    def test_several_tpop_orders_oldest_first(self) -> None:
        older, newer = tpop_order("T-9", created_at=ago(4)), tpop_order("T-1", created_at=ago(3))
        for theirs in ([older, newer], [newer, older]):
            assert pairs(matched([shop_order()], theirs)) == {"5551042": ["T-9", "T-1"]}

    def test_nothing_pairs_by_likeness(self) -> None:
        found = matched([shop_order()], [tpop_order(reference="1O42")])
        assert pairs(found) == {"5551042": [], "tpop:T-88001": ["T-88001"]}

    def test_an_empty_number_pairs_with_nothing(self) -> None:
        found = matched([shop_order("1", ""), shop_order("2", "")], [lone("T-1")])
        assert pairs(found) == {"1": [], "2": [], "tpop:T-1": ["T-1"]}
        assert not any(case.rivals for case in found.cases)


class TestClearing:
    def test_an_equal_pair_is_cleared(self) -> None:
        found = matched([shop_order()], [tpop_order()])
        assert (found.cases, found.cleared, found.found, found.uncompared) == ((), 1, 1, 0)

    @pytest.mark.parametrize("status", ["open", "production", "shipped"])
    def test_where_tpop_is_at_work(self, status: str) -> None:
        assert matched([shop_order()], [tpop_order(status=status)]).cleared == 1

    @pytest.mark.parametrize("status", ["blocked", "cancelled", "unknown"])
    def test_never_where_it_is_not(self, status: str) -> None:
        assert matched([shop_order()], [tpop_order(status=status)]).cleared == 0

    def test_a_list_without_lines_clears_but_is_counted(self) -> None:
        found = matched([shop_order()], [tpop_order(lines=None)])
        assert (found.cleared, found.uncompared) == (1, 1)

    def test_an_order_not_yet_expected_does_not_count_as_uncompared(self) -> None:
        found = matched([shop_order(created_at=NOW - HOUR)], [tpop_order(lines=None)])
        assert (found.cleared, found.found, found.uncompared) == (1, 0, 0)

    @pytest.mark.parametrize(
        "ours",
        [
            {"state": "cancelled"},
            {"state": "unpaid"},
            {"state": "other"},
            {"lines": None},
            {"lines": (shop_line(MUG, 2),)},
            {"lines": (shop_line(MUG, 0, 1),)},
        ],
    )
    def test_never_what_is_not_plainly_in_order(self, ours: dict[str, object]) -> None:
        assert matched([shop_order(**ours)], [tpop_order()]).cleared == 0

    def test_never_with_a_second_tpop_order(self) -> None:
        assert matched([shop_order()], [tpop_order(), tpop_order("T-2", status="cancelled")]).cleared == 0

    def test_watched_orders_are_kept(self) -> None:
        assert matched([shop_order()], [tpop_order()], watched=["5551042"]).cleared == 0
        assert matched([shop_order(state="unpaid")], [], watched=["5551042"]).cases != ()

    def test_a_watched_tpop_order_keeps_its_pair(self) -> None:
        """Its row could not be read yesterday: today it must be looked at, not passed over."""
        found = matched([shop_order()], [tpop_order()], watched=["tpop:T-88001"])
        assert pairs(found) == {"5551042": ["T-88001"]}


class TestWhatTpopLacks:
    def test_an_expected_order_is_a_case(self) -> None:
        (case,) = matched([shop_order()]).cases
        assert (case.tpop, case.due_at) == ((), shop_order().created_at)

    def test_what_is_not_expected_needs_nothing(self) -> None:
        for ours in ({"state": "unpaid"}, {"state": "cancelled", "paid_at": None}, {"created_at": NOW}):
            assert matched([shop_order(**ours)]).cases == ()

    def test_a_paid_order_that_was_cancelled_is_a_case(self) -> None:
        (case,) = matched([shop_order(state="cancelled")]).cases
        assert case.due_at is None

    def test_without_a_list_what_the_shop_has_shipped_needs_nothing(self) -> None:
        for proof in ({"fulfilled": True}, {"tracked": True}):
            assert matched([shop_order(**proof)], judge_absent=False).cases == ()
        assert len(matched([shop_order()], judge_absent=False).cases) == 1

    def test_its_own_tracking_counts_as_found(self) -> None:
        assert matched([shop_order(tracked=True)]).found == 1
        assert matched([shop_order(tracked=True)], judge_absent=False).found == 1
        assert matched([shop_order(fulfilled=True)], judge_absent=False).found == 0
        assert matched([shop_order(tracked=True, state="unpaid")], judge_absent=False).found == 0


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

    def test_orders_of_one_list_only_stay(self) -> None:
        assert {order.id for order in newest([tpop_order("T-1", as_of=ago(5)), tpop_order("T-2")])} == {"T-1", "T-2"}


class TestAskedOneByOne:
    def test_what_tpop_answers_joins_the_list(self) -> None:
        this = matching([shop_order()])
        this.add_found([tpop_order()])
        this.asked("5551042")
        (case,) = this.close().cases
        assert ([order.id for order in case.tpop], case.asked) == (["T-88001"], True)

    def test_what_was_known_stays_once(self) -> None:
        this = matching([shop_order()], [tpop_order()], watched=["5551042"])
        this.add_found([tpop_order(), tpop_order("T-2")])
        (case,) = this.close().cases
        assert [order.id for order in case.tpop] == ["T-2", "T-88001"]


class TestAloneAtTpop:
    def test_it_is_named_by_what_is_known_of_it(self) -> None:
        orphans = [tpop_order("T-1", "9"), lone("T-2", shop_order_id="777"), lone("T-3", manual=True)]
        found = matched([], orphans)
        assert {case.ref: case.number for case in found.cases} == {"tpop:T-1": "9", "777": "T-2", "tpop:T-3": "T-3"}
        assert {order.id for order in found.orphans} == {"T-1", "T-2", "T-3"}

    def test_two_of_one_shop_order_are_one_case(self) -> None:
        orphans = [lone("T-1", shop_order_id="777"), tpop_order("T-2", "9", shop_order_id="777")]
        assert pairs(matched([], orphans)) == {"777": ["T-1", "T-2"]}

    def test_an_open_finding_lends_its_name_while_the_shop_is_away(self) -> None:
        found = matched([], [tpop_order()], watched=["5551042"], known_refs={"1042": "5551042"})
        assert pairs(found) == {"5551042": ["T-88001"]}

    def test_never_the_name_of_an_order_that_was_read(self) -> None:
        stray = lone("T-9", shop_order_id="5551042")
        this = matching([shop_order(state="unpaid")])
        this.add_found([stray])
        assert pairs(this.close()) == {"tpop:T-9": ["T-9"]}


class TestTheBrakesCount:
    """How many of a list's orders met one of the shop's."""

    def count(self, found: Matched, channel: str = "http") -> tuple[int, int]:
        return found.pairing[channel].paired, found.pairing[channel].of

    def test_by_channel(self) -> None:
        theirs = [tpop_order(), tpop_order("T-2", "FR-88-1043"), tpop_order("T-3", "x", channel="inbox")]
        found = matched([shop_order(), shop_order("5551043")], theirs)
        assert self.count(found) == (1, 2)
        assert self.count(found, "inbox") == (0, 1)
        assert found.pairing["http"].samples == ["FR-88-1043"]

    def test_three_samples_at_most_by_the_best_name(self) -> None:
        theirs = [
            tpop_order("T-1", "R-1"),
            lone("T-2", shop_order_id="777"),
            tpop_order("T-3", "R-3"),
            tpop_order("T-4", "R-4"),
        ]
        assert matched([], theirs).pairing["http"].samples == ["R-1", "777", "R-3"]

    def test_manual_orders_do_not_count(self) -> None:
        assert "http" not in matched([], [lone("T-1", manual=True)]).pairing

    def test_orders_of_before_the_shops_start_do_not_count(self) -> None:
        about = expectation(start=ago(10))
        old, new = tpop_order("T-1", "1", created_at=ago(11)), tpop_order("T-2", "2", created_at=ago(9))
        assert self.count(matched([], [old, new], expectation=about)) == (0, 1)

    def test_nor_those_whose_shop_order_lies_before_the_window(self) -> None:
        """The hourly look reads four days of the shop; a list in the inbox may hold a month."""
        read = window(since=NOW - 4 * DAY)
        old = [tpop_order(f"T-{n}", str(n), created_at=NOW - n * DAY) for n in range(5, 30)]
        edge = tpop_order("T-30", "30", created_at=read.since + 2 * HOUR - MINUTE)
        assert self.count(matched([shop_order()], [tpop_order(), edge, *old], window=read)) == (1, 1)
        late = tpop_order("T-31", "31", created_at=read.since + 2 * HOUR)
        assert self.count(matched([shop_order()], [tpop_order(), late, *old], window=read)) == (1, 2)

    def test_an_order_without_a_time_counts(self) -> None:
        read = window(since=NOW - 4 * DAY)
        assert self.count(matched([], [tpop_order(created_at=None)], window=read)) == (0, 1)

    def test_what_is_kept_for_judging_counts_as_paired(self) -> None:
        blocked = tpop_order(status="blocked")
        assert self.count(matched([shop_order()], [blocked])) == (1, 1)


class TestConservation:
    def test_every_shop_order_once_every_tpop_order_once(self) -> None:
        shop = [
            shop_order("1", "A"),
            shop_order("2", "B", lines=(shop_line(MUG, 2),)),
            shop_order("3", "C"),
            shop_order("4", "D", state="unpaid"),
            shop_order("5", "E", created_at=NOW),
        ]
        theirs = [tpop_order("T-1", "A"), tpop_order("T-2", "B"), tpop_order("T-9", "Z")]
        found = matched(shop, theirs)
        assert set(found.standings) == {"1", "2", "3", "4", "5"}
        assert [case.ref for case in found.cases] == ["2", "3", "tpop:T-9"]
        assert (found.cleared, found.found) == (1, 2)
        assert found.numbers == {"1": "A", "2": "B", "3": "C", "4": "D", "5": "E"}

    def test_lines_that_nobody_can_compare_are_counted_once(self) -> None:
        shop = [
            shop_order("1", "A"),
            shop_order("2", "B", lines=None),
            shop_order("3", "C", lines=(shop_line(""),)),
            shop_order("4", "D", lines=(shop_line(MUG, 2),)),
        ]
        theirs = [tpop_order(f"T-{number}", number) for number in "ABCD"]
        theirs[0] = tpop_order("T-A", "A", lines=None, recipient=None)
        assert matched(shop, theirs).uncompared == 3
        blocked = [order._replace(status="blocked") for order in theirs]
        assert matched(shop, blocked).uncompared == 3

    def test_lines_are_compared_over_all_tpop_orders(self) -> None:
        halves = [tpop_order("T-1", lines=(TpopLine(MUG, 1),)), tpop_order("T-2", lines=(TpopLine("", 1),))]
        assert matched([shop_order(lines=(shop_line(MUG, 2),))], halves).uncompared == 1
