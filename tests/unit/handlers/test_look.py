"""One look at one shop: nothing is called missing without ground, and nothing fine that nobody looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.drill import Drilled
from core.model import ShopLine, Trouble, Unreadable
from core.policy import LinesPolicy, Policy
from handlers.event import Asked
from handlers.look import look
from handlers.wiring import Sources
from sources.woocommerce import normalise
from tests.builders import (
    HOUR,
    MADE,
    MINUTE,
    NOW,
    ago,
    finding,
    past,
    remembered,
    shop_line,
    shop_order,
    tpop_order,
)
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import (
    ALL,
    AWAY,
    PAIRED,
    HiddenTpop,
    found,
    seen,
    settings,
)

DAILY, FAILED = Asked("daily", NOW), Drilled(2, 1, 0)


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
        one = seen(shop, [tpop_order()]).look
        assert not one.can_clear
        assert one.state == "partial" or shop.unreadable

    def test_not_where_the_drill_failed(self) -> None:
        one = look(settings(), Sources(FakeShop([shop_order()]), (FakeTpop([tpop_order()]),)), past(), DAILY, FAILED)
        assert (one.look.drill_passed, one.look.can_clear) == (False, False)

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

    @pytest.mark.parametrize(("hours", "unknown"), [(3, 0), (3 + 1 / 60, 1)])
    def test_older_than_the_blind_time_it_is_one(self, hours: float, unknown: int) -> None:
        one = seen([shop_order(created_at=ago(2.5)), *PAIRED], FakeTpop(ALL, as_of=ago(hours), askable=False))
        assert one.look.orders.unknown_fate == unknown

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


class TestAMixedCart:
    """Another supplier's parcel left days ago, and its tracking stands in the shop: TPOP's lines are judged alone."""

    OF = settings(lines=LinesPolicy("vendor", values=("T-Pop",)))
    ANOTHERS = shop_line("OWN-1", id="l2", vendor="Home made", sent="tracked")

    def ours(self, sent: str) -> ShopLine:
        return shop_line(id="l1", vendor="T-Pop", sent=sent)

    def test_what_tpop_lacks_is_told(self) -> None:
        cart = shop_order(lines=(self.ours("waiting"), self.ANOTHERS), tracked=True)
        paired = [one._replace(lines=(self.ours("waiting"),)) for one in PAIRED]
        one = seen([cart, *paired], ALL, of=self.OF)
        assert found(one) == {("5551042", "missing-at-tpop")}
        assert (one.look.orders.found, one.look.orders.written_back) == (60, 0)

    def test_without_a_list_its_own_parcel_alone_proves_it(self) -> None:
        """No list at all: what TPOP writes back is the evidence."""
        old = ago(24 * 20)
        carts = {
            "waiting": shop_order(lines=(self.ours("waiting"), self.ANOTHERS), tracked=True, created_at=old),
            "tracked": shop_order(lines=(self.ours("tracked"), self.ANOTHERS), tracked=True, created_at=old),
        }
        for sent, cart in carts.items():
            one = seen([cart], None, of=self.OF)
            unproved = {("5551042", "no-proof-of-production")} if sent == "waiting" else set()
            assert found(one) == unproved, sent
            assert one.look.orders.written_back == (0 if unproved else 1)


class TestWhatIsNoneOfTpops:
    def test_test_orders_and_sales_over_the_counter_are_counted_and_never_missed(self) -> None:
        aside = [shop_order("1", aside="test"), shop_order("2", aside="in person"), shop_order("3", aside="test")]
        one = seen([*aside, *PAIRED], ALL)
        orders = one.look.orders
        assert (found(one), one.look.can_clear) == (set(), True)
        assert orders.excluded == {"test order": 2, "sold in person": 1}
        assert orders.expected + sum(orders.excluded.values()) + orders.unreadable == orders.shop == 63
        assert one.writing.pending == ()

    def test_no_recorded_order_of_woocommerce_is_laid_aside(self) -> None:
        recorded = sorted((Path(__file__).parents[2] / "golden" / "woocommerce").glob("*.raw.json"))
        rows = b",".join(file.read_bytes() for file in recorded if ".refunds." not in file.name)
        page = normalise.read_page(b"[" + rows + b"]", normalise.words(Policy().due_statuses))
        assert len(page.orders) > 30
        assert {order.aside for order in page.orders} == {""}
