"""Which column of a table holds which field: named in the settings, named as in the feed, or known by its words.

Between two columns that could both be one field nobody guesses: it is said, and neither is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sources.tpop.inbox import headings
from sources.tpop.words import fold, status_of

ORDER_FIELDS = (
    *("id", "shop", "reference", "shop_order_id", "created_at", "updated_at", "status", "block_reason", "block_code"),
    *("manual", "production_at", "shipped_at"),
)
RECIPIENT_FIELDS = ("name", "address1", "address2", "postcode", "city", "country", "company")
LINE_FIELDS = {"sku": "sku", "quantity": "quantity", "line_id": "id"}
UNREAD_FIELDS = ("title", "variant", "amount", "currency")
"""Understood, and not used."""
FIELDS = (*ORDER_FIELDS, *RECIPIENT_FIELDS, *LINE_FIELDS, *UNREAD_FIELDS, "tracking", "created_time")
"""What a column may hold; `columns` in the settings may give each another name, or "" to have it left alone."""
_IDENTITY = ("reference", "shop_order_id", "manual")
DECISIVE = ("id", "status", "shop", "reference")
"""Where two columns could be one of these, nobody knows whose order a row is."""
SHOWN = 12
"""Headings that are quoted, and how long each may be."""
CLIP = 40


class Placement(NamedTuple):
    """What one row of headings says."""

    where: Mapping[str, int]
    """Field -> column."""
    unsure: Mapping[str, tuple[int, ...]]
    """Field -> the columns that could all be it."""
    bad: Mapping[str, Any] | None
    """What does not fit what the settings or the feed's own names promise, if anything."""
    named: int
    """Headings that are the settings' or the feed's own."""
    cells: Sequence[str]

    @property
    def readable(self) -> bool:
        """Without these columns nobody knows whose order a row is."""
        return (
            {"id", "status"} <= self.where.keys()
            and any(field in self.where for field in _IDENTITY)
            and "shop" not in self.unsure
            and ("reference" not in self.unsure or "shop_order_id" in self.where)
        )

    @property
    def score(self) -> tuple[bool, int]:
        """The more, the better understood."""
        return self.readable, len(self.where) + len(self.unsure)

    def missing(self) -> tuple[str, ...]:
        """The compulsory fields that are not there."""
        lacking = [field for field in ("id", "status") if field not in self.where]
        return (*lacking, *(() if any(field in self.where for field in _IDENTITY) else ("reference",)))

    def shown(self, columns: Sequence[int] | None = None) -> tuple[str, ...]:
        """Headings that may be quoted, of `columns` or of all: nothing that may be somebody's name.

        Where most of the row is known, all of it are headings; elsewhere only words of the tables are quoted.
        """
        filled = sum(1 for cell in self.cells if cell)
        known = len(self.where) + sum(map(len, self.unsure.values()))
        sure = self.readable or (known > 2 and known > filled * 0.6)
        wanted = range(len(self.cells)) if columns is None else columns
        found = [" ".join(self.cells[at].split()) for at in wanted]
        return tuple(dict.fromkeys(text[:CLIP] for text in found if _is_heading(text, sure)))[:SHOWN]


class Columns:
    """The settings' `columns`, asked of one row of headings after the other."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self._named = {field: title for field, title in named.items() if title.strip()}
        self._barred = {field for field, title in named.items() if not title.strip()}
        self._fixed = [field for field in FIELDS if field not in self._barred]

    def place(self, cells: Sequence[str]) -> Placement:
        """Where each field stands in that row of headings."""
        where, twice = self._by_name(cells)
        named = len(where) + len(twice)
        words = _Words(cells, where, {*self._named, *self._barred, *twice})
        placed = {**words.where, **where}
        unsure = words.unsure
        missing = list(Placement(placed, unsure, None, 0, cells).missing())
        # A header that the merchant named and that is not there: the file is another one than it used to be.
        missing += [field for field in self._named if field not in placed and field not in missing]
        bad: dict[str, Any] = {"missing": missing} if missing or twice else {}
        if told := {field: self._named[field][:60] for field in missing if field in self._named}:
            bad["named"] = told
        if twice:
            bad["twice"] = sorted(twice)
        return Placement(placed, unsure, bad or None, named, cells)

    def _by_name(self, cells: Sequence[str]) -> tuple[dict[str, int], set[str]]:
        """By the settings' names, else by the feed's; and the fields of which two columns bear the very name."""
        header, folded = [plain(cell) for cell in cells], self._folded(cells)
        where: dict[str, int] = {}
        twice = set()
        for field in self._fixed:
            title = plain(self._named.get(field, field))
            row = header
            if title not in header and field in self._named:
                title, row = fold(title), folded
            if title and title in row:
                where[field] = row.index(title)
                if row.count(title) > 1:
                    twice.add(field)
        return {field: at for field, at in where.items() if field not in twice}, twice

    def _folded(self, cells: Sequence[str]) -> list[str]:
        return [fold(cell[:200]) for cell in cells] if self._named else []


class _Words:
    """The columns that no name places, by their words."""

    def __init__(self, cells: Sequence[str], taken: Mapping[str, int], closed: set[str]) -> None:
        self._taken, self._closed = taken, closed
        self._cells = cells
        self.where: dict[str, int] = {}
        self.unsure: dict[str, tuple[int, ...]] = {}
        for said, columns in self._said.items():
            if said in FIELDS:
                self._give(said, columns)
        self._give("created_at", self._said.get("created_at*", ()))
        self._numbers()
        self._lean()

    @cached_property
    def _said(self) -> dict[str, list[int]]:
        used = set(self._taken.values())
        said: dict[str, list[int]] = {}
        for at, cell in enumerate(self._cells):
            if at not in used and (word := headings.read(cell)):
                said.setdefault(word, []).append(at)
        return said

    def _has(self, field: str) -> bool:
        return field in self._taken or field in self.where

    def _give(self, field: str, columns: Sequence[int]) -> None:
        """One column: it is that field. Several: nobody guesses."""
        if not columns or self._has(field) or field in self._closed or field in self.unsure:
            return
        if len(columns) == 1:
            self.where[field] = columns[0]
        elif field not in UNREAD_FIELDS:
            self.unsure[field] = tuple(columns)

    def _numbers(self) -> None:
        """The columns that say no more than "order" or "reference"."""
        orders, references = self._said.get("order", []), self._said.get("reference?", [])
        if not self._has("id"):
            self._give("id", orders)
            orders = []
        about_articles = self._has("quantity") or self._has("title") or self._has("variant")
        if references and about_articles and not self._has("sku"):
            if not self._has("reference") and "reference" not in self._closed:
                self.unsure["reference"] = tuple(sorted({*self.unsure.get("reference", ()), *orders, *references}))
            return
        self._give("reference", sorted([*orders, *references]))

    def _lean(self) -> None:
        """Fields that mean something only beside another one: alone they may be a total, or a whole address."""
        for field, others in _LEANS.items():
            if field in self.where and not any(self._has(other) for other in others):
                del self.where[field]


_LEANS: Mapping[str, tuple[str, ...]] = {
    "address1": ("postcode", "city"),
    "address2": ("address1",),
    "quantity": ("sku", "line_id"),
    "title": ("sku", "line_id"),
    "variant": ("sku", "line_id"),
    "created_time": ("created_at",),
}


def plain(name: str) -> str:
    """A header without case, and without blanks that nobody sees."""
    return " ".join(name.casefold().split())


def _is_heading(text: str, sure: bool) -> bool:
    if not 1 < len(text) <= 60 or "@" in text or sum(c.isdigit() for c in text) > 2 or status_of(text) != "unknown":
        return False
    letters = fold(text).split()
    return 0 < len(letters) <= 6 and (sure or set(letters) <= headings.words())
