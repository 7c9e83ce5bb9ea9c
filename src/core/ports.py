"""What core asks of the world, as protocols: sources to read, a history to keep, a publisher to tell.

The adapters live in sources/ and sinks/; the fakes in tests/fakes.py obey the same contract tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.model import MailPull, Mention, OutOfReach, ShopOrder, ShopPull, TpopOrder, TpopPull, Unreadable, Window


class ShopSource(Protocol):
    """One shop, read only."""

    name: str

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        """Hand every order created in the window to `take`, page by page (an order may come twice: the last counts).

        Never raises for what one page or one order does: that is said in the answer. Raises SourceError only
        when nothing at all could be read.
        """
        ...

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
        """That one order as it is now, bin included; None: the shop does not have it. Raises SourceError."""
        ...

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        """The order that people call by this number, bin included, wherever it stands in time; None: the shop shows none.

        Raises SourceError.
        """
        ...


class TpopChannel(Protocol):
    """One way by which TPOP's orders reach us."""

    name: str

    def pull(self, window: Window) -> TpopPull:
        """The list, with what it covers. Raises SourceError only when nothing at all could be read."""
        ...

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:
        """The orders TPOP has under that reference; None: this channel cannot be asked. Raises SourceError."""
        ...


class MailBox(Protocol):
    """The mails that a merchant forwards: they prove what they speak of, and nothing by their silence."""

    name: str

    def mentions(
        self, references: Mapping[str, str], window: Window, theirs: Mapping[str, str] | None = None
    ) -> MailPull:
        """What the mails of the window say of these orders (number -> shop order id).

        `theirs`: TPOP's own number -> shop order id, as far as lists have shown it.

        Never raises for what one mail does. Raises SourceError only where the box itself cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """A finding as the history keeps it (CONTRACTS section 6). Times are ISO text, as stored."""

    shop: str
    ref: str
    check: str
    line: str | None
    number: str
    status: str
    """open · resolved · closed"""
    severity: str
    first_seen: str
    last_seen: str
    checked_at: str
    version: int
    closed_because: str | None = None
    deadline: str | None = None
    title: str = ""
    advice: str = ""
    cause: str = "unknown"
    incident: str | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    told_at: str | None = None
    told_status: str | None = None
    told_severity: str | None = None
    times_seen: int = 1
    reminders: int = 0
    resolved_at: str | None = None
    expires_at: int | None = None
    """Epoch seconds; set when it closes or resolves, removed when it reopens."""
    was_muted: bool = False
    # The merchant's own attributes: read, never written.
    muted_until: str | None = None
    mute_reason: str | None = None
    accepted: Any = None
    settled_by: str | None = None

    @property
    def fingerprint(self) -> tuple[str, str, str | None]:
        return (self.ref, self.check, self.line)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only log: opened, told, reminded, worse, resolved, closed, reopened, muted, unmuted."""

    at: str
    ref: str
    check: str
    line: str | None
    kind: str
    number: str = ""
    severity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """An order not yet due, remembered by id alone."""

    ref: str
    first_seen: str
    eligible_since: str | None = None
    """Since when it has been due; None: it was not when it was last read (unpaid, held, in a status of its own)."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the history knows of a shop before a run."""

    findings: Mapping[tuple[str, str, str | None], Remembered] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    first_run_at: str | None = None
    """None: this is the shop's first run."""
    sent: Mapping[str, int] = field(default_factory=dict)
    """`<kind>#<local date>` -> how often, of the last days."""
    known_skus: frozenset[str] = frozenset()
    products: Mapping[str, str] = field(default_factory=dict)
    """Of the skus that TPOP accepted: which product each was (core.articles). What is not known is not there."""
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    """Shop order id -> what mails have said of it so far. The mails themselves are gone after a week."""


@dataclass(frozen=True, slots=True)
class Writing:
    """All that one run records for one shop, in one go, under the lease."""

    findings: tuple[Remembered, ...] = ()
    events: tuple[Event, ...] = ()
    pending: tuple[Pending, ...] = ()
    pending_gone: tuple[str, ...] = ()
    known_skus: tuple[str, ...] = ()
    products: Mapping[str, str] = field(default_factory=dict)
    """Of those skus, as far as it is known: which product each is or was (core.articles)."""
    mentions: tuple[Mention, ...] = ()
    """New or changed; one for each order."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a published message told of one finding: copied onto the item, on condition of its version."""

    ref: str
    check: str
    line: str | None
    version: int
    status: str
    severity: str
    reminders: int
    kind: str
    """The event to append: told or reminded."""
    number: str = ""


class History(Protocol):
    """What Vigie remembers, one shop at a time. Every write stands under the lease's token."""

    @property
    def damaged(self) -> Sequence[str]:
        """Items that the last load could not read, or the last writing had to leave alone."""
        ...

    def acquire(self, shop: str, token: str, now: datetime, until: datetime) -> bool:
        """Take the shop's lease; True also where this token holds it already (Lambda's own retry)."""
        ...

    def release(self, shop: str, token: str) -> None: ...

    def load(self, shop: str, now: datetime) -> Past:
        """Consistent reads of the base table."""
        ...

    def record(self, shop: str, token: str, writing: Writing) -> None: ...

    def mark(self, shop: str, token: str, now: datetime, told: Sequence[Told], sent: Iterable[str]) -> None:
        """Set told_* where the version is still the one published; count `sent` keys (`<kind>#<local date>`)."""
        ...

    def log_run(self, shop: str, token: str, now: datetime, kind: str, report: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message out, as CONTRACTS section 5 has it."""

    subject: str
    email: str
    sms: str
    payload: Mapping[str, Any]
    """The `default` key: JSON for machines."""
    kind: str
    severity: str
    send_sms: bool
    shops: tuple[str, ...]


class Publisher(Protocol):
    def publish(self, topic: str, message: Message) -> str:
        """Send; answers the message's id. Raises core.errors.VigieError where the topic refused."""
        ...
