"""Bytes to text, in the charset they claim; where that is none, or a lie, in the likeliest."""

from __future__ import annotations

import codecs
from email.header import decode_header

_ODD_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"})
"""Python knows them, and no mail program sends them: some are slow, some hide text."""


def text(body: bytes, charset: str) -> str:
    """The text, whatever its charset claims to be."""
    try:
        name = codecs.lookup(charset).name
        if name not in _ODD_CHARSETS:
            return body.decode(name, "strict" if name == "utf-8" else "replace")
    except (LookupError, ValueError, TypeError):
        pass
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def header(raw: str) -> str:
    """A header with its encoded words decoded, as far as they can be."""
    plain = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(plain)
    except Exception:  # an encoded word that is none
        return plain
    return "".join(piece if isinstance(piece, str) else text(piece, charset or "utf-8") for piece, charset in pieces)
