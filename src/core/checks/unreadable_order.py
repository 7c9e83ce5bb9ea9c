"""unreadable-order: one order could not be read, so nothing is known of it.

What it finds: an order that a source delivered in a shape Vigie cannot understand; the field is named, not its value.
Why it matters: one bad order never hides the others, and is never dropped in silence.
Blind spots: where the order's own id cannot be read either, it is counted under its source.
Example: 1061 : illisible (date de création).
"""

from __future__ import annotations

from core.checks.contract import Check, evidence
from core.look import Text
from core.model import Finding, Unreadable
from core.say import Say

ID = "unreadable-order"


def finding_of(order: Unreadable, source: str, side: str) -> Finding:
    """The finding of one unreadable order, under its own id where that much could be read."""
    ref = order.id if side == "shop" else f"tpop:{order.id}"
    return Finding(
        check=ID,
        ref=ref if order.id else f"source:{source}",
        number=order.number or order.id or source,
        line=None if order.id else order.field,
        severity="act",
        cause="unreadable",
        evidence=evidence(source=source, side=side, field=order.field, problem=order.problem),
    )


def french(finding: Finding, say: Say) -> Text:
    where = "la boutique" if finding.evidence.get("side") == "shop" else "la liste TPOP"
    return Text(
        short="illisible",
        title="illisible, donc non vérifiée",
        facts=(f"Dans {where}, champ « {finding.evidence.get('field', '?')} ».",),
        steps=("Regardez-la à l'œil dans TPOP, et montrez ce mail à qui tient la boutique.",),
    )


def english(finding: Finding, say: Say) -> Text:
    where = "the shop" if finding.evidence.get("side") == "shop" else "TPOP's list"
    return Text(
        short="unreadable",
        title="unreadable, so not checked",
        facts=(f'In {where}, field "{finding.evidence.get("field", "?")}".',),
        steps=("Look at it in TPOP by eye, and show this mail to whoever looks after the shop.",),
    )


CHECK = Check(
    id=ID,
    family=1,
    looks=lambda case, situation: True,
    words={"fr": french, "en": english},
    mended={"fr": "lisible à nouveau", "en": "readable again"},
)
