"""A small PDF writer: text at places on a page, in the several ways in which programs put it there."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Literal, NamedTuple

Way = Literal["lines", "words", "columns", "kerned", "form"]
"""lines: one piece a line · words: every word by itself · columns: column after column · kerned: split inside words ·
form: all of it inside a form that the page shows."""
TOP, LEFT, LINE = 780, 50, 16
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" .,:;!/tfI[]°", 278),
    **dict.fromkeys("r()-", 333),
    **dict.fromkeys("cksvxyzJç", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXYÉ", 667),
    **dict.fromkeys("CDHNRUwÜ", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    "W": 944,
}
"""Helvetica's, in thousandths; 556 for all others."""


class Text(NamedTuple):
    """One piece of text and where it stands."""

    x: float
    y: float
    text: str


def page(lines: Sequence[str | Sequence[tuple[float, str]]]) -> list[Text]:
    """Lines from the top. A line is a text, or pieces with their distance from the left."""
    pieces = []
    for number, line in enumerate(lines):
        y = TOP - LINE * number
        for x, text in [(0.0, line)] if isinstance(line, str) else line:
            if text:
                pieces.append(Text(LEFT + x, y, text))
    return pieces


def write(
    pages: Sequence[Sequence[Text]],
    *,
    way: Way = "lines",
    packed: bool = False,
    catalogue: str = "",
    more: Sequence[str] = (),
    page_extra: str = "",
) -> bytes:
    """The file. `catalogue`: more of the root's entries · `more`: objects from number 10 on · `page_extra`: of each page."""
    objects: dict[int, bytes] = {1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode("latin-1")}
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.update({10 + n: one.encode("latin-1") for n, one in enumerate(more)})
    kids, number = [], 10 + len(more)
    for pieces in pages:
        content = _content(pieces, way)
        resources = "/Font << /F1 3 0 R >>"
        if way == "form":
            form = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {resources} >>"
            objects[number + 2] = _stream(content, packed, form)
            resources += f" /XObject << /Fm0 {number + 2} 0 R >>"
            content = "q /Fm0 Do Q"
        objects[number + 1] = _stream(content, packed)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >>"
            f" /Contents {number + 1} 0 R {page_extra} >>"
        ).encode("latin-1")
        kids.append(f"{number} 0 R")
        number += 3
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _content(pieces: Sequence[Text], way: Way) -> str:
    if way == "columns":
        pieces = sorted(pieces, key=lambda one: (one.x, -one.y))
    if way == "words":
        pieces = [piece for one in pieces for piece in _words(one)]
    shown = []
    for one in pieces:
        text = f"({_escaped(one.text)}) Tj"
        if way == "kerned":
            halves = [one.text[at : at + 3] for at in range(0, len(one.text), 3)]
            text = "[" + " -12 ".join(f"({_escaped(half)})" for half in halves) + "] TJ"
        shown.append(f"BT /F1 10 Tf 1 0 0 1 {one.x:.2f} {one.y:.2f} Tm {text} ET")
    return "\n".join(shown)


def _words(piece: Text) -> list[Text]:
    words, x = [], piece.x
    for word in piece.text.split(" "):
        if word:
            words.append(Text(x, piece.y, word))
        x += sum(_WIDTHS.get(letter, 556) for letter in f"{word} ") / 100
    return words


def _escaped(text: str) -> str:
    # cp1252 is what the font's encoding means; the file is written as latin-1, byte for byte.
    raw = text.encode("cp1252", "replace").decode("latin-1")
    return raw.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _stream(content: str, packed: bool, entries: str = "") -> bytes:
    body = content.encode("latin-1")
    if packed:
        body, entries = zlib.compress(body), f"{entries} /Filter /FlateDecode"
    return f"<< {entries} /Length {len(body)} >>\nstream\n".encode("latin-1") + body + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out, offsets = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        # Numbers that are not used are free entries.
        out += b"%010d %05d %c \n" % (
            offsets.get(number, 0),
            0 if number in offsets else 65535,
            b"n" if number in offsets else b"f",
        )
    return out + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
