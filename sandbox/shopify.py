"""A stand-in Shopify: the Admin GraphQL API and its tokens over HTTP, over books that tests may edit.

The orders and the merchant's hand are in `shopify_books`, what may be turned in `shopify_knobs`, what each field answers in
`shopify_resolvers`, what a question costs in `shopify_plan`, exports in `shopify_bulk`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime

from sandbox import shopify_errors, shopify_tokens
from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.shopify_asking import Asking
from sandbox.shopify_bulk import Bulk
from sandbox.shopify_knobs import VERSION, ShopifyKnobs
from sandbox.shopify_pace import Buckets
from sandbox.shopify_question import Counter
from sandbox.shopify_tokens import Tokens

API = f"/admin/api/{VERSION}/graphql.json"


class ShopifyShop(ShopifyKnobs):
    """The shop: what it holds, who may read it, and the answers."""

    def __init__(self, *, now: datetime | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(now=now, clock=clock)
        self._tokens, self._buckets = Tokens(self), Buckets(self)
        self._bulk, self._counter = Bulk(self), Counter(self._buckets)

    def answer(self, request: Request) -> Answer:
        with self.lock:
            self._bulk.settle()
            return self._answer(request)

    def revoke_tokens(self) -> None:
        """All that were given for a day are good for nothing from now on; the permanent one stays."""
        with self.lock:
            self._tokens.revoke()

    def settle(self) -> None:
        """Exports whose time is over end now, with the orders as they stand. Every request does that first."""
        with self.lock:
            self._bulk.settle()

    def _answer(self, request: Request) -> Answer:
        if request.path == shopify_tokens.PATH:
            return self._tokens.grant(request)
        if request.path.startswith("/bulk/"):
            return self._bulk.file(request)
        found = re.fullmatch(r"/admin/api/([\w-]+)/graphql\.json", request.path)
        if not found or request.method != "POST":
            return shopify_errors.plain(404, "Not Found")
        if self.closed:
            return shopify_errors.plain(self.closed, shopify_errors.CLOSED.get(self.closed, "Not available"))
        token = self._tokens.known(request)
        if token is None:
            return shopify_errors.unknown_token()
        version = (("X-Shopify-API-Version", self._version(found[1])),)
        ask = Asking(self, self._bulk.exports(), f"http://{request.headers.get('host', 'localhost')}")
        return self._counter.answer(token, request.body, ask, version)

    def _version(self, asked: str) -> str:
        """One that is gone, or never was, is answered in the oldest that there is."""
        quarterly = re.fullmatch(r"\d{4}-(01|04|07|10)", asked)
        return asked if quarterly and self.oldest_version <= asked <= self.newest_version else self.oldest_version
