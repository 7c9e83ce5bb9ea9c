"""One look at one shop: nothing is called missing without ground, and nothing fine that nobody looked at."""

from __future__ import annotations

import pytest

from core.errors import SourceError
from core.model import TpopLine, Trouble, Unreadable
from handlers.event import Asked
from handlers.look import failed
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    MUG,
    NOW,
    TEE,
    ago,
    finding,
    past,
    remembered,
    shop_line,
    shop_order,
    tpop_order,
)
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import WELL, HiddenTpop, after, ended, found, seen, settings

AWAY = SourceError("unreachable", "no answer")
MANY = [shop_order(str(5550000 + n), str(n)) for n in range(40)]
ALL = [tpop_order(f"T-{n}", str(n)) for n in range(2000, 2060)]
PAIRED = [shop_order(str(5550000 + n), str(n)) for n in range(2000, 2060)]
"""Sixty orders that pair: without them the brake would be on."""
BLOCKED = tpop_order(status="blocked", block_reason="payment")


class TestAllClear:
    def test_a_sound_shop(self) -> None:
        one = seen([shop_order()], [tpop_order()]).look
        assert (one.state, one.can_clear, one.news) == ("complete", True, ())
        assert (one.orders.shop, one.orders.expected, one.orders.found, one.orders.tpop) == (1, 1, 1, 1)

    @pytest.mark.parametrize(
        "tpop",
        [
            FakeTpop([tpop_order()], complete=False),
            FakeTpop([tpop_order()], says_window=False),
            FakeTpop([tpop_order()], as_of=ago(27)),
            FakeTpop([tpop_order()], troubles=(Trouble("page_failed"),)),
            FakeTpop([tpop_order()], unreadable=(Unreadable("T-2", "status", "x"),)),
            FakeTpop([tpop_order(status="unknown")]),
            FakeTpop([tpop_order(reference="FR-1042")]),
            FakeTpop(fails=AWAY),
            None,
        ],
        ids=[
            "not whole",
            "says no window",
            "stale",
            "a page failed",
            "an order unreadable",
            "a word nobody knows",
            "references unreadable",
            "away",
            "no list",
        ],
    )
    def test_never_where_tpop_was_not_wholly_seen(self, tpop: FakeTpop | None) -> None:
        one = seen([shop_order()], tpop).look
        assert not one.can_clear
        assert one.state != "complete" or one.news

    @pytest.mark.parametrize(
        "shop",
        [
            FakeShop([shop_order()], complete=False),
            FakeShop([shop_order()], troubles=(Trouble("page_failed"),)),
            FakeShop([shop_order()], unreadable=(Unreadable("9", "date", "x"),)),
            FakeShop(fails=AWAY),
        ],
        ids=["not whole", "a page failed", "an order unreadable", "away"],
    )
    def test_never_where_the_shop_was_not_wholly_seen(self, shop: FakeShop) -> None:
        assert not seen(shop, [tpop_order()]).look.can_clear

    def test_not_with_something_open_looked_at_or_not(self) -> None:
        item = remembered(finding("blocked-payment", "tpop:T-9"))
        assert not seen([shop_order()], [tpop_order()], item).look.can_clear

    def test_an_order_found_in_a_word_nobody_knows(self) -> None:
        """The list was whole and clean; the word came with the answer to a question."""
        strange = HiddenTpop(ALL, hidden=[tpop_order(status="unknown")])
        one = seen([shop_order(), *PAIRED], strange).look
        assert (one.state, one.can_clear) == ("partial", False)


class TestAbsence:
    def test_it_is_said_under_a_whole_list(self) -> None:
        one = seen([shop_order(), *PAIRED], ALL)
        assert found(one) == {("5551042", "missing-at-tpop")}
        assert (one.look.orders.expected, one.look.orders.found, one.look.orders.unknown_fate) == (61, 60, 0)
        assert one.look.confirmed == 1

    @pytest.mark.parametrize(
        "more",
        [{"complete": False}, {"says_window": False}, {"as_of": ago(27)}, {"as_of": MADE + 2 * HOUR - MINUTE}],
        ids=["not whole", "no window", "stale", "as of before its grace was over"],
    )
    def test_and_under_no_other(self, more: dict[str, object]) -> None:
        one = seen([shop_order(), *PAIRED], FakeTpop(ALL, askable=False, **more))  # type: ignore[arg-type]
        assert "missing-at-tpop" not in {check for _, check in found(one)}
        assert one.look.orders.unknown_fate == 1
        assert one.look.unlooked == ("1042",)

    def test_under_the_brake_the_references_are_told_instead(self) -> None:
        odd = [order._replace(reference=f"FR-{order.reference}") for order in ALL]
        one = seen(PAIRED, FakeTpop(odd, askable=False))
        assert found(one) == {("source:http", "references-unreadable")}
        assert one.look.orders.unknown_fate == 60

    def test_a_list_some_minutes_old_is_no_cause_for_alarm(self) -> None:
        """Due while the list was made: too recent, and named by its number."""
        fresh = shop_order(created_at=ago(2) - MINUTE)
        one = seen([fresh, *PAIRED], FakeTpop(ALL, as_of=NOW - 5 * MINUTE))
        assert (found(one), one.look.orders.unknown_fate) == (set(), 0)
        assert one.look.too_recent == ("1042",)
        assert (one.look.orders.excluded, one.look.orders.expected) == ({"too recent": 1}, 60)
        assert one.look.can_clear

    def test_too_recent_by_number_not_by_id(self) -> None:
        one = seen([shop_order(created_at=NOW - HOUR), *PAIRED], ALL)
        assert one.look.too_recent == ("1042",)

    def test_what_was_tracked_is_found(self) -> None:
        one = seen([shop_order(tracked=True), *PAIRED], ALL)
        assert (found(one), one.look.orders.found, one.look.can_clear) == (set(), 61, True)


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

    def test_not_where_the_answer_brings_the_rest(self) -> None:
        rest = tpop_order("T-2", lines=(TpopLine(TEE, 1),))
        tpop = HiddenTpop([tpop_order(), *ALL], complete=False, hidden=[rest])
        assert ("5551042", "missing-line") not in found(seen([self.BAG, *PAIRED], tpop))

    def test_on_a_whole_list_nobody_is_asked(self) -> None:
        tpop = FakeTpop([tpop_order(), *ALL])
        assert ("5551042", "missing-line") in found(seen([self.BAG, *PAIRED], tpop))
        assert tpop.asked == []


class TestTheShopIsDown:
    DOWN = FakeShop(fails=AWAY)

    def test_what_stands_blocked_is_told_all_the_same(self) -> None:
        one = seen(self.DOWN, [BLOCKED, *ALL])
        assert found(one) == {("tpop:T-88001", "blocked-payment"), ("source:woocommerce", "source-unreachable")}
        assert one.look.state == "partial"

    def test_under_the_name_it_was_told_by(self) -> None:
        """Known since yesterday: neither told again nor resolved."""
        item = remembered(finding("blocked-payment"))
        one = seen(self.DOWN, [BLOCKED], item)
        (news,) = [news for news in one.look.news if news.item.check == "blocked-payment"]
        assert (news.item.ref, news.status) == ("5551042", "open")

    def test_and_under_the_one_it_got_meanwhile(self) -> None:
        """First seen while the shop was down; when it is back, it is one fault, not a new one and an end."""
        down = seen(self.DOWN, [BLOCKED])
        back = seen([shop_order()], [BLOCKED], after(down), now=NOW + HOUR)
        blocked = [news for news in back.look.news if news.item.check == "blocked-payment"]
        assert [(news.item.ref, news.status) for news in blocked] == [("tpop:T-88001", "open")]
        paid = seen([shop_order()], [tpop_order(as_of=NOW + 2 * HOUR)], after(back, after(down)), now=NOW + 2 * HOUR)
        assert ("tpop:T-88001", "blocked-payment") in ended(paid)

    @pytest.mark.parametrize(
        "check", ["missing-line", "quantity-differs", "address-differs", "cancelled-only-in-shop", "unreadable-order"]
    )
    def test_nothing_of_the_shops_side_is_called_resolved(self, check: str) -> None:
        one = seen(self.DOWN, [tpop_order()], remembered(finding(check)))
        (news,) = [news for news in one.look.news if news.item.check == check]
        assert (news.item.status, news.looked) == ("open", False)

    def test_no_reference_is_called_unreadable(self) -> None:
        assert "references-unreadable" not in {check for _, check in found(seen(self.DOWN, ALL))}
        part = FakeShop([PAIRED[0]], complete=False)
        assert "references-unreadable" not in {check for _, check in found(seen(part, FakeTpop(ALL)))}

    def test_nothing_is_said_of_the_shops_orders(self) -> None:
        one = seen(self.DOWN, FakeTpop(fails=AWAY))
        assert (one.look.state, one.look.orders.shop) == ("failed", 0)
        assert found(one) == {
            ("source:woocommerce", "source-unreachable"),
            ("source:http", "source-unreachable"),
        }


class TestTheWatch:
    def test_it_reads_four_days_and_every_open_red_one_by_id(self) -> None:
        old = shop_order(created_at=ago(24 * 9), number="1042")
        orange, red = remembered(finding("address-differs", severity="act", ref="77")), remembered(finding())
        shop = FakeShop([old])
        seen(shop, FakeTpop([]), red, orange, run="watch")
        assert shop.asked == ["5551042"]
        shop = FakeShop([old])
        seen(shop, FakeTpop([]), red, orange)
        assert shop.asked == ["77"], "the daily reads the month, and what is older by id"

    def test_the_first_run_reads_the_whole_window_whoever_comes_first(self) -> None:
        one = seen([shop_order(created_at=ago(24 * 9))], [], past(first_run_at=None), run="watch")
        assert (one.look.run, one.look.first_run, one.look.orders.shop) == ("daily", True, 1)

    def test_a_month_in_the_inbox_is_no_odd_reference(self) -> None:
        month = [tpop_order(f"T-{n}", str(n), created_at=NOW - n * DAY, status="shipped") for n in range(5, 30)]

        class Month(FakeTpop):
            def pull(self, window: object):  # type: ignore[no-untyped-def]
                pulled = super().pull(window)  # type: ignore[arg-type]
                return type(pulled)(pulled.coverage, (*pulled.orders, *month))

        one = seen([shop_order()], Month([tpop_order()]), run="watch")
        assert found(one) == set()
        assert one.look.state == "complete"


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

    def test_one_whose_id_is_its_number_is_taken(self) -> None:
        plain = shop_order("1042", "1042", created_at=ago(24 * 60))
        one = seen(FakeShop([plain, *PAIRED]), [tpop_order(status="blocked"), *ALL])
        assert found(one) == {("1042", "blocked-unexplained")}


class TestSourcesComeAndGo:
    def test_one_that_is_no_longer_configured_is_closed(self) -> None:
        item = remembered(finding("source-unreachable", "source:old", "act"))
        assert ended(seen([shop_order()], [tpop_order()], item)) == {("source:old", "source-unreachable")}

    def test_but_not_while_the_sources_could_not_even_be_made(self) -> None:
        item = remembered(finding("source-unreachable", "source:http", "act"))
        one = failed(settings(), past(item), Asked("daily", NOW), WELL, "settings", Trouble("settings"))
        assert found(one) == {("source:http", "source-unreachable"), ("source:settings", "source-unreachable")}
        assert one.look.state == "failed"
