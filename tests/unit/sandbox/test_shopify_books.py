"""The stand-in's books follow Shopify: what a payment, a refund, an order edit or a fulfilment does to an order."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from sandbox.people import PRODUCTS, customer
from sandbox.shopify_books import ShopifyBooks, stamp
from sandbox.shopify_orders import (
    STATES,
    address,
    gift_card,
    line_id_of,
    line_item,
    order,
    order_id_of,
    product_id_of,
    variant_id_of,
)

AT = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
MUG, BAG = PRODUCTS[0], PRODUCTS[6]
ID = order_id_of(1042)
FIRST, SECOND = line_id_of(ID, 1), line_id_of(ID, 2)
QUANTITIES = ("quantity", "currentQuantity", "unfulfilledQuantity")


def books(state: str = "paid") -> ShopifyBooks:
    """One order of three mugs and a bag."""
    shop = ShopifyBooks()
    shop.put(order(1042, [(MUG, 3), (BAG, 1)], customer(Random(1)), placed=AT, paid=AT, state=state))
    return shop


def doc(shop: ShopifyBooks) -> dict[str, Any]:
    return shop.orders[ID]


def counts(shop: ShopifyBooks) -> list[tuple[int, ...]]:
    return [tuple(line[key] for key in QUANTITIES) for line in doc(shop)["lineItems"]]


def left(shop: ShopifyBooks) -> list[int]:
    return [row["remainingQuantity"] for row in doc(shop)["fulfillmentOrders"][0]["lineItems"]]


def shown(shop: ShopifyBooks) -> tuple[str, str]:
    return doc(shop)["displayFinancialStatus"], doc(shop)["displayFulfillmentStatus"]


def test_an_order_as_people_call_it_and_as_its_id_goes() -> None:
    one = doc(books())
    assert (one["name"], one["number"]) == ("#1042", 1042)
    assert one["id"] == f"gid://shopify/Order/{one['legacyResourceId']}"
    assert len(one["legacyResourceId"]) == 13
    assert one["createdAt"] == "2026-11-22T10:04:00Z"
    assert one["lineItems"][0]["name"] == "Mug Vigie - Blanc"
    assert one["lineItems"][1]["variantTitle"] is None
    assert {line["vendor"] for line in one["lineItems"]} == {"T-Pop"}


def test_every_product_has_its_own_variant_for_ever() -> None:
    assert len({variant_id_of(product) for product in PRODUCTS}) == len(PRODUCTS)
    assert product_id_of(PRODUCTS[0]) == product_id_of(PRODUCTS[1])  # two colours of one mug
    assert doc(books())["lineItems"][0]["variant"]["id"] == variant_id_of(MUG)


@pytest.mark.parametrize("state", STATES)
def test_only_what_was_paid_is_paid(state: str) -> None:
    one = doc(books(state))
    took = [t for t in one["transactions"] if t["kind"] in {"SALE", "CAPTURE"} and t["status"] == "SUCCESS"]
    assert one["fullyPaid"] == bool(took) == (state == "paid")


@pytest.mark.parametrize(("state", "kind"), [("waiting", "SALE"), ("authorized", "CAPTURE")])
def test_capture_pays(state: str, kind: str) -> None:
    shop = books(state)
    shop.capture(ID, LATER)
    last = doc(shop)["transactions"][-1]
    assert (last["kind"], last["status"], last["processedAt"]) == (kind, "SUCCESS", stamp(LATER))
    assert shown(shop)[0] == "PAID"
    assert doc(shop)["fullyPaid"]
    assert doc(shop)["updatedAt"] == stamp(LATER)


def test_void_lets_go() -> None:
    shop = books("authorized")
    shop.void(ID, LATER)
    assert shown(shop)[0] == "VOIDED"
    assert not doc(shop)["fullyPaid"]


def test_a_refund_of_what_was_not_sent_is_no_longer_to_be_sent() -> None:
    shop = books()
    shop.refund(ID, LATER, {FIRST: 2})
    assert counts(shop) == [(3, 1, 1), (1, 1, 1)]
    assert left(shop) == [1, 1]
    assert shown(shop) == ("PARTIALLY_REFUNDED", "UNFULFILLED")
    (refund,) = doc(shop)["refunds"]
    assert [(row["quantity"], row["restockType"], row["lineItem"]) for row in refund["refundLineItems"]] == [
        (2, "CANCEL", FIRST)
    ]
    shop.refund(ID, LATER, {FIRST: 1, SECOND: 1})
    assert shown(shop) == ("REFUNDED", "UNFULFILLED")
    assert [t["kind"] for t in doc(shop)["transactions"]] == ["SALE", "REFUND", "REFUND"]


def test_money_alone_changes_no_quantity() -> None:
    shop = books()
    shop.refund(ID, LATER, {})
    assert counts(shop) == [(3, 3, 3), (1, 1, 1)]
    assert shown(shop)[0] == "PARTIALLY_REFUNDED"
    assert doc(shop)["refunds"][0]["refundLineItems"] == []


def test_a_return_is_of_units_that_were_sent() -> None:
    shop = books()
    shop.fulfil(ID, AT, ["6A1"], {FIRST: 2})
    shop.refund(ID, LATER, {FIRST: 1}, restock="RETURN")
    assert counts(shop) == [(3, 2, 1), (1, 1, 1)]
    shop.refund(ID, LATER, {FIRST: 2}, restock="NO_RESTOCK")
    assert counts(shop) == [(3, 0, 0), (1, 1, 1)]


def test_no_more_is_given_back_than_there_is() -> None:
    shop = books()
    before = doc(shop)
    with pytest.raises(ValueError, match="than the line holds"):
        shop.refund(ID, LATER, {FIRST: 4})
    assert doc(shop) is before


def test_cancelling_gives_back_what_was_paid() -> None:
    shop = books()
    shop.cancel(ID, LATER)
    assert doc(shop)["cancelledAt"] == doc(shop)["closedAt"] == stamp(LATER)
    assert shown(shop) == ("REFUNDED", "UNFULFILLED")
    assert counts(shop) == [(3, 0, 0), (1, 0, 0)]
    assert doc(shop)["fulfillmentOrders"][0]["status"] == "CANCELLED"


def test_cancelling_without_a_refund_leaves_the_money_and_the_units() -> None:
    shop = books()
    shop.cancel(ID, LATER, refunded=False)
    assert doc(shop)["cancelledAt"]
    assert shown(shop)[0] == "PAID"
    assert counts(shop) == [(3, 3, 3), (1, 1, 1)]


def test_cancelling_what_was_never_paid_voids_it() -> None:
    shop = books("waiting")
    shop.cancel(ID, LATER)
    assert shown(shop)[0] == "VOIDED"
    assert doc(shop)["refunds"] == []


def test_an_order_edit_takes_units_away_and_leaves_the_line() -> None:
    shop = books()
    shop.remove(ID, LATER, SECOND, 1)
    assert counts(shop) == [(3, 3, 3), (1, 0, 0)]
    assert doc(shop)["edited"]
    assert left(shop) == [3, 0]
    assert shown(shop)[0] == "PAID"


def test_an_order_edit_adds_a_line_or_units_of_one() -> None:
    shop = books()
    new = line_id_of(ID, 3)
    shop.add_line(ID, LATER, line_item(new, BAG, 2))
    assert counts(shop)[-1] == (2, 2, 2)
    shop.add_line(ID, LATER, line_item(FIRST, MUG, 2), paid=False)
    assert counts(shop)[0] == (5, 5, 5)
    assert sum(left(shop)) == 5 + 1 + 2
    assert doc(shop)["edited"]
    assert (shown(shop)[0], doc(shop)["fullyPaid"]) == ("PARTIALLY_PAID", False)


def test_a_line_added_to_a_closed_order_opens_it_again() -> None:
    shop = books()
    shop.fulfil(ID, AT)
    shop.add_line(ID, LATER, line_item(line_id_of(ID, 3), BAG, 1))
    assert shown(shop)[1] == "PARTIALLY_FULFILLED"
    assert not doc(shop)["closed"]


def test_sending_all_of_it_closes_the_order() -> None:
    shop = books()
    shop.fulfil(ID, LATER, ["6A1", "6A2"])
    (sent,) = doc(shop)["fulfillments"]
    assert [parcel["number"] for parcel in sent["trackingInfo"]] == ["6A1", "6A2"]
    assert {row["lineItem"]: row["quantity"] for row in sent["fulfillmentLineItems"]} == {FIRST: 3, SECOND: 1}
    assert counts(shop) == [(3, 3, 0), (1, 1, 0)]
    assert shown(shop)[1] == "FULFILLED"
    assert doc(shop)["closed"]
    assert doc(shop)["fulfillmentOrders"][0]["status"] == "CLOSED"


def test_sending_a_part_and_then_the_rest() -> None:
    shop = books()
    shop.fulfil(ID, AT, lines={FIRST: 1})
    assert (shown(shop)[1], doc(shop)["closed"], counts(shop)[0]) == ("PARTIALLY_FULFILLED", False, (3, 3, 2))
    assert doc(shop)["fulfillments"][0]["trackingInfo"] == []
    shop.fulfil(ID, LATER, ["6A1"])
    assert shown(shop)[1] == "FULFILLED"
    with pytest.raises(ValueError, match="left to send"):
        shop.fulfil(ID, LATER)


def test_what_was_sent_unpaid_stays_open() -> None:
    shop = books("waiting")
    shop.fulfil(ID, LATER)
    assert shown(shop) == ("PENDING", "FULFILLED")
    assert not doc(shop)["closed"]


def test_a_deleted_product_leaves_its_words_and_dates_nothing() -> None:
    shop = books()
    before = doc(shop)
    shop.delete_product(product_id_of(MUG))
    mug, bag = doc(shop)["lineItems"]
    assert (mug["product"], mug["variant"]) == (None, None)
    assert (mug["sku"], mug["title"], mug["vendor"]) == (MUG.sku, MUG.title, "T-Pop")
    assert bag == before["lineItems"][1]
    assert doc(shop)["updatedAt"] == before["updatedAt"]


def test_another_address_or_none_and_deleting() -> None:
    shop = books()
    shop.readdress(ID, LATER, None)
    assert doc(shop)["shippingAddress"] is None
    who = customer(Random(2))
    shop.readdress(ID, LATER, address(who))
    assert doc(shop)["shippingAddress"]["zip"] == who.postcode
    assert doc(shop)["updatedAt"] == stamp(LATER)
    shop.delete(ID)
    shop.delete(ID)
    assert shop.orders == {}


def test_a_gift_card_is_neither_made_nor_sent() -> None:
    card = gift_card(FIRST)
    assert card["isGiftCard"]
    assert not card["requiresShipping"]
    assert card["sku"] == ""


def test_what_was_once_read_never_changes() -> None:
    """An answer may be being written from it in another thread."""
    shop = books("authorized")
    held, kept = doc(shop), copy.deepcopy(doc(shop))
    shop.capture(ID, LATER)
    shop.remove(ID, LATER, FIRST, 1)
    shop.add_line(ID, LATER, line_item(FIRST, MUG, 1))
    shop.refund(ID, LATER, {FIRST: 1})
    shop.fulfil(ID, LATER, ["6A1"], {FIRST: 1})
    shop.delete_product(product_id_of(MUG))
    shop.cancel(ID, LATER)
    assert held == kept
