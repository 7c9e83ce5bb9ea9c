"""What a world of channels is made of: orders and their true lives, faults, lists, and the words that were carried."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from sandbox.people import Customer, Product


class Step(NamedTuple):
    """A change of an order at TPOP."""

    at: datetime
    status: str
    """open · blocked · production · shipped · cancelled · "": TPOP shows it no more."""
    reason: str = ""
    code: str = ""


class Word(NamedTuple):
    """What a channel carried of one order."""

    channel: str
    order: str
    at: datetime
    """When it counts from: a list's own time, a mail's arrival."""
    true_at: datetime
    """When it was true. A mail may be forwarded days after it was written."""
    status: str
    """"absent": a whole list did not show it."""
    reason: str = ""
    code: str = ""
    form: str = "row"
    """row · invoice · blocked · table"""


class Fault(NamedTuple):
    """One line of the truth."""

    kind: str
    order: str
    since: datetime
    until: datetime
    """When it was over; `END` where it never was."""
    carried: tuple[Word, ...]
    """Every word that shows it as it stood."""


END = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """One list as somebody, or a program, gave it."""

    channel: str
    as_of: datetime
    whole: bool
    run: int
    """The run that reads it and no other; -1: it lies in the inbox."""
    says_why: bool
    """It shows why an order is blocked."""


@dataclass(slots=True)
class Order:
    """One order of the shop, and what became of it."""

    id: str
    number: str
    tpop_id: str
    buyer: Customer
    items: list[tuple[Product, int]]
    created: datetime
    kind: str = "fine"
    paid: datetime | None = None
    reached: datetime | None = None
    """When TPOP had it."""
    cancelled: datetime | None = None
    """In the shop, by the merchant."""
    closed: datetime | None = None
    """In the shop: by TPOP with tracking, or by hand without."""
    tracked: bool = False
    steps: list[Step] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def at_tpop(self, moment: datetime) -> Step | None:
        """Its state there; None where TPOP shows no such order."""
        past = [step for step in self.steps if step.at <= moment]
        return past[-1] if past and past[-1].status else None

    def is_cancelled(self, moment: datetime) -> bool:
        return self.cancelled is not None and self.cancelled <= moment

    def is_closed(self, moment: datetime) -> bool:
        return self.closed is not None and self.closed <= moment

    def is_tracked(self, moment: datetime) -> bool:
        return self.tracked and self.is_closed(moment)
