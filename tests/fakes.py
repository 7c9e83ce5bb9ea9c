"""The ports in memory: a history, a publisher and both sources, for tests that want neither network nor AWS.

FakeHistory and FakePublisher obey the suites in tests/contract, beside the real ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.errors import LeaseHeld, SourceError
from core.model import (
    Coverage,
    MailPull,
    Mention,
    ShopOrder,
    ShopPull,
    TpopOrder,
    TpopPull,
    Trouble,
    Unreadable,
    Window,
    iso,
)
from core.ports import Event, Message, Past, Pending, Remembered, Told, Writing
from sinks import mentions, publish, rows
from sinks.attributes import attribute, plain

Fingerprint = tuple[str, str, str | None]


@dataclass
class Shelf:
    """What the history holds of one shop."""

    findings: dict[Fingerprint, Remembered] = field(default_factory=dict)
    own: dict[Fingerprint, dict[str, Any]] = field(default_factory=dict)
    """The merchant's own attributes, as typed."""
    events: dict[str, Event] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    runs: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    """(time, kind, report)"""
    sent: Counter[str] = field(default_factory=Counter)
    skus: dict[str, str] = field(default_factory=dict)
    """Sku -> product."""
    mentions: dict[str, Mention] = field(default_factory=dict)
    lease: tuple[str, str] | None = None
    """(token, until)"""


class FakeHistory:
    """core.ports.History in memory. `shelves` is open to look at."""

    def __init__(self, abandoned: Callable[[str], bool] = lambda _token: False) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.unreadable: list[str] = []
        self.skipped: list[str] = []
        self._abandoned = abandoned

    @property
    def damaged(self) -> list[str]:
        return [*self.unreadable, *self.skipped]

    def shelf(self, shop: str) -> Shelf:
        return self.shelves.setdefault(shop, Shelf())

    def edit(self, shop: str, fingerprint: Fingerprint, **own: Any) -> None:
        """What a merchant does in the console."""
        self.shelf(shop).own.setdefault(fingerprint, {}).update(own)

    def acquire(self, shop: str, token: str, now: datetime, until: datetime) -> bool:
        held = self.shelf(shop).lease
        taken = held is not None and held[0] != token and held[1] >= str(iso(now))
        if held is not None and taken and not (self._abandoned(held[0]) and self.shelf(shop).lease == held):
            return False
        self.shelf(shop).lease = (token, str(iso(until)))
        return True

    def release(self, shop: str, token: str) -> None:
        held = self.shelf(shop).lease
        if held and held[0] == token:
            self.shelf(shop).lease = None

    def load(self, shop: str, now: datetime) -> Past:
        shelf = self.shelf(shop)
        return Past(
            findings={
                each: replace(found, **rows.own_words(shelf.own.get(each, {})))
                for each, found in shelf.findings.items()
            },
            pending=dict(shelf.pending),
            first_run_at=min((at for at, _, _ in shelf.runs), default=None),
            sent=dict(shelf.sent),
            known_skus=frozenset(shelf.skus),
            products={sku: product for sku, product in shelf.skus.items() if product},
            mentions={
                ref: said
                for ref, said in shelf.mentions.items()
                if rows.expiry(said.at, mentions.DAYS) > int(now.timestamp())
            },
        )

    def record(self, shop: str, token: str, writing: Writing) -> None:
        shelf = self._under(shop, token)
        self.skipped = []
        refused: set[Fingerprint] = set()
        for finding in {each.fingerprint: each for each in writing.findings}.values():
            before = shelf.findings.get(finding.fingerprint)
            if (before.version if before else 0) != max(finding.version - 1, 0):
                refused.add(finding.fingerprint)
                self.skipped.append(rows.key("finding", *finding.fingerprint))
                continue
            evidence = plain(attribute(finding.evidence))
            shelf.findings[finding.fingerprint] = replace(
                finding, evidence=evidence, muted_until=None, mute_reason=None, accepted=None, settled_by=None
            )
        for event in writing.events:
            if (event.ref, event.check, event.line) not in refused:
                self._append(shelf, event)
        shelf.pending |= {each.ref: each for each in writing.pending}
        for ref in writing.pending_gone:
            shelf.pending.pop(ref, None)
        shelf.skus |= {sku: writing.products.get(sku) or shelf.skus.get(sku, "") for sku in writing.known_skus}
        shelf.mentions |= {each.shop_order_id: each for each in writing.mentions}

    def mark(self, shop: str, token: str, now: datetime, told: Sequence[Told], sent: Iterable[str]) -> None:
        shelf = self._under(shop, token)
        self.skipped = []
        at = str(iso(now))
        for each in told:
            place = (each.ref, each.check, each.line)
            found = shelf.findings.get(place)
            if found is None or found.version != each.version:
                self.skipped.append(rows.key("finding", *place))
                continue
            shelf.findings[place] = replace(
                found, told_at=at, told_status=each.status, told_severity=each.severity, reminders=each.reminders
            )
            self._append(shelf, Event(at, *place, each.kind, each.number, each.severity))
        shelf.sent.update(sent)

    def log_run(self, shop: str, token: str, now: datetime, kind: str, report: Mapping[str, Any]) -> None:
        self._under(shop, token).runs.append((str(iso(now)), kind, plain(attribute(report))))

    def _under(self, shop: str, token: str) -> Shelf:
        shelf = self.shelf(shop)
        if shelf.lease is None or shelf.lease[0] != token:
            raise LeaseHeld(f"{shop}: the lease went to another run; this one stops here")
        return shelf

    @staticmethod
    def _append(shelf: Shelf, event: Event) -> None:
        shelf.events.setdefault(rows.key("event", event.at, event.ref, event.check, event.line, event.kind), event)


class FakePublisher:
    """core.ports.Publisher that keeps what it is given; set `fails` to have it refuse."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.fails: Exception | None = None

    def publish(self, topic: str, message: Message) -> str:
        publish.check(message)
        if self.fails is not None:
            raise self.fails
        self.sent.append((topic, message))
        return f"fake-{len(self.sent)}"


@dataclass
class FakeShop:
    """core.ports.ShopSource over a list."""

    orders: list[ShopOrder] = field(default_factory=list)
    name: str = "woocommerce"
    page: int = 100
    complete: bool = True
    as_of: datetime | None = None
    """None: the end of the window."""
    shows: frozenset[str] = frozenset({"lines", "recipient", "created_at"})
    unreadable: tuple[Unreadable, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    fails: SourceError | None = None
    asked: list[str] = field(default_factory=list)
    """The orders that were asked for, one by one: ids, and numbers with a '#'."""

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        if self.fails is not None:
            raise self.fails
        found = [each for each in self.orders if window.holds(each.created_at)]
        for start in range(0, len(found), self.page):
            take(found[start : start + self.page])
        as_of = self.as_of or window.until
        coverage = Coverage(self.name, "shop", window, as_of, self.complete, len(found), self.shows)
        return ShopPull(coverage, self.unreadable, self.troubles)

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | None:
        return self._answer(order_id, "id", order_id)

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        return self._answer(f"#{number}", "number", number)

    def _answer(self, asked: str, name: str, key: str) -> ShopOrder | Unreadable | None:
        if self.fails is not None:
            raise self.fails
        self.asked.append(asked)
        return next((each for each in (*self.unreadable, *self.orders) if getattr(each, name) == key), None)


@dataclass
class FakeTpop:
    """core.ports.TpopChannel over a list."""

    orders: list[TpopOrder] = field(default_factory=list)
    name: str = "http"
    askable: bool = True
    complete: bool = True
    says_window: bool = True
    as_of: datetime | None = None
    shows: frozenset[str] = frozenset({"lines", "recipient", "created_at", "block_reason"})
    unreadable: tuple[Unreadable, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    fails: SourceError | None = None
    asked: list[str] = field(default_factory=list)

    def pull(self, window: Window) -> TpopPull:
        if self.fails is not None:
            raise self.fails
        found = tuple(each for each in self.orders if each.created_at is None or window.holds(each.created_at))
        covered = window if self.says_window else None
        as_of = self.as_of or window.until
        coverage = Coverage(self.name, "tpop", covered, as_of, self.complete, len(found), self.shows)
        return TpopPull(coverage, found, self.unreadable, self.troubles)

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:
        if not self.askable:
            return None
        if self.fails is not None:
            raise self.fails
        self.asked.append(reference)
        return tuple(each for each in self.orders if reference in (each.reference, each.shop_order_id))


@dataclass
class FakeMails:
    """core.ports.MailBox over what its mails say. It says nothing of an order that it is not asked about."""

    said: list[Mention] = field(default_factory=list)
    name: str = "tpop-mail"
    troubles: tuple[Trouble, ...] = ()
    fails: SourceError | None = None
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """The references it was asked about, call by call."""

    def mentions(
        self, references: Mapping[str, str], window: Window, theirs: Mapping[str, str] | None = None
    ) -> MailPull:
        self.asked.append(dict(references))
        if self.fails is not None:
            raise self.fails
        found = tuple(one for one in self.said if references.get(one.reference) == one.shop_order_id)
        newest = max((one.at for one in self.said), default=None)
        seen = len(self.said)
        return MailPull(
            tuple(sorted(found, key=lambda one: one.at)),
            seen=seen,
            trusted=seen,
            understood=len(found),
            nothing=seen - len(found),
            newest=newest,
            troubles=self.troubles,
        )
