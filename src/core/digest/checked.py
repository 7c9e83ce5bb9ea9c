"""What was looked at: numbers that add up, the time of every list, how late a problem is seen, and when I write next."""

from __future__ import annotations

from datetime import timedelta

from core.digest import channels
from core.digest.choose import Choice, clear_today
from core.digest.words import Words, clip, platform
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
    fate = _fate(words, counts)
    if fate and counts.expected == counts.shop and look.list_channel:
        return [f"{read}, {fate}.", *excluded(words)]
    if counts.expected:
        head = words.n("expected" if look.list_channel else "expected.alone", counts.expected)
        apart = ", " if counts.found == counts.expected and look.list_channel else words("colon")
        read += f". {head}{apart}{fate}" if fate else f". {head}"
    return [f"{read}.", *excluded(words)]


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
    whole, part, none = list[str](), list[str](), list[str]()
    for coverage in words.look.coverage:
        if coverage.grade not in ("listed", "mentioned") or (coverage.grade == "mentioned" and words.look.mails):
            continue  # what mails said is told by itself
        what = name(words, coverage)
        if coverage.as_of is None:
            none.append(what)
        else:
            (whole if coverage.complete else part).append(f"{what} ({words.say.by(coverage.as_of)})")
    groups = (("read", whole), ("read.part", part), ("read.not", none))
    return [words(key, what=", ".join(sources)) for key, sources in groups if sources]


def notes(choice: Choice) -> list[str]:
    """The self-test, what is muted, what could not be compared, what was not read again."""
    words, look = choice.words, choice.look
    said = [words("drill")] if look.drill_passed else []
    compares = look.list_channel or any("lines" in one.shows for one in channels.lists(look.coverage))
    if look.orders.not_compared and compares:
        said.append(words("not.compared", orders=words.n("orders", look.orders.not_compared)))
    if look.counts.get("not_rechecked") and not choice.waiting:
        said.append(words("not.rechecked", n=look.counts["not_rechecked"]))
    if look.counts.get("muted") or look.can_clear:
        said.append(words("muted", n=look.counts.get("muted", 0)))
    return said


def next_mail(choice: Choice) -> list[str]:
    """When the next mail comes for sure. Promised only where silence would then mean something."""
    words, look = choice.words, choice.look
    clock, late = words.say.clock(look.now), words.say.clock(look.now + _SILENCE)
    if look.can_clear and clear_today(words, ahead=1):
        return [words("next.tomorrow", clock=clock), words("silence", clock=late)]
    rhythm = look.can_clear and look.policy.all_clear != "never"
    if choice.away or not (rhythm or choice.stands):
        return [words("next.news")]
    today = words.say.local_date(look.now).weekday()
    monday = look.now + timedelta(days=_WEEK - today)
    said = [words("next.day", day=words.say.day(monday), clock=clock)]
    return [*said, words("silence.then", clock=late)] if rhythm else said


def since(words: Words) -> str:
    """ " depuis le 24 oct.", " depuis jeudi": the start of what the shop was asked for."""
    coverage = shop(words)
    if coverage is None or coverage.window is None:
        return ""
    start = coverage.window.since
    if words.say.now - start < timedelta(days=_WEEK - 1):
        return words("since", day=words.say.day(start))
    return words("since.date", day=words.say.month_day(start))


def shop(words: Words) -> Coverage | None:
    """The shop's side, where anything of it was read."""
    return next((one for one in words.look.coverage if one.side == "shop" and one.as_of is not None), None)


def name(words: Words, coverage: Coverage) -> str:
    """ "boutique", "liste TPOP"; with its own name where there are several lists."""
    if coverage.side == "shop":
        named = words.look.first_run and platform(coverage)
        return words("welcome.shop", platform=named) if named else words("shop")
    return channels.name(words, coverage)


def _fate(words: Words, counts: OrderCounts) -> str:
    """What became of the expected ones at TPOP; without a whole list, by what shows them."""
    if not counts.expected:
        return ""
    if not words.look.list_channel:
        return channels.by_evidence(words)
    by_mail = words("found.mail", n=words.say.figure(counts.mentioned)) if counts.mentioned else ""
    if counts.found == counts.expected:
        return words("found.all" if counts.found > 1 else "found.one") + by_mail
    missing = max(counts.expected - counts.found - counts.unknown_fate, 0)
    parts = [words.n("found", counts.found) + by_mail]
    if missing:
        parts.append(words.n("missing", missing) + _asked(words, missing))
    if counts.unknown_fate:
        parts.append(words.n("fate", counts.unknown_fate))
    return ", ".join(parts)


def _asked(words: Words, missing: int) -> str:
    """How many absences were confirmed by asking for that very order."""
    confirmed = min(words.look.confirmed, missing)
    if not confirmed:
        return ""
    if confirmed == missing:
        return words("asked" if missing == 1 else "asked.all")
    return words("asked.some", n=confirmed)
