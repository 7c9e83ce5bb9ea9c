"""What the app may read of a shop, as it stands now: permissions can be granted and taken back between two runs.

Source: Shopify, "API access scopes": without read_all_orders an app sees the orders of the last 60 days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import SourceError
from core.model import Notice, Window
from sources.shopify.graph import VERSION, Graph, TooDear
from sources.shopify.refusals import refusal

HORIZON = timedelta(days=60)
_MARGIN = timedelta(hours=1)
"""Shopify counts the 60 days by its own clock, and from when it answers."""
_POINTS = 20
_SERVICES = frozenset(f"read_{whose}_fulfillment_orders" for whose in ("assigned", "merchant_managed", "third_party"))


@dataclass(slots=True)
class Reach:
    """What may be read. Denials met on the way are noted here."""

    now: datetime
    all_orders: bool = False
    articles: bool = True
    """Which article a line is: read_products."""
    addresses: bool = True
    services: bool = False
    """Who is to fulfil a line: asked for only where the policy tells TPOP's lines by it."""
    oldest_id: int | None = None
    """The smallest id of the orders that were read: what is younger and not there does not exist."""

    def narrowed(self, window: Window) -> Window:
        """The part of the window that Shopify shows."""
        if self.all_orders:
            return window
        since = max(window.since, self.now - HORIZON + _MARGIN)
        return Window(min(since, window.until), window.until)

    def shows(self, order_id: str) -> bool:
        """Is an order that is not there gone? False: it may just be too old to be shown."""
        return self.all_orders or (self.oldest_id is not None and int(order_id) >= self.oldest_id)

    def note(self, order_id: str) -> None:
        if order_id.isdigit() and (self.oldest_id is None or int(order_id) < self.oldest_id):
            self.oldest_id = int(order_id)

    def notices(self, asked: Window, answered: str) -> tuple[Notice, ...]:
        """What the merchant should know; `answered`: the version of the API that answered."""
        found = []
        if self.narrowed(asked) != asked:
            found.append(Notice("reach", {"days": HORIZON.days}))
        if answered != VERSION:
            found.append(Notice("version", {"asked": VERSION, "answered": answered}))
        if not self.addresses:
            found.append(Notice("addresses"))
        if not self.articles:
            found.append(Notice("articles"))
        return tuple(found)


def read(graph: Graph, now: datetime, wants_services: bool) -> Reach:
    """Raises SourceError where the shop cannot be asked at all, or orders may not be read."""
    try:
        granted = _scopes(graph.ask("reach", {}, _POINTS).text)
    except SourceError as error:
        if error.kind != "page_failed" and error.detail.get("why") not in ("orders_hidden", "query"):
            raise
        granted = None  # only this question is not answered: what may be read will show
    except TooDear:
        raise refusal("other", "cost", {"host": graph.host}) from None
    if granted is None:
        return Reach(now, services=wants_services)
    if not granted & {"read_orders", "write_orders", "read_all_orders"}:
        raise refusal("refused", "scope", {"host": graph.host})
    if wants_services and not granted >= _SERVICES:
        # Each shows the lines of other places and services: without one, lines that are TPOP's would not seem to be.
        raise refusal("refused", "services", {"host": graph.host})
    return Reach(
        now,
        all_orders="read_all_orders" in granted,
        articles=bool(granted & {"read_products", "write_products"}),
        services=wants_services,
    )


def _scopes(text: bytes) -> set[str] | None:
    try:
        scopes = json.loads(text)["data"]["currentAppInstallation"]["accessScopes"]
        return {str(scope["handle"]) for scope in scopes}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
