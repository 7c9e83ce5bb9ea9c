"""address-differs: TPOP will ship to another address than the shop's.

What it finds: fields of the recipient that differ once case, accents, punctuation and short forms are put aside.
Why it matters: a customer who corrected the address after the order gets it at the old one; TPOP lets it be edited
until production (TPOP help, 'Edit an order').
Blind spots: fields that TPOP's list leaves empty; countries written out; what a shipped parcel says.
Example: 1031 : adresse différente chez TPOP (code postal, ville).
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, evidence, heard, ids, is_cancelled, seen_at
from core.compare import recipient_differences
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "address-differs"

_FIELDS_FR = {"name": "nom", "address": "rue", "postcode": "code postal", "city": "ville", "country": "pays"}
_FIELDS_EN = {"name": "name", "address": "street", "postcode": "postcode", "city": "town", "country": "country"}


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if len(case.shop) != 1 or case.rivals or is_cancelled(case) or case.shop[0].recipient is None:
        return
    ours = case.shop[0].recipient
    differing: set[str] = set()
    where = []
    for order in case.alive:
        if order.recipient is not None and (fields := recipient_differences(ours, order.recipient)):
            differing.update(fields)
            where.append(order)
    if not where:
        return
    severity, deadline = situation.severity(where)
    shipped = all(order.status == "shipped" for order in where)
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity=severity,
        deadline=deadline,
        since=case.shop[0].updated_at or case.shop[0].created_at,
        final="too_late" if shipped else "",
        # Once shipped, an address edited in the shop (a move, a next order) is no fault of the parcel's.
        known_only=shipped,
        evidence=evidence(
            fields=sorted(differing),
            tpop_orders=ids(where),
            tpop_state=situation.state_of(where[0]),
            seen_at=seen_at(where),
        ),
    )


def looks(case: Case, situation: Situation) -> bool:
    """Both sides show their address; or no parcel is to go there any more."""
    if len(case.shop) != 1 or not heard(case, situation):
        return False
    if is_cancelled(case) or not case.alive:
        return True
    shown = case.shop[0].recipient is not None and all(order.recipient is not None for order in case.alive)
    return shown and not case.rivals


def french(finding: Finding, say: Say) -> Text:
    fields = ", ".join(_FIELDS_FR.get(name, name) for name in finding.evidence.get("fields", ()))
    if finding.severity == "urgent":
        before = f" avant {say.by(finding.deadline)}" if finding.deadline else " avant la production"
        steps: tuple[str, ...] = (
            "Laquelle est la bonne ? En doute, demandez au client.",
            f"TPOP > Commandes > {finding.number} : corrigez l'adresse{before}.",
        )
    elif finding.evidence.get("tpop_state") == "blocked":
        steps = (f"TPOP > Commandes > {finding.number} : corrigez l'adresse avant de relancer.",)
    else:
        steps = ("Trop tard pour la changer vous-même : support TPOP, et prévenez le client.",)
    return Text(
        short="adresse différente",
        title="adresse différente chez TPOP",
        facts=(f"Diffère : {fields}.",),
        steps=steps,
    )


def english(finding: Finding, say: Say) -> Text:
    fields = ", ".join(_FIELDS_EN.get(name, name) for name in finding.evidence.get("fields", ()))
    if finding.severity == "urgent":
        before = f" before {say.by(finding.deadline)}" if finding.deadline else " before production"
        steps: tuple[str, ...] = (
            "Which one is right? In doubt, ask the customer.",
            f"TPOP > Orders > {finding.number}: correct the address{before}.",
        )
    elif finding.evidence.get("tpop_state") == "blocked":
        steps = (f"TPOP > Orders > {finding.number}: correct the address before you retry.",)
    else:
        steps = ("Too late to change it yourself: ask TPOP's support, and tell the customer.",)
    return Text(
        short="address differs",
        title="another address at TPOP",
        facts=(f"Differs: {fields}.",),
        steps=steps,
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=looks,
    words={"fr": french, "en": english},
    mended={"fr": "adresses d'accord", "en": "addresses agree"},
)
