"""source-partial: a side was read, but not all of it, or not all of it could be understood.

What it finds: a page that failed, a list that does not say what it covers, a status word Vigie does not know.
Why it matters: what was read is judged as ever; what was not read is never called missing, and never called fine.
Blind spots: a source that leaves orders out and calls itself complete.
Example: Boutique lue en partie : la page 3 a échoué.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, SourceSight, evidence
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "source-partial"


def judge(sight: SourceSight, situation: Situation) -> Iterator[Finding]:
    coverage = sight.coverage
    if coverage is None or sight.unfed or (coverage.complete and not sight.troubles):
        return
    kinds = list(dict.fromkeys(trouble.kind for trouble in sight.troubles)) or ["not_complete"]
    words = [w for t in sight.troubles if t.kind == "unknown_status" for w in t.detail.get("words", {})]
    yield Finding(
        check=ID,
        ref=f"source:{sight.name}",
        number=sight.name,
        severity="act",
        cause=kinds[0],
        evidence=evidence(side=sight.side, kinds=kinds, orders=coverage.orders, unknown_words=words[:5] or None),
    )


def french(finding: Finding, say: Say) -> Text:
    title = "boutique lue en partie" if finding.evidence.get("side") == "shop" else "liste TPOP lue en partie"
    return Text(short=title, title=title, facts=("Ce que j'ai lu est vérifié ; du reste, je ne sais rien.",))


def english(finding: Finding, say: Say) -> Text:
    title = "shop read in part" if finding.evidence.get("side") == "shop" else "TPOP list read in part"
    return Text(short=title, title=title, facts=("What I read is checked; of the rest I know nothing.",))


CHECK = Check(
    id=ID,
    family=5,
    judge_source=judge,
    words={"fr": french, "en": english},
    mended={"fr": "lue en entier à nouveau", "en": "read whole again"},
)
