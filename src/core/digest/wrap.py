"""Lines of at most 40 columns, counted as a phone shows them: a pill is two wide.

A line never ends inside "7 h 55" or before a French colon; a word longer than the line is cut, whatever it is.
"""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 40

_STUCK = "\u00a0"
_GLUE = (
    (re.compile(r" (?=[:;?!»%€·](?:\s|$))"), _STUCK),  # French puts a space before these
    (re.compile(r"(?<=«) "), _STUCK),
    (re.compile(r"(?<=\d) (?=[^\W\d_])"), _STUCK),  # "7 h", "18 commandes", "24 oct."
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d\b)"), _STUCK),
    (re.compile(r"(?<=\bà) (?=\d)"), _STUCK),
    (re.compile(r" × "), f"{_STUCK}×{_STUCK}"),
    (re.compile(r"(?<=[🔴🟠🔵🟢⚪]) "), _STUCK),
)

_STOPS = re.compile(r"(?<=\w)\.\.(?!\.)")
"""An abbreviation at the end of a sentence: "24 oct." needs no second stop."""


def width(text: str) -> int:
    """Columns on a phone; never less than the number of characters, so that both ways of counting hold."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def clean(text: str) -> str:
    """One line of printable text: what controls and foreign line breaks would do to a mail, they do not."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(
        character
        if character in (" ", _STUCK) or unicodedata.category(character)[0] not in "CZ"
        else _blank(character)
        for character in whole
    )


def wrap(text: str, first: str = "", rest: str = "", columns: int = COLUMNS) -> list[str]:
    """The text in lines, the first one behind `first`, the others behind `rest`."""
    lines: list[str] = []
    line, empty = first, True
    for word in _words(text):
        if not empty and width(line) + 1 + width(word) <= columns:
            line += " " + word
            continue
        if not empty:
            lines.append(line)
            line = rest
        *full, last = _pieces(word, columns - width(line), columns - width(rest))
        for piece in full:
            lines.append(line + piece)
            line = rest
        line, empty = line + last, False
    lines.append(line)
    return [line.replace(_STUCK, " ").rstrip() for line in lines]


def _words(text: str) -> list[str]:
    line = _STOPS.sub(".", clean(text).strip(" "))
    for pattern, to in _GLUE:
        line = pattern.sub(to, line)
    return [word for word in line.split(" ") if word]


def _pieces(word: str, room: int, after: int) -> list[str]:
    """The word whole where it fits; else at its stuck spaces, else wherever the line ends."""
    if width(word) <= room:
        return [word]
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and width(piece) + width(character) > room:
            at = piece.rfind(_STUCK)
            if at > 0:
                pieces.append(piece[:at])
                piece = piece[at + 1 :] + character
            else:
                pieces.append(piece)
                piece = character
            room = after
        else:
            piece += character
    return [*pieces, piece]


def _blank(character: str) -> str:
    """A space where a person would see one, nothing for what is invisible."""
    return "" if unicodedata.category(character) == "Cf" else " "
