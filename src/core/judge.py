"""Every check on every case: what is wrong, and what was really looked at. One check's crash never hides the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from core.articles import Articles, same_article
from core.checks import (
    BY_ID,
    CHECKS,
    check_crashed,
    references_unreadable,
    source_partial,
    source_stale,
    unreadable_order,
)
from core.checks.contract import Check, Situation, SourceSight
from core.model import Case, Finding, Grade, Unreadable
from core.ports import Remembered
from core.unmended import chosen_since, overtaken, stood_at_tpop, unwanted

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
        by_tpop={order.id: case for case in cases for order in case.tpop if order.id},
        sights={sight.name: sight for sight in sights},
    )
    on = [check for check in checks if check.id not in situation.policy.off]
    ignore = situation.policy.ignore
    of_cases = [
        (check.id, check.judge, check.grades)
        for check in on
        if check.judge is not None and (situation.lists or "tpop" not in check.needs)
    ]
    for case in cases:
        standing = situation.standings.get(case.ref)
        if standing is not None and standing.reason in ("ignored", "before start"):
            continue
        for check_id, judge_one, grades in of_cases:
            _run(judged, check_id, case.ref, case.number, judge_one, case, situation, grades)
    for sight in sights:
        for check in on:
            if check.judge_source is not None:
                _run(judged, check.id, f"source:{sight.name}", sight.name, check.judge_source, sight, situation)
    if any(check.id == unreadable_order.ID for check in on):
        judged.add((unreadable_order.finding_of(o, s.name, s.side) for s, o in unreadable), ignore)
    return judged


def _run(
    judged: Judged,
    check_id: str,
    ref: str,
    number: str,
    look: Callable[[Subject, Situation], Iterable[Finding]],
    subject: Subject,
    situation: Situation,
    grades: tuple[Grade, ...] = (),
) -> None:
    try:
        found = [_graded(one, grades) for one in look(subject, situation)]
    except Exception as error:  # one check's fault must not cost the others
        judged.crashed.add((ref, check_id))
        found = [check_crashed.finding_of(ref, number, check_id, error)]
    if found:
        judged.add(found, situation.policy.ignore)


def _graded(found: Finding, grades: tuple[Grade, ...]) -> Finding:
    """Every finding says on which evidence it stands. One that claims more than its check may is no finding."""
    if not grades:
        return found
    grade = found.grade or grades[0]
    if grade not in grades:
        raise ValueError(f"{found.check} may not speak on evidence that is {grade}")
    return replace(found, grade=grade, evidence={"grade": grade, **found.evidence})


def keep_names(judged: Judged, known: Mapping[Fingerprint, Remembered]) -> None:
    """What was told under `tpop:<id>`, while the shop could not be read, keeps that name: it is one and the same fault."""
    for name, item in known.items():
        case = judged.by_tpop.get(item.ref.removeprefix("tpop:")) if item.ref.startswith("tpop:") else None
        if case is None or item.status != "open" or name in judged.findings:
            continue
        twin = (case.ref, item.check, item.line)
        if twin in judged.findings and not (twin in known and known[twin].status == "open"):
            judged.findings[name] = replace(judged.findings.pop(twin), ref=item.ref)


def keep_lines(judged: Judged, known: Mapping[Fingerprint, Remembered], articles: Articles) -> None:
    """What was told of a line, whose article the shop has renamed since, keeps that name: it is one and the same fault."""
    for name, item in known.items():
        case = judged.cases.get(item.ref)
        if item.status != "open" or not item.line or name in judged.findings or case is None or len(case.shop) != 1:
            continue
        lines = case.shop[0].lines or ()
        line = None if any(one.sku == item.line for one in lines) else same_article(item.line, lines, articles)
        twin = (item.ref, item.check, (line.sku or f"id:{line.id}") if line else None)
        if line and twin in judged.findings and not (twin in known and known[twin].status == "open"):
            judged.findings[name] = replace(judged.findings.pop(twin), line=item.line)


def looked(item: Remembered, judged: Judged, situation: Situation) -> bool:
    """Was this finding's order read in this run, and did its check speak? Resolved means looked again."""
    check = BY_ID.get(item.check)
    if check is None or unwanted(item, situation):
        return False
    if item.ref.startswith("source:"):
        return (item.ref, item.check) not in judged.crashed and _source_looked(item, judged, situation)
    case = judged.cases.get(item.ref)
    if case is None and item.ref.startswith("tpop:"):
        case = judged.by_tpop.get(item.ref.removeprefix("tpop:"))
    if case is None or (case.ref, item.check) in judged.crashed:
        return False
    if overtaken(item, case):
        return False
    if item.check.startswith("blocked-") and _let_go(case):
        return True
    if item.evidence.get("by_hand") and not any(order.tracked for order in case.shop) and not case.tpop:
        return False  # told because a hand closed it: how others are closed today takes nothing back of that
    if item.check == unreadable_order.ID:
        return bool(case.shop) or item.ref.startswith("tpop:")
    if item.check == check_crashed.ID:
        return _stands_again(item, case, judged, situation)
    return _same_ground(item, case, situation) and _speaks(check, case, situation)


def _let_go(case: Case) -> bool:
    """No list shows the block any more, and there is a parcel."""
    return any(order.tracked for order in case.shop) and all(
        order.status_grade == "written back" for order in case.tpop
    )


def _stands_again(item: Remembered, case: Case, judged: Judged, situation: Situation) -> bool:
    """A check that fell over looked this time. One that was not asked has not."""
    check = BY_ID.get(item.line or "")
    if check is None:
        return True  # there is no such check any more
    asked = check.id not in situation.policy.off and ("tpop" not in check.needs or bool(situation.lists))
    return asked and (case.ref, check.id) not in judged.crashed and _speaks(check, case, situation)


def _speaks(check: Check, case: Case, situation: Situation) -> bool:
    try:
        return check.looked(case, situation)
    except Exception:  # as in `_run`: what falls over has not looked
        return False


def _same_ground(item: Remembered, case: Case, situation: Situation) -> bool:
    """The very orders that the finding speaks of were read, and not on an older list than then."""
    told = item.evidence
    theirs = told.get("tpop_orders") or ()
    if not {order.id for order in case.tpop}.issuperset(theirs) and not situation.whole(case):
        return False
    if stood_at_tpop(item) and not case.tpop:
        return False  # TPOP no longer has them: there was nothing to compare (see core.unmended)
    if not situation.standings.keys() >= set(told.get("shop_orders") or ()):
        return False
    seen = told.get("seen_at") or told.get("list_as_of")
    newest = max((order.as_of for order in case.tpop), default=None)
    return newest is None or not isinstance(seen, str) or newest >= datetime.fromisoformat(seen)


def _source_looked(item: Remembered, judged: Judged, situation: Situation) -> bool:
    sight = judged.sights.get(item.ref.removeprefix("source:"))
    if sight is None:
        return False
    if item.check == "source-unreachable":
        return True
    if chosen_since(item, sight):
        return False
    if sight.coverage is None:
        return False
    if item.check == references_unreadable.ID:
        return situation.shop_whole and sight.pairing is not None
    if item.check in (source_partial.ID, unreadable_order.ID) and not situation.daily:
        return False  # it may stand outside the few days that a watch reads
    if item.check == unreadable_order.ID:
        return sight.coverage.complete
    if item.check == source_stale.ID and not situation.daily and sight.coverage.as_of is not None:
        # Between two daily runs only a fresh list ends it: the watch does not ask for orders due meanwhile.
        return situation.now - sight.coverage.as_of <= timedelta(hours=situation.policy.blind_hours)
    return True
