"""blocked-artwork: TPOP cannot print the artwork, and waits.

What it finds: a TPOP order that stands blocked for its artwork (TPOP: 'visual').
Why it matters: nothing is produced until the file is replaced; every later order of that product will block too.
Blind spots: which print rule is broken is written in TPOP only.
Example: 1055 : visuel refusé par TPOP.
"""

from __future__ import annotations

from core.checks.blocked import blocked_judge, facts, seen
from core.checks.contract import Check
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "blocked-artwork"


def french(finding: Finding, say: Say) -> Text:
    return Text(
        short="visuel à refaire",
        title="bloquée, visuel à remplacer",
        facts=facts(seen(finding, say)),
        steps=(
            "Remplacez le fichier : 2000 à 5000 px de large, 150 dpi, sans transparence partielle.",
            f"TPOP > Commandes > {finding.number} : redemandez la production.",
            "Corrigez aussi le produit : ses prochaines commandes bloqueraient.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    return Text(
        short="artwork to replace",
        title="blocked, artwork to replace",
        facts=facts(seen(finding, say)),
        steps=(
            "Replace the file: 2000 to 5000 px wide, 150 dpi, no half-transparency.",
            f"TPOP > Orders > {finding.number}: ask for production again.",
            "Mend the product too: its next orders would block.",
        ),
    )


CHECK = Check(
    id=ID,
    family=2,
    grades=("listed", "mentioned"),
    judge=blocked_judge(ID, "artwork"),
    words={"fr": french, "en": english},
    mended={"fr": "visuel réglé, plus bloquée", "en": "artwork settled, no longer blocked"},
)
