"""What each channel showed, how late a problem is seen, and what none of them can show: said in every mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.digest.words import Words, clip
from core.model import Coverage


def by_evidence(words: Words) -> str:
    """ "18 dans votre liste, 6 dans des mails de TPOP, 3 sans nouvelles de TPOP": the expected ones by what shows them."""
    counts = words.look.orders
    parts = (
        ("by.list", counts.found - counts.mentioned - counts.written_back),
        ("by.mail", counts.mentioned),
        ("by.tracking", counts.written_back),
        ("by.hand", counts.by_hand),
        ("by.nothing", counts.unknown_fate - counts.by_hand),
    )
    return ", ".join(words.n(key, count) for key, count in parts if count > 0)


def limits(words: Words) -> str:
    """What no whole list means for this shop; "" where it has one."""
    look = words.look
    if look.list_channel:
        return ""
    if has_mails(words):
        return words("no.list.both" if look.part_channel else "no.list.mail")
    return words("no.list.part" if look.part_channel else "no.list")


def blind_time(words: Words) -> list[str]:
    """Between two looks, plus the age of the newest TPOP list; and what is not seen in that time."""
    look = words.look
    if not any(one.side == "shop" and one.as_of is not None for one in look.coverage):
        return []
    every = timedelta(hours=look.policy.watch_every_hours)
    newest = max((one.as_of for one in lists(look.coverage) if one.as_of), default=None)
    said = [] if newest is None else _of_lists(words, every, newest)
    if not look.list_channel:
        if has_mails(words):
            said.append(words("lag.mail", span=words.span(every)))
        days = words.n("working.days", int(look.policy.production_working_days))
        said.append(words("lag.nothing" if said else "lag.alone", days=days))
    elif newest is None:
        said.append(words("lag.unfed"))
    return said


def _of_lists(words: Words, every: timedelta, newest: datetime) -> list[str]:
    look = words.look
    if not look.list_channel or look.rhythm != "daily":
        return [words("lag.seen", when=words.say.moment(newest))]
    span = every + max(look.now - newest, timedelta())
    said = [words("lag", span=words.span(span))]
    if span > timedelta(hours=look.policy.blind_hours):
        said.append(words("lag.long", retention=words.retention()))
    return said


def by_eye(words: Words) -> str:
    """The orders that nothing shows, by number, where the merchant feeds some channel; "" elsewhere."""
    look = words.look
    fed = look.part_channel or has_mails(words)
    if look.list_channel or not fed or not look.unlooked:
        return ""
    count = max(look.orders.unknown_fate - look.orders.by_hand, len(look.unlooked))
    return words("silent.one" if count == 1 else "silent", numbers=words.each(look.unlooked, count))


def has_mails(words: Words) -> bool:
    """A mail box is configured, whether it could be read or not."""
    return any(one.grade == "mentioned" for one in words.look.coverage)


def lists(coverage: Sequence[Coverage]) -> list[Coverage]:
    """Of TPOP's side, the lists: mails and the write-back have no age of their own."""
    return [one for one in coverage if one.side == "tpop" and one.grade == "listed"]


def name(words: Words, coverage: Coverage) -> str:
    """ "liste TPOP", with its own name where there are several; "mails de TPOP"."""
    if coverage.grade == "mentioned":
        return words("mails")
    kinds = [_kind(one) for one in lists(words.look.coverage)]
    if len(kinds) < 2:
        return words("list")
    known = words("list.inbox" if _kind(coverage) == "inbox" else "list.http")
    return known if kinds.count(_kind(coverage)) == 1 else f"{known} « {clip(coverage.source, 20)} »"


def _kind(coverage: Coverage) -> str:
    return "inbox" if "inbox" in coverage.source else "http"
