"""For any history and any run: what was recorded and told is no news, and what was recorded and not told still is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.diff import Diffed
from core.model import Finding, iso
from core.ports import Past, Remembered
from tests.builders import NOW, ago, diffed, finding, moment, past, remembered

FEW = settings(max_examples=200, deadline=None)

NAMES = [
    (ref, check, line) for ref in ("1", "2") for check, line in (("missing-at-tpop", None), ("missing-line", "A"))
]
SEVERITIES = st.sampled_from(("urgent", "act"))
ENDS = st.sampled_from(("", "", "", "too_late", "out_of_reach"))


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    found = []
    for ref, check, line in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        final = draw(ENDS)
        found.append(
            finding(
                check,
                ref,
                draw(SEVERITIES),
                line=line,
                final=final,
                known_only=bool(final) and draw(st.booleans()),
                once=draw(st.booleans()),
            )
        )
    return found


@st.composite
def items(draw: st.DrawFn, name: tuple[str, str, str | None]) -> Remembered:
    ref, check, line = name
    life = draw(st.sampled_from(("open", "open", "resolved", "closed")))
    told = draw(st.sampled_from((None, "open", life)))
    severity = draw(SEVERITIES)
    return remembered(
        finding(check, ref, severity, line=line),
        status=life,
        closed_because=draw(st.sampled_from(("too_late", "gone", "accepted"))) if life == "closed" else None,
        told_status=told,
        told_severity=draw(SEVERITIES) if told else None,
        told_at=iso(ago(draw(st.sampled_from((1, 80))))) if told else None,
        reminders=draw(st.integers(0, 3)),
        checked_at=iso(ago(draw(st.sampled_from((1, 24 * 40))))),
        muted_until=draw(st.sampled_from((None, None, None, "2026-12-31", "2026-11-01", "bientôt"))),
        was_muted=draw(st.booleans()),
        accepted=draw(st.sampled_from((None, None, None, True))),
        times_seen=draw(st.integers(1, 3)),
    )


@st.composite
def histories(draw: st.DrawFn) -> Past:
    return past(*(draw(items(name)) for name in draw(st.lists(st.sampled_from(NAMES), unique=True))))


def recorded(before: Past, result: Diffed, mark: bool) -> Past:
    """The history after that run, as the table would hold it; `mark`: what it told went out."""
    kept = dict(before.findings) | {item.fingerprint: item for item in result.items}
    for news in result.news:
        if news.told and mark:
            item = kept[news.item.fingerprint]
            kept[item.fingerprint] = replace(
                item,
                told_at=iso(NOW),
                told_status=item.status,
                told_severity=item.severity,
                reminders=item.reminders + (news.status == "reminded"),
            )
    return replace(before, findings=kept)


def told(result: Diffed) -> list[tuple[Any, str]]:
    return sorted((news.item.fingerprint, news.status) for news in result.news if news.told)


LOOKED = st.sampled_from((True, False))


@FEW
@given(histories(), findings(), LOOKED)
def test_what_was_told_is_no_news(before: Past, found: list[Finding], looked: bool) -> None:
    first = diffed(before, *found, looked=looked)
    again = diffed(recorded(before, first, mark=True), *found, looked=looked)
    assert told(again) == []
    assert [event.kind for event in again.events] == []


@FEW
@given(histories(), findings(), LOOKED)
def test_what_was_not_told_still_is(before: Past, found: list[Finding], looked: bool) -> None:
    """A crash between recording and telling repeats a message at worst; it never loses one."""
    first = diffed(before, *found, looked=looked)
    again = diffed(recorded(before, first, mark=False), *found, looked=looked)
    assert {name for name, _ in told(first)} <= {name for name, _ in told(again)}


@FEW
@given(histories(), findings(), LOOKED)
def test_what_the_watch_leaves_the_daily_tells(before: Past, found: list[Finding], looked: bool) -> None:
    by_watch = diffed(before, *found, looked=looked, when=moment("watch"))
    then = diffed(recorded(before, by_watch, mark=True), *found, looked=looked)
    alone = diffed(before, *found, looked=looked)
    assert {name for name, _ in told(by_watch)} | {name for name, _ in told(then)} == {
        name for name, _ in told(alone)
    }
    assert all(news.item.severity == "urgent" for news in by_watch.news if news.told)


@FEW
@given(histories(), findings(), LOOKED)
def test_each_finding_once_in_the_counts_and_one_version_on(before: Past, found: list[Finding], looked: bool) -> None:
    result = diffed(before, *found, looked=looked)
    assert len({news.item.fingerprint for news in result.news}) == len(result.news)
    assert len({item.fingerprint for item in result.items}) == len(result.items)
    for item in result.items:
        known = before.findings.get(item.fingerprint)
        assert item.version == (known.version if known else 0) + 1
        assert (item.expires_at is None) is (item.status == "open")
        assert (item.closed_because is None) is (item.status != "closed")
    assert sum(result.counts.values()) <= len(set(before.findings) | {one.fingerprint for one in found})
    assert all(not news.told for news in result.news if news.status == "open")


@FEW
@given(histories(), findings())
def test_nothing_ends_that_was_not_looked_at_but_by_a_word_of_why(before: Past, found: list[Finding]) -> None:
    result = diffed(before, *found, looked=False)
    seen = {one.fingerprint for one in found}
    for item in result.items:
        known = before.findings.get(item.fingerprint)
        if known is not None and known.status == "open" and item.status != "open" and item.fingerprint not in seen:
            assert item.status == "closed"
            assert item.closed_because in ("accepted", "settled", "gone", "out_of_reach")
