"""What the four blocked-… checks share: which TPOP orders of a case stand blocked, and for which reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.checks.contract import Situation, at, evidence, hearsay, ids, is_cancelled, seen_at
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
        told = [order for order in here if order.status_grade != "listed"]
        before = next((order for order in told if order.list_status), None)
        codes = sorted({order.block_code for order in here if order.block_code})
        yield Finding(
            check=check,
            ref=case.ref,
            number=case.number,
            severity="urgent",
            since=min((o.updated_at or o.created_at or o.as_of for o in here), default=None),
            cause=codes[0] if len(codes) == 1 else "unknown",
            grade="mentioned" if len(told) == len(here) else "listed",
            evidence=evidence(
                tpop_orders=ids(here) or None,
                code=codes[0] if codes else None,
                blocked_since=iso(min((o.updated_at for o in here if o.updated_at), default=None)),
                seen_at=seen_at(here),
                seen_in="list"
                if case.mention and case.mention.kind == "list" and here[0].grade == "mentioned"
                else None,
                list_status=before.list_status if before else None,
                list_as_of=iso(before.list_as_of) if before else None,
            ),
        )

    return judge


def seen(finding: Finding, say: Say) -> str:
    """When the block was seen, and in what: on a stale list, or in a mail, this is the honest part."""
    moment, english = at(finding, "seen_at"), say.language == "en"
    if moment is None:
        return ""
    if finding.evidence.get("grade") != "mentioned":
        return f"Seen {say.at(moment)}." if english else f"Vue {say.at(moment)}."
    listed = at(finding, "list_as_of")
    if listed is None:
        return "".join(hearsay(finding, say))
    if finding.evidence.get("list_status") == "blocked":
        return (
            f"Seen {say.at(listed)}; why, a mail says."
            if english
            else f"Vue {say.at(listed)} ; un mail dit pourquoi."
        )
    return (
        f"So a mail says, received {say.at(moment)}; TPOP's list {say.at(listed)} did not show it yet."
        if english
        else f"D'après un mail reçu {say.at(moment)} ; la liste TPOP lue {say.at(listed)} ne le montrait pas encore."
    )


def facts(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)
