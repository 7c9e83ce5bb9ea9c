"""What a stand-in shop holds, and the merchant's hand on it: orders, refunds, products, and what an edit dates."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.woo_orders import stamp
from sandbox.woo_products import Catalogue
from sandbox.woo_query import Doc
from sandbox.woo_refunds import refund

DATED_BY_POSTS = {"status", "customer_note", "refunds"}
"""What the old storage takes for an edit (facts, 5)."""


class Books:
    """Orders, refunds and products by id. Every edit is whole between two requests."""

    def __init__(self, zone: str, home: str) -> None:
        self.zone, self.home = ZoneInfo(zone), home
        self.orders: dict[int, Doc] = {}
        self.refunds: dict[int, list[Doc]] = {}
        self.catalogue = Catalogue()
        self.custom_statuses: tuple[str, ...] = ()
        """Statuses that plugins register. Take one away: its orders are in no list, yet still there by id (facts, 8)."""
        self.hpos = True
        """The new order storage. False: few edits are dated, and totals hold past the last page (facts, 5 and 12)."""
        self.lock = threading.RLock()
        self._refund_ids = 900_000

    @property
    def products(self) -> dict[int, Doc]:
        return self.catalogue.products

    @property
    def variations(self) -> dict[int, Doc]:
        return self.catalogue.variations

    def put(self, doc: Doc, refunds: Collection[Doc] = ()) -> None:
        with self.lock:
            self.orders[doc["id"]] = doc
            if refunds:
                self.refunds[doc["id"]] = list(refunds)

    def edit(self, order_id: int, at: datetime, **fields: Any) -> None:
        """Set fields. The new storage moves date_modified on every edit, even an empty one; the old one on few."""
        with self.lock:
            new: Doc = {}
            if self.hpos or DATED_BY_POSTS & set(fields):
                new = {"date_modified": stamp(at, self.zone), "date_modified_gmt": stamp(at)}
            if fields.get("status") == "completed":
                new |= {"date_completed": stamp(at, self.zone), "date_completed_gmt": stamp(at)}
            self.orders[order_id] = {**self.orders[order_id], **new, **fields}

    def refund(self, order_id: int, at: datetime, taken: Mapping[int, int], reason: str = "") -> Doc:
        """Give back so many units of each line id; the order keeps its quantities, as in WooCommerce."""
        with self.lock:
            self._refund_ids += 1
            doc = refund(self._refund_ids, self.orders[order_id], taken, at, self.zone, self.home, reason)
            self.refunds.setdefault(order_id, []).append(doc)
            brief = {"id": doc["id"], "reason": reason, "total": f"-{doc['amount']}", "total_tax": "0.00"}
            self.edit(order_id, at, refunds=[*self.orders[order_id]["refunds"], brief])
            return doc

    def delete_refund(self, order_id: int, refund_id: int) -> None:
        """As if it had not been given; neither storage dates that (facts, 6)."""
        with self.lock:
            whole = self.orders[order_id]
            kept = [brief for brief in whole["refunds"] if brief["id"] != refund_id]
            self.orders[order_id] = {**whole, "refunds": kept}
            self.refunds[order_id] = [doc for doc in self.refunds[order_id] if doc["id"] != refund_id]

    def delete(self, order_id: int) -> None:
        """For good: from now on it never existed."""
        with self.lock:
            self.orders.pop(order_id, None)
            self.refunds.pop(order_id, None)

    def resku(self, item: int, sku: str) -> None:
        """A product or variation gets another sku: every order shows it from now on, and none is dated (facts, 22)."""
        with self.lock:
            self.catalogue.resku(item, sku)

    def delete_product(self, item: int) -> None:
        """For good: the lines of every order lose sku and product, and none is dated (facts, 22)."""
        with self.lock:
            self.catalogue.delete(item)
