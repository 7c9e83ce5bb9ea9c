"""blocked-address: TPOP cannot ship to the address, and waits.

What it finds: a TPOP order that stands blocked for its address.
Why it matters: nothing is produced until it is corrected, and TPOP does not say that it writes to anybody about it.
Blind spots: a list without block reasons shows it as blocked-unexplained.
Example: 1052 : adresse refusée par TPOP.
"""

from __future__ import annotations

from core.checks.blocked import blocked_judge, facts, seen
from core.checks.contract import Check
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "blocked-address"


def french(finding: Finding, say: Say) -> Text:
    return Text(
        short="adresse à corriger",
        title="bloquée, adresse à corriger",
        facts=facts(seen(finding, say)),
        steps=(
            f"TPOP > Commandes > {finding.number} : corrigez l'adresse (numéro, code postal, pays).",
            "Puis validez avec le bouton qui le dit à TPOP.",
            "Un doute ? Demandez au client avant.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    return Text(
        short="address to correct",
        title="blocked, address to correct",
        facts=facts(seen(finding, say)),
        steps=(
            f"TPOP > Orders > {finding.number}: correct the address (number, postcode, country).",
            "Then press the button that tells TPOP so.",
            "In doubt? Ask the customer first.",
        ),
    )


CHECK = Check(
    id=ID,
    family=2,
    grades=("listed", "mentioned"),
    judge=blocked_judge(ID, "address"),
    words={"fr": french, "en": english},
    mended={"fr": "adresse réglée, plus bloquée", "en": "address settled, no longer blocked"},
)
