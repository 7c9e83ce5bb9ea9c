"""Today against the history: what is new, what is worse, what is over, what is due a reminder. Pure.

News is a status that differs from the one told, a severity above the one told, or a reminder that is due. What was
recorded and never told is news again at the next run: a crash repeats a message at worst, it never loses one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from core.look import News, NewsStatus, RunKind, Text
from core.merchant import closed_by, mute_end
from core.model import Finding, iso, rank
from core.policy import Policy
from core.ports import Event, Past, Remembered

_MERCHANTS = ("accepted", "settled")


@dataclass(frozen=True, slots=True)
class Diffed:
    """What to record, and what there is to tell."""

    items: tuple[Remembered, ...]
    events: tuple[Event, ...]
    news: tuple[News, ...]
    counts: Mapping[str, int]
    unreadable_mutes: tuple[str, ...]
    """Numbers of findings whose `muted_until` is not a date."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and how this run looks at the history."""

    shop: str
    run: RunKind
    now: datetime
    zone: tzinfo
    policy: Policy
    reminders: bool = True
    """A run over a chosen window sends none."""

    @property
    def text(self) -> str:
        return iso(self.now) or ""

    @property
    def expires_at(self) -> int:
        return int((self.now + timedelta(days=self.policy.history_days)).timestamp())


def diff(
    past: Past,
    findings: Mapping[tuple[str, str, str | None], Finding],
    looked: Callable[[Remembered], bool],
    gone: Callable[[Remembered], str],
    words: Callable[[Finding], Text],
    mended: Callable[[Remembered], str],
    moment: Moment,
) -> Diffed:
    """`looked`: was that finding's order read and its check heard? `gone`: why it ends unmended (gone, accepted), or ""."""
    steps = [_Step(past.findings.get(key), finding, moment) for key, finding in findings.items()]
    steps += [_Step(item, None, moment) for key, item in past.findings.items() if key not in findings]
    items: list[Remembered] = []
    events: list[Event] = []
    news: list[News] = []
    counts = dict.fromkeys(("new", "open", "resolved", "closed", "not_rechecked", "muted"), 0)
    mutes: list[str] = []
    for step in steps:
        text = words(step.finding) if step.finding is not None else None
        before = step.item
        if not step.advance(text, looked, gone):
            continue
        item = step.item
        assert item is not None
        if item != before:
            # One version a run, whatever happened to it: the recording stands on the version before.
            item = replace(item, version=(before.version if before else 0) + 1)
            step.item = item
            items.append(item)
        events += step.events
        if step.mute_unreadable:
            mutes.append(item.number)
        status, count = step.standing()
        if count:
            counts[count] += 1
        if status is not None:
            over = mended(item) if item.status == "resolved" else item.title
            shown = text or Text(short=over, title=over)
            news.append(News(status, item, step.finding, shown, _told(status, item, moment), step.looked))
    return Diffed(tuple(items), tuple(events), tuple(news), counts, tuple(mutes))


def _told(status: NewsStatus, item: Remembered, moment: Moment) -> bool:
    """Does this run tell it? `watch` tells 🔴 at once, and a source unreachable twice; the rest waits for the daily."""
    if status == "open":
        return False
    if moment.run == "daily":
        return True
    if status in ("resolved", "closed", "reminded"):
        return False
    return item.severity == "urgent" or (item.check == "source-unreachable" and item.times_seen >= 2)


def reminders_of(finding: Finding, policy: Policy) -> int:
    """How often it is reminded at most."""
    if finding.once:
        return 0
    return policy.reminders_max if finding.reminders is None else min(finding.reminders, policy.reminders_max)


class _Step:
    """One finding's step from the history to now."""

    def __init__(self, item: Remembered | None, finding: Finding | None, moment: Moment) -> None:
        self.item, self.finding, self.moment = item, finding, moment
        self.events: list[Event] = []
        self.looked = finding is not None
        self.muted = False
        self.mute_unreadable = False
        self.reopened = False

    def advance(
        self, text: Text | None, looked: Callable[[Remembered], bool], gone: Callable[[Remembered], str]
    ) -> bool:
        """Move the item on; False where there is nothing to say or write of it."""
        if self.finding is not None and text is not None:
            return self._seen(self.finding, text)
        item = self.item
        if item is None:
            return False
        if item.status == "open":
            if self._merchant_closes(item):
                return True
            self._mute(item)
            item = self.item or item
            if looked(item):
                self.looked = True
                self._end("resolved", None)
            elif because := gone(item):
                self._end("closed", because)
            elif self._out_of_reach(item):
                self._end("closed", "out_of_reach")
            return True
        return _untold(item)

    def _seen(self, finding: Finding, text: Text) -> bool:
        now, item = self.moment.text, self.item
        if item is None:
            if finding.known_only:
                return False
            self.item = self._fresh(finding, text)
            self._event("opened")
            if finding.final:
                self._event("closed", finding.final)
            return True
        if self._merchant_closes(item):
            return item.status == "open"
        if item.status == "closed" and finding.final:
            return _untold(item)
        if item.status != "open":
            if finding.known_only:
                return _untold(item)
            self.reopened = True
            self._event("reopened")
        elif rank(finding.severity) > rank(item.severity):
            self._event("worse")
        self.item = replace(
            item,
            status="open",
            closed_because=None,
            resolved_at=None,
            expires_at=None,
            number=finding.number,
            severity=finding.severity,
            deadline=iso(finding.deadline),
            title=text.title,
            advice=" ".join(f"{i}. {step}" for i, step in enumerate(text.steps, 1)),
            cause=finding.cause,
            incident=finding.incident,
            evidence=finding.evidence,
            last_seen=now,
            checked_at=now,
            times_seen=1 if self.reopened else item.times_seen + 1,
            # Ended and begun again without a word in between, it goes on being reminded where it was.
            reminders=0 if self.reopened and item.told_status != "open" else item.reminders,
        )
        self._mute(self.item)
        if finding.final:
            self._end("closed", finding.final)
        return True

    def _fresh(self, finding: Finding, text: Text) -> Remembered:
        now = self.moment.text
        return Remembered(
            shop=self.moment.shop,
            ref=finding.ref,
            check=finding.check,
            line=finding.line,
            number=finding.number,
            status="closed" if finding.final else "open",
            closed_because=finding.final or None,
            expires_at=self.moment.expires_at if finding.final else None,
            severity=finding.severity,
            first_seen=now,
            last_seen=now,
            checked_at=now,
            version=1,
            deadline=iso(finding.deadline),
            title=text.title,
            advice=" ".join(f"{i}. {step}" for i, step in enumerate(text.steps, 1)),
            cause=finding.cause,
            incident=finding.incident,
            evidence=finding.evidence,
        )

    def _merchant_closes(self, item: Remembered) -> bool:
        """`accepted` or `settled_by`, set in the console: the merchant's word ends it, and lasts while it stands."""
        because = closed_by(item)
        if because is None:
            return False
        if item.status == "open":
            self._end("closed", because)
        return True

    def _mute(self, item: Remembered) -> None:
        until = mute_end(item.muted_until, self.moment.zone)
        if until == "unreadable":
            self.mute_unreadable = True
            return
        self.muted = isinstance(until, datetime) and self.moment.now < until
        if self.muted and not item.was_muted:
            self.item = replace(item, was_muted=True)
            self._event("muted", item.mute_reason or "")
        elif not self.muted and item.was_muted:
            # Told anew, saying why it was there: until then it counts as never told.
            self.item = replace(item, was_muted=False, told_status=None)
            self._event("unmuted", item.mute_reason or "")

    def _out_of_reach(self, item: Remembered) -> bool:
        age = self.moment.now - datetime.fromisoformat(item.checked_at)
        return age > timedelta(days=self.moment.policy.window_days)

    def _end(self, status: str, because: str | None) -> None:
        item, now = self.item, self.moment.text
        assert item is not None
        self.item = replace(
            item,
            status=status,
            closed_because=because,
            checked_at=now if self.looked else item.checked_at,
            resolved_at=now,
            expires_at=self.moment.expires_at,
        )
        self._event("resolved" if status == "resolved" else "closed", because or "")

    def _event(self, kind: str, note: str = "") -> None:
        thing = self.finding or self.item
        assert thing is not None
        self.events.append(
            Event(self.moment.text, thing.ref, thing.check, thing.line, kind, thing.number, thing.severity, note)
        )

    def standing(self) -> tuple[NewsStatus | None, str]:
        """What this is to a reader, and which count it belongs to (each finding to one)."""
        item = self.item
        assert item is not None
        if item.status == "resolved":
            return ("resolved" if _untold(item) else None), "resolved"
        if item.status == "closed":
            if item.told_status is None and item.closed_because == "too_late":
                return "new", "new"  # seen for the first time when it was too late: said once
            return ("closed" if _untold(item) else None), "closed"
        if self.muted:
            return None, "muted"
        if item.told_status is None:
            muted_once = bool(item.muted_until) and item.times_seen > 1
            return ("unmuted" if muted_once else "new"), "new"
        if item.told_status != "open":
            return "reopened", "new"
        if rank(item.severity) > rank(item.told_severity or "clear"):
            return "worse", "open"
        if not self.looked:
            return "open", "not_rechecked"
        return ("reminded" if self._reminder_due(item) else "open"), "open"

    def _reminder_due(self, item: Remembered) -> bool:
        policy = self.moment.policy
        if not self.moment.reminders or self.moment.run != "daily" or item.told_at is None:
            return False
        most = policy.reminders_max if self.finding is None else reminders_of(self.finding, policy)
        if item.reminders >= most:
            return False
        # A daily run some minutes early still reminds on its day.
        due = datetime.fromisoformat(item.told_at) + timedelta(days=policy.remind_days) - timedelta(hours=1)
        return self.moment.now >= due


def _untold(item: Remembered) -> bool:
    """Ended, and the merchant was told that it began but not that it ended."""
    if item.status == "open" or item.closed_because in _MERCHANTS:
        return False
    if item.closed_because == "too_late":
        return item.told_status != "closed"
    return item.told_status == "open"
