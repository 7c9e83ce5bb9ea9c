"""What a page cut off of an order, followed to its own last page: lines, fulfilments, refunds, payments, who fulfils.

One order whose rest cannot be read costs that order's lines, or what its fulfilments say, and makes the pull partial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from core.errors import SourceError
from core.model import ShopOrder, Trouble
from sources.shopify import normalise
from sources.shopify.graph import Graph, Reply, TooDear
from sources.shopify.normalise import Follow, Rules
from sources.shopify.reach import Reach

_FIRST, _MOST = 20, 150
"""Lists without a cursor: asked for so many at first, then for so many."""
_REFUNDS = ((10, 20), (40, 5), (150, 1))
"""Refunds, and lines of each: what 1,000 points allow."""
_PAGES_MAX = 400
"""Of one order's list: an end for a server that never says one."""
_LINES_POINTS, _SMALL_POINTS, _LIST_POINTS = 760, 760, 640


class Unfollowed(Exception):
    """The rest of one order's list does not come, or makes no sense."""


class Follower:
    """Completes orders, one at a time."""

    def __init__(self, graph: Graph, rules: Rules, reach: Reach) -> None:
        self._graph, self._rules, self._reach = graph, rules, reach
        self._lost: dict[str, list[str]] = {}
        self._error: dict[str, Mapping[str, Any]] = {}

    def complete(self, orders: Iterable[ShopOrder], follow: Mapping[str, Follow]) -> list[ShopOrder]:
        """The orders with what was cut off. Raises SourceError where nothing more can be asked (throttled, no time)."""
        return [self._whole(order, follow[order.id]) if order.id in follow else order for order in orders]

    def troubles(self) -> tuple[Trouble, ...]:
        """What could not be followed, by what it was."""
        return tuple(
            Trouble("page_failed", {**self._error[what], "what": what, "orders": ids[:3], "count": len(ids)})
            for what, ids in self._lost.items()
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
            if wanted and order.lines is not None:
                order = self._step(what, order, step)
        return order

    def _step(self, what: str, order: ShopOrder, step: Callable[[ShopOrder], ShopOrder]) -> ShopOrder:
        try:
            return step(order)
        except SourceError as error:
            if error.kind == "throttled" or error.detail.get("why") == "no time left":
                raise
            detail: Mapping[str, Any] = error.detail
        except (Unfollowed, TooDear):
            detail = {"host": self._graph.host}
        self._lost.setdefault(what, []).append(order.id)
        self._error.setdefault(what, detail)
        # Which lines there are is not known: nothing may be said of them. The rest only adds to what was read.
        return order._replace(lines=None) if what in ("lines", "refunds", "services") else order

    def _ask(self, name: str, points: float, **variables: Any) -> bytes:
        reply: Reply = self._graph.ask(name, variables, points)
        if reply.faults and not (reply.denied and name == "lines"):
            raise Unfollowed  # a part of it is missing; of lines, only which article each is may be denied
        return reply.text

    def _with_lines(self, order: ShopOrder, after: str | None) -> ShopOrder:
        lines = list(order.lines or ())
        for _ in range(_PAGES_MAX):
            if after is None:
                return normalise.with_lines(order, lines)
            gid = _gid("Order", order.id)
            text = self._ask("lines", _LINES_POINTS, id=gid, after=after, articles=self._reach.articles)
            read = normalise.read_lines(text, order, self._rules)
            if read is None or read[1] == after:
                raise Unfollowed
            lines += read[0]
            after = read[1]
        raise Unfollowed

    def _with_payments(self, order: ShopOrder) -> ShopOrder:
        first = _FIRST
        while True:
            read = normalise.read_payments(
                self._ask("transactions", first + 1, id=_gid("Order", order.id), first=first)
            )
            if read is None:
                raise Unfollowed
            if read[1] < first or first == _MOST:
                return normalise.with_payments(order, read[0])
            first = _MOST

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
            if len(found) == before:
                raise Unfollowed  # more in one second than can be asked for
            search = f"created_at:>='{max(one.created_at for one in read)}'"
        raise Unfollowed

    def _sent(self, fulfilment: str) -> Iterable[str]:
        after: str | None = None
        for _ in range(_PAGES_MAX):
            text = self._ask("fulfilment_lines", _SMALL_POINTS, id=_gid("Fulfillment", fulfilment), after=after)
            read = normalise.read_sent(text)
            if read is None or (read[1] is not None and read[1] == after):
                raise Unfollowed
            yield from read[0]
            after = read[1]
            if after is None:
                return
        raise Unfollowed

    def _with_returned(self, order: ShopOrder) -> ShopOrder:
        """Units that came back had been made: they are not TPOP's mistake."""
        for first, lines in _REFUNDS:
            points = 1 + first * (3 + lines * 2)
            text = self._ask("refunds", points, id=_gid("Order", order.id), first=first, lines=lines)
            read = normalise.read_refunds(text)
            if read is None:
                raise Unfollowed
            if read.count < first:
                break
        else:
            raise Unfollowed
        units = Counter(read.returned)
        for refund, cursor in read.go_on.items():
            after: str | None = cursor
            for _ in range(_PAGES_MAX):
                if after is None:
                    break
                text = self._ask("refund_lines", _SMALL_POINTS, id=_gid("Refund", refund), after=after)
                more = normalise.read_refund_lines(text)
                if more is None or more[1] == after:
                    raise Unfollowed
                units.update(more[0])
                after = more[1]
        return normalise.with_returned(order, units)

    def _with_services(self, order: ShopOrder, after: str | None) -> ShopOrder:
        services: dict[str, str] = {}
        go_on: list[tuple[str, str, str]] = []
        for _ in range(_PAGES_MAX):
            text = self._ask("assignments", _LIST_POINTS, id=_gid("Order", order.id), after=after)
            read = normalise.read_assignments(text)
            if read is None or (read.cursor is not None and read.cursor == after):
                raise Unfollowed
            services |= read.services
            go_on += read.go_on
            after = read.cursor
            if after is None:
                break
        else:
            raise Unfollowed
        for assignment, service, cursor in go_on:
            more: str | None = cursor
            while more is not None:
                text = self._ask(
                    "assignment_lines", _SMALL_POINTS, id=_gid("FulfillmentOrder", assignment), after=more
                )
                lines = normalise.read_assignment_lines(text)
                if lines is None or lines[1] == more:
                    raise Unfollowed
                services |= dict.fromkeys(lines[0], service)
                more = lines[1]
        return normalise.with_services(order, services)


def _gid(kind: str, number: str) -> str:
    return f"gid://shopify/{kind}/{number}"
