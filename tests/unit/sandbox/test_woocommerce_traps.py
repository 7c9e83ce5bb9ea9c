"""The lists of the stand-in WooCommerce have the traps that were observed on a real one (facts/woocommerce-observed.md)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.loopback import Request
from sandbox.woocommerce import API, WooShop
from tests.unit.sandbox.small_shop import LATER, NOON, ask, doc, five, ids, total


@pytest.fixture
def shop() -> WooShop:
    return five()


def test_any_has_neither_trash_nor_drafts_and_swallows_the_word_trash(shop: WooShop) -> None:
    """Trap 7, and the rows that include= leaves out: trap 9."""
    assert ids(shop) == ids(shop, status="any") == ids(shop, status="any,trash") == [1, 2, 3]
    assert ids(shop, status="trash") == ids(shop, status__="trash") == [4]
    assert ids(shop, status="processing,on-hold") == ids(shop, status="wc-processing,wc-on-hold") == [1, 3]
    assert ids(shop, include="1,4,5,99") == [1]
    status, body = ask(shop, status="packed")
    assert (status, body["code"]) == (400, "rest_invalid_param")
    assert ask(shop, "/orders/4")[1]["status"] == "trash"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"after": "2026-11-15T12:00:00", "dates_are_gmt": "true"}, [2, 3]),  # exclusive
        ({"after": "2026-11-15T12:00:00Z", "dates_are_gmt": "true"}, []),  # turned to 13:00, then compared as UTC
        ({"before": "2026-11-15T12:00:01Z", "dates_are_gmt": "true"}, [1, 2, 3]),
        ({"after": "2026-11-15T12:00:00Z"}, [2, 3]),
        ({"after": "2026-11-15T13:00:00"}, [2, 3]),  # naive: the shop's own time
        ({"after": "2026-11-15T13:00:00+01:00"}, [2, 3]),
        ({"after": "2026-11-15T12:00:00.000Z"}, [1, 2, 3]),  # the fraction loses the Z: read as shop time
        ({"before": "2026-11-15T12:00:02", "dates_are_gmt": "true"}, [1, 2]),
    ],
)
def test_dates(shop: WooShop, query: dict[str, str], found: list[int]) -> None:
    """Traps 1, 2 and 3."""
    assert ids(shop, **query) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-15",
        "1795402469",
        "2026-11-15T12:00",
        "2026-02-30T12:00:00",
        "2026-11-15T12:00:00+0100",
        "2026-11-15T12:00:00 01:00",  # a plus that was not encoded
        "x",
    ],
)
def test_dates_that_are_refused(shop: WooShop, text: str) -> None:
    """Trap 20."""
    status, body = ask(shop, after=text)
    assert status == 400
    assert body["data"]["params"] == {"after": "Invalid date."}


def test_the_hour_that_autumn_repeats(shop: WooShop) -> None:
    """Trap 4."""
    for number, hour in ((7, 0), (8, 1)):  # both are half past two on the shop's wall
        shop.put(doc(shop, number, datetime(2026, 10, 25, hour, 30, tzinfo=UTC)))
    assert shop.orders[7]["date_created"] == shop.orders[8]["date_created"] == "2026-10-25T02:30:00"
    assert ids(shop, after="2026-10-25T02:15:00", before="2026-10-25T03:00:00") == [8]
    assert ids(shop, after="2026-10-25T00:15:00", before="2026-10-25T02:00:00", dates_are_gmt="true") == [7, 8]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("per_page", "0"),
        ("per_page", "101"),
        ("per_page", "many"),
        ("page", "0"),
        ("orderby", "date_modified"),
        ("order", "up"),
    ],
)
def test_parameters_that_are_refused(shop: WooShop, name: str, value: str) -> None:
    """Traps 13 and 20."""
    status, body = ask(shop, **{name: value})
    assert (status, body["code"], list(body["data"]["params"])) == (400, "rest_invalid_param", [name])


def test_unknown_parameters_are_ignored(shop: WooShop) -> None:
    assert ids(shop, modified_afterr="2030-01-01T00:00:00") == [1, 2, 3]


@pytest.mark.parametrize("orderby", ["include", "title", "slug"])
def test_an_order_that_means_nothing(shop: WooShop, orderby: str) -> None:
    """Trap 13: allowed, and arbitrary; neither by id nor turned round by order=."""
    for number in range(11, 19):
        shop.put(doc(shop, number, NOON))
    found = ids(shop, orderby=orderby, per_page="100")
    assert sorted(found) == ids(shop, per_page="100")
    assert found not in (sorted(found), sorted(found, reverse=True))
    assert found == ids(shop, orderby=orderby, order="desc", per_page="100")


def test_fields_offset_and_search(shop: WooShop) -> None:
    assert ask(shop, _fields="id,status", orderby="id", order="asc", per_page="1")[1] == [
        {"id": 1, "status": "processing"}
    ]
    assert ids(shop, offset="1", per_page="1") == [2]
    assert ids(shop, search=shop.orders[2]["billing"]["email"]) == [2]
    assert ids(shop, search="none") == []
    assert ask(shop, "/system_status", _fields="settings.HPOS_enabled")[1] == {"settings": {"HPOS_enabled": True}}


def test_totals_that_cannot_be_trusted(shop: WooShop) -> None:
    """Trap 12: nothing past the end, and pages that forget the offset."""
    assert total(shop, per_page="2") == total(shop, per_page="2", page="2") == (3, 2)
    assert total(shop, per_page="2", page="3") == (0, 0)
    assert total(shop, per_page="2", offset="2") == (3, 2)


def test_an_edit_between_two_pages_hides_an_order(shop: WooShop) -> None:
    """Trap 10: by date of change, rows move up behind the reader's back."""
    asked = {"orderby": "modified", "per_page": "2"}
    first = ids(shop, **asked)
    shop.edit(1, LATER)
    assert (first, ids(shop, page="2", **asked)) == ([1, 2], [1])


def test_an_order_in_the_bin_between_two_pages_hides_another(shop: WooShop) -> None:
    """Trap 10: by id as well, once a row goes."""
    first = ids(shop, per_page="2")
    shop.edit(1, LATER, status="trash")
    assert (first, ids(shop, per_page="2", page="2")) == ([1, 2], [])


def test_a_new_order_between_two_pages_shows_another_twice(shop: WooShop) -> None:
    """Trap 10: newest first."""
    asked = {"orderby": "date", "order": "desc", "per_page": "2"}
    first = ids(shop, **asked)
    shop.put(doc(shop, 9, LATER))
    assert (first, ids(shop, page="2", **asked)) == ([3, 2], [2, 1])


def test_an_edit_moves_date_modified_and_a_refund_leaves_quantities(shop: WooShop) -> None:
    """Trap 23."""
    whole = shop.orders[1]
    shop.refund(1, LATER, {101: 1})
    edited = shop.orders[1]
    assert edited["date_modified_gmt"] == "2026-11-16T12:00:00"
    assert (edited["line_items"], edited["total"]) == (whole["line_items"], whole["total"])
    assert edited["refunds"][0]["total"].startswith("-")
    assert "line_items" not in edited["refunds"][0]
    (refund,) = ask(shop, "/orders/1/refunds")[1]
    assert refund["line_items"][0]["quantity"] == -1
    meta = refund["line_items"][0]["meta_data"][0]
    assert (meta["key"], meta["value"]) == ("_refunded_item_id", "101")
    assert float(refund["amount"]) > 0
    assert ask(shop, "/refunds")[1][0]["parent_id"] == 1
    assert ids(shop, modified_after="2026-11-16T00:00:00", dates_are_gmt="true") == [1]


def test_a_price_is_a_number_and_a_total_is_text_and_the_parts_make_the_whole(shop: WooShop) -> None:
    """Trap 24."""
    for whole in shop.orders.values():
        (line,), (way,) = whole["line_items"], whole["shipping_lines"]
        assert isinstance(line["price"], float)
        parts = [line["total"], line["total_tax"], way["total"], way["total_tax"]]
        assert all(isinstance(part, str) for part in parts)
        assert round(sum(map(float, parts)), 2) == float(whole["total"])


def test_an_order_in_work_need_not_be_paid(shop: WooShop) -> None:
    """Trap 25: to be paid on delivery."""
    shop.put(doc(shop, 6, NOON + timedelta(seconds=5), paid=None, method="cod"))
    found = ask(shop, "/orders/6")[1]
    assert (found["status"], found["date_paid_gmt"]) == ("processing", None)
    assert {type(shop.orders[n]["line_items"][0]["image"]["id"]) for n in (1, 6)} <= {int, str}


def test_deleted_is_the_same_as_never_existed(shop: WooShop) -> None:
    """Trap 7."""
    shop.delete(1)
    assert ask(shop, "/orders/1") == ask(shop, "/orders/4711")
    assert (ask(shop, "/orders/1")[0], ask(shop, "/orders/4")[0]) == (404, 200)
    status, body = ask(shop, "/orders/1/refunds")
    assert (status, body["code"]) == (404, "woocommerce_rest_invalid_order_id")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(shop: WooShop, method: str) -> None:
    before = dict(shop.orders)
    status, body = ask(shop, "/orders/1", method)
    assert (status, body["message"]) == (401, "The API key provided does not have write permissions.")
    unknown = shop.answer(Request(method, f"{API}/orders/1", (), {}))
    assert (unknown.status, json.loads(unknown.body)["code"]) == (401, "woocommerce_rest_cannot_edit")
    assert shop.orders == before


def test_an_order_that_is_completed_says_since_when(shop: WooShop) -> None:
    shop.edit(3, LATER, status="completed")
    assert shop.orders[3]["date_completed_gmt"] == "2026-11-16T12:00:00"
    shop.edit(1, LATER, customer_note="vite")
    assert shop.orders[1]["date_completed_gmt"] is None
