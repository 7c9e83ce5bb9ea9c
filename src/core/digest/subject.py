"""The subject: ASCII, one line, at most 99 characters, the worst news first, the rest counted."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest.gsm import to_ascii
from core.digest.headline import Part, rest
from core.digest.words import Words

LONGEST = 99


def subject(words: Words, parts: Sequence[Part]) -> str:
    """ "Vigie : 1042 annulee, 3 h ; carte refusee (4)"."""
    start = words("vigie", colon=words("colon"))
    for count in range(len(parts), 0, -1):
        said = _said(parts[:count])
        if count < len(parts):
            said += filter(None, [rest(words, parts[count:])])
        line = to_ascii(start + words("semicolon").join(said))
        if len(line) <= LONGEST:
            return line
    return _cut(to_ascii(start + words("semicolon").join(_said(parts[:1]))))


def _said(parts: Sequence[Part]) -> list[str]:
    """Each part behind its shop's name, which is not said twice in a row."""
    said, last = [], ""
    for part in parts:
        said.append(f"{part.shop} {part.short}" if part.shop and part.shop != last else part.short)
        last = part.shop
    return said


def _cut(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    kept = line[: LONGEST - 3]
    whole = kept.rsplit(" ", 1)[0]
    return (whole if len(whole) > LONGEST // 2 else kept).rstrip(" ,;:") + "..."
