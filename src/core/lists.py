"""Several lists of TPOP's as one: what the newest says of each order counts."""

from __future__ import annotations

from collections.abc import Iterable

from core.life import can_follow
from core.model import TpopOrder


def newest(orders: Iterable[TpopOrder]) -> list[TpopOrder]:
    """One order per TPOP id: where several lists show it, the newest list wins (CONTRACTS section 4).

    Where the newest shows what cannot have come after the older one's state, it remembers that (`list_status`).
    """
    best: dict[str, TpopOrder] = {}
    for order in orders:
        known = best.setdefault(order.id, order)
        if known is not order:
            older, newer = (known, order) if order.as_of > known.as_of else (order, known)
            if newer.as_of > older.as_of and not can_follow(newer.status, older.status):
                newer = newer._replace(list_status=older.status, list_as_of=older.as_of)
            best[order.id] = newer
    return list(best.values())
