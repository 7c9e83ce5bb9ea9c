"""What the two order storages and the plugins of the stand-in WooCommerce date, count and show."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.woocommerce import WooShop
from tests.unit.sandbox.small_shop import LATER, NOON, answered, ask, doc, five, ids, total

AFTER = {"modified_after": "2026-11-16T00:00:00", "dates_are_gmt": "true"}


@pytest.fixture
def shop() -> WooShop:
    return five()


UNDATED: list[dict[str, Any]] = [
    {},
    {"line_items": []},
    {"total": "1.00"},
    {"shipping": {}},
    {"meta_data": []},
    {"transaction_id": "pi_1"},
]


@pytest.mark.parametrize("fields", UNDATED)
def test_the_old_storage_dates_few_edits(shop: WooShop, fields: dict[str, Any]) -> None:
    """Trap 5: the new storage dates every edit, even an empty one."""
    shop.edit(1, LATER, **fields)
    assert ids(shop, **AFTER) == [1]
    shop.hpos = False
    shop.edit(2, LATER, **fields)
    assert ids(shop, **AFTER) == [1]
    assert fields.items() <= shop.orders[2].items()


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"customer_note": "vite"}, {"status": "trash"}])
def test_what_the_old_storage_dates(shop: WooShop, fields: dict[str, str]) -> None:
    """Trap 5."""
    shop.hpos = False
    shop.edit(1, LATER, **fields)
    shop.refund(2, LATER, {201: 1})
    assert {shop.orders[n]["date_modified_gmt"] for n in (1, 2)} == {"2026-11-16T12:00:00"}


@pytest.mark.parametrize("hpos", [True, False])
def test_a_refund_taken_back_is_dated_by_neither(shop: WooShop, hpos: bool) -> None:
    """Trap 6."""
    shop.hpos = hpos
    given = shop.refund(1, NOON, {101: 1})
    before = shop.orders[1]["date_modified_gmt"]
    shop.delete_refund(1, given["id"])
    assert shop.orders[1]["date_modified_gmt"] == before
    assert (shop.orders[1]["refunds"], ask(shop, "/orders/1/refunds")[1], ask(shop, "/refunds")[1]) == ([], [], [])


def test_the_status_page_tells_which_storage(shop: WooShop) -> None:
    """Trap 5."""
    shop.hpos = False
    assert ask(shop, "/system_status")[1]["settings"]["HPOS_enabled"] is False


def test_past_the_last_page(shop: WooShop) -> None:
    """Trap 12: only the old storage still counts there."""
    beyond = {"per_page": "2", "page": "9"}
    assert total(shop, **beyond) == (0, 0)
    shop.hpos = False
    assert total(shop, **beyond) == (3, 2)
    assert total(shop, offset="9") == (0, 0), "WordPress counts again for a page, not for an offset"
    assert ids(shop, **beyond) == []


def test_the_oldest_version_finds_nothing(shop: WooShop) -> None:
    """Trap 11: no error, no orders."""
    v1 = "/wp-json/wc/v1/orders"
    answer = answered(shop, v1)
    assert (answer.status, answer.body, dict(answer.headers)["X-WP-Total"]) == (200, b"[]", "0")
    shop.hpos = False
    assert len(json.loads(answered(shop, v1).body)) == 3


def test_a_status_whose_plugin_goes_takes_its_orders_out_of_every_list(shop: WooShop) -> None:
    """Trap 8."""
    shop.custom_statuses = ("packed",)
    shop.edit(1, NOON, status="packed")
    assert (ids(shop), ids(shop, status="packed"), total(shop)) == ([1, 2, 3], [1], (3, 1))
    assert {"slug": "packed", "name": "Packed", "total": 1} in ask(shop, "/reports/orders/totals")[1]
    shop.custom_statuses = ()
    assert (ids(shop), ids(shop, include="1"), total(shop)) == ([2, 3], [], (2, 1))
    status, body = ask(shop, status="packed")
    assert (status, list(body["data"]["params"])) == (400, ["status"])
    assert "packed" not in [row["slug"] for row in ask(shop, "/reports/orders/totals")[1]]
    status, found = ask(shop, "/orders/1")
    assert (status, found["status"]) == (200, "packed")


def test_a_filter_that_hides_orders_makes_a_page_short_and_not_the_last(shop: WooShop) -> None:
    """Trap 9: the rows go after paging, the total stays."""
    shop.hosting.hides = lambda order_id: order_id == 1
    assert (ids(shop, per_page="2"), ids(shop, per_page="2", page="2")) == ([2], [3])
    assert total(shop, per_page="2") == (3, 2)
    status, body = ask(shop, "/orders/1")
    assert (status, body["code"]) == (403, "woocommerce_rest_cannot_view")
    assert ask(shop, "/orders/2")[0] == 200


def test_a_new_shop_counts_by_status_and_tells_its_zone(shop: WooShop) -> None:
    """Trap 26: the index needs no key."""
    counts = {row["slug"]: row["total"] for row in ask(shop, "/reports/orders/totals")[1]}
    assert counts["processing"] == counts["checkout-draft"] == 1
    assert "trash" not in counts
    index = json.loads(answered(shop, "/wp-json/").body)
    assert (index["timezone_string"], index["gmt_offset"]) == ("Europe/Paris", 1)
    shop.put(doc(shop, 9, NOON.replace(year=2027, month=7)))
    assert json.loads(answered(shop, "/wp-json/").body)["gmt_offset"] == 2
    shop.zone = ZoneInfo("Asia/Kolkata")
    assert json.loads(answered(shop, "/wp-json/").body)["gmt_offset"] == 5.5
