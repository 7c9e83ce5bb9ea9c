"""A sheet's merged cells that reach over several rows: what the first one shows counts in each, as on the screen. Pure."""

from __future__ import annotations

import re

from sources.tpop.inbox.tables import COLUMNS_MAX, ROWS_MAX, too_large

_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')


class Merged:
    """Asked row by row, from the first one on."""

    def __init__(self, part: bytes) -> None:
        """`part`: the sheet's XML, where they stand below all rows. Raises Refused."""
        self._starts: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[int, tuple[int, str]] = {}
        """Column -> the last row it reaches, and its text."""
        for count, found in enumerate(_MERGED.finditer(part, max(part.find(b"mergeCells"), 0)), 1):
            if count > ROWS_MAX:
                raise too_large(count, ROWS_MAX, "rows")
            column, first, last = _column(found[1]), int(found[2]), int(found[3])
            if last > first and column < COLUMNS_MAX:
                self._starts.setdefault(first, []).append((column, last))

    def reach_down(self, number: int, texts: list[str]) -> None:
        """Fills a row's cells from those above that reach over it; a row with none of its own stays as it is."""
        for column, (last, text) in list(self._open.items()):
            if last < number:
                del self._open[column]
            elif texts:
                texts += [""] * (column + 1 - len(texts))
                texts[column] = texts[column] or text
        for column, last in self._starts.get(number, ()):
            if column < len(texts) and texts[column]:
                self._open[column] = last, texts[column]


def _column(letters: bytes) -> int:
    """A is 0."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1
