"""What one run knows besides a case: the time, the policy, whose silence means something, and how long is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from core.expect import LineRule, Standing
from core.match import NO_CLOSINGS, Closings
from core.model import Case, Coverage, Severity, TpopOrder
from core.policy import Policy

_TRACKED_MIN = 3
"""So many orders with tracking show that TPOP's can be seen in this shop."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a check may know besides its case: the time, the policy, and whose silence means something."""

    now: datetime
    policy: Policy
    zone: tzinfo
    holidays: frozenset[date] = frozenset()
    lists: tuple[Coverage, ...] = ()
    """TPOP lists whose silence counts: complete, fresh, with a window, and paired well enough."""
    has_list: bool = True
    """A TPOP list channel is configured."""
    has_mails: bool = False
    """TPOP's mails are forwarded."""
    list_out: bool = False
    """A list that may know more could not be read in this run, or its references could not."""
    closings: Closings = NO_CLOSINGS
    told_missing: frozenset[str] = frozenset()
    """Refs of which it stands told that a list did not show them."""
    list_fresh: bool = True
    """Some TPOP list counts, whatever it covers: what it does not show yet, it will show at its next reading, which is
    soon: not a list that is fed weekly."""
    is_ours: LineRule | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    daily: bool = True
    shop_whole: bool = True
    """The shop's side was read whole: only then does a TPOP order that met nothing mean anything."""

    def silent_list(self, case: Case) -> Coverage | None:
        """The list that covers this order and does not show it: the only ground on which absence is said.

        TPOP makes its order at the earliest when the shop's exists and at the latest a grace after it was due; the
        list must cover all of that span (a list as of 07:00 says nothing about an order of 07:30). Where TPOP was asked
        for this very order and has none, it is enough that the list covers the time since it was due: an order paid
        long after it was made has left the list's window before TPOP could have it.
        """
        return self._silent(case, case.due_at, case.asked)

    def silent_if_asked(self, case: Case) -> bool:
        """Would its absence count, once TPOP had been asked for this very order and had none?"""
        return self._silent(case, case.due_at, True) is not None

    def _silent(self, case: Case, due_at: datetime | None, asked: bool) -> Coverage | None:
        if not case.shop or due_at is None:
            return None
        made = due_at if asked else min(order.created_at for order in case.shop)
        by = due_at + timedelta(hours=self.policy.grace_hours)
        for one in self.lists:
            window, as_of = one.window, one.as_of
            if window is not None and as_of is not None and window.since <= made and by <= min(window.until, as_of):
                return one
        return None

    def whole(self, case: Case) -> bool:
        """Are these all of TPOP's orders for this case? A complementary order may stand on a page not read."""
        if case.asked:
            return True
        made = min((order.created_at for order in case.shop), default=None)
        return made is not None and any(one.window and one.window.since <= made for one in self.lists)

    def absent_since(self, case: Case) -> datetime | None:
        """As of when a whole list would show this order, expected or not; None where none can say so."""
        covering = self.covering(case)
        return covering.as_of if covering is not None else None

    def covering(self, case: Case) -> Coverage | None:
        """The whole, fresh list that would show this order, expected or not, if TPOP had it."""
        due_at = case.due_at
        if due_at is None:
            due_at = max((max(one.created_at, one.paid_at or one.created_at) for one in case.shop), default=None)
        return self._silent(case, due_at, case.asked)

    @property
    def a_hand_is_told(self) -> bool:
        """Does closing without tracking mean a hand? Not in a shop where TPOP's own tracking cannot be seen either."""
        if self.policy.closed_by_hand != "auto":
            return self.policy.closed_by_hand == "nothing"
        tracked, by_hand = self.closings
        return tracked >= _TRACKED_MIN and tracked >= by_hand

    def deadline(self, order: TpopOrder) -> datetime | None:
        """When TPOP stops waiting for this order (its retention); None where nothing expires or it is not known.

        TPOP help, "Time before production": 24 h by default; manual orders are produced at once.
        """
        if order.status != "open" or order.created_at is None or order.manual:
            return None
        return order.created_at + timedelta(hours=self.policy.retention_hours)

    def severity(self, orders: Iterable[TpopOrder]) -> tuple[Severity, datetime | None]:
        """Of a fault in what TPOP will make: 🔴 with its deadline while it can be undone, 🟠 after."""
        ahead: list[datetime | None] = []
        for order in orders:
            if order.status == "unknown" and not order.manual and not self._past_retention(order):
                ahead.append(None)  # it may still be waiting: better looked at today than too late
            if order.status == "open" and not order.manual:
                deadline = self.deadline(order)
                if deadline is None:
                    ahead.append(None)
                elif deadline > self.now:
                    ahead.append(deadline)
        if not ahead:
            return "act", None
        known = [moment for moment in ahead if moment is not None]
        return "urgent", min(known) if known else None

    def _past_retention(self, order: TpopOrder) -> bool:
        made = order.created_at
        return made is not None and made + timedelta(hours=self.policy.retention_hours) <= self.now

    def state_of(self, order: TpopOrder) -> str:
        """TPOP's word, or `presumed production` where the retention ended after the list was made."""
        deadline = self.deadline(order)
        return "presumed production" if deadline is not None and deadline <= self.now else order.status
