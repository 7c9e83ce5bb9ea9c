"""Is TPOP named? As a word of what is seen, or by an address that is TPOP's: a mail address, or where a link leads."""

from __future__ import annotations

import re
from collections.abc import Iterable

HOSTS = ("tpop.com", "tpop.eu", "tpopsite.com")

_NAME = re.compile(r"(?<![^\W_])(?<!\w-)t-?pop(?![^\W_])", re.IGNORECASE)
"""Not in "most-popular", nor in "product-popup"; but in "TPOP-Team"."""
_APART = re.compile(r"[\s<>()\[\]{}\"',;|]+")
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}:)?//([^/?#\\]*)", re.IGNORECASE)
_DOTTED = re.compile(r"[^\W_]\.[^\W_]")


def is_named(shown: Iterable[str]) -> bool:
    """`shown`: lines, and the addresses of links."""
    return any(_names(piece) for line in shown if "pop" in line.casefold() for piece in _APART.split(line))


def _names(piece: str) -> bool:
    """One word, or one address: of that only the host counts."""
    if "pop" not in piece.casefold():
        return False
    if link := _LINK.search(piece):
        return _is_theirs(link[1])
    if "@" in piece:
        return _is_theirs(piece)
    if _DOTTED.search(piece):
        return _is_theirs(re.split(r"[/?#]", piece, maxsplit=1)[0])
    return "=" not in piece and bool(_NAME.search(piece))


def _is_theirs(authority: str) -> bool:
    host = authority.rpartition("@")[2].partition(":")[0].casefold().strip(".!?*_")
    return host in HOSTS or host.endswith(tuple(f".{one}" for one in HOSTS))
