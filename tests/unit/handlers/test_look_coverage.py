"""What a look says it has seen: the window it reads, the coverage it tells, and how much it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from core.errors import SourceError
from core.model import OutOfReach, ShopOrder, ShopPull, TpopPull, Unreadable, Window
from handlers.event import Asked
from handlers.look import window_of
from tests.builders import DAY, MINUTE, NOW, ago, finding, past, remembered, shop_order, tpop_order
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import ended, found, seen, settings


class TestTheWindow:
    def test_a_month_daily_and_four_days_by_the_watch(self) -> None:
        assert window_of(settings(), Asked("daily", NOW), "daily") == Window(NOW - 30 * DAY, NOW)
        assert window_of(settings(), Asked("watch", NOW), "watch") == Window(NOW - 4 * DAY, NOW)
        assert window_of(settings(watch_days=1), Asked("watch", NOW), "watch").since == NOW - DAY

    def test_never_before_the_shops_start(self) -> None:
        assert window_of(settings(since=ago(9)), Asked("daily", NOW), "daily").since == ago(9)
        assert window_of(settings(since=ago(9999)), Asked("daily", NOW), "daily").since == NOW - 30 * DAY

    def test_the_one_that_is_asked_for(self) -> None:
        asked = Asked("daily", NOW, since=ago(90), until=ago(40))
        assert window_of(settings(), asked, "daily") == Window(ago(90), ago(40))
        assert window_of(settings(since=ago(50)), asked, "daily").since == ago(50)

    def test_never_beyond_now(self) -> None:
        assert window_of(settings(), Asked("daily", NOW, until=NOW + DAY), "daily").until == NOW

    def test_nothing_of_before_the_start_is_judged(self) -> None:
        old = shop_order("1042", created_at=ago(30))
        late = tpop_order(status="blocked", created_at=ago(9))
        one = seen(FakeShop([old]), [late], of=settings(since=ago(10)))
        assert (found(one), one.look.orders.excluded) == (set(), {"before start": 1})


class TestCoverage:
    def test_the_shop_first_then_each_list(self) -> None:
        one = seen([shop_order()], [tpop_order()]).look
        assert [(each.source, each.side, each.complete) for each in one.coverage] == [
            ("woocommerce", "shop", True),
            ("http", "tpop", True),
        ]

    def test_a_side_that_is_away_is_there_with_nothing(self) -> None:
        away = SourceError("unreachable", "x")
        one = seen(FakeShop(fails=away), FakeTpop(fails=away)).look
        assert [(each.side, each.as_of, each.complete) for each in one.coverage] == [
            ("shop", None, False),
            ("tpop", None, False),
        ]
        assert {name for name, _ in one.troubles} == {"woocommerce", "http"}

    def test_without_a_list_the_write_back_is_the_evidence_and_never_whole(self) -> None:
        one = seen([shop_order()], None).look
        assert [(each.source, each.side, each.complete) for each in one.coverage] == [
            ("woocommerce", "shop", True),
            ("write-back", "tpop", False),
        ]
        assert (one.coverage[1].window, one.coverage[1].as_of) == (one.coverage[0].window, NOW)
        assert (one.list_channel, one.state) == (False, "partial")

    def test_a_list_of_nothing_but_other_shops_is_not_whole(self) -> None:
        class Others(FakeTpop):
            def pull(self, window: Window) -> TpopPull:
                return replace(super().pull(window), left_aside=7)

        one = seen([shop_order()], Others([])).look
        assert not one.coverage[1].complete
        assert not [news for news in one.news if news.item.check == "missing-at-tpop"]
        fine = seen([shop_order()], Others([tpop_order()])).look
        assert fine.can_clear


SHOWN = NOW - 10 * DAY
"""A month is asked for, and the shop shows no more than what was made since then."""


@dataclass
class Narrow(FakeShop):
    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        return super().pull(Window(max(window.since, SHOWN), window.until), take)

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
        found = super().lookup(order_id)
        return OutOfReach(order_id) if isinstance(found, ShopOrder) and found.created_at < SHOWN else found

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        found = super().find(number)
        return None if isinstance(found, ShopOrder) and found.created_at < SHOWN else found


class TestAShopThatShowsLessThanWasAskedFor:
    YOUNG = shop_order("5551042"), shop_order("5551043")
    OLD = tuple(shop_order(str(5559000 + n), str(9000 + n), created_at=SHOWN - DAY) for n in range(20))
    LISTED = tuple(tpop_order(f"T-{n}", str(9000 + n), created_at=SHOWN - DAY) for n in range(20))

    def test_the_coverage_is_what_it_shows(self) -> None:
        one = seen(Narrow([*self.YOUNG, *self.OLD]), [tpop_order()]).look
        assert (one.coverage[0].window, one.coverage[0].complete) == (Window(SHOWN, NOW), True)
        assert one.orders.shop == 2

    def test_what_tpop_has_from_before_does_not_put_the_brake_on(self) -> None:
        """Twenty of TPOP's orders met nothing, for their shop orders are not shown: what is missing is said all the same."""
        one = seen(Narrow([*self.YOUNG, *self.OLD]), [tpop_order(), *self.LISTED])
        assert found(one) == {("5551043", "missing-at-tpop")}
        braked = seen(FakeShop(list(self.YOUNG)), [tpop_order(), *self.LISTED])
        assert {check for _, check in found(braked)} == {"references-unreadable"}

    def test_a_finding_about_an_order_from_before_is_neither_resolved_nor_gone(self) -> None:
        known = [remembered(finding("address-differs", one.id, "act", number=one.number)) for one in self.OLD[:3]]
        shop = Narrow([self.YOUNG[0], *self.OLD])
        one = seen(shop, [tpop_order(), *self.LISTED], *known)
        assert {item.ref for item in known} <= set(shop.asked)
        assert ended(one) == set()
        assert [item for item in one.writing.findings if item.status != "open"] == []
        assert one.look.counts["not_rechecked"] == 3

    def test_nor_where_nobody_could_ask_for_it_any_more(self) -> None:
        item = remembered(finding("address-differs", self.OLD[0].id, "act"))
        one = seen(Narrow(list(self.YOUNG[:1])), [tpop_order()], item, of=settings(lookups_max=0))
        assert (ended(one), one.look.counts["not_rechecked"]) == (set(), 1)

    def test_an_order_from_before_that_answers_by_itself_does_not_make_the_list_doubtful(self) -> None:
        """It lies in the window that was asked for, and not in the one that is shown."""

        class Telling(Narrow):
            def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
                return FakeShop.lookup(self, order_id)

        item = remembered(finding("address-differs", self.OLD[0].id, "act"))
        one = seen(Telling([self.YOUNG[0], *self.OLD]), [tpop_order(), self.LISTED[0]], item)
        assert (one.look.state, one.look.troubles, one.look.coverage[0].complete) == ("complete", (), True)
        assert ended(one) == {(self.OLD[0].id, "address-differs")}


class TestTheFirstRun:
    def test_it_is_one(self) -> None:
        assert seen([shop_order()], [tpop_order()], past(first_run_at=None)).look.first_run
        assert not seen([shop_order()], [tpop_order()]).look.first_run


@pytest.mark.parametrize(("orders", "named"), [(9, 9), (10, 10), (12, 10)])
def test_ten_of_the_too_recent_are_named(orders: int, named: int) -> None:
    shop = [shop_order(str(n), str(n), created_at=NOW - MINUTE) for n in range(orders)]
    assert len(seen(shop, []).look.too_recent) == named


@pytest.mark.parametrize(("orders", "named"), [(30, 30), (33, 30)])
def test_thirty_of_those_whose_fate_nobody_knows_are_named(orders: int, named: int) -> None:
    shop = [shop_order(str(n), str(n)) for n in range(orders)]
    one = seen(shop, FakeTpop([], complete=False, askable=False)).look
    assert (len(one.unlooked), one.orders.unknown_fate) == (named, orders)
