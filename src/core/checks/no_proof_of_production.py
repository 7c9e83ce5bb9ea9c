"""no-proof-of-production: without a TPOP list, nothing shows that this order was ever made.

What it finds: a paid order, due for longer than the production time, that the shop does not call shipped.
Why it matters: where no list of TPOP's reaches Vigie, the parcel's tracking in the shop is the only proof there is.
Blind spots: TPOP may have shipped it and failed to write back; an order closed by hand looks like proof.
Example: 1031 : aucune preuve de production depuis 7 jours ouvrés.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.calendar import add_working_days
from core.checks.contract import Check, Situation, at, evidence, heard
from core.look import Text
from core.model import Case, Finding, iso
from core.say import Say

ID = "no-proof-of-production"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if situation.has_list or case.tpop or case.due_at is None:
        return
    if any(order.fulfilled or order.tracked for order in case.shop):
        return
    days = int(situation.policy.production_working_days)
    late_from = add_working_days(case.due_at, days, situation.zone, situation.holidays)
    if situation.now < late_from:
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="act",
        since=late_from,
        evidence=evidence(due_at=iso(case.due_at), working_days=days, shop_status=case.shop[0].status),
    )


def looks(case: Case, situation: Situation) -> bool:
    """The shop's order was read, and a list that was added since vouches for what TPOP does not show."""
    if not case.shop:
        return False
    proof = case.due_at is None or any(order.fulfilled or order.tracked for order in case.shop)
    return proof or not situation.has_list or heard(case, situation)


def french(finding: Finding, say: Say) -> Text:
    due, days = at(finding, "due_at"), finding.evidence.get("working_days", 7)
    return Text(
        short="aucune preuve de production",
        title="rien ne prouve sa production",
        facts=(
            f"Payée {say.moment(due)}, {days} jours ouvrés passés." if due else f"{days} jours ouvrés passés.",
            "Ni expédition ni suivi dans la boutique ; TPOP, je ne le vois pas.",
        ),
        steps=(
            f"Cherchez {finding.number} dans TPOP > Commandes.",
            "Absente ou bloquée ? Réparez d'abord, relancez ensuite.",
            "Expédiée ? Recopiez le suivi dans la boutique.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    due, days = at(finding, "due_at"), finding.evidence.get("working_days", 7)
    return Text(
        short="no proof of production",
        title="nothing proves it was produced",
        facts=(
            f"Paid {say.moment(due)}, {days} working days gone." if due else f"{days} working days gone.",
            "No shipment and no tracking in the shop; TPOP itself I cannot see.",
        ),
        steps=(
            f"Search for {finding.number} in TPOP > Orders.",
            "Missing or blocked? Mend the cause first, then retry.",
            "Shipped? Copy the tracking number to the shop.",
        ),
    )


CHECK = Check(
    id=ID,
    family=1,
    judge=judge,
    looks=looks,
    words={"fr": french, "en": english},
    mended={"fr": "production prouvée", "en": "production proved"},
)
