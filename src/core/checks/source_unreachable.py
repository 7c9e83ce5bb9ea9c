"""source-unreachable: the shop, TPOP's list or the box of its mails could not be read at all.

What it finds: a source that answered nothing that could be used, after the retries.
Why it matters: while it lasts, Vigie knows nothing of that side, and says so instead of saying that all is well.
Blind spots: a source that answers yesterday's truth looks well; source-stale is for that.
Example: Boutique injoignable : elle répond 503.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, SourceSight, evidence
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "source-unreachable"


def judge(sight: SourceSight, situation: Situation) -> Iterator[Finding]:
    if sight.coverage is not None:
        return
    kind = sight.troubles[0].kind if sight.troubles else "other"
    yield Finding(
        check=ID,
        ref=f"source:{sight.name}",
        number=sight.name,
        severity="act",
        cause=kind,
        evidence=evidence(
            side=sight.side,
            mails=True if sight.grade == "mentioned" else None,
            **(dict(sight.troubles[0].detail) if sight.troubles else {}),
        ),
    )


def french(finding: Finding, say: Say) -> Text:
    shop = finding.evidence.get("side") == "shop"
    title = "boutique injoignable" if shop else "liste TPOP injoignable"
    if finding.evidence.get("mails"):
        return Text(
            short="boîte des mails injoignable",
            title="boîte des mails de TPOP injoignable",
            facts=("Je n'ai pu y lire aucun mail : ce qu'ils disent de neuf, je ne le sais pas.",),
            steps=("Vérifiez le dossier où ils arrivent (réglage « prefix »).", "Je réessaie au prochain passage."),
        )
    return Text(
        short=title,
        title=title,
        facts=("Je n'ai rien pu y lire : je ne sais rien de ce côté.",),
        steps=(
            "Ouvrez votre boutique dans un navigateur : répond-elle ?" if shop else "Vérifiez l'adresse et le jeton.",
            "Je réessaie au prochain passage.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    shop = finding.evidence.get("side") == "shop"
    title = "shop cannot be reached" if shop else "TPOP list cannot be reached"
    if finding.evidence.get("mails"):
        return Text(
            short="mail box cannot be reached",
            title="the box of TPOP's mails cannot be reached",
            facts=("I could read no mail there: what they say anew I do not know.",),
            steps=('Check the folder they arrive in (the setting "prefix").', "I try again at my next round."),
        )
    return Text(
        short=title,
        title=title,
        facts=("I could read nothing there: I know nothing of that side.",),
        steps=(
            "Open your shop in a browser: does it answer?" if shop else "Check the address and the token.",
            "I try again at my next round.",
        ),
    )


CHECK = Check(
    id=ID,
    family=5,
    judge_source=judge,
    words={"fr": french, "en": english},
    mended={"fr": "de nouveau joignable", "en": "within reach again"},
)
