"""Shopify's words to ours: states, times, lines, addresses, what was sent, and what a page cut off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import Recipient, ShopLine, ShopOrder, Unreadable
from core.policy import Policy
from sources.shopify import normalise
from sources.shopify.normalise import Follow
from tests.unit.sources.shopify.told import (
    ALL,
    APART,
    LONE,
    NAME,
    address,
    bad,
    connection,
    doc,
    follow,
    gid,
    line,
    one,
    parcel,
    payment,
    read,
    told,
    whole,
    without,
)

AT = datetime(2026, 11, 21, 7, tzinfo=UTC)


def lines(order: ShopOrder) -> tuple[ShopLine, ...]:
    assert order.lines is not None
    return order.lines


def sent(*parcels: dict[str, Any], by: normalise.Rules = ALL, left: int = 0) -> str:
    return lines(one(by, fulfillments=list(parcels), lines=[line(unfulfilledQuantity=left)]))[0].sent


def test_an_order_in_our_words() -> None:
    assert one() == ShopOrder(
        id="5551042",
        number="1042",
        state="due",
        status="paid",
        created_at=datetime(2026, 11, 21, 6, 59, tzinfo=UTC),
        paid_at=AT,
        updated_at=datetime(2026, 11, 21, 8, tzinfo=UTC),
        lines=(
            ShopLine("TP-MUG-001-WHT", 2, 2, "1", "TPOP", "211", "", "waiting"),
            ShopLine("TP-TEE-010-BLK-S", 1, 1, "2", "TPOP", "214", "", "waiting"),
        ),
        recipient=Recipient(NAME, "12 rue de l'Église", "Bâtiment C", "75011", "Paris", "FR", ""),
    )
    assert read(doc()).follow == {}


def test_made_the_quick_way_it_is_still_of_our_types() -> None:
    order = one()
    assert isinstance(order, ShopOrder)
    assert len(order) == len(ShopOrder._fields)
    assert isinstance(order.recipient, Recipient)
    assert len(order.recipient) == len(Recipient._fields)
    assert all(isinstance(item, ShopLine) and len(item) == len(ShopLine._fields) for item in lines(order))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("PAID", "due"),
        ("PARTIALLY_REFUNDED", "due"),
        ("PENDING", "unpaid"),
        ("AUTHORIZED", "unpaid"),
        ("EXPIRED", "unpaid"),
        ("PARTIALLY_PAID", "unpaid"),
        ("REFUNDED", "cancelled"),
        ("VOIDED", "cancelled"),
        ("SOMETHING_NEW", "other"),
    ],
)
def test_every_financial_word_has_its_state_and_is_kept(word: str, state: str) -> None:
    order = one(displayFinancialStatus=word)
    assert (order.state, order.status) == (state, word.lower())


@pytest.mark.parametrize("word", ["PAID", "PENDING", "REFUNDED", None, "SOMETHING_NEW"])
def test_cancelled_is_cancelled_whatever_was_paid(word: str | None) -> None:
    order = one(displayFinancialStatus=word, cancelledAt="2026-11-21T09:00:00Z")
    assert (order.state, order.status) == ("cancelled", "cancelled")


@pytest.mark.parametrize(
    ("fields", "state", "status"),
    [
        ({"displayFinancialStatus": "PARTIALLY_PAID", "edited": True}, "due", "partially_paid"),
        ({"displayFinancialStatus": "PENDING", "edited": True}, "unpaid", "pending"),
        ({"displayFinancialStatus": None, "fullyPaid": True}, "due", "paid"),
        ({"displayFinancialStatus": None, "fullyPaid": False}, "other", ""),
    ],
)
def test_paid_before_something_was_added_and_paid_without_a_word(
    fields: dict[str, Any], state: str, status: str
) -> None:
    order = one(**fields)
    assert (order.state, order.status) == (state, status)


def test_the_policy_says_what_is_due() -> None:
    by = normalise.rules(Policy(due_statuses=("Authorized", " PARTIALLY_PAID ")))
    words = ("AUTHORIZED", "PARTIALLY_PAID", "PAID", "PARTIALLY_REFUNDED", "PENDING")
    page = read(*(doc(displayFinancialStatus=word) for word in words), by=by)
    assert [order.state for order in page.orders] == ["due", "due", "other", "other", "unpaid"]
    assert normalise.rules(Policy(due_statuses=("partially_refunded",))).known["partially_refunded"] == "due"


def test_what_may_come_apart_is_told_by_the_policy() -> None:
    assert not ALL.keep_unshipped
    assert APART.keep_unshipped


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("#1042", "1042"),
        ("# 1042 ", "1042"),
        ("EN1042-A", "EN1042-A"),
        ("A-#7", "A-#7"),
        ("", "5551042"),
        ("#", "5551042"),
    ],
)
def test_the_number_is_what_people_say(name: str, ours: str) -> None:
    assert one(name=name).number == ours


@pytest.mark.parametrize(
    "text",
    ["2026-11-21T07:00:00Z", "2026-11-21T08:00:00+01:00", "2026-11-21T07:00:00.000Z", "2026-11-20T20:00:00-11:00"],
)
def test_times_are_utc_however_they_are_written(text: str) -> None:
    order = one(createdAt=text, updatedAt=text, transactions=[payment(text)])
    assert order.created_at == order.updated_at == order.paid_at == AT
    assert {at.tzinfo for at in (order.created_at, order.updated_at, order.paid_at) if at} == {UTC}


@pytest.mark.parametrize(
    ("payments", "paid"),
    [
        ([payment(), payment("2026-11-21T07:30:00Z", "CAPTURE")], datetime(2026, 11, 21, 7, 30, tzinfo=UTC)),
        ([payment("2026-11-21T07:30:00Z"), payment()], datetime(2026, 11, 21, 7, 30, tzinfo=UTC)),
        ([payment("2026-11-21T09:30:00+02:00"), payment()], datetime(2026, 11, 21, 7, 30, tzinfo=UTC)),
        ([payment(), payment("2026-11-22T07:00:00Z", "REFUND")], AT),
        ([payment(), payment("2026-11-22T07:00:00Z", "AUTHORIZATION")], AT),
        ([payment(), payment("2026-11-22T07:00:00Z", status="FAILURE")], AT),
        ([payment(), payment(None)], AT),
    ],
)
def test_paid_when_the_last_of_the_money_came(payments: list[dict[str, Any]], paid: datetime) -> None:
    assert one(transactions=payments).paid_at == paid


def test_due_without_a_payment_was_paid_as_it_was_placed() -> None:
    order = one(transactions=[])
    assert order.paid_at == order.created_at
    assert one(transactions=[], displayFinancialStatus="PENDING").paid_at is None


# ------------------------------------------------------------------------------------------------------- lines
def test_a_line_with_little_in_it() -> None:
    (only,) = lines(one(lines=[line(sku=None, vendor=None, variant=None)]))
    assert only == ShopLine("", 1, 1, "1", sent="waiting")
    bare = line()
    del bare["variant"]
    assert lines(one(lines=[bare]))[0].product == ""


@pytest.mark.parametrize(("now", "remaining"), [(3, 3), (1, 1), (0, 0), (-1, 0)])
def test_what_is_left_to_make(now: int, remaining: int) -> None:
    (only,) = lines(one(lines=[line(ordered=3, currentQuantity=now)]))
    assert (only.ordered, only.remaining) == (3, remaining)


@pytest.mark.parametrize(
    ("keys", "personal"), [([], False), (["_pplr"], False), (["Prénom"], True), (["_a", "Text"], True), ([""], True)]
)
def test_what_the_customer_had_put_on_it_makes_it_personal(keys: list[str], personal: bool) -> None:
    (only,) = lines(one(lines=[line(customAttributes=[{"key": key} for key in keys])]))
    assert only.personal is personal


def test_gift_cards_are_nobodys_to_make() -> None:
    card = line(9, isGiftCard=True, requiresShipping=False)
    for by in (ALL, APART):
        assert [item.id for item in lines(one(by, lines=[line(1), card]))] == ["1"]
    assert (one(lines=[card]).digital, one(lines=[card]).lines) == (True, ())
    printed = line(9, isGiftCard=True)
    assert (one(lines=[printed]).digital, one(lines=[printed]).lines) == (True, ())


def test_what_needs_no_shipping_is_expected_by_nobody_unless_lines_are_told_apart() -> None:
    def told_of(by: normalise.Rules) -> list[tuple[str, int, int, str]]:
        order = one(by, lines=[line(9, 2, requiresShipping=False, unfulfilledQuantity=0), line(1)])
        assert not order.digital
        return [(item.id, item.remaining, item.ordered, item.sent) for item in lines(order)]

    assert told_of(ALL) == [("1", 1, 1, "waiting"), ("9", 0, 2, "none")]
    assert told_of(APART) == [("9", 2, 2, "waiting"), ("1", 1, 1, "waiting")]


def test_an_order_of_downloads_is_digital_and_keeps_its_lines() -> None:
    load = line(9, requiresShipping=False)
    order = one(lines=[load])
    assert order.digital
    assert [item.id for item in lines(order)] == ["9"]
    assert not one(APART, lines=[load]).digital
    assert not one(lines=[]).digital
    assert not one(lines=[load, line(1, currentQuantity=0)]).digital


# ---------------------------------------------------------------------------------------- fulfilled and tracked
@pytest.mark.parametrize(
    ("parcels", "tracked", "mark"),
    [
        ([], False, "waiting"),
        ([parcel()], True, "tracked"),
        ([parcel(None)], False, "closed"),
        ([parcel("")], False, "closed"),
        ([parcel("  ")], False, "closed"),
        ([{"status": "SUCCESS", "trackingInfo": [{"number": None}, {"number": "6A1"}]}], True, "tracked"),
        ([parcel(), parcel(None)], True, ""),
        ([parcel(), parcel("6A2")], True, "tracked"),
        ([parcel(status="CANCELLED")], False, "waiting"),
        ([parcel(status="ERROR")], False, "waiting"),
        ([parcel(status="FAILURE")], False, "waiting"),
        ([parcel(status="OPEN")], True, "tracked"),
        ([parcel(None), parcel(status="CANCELLED")], False, "closed"),
        ([parcel(), parcel(None, "CANCELLED")], True, "tracked"),
    ],
)
def test_what_was_sent(parcels: list[dict[str, Any]], tracked: bool, mark: str) -> None:
    assert one(fulfillments=parcels).tracked is tracked
    assert sent(*parcels) == mark
    assert sent(*parcels, left=1) == "waiting"


@pytest.mark.parametrize(
    ("word", "fulfilled"),
    [("FULFILLED", True), ("PARTIALLY_FULFILLED", False), ("UNFULFILLED", False), ("OPEN", False)],
)
def test_the_shop_calls_it_done(word: str, fulfilled: bool) -> None:
    assert one(displayFulfillmentStatus=word).fulfilled is fulfilled


# ------------------------------------------------------------------------------------------ where the parcel goes
NOBODY = dict.fromkeys(address())


@pytest.mark.parametrize(
    "to",
    [
        None,
        NOBODY,
        {**NOBODY, "countryCodeV2": "FR", "city": "Paris"},
        *(address(**{key: None}) for key in ("name", "address1", "zip", "city")),
        address(name="", address1="", zip=""),
    ],
    ids=str,
)
def test_an_address_that_the_shop_hides_is_none(to: object) -> None:
    assert one(shippingAddress=to).recipient is None


@pytest.mark.parametrize(("key", "at"), [("name", 0), ("address1", 1), ("zip", 3)])
def test_an_address_that_lacks_much_is_still_one(key: str, at: int) -> None:
    """Empty text is what the customer wrote; null is what the shop does not show."""
    recipient = one(shippingAddress={**dict.fromkeys(NOBODY, ""), key: "there"}).recipient
    assert recipient is not None
    assert [place for place, value in enumerate(recipient) if value] == [at]


@pytest.mark.parametrize("key", ["company", "address2", "countryCodeV2"])
def test_what_most_addresses_do_without_may_be_null(key: str) -> None:
    whole = one(shippingAddress=address(**{key: ""})).recipient
    assert whole is not None
    assert one(shippingAddress=address(**{key: None})).recipient == whole


def test_an_address_that_was_not_asked_for_or_is_not_granted() -> None:
    assert read(without("shippingAddress")).orders[0].recipient is None
    assert one(hidden=True).recipient is None


def test_every_part_of_an_address_has_its_place() -> None:
    parts = {key: key for key in address()}
    assert one(shippingAddress=parts).recipient == Recipient(
        "name", "address1", "address2", "zip", "city", "countryCodeV2", "company"
    )


SENT_ON = {"displayFulfillmentStatus": "FULFILLED", "fulfillments": [parcel()]}


@pytest.mark.parametrize(
    ("fields", "hidden", "aside"),
    [
        ({}, False, ""),
        ({"test": True}, False, "test"),
        ({"test": True, "sourceName": "pos", "shippingAddress": None}, False, "test"),
        ({"sourceName": "pos", "shippingAddress": None}, False, ""),  # not handed over yet: it may be to be made
        ({"sourceName": "pos", "shippingAddress": None, "displayFulfillmentStatus": "FULFILLED"}, False, "in person"),
        ({"sourceName": "pos", "shippingAddress": None, **SENT_ON}, False, ""),
        ({"sourceName": "pos"}, False, ""),
        ({"sourceName": "pos", "displayFulfillmentStatus": "FULFILLED"}, False, ""),  # sent to somebody
        ({"sourceName": "pos", "shippingAddress": NOBODY}, False, ""),
        ({"sourceName": "web", "shippingAddress": None}, False, ""),
        ({"sourceName": "web", "shippingAddress": None, "displayFulfillmentStatus": "FULFILLED"}, False, ""),
        ({"sourceName": None, "shippingAddress": None}, False, ""),
        ({"sourceName": "pos", "shippingAddress": None}, True, ""),
        ({"sourceName": "pos", "displayFulfillmentStatus": "FULFILLED"}, True, "in person"),
        ({"sourceName": "pos", "displayFulfillmentStatus": "FULFILLED", "fulfillments": [parcel()]}, True, ""),
        (
            {"sourceName": "pos", "displayFulfillmentStatus": "FULFILLED", "fulfillments": [parcel(None)] * 3},
            True,
            "",
        ),
    ],
)
def test_what_is_none_of_tpops(fields: dict[str, Any], hidden: bool, aside: str) -> None:
    assert one(hidden=hidden, **fields).aside == aside


def test_at_the_till_without_asking_for_addresses() -> None:
    raw = without("shippingAddress", sourceName="pos")
    assert read(raw).orders[0].aside == ""
    assert read({**raw, "displayFulfillmentStatus": "FULFILLED"}).orders[0].aside == "in person"


# --------------------------------------------------------------------------------------------- what was cut off
def test_lines_that_go_on_are_followed() -> None:
    assert follow(lineItems=connection(line(), after="L5")) == Follow(lines_after="L5")
    sent_some = follow(lineItems=connection(line(), after="L5"), fulfillments=[parcel()])
    assert sent_some == Follow(lines_after="L5", made=True)


def test_of_downloads_that_go_on_nothing_is_said_yet() -> None:
    page = read(doc(lineItems=connection(line(requiresShipping=False), after="L5")))
    assert page.orders[0].digital is False
    assert [(item.remaining, item.sent) for item in lines(page.orders[0])] == [(0, "none")]
    assert page.follow == {"5551042": Follow(lines_after="L5")}


THREE = [parcel(None)] * 3


@pytest.mark.parametrize(
    ("by", "parcels", "wanted"),
    [
        (ALL, [parcel(None)] * 2, False),
        (ALL, THREE, True),
        (ALL, [*THREE[:2], parcel()], False),
        (ALL, [parcel(status="CANCELLED")] * 3, True),
        (ALL, [parcel(), parcel(None)], False),
        (APART, [parcel(), parcel(None)], True),
        (APART, [parcel(), parcel("6A2")], False),
        (APART, [parcel()] * 3, True),
        (APART, THREE, True),
    ],
)
def test_fulfilments_are_followed_where_it_matters(by: normalise.Rules, parcels: list[Any], wanted: bool) -> None:
    found = follow(by, fulfillments=parcels)
    assert (found is not None and found.fulfilments) is wanted
    assert (found is None) is not wanted


def test_where_all_that_is_shown_was_cancelled_a_line_that_waits_for_nothing_is_not_said_to_wait() -> None:
    assert sent(*[parcel(status="CANCELLED")] * 3) == ""


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"lines": [line(ordered=2, currentQuantity=1)]}, False),
        ({"lines": [line(ordered=2, currentQuantity=1)], "fulfillments": [parcel(status="CANCELLED")]}, False),
        ({"lines": [line(ordered=2)], "fulfillments": [parcel()]}, False),
        ({"lines": [line(ordered=2, currentQuantity=1)], "fulfillments": [parcel()]}, True),
        ({"lines": [line(), line(2, currentQuantity=0)], "fulfillments": [parcel(None)]}, True),
        ({"lines": [line(2, currentQuantity=0)], "fulfillments": [parcel(status="CANCELLED")] * 3}, True),
        ({"lines": [line(), line(2, currentQuantity=0, isGiftCard=True)], "fulfillments": [parcel()]}, False),
        ({"lines": [line(), line(2, currentQuantity=0, requiresShipping=False)], "fulfillments": [parcel()]}, False),
    ],
)
def test_refunds_are_followed_where_something_had_been_made(fields: dict[str, Any], wanted: bool) -> None:
    found = follow(**fields)
    assert (found is not None and found.refunds) is wanted


def test_payments_are_followed_where_the_order_is_due() -> None:
    assert follow(transactions=[payment()] * 2) is None
    assert follow(transactions=[payment()] * 3) == Follow(payments=True)
    assert follow(transactions=[payment()] * 3, displayFinancialStatus="PENDING") is None


MUCH: dict[str, Any] = {
    "lineItems": connection(line(ordered=2, currentQuantity=1), after="L5"),
    "fulfillments": THREE,
    "transactions": [payment()] * 3,
}


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelledAt": "2026-11-21T09:00:00Z"},
        {"displayFinancialStatus": "REFUNDED"},
        {"test": True},
        {"sourceName": "pos", "shippingAddress": None, "displayFulfillmentStatus": "FULFILLED", "fulfillments": []},
        {"lines": [line(requiresShipping=False, currentQuantity=0)], "lineItems": None},
    ],
)
def test_what_is_over_aside_or_digital_is_never_followed(fields: dict[str, Any]) -> None:
    assert follow(**MUCH) == Follow("L5", True, True, True, made=True)
    raw = {**MUCH, **fields}
    if raw["lineItems"] is None:
        del raw["lineItems"]
    assert follow(**raw) is None


CLOSED_SERVICE = {"isFulfillmentService": False, "fulfillmentService": {"serviceName": "TPOP"}}


def assigned(
    *item_ids: int, service: str | None = "TPOP", status: str = "OPEN", after: str | None = None
) -> dict[str, Any]:
    place = {"isFulfillmentService": service is not None, "fulfillmentService": service and {"serviceName": service}}
    return {
        "status": status,
        "assignedLocation": {"name": "Atelier", "location": place},
        "lineItems": connection(*({"lineItem": {"id": gid("LineItem", number)}} for number in item_ids), after=after),
    }


@pytest.mark.parametrize(
    ("nodes", "services"),
    [
        ([assigned(1, 2)], ["TPOP", "TPOP"]),
        ([assigned(1), assigned(2, service=None)], ["TPOP", "Atelier"]),
        ([assigned(1), assigned(1, 2, service=None)], ["TPOP", "Atelier"]),
        ([assigned(1, service=None), assigned(1, status="CANCELLED")], ["Atelier", ""]),
        ([assigned(1, status="CANCELLED")], ["TPOP", ""]),
        ([assigned(1, status="CLOSED")], ["TPOP", ""]),
        ([{**assigned(1), "assignedLocation": {"name": "Dépôt", "location": None}}], ["Dépôt", ""]),
        ([{**assigned(1), "assignedLocation": {"name": "Dépôt", "location": CLOSED_SERVICE}}], ["Dépôt", ""]),
    ],
)
def test_who_is_to_fulfil_a_line(nodes: list[Any], services: list[str]) -> None:
    page = read(doc(fulfillmentOrders=connection(*nodes)), by=APART)
    assert [item.service for item in lines(page.orders[0])] == services
    # A line that waits, and that nobody is said to send, is asked about again.
    assert page.follow == ({} if all(services) else {"5551042": Follow(services="")})


@pytest.mark.parametrize("fields", [{"currentQuantity": 0}, {"unfulfilledQuantity": 0}], ids=str)
def test_nobody_is_to_fulfil_what_does_not_wait(fields: dict[str, Any]) -> None:
    raw = doc(
        lines=[line(1), line(2, **fields)],
        fulfillments=[{"status": "CANCELLED" if "currentQuantity" in fields else "SUCCESS", "trackingInfo": []}],
        fulfillmentOrders=connection(assigned(1)),
    )
    assert read(raw, by=APART).follow == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"fulfillmentOrders": connection(assigned(1), after="F2")},
        {"fulfillmentOrders": connection(assigned(1, after="FL5"))},
        {"fulfillmentOrders": connection(assigned(1)), "lineItems": connection(line(), after="L5")},
    ],
)
def test_who_is_to_fulfil_the_rest_is_asked_from_the_beginning(fields: dict[str, Any]) -> None:
    found = follow(APART, **fields)
    assert found is not None
    assert found.services == ""


# ------------------------------------------------------------------------------------------------ pages and rows
def test_a_page_says_where_it_goes_on_and_how_much_there_is() -> None:
    def page(count: Any, *docs: Any) -> tuple[Any, ...]:
        data = {"orders": connection(*docs, after="P2"), "ordersCount": count}
        return normalise.read_page(told(data), ALL)[3:]

    for docs in ((), (doc(),), (doc(), None)):  # the last is read row by row
        assert page({"count": 7, "precision": "EXACT"}, *docs) == ("P2", True, 7, "")
        assert page({"count": 10001, "precision": "AT_LEAST"}, *docs) == ("P2", True, None, "")
        assert page(None, *docs) == ("P2", True, None, "")
    last = read(doc())
    assert (last.more, last.counted) == (False, None)
    assert read(doc(), None).more is False


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "broken JSON"),
        (b"<html>", "broken JSON"),
        (b"[" * 100_000, "broken JSON"),
        (b"[]", "no data"),
        (b"null", "no data"),
        (b'{"data": null}', "no data"),
        (b'{"errors": [{"message": "x"}]}', "no data"),
        (b'{"data": {}}', "no orders"),
        (b'{"data": {"orders": null}}', "no orders"),
        (b'{"data": {"orders": {"pageInfo": {"hasNextPage": false}, "nodes": {}}}}', "no orders"),
        (b'{"data": {"orders": {"nodes": []}}}', "does not say whether more follow"),
        (
            b'{"data": {"orders": {"pageInfo": {"hasNextPage": null}, "nodes": []}}}',
            "does not say whether more follow",
        ),
        (
            b'{"data": {"orders": {"pageInfo": {"hasNextPage": true, "endCursor": 7}, "nodes": []}}}',
            "does not say whether more follow",
        ),
    ],
)
def test_what_is_no_page_says_why(text: bytes, problem: str) -> None:
    assert normalise.read_page(text, ALL) == normalise.Page([], [], {}, problem=problem)


def test_errors_beside_a_page_do_not_matter_here() -> None:
    body = {"data": {"orders": connection(doc(shippingAddress=None))}, "errors": [{"path": ["orders", "nodes", 0]}]}
    page = normalise.read_page(json.dumps(body).encode(), ALL, hidden_addresses=True)
    assert [order.recipient for order in page.orders] == [None]


def test_one_order() -> None:
    page = normalise.read_order(told({"order": doc(**MUCH)}), ALL)
    assert page == normalise.Page(read(doc(**MUCH)).orders, [], read(doc(**MUCH)).follow)
    assert normalise.read_order(told({"order": doc()}), ALL, hidden_addresses=True).orders[0].recipient is None
    assert normalise.read_order(told({"order": None}), ALL) == normalise.Page([], [], {})
    for text, problem in ((told({}), "no order"), (told(None), "no data"), (b"{", "broken JSON")):
        assert normalise.read_order(text, ALL).problem == problem


def test_an_export_gives_every_list_to_its_end() -> None:
    raw = doc(fulfillments=[parcel()] * 3, transactions=[payment()] * 3)
    page = normalise.read_nodes([whole(raw), whole(doc(id=gid("Order", 7)))], APART)
    assert page.orders == [*read(raw, by=APART).orders, *read(doc(id=gid("Order", 7)), by=APART).orders]
    assert page.follow == {}
    assert page[3:] == (None, False, None, "")
    dead = normalise.read_nodes([whole(doc(fulfillments=[parcel(status="ERROR")] * 3))], ALL)
    assert dead.follow == {}


def test_an_export_is_followed_only_for_what_it_does_not_hold() -> None:
    fields = {"lines": [line(ordered=2, currentQuantity=1)], "fulfillments": [parcel(), parcel(None)]}
    page = normalise.read_nodes([whole(doc(**fields))], APART)
    assert page.follow == {"5551042": Follow(fulfilments=True, refunds=True, made=True)}
    hidden = normalise.read_nodes([whole(doc())], ALL, hidden_addresses=True)
    assert hidden.orders[0].recipient is None


def test_one_bad_row_of_an_export_costs_one_row() -> None:
    rows = [whole(doc()), whole(doc(lines=[line(sku=LONE)], id=gid("Order", 7))), None, doc(id=gid("Order", 8))]
    page = normalise.read_nodes(rows, ALL)
    assert [order.id for order in page.orders] == ["5551042", "8"]
    assert page.unreadable == [
        Unreadable("7", "lineItems.0.sku", "holds bytes that are no text", "1042"),
        Unreadable("", "order", "is not an order"),
    ]
    hurt = normalise.read_nodes([whole(doc(lines=[line(sku=LONE)]))], ALL)
    assert (hurt.orders, len(hurt.unreadable)) == ([], 1)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (None, Unreadable("", "order", "is not an order")),
        (["x"], Unreadable("", "order", "is not an order")),
        (without("id"), Unreadable("1042", "id", "is missing")),
        (without("id", name="Anon"), Unreadable("", "id", "is missing")),
        (doc(id=5551042), Unreadable("1042", "id", "is not text")),
        (doc(id="gid://shopify/Order/", name=NAME), Unreadable("", "id", "is not an id")),
        (doc(id="gid://shopify/Order/٣"), Unreadable("1042", "id", "is not an id")),
        (doc(name="1" * 21, test=None), Unreadable("5551042", "test", "is neither yes nor no")),
        (doc(name=None), Unreadable("5551042", "name", "is not text")),
        (doc(name="#A-1042", createdAt="yesterday"), Unreadable("5551042", "createdAt", "is not a time", "A-1042")),
        (doc(name=NAME, createdAt=None), Unreadable("5551042", "createdAt", "is not text")),
        (doc(createdAt="2026-11-21T07:00:00"), Unreadable("5551042", "createdAt", "is not a time", "1042")),
        (doc(createdAt="2026-13-21T07:00:00Z"), Unreadable("5551042", "createdAt", "is not a time", "1042")),
        (doc(createdAt="0001-01-01T00:00:00+23:00"), Unreadable("5551042", "createdAt", "is not a time", "1042")),
        (doc(updatedAt="0000-00-00T00:00:00Z"), Unreadable("5551042", "updatedAt", "is not a time", "1042")),
        (doc(transactions=[payment("soon")]), Unreadable("5551042", "transactions", "is not a time", "1042")),
        (doc(lineItems=None), Unreadable("5551042", "lineItems", "is not an object", "1042")),
        (without("lineItems"), Unreadable("5551042", "lineItems", "is missing", "1042")),
        (
            doc(lineItems={"pageInfo": {"hasNextPage": True, "endCursor": None}, "nodes": []}),
            Unreadable("5551042", "lineItems", "does not say where it goes on", "1042"),
        ),
        (doc(lines=[line(), None]), Unreadable("5551042", "lineItems.nodes.1", "is not an object", "1042")),
        (doc(lines=[line(ordered=-1)]), Unreadable("5551042", "lineItems.nodes.0.quantity", "is below nothing", "1042")),
        *(
            (doc(lines=[line(quantity=odd)]), Unreadable("5551042", "lineItems.nodes.0.quantity", "is not a whole number", "1042"))
            for odd in (1.5, 2.0, "2", True, None)
        ),
        (
            doc(lines=[line(currentQuantity=None)]),
            Unreadable("5551042", "lineItems.nodes.0.currentQuantity", "is not a whole number", "1042"),
        ),
        (doc(lines=[line(id="x")]), Unreadable("5551042", "lineItems.nodes.0.id", "is not an id", "1042")),
        (
            doc(lines=[line(), line(sku=LONE)]),
            Unreadable("5551042", "lineItems.nodes.1.sku", "holds bytes that are no text", "1042"),
        ),
        (doc(name="#1042" + LONE), Unreadable("5551042", "name", "holds bytes that are no text")),
        (doc(test="no"), Unreadable("5551042", "test", "is neither yes nor no", "1042")),
        (doc(fulfillments=None), Unreadable("5551042", "fulfillments", "is not a list", "1042")),
        (without("transactions"), Unreadable("5551042", "transactions", "is missing", "1042")),
        (without("cancelledAt"), Unreadable("5551042", "cancelledAt", "is missing", "1042")),
    ],
)  # fmt: skip
def test_one_bad_order_costs_one_order_and_is_named_without_its_values(raw: Any, fault: Unreadable) -> None:
    assert bad(raw) == fault


def test_bytes_that_are_no_text_cost_their_order_alone() -> None:
    text = told({"orders": connection(doc(), doc(id=gid("Order", 7), lines=[line(sku="SPOILT")]))})
    page = normalise.read_page(text.replace(b"SPOILT", b"\xff\xfe"), ALL)
    assert [order.id for order in page.orders] == ["5551042"]
    assert page.unreadable == [Unreadable("7", "lineItems.nodes.0.sku", "holds bytes that are no text", "1042")]


@pytest.mark.parametrize("to", [address(zip=75011), address(name=LONE), {}, [], "Paris", 7])
def test_an_address_that_makes_no_sense_costs_no_more_than_itself(to: Any) -> None:
    page = read(doc(shippingAddress=to, sourceName="pos"))
    assert page.unreadable == []
    assert page.orders == [one(sourceName="pos")._replace(recipient=None)]


def test_read_row_by_row_an_order_is_what_it_is_on_a_sound_page() -> None:
    orders = [doc(**MUCH), doc(id=gid("Order", 7)), doc(id=gid("Order", 8), shippingAddress=None, sourceName="pos")]
    sound, spoilt = read(*orders), read(*orders, None)
    assert (spoilt.orders, spoilt.follow) == (sound.orders, sound.follow)
    assert len(spoilt.unreadable) == 1
