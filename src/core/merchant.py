"""What the merchant answers in the console: accepted, settled, muted until. Read, never written."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from core.calendar import end_of_local_day
from core.ports import Remembered

_NO = ("", "false", "no", "non", "faux", "0", "none")
_YES = ("true", "yes", "oui", "vrai", "ok", "accept")
"""How a merchant says so in the console; a reason may follow ("oui, cadeau")."""


def closed_by(item: Remembered) -> str | None:
    """settled or accepted, where the merchant says so; None where not."""
    if _word(item.settled_by) not in _NO and any(map(str.isdigit, str(item.settled_by))):
        return "settled"  # the id of a TPOP order: a word alone settles nothing
    if item.accepted is True or _word(item.accepted).startswith(_YES):
        return "accepted"
    return None


def _word(value: Any) -> str:
    return str(value or "").strip().casefold()


def mute_end(text: str | None, zone: tzinfo) -> datetime | str | None:
    if text is None or not str(text).strip():
        return None
    try:
        return end_of_local_day(date.fromisoformat(str(text).strip()[:10]), zone)
    except (ValueError, OverflowError):  # 9999-12-31 has no day after it
        return "unreadable"
