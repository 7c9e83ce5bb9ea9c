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
from core.model import Coverage, OutOfReach, ShopOrder, ShopPull, Trouble, Unreadable, Window
from core.policy import Policy
from sources.http import Door
from sources.shopify import normalise, reach
from sources.shopify.access import Access
from sources.shopify.bulk import Export
from sources.shopify.follow import Follower
from sources.shopify.graph import Graph
from sources.shopify.intake import Intake
from sources.shopify.orders import ITS_OWN, Orders
from sources.shopify.pages import Pages
from sources.shopify.reach import Reach
from sources.shopify.refusals import refusal

_SHOWS = frozenset({"created_at", "lines", "recipient"})
_ID_MOST = 2**63 - 1
"""Shopify's ids are no longer: whoever asks for such a one is told that it is none."""
_NUMBER = re.compile(r"""[^'"\\]{1,40}""")
"""What a number may be made of, so that nothing else gets into a search: what ends a text between quotes cannot."""
_FOUND_MOST, _FOUND_PAGES = 10, 5
_FILE_SECONDS = 600.0
"""For the whole file of an export: some thousands of orders to the second, on a slow day."""
EXPORT_SECONDS = 20.0
"""Where pages would have to wait so long for their points, an export is begun beside them (docs/adr/0011)."""


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
        self._kept_back = ""
        """The last order that was asked for by itself, where the shop failed at it."""

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        """See core.ports.ShopSource. The window of the coverage is what the granted permissions show of it.

        Complete means: to the last page, as many different orders as Shopify counts, and of each order all that counts.
        """
        granted = self._granted()
        shown = granted.narrowed(window)
        follower = Follower(self._graph, self._rules, granted)
        intake = Intake(shown, follower, granted, take)
        if shown.since >= shown.until and window.since < window.until:
            raise refusal("refused", "horizon", {"host": self._graph.host})
        if shown.since < shown.until:
            orders = Orders(self._graph, self._rules, granted)
            pages = Pages(orders, intake)
            page = _first(pages)
            if page.more and self._is_long(pages, orders):
                self._race(pages, page, Export(self._graph, orders, self._rules, granted, intake, self._elsewhere))
            else:
                pages.rest(page)
        if granted.all_orders and self._lost_reach(window):
            intake.troubles.append(Trouble("not_complete", {"why": "permission"}))
        troubles = intake.tell()
        shows = _SHOWS if granted.addresses else _SHOWS - {"recipient"}
        coverage = Coverage(self.name, "shop", shown, self._now, not troubles, intake.orders, shows)
        notices = granted.notices(window, self._graph.answered)
        return ShopPull(coverage, tuple(intake.unreadable.values()), troubles, notices)

    def lookup(self, order_id: str) -> ShopOrder | Unreadable | OutOfReach | None:
        """See core.ports.ShopSource. Without read_all_orders, an old order that is not shown may well be there."""
        if not _is_id(order_id):
            return None  # and nothing else goes into a question
        granted = self._granted()
        page = Orders(self._graph, self._rules, granted).one(order_id)
        failing = any(one.problem == ITS_OWN for one in page.unreadable)
        if failing and self._kept_back not in ("", order_id):
            raise SourceError("page_failed", "Shopify fails at one order after the other.", {"why": "order"})
        self._kept_back = order_id if failing else ""
        for unreadable in page.unreadable:
            return unreadable
        for order in page.orders:
            return self._completed(order, page, granted)
        return None if granted.shows(order_id) else OutOfReach(order_id)

    def find(self, number: str) -> ShopOrder | Unreadable | None:
        """See core.ports.ShopSource. A shop's numbers may bear a prefix: the search is asked for both, and the order must
        bear the very number. Raises SourceError where too many others come up: it may be among those not looked at."""
        number = number.strip().lstrip("# ")
        if not (_NUMBER.fullmatch(number) and number.isprintable()):
            return None
        granted, unreadable, cursor = self._granted(), list[Unreadable](), None
        orders, search = Orders(self._graph, self._rules, granted), f"name:'#{number}' OR name:'{number}'"
        for _ in range(_FOUND_PAGES):
            page = orders.page(search, cursor, most=_FOUND_MOST)
            for order in page.orders:
                if order.number == number:
                    return self._completed(order, page, granted)
            unreadable += [one for one in page.unreadable if one.number in (number, "")]  # "": it may well be the one
            cursor = page.cursor
            if not page.more:
                return next(iter(unreadable), None)
        raise SourceError("page_failed", "Shopify does not search by number.", {"why": "order"})

    def _granted(self) -> Reach:
        """Asked once a run. Raises SourceError where orders may not be read."""
        if self._reach is None:
            self._reach = reach.read(self._graph, self._now, self._wants_services)
        return self._reach

    def _completed(self, order: ShopOrder, page: normalise.Page, granted: Reach) -> ShopOrder | Unreadable:
        """With what was cut off. Where lines do not come, the order says so itself; where anything else does not, nothing
        of it would."""
        follower = Follower(self._graph, self._rules, granted)
        (whole,) = follower.complete([order], page.follow)
        for trouble in follower.troubles():
            if whole.lines is not None:
                return Unreadable(order.id, trouble.detail["what"], "does not come to its end", order.number)
        return whole

    def _is_long(self, pages: Pages, orders: Orders) -> bool:
        """Would pages have to wait for their points? Then an export is faster, and costs next to none."""
        price = orders.price
        if pages.counted is None or price is None or not price.rows or self._reach is None or self._reach.services:
            return False  # who fulfils stands a level too deep for an export
        left = (pages.counted - price.rows) * price.points / price.rows
        return self._graph.pace.seconds_for(left) > EXPORT_SECONDS

    def _lost_reach(self, window: Window) -> bool:
        """Was the permission for old orders taken back meanwhile? Then nobody knows which of them did not come."""
        if Reach(self._now).narrowed(window) == window:
            return False
        try:
            return not reach.read(self._graph, self._now, self._wants_services).all_orders
        except SourceError:
            return True

    def _race(self, pages: Pages, page: normalise.Page, export: Export) -> None:
        """Pages and an export at once: whichever is whole first has brought everything."""
        try:
            export.begin()
        except SourceError:
            pages.rest(page)  # what nothing more can be asked of says so again
            return
        pages.rest(page, export.overtakes)
        export.end()


def _first(pages: Pages) -> normalise.Page:
    """Where not even one page comes, the shop as a whole does not answer."""
    try:
        return pages.first()
    except SourceError as error:
        kind = "unreachable" if error.kind == "page_failed" else error.kind
        failure = SourceError(kind, str(error), error.detail)
    raise failure


def _is_id(text: str) -> bool:
    """One of Shopify's own."""
    sound = text.isascii() and text.isdigit() and not text.startswith("0") and len(text) <= len(str(_ID_MOST))
    return sound and int(text) <= _ID_MOST


def _root(url: str) -> str:
    """The address without what stands behind the host: the API is where the shop's admin is, whatever page was copied."""
    return urlsplit(url)._replace(path="", query="", fragment="").geturl()


@cache
def _question(name: str) -> str:
    """The text of a .graphql file, without its comments."""
    text = Path(__file__).with_name(f"{name}.graphql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
