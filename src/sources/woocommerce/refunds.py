"""What was refunded of an order: WooCommerce never lowers a line's quantity, it tells of refunds in a call of their own.

Where that call fails the order's lines become unknown, which is not the same as none; see facts: woocommerce-observed, 23.
"""

from __future__ import annotations

from core.errors import SourceError
from core.model import ShopOrder, Trouble
from sources.woocommerce import normalise
from sources.woocommerce.rest import Rest

_QUESTION = {"per_page": "100", "_fields": "id,line_items"}
_FAILURES_MAX = 3
"""So many calls failed one after the other: the rest is not asked for."""
_NAMED_MAX = 10


class RefundReader:
    """Reads refunds for one pass, and remembers which it could not read."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._in_a_row = 0
        self._failed: list[str] = []
        self._why: SourceError | None = None

    def settle(self, order: ShopOrder, refund_ids: frozenset[str]) -> ShopOrder:
        """The order less what was refunded; with unknown lines where that could not be read."""
        if self._in_a_row < _FAILURES_MAX:
            try:
                rows = self._rest.rows(f"orders/{order.id}/refunds", _QUESTION)
            except SourceError as error:
                self._in_a_row += 1
                self._why = error
            else:
                self._in_a_row = 0
                refunds = normalise.read_refunds(rows.text)
                # A refund that the order names and the call does not show would leave too much to be made.
                if refunds is not None and refund_ids <= refunds.ids:
                    return normalise.less(order, refunds)
        self._failed.append(order.id)
        return order._replace(lines=None)

    def troubles(self) -> list[Trouble]:
        """One for all orders whose refunds could not be read."""
        if not self._failed:
            return []
        why = self._why.detail if self._why else {}
        detail = {**why, "what": "refunds", "count": len(self._failed), "orders": self._failed[:_NAMED_MAX]}
        return [Trouble("page_failed", detail)]
