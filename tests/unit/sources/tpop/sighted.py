"""Files read as the inbox reads them, without an inbox around them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sources.tpop.inbox import content, lists, sight
from sources.tpop.inbox.content import Reading
from sources.tpop.inbox.lists import FileList
from sources.tpop.inbox.sight import Sight

from .lists import NOW, POLICY, SHOP

ZONE = ZoneInfo("Europe/Paris")


def reading(**settings: Any) -> Reading:
    said: dict[str, Any] = {
        "shop": SHOP,
        "channel": "tpop-inbox",
        "pattern": POLICY.reference_pattern,
        "covers": "all",
        "columns": {},
        "zone": ZONE,
        "now": NOW,
        "oldest": NOW - timedelta(days=30),
    }
    return Reading(**{**said, **settings})


def read(body: str | bytes, name: str = "list.txt", **settings: Any) -> FileList:
    return lists.read(name, body.encode() if isinstance(body, str) else body, reading(**settings))


def seen(body: str | bytes, name: str = "list.txt", **settings: Any) -> Sight:
    """As `vigie inbox check` sees it. Raises where the file is no list."""
    how = reading(**settings)
    held = content.of(name, body.encode() if isinstance(body, str) else body, how)
    return sight.of(lists.judge(name, held, how), held, how)


def local(*parts: int) -> datetime:
    """A time in Paris, in UTC."""
    return datetime(*parts, tzinfo=ZONE).astimezone(UTC)  # type: ignore[misc,arg-type]


def brief(file: FileList) -> list[tuple[str, str, str]]:
    return [(order.id, order.reference, order.status) for order in file.orders]


def whys(file: FileList) -> list[str]:
    """Each trouble by its kind and its reason."""
    said = ((t.kind, t.detail.get("why") or t.detail.get("what")) for t in file.troubles)
    return [f"{kind}.{why}" if why else kind for kind, why in said]
