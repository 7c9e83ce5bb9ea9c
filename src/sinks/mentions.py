"""What mails said of an order, as a row that reads well in the console, and back. Pure: no I/O.

The mails themselves are deleted after a week: of them, only what a Mention holds is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from core.model import Mention
from sinks import rows
from sinks.writes import Group, Write, update

DAYS = 90
"""Kept so long after the mail came, unless told otherwise: three windows of 30 days, as core remembers waiting orders."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "said": ("", "open", "blocked", "production", "shipped", "cancelled", "unknown"),
    "block_reason": ("payment", "address", "artwork", ""),
    "kind": ("invoice", "blocked", "table", "other", "list"),
    "where_found": ("subject", "text", "html", "pdf"),
}
"""The attributes that hold one of a few words. Any other word is damage: what it meant must not be guessed."""


def values(mention: Mention, days: float) -> dict[str, Any]:
    """A mention's attributes, as plain values; None: absent.

    Neither `status` nor `due`: those would put it into the index of what is open.
    """
    return {
        "ref": rows.whole(mention.shop_order_id),
        "number": mention.reference or None,
        "said": mention.status or None,
        "block_reason": mention.block_reason or None,
        "block_code": mention.block_code or None,
        "tpop_id": mention.tpop_id or None,
        # To the last digit, so that what comes back is neither older nor newer than the mail.
        "at": mention.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "kind": mention.kind,
        "where_found": mention.where,
        "expires_at": rows.expiry(mention.at, days),
    }


def groups(table: str, shop: str, mentions: Iterable[Mention], days: float) -> list[Group]:
    """One update for each order: attributes that somebody added in the console stay."""
    made: list[Group] = []
    for each in {one.shop_order_id: one for one in mentions}.values():
        item = rows.key("mention", each.shop_order_id)
        made.append((Write(item, update(table, shop, item, values(each, days))),))
    return made


def mention(found: Mapping[str, Any]) -> Mention:
    """What mails said, read back. Raises ValueError where its time or one of its words cannot be read."""
    row = {name: value for name, value in rows.values(found).items() if value is not None}
    _, ref = str(row["item"]).split("#")
    word: dict[str, Any] = {name: rows.among({name: "", **row}, name, words) for name, words in WORDS.items()}
    return Mention(
        reference=rows.wording(row, "number") or "",
        shop_order_id=rows.wording(row, "ref") or rows.unpart(ref),
        status=word["said"],
        block_reason=word["block_reason"],
        block_code=rows.wording(row, "block_code") or "",
        tpop_id=rows.wording(row, "tpop_id") or "",
        at=datetime.fromisoformat(rows.time_of(row, "at")).astimezone(UTC),
        kind=word["kind"],
        where=word["where_found"],
    )
