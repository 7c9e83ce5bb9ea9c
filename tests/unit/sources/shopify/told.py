"""What a Shopify shop tells of one invented customer's order: orders, lines, and the bodies that they come in."""

from __future__ import annotations

import json
from typing import Any

from core.model import ShopOrder, Unreadable
from core.policy import LinesPolicy, Policy
from sources.shopify import normalise

ALL = normalise.rules(Policy(due_statuses=("paid",)))
APART = normalise.rules(Policy(due_statuses=("paid",), lines=LinesPolicy("vendor", ("TPOP",))))
"""Rules of a shop that sells its own things, too."""
NAME = "Éloïse Trévidic"
LONE = "\ud800"
"""Half a character: text that no bytes stand for."""


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def line(number: int = 1, ordered: int = 1, **fields: Any) -> dict[str, Any]:
    whole = {
        "id": gid("LineItem", number),
        "sku": "TP-MUG-001-WHT",
        "vendor": "TPOP",
        "quantity": ordered,
        "currentQuantity": ordered,
        "unfulfilledQuantity": ordered,
        "requiresShipping": True,
        "isGiftCard": False,
        "customAttributes": [],
        "variant": {"id": gid("ProductVariant", 211)},
    }
    return {**whole, **fields}


def connection(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    return {"pageInfo": {"hasNextPage": after is not None, "endCursor": after or "last"}, "nodes": list(nodes)}


def parcel(number: str | None = "6A123", status: str = "SUCCESS") -> dict[str, Any]:
    return {"status": status, "trackingInfo": [] if number is None else [{"number": number}]}


def payment(at: str | None = "2026-11-21T07:00:00Z", kind: str = "SALE", status: str = "SUCCESS") -> dict[str, Any]:
    return {"kind": kind, "status": status, "processedAt": at}


def address(**fields: Any) -> dict[str, Any]:
    whole = {
        "name": NAME,
        "company": None,
        "address1": "12 rue de l'Église",
        "address2": "Bâtiment C",
        "zip": "75011",
        "city": "Paris",
        "countryCodeV2": "FR",
    }
    return {**whole, **fields}


def doc(**fields: Any) -> dict[str, Any]:
    """Two mugs and a T-shirt, paid at once, nothing sent; any field as given. "lines" are the nodes of its lines."""
    lines = fields.pop(
        "lines", (line(1, 2), line(2, sku="TP-TEE-010-BLK-S", variant={"id": gid("ProductVariant", 214)}))
    )
    whole = {
        "id": gid("Order", 5551042),
        "name": "#1042",
        "test": False,
        "edited": False,
        "sourceName": "web",
        "createdAt": "2026-11-21T06:59:00Z",
        "updatedAt": "2026-11-21T08:00:00Z",
        "cancelledAt": None,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "fullyPaid": True,
        "shippingAddress": address(),
        "lineItems": connection(*lines),
        "fulfillments": [],
        "transactions": [payment()],
    }
    return {**whole, **fields}


def without(*keys: str, **fields: Any) -> dict[str, Any]:
    return {key: value for key, value in doc(**fields).items() if key not in keys}


def whole(raw: dict[str, Any]) -> dict[str, Any]:
    """As an export gives it."""
    return {**raw, "lineItems": raw["lineItems"]["nodes"]}


def told(data: Any) -> bytes:
    return json.dumps({"data": data, "extensions": {"cost": {"requestedQueryCost": 982}}}).encode()


def read(*docs: Any, by: normalise.Rules = ALL, hidden: bool = False, **data: Any) -> normalise.Page:
    """A page of these orders."""
    return normalise.read_page(told({"orders": connection(*docs), **data}), by, hidden_addresses=hidden)


def one(by: normalise.Rules = ALL, hidden: bool = False, **fields: Any) -> ShopOrder:
    page = read(doc(**fields), by=by, hidden=hidden)
    assert page.unreadable == []
    return page.orders[0]


def follow(by: normalise.Rules = ALL, **fields: Any) -> normalise.Follow | None:
    return read(doc(**fields), by=by).follow.get("5551042")


def bad(raw: Any) -> Unreadable:
    """Alone on its page, among others, by itself and in an export, it is refused in the same words."""
    (alone,) = read(raw).unreadable
    among = read(doc(), raw, doc(id=gid("Order", 7)))
    assert [order.id for order in among.orders] == ["5551042", "7"]
    assert among.unreadable == [alone]
    assert list(normalise.read_order(told({"order": raw}), ALL).unreadable) == ([alone] if raw is not None else [])
    return alone
