"""How long to wait before asking again: doubling, with jitter, or what the server says."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT = 1.0
"""Seconds before the second try; doubles from there, with jitter."""


def backoff(attempt: int) -> float:
    """Seconds after so many tries: between half and all of 1, 2, 4 …, so that many clients do not come back at once."""
    return FIRST_WAIT * float(2 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date (measured against the server's own clock, where it tells it); None where what is
    said makes no sense."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
