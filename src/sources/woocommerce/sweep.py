"""One pass over the pages of a window: what came through, what did not, and whether the shop's own total agrees.

Pages are asked for by number, sorted by id: ids never change, so edits move nothing, and new orders come after the
window's end. `Link` is never followed and only the first page's total is believed (facts: woocommerce-observed, 10, 12, 18).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from core.errors import SourceError
from core.model import ShopOrder, Trouble, Unreadable, Window
from sources.woocommerce import normalise, shape
from sources.woocommerce.rest import Rest

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

    @property
    def whole(self) -> bool:
        """Every row that the shop counted came through."""
        agrees = self.total is None or len(self.ids) == self.total
        return agrees and not (self.failed or self.outside or self.endless)


def question(window: Window) -> dict[str, str]:
    """The window in WooCommerce's terms: naive UTC, and both bounds exclusive to the second (1, 3)."""
    after = window.since.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=1)
    before = window.until.astimezone(UTC)
    if before.microsecond:
        before = before.replace(microsecond=0) + timedelta(seconds=1)
    return {
        "after": _naive(after),
        "before": _naive(before),
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
        self._answered = False
        self._apart_left = _APART_MAX
        self.seen = Pass()

    def run(self) -> Pass:
        """Raises SourceError where not even a part of the first page came through."""
        seen, page, in_a_row = self.seen, 1, 0
        while page <= (_PAGES_MAX if seen.total is None else ceil(seen.total / PER_PAGE)):
            before, rows = len(seen.ids), 0
            try:
                rows = self._page(page, PER_PAGE)
            except SourceError as error:
                if not self._answered:
                    raise
                in_a_row += 1
                self._lost(page, error)
                if in_a_row == _FAILURES_MAX or error.kind == "throttled" or error.detail.get("why") == "no time left":
                    break
            else:
                in_a_row = 0
                if seen.total is None and len(seen.ids) == before:
                    seen.endless = rows > 0  # the same rows for every page: whoever answers does not turn pages
                    break
            page += 1
        else:
            seen.endless = seen.total is None
        seen.troubles += self._refunds.troubles()
        return seen

    def _page(self, page: int, size: int, tries: int | None = None) -> int:
        """How many rows came. Raises SourceError where the page, or a part of it, is lost for another reason than one order."""
        try:
            rows = self._ask(page, size, tries)
        except SourceError as error:
            if error.detail.get("status") not in _TOO_HEAVY:
                raise
            failure = error
        else:
            return self._receive(rows)
        return self._apart(page, size, failure)

    def _ask(self, page: int, size: int, tries: int | None, **other: str) -> Rows:
        return self._rest.rows(
            "orders", {**self._question, "per_page": str(size), "page": str(page), **other}, tries
        )

    def _apart(self, page: int, size: int, failure: SourceError) -> int:
        """One bad order breaks a page of a hundred: take it apart, read the good parts and name the bad order."""
        smaller = _SMALLER[size]
        parts = size // smaller
        came = lost = 0
        for part in range((page - 1) * parts + 1, page * parts + 1):
            if self.seen.total is not None and (part - 1) * smaller >= self.seen.total:
                break
            if self._apart_left <= 0:
                raise failure
            self._apart_left -= 1
            if smaller > 1:
                came += self._page(part, smaller, tries=1)
                continue
"""
"""
