"""Reads a WooCommerce shop: every order created in a window, and one order by its id. Never writes.

Source: REST API wc/v3 and what a real one does with it (facts: woocommerce-observed).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from core.errors import SourceError
from core.model import Coverage, ShopOrder, ShopPull, Trouble, Unreadable, Window
from core.policy import Policy
from sources.http import Door
from sources.woocommerce import normalise, shape
from sources.woocommerce.refunds import RefundReader
from sources.woocommerce.rest import Rest
from sources.woocommerce.sweep import Pass, Sweep

_SHOWS = frozenset({"created_at", "lines", "recipient"})
_LOOKUPS_MAX = 30
"""How many orders that left the list between two passes are asked for by id."""


class WooCommerce:
    """A ShopSource. `key` and `secret` are those of a key pair with permission Read.

    `now` is the run's own time: what is read is true as of then, or later. Raises SourceError for an address that is
    neither https nor this machine.
    """

    name = "woocommerce"

    def __init__(
        self,
        url: str,
        key: str,
        secret: str,
        *,
        policy: Policy,
        now: datetime,
        door: Door | None = None,
        give_up_at: Callable[[], bool] | None = None,
    ) -> None:
        base = url.rstrip("/") + "/wp-json/wc/v3"
        self._rest = Rest(door or Door(base, auth=(key, secret), give_up_at=give_up_at))
        self._known = normalise.words(policy.due_statuses)
        self._now = now

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        """See core.ports.ShopSource. `coverage.orders` counts every order that came, unreadable ones included.

        Complete means: as many different orders as the shop counted, and nothing that was refunded left unread.
        """
        first = last = Sweep(self._rest, self._known, window, take).run()
        if first.disagrees:
            # An order that left the list in between moves the others up a place, and one of them is never seen.
            try:
                last = Sweep(self._rest, self._known, window, take).run()
            except SourceError as error:
                first.failed += 1
                first.troubles.append(Trouble("page_failed", {**error.detail, "page": 1}))
            if not last.failed:
                self._look_for(first.ids - last.ids, last, window, take)
        unreadable = {**{id_: one for id_, one in first.unreadable.items() if id_ not in last.ids}, **last.unreadable}
        orders = len(first.ids | last.ids)
        coverage = Coverage(self.name, "shop", window, self._now, last.whole, orders, _SHOWS)
        return ShopPull(coverage, tuple(unreadable.values()), (*last.troubles, *last.differences))

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | None:
        """See core.ports.ShopSource. An order in the bin answers as cancelled, with status trash."""
        if not (order_id.isascii() and order_id.isdigit()) or order_id.startswith("0"):
            return None  # not an id of WooCommerce's; and nothing else goes into an address
        text = self._rest.one(f"orders/{order_id}", {"_fields": ",".join(shape.FIELDS)})
        if text is None:
            return None
        page = normalise.read_page(b"[" + text + b"]", self._known)
        for order in page.orders:
            if order.id == order_id:
                refunds = page.refunds.get(order.id)
                return order if refunds is None else RefundReader(self._rest).settle(order, refunds)
            return Unreadable(order_id, "id", "another order was given")
        for unreadable in page.unreadable:
            return Unreadable(order_id, unreadable.field, unreadable.problem)
        raise SourceError("not_json", f"An order cannot be read: {page.problem or 'empty'}.", {"why": page.problem})

    def _look_for(
        self, ids: set[str], seen: Pass, window: Window, take: Callable[[Sequence[ShopOrder]], None]
    ) -> None:
        """Orders that the first pass saw and the second did not: binned or deleted meanwhile. Told as they are now."""
        for order_id in sorted(ids)[:_LOOKUPS_MAX]:
            try:
                order = self.lookup(order_id)
            except SourceError as error:
                seen.failed += 1
                seen.troubles.append(Trouble("page_failed", {**error.detail, "what": "order", "orders": [order_id]}))
                return
            if isinstance(order, Unreadable):
                seen.unreadable[order_id] = order
            elif order is not None and window.holds(order.created_at):
                take([order])
