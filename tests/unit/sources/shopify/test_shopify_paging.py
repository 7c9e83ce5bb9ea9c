"""A window, page by page: where it ends, where it never would, and what keeps it from being called whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from core.errors import SourceError
from core.model import Window
from sources.shopify import pages
from sources.shopify.pages import Anew
from tests.unit.sources.shopify.scripted import FIRST, MONTH, Reading, Shop, failure, fault, placed, reply, some
from tests.unit.sources.shopify.told import connection, doc, gid, line, payment


def listed(rows: list[Any], cursor: str | None, *, more: bool = True, count: int | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {"orders": {"pageInfo": {"hasNextPage": more, "endCursor": cursor}, "nodes": rows}}
    return data if count is None else {**data, "ordersCount": {"count": count, "precision": "EXACT"}}


class TestToTheLastPage:
    @pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
    def test_every_order_once(self, count: int) -> None:
        read = Reading(Shop(some(count))).read()
        assert [order.id for order in read.taken] == [str(at) for at in range(1, count + 1)]
        assert read.troubles == []
        assert read.intake.orders == count
        assert read.script.count("orders") == max(1, -(-count // 2)), "no question that is not needed"

    def test_what_is_asked(self) -> None:
        asked = Reading(Shop(some(3))).read().script.asked
        search = "created_at:>='2026-10-24T07:00:00Z' created_at:<'2026-11-23T07:00:00Z'"
        assert [one.variables["search"] for one in asked] == [search, search]
        assert [one.variables["after"] for one in asked] == [None, "2"]
        assert [one.variables["counted"] for one in asked] == [True, False]

    def test_an_order_on_two_pages_counts_once(self) -> None:
        first, second = some(2)
        read = Reading(Shop([first, second, second, first])).read()
        assert read.intake.orders == 2
        assert read.troubles == [("rows_differ", {"total": 4, "read": 2})]

    def test_pages_without_rows_may_come_in_between(self) -> None:
        rows = some(4)
        at: dict[Any, list[Any]] = {None: rows[:2], "a": [], "b": [], "c": rows[2:]}
        after = {None: "a", "a": "b", "b": "c"}

        def answer(_: str, asked: Mapping[str, Any]) -> Any:
            here = asked["after"]
            return listed(at[here], after.get(here), more=here in after, count=4)

        read = Reading(answer).read()
        assert read.ids == {"1", "2", "3", "4"}
        assert read.troubles == []


class TestWhereItWouldNeverEnd:
    @pytest.mark.parametrize("count", [None, 2, 9])
    def test_more_follow_and_nobody_says_from_where(self, count: int | None) -> None:
        read = Reading(lambda *_: listed(some(2), None, count=count)).read()
        assert read.troubles[0] == ("not_complete", {"why": "no last page", "read": 2})
        assert read.script.count("orders") <= 2
        assert read.ids == {"1", "2"}

    def test_nobody_says_from_where_on_a_later_page(self) -> None:
        read = Reading(lambda _, asked: listed(some(2), None if asked["after"] else "a", count=2)).read()
        assert read.troubles == [("not_complete", {"why": "no last page", "read": 2})]

    @pytest.mark.parametrize("cursors", [{}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}], ids=str)
    def test_cursors_that_come_again(self, cursors: dict[str, str]) -> None:
        read = Reading(lambda _, asked: listed(some(2), cursors.get(asked["after"], "a"), count=2)).read()
        assert read.troubles == [("not_complete", {"why": "no last page", "read": 2})]
        assert read.script.count("orders") == max(2, len(cursors) + 1)

    @pytest.mark.parametrize("rows", [[], some(2), [{"id": None}]], ids=["none", "the same", "nameless"])
    def test_a_new_cursor_each_time_and_nothing_new(self, rows: list[Any]) -> None:
        read = Reading(lambda _, asked: listed(rows, f"{asked['after']}+", count=len(rows))).read()
        assert [kind for kind, _ in read.troubles] == ["not_complete"]
        assert read.script.count("orders") <= pages._IDLE + 2

    def test_the_last_page_may_bear_a_cursor_that_was_there(self) -> None:
        read = Reading(lambda _, asked: listed(some(2), "a", more=not asked["after"], count=2)).read()
        assert read.troubles == []


class TestTheCount:
    def test_smaller_than_what_came_is_no_reason_to_doubt(self) -> None:
        shop = Shop(some(5))
        shop.counts = [3]
        read = Reading(shop).read()
        assert (read.troubles, read.script.count("orders")) == ([], 3)

    def test_larger_is_asked_again_and_read_again_before_it_is_said(self) -> None:
        shop = Shop(some(5))
        shop.counts = [6, 6, 6]
        read = Reading(shop).read()
        assert read.troubles == [("rows_differ", {"total": 6, "read": 5})]
        assert [one.variables["counted"] for one in read.script.asked] == [True, 0, 0, True, 0, 0, 0, True]
        assert read.intake.orders == 5

    def test_larger_for_an_order_that_is_gone_by_now(self) -> None:
        shop = Shop(some(5))
        shop.counts = [6, 5]
        read = Reading(shop).read()
        assert (read.troubles, read.script.count("orders")) == ([], 4)
        assert read.script.asked[-1].variables["first"] == 1, "a count needs no page"

    def test_what_the_first_pass_missed_the_second_brings(self) -> None:
        shop = Shop(some(5))
        hidden, shop.rows = shop.rows, shop.rows[:2] + shop.rows[3:]

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if asked["after"] is None and reading.script.count("orders") > 3:
                shop.rows = hidden
            return shop(name, asked)

        shop.counts = [5, 5]
        reading = Reading(answer)
        assert reading.read().troubles == []
        assert reading.ids == {"1", "2", "3", "4", "5"}

    @pytest.mark.parametrize(
        "told", [None, {"count": 3, "precision": "AT_LEAST"}, {"count": "3", "precision": "EXACT"}]
    )
    def test_where_it_is_not_told_it_is_asked_for_once_more(self, told: Any) -> None:
        shop = Shop(some(3))
        shop.counts = [told, 4, 4]
        assert Reading(shop).read().troubles == [("rows_differ", {"total": 4, "read": 3})]
        shop.counts = [told, told]
        read = Reading(shop).read()
        assert (read.troubles, read.script.count("orders")) == ([], 3)

    @pytest.mark.parametrize(("kind", "said"), [("throttled", "throttled"), ("unreachable", "page_failed")])
    def test_where_it_fails_nothing_is_proved(self, kind: str, said: str) -> None:
        shop = Shop(some(3))

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return failure(kind) if asked["counted"] and reading.script.count("orders") > 1 else shop(name, asked)

        shop.counts = [4]
        reading = Reading(answer)
        assert [one for one, _ in reading.read().troubles] == [said]

    def test_a_broken_order_on_the_first_page_does_not_keep_it_from_being_counted(self) -> None:
        shop = Shop(some(5))
        shop.broken = {gid("Order", 1)}
        shop.counts = [6, 6, 6]
        read = Reading(shop).read()
        assert read.troubles == [("rows_differ", {"total": 6, "read": 5})]
        assert [one.id for one in read.intake.unreadable.values()] == ["1"]

    def test_rows_without_an_id_are_counted_once_each_however_often_they_are_read(self) -> None:
        shop = Shop([*some(2), {"id": None}, {"id": 7}, {"id": None}])
        shop.counts = [6, 6, 6]
        read = Reading(shop).read()
        assert read.troubles == [("rows_differ", {"total": 6, "read": 5})]
        assert len(read.intake.unreadable) == 3

    def test_a_failed_count_of_a_page_leaves_the_page(self) -> None:
        shop = Shop(some(2))

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if reading.script.count("orders") > 1:
                return shop(name, asked)
            shop.counts = [None]
            return reply(shop(name, asked), fault("TIMEOUT", "ordersCount"))

        reading = Reading(answer)
        assert reading.read().troubles == []
        assert reading.ids == {"1", "2"}
        assert reading.script.count("skeleton") == 0


class TestOvertaken:
    """Everything may come another way while pages are read."""

    def test_no_further_page_is_asked_for(self) -> None:
        shop, asked = Shop(some(9)), iter([False, True])
        reading = Reading(shop)

        def overtaken() -> bool:
            if there := next(asked):
                reading.intake.receive(reading.orders.page("x", "4", most=2))
                shop.counts = [6]
            return there

        reading.pages.rest(reading.pages.first(), overtaken)
        assert [one.variables["after"] for one in reading.script.asked] == [None, "2", "4", None]
        assert (reading.intake.orders, reading.troubles) == (6, [])

    def test_what_came_is_held_against_the_count_and_pages_bring_the_rest(self) -> None:
        asked = iter([True])
        reading = Reading(Shop(some(5)))
        reading.pages.rest(reading.pages.first(), lambda: next(asked, False))
        assert (len(reading.ids), reading.troubles) == (5, [])

    def test_it_is_asked_before_a_page_and_never_after_the_last(self) -> None:
        reading = Reading(Shop(some(2)))
        reading.pages.rest(reading.pages.first(), lambda: pytest.fail("there is no further page"))
        assert reading.script.count("orders") == 1

    def test_where_it_cannot_be_trusted_all_pages_are_read_again(self) -> None:
        """What it brought had overwritten what the first pages brought."""
        reading, turns = Reading(Shop(some(9))), iter([False, True])

        def overtaken() -> bool:
            if next(turns, False):
                reading.intake.take([order._replace(lines=()) for order in reading.taken])
                raise Anew
            return False

        reading.pages.rest(reading.pages.first(), overtaken)
        last = {order.id: len(order.lines or ()) for order in reading.taken}
        assert last == {str(at): 2 for at in range(1, 10)}
        assert [one.variables["after"] for one in reading.script.asked] == [None, "2", None, "2", "4", "6", "8"]
        assert reading.troubles == []

    def test_and_once_more_where_they_do_not_come_to_the_count(self) -> None:
        shop, turns = Shop(some(5)), iter([True])
        shop.counts = [6, 6, 6]

        def overtaken() -> bool:
            if next(turns, False):
                raise Anew
            return False

        reading = Reading(shop)
        reading.pages.rest(reading.pages.first(), overtaken)
        assert reading.troubles == [("rows_differ", {"total": 6, "read": 5})]
        firsts = [one for one in reading.script.asked if one.variables["after"] is None]
        assert len([one for one in firsts if one.variables["first"] > 1]) == 3, "two whole passes after it"

    def test_where_pages_fail_then_it_is_told(self) -> None:
        shop, fails = Shop(some(5)), list[bool]()

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return failure("throttled") if fails else shop(name, asked)

        def overtaken() -> bool:
            fails.append(True)
            raise Anew

        reading = Reading(answer)
        reading.pages.rest(reading.pages.first(), overtaken)
        assert [kind for kind, _ in reading.troubles] == ["throttled"]

    def test_where_it_fails_pages_end_and_it_is_told(self) -> None:
        def overtaken() -> bool:
            raise failure("throttled")

        reading = Reading(Shop(some(5)))
        reading.pages.rest(reading.pages.first(), overtaken)
        assert [kind for kind, _ in reading.troubles] == ["throttled"]


def test_the_last_page_asks_for_no_more_than_the_count_leaves() -> None:
    shop = Shop(some(40), size=35)
    assert [one.variables["first"] for one in Reading(shop).read().script.asked] == [35, 5]
    shop.counts = [38]
    read = Reading(shop).read()
    assert [one.variables["first"] for one in read.script.asked] == [35, 3, 35], (
        "too small a count costs a page, no order"
    )
    assert len(read.ids) == 40


class TestTheWindow:
    def test_a_search_that_is_not_heeded_is_given_away(self) -> None:
        rows = some(4)
        rows[1]["createdAt"], rows[2]["createdAt"] = "2026-10-24T06:59:59Z", "2026-11-23T07:00:00Z"
        read = Reading(Shop(rows)).read()
        assert read.ids == {"1", "4"}
        assert ("rows_differ", {"outside": 2}) in read.troubles

    def test_the_first_second_in_parts(self) -> None:
        """Shopify tells seconds: what it counts of the first and the last one is more than the window holds."""
        half = timedelta(seconds=0.5)
        rows = some(3)
        read = Reading(Shop(rows), Window(FIRST + half, MONTH.until - half)).read()
        assert read.ids == {"2", "3"}
        assert read.intake.orders == 2
        assert read.troubles == []
        assert read.script.asked[0].variables["search"].startswith("created_at:>='2026-11-20T07:00:00Z'")
        shop = Shop(rows)
        shop.counts = [4, 4, 4]
        assert Reading(shop, Window(FIRST + half, MONTH.until)).read().troubles == [
            ("rows_differ", {"total": 4, "read": 2})
        ]


class TestWhatFails:
    @pytest.mark.parametrize(("kind", "said"), [("throttled", "throttled"), ("not_json", "page_failed")])
    def test_a_later_page_costs_the_rest(self, kind: str, said: str) -> None:
        shop = Shop(some(6))
        read = Reading(lambda name, asked: failure(kind, x=1) if asked["after"] == "4" else shop(name, asked)).read()
        assert read.ids == {"1", "2", "3", "4"}
        assert read.troubles == [(said, {"host": "shop.example", "x": 1})]
        assert read.script.count("orders") == 3, "nothing more is asked"

    def test_the_first_one_is_raised(self) -> None:
        with pytest.raises(SourceError):
            Reading(lambda *_: failure("not_json")).pages.first()

    @pytest.mark.parametrize("stopped", [failure("throttled"), failure("unreachable", why="no time left")], ids=str)
    def test_a_page_whose_follow_ups_are_not_finished_is_not_handed_on(self, stopped: SourceError) -> None:
        rows = some(4)
        rows[2]["lineItems"] = connection(line(1), after="A")
        shop = Shop(rows)
        read = Reading(lambda name, asked: stopped if name == "lines" else shop(name, asked)).read()
        assert read.handed == [["1", "2"]]
        assert len(read.troubles) == 1
        assert read.intake.orders == 2

    def test_the_second_pass_may_fail_too(self) -> None:
        shop = Shop(some(3))
        shop.counts = [4, 4]
        reading = Reading(
            lambda name, asked: (
                failure()
                if reading.script.count("orders") > 3 and name == "orders"
                else failure("throttled")
                if name == "skeleton"
                else shop(name, asked)
            )
        )
        assert [kind for kind, _ in reading.read().troubles] == ["throttled"]
        assert reading.ids == {"1", "2", "3"}


class TestDeep:
    @pytest.fixture(autouse=True)
    def _shallow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "DEPTH", 4)

    def answer(self, rows: list[dict[str, Any]]) -> Any:
        """Keyset pages: a cursor holds the last row's place, and a search the second from which it begins."""

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            since = asked["search"].split("'")[1]
            found = [row for row in rows if row["createdAt"] >= since]
            keys = [row["id"].rpartition("/")[2] for row in found]
            start = keys.index(asked["after"]) + 1 if asked["after"] else 0
            nodes = found[start : start + 2]
            end = nodes[-1]["id"].rpartition("/")[2] if nodes else None
            self.deepest = max(self.deepest, start + len(nodes))
            return listed(nodes, end, more=start + 2 < len(found), count=len(rows) if asked["counted"] else None)

        self.deepest = 0
        return answer

    def test_no_search_goes_deeper(self) -> None:
        read = Reading(self.answer(some(11))).read()
        assert (len(read.ids), read.troubles) == (11, [])
        assert self.deepest == 4
        searches = list(dict.fromkeys(one.variables["search"] for one in read.script.asked))
        assert [one.split("'")[1] for one in searches[1:]] == [placed(3), placed(6), placed(9)]
        assert all(one.endswith("created_at:<'2026-11-23T07:00:00Z'") for one in searches)

    def test_rows_that_cannot_be_read_are_as_deep(self) -> None:
        """Where a page holds no time to begin anew from, the next one does."""
        rows = some(11)
        for row in (*rows[1:4], rows[6]):
            row["name"] = None
        read = Reading(self.answer(rows)).read()
        assert (len(read.ids), len(read.intake.unreadable), read.troubles) == (7, 4, [])
        assert self.deepest == 6
        searches = list(dict.fromkeys(one.variables["search"].split("'")[1] for one in read.script.asked))
        assert searches[1:] == [placed(5), placed(8)]

    def test_a_page_of_one_second_comes_again_and_is_gone_past(self) -> None:
        rows = some(9)
        for row in rows[2:5]:
            row["createdAt"] = placed(2)
        read = Reading(self.answer(rows)).read()
        assert (len(read.ids), read.troubles) == (9, [])

    def test_a_whole_page_of_one_second_is_no_reason_to_stop(self) -> None:
        rows = some(9)
        rows[2]["createdAt"] = rows[3]["createdAt"]
        read = Reading(self.answer(rows)).read()
        assert (len(read.ids), read.troubles) == (9, [])

    def test_more_in_one_second_than_a_search_goes_deep_ends_all_the_same(self) -> None:
        rows = some(12)
        for row in rows[2:]:
            row["createdAt"] = placed(2)
        read = Reading(self.answer(rows)).read()
        assert [kind for kind, _ in read.troubles] == ["not_complete"]


def test_payments_of_a_window_are_those_of_its_orders() -> None:
    read = Reading(Shop([doc(transactions=[payment("2026-11-21T07:30:00Z")])])).read()
    assert [f"{order.paid_at}" for order in read.taken] == ["2026-11-21 07:30:00+00:00"]
