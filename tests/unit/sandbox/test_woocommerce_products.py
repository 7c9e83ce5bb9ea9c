"""The stand-in WooCommerce sells what its catalogue holds, and every order shows today's sku of it (trap 22)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.woocommerce import WooShop
from tests.unit.sandbox.small_shop import LATER, NOON, answered, ask, doc, five, total

MUG, WHITE, BLACK, TEE, SMALL = 201, 211, 212, 203, 214


@pytest.fixture
def shop() -> WooShop:
    """Order 1 is of white mugs, 2 of black ones, 4 of T-shirts; 7 of bags, which have no variations."""
    shop = five()
    shop.put(doc(shop, 7, NOON, product=6))
    return shop


def line(shop: WooShop, order_id: int) -> dict[str, Any]:
    first: dict[str, Any] = ask(shop, f"/orders/{order_id}")[1]["line_items"][0]
    return first


def shelf(shop: WooShop) -> None:
    at = {"date_created_gmt": "2026-11-01T08:00:00", "status": "publish"}
    shop.products[MUG] = {**at, "id": MUG, "name": "Mug Vigie", "sku": "TP-MUG-001", "parent_id": 0}
    shop.products[TEE] = {**at, "id": TEE, "name": "T-shirt", "sku": "TP-TEE", "parent_id": 0}
    shop.products[299] = {**at, "id": 299, "name": "Vase", "sku": "V", "parent_id": 0, "status": "trash"}
    shop.variations[WHITE] = {**at, "id": WHITE, "name": "Blanc", "sku": "TP-MUG-001-WHT", "parent_id": MUG}
    shop.variations[SMALL] = {**at, "id": SMALL, "name": "S", "sku": "TP-TEE-S", "parent_id": TEE}
    shop.variations[BLACK] = {**at, "id": BLACK, "name": "Noir", "sku": "", "parent_id": MUG}


def test_an_order_shows_the_sku_of_now_and_is_not_dated(shop: WooShop) -> None:
    """Trap 22, and 6: no date moves."""
    before = ask(shop, "/orders/1")[1]
    shop.resku(WHITE, "NEW")
    after = ask(shop, "/orders/1")[1]
    assert (before["line_items"][0]["sku"], after["line_items"][0]["sku"]) == ("TP-MUG-001-WHT", "NEW")
    assert after["line_items"][0]["name"] == before["line_items"][0]["name"]
    assert after["date_modified_gmt"] == before["date_modified_gmt"]
    assert line(shop, 2)["sku"] == "TP-MUG-001-BLK"
    assert ask(shop, include="1")[1][0]["line_items"][0]["sku"] == "NEW"
    shop.put(doc(shop, 8, LATER))
    assert line(shop, 8)["sku"] == "NEW", "an order that comes later as well"


def test_a_product_without_variations(shop: WooShop) -> None:
    """Trap 22."""
    shop.resku(204, "BAG")
    assert (line(shop, 7)["sku"], line(shop, 7)["variation_id"]) == ("BAG", 0)
    shop.resku(204, "")
    assert line(shop, 7)["sku"] == ""


def test_a_variation_without_sku_shows_its_parents(shop: WooShop) -> None:
    """Trap 22."""
    shop.resku(WHITE, "")
    assert line(shop, 1)["sku"] == "", "nor has the parent one"
    shop.resku(MUG, "MUG")
    assert (line(shop, 1)["sku"], line(shop, 2)["sku"]) == ("MUG", "TP-MUG-001-BLK")
    shelf(shop)
    assert (line(shop, 1)["sku"], line(shop, 2)["sku"]) == ("MUG", "MUG")
    assert {row["id"]: row["sku"] for row in ask(shop, f"/products/{MUG}/variations")[1]} == {211: "MUG", 212: "MUG"}


def test_a_deleted_product_leaves_lines_without_sku(shop: WooShop) -> None:
    """Trap 22: the name stays, and no date moves."""
    before = ask(shop, "/orders/1")[1]
    shop.refund(2, NOON, {201: 1})
    shop.delete_product(MUG)
    after = ask(shop, "/orders/1")[1]
    lost = after["line_items"][0]
    assert (lost["sku"], lost["product_id"], lost["variation_id"]) == (None, 0, 0)
    assert (lost["parent_name"], lost["image"]) == (None, {"id": 0, "src": ""})
    assert (lost["name"], lost["quantity"]) == (before["line_items"][0]["name"], 2)
    assert after["date_modified_gmt"] == before["date_modified_gmt"]
    assert ask(shop, "/orders/2/refunds")[1][0]["line_items"][0]["sku"] is None
    assert line(shop, 4)["sku"] == "TP-TEE-010-BLK-S"


def test_a_deleted_variation_leaves_its_parent(shop: WooShop) -> None:
    shop.resku(MUG, "MUG")
    shop.delete_product(WHITE)
    left = line(shop, 1)
    assert (left["sku"], left["product_id"], left["variation_id"]) == ("MUG", MUG, 0)


def test_the_catalogue_is_listed_with_the_same_parameters(shop: WooShop) -> None:
    shelf(shop)
    assert [row["id"] for row in ask(shop, "/products", orderby="id", order="asc")[1]] == [MUG, TEE]
    assert [row["id"] for row in ask(shop, "/products", status="trash")[1]] == [299]
    assert [row["id"] for row in ask(shop, "/products", search="t-shirt")[1]] == [TEE]
    assert ask(shop, "/products", per_page="1", page="2", _fields="sku")[1] == [{"sku": "TP-MUG-001"}]
    assert ask(shop, "/products", status="processing")[0] == 400
    status, found = ask(shop, f"/products/{TEE}")
    assert (status, found["sku"]) == (200, "TP-TEE")
    beyond = answered(shop, "/wp-json/wc/v3/products", page="9")
    assert dict(beyond.headers)["X-WP-Total"] == "2", "products are still posts"
    assert total(shop, page="9") == (0, 0)


def test_a_deleted_product_is_off_the_shelf_with_its_variations(shop: WooShop) -> None:
    shelf(shop)
    shop.delete_product(MUG)
    status, body = ask(shop, f"/products/{MUG}")
    assert (status, body["code"]) == (404, "woocommerce_rest_product_invalid_id")
    assert ask(shop, f"/products/{MUG}/variations") == (200, [])
    assert (list(shop.products), list(shop.variations)) == ([TEE, 299], [SMALL])
    assert line(shop, 4)["sku"] == "TP-TEE-S"
