"""The ⚪ part of a mail: what could not be looked at, why, and how to mend it. It is never an all clear."""

from __future__ import annotations

from core.digest import news as of
from core.digest.choose import Choice
from core.digest.troubles import side_of, told_as
from core.digest.words import PILLS, Words, capital, clip, sentence
from core.digest.wrap import wrap
from core.look import News

_BY_TROUBLE = frozenset({"source-unreachable", "source-partial"})
"""Their reason is a trouble, whose own mend is closer than the check's general one."""
_MOST = 6


def is_blind(choice: Choice) -> bool:
    """Whether something could not be looked at."""
    look = choice.look
    if look.can_clear:
        return False
    # Without a list channel every look is partial, by the merchant's choice: the mail says that in its own words.
    partial = look.state == "failed" or (look.state == "partial" and look.list_channel)
    unknown = look.orders.unknown_fate > 0 and look.list_channel
    return partial or unknown or bool(look.troubles) or bool(choice.blind) or not look.drill_passed


def top(words: Words) -> list[str]:
    return wrap(words("blind"), f"{PILLS['blind']} ", "   ")


def lines(choice: Choice) -> list[str]:
    """What was not checked, and what to do about it."""
    words = choice.words
    paragraphs, steps = [], []
    if not choice.look.drill_passed:
        paragraphs.append(words("drill.failed"))
    told, said = choice.blind[:_MOST], set[str]()
    troubles: dict[str, list[str]] = {}
    asked = {news.item.ref for news in told if news.item.check == "source-stale"}
    for source, trouble in choice.look.troubles[:_MOST]:
        if trouble.kind == "no_file" and f"source:{source}" in asked:
            continue  # said by its finding
        happened, mend = told_as(words, side_of(words, source), trouble)
        troubles.setdefault(f"source:{source}", []).append(happened)
        steps.append(mend)
    for news in told:
        reasons = [] if news.item.check not in _BY_TROUBLE else troubles.get(news.item.ref, [])
        facts = [fact for fact in map(clip, news.text.facts[:_MOST]) if fact not in said]
        said.update(facts, reasons)
        paragraphs.append(" ".join(sentence(part) for part in [_head(news), *reasons, *facts] if part.strip()))
        if not reasons and (
            news.told or news.item.evidence.get("rhythm") != "weekly"
        ):  # a weekly list is asked for once
            steps.extend(news.text.steps)
    paragraphs += [reason for reasons in troubles.values() for reason in reasons if reason not in said]
    _by_eye(choice, paragraphs, steps)
    made = [words("unseen")]
    paragraphs = paragraphs or [words("unseen.other")]
    for paragraph in dict.fromkeys(paragraphs):
        made += wrap(paragraph)
    steps = [step for step in dict.fromkeys(steps) if step.strip()][:_MOST]
    if steps:
        made += ["", words("todo")]
        for at, step in enumerate(steps, 1):
            made += wrap(clip(step), f"{at}. ", "   ")
    return made


def seen_head(choice: Choice) -> list[str]:
    """What was looked at all the same, and when: over the faults found there."""
    words = choice.words
    for coverage in choice.look.coverage:
        if coverage.side == "shop" and coverage.as_of is not None:
            where = words("seen.shop", when=words.say.at(coverage.as_of))
            return wrap(words("seen.where", where=where))
    return [words("seen")]


def _head(news: News) -> str:
    number, head = of.label(news), of.short(news)
    return capital(clip(f"{number}, {news.text.title or head}" if number else head))


def _by_eye(choice: Choice, paragraphs: list[str], steps: list[str]) -> None:
    """The orders of unknown fate, by number: on paper they can be looked up in a minute."""
    words, look = choice.words, choice.look
    fed = look.list_channel or look.part_channel or look.mails is not None
    if not look.unlooked or not fed:
        return
    by_hand = 0 if look.list_channel else look.orders.by_hand
    count = max(look.orders.unknown_fate - by_hand, len(look.unlooked))
    numbers, one = words.each(look.unlooked, count), ".one" if count == 1 else ""
    if any(news.item.check == "source-stale" and news.item.evidence.get("orders_since") for news in choice.blind):
        paragraphs[-1:] = [f"{paragraphs[-1]} {words('unseen.which', numbers=numbers)}"]
        return
    paragraphs.append(words(f"unseen.fate{one}", orders=words.n("orders", count), numbers=numbers))
    eye = words(f"eye{one}", numbers=numbers)
    others = any(step.strip() for step in steps)
    steps.append(words("or", step=eye[:1].lower() + eye[1:]) if others else eye)
