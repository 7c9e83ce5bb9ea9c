"""One run's two sides of a world as core's own values: what lay in the shop, and what each channel had brought by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from core.model import (
    BlockReason,
    Coverage,
    MailPull,
    Mention,
    ShopLine,
    ShopOrder,
    TpopLine,
    TpopOrder,
    TpopPull,
    TpopStatus,
    Trouble,
    Window,
)
from core.ports import MailBox, TpopChannel
from handlers.wiring import Feeding, Sources
from sandbox.carried import Feed, Order, Word
from sandbox.channels import KEPT, World
from sources.tpop.collect import shows
from sources.tpop.inbox import lists
from tests.fakes import FakeShop

NAMES = {"list": "tpop-http", "weekly": "tpop-inbox", "screen": "tpop-inbox-2", "mail": "tpop-mail"}
FEEDING = {NAMES["weekly"]: Feeding("weekly"), NAMES["screen"]: Feeding("weekly", part=True)}
REASONS: Mapping[str, BlockReason] = {"payment": "payment", "address": "address", "artwork": "artwork"}
STATUSES: Mapping[str, TpopStatus] = {
    "open": "open",
    "blocked": "blocked",
    "production": "production",
    "shipped": "shipped",
    "cancelled": "cancelled",
}


def shop_order(order: Order, now: datetime) -> ShopOrder | None:
    """The order as the shop shows it at that moment."""
    if order.created >= now:
        return None
    paid = order.paid if order.paid and order.paid <= now else None
    cancelled, closed = order.is_cancelled(now), order.is_closed(now)
    happened = [moment for moment in (order.paid, order.cancelled, order.closed) if moment and moment <= now]
    return ShopOrder(
        id=order.id,
        number=order.number,
        state="cancelled" if cancelled else "due" if paid else "unpaid",
        status="cancelled" if cancelled else "on-hold" if not paid else "completed" if closed else "processing",
        created_at=order.created,
        paid_at=paid,
        updated_at=max((order.created, *happened)),
        lines=tuple(ShopLine(product.sku, count, count, f"l{at}") for at, (product, count) in enumerate(order.items)),
        recipient=None,
        fulfilled=closed and not cancelled,
        tracked=order.is_tracked(now),
    )


def row(order: Order, word: Word, *, dated: bool, lines: bool) -> TpopOrder:
    """One row of a list."""
    return TpopOrder(
        id=order.tpop_id,
        reference=order.number,
        shop_order_id="",
        status=STATUSES[word.status],
        as_of=word.at,
        channel=NAMES[word.channel],
        created_at=order.reached if dated else None,
        block_reason=REASONS.get(word.reason, ""),
        block_code=word.code,
        lines=tuple(TpopLine(product.sku, count) for product, count in order.items) if lines else None,
    )


@dataclass
class Answering:
    """A list of TPOP's that a program answers with, and that can be asked for one order."""

    pulled: TpopPull
    name: str = NAMES["list"]

    def pull(self, window: Window) -> TpopPull:
        return self.pulled

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:
        return tuple(one._replace() for one in self.pulled.orders if one.reference == reference)


@dataclass
class Lying:
    """What lies in an inbox: it cannot be asked."""

    pulled: TpopPull
    name: str

    def pull(self, window: Window) -> TpopPull:
        return self.pulled

    def lookup(self, reference: str) -> tuple[TpopOrder, ...] | None:
        return None


@dataclass
class Posted:
    """What the mails of the last days say."""

    pulled: MailPull
    name: str = NAMES["mail"]

    def mentions(
        self, references: Mapping[str, str], window: Window, theirs: Mapping[str, str] | None = None
    ) -> MailPull:
        return self.pulled


class Sides:
    """Both sides of a world at one of its runs, made once and handed to every set of channels."""

    def __init__(self, world: World, run: int) -> None:
        self.world, self.run, self.now = world, run, world.runs[run]
        self._by_number = {order.number: order for order in world.orders}

    @cached_property
    def shop(self) -> list[ShopOrder]:
        made = (shop_order(order, self.now) for order in self.world.orders)
        return [order for order in made if order is not None]

    def sources(self, channels: frozenset[str]) -> Sources:
        """What this set of channels hands to a run."""
        tpop = tuple(one for name, one in self._lists.items() if name in channels)
        mails = (self._mails,) if "mail" in channels else ()
        return Sources(FakeShop(self.shop), tpop, mails, FEEDING)

    @cached_property
    def _lists(self) -> dict[str, TpopChannel]:
        return {"list": Answering(self._answer()), "weekly": self.inbox("weekly"), "screen": self.inbox("screen")}

    @cached_property
    def _mails(self) -> MailBox:
        return self.mailbox()

    def _answer(self) -> TpopPull:
        (feed,) = self.world.given("list", self.run)
        orders = self._rows(feed)
        window = Window(self.world.since(feed), self.now)
        coverage = Coverage(NAMES["list"], "tpop", window, feed.as_of, True, len(orders), shows(orders))
        return TpopPull(coverage, orders)

    def _rows(self, feed: Feed) -> tuple[TpopOrder, ...]:
        dated = feed.channel != "screen"
        lines = feed.channel == "list" or (feed.channel == "weekly" and self.world.seed % 2 == 0)
        return tuple(
            row(self._by_number[word.order], word, dated=dated, lines=lines) for word in self.world.shown(feed)
        )

    def inbox(self, channel: str) -> TpopChannel:
        """The files that lie there, put together as the inbox does."""
        name, feeds = NAMES[channel], self.world.given(channel, self.run)
        if not feeds:
            nothing = Coverage(name, "tpop", None, None, complete=False)
            return Lying(TpopPull(nothing, troubles=(Trouble("no_file", {}),)), name)
        return Lying(lists.merge([self._file(feed) for feed in feeds], name), name)

    def _file(self, feed: Feed) -> lists.FileList:
        orders = self._rows(feed)
        since = self.world.since(feed)
        window = Window(since, feed.as_of) if feed.whole and since < feed.as_of else None
        no_window = (Trouble("no_window", {"orders": len(orders), "undated": False}),)
        return lists.FileList("", feed.as_of, window, bool(window), orders, troubles=() if window else no_window)

    def mailbox(self) -> MailBox:
        """The mails that lie there, as they are read."""
        mentions = sorted((self._mention(word) for word in self.posted()), key=lambda one: one.at)
        count = len(mentions)
        newest = mentions[-1].at if mentions else None
        return Posted(MailPull(tuple(mentions), seen=count, trusted=count, understood=count, newest=newest))

    def posted(self) -> list[Word]:
        """What the mails of the last seven days say, of all orders."""
        return [
            word
            for order in self.world.orders
            for word in order.words
            if word.channel == "mail" and word.at <= self.now and self.now - word.at < KEPT
        ]

    def _mention(self, word: Word) -> Mention:
        order = self._by_number[word.order]
        return Mention(
            reference=order.number,
            shop_order_id=order.id,
            status=STATUSES[word.status],
            block_reason=REASONS.get(word.reason, ""),
            block_code=word.code,
            tpop_id=order.tpop_id if word.form == "invoice" else "",
            at=word.at,
            kind="invoice" if word.form == "invoice" else "blocked" if word.form == "blocked" else "table",
            where="text",
        )
