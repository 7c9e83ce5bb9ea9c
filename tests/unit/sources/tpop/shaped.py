"""Pages in another shape, and the http channel that reads them by a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from core.model import TpopPull
from sandbox.loopback import Request
from sandbox.tpop_other import other_shape
from sources.tpop.endpoint.pull import Endpoint

from .lists import NOW, POLICY, SHOP, TOKEN, WINDOW, as_bytes
from .server import Answer, Asked, Query, endpoint

PLAIN = Request("GET", "/tpop/orders", (), {})


def other(doc: dict[str, Any]) -> dict[str, Any]:
    return other_shape(doc, PLAIN)


@contextmanager
def mapped(by: Mapping[str, str], *pages: Any) -> Iterator[tuple[Endpoint, Asked]]:
    """An endpoint whose cursor is the number of the next page."""

    def answer(query: Query) -> Answer:
        said = pages[min(int(query.get("cursor", "0")), len(pages) - 1)]
        return said if isinstance(said, bytes | int) else as_bytes(said)

    with endpoint(answer) as asked:
        yield Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW, mapping=by), asked


def pull(by: Mapping[str, str], *pages: Any) -> TpopPull:
    with mapped(by, *pages) as (it, _):
        return it.pull(WINDOW)
