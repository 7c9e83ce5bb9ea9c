"""Collects one list's orders, page by page, and keeps account of every row: read, another shop's, or not readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from core.model import TpopOrder, Trouble, Unreadable
from sources.tpop import page
from sources.tpop.identity import Shops
from sources.tpop.normalise import Fault, Rows

WORD_MAX = 30
"""Characters of an unknown status that are quoted, two words at most: free text may name a customer."""
WORDS_MAX = 10
"""More different unknown words than this are no status words (a column has slipped, say): counted, not quoted."""
STORM = 3
"""From this many rows on, a field that is wrong in every one of them is one fault of the list, not of its rows."""


class Collection:
    """The orders of one list, by their TPOP id."""

    def __init__(self, *, shop: str, channel: str, pattern: str) -> None:
        """`shop`: the configured shop's id · `channel`: the name the orders carry · `pattern`: `reference_pattern`."""
        self.left_aside = 0
        """Rows of other shops."""
        self.lost = 0
        """Rows of which nobody knows whose order they are. A list that has any is not complete."""
        self._rows = Rows(channel=channel, pattern=pattern)
        self.clean = self._rows.clean
        self._ours = Shops(shop)
        self._count = 0
        self._orders: dict[str, TpopOrder] = {}
        self._faults: list[tuple[str, dict[str, str]]] = []

    def take(
        self,
        rows: Iterable[Any],
        as_of: datetime,
        *,
        checked: bool,
        faults: Mapping[int, dict[str, str]] | None = None,
    ) -> None:
        """One page, true at `as_of`. `checked`: the rows are FeedOrders · `faults`: known beforehand, by row from 0."""
        ours, orders, read = self._ours, self._orders, self._rows.read
        for number, row in enumerate(rows):
            order: TpopOrder | None
            if checked and not faults:
                shop = row.get("shop")
                if shop and not ours[shop]:
                    self.left_aside += 1
                    continue
                try:
                    order = read(row, as_of)
                    self._count += 1
                except Fault:
                    order = self._mend(row, as_of, {})
            else:
                order = self._mend(row, as_of, faults.get(number, {}) if faults else {})
            if order is not None and orders.setdefault(order[0], order) is not order:
                self._again(orders[order[0]], order)

    def lose(self, faults: dict[str, str], order_id: str = "") -> None:
        """Note a row that might have been any order's, and that `take` has not seen."""
        self._count += 1
        self._lose(faults, order_id)

    def orders(self, as_of: datetime | None = None) -> tuple[TpopOrder, ...]:
        """What was read; with `as_of`, all of it true at that time (a list that told its time only by its rows)."""
        if as_of is None:
            return tuple(self._orders.values())
        return tuple(order._replace(as_of=as_of) for order in self._orders.values())

    @property
    def newest(self) -> datetime | None:
        """The latest time that any order tells: the list is at least that young."""
        times = ((o.created_at, o.updated_at, o.production_at, o.shipped_at) for o in self._orders.values())
        return max((time for four in times for time in four if time), default=None)

    @property
    def oldest(self) -> datetime | None:
        """The earliest time of creation."""
        return min((o.created_at for o in self._orders.values() if o.created_at), default=None)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What could not be read, without the faults that the whole list shares."""
        shared = self._shared()
        told = []
        for order_id, faults in self._faults:
            own = {field: problem for field, problem in faults.items() if field not in shared}
            if len(own) == 1:
                told.append(Unreadable(order_id, *own.popitem()))
            elif own:
                told.append(Unreadable(order_id, ", ".join(own), "; ".join(f"{f} {p}" for f, p in own.items())))
        return tuple(told)

    def troubles(self) -> tuple[Trouble, ...]:
        """Faults of the list as a whole: words nobody knows, a field that no row has right."""
        troubles = []
        if unknown := self._rows.unknown:
            quoted: Counter[str] = Counter()
            for word, count in unknown.most_common(WORDS_MAX):
                # Status words have no digits to speak of and no @: anything else may be somebody's.
                plain = "@" not in word and sum(c.isdigit() for c in word) < 3
                word = "".join(c for c in word if c.isprintable() or c.isspace())
                quoted[" ".join(word.split()[:2])[:WORD_MAX] if plain else "…"] += count
            if len(unknown) > WORDS_MAX:
                quoted.clear()
            troubles.append(Trouble("unknown_status", {"words": dict(quoted), "orders": unknown.total()}))
        if shared := self._shared():
            troubles.append(Trouble("bad_columns", {"missing": [], "unreadable": shared}))
        return tuple(troubles)

    def _shared(self) -> dict[str, str]:
        if len(self._faults) < max(STORM, self._count):
            return {}
        counts = Counter(field for _, faults in self._faults for field in faults)
        first = self._faults[0][1]
        return {field: problem for field, problem in first.items() if counts[field] >= self._count}

    def _lose(self, faults: dict[str, str], order_id: str = "") -> None:
        self.lost += 1
        self._faults.append((order_id, faults))

    def _mend(self, row: object, as_of: datetime, known: Mapping[str, str]) -> TpopOrder | None:
        """What of a bad row can be kept. None: nothing, or it is another shop's."""
        found, faults = page.check(row)
        faults = {**known, **faults}
        if found is not None and "shop" not in faults and not self._ours[found.get("shop") or ""]:
            self.left_aside += 1
            return None
        self._count += 1
        if found is None or "shop" in faults:
            self._lose(faults)
            return None
        rest: Any = {field: value for field, value in found.items() if field not in known}
        while True:
            try:
                order = self._rows.read(rest, as_of, status_told="status" not in faults)
                break
            except Fault as fault:
                faults.setdefault(fault.field, fault.problem)
                if fault.lost:
                    self._lose(faults, "" if "id" in faults else rest["id"])
                    return None
                rest.pop(fault.field, None)
        if faults:
            self._faults.append((order.id, faults))
        return order

    def _again(self, known: TpopOrder, order: TpopOrder) -> None:
        """The same TPOP id once more: the same order on the seam of two pages, or two orders under one id."""
        if (known.reference, known.shop_order_id) != (order.reference, order.shop_order_id):
            self._lose({"id": "stands on two different orders"}, order.id)
            return
        if known.updated_at and order.updated_at and known.updated_at != order.updated_at:
            self._orders[order.id] = max(known, order, key=_updated)
            return
        if known.lines != order.lines:
            self._faults.append((order.id, {"lines": "differ between two rows of the same order"}))
            order = order._replace(lines=None)
        self._orders[order.id] = order


def _updated(order: TpopOrder) -> datetime:
    assert order.updated_at is not None
    return order.updated_at


def shows(orders: Iterable[TpopOrder]) -> frozenset[str]:
    """The optional fields that a list turned out to show (core.model.Coverage.shows)."""
    shown: set[str] = set()
    for order in orders:
        if order.lines is not None:
            shown.add("lines")
        if order.recipient is not None:
            shown.add("recipient")
        if order.created_at is not None:
            shown.add("created_at")
        if order.block_reason or order.block_code:
            shown.add("block_reason")
        if len(shown) == 4:
            break
    return frozenset(shown)
