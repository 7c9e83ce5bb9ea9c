"""What was looked at: numbers that add up, the time of every list, how late a problem is seen, and when I write next."""

from __future__ import annotations

from datetime import timedelta

from core.digest.choose import Choice, clear_today
from core.digest.words import Words, clip
from core.look import OrderCounts
from core.model import Coverage

_SILENCE = timedelta(hours=2)
"""How long after its hour a mail may be waited for."""
_WEEK = 7


def orders(words: Words) -> list[str]:
    """shop = expected + excluded by reason + unreadable; expected = found + missing + of unknown fate."""
    look, counts = words.look, words.look.orders
    if shop(words) is None:
        return []
    whole = all(coverage.complete for coverage in look.coverage if coverage.side == "shop")
    read = words("checked" if whole else "checked.part", orders=words.n("orders", counts.shop), since=since(words))
    return [" ".join([read, *_expected(words, counts)]), *excluded(words)]


def excluded(words: Words) -> list[str]:
    """Those that nobody expects at TPOP, by reason; the too recent ones by number."""
    counts = words.look.orders
    parts = []
    for reason, count in counts.excluded.items():
        if not count:
            continue
        key = f"excluded.{reason}"
        part = words.n(key, count) if words.has(key) else f"{words.say.figure(count)} {clip(reason, 40)}"
        if reason == "too recent" and words.look.too_recent:
            numbers = words.numbers(words.look.too_recent, count)
            seen = words("recent.one" if count == 1 else "recent", when=words.next_look(), numbers=numbers)
            part = f"{part} ({seen})"
        parts.append(part)
    said = [words("excluded", parts=", ".join(parts))] if parts else []
    if counts.unreadable:
        said.append(f"{words.n('unreadable', counts.unreadable)}.")
    return said


def sides(words: Words) -> list[str]:
    """Each side, how much of it was read and as of when."""
    look = words.look
    made = []
    for coverage in look.coverage:
        if is_write_back(coverage):
            continue
        if coverage.as_of is None:
            made.append(words("read.not", what=name(words, coverage)))
        else:
            key = "read" if coverage.complete else "read.part"
            made.append(words(key, what=name(words, coverage), when=words.when(coverage.as_of)))
    return made


def lag(words: Words) -> list[str]:
    """The blind time: between two looks, plus the age of the newest TPOP list."""
    look = words.look
    if not look.list_channel:
        return []
    times = [one.as_of for one in look.coverage if one.side == "tpop" and not is_write_back(one) and one.as_of]
    if not times:
        return []
    span = timedelta(hours=look.policy.watch_every_hours) + max(look.now - max(times), timedelta())
    said = [words("lag", span=words.span(span))]
    if span > timedelta(hours=look.policy.blind_hours):
        said.append(words("lag.long", retention=words.retention()))
    return said


def notes(words: Words) -> list[str]:
    """The self-test, what is muted, what could not be compared, what was not read again."""
    look = words.look
    said = [words("drill")] if look.drill_passed else []
    if look.orders.not_compared:
        said.append(words("not.compared", orders=words.n("orders", look.orders.not_compared)))
    if look.counts.get("not_rechecked"):
        said.append(words("not.rechecked", n=look.counts["not_rechecked"]))
    if look.counts.get("muted") or look.can_clear:
        said.append(words("muted", n=look.counts.get("muted", 0)))
    return said


def next_mail(choice: Choice) -> list[str]:
    """When the next mail comes for sure. Promised only where silence would then mean something."""
    words, look = choice.words, choice.look
    clock = words.say.clock(look.now)
    if look.can_clear and clear_today(words, ahead=1):
        return [words("next.tomorrow", clock=clock), words("silence", clock=words.say.clock(look.now + _SILENCE))]
    rhythm = look.can_clear and look.policy.all_clear != "never"
    if choice.away or not (rhythm or choice.stands):
        return [words("next.news")]
    today = words.say.local_date(look.now).weekday()
    monday = look.now + timedelta(days=_WEEK - today)
    return [words("next.day", day=words.say.day(monday), clock=clock)]


def since(words: Words) -> str:
    """ " depuis samedi 24 oct.": the start of what the shop was asked for."""
    coverage = shop(words)
    if coverage is None or coverage.window is None:
        return ""
    return words("since", day=words.say.day(coverage.window.since))


def shop(words: Words) -> Coverage | None:
    """The shop's side, where anything of it was read."""
    return next((one for one in words.look.coverage if one.side == "shop" and one.as_of is not None), None)


def is_write_back(coverage: Coverage) -> bool:
    """What TPOP writes into the shop is no list: it has no age of its own."""
    return coverage.side == "tpop" and coverage.source.replace("-", "").replace("_", "").startswith("writeback")


def name(words: Words, coverage: Coverage) -> str:
    """ "Boutique", "Liste TPOP"; with its own name where there are several lists."""
    if coverage.side == "shop":
        return words("shop")
    lists = [one for one in words.look.coverage if one.side == "tpop" and not is_write_back(one)]
    return f"{words('list')} « {clip(coverage.source, 20)} »" if len(lists) > 1 else words("list")


def _expected(words: Words, counts: OrderCounts) -> list[str]:
    if not words.look.list_channel:
        return [f"{words.n('expected.alone', counts.expected)}."] if counts.expected else []
    if not counts.expected:
        return []
    missing = max(counts.expected - counts.found - counts.unknown_fate, 0)
    head = words.n("expected", counts.expected)
    if counts.found == counts.expected:
        return [f"{head}, {words('found.all' if counts.found > 1 else 'found.one')}."]
    parts = []
    if counts.found:
        parts.append(words.n("found", counts.found))
    if missing:
        parts.append(words.n("missing", missing) + _asked(words, missing))
    if counts.unknown_fate:
        parts.append(words.n("fate", counts.unknown_fate))
    return [f"{head}{words('colon')}{', '.join(parts)}."]


def _asked(words: Words, missing: int) -> str:
    """How many absences were confirmed by asking for that very order."""
    confirmed = min(words.look.confirmed, missing)
    if not confirmed:
        return ""
    if confirmed == missing:
        return words("asked" if missing == 1 else "asked.all")
    return words("asked.some", n=confirmed)
