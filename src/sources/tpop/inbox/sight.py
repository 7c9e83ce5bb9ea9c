"""How a file was understood, row by row, for whoever checks it before trusting it (`vigie inbox check`). Pure.

Never a cell's value: only headings, row numbers, faults, counts, and the words of states that are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.model import TpopStatus, Unreadable
from sources.tpop.identity import Shops
from sources.tpop.inbox.columns import Placement
from sources.tpop.inbox.content import Content, Reading
from sources.tpop.inbox.lists import FileList, dated
from sources.tpop.inbox.normalise import Table
from sources.tpop.words import fold, status_of


class Fault(NamedTuple):
    """What is wrong on one row."""

    row: int
    """0: in the whole list."""
    field: str
    problem: str


class State(NamedTuple):
    """A word for a state, what it means, and how many orders bear it."""

    word: str
    status: TpopStatus
    orders: int


@dataclass(frozen=True, slots=True)
class Sight:
    """One file, as Vigie sees it. read + aside + lost = rows."""

    kind: str
    as_of_by: str
    """file · name · rows · "": nothing."""
    rows: int
    read: int
    aside: int
    lost: int
    orders: int
    faults: tuple[Fault, ...]
    """By row; those of rows that are read all the same are among them."""
    states: tuple[State, ...]
    columns: tuple[tuple[str, str], ...] = ()
    """Heading -> field."""
    unused: tuple[str, ...] = ()
    unsure: Mapping[str, tuple[str, ...]] | None = None
    """Field -> the headings that could all be it."""
    days_only: int = 0
    """Orders of which only the day is told."""
    around: int = 0
    one_page: bool = False
    """It says itself that it is one page of several."""


class _Row(NamedTuple):
    """One order as the file has it."""

    numbers: list[int]
    raw: Any


def of(file: FileList, held: Content, reading: Reading) -> Sight:
    """What was made of a file."""
    table = held.table
    rows = list(_rows(held))
    known = {order.id for order in file.orders}
    ours = Shops(reading.shop)
    read = aside = orders = 0
    words: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for at, row in enumerate(rows):
        order_id, shop = _text(row.raw, "id"), _text(row.raw, "shop")
        if order_id in known:
            read, orders = read + len(row.numbers), orders + 1
            word = "".join(filter(str.isprintable, _text(row.raw, "status")))
            words[spelt.setdefault(fold(word), word)] += status_of(word) != "unknown"
        elif shop and not ours[shop] and not (table and "shop" in table.faults.get(at, {})):
            aside += len(row.numbers)
    lost = table.lost if table else []
    total = sum(len(row.numbers) for row in rows) + len(lost)
    unknown = next((t.detail for t in file.troubles if t.kind == "unknown_status"), {})
    states = [State(word, status_of(word), count) for word, count in words.most_common() if count]
    states += [State(word, "unknown", count) for word, count in unknown.get("words", {}).items()]
    headings = table.headings if table else None
    return Sight(
        kind=table.kind if table else "json",
        as_of_by=dated(file.name, held, reading)[1],
        rows=total,
        read=read,
        aside=aside,
        lost=total - read - aside,
        orders=orders,
        faults=tuple(sorted(set(_faults(file, rows, table)))),
        states=tuple(states),
        days_only=sum(order in known for order in table.days) if table else 0,
        around=table.around if table else 0,
        one_page=table.one_page if table else False,
        **(_headings(headings) if headings else {}),
    )


def _rows(held: Content) -> Iterator[_Row]:
    if held.table:
        yield from (_Row(at, raw) for at, raw in zip(held.table.numbers, held.table.rows, strict=True))
    elif held.page:
        yield from (_Row([at], raw) for at, raw in enumerate(held.page.rows, 1))


def _faults(file: FileList, rows: list[_Row], table: Table | None) -> Iterator[Fault]:
    """Those of the whole list, of single orders, and of rows of which nobody knows whose they are."""
    for trouble in file.troubles:
        for field, problem in (
            (trouble.detail.get("unreadable") or {}).items() if trouble.kind == "bad_columns" else ()
        ):
            yield Fault(0, field, problem)
    first = {order_id: row.numbers[0] for row in rows if (order_id := _text(row.raw, "id"))}
    for one in file.unreadable:
        if one.id in first:
            yield from _on_row(one, first[one.id])
    # A document's rows without an id come in their order; a table's are known already.
    lost = [one for one in file.unreadable if not one.id] if not table else []
    nameless = [row.numbers[0] for row in rows if not _text(row.raw, "id")]
    for one, number in zip(lost, nameless if len(nameless) == len(lost) else [0] * len(lost), strict=True):
        yield from _on_row(one, number)
    for at, faults in table.faults.items() if table else ():
        yield from (Fault(rows[at].numbers[0], field, problem) for field, problem in faults.items())
    for number, faults in table.lost if table else ():
        yield from (Fault(number, field, problem) for field, problem in faults.items())


def _on_row(one: Unreadable, number: int) -> Iterator[Fault]:
    """Its faults, one by one."""
    fields, problem = one.field.split(", "), one.problem.partition(" (row ")[0]
    parts = problem.split("; ") if len(fields) > 1 else [problem]
    for field, part in zip(fields, parts, strict=False):
        yield Fault(number, field, part.removeprefix(f"{field} "))


def _headings(placed: Placement) -> dict[str, Any]:
    used = {at: field for field, at in placed.where.items()}
    doubted = {at for columns in placed.unsure.values() for at in columns}
    named = [(placed.shown([at]), field) for at, field in sorted(used.items())]
    return {
        "columns": tuple((shown[0] if shown else field, field) for shown, field in named),
        "unused": placed.shown([at for at in range(len(placed.cells)) if at not in used and at not in doubted]),
        "unsure": {field: placed.shown(columns) for field, columns in placed.unsure.items()},
    }


def _text(raw: Any, name: str) -> str:
    value = raw.get(name) if isinstance(raw, dict) else None
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
