"""What a WordPress says of itself: its index, WooCommerce's status page, and a count of orders by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.woo_query import CORE, Doc

NAMES = {"pending": "Pending payment", "on-hold": "On hold", "checkout-draft": "Draft"}


def index(name: str, home: str, zone: ZoneInfo, orders: Collection[Doc], *, woocommerce: bool) -> Doc:
    """Needs no key, and tells the shop's zone (facts, 26)."""
    newest = max((str(doc["date_created_gmt"]) for doc in orders), default="2026-11-23T00:00:00")
    moment = datetime.fromisoformat(newest).replace(tzinfo=UTC).astimezone(zone)
    hours = (moment.utcoffset() or timedelta()).total_seconds() / 3600
    routes = ("/orders", "/orders/(?P<id>[\\d]+)", "/refunds") if woocommerce else ()
    return {
        "name": name,
        "description": "",
        "url": home,
        "home": home,
        "gmt_offset": int(hours) if hours == int(hours) else hours,
        "timezone_string": str(zone),
        "namespaces": [*(("wc/v3", "wc/v2", "wc/v1") if woocommerce else ()), "wp/v2"],
        "authentication": [],
        "routes": {f"/wc/v3{route}": "…" for route in routes},
    }


def totals(orders: Collection[Doc], custom: Collection[str]) -> list[Doc]:
    """A control count for each status that is registered (facts, 26)."""
    counted = Counter(doc["status"] for doc in orders)
    words = (*CORE[:-1], *custom, CORE[-1])
    return [{"slug": word, "name": NAMES.get(word, word.capitalize()), "total": counted[word]} for word in words]


def system(home: str, *, hpos: bool) -> Doc:
    """Which storage the shop has: only the new one dates every edit (facts, 5)."""
    return {
        "environment": {"home_url": home, "site_url": home, "version": "11.0.1", "wp_version": "7.0.4"},
        "settings": {"currency": "EUR", "number_of_decimals": 2, "HPOS_enabled": hpos},
        "database": {"wc_database_version": "11.0.1"},
    }
