"""The stand-in WooCommerce gives the answers that a real one gave to the same requests over the same orders: all of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sandbox import faults
from sandbox.faults import Answer, Fault
from sandbox.loopback import Request
from sandbox.woocommerce import WooShop
from tests.unit.sandbox.recordings import NAMES, needed, recorded

HOME = "https://127.0.0.1:8843"
ORDER_FILES = (
    "orders_per_page_100_p1",
    "orders_per_page_100_p2",
    "status_trash",
    "status_checkout-draft",
)
HEADERS = ("X-WP-Total", "X-WP-TotalPages", "Content-Type", "Retry-After", "Link", "Location", "X-Redirect-By")

pytestmark = pytest.mark.shared
needed()


@pytest.fixture
def shop() -> WooShop:
    """The very orders, refunds and products that the real shop held."""
    shop = WooShop(zone="Europe/Berlin", home=HOME)
    shop.custom_statuses = ("packed",)
    for name in ORDER_FILES:
        for doc in recorded(name)["body"]:
            shop.put(doc)
    for doc in recorded("refunds_all")["body"]:
        shop.refunds.setdefault(doc["parent_id"], []).append(doc)
    shop.products.update({doc["id"]: doc for doc in recorded("products_p1")["body"]})
    shop.variations.update({doc["id"]: doc for doc in recorded("variations_of_tee")["body"]})
    return shop


def touched(shop: WooShop) -> None:
    """Somebody saves order 29 after the first page was read."""
    shop.edit(29, datetime(2026, 11, 23, 2, 55, 36, tzinfo=UTC))


def without_https(shop: WooShop) -> None:
    """That shop takes its own address from the request, so its Link says http."""
    shop.hosting.sees_https, shop.home = False, "http://127.0.0.1:8880"


def without_the_header(shop: WooShop) -> None:
    shop.hosting.drops_authorization, shop.home = True, "https://127.0.0.1:8845"


def switch(name: str, value: Any) -> Callable[[WooShop], None]:
    return lambda shop: setattr(shop.hosting, name, value)


@dataclass(frozen=True)
class Case:
    """What has to be so before a recorded question is asked; nothing, for most."""

    state: Callable[[WooShop], None] = lambda shop: None
    pair: str = ""
    """Key and secret, where the recording does not tell which wrong ones were shown."""
    fault: Fault | None = None


CASES = {
    "auth_basic_http": Case(without_https),
    "auth_header_dropped_basic": Case(without_the_header),
    "auth_unknown_key": Case(pair="ck_nobody:cs_x"),
    "auth_wrong_secret": Case(pair="{key}:cs_wrong"),
    "fault_bom_before_json": Case(switch("before", "\ufeff")),
    "fault_db_down": Case(fault=faults.database_down()),
    "fault_fatal_in_one_order": Case(switch("breaks", {44})),
    "fault_filter_drops_rows": Case(switch("hides", lambda order_id: order_id % 2 == 1)),
    "fault_maintenance": Case(fault=faults.maintenance()),
    "fault_php_warning_before_json": Case(switch("before", faults.WARNING.decode())),
    "fault_plain_permalinks": Case(switch("plain_permalinks", True)),
    "http_redirects_to_https": Case(switch("redirects_to_https", True)),
    "race_modified_asc_page2": Case(touched),
}


def same_site(ours: Any, theirs: Any) -> None:
    """The real list of namespaces and routes is that of the plugins which happened to be there."""
    assert {key: ours[key] for key in ("url", "home", "gmt_offset", "timezone_string")}.items() <= theirs.items()
    assert set(ours) <= set(theirs)
    assert set(ours["namespaces"]) <= set(theirs["namespaces"])


def same_system(ours: Any, theirs: Any) -> None:
    """The real one describes its server: versions, limits, paths."""
    assert set(ours) == set(theirs)
    for part, told in ours.items():
        assert told.items() <= theirs[part].items()


def same_page(ours: Any, theirs: Any) -> None:
    """The page of that web server names its version; nobody reads it."""
    for page in (ours, theirs):
        assert page.startswith("<html>\r\n<head><title>301 Moved Permanently</title></head>")


LOOSER = {"wp_json_index": same_site, "system_status": same_system, "http_redirects_to_https": same_page}
"""Where the machine shows through: status and headers as everywhere, and of the body what any shop has."""


def ask(shop: WooShop, name: str) -> tuple[dict[str, Any], Answer]:
    """The recorded exchange, and the stand-in's answer to the same request."""
    exchange, case = recorded(name), CASES.get(name, Case())
    asked = exchange["request"]
    pair = case.pair or ("{key}:{secret}" if asked["auth"] == "basic:read" else "")
    shown = base64.b64encode(pair.format(key=shop.key, secret=shop.secret).encode()).decode()
    headers = {"accept": "application/json"} | ({"authorization": f"Basic {shown}"} if pair else {})
    parts = urlsplit(asked["url"])
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    case.state(shop)
    if case.fault and case.fault.instead:
        return exchange, case.fault.instead
    return exchange, shop.answer(Request(asked["method"], parts.path, query, headers))


def settled(body: Any) -> Any:
    """The same, with `meta_data` in one order: the real shop returns it in whatever order its database likes."""
    for doc in body if isinstance(body, list) else [body]:
        if isinstance(doc, dict) and "meta_data" in doc:
            doc["meta_data"].sort(key=lambda meta: meta["id"])
    return body


@pytest.mark.parametrize("name", NAMES)
def test_same_answer_as_the_real_shop(shop: WooShop, name: str) -> None:
    exchange, answer = ask(shop, name)
    assert answer.status == exchange["status"]
    ours, theirs = dict(answer.headers), dict(exchange["headers"])
    assert {key: ours.get(key) for key in HEADERS} == {key: theirs.get(key) for key in HEADERS}
    if exchange["request"]["method"] == "HEAD":
        return
    body, real = answer.body.decode(), exchange.get("body_text")
    if real is None:
        body, real = settled(json.loads(body)), settled(exchange["body"])
    if name in LOOSER:
        LOOSER[name](body, real)
    else:  # a recording that nobody thought of is held against the stand-in as well
        assert body == real


@pytest.mark.parametrize("name", ["order_variations", "order_no_sku_line", "order_resku_product"])
def test_the_sku_that_an_order_was_sold_under_is_never_shown(shop: WooShop, name: str) -> None:
    """Trap 22: it comes from the catalogue of now. The variation that was recorded with its parent's has none itself."""
    shop.variations[27] = {**shop.variations[27], "sku": ""}
    exchange = recorded(name)
    whole = shop.orders[exchange["body"]["id"]]
    shop.put({**whole, "line_items": [{**line, "sku": "OLD"} for line in whole["line_items"]]})
    assert settled(json.loads(ask(shop, name)[1].body)) == settled(exchange["body"])


def test_no_case_is_left_of_a_recording_that_is_gone() -> None:
    assert len(NAMES) > 70
    assert set(CASES) | set(LOOSER) <= set(NAMES)


def test_after_an_edit_between_pages_an_order_is_never_seen(shop: WooShop) -> None:
    """Trap 10, as it was recorded."""
    pages = [json.loads(ask(shop, f"race_modified_asc_page{page}")[1].body) for page in (1, 2)]
    seen = {doc["id"] for page in pages for doc in page}
    assert 37 not in seen
    assert {36, 38} <= seen
