"""What kept Vigie from looking, as a plain sentence and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.digest.words import Words, capital, clip
from core.model import Side, Trouble

_QUOTED = ("words", "word", "statuses", "columns", "missing", "unknown", "references", "numbers", "orders")
"""Where a trouble may keep the vendor's own words: a mapping word -> count, a list, or one word."""


def told_as(words: Words, side: Side, trouble: Trouble) -> tuple[str, str]:
    """(what happened, what to do), in the merchant's language. A kind nobody wrote words for is told as `other`."""
    key = _key(words, trouble)
    values = {
        "who": words(f"who.{side}"),
        "Who": capital(words(f"who.{side}")),
        "when": words.next_look(),
        "to": _in_brackets(trouble.detail.get("to")),
        "quoted": _quoted(words, trouble.detail),
    }
    return words(f"trouble.{key}", **values), words(f"mend.{key}", **values)


def side_of(words: Words, source: str) -> Side:
    """Which side a source stands on: as its coverage says, else by its name."""
    for coverage in words.look.coverage:
        if coverage.source == source:
            return coverage.side
    for news in words.look.news:
        side = news.item.evidence.get("side")
        if news.item.ref == f"source:{source}" and side in ("shop", "tpop"):
            return "shop" if side == "shop" else "tpop"
    return "tpop" if source.startswith(("tpop", "http", "inbox", "write")) else "shop"


def _key(words: Words, trouble: Trouble) -> str:
    closer = f"{trouble.kind}.{trouble.detail.get('why', '')}"
    if words.has(f"trouble.{closer}"):
        return closer
    return trouble.kind if words.has(f"trouble.{trouble.kind}") else "other"


def _quoted(words: Words, detail: Mapping[str, Any]) -> str:
    """The first few of the vendor's own words, between quotes; nothing where none were kept."""
    for name in _QUOTED:
        found = detail.get(name)
        if isinstance(found, str) and found:
            found = [found]
        if isinstance(found, Iterable) and not isinstance(found, str):
            said = [clip(str(word), 30) for word in found][:4]
            if said:
                marks = ("« ", " »") if words.say.language == "fr" else ('"', '"')
                return words("colon") + ", ".join(f"{marks[0]}{word}{marks[1]}" for word in said)
    return ""


def _in_brackets(host: object) -> str:
    return f" ({clip(str(host), 60)})" if host else ""
