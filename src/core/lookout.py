"""One shop's judgement, from what was read to what is wrong: whose silence counts, then every check on every case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from core.checks import CHECKS
from core.checks.contract import Check, Situation, SourceSight
from core.checks.references_unreadable import brakes
from core.expect import EXPECTED, LineRule
from core.judge import Judged, judge
from core.match import Matched, Paired
from core.model import Case, Coverage, Unreadable
from core.policy import Policy


def silences(
    coverages: Sequence[Coverage], pairing: dict[str, Paired], policy: Policy, now: datetime
) -> tuple[Coverage, ...]:
    """The TPOP lists whose silence means something: complete, with a window, not stale, and paired well enough."""
    oldest = now - timedelta(hours=policy.stale_hours)
    return tuple(
        one
        for one in coverages
        if one.side == "tpop"
        and one.complete
        and one.window is not None
        and one.as_of is not None
        and one.as_of >= oldest
        and not brakes(pairing.get(one.source), policy)
    )


def unlooked(matched: Matched, situation: Situation) -> list[Case]:
    """Expected orders that TPOP's lists neither show nor can vouch for: of unknown fate. Oldest first."""
    cases = [
        case
        for case in matched.cases
        if case.due_at is not None and not any(order.tracked for order in case.shop) and _is_unknown(case, situation)
    ]
    return sorted(cases, key=lambda case: (case.due_at, case.number))


def _is_unknown(case: Case, situation: Situation) -> bool:
    """Not shown, and no list vouches for that; or shown as cancelled where another order may stand unseen."""
    if case.tpop:
        return not case.alive and not situation.whole(case)
    return situation.silent_list(case) is None


def assess(
    matched: Matched,
    sights: Sequence[SourceSight],
    unreadable: Sequence[tuple[SourceSight, Unreadable]],
    *,
    policy: Policy,
    now: datetime,
    zone: tzinfo,
    holidays: Collection[date] = frozenset(),
    situation: Situation | None = None,
    daily: bool = True,
    checks: Sequence[Check] = CHECKS,
) -> tuple[Situation, Judged]:
    """Judge all cases and all sources of one run."""
    if situation is None:
        situation = situate(matched, sights, policy=policy, now=now, zone=zone, holidays=holidays, daily=daily)
    behind = tuple(case.number for case in unlooked(matched, situation))
    seen = [
        replace(sight, pairing=matched.pairing.get(sight.name), unlooked=behind) if sight.side == "tpop" else sight
        for sight in sights
    ]
    return situation, judge(matched.cases, seen, unreadable, situation, checks)


def situate(
    matched: Matched,
    sights: Sequence[SourceSight],
    *,
    policy: Policy,
    now: datetime,
    zone: tzinfo,
    holidays: Collection[date] = frozenset(),
    daily: bool = True,
    is_ours: LineRule | None = None,
    told_missing: frozenset[str] = frozenset(),
) -> Situation:
    """What every check of this run may know."""
    channels = [sight for sight in sights if sight.side == "tpop" and sight.grade == "listed"]
    read = [sight.coverage for sight in channels if sight.coverage is not None]
    lists = silences(read, matched.pairing, policy, now)
    rhythms = {sight.name: sight.rhythm for sight in channels}
    return Situation(
        now=now,
        policy=policy,
        zone=zone,
        holidays=frozenset(holidays),
        lists=lists,
        has_list=bool(channels),
        has_mails=any(sight.grade == "mentioned" for sight in sights),
        list_out=any(sight.coverage is None for sight in sights if sight.grade == "mentioned")
        or any(sight.coverage is None or brakes(matched.pairing.get(sight.name), policy) for sight in channels),
        closings=matched.closings,
        told_missing=told_missing,
        list_fresh=any(rhythms.get(one.source, "daily") == "daily" for one in lists),
        is_ours=is_ours,
        standings=matched.standings,
        daily=daily,
        shop_whole=any(sight.side == "shop" and sight.coverage and sight.coverage.complete for sight in sights),
    )


def expected_count(matched: Matched) -> int:
    return sum(1 for standing in matched.standings.values() if standing.reason == EXPECTED)
