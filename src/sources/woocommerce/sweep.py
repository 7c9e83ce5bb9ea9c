"""One pass over the pages of one slice: what came through, what did not, and whether the shop's own count agrees.

Pages are asked for by number, sorted by id: ids never change, so edits move nothing, and new orders come after the
window's end. `Link` is never followed and only the first page's total is believed (facts: woocommerce-observed, 10, 12, 18).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import datetime
from math import ceil

from core.errors import SourceError
from core.model import ShopOrder
from sources.woocommerce import normalise
from sources.woocommerce.page import PageRead, PageReader
from sources.woocommerce.passes import Pass, begun, ends_the_asking, trouble_of
from sources.woocommerce.refunds import RefundReader
from sources.woocommerce.slices import Slice

PER_PAGE = 100
"""The most that WooCommerce gives."""
_PAGES_MAX = 2000
"""Where no total is said: enough for a shop, and an end for a server that never says one."""
FAILURES_MAX = 2
"""So many pages failed one after the other: the shop is down, and asking on would only prolong that."""
_EMPTY_MAX = 2
"""Where no total is said, so many empty pages are the end: one may be a plugin that hides all of its rows."""
_MAY_PASS = frozenset({"unreachable", "not_json"})


class Sweep:
    """A pass in the making. Orders go to `take` page by page, refunds taken off, those outside the slice left out.

    Pages are fetched by `pool`; everything else happens in the caller's own thread.
    """

    def __init__(
        self,
        piece: Slice,
        pages: PageReader,
        refunds: RefundReader,
        known: normalise.Words,
        take: Callable[[Sequence[ShopOrder]], None],
        pool: Executor,
        ahead: int,
        now: datetime,
        before: Container[str] = (),
    ) -> None:
        """`before`: ids that the pass before this one saw: they did not come into the list just now."""
        self._piece, self._pages, self._refunds = piece, pages, refunds
        self._known, self._take, self._pool, self._ahead = known, take, pool, ahead
        self._first: Future[PageRead] | None = None
        self._in_a_row = self._nothing_in_a_row = 0
        self._opened: tuple[PageRead, list[normalise.Page]] | None = None
        self._again: list[PageRead] = []
        self._now = self._begun = now
        self._before = before
        self.seen = Pass()

    def begin(self) -> None:
        """Ask for the first page already, while another slice is still coming in."""
        self._first = self._first or self._ask(1)

    def total(self) -> int | None:
        """What the shop counts. Raises SourceError where not even a part of the first page came through."""
        self._open()
        return self.seen.total

    def run(self, almost_done: Callable[[], object] = lambda: None) -> Pass:
        """Raises what `total` raises. `almost_done` is called when the last page was asked for."""
        self._open()
        if self._opened:
            read, pages = self._opened
            self._account(read, pages)
        waiting: deque[Future[PageRead]] = deque()
        for number in self._numbers():
            waiting.append(self._ask(number))
            if self.seen.total is None or len(waiting) > self._ahead:
                self._receive(waiting.popleft())
        almost_done()
        for coming in waiting:
            if not (self.seen.given_up and coming.cancel()):
                self._receive(coming)
        self._second_chance()
        self.seen.beside |= self._refunds.finish(self._take)
        return self.seen

    def _open(self) -> None:
        """The first page, looked at but not yet handed on."""
        if self._opened:
            return
        self.begin()
        assert self._first is not None
        read = self._first.result()
        pages = self._parse(read)
        if read.failure and read.parts:  # it broke in the middle, which no earlier look could see
            read = self._ask(1).result()
            pages = self._parse(read)
        if read.failure and not (pages or read.named):
            raise read.failure
        self._opened = read, pages
        self.seen.total = read.total
        self._begun = begun(read.parts[0].at if read.parts else None, self._now)

    def _numbers(self) -> Iterator[int]:
        seen, number = self.seen, 2
        while not seen.over and number <= self._last():
            yield number
            number += 1
        seen.endless |= seen.total is None and number > _PAGES_MAX

    def _last(self) -> int:
        total = self.seen.total
        return _PAGES_MAX if total is None else min(_PAGES_MAX, ceil(total / PER_PAGE))

    def _ask(self, number: int, tries: int | None = None) -> Future[PageRead]:
        return self._pool.submit(self._pages.read, number, PER_PAGE, self.seen.total, tries)

    def _parse(self, read: PageRead) -> list[normalise.Page]:
        """Its parts in our words; a part that is no list of orders is a failure."""
        pages = []
        for part in read.parts:
            page = normalise.read_page(part.text, self._known)
            if page.problem:
                message, detail = f"A page of orders cannot be read: {page.problem}.", {"why": page.problem}
                read.failure, read.lost = SourceError("not_json", message, detail), True
            else:
                pages.append(page)
        return pages

    def _receive(self, coming: Future[PageRead], last_chance: bool = False) -> None:
        read = coming.result()
        self._account(read, self._parse(read), last_chance)

    def _account(self, read: PageRead, pages: Sequence[normalise.Page], last_chance: bool = False) -> None:
        seen, known, rows = self.seen, len(self.seen.ids), 0
        for page in pages:
            rows += len(page.orders) + len(page.unreadable)
            self._hand_on(page, self._last() > 1 or len(read.parts) + len(read.named) > 1)
        nameless = 0
        for unreadable in (*(one for page in pages for one in page.unreadable), *read.named):
            nameless += not unreadable.id
            # Each counts, even those without a name; and a page that is read again brings the same ones.
            name = unreadable.id or f"page {read.number}, {nameless}"
            seen.ids[name] = ""
            seen.unreadable[name] = unreadable
        if rows or read.named:
            self._compare(read)
        self._note(read, last_chance)
        if seen.total is None and not read.failure:
            self._without_total(rows, len(seen.ids) > known)

    def _without_total(self, rows: int, new: bool) -> None:
        self._nothing_in_a_row = 0 if new else self._nothing_in_a_row + 1
        if rows and not new:
            self.seen.endless = self.seen.over = True  # whoever answers does not turn pages
        elif self._nothing_in_a_row >= _EMPTY_MAX:
            self.seen.over = True

    def _note(self, read: PageRead, last_chance: bool) -> None:
        """What did not come, and whether to ask on."""
        error = read.failure
        if error is None:
            self._in_a_row = 0
            return
        if self.seen.given_up:
            self.seen.failed += 1  # asked for before that was known; it has been told already
        elif read.lost and error.kind in _MAY_PASS and not last_chance:
            self._again.append(read)
        else:
            self._lost(read)
        self._in_a_row = self._in_a_row + 1 if read.lost else 0
        if self._in_a_row >= FAILURES_MAX or ends_the_asking(error):
            self.seen.over = self.seen.given_up = True

    def _second_chance(self) -> None:
        """What failed in a way that may pass is asked for once more, when everything else has come."""
        again, self._again = self._again, []
        for read in again:
            if self.seen.given_up:
                self._lost(read)
            else:
                self._receive(self._ask(read.number, tries=2), last_chance=True)

    def _compare(self, read: PageRead) -> None:
        """The first page's total counts: past the last page WooCommerce says 0 (12), and other totals only show that
        something came or went meanwhile."""
        totals = {part.total for part in read.parts if part.total}
        self.seen.moved |= self.seen.total is not None and not totals <= {self.seen.total}

    def _hand_on(self, page: normalise.Page, one_of_several: bool) -> None:
        seen, piece = self.seen, self._piece
        seen.ids.update([(order.id, order.number) for order in page.orders])
        if one_of_several:
            # Whoever came into the list while we read was changed just now. It may fill the place in the count of one
            # that left, and that one's leaving may have hidden a third (10).
            newcomers = [order for order in page.orders if order.id not in self._before]
            seen.moved |= any(order.updated_at >= self._begun for order in newcomers if order.updated_at)
        inside = [order for order in page.orders if piece.window.holds(order.created_at)]
        if len(inside) < len(page.orders):
            seen.beside |= {order.id for order in page.orders} - {order.id for order in inside}
            # The question is rounded to whole seconds, outwards: those few are no surprise.
            seen.outside += sum(not piece.asked.holds(order.created_at) for order in page.orders)
        if page.refunds:
            for order in inside:
                if order.id in page.refunds:
                    self._refunds.ask(order, page.refunds[order.id], self._pool)
            inside = [order for order in inside if order.id not in page.refunds]
        if inside:
            self._take(inside)

    def _lost(self, read: PageRead) -> None:
        assert read.failure is not None
        self.seen.failed += 1
        nameless = {"orders": read.nameless} if read.nameless else {}
        self.seen.troubles.append(trouble_of(read.failure, page=read.number, pages=self._last(), **nameless))
