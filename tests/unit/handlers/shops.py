"""One shop to be looked at: its settings, the two sides in memory, and one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.drill import Drilled
from core.errors import SourceError
from core.model import Mention, ShopOrder, TpopOrder
from core.policy import Policy
from core.ports import Past, Remembered
from handlers.event import Asked
from handlers.look import look
from handlers.reading import Seen
from handlers.settings import Shop, ShopParameter
from handlers.wiring import Feeding, Sources
from tests.builders import NOW, past, shop_order, tpop_order
from tests.fakes import FakeMails, FakeShop, FakeTpop

WELL = Drilled(1, 1, 0)
AWAY = SourceError("unreachable", "no answer")
ALL = [tpop_order(f"T-{n}", str(n)) for n in range(2000, 2060)]
PAIRED = [shop_order(str(5550000 + n), str(n)) for n in range(2000, 2060)]
"""Sixty orders that pair: without them the brake would be on."""
BLOCKED = tpop_order(status="blocked", block_reason="payment")


@dataclass
class HiddenTpop(FakeTpop):
    """A list that leaves orders out, which it finds when it is asked for them."""

    hidden: list[TpopOrder] = field(default_factory=list)

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:
        found = super().lookup(reference)
        if found is None:
            return None
        return (*found, *(one for one in self.hidden if reference in (one.reference, one.shop_order_id)))


def settings(since: datetime | None = None, **policy: Any) -> Shop:
    parameter = ShopParameter(platform="woocommerce", url="https://boutique.example", credentials={}, since=since)
    return Shop("mugs-paris", "topic", Policy(**policy), parameter)


def seen(
    shop: FakeShop | Sequence[ShopOrder],
    tpop: FakeTpop | Sequence[TpopOrder] | None,
    *known: Remembered | Past,
    run: str = "daily",
    now: datetime = NOW,
    of: Shop | None = None,
    mails: FakeMails | Sequence[FakeMails | Mention] = (),
    feeding: Feeding | None = None,
    **asked: Any,
) -> Seen:
    """One look. `tpop` None: no list is configured. `mails`: the boxes; or what the only one says."""
    history = known[0] if known and isinstance(known[0], Past) else past(*known)  # type: ignore[arg-type]
    side = shop if isinstance(shop, FakeShop) else FakeShop(list(shop))
    lists = () if tpop is None else (tpop if isinstance(tpop, FakeTpop) else FakeTpop(list(tpop)),)
    boxes = [mails] if isinstance(mails, FakeMails) else [one for one in mails if isinstance(one, FakeMails)]
    said = [] if isinstance(mails, FakeMails) else [one for one in mails if isinstance(one, Mention)]
    boxes += [FakeMails(said)] if said else []
    how = {one.name: feeding for one in lists} if feeding else {}
    sources = Sources(side, lists, tuple(boxes), how)
    return look(of or settings(), sources, history, Asked(run, now, **asked), WELL)  # type: ignore[arg-type]


def found(one: Seen) -> set[tuple[str, str]]:
    """(ref, check) of what stands open after this look."""
    return {(news.item.ref, news.item.check) for news in one.look.news if news.item.status == "open"}


def ended(one: Seen) -> set[tuple[str, str]]:
    return {(news.item.ref, news.item.check) for news in one.look.news if news.item.status != "open"}


def after(one: Seen, before: Past | None = None) -> Past:
    """The history as this look left it, all of its news told."""
    before = before or past()
    kept = dict(before.findings)
    for item in one.writing.findings:
        kept[item.fingerprint] = item
    for news in one.look.news:
        if news.told:
            item = kept[news.item.fingerprint]
            kept[item.fingerprint] = replace(
                item, told_at=item.last_seen, told_status=item.status, told_severity=item.severity
            )
    pending = {**before.pending, **{one.ref: one for one in one.writing.pending}}
    for ref in one.writing.pending_gone:
        pending.pop(ref, None)
    known = before.known_skus | set(one.writing.known_skus)
    products = {**before.products, **one.writing.products}
    mentions = {**before.mentions, **{one.shop_order_id: one for one in one.writing.mentions}}
    return replace(before, findings=kept, pending=pending, known_skus=known, products=products, mentions=mentions)
