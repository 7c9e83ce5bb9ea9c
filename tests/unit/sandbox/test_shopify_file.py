"""A Shopify shop's file is refused by field, never by value, before anything is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox import real_shop

TOKEN = {"token": "shpat_private"}
ID = {"client_id": "id_private", "client_secret": "shpss_private"}
URL = "https://mugs-paris.myshopify.com"


def read(folder: Path, credentials: dict[str, str], url: str = URL, platform: str = "shopify") -> tuple[str, Any]:
    path = folder / "mugs-paris.json"
    path.write_text(json.dumps({"platform": platform, "url": url, "credentials": credentials}), encoding="utf-8")
    return real_shop.read(path)


@pytest.mark.parametrize("credentials", [TOKEN, ID, {**TOKEN, **ID}, {**TOKEN, "client_id": ""}])
@pytest.mark.parametrize("url", [URL, URL + "/", "https://Mugs-Paris.MyShopify.com", "http://127.0.0.1:8765"])
def test_what_is_taken(tmp_path: Path, credentials: dict[str, str], url: str) -> None:
    shop, settings = read(tmp_path, credentials, url)
    assert shop == "mugs-paris"
    assert set(real_shop.secrets(settings)) == {value for value in credentials.values() if value}


@pytest.mark.parametrize(
    ("credentials", "problems"),
    [
        ({}, ["credentials.token: missing or empty"]),
        ({"client_id": "id_private"}, ["credentials.client_secret: missing or empty"]),
        ({"client_secret": "shpss_private"}, ["credentials.client_id: missing or empty"]),
        ({"token": " ", "client_id": "id_private"}, ["credentials.client_secret: missing or empty"]),
    ],
)
def test_credentials_that_lack_something(tmp_path: Path, credentials: dict[str, str], problems: list[str]) -> None:
    with pytest.raises(real_shop.FileFault) as info:
        read(tmp_path, credentials)
    assert info.value.problems == problems
    assert "private" not in str(info.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://boutique.example",
        "https://admin.shopify.com/store/mugs-paris",
        "https://mugs-paris.myshopify.com.example",
        "https://notmyshopify.com",
    ],
)
def test_an_address_that_customers_see_is_not_shopifys(tmp_path: Path, url: str) -> None:
    with pytest.raises(real_shop.FileFault) as info:
        read(tmp_path, TOKEN, url)
    (problem,) = info.value.problems
    assert problem.startswith("url: must be the address that ends in .myshopify.com")
    assert read(tmp_path, {"key": "ck", "secret": "cs"}, url, "woocommerce")


def test_one_fault_of_the_address_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(real_shop.FileFault) as info:
        read(tmp_path, TOKEN, "http://boutique.example")
    assert len(info.value.problems) == 1
