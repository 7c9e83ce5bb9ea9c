"""What one pass over a slice saw, and whether that is all there was to see."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import SourceError
from core.model import Trouble, Unreadable


@dataclass(slots=True)
class Pass:
    """What one pass over a slice saw."""

    total: int | None = None
    ids: set[str] = field(default_factory=set)
    """Of every row, readable or not."""
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
    endless: bool = False
    """No total, and no last page either."""
    over: bool = False
    """No further page is asked for."""
    given_up: bool = False
    """The shop is down, throttles for long, or no time is left: what was not asked for yet is not asked for at all."""

    @property
    def disagrees(self) -> bool:
        """The shop counted otherwise, though every page came: something moved between two pages, or hides."""
        return not self.failed and self.total is not None and (self.moved or len(self.ids) != self.total)

    @property
    def whole(self) -> bool:
        return not (self.failed or self.troubles or self.differences)

    @property
    def differences(self) -> tuple[Trouble, ...]:
        """What does not add up, though every page that was asked for came."""
        found = []
        if self.disagrees:
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
