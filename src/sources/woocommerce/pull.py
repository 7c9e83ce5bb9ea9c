"""Reads a WooCommerce shop: every order created in a window, and one order by its id or number. Never writes.

Source: REST API wc/v3 and what a real one does with it (facts: woocommerce-observed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from core.errors import SourceError
from core.model import Coverage, ShopOrder, ShopPull, Unreadable, Window
from core.policy import Policy
from sources.http import Door
from sources.woocommerce import normalise, shape
from sources.woocommerce.keys import How, Keys
from sources.woocommerce.proof import Reading
from sources.woocommerce.refunds import RefundReader
from sources.woocommerce.rest import Rest, explain

_SHOWS = frozenset({"created_at", "lines", "recipient"})
_PER_PAGE, _SEARCHED_PAGES = 100, 3
"""A search also finds who lives in 75011 or has it in a telephone number: that many are looked through."""
_LOOKUP_TRIES = 3
_ITS_OWN = {
    "fatal": "the shop fails when asked for it (status 500)",
    "role": "the shop does not show it to this key",
}
"""Why one order may be refused by itself: something dies over it, or a plugin keeps it from the key's user."""
_FIELDS = {"_fields": ",".join(shape.FIELDS)}


class WooCommerce:
    """A ShopSource. `key` and `secret` are those of a key pair with permission Read; `auth` is how they travel.

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
        auth: How = "header",
        door: Callable[..., Door] = Door,
        give_up_at: Callable[[], bool] | None = None,
    ) -> None:
        keys = Keys(key, secret, auth)
        self._rest = Rest(door(url, sent=keys.sent, explain=explain, give_up_at=give_up_at), keys)
        self._known = normalise.words(policy.due_statuses)
        self._at_once = policy.requests_at_once
        self._now = now
        self._kept_back = False
        """The last order that was asked for by itself could not be had."""
        self._plain = False
        """Every order that was read bears its id as its number: no plugin gives other ones, and none need be searched."""

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        """See core.ports.ShopSource. `coverage.orders` counts every order that came, unreadable ones included.

        Complete means: as many different orders as the shop counted, slice by slice, and nothing that was refunded left
        unread.
        """
        apart = False

        def taking(orders: Sequence[ShopOrder]) -> None:
            nonlocal apart
            apart = apart or any(order.number != order.id for order in orders)
            take(orders)

        read = Reading(self._rest, self._known, self.lookup, taking, self._at_once, self._now).run(window)
        self._plain = read.orders > 0 and not apart
        coverage = Coverage(self.name, "shop", window, self._now, not read.troubles, read.orders, _SHOWS)
        return ShopPull(coverage, read.unreadable, read.troubles)

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | None:
        """See core.ports.ShopSource. An order in the bin answers as cancelled, with status trash."""
        if not (order_id.isascii() and order_id.isdigit()) or order_id.startswith("0"):
            return None  # not an id of WooCommerce's; and nothing else goes into an address
        try:
            text = self._rest.one(f"orders/{order_id}", _FIELDS, _LOOKUP_TRIES)
        except SourceError as error:
            problem = _ITS_OWN.get(error.detail.get("why", ""))
            if problem is None or self._kept_back:
                raise  # two in a row: that is no longer the order's own trouble
            self._kept_back = True
            return Unreadable(order_id, "order", problem)
        self._kept_back = False
        if text is None:
            return None
        page = normalise.read_page(b"[" + text + b"]", self._known)
        for order in self._settled(page):
            return order if order.id == order_id else Unreadable(order_id, "id", "another order was given")
        for unreadable in page.unreadable:
            return Unreadable(order_id, unreadable.field, unreadable.problem)
        raise SourceError("not_json", f"An order cannot be read: {page.problem or 'empty'}.", {"why": page.problem})

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        """See core.ports.ShopSource. Asked by id first, which is the number on a plain WooCommerce; then by the shop's
        own search, which knows other numbers where the plugin that makes them taught it, outside and inside the bin."""
        by_id = self.lookup(number)
        if isinstance(by_id, ShopOrder) and by_id.number == number:
            return by_id
        if not number.strip() or self._plain:
            return by_id if isinstance(by_id, Unreadable) else None
        for status in ("any", "trash"):
            for page_number in range(1, _SEARCHED_PAGES + 1):
                page = self._search(number, status, page_number)
                for order in self._settled(page, number):
                    return order
                for unreadable in page.unreadable:
                    if unreadable.number == number:
                        return unreadable
                if len(page.orders) + len(page.unreadable) < _PER_PAGE:
                    break
        return by_id if isinstance(by_id, Unreadable) else None

    def _search(self, number: str, status: str, page_number: int) -> normalise.Page:
        question = {
            **_FIELDS,
            "search": number,
            "status": status,
            "per_page": str(_PER_PAGE),
            "page": str(page_number),
        }
        page = normalise.read_page(self._rest.rows("orders", question).text, self._known)
        if page.problem:
            raise SourceError("not_json", f"What was found cannot be read: {page.problem}.", {"why": page.problem})
        return page

    def _settled(self, page: normalise.Page, number: str | None = None) -> Iterable[ShopOrder]:
        """The page's orders less their refunds; only those that bear the number, where one is given."""
        for order in page.orders:
            if number is None or order.number == number:
                refunds = page.refunds.get(order.id)
                yield order if refunds is None else RefundReader(self._rest).settle(order, refunds)
