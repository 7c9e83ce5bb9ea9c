"""One shop, one look: pull both sides, match, look before accusing, judge, diff. Reads only; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.articles import note
from core.checks import cancelled_only_at_tpop, missing_at_tpop, no_proof_of_production
from core.checks.contract import Situation, SourceSight
from core.checks.lines import comparable
from core.current import current
from core.drill import Drilled
from core.errors import SourceError
from core.expect import Expectation, line_rule
from core.look import RunKind
from core.match import Matching
from core.model import Case, Coverage, ShopOrder, TpopOrder, Trouble, Window
from core.ports import Past
from handlers.ask import ask_the_shop, is_the_shops
from handlers.conclude import conclude
from handlers.event import Asked
from handlers.mails import read_mails
from handlers.reading import Reading, Seen, situation_of
from handlers.settings import Shop
from handlers.wiring import Feeding, Sources

OF_EXPECTED = frozenset({missing_at_tpop.ID, no_proof_of_production.ID, cancelled_only_at_tpop.ID})
"""Told only of orders that are expected at TPOP."""


def window_of(shop: Shop, asked: Asked, run: RunKind) -> Window:
    """The creation times this run reads: half open, never before the shop's `since`."""
    days = shop.policy.window_days if run == "daily" else shop.policy.watch_days
    since = asked.since or asked.now - timedelta(days=days)
    start = shop.parameter.since if shop.parameter else None
    return Window(max(since, start) if start else since, min(asked.until or asked.now, asked.now))


def look(
    shop: Shop, sources: Sources, past: Past, asked: Asked, drilled: Drilled, damaged: Sequence[str] = ()
) -> Seen:
    """Everything one run does for one shop before anything is written or told."""
    # A shop's first run is a baseline over the whole window, whichever rhythm fires first.
    run: RunKind = "daily" if past.first_run_at is None else asked.run
    reading = Reading(past, asked, run, shop, window_of(shop, asked, run), damaged=tuple(damaged))
    matching = _pull(reading, sources)
    if any(sight.side == "shop" and sight.coverage for sight in reading.sights):
        ask_the_shop(reading, sources.shop, matching)
    read_mails(reading, sources, matching)
    _ask_tpop(reading, sources, matching)
    return conclude(reading, matching.close(), drilled)


def failed(shop: Shop, past: Past, asked: Asked, drilled: Drilled, name: str, trouble: Trouble) -> Seen:
    """A shop that could not even be looked at (its settings, or Vigie itself): told like a source that is out."""
    run: RunKind = "daily" if past.first_run_at is None else asked.run
    reading = Reading(past, asked, run, shop, window_of(shop, asked, run))
    reading.sights.append(SourceSight(name, "shop", None, (trouble,)))
    reading.wired = False
    return conclude(reading, Matching(Expectation(shop.policy, asked.now), (), (), False).close(), drilled)


def _pull(reading: Reading, sources: Sources) -> Matching:
    """Both sides of the window, TPOP's first: a shop order that comes meanwhile is then simply too recent."""
    shop, past = reading.shop, reading.past
    listed: list[TpopOrder] = []
    for channel in sources.tpop:
        feeding = sources.feeding.get(channel.name, Feeding())
        try:
            pulled = channel.pull(reading.window)
        except SourceError as error:
            trouble = Trouble(error.kind, error.detail)
            reading.sights.append(SourceSight(channel.name, "tpop", None, (trouble,), rhythm=feeding.rhythm))
            continue
        if pulled.left_aside and not pulled.orders:
            # Every row is another shop's: more likely a name that is spelt otherwise than a shop nobody prints for.
            trouble = Trouble("none_of_this_shop", {"rows": pulled.left_aside})
            pulled = replace(
                pulled, coverage=replace(pulled.coverage, complete=False), troubles=(*pulled.troubles, trouble)
            )
        sight = SourceSight(
            channel.name,
            "tpop",
            pulled.coverage,
            tuple(one for one in pulled.troubles if not _by_choice(one, feeding)),
            rhythm=feeding.rhythm,
            chosen_part=feeding.part,
        )
        reading.sights.append(sight)
        reading.unreadable += [(sight, one) for one in pulled.unreadable]
        listed += pulled.orders
    reading.shown = frozenset(line.sku for order in listed for line in order.lines or () if line.sku)
    reading.skus = past.known_skus | reading.shown
    reading.is_ours = line_rule(shop.policy.lines, reading.skus, past.products)
    open_items = [item for item in past.findings.values() if item.status == "open"]
    expectation = Expectation(
        shop.policy,
        reading.now,
        shop.parameter.since if shop.parameter else None,
        reading.is_ours,
        dict(past.pending),
        frozenset(item.ref for item in open_items if item.check in OF_EXPECTED),
    )
    matching = Matching(
        expectation,
        listed,
        watched={item.ref for item in open_items},
        judge_absent=bool(sources.tpop),
        known_refs={item.number: item.ref for item in open_items if is_the_shops(item.ref)},
        window=reading.window,
        articles=past.products,
        recallable=bool(sources.mails or past.mentions),
        whole=_whole(reading) if len(sources.tpop) > 1 else (),
    )
    reading.tpop_orders = len({order.id for order in listed})

    def take(orders: Sequence[ShopOrder]) -> None:
        note(orders, reading.borne)
        matching.take(orders)

    try:
        answer = sources.shop.pull(reading.window, take)
    except SourceError as error:
        reading.sights.insert(0, SourceSight(sources.shop.name, "shop", None, (Trouble(error.kind, error.detail),)))
        return matching
    sight = SourceSight(sources.shop.name, "shop", answer.coverage, answer.troubles, notices=answer.notices)
    reading.sights.insert(0, sight)
    reading.unreadable += [(sight, one) for one in answer.unreadable]
    if answer.coverage.window is not None and answer.coverage.window != reading.window:
        # The shop shows less than was asked for: what TPOP has from before is not held against it.
        reading.window = answer.coverage.window
        matching.narrow(reading.window)
    return matching


def _whole(reading: Reading) -> list[Coverage]:
    """The complete lists: several can contradict each other, one alone cannot, so that no time is spent on it."""
    return [one.coverage for one in reading.sights if one.coverage is not None and one.coverage.complete]


def _by_choice(trouble: Trouble, feeding: Feeding) -> bool:
    """That a list is not whole, where the merchant never meant it to be; or that there is none, where none is owed."""
    if trouble.kind == "no_file":
        return feeding.rhythm == "never"
    if trouble.kind == "not_complete":
        return feeding.part and not trouble.detail.get("unreadable")
    return trouble.kind == "no_window" and feeding.part and not trouble.detail.get("undated")


def _ask_tpop(reading: Reading, sources: Sources, matching: Matching) -> None:
    """Look before you accuse: TPOP is asked for each order that its list does not show, or shows in part."""
    matched = matching.close()
    situation = situation_of(reading, matched)
    matched = current(matched, situation.covering)
    watched = {item.ref for item in reading.past.findings.values() if item.status == "open"}
    accused = watched | {ref for ref, one in reading.mentions.items() if one.status in ("blocked", "cancelled")}
    doubtful = [
        case
        for case in matched.cases
        if case.shop
        and case.number
        and (_absent(case, situation, accused, reading.window.since) or _short(case, situation))
    ]
    doubtful.sort(key=lambda case: (case.ref not in watched, case.due_at or reading.now))
    for case in doubtful[: reading.shop.policy.lookups_max]:
        for channel in sources.tpop:
            try:
                found = channel.lookup(case.number)
            except SourceError:
                return  # unconfirmed: the message says how many were
            if found is not None:
                matching.add_found(found)
                if not found or any(one.reference == case.number or one.shop_order_id == case.ref for one in found):
                    matching.asked(case.ref)
                break


def _absent(case: Case, situation: Situation, accused: set[str], since: datetime) -> bool:
    """Not shown by the lists, or only as cancelled: is TPOP to be asked for it before anything is made of that?"""
    if case.due_at is None or case.alive or any(order.tracked for order in case.shop):
        return False
    if case.tpop:
        return not situation.whole(case)
    old = min(order.created_at for order in case.shop) < since
    unproved = next(no_proof_of_production.judge(case, situation), None) is not None
    return situation.silent_if_asked(case) or case.ref in accused or old or unproved


def _short(case: Case, situation: Situation) -> bool:
    if situation.whole(case):
        return False
    compared = comparable(case, situation)
    return compared is not None and bool(
        compared.missing or any(line.at_tpop < line.expected for line in compared.quantity)
    )
