"""The mail: worst and soonest first, what to do in the order to do it, then what was checked. 40 columns, always."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest import channels, checked, mailbox, unseen, welcome
from core.digest import news as of
from core.digest.choose import Choice
from core.digest.context import context
from core.digest.entries import Entry, entries, render
from core.digest.words import PILLS, Words, clip, shop_name
from core.digest.wrap import wrap
from core.model import SEVERITIES

_SECTIONS = {"urgent": "today", "act": "week", "note": "info", "clear": "info"}


def mail(choices: Sequence[Choice], silent: Sequence[Choice], most: int) -> str:
    """One block for each shop that has something to say, a line for each that has not."""
    blocks: list[list[str]] = []
    for choice in choices:
        fits, left, room = [], 0, most
        for entry in entries(choice.words, choice.faults):
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
    parts.append(context(choice))
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


def _checked(choice: Choice, blind: bool) -> list[str]:
    words, look = choice.words, choice.look
    paragraphs: list[str] = []
    if not look.first_run:  # the welcome has said it
        paragraphs += [
            " ".join(checked.orders(words)),
            " ".join([*checked.sides(words), *channels.blind_time(words)]),
        ]
        paragraphs += [channels.by_eye(words), channels.limits(words)] if not blind else [channels.limits(words)]
    if look.mails is not None and checked.shop(words) is not None:
        paragraphs.append(" ".join(mailbox.said(words, look.mails)))
    paragraphs += [" ".join(checked.notes(choice)), *(clip(note) for note in look.needs_words), *_away(choice)]
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
    parts = [wrap(words("clear"), f"{PILLS['clear']} ", "   "), context(choice), chores]
    seen = [
        *checked.sides(words),
        " ".join(channels.blind_time(words)),
        *checked.notes(choice),
        *choice.look.needs_words,
    ]
    if choice.look.mails is not None:
        seen.append(" ".join(mailbox.said(words, choice.look.mails)))
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
