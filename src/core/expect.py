"""Which shop orders should be at TPOP, and since when. Every order gets a standing: expected, or excluded and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from core.articles import Articles, products_of
from core.model import ShopLine, ShopOrder
from core.policy import LinesPolicy, Policy
from core.ports import Pending

EXPECTED = ""
"""The reason of an order that is expected at TPOP: none to leave it out."""
TOO_RECENT, UNPAID, IGNORED, BEFORE_START = "too recent", "unpaid", "ignored", "before start"
DRAFT, OTHER, DIGITAL = "draft", "other status", "digital"
_ASIDE = {"test": "test order", "in person": "sold in person"}
WAITING = frozenset({TOO_RECENT, UNPAID, DRAFT, OTHER})
"""Not due yet, and it may be one day: remembered by id and read again, also after it has left the window."""

LineRule = Callable[[ShopLine], bool | None]
"""Is this line TPOP's? None: its product was deleted, and nothing is left to tell it by."""

_new = tuple.__new__
_BY_STATE = {"cancelled": "cancelled", "unpaid": UNPAID, "draft": DRAFT, "other": OTHER}
_WINDOWS_REMEMBERED = 3


class Standing(NamedTuple):
    """Why an order is left out ("" where it is expected), and when it was due at TPOP."""

    reason: str
    due_at: datetime | None


def line_rule(lines: LinesPolicy, known_skus: frozenset[str], articles: Articles | None = None) -> LineRule | None:
    """Which lines of a mixed cart are TPOP's; None: all of them. A product renamed since is what it was."""
    if lines.mode == "vendor":
        vendors = {value.strip().casefold() for value in lines.values}
        return lambda line: line.vendor.strip().casefold() in vendors
    if lines.mode == "service":
        services = {value.strip().casefold() for value in lines.values}
        return lambda line: line.service.strip().casefold() in services
    if lines.mode == "sku":
        pattern = re.compile(lines.pattern)
        return _by_sku(pattern.search, products_of(articles or {}, pattern.search))
    if lines.mode == "known":
        return _by_sku(known_skus.__contains__, products_of(articles or {}, known_skus.__contains__))
    return None


def _by_sku(fits: Callable[[str], object], products: frozenset[str]) -> LineRule:
    def is_ours(line: ShopLine) -> bool | None:
        if fits(line.sku) or line.product in products:
            return True
        return False if line.sku or line.product else None

    return is_ours


@dataclass(frozen=True, slots=True)
class Expectation:
    """Judges one order at a time; holds what does not change during a run."""

    policy: Policy
    now: datetime
    start: datetime | None = None
    """The shop's `since`: nothing older is judged."""
    is_ours: LineRule | None = None
    pending: dict[str, Pending] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    """Orders of which it stands told that TPOP lacks them: ours when that was said."""
    _due_by: datetime = field(init=False)
    """What was due after this moment is still within its grace."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_due_by", self.now - timedelta(hours=self.policy.grace_hours))

    def standing(self, order: ShopOrder) -> Standing:
        """The order's standing now. Grace counts from when it was due: the latest of created, paid, first seen due."""
        policy = self.policy
        if policy.ignore and (order.number in policy.ignore or order.id in policy.ignore):
            return Standing(IGNORED, None)
        if self.start is not None and order.created_at < self.start:
            return Standing(BEFORE_START, None)
        if order.state != "due":
            return Standing(_BY_STATE[order.state], None)
        if order.aside:
            return Standing(_ASIDE[order.aside], None)
        if order.lines is not None and not self._has_ours(order.lines) and not self._was_ours(order, order.lines):
            return Standing("no TPOP line", None)
        if order.digital:
            return Standing(DIGITAL, None)
        due_at = order.created_at
        if order.paid_at is not None and order.paid_at > due_at:
            due_at = order.paid_at
        if (seen := self.pending.get(order.id)) is not None:
            # Seen before it was due (a transfer noted late, a hold that was lifted): count from when it first was.
            due_at = max(due_at, _time(seen.eligible_since) or self.now)
        # As Standing(...) makes them, without its detour: this is done for every order.
        return _new(Standing, (TOO_RECENT if due_at > self._due_by else EXPECTED, due_at))

    def _has_ours(self, lines: tuple[ShopLine, ...]) -> bool:
        is_ours = self.is_ours
        for line in lines:  # noqa: SIM110 - any() would make a generator for every order
            if line.remaining > 0 and (is_ours is None or is_ours(line)):
                return True
        return False

    def _was_ours(self, order: ShopOrder, lines: tuple[ShopLine, ...]) -> bool:
        """Its product was deleted, so nobody can tell any more; but a fault of it was told, which must not end unseen."""
        is_ours = self.is_ours
        if is_ours is None or order.id not in self.told:
            return False
        return any(line.remaining > 0 and is_ours(line) is None for line in lines)


def outlived(one: Pending, policy: Policy, now: datetime) -> bool:
    """Has it been remembered long enough, since it was due or else since it was first seen?

    After three windows an order's fate is no longer about production: a cart that nobody will pay, or a plugin's word
    for the end (delivered, archived). Without an end such orders would pile up and take the questions of the others.
    """
    since = _time(one.eligible_since) or datetime.fromisoformat(one.first_seen)
    return since < now - timedelta(days=_WINDOWS_REMEMBERED * policy.window_days)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
