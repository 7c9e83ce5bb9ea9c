"""A page in somebody else's shape, by the settings' `map`, into the feed contract; then checked as any other page is.

Pure. An expression that does not fit one order costs that field of that order. One that finds nothing anywhere is a
fault of the map, not of the orders. Neither repeats what stands there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Any

from core.errors import SourceError
from sources.tpop import page as pages
from sources.tpop.endpoint.mapping import HEAD, LINE, ORDER, TIMES, Expression, Map

STORM = 3
"""From this many orders of a page on, what none of them has is the map's fault, whatever the other pages have."""
MAY_BE_EMPTY = frozenset(
    {
        *("next", "order.shop", "order.manual", "order.updated_at", "order.production_at", "order.shipped_at"),
        *("order.block_reason", "order.block_code", "order.tracking"),
        *("order.recipient.address2", "order.recipient.company", "line.id"),
    }
)
"""What may be missing on every order of a good day: nothing is blocked, nothing has shipped."""
NUMBERS = frozenset({"order.reference", "order.shop_order_id"})
"""One of them is enough, and orders that were entered by hand need none."""
BLAMED = {"order.id": "id", "order.status": "status", **dict.fromkeys(NUMBERS, "reference")}
"""A field of the map -> the field that every row lacks where it finds nothing: then that is not the rows' fault."""
UNFIT = "is not what its map expects"
SECONDS = (1_262_304_000, 4_102_444_800)
"""2010 and 2100. A number between them is a time in seconds since 1970; a thousand times as many are milliseconds."""

Faults = dict[str, str]


class _Unfit(Exception):
    """An expression cannot be worked out over what stands there."""


class _Tally:
    """How often each mapped field was looked for, and which were found."""

    def __init__(self) -> None:
        self.looked: Counter[str] = Counter()
        self.found: set[str] = set()

    def note(self, by: Mapping[str, Expression], said: Mapping[str, Any], spared: Set[str] = frozenset()) -> None:
        """What the mapped fields found. `spared`: what need not be there this time."""
        for field, expression in by.items():
            name = expression.name
            if said.get(field) is not None:
                self.found.add(name)
            if not (expression.fixed or name in MAY_BE_EMPTY or name in spared):
                self.looked[name] += 1

    def nothing(self, least: int = 1) -> set[str]:
        return {name for name, times in self.looked.items() if times >= least} - self.found


class Translator:
    """The pages of one list, one after the other; and which expressions of the map found anything."""

    def __init__(self, by: Map) -> None:
        self._by = by
        self._whole, self._page = _Tally(), _Tally()
        self._dry: set[str] = set()

    def read(self, body: bytes) -> tuple[pages.Document, dict[int, Faults]]:
        """A page, checked, and its rows' faults by row from 0. Raises SourceError: not_json, or other (no_orders)."""
        page = _parsed(body)
        self._page = _Tally()
        head, wrong = self._head(page)
        rows, faults = [], {}
        for number, raw in enumerate(self._orders(page)):
            row, of_row = self._order(raw)
            rows.append(row)
            if of_row:
                faults[number] = of_row
        self._dry |= self._page.nothing(STORM)
        self._whole.looked += self._page.looked
        self._whole.found |= self._page.found
        document = pages.read(_written({**head, "orders": rows}))
        return document._replace(faults={**document.faults, **wrong}), faults

    def nothing(self) -> set[str]:
        """The map's fields, as `as_of` or `order.reference`, that should have found something and did not."""
        return self._dry | self._whole.nothing()

    def _orders(self, page: Any) -> list[Any]:
        if self._by.orders is None:
            rows = page.get("orders") if isinstance(page, dict) else None
            where, detail = "named 'orders'", {"what": "no_orders"}
        else:
            where, detail = "where map.orders looks", {"what": "no_orders", "map": "orders"}
            try:
                rows = _search(self._by.orders, page)
            except _Unfit:
                rows = None
        if not isinstance(rows, list):
            raise SourceError("other", f"The TPOP list has no list {where}.", detail)
        return rows

    def _head(self, page: Any) -> tuple[dict[str, Any], Faults]:
        head = {field: page[field] for field in HEAD if field in page} if isinstance(page, dict) else {}
        faults: Faults = {}
        self._fill(head, page, self._by.head, faults)
        self._page.note(self._by.head, head)
        if head.get("next") is False:  # `has_more && cursor`
            head["next"] = None
        return head, faults

    def _order(self, raw: Any) -> tuple[Any, Faults]:
        if not isinstance(raw, dict):
            return raw, {}
        by, faults = self._by, Faults()
        row = {field: raw[field] for field in ORDER if field in raw}
        self._fill(row, raw, by.order, faults)
        if "tracking" in by.order:
            row["tracking"] = _parcels(row.get("tracking"))
        numbered = row.get("manual") or row.get("reference") or row.get("shop_order_id")
        self._page.note(by.order, row, NUMBERS if numbered else frozenset())
        if by.recipient:
            shown = row.get("recipient")
            to = row["recipient"] = {**shown} if isinstance(shown, dict) else {}
            self._fill(to, raw, by.recipient, faults)
            self._page.note(by.recipient, to)
        if by.line and isinstance(row.get("lines"), list):
            row["lines"] = [self._line(line, faults) for line in row["lines"]]
        return row, faults

    def _line(self, raw: Any, faults: Faults) -> Any:
        if not isinstance(raw, dict):
            return raw
        line = {field: raw[field] for field in LINE if field in raw}
        self._fill(line, raw, self._by.line, faults)
        self._page.note(self._by.line, line)
        return line

    def _fill(self, into: dict[str, Any], raw: Any, by: Mapping[str, Expression], faults: Faults) -> None:
        """Each mapped field with what was found for it. A fault inside a line or an address costs the whole of it."""
        for field, expression in by.items():
            try:
                found = _search(expression, raw)
            except _Unfit:
                into.pop(field, None)
                faults[_field_of(expression.name)] = UNFIT
                self._page.found.add(expression.name)  # something stands there
            else:
                into[field] = _time(found) if field in TIMES else found


def _search(expression: Expression, value: Any) -> Any:
    """What the expression finds; None: nothing. Raises _Unfit, whose text says nothing of the value."""
    try:
        return expression.search(value)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        raise _Unfit from None


def _field_of(name: str) -> str:
    """The order's own field: `order.recipient.city` is a part of recipient, `line.sku` of lines."""
    first, _, rest = name.partition(".")
    return "lines" if first == "line" else rest.partition(".")[0] or first


def _time(value: Any) -> Any:
    """ISO text, also where the time is told in seconds or milliseconds since 1970; 0 is how many write "not yet"."""
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) in (10, 13) else value
    if not isinstance(number, int | float):
        return value
    if number == 0:
        return None
    for parts in (1, 1000):
        if SECONDS[0] * parts <= number < SECONDS[1] * parts:
            return datetime.fromtimestamp(number / parts, UTC).isoformat()
    return value


def _parcels(value: Any) -> Any:
    """Parcels as the feed has them, also where the list is but their numbers, or the one number there is."""
    if value is None or value == "":
        return None
    listed = value if isinstance(value, list) else [value]
    return [{"number": one} if isinstance(one, str | int | float) else one for one in listed]


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_nothing)
    except (ValueError, RecursionError):
        pass  # outside of it: the original holds the page
    raise SourceError("not_json", "The TPOP list is not JSON.", {"bytes": len(body)})


def _nothing(_constant: str) -> None:
    """NaN is no JSON, but what some exports write for "nothing"."""


def _written(page: Any) -> bytes:
    try:
        return json.dumps(page).encode()
    except RecursionError:
        return b""  # no page at all: told as such
