"""Lines as they count: nothing invisible, no addresses of the web, no quotes of older mails; a forwarded mail stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

QUOTES_MAX = 8
"""How deep forwarded quotes are followed."""
GONE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where something was taken out: no word, and no part of a number."""

_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0xFEFF),
        *(
            code
            for first, last in ((0x180B, 0x180F), (0x200B, 0x200F), (0x2060, 0x2065))
            for code in range(first, last + 1)
        ),
        *(code for first, last in ((0xFE00, 0xFE0F), (0xE0000, 0xE007F)) for code in range(first, last + 1)),
    ],
    "",
)
_BLANKS = dict.fromkeys((0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x202A, 0x202B, 0x202C), " ")
_APART = dict.fromkeys(range(0x2066, 0x206A), " ")
_SPELT = {0x00BA: "°", 0x2116: "n°", 0xFF03: "#", 0x2019: "'"}
_SEEN = str.maketrans({**_INVISIBLE, **_BLANKS, **_APART, **_SPELT})
_REVERSED = re.compile("[\u202d\u202e]")
"""What follows is shown in another order than it stands: nobody knows which number a reader sees."""
_FORWARDED = re.compile(
    r"(?i)forwarded (?:message|by)|message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|weitergeleiteten? (?:nachricht|e-?mail)"
    r"|messaggio inoltrato|mensaje reenviado|doorgestuurd bericht"
)
_OPENING = "<([{\"'"


def plain(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines without what no reader sees, and without what only stands in older mails below."""
    return _unquoted([_seen(line) for line in lines])


def _seen(line: str) -> str:
    if _REVERSED.search(line):
        return ""
    line = line.translate(_SEEN)
    if "@" in line or "://" in line or "www." in line.lower() or "mailto:" in line.lower():
        line = re.sub(r"\S+", lambda chunk: _without_address(chunk[0]), line)
    return line.rstrip()


def _without_address(chunk: str) -> str:
    lowered = chunk.lower()
    starts = [
        at for at in (lowered.find("://"), lowered.find("www."), lowered.find("mailto:"), chunk.find("@")) if at >= 0
    ]
    if not starts:
        return chunk
    before = max(chunk.rfind(mark, 0, min(starts) + 1) for mark in _OPENING)
    return (chunk[:before] if before > 0 else "") + GONE


def _unquoted(lines: Sequence[str], depth: int = 0) -> tuple[str, ...]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if not lines[at].startswith(">"):
            kept.append(lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and (lines[end].startswith(">") or not lines[end]):
            end += 1
        said = [line for line in kept[-4:] if line]
        if said and _FORWARDED.search(said[-1]) and depth < QUOTES_MAX:
            kept += _unquoted([line[1:].removeprefix(" ") for line in lines[at:end]], depth + 1)
        else:
            kept.append("")
        at = end
    return tuple(kept)
