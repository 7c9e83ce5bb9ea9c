"""One order's lists, each asked for to its own last page, whether it has cursors or not. What does not come is Unfollowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from core.model import ShopOrder
from sources.shopify import normalise
from sources.shopify.graph import Graph, Reply
from sources.shopify.said import DENIED

Found = TypeVar("Found")
_FIRST, _MOST = 20, 150
"""Lists without a cursor: asked for so many at first, then for so many."""
_HEADS = 250
"""The most that Shopify gives of any list at once. One without a cursor then has no further way to it."""
_REFUNDS = ((10, 20), (40, 5), (150, 1))
"""Refunds, and lines of each: what 1,000 points allow."""
_PAGES_MAX = 400
"""Of one order's list: an end for a server that never says one."""
_PAGE_POINTS = 760


class Unfollowed(Exception):
    """The rest of one order's list does not come, or makes no sense."""


class Lists:
    """Asks for them. Raises Unfollowed where a list does not come whole, and what the graph raises."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def _ask(self, name: str, points: float, **variables: Any) -> bytes:
        reply: Reply = self._graph.ask(name, variables, points)
        if any(name != "lines" or fault.code != DENIED or "variant" not in fault.path for fault in reply.faults):
            raise Unfollowed  # a part of it is missing; of lines, only which article each is may be denied
        return reply.text

    def further(
        self,
        name: str,
        gid: str,
        read: Callable[[bytes], tuple[Found, str | None] | None],
        after: str | None,
        **more: Any,
    ) -> Iterator[Found]:
        """A list from that cursor on, page by page to its end."""
        visited = {after}
        for _ in range(_PAGES_MAX):
            page = read(self._ask(name, _PAGE_POINTS, id=gid, after=after, **more))
            if page is None:
                break
            yield page[0]
            after = page[1]
            if after is None:
                return
            if after in visited:
                break
            visited.add(after)
        raise Unfollowed

    def payments(self, order: ShopOrder) -> datetime | None:
        """When the last of the money came."""
        for first in (_FIRST, _MOST, _HEADS):
            read = normalise.read_payments(
                self._ask("transactions", first + 1, id=gid_of("Order", order.id), first=first)
            )
            if read is None:
                break
            if read[1] < first:
                return read[0]
        raise Unfollowed

    def fulfilments(self, order: ShopOrder) -> Sequence[normalise.Fulfilment]:
        """The list has no cursor: from a size on, it is asked for by time."""
        found: dict[str, normalise.Fulfilment] = {}
        first, search = _FIRST, None
        for _ in range(_PAGES_MAX):
            points = 1 + first * 6
            text = self._ask("fulfilments", points, id=gid_of("Order", order.id), first=first, search=search)
            read = normalise.read_fulfilments(text)
            if read is None:
                raise Unfollowed
            before = len(found)
            found |= {one.id: one for one in read}
            if len(read) < first:
                return list(found.values())
            if first < _MOST:
                first = _MOST
                continue
            times = [one.created_at for one in read]
            if len(found) == before or times != sorted(times):
                raise Unfollowed  # more in one second than can be asked for; or not oldest first: older ones are left out
            search = f"created_at:>='{times[-1]}'"
        raise Unfollowed

    def sent(self, fulfilment: str) -> Iterator[str]:
        for page in self.further("fulfilment_lines", gid_of("Fulfillment", fulfilment), normalise.read_sent, None):
            yield from page

    def refunds(self, order: ShopOrder) -> tuple[Counter[str], Mapping[str, str | None]]:
        """Units that came back, and the refunds whose lines are still to be asked for, from where on."""
        for first, lines in _REFUNDS:
            points = 1 + first * (3 + lines * 2)
            text = self._ask("refunds", points, id=gid_of("Order", order.id), first=first, lines=lines)
            read = normalise.read_refunds(text)
            if read is None:
                raise Unfollowed
            if read.count < first:
                return Counter(read.returned), read.go_on
        ids = normalise.read_refund_ids(
            self._ask("refund_ids", _HEADS + 1, id=gid_of("Order", order.id), first=_HEADS)
        )
        if ids is None or len(ids) == _HEADS:
            raise Unfollowed
        return Counter(), dict.fromkeys(ids)


def gid_of(kind: str, number: str) -> str:
    return f"gid://shopify/{kind}/{number}"
