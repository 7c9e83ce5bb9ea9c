"""From what was read to what there is to record and to tell: judge, hold against the history, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from core.checks import BY_ID
from core.checks.contract import Situation, SourceSight
from core.checks.missing_at_tpop import is_missing
from core.diff import Diffed, Moment, diff
from core.drill import Drilled
from core.expect import TOO_RECENT, UNPAID
from core.judge import judge, keep_names, looked
from core.look import Look, OrderCounts, ShopRunState, Text
from core.lookout import expected_count, unlooked
from core.match import Matched
from core.model import Case, Coverage, Finding, iso
from core.ports import Pending, Remembered, Writing
from core.say import Say
from core.unmended import ends_unmended
from handlers.notes import foreign_at_tpop, knows_no_sku, notes_for
from handlers.reading import Reading, Seen, situation_of


def conclude(reading: Reading, matched: Matched, drilled: Drilled) -> Seen:
    """Judge, hold against the history, count."""
    shop, past, policy, now = reading.shop, reading.past, reading.shop.policy, reading.now
    situation = situation_of(reading, matched)
    behind, waiting = _unlooked(reading, matched, situation)
    sights = [_with_lists(sight, matched, behind) for sight in reading.sights]
    judged = judge(matched.cases, sights, reading.unreadable, situation)
    keep_names(judged, past.findings)
    say = Say(policy.language, shop.zone, now)
    moment = Moment(shop.id, reading.run, now, shop.zone, policy, reminders=not reading.asked.chosen_window)

    def gone(item: Remembered) -> str:
        if (reading.wired and _source_gone(item.ref, sights)) or item.ref in reading.gone:
            return "gone"
        return ends_unmended(item, judged.cases, situation)

    diffed = diff(
        past,
        judged.findings,
        lambda item: looked(item, judged, situation),
        gone,
        _words(say),
        lambda item: BY_ID[item.check].mended[say.language] if item.check in BY_ID else item.title,
        moment,
    )
    counts = _counts(reading, matched, situation, behind, waiting)
    state = _state(sights, situation, matched)
    standing = diffed.counts["new"] + diffed.counts["open"] + diffed.counts["not_rechecked"]
    recent = [case.number for case in waiting]
    recent += [matched.numbers.get(ref, ref) for ref, one in matched.standings.items() if one.reason == TOO_RECENT]
    return Seen(
        Look(
            shop=shop.id,
            run=reading.run,
            now=now,
            policy=policy,
            state=state,
            coverage=_coverage(sights),
            troubles=tuple((sight.name, trouble) for sight in sights for trouble in sight.troubles),
            orders=counts,
            news=diffed.news,
            counts=diffed.counts,
            # A first run that saw nothing is no baseline: it is told as trouble, once, and the welcome is still to come.
            first_run=past.first_run_at is None and state != "failed",
            list_channel=situation.has_list,
            unlooked=tuple(case.number for case in behind[:30]),
            too_recent=tuple(recent[:10]),
            confirmed=sum(1 for case in matched.cases if case.asked and is_missing(case, situation)),
            drill_passed=drilled.passed,
            sent=past.sent,
            first_run_at=datetime.fromisoformat(past.first_run_at) if past.first_run_at else None,
            can_clear=state == "complete"
            and standing == 0
            and not counts.unknown_fate
            and not knows_no_sku(reading)
            and not foreign_at_tpop(reading, matched)
            and not reading.damaged
            and drilled.passed,
            needs_words=notes_for(reading, diffed, foreign_at_tpop(reading, matched)),
        ),
        _writing(reading, matched, diffed, behind),
    )


def _source_gone(ref: str, sights: Sequence[SourceSight]) -> bool:
    return ref.startswith("source:") and ref.removeprefix("source:") not in {sight.name for sight in sights}


def _with_lists(sight: SourceSight, matched: Matched, behind: Sequence[Case]) -> SourceSight:
    if sight.side == "shop":
        return sight
    numbers = tuple(case.number for case in behind)
    return SourceSight(
        sight.name, sight.side, sight.coverage, sight.troubles, matched.pairing.get(sight.name), numbers
    )


def _unlooked(reading: Reading, matched: Matched, situation: Situation) -> tuple[list[Case], list[Case]]:
    """Due orders that no list vouches for; and those among them that a fresh list is simply a little older than."""
    fresh = max((one.as_of for one in situation.lists if one.as_of), default=None)
    blind = timedelta(hours=reading.shop.policy.blind_hours)
    grace = timedelta(hours=reading.shop.policy.grace_hours)
    behind: list[Case] = []
    waiting: list[Case] = []
    for case in unlooked(matched, situation):
        little = (
            fresh is not None
            and not case.tpop
            and case.due_at is not None
            and reading.now - fresh <= blind
            and case.due_at + grace > fresh
        )
        (waiting if little else behind).append(case)
    return behind, waiting


def _counts(
    reading: Reading, matched: Matched, situation: Situation, behind: Sequence[Case], waiting: Sequence[Case]
) -> OrderCounts:
    """expected + excluded + unreadable = shop; expected = found + missing + of unknown fate."""
    excluded: dict[str, int] = {}
    for standing in matched.standings.values():
        if standing.reason:
            excluded[standing.reason] = excluded.get(standing.reason, 0) + 1
    if waiting:
        excluded[TOO_RECENT] = excluded.get(TOO_RECENT, 0) + len(waiting)
    unreadable = len({one.id or object() for sight, one in reading.unreadable if sight.side == "shop"})
    expected = expected_count(matched) - len(waiting)
    # Shown as cancelled on a list that may lack the order that took its place: nobody knows.
    found = matched.found - sum(1 for case in behind if case.tpop)
    missing = sum(1 for case in matched.cases if is_missing(case, situation))
    return OrderCounts(
        shop=len(matched.standings) + unreadable,
        expected=expected,
        excluded=excluded,
        tpop=reading.tpop_orders,
        unreadable=unreadable,
        found=found,
        unknown_fate=expected - found - missing,
        not_compared=matched.uncompared,
    )


def _state(sights: Sequence[SourceSight], situation: Situation, matched: Matched) -> ShopRunState:
    if not any(sight.coverage for sight in sights):
        return "failed"
    whole_shop = any(s.side == "shop" and s.coverage and s.coverage.complete for s in sights)
    untroubled = not any(sight.troubles for sight in sights)
    untroubled &= not any(order.status == "unknown" for case in matched.cases for order in case.tpop)
    return "complete" if whole_shop and untroubled and situation.lists else "partial"


def _coverage(sights: Sequence[SourceSight]) -> tuple[Coverage, ...]:
    """What each side vouches for; where no list is configured, the shop's own write-back is the only evidence."""
    seen = [sight.coverage or Coverage(sight.name, sight.side, None, None, complete=False) for sight in sights]
    if not any(sight.side == "tpop" for sight in sights):
        shop = next((one for one in seen if one.as_of), None)
        seen.append(
            Coverage("write-back", "tpop", shop.window if shop else None, shop.as_of if shop else None, False)
        )
    return tuple(seen)


def _words(say: Say) -> Callable[[Finding], Text]:
    def words(finding: Finding) -> Text:
        try:
            return BY_ID[finding.check].words[say.language](finding, say)
        except Exception:  # a wording that fails must not cost the finding
            return Text(short=finding.check, title=finding.check)

    return words


def _writing(reading: Reading, matched: Matched, diffed: Diffed, behind: Sequence[Case]) -> Writing:
    """What is recorded: findings, events, orders not yet due by id alone, skus TPOP has shown."""
    now, past = iso(reading.now) or "", reading.past
    pending, waiting = [], set()
    for ref, standing in matched.standings.items():
        if standing.reason not in (UNPAID, TOO_RECENT):
            continue
        waiting.add(ref)
        known = past.pending.get(ref)
        eligible = known.eligible_since if known else None
        if standing.reason == TOO_RECENT and eligible is None:
            eligible = now
        one = Pending(ref, known.first_seen if known else now, eligible)
        if one != known:
            pending.append(one)
    # Due now, and nobody can say whether TPOP has it: forgotten, it would never be looked at again.
    waiting |= {case.ref for case in behind}
    over = tuple(
        ref for ref in past.pending if ref not in waiting and (ref in matched.standings or ref in reading.gone)
    )
    new_skus = tuple(sorted(reading.skus - past.known_skus)) if reading.shop.policy.lines.mode == "known" else ()
    return Writing(diffed.items, diffed.events, tuple(pending), over, new_skus)
