"""Refunds as WooCommerce 11 writes them: quantities and totals negative, the order's own lines untouched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.woo_orders import Doc, money, stamp


def refund(
    refund_id: int, whole: Doc, taken: Mapping[int, int], at: datetime, zone: ZoneInfo, home: str, reason: str = ""
) -> Doc:
    """A refund of so many units of each line id, as /refunds shows it: quantities and line totals negative."""
    lines = [
        _refunded(refund_id * 100 + n, line, taken[line["id"]])
        for n, line in enumerate(whole["line_items"])
        if line["id"] in taken
    ]
    cents = -sum(round(float(line["total"]) * 100) for line in lines)
    parent = f"{home}/wp-json/wc/v3/orders/{whole['id']}"
    return {
        "id": refund_id,
        "parent_id": whole["id"],
        "date_created": stamp(at, zone),
        "date_created_gmt": stamp(at),
        "amount": money(cents),
        "reason": reason,
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [{"id": refund_id * 10, "key": "_refund_type", "value": "partial"}],
        "line_items": lines,
        "shipping_lines": [],
        "tax_lines": [],
        "fee_lines": [],
        "_links": {
            "self": [{"href": f"{parent}/refunds/{refund_id}", "targetHints": {"allow": ["GET", "DELETE"]}}],
            "collection": [{"href": f"{parent}/refunds"}],
            "up": [{"href": parent}],
        },
    }


def _refunded(line_id: int, line: Doc, units: int) -> Doc:
    net = money(-round(float(line["price"]) * 100 * units))
    source = {"key": "_refunded_item_id", "value": str(line["id"])}
    shown = {"display_key": source["key"], "display_value": source["value"]}
    return {
        **line,
        "id": line_id,
        "quantity": -units,
        "subtotal": net,
        "subtotal_tax": "0.00",
        "total": net,
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [{"id": line_id * 10, **source, **shown}],
    }
