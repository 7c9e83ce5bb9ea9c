"""Shopify's search syntax over orders: what a query keeps, and what of it was not understood.

Sources: Shopify, "API search syntax" and the changelog of 2026-10-19 on exclusive time filters, as the project's facts
(shops, section 1) give them. Quoted times are exact to the second; unquoted ones lose their time of day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

Doc = dict[str, Any]
Keeps = Callable[[Doc], bool]

TIMES = {"created_at": "createdAt", "updated_at": "updatedAt", "processed_at": "processedAt"}
TERM = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<minus>-)?(?:(?P<field>[A-Za-z_]\w*):)?(?P<op>[<>]=?|=)?
    (?P<value>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^\s()]+))""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Search:
    """One query, understood."""

    keeps: Keeps
    warnings: list[Doc] = field(default_factory=list)
    """As they stand in the answer's `extensions.search`."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query."""

    name: str
    op: str
    value: str
    quoted: bool
    bracket: str = ""
    negated: bool = False

    def is_word(self, *words: str) -> bool:
        return not (self.name or self.op or self.quoted or self.bracket) and self.value in words


def read(query: str | None, zone: tzinfo = UTC) -> Search:
    """`zone`: the shop's own, in which days begin."""
    terms = [_term(found) for found in TERM.finditer(query or "")]
    return _Reader(terms, zone).read()


def second(value: str) -> str:
    """A stored time, to the second."""
    return value[:19]


def _term(found: re.Match[str]) -> Term:
    value = found["value"] or ""
    quoted = value[:1] in {"'", '"'} and len(value) > 1 and value[-1] == value[0]
    if quoted:
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    return Term(
        (found["field"] or "").lower(), found["op"] or "", value, quoted, found["bracket"] or "", bool(found["minus"])
    )


class _Reader:
    """OR binds least, then AND (or nothing at all), then NOT and '-'."""

    def __init__(self, terms: Sequence[Term], zone: tzinfo) -> None:
        self._terms, self._zone, self._at = terms, zone, 0
        self.warnings: list[Doc] = []

    def read(self) -> Search:
        keeps = self._any()
        return Search(keeps, self.warnings)

    def _next(self) -> Term | None:
        return self._terms[self._at] if self._at < len(self._terms) else None

    def _any(self) -> Keeps:
        ways = [self._all()]
        while (term := self._next()) and term.is_word("OR"):
            self._at += 1
            ways.append(self._all())
        return ways[0] if len(ways) == 1 else lambda doc: any(keeps(doc) for keeps in ways)

    def _all(self) -> Keeps:
        needed: list[Keeps] = []
        while (term := self._next()) and not term.is_word("OR"):
            self._at += 1
            if term.bracket == ")":
                break
            if not term.is_word("AND") and (keeps := self._one(term)):
                needed.append(keeps)
        if len(needed) == 2:  # the usual window: worth a plain function, thousands of orders go through it
            first, then = needed
            return lambda doc: first(doc) and then(doc)
        return lambda doc: all(keeps(doc) for keeps in needed)

    def _one(self, term: Term) -> Keeps | None:
        if term.is_word("NOT"):
            if (after := self._next()) is None:
                return None
            self._at += 1
            return _not(self._one(after))
        keeps = self._any() if term.bracket == "(" else self._filter(term)
        return _not(keeps) if term.negated else keeps

    def _filter(self, term: Term) -> Keeps | None:
        """None: it says nothing that is understood, and keeps everything."""
        if term.name in TIMES:
            return self._time(term)
        if term.name in {"name", ""}:
            wanted = term.value.lstrip("#").casefold()
            return lambda doc: str(doc["name"]).lstrip("#").casefold() == wanted
        if term.name == "id":
            number = term.value.rsplit("/", 1)[-1]
            return _compared(term.op, int(number), _number) if number.isdecimal() else None
        if term.name == "test":
            wanted = term.value.casefold()
            return lambda doc: bool(doc["test"]) == (wanted == "true")
        warning = {"field": term.name, "message": "Invalid search field for this query.", "code": "invalid_field"}
        self.warnings.append(warning)
        return None

    def _time(self, term: Term) -> Keeps | None:
        key = TIMES[term.name]
        moment = _moment(term.value, self._zone)
        if moment is None:
            message = f"Input `{term.value}` is not an accepted `date`."
            self.warnings.append({"field": term.name, "message": message, "code": "invalid_value"})
            return None
        if term.quoted and len(term.value) > len("2026-11-23"):
            wanted = _written(moment)
            return _compared(term.op, wanted, lambda doc: second(doc[key]))
        first, after = (_written(_midnight(moment.date() + timedelta(days=days), self._zone)) for days in (0, 1))
        if term.op in {">", "<="}:
            late = term.op == ">"
            return lambda doc: (second(doc[key]) >= after) == late
        if term.op in {">=", "<"}:
            early = term.op == "<"
            return lambda doc: (second(doc[key]) < first) == early
        return lambda doc: first <= second(doc[key]) < after


def _not(keeps: Keeps | None) -> Keeps | None:
    return None if keeps is None else lambda doc: not keeps(doc)


def _compared(op: str, wanted: Any, told: Callable[[Doc], Any]) -> Keeps:
    if op == ">=":
        return lambda doc: bool(told(doc) >= wanted)
    if op == ">":
        return lambda doc: bool(told(doc) > wanted)
    if op == "<=":
        return lambda doc: bool(told(doc) <= wanted)
    if op == "<":
        return lambda doc: bool(told(doc) < wanted)
    return lambda doc: bool(told(doc) == wanted)


def _number(doc: Doc) -> int:
    return int(doc["legacyResourceId"])


def _moment(value: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
