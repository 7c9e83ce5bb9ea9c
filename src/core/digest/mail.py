"""The mail: worst and soonest first, what to do in the order to do it, then what was checked. 40 columns, always."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest import checked, unseen, welcome
from core.digest import news as of
from core.digest.choose import Choice
from core.digest.entries import FOLD, Entry, entries, many, render
from core.digest.words import PILLS, Words, clip, shop_name
from core.digest.wrap import wrap
from core.look import News
from core.model import SEVERITIES

_SECTIONS = {"urgent": "today", "act": "week", "note": "info", "clear": "info"}
_CONTEXT = 12
"""Of what is still open or over, this much is named; the rest is counted."""


def mail(choices: Sequence[Choice], silent: Sequence[Choice], most: int) -> str:
    """One block for each shop that has something to say, a line for each that has not."""
    blocks: list[list[str]] = []
    for choice in choices:
        fits, left, room = [], 0, most
        for entry in entries(choice.faults):
            if entry.weight <= room:
                fits.append(entry)
                room -= entry.weight
            else:
                left, room = left + len(entry.members), 0
        most = room
        blocks.append(_block(choice, fits, left))
    blocks += [wrap(_nothing(choice)) for choice in silent if choice.look.run == "daily"]
    rule = ["", "─" * 20, ""]
    lines = [line for at, block in enumerate(blocks) for line in (rule + block if at else block)]
    return "\n".join(lines).strip("\n") + "\n"


def _block(choice: Choice, fits: Sequence[Entry], left: int) -> list[str]:
    words, blind = choice.words, unseen.is_blind(choice)
    now = words.say.now
    name = shop_name(choice.look.shop).upper()
    parts = [wrap(words("header", shop=name, day=words.say.full_day(now), clock=words.say.clock(now)))]
    if choice.look.first_run:
        parts.append(welcome.hello(choice))
    if choice.kind == "all_clear":
        return _joined([*parts, *_all_clear(choice)])
    faults = _faults(words, fits, left)
    if blind and choice.kind == "urgent":
        parts += [*faults, unseen.top(words), unseen.lines(choice)]
    elif blind:
        seen = [line for part in _faults(words, fits, left, headed=False) for line in part]
        parts += [unseen.top(words), unseen.lines(choice)]
        if seen or checked.shop(words) is not None:
            parts.append([*unseen.seen_head(choice), *(seen or wrap(words("seen.nothing")))])
    else:
        parts += faults
    parts.append(welcome.old(choice))
    parts += _context(choice)
    if choice.look.first_run:
        parts.append(welcome.sight(choice))
    parts.append(_checked(choice, blind))
    return _joined(parts)


def _faults(words: Words, fits: Sequence[Entry], left: int, headed: bool = True) -> list[list[str]]:
    """A section for each pill; without heads where they stand under one of their own."""
    made: list[list[str]] = []
    for severity in reversed(SEVERITIES):
        here = [line for entry in fits if of.severity(entry.first) == severity for line in render(words, entry)]
        if here:
            made.append([words(_SECTIONS[severity]), *here] if headed else here)
    if left:
        made.append(wrap(words("rest", others=words.n("others", left))))
    return made


def _context(choice: Choice) -> list[list[str]]:
    """Still open, resolved, closed: short, because it was told before or is over."""
    words, made = choice.words, []
    resolved, closed = choice.ended("resolved"), choice.ended("closed")
    if choice.waiting and choice.kind != "urgent":
        made += [[words("open", n=words.say.figure(len(choice.waiting))), *_open(words, choice.waiting)]]
    if resolved:
        made += [[words("resolved", n=words.say.figure(len(resolved))), *_over(words, resolved)]]
    if closed:
        made += [[words("closed", n=words.say.figure(len(closed))), *_over(words, closed)]]
    return [[line for part in made for line in part]]


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
                if named < _CONTEXT:
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
    return said if news.looked else f"{said} ({words('not.looked')})"


def _over(words: Words, over: Sequence[News]) -> list[str]:
    lines: list[str] = []
    for news in over[:_CONTEXT]:
        number, title = clip(of.label(news), 40), clip(news.text.title or of.short(news), 120)
        said = f"{number}{words('colon')}{title}" if number else title
        if news.status == "closed":
            said += f" ({_why(words, news)})"
        lines += wrap(said, f"{PILLS['clear']} " if news.status == "resolved" else f"{PILLS['note']} ", "   ")
    if len(over) > _CONTEXT:
        lines += wrap(words("rest.context", others=words.n("others", len(over) - _CONTEXT)), "   ", "   ")
    return lines


def _why(words: Words, news: News) -> str:
    key = f"closed.{news.item.closed_because}"
    if key == "closed.settled":
        return words(key, by=clip(news.item.settled_by or "TPOP", 40))
    return words(key) if words.has(key) else words("closed.other")


def _checked(choice: Choice, blind: bool) -> list[str]:
    words, look = choice.words, choice.look
    told = checked.orders(words)
    if look.first_run:  # the welcome has said what was seen
        told = told[:1]
    paragraphs = [" ".join(told), " ".join([*checked.sides(words), *checked.lag(words)])]
    if not look.list_channel and not look.first_run:
        paragraphs.append(words("no.list"))
    paragraphs += [" ".join(checked.notes(words)), *(clip(note) for note in look.needs_words), *_away(choice)]
    if blind:
        paragraphs.append(words("retry", when=words.next_look()))
    elif look.run == "watch":
        paragraphs.append(words("next.look", when=words.next_look()))
    else:
        paragraphs.append(" ".join(checked.next_mail(choice)))
    return [line for paragraph in paragraphs if paragraph for line in wrap(paragraph)]


def _all_clear(choice: Choice) -> list[list[str]]:
    """TPOP's three chores, counted; then both sides and when."""
    words, counts = choice.words, choice.look.orders
    chores = wrap(words("clear.orders", orders=words.n("orders", counts.shop), since=checked.since(words)))
    total, same = counts.expected, max(counts.found - counts.not_compared, 0)
    chores += wrap(words("clear.taken", a=words.say.figure(counts.found), b=words.say.figure(total)))
    chores += wrap(words("clear.blocked"))
    chores += wrap(words("clear.same", a=words.say.figure(same), b=words.say.figure(total)))
    for said in checked.excluded(words):
        chores += wrap(said)
    parts = [wrap(words("clear"), f"{PILLS['clear']} ", "   "), *_context(choice), chores]
    seen = [*checked.sides(words), " ".join(checked.lag(words)), *checked.notes(words), *choice.look.needs_words]
    parts.append([line for said in seen if said for line in wrap(clip(said))])
    parts.append([line for said in checked.next_mail(choice) for line in wrap(said)])
    return parts


def _away(choice: Choice) -> list[str]:
    words, until = choice.words, choice.look.policy.away_until
    if not choice.away or until is None:
        return []
    if not choice.held:
        return [words("away", moment=words.say.moment(until))]
    return [words("away.held", moment=words.say.moment(until), n=words.n("away.news", choice.held))]


def _nothing(choice: Choice) -> str:
    """A shop with no news of its own, beside others that have some."""
    words, name = choice.words, shop_name(choice.look.shop)
    if unseen.is_blind(choice):
        return words("quiet.blind", shop=name)
    if choice.waiting:
        return words("quiet.open", shop=name, n=words.n("still.open", len(choice.waiting)))
    return words("quiet.shop", shop=name)


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    """The parts that say something, an empty line between them."""
    said = [part for part in parts if part]
    return [line for at, part in enumerate(said) for line in (["", *part] if at else part)]
