"""source-partial: a side was read, but not all of it, or not all of it could be understood.

What it finds: a page that failed, a list that does not say what it covers, a status word Vigie does not know.
Why it matters: what was read is judged as ever; what was not read is never called missing, and never called fine.
Blind spots: a source that leaves orders out and calls itself complete.
Example: Boutique lue en partie : la page 3 a échoué.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from core.checks.contract import Check, Situation, SourceSight, evidence
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "source-partial"


UNLOOKED = "unlooked"
"""A whole and fresh list, and orders due that it cannot vouch for: older than its window, say."""


def _leaves_out(sight: SourceSight, situation: Situation) -> bool:
    if not situation.daily or not sight.unlooked or sight.coverage is None or sight.coverage.as_of is None:
        return False
    fresh = situation.now - sight.coverage.as_of <= timedelta(hours=situation.policy.blind_hours)
    return fresh and any(one.source == sight.name for one in situation.lists)


def judge(sight: SourceSight, situation: Situation) -> Iterator[Finding]:
    coverage = sight.coverage
    if coverage is None or sight.unfed:
        return
    kinds = list(dict.fromkeys(trouble.kind for trouble in sight.troubles))
    # Mails never show all, nor does a list that the merchant feeds in part: that was said in the first mail.
    whole = coverage.complete or sight.chosen_part or sight.grade != "listed"
    if whole and not kinds:
        if not _leaves_out(sight, situation):
            return
        kinds = [UNLOOKED]
    kinds = kinds or ["not_complete"]
    words = [w for t in sight.troubles if t.kind == "unknown_status" for w in t.detail.get("words", {})]
    yield Finding(
        check=ID,
        ref=f"source:{sight.name}",
        number=sight.name,
        severity="act",
        cause=kinds[0],
        evidence=evidence(
            side=sight.side,
            mails=True if sight.grade == "mentioned" else None,
            kinds=kinds,
            orders=coverage.orders,
            unknown_words=words[:5] or None,
            unlooked=len(sight.unlooked) or None,
        ),
    )


def french(finding: Finding, say: Say) -> Text:
    if finding.cause == UNLOOKED:
        orders = say.n(finding.evidence.get("unlooked", 1), "commande", "commandes")
        return Text(
            short="commandes hors de la liste TPOP",
            title=f"{orders} hors de la liste TPOP",
            facts=("Elle ne remonte pas jusqu'à elles : je ne sais pas si TPOP les a.",),
            steps=("Cherchez-les dans TPOP par leur numéro.",),
        )
    title = "boutique lue en partie" if finding.evidence.get("side") == "shop" else "liste TPOP lue en partie"
    if finding.evidence.get("mails"):
        title = "mails de TPOP lus en partie"
    return Text(short=title, title=title, facts=("Ce que j'ai lu est vérifié ; du reste, je ne sais rien.",))


def english(finding: Finding, say: Say) -> Text:
    if finding.cause == UNLOOKED:
        orders = say.n(finding.evidence.get("unlooked", 1), "order", "orders")
        return Text(
            short="orders outside TPOP's list",
            title=f"{orders} outside TPOP's list",
            facts=("It does not reach back to them: I do not know whether TPOP has them.",),
            steps=("Search for them in TPOP by their number.",),
        )
    title = "shop read in part" if finding.evidence.get("side") == "shop" else "TPOP list read in part"
    if finding.evidence.get("mails"):
        title = "TPOP's mails read in part"
    return Text(short=title, title=title, facts=("What I read is checked; of the rest I know nothing.",))


CHECK = Check(
    id=ID,
    family=5,
    judge_source=judge,
    words={"fr": french, "en": english},
    mended={"fr": "lue en entier à nouveau", "en": "read whole again"},
)
