"""In a mixed cart, what others sent proves nothing of TPOP's lines: the order as far as it is TPOP's."""

from __future__ import annotations

from core.expect import LineRule
from core.model import ShopOrder


def own(order: ShopOrder, is_ours: LineRule) -> ShopOrder:
    """`fulfilled` and `tracked` by TPOP's lines alone, where the shop tells line by line; else the order as it is."""
    ours = [line for line in order.lines or () if line.remaining > 0 and is_ours(line)]
    if not ours or not all(line.sent for line in ours):
        return order
    tracked = any(line.sent == "tracked" for line in ours)
    fulfilled = all(line.sent != "waiting" for line in ours)
    if (tracked, fulfilled) == (order.tracked, order.fulfilled):
        return order
    return order._replace(tracked=tracked, fulfilled=fulfilled)
