"""Asks for orders: a page, however it can be had (whole, smaller, or one by one around the order that breaks it), or one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from core.errors import SourceError
from core.model import Unreadable
from sources.shopify import normalise
from sources.shopify.graph import Graph, Reply, TooDear
from sources.shopify.normalise import Page, Rules
from sources.shopify.pace import MOST_POINTS, PageSize
from sources.shopify.reach import Reach
from sources.shopify.refusals import refusal
from sources.shopify.said import DENIED, Fault

ORDER_POINTS, SERVICES_POINTS = 28, 34
"""What one order of a page costs to ask for, by the published rules (orders.graphql); more where it is asked who fulfils."""
_TRIES_ALONE = 2
ITS_OWN = "the shop fails when asked for it"
_MAY_BE_DENIED = frozenset({"variant", "shippingAddress"})
"""What an order is read without."""


class Price(NamedTuple):
    """What a page brought, and what it cost."""

    rows: int
    points: float


class Orders:
    """The questions for orders. Each answer teaches how dear the next one may be, and what may not be read."""

    def __init__(self, graph: Graph, rules: Rules, reach: Reach) -> None:
        self._graph, self._rules, self._reach = graph, rules, reach
        self._each = ORDER_POINTS + (SERVICES_POINTS if reach.services else 0)
        self.size = PageSize((MOST_POINTS - 2) // self._each)
        self.price: Price | None = None
        """Of the last page that came whole."""

    def page(self, search: str, after: str | None, *, counted: bool = False, most: int | None = None) -> Page:
        """Raises SourceError where it does not come at all."""
        while True:
            size = min(self.size.now, most or self.size.now)
            variables = {"first": size, "after": after, "search": search, "counted": counted, **self._granted()}
            try:
                reply = self._graph.ask("orders", variables, 2 + counted + size * self._each)
                page = self._read(reply, normalise.read_page)
            except TooDear:
                if not self.size.refused():
                    raise self._too_dear() from None
                continue
            except SourceError as error:
                if error.kind != "page_failed":
                    raise
                apart = self._apart(search, after, size, error)
                return apart._replace(counted=self._count(search, apart.cursor)) if counted else apart
            if reply.cost is not None:
                self.size.learn(size, reply.cost.requested)
                self.price = Price(len(page.orders) + len(page.unreadable), reply.cost.actual)
            return page

    def one(self, order_id: str, number: str | None = None) -> Page:
        """That order alone, readable or not; an empty page: the shop shows none. Raises SourceError.

        `number`: what people call it, where that is known already.
        """
        variables = {"id": f"gid://shopify/Order/{order_id}", **self._granted()}
        try:
            reply = self._graph.ask("order", variables, self._each + 1, _TRIES_ALONE)
            page = self._read(reply, normalise.read_order)
        except TooDear:
            raise self._too_dear() from None
        except SourceError as error:
            if error.kind != "page_failed":
                raise
            told = self._number(order_id) if number is None else number
            return Page([], [Unreadable(order_id, "order", ITS_OWN, told)], {})
        if any(order.id != order_id for order in page.orders):
            return Page([], [Unreadable(order_id, "id", "another order was given")], {})
        return page._replace(unreadable=[replace(one, id=order_id) for one in page.unreadable])

    def _number(self, order_id: str) -> str:
        """What people call an order that fails, where that much is shown: its id means nothing to a merchant."""
        variables = {"first": 1, "after": None, "search": f"id:{order_id}"}
        try:
            bare = normalise.read_skeleton(self._graph.ask("skeleton", variables, 3).text)
        except (SourceError, TooDear):
            return ""
        return bare.numbers.get(order_id, "") if bare else ""

    def _apart(self, search: str, after: str | None, size: int, error: SourceError) -> Page:
        """One order breaks the page: its ids are asked for alone, then each order by itself, and the bad one is named."""
        reply = self._graph.ask("skeleton", {"first": size, "after": after, "search": search}, 2 + size)
        bare = normalise.read_skeleton(reply.text)
        if bare is None or not bare.ids:
            raise error
        page = Page([], [], {}, bare.cursor, bare.more)
        for order_id in bare.ids:
            one = self.one(order_id, bare.numbers[order_id])
            page.orders.extend(one.orders)
            page.unreadable.extend(one.unreadable)
            page.follow.update(one.follow)
            if len(page.unreadable) > max(1, len(page.orders)) and len(page.unreadable) > 2:
                raise error  # that is no longer one bad order
        return page

    def _count(self, search: str, after: str | None) -> int | None:
        """How many there are in all, asked beside an order that does not break the answer; None: it cannot be had."""
        if after is None:
            return None
        variables = {"first": 1, "after": after, "search": search, "counted": True, **self._granted()}
        try:
            reply = self._graph.ask("orders", variables, 2 + 1 + self._each)
        except TooDear:
            return None
        except SourceError as error:
            if error.kind != "page_failed":
                raise
            return None
        return normalise.read_page(reply.text, self._rules).counted

    def _read(self, reply: Reply, reader: Any) -> Page:
        """What is denied is not asked for again, and nothing is made of its being absent. Raises SourceError, page_failed
        where anything else is: what failed of an order would look like what the order does not have."""
        denied = {step for fault in reply.faults if fault.code == DENIED for step in fault.path}
        if "variant" in denied:
            self._reach.articles = False
        if "shippingAddress" in denied:
            self._reach.addresses = False
        if "fulfillmentOrders" in denied:
            raise refusal("refused", "services", {"host": self._graph.host})
        if any(map(_costs_an_order, reply.faults)):
            raise SourceError("page_failed", f"{self._graph.host} left out a part.", {"host": self._graph.host})
        page: Page = reader(reply.text, self._rules, hidden_addresses=not self._reach.addresses)
        if page.problem:
            message = f"An answer of {self._graph.host} cannot be read: {page.problem}."
            raise SourceError("not_json", message, {"host": self._graph.host, "why": page.problem})
        return page

    def _granted(self) -> dict[str, bool]:
        reach = self._reach
        return {"articles": reach.articles, "addresses": reach.addresses, "services": reach.services}

    def _too_dear(self) -> SourceError:
        return refusal("other", "cost", {"host": self._graph.host})


def _costs_an_order(fault: Fault) -> bool:
    if fault.code == DENIED and _MAY_BE_DENIED.intersection(fault.path):
        return False
    return fault.path[:1] != ("ordersCount",)
