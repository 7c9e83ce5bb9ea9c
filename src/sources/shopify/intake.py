"""Where what was read of a window comes in: completed, held against the window, counted, and handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.errors import SourceError
from core.model import ShopOrder, Trouble, Unreadable, Window
from sources.shopify.follow import Follower
from sources.shopify.normalise import Page
from sources.shopify.reach import Reach

_SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Intake:
    """What came of a window so far. Orders go to `take`, those outside the window left out."""

    window: Window
    follower: Follower
    reach: Reach
    take: Callable[[Sequence[ShopOrder]], None]
    ids: set[str] = field(default_factory=set)
    """Of every order of the window, readable or not."""
    outside: set[str] = field(default_factory=set)
    """Orders that were not asked for: the question was not heeded."""
    beside: set[str] = field(default_factory=set)
    """Orders of the window's first or last second, and not of the window: asked for, because times are asked in seconds."""
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    nameless: int = 0
    """Rows that bear no id that could be read."""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def orders(self) -> int:
        return len(self.ids) + self.nameless

    @property
    def came(self) -> int:
        """How many of those that were asked for, as Shopify counts them."""
        return self.orders + len(self.beside)

    def begin(self) -> None:
        """Another pass: what has no id would be counted again."""
        self.nameless = 0
        self.unreadable = {name: one for name, one in self.unreadable.items() if one.id}

    def receive(self, page: Page) -> None:
        """Raises SourceError where following what was cut off ends the asking: the page has not been handed on then."""
        asked = outwards(self.window)
        inside = []
        for order in self.follower.complete(page.orders, page.follow):
            self.reach.note(order.id)
            if self.window.holds(order.created_at):
                self.ids.add(order.id)
                self.unreadable.pop(order.id, None)
                inside.append(order)
            elif asked.holds(order.created_at):
                self.beside.add(order.id)
            else:
                self.outside.add(order.id)
        for one in page.unreadable:
            if one.id in self.ids and one.id not in self.unreadable:
                continue  # it was read before: an order is not read and unreadable both
            if one.id:
                self.ids.add(one.id)
            else:
                self.nameless += 1
            self.unreadable[one.id or f"row {self.nameless}"] = one
        if inside:
            self.take(inside)

    def tell(self) -> tuple[Trouble, ...]:
        """What keeps this from being all of the window; none: nothing does."""
        found = [*self.troubles, *self.follower.troubles()]
        if self.outside:
            found.append(Trouble("rows_differ", {"outside": len(self.outside)}))
        return tuple(found)


def outwards(window: Window) -> Window:
    """In whole seconds: Shopify shows times to the second, and keeps them finer."""
    until = _floor(window.until)
    return Window(_floor(window.since), until if until == window.until else until + _SECOND)


def search_of(window: Window) -> str:
    """Quoted, or the time of day would be ignored; `>=`, because `>` leaves out the whole second."""
    asked = outwards(window)
    return f"created_at:>='{_text(asked.since)}' created_at:<'{_text(asked.until)}'"


def trouble_of(error: SourceError) -> Trouble:
    """What broke off, as the mail tells it."""
    return Trouble("throttled" if error.kind == "throttled" else "page_failed", error.detail)


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
