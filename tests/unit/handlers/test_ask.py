"""The shop asked one by one: how often, in what turn, by id or by number, and what becomes of each answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from core.errors import SourceError
from core.model import OutOfReach, ShopOrder, ShopPull, TpopOrder, Trouble, Unreadable, Window, iso
from core.ports import Past, Pending
from handlers.ask import in_turn
from tests.builders import DAY, HOUR, NOW, ago, finding, past, remembered, shop_order, tpop_order
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import ALL, PAIRED, after, ended, found, seen, settings

OLD = NOW - 40 * DAY
SEQUENTIAL = shop_order("9001", "1042", created_at=OLD)
"""An order whose number is not its id, made before the window."""


def waiting(count: int, first: int = 100) -> tuple[list[ShopOrder], dict[str, Pending]]:
    """Unpaid orders that have left the window, and their memory."""
    ids = [str(first + n) for n in range(count)]
    orders = [shop_order(id, f"n{id}", created_at=OLD, state="unpaid", paid_at=None) for id in ids]
    return orders, {id: Pending(id, str(iso(OLD))) for id in ids}


def alone(count: int, first: int = 7000) -> list[TpopOrder]:
    """TPOP orders that name ids which the shop does not have."""
    return [tpop_order(f"T-{n}", "", shop_order_id=str(n)) for n in range(first, first + count)]


@dataclass
class Failing(FakeShop):
    """A shop that fails at its so-manieth question."""

    at: int = 3
    kind: str = "throttled"

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | None:
        if len(self.asked) + 1 == self.at:
            self.asked.append(order_id)
            raise SourceError(self.kind, "x", {"status": 429})
        return super().lookup(order_id)


class TestInTurn:
    def test_each_turn_goes_on_where_the_last_one_ended(self) -> None:
        assert [in_turn("abcde", 2, turn)[:2] for turn in range(4)] == [
            ["a", "b"],
            ["c", "d"],
            ["e", "a"],
            ["b", "c"],
        ]

    def test_nobody_is_left_out_and_nobody_comes_twice(self) -> None:
        assert in_turn("abc", 9, 7) == ["a", "b", "c"]
        assert in_turn("abc", 2, 1) == ["c", "a", "b"]
        assert in_turn("", 2, 1) == []


class TestEveryoneGetsATurn:
    @pytest.mark.parametrize(
        ("run", "every", "policy"),
        [("watch", HOUR, {}), ("watch", 2 * HOUR, {"watch_every_hours": 2}), ("daily", DAY, {})],
        ids=["hourly", "every two hours", "daily"],
    )
    @pytest.mark.parametrize("count", [40, 60, 100, 101])
    def test_a_hundred_are_all_read_again_in_as_few_runs_as_there_is_room_for(
        self, run: str, every: object, policy: dict[str, object], count: int
    ) -> None:
        orders, pending = waiting(count)
        asked: list[str] = []
        for n in range(-(-count // 20)):
            shop = FakeShop(orders)
            seen(shop, [], past(pending=pending), run=run, now=NOW + n * every, of=settings(**policy))  # type: ignore[operator]
            assert len(shop.asked) == 20
            asked += shop.asked
        assert set(asked) == set(pending)

    def test_red_ones_come_first_and_never_take_it_all(self) -> None:
        _, pending = waiting(100)
        red = [remembered(finding(ref=f"r{n}")) for n in range(100)]
        asked: list[str] = []
        for n in range(17):
            shop = FakeShop()
            seen(shop, [], past(*red, pending=pending), run="watch", now=NOW + n * HOUR)
            assert ["r" in ref for ref in shop.asked] == [True] * 14 + [False] * 6
            asked += shop.asked
        assert set(asked) == {*pending, *(item.ref for item in red)}

    def test_a_few_red_ones_leave_the_rest_to_the_others(self) -> None:
        _, pending = waiting(100)
        shop = FakeShop()
        seen(shop, [], past(remembered(finding(ref="r1")), pending=pending), run="watch")
        assert (shop.asked[0], len(shop.asked)) == ("r1", 20)

    def test_without_others_the_red_ones_may_take_it_all(self) -> None:
        shop = FakeShop()
        seen(shop, [], *(remembered(finding(ref=f"r{n}")) for n in range(20)), run="watch")
        assert len(shop.asked) == 20

    def test_in_whatever_order_the_history_gives_them(self) -> None:
        orders, pending = waiting(40)
        asked: list[str] = []
        for n, known in enumerate((pending, dict(reversed(pending.items())))):
            shop = FakeShop(orders)
            seen(shop, [], past(pending=known), run="watch", now=NOW + n * HOUR)
            asked += shop.asked
        red = [remembered(finding(ref=f"r{n}")) for n in range(40)]
        for n, items in enumerate((red, red[::-1])):
            shop = FakeShop(orders)
            seen(shop, [], *items, run="watch", now=NOW + n * HOUR)
            asked += shop.asked
        assert len(set(asked)) == 80

    def test_what_only_tpop_knows_in_turn_too(self) -> None:
        """The next turn begins after the third that is theirs in any case: with seats that vary, nobody is passed over."""
        asked: list[str] = []
        for n in range(10):
            shop = FakeShop()
            seen(shop, alone(100), now=NOW + n * DAY)
            assert len(shop.asked) == 30
            asked += shop.asked
        assert len(set(asked)) == 100


class TestAtMostThirtyInAll:
    @pytest.mark.parametrize(
        ("again", "orphans", "asked"),
        [(40, 40, (20, 10)), (40, 4, (20, 4)), (5, 40, (5, 25)), (0, 40, (0, 30))],
    )
    def test_a_third_is_kept_for_the_look_before_accusing(
        self, again: int, orphans: int, asked: tuple[int, int]
    ) -> None:
        orders, pending = waiting(again)
        shop = FakeShop(orders)
        seen(shop, alone(orphans), past(pending=pending))
        assert (len([ref for ref in shop.asked if ref in pending]), len(shop.asked)) == (asked[0], sum(asked))

    @pytest.mark.parametrize(("most", "asked"), [(0, 0), (1, 1), (7, 7)])
    def test_as_many_as_the_policy_says(self, most: int, asked: int) -> None:
        orders, pending = waiting(40)
        shop = FakeShop(orders)
        seen(shop, alone(40), past(pending=pending), of=settings(lookups_max=most))
        assert len(shop.asked) == asked

    def test_only_real_questions_count(self) -> None:
        """Two of TPOP's orders mean one of the shop's: once it has answered to its id, nobody asks for its number."""
        twins = [tpop_order("T-1", "", shop_order_id="9001"), tpop_order("T-2", "1042"), tpop_order("T-3", "1043")]
        asked = []
        for n in range(3):  # whosever turn it is to be the first
            shop = FakeShop([SEQUENTIAL])
            seen(shop, twins, of=settings(lookups_max=2), now=NOW + n * DAY)
            asked.append(shop.asked)
        assert ["9001", "#1043"] in asked

    def test_nor_is_what_was_answered_already_asked_again(self) -> None:
        """Found gone, or found unreadable, as an open finding's order: TPOP's order of the same id changes nothing."""
        items = [remembered(finding(ref=ref)) for ref in ("1", "2")]
        shop = FakeShop(unreadable=(Unreadable("2", "date", "x"),))
        named = [tpop_order("T-1", "", shop_order_id="1"), tpop_order("T-2", "", shop_order_id="2")]
        seen(shop, named, *items)
        assert shop.asked == ["1"]

    def test_nor_what_the_list_has_shown_readable_or_not(self) -> None:
        _, pending = waiting(2)
        shop = FakeShop([shop_order("100", state="unpaid")], unreadable=(Unreadable("101", "date", "x"),))
        seen(shop, [], past(pending=pending))
        assert shop.asked == []

    def test_tpops_ids_are_not_the_shops(self) -> None:
        orders, pending = waiting(1)
        shop = FakeShop(orders)
        seen(shop, FakeTpop(unreadable=(Unreadable("100", "date", "x"),)), past(pending=pending))
        assert shop.asked == ["100"]

    def test_nor_for_what_was_entered_by_hand(self) -> None:
        shop = FakeShop()
        seen(shop, [tpop_order(manual=True)])
        assert shop.asked == []


class TestByNumber:
    def test_one_whose_number_is_not_its_id_is_found(self) -> None:
        shop = FakeShop([SEQUENTIAL, *PAIRED])
        one = seen(shop, [tpop_order(status="blocked"), *ALL])
        assert shop.asked == ["#1042"]
        assert found(one) == {("9001", "blocked-unexplained")}
        assert (one.look.state, one.look.orders.shop) == ("complete", 61)

    def test_from_the_bin_too(self) -> None:
        binned = SEQUENTIAL._replace(state="cancelled")
        assert found(seen([binned, *PAIRED], [tpop_order(), *ALL])) == {("9001", "cancelled-only-in-shop")}

    def test_what_was_told_of_it_while_it_was_unknown_keeps_its_name(self) -> None:
        blocked = tpop_order(status="blocked")
        first = seen(PAIRED, [blocked, *ALL])
        assert found(first) == {("tpop:T-88001", "blocked-unexplained")}
        then = seen([SEQUENTIAL, *PAIRED], [blocked, *ALL], after(first), now=NOW + HOUR)
        assert found(then) == {("tpop:T-88001", "blocked-unexplained")}
        paid = tpop_order(as_of=NOW + 2 * HOUR)
        last = seen([SEQUENTIAL, *PAIRED], [paid, *ALL], after(then, after(first)), now=NOW + 2 * HOUR)
        assert ended(last) == found(then)

    def test_what_was_told_of_it_under_its_id_goes_on(self) -> None:
        """A watch does not read an orange one again by its id: TPOP's order leads to it."""
        item = remembered(finding("quantity-differs", "9001", "act", line="TP-MUG-001-WHT"))
        one = seen([SEQUENTIAL], [tpop_order()], item, run="watch")
        assert [(each.ref, each.status) for each in one.writing.findings] == [("9001", "resolved")]

    def test_by_its_id_where_tpop_knows_it(self) -> None:
        shop = FakeShop([SEQUENTIAL])
        one = seen(shop, [tpop_order(status="blocked", shop_order_id="9001")])
        assert (shop.asked, found(one)) == (["9001"], {("9001", "blocked-unexplained")})

    def test_gone_by_its_id_its_number_is_not_asked_for(self) -> None:
        shop = FakeShop()
        seen(shop, [tpop_order(shop_order_id="9001")])
        assert shop.asked == ["9001"]

    def test_a_number_that_nobody_has_proves_no_order_gone(self) -> None:
        """The shop has an order with that id, of another number, and a finding on it: that one was not looked for."""
        item = remembered(finding("address-differs", "1042", "act", number="17"))
        shop = FakeShop([shop_order("1042", "17", created_at=OLD)])
        one = seen(shop, [tpop_order()], item, run="watch")
        assert shop.asked == ["#1042"]
        assert [each.status for each in one.writing.findings if each.status != "open"] == []
        assert one.look.counts["not_rechecked"] == 1

    def test_a_name_is_nobodys_number(self) -> None:
        shop = FakeShop()
        seen(shop, [tpop_order(reference="Camille"), tpop_order("T-2", "")])
        assert shop.asked == []

    def test_one_that_was_read_already_is_not_one_that_the_list_left_out(self) -> None:
        """Two orders bear one number, and TPOP has an order of each and a third with nothing but the number."""
        pair = [shop_order("1", "1042"), shop_order("2", "1042")]
        named = [tpop_order(f"T-{id}", "1042", shop_order_id=id) for id in ("1", "2")]
        shop = FakeShop([*pair, *PAIRED])
        one = seen(shop, [*named, tpop_order("T-3"), *ALL])
        assert (shop.asked, one.look.state, one.look.troubles) == (["#1042"], "complete", ())

    @pytest.mark.parametrize(
        ("answer", "unreadable"),
        [
            (shop_order("1042", "17"), 0),
            (Unreadable("1042", "date", "x", "17"), 0),
            (Unreadable("1042", "date", "x"), 1),
            (Unreadable("9001", "date", "x", "1042"), 1),
        ],
        ids=["a stranger", "an unreadable stranger", "unreadable, its number too", "unreadable"],
    )
    def test_only_the_very_order_is_taken_for_it(self, answer: ShopOrder | Unreadable, unreadable: int) -> None:
        class Careless(FakeShop):
            def find(self, number: str) -> ShopOrder | Unreadable | None:
                return answer

        one = seen(Careless(PAIRED), [tpop_order(status="blocked"), *ALL])
        assert ("tpop:T-88001", "blocked-unexplained") in found(one)
        assert (one.look.orders.shop, one.look.orders.unreadable) == (60 + unreadable, unreadable)


class TestAQuestionThatFails:
    ITEMS = tuple(remembered(finding("address-differs", str(n), "act")) for n in range(1, 6))
    ORDERS, PENDING = waiting(3)
    BEFORE = past(*ITEMS, pending=PENDING)

    def look(self, kind: str = "throttled", before: Past = BEFORE, at: int = 3) -> tuple[Failing, object]:
        shop = Failing(kind=kind, at=at)
        return shop, seen(shop, [tpop_order("T-1", "", shop_order_id="77")], before)

    def test_it_is_the_last(self) -> None:
        shop, _ = self.look()
        assert len(shop.asked) == 3

    def test_only_what_was_answered_is_called_gone(self) -> None:
        shop, one = self.look()
        closed = {each.ref for each in one.writing.findings if each.status != "open"}  # type: ignore[attr-defined]
        assert len(closed | set(one.writing.pending_gone)) == 2  # type: ignore[attr-defined]
        assert closed | set(one.writing.pending_gone) == set(shop.asked[:2])  # type: ignore[attr-defined]
        assert one.look.counts["not_rechecked"] == 5 - len(closed)  # type: ignore[attr-defined]
        assert one.look.counts["resolved"] == 0  # type: ignore[attr-defined]

    @pytest.mark.parametrize(("kind", "told"), [("throttled", "throttled"), ("unreachable", "page_failed")])
    def test_it_is_said(self, kind: str, told: str) -> None:
        """The list was whole, and yet orders were not looked at: never all clear."""
        shop, one = self.look(kind, past(pending=self.PENDING), at=1)
        look = one.look  # type: ignore[attr-defined]
        ((name, trouble),) = look.troubles
        assert (name, trouble.kind, trouble.detail["status"]) == ("woocommerce", told, 429)
        assert trouble.detail["orders"] == shop.asked
        assert (look.state, look.can_clear, look.coverage[0].complete) == ("partial", False, True)
        assert one.writing.pending_gone == ()  # type: ignore[attr-defined]

    def test_beside_what_the_list_itself_had(self) -> None:
        shop = Failing(at=1, complete=False, troubles=(Trouble("page_failed", {"page": 2}),))
        look = seen(shop, [], past(pending=self.PENDING)).look
        assert [trouble.kind for _, trouble in look.troubles] == ["page_failed", "throttled"]
        assert not look.coverage[0].complete

    def test_a_number_is_not_written_down(self) -> None:
        """What stands at TPOP as a reference may be what somebody typed."""

        class Mute(FakeShop):
            def find(self, number: str) -> ShopOrder | Unreadable | None:
                raise SourceError("unreachable", "x")

        ((_, trouble),) = seen(Mute(), [tpop_order(reference="Camille 7")]).look.troubles
        assert "Camille 7" not in str(trouble.detail)


class TestAnOrderThatTheShopDoesNotShow:
    """Older than what it lets us read: it may well be there, so it is neither gone nor read."""

    class Young(FakeShop):
        def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
            self.asked.append(order_id)
            return OutOfReach(order_id)

    RED, ORANGE = finding(ref="1"), finding("address-differs", "2", "act")
    _, PENDING = waiting(1)

    def test_its_finding_stays_open_and_counts_as_not_looked_at(self) -> None:
        shop = self.Young()
        one = seen(shop, [], remembered(self.RED), remembered(self.ORANGE))
        assert shop.asked == ["1", "2"]
        assert ended(one) == set()
        assert [item for item in one.writing.findings if item.status != "open"] == []
        assert one.writing.events == ()
        assert (one.look.counts["not_rechecked"], one.look.counts["resolved"]) == (2, 0)
        assert not one.look.can_clear

    def test_that_is_no_trouble_and_no_order_of_this_look(self) -> None:
        look = seen(self.Young(PAIRED), ALL, remembered(self.RED)).look
        assert (look.state, look.troubles) == ("complete", ())
        assert (look.orders.shop, look.orders.unreadable) == (60, 0)

    def test_what_waits_to_be_due_goes_on_waiting(self) -> None:
        shop = self.Young()
        one = seen(shop, [], past(pending=self.PENDING))
        assert shop.asked == ["100"]
        assert (one.writing.pending, one.writing.pending_gone) == ((), ())

    def test_a_tpop_order_that_names_it_stays_alone(self) -> None:
        shop = self.Young(PAIRED)
        blocked = tpop_order("T-1", "", shop_order_id="77", status="blocked")
        one = seen(shop, [blocked, *ALL])
        assert (shop.asked, found(one)) == (["77"], {("77", "blocked-unexplained")})

    def test_the_next_question_is_asked_all_the_same(self) -> None:
        shop = self.Young()
        seen(shop, alone(40), past(pending=waiting(40)[1]))
        assert len(shop.asked) == 30

    @pytest.mark.parametrize(("days", "status"), [(30, "open"), (31, "closed")])
    def test_after_a_window_it_is_closed_as_out_of_reach_never_as_gone(self, days: int, status: str) -> None:
        checked = str(iso(NOW - days * DAY))
        one = seen(self.Young(), [], remembered(self.RED, checked_at=checked, last_seen=checked))
        told = {item.status: item.closed_because for item in one.writing.findings if item.status != "open"}
        assert told == ({} if status == "open" else {"closed": "out_of_reach"})


class TestOrdersThatTheListLeftOut:
    class Filtered(FakeShop):
        """Its list does not show the order 9001, whose number is 1042."""

        def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
            return super().pull(window, lambda page: take([one for one in page if one.id != "9001"]))

    def test_found_by_number_it_makes_the_list_doubtful(self) -> None:
        hidden = SEQUENTIAL._replace(created_at=ago(5))
        one = seen(self.Filtered([hidden, *PAIRED]), FakeTpop([tpop_order(), *ALL]))
        ((_, trouble),) = one.look.troubles
        assert (trouble.kind, trouble.detail) == ("rows_differ", {"unlisted": 1, "orders": ["9001"]})
        assert (one.look.state, one.look.coverage[0].complete, one.look.orders.found) == ("partial", False, 61)

    @pytest.mark.parametrize(
        ("minutes", "state"),
        [(0, "complete"), (1, "complete"), (9.9, "complete"), (10, "partial"), (11, "partial")],
    )
    def test_one_of_the_last_moments_the_list_need_not_know_yet(self, minutes: float, state: str) -> None:
        """Shopify's search learns of an order a little after it came."""
        young = SEQUENTIAL._replace(created_at=ago(minutes / 60))
        one = seen(self.Filtered([young, *PAIRED]), FakeTpop([tpop_order("T-1", "", shop_order_id="9001"), *ALL]))
        assert one.look.state == state
        assert [trouble.kind for _, trouble in one.look.troubles] == ["rows_differ"] * (state == "partial")

    def test_one_in_the_bin_never_stands_in_a_list(self) -> None:
        binned = SEQUENTIAL._replace(created_at=ago(5), state="cancelled")
        one = seen(self.Filtered([binned, *PAIRED]), FakeTpop([tpop_order(), *ALL]))
        assert (one.look.state, one.look.troubles) == ("complete", ())

    def test_where_it_was_not_whole_anyway_nothing_is_added(self) -> None:
        hidden = SEQUENTIAL._replace(created_at=ago(5))
        one = seen(self.Filtered([hidden, *PAIRED], complete=False), FakeTpop([tpop_order(), *ALL]))
        assert one.look.troubles == ()
