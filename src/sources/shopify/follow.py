"""What a page cut off of an order, followed to its own last page: lines, fulfilments, refunds, payments, who fulfils.

One order whose rest cannot be read costs that order's lines, or what its fulfilments say, and makes the pull partial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from core.errors import SourceError
from core.model import ShopLine, ShopOrder, Trouble
from sources.shopify import normalise
from sources.shopify.further import Assignments
from sources.shopify.graph import Graph, TooDear
from sources.shopify.lists import Lists, Unfollowed, gid_of
from sources.shopify.normalise import Follow, Rules
from sources.shopify.reach import Reach


class Follower:
    """Completes orders, one at a time."""

    def __init__(self, graph: Graph, rules: Rules, reach: Reach) -> None:
        self._lists, self._host = Lists(graph), graph.host
        self._rules, self._reach = rules, reach
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
            further = any(line.remaining < line.ordered for line in order.lines or () if line.sent != "none")
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
            detail = {"host": self._host}
        lost[order.id] = detail
        if what == "payments":
            return order._replace(paid_at=self._reach.now)  # perhaps a moment ago: nobody is accused within the grace
        # Which lines there are is not known: nothing may be said of them. The rest only adds to what was read.
        return order._replace(lines=None) if what in ("lines", "refunds") else order

    def _with_lines(self, order: ShopOrder, after: str | None) -> ShopOrder:
        lines = list(order.lines or ())

        def read(text: bytes) -> tuple[list[ShopLine], str | None] | None:
            return normalise.read_lines(text, order, self._rules)

        for page in self._lists.further(
            "lines", gid_of("Order", order.id), read, after, articles=self._reach.articles
        ):
            lines += page
        if len({line.id for line in lines}) < len(lines):
            raise Unfollowed  # a page came twice: nobody knows what stands on the one that did not
        return normalise.with_lines(order, lines)

    def _with_payments(self, order: ShopOrder) -> ShopOrder:
        return normalise.with_payments(order, self._lists.payments(order))

    def _with_fulfilments(self, order: ShopOrder) -> ShopOrder:
        """All of them; and which lines each sent, where some bear tracking, others do not, and it matters."""
        alive = [one for one in self._lists.fulfilments(order) if one.alive]
        order = order._replace(tracked=any(one.tracked for one in alive))
        if all(one.tracked for one in alive) or not order.tracked or not self._rules.keep_unshipped:
            return normalise.with_marks(order, alive)
        tracked, closed = set[str](), set[str]()
        for one in alive:
            (tracked if one.tracked else closed).update(self._lists.sent(one.id))
        return normalise.with_sent(order, tracked, closed)

    def _with_returned(self, order: ShopOrder) -> ShopOrder:
        """Units that came back had been made: they are not TPOP's mistake."""
        units, go_on = self._lists.refunds(order)
        for refund, cursor in go_on.items():
            gid = gid_of("Refund", refund)
            for page in self._lists.further("refund_lines", gid, normalise.read_refund_lines, cursor):
                units.update(page)
        return normalise.with_returned(order, units)

    def _with_services(self, order: ShopOrder, after: str | None) -> ShopOrder:
        services: dict[str, str] = {}

        def read(text: bytes) -> tuple[Assignments, str | None] | None:
            found = normalise.read_assignments(text)
            return None if found is None else (found, found.cursor)

        for found in self._lists.further("assignments", gid_of("Order", order.id), read, after):
            further: dict[str, str] = {}
            for assignment, service, cursor in found.go_on:  # what counts most comes last
                gid = gid_of("FulfillmentOrder", assignment)
                for lines in self._lists.further("assignment_lines", gid, normalise.read_assignment_lines, cursor):
                    further |= dict.fromkeys(lines, service)
            for told in (found.services, further):
                if any(services.setdefault(line, service) != service for line, service in told.items()):
                    raise Unfollowed  # which of two counts can be told within one page only
        order = normalise.with_services(order, services)
        if normalise.unassigned(order):
            raise Unfollowed  # nobody is to send a line of it, says Shopify: it may be TPOP's or not
        return order
