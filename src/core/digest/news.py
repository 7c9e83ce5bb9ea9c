"""What the digest reads off one piece of news: its name, its deadline, its place in the order, whose family it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from core.look import News
from core.model import rank
from core.ports import Told

ENDED = frozenset({"resolved", "closed"})
FRESH = frozenset({"new", "worse", "reopened", "unmuted"})
"""What an SMS is for: never a reminder, never what is over."""

FAR = datetime.max.replace(tzinfo=UTC)
"""The deadline of what has none."""
_LOOKOUT = frozenset({"references-unreadable", "check-crashed"})


def severity(news: News) -> str:
    return news.item.severity


def is_red(news: News) -> bool:
    """🔴 and still going on."""
    return severity(news) == "urgent" and news.status not in ENDED and not is_blind(news)


def is_blind(news: News) -> bool:
    """About the lookout itself: it says what could not be looked at, not what is wrong with an order."""
    return news.item.check.startswith("source-") or news.item.check in _LOOKOUT


def label(news: News) -> str:
    """What people call the order; "" for news of a source, which has no number."""
    if news.item.ref.startswith("source:"):
        return ""
    return news.item.number or news.item.ref


def deadline(news: News) -> datetime | None:
    return news.finding.deadline if news.finding else moment(news.item.deadline)


def fault_since(news: News) -> datetime | None:
    """Since when the fault stands, as far as it is known: never the time Vigie first saw it."""
    return news.finding.since if news.finding else None


def first_seen(news: News) -> datetime | None:
    return moment(news.item.first_seen)


def short(news: News) -> str:
    return news.text.short.strip() or news.text.title.strip() or news.item.check


def base(news: News) -> str:
    """The short words without their countdown: "annulée, 3 h" -> "annulée"."""
    return short(news).split(",")[0].strip()


def in_order(news: Iterable[News]) -> list[News]:
    """Worst and soonest first; then what is fresh before what is a reminder; then by number."""
    return sorted(news, key=_place)


def told(news: News) -> Told:
    """What is marked once the message is out. The reminder is counted here: it counts when it was sent."""
    item, reminded = news.item, news.status == "reminded"
    return Told(
        ref=item.ref,
        check=item.check,
        line=item.line,
        version=item.version,
        status=item.status,
        severity=item.severity,
        reminders=item.reminders + reminded,
        kind="reminded" if reminded else "told",
        number=item.number,
    )


def moment(text: str | None) -> datetime | None:
    """A stored time; None where there is none or it cannot be read."""
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """999 before 1000, FR-9 before FR-10."""
    parts = re.split(r"(\d{1,18})", number)
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts if part)


def _place(news: News) -> tuple[object, ...]:
    return (
        -rank(severity(news)),
        deadline(news) or FAR,
        news.status == "reminded",
        news.item.check,
        natural(label(news)),
        news.item.line or "",
    )
