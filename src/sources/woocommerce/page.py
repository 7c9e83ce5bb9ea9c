"""One page of a list, however it can be had: whole, or in ever smaller parts around the one order that breaks it.

Runs beside other pages, so it shares nothing with them but the count of what may still be asked for in parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import SourceError
from core.model import Unreadable
from sources.woocommerce import normalise
from sources.woocommerce.rest import Rest, Rows

_TOO_HEAVY = frozenset({500, 502, 504})
"""Statuses that a smaller page may not give: a fatal error in one order, or a page that takes too long."""
_WHOLE_SHOP = frozenset({"database", "maintenance"})
"""Failures that no smaller page would mend."""
_APART_MAX = 40
"""Requests spent in one pull on taking pages apart: one bad order costs about 14."""


@dataclass(slots=True)
class PageRead:
    """What came of one page."""

    number: int
    parts: list[Rows] = field(default_factory=list)
    named: list[Unreadable] = field(default_factory=list)
    """Orders that the shop cannot give, by id."""
    nameless: int = 0
    """Orders that the shop cannot give, and of which not even the id could be had."""
    total: int | None = None
    """Of the first part that came."""
    failure: SourceError | None = None
    """Why something is missing: the page, the rest of it, or its `nameless` orders."""
    lost: bool = False
    """More is missing than single orders that were counted."""


class PageReader:
    """Reads pages of one question. Safe to call from several threads; never raises SourceError: that is in the answer."""

    def __init__(self, rest: Rest, path: str, question: Mapping[str, str], budget: Budget) -> None:
        self._rest, self._path, self._question, self._budget = rest, path, question, budget

    def read(self, number: int, size: int, total: int | None, tries: int | None = None) -> PageRead:
        """`total`: how many rows there are on all pages, None where that is not known (yet)."""
        read = PageRead(number, total=total)
        try:
            self._part(read, number, size, tries)
        except SourceError as error:
            read.failure, read.lost = error, True
        return read

    def _part(self, read: PageRead, page: int, size: int, tries: int | None) -> None:
        """Raises SourceError where the part is lost, or more of it than single orders."""
        try:
            rows = self._ask(page, size, tries)
        except SourceError as error:
            if not _too_heavy(error):
                raise
            failure = error
        else:
            read.parts.append(rows)
            if read.total is None:
                read.total = rows.total
            return
        if size == 1:
            self._name(read, page, failure)
        else:
            self._apart(read, page, size, failure)

    def _apart(self, read: PageRead, page: int, size: int, failure: SourceError) -> None:
        """One bad order breaks a page of a hundred: take the page apart and read all the others."""
        smaller = size // _smallest_factor(size)
        parts = size // smaller
        before = len(read.parts) + len(read.named)
        for part in range((page - 1) * parts + 1, page * parts + 1):
            if read.total is not None and (part - 1) * smaller >= read.total:
                break
            if not self._budget.take():
                raise failure
            self._part(read, part, smaller, tries=1)
        if len(read.parts) + len(read.named) == before:
            self._budget.left = 0
            raise failure  # that is no longer one bad order: nothing else needs to be taken apart

    def _name(self, read: PageRead, position: int, failure: SourceError) -> None:
        """The bad order's id: asked for the id alone, the shop often does not trip over the rest."""
        try:
            rows = self._ask(position, 1, 1, _fields="id")
            ids = normalise.read_ids(rows.text)
            if read.total is None:
                read.total = rows.total
            if not ids:
                raise failure
        except SourceError:
            read.nameless += 1
            read.failure = failure
            return
        try:
            # Between the two questions another order may have moved to this place, and be sound.
            text = self._rest.one(f"{self._path}/{ids[0]}", {"_fields": self._question["_fields"]}, 1)
        except SourceError:
            problem = f"the shop fails when asked for it (status {failure.detail['status']})"
            read.named.append(Unreadable(ids[0], "order", problem))
            return
        if text is None:
            raise failure
        read.parts.append(Rows(b"[" + text + b"]", rows.total))

    def _ask(self, page: int, size: int, tries: int | None, **other: str) -> Rows:
        question = {**self._question, "per_page": str(size), "page": str(page), **other}
        try:
            return self._rest.rows(self._path, question, tries)
        except SourceError as error:
            if tries != 1 or _too_heavy(error):
                raise
        return self._rest.rows(self._path, question, 2)  # a part is asked for once, but what may pass may pass


@dataclass(slots=True)
class Budget:
    """Requests that may still be spent on taking pages apart."""

    left: int = _APART_MAX

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _too_heavy(error: SourceError) -> bool:
    return error.detail.get("status") in _TOO_HEAVY and error.detail.get("why") not in _WHOLE_SHOP


def _smallest_factor(size: int) -> int:
    """So that the parts are whole pages of their own size: 100, 50, 25, 5, 1."""
    return next(factor for factor in range(2, size + 1) if size % factor == 0)
