"""What the four blocked-… checks share: which TPOP orders of a case stand blocked, and for which reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.checks.contract import Situation, at, evidence, is_cancelled, seen_at
from core.model import BlockReason, Case, Finding, iso
from core.say import Say


def blocked_judge(check: str, reason: BlockReason) -> Callable[[Case, Situation], Iterator[Finding]]:
    """Judge of one reason. An order cancelled in the shop is another check's matter: do not mend it, cancel it."""

    def judge(case: Case, situation: Situation) -> Iterator[Finding]:
        if is_cancelled(case):
            return
        here = [order for order in case.tpop if order.status == "blocked" and order.block_reason == reason]
        if not here:
            return
        codes = sorted({order.block_code for order in here if order.block_code})
        yield Finding(
            check=check,
            ref=case.ref,
            number=case.number,
            severity="urgent",
            since=min((o.updated_at or o.created_at or o.as_of for o in here), default=None),
            cause=codes[0] if len(codes) == 1 else "unknown",
            evidence=evidence(
                tpop_orders=[order.id for order in here],
                code=codes[0] if codes else None,
                blocked_since=iso(min((o.updated_at for o in here if o.updated_at), default=None)),
                seen_at=seen_at(here),
            ),
        )

    return judge


def seen(finding: Finding, say: Say) -> str:
    """When the block was seen: on a stale list this is the honest part."""
    moment = at(finding, "seen_at")
    if moment is None:
        return ""
    return f"Seen {say.at(moment)}." if say.language == "en" else f"Vue {say.at(moment)}."


def facts(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)
