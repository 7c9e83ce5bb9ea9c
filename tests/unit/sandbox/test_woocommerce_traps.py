"""The stand-in WooCommerce has the traps that were observed on a real one (facts/woocommerce-observed.md)."""

from __future__ import annotations

import base64
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.loopback import Request
from sandbox.people import PRODUCTS, customer
from sandbox.woo_orders import order
from sandbox.woocommerce import API, WooShop

NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)
STATUSES = ("processing", "completed", "on-hold", "trash", "checkout-draft")


@pytest.fixture
def shop() -> WooShop:
    """Five orders, one second apart from noon UTC on, one in each of five states."""
    shop, rng = WooShop(), random.Random(0)
    for n, status in enumerate(STATUSES):
        at = NOON + timedelta(seconds=n)
        shop.put(
            order(
                n + 1,
                [(PRODUCTS[n], 2)],
                customer(rng),
                placed=at,
                paid=at,
                status=status,
                zone=shop.zone,
                home=shop.home,
            )
        )
    return shop


def ask(shop: WooShop, path: str = "/orders", method: str = "GET", **query: str) -> tuple[int, Any]:
    basic = "Basic " + base64.b64encode(f"{shop.key}:{shop.secret}".encode()).decode()
    asked = tuple((name.replace("__", "[]"), value) for name, value in query.items())
    answer = shop.answer(Request(method, API + path, asked, {"authorization": basic}))
    return answer.status, json.loads(answer.body)


def ids(shop: WooShop, **query: str) -> list[int]:
    status, body = ask(shop, orderby="id", order="asc", **query)
    assert status == 200, body
    return [doc["id"] for doc in body]


def test_any_has_neither_trash_nor_drafts_and_swallows_the_word_trash(shop: WooShop) -> None:
    assert ids(shop) == ids(shop, status="any") == ids(shop, status="any,trash") == [1, 2, 3]
    assert ids(shop, status="trash") == [4]
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
    assert ids(shop, **query) == found


@pytest.mark.parametrize("text", ["2026-11-15", "1795402469", "2026-11-15T12:00", "2026-11-15T12:00:00+0100", "x"])
def test_dates_that_are_refused(shop: WooShop, text: str) -> None:
    status, body = ask(shop, after=text)
    assert status == 400
    assert body["data"]["params"] == {"after": "Invalid date."}


def test_the_hour_that_autumn_repeats(shop: WooShop) -> None:
    for number, hour in ((7, 0), (8, 1)):  # both are half past two on the shop's wall
        at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        shop.put(
            order(
                number,
                [(PRODUCTS[0], 1)],
                customer(random.Random(1)),
                placed=at,
                paid=at,
                zone=shop.zone,
                home=shop.home,
            )
        )
    assert shop.orders[7]["date_created"] == shop.orders[8]["date_created"] == "2026-10-25T02:30:00"
    assert ids(shop, after="2026-10-25T02:15:00", before="2026-10-25T03:00:00") == [8]
    assert ids(shop, after="2026-10-25T00:15:00", before="2026-10-25T02:00:00", dates_are_gmt="true") == [7, 8]


@pytest.mark.parametrize(
    ("name", "value"),
    [("per_page", "0"), ("per_page", "many"), ("page", "0"), ("orderby", "date_modified"), ("order", "up")],
)
def test_parameters_that_are_refused(shop: WooShop, name: str, value: str) -> None:
    status, body = ask(shop, **{name: value})
    assert (status, body["code"], list(body["data"]["params"])) == (400, "rest_invalid_param", [name])


def test_unknown_parameters_are_ignored(shop: WooShop) -> None:
    assert ids(shop, modified_afterr="2030-01-01T00:00:00") == [1, 2, 3]


def test_fields_offset_and_search(shop: WooShop) -> None:
    assert ask(shop, _fields="id,status", orderby="id", order="asc", per_page="1")[1] == [
        {"id": 1, "status": "processing"}
    ]
    assert ids(shop, offset="1", per_page="1") == [2]
    name = shop.orders[2]["billing"]["email"]
    assert ids(shop, search=name) == [2]
    assert ask(shop, "/system_status", _fields="settings.HPOS_enabled")[1] == {"settings": {"HPOS_enabled": True}}


def test_an_edit_moves_date_modified_and_a_refund_leaves_quantities(shop: WooShop) -> None:
    later = NOON + timedelta(days=1)
    shop.refund(1, later, {101: 1})
    doc = shop.orders[1]
    assert doc["date_modified_gmt"] == "2026-11-16T12:00:00"
    assert doc["line_items"][0]["quantity"] == 2
    assert doc["refunds"][0]["total"].startswith("-")
    (refund,) = ask(shop, "/orders/1/refunds")[1]
    assert refund["line_items"][0]["quantity"] == -1
    assert ask(shop, "/refunds")[1][0]["parent_id"] == 1
    assert ids(shop, modified_after="2026-11-16T00:00:00", dates_are_gmt="true") == [1]


def test_deleted_is_the_same_as_never_existed(shop: WooShop) -> None:
    shop.delete(1)
    assert ask(shop, "/orders/1") == ask(shop, "/orders/4711")
    assert ask(shop, "/orders/1")[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(shop: WooShop, method: str) -> None:
    before = dict(shop.orders)
    assert ask(shop, "/orders/1", method)[0] == 401
    assert shop.orders == before
