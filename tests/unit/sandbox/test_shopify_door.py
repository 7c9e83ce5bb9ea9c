"""Who is let into the stand-in Shopify, in which version, and what is refused at the door."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox.faults import Answer
from sandbox.loopback import Loopback, Request
from sandbox.shopify import API, ShopifyShop
from tests.unit.sandbox.small_shopify import ask, asked, codes, request, six, wait

TOKENS = "/admin/oauth/access_token"
FORM = "application/x-www-form-urlencoded"
COUNT = "{ ordersCount { count } }"


@pytest.fixture
def shop() -> ShopifyShop:
    return six()


def grant(shop: ShopifyShop, *, as_json: bool = False, **other: str) -> Answer:
    given = {"grant_type": "client_credentials", "client_id": shop.client_id, "client_secret": shop.client_secret}
    given |= other
    body, kind = (json.dumps(given), "application/json") if as_json else (urlencode(given), FORM)
    return shop.answer(Request("POST", TOKENS, (), {"content-type": kind}, body.encode()))


def status(shop: ShopifyShop, token: str) -> int:
    headers = {"x-shopify-access-token": token}
    return shop.answer(request(shop, {"query": COUNT}, **headers)).status


@pytest.mark.parametrize("as_json", [False, True])
def test_gives_a_token_for_a_day(shop: ShopifyShop, as_json: bool) -> None:
    answer = grant(shop, as_json=as_json)
    told = json.loads(answer.body)
    assert (answer.status, told["scope"], told["expires_in"]) == (200, "read_orders,read_products", 86_399)
    assert status(shop, told["access_token"]) == 200
    again = json.loads(grant(shop).body)["access_token"]
    assert (again != told["access_token"], shop.minted) == (True, 2)
    wait(shop, 86_398)
    assert status(shop, told["access_token"]) == 200
    wait(shop, 1)
    assert status(shop, told["access_token"]) == 401


def test_tokens_can_be_taken_back(shop: ShopifyShop) -> None:
    token = json.loads(grant(shop).body)["access_token"]
    shop.revoke_tokens()
    assert (status(shop, token), status(shop, shop.token)) == (401, 200)
    assert status(shop, json.loads(grant(shop).body)["access_token"]) == 200


def test_the_permanent_token_and_none_at_all(shop: ShopifyShop) -> None:
    wait(shop, 10**9)
    assert status(shop, shop.token) == 200
    answer = shop.answer(request(shop, {"query": COUNT}, **{"x-shopify-access-token": "shpat_wrong"}))
    told = {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
    assert (answer.status, json.loads(answer.body)) == (401, told)
    shop.token = ""
    assert status(shop, "") == 401


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_gives_none_to_others(shop: ShopifyShop, other: dict[str, str], word: str) -> None:
    answer = grant(shop, **other)
    assert (answer.status, json.loads(answer.body)["error"], shop.minted) == (400, word, 0)


@pytest.mark.parametrize("word", ["shop_not_permitted", "app_not_installed", "invalid_client"])
def test_gives_none_where_the_app_is_not_this_shops(shop: ShopifyShop, word: str) -> None:
    shop.refuses_tokens = word
    answer = grant(shop)
    assert (answer.status, json.loads(answer.body)["error"], shop.minted) == (400, word, 0)
    shop.refuses_with_a_page = True
    page = grant(shop)
    assert (page.status, page.body.startswith(b"<!DOCTYPE"), word.encode() in page.body) == (400, True, True)
    assert status(shop, shop.token) == 200


@pytest.mark.parametrize(
    ("version", "answered"),
    [
        ("2026-10", "2026-10"),
        ("2026-04", "2026-04"),
        ("2025-10", "2026-01"),
        ("2027-01", "2026-01"),
        ("x", "2026-01"),
    ],
)
def test_answers_in_the_oldest_version_where_the_wanted_one_is_gone(
    shop: ShopifyShop, version: str, answered: str
) -> None:
    answer = shop.answer(request(shop, {"query": COUNT}, f"/admin/api/{version}/graphql.json"))
    assert (answer.status, dict(answer.headers)["X-Shopify-API-Version"]) == (200, answered)
    shop.oldest_version = shop.newest_version = "2027-10"
    answer = shop.answer(request(shop, {"query": COUNT}, f"/admin/api/{version}/graphql.json"))
    assert dict(answer.headers)["X-Shopify-API-Version"] == "2027-10"


@pytest.mark.parametrize("code", [402, 403, 404, 423])
def test_a_closed_shop_answers_nothing_else(shop: ShopifyShop, code: int) -> None:
    shop.closed = code
    answer = asked(shop, COUNT)
    assert answer.status == code
    assert isinstance(json.loads(answer.body)["errors"], str)
    shop.closed = 0
    assert asked(shop, COUNT).status == 200


@pytest.mark.parametrize(
    ("method", "path"), [("GET", API), ("POST", "/admin/api/2026-10/orders.json"), ("GET", "/"), ("GET", TOKENS)]
)
def test_there_is_nothing_else(shop: ShopifyShop, method: str, path: str) -> None:
    headers = {"x-shopify-access-token": shop.token}
    assert shop.answer(Request(method, path, (), headers, b'{"query": "{ shop { id } }"}')).status == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", {"query": None}, {"query": 5}, {"query": "{", "variables": ["x"]}]
)
def test_a_body_that_is_no_question(shop: ShopifyShop, body: Any) -> None:
    answer = shop.answer(request(shop, body))
    assert (answer.status, "query" in json.loads(answer.body)["errors"]) == (400, True)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{ orders }",
        "{ customers(first: 1) { nodes { id } } }",
        "{ orders(first: 1, financialStatus: PAID) { nodes { id } } }",
        "{ orders(first: 1) { nodes { email } } }",
        'mutation { orderClose(input: { id: "gid://shopify/Order/1" }) { order { id } } }',
        'mutation { orderUpdate(input: { id: "gid://shopify/Order/1" }) { order { id } } }',
        "subscription { orders { id } }",
        "query A { shop { id } } query B { shop { id } }",
    ],
)
def test_what_the_schema_does_not_know_is_not_run(shop: ShopifyShop, text: str) -> None:
    told = ask(shop, text)
    assert told["errors"]
    assert "data" not in told


def test_a_field_that_there_is_not_is_named_so(shop: ShopifyShop) -> None:
    assert codes(ask(shop, "{ orders(first: 1) { nodes { colour } } }")) == ["undefinedField"]


def test_wrong_variables_are_refused_without_their_values(shop: ShopifyShop) -> None:
    told = ask(shop, "query($n: Int!) { orders(first: $n) { nodes { id } } }", n="Rue des Lilas")
    assert codes(told) == ["INVALID_VARIABLE"]
    assert "Lilas" not in json.dumps(told)
    assert codes(ask(shop, "query($n: Int!) { orders(first: $n) { nodes { id } } }")) == ["INVALID_VARIABLE"]


def test_one_of_several_questions_can_be_meant(shop: ShopifyShop) -> None:
    body = {"query": "query A { shop { id } } query B { shop { name } }", "operationName": "B"}
    assert json.loads(shop.answer(request(shop, body)).body)["data"] == {"shop": {"name": "Mugs Paris"}}


def test_tells_the_versions_and_the_shop(shop: ShopifyShop) -> None:
    told = ask(shop, "{ publicApiVersions { handle supported } shop { myshopifyDomain ianaTimezone } }")["data"]
    assert [one["handle"] for one in told["publicApiVersions"]] == ["2026-01", "2026-10"]
    assert told["shop"] == {"myshopifyDomain": "mugs-paris.myshopify.com", "ianaTimezone": "UTC"}


def test_over_the_wire(shop: ShopifyShop) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with Loopback(shop.answer) as server:
        headers = {"X-Shopify-Access-Token": shop.token, "Content-Type": "application/json"}
        body = json.dumps({"query": COUNT}).encode()
        with opener.open(urllib.request.Request(server.url + API, body, headers), timeout=5) as answer:
            assert answer.headers["X-Shopify-API-Version"] == "2026-10"
            assert json.loads(answer.read())["data"] == {"ordersCount": {"count": 6}}
        assert not server.crashes
        (logged,) = server.log
        assert logged.body == body
        assert shop.token not in repr(logged)
        assert "ordersCount" not in repr(logged)
