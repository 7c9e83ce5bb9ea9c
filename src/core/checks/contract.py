"""What every check is: a judge of one case, its words in two languages, and the sides whose silence it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal

from core.expect import LineRule, Standing
from core.look import Text
from core.match import NO_CLOSINGS, Closings, Paired
from core.model import Case, Coverage, Finding, Grade, Rhythm, Severity, Side, TpopOrder, Trouble, iso
from core.policy import Policy
from core.say import Say

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
    list_out: bool = False
    """A list that may know more could not be read in this run, or its references could not."""
    closings: Closings = NO_CLOSINGS
    told_missing: frozenset[str] = frozenset()
    """Refs of which it stands told that a list did not show them."""
    list_fresh: bool = True
    """Some TPOP list counts, whatever it covers: what it does not show yet, it will show at its next reading."""
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
        return self._silent(case, case.asked)

    def silent_if_asked(self, case: Case) -> bool:
        """Would its absence count, once TPOP had been asked for this very order and had none?"""
        return self._silent(case, True) is not None

    def _silent(self, case: Case, asked: bool) -> Coverage | None:
        if not case.shop or case.due_at is None:
            return None
        made = case.due_at if asked else min(order.created_at for order in case.shop)
        by = case.due_at + timedelta(hours=self.policy.grace_hours)
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
        """As of when a whole list does not show this order; None where none can say so."""
        silent = self.silent_list(case)
        return silent.as_of if silent is not None else None

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


@dataclass(frozen=True, slots=True)
class SourceSight:
    """What one run saw of one source: what the checks of the lookout itself judge."""

    name: str
    side: Side
    coverage: Coverage | None
    """None: nothing at all could be read."""
    troubles: tuple[Trouble, ...] = ()
    pairing: Paired | None = None
    unlooked: tuple[str, ...] = ()
    """Numbers of due orders that this list is too old to show."""
    grade: Grade = "listed"
    """What its word is worth: a list, or mails."""
    rhythm: Rhythm = "daily"
    """How often the merchant means to feed it: what is older is asked for."""
    chosen_part: bool = False
    """By the merchant's choice it never shows everything: that is no fault."""

    @property
    def unfed(self) -> bool:
        """The channel has brought no list at all; not one that cannot be dated or understood."""
        return (
            self.coverage is not None
            and self.coverage.as_of is None
            and all(trouble.kind == "no_file" for trouble in self.troubles)
        )


CaseJudge = Callable[[Case, Situation], Iterable[Finding]]
SourceJudge = Callable[[SourceSight, Situation], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One fault that Vigie knows. The id is public and never used again for another."""

    id: str
    family: Literal[1, 2, 3, 4, 5]
    """TPOP's own three chores, then ours: 1 taken in charge · 2 blocked · 3 conformity · 4 follow-through · 5 us."""
    words: Mapping[str, Callable[[Finding, Say], Text]]
    mended: Mapping[str, str]
    """What is said, after the number, once it is over."""
    judge: CaseJudge | None = None
    judge_source: SourceJudge | None = None
    needs: frozenset[Side] = frozenset()
    """The sides whose silence it interprets."""
    looks: Callable[[Case, Situation], bool] | None = None
    """Could it have seen its fault on this case? Resolved means looked again. Default: TPOP's order was read."""
    grades: tuple[Grade, ...] = ("listed",)
    """On which evidence it may speak, strongest first (core.evidence); none: it does not speak of TPOP's orders."""
    hint: str = ""
    """For docs/checks.md: what kind of thing it is, in a word or two."""

    def looked(self, case: Case, situation: Situation) -> bool:
        return self.looks(case, situation) if self.looks is not None else heard(case, situation)


def heard(case: Case, situation: Situation) -> bool:
    """TPOP's orders were read, each in a status that Vigie knows; or a list that covers the time shows none."""
    if case.tpop:
        return all(order.status != "unknown" for order in case.tpop)
    return situation.silent_list(case) is not None


def is_cancelled(case: Case) -> bool:
    """Every shop order of the case is cancelled: what TPOP does with it is another check's matter."""
    for order in case.shop:
        if order.state != "cancelled":
            return False
    return bool(case.shop)


def seen_at(orders: Iterable[TpopOrder]) -> str | None:
    """The newest moment at which these orders were seen: what every finding on a list carries."""
    return iso(max((order.as_of for order in orders), default=None))


def at(finding: Finding, key: str) -> datetime | None:
    """A time of the evidence, as a time again."""
    value = finding.evidence.get(key)
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def hearsay(finding: Finding, say: Say) -> tuple[str, ...]:
    """Where it stands on a mail: which, and when it came."""
    moment = at(finding, "seen_at")
    if moment is None or finding.evidence.get("grade") != "mentioned":
        return ()
    when = say.at(moment)
    return (f"So a mail says, received {when}." if say.language == "en" else f"D'après un mail reçu {when}.",)


def ids(orders: Iterable[TpopOrder]) -> list[str]:
    """Of those that bear one: what only a mail shows often has none."""
    return [order.id for order in orders if order.id]


def evidence(**parts: Any) -> dict[str, Any]:
    """Evidence without what is not known."""
    return {key: value for key, value in parts.items() if value is not None}
