"""Several lists of TPOP's as one: what the newest says of each order counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.life import can_follow
from core.model import TpopOrder


def newest(orders: Iterable[TpopOrder]) -> list[TpopOrder]:
    """One order per TPOP id: where several lists show it, the newest list wins (CONTRACTS section 4).

    Where the newest shows what cannot have come after the older one's state, it remembers that (`list_status`).
    """
    best: dict[str, TpopOrder] = {}
    again: dict[str, list[TpopOrder]] = {}
    for order in orders:
        known = best.setdefault(order.id, order)
        if known is not order:
            again.setdefault(order.id, [known]).append(order)
    for id, shown in again.items():
        best[id] = _newest(shown)
    return list(best.values())


def _newest(shown: Sequence[TpopOrder]) -> TpopOrder:
    """Of lists of one moment, the first. What it shows is held against the newest of the older ones."""
    order = max(shown, key=_as_of)
    older = max((one for one in shown if one.as_of < order.as_of), key=_as_of, default=None)
    if order.status == "blocked" and not order.block_reason:
        # A list that only says "blocked" takes nothing back of why.
        why = max((one for one in shown if one.status == "blocked" and one.block_reason), key=_as_of, default=order)
        order = order._replace(block_reason=why.block_reason, block_code=why.block_code)
    if older is None or can_follow(order.status, older.status):
        return order
    return order._replace(list_status=older.status, list_as_of=older.as_of)


def _as_of(order: TpopOrder) -> datetime:
    return order.as_of
