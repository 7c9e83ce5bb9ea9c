"""Rows through the whole reading: bytes, checked, collected."""

from __future__ import annotations

from typing import Any

from core.model import TpopOrder
from sources.tpop import page
from sources.tpop.collect import Collection

from .lists import AS_OF, POLICY, SHOP, as_bytes, document


def collect(rows: list[Any], **settings: Any) -> Collection:
    collection = Collection(**{"shop": SHOP, "channel": "tpop-http", "pattern": POLICY.reference_pattern, **settings})
    read = page.read(as_bytes(document(rows)))
    collection.take(read.rows, AS_OF, checked=read.checked)
    return collection


def only(raw: dict[str, Any], **settings: Any) -> TpopOrder:
    collection = collect([raw], **settings)
    assert collection.unreadable() == ()
    (order,) = collection.orders()
    return order
