"""Look before you accuse: who is asked for what, how often, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from core.model import ShopOrder, ShopPull, TpopLine, Window
from tests.builders import (
    MUG,
    TEE,
    ago,
    finding,
    mention,
    remembered,
    shop_line,
    shop_order,
    tpop_order,
)
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import (
    ALL,
    AWAY,
    BLOCKED,
    PAIRED,
    HiddenTpop,
    found,
    seen,
    settings,
)

MANY = [shop_order(str(5550000 + n), str(n)) for n in range(40)]


class TestLookBeforeYouAccuse:
    def test_thirty_are_asked_for_at_most(self) -> None:
        tpop = FakeTpop(ALL)
        one = seen([*MANY, *PAIRED], tpop)
        assert len(tpop.asked) == 30
        assert one.look.confirmed == 30
        assert len([check for _, check in found(one) if check == "missing-at-tpop"]) == 40

    def test_as_many_as_the_policy_says(self) -> None:
        tpop = FakeTpop(ALL)
        seen([*MANY, *PAIRED], tpop, of=settings(lookups_max=7))
        assert len(tpop.asked) == 7

    def test_what_is_found_is_not_missing(self) -> None:
        tpop = HiddenTpop(ALL, hidden=[tpop_order()])
        one = seen([shop_order(), *PAIRED], tpop)
        assert (found(one), tpop.asked, one.look.confirmed) == (set(), ["1042"], 0)
        assert one.look.orders.found == 61
        assert one.look.can_clear

    def test_what_is_found_is_judged(self) -> None:
        one = seen([shop_order(), *PAIRED], HiddenTpop(ALL, hidden=[BLOCKED]))
        assert found(one) == {("5551042", "blocked-payment")}

    def test_under_its_own_id_too(self) -> None:
        plain = shop_order("1042")
        tpop = HiddenTpop([], hidden=[tpop_order("T-1", "", shop_order_id="1042")], complete=False)
        bag = plain._replace(lines=(shop_line(MUG), shop_line(TEE)))
        assert found(seen([bag], tpop, remembered(finding(ref="1042")))) == {
            ("1042", "missing-line"),
            ("source:http", "source-partial"),
        }

    def test_nobody_is_asked_for_what_is_not_due_or_has_its_tracking(self) -> None:
        tpop = FakeTpop(ALL)
        watched = [remembered(finding("blocked-payment", ref)) for ref in ("1", "2")]
        seen([shop_order("1", state="unpaid"), shop_order("2", tracked=True), *PAIRED], tpop, *watched)
        assert tpop.asked == []

    def test_the_oldest_are_asked_for_first(self) -> None:
        tpop = FakeTpop(ALL)
        made = {"1": ago(5), "2": ago(9), "3": ago(7)}
        seen([*(shop_order(id, id, created_at=at) for id, at in made.items()), *PAIRED], tpop)
        assert tpop.asked == ["2", "3", "1"]

    def test_where_nobody_can_be_asked_nothing_is_confirmed(self) -> None:
        one = seen([shop_order(), *PAIRED], FakeTpop(ALL, askable=False))
        assert (found(one), one.look.confirmed) == ({("5551042", "missing-at-tpop")}, 0)

    def test_where_asking_fails_the_list_still_stands(self) -> None:
        class Mute(FakeTpop):
            def lookup(self, reference: str) -> None:
                raise AWAY

        one = seen([shop_order(), *PAIRED], Mute(ALL))
        (news,) = one.look.news
        assert news.finding is not None
        assert (news.item.check, news.finding.evidence["asked_for_it"]) == ("missing-at-tpop", False)
        assert one.look.confirmed == 0

    def test_an_answer_about_another_order_is_not_silence(self) -> None:
        """TPOP knows this number as an id of somebody else's: it did not say that it has nothing."""
        other = tpop_order("T-9", "", shop_order_id="1042")
        one = seen([shop_order(), *PAIRED], HiddenTpop(ALL, hidden=[other]))
        news = next(news for news in one.look.news if news.item.check == "missing-at-tpop")
        assert news.finding is not None
        assert news.finding.evidence["asked_for_it"] is False
        assert one.look.confirmed == 0

    def test_open_findings_are_asked_for_first(self) -> None:
        tpop = FakeTpop(ALL)
        seen([*MANY, *PAIRED], tpop, remembered(finding(ref="5550039", number="39")))
        assert tpop.asked[0] == "39"

    @pytest.mark.parametrize("status", ["blocked", "cancelled"])
    def test_what_only_a_mail_accuses_is_asked_for(self, status: str) -> None:
        tpop = FakeTpop(ALL, complete=False)
        seen([*PAIRED, shop_order()], tpop, mails=[mention(status)])
        assert tpop.asked == ["1042"]
        tpop = FakeTpop(ALL, complete=False)
        seen([*PAIRED, shop_order()], tpop, mails=[mention("open")])
        assert tpop.asked == []

    def test_so_is_what_nothing_proves(self) -> None:
        """A page failed, and the production time is over."""
        for hours, asked in ((24 * 20, ["1042"]), (24 * 3, [])):
            tpop = FakeTpop(ALL, complete=False)
            seen([*PAIRED, shop_order(created_at=ago(hours))], tpop)
            assert tpop.asked == asked

    def test_a_cancelled_one_is_asked_for_where_another_may_have_taken_its_place(self) -> None:
        dead = tpop_order(status="cancelled")
        tpop = HiddenTpop([dead, *ALL], complete=False, hidden=[tpop_order("T-2")])
        assert found(seen([shop_order(), *PAIRED], tpop)) == {("source:http", "source-partial")}
        alone = HiddenTpop([dead, *ALL], complete=False)
        assert ("5551042", "cancelled-only-at-tpop") in found(seen([shop_order(), *PAIRED], alone))
        silent = FakeTpop([dead, *ALL], complete=False, askable=False)
        one = seen([shop_order(), *PAIRED], silent)
        assert ("5551042", "cancelled-only-at-tpop") not in found(one)
        assert (one.look.orders.unknown_fate, one.look.orders.found) == (1, 60)


class TestMissingLineOnAPartOfTheList:
    BAG = shop_order(lines=(shop_line(MUG), shop_line(TEE)))

    def test_only_once_tpop_was_asked(self) -> None:
        for askable, told in ((True, True), (False, False)):
            tpop = FakeTpop([tpop_order(), *ALL], complete=False, askable=askable)
            one = seen([self.BAG, *PAIRED], tpop)
            assert (("5551042", "missing-line") in found(one)) is told
            assert tpop.asked == (["1042"] if askable else [])
            assert one.look.confirmed == 0

    @pytest.mark.parametrize(("units", "asked"), [(1, ["1042"]), (2, []), (3, [])])
    def test_too_few_are_asked_for_too_many_are_not(self, units: int, asked: list[str]) -> None:
        tpop = FakeTpop([tpop_order(lines=(TpopLine(MUG, units),)), *ALL], complete=False)
        seen([shop_order(lines=(shop_line(MUG, 2),)), *PAIRED], tpop)
        assert tpop.asked == asked

    def test_not_where_the_answer_brings_the_rest(self) -> None:
        rest = tpop_order("T-2", lines=(TpopLine(TEE, 1),))
        tpop = HiddenTpop([tpop_order(), *ALL], complete=False, hidden=[rest])
        assert ("5551042", "missing-line") not in found(seen([self.BAG, *PAIRED], tpop))

    def test_on_a_whole_list_nobody_is_asked(self) -> None:
        tpop = FakeTpop([tpop_order(), *ALL])
        assert ("5551042", "missing-line") in found(seen([self.BAG, *PAIRED], tpop))
        assert tpop.asked == []


class TestOrdersThatOnlyTpopKnows:
    def test_the_shop_is_asked_for_them_its_bin_too(self) -> None:
        binned = shop_order(state="cancelled", created_at=ago(24 * 60))
        shop = FakeShop([binned, *PAIRED])
        by_id = tpop_order("T-1", "", shop_order_id="5551042")
        one = seen(shop, [by_id, *ALL])
        assert shop.asked == ["5551042"]
        assert found(one) == {("5551042", "cancelled-only-in-shop")}

    def test_not_for_manual_ones_nor_for_what_is_over(self) -> None:
        shop = FakeShop(PAIRED)
        over = [tpop_order("T-1", "1", status="shipped"), tpop_order("T-2", "2", status="cancelled")]
        seen(shop, [*over, tpop_order("T-3", "", manual=True), *ALL])
        assert shop.asked == []

    def test_a_stranger_whose_id_is_that_number_is_left_alone(self) -> None:
        """The number 1042 is not the id 1042: that is an order of two years ago."""
        stranger = shop_order("1042", "17", created_at=ago(24 * 700))
        one = seen(FakeShop([stranger, *PAIRED]), [tpop_order(), *ALL])
        assert (one.look.orders.shop, one.look.orders.unknown_fate, found(one)) == (60, 0, set())

    def test_one_that_the_shops_own_list_left_out_makes_it_doubtful(self) -> None:
        """Asked for by id the shop has it, though its list of that time did not show it: what else did it leave out?"""

        class Filtered(FakeShop):
            def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
                return super().pull(window, lambda page: take([one for one in page if one.id != "1042"]))

        hidden = shop_order("1042", "1042")
        one = seen(Filtered([hidden, *PAIRED]), [tpop_order(), *ALL])
        assert (one.look.state, one.look.can_clear) == ("partial", False)
        assert [trouble.kind for _, trouble in one.look.troubles] == ["rows_differ"]
        assert one.look.orders.found == 61
        binned = seen(Filtered([hidden._replace(state="cancelled"), *PAIRED]), [tpop_order(status="shipped"), *ALL])
        assert binned.look.state == "complete"

    def test_one_whose_id_is_its_number_is_taken(self) -> None:
        plain = shop_order("1042", "1042", created_at=ago(24 * 60))
        one = seen(FakeShop([plain, *PAIRED]), [tpop_order(status="blocked"), *ALL])
        assert found(one) == {("1042", "blocked-unexplained")}
