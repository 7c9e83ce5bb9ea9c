"""What a run is asked to do: the event of CONTRACTS section 1, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import EventError
from core.look import RunKind

KEYS = ("run", "shops", "since", "until", "dry_run", "now")


@dataclass(frozen=True, slots=True)
class Asked:
    run: RunKind
    now: datetime
    shops: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    dry_run: bool = False

    @property
    def chosen_window(self) -> bool:
        return self.since is not None or self.until is not None


def read(event: Mapping[str, Any], stage: str, clock: datetime) -> Asked:
    """`clock` is the machine's time, used where the event brings no `now`. Raises EventError by the key's name."""
    if not isinstance(event, Mapping):
        raise EventError('The event must be an object such as {"run": "daily"}.')
    unknown = sorted(set(event) - set(KEYS))
    if unknown:
        raise EventError(f"The event has unknown keys: {', '.join(unknown)}. Known: {', '.join(KEYS)}.")
    run = event.get("run")
    if run not in ("daily", "watch"):
        raise EventError('The event\'s "run" must be "daily" or "watch".')
    dry_run = event.get("dry_run", False)
    if not isinstance(dry_run, bool):
        raise EventError('The event\'s "dry_run" must be true or false.')
    if event.get("now") is not None and stage == "prod" and not dry_run:
        raise EventError('The event\'s "now" is for replays: in stage prod only with "dry_run": true.')
    shops = event.get("shops")
    if shops is not None and not (isinstance(shops, list) and shops and all(isinstance(one, str) for one in shops)):
        raise EventError(
            'The event\'s "shops" must be a list of at least one shop id; without it, all shops are meant.'
        )
    since, until = _time(event, "since"), _time(event, "until")
    if since is not None and until is not None and since >= until:
        raise EventError('The event\'s "since" must be before its "until".')
    now = (_time(event, "now") or clock).replace(microsecond=0)
    return Asked(run, now, None if shops is None else tuple(shops), since, until, dry_run)


def _time(event: Mapping[str, Any], key: str) -> datetime | None:
    text = event.get(key)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise EventError(f'The event\'s "{key}" must be a time such as 2026-11-23T07:00:00Z.')
    return moment.astimezone(UTC)
