"""Where orders come in: held against the window, counted once each, and never half a page of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from core.errors import SourceError
from core.model import Trouble, Unreadable, Window
from sources.shopify import normalise
from sources.shopify.intake import outwards, search_of, trouble_of
from sources.shopify.reach import Reach
from tests.unit.sources.shopify.scripted import FIRST, MONTH, NOW, Reading, failure, placed, some
from tests.unit.sources.shopify.told import ALL, connection, doc, gid, line

SECOND, HALF = timedelta(seconds=1), timedelta(seconds=0.5)


def page(*rows: dict[str, Any], unreadable: tuple[Unreadable, ...] = ()) -> normalise.Page:
    read = normalise.read_nodes([{**row, "lineItems": row["lineItems"]["nodes"]} for row in rows], ALL)
    assert read.unreadable == []
    return read._replace(unreadable=list(unreadable))


def bad(order_id: str = "", field: str = "name") -> Unreadable:
    return Unreadable(order_id, field, "is missing")


def reading(window: Window = MONTH, answer: Any = None) -> Reading:
    return Reading(answer or (lambda *_: failure()), window, Reach(NOW))


class TestTheWindow:
    @pytest.mark.parametrize(
        ("at", "inside"),
        [
            ("2026-10-24T06:59:59Z", False),
            ("2026-10-24T07:00:00Z", True),
            ("2026-11-23T06:59:59Z", True),
            ("2026-11-23T07:00:00Z", False),
        ],
    )
    def test_half_open(self, at: str, inside: bool) -> None:
        read = reading()
        read.intake.receive(page(doc(createdAt=at)))
        assert (len(read.taken), read.intake.orders, read.intake.came) == (inside,) * 3
        assert read.troubles == ([] if inside else [("rows_differ", {"outside": 1})])

    def test_each_order_outside_is_told_once(self) -> None:
        read = reading(Window(FIRST, FIRST + timedelta(minutes=1)))
        for _ in range(2):
            read.intake.receive(page(*some(3)))
        assert read.ids == {"1"}
        assert read.troubles == [("rows_differ", {"outside": 2})]

    def test_in_whole_seconds_and_in_utc(self) -> None:
        paris = timezone(timedelta(hours=1))
        since, until = FIRST.astimezone(paris) + HALF, FIRST.astimezone(paris) + 5 * SECOND
        assert outwards(Window(since, until)) == Window(FIRST, FIRST + 5 * SECOND)
        assert outwards(Window(since, until + HALF)) == Window(FIRST, FIRST + 6 * SECOND)
        assert (
            search_of(Window(since, until + HALF))
            == "created_at:>='2026-11-20T07:00:00Z' created_at:<'2026-11-20T07:00:06Z'"
        )

    def test_what_was_asked_for_besides_counts_as_shopify_counts(self) -> None:
        read = reading(Window(FIRST + HALF, FIRST + timedelta(minutes=2) + HALF))
        for _ in range(2):
            read.intake.receive(page(*some(4)))
        assert read.ids == {"2", "3"}
        assert (read.intake.orders, read.intake.came) == (2, 3)
        assert read.troubles == [("rows_differ", {"outside": 1})]


class TestCounting:
    def test_an_order_that_comes_again_is_one(self) -> None:
        read = reading()
        read.intake.receive(page(*some(2)))
        read.intake.receive(page(*some(2, first=2)))
        assert (read.intake.orders, [order.id for order in read.taken]) == (3, ["1", "2", "2", "3"])

    def test_one_that_becomes_readable_is(self) -> None:
        read = reading()
        read.intake.receive(page(unreadable=(bad("1"), bad("2"))))
        assert read.handed == [], "nothing is handed on where there is nothing"
        read.intake.receive(page(*some(1)))
        assert (read.intake.orders, read.intake.unreadable) == (2, {"2": bad("2")})

    def test_one_that_was_read_stays_read(self) -> None:
        """An order is in one place: what was read a moment ago is not unreadable as well."""
        read = reading()
        read.intake.receive(page(*some(1), unreadable=(bad("1"), bad("2"))))
        read.intake.receive(page(unreadable=(bad("1"), bad("2", "id"))))
        assert (read.intake.orders, read.intake.unreadable) == (2, {"2": bad("2", "id")})

    def test_without_ids_each_row_is_one(self) -> None:
        read = reading()
        read.intake.receive(page(*some(1), unreadable=(bad(), bad())))
        read.intake.receive(page(unreadable=(bad(),)))
        assert (read.intake.orders, len(read.intake.unreadable)) == (4, 3)

    def test_in_another_pass_they_are_not_counted_again(self) -> None:
        read = reading()
        for _ in range(2):
            read.intake.begin()
            read.intake.receive(page(*some(1), unreadable=(bad(), bad("7"), bad())))
        assert (read.intake.orders, len(read.intake.unreadable)) == (4, 3)
        read.intake.begin()
        assert (read.intake.orders, list(read.intake.unreadable)) == (2, ["7"])


class TestAllOfAPageOrNothing:
    def cut(self) -> normalise.Page:
        rows = some(2)
        rows[1]["lineItems"] = connection(line(1), after="A")
        data = {"orders": connection(*rows)}
        return Reading(lambda *_: data).orders.page("x", None)

    @pytest.mark.parametrize("stopped", [failure("throttled"), failure("unreachable", why="no time left")], ids=str)
    def test_what_ends_the_asking_goes_through(self, stopped: SourceError) -> None:
        read = reading(answer=lambda *_: stopped)
        with pytest.raises(SourceError):
            read.intake.receive(self.cut()._replace(unreadable=[bad("9"), bad()]))
        assert (read.taken, read.intake.orders, read.intake.unreadable, read.reach.oldest_id) == ([], 0, {}, None)

    def test_what_costs_one_orders_rest_does_not(self) -> None:
        read = reading(answer=lambda *_: failure("unreachable"))
        read.intake.receive(self.cut())
        assert [(order.id, order.lines is None) for order in read.taken] == [("1", False), ("2", True)]
        assert read.troubles == [
            ("page_failed", {"host": "shop.example", "what": "lines", "orders": ["2"], "count": 1})
        ]


class TestWhatIsTold:
    def test_the_oldest_of_all_that_were_shown(self) -> None:
        read = reading()
        read.intake.receive(page(*some(2, first=5), doc(id=gid("Order", 3), createdAt="2026-01-01T00:00:00Z")))
        assert read.reach.oldest_id == 3

    def test_all_that_is_in_the_way(self) -> None:
        read = reading(Window(FIRST, FIRST + SECOND), lambda *_: failure("unreachable"))
        assert read.intake.tell() == ()
        read.intake.troubles.append(Trouble("throttled"))
        rows = some(2)
        rows[0]["lineItems"] = connection(line(1), after="A")
        read.intake.receive(Reading(lambda *_: {"orders": connection(*rows)}).orders.page("x", None))
        assert [one.kind for one in read.intake.tell()] == ["throttled", "page_failed", "rows_differ"]

    @pytest.mark.parametrize(
        ("kind", "said"), [("throttled", "throttled"), ("unreachable", "page_failed"), ("refused", "page_failed")]
    )
    def test_an_error_in_the_mails_words(self, kind: str, said: str) -> None:
        assert trouble_of(failure(kind, status=503)) == Trouble(said, {"host": "shop.example", "status": 503})


def test_times_are_those_of_the_shop() -> None:
    read = reading()
    read.intake.receive(page(*some(1)))
    assert [order.created_at for order in read.taken] == [datetime(2026, 11, 20, 7, tzinfo=UTC)]
    assert placed(0) == "2026-11-20T07:00:00Z"
