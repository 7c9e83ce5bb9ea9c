"""From what was read to what there is to record and to tell: judge, hold against the history, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.articles import learnt
from core.checks import BY_ID
from core.checks.contract import Situation
from core.checks.missing_at_tpop import is_missing
from core.current import current, overtaken_by_lists
from core.diff import Diffed, Moment, diff
from core.drill import Drilled
from core.evidence import closed_by_hand, joined, only_mentioned
from core.expect import TOO_RECENT, WAITING, outlived
from core.judge import judge, keep_lines, keep_names, looked
from core.life import MADE
from core.look import Look, OrderCounts, Text
from core.lookout import expected_count, unlooked
from core.match import Matched
from core.model import Case, Finding, TpopOrder, iso
from core.ports import Pending, Remembered, Writing
from core.say import Say
from core.unmended import chosen_since, ends_unmended
from handlers.notes import foreign_at_tpop, knows_no_sku, notes_for, only_downloads, tests_at_tpop
from handlers.reading import Reading, Seen, situation_of
from handlers.sides import coverages, is_gone, is_whole, rhythm_of, state_of, with_lists


def conclude(reading: Reading, matched: Matched, drilled: Drilled) -> Seen:
    """Judge, hold against the history, count."""
    shop, past, policy, now = reading.shop, reading.past, reading.shop.policy, reading.now
    situation = situation_of(reading, matched)
    stale_before = now - timedelta(hours=policy.stale_hours)
    matched = joined(
        current(matched, situation.covering), reading.mentions, situation.absent_since, now, stale_before
    )
    reading.mentions.update(overtaken_by_lists(matched))
    behind, waiting = _unlooked(reading, matched, situation)
    whole = any(map(is_whole, reading.sights))
    # What a hand closed is its owner's to know; where a whole list is meant to tell, it is looked at all the same.
    to_look_at = [case for case in behind if whole or not closed_by_hand(case)]
    sights = [with_lists(sight, matched, to_look_at) for sight in reading.sights]
    judged = judge(matched.cases, sights, reading.unreadable, situation)
    keep_names(judged, past.findings)
    keep_lines(judged, past.findings, past.products)
    say = Say(policy.language, shop.zone, now)
    moment = Moment(shop.id, reading.run, now, shop.zone, policy, reminders=not reading.asked.chosen_window)

    def gone(item: Remembered) -> str:
        if (reading.wired and is_gone(item.ref, sights)) or item.ref in reading.gone:
            return "gone"
        if chosen_since(item, judged.sights.get(item.ref.removeprefix("source:"))):
            return "accepted"
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
    tests = tests_at_tpop(matched)
    counts = _counts(reading, matched, situation, behind, waiting)
    state = state_of(sights, situation, matched)
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
            coverage=coverages(sights, counts.written_back),
            troubles=tuple((sight.name, trouble) for sight in sights for trouble in sight.troubles),
            orders=counts,
            news=diffed.news,
            counts=diffed.counts,
            # A first run that saw nothing is no baseline: it is told as trouble, once, and the welcome is still to come.
            first_run=past.first_run_at is None and state != "failed",
            list_channel=whole,
            part_channel=situation.has_list,
            rhythm=rhythm_of(sights),
            mails=reading.mails,
            unlooked=tuple(case.number for case in to_look_at[:30]),
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
            and not tests
            and not only_downloads(counts)
            and not reading.damaged
            and drilled.passed,
            needs_words=notes_for(reading, diffed, foreign_at_tpop(reading, matched), counts, tests),
        ),
        _writing(reading, matched, diffed),
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
        mentioned=sum(1 for case in matched.cases if only_mentioned(case)),
        written_back=matched.written_back,
        by_hand=sum(1 for case in behind if closed_by_hand(case)),
    )


def _words(say: Say) -> Callable[[Finding], Text]:
    def words(finding: Finding) -> Text:
        try:
            return BY_ID[finding.check].words[say.language](finding, say)
        except Exception:  # a wording that fails must not cost the finding
            return Text(short=finding.check, title=finding.check)

    return words


def _writing(reading: Reading, matched: Matched, diffed: Diffed) -> Writing:
    """What is recorded: findings, events, orders not yet due by id alone, skus TPOP has shown."""
    pending, over = _remembered(reading, matched)
    products = learnt(reading.past.products, reading.borne, reading.shown)
    new_skus = reading.skus - reading.past.known_skus if reading.shop.policy.lines.mode == "known" else ()
    skus = tuple(sorted({*new_skus, *products}))
    mentions = tuple(one for ref, one in reading.mentions.items() if one != reading.past.mentions.get(ref))
    return Writing(diffed.items, diffed.events, pending, over, skus, products, mentions)


def _remembered(reading: Reading, matched: Matched) -> tuple[tuple[Pending, ...], tuple[str, ...]]:
    """Orders to be read again though they leave the window: what is new of them, and which are to be forgotten."""
    past, policy, now = reading.past.pending, reading.shop.policy, reading.now
    at_tpop = {case.ref for case in matched.cases if any(_is_taken_in(order) for order in case.alive)}
    # Due by now, and TPOP shows none: forgotten, it would never be looked at again, nor be due since the same moment.
    owed = {case.ref for case in matched.cases if case.due_at and not any(order.tracked for order in case.shop)}
    news, kept = [], set()
    for ref, standing in matched.standings.items():
        known = past.get(ref)
        if ref in at_tpop or not (standing.reason in WAITING or (known and ref in owed)):
            continue
        # Put back on hold it is not due any more, and when that ends it is due anew.
        one = replace(known or Pending(ref, iso(now) or ""), eligible_since=iso(standing.due_at))
        if not outlived(one, policy, now):
            kept.add(ref)
            news += [one] if one != known else []
    over = (
        ref
        for ref, one in past.items()
        if ref not in kept and (ref in matched.standings or ref in reading.gone or outlived(one, policy, now))
    )
    return tuple(news), tuple(over)


def _is_taken_in(order: TpopOrder) -> bool:
    """A list shows it, or a mail calls it made. A mail that names it is no reason not to look at it again."""
    return order.grade == "listed" or order.status in MADE
