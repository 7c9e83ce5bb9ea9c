"""A stand-in WooCommerce: speaks wc/v3 as recorded from a real one (HPOS storage), over a world that tests may edit."""

from __future__ import annotations

import base64
import re
import threading
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from sandbox import woo_query
from sandbox.faults import Answer
from sandbox.loopback import Request, as_json
from sandbox.woo_orders import stamp
from sandbox.woo_query import BadParameter, Doc, Listing
from sandbox.woo_refunds import refund

API = "/wp-json/wc/v3"
NAMES = {"pending": "Pending payment", "on-hold": "On hold", "checkout-draft": "Draft"}


class WooShop:
    """The shop: its orders and refunds by id, who may read them, and the answers."""

    def __init__(
        self,
        *,
        zone: str = "Europe/Paris",
        home: str = "https://mugs-paris.example",
        key: str = "ck_" + "5a" * 20,
        secret: str = "cs_" + "c7" * 20,
    ) -> None:
        self.zone, self.home, self.key, self.secret = ZoneInfo(zone), home, key, secret
        self.name = "Mugs Paris"
        self.orders: dict[int, Doc] = {}
        self.refunds: dict[int, list[Doc]] = {}
        self.custom_statuses: tuple[str, ...] = ()
        self.trusts_http = True
        """False: WordPress thinks the connection is not safe, and keys are as good as none (facts, trap 14)."""
        self.hpos = True
        self.lock = threading.RLock()
        self._refund_ids = 900_000

    # ---- the merchant's hand: every edit is whole between two requests

    def put(self, doc: Doc, refunds: Collection[Doc] = ()) -> None:
        with self.lock:
            self.orders[doc["id"]] = doc
            if refunds:
                self.refunds[doc["id"]] = list(refunds)

    def edit(self, order_id: int, at: datetime, **fields: Any) -> None:
        """Set fields; this storage moves date_modified on every edit."""
        with self.lock:
            new = {"date_modified": stamp(at, self.zone), "date_modified_gmt": stamp(at)}
            if fields.get("status") == "completed":
                new |= {"date_completed": stamp(at, self.zone), "date_completed_gmt": stamp(at)}
            self.orders[order_id] = {**self.orders[order_id], **new, **fields}

    def refund(self, order_id: int, at: datetime, taken: Mapping[int, int], reason: str = "") -> Doc:
        """Give back so many units of each line id; the order keeps its quantities, as in WooCommerce."""
        with self.lock:
            self._refund_ids += 1
            doc = refund(self._refund_ids, self.orders[order_id], taken, at, self.zone, self.home, reason)
            self.refunds.setdefault(order_id, []).append(doc)
            brief = {"id": doc["id"], "reason": reason, "total": f"-{doc['amount']}", "total_tax": "0.00"}
            self.edit(order_id, at, refunds=[*self.orders[order_id]["refunds"], brief])
            return doc

    def delete(self, order_id: int) -> None:
        """For good: from now on it never existed."""
        with self.lock:
            self.orders.pop(order_id, None)
            self.refunds.pop(order_id, None)

    # ---- the wire

    def answer(self, request: Request) -> Answer:
        path = request.path.rstrip("/")
        with self.lock:
            if path in {"/wp-json", ""}:
                return as_json(woo_query.only(self._index(), woo_query.many(request, "_fields")))
            if refused := self._refused(request, one=bool(re.search(r"/\d+$", path))):
                return refused
            try:
                return self._route(request, path)
            except BadParameter as bad:
                return as_json(bad.body, 400, self._link_home())

    def _route(self, request: Request, path: str) -> Answer:
        if request.method not in {"GET", "HEAD"}:
            body = _fault("woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.", 401)
            return as_json(body, 401)
        if path == f"{API}/orders":
            return self._list(request, self.orders.values())
        if path == f"{API}/refunds":
            everything = [doc for docs in self.refunds.values() for doc in docs]
            return self._list(request, everything)
        if match := re.fullmatch(rf"{API}/orders/(\d+)(/refunds)?", path):
            order_id = int(match[1])
            if order_id not in self.orders:
                code = (
                    "woocommerce_rest_shop_order_invalid_id" if not match[2] else "woocommerce_rest_invalid_order_id"
                )
                return as_json(_fault(code, "Invalid ID." if not match[2] else "Invalid order ID.", 404), 404)
            if match[2]:
                # the order's own list does not repeat whose refunds they are
                own = [{k: v for k, v in doc.items() if k != "parent_id"} for doc in self.refunds.get(order_id, [])]
                return self._list(request, own)
            fields = woo_query.many(request, "_fields")
            return as_json(woo_query.only(self.orders[order_id], fields), 200, self._link_home())
        if path == f"{API}/reports/orders/totals":
            return as_json(self._totals(), 200, self._link_home())
        if path == f"{API}/system_status":
            return as_json(woo_query.only(self._system(), woo_query.many(request, "_fields")), 200, self._link_home())
        message = "No route was found matching the URL and request method."
        return as_json(_fault("rest_no_route", message, 404), 404, self._link_home())

    def _refused(self, request: Request, *, one: bool) -> Answer | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        key = secret = ""
        if kind.lower() == "basic":
            try:
                key, _, secret = base64.b64decode(token).decode().partition(":")
            except ValueError:
                key = ""
        if self.trusts_http and key == self.key:
            if secret == self.secret:
                return None
            return as_json(_fault("woocommerce_rest_authentication_error", "Consumer secret is invalid.", 401), 401)
        what = "view this resource" if one else "list resources"
        return as_json(_fault("woocommerce_rest_cannot_view", f"Sorry, you cannot {what}.", 401), 401)

    def _list(self, request: Request, docs: Collection[Doc]) -> Answer:
        listing = woo_query.read(request, self.zone, self.custom_statuses)
        found = [doc for doc in docs if listing.shows(doc.get("status", "")) and listing.keeps(doc)]
        rows = listing.cut(listing.sort(found))
        # past the end this storage counts nothing: only the first page's total can be trusted
        total = len(found) if rows else 0
        pages = -(-total // listing.per_page)
        headers = (
            ("X-WP-Total", str(total)),
            ("X-WP-TotalPages", str(pages)),
            *self._link(request, listing, pages, bool(rows)),
        )
        return as_json([woo_query.only(doc, listing.fields) for doc in rows], 200, headers)

    def _link(self, request: Request, listing: Listing, pages: int, rows: bool) -> tuple[tuple[str, str], ...]:
        """Built from what the shop believes to be its own address: do not follow it (facts, trap 18)."""
        given = [(key, value) for key, value in request.query if not key.startswith("status")]
        if request.path.endswith("/orders"):
            given += [(f"status[{n}]", word) for n, word in enumerate(listing.statuses)]
        if rows:
            given += [(k, v) for k, v in (("dp", "2"), ("context", "view")) if not request.has(k)]
        links = []
        for rel, page in (("prev", min(listing.page - 1, pages)), ("next", listing.page + 1)):
            if (rel == "prev" and listing.page > 1) or (rel == "next" and page <= pages):
                turned = [(k, str(page) if k == "page" else v) for k, v in given]
                turned += [] if request.has("page") else [("page", str(page))]
                links.append(f'<{self.home}{request.path}?{urlencode(turned, quote_via=quote)}>; rel="{rel}"')
        return (("Link", ", ".join(links)),) if links else self._link_home()

    def _link_home(self) -> tuple[tuple[str, str], ...]:
        return (("Link", f'<{self.home}/wp-json/>; rel="https://api.w.org/"'),)

    def _index(self) -> Doc:
        newest = max((str(doc["date_created_gmt"]) for doc in self.orders.values()), default="2026-11-23T00:00:00")
        moment = datetime.fromisoformat(newest).replace(tzinfo=UTC).astimezone(self.zone)
        hours = (moment.utcoffset() or timedelta()).total_seconds() / 3600
        return {
            "name": self.name,
            "description": "",
            "url": self.home,
            "home": self.home,
            "gmt_offset": int(hours) if hours == int(hours) else hours,
            "timezone_string": str(self.zone),
            "namespaces": ["wc/v3", "wc/v2", "wc/v1", "wp/v2"],
            "authentication": [],
            "routes": {f"/wc/v3{route}": "…" for route in ("/orders", "/orders/(?P<id>[\\d]+)", "/refunds")},
        }

    def _totals(self) -> list[Doc]:
        counted = Counter(doc["status"] for doc in self.orders.values())
        words = (*woo_query.CORE[:-1], *self.custom_statuses, woo_query.CORE[-1])
        return [{"slug": w, "name": NAMES.get(w, w.capitalize()), "total": counted[w]} for w in words]

    def _system(self) -> Doc:
        return {
            "environment": {"home_url": self.home, "site_url": self.home, "version": "11.0.1", "wp_version": "7.0.4"},
            "settings": {"currency": "EUR", "number_of_decimals": 2, "HPOS_enabled": self.hpos},
            "database": {"wc_database_version": "11.0.1"},
        }


def _fault(code: str, message: str, status: int) -> Doc:
    return {"code": code, "message": message, "data": {"status": status}}
