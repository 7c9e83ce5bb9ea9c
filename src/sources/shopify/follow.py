"""What a page cut off of an order, followed to its own last page: lines, fulfilments, refunds, payments, who fulfils.

One order whose rest cannot be read costs that order's lines, or what its fulfilments say, and makes the pull partial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from core.errors import SourceError
from core.model import ShopLine, ShopOrder, Trouble
from sources.shopify import normalise
from sources.shopify.further import Assignments
from sources.shopify.graph import Graph, Reply, TooDear
from sources.shopify.normalise import Follow, Rules
from sources.shopify.reach import Reach
from sources.shopify.said import DENIED

Found = TypeVar("Found")
_FIRST, _MOST = 20, 150
"""Lists without a cursor: asked for so many at first, then for so many."""
_HEADS = 950
"""The most that one question can ask for, where it asks for little of each."""
_REFUNDS = ((10, 20), (40, 5), (150, 1))
"""Refunds, and lines of each: what 1,000 points allow."""
_PAGES_MAX = 400
"""Of one order's list: an end for a server that never says one."""
_PAGE_POINTS = 760


class Unfollowed(Exception):
    """The rest of one order's list does not come, or makes no sense."""


class Follower:
    """Completes orders, one at a time."""

    def __init__(self, graph: Graph, rules: Rules, reach: Reach) -> None:
        self._graph, self._rules, self._reach = graph, rules, reach
        self._lost: dict[str, dict[str, Mapping[str, Any]]] = {}
        """What could not be followed -> the order's id -> why."""

    def complete(self, orders: Iterable[ShopOrder], follow: Mapping[str, Follow]) -> list[ShopOrder]:
        """The orders with what was cut off. Raises SourceError where nothing more can be asked (throttled, no time)."""
        return [self._whole(order, follow[order.id]) if order.id in follow else order for order in orders]

    def troubles(self) -> tuple[Trouble, ...]:
        """What could not be followed, by what it was."""
        return tuple(
            Trouble(
                "page_failed", {**next(iter(lost.values())), "what": what, "orders": [*lost][:3], "count": len(lost)}
            )
            for what, lost in self._lost.items()
            if lost
        )

    def _whole(self, order: ShopOrder, follow: Follow) -> ShopOrder:
        if follow.lines_after is not None:
            order = self._step("lines", order, partial(self._with_lines, after=follow.lines_after))
            further = any(line.remaining < line.ordered for line in order.lines or ())
            follow = follow._replace(refunds=follow.refunds or (follow.made and further))
        for what, wanted, step in (
            ("payments", follow.payments, self._with_payments),
            ("refunds", follow.refunds, self._with_returned),
            ("services", follow.services is not None, partial(self._with_services, after=follow.services or None)),
            ("fulfilments", follow.fulfilments, self._with_fulfilments),
        ):
            # Without its lines it may still be paid and sent: that much is told of it.
            if wanted and (order.lines is not None or what in ("payments", "fulfilments")):
                order = self._step(what, order, step)
        return order

    def _step(self, what: str, order: ShopOrder, step: Callable[[ShopOrder], ShopOrder]) -> ShopOrder:
        lost = self._lost.setdefault(what, {})
        try:
            order = step(order)
            lost.pop(order.id, None)  # asked for a second time, it came
            return order
        except SourceError as error:
            if error.kind == "throttled" or error.detail.get("why") == "no time left":
                raise
            detail: Mapping[str, Any] = error.detail
        except (Unfollowed, TooDear):
            detail = {"host": self._graph.host}
        lost[order.id] = detail
        # Which lines there are is not known: nothing may be said of them. The rest only adds to what was read.
        return order._replace(lines=None) if what in ("lines", "refunds") else order

    def _ask(self, name: str, points: float, **variables: Any) -> bytes:
        reply: Reply = self._graph.ask(name, variables, points)
        if any(name != "lines" or fault.code != DENIED or "variant" not in fault.path for fault in reply.faults):
            raise Unfollowed  # a part of it is missing; of lines, only which article each is may be denied
        return reply.text

    def _further(
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

    def _with_lines(self, order: ShopOrder, after: str | None) -> ShopOrder:
        lines = list(order.lines or ())

        def read(text: bytes) -> tuple[list[ShopLine], str | None] | None:
            return normalise.read_lines(text, order, self._rules)

        for page in self._further("lines", _gid("Order", order.id), read, after, articles=self._reach.articles):
            lines += page
        if len({line.id for line in lines}) < len(lines):
            raise Unfollowed  # a page came twice: nobody knows what stands on the one that did not
        return normalise.with_lines(order, lines)

    def _with_payments(self, order: ShopOrder) -> ShopOrder:
        for first in (_FIRST, _MOST, _HEADS):
            read = normalise.read_payments(
                self._ask("transactions", first + 1, id=_gid("Order", order.id), first=first)
            )
            if read is None:
                break
            if read[1] < first:
                return normalise.with_payments(order, read[0])
        raise Unfollowed

    def _with_fulfilments(self, order: ShopOrder) -> ShopOrder:
        """All of them; and which lines each sent, where some bear tracking, others do not, and it matters."""
        alive = [one for one in self._fulfilments(order) if one.alive]
        order = order._replace(tracked=any(one.tracked for one in alive))
        if all(one.tracked for one in alive) or not order.tracked or not self._rules.keep_unshipped:
            return normalise.with_marks(order, alive)
        tracked, closed = set[str](), set[str]()
        for one in alive:
            (tracked if one.tracked else closed).update(self._sent(one.id))
        return normalise.with_sent(order, tracked, closed)

    def _fulfilments(self, order: ShopOrder) -> Sequence[normalise.Fulfilment]:
        """The list has no cursor: from a size on, it is asked for by time."""
        found: dict[str, normalise.Fulfilment] = {}
        first, search = _FIRST, None
        for _ in range(_PAGES_MAX):
            points = 1 + first * 6
            text = self._ask("fulfilments", points, id=_gid("Order", order.id), first=first, search=search)
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

    def _sent(self, fulfilment: str) -> Iterator[str]:
        for page in self._further("fulfilment_lines", _gid("Fulfillment", fulfilment), normalise.read_sent, None):
            yield from page

    def _with_returned(self, order: ShopOrder) -> ShopOrder:
        """Units that came back had been made: they are not TPOP's mistake."""
        units, go_on = self._refunds(order)
        for refund, cursor in go_on.items():
            gid = _gid("Refund", refund)
            for page in self._further("refund_lines", gid, normalise.read_refund_lines, cursor):
                units.update(page)
        return normalise.with_returned(order, units)

    def _refunds(self, order: ShopOrder) -> tuple[Counter[str], Mapping[str, str | None]]:
        """Units that came back, and the refunds whose lines are still to be asked for, from where on."""
        for first, lines in _REFUNDS:
            points = 1 + first * (3 + lines * 2)
            text = self._ask("refunds", points, id=_gid("Order", order.id), first=first, lines=lines)
            read = normalise.read_refunds(text)
            if read is None:
                raise Unfollowed
            if read.count < first:
                return Counter(read.returned), read.go_on
        ids = normalise.read_refund_ids(self._ask("refund_ids", _HEADS + 1, id=_gid("Order", order.id), first=_HEADS))
        if ids is None or len(ids) == _HEADS:
            raise Unfollowed
        return Counter(), dict.fromkeys(ids)

    def _with_services(self, order: ShopOrder, after: str | None) -> ShopOrder:
        services: dict[str, str] = {}

        def read(text: bytes) -> tuple[Assignments, str | None] | None:
            found = normalise.read_assignments(text)
            return None if found is None else (found, found.cursor)

        for found in self._further("assignments", _gid("Order", order.id), read, after):
            further: dict[str, str] = {}
            for assignment, service, cursor in found.go_on:  # what counts most comes last
                gid = _gid("FulfillmentOrder", assignment)
                for lines in self._further("assignment_lines", gid, normalise.read_assignment_lines, cursor):
                    further |= dict.fromkeys(lines, service)
            for told in (found.services, further):
                if any(services.setdefault(line, service) != service for line, service in told.items()):
                    raise Unfollowed  # which of two counts can be told within one page only
        order = normalise.with_services(order, services)
        if normalise.unassigned(order):
            raise Unfollowed  # nobody is to send a line of it, says Shopify: it may be TPOP's or not
        return order


def _gid(kind: str, number: str) -> str:
    return f"gid://shopify/{kind}/{number}"
