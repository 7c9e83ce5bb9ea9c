"""The nouns of the house: orders of both sides, what was covered, cases and findings. Values only.

Orders are named tuples and everything else is a frozen dataclass: see docs/adr/0002.
All times are aware and in UTC; all quantities are whole units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

Side = Literal["shop", "tpop"]

ShopState = Literal["due", "unpaid", "cancelled", "draft", "other"]
"""due: to be produced (its status is one of the policy's `due_statuses`) · unpaid: not yet, or never will be ·
cancelled: cancelled, wholly refunded or in the bin · draft: not an order yet · other: a word of its own."""

TpopStatus = Literal["open", "blocked", "production", "shipped", "cancelled", "unknown"]
"""facts: TPOP help, "How to check your order's status". `unknown` is a word Vigie does not know: never fine."""

BlockReason = Literal["payment", "address", "artwork", ""]

Severity = Literal["urgent", "act", "note", "clear"]
"""🔴 act today · 🟠 act this week · 🔵 for information · 🟢 fine."""
SEVERITIES: tuple[Severity, ...] = ("clear", "note", "act", "urgent")
"""From mildest to worst; the index is the rank."""

Grade = Literal["listed", "mentioned", "written back", "none"]
"""What stands behind a word about an order at TPOP, strongest first: a list that shows its status · a mail or an
invoice that speaks of it · what TPOP wrote into the shop (a fulfilment with tracking) · nothing but the shop itself."""
GRADES: tuple[Grade, ...] = ("listed", "mentioned", "written back", "none")

Rhythm = Literal["daily", "weekly", "never"]
"""How often a merchant feeds a channel, and so how often it is asked for."""

NEVER = "9999-12-31T00:00:00Z"
"""What the history's `due` holds where nothing expires: sorts last."""


class Recipient(NamedTuple):
    """Where the parcel goes. Personal data: never leaves memory."""

    name: str = ""
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    company: str = ""


Sent = Literal["", "waiting", "closed", "tracked", "none"]
"""Of one line: the shop does not say · not fulfilled yet, or in part · fulfilled, without tracking · with it · it needs
no sending: nobody expects it at TPOP, and if TPOP has it, that is nobody's mistake."""

Aside = Literal["", "test", "in person"]
"""Why TPOP has nothing to make for an order, by what the shop itself says of it: paid with play money · sold over the
counter, and taken away."""


class ShopLine(NamedTuple):
    """One line item of a shop's order."""

    sku: str
    """"" where the shop has none: the line can then only be compared by its id."""
    remaining: int
    """Units still to be made: ordered less refunded."""
    ordered: int
    id: str = ""
    vendor: str = ""
    product: str = ""
    """The shop's own id of the article, whatever its sku is today; "" where it was deleted, or the shop does not say."""
    service: str = ""
    """Who is to fulfil it, as the shop calls them (a fulfilment service or a place); "" where it does not say."""
    sent: Sent = ""
    """What the shop's fulfilments say of this very line."""
    personal: bool = False
    """The customer had something put on it: an article that is not from the shelf."""


class TpopLine(NamedTuple):
    """One line item of a TPOP order."""

    sku: str
    quantity: int
    id: str = ""


class ShopOrder(NamedTuple):
    """One order as the shop tells it."""

    id: str
    """The platform's own id: the identity."""
    number: str
    """What people call it, without '#'; on a plain WooCommerce it equals the id."""
    state: ShopState
    status: str
    """The platform's own word, for the evidence."""
    created_at: datetime
    paid_at: datetime | None
    updated_at: datetime | None
    lines: tuple[ShopLine, ...] | None
    """None: the lines, or what was refunded of them, could not be read."""
    recipient: Recipient | None
    """None: the platform does not show it; never the same as an empty address."""
    fulfilled: bool = False
    """The shop calls it done (completed, fulfilled)."""
    tracked: bool = False
    """The shop's order carries a tracking number: TPOP's write-back."""
    digital: bool = False
    """The shop says that nothing of it has to be made or sent: downloads."""
    aside: Aside = ""
    """The shop says that it is none for TPOP."""


class TpopOrder(NamedTuple):
    """One order as a TPOP list tells it (the feed contract, docs/tpop-feed.md)."""

    id: str
    reference: str
    """The shop's order number as TPOP shows it, cleaned by the policy's `reference_pattern`; "" where unknown."""
    shop_order_id: str
    status: TpopStatus
    as_of: datetime
    """When this was true: the list's own time."""
    channel: str
    created_at: datetime | None = None
    updated_at: datetime | None = None
    manual: bool = False
    block_reason: BlockReason = ""
    block_code: str = ""
    lines: tuple[TpopLine, ...] | None = None
    recipient: Recipient | None = None
    tracked: bool = False
    production_at: datetime | None = None
    shipped_at: datetime | None = None
    grade: Grade = "listed"
    """What its being at TPOP stands on: a list shows it, or only a mail speaks of it."""
    status_grade: Grade = "listed"
    """What its status stands on: it may be listed, and a younger mail tell its status (core.evidence)."""
    list_status: TpopStatus | Literal[""] = ""
    """What the newest list said, where something younger tells the status."""
    list_as_of: datetime | None = None


class Mention(NamedTuple):
    """One shop order that a mail speaks of: what was matched, and nothing of the mail's text."""

    reference: str
    """What people call the order."""
    shop_order_id: str
    status: TpopStatus | Literal[""]
    """"": the mail does not say. unknown: it contradicts itself, or uses a word nobody knows."""
    block_reason: BlockReason
    block_code: str
    tpop_id: str
    """TPOP's own number, where it is plainly called so."""
    at: datetime
    """When the mail was received. What it says may be older: a mail can be forwarded days later."""
    kind: Literal["invoice", "blocked", "table", "other", "list"]
    """list: no mail, but a list that has overtaken one (core.current)."""
    where: Literal["subject", "text", "html", "pdf"]


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open span of creation times: since <= t < until."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one pull can vouch for. Silence outside it means nothing."""

    source: str
    side: Side
    window: Window | None
    """The creation times covered; None: the list does not say."""
    as_of: datetime | None
    """The moment the answer was true; None: nothing was read."""
    complete: bool
    """Every order of the window came through."""
    orders: int = 0
    """How many orders came through."""
    shows: frozenset[str] = frozenset()
    """Which optional fields the channel showed: lines, recipient, created_at, block_reason."""
    grade: Grade = "listed"
    """What a word of this source is worth."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One order that could not be read: `id` as far as it could be told, the field, and the fault in plain words.

    Never holds the value itself: it may be somebody's name.
    """

    id: str
    field: str
    problem: str
    number: str = ""
    """What people call it, where that much could be read."""


class Notice(NamedTuple):
    """What a merchant should know of how a shop can be read, though nothing went wrong: said in every mail."""

    kind: Literal["reach", "version", "addresses", "articles"]
    """reach: it shows orders of the last so many days only · version: it answered in another version of its API than
    asked · addresses: it does not show where parcels go · articles: it does not show which article a line is."""
    detail: Mapping[str, Any] = {}
    """Numbers, versions, names of permissions: nothing of a person."""


class OutOfReach(NamedTuple):
    """An order that the shop does not show, and may well have: older than what it lets us read."""

    id: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that kept Vigie from looking, as a kind that the digest can put into words.

    kinds: unreachable · refused · throttled · not_json · page_failed · foreign_redirect · too_large · no_window ·
    not_complete · unknown_status · bad_columns · not_understood · no_file · rows_differ · none_of_this_shop · settings · history · other
    """

    kind: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Counts, times, statuses, host, quoted unknown words: no personal data, no secret."""


@dataclass(frozen=True, slots=True)
class ShopPull:
    """What a shop's pull answers besides the orders, which went to `take` page by page."""

    coverage: Coverage
    """Its window may be shorter than the one asked for: a shop shows no more than it was told to."""
    unreadable: tuple[Unreadable, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TpopPull:
    """What a TPOP channel answers."""

    coverage: Coverage
    orders: tuple[TpopOrder, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    left_aside: int = 0
    """Orders of other shops in the same list."""


@dataclass(frozen=True, slots=True)
class MailPull:
    """What the mails of the last days say. seen = understood + nothing + not_trusted + not_readable."""

    mentions: tuple[Mention, ...] = ()
    """Oldest first. One order may stand in several mails."""
    seen: int = 0
    trusted: int = 0
    understood: int = 0
    nothing: int = 0
    not_trusted: Mapping[str, int] = field(default_factory=dict)
    """By reason, as are `not_readable` and `left_out`: words of sources.tpop.mail.read.WHYS."""
    not_readable: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Parts of trusted mails that were not read, while the rest was."""
    newest: datetime | None = None
    """When the newest trusted mail came."""
    unread: int = 0
    """Older mails of the span that were not read, because there are too many."""
    since: datetime | None = None
    """From when on mails were read."""
    elsewhere: tuple[tuple[str, datetime], ...] = ()
    """Numbers called an order's that are none of those asked about, and when their mail came."""
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """All orders of both sides under one identity. Both sides are tuples: duplicates stay visible."""

    ref: str
    """The shop's own order id, else `tpop:<id>`."""
    number: str
    """What people call it."""
    shop: tuple[ShopOrder, ...]
    tpop: tuple[TpopOrder, ...]
    due_at: datetime | None = None
    """When the order should have been at TPOP (grace not yet added); None: not expected there."""
    asked: bool = False
    """TPOP was asked for this very order: what stands here is all it has of it."""
    rivals: tuple[str, ...] = ()
    """Ids of other shop orders that bear the same number."""
    mention: Mention | None = None
    """What mails said of it, taken together (core.mentions)."""
    alive: tuple[TpopOrder, ...] = field(init=False, repr=False, compare=False)
    """Its TPOP orders that are not cancelled: what every check asks first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "alive", tuple([order for order in self.tpop if order.status != "cancelled"]))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, as one run sees it. Its identity is ref + check + line: never wording, amount or date."""

    check: str
    ref: str
    number: str
    severity: Severity
    line: str | None = None
    deadline: datetime | None = None
    """Only where something really expires (CONTRACTS section 5)."""
    since: datetime | None = None
    """Since when the fault stands, as far as it can be told."""
    cause: str = "unknown"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON: counts, ids, skus, times, names of fields. No personal data."""
    incident: str | None = None
    once: bool = False
    """Told once, never reminded."""
    reminders: int | None = None
    """At most so often; None: as often as the policy says."""
    grade: Grade | None = None
    """What it stands on; None: the strongest that its check speaks on."""
    final: str = ""
    """Why it is closed as it is told: too_late (TPOP shipped) or out_of_reach; "" while it lives."""
    known_only: bool = False
    """Only worth a word where it had been told before: it ends, it does not begin."""

    @property
    def fingerprint(self) -> tuple[str, str, str | None]:
        return (self.ref, self.check, self.line)


def rank(severity: str) -> int:
    """0 (clear) to 3 (urgent)."""
    return SEVERITIES.index(severity)


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z, to the second: how every surface writes a time."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
