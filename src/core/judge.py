"""Every check on every case: what is wrong, and what was really looked at. One check's crash never hides the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from core.checks import BY_ID, CHECKS, check_crashed, references_unreadable, source_stale, unreadable_order
from core.checks.contract import Check, Situation, SourceSight
from core.model import Case, Finding, Unreadable
from core.ports import Remembered

Subject = TypeVar("Subject")
Fingerprint = tuple[str, str, str | None]


@dataclass(slots=True)
class Judged:
    """What was found, and on which cases each check could speak."""

    findings: dict[Fingerprint, Finding] = field(default_factory=dict)
    crashed: set[tuple[str, str]] = field(default_factory=set)
    """(ref, check) where a check fell over: it has not looked there."""
    cases: dict[str, Case] = field(default_factory=dict)
    by_tpop: dict[str, Case] = field(default_factory=dict)
    sights: dict[str, SourceSight] = field(default_factory=dict)

    def add(self, found: Iterable[Finding], ignore: frozenset[str]) -> None:
        for one in found:
            if not ({one.number, one.ref, one.line} & ignore):
                self.findings.setdefault(one.fingerprint, one)


def judge(
    cases: Sequence[Case],
    sights: Sequence[SourceSight],
    unreadable: Sequence[tuple[SourceSight, Unreadable]],
    situation: Situation,
    checks: Sequence[Check] = CHECKS,
) -> Judged:
    """Findings of one run. `unreadable` pairs each unreadable order with its source."""
    judged = Judged(
        cases={case.ref: case for case in cases},
        by_tpop={order.id: case for case in cases for order in case.tpop},
        sights={sight.name: sight for sight in sights},
    )
    on = [check for check in checks if check.id not in situation.policy.off]
    ignore = situation.policy.ignore
    for case in cases:
        standing = situation.standings.get(case.ref)
        if standing is not None and standing.reason in ("ignored", "before start"):
            continue
        for check in on:
            if check.judge is None or ("tpop" in check.needs and not situation.lists):
                continue
            _run(judged, check, case.ref, case.number, _bound(check.judge, case, situation), ignore)
    for sight in sights:
        for check in on:
            if check.judge_source is not None:
                ref = f"source:{sight.name}"
                _run(judged, check, ref, sight.name, _bound(check.judge_source, sight, situation), ignore)
    if unreadable_order.ID not in situation.policy.off:
        judged.add((unreadable_order.finding_of(o, s.name, s.side) for s, o in unreadable), ignore)
    return judged


def _bound(
    judge_one: Callable[[Subject, Situation], Iterable[Finding]], subject: Subject, situation: Situation
) -> Callable[[], list[Finding]]:
    return lambda: list(judge_one(subject, situation))


def _run(
    judged: Judged, check: Check, ref: str, number: str, look: Callable[[], list[Finding]], ignore: frozenset[str]
) -> None:
    try:
        found = look()
    except Exception as error:  # one check's fault must not cost the others
        judged.crashed.add((ref, check.id))
        judged.add([check_crashed.finding_of(ref, number, check.id, error)], ignore)
    else:
        judged.add(found, ignore)


def looked(item: Remembered, judged: Judged, situation: Situation) -> bool:
    """Was this finding's order read in this run, and did its check speak? Resolved means looked again."""
    check = BY_ID.get(item.check)
    if check is None or item.check in situation.policy.off or (item.ref, item.check) in judged.crashed:
        return False
    if item.ref.startswith("source:"):
        return _source_looked(item, judged, situation)
    case = judged.cases.get(item.ref)
    if case is None and item.ref.startswith("tpop:"):
        case = judged.by_tpop.get(item.ref.removeprefix("tpop:"))
    if case is None:
        return False
    if item.check == check_crashed.ID:
        return (item.ref, item.line or "") not in judged.crashed
    return check.looked(case, situation)


def _source_looked(item: Remembered, judged: Judged, situation: Situation) -> bool:
    sight = judged.sights.get(item.ref.removeprefix("source:"))
    if sight is None:
        return False
    if item.check == "source-unreachable":
        return True
    if sight.coverage is None or (item.check == references_unreadable.ID and not situation.shop_whole):
        return False
    if item.check == source_stale.ID and not situation.daily and sight.coverage.as_of is not None:
        # Between two daily runs only a fresh list ends it: the watch does not ask for orders due meanwhile.
        return situation.now - sight.coverage.as_of <= timedelta(hours=situation.policy.blind_hours)
    return True
