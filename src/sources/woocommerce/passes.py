"""What one pass over a slice saw, and whether that is all there was to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.errors import SourceError
from core.model import Trouble, Unreadable

_CLOCKS_DIFFER = timedelta(minutes=20)
"""A shop's clock and ours; the run may also have begun that long before it came to this shop."""


@dataclass(slots=True)
class Pass:
    """What one pass over a slice saw."""

    total: int | None = None
    ids: dict[str, str] = field(default_factory=dict)
    """Of every row, readable or not -> its number."""
    beside: set[str] = field(default_factory=set)
    """Of rows that the window does not hold: the question is asked in whole seconds, outwards, or was not heeded."""
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    failed: int = 0
    """Pages, or parts of pages, that did not come through."""
    outside: int = 0
    """Rows that were not asked for."""
    moved: bool = False
    """A later page counted otherwise than the first: something came or went while we read."""
    settled: bool = False
    """Another pass saw the very same orders."""
    endless: bool = False
    """No total, and no last page either."""
    over: bool = False
    """No further page is asked for."""
    given_up: bool = False
    """The shop is down, throttles for long, or no time is left: what was not asked for yet is not asked for at all."""

    @property
    def disagrees(self) -> bool:
        """The shop counted otherwise, or not at all, though every page came: something moved between two pages, or hides."""
        if self.failed or self.endless:
            return False
        if (
            self.total is None
        ):  # two passes that saw the same are all the proof there can be; of nothing, there is none
            return not (self.settled and self.ids)
        return len(self.ids) != self.total or (self.moved and not self.settled)

    @property
    def whole(self) -> bool:
        return not (self.failed or self.troubles or self.differences)

    @property
    def differences(self) -> tuple[Trouble, ...]:
        """What does not add up, though every page that was asked for came."""
        found = []
        if self.disagrees and self.total is None:
            found.append(Trouble("not_complete", {"why": "no total", "read": len(self.ids)}))
        elif self.disagrees:
            found.append(Trouble("rows_differ", {"total": self.total, "read": len(self.ids)}))
        if self.outside:
            found.append(Trouble("rows_differ", {"outside": self.outside}))
        if self.endless:
            found.append(Trouble("not_complete", {"why": "no last page", "read": len(self.ids)}))
        return tuple(found)


def ends_the_asking(error: SourceError) -> bool:
    return error.kind == "throttled" or error.detail.get("why") == "no time left"


def trouble_of(error: SourceError, **where: int) -> Trouble:
    """A failed page, as the mail tells it."""
    return Trouble("throttled" if error.kind == "throttled" else "page_failed", {**error.detail, **where})


def begun(answered: datetime | None, now: datetime) -> datetime:
    """When the pass began, by the shop's clock where that is about ours; in a replay of another day, the run's own time."""
    if answered is None:
        return now
    return answered if abs(answered - now) <= _CLOCKS_DIFFER else min(answered, now)
