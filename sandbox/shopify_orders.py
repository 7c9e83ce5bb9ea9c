"""Orders as Shopify tells them, built from people and baskets: paid, waiting for a transfer, refused, authorised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sandbox.people import Customer, Product
from sandbox.shopify_books import Doc, ShopifyBooks, gid, stamp

FIRST_ID = 5_551_000_000_000
_PRODUCTS, _VARIANTS, _PLACES = 8_840_000_000_000, 4_470_000_000_000, 72_300_000_000
COUNTRIES = {"FR": "France", "BE": "Belgium", "CH": "Switzerland"}
STATES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "paid": ("PAID", (("SALE", "SUCCESS"),)),
    "waiting": ("PENDING", (("SALE", "PENDING"),)),
    "refused": ("PENDING", (("SALE", "FAILURE"),)),
    "authorized": ("AUTHORIZED", (("AUTHORIZATION", "SUCCESS"),)),
}
"""Financial status, and the transactions that led there. `waiting` is a bank transfer that has not come in."""


def order_id_of(number: int) -> int:
    """The long number in an order's id; what people call it stands at its end, as chance would have it."""
    return FIRST_ID + number


def line_id_of(order_id: int, place: int) -> str:
    """The id of the line at this place, counted from 1."""
    return gid("LineItem", order_id * 100 + place)


def product_id_of(product: Product) -> str:
    return gid("Product", _PRODUCTS + product.product_id)


def variant_id_of(product: Product) -> str:
    """Every product has a variant; one without options has just the one."""
    return gid("ProductVariant", _VARIANTS + (product.variation_id or product.product_id))


def address(who: Customer) -> Doc:
    return {
        "name": f"{who.first} {who.last}",
        "firstName": who.first,
        "lastName": who.last,
        "company": None,
        "address1": who.address1,
        "address2": who.address2 or None,
        "zip": who.postcode,
        "city": who.city,
        "country": COUNTRIES.get(who.country, who.country),
        "countryCodeV2": who.country,
        "phone": who.phone,
    }


def line_item(line_id: str, product: Product, quantity: int, *, vendor: str = ShopifyBooks.vendor) -> Doc:
    variant = " / ".join(value for _, value in product.options)
    return {
        "id": line_id,
        "sku": product.sku,
        "title": product.title,
        "name": f"{product.title} - {variant}" if variant else product.title,
        "variantTitle": variant or None,
        "vendor": vendor,
        "quantity": quantity,
        "currentQuantity": quantity,
        "unfulfilledQuantity": quantity,
        "requiresShipping": True,
        "isGiftCard": False,
        "customAttributes": [],
        "product": {"id": product_id_of(product), "vendor": vendor},
        "variant": {"id": variant_id_of(product), "sku": product.sku},
    }


def gift_card(line_id: str, quantity: int = 1) -> Doc:
    """A line that nobody makes or sends: no sku, and no vendor's article behind it."""
    plain = Product("", "Carte cadeau", 2500, 299)
    return {**line_item(line_id, plain, quantity, vendor=""), "requiresShipping": False, "isGiftCard": True}


def order(
    number: int,
    items: Sequence[tuple[Product, int]],
    who: Customer,
    *,
    placed: datetime,
    paid: datetime | None,
    state: str = "paid",
    order_id: int | None = None,
    vendor: str = ShopifyBooks.vendor,
) -> Doc:
    """One order as it stands when it has just been placed. `state`: one of STATES. Times are aware."""
    own = order_id_of(number) if order_id is None else order_id
    lines = [
        line_item(line_id_of(own, n), product, units, vendor=vendor) for n, (product, units) in enumerate(items, 1)
    ]
    financial, steps = STATES[state]
    done = stamp(paid or placed)
    return {
        "id": gid("Order", own),
        "legacyResourceId": str(own),
        "name": f"#{number}",
        "number": number,
        "test": False,
        "confirmed": True,
        "edited": False,
        "closed": False,
        "sourceName": "web",
        "createdAt": stamp(placed),
        "processedAt": stamp(placed),
        "updatedAt": done,
        "closedAt": None,
        "cancelledAt": None,
        "cancelReason": None,
        "displayFinancialStatus": financial,
        "displayFulfillmentStatus": "UNFULFILLED",
        "fullyPaid": financial == "PAID",
        "requiresShipping": True,
        "tags": [],
        "note": None,
        "shippingAddress": address(who),
        "lineItems": lines,
        "fulfillments": [],
        "refunds": [],
        "transactions": [
            {"id": gid("OrderTransaction", own * 10 + n), "kind": kind, "status": status, "processedAt": done}
            for n, (kind, status) in enumerate(steps, 1)
        ],
        "fulfillmentOrders": [_to_send(own, lines, vendor)],
    }


def _to_send(order_id: int, lines: Sequence[Doc], maker: str) -> Doc:
    """All lines, assigned to the maker's own fulfilment service."""
    service = {"id": gid("FulfillmentService", _PLACES + 1), "handle": "tpop", "serviceName": maker}
    place: dict[str, Any] = {
        "id": gid("Location", _PLACES),
        "name": maker,
        "isFulfillmentService": True,
        "fulfillmentService": service,
    }
    rows = [
        {
            "id": gid("FulfillmentOrderLineItem", order_id * 100 + 50 + n),
            "totalQuantity": line["quantity"],
            "remainingQuantity": line["quantity"],
            "lineItem": line["id"],
        }
        for n, line in enumerate(lines)
    ]
    return {
        "id": gid("FulfillmentOrder", order_id + 1_000_000_000_000),
        "status": "OPEN",
        "assignedLocation": {"name": maker, "location": place},
        "lineItems": rows,
    }
