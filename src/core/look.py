"""What one run saw of one shop and what is to be told of it: the input of the digest. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.model import Coverage, Finding, MailPull, Rhythm, Trouble
from core.policy import Policy
from core.ports import Remembered

NewsStatus = Literal["new", "worse", "reminded", "reopened", "unmuted", "resolved", "closed", "open"]
RunKind = Literal["daily", "watch"]
ShopRunState = Literal["complete", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Text:
    """One finding in a person's words, in the merchant's language. Unwrapped: the mail wraps it.

    Example (fr): number 1042, short "annulée, 3 h", title "annulée chez vous, pas chez TPOP",
    facts ("Produite et débitée à 11 h, dans 3 h.",), steps ("TPOP > Commandes > 1042", "Annulez la commande (la croix)").
    """

    short: str
    """Three words or so, after the number: for the subject, the SMS and the list of what is still open."""
    title: str
    """The headline, after the number."""
    facts: tuple[str, ...] = ()
    """What is wrong, since when, on which evidence."""
    steps: tuple[str, ...] = ()
    """What to do, in the order to do it."""


@dataclass(frozen=True, slots=True)
class News:
    """One finding that is told or stands open, after the diff with the history."""

    status: NewsStatus
    item: Remembered
    """As it is recorded now."""
    finding: Finding | None
    """As this run saw it; None where it was not seen (resolved, closed, not re-checked)."""
    text: Text
    """For a finding that was not seen: its recorded title."""
    told: bool
    """This run tells it; False: context, counted only."""
    looked: bool = True
    """Its order was read in this run; False: not re-checked."""


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """expected + excluded + unreadable = shop (conservation)."""

    shop: int = 0
    expected: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    """By reason: unpaid, too recent, no TPOP line, digital, cancelled, draft, other status, before start, ignored."""
    tpop: int = 0
    unreadable: int = 0
    found: int = 0
    """Expected orders that TPOP has."""
    unknown_fate: int = 0
    """Expected, due and past their grace, but no covering list can say whether TPOP has them."""
    not_compared: int = 0
    """Orders at TPOP whose lines could not be compared (no sku, or the channel shows no lines)."""
    mentioned: int = 0
    """Of those found: only a mail speaks of them."""
    written_back: int = 0
    """Of those found: only their tracking in the shop shows it."""
    by_hand: int = 0
    """Expected ones that the shop calls done, without tracking and without a word of TPOP's."""


@dataclass(frozen=True, slots=True)
class Look:
    """One shop, one run."""

    shop: str
    run: RunKind
    now: datetime
    policy: Policy
    state: ShopRunState
    coverage: tuple[Coverage, ...] = ()
    troubles: tuple[tuple[str, Trouble], ...] = ()
    """(source name, what kept us from looking)."""
    orders: OrderCounts = OrderCounts()
    news: tuple[News, ...] = ()
    """Everything told, and everything open besides."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """new, open, resolved, closed, not_rechecked, muted."""
    first_run: bool = False
    list_channel: bool = True
    """A TPOP list that is meant to be whole is configured; without one nothing can be called absent."""
    part_channel: bool = False
    """Some TPOP list is configured, whole or not."""
    rhythm: Rhythm = "daily"
    """How often its lists come."""
    mails: MailPull | None = None
    """What the mail boxes brought; None: the shop has none."""
    unlooked: tuple[str, ...] = ()
    """Numbers of the orders of unknown fate (at most 30, oldest first)."""
    too_recent: tuple[str, ...] = ()
    """Numbers of the orders still within their grace (at most 10)."""
    confirmed: int = 0
    """How many absences were confirmed by asking for that one order."""
    drill_passed: bool = True
    sent: Mapping[str, int] = field(default_factory=dict)
    """`<kind>#<local date>` -> how often already."""
    first_run_at: datetime | None = None
    can_clear: bool = False
    """Nothing open, every needed side complete and fresh, nothing of unknown fate, the drill passed."""
    needs_words: tuple[str, ...] = ()
    """Notes in the merchant's language that every mail of this look carries (a mute that cannot be read, ...)."""
