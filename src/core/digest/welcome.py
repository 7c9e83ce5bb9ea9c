"""The first mail of a shop: who writes, what I see and do not see, how long TPOP waits."""

from __future__ import annotations

from datetime import timedelta

from core.digest import channels, checked
from core.digest.choose import Choice
from core.digest.entries import many
from core.digest.words import PILLS, Words, capital
from core.digest.wrap import wrap
from core.look import News

_FIELDS = ("created_at", "lines", "recipient", "block_reason")
"""What a TPOP list may leave out, and what that costs."""


def hello(choice: Choice) -> list[str]:
    words = choice.words
    every = words.look.policy.watch_every_hours
    pace = words("every.hour") if every == 1 else words("every.hours", span=words.span(timedelta(hours=every)))
    made = wrap(words("welcome", every=pace))
    if choice.look.can_clear:
        made += ["", *wrap(words("welcome.clear"), f"{PILLS['clear']} ", "   ")]
    return made


def sight(choice: Choice) -> list[str]:
    """What I see, what I do not see, and how I work."""
    words = choice.words
    made = [words("welcome.see")]
    for said in (" ".join(checked.orders(words)), " ".join([*checked.sides(words), *channels.blind_time(words)])):
        made += wrap(said)
    if eye := channels.by_eye(words):
        made += wrap(eye)
    made += ["", words("welcome.not")]
    for said in _unseen(words):
        made += wrap(said)
    made += ["", words("welcome.rules")]
    if words.look.rhythm == "weekly":
        made += wrap(words("welcome.weekly", day=words.say.day(words.look.now + timedelta(days=7))))
    for said in (words("welcome.retention", retention=words.retention()), words("welcome.privacy")):
        made += wrap(said)
    return made


def old(choice: Choice) -> list[str]:
    """All that was wrong before Vigie came, in one line: counted by check, named by number."""
    words, news = choice.words, choice.old
    if not news:
        return []
    groups: dict[str, list[News]] = {}
    for one in news:
        groups.setdefault(one.item.check, []).append(one)
    numbers = _numbers(news)
    made = wrap(words("old", orders=words.n("orders", len(numbers))), f"{PILLS['note']} ", "   ")
    made += wrap(words.numbers(numbers, len(numbers)), "   ", "   ")
    kinds = ", ".join(f"{many(words, group)} ({words.say.figure(len(_numbers(group)))})" for group in groups.values())
    made += wrap(f"{capital(kinds)}.", "   ", "   ")
    return made + wrap(words("old.why"), "   ", "   ")


def _numbers(news: list[News] | tuple[News, ...]) -> list[str]:
    return list(dict.fromkeys(one.item.number or one.item.ref for one in news))


def _unseen(words: Words) -> list[str]:
    made = []
    if limits := channels.limits(words):
        made.append(limits)
    if not channels.lists(words.look.coverage):
        made.append(words("welcome.no.tpop"))
    lists = [one for one in channels.lists(words.look.coverage) if one.as_of]
    for field in _FIELDS:
        if lists and not any(field in one.shows for one in lists):
            made.append(words(f"welcome.no.{field}"))
    return [*made, words("welcome.never")]
