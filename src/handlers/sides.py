"""What a run says of its sides: how well it saw them, and what each of them vouches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.checks.contract import Situation, SourceSight
from core.look import ShopRunState
from core.match import Matched
from core.model import Case, Coverage, Rhythm


def is_gone(ref: str, sights: Sequence[SourceSight]) -> bool:
    return ref.startswith("source:") and ref.removeprefix("source:") not in {sight.name for sight in sights}


def is_whole(sight: SourceSight) -> bool:
    """A list that shows everything, if all goes well."""
    return sight.side == "tpop" and sight.grade == "listed" and not sight.chosen_part


def rhythm_of(sights: Sequence[SourceSight]) -> Rhythm:
    """How often the shop's lists come: as the most frequent of them; daily where there is none."""
    told = {sight.rhythm for sight in sights if sight.side == "tpop" and sight.grade == "listed"}
    return next((one for one in ("daily", "weekly", "never") if one in told), "daily")


def with_lists(sight: SourceSight, matched: Matched, behind: Sequence[Case]) -> SourceSight:
    if sight.side == "shop" or sight.grade != "listed":
        return sight
    numbers = tuple(case.number for case in behind)
    return replace(sight, pairing=matched.pairing.get(sight.name), unlooked=numbers)


def state_of(sights: Sequence[SourceSight], situation: Situation, matched: Matched) -> ShopRunState:
    if not any(sight.coverage for sight in sights if sight.grade == "listed"):
        return "failed"  # mails alone show nothing: it takes the shop to know whose they are
    whole_shop = any(s.side == "shop" and s.coverage and s.coverage.complete for s in sights)
    untroubled = not any(sight.troubles for sight in sights)
    untroubled &= not any(
        order.status == "unknown" and order.grade == "listed" for case in matched.cases for order in case.tpop
    )
    return "complete" if whole_shop and untroubled and situation.lists else "partial"


def coverages(sights: Sequence[SourceSight], written_back: int) -> tuple[Coverage, ...]:
    """What each side vouches for; where no list is configured, the shop's own write-back is the only evidence."""
    seen = [
        sight.coverage or Coverage(sight.name, sight.side, None, None, complete=False, grade=sight.grade)
        for sight in sights
    ]
    if not any(sight.side == "tpop" and sight.grade == "listed" for sight in sights):
        shop = next((one for one in seen if one.side == "shop" and one.as_of), None)
        seen.append(
            Coverage(
                "write-back",
                "tpop",
                shop.window if shop else None,
                shop.as_of if shop else None,
                complete=False,
                orders=written_back,
                grade="written back",
            )
        )
    return tuple(seen)
