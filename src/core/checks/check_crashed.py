"""check-crashed: one of Vigie's own checks failed on one order.

What it finds: an error inside a check; its kind is kept, never its text (it may quote a customer).
Why it matters: a check that fell over has not looked, and the others go on.
Blind spots: none known; the drill would see a check that always falls.
Example: 1063 : le contrôle address-differs est tombé en panne.
"""

from __future__ import annotations

from core.checks.contract import Check
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "check-crashed"


def finding_of(case_ref: str, number: str, check: str, error: Exception) -> Finding:
    return Finding(
        check=ID, ref=case_ref, number=number, line=check, severity="act", evidence={"error": type(error).__name__}
    )


def french(finding: Finding, say: Say) -> Text:
    return Text(
        short="un contrôle en panne",
        title=f"mon contrôle « {finding.line} » est en panne",
        facts=("C'est ma faute, pas la vôtre : sur ce point, je n'ai rien vu.",),
        steps=("Transmettez ce mail à qui a installé Vigie.",),
    )


def english(finding: Finding, say: Say) -> Text:
    return Text(
        short="a check fell over",
        title=f'my check "{finding.line}" fell over',
        facts=("My fault, not yours: on this point I have seen nothing.",),
        steps=("Pass this mail to whoever installed Vigie.",),
    )


CHECK = Check(
    id=ID,
    family=5,
    looks=lambda case, situation: True,
    words={"fr": french, "en": english},
    mended={"fr": "contrôle réparé", "en": "check mended"},
)
