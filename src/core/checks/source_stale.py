"""source-stale: TPOP's list is too old to vouch for today.

What it finds: a list older than the policy's `stale_hours`, or one so old that orders due since are unknown to it; or
a channel that has never brought a list. A list fed weekly is asked for once a week and reminded once; one that is fed
by the way (rhythm `never`) is never asked for.
Why it matters: an old list proves nothing about the orders that came after it.
Blind spots: a list that states a wrong time.
Example: Votre liste TPOP date de lundi 7 h 55 : 18 commandes reçues depuis.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.checks.contract import Check, Situation, SourceSight, at, evidence
from core.look import Text
from core.model import Finding, iso
from core.say import Say

ID = "source-stale"


def is_stale(sight: SourceSight, situation: Situation) -> bool:
    """Too old by the policy; or, at the daily run, too old for orders that were due meanwhile. By its own rhythm."""
    if sight.coverage is None or sight.rhythm == "never":
        return False
    as_of = sight.coverage.as_of
    if as_of is None:
        return sight.unfed
    age = situation.now - as_of
    if sight.rhythm == "weekly":
        return age > timedelta(hours=situation.policy.weekly_hours)
    if age > timedelta(hours=situation.policy.stale_hours):
        return True
    blind = timedelta(hours=situation.policy.blind_hours)
    return situation.daily and age > blind and bool(sight.unlooked)


def judge(sight: SourceSight, situation: Situation) -> Iterator[Finding]:
    if sight.grade != "listed" or sight.side != "tpop" or sight.coverage is None or not is_stale(sight, situation):
        return
    as_of = sight.coverage.as_of
    yield Finding(
        check=ID,
        ref=f"source:{sight.name}",
        number=sight.name,
        severity="act",
        since=as_of,
        cause="too_old" if as_of else "no_file",
        reminders=1 if sight.rhythm == "weekly" else None,
        evidence=evidence(
            side=sight.side,
            as_of=iso(as_of),
            orders_since=len(sight.unlooked),
            rhythm=sight.rhythm if sight.rhythm != "daily" else None,
            part=sight.chosen_part or None,
        ),
    )


def french(finding: Finding, say: Say) -> Text:
    as_of, since = at(finding, "as_of"), finding.evidence.get("orders_since", 0)
    if as_of is None:
        return Text(
            short="pas de liste TPOP",
            title="je n'ai pas de liste TPOP",
            facts=("Ou pas de moins d'une semaine. Sans elle, je ne vois pas ce que TPOP a reçu.",),
            steps=("Donnez-moi votre liste TPOP : c'est elle qui prouve.",),
        )
    return Text(
        short=_short(as_of, say),
        title="c'est la semaine de la liste TPOP" if _weekly(finding) else f"elle date {_of(say.moment(as_of))}",
        facts=(
            *((f"La dernière date {_of(say.moment(as_of))}.",) if _weekly(finding) else ()),
            *((_since_fr(finding, since, say),) if since else ()),
        ),
        steps=(
            "Redonnez-moi la liste TPOP : même geste que la dernière fois.",
            "Ou regardez ces commandes dans TPOP.",
        ),
    )


def _since_fr(finding: Finding, since: int, say: Say) -> str:
    """A list in part also leaves out older ones: they did not all come since."""
    if finding.evidence.get("part"):
        return f"{say.n(since, 'commande', 'commandes')} dont je ne sais rien."
    return f"{say.n(since, 'commande reçue', 'commandes reçues')} depuis : je ne sais rien d'elles."


def _since_en(finding: Finding, since: int, say: Say) -> str:
    if finding.evidence.get("part"):
        return f"{say.n(since, 'order', 'orders')} of which I know nothing."
    return f"{say.n(since, 'order', 'orders')} came since: I know nothing of them."


def _weekly(finding: Finding) -> bool:
    return finding.evidence.get("rhythm") == "weekly"


def _short(as_of: datetime, say: Say) -> str:
    """A date with its year is too long for a subject: then its age."""
    if say.now - as_of >= timedelta(days=7):
        return (
            f"TPOP list {say.age(as_of)} old" if say.language == "en" else f"liste TPOP vieille de {say.age(as_of)}"
        )
    day = say.day(as_of)
    if say.language == "en":
        return f"TPOP list of {day}"
    return f"liste TPOP {_of(day)}"


def _of(day: str) -> str:
    """ "de lundi", "d'hier", "d'aujourd'hui"."""
    return f"d'{day}" if day.startswith(("hier", "aujourd'hui")) else f"de {day}"


def english(finding: Finding, say: Say) -> Text:
    as_of, since = at(finding, "as_of"), finding.evidence.get("orders_since", 0)
    if as_of is None:
        return Text(
            short="no TPOP list",
            title="I have no TPOP list",
            facts=("Or none younger than a week. Without it I do not see what TPOP has received.",),
            steps=("Give me your TPOP list: it is what proves.",),
        )
    return Text(
        short=_short(as_of, say),
        title="it is time for this week's TPOP list" if _weekly(finding) else f"it dates from {say.moment(as_of)}",
        facts=(
            *((f"The last one dates from {say.moment(as_of)}.",) if _weekly(finding) else ()),
            *((_since_en(finding, since, say),) if since else ()),
        ),
        steps=("Give me TPOP's list again, the same way as last time.", "Or look at these orders in TPOP."),
    )


CHECK = Check(
    id=ID,
    family=5,
    judge_source=judge,
    words={"fr": french, "en": english},
    mended={"fr": "liste TPOP à jour", "en": "TPOP list up to date"},
)
