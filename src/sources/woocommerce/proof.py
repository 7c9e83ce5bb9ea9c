"""A whole window, slice by slice, and the proof that it is whole: the shop's own counts first, a second pass only where
they disagree. What cannot be proved whole is called partial.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from core.errors import SourceError
from core.model import ShopOrder, Trouble, Unreadable, Window
from sources.woocommerce import normalise, slices
from sources.woocommerce.page import Budget, PageReader
from sources.woocommerce.passes import Pass, ends_the_asking, trouble_of
from sources.woocommerce.refunds import RefundReader
from sources.woocommerce.rest import Rest
from sources.woocommerce.slices import Slice
from sources.woocommerce.sweep import FAILURES_MAX, Sweep

_PASSES_MAX = 4
"""A slice in which something moves in each of so many passes is called partial."""
_LOOKUPS_MAX = 30
"""How many orders that left the list between two passes are asked for by id."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a window."""

    orders: int
    """Different ones, unreadable ones included."""
    unreadable: tuple[Unreadable, ...]
    troubles: tuple[Trouble, ...]
    """None: it is whole."""


class Reading:
    """Reads one window. Orders go to `take` page by page, always in the caller's own thread."""

    def __init__(
        self,
        rest: Rest,
        known: normalise.Words,
        lookup: Callable[[str], ShopOrder | Unreadable | None],
        take: Callable[[Sequence[ShopOrder]], None],
        at_once: int,
        now: datetime,
    ) -> None:
        self._rest, self._known, self._lookup, self._take = rest, known, lookup, take
        self._at_once, self._now = at_once, now
        self._refunds = RefundReader(rest)
        self._budget = Budget()
        self._ids: set[str] = set()
        self._beside: set[str] = set()
        self._unreadable: dict[str, Unreadable] = {}
        self._troubles: list[Trouble] = []

    def run(self, window: Window) -> Read:
        """Raises SourceError where not even a part of the first page came through."""
        pool = ThreadPoolExecutor(self._at_once, "vigie-pages")
        try:
            self._read(window, pool)
        finally:
            pool.shutdown(cancel_futures=True)
        troubles = (*self._troubles, *self._refunds.troubles())
        return Read(len(self._ids - self._beside), tuple(self._unreadable.values()), troubles)

    def _read(self, window: Window, pool: Executor) -> None:
        piece = slices.whole(window)
        first = self._sweep(piece, pool)
        total = first.total()
        sweeps = [(piece, first)]
        if total is not None and total > slices.SLICE_ORDERS:
            sweeps = [(one, self._sweep(one, pool)) for one in slices.cut(window, total)]
        last_of: list[tuple[Slice, Pass]] = []
        in_a_row = 0
        for (one, sweep), following in zip_longest(sweeps, sweeps[1:]):
            last = self._slice(one, sweep, pool, following[1].begin if following else lambda: None)
            last_of.append((one, last))
            in_a_row = 0 if last.ids or not last.failed else in_a_row + 1
            if last.given_up or in_a_row >= FAILURES_MAX:
                return
        if total is not None and len(self._ids) < total and len(sweeps) > 1 and not self._troubles:
            self._count_again(last_of, pool)

    def _slice(self, piece: Slice, sweep: Sweep, pool: Executor, almost_done: Callable[[], object]) -> Pass:
        """Pass after pass, until the counts agree or reading again will not help. Answers the last one."""
        last = self._run(sweep, almost_done)
        seen, beside, unreadable = dict(last.ids), set(last.beside), dict(last.unreadable)
        for _ in range(_PASSES_MAX - 1):
            if not last.disagrees:
                break
            # An order that left the list in between moves the others up a place, and one of them is never seen.
            again = self._run(self._sweep(piece, pool, last.ids))
            seen |= again.ids
            beside |= again.beside
            unreadable = {id_: one for id_, one in unreadable.items() if id_ not in again.ids} | again.unreadable
            if not again.failed and again.ids.keys() == last.ids.keys():
                again.settled = True  # nothing moves any more: what still disagrees will not agree by reading again
                last = again
                break
            last = again
        if not last.failed:
            left = {
                order_id: number
                for order_id, number in seen.items()
                if order_id not in last.ids and order_id not in beside
            }
            self._look_for(left, last, piece.window, pool)
        self._ids |= seen.keys()
        self._beside |= beside
        self._unreadable |= unreadable
        self._troubles += [*last.troubles, *last.differences]
        return last

    def _run(self, sweep: Sweep, almost_done: Callable[[], object] = lambda: None) -> Pass:
        try:
            return sweep.run(almost_done)
        except SourceError as error:
            # The first page of a slice, or of another pass: what was read before stands.
            lost = Pass(failed=1, given_up=ends_the_asking(error))
            lost.troubles.append(trouble_of(error, page=1))
            return lost

    def _look_for(self, left: Mapping[str, str], last: Pass, window: Window, pool: Executor) -> None:
        """Orders that one pass saw and the last one did not: binned or deleted meanwhile. Told as they are now."""
        for order_id in sorted(left)[:_LOOKUPS_MAX]:
            try:
                order = pool.submit(self._lookup, order_id).result()
            except SourceError as error:
                last.failed += 1
                last.troubles.append(Trouble("page_failed", {**error.detail, "what": "order", "orders": [order_id]}))
                return
            if isinstance(order, Unreadable):
                # It was read before, and that stands; what became of it nobody can say.
                last.failed += 1
                last.troubles.append(
                    Trouble("page_failed", {"what": "order", "orders": [order_id], "why": order.problem})
                )
            elif order is None:
                self._take([_deleted(order_id, left[order_id], window)])
            elif window.holds(order.created_at):
                self._take([order])
        if len(left) > _LOOKUPS_MAX:
            last.failed += 1
            last.troubles.append(Trouble("rows_differ", {"left": len(left)}))

    def _count_again(self, last_of: Sequence[tuple[Slice, Pass]], pool: Executor) -> None:
        """Every slice is whole, and together they hold fewer orders than the window did at first. Some may have left the
        shop since; or one was given another date, and slipped from a slice to come into one already read: that one counts
        more than it did, and is read again."""
        for piece, last in last_of:
            question = {**piece.question, "per_page": "1", "_fields": "id"}
            try:
                total = self._rest.rows("orders", question).total
            except SourceError as error:
                self._troubles.append(Trouble("page_failed", {**error.detail, "what": "count"}))
                return
            if total is not None and last.total is not None and total > last.total:
                self._slice(piece, self._sweep(piece, pool), pool, lambda: None)

    def _sweep(self, piece: Slice, pool: Executor, before: Container[str] = ()) -> Sweep:
        pages = PageReader(self._rest, "orders", piece.question, self._budget)
        return Sweep(piece, pages, self._refunds, self._known, self._take, pool, self._at_once, self._now, before)


def _deleted(order_id: str, number: str, window: Window) -> ShopOrder:
    """An order that was handed on and then deleted for good: all that is left to say of it."""
    return ShopOrder(
        order_id, number or order_id, "cancelled", "deleted", window.since, None, None, lines=None, recipient=None
    )
