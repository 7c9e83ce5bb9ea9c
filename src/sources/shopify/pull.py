"""Reads a Shopify shop: every order created in a window, and one order by its id or number. Never writes.

Source: Admin GraphQL API 2026-10. The questions stand beside this file, each as a .graphql file of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import SourceError
from core.model import Coverage, OutOfReach, ShopOrder, ShopPull, Unreadable, Window
from core.policy import Policy
from sources.http import Door
from sources.shopify import normalise, reach
from sources.shopify.access import Access
from sources.shopify.bulk import Export, NoExport
from sources.shopify.follow import Follower
from sources.shopify.graph import Graph
from sources.shopify.intake import Intake, trouble_of
from sources.shopify.orders import Orders
from sources.shopify.pages import Pages
from sources.shopify.reach import Reach

_SHOWS = frozenset({"created_at", "lines", "recipient"})
_NUMBER = re.compile(r"[\w#./ -]{1,40}")
"""What a number may be made of, so that nothing else gets into a search."""
_FOUND_MOST = 10
_FILE_SECONDS = 600.0
"""For the whole file of an export: some thousands of orders to the second, on a slow day."""
EXPORT_SECONDS = 90.0
"""Where pages would have to wait so long for their points, the window is exported instead (docs/shops/shopify.md)."""


class Shopify:
    """A ShopSource. `credentials`: `token`, or `client_id` and `client_secret` (CONTRACTS section 3).

    `now` is the run's own time: what is read is true as of then, or later. `clock` counts seconds, for the pace. Raises
    SourceError for an address that is neither https nor this machine.
    """

    name = "shopify"

    def __init__(
        self,
        url: str,
        credentials: Mapping[str, str],
        *,
        policy: Policy,
        now: datetime,
        door: Callable[..., Door] = Door,
        clock: Callable[[], float] = time.monotonic,
        give_up_at: Callable[[], bool] | None = None,
    ) -> None:
        access = Access(credentials)
        self._graph = Graph(door(_root(url), headers=access.headers, give_up_at=give_up_at), access, _question, clock)
        self._rules = normalise.rules(policy)
        self._wants_services = policy.lines.mode == "service"
        self._now = now
        self._elsewhere = lambda address: door(address, whole=_FILE_SECONDS, give_up_at=give_up_at)
        self._reach: Reach | None = None
        self._kept_back = False
        """The last order that was asked for by itself could not be had."""

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        """See core.ports.ShopSource. The window of the coverage is what the granted permissions show of it.

        Complete means: to the last page, as many different orders as Shopify counts, and of each order all that counts.
        """
        granted = self._granted()
        shown = granted.narrowed(window)
        follower = Follower(self._graph, self._rules, granted)
        intake = Intake(shown, follower, granted, take)
        if shown.since < shown.until:
            orders = Orders(self._graph, self._rules, granted)
            pages = Pages(orders, intake)
            page = _first(pages)
            if page.more and self._is_long(pages, orders) and self._export(orders, intake):
                pages.prove()
            else:
                pages.rest(page)
        troubles = intake.tell()
        shows = _SHOWS if granted.addresses else _SHOWS - {"recipient"}
        coverage = Coverage(self.name, "shop", shown, self._now, not troubles, intake.orders, shows)
        notices = granted.notices(window, self._graph.answered)
        return ShopPull(coverage, tuple(intake.unreadable.values()), troubles, notices)

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
        """See core.ports.ShopSource. Without read_all_orders, an old order that is not shown may well be there."""
        if not (order_id.isascii() and order_id.isdigit()) or order_id.startswith("0"):
            return None  # not an id of Shopify's; and nothing else goes into a question
        granted = self._granted()
        page = Orders(self._graph, self._rules, granted).one(order_id)
        for unreadable in page.unreadable:
            if self._kept_back:
                raise SourceError("page_failed", "Shopify fails at one order after the other.", {"why": "order"})
            self._kept_back = True
            return unreadable
        self._kept_back = False
        for order in self._completed(page, granted):
            return order if order.id == order_id else Unreadable(order_id, "id", "another order was given")
        return None if granted.shows(order_id) else OutOfReach(order_id)

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        """See core.ports.ShopSource. A shop's numbers may bear a prefix: the search is asked for both, and the order must
        bear the very number."""
        number = number.strip()
        if not _NUMBER.fullmatch(number):
            return None
        granted = self._granted()
        search = f"name:'#{number}' OR name:'{number}'"
        page = Orders(self._graph, self._rules, granted).page(search, None, most=_FOUND_MOST)
        page.orders[:] = [order for order in page.orders if order.number == number]
        for order in self._completed(page, granted):
            return order
        return next((one for one in page.unreadable if one.number == number), None)

    def _granted(self) -> Reach:
        """Asked once a run. Raises SourceError where orders may not be read."""
        if self._reach is None:
            self._reach = reach.read(self._graph, self._now, self._wants_services)
        return self._reach

    def _completed(self, page: normalise.Page, granted: Reach) -> list[ShopOrder]:
        follower = Follower(self._graph, self._rules, granted)
        return follower.complete(page.orders, page.follow)

    def _is_long(self, pages: Pages, orders: Orders) -> bool:
        """Would pages have to wait for their points? Then an export is faster, and costs next to none."""
        price = orders.price
        if pages.counted is None or price is None or not price.rows or self._reach is None or self._reach.services:
            return False  # who fulfils stands a level too deep for an export
        left = (pages.counted - price.rows) * price.points / price.rows
        return self._graph.pace.seconds_for(left) > EXPORT_SECONDS

    def _export(self, orders: Orders, intake: Intake) -> bool:
        """False: there is none to be had, and pages are read."""
        assert self._reach is not None
        try:
            Export(self._graph, orders, self._rules, self._reach, intake, self._elsewhere).run()
        except NoExport:
            return False
        except SourceError as error:
            intake.troubles.append(trouble_of(error))
        return True


def _first(pages: Pages) -> normalise.Page:
    """Where not even one page comes, the shop as a whole does not answer."""
    try:
        return pages.first()
    except SourceError as error:
        kind = "unreachable" if error.kind == "page_failed" else error.kind
        failure = SourceError(kind, str(error), error.detail)
    raise failure


def _root(url: str) -> str:
    """The address without what stands behind the host: the API is where the shop's admin is, whatever page was copied."""
    return urlsplit(url)._replace(path="", query="", fragment="").geturl()


@cache
def _question(name: str) -> str:
    """The text of a .graphql file, without its comments."""
    text = Path(__file__).with_name(f"{name}.graphql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
