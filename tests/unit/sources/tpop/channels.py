"""The http channel in front of an endpoint that answers what a test says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sources.http import Door
from sources.tpop.endpoint.pull import Endpoint

from .lists import (
    NOW,
    POLICY,
    SHOP,
    TOKEN,
    as_bytes,
    document,
    many,
)
from .server import Answer, Asked, Query, endpoint


@contextmanager
def channel(*pages: Answer | dict[str, Any]) -> Iterator[tuple[Endpoint, Asked]]:
    """An endpoint whose first page is the first answer, and whose cursor is the number of the next."""

    def answer(query: Query) -> Answer:
        page = pages[min(int(query.get("cursor", "0")), len(pages) - 1)]
        return as_bytes(page) if isinstance(page, dict) else page

    with endpoint(answer) as asked:
        door = Door(asked.url, headers=lambda: {"Authorization": f"Bearer {TOKEN}"}, sleep=lambda _: None, tries=2)
        yield Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW, door=door), asked


def three(**heads: Any) -> Sequence[dict[str, Any]]:
    """Nine orders on three pages."""
    rows = many(9)
    return [document(rows[at : at + 3], next=str(at // 3 + 1) if at < 6 else None, **heads) for at in (0, 3, 6)]
