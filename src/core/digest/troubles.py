"""What kept Vigie from looking, as a plain sentence and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from core.digest.words import Words, capital, clip
from core.model import Trouble

_QUOTED = ("words", "missing", "unreadable", "columns", "fields", "what")
"""Where a trouble may keep the vendor's own words: a mapping word -> count, a list, or one word."""

_FLAGS = ("undated", "unreadable")
"""Details that are a reason by being there."""


def told_as(words: Words, side: Literal["shop", "tpop", "mails"], trouble: Trouble) -> tuple[str, str]:
    """(what happened, what to do), in the merchant's language. A kind nobody wrote words for is told as `other`."""
    key = _key(words, trouble)
    values = {
        "who": words(f"who.{side}"),
        "Who": capital(words(f"who.{side}")),
        "when": words.next_look(),
        "to": _in_brackets(trouble.detail.get("to")),
        "quoted": _quoted(words, trouble.detail),
        "named": _named(trouble.detail.get("references")),
        "counted": _counted(words, trouble.detail),
    }
    mend = "mend.mails" if side == "mails" and trouble.kind != "other" else f"mend.{key}"
    return words(f"trouble.{key}", **values), words(mend, **values)


def side_of(words: Words, source: str) -> Literal["shop", "tpop", "mails"]:
    """Which side a source stands on, and whether it is a box of mails: as its coverage says, else by its name."""
    for coverage in words.look.coverage:
        if coverage.source == source:
            return "mails" if coverage.grade == "mentioned" else coverage.side
    for news in words.look.news:
        side = news.item.evidence.get("side")
        if news.item.ref == f"source:{source}" and side in ("shop", "tpop"):
            return "shop" if side == "shop" else "tpop"
    return "tpop" if source.startswith(("tpop", "http", "inbox", "write")) else "shop"


def _key(words: Words, trouble: Trouble) -> str:
    """The closest phrase there is: the kind with its reason, the kind, `other`."""
    detail = trouble.detail
    reasons = [detail.get("why"), detail.get("what"), *(flag for flag in _FLAGS if detail.get(flag))]
    for key in (*(f"{trouble.kind}.{reason}" for reason in reasons), trouble.kind):
        if words.has(f"trouble.{key}"):
            return key
    return "other"


def _counted(words: Words, detail: Mapping[str, Any]) -> str:
    total, read = detail.get("total"), detail.get("read")
    if not isinstance(total, int) or not isinstance(read, int):
        return ""
    return words("counted", colon=words("colon"), total=words.say.figure(total), read=words.say.figure(read))


def _quoted(words: Words, detail: Mapping[str, Any]) -> str:
    """The first few of the vendor's own words, between quotes; nothing where none were kept."""
    for name in _QUOTED:
        found = detail.get(name)
        if isinstance(found, str) and found:
            found = [found]
        if isinstance(found, Iterable) and not isinstance(found, str):
            said = [clip(str(word), 60) for word in found][:4]
            if said:
                marks = ("« ", " »") if words.say.language == "fr" else ('"', '"')
                return words("colon") + ", ".join(f"{marks[0]}{word}{marks[1]}" for word in said)
    return ""


def _named(numbers: object) -> str:
    """ " (1042, 1050)": the orders' own numbers."""
    if not isinstance(numbers, list | tuple) or not numbers:
        return ""
    return f" ({', '.join(clip(str(number), 40) for number in numbers[:4])})"


def _in_brackets(host: object) -> str:
    return f" ({clip(str(host), 60)})" if host else ""
