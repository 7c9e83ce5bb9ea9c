"""The alphabets that are not ours to choose: GSM-7 for an SMS, ASCII for a subject; folding into them, and counting.

One SMS segment holds 160 septets of GSM 03.38's default alphabet; a character outside it turns the whole message
into UCS-2, with 70 to a segment. That is why é stays and ê goes.
"""

from __future__ import annotations

import unicodedata

SEGMENT = 160
"""Septets in one segment."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
"""These cost two septets each."""

_WORDS = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "ß": "ss",
    "ł": "l",
    "Ł": "L",
    "’": "'",
    "‘": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "·": "-",
    "•": "-",
    "…": "...",
    "×": "x",
    "→": ">",
    "°": "o",
    "€": "EUR",
}
_GUILLEMETS = str.maketrans({"«": '"', "»": '"'})


def septets(text: str) -> int:
    """How much of a segment the text takes. Every character must be GSM-7."""
    return sum(2 if character in EXTENDED else 1 for character in text)


def is_gsm(text: str) -> bool:
    return all(character in BASIC or character in EXTENDED for character in text)


def to_gsm(text: str) -> str:
    """On one line, in GSM-7: é è à ù stay; ê ç ô ’ « lose what they cannot keep."""
    return _one_line("".join(_keep_or_fold(character) for character in _prepared(text)))


def to_ascii(text: str) -> str:
    """On one line, in ASCII: what SNS takes as a subject."""
    return _one_line("".join(_plain(character) for character in _prepared(text)))


def cut(text: str, most: int = SEGMENT) -> str:
    """The text, cut at a word where it is longer than `most` septets."""
    if septets(text) <= most:
        return text
    kept, room = "", most - 3
    for character in text:
        if septets(character) > room:
            break
        kept, room = kept + character, room - septets(character)
    whole = kept.rsplit(" ", 1)[0]
    return (whole if len(whole) > most // 2 else kept).rstrip(" ,;:") + "..."


def _prepared(text: str) -> str:
    return _unquoted(unicodedata.normalize("NFC", text))


def _unquoted(text: str) -> str:
    """« guillemets » hold a space inside that plain quotes do not."""
    for space in (" ", "\u00a0", "\u202f"):
        text = text.replace(f"«{space}", '"').replace(f"{space}»", '"')
    return text.translate(_GUILLEMETS)


def _keep_or_fold(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    return _plain(character).replace("`", "'")  # the one printable ASCII character that GSM-7 lacks


def _plain(character: str) -> str:
    """The nearest ASCII: nothing for marks and controls, a question mark for other writings, never a lost word."""
    if character in _WORDS:
        return _WORDS[character]
    if character.isspace():
        return " "
    if " " <= character <= "~":
        return character
    folded = "".join(part for part in unicodedata.normalize("NFKD", character) if " " <= part <= "~")
    if folded:
        return folded
    return "" if unicodedata.category(character)[0] in "MC" or unicodedata.category(character) == "So" else "?"


def _one_line(text: str) -> str:
    return " ".join(text.split())
