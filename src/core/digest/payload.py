"""The JSON for machines: every finding that is told, one by one (CONTRACTS.md, section 5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.digest import news as of
from core.digest.choose import Choice, Kind
from core.look import News
from core.model import Coverage, iso

VERSION = 1
_COUNTS = ("new", "open", "resolved", "closed", "not_rechecked", "muted")


def payload(choices: Sequence[Choice], kind: Kind, stage: str, most: int) -> dict[str, Any]:
    """The `most` worst findings over all shops; `truncated` counts the others."""
    told = [(choice.look.shop, news) for choice in choices for news in _listed(choice)]
    kept = set(map(id, of.in_order(news for _, news in told)[:most]))
    return {
        "version": VERSION,
        "kind": kind,
        "run": iso(choices[0].look.now),
        "stage": stage,
        "truncated": len(told) - len(kept),
        "shops": [_shop(choice, [news for news in _listed(choice) if id(news) in kept]) for choice in choices],
    }


def _listed(choice: Choice) -> tuple[News, ...]:
    """What is told; where nothing is (a Monday), what is still open, as context."""
    return choice.told or choice.waiting + choice.blind


def _shop(choice: Choice, news: Sequence[News]) -> dict[str, Any]:
    look = choice.look
    return {
        "shop": look.shop,
        "state": look.state,
        "coverage": [_coverage(one) for one in look.coverage],
        "findings": [_finding(one) for one in news],
        "counts": {name: look.counts.get(name, 0) for name in _COUNTS},
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    window = coverage.window
    return {
        "source": coverage.source,
        "side": coverage.side,
        "since": iso(window.since) if window else None,
        "until": iso(window.until) if window else None,
        "as_of": iso(coverage.as_of),
        "complete": coverage.complete,
        "orders": coverage.orders,
        "grade": coverage.grade,
    }


def _finding(news: News) -> dict[str, Any]:
    item, finding = news.item, news.finding
    return {
        "check": item.check,
        "reference": item.number,
        "id": item.ref,
        "line": item.line,
        "severity": item.severity,
        "status": news.status,
        "first_seen": item.first_seen,
        "deadline": iso(of.deadline(news)),
        "cause": finding.cause if finding else item.cause,
        "incident": finding.incident if finding else item.incident,
        "title": news.text.title,
        "evidence": _plain(finding.evidence if finding else item.evidence),
    }


def _plain(value: object) -> Any:
    """Only what JSON knows."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in (value if isinstance(value, list | tuple) else sorted(value, key=str))]
    return str(value)
