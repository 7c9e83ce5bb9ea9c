"""Nothing is lost: what stands alone at TPOP, what the brake counts, and numbers that add up."""

from __future__ import annotations

import pytest

from core.match import Matched
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


class TestAloneAtTpop:
    def test_it_is_named_by_what_is_known_of_it(self) -> None:
        orphans = [tpop_order("T-1", "9"), lone("T-2", shop_order_id="777"), lone("T-3", manual=True)]
        found = matched([], orphans)
        assert {case.ref: case.number for case in found.cases} == {"tpop:T-1": "9", "777": "T-2", "tpop:T-3": "T-3"}
        assert {order.id for order in found.orphans} == {"T-1", "T-2", "T-3"}

    @pytest.mark.parametrize("typed", ["Camille Exemple", "Camille", "1042 pour Camille", "1" * 31])
    def test_what_may_be_somebodys_name_is_not_told(self, typed: str) -> None:
        """A reference that met no order may be anything a merchant typed."""
        (case,) = matched([], [tpop_order(reference=typed)]).cases
        assert case.number == "T-88001"
        assert matched([], [tpop_order(reference=typed)]).pairing["http"].samples == ["T-88001"]

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
            lone("T-3"),
            tpop_order("T-4", "R-4"),
        ]
        assert matched([], theirs).pairing["http"].samples == ["R-1", "777", "T-3"]

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

    def test_nor_those_of_before_what_the_shop_shows_once_that_is_known(self) -> None:
        """Asked for thirty days, the shop shows ten: what TPOP has from before cannot have met anything."""
        shown = window(since=NOW - 10 * DAY)
        old = [tpop_order(f"T-{n}", str(n), created_at=NOW - n * DAY) for n in range(11, 30)]
        edge = tpop_order("T-30", "30", created_at=shown.since + 2 * HOUR - MINUTE)
        late = tpop_order("T-31", "31", created_at=shown.since + 2 * HOUR)
        this = matching([shop_order()], [tpop_order(), edge, late, *old], window=window())
        assert self.count(this.close()) == (1, 22)
        this.narrow(shown)
        assert self.count(this.close()) == (1, 2)

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

    def test_what_is_not_expected_or_not_alive_is_not_compared_and_not_missed(self) -> None:
        """Kept for another reason (it is watched, it is blocked): its lines were nobody's question."""
        recent, dead = shop_order(created_at=NOW - HOUR), shop_order()
        assert matched([recent], [tpop_order(lines=None)], watched=["5551042"]).uncompared == 0
        assert matched([dead], [tpop_order(lines=None, status="cancelled")]).uncompared == 0
        assert matched([dead], [tpop_order(lines=None, status="blocked")]).uncompared == 1

    def test_lines_are_compared_over_all_tpop_orders(self) -> None:
        halves = [tpop_order("T-1", lines=(TpopLine(MUG, 1),)), tpop_order("T-2", lines=(TpopLine("", 1),))]
        assert matched([shop_order(lines=(shop_line(MUG, 2),))], halves).uncompared == 1
