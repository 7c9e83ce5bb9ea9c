"""Which numbers of a text are orders': what their cue calls them, or what nothing calls them, for they may be all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from sources.tpop.mail import cues
from sources.tpop.mail.cues import Cue, Kind
from sources.tpop.mail.references import is_bare, is_weak, shape

_WORD = re.compile(r"[^\W_]+(?:[-._/][^\W_]+)*")
_SIGN = re.compile(r"(?i)(?:n|no|nr|num|r[ée]f)\.(?=.*\d)")
_AND = re.compile(r"\s*[,;&/+•*–-]?\s*(?:(?:et|and|und|e|y|en|ou|or|oder)\b)?\s*(?:n°|#)?\s*")
_MEASURE = re.compile(
    r"(?i)[^\S\n]?[€$£¥%]|[^\S\n]?(?:eur|usd|gbp|chf|euros?|h|heures?|hours?|stunden|jours?|days?|tage|kg|g|cm|mm|ml|x|×|pcs|pi[eè]ces?"
    r"|articles?|items?|artikel|st[uü]ck|points?|commandes|orders|bestellungen)\b|,\d{1,3}(?!\d)|:\d|[=&@]"
)
_GOES_ON = re.compile(
    r"(?i)\W*(?:$|[.,;:!?()\[\]|\t–—-]|(?:est|a|n|sera|is|has|was|ist|wurde|hat|et|and|und|de|du|from|vom|on|pass[ée]e|le|ne)\b)"
)


class Number(NamedTuple):
    """One number that is no amount, no date, and not called anything else."""

    at: int
    word: str
    kind: Literal["order", "store", "tpop", "maybe"]
    """maybe: no cue says that it is an order's, and none that it is not."""


def numbers(text: str, outer: Kind) -> Iterator[Number]:
    """Every number of a text; `outer`: what the head of its column, or a label before it, says of the first."""
    ended, built, listed = -1, "", Cue("")
    waiting: Number | None = None
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        if sign := _SIGN.match(word):
            start, word = start + sign.end(), word[sign.end() :]
        if not any(map(str.isdecimal, word)) or not _is_whole(text, start, found.end()):
            continue
        own = cues.before(text[max(0, start - cues.BEFORE_MAX) : start])
        first = not any(c.isalnum() for c in text[:start]) if start < 40 else False
        strong = False
        if own.kind in ("", "sign") and outer and (first or (own.kind and start < 12)):
            own, strong = Cue("order" if outer == "sign" else outer, own.signed, own.colon), True
        alike = built == shape(word) or (any(map(str.isalpha, word)) and ended >= 0 and text[ended:start].strip())
        goes_on = own.kind == "" and alike and not is_weak(word) and ended >= 0
        if goes_on and start - ended < 16 and _AND.fullmatch(text, ended, start):
            if waiting:
                yield waiting._replace(kind="order")
            own, strong, waiting = listed._replace(kind="order" if listed.kind == "many" else listed.kind), True, None
        else:
            if waiting:
                yield waiting
            waiting = None
        ended, built, listed = found.end(), shape(word), own
        if own.kind == "many" and not own.signed and not strong and is_bare(word):
            waiting = Number(start, word, "maybe")  # it may be how many
        elif _counts(word, own, strong, text[found.end() : found.end() + 12]):
            yield Number(start, word, "tpop" if own.kind == "tpop" else "store" if own.kind == "store" else "order")
        elif own.kind in ("", "order", "store", "sign") and not is_weak(word):
            yield Number(start, word, "maybe")
    if waiting:
        yield waiting


def _is_whole(text: str, start: int, end: int) -> bool:
    """A number by itself: no amount, no time, no part of a longer one."""
    before = text[max(0, start - 2) : start]
    if before[-1:] in tuple("€$£¥+=@&%\\"):
        return False
    size = end - start
    if before[:1].isdigit() and (
        before[1:] == ":" or (before[1:] == "," and size < 4) or (before[1:] == " " and size == 3)
    ):
        return False
    return not _MEASURE.match(text, end)


def _counts(word: str, cue: Cue, strong: bool, after: str) -> bool:
    """Is the cue enough for this word?"""
    if cue.kind == "sign":
        return not is_weak(word)
    if cue.kind not in ("order", "many", "store", "tpop"):
        return False
    if strong or cue.signed or cue.colon or not is_bare(word):
        return True
    return not is_weak(word) and (len(word) > 3 or bool(_GOES_ON.match(after)))
