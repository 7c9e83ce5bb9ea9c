"""What a host and its plugins do to the stand-in WooCommerce: one switch each (facts/woocommerce-observed.md)."""

from __future__ import annotations

import json

import pytest

from sandbox import faults
from sandbox.loopback import Request
from sandbox.woocommerce import API, WooShop
from tests.unit.sandbox.small_shop import answered, ask, basic, five, ids

ORDERS = f"{API}/orders"


@pytest.fixture
def shop() -> WooShop:
    return five()


def test_plain_permalinks(shop: WooShop) -> None:
    """Trap 19: sent on to the same with a slash, and there is the home page."""
    shop.hosting.plain_permalinks = True
    moved = answered(shop, per_page="1", _fields="id")
    there = dict(moved.headers)["Location"]
    assert (moved.status, there) == (301, f"{shop.home}{ORDERS}/?per_page=1&_fields=id")
    for path in (f"{ORDERS}/", "/wp-json/"):
        page = answered(shop, path)
        assert (page.status, dict(page.headers)["Content-Type"]) == (200, "text/html; charset=UTF-8")
        assert page.body.startswith(b"<!doctype html>")
    status = shop.answer(
        Request("GET", "/", (("rest_route", "/wc/v3/orders"),), {"authorization": basic(shop)})
    ).status
    assert status == 401


def test_sent_on_to_https(shop: WooShop) -> None:
    """Trap 19."""
    shop.hosting.redirects_to_https, shop.home = True, "http://mugs-paris.example"
    moved = answered(shop, page="2")
    assert (moved.status, dict(moved.headers)["Location"]) == (301, f"https://mugs-paris.example{ORDERS}?page=2")


def test_pages_that_are_none_of_the_api(shop: WooShop) -> None:
    assert (answered(shop, "/").status, answered(shop, "/wp-jsonp").status) == (200, 404)


def test_woocommerce_switched_off(shop: WooShop) -> None:
    """Trap 21: the keys are not looked at, and the index names no wc."""
    shop.hosting.woocommerce_off = True
    status, body = ask(shop)
    assert (status, body["code"]) == (404, "rest_no_route")
    wrong = shop.answer(Request("GET", ORDERS, (), {"authorization": basic(shop, "cs_wrong")}))
    assert wrong.status == 404
    assert json.loads(answered(shop, "/wp-json/").body)["namespaces"] == ["wp/v2"]


def test_one_order_breaks_every_page_that_shows_it(shop: WooShop) -> None:
    """Trap 21."""
    shop.hosting.breaks = {2}
    for path in ("/orders", "/orders/2"):
        status, body = ask(shop, path)
        assert (status, body["code"]) == (500, "internal_server_error")
    assert ask(shop, _fields="id,status")[0] == 500
    assert ids(shop, _fields="id") == [1, 2, 3]
    assert ids(shop, per_page="1", page="3") == [3]
    assert ask(shop, "/orders/1")[0] == 200


def test_who_does_not_ask_for_json_gets_a_page(shop: WooShop) -> None:
    """Trap 21."""
    shop.hosting.breaks = {2}
    answer = shop.answer(Request("GET", ORDERS, (), {"authorization": basic(shop), "accept": "*/*"}))
    assert (answer.status, dict(answer.headers)["Content-Type"]) == (500, "text/html; charset=UTF-8")


@pytest.mark.parametrize("before", ["\ufeff", faults.WARNING.decode(), faults.PLAIN_WARNING.decode()])
def test_text_around_every_json_answer(shop: WooShop, before: str) -> None:
    """Trap 21: it still says that it is JSON."""
    sound = [answered(shop, path) for path in (ORDERS, f"{ORDERS}/4711", "/wp-json/")]
    shop.hosting.before, shop.hosting.after = before, "\n<!-- cached -->"
    for whole in sound:
        path = {200: ORDERS, 404: f"{ORDERS}/4711"}[whole.status] if b"namespaces" not in whole.body else "/wp-json/"
        answer = answered(shop, path)
        assert (answer.status, answer.headers) == (whole.status, whole.headers)
        assert answer.body == before.encode() + whole.body + b"\n<!-- cached -->"
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer.body.decode())
    assert answered(shop, "/").body.startswith(b"<!doctype html>")


def test_links_lead_to_what_the_shop_takes_for_its_address(shop: WooShop) -> None:
    """Trap 18: the scheme and the port of another server."""
    shop.home = "http://inside.example:8080"
    links = dict(answered(shop, per_page="1", page="2").headers)["Link"]
    assert links.count(f"<http://inside.example:8080{ORDERS}?") == 2
    assert links.endswith('rel="next"')
    asked = answered(shop, per_page="1", context="view", dp="2")
    assert dict(asked.headers)["Link"].count("context=view") == dict(asked.headers)["Link"].count("dp=2") == 1
