"""A stand-in WooCommerce: speaks wc/v3 as recorded from a real one, over a world that tests may edit.

The orders and the merchant's hand are in `woo_books.Books`, what a host does to the shop in `woo_hosting.Hosting`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sandbox import woo_errors, woo_hosting, woo_links, woo_oauth, woo_products, woo_query, woo_site
from sandbox.faults import Answer
from sandbox.loopback import Request, as_json
from sandbox.woo_books import Books
from sandbox.woo_errors import Refusal
from sandbox.woo_login import signed_in
from sandbox.woo_query import CORE, Doc

API = "/wp-json/wc/v3"


class WooShop(Books):
    """The shop: what it holds, who may read it, and the answers."""

    def __init__(
        self,
        *,
        zone: str = "Europe/Paris",
        home: str = "https://mugs-paris.example",
        key: str = "ck_" + "5a" * 20,
        secret: str = "cs_" + "c7" * 20,
    ) -> None:
        super().__init__(zone, home)
        self.key, self.secret = key, secret
        self.name = "Mugs Paris"
        self.hosting = woo_hosting.Hosting()
        self._nonces = woo_oauth.Nonces()

    def answer(self, request: Request) -> Answer:
        with self.lock:
            return self.hosting.dressed(self.hosting.detour(request, self.home) or self._answer(request))

    def _answer(self, request: Request) -> Answer:
        path = request.path.rstrip("/")
        if named := not path:  # /?rest_route=...: nobody looks for keys there (facts, 19)
            path = "/wp-json" + request.one("rest_route").rstrip("/")
        try:
            if self.hosting.woocommerce_off and path.startswith("/wp-json/wc/"):
                raise woo_errors.no_route()
            pair = (self.key, self.secret)
            known = not named and signed_in(request, pair, self.home, self.hosting, self._nonces)
            if path == "/wp-json":
                return self._one(request, self._index())
            if request.method not in {"GET", "HEAD"}:
                raise _read_only(known)
            return self._route(request, path, known)
        except Refusal as no:
            return as_json(no.body, no.status, woo_links.to_index(self.home))

    def _route(self, request: Request, path: str, known: bool) -> Answer:
        if path == f"{API}/orders":
            return self._orders(request, known, self.orders.values())
        if path == "/wp-json/wc/v1/orders":  # the oldest version looks into the old storage only (facts, 11)
            return self._orders(request, known, () if self.hpos else self.orders.values())
        if path == f"{API}/refunds":
            return self._list(request, known, [doc for docs in self.refunds.values() for doc in docs])
        if path == f"{API}/products":
            return self._shelf(request, known, self.products.values())
        if found := re.fullmatch(rf"{API}/products/(\d+)/variations", path):
            own = [doc for doc in self.variations.values() if doc["parent_id"] == int(found[1])]
            return self._shelf(request, known, own)
        if found := re.fullmatch(rf"{API}/products/(\d+)", path):
            return self._product(request, known, int(found[1]))
        if found := re.fullmatch(rf"{API}/orders/(\d+)(/refunds)?", path):
            order_id = int(found[1])
            return self._refunds_of(request, known, order_id) if found[2] else self._order(request, known, order_id)
        if path in {f"{API}/reports/orders/totals", f"{API}/system_status"}:
            self._permit(known, one=False)
            if path.endswith("totals"):
                return self._one(request, woo_site.totals(self.orders.values(), self.custom_statuses))
            return self._one(request, woo_site.system(self.home, hpos=self.hpos))
        raise woo_errors.no_route()

    def _permit(self, known: bool, *, one: bool) -> None:
        if not known or self.hosting.forbidden_user:
            raise woo_errors.cannot_view(one=one, known=known)

    def _one(self, request: Request, doc: Doc | list[Doc]) -> Answer:
        fields = woo_query.many(request, "_fields")
        return as_json(woo_query.only(doc, fields), 200, woo_links.to_index(self.home))

    def _order(self, request: Request, known: bool, order_id: int) -> Answer:
        if order_id not in self.orders:  # said to anybody: WooCommerce looks at who asks only for what is there
            raise woo_errors.not_there("shop_order")
        self._permit(known, one=True)
        if self.hosting.hides(order_id):
            raise woo_errors.cannot_view(one=True, known=True)
        if order_id in self.hosting.breaks:
            return woo_hosting.fatal(request, self.home)
        return self._one(request, self.catalogue.live(self.orders[order_id]))

    def _refunds_of(self, request: Request, known: bool, order_id: int) -> Answer:
        if order_id not in self.orders:
            self._permit(known, one=False)
            raise Refusal("woocommerce_rest_invalid_order_id", "Invalid order ID.", 404)
        # the order's own list does not repeat whose refunds they are
        own = [{k: v for k, v in doc.items() if k != "parent_id"} for doc in self.refunds.get(order_id, [])]
        return self._list(request, known, own)

    def _product(self, request: Request, known: bool, product_id: int) -> Answer:
        if product_id not in self.products:
            raise woo_errors.not_there("product")
        self._permit(known, one=True)
        return self._one(request, self.catalogue.shown(self.products[product_id]))

    def _shelf(self, request: Request, known: bool, docs: Collection[Doc]) -> Answer:
        shown = [self.catalogue.shown(doc) for doc in docs]
        return self._list(request, known, shown, registered=woo_products.STATUSES, posts=True)

    def _orders(self, request: Request, known: bool, docs: Collection[Doc]) -> Answer:
        registered = (*CORE, *self.custom_statuses)
        return self._list(request, known, docs, registered=registered, posts=not self.hpos, orders=True)

    def _list(
        self,
        request: Request,
        known: bool,
        docs: Collection[Doc],
        *,
        registered: Collection[str] = (),
        posts: bool = False,
        orders: bool = False,
    ) -> Answer:
        listing = woo_query.read(request, self.zone, registered)
        self._permit(known, one=False)
        found = [doc for doc in docs if listing.shows(doc) and listing.keeps(doc)]
        rows = listing.cut(listing.sort(found))
        # past the end the new storage counts nothing: only the first page's total can be trusted (facts, 12)
        total = len(found) if rows or (posts and listing.offset is None) else 0
        pages = -(-total // listing.per_page)
        headers = (
            ("X-WP-Total", str(total)),
            ("X-WP-TotalPages", str(pages)),
            *woo_links.to_pages(request, listing, pages, bool(rows), self.home),
        )
        if orders:
            if listing.fields != ("id",) and self.hosting.breaks & {doc["id"] for doc in rows}:
                return woo_hosting.fatal(request, self.home)
            rows = [doc for doc in rows if not self.hosting.hides(doc["id"])]
        return as_json([woo_query.only(self.catalogue.live(doc), listing.fields) for doc in rows], 200, headers)

    def _index(self) -> Doc:
        on = not self.hosting.woocommerce_off
        return woo_site.index(self.name, self.home, self.zone, self.orders.values(), woocommerce=on)


def _read_only(known: bool) -> Refusal:
    if known:
        return woo_errors.wrong_keys("The API key provided does not have write permissions.")
    return Refusal("woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.", 401)
