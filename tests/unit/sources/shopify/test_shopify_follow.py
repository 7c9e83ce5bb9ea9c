"""What a page cut off of an order: followed to its end, or said to be unknown; never doubled, never for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core.errors import SourceError
from core.model import ShopOrder
from sources.shopify import lists as listed
from sources.shopify.graph import TooDear
from sources.shopify.normalise import Follow, Rules
from tests.unit.sources.shopify.scripted import Reading, failure, fault, reply
from tests.unit.sources.shopify.told import ALL, APART, connection, gid, line, one, parcel, payment

HOST = "shop.example"
LINES, PAID, BACK = Follow(lines_after="A"), Follow(payments=True), Follow(refunds=True)
SENT, WHO = Follow(fulfilments=True), Follow(services="")
MOST = listed._HEADS
"""So many of a list without a cursor can be asked for at once, and one less be known to be all."""


def complete(
    answer: Any, follow: Follow, order: ShopOrder | None = None, by: Rules = ALL
) -> tuple[ShopOrder, Reading]:
    read = Reading(answer, by=by)
    order = order or one(by=by)
    (whole,) = read.follower.complete([order], {order.id: follow})
    return whole, read


def lost(what: str, **detail: Any) -> list[tuple[str, dict[str, Any]]]:
    return [("page_failed", {"host": HOST, **detail, "what": what, "orders": ["5551042"], "count": 1})]


def by_cursor(pages: Mapping[Any, Any]) -> Any:
    return lambda _, asked: pages[asked.get("after")]


def lines(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    return {"order": {"lineItems": connection(*nodes, after=after)}}


def skus(order: ShopOrder) -> list[str]:
    return [each.sku for each in order.lines or ()]


class TestOnlyWhatWasCutOff:
    def test_other_orders_are_not_asked_about(self) -> None:
        read = Reading(lambda *_: failure())
        order = one()
        assert read.follower.complete([order, order], {"7": LINES}) == [order, order]
        assert read.script.asked == []
        assert read.troubles == []

    def test_each_order_has_its_own_rest(self) -> None:
        first, second = one(), one(id=gid("Order", 7))
        read = Reading(lambda _, asked: lines(line(9, sku=asked["id"])))
        whole = read.follower.complete([first, second], {first.id: LINES, "7": LINES})
        assert [skus(order)[-1] for order in whole] == [gid("Order", 5551042), gid("Order", 7)]


class TestLines:
    def test_to_the_last_page_in_their_order(self) -> None:
        pages = {
            "A": lines(line(3, sku="c"), line(4, sku="d"), after="B"),
            "B": lines(after="C"),
            "C": lines(line(5, sku="e")),
        }
        order, read = complete(by_cursor(pages), LINES)
        assert skus(order) == ["TP-MUG-001-WHT", "TP-TEE-010-BLK-S", "c", "d", "e"]
        assert [asked.variables["after"] for asked in read.script.asked] == ["A", "B", "C"]
        assert read.troubles == []

    @pytest.mark.parametrize(
        "pages",
        [
            {"A": lines(line(3), after="A")},
            {"A": lines(line(3), after="B"), "B": lines(line(4), after="A")},
            {"A": lines(line(3), after="B"), "B": lines(line(3))},
            {"A": lines(line(1), line(2))},
            {"A": {"order": None}},
            {"A": lines(line(3), after="B"), "B": {"order": None}},
            {"A": lines(line(3, sku=7))},
            {"A": {"order": {"lineItems": {"pageInfo": {"hasNextPage": True, "endCursor": None}, "nodes": []}}}},
            {"A": TooDear()},
            {"A": failure("unreachable")},
            {
                "A": reply(
                    lines(line(3, sku=None)), fault("INTERNAL_SERVER_ERROR", "order", "lineItems", "nodes", 0, "sku")
                )
            },
            {"A": reply(lines(line(3, sku=None)), fault("ACCESS_DENIED", "order", "lineItems", "nodes", 0, "sku"))},
            {
                "A": reply(
                    lines(line(3, sku=None)),
                    fault("ACCESS_DENIED", "order", "lineItems", "nodes", 0, "variant"),
                    fault("TIMEOUT", "order", "lineItems", "nodes", 0, "sku"),
                )
            },
        ],
        ids=[
            "the same cursor",
            "cursors in a ring",
            "the same page",
            "the page's own lines",
            "gone",
            "gone half-way",
            "not read",
            "no cursor",
            "too dear",
            "fails",
            "a part fails",
            "a part is denied",
            "two parts",
        ],
    )
    def test_otherwise_nobody_knows_what_it_holds(self, pages: Mapping[str, Any]) -> None:
        order, read = complete(by_cursor(pages), LINES)
        assert order.lines is None
        assert read.troubles == lost("lines")
        assert len(read.script.asked) <= 2

    def test_a_new_cursor_each_time_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listed, "_PAGES_MAX", 5)
        order, read = complete(lambda _, asked: lines(after=asked["after"] + "+"), LINES)
        assert (order.lines, len(read.script.asked)) == (None, 5)
        assert read.troubles == lost("lines")
        last = {
            f"A{'+' * at}": lines(line(3 + at), after=f"A{'+' * (at + 1)}" if at < 4 else None) for at in range(5)
        }
        order, _ = complete(by_cursor(last), LINES)
        assert len(order.lines or ()) == 7, "so many may be"

    def test_which_article_may_be_denied(self) -> None:
        errors = [fault("ACCESS_DENIED", "order", "lineItems", "nodes", at, "variant") for at in range(2)]
        order, read = complete(lambda *_: reply(lines(line(3, variant=None), line(4, variant=None)), *errors), LINES)
        assert [each.product for each in order.lines or ()] == ["211", "214", "", ""]
        assert read.troubles == []
        read.reach.articles = False
        read.follower.complete([order], {order.id: LINES})
        assert [asked.variables["articles"] for asked in read.script.asked] == [True, False]

    def test_refunds_of_further_lines_are_asked_for_where_something_was_made(self) -> None:
        cut = lines(line(3, 4, currentQuantity=1))
        back = {"order": {"refunds": [{"id": gid("Refund", 1), "refundLineItems": connection(returned(3, 2))}]}}
        for made, remaining in ((True, 3), (False, 1)):
            order, read = complete(lambda name, _: cut if name == "lines" else back, Follow("A", made=made))
            assert [each.remaining for each in order.lines or ()] == [2, 1, remaining]
            assert read.script.count("refunds") == made

    def test_refunds_of_its_first_lines_are_asked_for_all_the_same(self) -> None:
        back = {"order": {"refunds": [{"id": gid("Refund", 1), "refundLineItems": connection(returned(1, 1))}]}}
        order, _ = complete(
            lambda name, _: lines(line(3)) if name == "lines" else back,
            Follow("A", refunds=True, made=True),
            one(lines=(line(1, 3, currentQuantity=1),)),
        )
        assert [each.remaining for each in order.lines or ()] == [2, 1]

    def test_without_them_it_may_still_be_paid_and_sent(self) -> None:
        """An order whose lines are unknown is not to be called unpaid, or without tracking, for that."""
        paid = {"order": {"transactions": [payment("2026-11-22T09:30:00Z")]}}
        sent = {"order": {"fulfillments": [fulfilment(1)]}}
        order, read = complete(
            lambda name, _: {"transactions": paid, "fulfilments": sent}.get(name, failure()),
            Follow("A", fulfilments=True, refunds=True, payments=True, services=""),
        )
        assert (order.lines, f"{order.paid_at}", order.tracked) == (None, "2026-11-22 09:30:00+00:00", True)
        assert [name for name, *_ in read.script.asked] == ["lines", "transactions", "fulfilments"]
        assert read.troubles == lost("lines")


def fulfilment(number: int, at: str = "", tracked: str | None = "6A1", status: str = "SUCCESS") -> dict[str, Any]:
    created = at or f"2026-11-22T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    return {"id": gid("Fulfillment", number), "createdAt": created, **parcel(tracked, status)}


class Parcels:
    """Fulfilments as Shopify lists them: the oldest first, from a time on, and no cursor."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def __call__(self, name: str, asked: Mapping[str, Any]) -> Any:
        assert name == "fulfilments"
        since = asked["search"].split("'")[1] if asked["search"] else ""
        return {"order": {"fulfillments": [row for row in self.rows if row["createdAt"] >= since][: asked["first"]]}}


class TestFulfilments:
    @pytest.mark.parametrize(
        ("count", "questions"),
        [(0, 1), (19, 1), (20, 2), (149, 2), (150, 3), (298, 3), (299, 4), (400, 4)],
    )
    def test_the_last_of_them_may_be_the_one_with_tracking(self, count: int, questions: int) -> None:
        rows = [fulfilment(at, tracked="6A1" if at == count - 1 else None) for at in range(count)]
        order, read = complete(Parcels(rows), SENT)
        assert (order.tracked, len(read.script.asked), read.troubles) == (count > 0, questions, [])
        assert {asked.variables["first"] for asked in read.script.asked} <= {20, 150}

    def test_those_that_came_to_nothing_send_nothing(self) -> None:
        rows = [fulfilment(at, status=status) for at, status in enumerate(("CANCELLED", "ERROR", "FAILURE"))]
        order, _ = complete(
            Parcels(rows), SENT, one(lines=(line(1, unfulfilledQuantity=0),), fulfillments=[parcel()])
        )
        assert (order.tracked, [each.sent for each in order.lines or ()]) == (False, ["waiting"])

    def test_more_in_one_second_than_can_be_asked_for_are_not_known(self) -> None:
        rows = [fulfilment(at, "2026-11-22T08:00:00Z", None) for at in range(151)]
        order, read = complete(Parcels(rows), SENT)
        assert read.troubles == lost("fulfilments")
        assert order.lines is not None
        order, read = complete(Parcels(rows[:149]), SENT)
        assert read.troubles == []

    def test_newest_first_nobody_could_go_on(self) -> None:
        rows = [fulfilment(at, tracked="6A1" if at == 0 else None) for at in range(160)]

        def answer(_: str, asked: Mapping[str, Any]) -> Any:
            since = asked["search"].split("'")[1] if asked["search"] else ""
            found = [row for row in reversed(rows) if row["createdAt"] >= since]
            return {"order": {"fulfillments": found[: asked["first"]]}}

        _, read = complete(answer, SENT)
        assert read.troubles == lost("fulfilments")

    @pytest.mark.parametrize(
        "told",
        [{"order": None}, {"order": {"fulfillments": [{"id": 1}]}}, failure("unreachable"), TooDear()],
        ids=str,
    )
    def test_where_they_do_not_come_that_is_told(self, told: Any) -> None:
        before = one()
        order, read = complete(lambda *_: told, SENT)
        assert order == before
        assert read.troubles == lost("fulfilments")

    def test_which_lines_each_sent_where_it_matters(self) -> None:
        rows = [fulfilment(1), fulfilment(2, tracked=None), fulfilment(3, status="CANCELLED")]
        of = {
            gid("Fulfillment", 1): {None: ((1,), "A"), "A": ((2,), None)},
            gid("Fulfillment", 2): {None: ((3,), None)},
        }

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "fulfilments":
                return {"order": {"fulfillments": rows}}
            ids, after = of[asked["id"]][asked["after"]]
            return {"fulfillment": {"fulfillmentLineItems": connection(*map(sent_line, ids), after=after)}}

        sent = [parcel(), parcel(None)]
        given = one(
            by=APART, lines=[line(at, unfulfilledQuantity=int(at == 4)) for at in range(1, 6)], fulfillments=sent
        )
        order, read = complete(answer, SENT, given, APART)
        assert [each.sent for each in order.lines or ()] == ["tracked", "tracked", "closed", "waiting", "waiting"]
        order, read = complete(answer, SENT, one(lines=[line(1, unfulfilledQuantity=0)], fulfillments=[parcel()]))
        assert read.script.count("fulfilment_lines") == 0, "where all lines are TPOP's, one tracking number is enough"

    @pytest.mark.parametrize(
        "pages",
        [
            {None: ((1,), "A"), "A": ((2,), "A")},
            {None: ((1,), "A"), "A": ((2,), "B"), "B": ((2,), "A")},
            {None: None},
        ],
        ids=["the same cursor", "a ring", "gone"],
    )
    def test_lines_of_one_that_have_no_end(self, pages: Mapping[Any, Any]) -> None:
        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "fulfilments":
                return {"order": {"fulfillments": [fulfilment(1), fulfilment(2, tracked=None)]}}
            if pages[asked["after"]] is None:
                return {"fulfillment": None}
            ids, after = pages[asked["after"]]
            return {"fulfillment": {"fulfillmentLineItems": connection(*map(sent_line, ids), after=after)}}

        _, read = complete(answer, SENT, one(by=APART, lines=[line(1, unfulfilledQuantity=0)]), APART)
        assert read.troubles == lost("fulfilments")
        assert len(read.script.asked) <= 5


def sent_line(number: int) -> dict[str, Any]:
    return {"quantity": 1, "lineItem": {"id": gid("LineItem", number)}}


def returned(number: int, units: int = 1, kind: str = "RETURN") -> dict[str, Any]:
    return {"quantity": units, "restockType": kind, "lineItem": {"id": gid("LineItem", number)}}


class Refunds:
    """`rows`: of each refund, the lines that came back."""

    def __init__(self, *rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def __call__(self, name: str, asked: Mapping[str, Any]) -> Any:
        if name == "refunds":
            shown = self.rows[: asked["first"]]
            return {
                "order": {
                    "refunds": [
                        {"id": gid("Refund", at), "refundLineItems": self.cut(rows, 0, asked["lines"])}
                        for at, rows in enumerate(shown)
                    ]
                }
            }
        if name == "refund_ids":
            return {
                "order": {"refunds": [{"id": gid("Refund", at)} for at in range(len(self.rows[: asked["first"]]))]}
            }
        at = int(asked["id"].rpartition("/")[2])
        return {"refund": {"refundLineItems": self.cut(self.rows[at], int(asked["after"] or 0), 4)}}

    def cut(self, rows: list[Any], start: int, size: int) -> dict[str, Any]:
        end = start + size
        return connection(*rows[start:end], after=str(end) if end < len(rows) else None)


class TestRefunds:
    @pytest.mark.parametrize(("count", "questions"), [(1, 1), (9, 1), (10, 2), (39, 2), (40, 3), (149, 3)])
    def test_all_of_them(self, count: int, questions: int) -> None:
        given = one(lines=(line(1, 200, currentQuantity=200 - count),))
        order, read = complete(Refunds(*([returned(1)] for _ in range(count))), BACK, given)
        assert [each.remaining for each in order.lines or ()] == [200]
        assert (len(read.script.asked), read.troubles) == (questions, [])

    @pytest.mark.parametrize("count", [150, 180, MOST - 1])
    def test_from_a_size_on_one_by_one(self, count: int) -> None:
        given = one(lines=(line(1, 5000, currentQuantity=1000), line(2, 30, currentQuantity=1)))
        rows = [[returned(1)] for _ in range(count - 1)]
        order, read = complete(Refunds([returned(1), *[returned(2)] * 8], *rows), BACK, given)
        assert [each.remaining for each in order.lines or ()] == [1000 + count, 9], "none twice, none left out"
        assert [read.script.count(name) for name in ("refunds", "refund_ids", "refund_lines")] == [3, 1, count + 2]
        assert read.troubles == []
        assert all(asked.points <= 1000 for asked in read.script.asked)

    def test_more_than_can_be_asked_for(self) -> None:
        order, read = complete(Refunds(*([returned(1)] for _ in range(MOST))), BACK)
        assert order.lines is None
        assert read.troubles == lost("refunds")
        assert read.script.count("refund_lines") == 0

    @pytest.mark.parametrize(
        "told", [{"order": None}, {"order": {"refunds": [{"id": "x"}]}}, failure("unreachable"), TooDear()], ids=str
    )
    def test_where_their_ids_do_not_come_that_is_told(self, told: Any) -> None:
        refunds = Refunds(*([returned(1)] for _ in range(180)))
        order, read = complete(lambda name, asked: told if name == "refund_ids" else refunds(name, asked), BACK)
        assert (order.lines, read.troubles) == (None, lost("refunds"))

    def test_nor_where_one_of_them_is_gone(self) -> None:
        refunds = Refunds(*([returned(1)] for _ in range(180)))

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return {"refund": None} if asked["id"] == gid("Refund", 179) else refunds(name, asked)

        order, read = complete(answer, BACK)
        assert (order.lines, read.troubles) == (None, lost("refunds"))

    def test_one_that_comes_between_two_questions_counts_once(self) -> None:
        refunds = Refunds(*([returned(1)] for _ in range(10)))

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            told = refunds(name, asked)
            refunds.rows = (*refunds.rows, [returned(1)])
            return told

        order, _ = complete(answer, BACK, one(lines=(line(1, 20, currentQuantity=0),)))
        assert [each.remaining for each in order.lines or ()] == [11]

    def test_lines_of_one_go_on(self) -> None:
        rows = [returned(1) for _ in range(27)]
        order, read = complete(
            Refunds(rows, [returned(2)]),
            BACK,
            one(lines=(line(1, 50, currentQuantity=3), line(2, 5, currentQuantity=1))),
        )
        assert [each.remaining for each in order.lines or ()] == [30, 2]
        assert [asked.variables.get("after") for asked in read.script.asked] == [None, "20", "24"]

    def test_no_more_comes_back_than_was_ordered(self) -> None:
        order, _ = complete(Refunds([returned(1, 9)]), BACK, one(lines=(line(1, 3, currentQuantity=1),)))
        assert [each.remaining for each in order.lines or ()] == [3]

    @pytest.mark.parametrize("kind", ["CANCEL", "NO_RESTOCK", "LEGACY_RESTOCK"])
    def test_only_what_came_back_had_been_made(self, kind: str) -> None:
        order, _ = complete(Refunds([returned(1, 2, kind)]), BACK, one(lines=(line(1, 3, currentQuantity=1),)))
        assert [each.remaining for each in order.lines or ()] == [1]

    @pytest.mark.parametrize("ring", [{"A": "A"}, {"A": "B", "B": "A"}, {}], ids=["the same", "a ring", "gone"])
    def test_lines_that_have_no_end_are_not_added_up(self, ring: Mapping[str, str]) -> None:
        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "refunds":
                cut = connection(returned(1), after="A")
                return {"order": {"refunds": [{"id": gid("Refund", 1), "refundLineItems": cut}]}}
            if not ring:
                return {"refund": None}
            return {"refund": {"refundLineItems": connection(returned(1), after=ring[asked["after"]])}}

        order, read = complete(answer, BACK, one(lines=(line(1, 900, currentQuantity=0),)))
        assert order.lines is None
        assert read.troubles == lost("refunds")
        assert len(read.script.asked) <= 4

    def test_nor_those_of_a_new_cursor_each_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listed, "_PAGES_MAX", 5)

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            cut = connection(returned(1), after=f"{asked.get('after')}+")
            whole = {"id": gid("Refund", 1), "refundLineItems": cut}
            return {"order": {"refunds": [whole]}} if name == "refunds" else {"refund": whole}

        order, read = complete(answer, BACK)
        assert (order.lines, read.troubles) == (None, lost("refunds"))


class TestPayments:
    def payments(self, count: int, last: str = "2026-11-22T09:30:00Z") -> Any:
        rows = [payment("2026-11-20T08:00:00Z", status="FAILURE") for _ in range(count - 1)] + [payment(last)]
        return lambda _, asked: {"order": {"transactions": rows[: asked["first"]]}}

    @pytest.mark.parametrize(
        ("count", "questions"), [(3, 1), (19, 1), (20, 2), (149, 2), (150, 3), (200, 3), (MOST - 1, 3)]
    )
    def test_the_last_of_them(self, count: int, questions: int) -> None:
        order, read = complete(self.payments(count), PAID)
        assert f"{order.paid_at}" == "2026-11-22 09:30:00+00:00"
        assert (len(read.script.asked), read.troubles) == (questions, [])

    def test_more_than_can_be_asked_for_are_not_known(self) -> None:
        order, read = complete(self.payments(MOST), PAID)
        assert order == one()._replace(paid_at=read.reach.now)  # perhaps a moment ago: nobody is accused for it
        assert read.troubles == lost("payments")
        assert [asked.variables["first"] for asked in read.script.asked] == [20, 150, MOST]
        assert all(asked.points <= 1000 for asked in read.script.asked)

    @pytest.mark.parametrize("told", [{"order": None}, {"order": {"transactions": [payment("yesterday")]}}], ids=str)
    def test_otherwise_it_may_have_been_paid_just_now_and_it_is_told(self, told: Any) -> None:
        order, read = complete(lambda *_: told, PAID)
        assert order == one()._replace(paid_at=read.reach.now)
        assert read.troubles == lost("payments")


def assigned(
    name: str, *ids: int, number: int = 1, after: str | None = None, status: str = "OPEN", service: bool = False
) -> dict[str, Any]:
    place = {"isFulfillmentService": True, "fulfillmentService": {"serviceName": name}} if service else None
    return {
        "id": gid("FulfillmentOrder", number),
        "status": status,
        "assignedLocation": {"name": name, "location": place},
        "lineItems": connection(*({"lineItem": {"id": gid("LineItem", at)}} for at in ids), after=after),
    }


def assignments(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    return {"order": {"fulfillmentOrders": connection(*nodes, after=after)}}


def further(*ids: int, after: str | None = None) -> dict[str, Any]:
    return {"fulfillmentOrder": assigned("", *ids, after=after)}


class TestWhoFulfils:
    given = one(lines=[line(at) for at in range(1, 5)])

    def services(self, order: ShopOrder) -> list[str] | None:
        return None if order.lines is None else [each.service for each in order.lines]

    def test_over_pages_and_pages_of_lines(self) -> None:
        told = {
            None: assignments(assigned("Atelier", 1, after="L"), after="P"),
            "L": further(2),
            "P": assignments(assigned("TPOP", 3, 4, service=True)),
        }
        order, read = complete(by_cursor(told), WHO, self.given)
        assert self.services(order) == ["Atelier", "Atelier", "TPOP", "TPOP"]
        assert [asked.variables["after"] for asked in read.script.asked] == [None, "L", "P"]

    def test_of_two_on_one_page_what_weighs_more(self) -> None:
        """It was moved: the first was cancelled, and its lines are the other's now."""
        moved = assigned("Atelier", 1, 2, after="X", status="CANCELLED")
        for nodes in (
            (moved, assigned("TPOP", 1, 2, number=2, after="Y")),
            (assigned("TPOP", 1, 2, number=2, after="Y"), moved),
        ):
            told = {None: assignments(*nodes), "X": further(3, 4), "Y": further(3, 4)}
            order, read = complete(by_cursor(told), WHO, self.given)
            assert (self.services(order), read.troubles) == (["TPOP"] * 4, [])

    @pytest.mark.parametrize(
        "told",
        [
            {
                None: assignments(assigned("TPOP", 1, 2, service=True), after="P"),
                "P": assignments(assigned("Atelier", 2, number=2, status="CANCELLED")),
            },
            {
                None: assignments(
                    assigned("TPOP", 3, number=2, service=True), assigned("Atelier", 1, after="L", status="CANCELLED")
                ),
                "L": further(2, 3),
            },
            {
                None: assignments(assigned("Atelier", 1), after="P"),
                "P": assignments(assigned("Atelier", 2), after="P"),
            },
            {None: assignments(after="P"), "P": assignments(after="Q"), "Q": assignments(after="P")},
            {
                None: assignments(assigned("Atelier", 1, after="L")),
                "L": further(2, after="M"),
                "M": further(3, after="L"),
            },
            {None: assignments(assigned("Atelier", 1, after="L")), "L": {"fulfillmentOrder": None}},
            {None: {"order": None}},
            {None: reply(assignments(assigned("Atelier", 1)), fault("ACCESS_DENIED", "order", "location"))},
        ],
        ids=["split", "overtaken", "same cursor", "a ring", "a ring of lines", "gone", "order gone", "denied"],
    )
    def test_otherwise_its_lines_are_what_they_were_and_it_is_told(self, told: Mapping[Any, Any]) -> None:
        """What the page said of them stays; the list is called partial for it."""
        known = self.given._replace(
            lines=tuple(each._replace(service="TPOP" if each.id == "1" else "") for each in self.given.lines or ())
        )
        for given in (self.given, known):
            order, read = complete(by_cursor(told), WHO, given)
            assert order == given
            assert read.troubles == lost("services")
            assert len(read.script.asked) <= 4

    def test_a_line_that_waits_and_that_nobody_is_to_send_is_told(self) -> None:
        """It may be TPOP's or not: what is known of its other lines stays."""
        told = {None: assignments(assigned("TPOP", 2, 3, 4, service=True))}
        order, read = complete(by_cursor(told), WHO, self.given)
        assert order == self.given
        assert read.troubles == lost("services")
        assert read.script.count("assignments") == 1

    @pytest.mark.parametrize("fields", [{"currentQuantity": 0}, {"unfulfilledQuantity": 0}], ids=str)
    def test_one_that_does_not_wait_is_not(self, fields: dict[str, Any]) -> None:
        sent = [{"status": "SUCCESS", "trackingInfo": []}]
        given = one(lines=[line(1, **fields), line(2)], fulfillments=sent)
        order, read = complete(by_cursor({None: assignments(assigned("TPOP", 2, service=True))}), WHO, given)
        assert (self.services(order), read.troubles) == (["", "TPOP"], [])


class TestWhatIsTold:
    @pytest.mark.parametrize("follow", [LINES, PAID, BACK, SENT, WHO], ids=str)
    @pytest.mark.parametrize(
        ("kind", "detail", "ends"),
        [
            ("throttled", {}, True),
            ("unreachable", {"why": "no time left"}, True),
            ("unreachable", {"why": "timeout"}, False),
            ("refused", {"why": "query"}, False),
            ("page_failed", {}, False),
            ("not_json", {}, False),
        ],
    )
    def test_what_ends_the_asking_is_raised_and_nothing_else(
        self, follow: Follow, kind: str, detail: dict[str, Any], ends: bool
    ) -> None:
        if ends:
            with pytest.raises(SourceError):
                complete(lambda *_: failure(kind, **detail), follow)
        else:
            order, read = complete(lambda *_: failure(kind, **detail), follow)
            assert (order.lines is None) == (follow in (LINES, BACK))
            assert [one for one, _ in read.troubles] == ["page_failed"]
            assert detail.items() <= read.troubles[0][1].items()

    def test_three_of_many_are_named(self) -> None:
        read = Reading(lambda *_: {"order": None})
        orders = [one(id=gid("Order", at)) for at in range(1, 6)]
        for _ in range(2):
            read.follower.complete(orders, {order.id: LINES for order in orders})
        assert read.troubles == [
            ("page_failed", {"host": HOST, "what": "lines", "orders": ["1", "2", "3"], "count": 5})
        ], "however often they are asked for"

    def test_each_kind_is_told_by_itself(self) -> None:
        _, read = complete(lambda *_: {"order": None}, Follow(payments=True, fulfilments=True, services=""))
        assert [detail["what"] for _, detail in read.troubles] == ["payments", "services", "fulfilments"]

    def test_what_comes_the_second_time_is_not_lost(self) -> None:
        told: list[Any] = [{"order": None}, lines(line(3))]
        read = Reading(lambda *_: told.pop(0))
        order = one()
        assert read.follower.complete([order], {order.id: LINES})[0].lines is None
        assert len(read.follower.complete([order], {order.id: LINES})[0].lines or ()) == 3
        assert read.troubles == []
