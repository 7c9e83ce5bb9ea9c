"""How many points may be spent, and when: Shopify's leaky bucket, as its own answers report it.

Source: Shopify, "API rate limits": a bucket for each app and shop, refilled at a rate that the shop's plan sets; a question
must find its requested cost in it, and pays its actual cost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from typing_extensions import TypedDict

MOST_POINTS = 1000
"""A single question that asks for more is refused, whatever the plan."""


class Throttle(TypedDict):
    maximumAvailable: float
    currentlyAvailable: float
    restoreRate: float


class Cost(NamedTuple):
    """Of one answer, in points."""

    requested: float
    actual: float


class Pace:
    """The bucket, as far as it is known. `clock` counts seconds from anywhere, and only forward."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._seen: Throttle | None = None
        self._at = 0.0

    def learn(self, seen: Throttle) -> None:
        self._seen, self._at = seen, self.clock()

    @property
    def available(self) -> float | None:
        """Points there are by now; None before the first answer."""
        if self._seen is None:
            return None
        restored = (self.clock() - self._at) * self._seen["restoreRate"]
        return min(self._seen["maximumAvailable"], self._seen["currentlyAvailable"] + restored)

    def seconds_until(self, points: float) -> float:
        """How long to wait until so many points are there; 0 where nothing is known."""
        seen, available = self._seen, self.available
        if seen is None or available is None or seen["restoreRate"] <= 0:
            return 0.0
        return max(0.0, (min(points, seen["maximumAvailable"]) - available) / seen["restoreRate"])

    def seconds_for(self, points: float) -> float:
        """How long the bucket takes to give so many points in all, however many questions they are spread over."""
        seen, available = self._seen, self.available
        if seen is None or available is None or seen["restoreRate"] <= 0:
            return 0.0
        return max(0.0, (points - available) / seen["restoreRate"])


class PageSize:
    """How many orders a page may ask for: by the published rules at first, then by what Shopify says a page costs."""

    def __init__(self, first: int, most: int = 250) -> None:
        self.now, self._most = first, most

    def learn(self, asked: int, requested: float) -> None:
        """A page of `asked` orders cost so many points to ask for: 2, and the rest for the orders."""
        each = (requested - 2) / asked
        if each > 0:
            self.now = max(1, min(self._most, int((MOST_POINTS - 2) / each)))

    def refused(self) -> bool:
        """It was too dear: the next one asks for half. False where there is no half."""
        if self.now == 1:
            return False
        self.now //= 2
        return True
