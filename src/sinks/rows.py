"""The keys of the history table, and its rows read back, whatever somebody typed in the console. Pure: no I/O."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from core.model import SEVERITIES
from core.ports import Pending, Remembered
from sinks.attributes import clean, plain

OWN = ("muted_until", "mute_reason", "accepted", "settled_by")
"""The merchant's own attributes of a finding: read, never written."""

PART_BYTES = 200
"""Longest part of a key: DynamoDB's sort key ends at 1,024 bytes, and five parts must fit."""
LIVES = ("open", "resolved", "closed")
NO = ("", "false", "no", "non", "0", "faux")
YES = ("true", "yes", "oui", "1", "vrai")


def part(text: str) -> str:
    """One part of a key: `#` and `%` percent-encoded; beyond 200 bytes cut and finished by a hash of the whole."""
    safe = clean(text).replace("%", "%25").replace("#", "%23")
    raw = safe.encode()
    if len(raw) <= PART_BYTES:
        return safe
    return raw[:180].decode("utf-8", "ignore") + "~" + hashlib.sha256(raw).hexdigest()[:16]


def unpart(text: str) -> str:
    """What stood in that part (a cut one stays cut; its row then holds the whole text)."""
    return text.replace("%23", "#").replace("%25", "%")


def whole(ref: str) -> str | None:
    """The ref, where its key holds only a part of it."""
    return None if unpart(part(ref)) == ref else ref


def key(*parts: str | None) -> str:
    """`finding`, `1042`, `missing-line`, None -> `finding#1042#missing-line`."""
    return "#".join(part(each) for each in parts if each is not None)


def counter(sent: str) -> tuple[str, str]:
    """`sms#2026-11-23` -> (`sms`, `2026-11-23`)."""
    kind, _, day = sent.rpartition("#")
    return kind, day


def expiry(at: str | datetime, days: float) -> int:
    """Epoch seconds, so many days after `at`: what DynamoDB's TTL reads."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return int((moment + timedelta(days=days)).timestamp())


def values(found: Mapping[str, Any]) -> dict[str, Any]:
    """A row's attributes as plain values."""
    return {name: plain(value) for name, value in found.items()}


def own_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """The merchant's own attributes, whatever type they typed: text, and for `accepted` True, False or the reason."""
    words: dict[str, Any] = {}
    for name in OWN:
        value = row.get(name)
        if isinstance(value, bool):
            value = str(value).lower()
        text = "" if value is None else str(value).strip()
        words[name] = text or None
    said = (words["accepted"] or "").lower()
    if words["accepted"] is not None:
        words["accepted"] = False if said in NO else True if said in YES else words["accepted"]
    return words


def _moment(row: Mapping[str, Any], name: str) -> str | None:
    """That time as it stands, or None where it is missing or is no time."""
    value = row.get(name)
    try:
        return value if isinstance(value, str) and datetime.fromisoformat(value).tzinfo else None
    except ValueError:
        return None


def time_of(row: Mapping[str, Any], name: str) -> str:
    """That time as it stands. Raises ValueError."""
    found = _moment(row, name)
    if found is None:
        raise ValueError(name)
    return found


def among(row: Mapping[str, Any], name: str, words: tuple[str, ...]) -> str:
    """One of these words. Raises ValueError."""
    value = row.get(name)
    if value not in words:
        raise ValueError(name)
    return str(value)


def _whole(row: Mapping[str, Any], name: str, otherwise: int) -> int:
    try:
        return int(row[name])
    except (KeyError, TypeError, ValueError):
        return otherwise


def wording(row: Mapping[str, Any], name: str) -> str | None:
    """As text, whatever type it has; None: nothing."""
    value = row.get(name)
    return None if value is None else str(value)


def remembered(found: Mapping[str, Any]) -> Remembered:
    """A finding's row as it was remembered. Raises ValueError where what Vigie must rely on cannot be read."""
    row = values(found)
    parts = str(row["item"]).split("#")
    version = row.get("version")
    if len(parts) not in (3, 4) or not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("item or version")
    evidence = row.get("evidence")
    return Remembered(
        shop=str(row["shop"]),
        ref=wording(row, "ref") or unpart(parts[1]),
        check=unpart(parts[2]),
        line=(wording(row, "line") or unpart(parts[3])) if len(parts) == 4 else None,
        number=wording(row, "number") or wording(row, "reference") or "",
        status=among(row, "status", LIVES),
        severity=among(row, "severity", SEVERITIES),
        first_seen=time_of(row, "first_seen"),
        last_seen=time_of(row, "last_seen"),
        checked_at=time_of(row, "checked_at"),
        version=version,
        closed_because=wording(row, "closed_because"),
        deadline=_moment(row, "deadline"),
        title=wording(row, "title") or "",
        advice=wording(row, "advice") or "",
        cause=wording(row, "cause") or "unknown",
        incident=wording(row, "incident"),
        evidence=evidence if isinstance(evidence, dict) else {},
        told_at=_moment(row, "told_at"),
        told_status=wording(row, "told_status"),
        told_severity=row["told_severity"] if row.get("told_severity") in SEVERITIES else None,
        times_seen=_whole(row, "times_seen", 1),
        reminders=_whole(row, "reminders", 0),
        resolved_at=_moment(row, "resolved_at"),
        expires_at=_whole(row, "expires_at", 0) or None,
        was_muted=row.get("was_muted") is True,
        **own_words(row),
    )


def pending(found: Mapping[str, Any]) -> Pending:
    """An order not yet due. Raises ValueError where its times cannot be read."""
    row = values(found)
    ref = wording(row, "ref") or unpart(str(row["item"]).split("#")[1])
    return Pending(ref, time_of(row, "first_seen"), _moment(row, "eligible_since"))


def sent(found: Mapping[str, Any]) -> tuple[str, int]:
    """`<kind>#<local date>` and how often it was told."""
    row = values(found)
    return "#".join(unpart(each) for each in str(row["item"]).split("#")[1:]), _whole(row, "n", 1)


class Accepted(NamedTuple):
    """A sku that TPOP accepted: when it last did, and which product it is ("" where that cannot be read)."""

    sku: str
    last: str = ""
    product: str = ""


def sku(found: Mapping[str, Any]) -> Accepted:
    row = values(found)
    name = wording(row, "sku") or unpart(str(row["item"]).split("#")[1])
    product = row.get("product")
    known = isinstance(product, str | int) and not isinstance(product, bool)
    return Accepted(name, _moment(row, "last_accepted") or "", str(product).strip() if known else "")


def first_run(found: Mapping[str, Any]) -> str:
    """When that run was."""
    row = values(found)
    return _moment(row, "at") or str(row["item"]).split("#")[1]


def alive(found: Mapping[str, Any], now: int) -> bool:
    """It has not expired: DynamoDB deletes what has within days, not at once. `now` in epoch seconds."""
    return (_whole(values(found), "expires_at", 0) or now + 1) > now
