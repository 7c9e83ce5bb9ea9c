"""What an answer says of itself: its errors, by code and place, and whether it holds anything besides. Pure.

Source: Shopify, "Response status and error codes". The errors' own text is looked at, and never told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

THROTTLED, TOO_DEAR, DENIED = "THROTTLED", "MAX_COST_EXCEEDED", "ACCESS_DENIED"
INACTIVE = frozenset({"SHOP_INACTIVE", "SHOP_LOCKED", "SHOP_FROZEN"})
MAY_PASS = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"})
_SAID = (
    ("throttled", THROTTLED),
    ("access denied", DENIED),
    ("this app is not approved", DENIED),
    ("internal error", "INTERNAL_SERVER_ERROR"),
)
"""How errors begin that bear no code."""


class Fault(NamedTuple):
    """One error of an answer, without its text."""

    code: str
    path: tuple[str | int, ...]


def faults_of(text: bytes) -> tuple[Fault, ...]:
    try:
        errors = json.loads(text).get("errors")
    except (ValueError, AttributeError, RecursionError):
        return ()
    if not isinstance(errors, list):
        return (Fault("UNKNOWN", ()),) if errors else ()
    return tuple(_fault(error) for error in errors)


def _fault(error: Any) -> Fault:
    if not isinstance(error, dict):
        return Fault("UNKNOWN", ())
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    return Fault(code if isinstance(code, str) else _by_its_words(error), tuple(_steps(error.get("path"))))


def _by_its_words(error: Mapping[str, Any]) -> str:
    """Not every error bears a code. Its text is looked at, and never told."""
    said = str(error.get("message", "")).casefold()
    return next((code for begins, code in _SAID if said.startswith(begins)), "UNKNOWN")


def _steps(path: Any) -> Sequence[str | int]:
    return [step for step in path if isinstance(step, str | int)] if isinstance(path, list) else []


def is_empty(text: bytes) -> bool:
    """There is no data at all, or nothing but nulls."""
    try:
        data = json.loads(text).get("data")
    except (ValueError, AttributeError, RecursionError):
        return True
    return not isinstance(data, dict) or all(value is None for value in data.values())
