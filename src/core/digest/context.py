"""What is still open or over: short, because it was told before or asks for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest import news as of
from core.digest.choose import Choice
from core.digest.entries import FOLD, many
from core.digest.words import PILLS, Words, clip
from core.digest.wrap import wrap
from core.look import News
from core.model import SEVERITIES
from core.say import NBSP

_MOST = 12
"""This much is named; the rest is counted."""


def context(choice: Choice) -> list[str]:
    """Still open, resolved, closed: short, because it was told before or is over."""
    words, made = choice.words, list[str]()
    resolved, closed = choice.ended("resolved"), choice.ended("closed")
    if choice.waiting and choice.kind != "urgent":
        made += [words("open", n=words.say.figure(len(choice.waiting))), *_open(words, choice.waiting)]
    if resolved:
        made += [words("resolved", n=words.say.figure(len(resolved))), *_over(words, resolved)]
    if closed:
        made += [words("closed", n=words.say.figure(len(closed))), *_over(words, closed)]
    return made


def _open(words: Words, waiting: Sequence[News]) -> list[str]:
    """ "🟠 1031 adresse, 3 j · 1038 suivi, 2 j": four or more of one check by its name, then their numbers."""
    lines, named = [], 0
    for severity in reversed(SEVERITIES):
        groups: dict[str, list[News]] = {}
        for news in of.in_order(waiting):
            if of.severity(news) == severity:
                groups.setdefault(news.item.check, []).append(news)
        items: list[str] = []
        for group in groups.values():
            if len(group) >= FOLD:
                numbers = list(dict.fromkeys(of.label(news) for news in group))
                items.append(f"{many(words, group)}{words('colon')}{words.numbers(numbers, len(numbers))}")
                named += len(group)
                continue
            for news in group:
                if named < _MOST:
                    items.append(_one_open(words, news))
                    named += 1
        if items:
            lines += wrap(" · ".join(items), f"{PILLS[severity]} ", "   ")
    if named < len(waiting):
        lines += wrap(words("rest.context", others=words.n("others", len(waiting) - named)), "   ", "   ")
    return lines


def _one_open(words: Words, news: News) -> str:
    seen = of.first_seen(news)
    said = f"{clip(of.label(news), 40)} {clip(of.base(news), 80)}".strip()
    said += f", {words.say.age(seen)}" if seen else ""
    said = said if news.looked else f"{said} ({words('not.looked')})"
    return said.replace(" ", NBSP)  # a line ends between two of them, where it can


def _over(words: Words, over: Sequence[News]) -> list[str]:
    lines: list[str] = []
    for news in over[:_MOST]:
        number, title = clip(of.label(news), 40), clip(news.text.title or of.short(news), 120)
        said = f"{number}{words('colon')}{title}" if number else title
        if news.status == "closed":
            said += f" ({_why(words, news)})"
        lines += wrap(said, f"{PILLS['clear']} " if news.status == "resolved" else f"{PILLS['note']} ", "   ")
    if len(over) > _MOST:
        lines += wrap(words("rest.context", others=words.n("others", len(over) - _MOST)), "   ", "   ")
    return lines


def _why(words: Words, news: News) -> str:
    key = f"closed.{news.item.closed_because}"
    if key == "closed.settled":
        return words(key, by=clip(news.item.settled_by or "TPOP", 40))
    own = f"{key}.{news.item.check}"
    key = own if words.has(own) else key
    return words(key) if words.has(key) else words("closed.other")
