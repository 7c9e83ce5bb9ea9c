"""The news in a few words, worst first: what the subject and the SMS are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.digest import news as of
from core.digest import unseen
from core.digest.choose import Choice, Kind
from core.digest.entries import many
from core.digest.words import Words, clip, shop_name
from core.look import News
from core.model import rank

_MOST = 20
"""More parts than any subject holds."""


@dataclass(frozen=True, slots=True)
class Part:
    """One group of news: `short` for both, `long` for the place of honour in an SMS."""

    short: str
    long: str
    shop: str
    """Its name, where several shops share the message; else ""."""
    weight: int
    """How many findings it stands for."""


def parts(choices: Sequence[Choice], silent: Sequence[Choice], kind: Kind) -> list[Part]:
    """All that the message says, worst first."""
    several = len(choices) + len(silent) > 1
    if kind == "all_clear":
        return _clear(choices, several and len(choices) == 1)
    ranked: list[tuple[int, datetime, Part]] = []
    for choice in choices:
        name = shop_name(choice.look.shop) if several else ""
        ranked += [(weight, due, Part(short, long, name, count)) for weight, due, short, long, count in _of(choice)]
    ordered = sorted(ranked, key=lambda one: (-one[0], one[1]))  # stable: else the order of each shop holds
    return [part for *_, part in ordered][:_MOST]


def rest(words: Words, left: Sequence[Part]) -> str:
    """What did not fit, counted."""
    count = sum(part.weight for part in left)
    return words("head.rest", others=words.n("others", count)) if count else ""


def _clear(choices: Sequence[Choice], named: bool) -> list[Part]:
    words = choices[0].words
    total = sum(choice.look.orders.expected for choice in choices)
    said = words("head.clear", n=words.n("head.verified", total))
    if len(choices) > 1:
        said += f" ({words.n('head.shops', len(choices))})"
    name = shop_name(choices[0].look.shop) if named else ""
    made = [Part(said, said, name, 1)]
    over = sum(len(choice.ended("resolved")) for choice in choices)
    if over:
        many_over = words.n("head.resolved", over)
        made.append(Part(many_over, many_over, "", over))
    return made


def _of(choice: Choice) -> list[tuple[int, datetime, str, str, int]]:
    """(weight, deadline, short, long, findings) of everything one shop says."""
    words = choice.words
    groups: dict[tuple[str, str], list[News]] = {}
    for news in choice.faults:
        groups.setdefault((of.severity(news), news.item.check), []).append(news)
    made = [
        (
            rank(severity) * 2 + 2,
            of.deadline(group[0]) or of.FAR,
            _short(words, group),
            _long(words, group),
            len(group),
        )
        for (severity, _), group in groups.items()
    ]
    if choice.kind == "trouble":
        made.append((8, of.FAR, _blind(choice), _blind(choice), 1))
    elif unseen.is_blind(choice):
        made.append((7, of.FAR, words("head.partly"), _blind(choice), 0))
    for weight, key, count in (
        (2, "head.old", len({news.item.ref for news in choice.old})),
        (1, "head.resolved", len(choice.ended("resolved"))),
        (1, "head.closed", len(choice.ended("closed"))),
    ):
        if count:
            made.append((weight, of.FAR, words.n(key, count), words.n(key, count), count))
    if choice.look.first_run and not choice.faults:
        welcome = words("head.welcome", n=words.n("head.seen", choice.look.orders.shop))
        made.insert(0, (4, of.FAR, welcome, welcome, 1))
    if choice.kind == "all_clear":
        said = words("head.clear", n=words.n("head.verified", choice.look.orders.expected))
        made.append((0, of.FAR, said, said, 0))
    elif not made:
        said = words("head.standing", n=words.n("still.open", len(choice.waiting) + len(choice.blind)))
        made.insert(0, (4, of.FAR, said, said, 1))
    return made


def _short(words: Words, group: Sequence[News]) -> str:
    """ "1042 annulée, 3 h" or "carte refusée (4)"."""
    numbers, first = {of.label(news) for news in group}, group[0]
    left = _left(words, first)
    if len(numbers) > 1:
        return f"{clip(many(words, group), 60)} ({words.say.figure(len(numbers))}){left}"
    said = f"{clip(of.label(first), 30)} {clip(of.short(first), 60)}".strip()
    return said if not left or left.strip(", ") in said else said + left


def _long(words: Words, group: Sequence[News]) -> str:
    """ "1042 annulée chez vous, pas chez TPOP, avant 11 h"."""
    numbers, first = {of.label(news) for news in group}, group[0]
    until = of.deadline(first)
    before = words("head.before", when=words.say.by(until)) if until is not None and until > words.say.now else ""
    if len(numbers) > 1:
        return f"{clip(many(words, group), 60)} ({words.say.figure(len(numbers))}){before}"
    return f"{clip(of.label(first), 30)} {clip(first.text.title or of.short(first), 80)}{before}".strip()


def _left(words: Words, news: News) -> str:
    until = of.deadline(news)
    return f", {words.say.left(until)}" if until is not None and until > words.say.now else ""


def _blind(choice: Choice) -> str:
    words = choice.words
    for news in choice.blind:
        return words("head.blind.what", what=clip(of.short(news), 60))
    return words("head.blind")
