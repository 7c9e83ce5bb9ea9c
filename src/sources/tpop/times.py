"""When a list was true: ISO times to UTC, a time inside a file's name, and times that cannot be believed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

SKEW = timedelta(minutes=10)
"""How far ahead of our clock a list's own time may be: clocks differ. Beyond that it is wrong by nobody knows how much."""

_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)[T_ -](\d\d)[-_:h.]?(\d\d)(?:[-_:.]?(\d\d))?(?!\d)(?:\.\d+)?(Z(?![A-Za-z]))?"
)


class BadTime(ValueError):
    """A time that cannot be read. The text says why, never what stood there."""


def moment(text: str) -> datetime:
    """An ISO 8601 time with Z or an offset, as an aware time in UTC. Raises BadTime.

    A time without zone is refused: read as UTC it would be wrong by an hour or two wherever somebody exported local
    times, and an hour is what deadlines are made of.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadTime("is not an ISO 8601 time") from None
    if read.tzinfo is UTC:
        return read
    if read.tzinfo is None:
        raise BadTime("has no time zone (Z or an offset)")
    try:
        return read.astimezone(UTC)
    except OverflowError:
        raise BadTime("is not an ISO 8601 time") from None


def in_name(name: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The time in a file's name, in UTC; local unless a Z follows. None: there is none that could be true.

    Of several times (a name that tells a period) it is the latest that is not ahead of `now`.
    """
    found = []
    for match in _IN_NAME.finditer(name):
        year, month, day, hour, minute, second, utc = match.groups()
        try:
            read = datetime(
                int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC if utc else zone
            )
            found.append(read.astimezone(UTC))
        except (ValueError, OverflowError):
            continue
    return max((time for time in found if time <= now + SKEW), default=None)
