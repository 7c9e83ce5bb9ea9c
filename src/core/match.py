"""Who is who: shop orders meet TPOP orders by identity, never by a score; equal pairs are cleared at once.

Orders pair by shop and id, or by shop and reference, two namespaces; the id wins. The TPOP side is indexed first,
then the shop's pages stream through `take`; only what needs judging is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from core.articles import Articles, under_present_skus
from core.compare import agreement, compare_lines
from core.expect import EXPECTED, TOO_RECENT, Expectation, Standing
from core.lists import newest
from core.model import Case, Coverage, ShopOrder, TpopOrder, Window
from core.own import own

_IN_ORDER = ("open", "production", "shipped")
_UNKNOWN = (None, None, None, None, False, False, False, "")
"""What is no longer known of an order that was cleared: when it was paid and changed, lines, recipient, what came after."""


@dataclass(slots=True)
class Paired:
    """How much of one channel's list met a shop order: what the brake on pairing reads."""

    of: int = 0
    paired: int = 0
    samples: list[str] = field(default_factory=list)
    """Up to three references that met nothing, as TPOP shows them."""


class Closings(NamedTuple):
    """How the shop's expected orders were closed: TPOP writes tracking with it, a hand mostly not."""

    tracked: int
    by_hand: int


NO_CLOSINGS = Closings(0, 0)


@dataclass(frozen=True, slots=True)
class Matched:
    """Every order of both sides, once: cleared, in a case, or alone at TPOP."""

    cases: tuple[Case, ...]
    orphans: tuple[TpopOrder, ...]
    """TPOP orders that met no shop order: in `cases` too, under `tpop:<id>`."""
    standings: dict[str, Standing]
    """Shop order id -> its standing. Its size is the number of shop orders read."""
    found: int
    """Expected orders that TPOP has: a list shows them, or the shop's order carries the tracking TPOP gave it."""
    cleared: int
    uncompared: int
    """Orders at TPOP whose lines nobody could compare (no sku, or a list without lines)."""
    pairing: dict[str, Paired]
    """By channel."""
    numbers: dict[str, str]
    """Shop order id -> what people call it; of orders that share a number, the first only."""
    written_back: int = 0
    """Of those found: only their tracking in the shop shows it."""
    closings: Closings = NO_CLOSINGS


def _age(order: TpopOrder) -> tuple[datetime, str]:
    """Oldest first, whatever the order in which they came."""
    return order.created_at or order.as_of, order.id


def _told(reference: str) -> str:
    """A reference that met no order is told only where it looks like a number: a merchant may have typed a name."""
    likely = len(reference) <= 30 and " " not in reference and any(map(str.isdigit, reference))
    return reference if likely else ""


class Matching:
    """One shop's matching in progress."""

    def __init__(
        self,
        expectation: Expectation,
        tpop: Sequence[TpopOrder],
        watched: Collection[str],
        judge_absent: bool,
        known_refs: Mapping[str, str] | None = None,
        window: Window | None = None,
        articles: Articles | None = None,
        recallable: bool = False,
        whole: Sequence[Coverage] = (),
    ) -> None:
        """`watched`: refs with open findings, always kept for judging. `judge_absent`: keep what TPOP lacks.

        `known_refs`: number -> ref of the open findings, so that a TPOP order keeps its identity while the shop's
        order cannot be read. `window`: the creation times of the shop orders that are read; older TPOP orders cannot
        meet theirs and do not count for the brake. `articles`: which product each sku was, says the history.
        `recallable`: every shop order stays at hand, for `recall`. `whole`: the complete lists among TPOP's; what an
        older list alone shows is judged, not cleared (core.current).
        """
        self._at_hand: dict[str, ShopOrder] | None = {} if recallable else None
        self._articles = articles or {}
        self._known_refs = known_refs or {}
        self._window = window
        self._expect = expectation
        self._watched = frozenset(watched)
        self._watched_tpop = frozenset(ref.removeprefix("tpop:") for ref in watched if ref.startswith("tpop:"))
        self._judge_absent = judge_absent
        self._by_id: dict[str, list[TpopOrder]] = {}
        self._by_reference: dict[str, list[TpopOrder]] = {}
        self._tpop = {order.id: order for order in newest(tpop)}
        self._doubted = frozenset(
            order.id
            for order in (self._tpop.values() if whole else ())
            if any(one.source != order.channel and one.as_of and order.as_of < one.as_of for one in whole)
        )
        self._met: set[str] = set()
        self._kept: dict[str, ShopOrder] = {}
        self._cleared: dict[str, tuple[Any, ...] | None] = {}
        """Id -> what is still needed of it should another order turn up that bears its number; None: its id decided."""
        self._closed: dict[str, bool] = {}
        """What the shop calls done -> whether it bears tracking."""
        self._tracked: set[str] = set()
        """Not kept, TPOP's lists do not show them, and the shop has their tracking."""
        self._standings: dict[str, Standing] = {}
        self._first_with_number: dict[str, str] = {}
        self._rivals: dict[str, set[str]] = {}
        self._asked: set[str] = set()
        self._uncompared: set[str] = set()
        for order in self._tpop.values():
            self._index(order)

    def _index(self, order: TpopOrder) -> None:
        if order.shop_order_id:
            self._by_id.setdefault(order.shop_order_id, []).append(order)
        if order.reference:
            self._by_reference.setdefault(order.reference, []).append(order)

    def take(self, orders: Sequence[ShopOrder]) -> None:
        """One page of shop orders. An order that comes again replaces what it was."""
        standing_of, standings, by_number = self._expect.standing, self._standings, self._first_with_number
        by_id, by_reference, is_ours = self._by_id, self._by_reference, self._expect.is_ours
        doubted, closed = self._doubted, self._closed
        if is_ours is not None:
            orders = [own(order, is_ours) for order in orders]
        if self._at_hand is not None:
            self._at_hand.update((order.id, order) for order in orders)
        for order in orders:
            order_id, number = order.id, order.number
            if order_id in standings:
                self._forget(order_id)  # it comes again: what was made of it before no longer counts
            standing = standings[order_id] = standing_of(order)
            if order.fulfilled or order.tracked:
                closed[order_id] = order.tracked
            other = by_number.setdefault(number, order_id)
            if other != order_id:
                self._meet_rival(number, other, order_id)
            here, named = by_id.get(order_id), by_reference.get(number)
            hits = here if named is None or named == here else [*(here or ()), *named]
            if hits is not None and len(hits) == 1 and order_id not in self._watched:
                hit = hits[0]
                by_its_id = hit.shop_order_id == order_id
                if (
                    hit.status in _IN_ORDER
                    and not hit.list_status
                    and hit.id not in doubted
                    and standing.reason in (EXPECTED, TOO_RECENT)
                    and (by_its_id or (not hit.shop_order_id and number not in self._rivals))
                    and hit.id not in self._watched_tpop
                    and (verdict := agreement(order, hit, is_ours, self._articles)) != "differs"
                ):
                    self._met.add(hit.id)
                    self._cleared[order_id] = None if by_its_id else order[:5]
                    if verdict == "uncompared":
                        self._uncompared.add(order_id)
                    continue
            elif hits is None and order_id not in self._watched and not self._needs_judging(order, standing):
                if order.tracked:
                    self._tracked.add(order_id)
                continue
            self._kept[order_id] = order

    def references(self) -> dict[str, str]:
        """Number -> shop order id, of the orders read; numbers that two orders share are nobody's."""
        return {number: ref for number, ref in self._first_with_number.items() if number not in self._rivals}

    def theirs(self) -> dict[str, str]:
        """TPOP's number -> shop order id, of the orders that lists show and that were read."""
        numbers = self.references()
        refs = (
            (one.id, one.shop_order_id if one.shop_order_id in self._standings else numbers.get(one.reference, ""))
            for one in self._tpop.values()
        )
        return {number: ref for number, ref in refs if ref}

    def recall(self, order_ids: Iterable[str]) -> None:
        """There is something to say of these after all: they are judged, though a list had cleared them."""
        for order_id in order_ids:
            order = (self._at_hand or {}).get(order_id)
            if order is not None and order_id not in self._kept:
                self._cleared.pop(order_id, None)
                self._uncompared.discard(order_id)
                self._tracked.discard(order_id)
                self._kept[order_id] = order

    def _forget(self, order_id: str) -> None:
        self._closed.pop(order_id, None)
        self._cleared.pop(order_id, None)
        self._kept.pop(order_id, None)
        self._uncompared.discard(order_id)
        self._tracked.discard(order_id)

    def _meet_rival(self, number: str, one: str, other: str) -> None:
        """Two orders bear one number: what it alone had cleared is kept after all, as far as it is still known."""
        rivals = self._rivals.setdefault(number, {one})
        rivals.add(other)
        for order_id in rivals:
            brief = self._cleared.get(order_id)
            if brief is not None:
                del self._cleared[order_id]
                self._kept[order_id] = ShopOrder._make((*brief, *_UNKNOWN))

    def _needs_judging(self, order: ShopOrder, standing: Standing) -> bool:
        """An order that TPOP's lists do not show: is there anything to ask about it?"""
        if standing.reason == EXPECTED:
            return self._judge_absent or not order.tracked
        return standing.reason == "cancelled" and order.paid_at is not None

    def add_found(self, orders: Iterable[TpopOrder]) -> None:
        """What TPOP answered when it was asked for one order: it joins the list."""
        for order in orders:
            if self._tpop.setdefault(order.id, order) is order:
                self._index(order)

    def narrow(self, window: Window) -> None:
        """The shop shows no more than this."""
        self._window = window

    def asked(self, order_id: str) -> None:
        """TPOP was asked for this very order: what it has of it is all here."""
        self._asked.add(order_id)

    def read(self, order_id: str) -> bool:
        """Has this shop order been read in this run?"""
        return order_id in self._standings

    def orphans(self) -> list[TpopOrder]:
        """TPOP orders that have met no shop order so far."""
        met = self._met | {order.id for case in self._paired_cases() for order in case.tpop}
        return [order for order in self._tpop.values() if order.id not in met]

    def _hits(self, order: ShopOrder) -> tuple[TpopOrder, ...]:
        by_id = self._by_id.get(order.id, [])
        if by_id and order.number in self._rivals:
            return tuple(sorted(by_id, key=_age))  # the id wins: what bears the shared number only is another's
        by_reference = [
            hit
            for hit in self._by_reference.get(order.number, [])
            # The id wins: a TPOP order that names another order that exists is not this one's.
            if hit not in by_id and (not hit.shop_order_id or hit.shop_order_id not in self._standings)
        ]
        return tuple(sorted((*by_id, *by_reference), key=_age))

    def _paired_cases(self) -> list[Case]:
        cases = []
        for order in self._kept.values():
            rivals = self._rivals.get(order.number)
            if order.id in self._by_id or all(
                hit.shop_order_id in self._standings for hit in self._by_reference.get(order.number, [])
            ):
                rivals = None  # TPOP's orders name the shop's ids, or TPOP has none: the number decides nothing
            cases.append(
                Case(
                    ref=order.id,
                    number=order.number,
                    shop=(order,),
                    tpop=under_present_skus(order.lines, self._hits(order), self._articles),
                    due_at=self._due_at(order.id),
                    asked=order.id in self._asked,
                    rivals=tuple(sorted(rivals - {order.id})) if rivals else (),
                )
            )
        return cases

    def _due_at(self, order_id: str) -> datetime | None:
        standing = self._standings[order_id]
        return standing.due_at if standing.reason == EXPECTED else None

    def close(self) -> Matched:
        """All pages are in: the cases, and what stands alone."""
        paired = self._paired_cases()
        met = self._met | {order.id for case in paired for order in case.tpop}
        orphans = tuple(sorted((order for order in self._tpop.values() if order.id not in met), key=_age))
        alone: dict[str, Case] = {}
        for order in orphans:
            ref = order.shop_order_id or self._known_refs.get(order.reference) or f"tpop:{order.id}"
            ref = f"tpop:{order.id}" if ref in self._standings else ref
            here = alone.get(ref)
            number = _told(order.reference) or (here.number if here else "") or order.id
            alone[ref] = Case(ref=ref, number=number, shop=(), tpop=(*(here.tpop if here else ()), order))
        found = sum(1 for case in paired if case.due_at is not None and (case.tpop or case.shop[0].tracked))
        tracked = sum(1 for ref in self._tracked if self._standings[ref].reason == EXPECTED)
        at_rest = [ref for ref in (*self._cleared, *self._tracked) if self._standings[ref].reason == EXPECTED]
        return Matched(
            cases=(*paired, *alone.values()),
            orphans=orphans,
            standings=self._standings,
            found=found + len(at_rest),
            cleared=len(self._cleared),
            uncompared=len(self._uncompared.intersection(at_rest)) + sum(1 for case in paired if self._blind(case)),
            pairing=self._pairing(met),
            numbers=dict(zip(self._first_with_number.values(), self._first_with_number, strict=True)),
            written_back=sum(1 for case in paired if case.due_at and not case.tpop and case.shop[0].tracked)
            + tracked,
            closings=self._closings(),
        )

    def _closings(self) -> Closings:
        told = [tracked for ref, tracked in self._closed.items() if self._standings[ref].reason == EXPECTED]
        return Closings(sum(told), len(told) - sum(told))

    def _blind(self, case: Case) -> bool:
        if not case.alive or case.due_at is None:
            return False
        if case.rivals:
            return True
        lines = case.shop[0].lines
        if lines is None or any(order.lines is None for order in case.alive):
            return True
        return compare_lines(lines, case.alive, self._expect.is_ours).not_compared > 0

    def _pairing(self, met: set[str]) -> dict[str, Paired]:
        pairing: dict[str, Paired] = defaultdict(Paired)
        oldest = self._expect.start
        if self._window is not None:
            # An order from just before the window reaches TPOP just after its beginning.
            oldest = self._window.since + timedelta(hours=self._expect.policy.grace_hours)
        for order in self._tpop.values():
            if order.manual or (oldest and order.created_at and order.created_at < oldest):
                continue
            counted = pairing[order.channel]
            counted.of += 1
            if order.id in met:
                counted.paired += 1
            elif len(counted.samples) < 3:
                counted.samples.append(_told(order.reference) or _told(order.shop_order_id) or order.id)
        return dict(pairing)
