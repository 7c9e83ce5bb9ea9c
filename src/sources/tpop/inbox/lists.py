"""What each file of the inbox proves, and which one wins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from core.errors import SourceError
from core.life import MADE
from core.model import Coverage, TpopOrder, TpopPull, Trouble, Unreadable, Window, iso
from sources.tpop.collect import shows
from sources.tpop.inbox import content, understood
from sources.tpop.inbox.content import Content, Reading
from sources.tpop.inbox.dates import later
from sources.tpop.inbox.tables import Refused
from sources.tpop.times import SKEW, in_name

_WHY_PART = ("one_page", "more_tables")
"""Troubles that say already why a list is not the whole."""


@dataclass(frozen=True, slots=True)
class FileList:
    """One file, read and judged."""

    name: str
    as_of: datetime | None
    """None: nothing tells it. It is never the time of the upload: an old list uploaded today is an old list."""
    window: Window | None
    complete: bool
    orders: tuple[TpopOrder, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    left_aside: int = 0
    usable: bool = True
    """False: not a list that could be read at all."""


def unusable(name: str, trouble: Trouble) -> FileList:
    """A file that gave nothing."""
    told = Trouble(trouble.kind, {**trouble.detail, "file": name})
    return FileList(name, None, None, complete=False, troubles=(told,), usable=False)


def read(name: str, body: bytes, reading: Reading) -> FileList:
    """One file's bytes, judged by what it says of itself, by its name and by its rows."""
    try:
        return judge(name, content.of(name, body, reading), reading)
    except (SourceError, Refused) as error:
        return unusable(name, Trouble(error.kind, error.detail))


def judge(name: str, held: Content, reading: Reading) -> FileList:
    """What it proves, and since when."""
    collection, troubles = held.collection, list(held.troubles)
    if ahead := held.as_of is not None and held.as_of > reading.now + SKEW:
        troubles.append(Trouble("other", {"what": "as_of_ahead", "as_of": iso(held.as_of)}))
    as_of, _ = dated(name, held, reading)
    window = _window(held, as_of, _oldest(held, reading.zone) if reading.covers == "all" else None)
    # A file is whole only where the merchant says that his lists are (`covers`), and it does not say otherwise itself.
    whole = reading.covers == "all" and held.whole is not False and window is not None
    complete = whole and not (collection.lost or troubles or ahead)
    troubles = [*understood.without_rows(collection.troubles()), *troubles]
    if as_of is None or window is None:
        troubles.append(Trouble("no_window", {"orders": len(collection.orders()), "undated": as_of is None}))
    elif not complete and not any(t.kind == "bad_columns" or t.detail.get("what") in _WHY_PART for t in troubles):
        troubles.append(Trouble("not_complete", {"unreadable": collection.lost} if collection.lost else {}))
    return FileList(
        name=name,
        as_of=as_of,
        window=window,
        complete=complete,
        orders=collection.orders(as_of),
        unreadable=understood.with_rows(collection.unreadable(), held.table),
        troubles=tuple(Trouble(t.kind, {**t.detail, "file": name}) for t in troubles),
        left_aside=collection.left_aside,
    )


def dated(name: str, held: Content, reading: Reading) -> tuple[datetime | None, str]:
    """When the list was true, and what tells it: the file, its name, its rows, or nothing. Never its upload."""
    days = _days(held)
    midnight = datetime.combine(max(days), time(), reading.zone).astimezone(UTC) if days else None
    rows = max(filter(None, (held.collection.newest, midnight)), default=None)
    ways = (
        (held.as_of, "file"),
        (in_name(name, reading.zone, reading.now), "name"),
        (rows, "rows"),
        (held.until, "file"),
    )
    as_of, by = next(((moment, by) for moment, by in ways if moment), (None, ""))
    return (min(as_of, reading.now) if as_of else None), by


def _days(held: Content) -> list[date]:
    """The days of creation of our orders, where the list tells no hour."""
    told = held.table.days if held.table else {}
    return [told[order.id] for order in held.collection.orders() if order.id in told] if told else []


def _oldest(held: Content, zone: tzinfo) -> datetime | None:
    """No order of the list is older, or so is its oldest one: of a day without an hour, the end."""
    days = _days(held)
    end = later(datetime.combine(min(days) + timedelta(days=1), time()), zone) if days else None
    return min(filter(None, (held.collection.oldest, end)), default=None)


def _window(held: Content, as_of: datetime | None, oldest: datetime | None) -> Window | None:
    """The creation times that a list covers, up to the moment when it was true; None where it does not say."""
    since = held.since or oldest
    if since is None or as_of is None or (held.until is None and oldest is None):
        return None
    until = min(held.until or as_of, as_of)
    return Window(since, until) if since < until else None


def merge(files: Sequence[FileList], channel: str) -> TpopPull:
    """All files of the inbox as one pull. `files`: in the order of their upload, the last one last.

    Per order the newest list wins. What is covered is what the newest complete list covers; where none is complete, the
    newest list's coverage is told. A file that could not be used is told of until a better one comes after it.
    """
    dated = sorted((f for f in files if f.usable and f.as_of), key=_as_of, reverse=True)
    lists = [*dated, *(f for f in files if f.usable and f.as_of is None)]
    best = next((f for f in lists if f.complete), lists[0] if lists else None)
    orders: dict[str, TpopOrder] = {}
    unreadable: dict[tuple[str, str], Unreadable] = {}
    for one in lists:
        newer = frozenset(orders)
        for order in one.orders:
            if order.id in newer or not (best and _is_over(order, best)):
                orders.setdefault(order.id, order)
        for fault in one.unreadable:
            # A row without an id can only be told of while its list is one that counts.
            if fault.id not in newer if fault.id else (one is best or one is lists[0]):
                unreadable.setdefault((fault.id, fault.field), fault)
    told = files[next((at for at, one in enumerate(files) if one is best), 0) :]
    return TpopPull(
        coverage=Coverage(
            source=channel,
            side="tpop",
            window=best.window if best else None,
            as_of=best.as_of if best else None,
            complete=best.complete if best else False,
            orders=len(orders),
            shows=shows(orders.values()),
        ),
        orders=tuple(orders.values()),
        unreadable=tuple(unreadable.values()),
        troubles=tuple(trouble for one in told for trouble in one.troubles),
        left_aside=best.left_aside if best else 0,
    )


def _is_over(order: TpopOrder, best: FileList) -> bool:
    """A younger list that holds all orders of its time does not show it any more; what was being made cannot be undone."""
    if not best.complete or best.window is None or best.as_of is None or order.as_of >= best.as_of:
        return False
    return order.created_at is not None and best.window.holds(order.created_at) and order.status not in MADE


def _as_of(one: FileList) -> datetime:
    assert one.as_of is not None
    return one.as_of
