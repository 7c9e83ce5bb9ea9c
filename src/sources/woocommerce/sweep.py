"""One pass over the pages of a window: what came through, what did not, and whether the shop's own total agrees.

Pages are asked for by number, sorted by id: ids never change, so edits move nothing, and new orders come after the
window's end. `Link` is never followed and only the first page's total is believed (facts: woocommerce-observed, 10, 12, 18).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil

from core.errors import SourceError
from core.model import ShopOrder, Trouble, Unreadable, Window
from sources.woocommerce import normalise, shape
from sources.woocommerce.refunds import RefundReader
from sources.woocommerce.rest import Rest, Rows

PER_PAGE = 100
"""The most that WooCommerce gives."""
_SMALLER = {100: 50, 50: 25, 25: 5, 5: 1}
"""How a page that one order breaks is taken apart, so that the parts are whole pages of their own size."""
_TOO_HEAVY = frozenset({500, 502, 504})
"""Statuses that a smaller page may not give: a fatal error in one order, or a page that takes too long."""
_APART_MAX = 40
"""Requests spent in one pass on taking pages apart: one bad order costs about 14."""
_PAGES_MAX = 2000
"""Where no total is said: enough for a shop, and an end for a server that never says one."""
_FAILURES_MAX = 2
"""So many pages failed one after the other: the shop is down, and asking on would only prolong that."""


@dataclass(slots=True)
class Pass:
    """What one pass saw."""

    total: int | None = None
    ids: set[str] = field(default_factory=set)
    """Of every row, readable or not."""
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    failed: int = 0
    """Pages, or parts of pages, that did not come through."""
    outside: int = 0
    """Rows that were not asked for."""
    endless: bool = False
    """No total, and no last page either."""

    @property
    def disagrees(self) -> bool:
        """The shop counted otherwise, though every page came: something moved between two pages, or hides."""
        return not self.failed and self.total is not None and len(self.ids) != self.total

    @property
    def whole(self) -> bool:
        return not (self.failed or self.troubles or self.differences)

    @property
    def differences(self) -> tuple[Trouble, ...]:
        """What does not add up, though every page that was asked for came."""
        found = []
        if self.disagrees:
            found.append(Trouble("rows_differ", {"total": self.total, "read": len(self.ids)}))
        if self.outside:
            found.append(Trouble("rows_differ", {"outside": self.outside}))
        if self.endless:
            found.append(Trouble("not_complete", {"why": "no last page", "read": len(self.ids)}))
        return tuple(found)


def question(window: Window) -> dict[str, str]:
    """The window in WooCommerce's terms: naive UTC, and both bounds exclusive to the second (1, 3)."""
    after = window.since.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=1)
    before = window.until.astimezone(UTC)
    if before.microsecond:
        before = before.replace(microsecond=0) + timedelta(seconds=1)
    return {
        "after": after.replace(tzinfo=None).isoformat(),
        "before": before.replace(tzinfo=None).isoformat(),
        "dates_are_gmt": "true",
        "status": "any",
        "orderby": "id",
        "order": "asc",
        "_fields": ",".join(shape.FIELDS),
    }


class Sweep:
    """A pass in the making. Orders go to `take` page by page, refunds taken off, those outside the window left out."""

    def __init__(
        self, rest: Rest, known: normalise.Words, window: Window, take: Callable[[Sequence[ShopOrder]], None]
    ) -> None:
        self._rest, self._known, self._window, self._take = rest, known, window, take
        self._question = question(window)
        self._since = datetime.fromisoformat(self._question["after"] + "+00:00") + timedelta(seconds=1)
        self._until = datetime.fromisoformat(self._question["before"] + "+00:00")
        self._refunds = RefundReader(rest)
        self._answered = self._counted = False
        self._apart_left = _APART_MAX
        self._seen = Pass()

    def run(self) -> Pass:
        """Raises SourceError where not even a part of the first page came through."""
        seen, page, in_a_row = self._seen, 1, 0
        while page <= self._pages():
            known = len(seen.ids)
            try:
                rows = self._page(page, PER_PAGE)
                in_a_row = 0
            except SourceError as error:
                if not self._answered:
                    raise
                in_a_row += 1
                self._lost(error, page=page, pages=self._pages())
                if (
                    in_a_row == _FAILURES_MAX
                    or error.kind == "throttled"
                    or error.detail.get("why") == "no time left"
                ):
                    break
            else:
                if seen.total is None and len(seen.ids) == known:
                    seen.endless = rows > 0  # full of what we have already: whoever answers does not turn pages
                    break
            page += 1
        seen.endless |= page > _PAGES_MAX
        seen.troubles += self._refunds.troubles()
        return seen

    def _pages(self) -> int:
        total = self._seen.total
        return _PAGES_MAX if total is None else min(_PAGES_MAX, ceil(total / PER_PAGE))

    def _page(self, page: int, size: int, tries: int | None = None) -> int:
        """How many rows came. Raises SourceError where the page is lost, or a part of it that is more than one order."""
        try:
            rows = self._ask(page, size, tries)
        except SourceError as error:
            if error.detail.get("status") not in _TOO_HEAVY:
                raise
            failure = error
        else:
            return self._receive(rows, page)
        return self._name(page, failure) if size == 1 else self._apart(page, size, failure)

    def _apart(self, page: int, size: int, failure: SourceError) -> int:
        """One bad order breaks a page of a hundred: take the page apart and read all the others."""
        smaller = _SMALLER[size]
        parts = size // smaller
        came = lost = asked = 0
        for part in range((page - 1) * parts + 1, page * parts + 1):
            if self._seen.total is not None and (part - 1) * smaller >= self._seen.total:
                break
            if not self._apart_left:
                raise failure
            self._apart_left -= 1
            asked += 1
            try:
                came += self._page(part, smaller, tries=1)
            except SourceError as error:
                if smaller > 1 or error.detail.get("status") not in _TOO_HEAVY:
                    raise
                lost += 1
        if lost == asked:
            raise failure  # that is no longer one bad order
        if lost:
            self._lost(failure, page=((page - 1) * size) // PER_PAGE + 1, orders=lost)
        return came

    def _name(self, position: int, failure: SourceError) -> int:
        """The bad order's id: asked for the id alone, the shop often does not trip over the rest."""
        try:
            rows = self._ask(position, 1, 1, _fields="id")
        except SourceError:
            raise failure from None
        ids = normalise.read_ids(rows.text)
        if not ids:
            raise failure
        self._believe(rows.total)
        self._unreadable(
            Unreadable(ids[0], "order", f"the shop fails when asked for it (status {failure.detail['status']})")
        )
        return 1

    def _ask(self, page: int, size: int, tries: int | None, **other: str) -> Rows:
        return self._rest.rows("orders", {**self._question, "per_page": str(size), "page": str(page), **other}, tries)

    def _believe(self, total: int | None) -> None:
        """The first total counts: later ones may be of a page past the end, where WooCommerce says 0 (12)."""
        if not self._counted:
            self._counted, self._seen.total = True, total

    def _receive(self, rows: Rows, page_number: int) -> int:
        page = normalise.read_page(rows.text, self._known)
        if page.problem:
            raise SourceError("not_json", f"A page of orders cannot be read: {page.problem}.", {"why": page.problem})
        seen = self._seen
        came = len(page.orders) + len(page.unreadable)
        self._answered = True
        if came or page_number == 1:
            self._believe(rows.total)
        seen.ids.update([order.id for order in page.orders])
        for unreadable in page.unreadable:
            self._unreadable(unreadable)
        since, until = self._window.since, self._window.until
        inside = [order for order in page.orders if since <= order.created_at < until]
        if len(inside) < len(page.orders):
            # The question is rounded to whole seconds, outwards: those few are no surprise.
            seen.outside += sum(not self._since <= order.created_at < self._until for order in page.orders)
        if page.refunds:
            inside = [
                self._refunds.settle(order, page.refunds[order.id]) if order.id in page.refunds else order
                for order in inside
            ]
        if inside:
            self._take(inside)
        return came

    def _unreadable(self, unreadable: Unreadable) -> None:
        name = unreadable.id or f"row {len(self._seen.unreadable)}"  # each counts, even those without a name
        self._seen.ids.add(name)
        self._seen.unreadable[name] = unreadable

    def _lost(self, error: SourceError, **where: int) -> None:
        self._seen.failed += 1
        kind = "throttled" if error.kind == "throttled" else "page_failed"
        self._seen.troubles.append(Trouble(kind, {**error.detail, **where}))
