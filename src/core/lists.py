"""Several lists of TPOP's as one: what the newest says of each order counts."""

from __future__ import annotations

from collections.abc import Iterable

from core.model import TpopOrder


def newest(orders: Iterable[TpopOrder]) -> list[TpopOrder]:
    """One order per TPOP id: where several lists show it, the newest list wins (CONTRACTS section 4)."""
    best: dict[str, TpopOrder] = {}
    for order in orders:
        known = best.get(order.id)
        if known is None or order.as_of > known.as_of:
            best[order.id] = order
    return list(best.values())
