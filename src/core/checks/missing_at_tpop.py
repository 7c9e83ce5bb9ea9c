"""missing-at-tpop: an order that should be at TPOP is not there.

What it finds: a paid order, due for longer than the grace, that a complete and fresh TPOP list does not show.
Why it matters: nobody prints it, and the customer is the one who tells. TPOP's help page 'My order does not appear'.
Blind spots: without a complete list that covers the order's time, nothing is said: the order counts as not looked at.
A younger mail, or an invoice, that speaks of the order keeps it silent.
Example: 1044 : absente de TPOP. Payée hier 11 h. Cherchée chez TPOP à 7 h 55 : rien.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, at, evidence
from core.look import Text
from core.model import Case, Coverage, Finding, iso
from core.say import Say

ID = "missing-at-tpop"


def is_missing(case: Case, situation: Situation) -> Coverage | None:
    """The list on whose ground it is missing; None where it is not."""
    if case.tpop or case.due_at is None or case.rivals:
        return None
    if any(order.tracked for order in case.shop):
        return None  # a parcel with a tracking number was made by somebody: TPOP's list forgot it, not the customer
    return situation.silent_list(case)


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    silent = is_missing(case, situation)
    if silent is None:
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="urgent",
        since=case.due_at,
        evidence=evidence(
            due_at=iso(case.due_at),
            list=silent.source,
            list_as_of=iso(silent.as_of),
            asked_for_it=case.asked,
            shop_status=case.shop[0].status,
            mentioned_at=iso(case.mention.at) if case.mention else None,
        ),
    )


def looks(case: Case, situation: Situation) -> bool:
    """Found at TPOP, or no longer expected there, or judged again under a covering list.

    A mail that names it and says nothing of its state keeps the check silent; it does not end what was told.
    """
    if case.rivals:
        return False  # what TPOP has may be the other order's
    if any(order.tracked for order in case.shop):
        return True  # somebody made it
    shown = any(order.grade == "listed" or order.status != "unknown" for order in case.tpop)
    return shown or (bool(case.shop) and case.due_at is None) or situation.silent_list(case) is not None


def french(finding: Finding, say: Say) -> Text:
    due, as_of = at(finding, "due_at"), at(finding, "list_as_of")
    asked = finding.evidence.get("asked_for_it")
    mentioned = at(finding, "mentioned_at")
    looked = "Redemandée à TPOP par son numéro : rien." if asked else "Je n'ai pas pu la redemander une à une."
    return Text(
        short="absente de TPOP",
        title="absente de TPOP",
        facts=tuple(
            fact
            for fact in (
                f"Attendue depuis {say.moment(due)}." if due else "",
                f"Liste TPOP lue {say.at(as_of)} : elle n'y est pas." if as_of else "",
                looked,
                f"Pourtant un mail en parlait {say.moment(mentioned)} : annulée chez TPOP depuis ?"
                if mentioned
                else "",
            )
            if fact
        ),
        steps=(
            f"Cherchez {finding.number} dans TPOP{', annulées comprises' if mentioned else ''}.",
            "Absente ? Passez-la à la main : débitée et produite aussitôt.",
            "Puis regardez son produit : dupliqué, ou SKU changé ?",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    due, as_of = at(finding, "due_at"), at(finding, "list_as_of")
    asked = finding.evidence.get("asked_for_it")
    mentioned = at(finding, "mentioned_at")
    looked = "TPOP was asked for it by number: nothing." if asked else "I could not ask for it by number."
    return Text(
        short="missing at TPOP",
        title="missing at TPOP",
        facts=tuple(
            fact
            for fact in (
                f"Expected there since {say.moment(due)}." if due else "",
                f"TPOP's list as of {say.by(as_of)} does not show it." if as_of else "",
                looked,
                f"Yet a mail spoke of it {say.moment(mentioned)}: cancelled at TPOP since?" if mentioned else "",
            )
            if fact
        ),
        steps=(
            f"Search for {finding.number} in TPOP{', cancelled ones too' if mentioned else ''}.",
            "Not there? Enter it by hand: charged and produced at once.",
            "Then look at its product: duplicated, or its SKU changed?",
        ),
    )


CHECK = Check(
    id=ID,
    family=1,
    judge=judge,
    looks=looks,
    needs=frozenset({"shop", "tpop"}),
    words={"fr": french, "en": english},
    mended={"fr": "plus absente de TPOP", "en": "no longer missing at TPOP"},
)
