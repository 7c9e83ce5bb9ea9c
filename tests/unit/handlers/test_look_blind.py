"""What is told while a side is away, between two daily runs, and when a source comes or goes."""

from __future__ import annotations

import pytest

from core.model import ShopPull, Trouble, Unreadable, Window
from handlers.event import Asked
from handlers.look import failed
from tests.builders import (
    DAY,
    HOUR,
    NOW,
    ago,
    finding,
    past,
    remembered,
    shop_order,
    tpop_order,
)
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import (
    ALL,
    AWAY,
    BLOCKED,
    PAIRED,
    WELL,
    after,
    ended,
    found,
    seen,
    settings,
)


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

    def test_nobody_asks_it_one_by_one(self) -> None:
        class Limping(FakeShop):
            def pull(self, window: Window, take: object) -> ShopPull:
                raise AWAY

        shop = Limping([shop_order()])
        seen(shop, [tpop_order()], remembered(finding("missing-line", line="A")))
        assert shop.asked == []

    def test_a_source_that_is_away_is_not_gone(self) -> None:
        item = remembered(finding("source-partial", "source:woocommerce", "act"))
        assert ("source:woocommerce", "source-partial") in found(seen(self.DOWN, [], item))

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

    def test_red_before_orange_and_nothing_that_is_over(self) -> None:
        items = [
            remembered(finding("address-differs", "1", "act"), first_seen="2026-11-01T00:00:00Z"),
            remembered(finding(ref="2")),
            remembered(finding(ref="3"), status="resolved"),
        ]
        shop = FakeShop([])
        seen(shop, [], *items, of=settings(lookups_max=1))
        assert shop.asked == ["2"]
        shop = FakeShop([])
        seen(shop, [], *items)
        assert shop.asked == ["2", "1"]

    def test_what_was_just_found_unreadable_is_not_asked_for_again(self) -> None:
        shop = FakeShop(unreadable=(Unreadable("5551042", "date", "x"),))
        seen(shop, [], remembered())
        assert shop.asked == []

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


class TestSourcesComeAndGo:
    def test_one_that_is_no_longer_configured_is_closed(self) -> None:
        item = remembered(finding("source-unreachable", "source:old", "act"))
        assert ended(seen([shop_order()], [tpop_order()], item)) == {("source:old", "source-unreachable")}

    def test_but_not_while_the_sources_could_not_even_be_made(self) -> None:
        item = remembered(finding("source-unreachable", "source:http", "act"))
        one = failed(settings(), past(item), Asked("daily", NOW), WELL, "settings", Trouble("settings"))
        assert found(one) == {("source:http", "source-unreachable"), ("source:settings", "source-unreachable")}
        assert one.look.state == "failed"
