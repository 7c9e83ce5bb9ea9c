"""references-unreadable: most orders of TPOP's list meet no order of the shop, so its silence means nothing.

What it finds: a list of which less than the policy's share (half) of the non-manual orders pairs by id or reference.
Why it matters: how TPOP shows the shop's number is documented nowhere. Without this brake, every order would be
called missing on the first day.
Blind spots: a list of nothing but manual orders cannot be told.
Example: Références TPOP illisibles : « FR-88-1042 », « FR-88-1043 ».
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, SourceSight, evidence
from core.look import Text
from core.match import Paired
from core.model import Finding
from core.policy import Policy
from core.say import Say

ID = "references-unreadable"


def brakes(pairing: Paired | None, policy: Policy) -> bool:
    """Too few of the list's orders met one of the shop's: no absence may be said on its ground."""
    return pairing is not None and pairing.of > 0 and pairing.paired < pairing.of * policy.pairing_share


def judge(sight: SourceSight, situation: Situation) -> Iterator[Finding]:
    pairing = sight.pairing
    if pairing is None or not situation.shop_whole or not brakes(pairing, situation.policy):
        return
    yield Finding(
        check=ID,
        ref=f"source:{sight.name}",
        number=sight.name,
        severity="act",
        evidence=evidence(side=sight.side, orders=pairing.of, paired=pairing.paired, samples=pairing.samples[:3]),
    )


def french(finding: Finding, say: Say) -> Text:
    samples = ", ".join(f"« {sample} »" for sample in finding.evidence.get("samples", ()))
    return Text(
        short="références TPOP illisibles",
        title="références illisibles",
        facts=(
            f"{finding.evidence.get('paired', 0)} sur {finding.evidence.get('orders', 0)} reconnues. Exemples : {samples}.",
            "Je ne dis donc d'aucune commande qu'elle manque.",
        ),
        steps=("Dites-moi où est votre numéro : réglage « reference_pattern ».",),
    )


def english(finding: Finding, say: Say) -> Text:
    samples = ", ".join(f'"{sample}"' for sample in finding.evidence.get("samples", ()))
    return Text(
        short="TPOP references unreadable",
        title="references unreadable",
        facts=(
            f"{finding.evidence.get('paired', 0)} of {finding.evidence.get('orders', 0)} known. Examples: {samples}.",
            "So I call no order missing.",
        ),
        steps=('Tell me where your number stands: setting "reference_pattern".',),
    )


CHECK = Check(
    id=ID,
    family=5,
    judge_source=judge,
    words={"fr": french, "en": english},
    mended={"fr": "références reconnues", "en": "references known again"},
)
