"""What every check is: a judge of one case, its words in two languages, and the sides whose silence it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from core.look import Text
from core.match import Paired
from core.model import Case, Coverage, Finding, Grade, Notice, Rhythm, Side, TpopOrder, Trouble, iso
from core.say import Say
from core.situation import Situation as Situation


@dataclass(frozen=True, slots=True)
class SourceSight:
    """What one run saw of one source: what the checks of the lookout itself judge."""

    name: str
    side: Side
    coverage: Coverage | None
    """None: nothing at all could be read."""
    troubles: tuple[Trouble, ...] = ()
    pairing: Paired | None = None
    unlooked: tuple[str, ...] = ()
    """Numbers of due orders that this list is too old to show."""
    grade: Grade = "listed"
    """What its word is worth: a list, or mails."""
    rhythm: Rhythm = "daily"
    """How often the merchant means to feed it: what is older is asked for."""
    chosen_part: bool = False
    """By the merchant's choice it never shows everything: that is no fault."""
    notices: tuple[Notice, ...] = ()
    """What is to be known of how it can be read, though nothing went wrong."""

    @property
    def unfed(self) -> bool:
        """The channel has brought no list at all; not one that cannot be dated or understood."""
        return (
            self.coverage is not None
            and self.coverage.as_of is None
            and all(trouble.kind == "no_file" for trouble in self.troubles)
        )


CaseJudge = Callable[[Case, Situation], Iterable[Finding]]
SourceJudge = Callable[[SourceSight, Situation], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One fault that Vigie knows. The id is public and never used again for another."""

    id: str
    family: Literal[1, 2, 3, 4, 5]
    """TPOP's own three chores, then ours: 1 taken in charge · 2 blocked · 3 conformity · 4 follow-through · 5 us."""
    words: Mapping[str, Callable[[Finding, Say], Text]]
    mended: Mapping[str, str]
    """What is said, after the number, once it is over."""
    judge: CaseJudge | None = None
    judge_source: SourceJudge | None = None
    needs: frozenset[Side] = frozenset()
    """The sides whose silence it interprets."""
    looks: Callable[[Case, Situation], bool] | None = None
    """Could it have seen its fault on this case? Resolved means looked again. Default: TPOP's order was read."""
    grades: tuple[Grade, ...] = ("listed",)
    """On which evidence it may speak, strongest first (core.evidence); none: it does not speak of TPOP's orders."""
    hint: str = ""
    """For docs/checks.md: what kind of thing it is, in a word or two."""

    def looked(self, case: Case, situation: Situation) -> bool:
        return self.looks(case, situation) if self.looks is not None else heard(case, situation)


def heard(case: Case, situation: Situation) -> bool:
    """TPOP's orders were read, each in a status that Vigie knows; or a list that covers the time shows none."""
    if case.tpop:
        return all(order.status != "unknown" for order in case.tpop)
    return situation.silent_list(case) is not None


def is_cancelled(case: Case) -> bool:
    """Every shop order of the case is cancelled: what TPOP does with it is another check's matter."""
    for order in case.shop:
        if order.state != "cancelled":
            return False
    return bool(case.shop)


def seen_at(orders: Iterable[TpopOrder]) -> str | None:
    """The newest moment at which these orders were seen: what every finding on a list carries."""
    return iso(max((order.as_of for order in orders), default=None))


def at(finding: Finding, key: str) -> datetime | None:
    """A time of the evidence, as a time again."""
    value = finding.evidence.get(key)
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def hearsay(finding: Finding, say: Say) -> tuple[str, ...]:
    """Where it stands on a mail: which, and when it came."""
    moment = at(finding, "mailed_at") or at(finding, "seen_at")
    if moment is None or finding.evidence.get("grade") != "mentioned":
        return ()
    when = say.at(moment)
    if finding.evidence.get("seen_in") == "list":
        return (f"So TPOP's list said {when}." if say.language == "en" else f"D'après votre liste TPOP lue {when}.",)
    return (f"So a mail says, received {when}." if say.language == "en" else f"D'après un mail reçu {when}.",)


def ids(orders: Iterable[TpopOrder]) -> list[str]:
    """Of those that bear one: what only a mail shows often has none."""
    return [order.id for order in orders if order.id]


def evidence(**parts: Any) -> dict[str, Any]:
    """Evidence without what is not known."""
    return {key: value for key, value in parts.items() if value is not None}
