"""What a run remembers, as groups of writes whose rows read well in the console. Pure: no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.model import NEVER, iso
from core.ports import Event, Pending, Remembered, Told
from sinks import rows
from sinks.attributes import kept
from sinks.writes import Group, Write, delete, put, update

PENDING_DAYS = 60
SENT_DAYS = 40
TEXT_CHARACTERS = 4_000
MAP_BYTES = 300_000
"""DynamoDB's item ends at 400 KB: room is left for the other attributes and the merchant's own."""
RUN_OWN = frozenset({"shop", "item", "status", "due", "kind", "at", "expires_at"})
"""Names that a report must not take: the keys, the index's, and the run's own."""


def finding_values(finding: Remembered) -> dict[str, Any]:
    """Vigie's own attributes of a finding, as plain values; None: absent. The merchant's are not among them."""
    return {
        "check": finding.check,
        "reference": finding.number or None,
        "number": finding.number or None,
        "ref": rows.whole(finding.ref),
        "line": finding.line,
        "incident": finding.incident,
        "severity": finding.severity,
        "status": finding.status,
        "closed_because": finding.closed_because,
        "title": finding.title[:TEXT_CHARACTERS] or None,
        "advice": finding.advice[:TEXT_CHARACTERS] or None,
        "cause": finding.cause,
        "evidence": kept(finding.evidence, MAP_BYTES) or None,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "checked_at": finding.checked_at,
        "due": finding.deadline or NEVER,
        "deadline": finding.deadline,
        "told_at": finding.told_at,
        "told_status": finding.told_status,
        "told_severity": finding.told_severity,
        "times_seen": finding.times_seen,
        "reminders": finding.reminders,
        "version": finding.version,
        "resolved_at": finding.resolved_at,
        "expires_at": finding.expires_at,
        "was_muted": finding.was_muted or None,
    }


def event_values(event: Event, days: float) -> dict[str, Any]:
    """An event's attributes. Neither `status` nor `due`: those would put it into the index of what is open."""
    return {
        "at": event.at,
        "kind": event.kind,
        "reference": event.number or None,
        "check": event.check,
        "line": event.line,
        "severity": event.severity or None,
        "note": event.note[:TEXT_CHARACTERS] or None,
        "expires_at": rows.expiry(event.at, days),
    }


@dataclass(frozen=True, slots=True)
class Entries:
    """Writes for one shop's part of one table; events and runs are kept for `days`."""

    table: str
    shop: str
    days: float

    def finding(self, finding: Remembered, damaged: bool) -> Write:
        """On condition of the version before; a row that could not be read is written afresh."""
        item = rows.key("finding", finding.ref, finding.check, finding.line)
        when, given = "#version = :previous", {"previous": finding.version - 1}
        if damaged:
            when, given = "", {}
        elif finding.version <= 1:
            when, given = "attribute_not_exists(#item)", {}
        return Write(item, update(self.table, self.shop, item, finding_values(finding), when, given))

    def event(self, event: Event) -> Write:
        """Append-only; met a second time (a retried run) the first one stays, and nothing else is lost by it."""
        item = rows.key("event", event.at, event.ref, event.check, event.line, event.kind)
        values = event_values(event, self.days)
        return Write(item, put(self.table, self.shop, item, values, "attribute_not_exists(#item)"), alone=True)

    def findings(
        self, findings: Iterable[Remembered], events: Iterable[Event], damaged: frozenset[str]
    ) -> list[Group]:
        """Each finding with its own events, so that neither is written without the other; then the other events."""
        lines: dict[tuple[str, str, str | None], list[Write]] = {}
        for event in events:
            lines.setdefault((event.ref, event.check, event.line), []).append(self.event(event))
        groups: list[Group] = []
        for finding in {each.fingerprint: each for each in findings}.values():
            item = rows.key("finding", finding.ref, finding.check, finding.line)
            groups.append((self.finding(finding, item in damaged), *lines.pop(finding.fingerprint, ())))
        return groups + [(each,) for alone in lines.values() for each in alone]

    def waiting(self, pending: Iterable[Pending], gone: Iterable[str], known: Mapping[str, Pending]) -> list[Group]:
        """Orders not yet due: the news among them, and those that are no longer so."""
        groups: list[Group] = []
        for each in pending:
            if known.get(each.ref) != each:
                item = rows.key("pending", each.ref)
                values = {
                    "ref": rows.whole(each.ref),
                    "first_seen": each.first_seen,
                    "eligible_since": each.eligible_since,
                    "expires_at": rows.expiry(each.first_seen, PENDING_DAYS),
                }
                groups.append((Write(item, put(self.table, self.shop, item, values)),))
        for ref in gone:
            item = rows.key("pending", ref)
            groups.append((Write(item, delete(self.table, self.shop, item)),))
        return groups

    def skus(
        self, skus: Iterable[str], products: Mapping[str, str], known: Mapping[str, rows.Accepted], now: datetime
    ) -> list[Group]:
        """Skus that TPOP accepted: the first time, and the last, renewed once a day and not at every run; the product."""
        at = iso(now) or ""
        groups: list[Group] = []
        for sku in skus:
            before, product = known.get(sku), products.get(sku, "")
            if before is None or before.last[:10] != at[:10] or product not in ("", before.product):
                item = rows.key("sku", sku)
                values = {"sku": sku, "last_accepted": at} | ({} if before else {"first_accepted": at})
                values |= {"product": product} if product else {}
                groups.append((Write(item, update(self.table, self.shop, item, values)),))
        return groups

    def told(self, told: Sequence[Told], now: datetime) -> list[Group]:
        """What was published, on the version that was published and no other; a row that has gone stays gone."""
        at = iso(now) or ""
        groups: list[Group] = []
        for each in told:
            item = rows.key("finding", each.ref, each.check, each.line)
            values = {
                "told_at": at,
                "told_status": each.status,
                "told_severity": each.severity,
                "reminders": each.reminders,
            }
            given = {"version": each.version}
            change = update(self.table, self.shop, item, values, "#version = :version", given)
            line = Event(at, each.ref, each.check, each.line, each.kind, each.number, each.severity)
            groups.append((Write(item, change), self.event(line)))
        return groups

    def sent(self, sent: Iterable[str], now: datetime) -> list[Group]:
        """Counts `<kind>#<local date>` keys."""
        groups: list[Group] = []
        for name, times in Counter(sent).items():
            kind, _, day = name.rpartition("#")
            item = rows.key("sent", kind, day)
            values = {"kind": kind, "date": day, "expires_at": rows.expiry(now, SENT_DAYS)}
            groups.append((Write(item, update(self.table, self.shop, item, values, add={"n": times})),))
        return groups

    def run(self, now: datetime, kind: str, report: Mapping[str, Any]) -> list[Group]:
        """The run's report, each of its parts a column of the console."""
        item = rows.key("run", iso(now), kind)
        said = {f"report_{name}" if name in RUN_OWN else name: value for name, value in report.items()}
        own = {"at": iso(now), "kind": kind, "expires_at": rows.expiry(now, self.days)}
        return [(Write(item, put(self.table, self.shop, item, kept(said, MAP_BYTES) | own)),)]
