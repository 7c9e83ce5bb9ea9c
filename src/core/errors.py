"""What can go wrong, as values that say which field or side it was and how to mend it; never a value of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class VigieError(Exception):
    """Base of our own errors. The text is safe to log and to send."""


class SettingsError(VigieError):
    """A setting is missing or wrong. Names the parameter and the field, says the mend, never shows the value."""


class EventError(VigieError):
    """The event holds a key or a value that Vigie does not know."""


class SourceError(VigieError):
    """A source did not answer as it should. `kind` is one of core.model.Trouble's kinds."""

    def __init__(self, kind: str, message: str, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.detail: dict[str, Any] = dict(detail or {})


class LeaseHeld(VigieError):
    """Another run works on this shop right now."""


class NothingDone(VigieError):
    """Nothing could be done for any shop; it was told, so that Lambda's retry and the dead-letter queue mean something."""
