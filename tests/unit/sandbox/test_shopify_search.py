"""The search syntax of the stand-in Shopify, with the traps that are known of the real one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sandbox import shopify_roots
from sandbox.shopify import ShopifyShop
from tests.unit.sandbox.small_shopify import HOUR, NOON, ask, data, doc, names, six

ALL = ["#1", "#2", "#3", "#4", "#5", "#6"]


@pytest.fixture
def shop() -> ShopifyShop:
    """#1 at 13:00, #2 at 14:00 … #6 at 18:00 on the 20th."""
    return six()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (None, ALL),
        ("", ALL),
        ("created_at:>='2026-11-20T14:00:00Z'", ALL[1:]),
        ("created_at:>'2026-11-20T14:00:00Z'", ALL[2:]),
        ("created_at:<'2026-11-20T14:00:00Z'", ALL[:1]),
        ("created_at:<='2026-11-20T14:00:00Z'", ALL[:2]),
        ("created_at:'2026-11-20T14:00:00Z'", ["#2"]),
        ("created_at:='2026-11-20T14:00:00Z'", ["#2"]),
        ('created_at:>="2026-11-20T14:00:00Z"', ALL[1:]),
        ("created_at:>='2026-11-20 14:00:00'", ALL[1:]),
        ("created_at:>='2026-11-20T15:00:00+01:00'", ALL[1:]),
        ("created_at:>='2026-11-20T13:59:59.999Z'", ALL[1:]),
        ("created_at:>='2026-11-20T14:00:00Z' created_at:<'2026-11-20T16:00:00Z'", ["#2", "#3"]),
        ("created_at:>='2026-11-20T14:00:00Z' AND created_at:<'2026-11-20T16:00:00Z'", ["#2", "#3"]),
        ("updated_at:>='2026-11-20T18:00:00Z'", ["#6"]),
        ("processed_at:<'2026-11-20T14:00:00Z'", ["#1"]),
    ],
)
def test_quoted_times_are_exact_to_the_second(shop: ShopifyShop, search: str | None, found: list[str]) -> None:
    assert names(shop, search) == found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("created_at:>=2026-11-20T14:00:00Z", ALL),  # the trap: the time is gone
        ("created_at:<2026-11-20T14:00:00Z", []),
        ("created_at:>2026-11-20T14:00:00Z", []),
        ("created_at:<=2026-11-20T14:00:00Z", ALL),
        ("created_at:2026-11-20", ALL),
        ("created_at:20261120T140000Z", ALL),
        ("created_at:2026-11-21", []),
        ("created_at:>=2026-11-21", []),
        ("created_at:>2026-11-19", ALL),
        ("created_at:<2026-11-21", ALL),
        ("created_at:'2026-11-20'", ALL),
    ],
)
def test_unquoted_times_are_whole_days(shop: ShopifyShop, search: str, found: list[str]) -> None:
    assert names(shop, search) == found


def test_days_begin_where_the_shop_is(shop: ShopifyShop) -> None:
    shop.put(doc(7, NOON + 11.5 * HOUR))  # half past midnight in Paris
    assert "#7" in names(shop, "created_at:2026-11-20")
    shop.zone = ZoneInfo("Europe/Paris")
    assert names(shop, "created_at:2026-11-21") == ["#7"]


def test_a_lower_bound_without_the_equals_sign_leaves_out_the_whole_second(shop: ShopifyShop) -> None:
    shop.edit(3, NOON, createdAt="2026-11-20T14:00:00.700Z")
    assert names(shop, "created_at:>'2026-11-20T14:00:00Z'") == ["#4", "#5", "#6"]
    assert names(shop, "created_at:>='2026-11-20T14:00:00Z'") == ALL[1:]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("name:'#2'", ["#2"]),
        ("name:2", ["#2"]),
        ('name:"#2" OR name:5', ["#2", "#5"]),
        ("name:2 name:5", []),
        ("2", ["#2"]),
        ("id:4", ["#4"]),
        ("id:>=5", ["#5", "#6"]),
        ("test:true", ["#6"]),
        ("test:false", ALL[:5]),
        ("-name:2", ["#1", "#3", "#4", "#5", "#6"]),
        ("NOT name:2", ["#1", "#3", "#4", "#5", "#6"]),
        ("(name:1 OR name:2) id:>1", ["#2"]),
        ("name:1 OR name:2 id:>1", ["#1", "#2"]),
        ("name:'#1' OR created_at:>='2026-11-20T18:00:00Z'", ["#1", "#6"]),
    ],
)
def test_names_ids_and_words(shop: ShopifyShop, search: str, found: list[str]) -> None:
    shop.edit(6, NOON, test=True)
    assert names(shop, search) == found


def test_names_are_matched_whatever_their_case(shop: ShopifyShop) -> None:
    shop.edit(2, NOON, name="VG-1042")
    assert names(shop, "name:vg-1042") == names(shop, "name:'#VG-1042'") == ["VG-1042"]
    assert names(shop, "name:1042") == []


def test_an_unknown_filter_is_left_aside_with_a_warning(shop: ShopifyShop) -> None:
    text = "query($q: String) { ordersCount(query: $q) { count } orders(first: 9, query: $q) { nodes { name } } }"
    told = ask(shop, text, q="colour:red id:>4")
    assert told["data"]["ordersCount"] == {"count": 2}
    (note,) = told["extensions"]["search"]
    assert note["warnings"] == [
        {"field": "colour", "message": "Invalid search field for this query.", "code": "invalid_field"}
    ]
    assert "search" not in ask(shop, text, q="id:>4")["extensions"]


def test_a_time_that_is_none_is_left_aside_too(shop: ShopifyShop) -> None:
    told = ask(shop, "{ ordersCount(query: \"created_at:>='yesterday'\") { count } }")
    assert told["data"]["ordersCount"] == {"count": 6}
    assert told["extensions"]["search"][0]["warnings"][0]["field"] == "created_at"


@pytest.mark.parametrize(
    ("limit", "count"),
    [("", (3, "AT_LEAST")), ("limit: 6", (6, "EXACT")), ("limit: 5", (5, "AT_LEAST")), ("limit: null", (6, "EXACT"))],
)
def test_a_count_says_how_far_it_went(
    shop: ShopifyShop, limit: str, count: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shopify_roots.COUNTED == 10_000
    monkeypatch.setattr(shopify_roots, "COUNTED", 3)
    told = data(shop, f'{{ ordersCount(query: "id:>0", {limit}) {{ count precision }} }}')["ordersCount"]
    assert (told["count"], told["precision"]) == count
