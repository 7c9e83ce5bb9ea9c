"""What of a table was not understood, as troubles for the mail; and on which row a fault stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from core.model import Trouble, Unreadable
from sources.tpop.inbox.columns import DECISIVE, Placement
from sources.tpop.inbox.normalise import Table

_ROW = re.compile(r" \(row \d+\)")
_FEED_NAMES = 2
"""From so many of the feed's or the settings' own names on, a table is a feed with a column lacking."""


def troubles(table: Table) -> list[Trouble]:
    """What is wrong with the table as a whole; the first one says why, where it cannot be used at all."""
    headings = table.headings
    if headings is None:
        return [Trouble("not_understood", {"why": "no_table"})]
    found = []
    if not headings.readable and (headings.named < _FEED_NAMES or not headings.bad or _unsure(headings)):
        found.append(_why_not(headings))
    elif headings.bad:
        found.append(Trouble("bad_columns", dict(headings.bad)))
    if headings.readable and (columns := headings.unsure.get("created_at")):
        found.append(Trouble("bad_columns", {"why": "unsure", "columns": list(headings.shown(columns))}))
    if table.more:
        found.append(Trouble("other", {"what": "more_tables", "tables": table.more}))
    return found


def with_rows(unreadable: Iterable[Unreadable], table: Table | None) -> tuple[Unreadable, ...]:
    """Each fault with the row on which its order first stands."""
    rows = (
        {row.get("id"): numbers[0] for row, numbers in zip(table.rows, table.numbers, strict=True)} if table else {}
    )
    return tuple(
        Unreadable(one.id, one.field, f"{one.problem} (row {rows[one.id]})", one.number) if one.id in rows else one
        for one in unreadable
    )


def without_rows(said: Iterable[Trouble]) -> list[Trouble]:
    """A fault that all rows share stands on no row of its own."""
    return [Trouble(one.kind, _bare(dict(one.detail))) for one in said]


def _bare(detail: dict[str, Any]) -> dict[str, Any]:
    faults = detail.get("unreadable")
    if isinstance(faults, dict):
        detail["unreadable"] = {field: _ROW.sub("", problem) for field, problem in faults.items()}
    return detail


def _why_not(headings: Placement) -> Trouble:
    """Which headings were found, and which fields were not."""
    if unsure := _unsure(headings):
        columns = sorted({at for field in unsure for at in headings.unsure[field]})
        return Trouble(
            "not_understood", {"why": "unsure", "columns": list(headings.shown(columns)), "lacking": unsure}
        )
    lacking = list(headings.missing())
    return Trouble("not_understood", {"why": "columns", "columns": list(headings.shown()), "lacking": lacking})


def _unsure(headings: Placement) -> list[str]:
    """The compulsory fields that two columns could be."""
    return [field for field in DECISIVE if field in headings.unsure and field not in headings.where]
