"""Bytes to findings, as shipped: the very steps of a run between the network and the history."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.articles import note
from core.checks.contract import SourceSight
from core.expect import Expectation
from core.lookout import assess
from core.match import Matching
from core.model import Coverage, Window
from core.policy import Policy
from sources.tpop import page as pages_of
from sources.tpop.collect import Collection
from sources.woocommerce import normalise

ZONE = ZoneInfo("Europe/Paris")


def reconcile(woo: list[bytes], pages: list[bytes], now: datetime) -> set[tuple[str, str, str | None]]:
    """Every check on. Pages are dropped as they are read; equal pairs are dropped as they meet."""
    policy = Policy()
    collection = Collection(shop="bench", channel="http", pattern=policy.reference_pattern)
    for body in pages:
        page = pages_of.read(body)
        collection.take(page.rows, now, checked=page.checked)
    orders = collection.orders()
    window = Window(now - timedelta(days=policy.window_days), now)
    listed = Coverage("http", "tpop", window, now, complete=True, orders=len(orders))
    shop = Coverage("woocommerce", "shop", window, now, complete=True)
    matching = Matching(Expectation(policy, now), orders, watched=(), judge_absent=True)
    del collection, orders
    known = normalise.words(policy.due_statuses)
    borne: dict[str, str] = {}
    for body in woo:
        page_orders = normalise.read_page(body, known).orders
        note(page_orders, borne)
        matching.take(page_orders)
    sights = [SourceSight("woocommerce", "shop", shop), SourceSight("http", "tpop", listed)]
    _, judged = assess(matching.close(), sights, [], policy=policy, now=now, zone=ZONE)
    # What is only worth a word where it had been told before is no finding of a first look (core.diff).
    return {key for key, finding in judged.findings.items() if not finding.known_only}
