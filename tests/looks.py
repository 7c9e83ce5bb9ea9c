"""Looks as one run leaves them, valid by default, in fixed words: the input of the digest's tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.look import Look, News, NewsStatus, OrderCounts, Text
from core.model import Coverage, Finding, Window, iso
from core.policy import Policy
from core.ports import Remembered
from core.say import Say
from tests.spoken import spoken

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday, 8 h in Paris
LIST = datetime(2026, 11, 23, 6, 55, tzinfo=UTC)
SINCE = datetime(2026, 10, 24, 7, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
FIELDS = frozenset({"lines", "recipient", "created_at", "block_reason"})


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def finding(check: str, number: str, severity: str = "urgent", **more: Any) -> Finding:
    return Finding(check=check, ref=more.pop("ref", f"555{number}"), number=number, severity=severity, **more)  # type: ignore[arg-type]


def remembered(one: Finding, text: Text, **more: Any) -> Remembered:
    stands = {
        "status": "open",
        "first_seen": iso(NOW),
        "last_seen": iso(NOW),
        "checked_at": iso(NOW),
        "version": 1,
        "deadline": iso(one.deadline),
        "title": text.title,
        "evidence": one.evidence,
        "cause": one.cause,
        "incident": one.incident,
    }
    return Remembered(
        shop="mugs-paris",
        ref=one.ref,
        check=one.check,
        line=one.line,
        number=one.number,
        severity=one.severity,
        **{**stands, **more},
    )


def news(
    one: Finding,
    status: NewsStatus = "new",
    *,
    language: str = "fr",
    now: datetime = NOW,
    text: Text | None = None,
    told: bool | None = None,
    looked: bool = True,
    **more: Any,
) -> News:
    """One piece of news; what is resolved or closed was not seen by this run, and has its recorded title only."""
    said = text or spoken(one, Say(language, ZoneInfo("Europe/Paris"), now))  # type: ignore[arg-type]
    if status in ("resolved", "closed"):
        more = {"status": status, **more}
        item = remembered(one, said, **more)
        return News(status, item, None, Text(said.title, said.title), told is not False, looked)
    item = remembered(one, said, **more)
    return News(status, item, one if looked else None, said, status != "open" if told is None else told, looked)


def coverage(**more: Any) -> tuple[Coverage, Coverage]:
    """The whole shop at 8 h, the whole of TPOP's list of 7 h 55."""
    shop = Coverage("woocommerce", "shop", Window(SINCE, NOW), NOW, True, more.pop("shop", 132), FIELDS)
    listed: Mapping[str, Any] = {"as_of": LIST, "complete": True, "orders": 131, "shows": FIELDS, **more}
    return shop, Coverage("http", "tpop", Window(SINCE, listed["as_of"] or NOW), **listed)


def look(*told: News, policy: Policy | None = None, language: str = "fr", **more: Any) -> Look:
    """A daily look of a shop that runs since long, at 8 h on a Monday; nothing to clear unless it says so."""
    values: dict[str, Any] = {
        "shop": "mugs-paris",
        "run": "daily",
        "now": NOW,
        "state": "complete",
        "coverage": coverage(),
        "orders": OrderCounts(shop=132, expected=132, tpop=131, found=132),
        "news": told,
        "counts": {"new": sum(one.told for one in told), "open": 0, "resolved": 0, "closed": 0},
        "first_run_at": LONG_AGO,
    }
    chosen = replace(policy or Policy(), language=language)  # type: ignore[arg-type]
    return Look(policy=chosen, **{**values, **more})


def sane(**more: Any) -> Look:
    """Nothing open, everything seen."""
    return look(**{"can_clear": True, **more})
