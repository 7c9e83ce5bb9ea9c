"""The answers about what a page cut off, read, and put into the order."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import ShopLine, ShopOrder
from sources.shopify import normalise
from sources.shopify.normalise import Fulfilment
from tests.unit.sources.shopify.told import ALL, APART, connection, doc, gid, line, one, parcel, payment, read, told


def refs(*numbers: int, **more: Any) -> list[dict[str, Any]]:
    return [{"lineItem": {"id": gid("LineItem", number)}, **more} for number in numbers]


def of_order(**fields: Any) -> bytes:
    return told({"order": fields})


def more_lines(*items: dict[str, Any], after: str | None = None) -> bytes:
    return of_order(lineItems=connection(*items, after=after))


def marks(order: ShopOrder) -> list[str]:
    return [item.sent for item in order.lines or ()]


# ------------------------------------------------------------------------------------------------------- lines
def test_further_lines() -> None:
    order = one(lineItems=connection(line(1), after="L1"))
    text = more_lines(
        line(2, 3, currentQuantity=1), line(3, requiresShipping=False), line(4, isGiftCard=True), after="L4"
    )
    two = ShopLine("TP-MUG-001-WHT", 1, 3, "2", "TPOP", "211", "", "waiting")
    load = ShopLine("TP-MUG-001-WHT", 0, 1, "3", "TPOP", "211", "", "none")
    assert normalise.read_lines(text, order, ALL) == ([two, load], "L4")
    found = normalise.read_lines(text, order, APART)
    assert found is not None
    assert [(item.id, item.remaining, item.sent) for item in found[0]] == [("2", 1, "waiting"), ("3", 1, "waiting")]
    assert normalise.read_lines(more_lines(), order, ALL) == ([], None)


@pytest.mark.parametrize(
    ("parcels", "left", "mark"),
    [
        ([parcel()], 0, "tracked"),
        ([parcel()], 1, ""),  # there may be a parcel without, and this line's be that one
        ([parcel(None)], 0, "closed"),
        ([parcel(None)], 1, "closed"),
        ([parcel(), parcel(None)], 0, ""),
    ],
)
def test_a_further_line_is_sent_as_those_before_it(parcels: list[Any], left: int, mark: str) -> None:
    order = one(fulfillments=parcels, lineItems=connection(line(unfulfilledQuantity=left), after="L1"))
    found = normalise.read_lines(more_lines(line(2, unfulfilledQuantity=0), line(3)), order, ALL)
    assert found is not None
    assert [item.sent for item in found[0]] == [mark, "waiting"]


def test_with_all_its_lines_an_order_is_whole() -> None:
    first = one(lineItems=connection(line(1), after="L1"))
    rest, _ = normalise.read_lines(more_lines(line(2)), first, ALL) or ([], None)
    whole = normalise.with_lines(first, [*(first.lines or ()), *rest])
    assert whole == one(lines=[line(1), line(2)])


@pytest.mark.parametrize(("ships", "digital"), [(True, False), (False, True)])
def test_an_order_that_began_with_downloads(ships: bool, digital: bool) -> None:
    first = one(lineItems=connection(line(1, requiresShipping=False), after="L1"))
    rest, _ = normalise.read_lines(more_lines(line(2, requiresShipping=ships)), first, ALL) or ([], None)
    whole = normalise.with_lines(first, [*(first.lines or ()), *rest])
    assert whole.digital is digital
    sent = [(item.id, item.remaining, item.sent) for item in whole.lines or ()]
    assert sent == [("1", 0, "none"), ("2", 1, "waiting") if ships else ("2", 0, "none")]


def test_what_needs_no_sending_says_nothing_of_the_lines_after_it() -> None:
    load = line(1, requiresShipping=False, unfulfilledQuantity=0)
    for parcels, mark in (([parcel()], ""), ([parcel(None)], "closed")):
        order = one(fulfillments=parcels, lineItems=connection(load, after="L1"))
        found = normalise.read_lines(more_lines(line(2, unfulfilledQuantity=0)), order, ALL)
        assert found is not None
        assert [item.sent for item in found[0]] == [mark]


def test_what_needs_no_sending_is_marked_by_no_fulfilment() -> None:
    order = one(lines=[line(1, unfulfilledQuantity=0), line(2, requiresShipping=False)], fulfillments=[parcel()] * 3)
    assert marks(order) == ["tracked", "none"]
    assert marks(normalise.with_marks(order, alive(False))) == ["closed", "none"]
    assert marks(normalise.with_sent(order, {"2"}, {"1"})) == ["closed", "none"]


# -------------------------------------------------------------------------------------------------- fulfilments
def test_all_fulfilments() -> None:
    rows = [
        {"id": gid("Fulfillment", 1), "createdAt": "2026-11-21T10:00:00Z", **parcel()},
        {"id": gid("Fulfillment", 2), "createdAt": "2026-11-21T10:00:01Z", **parcel(" ")},
        {"id": gid("Fulfillment", 3), "createdAt": "2026-11-21T10:00:02Z", **parcel(status="CANCELLED")},
    ]
    assert normalise.read_fulfilments(of_order(fulfillments=rows)) == [
        Fulfilment("1", "2026-11-21T10:00:00Z", True, True),
        Fulfilment("2", "2026-11-21T10:00:01Z", True, False),
        Fulfilment("3", "2026-11-21T10:00:02Z", False, True),
    ]


def alive(*tracked: bool) -> list[Fulfilment]:
    return [Fulfilment(str(number), "", True, one) for number, one in enumerate(tracked)]


@pytest.mark.parametrize(
    ("living", "mark", "tracked"),
    [
        (alive(), "waiting", False),
        (alive(True, True), "tracked", True),
        (alive(False), "closed", False),
        (alive(True, False), "", True),
    ],
)
def test_marked_by_all_fulfilments(living: list[Fulfilment], mark: str, tracked: bool) -> None:
    for shown in (parcel(), parcel(None), parcel(status="CANCELLED")):
        order = one(lines=[line(1), line(2, unfulfilledQuantity=0)], fulfillments=[shown] * 3)
        order = normalise.with_marks(order, living)
        assert marks(order) == ["waiting", mark]
        assert order.tracked is tracked


def test_which_lines_a_fulfilment_sent() -> None:
    nodes = [*refs(1, quantity=2), *refs(2, quantity=0), *refs(3, quantity=None)]
    text = told({"fulfillment": {"fulfillmentLineItems": connection(*nodes, after="S3")}})
    assert normalise.read_sent(text) == (["1", "3"], "S3")


def test_marked_line_by_line() -> None:
    items = [line(1), *(line(number, unfulfilledQuantity=0) for number in (2, 3, 4, 5))]
    order = one(APART, lines=items, fulfillments=[parcel(), parcel(None)])
    assert marks(order) == ["waiting", "", "", "", ""]
    order = normalise.with_sent(order, {"1", "2", "4"}, {"3", "4"})
    assert marks(order) == ["waiting", "tracked", "closed", "tracked", "waiting"]


# ------------------------------------------------------------------------------------------------------ refunds
def refund(number: int, *nodes: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    return {"id": gid("Refund", number), "refundLineItems": connection(*nodes, after=after)}


def test_what_came_back() -> None:
    back, gone = refs(1, quantity=2, restockType="RETURN"), refs(2, quantity=1, restockType="CANCEL")
    kept = refs(3, quantity=1, restockType="NO_RESTOCK")
    read_refunds = normalise.read_refunds(
        of_order(refunds=[refund(7, *back, *gone), refund(8, *back, *kept, after="R8")])
    )
    assert read_refunds is not None
    assert (read_refunds.returned, read_refunds.go_on, read_refunds.count) == ({"1": 4}, {"8": "R8"}, 2)
    text = told({"refund": {"refundLineItems": connection(*back, *gone, after="R9")}})
    assert normalise.read_refund_lines(text) == ({"1": 2}, "R9")


def test_the_ids_of_refunds() -> None:
    text = of_order(refunds=[{"id": gid("Refund", 7)}, {"id": gid("Refund", 8)}])
    assert normalise.read_refund_ids(text) == ["7", "8"]
    assert normalise.read_refund_ids(of_order(refunds=[])) == []


def test_units_that_came_back_had_been_made() -> None:
    order = one(lines=[line(1, 5, currentQuantity=2), line(2, 3, currentQuantity=3), line(3)])
    order = normalise.with_returned(order, {"1": 2, "2": 9, "4": 1})
    assert [(item.remaining, item.ordered) for item in order.lines or ()] == [(4, 5), (3, 3), (1, 1)]


# ----------------------------------------------------------------------------------------------------- payments
def test_all_payments() -> None:
    late = payment("2026-11-22T07:00:00Z", "CAPTURE")
    paid = datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert normalise.read_payments(of_order(transactions=[payment(), late, payment()])) == (paid, 3)
    assert normalise.read_payments(of_order(transactions=[])) == (None, 0)


def test_with_its_payments() -> None:
    paid = datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert normalise.with_payments(one(), paid).paid_at == paid
    assert normalise.with_payments(one(), None).paid_at == one().created_at
    assert normalise.with_payments(one(displayFinancialStatus="PENDING"), None).paid_at is None


# --------------------------------------------------------------------------------------------------- who fulfils
def assigned(
    number: int, *lines: int, service: str = "", status: str = "OPEN", after: str | None = None
) -> dict[str, Any]:
    place = {
        "isFulfillmentService": bool(service),
        "fulfillmentService": {"serviceName": service} if service else None,
    }
    return {
        "id": gid("FulfillmentOrder", number),
        "status": status,
        "assignedLocation": {"name": "Atelier", "location": place},
        "lineItems": connection(*refs(*lines), after=after),
    }


def test_who_is_to_fulfil() -> None:
    nodes = [assigned(1, 1, 2, service="TPOP", after="A1"), assigned(2, 2, 3, after="A2")]
    found = normalise.read_assignments(of_order(fulfillmentOrders=connection(*nodes, after="F2")))
    assert found is not None
    assert found.services == {"1": "TPOP", "2": "TPOP", "3": "Atelier"}
    assert found.go_on == [("2", "Atelier", "A2"), ("1", "TPOP", "A1")], "a service overrides a place"
    assert found.cursor == "F2"
    text = told({"fulfillmentOrder": {"lineItems": connection(*refs(4, 5), after="A5")}})
    assert normalise.read_assignment_lines(text) == (["4", "5"], "A5")


def test_with_who_is_to_fulfil() -> None:
    order = normalise.with_services(one(), {"1": "TPOP", "9": "x"})
    assert [item.service for item in order.lines or ()] == ["TPOP", ""]
    order = normalise.with_services(order, {"2": "Atelier"})
    assert [item.service for item in order.lines or ()] == ["TPOP", "Atelier"]


# -------------------------------------------------------------------------------------------------- ids of a page
def test_the_ids_of_a_page_and_what_people_call_them() -> None:
    nodes = ({"id": gid("Order", 5), "name": "#1005"}, {"id": gid("Order", 6), "name": "Zoé Quistinic"})
    text = told({"orders": connection(*nodes, after="P6")})
    assert normalise.read_skeleton(text) == (["5", "6"], {"5": "1005", "6": ""}, "P6", True)


READERS: tuple[Callable[[bytes], Any], ...] = (
    lambda text: normalise.read_lines(text, one(), ALL),
    normalise.read_fulfilments,
    normalise.read_sent,
    normalise.read_refunds,
    normalise.read_refund_lines,
    normalise.read_refund_ids,
    normalise.read_payments,
    normalise.read_assignments,
    normalise.read_assignment_lines,
    normalise.read_skeleton,
)
GONE = dict.fromkeys(("order", "fulfillment", "refund", "fulfillmentOrder", "orders"))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        told(None),
        told({}),
        told(GONE),
        told({key: {} for key in GONE}),
        b"\xff",
        b"[" * 9999,
    ],
)
def test_what_cannot_be_read_is_none(text: bytes) -> None:
    assert [reader(text) for reader in READERS] == [None] * len(READERS)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (READERS[0], {"order": {"lineItems": connection(line(2, quantity=1.5))}}),
        (READERS[0], {"order": {"lineItems": connection(line(2, id="x"))}}),
        (READERS[0], {"order": {"lineItems": {"pageInfo": {"hasNextPage": True, "endCursor": None}, "nodes": []}}}),
        (normalise.read_fulfilments, {"order": {"fulfillments": [{"id": "x", "createdAt": "", **parcel()}]}}),
        (
            normalise.read_sent,
            {"fulfillment": {"fulfillmentLineItems": connection({"quantity": 1, "lineItem": None})}},
        ),
        (normalise.read_refunds, {"order": {"refunds": [refund(1, *refs(1, quantity=None, restockType="RETURN"))]}}),
        (normalise.read_refund_ids, {"order": {"refunds": [{"id": gid("Refund", 1)}, {"id": "x"}]}}),
        (normalise.read_payments, {"order": {"transactions": [payment("soon")]}}),
        (
            normalise.read_assignments,
            {"order": {"fulfillmentOrders": connection({**assigned(1), "id": "x"}, after="A")}},
        ),
        (normalise.read_skeleton, {"orders": connection({"id": "x", "name": "#1"})}),
    ],
)
def test_an_answer_that_is_not_all_sound_is_none(reader: Callable[[bytes], Any], data: Any) -> None:
    if reader is normalise.read_assignments:
        data["order"]["fulfillmentOrders"]["nodes"][0]["lineItems"] = connection(*refs(1), after="A1")
    assert reader(json.dumps({"data": data}).encode()) is None


def test_what_is_not_known_stays_unknown() -> None:
    order = one()._replace(lines=None)
    for after in (
        normalise.with_returned(order, {"1": 1}),
        normalise.with_services(order, {"1": "TPOP"}),
        normalise.with_marks(order, []),
        normalise.with_sent(order, {"1"}, set()),
    ):
        assert after == order
    assert read(doc()).orders == [one()]


def test_lines_put_in_are_of_our_type() -> None:
    order = normalise.with_services(normalise.with_returned(one(), {}), {})
    assert all(isinstance(item, ShopLine) for item in order.lines or ())
    assert order == one()
