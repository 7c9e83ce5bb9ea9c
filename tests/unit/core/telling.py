"""What one run tells against its history, in short: the words of the tests of core.diff."""

from __future__ import annotations

from dataclasses import replace

from core.diff import Diffed
from core.model import iso
from core.ports import Past, Remembered
from tests.builders import NOW, finding, past

MISSING = finding()
ORANGE = finding("missing-line", severity="act", line="A")


def told(result: Diffed) -> list[tuple[str, str]]:
    return [(one.item.check, one.status) for one in result.news if one.told]


def statuses(result: Diffed) -> list[str]:
    return [one.status for one in result.news]


def kinds(result: Diffed) -> list[tuple[str, str]]:
    return [(event.kind, event.note) for event in result.events]


def only(result: Diffed) -> Remembered:
    (item,) = result.items
    return item


def recorded(result: Diffed, mark: bool, now: str | None = None) -> Past:
    """The history after this run; `mark`: its message went out."""
    items = []
    for one in result.items:
        news = next((each for each in result.news if each.item == one and each.told), None)
        if mark and news is not None:
            one = replace(
                one,
                told_at=now or iso(NOW),
                told_status=one.status,
                told_severity=one.severity,
                reminders=one.reminders + (news.status == "reminded"),
            )
        items.append(one)
    return past(*items)
