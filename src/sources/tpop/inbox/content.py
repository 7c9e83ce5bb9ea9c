"""What one file of the inbox holds, whatever kind it is: its orders, and what it says of itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from core.errors import SourceError
from core.model import Trouble
from sources.tpop import page as pages
from sources.tpop.collect import Collection
from sources.tpop.inbox import kinds, normalise, understood
from sources.tpop.inbox.columns import Columns
from sources.tpop.inbox.stamp import told
from sources.tpop.inbox.tables import ROWS_MAX, Refused, too_large
from sources.tpop.times import in_name


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read: the settings, and the moment of the run (UTC)."""

    shop: str
    channel: str
    pattern: str
    covers: str
    """`all`: every list holds all orders from its oldest on."""
    columns: Mapping[str, str]
    zone: tzinfo
    """Where the times in files' names are local, and those that people pasted."""
    now: datetime
    oldest: datetime
    """What stands for the time of a list that tells none at all: the window's beginning, for it proves nothing."""


@dataclass(slots=True)
class Content:
    """One file, read and not yet judged."""

    collection: Collection
    troubles: list[Trouble] = field(default_factory=list)
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    whole: bool | None = None
    """None: it does not say."""
    table: normalise.Table | None = None
    page: pages.Document | None = None


def of(name: str, body: bytes, reading: Reading) -> Content:
    """Reads it. Raises SourceError or Refused where it is no list at all."""
    held = Content(Collection(shop=reading.shop, channel=reading.channel, pattern=reading.pattern))
    named = in_name(name, reading.zone, reading.now)
    wanted = name.lower().endswith(".json")
    if page := _page(body, wanted):
        held.page = page
        held.as_of, held.since, held.until = page.as_of, page.since, page.until
        held.whole = False if page.next else page.complete  # one page of several is not whole, whatever it says
        held.collection.take(page.rows, page.as_of or named or reading.oldest, checked=page.checked)
        if page.faults:
            held.troubles.append(Trouble("other", {"what": "unreadable_fields", "fields": dict(page.faults)}))
        return held
    columns = Columns(reading.columns)
    held.table = table = normalise.read(kinds.tables(body, columns), columns, reading.zone)
    held.troubles = understood.troubles(table)
    if table.headings is None or not table.headings.readable:
        first = held.troubles[0]
        if wanted and first.kind == "not_understood":
            raise SourceError("not_json", "The TPOP list is not JSON.", {"bytes": len(body)})
        raise Refused(first.kind, first.detail)
    held.as_of = told(table.beside, reading.zone)
    if reading.covers == "all" and table.one_page:
        held.troubles.append(Trouble("other", {"what": "one_page"}))
    for number, faults in table.lost:
        held.collection.lose({where: f"{problem} (row {number})" for where, problem in faults.items()})
    held.collection.take(table.rows, held.as_of or named or reading.oldest, checked=False, faults=table.faults)
    return held


def _page(body: bytes, wanted: bool) -> pages.Document | None:
    """The JSON document that it is; None: it is none, or only begins like one. Raises SourceError or Refused."""
    if not kinds.is_json(body):
        return None
    kinds.weigh(body)
    try:
        page = pages.read(body)
    except SourceError as error:
        if wanted or error.kind != "not_json":
            raise
        return None
    if len(page.rows) > ROWS_MAX:
        raise too_large(len(page.rows), ROWS_MAX, "rows")
    return page
