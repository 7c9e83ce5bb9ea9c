"""What was refunded of an order: WooCommerce never lowers a line's quantity, it tells of refunds in a call of their own.

Where that call fails the order's lines become unknown, which is not the same as none; see facts: woocommerce-observed, 23.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future

from core.errors import SourceError
from core.model import ShopOrder, Trouble
from sources.woocommerce import normalise
from sources.woocommerce.passes import ends_the_asking
from sources.woocommerce.rest import Rest

_QUESTION = {"per_page": "100", "_fields": "id,line_items"}
_FAILURES_MAX = 3
"""So many calls failed one after the other: the rest is not asked for."""
_FAILURES_IN_ALL = 10
_NAMED_MAX = 10


class Gone:
    """The order was deleted between its page and this call."""


class RefundReader:
    """Reads refunds for one pull, beside its pages, and remembers which it could not read."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._in_a_row = self._failures = 0
        self._failed: dict[str, None] = {}
        self._why: SourceError | None = None
        self._coming: list[tuple[ShopOrder, frozenset[str], Future[normalise.Refunds | Gone | None]]] = []
        self._read: dict[str, tuple[ShopOrder, frozenset[str]]] = {}

    def ask(self, order: ShopOrder, refund_ids: frozenset[str], pool: Executor) -> None:
        """Have the refunds of this order read; `finish` hands it on."""
        if self._read.get(order.id) == (order, refund_ids):
            return  # a second pass shows it as it was, and it was handed on then
        self._coming.append((order, refund_ids, pool.submit(self._refunds, order.id)))

    def finish(self, take: Callable[[Sequence[ShopOrder]], None]) -> set[str]:
        """Hand on every order that was asked for, less its refunds. Answers the ids of those that were deleted meanwhile."""
        coming, self._coming = self._coming, []
        gone = set()
        for order, refund_ids, coming_refunds in coming:
            refunds = coming_refunds.result()
            if isinstance(refunds, Gone):
                gone.add(order.id)
                continue
            settled = self._less(order, refund_ids, refunds)
            if settled.lines is not None:
                self._read[order.id] = (order, refund_ids)
            take([settled])
        return gone

    def settle(self, order: ShopOrder, refund_ids: frozenset[str]) -> ShopOrder:
        """The order less what was refunded; with unknown lines where that could not be read."""
        refunds = self._refunds(order.id)
        return self._less(order, refund_ids, None if isinstance(refunds, Gone) else refunds)

    def troubles(self) -> list[Trouble]:
        """One for all orders whose refunds could not be read."""
        if not self._failed:
            return []
        why = self._why.detail if self._why else {}
        detail = {**why, "what": "refunds", "count": len(self._failed), "orders": list(self._failed)[:_NAMED_MAX]}
        return [Trouble("page_failed", detail)]

    def _refunds(self, order_id: str) -> normalise.Refunds | Gone | None:
        if self._in_a_row >= _FAILURES_MAX or self._failures >= _FAILURES_IN_ALL:
            return None
        try:
            rows = self._rest.rows(f"orders/{order_id}/refunds", _QUESTION)
        except SourceError as error:
            if error.detail.get("status") == 404 and self._is_gone(order_id):
                return Gone()
            self._in_a_row = _FAILURES_MAX if ends_the_asking(error) else self._in_a_row + 1
            self._failures += 1
            self._why = error
            return None
        self._in_a_row = 0
        return normalise.read_refunds(rows.text)

    def _is_gone(self, order_id: str) -> bool:
        """Its refunds are not found: is the order itself? Never the same as an order of which nothing was refunded."""
        try:
            return self._rest.one(f"orders/{order_id}", {"_fields": "id"}) is None
        except SourceError:
            return False

    def _less(self, order: ShopOrder, refund_ids: frozenset[str], refunds: normalise.Refunds | None) -> ShopOrder:
        # A refund that the order names and the call does not show would leave too much to be made.
        if refunds is not None and refund_ids <= refunds.ids:
            self._failed.pop(order.id, None)
            return normalise.less(order, refunds)
        self._failed[order.id] = None
        return order._replace(lines=None)
