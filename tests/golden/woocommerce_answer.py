"""What Vigie makes of one recorded WooCommerce order, as plain JSON that a person can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.model import ShopOrder, iso
from core.policy import Policy
from sources.woocommerce import normalise

KNOWN = normalise.words(Policy().due_statuses)


def answer(raw: Path) -> Any:
    """`<name>.raw.json`, and `<name>.refunds.raw.json` where refunds were recorded, in our words."""
    page = normalise.read_page(b"[" + raw.read_bytes() + b"]", KNOWN)
    if page.unreadable:
        (unreadable,) = page.unreadable
        return {"unreadable": {"id": unreadable.id, "field": unreadable.field, "problem": unreadable.problem}}
    (order,) = page.orders
    refunds = raw.with_name(raw.name.replace(".raw.json", ".refunds.raw.json"))
    if order.id in page.refunds:
        taken = normalise.read_refunds(refunds.read_bytes())
        assert taken is not None
        assert page.refunds[order.id] == taken.ids
        order = normalise.less(order, taken)
    return plain(order) | ({"refunds": sorted(page.refunds[order.id])} if page.refunds else {})


def plain(order: ShopOrder) -> dict[str, Any]:
    """Every field by its name; times as ISO text."""
    return order._asdict() | {
        "created_at": iso(order.created_at),
        "paid_at": iso(order.paid_at),
        "updated_at": iso(order.updated_at),
        "lines": None if order.lines is None else [line._asdict() for line in order.lines],
        "recipient": None if order.recipient is None else order.recipient._asdict(),
    }
