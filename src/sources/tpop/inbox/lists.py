"""What each file of the inbox proves, and which one wins. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from core.errors import SourceError
from core.model import Coverage, TpopOrder, TpopPull, Trouble, Unreadable, Window, iso
from sources.tpop import page as pages
from sources.tpop.collect import Collection, shows
from sources.tpop.inbox import normalise
from sources.tpop.times import SKEW, in_name


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
    """Where the times in files' names are local."""
    now: datetime
    oldest: datetime
    """What stands for the time of a list that tells none at all: the window's beginning, for it proves nothing."""


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
    collection = Collection(shop=reading.shop, channel=reading.channel, pattern=reading.pattern)
    troubles: list[Trouble] = []
    page: pages.Document | None = None
    named = in_name(name, reading.zone, reading.now)
    if name.lower().endswith(".csv"):
        table = normalise.read(body, reading.columns)
        if table.bad_columns is not None:
            troubles.append(Trouble("bad_columns", dict(table.bad_columns)))
            if not table.rows:
                return unusable(name, troubles[0])
        for faults in table.lost:
            collection.lose(faults)
        collection.take(table.rows, named or reading.oldest, checked=False, faults=table.faults)
    else:
        try:
            page = pages.read(body)
        except SourceError as error:
            return unusable(name, Trouble(error.kind, error.detail))
        collection.take(page.rows, page.as_of or named or reading.oldest, checked=page.checked)
        if page.faults:
            troubles.append(Trouble("other", {"what": "unreadable_fields", "fields": dict(page.faults)}))
    told = page.as_of if page else None
    if ahead := told is not None and told > reading.now + SKEW:
        troubles.append(Trouble("other", {"what": "as_of_ahead", "as_of": iso(told)}))
    as_of = told or named or collection.newest or (page.until if page else None)
    as_of = min(as_of, reading.now) if as_of else None
    window = _window(page, as_of, collection.oldest if reading.covers == "all" else None)
    # A file is whole only where the merchant says that his lists are (`covers`), and it does not say otherwise itself.
    said = reading.covers == "all" and not (page and page.complete is False)
    complete = (
        said
        and window is not None
        and not (collection.lost or troubles or ahead)
        and not (page and page.next)  # one page of several
    )
    troubles = [*collection.troubles(), *troubles]
    if as_of is None or window is None:
        troubles.append(Trouble("no_window", {"orders": len(collection.orders()), "undated": as_of is None}))
    elif not complete and not any(trouble.kind == "bad_columns" for trouble in troubles):
        troubles.append(Trouble("not_complete", {"unreadable": collection.lost} if collection.lost else {}))
    return FileList(
        name=name,
        as_of=as_of,
        window=window,
        complete=complete,
        orders=collection.orders(as_of),
        unreadable=collection.unreadable(),
        troubles=tuple(Trouble(t.kind, {**t.detail, "file": name}) for t in troubles),
        left_aside=collection.left_aside,
    )


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


def _as_of(one: FileList) -> datetime:
    assert one.as_of is not None
    return one.as_of


def _window(page: pages.Document | None, as_of: datetime | None, oldest: datetime | None) -> Window | None:
    """The creation times that a list covers, up to the moment when it was true; None where it does not say."""
    since = (page.since if page else None) or oldest
    until = page.until if page else None
    if since is None or as_of is None or (until is None and oldest is None):
        return None
    until = min(until or as_of, as_of)
    return Window(since, until) if since < until else None
