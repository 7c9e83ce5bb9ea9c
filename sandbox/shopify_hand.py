"""The merchant's hand on a Shopify shop: the verbs of sandbox.hands, in what a Shopify merchant would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import monotonic

from sandbox import shopify_orders
from sandbox.faults import Answer
from sandbox.hands import Again, Placed
from sandbox.loopback import Request
from sandbox.people import Customer
from sandbox.shopify import ShopifyShop

_STATES = {"pending": "waiting", "on-hold": "waiting", "failed": "refused", "cancelled": "waiting"}
_NO_ORDER = frozenset({"checkout-draft", "draft"})
"""On Shopify an abandoned checkout is no order at all, nor is a draft."""
_DUE = frozenset({"PAID", "PARTIALLY_REFUNDED"})


class ShopifyHand:
    """A Shopify shop. `by_app`: Vigie gets the id and secret of an app, in place of a permanent token."""

    platform = "shopify"

    def __init__(self, shop: ShopifyShop, *, by_app: bool = False) -> None:
        self.shop, self.by_app = shop, by_app
        self.shop.clock = lambda: self.shop.now.timestamp() + monotonic()

    def answer(self, request: Request) -> Answer:
        return self.shop.answer(request)

    def credentials(self) -> dict[str, str]:
        if self.by_app:
            return {"client_id": self.shop.client_id, "client_secret": self.shop.client_secret}
        return {"token": self.shop.token}

    def secrets(self) -> set[str]:
        return {self.shop.token, self.shop.client_id, self.shop.client_secret}

    def tick(self, now: datetime) -> None:
        self.shop.now = now  # what it shows of its past moves with it; so do its bucket of points and its tokens

    def order_id(self, number: int, *, other: bool) -> int:  # noqa: ARG002
        return shopify_orders.order_id_of(number)

    def put(self, placed: Placed) -> None:
        if placed.status in _NO_ORDER:
            return
        state = _STATES.get(placed.status, "paid")
        doc = shopify_orders.order(
            int(placed.number), placed.items, placed.who, placed=placed.at, paid=placed.paid, state=state
        )
        self.shop.put(doc)
        if placed.status == "cancelled":
            self.cancel(placed.order_id, placed.at)
        elif placed.status == "completed":
            self.close(placed.order_id, placed.paid or placed.at)

    def waits(self, order_id: int) -> bool:
        doc = self.shop.orders.get(order_id)
        if doc is None or doc["cancelledAt"] or doc["displayFulfillmentStatus"] == "FULFILLED":
            return False
        status = doc["displayFinancialStatus"]
        return status in _DUE or (status == "PARTIALLY_PAID" and doc["edited"])  # it was paid before it was edited

    def done(self, order_id: int) -> bool:
        doc = self.shop.orders.get(order_id)
        return doc is not None and doc["displayFulfillmentStatus"] == "FULFILLED"

    def pay(self, order_id: int, at: datetime) -> None:
        self.shop.capture(order_id, at)

    def cancel(self, order_id: int, at: datetime) -> None:
        self.shop.cancel(order_id, at)

    def bin(self, order_id: int, at: datetime) -> None:
        """Shopify has no bin: what is not wanted is cancelled."""
        self.shop.cancel(order_id, at)

    def readdress(self, order_id: int, at: datetime, to: Customer, keeps: Customer) -> None:
        own = shopify_orders.address(keeps)
        kept = {key: own[key] for key in ("name", "firstName", "lastName", "phone")}
        self.shop.readdress(order_id, at, {**shopify_orders.address(to), **kept})

    def blank_address(self, order_id: int, at: datetime) -> None:
        self.shop.readdress(order_id, at, None)

    def refund(self, order_id: int, at: datetime, taken: Mapping[int, int], reason: str) -> None:  # noqa: ARG002
        lines = {shopify_orders.line_id_of(order_id, place): units for place, units in taken.items()}
        self.shop.refund(order_id, at, lines)

    def close(self, order_id: int, at: datetime, parcel: Mapping[str, str] | None = None) -> None:
        self.shop.fulfil(order_id, at, [parcel["number"]] if parcel else [])

    def make_unreadable(self, order_id: int, at: datetime) -> Again:  # noqa: ARG002
        """Its lines fail within Shopify, as long as it lasts; nothing is dated by it."""
        self.shop.broken.add(order_id)
        return lambda _then: self.shop.broken.discard(order_id)

    def reopen(self, order_id: int, at: datetime) -> Again:
        """Its fulfilment is taken back."""
        doc = self.shop.orders[order_id]
        lines = [{**line, "unfulfilledQuantity": line["currentQuantity"]} for line in doc["lineItems"]]
        nothing = {
            "displayFulfillmentStatus": "UNFULFILLED",
            "closed": False,
            "closedAt": None,
            "fulfillments": [],
            "lineItems": lines,
        }
        done = {key: doc[key] for key in nothing}
        self.shop.edit(order_id, at, **nothing)
        return lambda then: self.shop.edit(order_id, then, **done)


def opened(now: datetime, *, by_app: bool = False) -> ShopifyHand:
    """The hand on a new shop, on its first day."""
    hand = ShopifyHand(ShopifyShop(), by_app=by_app)
    hand.tick(now)
    return hand
