"""Whose silence counts: coverage, age and the brake decide; and whose fate nobody knows."""

from __future__ import annotations

import pytest

from core.checks.contract import SourceSight
from core.lookout import assess, expected_count, silences, situate, unlooked
from core.match import Matched, Paired
from core.model import Coverage
from core.policy import Policy
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    NOW,
    PARIS,
    ago,
    coverage,
    matched,
    shop_order,
    sight,
    situation,
    tpop_order,
    window,
)

SHOP = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop"))


def counted(one: Coverage, pairing: Paired | None = None, **policy: float) -> bool:
    pairs = {one.source: pairing} if pairing else {}
    return silences([one], pairs, Policy(**policy), NOW) == (one,)  # type: ignore[arg-type]


class TestWhoseSilenceCounts:
    def test_a_whole_fresh_list(self) -> None:
        assert counted(coverage())

    @pytest.mark.parametrize(
        "one",
        [
            coverage(complete=False),
            coverage(window=None),
            coverage(as_of=None),
            coverage("woocommerce", "shop"),
        ],
        ids=["not whole", "says no window", "says no time", "the shop's side"],
    )
    def test_not(self, one: Coverage) -> None:
        assert not counted(one)

    def test_fresh_to_the_minute(self) -> None:
        assert counted(coverage(as_of=ago(26)))
        assert not counted(coverage(as_of=ago(26) - MINUTE))
        assert not counted(coverage(as_of=ago(3) - MINUTE), stale_hours=3)

    def test_not_under_the_brake(self) -> None:
        assert counted(coverage(), Paired(2, 1))
        assert not counted(coverage(), Paired(3, 1))
        assert counted(coverage(), Paired(3, 1), pairing_share=0.3)

    def test_each_list_by_itself(self) -> None:
        good, bad = coverage("good"), coverage("bad")
        assert silences([bad, good], {"bad": Paired(9, 0)}, Policy(), NOW) == (good,)


class TestSituate:
    def test_what_the_checks_may_know(self) -> None:
        one = matched([shop_order()])
        here = situate(one, [SHOP, sight()], policy=Policy(), now=NOW, zone=PARIS, daily=False)
        assert (here.lists, here.has_list, here.list_fresh, here.shop_whole, here.daily) == (
            (coverage(),),
            True,
            True,
            True,
            False,
        )
        assert here.standings is one.standings

    def test_no_list_at_all(self) -> None:
        here = situate(matched(), [SHOP], policy=Policy(), now=NOW, zone=PARIS)
        assert (here.lists, here.has_list, here.list_fresh) == ((), False, False)

    def test_a_list_that_is_away_is_a_list_all_the_same(self) -> None:
        here = situate(matched(), [SHOP, sight(coverage=None)], policy=Policy(), now=NOW, zone=PARIS)
        assert (here.lists, here.has_list, here.list_fresh) == ((), True, False)

    def test_a_list_whose_silence_means_nothing_is_not_fresh(self) -> None:
        """Else a cancellation would count on a list that cannot show the order it is about."""
        for one in (coverage(window=None), coverage(as_of=ago(48)), coverage(complete=False)):
            assert not situate(matched(), [sight(coverage=one)], policy=Policy(), now=NOW, zone=PARIS).list_fresh
        odd = matched([shop_order()], [tpop_order(reference="FR-88")])
        assert not situate(odd, [SHOP, sight()], policy=Policy(), now=NOW, zone=PARIS).list_fresh

    def test_the_shop_is_whole_only_where_it_was_read_whole(self) -> None:
        for shop in (
            sight("w", "shop", coverage=None),
            sight("w", "shop", coverage=coverage("w", "shop", complete=False)),
        ):
            assert not situate(matched(), [shop, sight()], policy=Policy(), now=NOW, zone=PARIS).shop_whole


class TestUnlooked:
    def numbers(self, found: Matched, *lists: Coverage) -> list[str]:
        return [case.number for case in unlooked(found, situation(lists=lists))]

    def test_due_not_shown_and_no_list_to_vouch(self) -> None:
        assert self.numbers(matched([shop_order()])) == ["1042"]
        assert self.numbers(matched([shop_order()]), coverage()) == []
        assert self.numbers(matched([shop_order()]), coverage(as_of=MADE + 2 * HOUR - MINUTE)) == ["1042"]

    def test_oldest_first(self) -> None:
        shop = [shop_order("1", "A", created_at=ago(4)), shop_order("2", "B", created_at=ago(9))]
        assert self.numbers(matched(shop)) == ["B", "A"]

    def test_not_what_tpop_shows_nor_what_is_not_expected(self) -> None:
        assert self.numbers(matched([shop_order()], [tpop_order(status="blocked")])) == []
        assert self.numbers(matched([shop_order(state="cancelled")])) == []

    def test_not_what_the_shop_has_the_tracking_of(self) -> None:
        assert self.numbers(matched([shop_order(tracked=True)])) == []

    def test_a_cancelled_one_where_another_may_stand_unseen(self) -> None:
        dead = matched([shop_order()], [tpop_order(status="cancelled")])
        assert self.numbers(dead) == ["1042"]
        assert self.numbers(dead, coverage(window=window(since=MADE))) == []
        assert self.numbers(dead, coverage(window=window(since=MADE + MINUTE))) == ["1042"]
        alive = matched([shop_order()], [tpop_order(status="cancelled"), tpop_order("T-2")])
        assert self.numbers(alive) == []


class TestAssess:
    def test_under_the_brake_nobody_is_missing(self) -> None:
        """References that cannot be read: every order looks missing, and none is called so."""
        shop = [shop_order(str(n)) for n in range(5550, 5560)]
        theirs = [tpop_order(f"T-{n}", f"FR-88-{n}") for n in range(5550, 5560)]
        _, judged = assess(matched(shop, theirs), [SHOP, sight()], [], policy=Policy(), now=NOW, zone=PARIS)
        assert {check for _, check, _ in judged.findings} == {"references-unreadable"}
        # One that pairs more than half lifts it.
        good = [order._replace(reference=order.reference[-4:]) for order in theirs[:5]]
        _, judged = assess(
            matched(shop, [*good, *theirs[5:]]), [SHOP, sight()], [], policy=Policy(), now=NOW, zone=PARIS
        )
        assert {check for _, check, _ in judged.findings} == {"missing-at-tpop"}

    def test_what_came_since_makes_a_list_stale(self) -> None:
        old = sight(coverage=coverage(as_of=ago(4)))
        shop = [shop_order(created_at=ago(3), number="1061")]
        _, judged = assess(matched(shop), [SHOP, old], [], policy=Policy(), now=NOW, zone=PARIS)
        (one,) = judged.findings.values()
        assert (one.check, one.evidence["orders_since"]) == ("source-stale", 1)
        _, judged = assess(
            matched([shop_order(created_at=NOW - DAY)]), [SHOP, old], [], policy=Policy(), now=NOW, zone=PARIS
        )
        assert {one.check for one in judged.findings.values()} == {"missing-at-tpop"}


def test_expected_count() -> None:
    shop = [shop_order("1"), shop_order("2", state="unpaid"), shop_order("3"), shop_order("4")]
    assert expected_count(matched(shop)) == 3


class TestMailsAreNoList:
    MAILS = sight("tpop-mail", coverage=coverage("tpop-mail"), grade="mentioned")

    def test_whatever_they_cover(self) -> None:
        here = situate(matched(), [SHOP, self.MAILS], policy=Policy(), now=NOW, zone=PARIS)
        assert (here.lists, here.has_list, here.list_fresh, here.list_out) == ((), False, False, False)

    def test_a_box_that_is_out_may_hold_what_is_asked_for(self) -> None:
        out = sight("tpop-mail", coverage=None, grade="mentioned")
        assert situate(matched(), [SHOP, out], policy=Policy(), now=NOW, zone=PARIS).list_out


class TestAListThatIsOut:
    def out(self, *sights: SourceSight, found: Matched | None = None) -> bool:
        return situate(found or matched(), [SHOP, *sights], policy=Policy(), now=NOW, zone=PARIS).list_out

    def test_not_read_or_not_to_be_understood(self) -> None:
        assert self.out(sight(coverage=None))
        assert self.out(sight(), sight("inbox", coverage=None))
        odd = matched([shop_order()], [tpop_order(reference="FR-88")])
        assert self.out(sight(), found=odd)

    def test_not_where_it_is_only_old_or_in_part(self) -> None:
        for one in (coverage(), coverage(as_of=ago(99)), coverage(complete=False), coverage(as_of=None)):
            assert not self.out(sight(coverage=one))


def test_what_else_a_situation_holds() -> None:
    one = matched([shop_order(tracked=True)])
    here = situate(one, [SHOP], policy=Policy(), now=NOW, zone=PARIS, told_missing=frozenset({"7"}))
    assert (here.closings, here.told_missing) == ((1, 0), {"7"})
