"""evidence-conflicts: two words about one order at TPOP, of which one must be wrong.

What it finds: a mail or an older list that says of an order what cannot have come before, or after, what the newest
list shows; or a whole list that does not show an order that a mail calls in production.
Why it matters: the newest list is believed, and judged by; but somebody should look which of the two is right.
Blind spots: a mail that was forwarded late counts from when it came, so it may look younger than it is.
Example: 1042 : la liste TPOP la dit en attente, un mail d'avant la dit en production.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, at, evidence
from core.evidence import conflict
from core.look import Text
from core.model import Case, Finding, iso
from core.say import Say

ID = "evidence-conflicts"

_FR = {
    "open": "en attente",
    "blocked": "bloquée",
    "production": "en production",
    "shipped": "expédiée",
    "cancelled": "annulée",
}
_EN = {"open": "open", "blocked": "blocked", "production": "in production", "shipped": "shipped"}


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    found = conflict(case, situation.absent_since(case))
    if found is None or case.rivals:
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="note",
        once=True,
        since=max(found.as_of, found.against_at),
        grade=found.grade,
        evidence=evidence(
            listed=found.status or "absent",
            list_as_of=iso(found.as_of),
            against=found.against,
            against_at=iso(found.against_at),
        ),
    )


def french(finding: Finding, say: Say) -> Text:
    told, as_of, when = finding.evidence, at(finding, "list_as_of"), at(finding, "against_at")
    listed, against = str(told.get("listed")), str(told.get("against"))
    there = "ne la montre pas" if listed == "absent" else f"la dit {_FR.get(listed, listed)}"
    dated = f" {say.at(when)}" if when else ""
    other = f"une autre, lue{dated}," if told.get("grade") == "listed" else f"un mail reçu{dated}"
    return Text(
        short="deux avis contraires",
        title="deux avis contraires sur son état",
        facts=(
            f"La liste TPOP{f' lue {say.at(as_of)}' if as_of else ''} {there} ; "
            f"{other} la dit {_FR.get(against, against)}. Je crois la liste.",
        ),
        steps=(f"Regardez {finding.number} dans TPOP > Commandes : c'est lui qui tranche.",),
    )


def english(finding: Finding, say: Say) -> Text:
    told, as_of, when = finding.evidence, at(finding, "list_as_of"), at(finding, "against_at")
    listed, against = str(told.get("listed")), str(told.get("against"))
    there = "does not show it" if listed == "absent" else f"calls it {_EN.get(listed, listed)}"
    dated = f" {say.at(when)}" if when else ""
    other = f"another{dated}" if told.get("grade") == "listed" else f"a mail received{dated}"
    return Text(
        short="two contrary words",
        title="two contrary words on its state",
        facts=(
            f"TPOP's list{f' as of {say.by(as_of)}' if as_of else ''} {there}; "
            f"{other} calls it {_EN.get(against, against)}. I believe the list.",
        ),
        steps=(f"Look at {finding.number} in TPOP > Orders: that is what counts.",),
    )


def looks(case: Case, situation: Situation) -> bool:
    """A younger list shows it."""
    return any(order.grade == "listed" for order in case.tpop) or situation.absent_since(case) is not None


CHECK = Check(
    id=ID,
    family=5,
    judge=judge,
    looks=looks,
    grades=("listed", "mentioned"),
    words={"fr": french, "en": english},
    mended={"fr": "les avis concordent", "en": "the words agree"},
)
