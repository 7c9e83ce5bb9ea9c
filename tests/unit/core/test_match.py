"""Who meets whom: two namespaces, the id before the number, and what is cleared at once."""

from __future__ import annotations

import pytest

from core.expect import Expectation
from core.match import Matched, Matching
from core.model import TpopOrder
from core.policy import Policy
from tests.builders import (
    HOUR,
    MUG,
    NOW,
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
        both = tpop_order(shop_order_id="5551042")
        assert matched([shop_order()], [both]).cleared == 1
        assert pairs(matched([shop_order()], [both], watched=["5551042"])) == {"5551042": ["T-88001"]}

    def test_one_by_id_and_one_by_number_are_both_its(self) -> None:
        """A late order typed in by hand: neither hides the other."""
        theirs = [lone("T-1", shop_order_id="5551042"), tpop_order("T-2")]
        assert pairs(matched([shop_order()], theirs)) == {"5551042": ["T-1", "T-2"]}

    def test_without_a_time_the_lists_own_counts(self) -> None:
        theirs = [tpop_order("T-1", created_at=None), tpop_order("T-2", created_at=ago(3))]
        assert pairs(matched([shop_order()], theirs)) == {"5551042": ["T-2", "T-1"]}

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

    def test_never_where_two_lists_disagree(self) -> None:
        """The newest list's word would do; but that an older one said otherwise has to be told."""
        lists = [tpop_order(), tpop_order(status="production", as_of=NOW - HOUR)]
        assert matched([shop_order()], lists).cleared == 0

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

    def test_closed_in_the_shop_or_not(self) -> None:
        for proof in ({"fulfilled": True}, {"tracked": True}):
            assert len(matched([shop_order(**proof)]).cases) == 1

    def test_what_is_not_expected_needs_nothing(self) -> None:
        for ours in ({"state": "unpaid"}, {"state": "cancelled", "paid_at": None}, {"created_at": NOW}):
            assert matched([shop_order(**ours)]).cases == ()

    def test_a_paid_order_that_was_cancelled_is_a_case(self) -> None:
        (case,) = matched([shop_order(state="cancelled")]).cases
        assert case.due_at is None

    def test_without_a_list_what_bears_tracking_needs_nothing(self) -> None:
        """Closed without, it may have been a hand: that is asked about."""
        assert matched([shop_order(tracked=True)], judge_absent=False).cases == ()
        for other in ({}, {"fulfilled": True}):
            assert len(matched([shop_order(**other)], judge_absent=False).cases) == 1

    def test_its_own_tracking_counts_as_found(self) -> None:
        assert matched([shop_order(tracked=True)]).found == 1
        assert matched([shop_order(tracked=True)], judge_absent=False).found == 1
        assert matched([shop_order(fulfilled=True)], judge_absent=False).found == 0
        assert matched([shop_order(tracked=True, state="unpaid")], judge_absent=False).found == 0


class TestClosings:
    """How the expected orders that no list shows were closed in the shop."""

    @pytest.mark.parametrize("judge_absent", [True, False])
    def test_with_tracking_or_by_hand(self, judge_absent: bool) -> None:
        shop = [
            *(shop_order(f"1{n}", tracked=True, fulfilled=n > 1) for n in range(3)),
            *(shop_order(f"2{n}", fulfilled=True) for n in range(2)),
            shop_order("30"),
            shop_order("40", tracked=True, state="unpaid"),
            shop_order("50", fulfilled=True, state="cancelled"),
        ]
        assert matched(shop, judge_absent=judge_absent).closings == (3, 2)

    def test_also_of_orders_that_a_list_shows(self) -> None:
        shop = [shop_order(tracked=True, fulfilled=True), shop_order("5551043", fulfilled=True)]
        theirs = [tpop_order(), tpop_order("T-2", "1043", status="blocked")]
        assert matched(shop, theirs).closings == (1, 1)
        assert matched(shop, theirs).written_back == 0


class TestRecall:
    """A mail has something to say of an order that had been cleared."""

    def test_it_is_judged_after_all_and_counted_once(self) -> None:
        for lines, uncompared in ((tpop_order().lines, 0), (None, 1)):
            this = matching([shop_order()], [tpop_order(lines=lines)], recallable=True)
            this.recall(["5551042", "5551042", "nobodys"])
            done = this.close()
            assert pairs(done) == {"5551042": ["T-88001"]}
            assert (done.cleared, done.found, done.uncompared) == (0, 1, uncompared)
            assert done.pairing["http"].paired == 1

    def test_what_the_shop_had_shipped(self) -> None:
        this = matching([shop_order(tracked=True)], judge_absent=False, recallable=True)
        this.recall(["5551042"])
        done = this.close()
        assert (len(done.cases), done.found, done.closings) == (1, 1, (1, 0))

    def test_the_last_word_of_the_shop_counts(self) -> None:
        this = matching([shop_order()], [tpop_order()], recallable=True)
        this.take([shop_order(status="completed")])
        this.recall(["5551042"])
        assert this.close().cases[0].shop[0].status == "completed"

    def test_only_where_the_orders_are_at_hand(self) -> None:
        this = matching([shop_order()], [tpop_order()])
        this.recall(["5551042"])
        assert this.close().cleared == 1


def test_a_number_that_two_orders_share_is_nobodys() -> None:
    this = matching([shop_order("1", "A"), shop_order("2", "B"), shop_order("3", "A")])
    assert this.references() == {"B": "2"}


class TestAskedOneByOne:
    def test_what_tpop_answers_joins_the_list(self) -> None:
        this = matching([shop_order()])
        this.add_found([tpop_order()])
        this.asked("5551042")
        (case,) = this.close().cases
        assert ([order.id for order in case.tpop], case.asked) == (["T-88001"], True)

    def test_what_has_been_read_and_what_has_met_nothing_so_far(self) -> None:
        this = matching([shop_order()], [tpop_order(), tpop_order("T-2", "9")])
        assert (this.read("5551042"), this.read("9")) == (True, False)
        assert [order.id for order in this.orphans()] == ["T-2"]
        this.take([shop_order("9", "9", state="cancelled")])
        assert this.orphans() == []

    def test_what_was_known_stays_once(self) -> None:
        this = matching([shop_order()], [tpop_order()], watched=["5551042"])
        this.add_found([tpop_order(), tpop_order("T-2")])
        (case,) = this.close().cases
        assert [order.id for order in case.tpop] == ["T-2", "T-88001"]


def test_a_reference_that_is_no_number_is_never_told() -> None:
    """A merchant may have typed a customer's name where TPOP asks for a reference."""
    for typed in ("Mme Dupont Claire", "Dupont", "12 rue de Rivoli"):
        matching = Matching(Expectation(Policy(), NOW), [tpop_order("T-9", typed, manual=True)], (), True)
        (alone,) = matching.close().cases
        assert alone.number == "T-9"
