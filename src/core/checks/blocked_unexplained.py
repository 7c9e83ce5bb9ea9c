"""blocked-unexplained: TPOP holds the order, and the list does not say why.

What it finds: a TPOP order that stands blocked without a reason Vigie can read.
Why it matters: TPOP may be waiting for an answer of the merchant's, and nothing is produced meanwhile.
Blind spots: the reason stands in TPOP's order details only.
Example: 1056 : bloquée, TPOP ne dit pas pourquoi.
"""

from __future__ import annotations

from core.checks.blocked import blocked_judge, facts, seen
from core.checks.contract import Check
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "blocked-unexplained"


def french(finding: Finding, say: Say) -> Text:
    return Text(
        short="bloquée sans motif",
        title="bloquée, sans motif donné",
        facts=facts(seen(finding, say)),
        steps=(
            f"TPOP > Commandes > {finding.number} : lisez ce que TPOP attend.",
            "Rien d'écrit ? « Support pour cette commande ».",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    return Text(
        short="blocked, no reason",
        title="blocked, no reason given",
        facts=facts(seen(finding, say)),
        steps=(
            f"TPOP > Orders > {finding.number}: read what TPOP is waiting for.",
            'Nothing there? Use "Support for this order".',
        ),
    )


CHECK = Check(
    id=ID,
    family=2,
    grades=("listed", "mentioned"),
    judge=blocked_judge(ID, ""),
    words={"fr": french, "en": english},
    mended={"fr": "plus bloquée", "en": "no longer blocked"},
)
