"""A text's bytes to characters: as Windows, spreadsheets and browsers save it. Pure, never raises."""

from __future__ import annotations

import re

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
"""Byte order marks, the longer first: the short one of UTF-16 begins the long one of UTF-32."""
_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,30})")
_KNOWN = re.compile(r"utf-?8|(windows-|cp)125\d|iso-8859-\d{1,2}|macintosh")
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"})
"""What pages call Latin-1 is Windows-1252: the browsers' own rule."""

_UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)


def decoded(body: bytes, charset: str = "") -> str:
    """The characters. `charset`: what the file says of itself, where it says it."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body.decode(codec, errors="replace")
    for codec in filter(None, (charset, "utf-8")):
        try:
            return body.decode(codec)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return body.decode("cp1252", errors="replace")


def shown(text: str) -> str:
    """Without what nobody sees: marks of direction, soft hyphens, a terminal's commands. NUL stays, and is told."""
    return _UNSEEN.sub("", text)


def declared(body: bytes) -> str:
    """The charset that a web page names in its head; "" where it names none, or one that pages are not written in."""
    found = _DECLARED.search(body[:4096])
    return known_charset(found[1].decode()) if found else ""


def known_charset(name: str) -> str:
    """Its name in Python; "" for any other (a page in UTF-16 shows its mark, and some codecs are no letters at all)."""
    name = name.strip().lower()
    return "cp1252" if name in _LATIN else name if _KNOWN.fullmatch(name) else ""


def lines_of(text: str) -> list[str]:
    """The lines without their ends, whichever those are. Not splitlines(): it also splits inside an address."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
