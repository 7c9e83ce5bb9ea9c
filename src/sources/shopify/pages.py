"""A window of creation times, page by page, and the proof that it is whole: Shopify's own count of the same search.

`createdAt` and `id` never change and cursors hold the last row's values, so edits and deletions move nothing between two
pages. What cannot be proved whole is called partial.
"""

from __future__ import annotations

from collections.abc import Callable

from core.errors import SourceError
from core.model import Trouble, Window
from sources.shopify.intake import Intake, search_of, trouble_of
from sources.shopify.normalise import Page
from sources.shopify.orders import Orders

DEPTH = 20_000
"""So many rows into one search, another is begun where it stands: Shopify goes 25,000 deep, no further."""
_PASSES = 2
_IDLE = 50
"""So many pages in a row without an order that this pass had not met. A search begun anew repeats its first second's."""


class Anew(Exception):
    """What came another way cannot be trusted, and may have overwritten what pages brought: they begin again."""


class Pages:
    """Reads one window."""

    def __init__(self, orders: Orders, intake: Intake) -> None:
        self._orders, self._intake = orders, intake
        self.counted: int | None = None
        """By Shopify, when the first page was read; None: it does not say exactly."""

    def first(self) -> Page:
        """The first page alone, handed on. Raises SourceError where it does not come."""
        page = self._orders.page(search_of(self._intake.window), None, counted=True)
        self._intake.receive(page)
        self.counted = page.counted
        return page

    def rest(self, page: Page, overtaken: Callable[[], bool] = lambda: False) -> None:
        """All that comes after it. Never raises SourceError: what does not come is told.

        `overtaken` is asked before each page: has everything come another way meanwhile? It may raise `Anew`.
        """
        intake, passes = self._intake, 0
        try:
            while passes < _PASSES:
                try:
                    self._run(page, overtaken)
                    passes += 1
                    short = self._short()
                    if short is None or intake.troubles:
                        return
                except Anew:
                    short = None
                if passes < _PASSES:
                    intake.begin()
                    page = self._orders.page(search_of(intake.window), None)
                    intake.receive(page)
            intake.troubles.append(Trouble("rows_differ", {"total": short, "read": intake.orders}))
        except SourceError as error:
            intake.troubles.append(trouble_of(error))

    def _run(self, page: Page, overtaken: Callable[[], bool]) -> None:
        """To the last page, or until the pages are overtaken. Raises SourceError."""
        intake, rows, deep, idle = self._intake, 0, 0, 0
        search = search_of(intake.window)
        visited, met = {page.cursor}, _ids(page)
        while page.more:
            rows += len(page.orders) + len(page.unreadable)
            deep += len(page.orders) + len(page.unreadable)
            cursor = page.cursor
            if deep >= DEPTH and page.orders:
                # From its own last second on: the rows of that second come again, and none is left out.
                last = max(order.created_at for order in page.orders)
                search, cursor, deep = search_of(Window(last, intake.window.until)), None, 0
                visited = set()  # the same row may be the last of a page again
            elif cursor is None:
                self._endless()
                return
            if overtaken():
                return
            page = self._orders.page(search, cursor, most=self._left(rows))
            intake.receive(page)
            idle = 0 if _ids(page) - met else idle + 1
            if page.more and (page.cursor in visited or idle == _IDLE):
                self._endless()
                return
            visited.add(page.cursor)
            met |= _ids(page)

    def _left(self, rows: int) -> int | None:
        """How many are still to come, by the count: a last page that asks for no more need not wait for their points."""
        return self.counted - rows if self.counted is not None and self.counted > rows else None

    def _endless(self) -> None:
        """Whoever answers does not turn pages."""
        self._intake.troubles.append(Trouble("not_complete", {"why": "no last page", "read": self._intake.orders}))

    def _short(self) -> int | None:
        """How many Shopify counts, where that is more than came; None where nothing is missing, or nobody counts."""
        came = self._intake.came
        if self.counted is not None and came >= self.counted:
            return None
        again = self._orders.page(search_of(self._intake.window), None, counted=True, most=1).counted
        self.counted = self.counted if again is None else again  # one may have been deleted meanwhile
        return self.counted if self.counted is not None and came < self.counted else None


def _ids(page: Page) -> set[str]:
    return {order.id for order in page.orders} | {one.id for one in page.unreadable}
