"""What a younger list takes back: of an older list that it does not repeat, and of a mail that it has overtaken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.evidence import speaks_of
from core.life import LATER, MADE
from core.match import Matched
from core.model import Case, Coverage, Mention, TpopOrder


def current(matched: Matched, covering: Callable[[Case], Coverage | None]) -> Matched:
    """The cases without what a whole, younger list does not show any more: its silence is the newest listed state.

    What was being made stays: production has no way back. `covering`: the whole list that would show a case's orders.
    """
    cases: list[Case] = []
    lost = 0
    for case in matched.cases:
        whole = covering(case) if case.shop and case.tpop else None
        kept = case.tpop if whole is None else tuple(one for one in case.tpop if not _is_over(one, whole))
        cases.append(case if len(kept) == len(case.tpop) else replace(case, tpop=kept))
        lost += bool(case.tpop and not kept and case.due_at and not any(order.tracked for order in case.shop))
    return replace(matched, cases=tuple(cases), found=matched.found - lost)


def _is_over(order: TpopOrder, whole: Coverage) -> bool:
    older = whole.as_of is not None and order.as_of < whole.as_of
    return older and order.channel != whole.source and order.status not in MADE


def overtaken_by_lists(matched: Matched) -> dict[str, Mention]:
    """What mails said, and a list has overtaken since: kept in its place, so that the old word does not come back."""
    return {
        case.ref: told
        for case in matched.cases
        if case.mention is not None and (told := _overtaken(case, case.mention)) is not None
    }


def _overtaken(case: Case, mention: Mention) -> Mention | None:
    order = speaks_of([one for one in case.tpop if one.grade == "listed"], mention)
    if order is None or order.status_grade != "listed" or order.status == "unknown" or order.as_of <= mention.at:
        return None
    if mention.status == "" or order.status == mention.status or order.status not in LATER[mention.status]:
        return None
    return mention._replace(
        status=order.status,
        block_reason=order.block_reason,
        block_code=order.block_code,
        tpop_id=order.id,
        at=order.as_of,
        kind="list",
    )
