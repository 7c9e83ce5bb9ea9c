"""What is said now, of which kind, and whether a phone may ring: DESIGN.md, rules 20 to 23."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from core.digest import news as of
from core.digest.ring import asleep, cannot_wait, may_ring, today
from core.digest.words import Words
from core.look import Look, News

Kind = Literal["urgent", "digest", "all_clear", "trouble"]

_MONDAY = 0
_FIRST_WEEK = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """What one shop's look says now. `kind` None: nothing."""

    words: Words
    kind: Kind | None
    told: tuple[News, ...] = ()
    """Worst first."""
    held: int = 0
    """News that wait: the merchant is away."""
    sms: bool = False

    @property
    def look(self) -> Look:
        return self.words.look

    @property
    def faults(self) -> tuple[News, ...]:
        """What is told as wrong with an order."""
        return tuple(
            news for news in self.told if not _ended(news) and not of.is_blind(news) and not self.is_old(news)
        )

    @property
    def old(self) -> tuple[News, ...]:
        """On a first run: what was wrong before Vigie came, folded into one line."""
        return tuple(news for news in self.told if self.is_old(news))

    @property
    def blind(self) -> tuple[News, ...]:
        """Told or known: what could not be looked at."""
        waiting = tuple(news for news in self.look.news if not news.told)
        return tuple(news for news in self.told + waiting if of.is_blind(news) and not _ended(news))

    @property
    def waiting(self) -> tuple[News, ...]:
        """Told before, still open: context."""
        return tuple(news for news in self.look.news if _context(news) and not of.is_blind(news))

    @property
    def stands(self) -> bool:
        """Something is still open once this is told."""
        return any(not _ended(news) for news in self.told) or any(_context(news) for news in self.look.news)

    @property
    def away(self) -> bool:
        return _is_away(self.look)

    def ended(self, status: str) -> tuple[News, ...]:
        return tuple(news for news in self.told if news.status == status)

    def is_old(self, news: News) -> bool:
        """Older than the retention on a first run, and not a state of today's such as a blocked order."""
        since, until = of.fault_since(news), of.deadline(news)
        if not self.look.first_run or since is None or _ended(news):
            return False
        if of.is_blind(news) or news.item.check.startswith("blocked-"):
            return False
        if until is not None and until > self.look.now:
            return False
        return self.look.now - since > timedelta(hours=self.look.policy.retention_hours)


def choose(words: Words) -> Choice:
    """What this look says now."""
    return _watch(words) if words.look.run == "watch" and not words.look.first_run else _daily(words)


def kind_of(choices: Sequence[Choice]) -> Kind:
    """The kind of one message for several shops; every choice has something to say."""
    kinds: set[Kind | None] = {choice.kind for choice in choices}
    if kinds == {"all_clear"}:
        return "all_clear"
    if "urgent" in kinds:
        return "urgent"
    return "trouble" if kinds <= {"trouble", "all_clear"} else "digest"


def severity_of(choices: Sequence[Choice], kind: Kind) -> str:
    """The worst of what is told; what is over, or was over before Vigie came, weighs little."""
    if kind in ("all_clear", "trouble"):
        return "clear" if kind == "all_clear" else "act"
    weights = {_weight(choice, news) for choice in choices for news in choice.told}
    if not weights:  # a welcome, or what is open on a Monday
        return "clear" if all(choice.look.can_clear for choice in choices) else "note"
    return next(severity for severity in ("urgent", "act", "note", "clear") if severity in weights)


def sent_keys(choice: Choice) -> tuple[str, ...]:
    """What is counted once the message is out: `<kind>#<local date>`, and the SMS."""
    day = today(choice.words)
    return (f"{choice.kind}#{day}", f"sms#{day}") if choice.sms else (f"{choice.kind}#{day}",)


def clear_today(words: Words, ahead: int = 0) -> bool:
    """Whether the rhythm of the all clear names today (or the day `ahead` days from now)."""
    look, day = words.look, words.say.local_date(words.say.now) + timedelta(days=ahead)
    rhythm, start = look.policy.all_clear, look.now if look.first_run else look.first_run_at
    if rhythm == "auto" and start is not None:
        first_week = (day - words.say.local_date(start)).days < _FIRST_WEEK
        rhythm = "daily" if first_week else "weekly"
    if rhythm == "daily":
        return True
    return rhythm != "never" and day.weekday() == _MONDAY


def _watch(words: Words) -> Choice:
    """Only what is 🔴; that a side does not answer, once it did not answer twice. At night only what cannot wait."""
    look = words.look
    told = [news for news in look.news if news.told and (of.is_red(news) or _silent_twice(news))]
    if _is_away(look):
        told = [news for news in told if of.is_red(news)]
    if not told or (asleep(words) and not cannot_wait(words, told)):
        return Choice(words, None)
    kind: Kind = "urgent" if any(of.is_red(news) for news in told) else "trouble"
    return Choice(words, kind, tuple(of.in_order(told)), sms=may_ring(words, told))


def _daily(words: Words) -> Choice:
    look = words.look
    due = [news for news in look.news if news.told]
    away = _is_away(look) and not look.first_run
    told = of.in_order(news for news in due if of.is_red(news)) if away else of.in_order(due)
    kind = _daily_kind(words, told, away)
    return Choice(words, kind, tuple(told), held=len(due) - len(told), sms=kind is not None and may_ring(words, told))


def _daily_kind(words: Words, told: Sequence[News], away: bool) -> Kind | None:
    look, day = words.look, today(words)
    if look.first_run:
        return "digest"
    over = all(_ended(news) for news in told)
    mended = all(news.status == "resolved" for news in told)  # what closed unmended is no reason for a green light
    if not away and look.can_clear and mended and not look.sent.get(f"all_clear#{day}"):
        if told and look.policy.all_clear != "never":
            return "all_clear"
        if not told and clear_today(words):
            return "all_clear"
    if told:
        only_blind = not over and all(of.is_blind(news) for news in told)
        return "trouble" if only_blind else "digest"
    monday = words.say.local_date(look.now).weekday() == _MONDAY
    standing = any(_context(news) for news in look.news)
    return "digest" if monday and standing and not away and not look.sent.get(f"digest#{day}") else None


def _is_away(look: Look) -> bool:
    return look.policy.away_until is not None and look.policy.away_until > look.now


def _silent_twice(news: News) -> bool:
    return news.item.check == "source-unreachable" and news.item.times_seen > 1 and not _ended(news)


def _context(news: News) -> bool:
    return not news.told and news.status == "open"


def _ended(news: News) -> bool:
    return news.status in of.ENDED


def _weight(choice: Choice, news: News) -> str:
    if _ended(news):
        return "clear"
    return "note" if choice.is_old(news) else of.severity(news)
