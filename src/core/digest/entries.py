"""Faults as entries of the mail: four or more of one check are one entry, with their numbers and their steps once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.digest import news as of
from core.digest.words import PILLS, SHOWN, Words, capital, clip, sentence
from core.digest.wrap import wrap
from core.look import News

FOLD = 4
"""From this many orders on, one check is one entry; one incident (one card, say) from two on."""

_BODY = "   "
_STEP = "      "
_NOTES = ("reopened", "worse", "reminded", "unmuted")
_MOST = 8
"""Facts, and steps, of one entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told in one go."""

    members: tuple[News, ...]
    """Worst first."""
    folded: bool

    @property
    def first(self) -> News:
        return self.members[0]

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(of.label(news) for news in self.members))

    @property
    def weight(self) -> int:
        """How much of the mail's fifty it takes."""
        return min(len(self.numbers), SHOWN) if self.folded else len(self.members)


def entries(words: Words, told: Iterable[News]) -> list[Entry]:
    """In the order of the worst of each."""
    groups: dict[tuple[str, str, str | None], list[News]] = {}
    for news in of.in_order(told):
        groups.setdefault((of.severity(news), news.item.check, news.item.incident), []).append(news)
    made: list[Entry] = []
    for (_, _, incident), group in groups.items():
        orders: dict[str, list[News]] = {}
        for news in group:
            orders.setdefault(news.item.ref, []).append(news)
        if len(orders) >= (2 if incident else FOLD) or (len(orders) > 1 and _alike(words, group)):
            made.append(Entry(tuple(group), folded=True))
        else:
            made.extend(Entry(tuple(members), folded=False) for members in orders.values())
    place = {id(news): at for at, news in enumerate(of.in_order(news for entry in made for news in entry.members))}
    return sorted(made, key=lambda entry: place[id(entry.first)])


def many(words: Words, group: Sequence[News]) -> str:
    """What several orders of one check have in common, in a few words."""
    key = f"many.{group[0].item.check}"
    return words(key) if words.has(key) else of.base(group[0])


def render(words: Words, entry: Entry) -> list[str]:
    """Pill, number and title; the facts in one paragraph; the steps in the order to do them."""
    pill = PILLS.get(of.severity(entry.first), PILLS["note"])
    head, facts = clip(_head(words, entry)), [sentence(clip(fact)) for fact in _facts(words, entry) if fact.strip()]
    lines = wrap(head, f"{pill} ", _BODY)
    if entry.folded:
        lines += wrap(words.numbers(entry.numbers, len(entry.numbers)), _BODY, _BODY)
    if facts and len(lines) > 1 and not entry.folded:  # a headline longer than its line runs on into the facts
        lines = wrap(" ".join([sentence(head), *facts]), f"{pill} ", _BODY)
    elif facts:
        lines += wrap(" ".join(facts), _BODY, _BODY)
    for at, step in enumerate(_steps(words, entry), 1):
        lines += wrap(clip(step), f"{_BODY}{at}. ", _STEP)
    return lines


def _head(words: Words, entry: Entry) -> str:
    colon = words("colon")
    if entry.folded:
        orders = words.n("orders", len(entry.numbers))
        return f"{capital(many(words, entry.members))}{colon}{orders}"
    number, title = of.label(entry.first), entry.first.text.title or of.short(entry.first)
    return f"{clip(number, 40)}{colon}{title}" if number else capital(title)


def _facts(words: Words, entry: Entry) -> list[str]:
    notes = _notes(words, entry)
    if entry.folded:
        return _pressing(words, entry) + _common(words, entry, "facts") + notes
    titles = [capital(news.text.title) for news in entry.members[1:]]
    facts = list(dict.fromkeys([*titles, *(fact for news in entry.members for fact in news.text.facts)]))
    if len(facts) > _MOST:
        facts = [*facts[:_MOST], words("more.facts", others=words.n("others", len(facts) - _MOST))]
    return facts + _left(words, entry) + notes


def _left(words: Words, entry: Entry) -> list[str]:
    """How long is left, where the check's own words do not say it."""
    until = of.deadline(entry.first)
    if until is None or until <= words.say.now:
        return []
    left, text = words.say.left(until), entry.first.text
    said = any(left in part for part in (text.title, *text.facts, *text.steps))
    return [] if said else [words("left", left=left)]


def _steps(words: Words, entry: Entry) -> tuple[str, ...]:
    if not entry.folded:
        return entry.first.text.steps[:_MOST]
    return tuple(_common(words, entry, "steps") or _told(words, entry.first, "steps")[:_MOST])


def _pressing(words: Words, entry: Entry) -> list[str]:
    """The soonest deadline of a fold: its numbers stand in that order."""
    until = of.deadline(entry.first)
    if until is None or until <= words.say.now:
        return []
    return [words("first", number=of.label(entry.first), left=words.say.left(until))]


def _notes(words: Words, entry: Entry) -> list[str]:
    """That it is a reminder, or why it comes back."""
    notes = []
    for status in _NOTES:
        group = [news for news in entry.members if news.status == status]
        if not group:
            continue
        name = "reminder" if status == "reminded" else status
        if entry.folded and len(group) < len(entry.members):
            numbers = list(dict.fromkeys(of.label(news) for news in group))
            notes.append(words(f"{name}.many", numbers=words.numbers(numbers, len(numbers))))
        else:
            notes.append(_note(words, group[0], name))
    return notes


def _note(words: Words, news: News, name: str) -> str:
    if name == "reminder":
        most = words.look.policy.reminders_max
        return words("reminder", n=min(news.item.reminders + 1, most), most=most)
    if name == "unmuted" and news.item.mute_reason:
        return words("unmuted.why", why=clip(news.item.mute_reason, 120))
    return words(name)


def _alike(words: Words, group: Sequence[News]) -> bool:
    """Two or three that would say the very same but for their numbers."""
    texts = {(*_told(words, news, "facts"), "", *_told(words, news, "steps")) for news in group}
    return len(texts) == 1


def _common(words: Words, entry: Entry, part: str) -> list[str]:
    """The facts or steps that hold for every member, with "each number" in the place of its own."""
    kept = _told(words, entry.first, part)
    for news in entry.members[1:]:
        theirs = set(_told(words, news, part))
        kept = [text for text in kept if text in theirs]
    return kept[:_MOST]


def _told(words: Words, news: News, part: str) -> list[str]:
    texts: Sequence[str] = news.text.facts if part == "facts" else news.text.steps
    number, each = of.label(news), words("each")
    return [_in_place(text, number, each) for text in texts] if number else list(texts)


def _in_place(text: str, number: str, each: str) -> str:
    """The number as a word of its own, replaced; 104 inside 1042 is another number."""
    made, at = "", 0
    while (found := text.find(number, at)) >= 0:
        end = found + len(number)
        alone = not text[found - 1 : found].isalnum() and not text[end : end + 1].isalnum()
        made += text[at:found] + (each if alone else number)
        at = end
    return made + text[at:]
