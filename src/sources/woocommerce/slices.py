"""A window cut into slices of creation time, each a list of its own with a total of its own: what moved in one of them
is read again there alone.

Pure. The question is in WooCommerce's terms: naive UTC, and both bounds exclusive to the second (facts: 1, 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil

from core.model import Window
from sources.woocommerce import shape

SLICE_ORDERS = 2000
"""About so many orders make a slice: twenty pages, read in a second or two, so that little moves meanwhile."""
_SLICES_MAX = 200
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the window, and what WooCommerce is asked for it."""

    window: Window
    asked: Window
    """The window in whole seconds, outwards."""
    question: Mapping[str, str]


def whole(window: Window) -> Slice:
    """The window in one piece."""
    asked = Window(_floor(window.since), _ceiling(window.until))
    return Slice(
        window,
        asked,
        {
            "after": _naive(asked.since - _SECOND),
            "before": _naive(asked.until),
            "dates_are_gmt": "true",
            "status": "any",
            "orderby": "id",
            "order": "asc",
            "_fields": ",".join(shape.FIELDS),
        },
    )


def cut(window: Window, total: int) -> list[Slice]:
    """Slices of equal length, as many as so many orders ask for. They meet at whole seconds and share no order."""
    count = min(_SLICES_MAX, max(1, ceil(total / SLICE_ORDERS)), max(1, int((window.until - window.since) / _SECOND)))
    step = (window.until - window.since) / count
    bounds = [window.since, *(_floor(window.since + step * n) for n in range(1, count)), window.until]
    return [whole(Window(since, until)) for since, until in pairwise(bounds) if since < until]


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _ceiling(moment: datetime) -> datetime:
    floor = _floor(moment)
    return floor if floor == moment else floor + _SECOND


def _naive(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat()
