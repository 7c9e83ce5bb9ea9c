"""A stand-in for the feed contract: TPOP has no API, so this is what a bridge to it would answer."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.faults import Answer
from sandbox.loopback import Request, as_json
from sandbox.tpop_other import other_shape

Doc = dict[str, Any]
PATH = "/tpop/orders"
EN: Mapping[str, str] = {}
FR: Mapping[str, str] = {
    "open": "En cours",
    "blocked": "Bloquée",
    "production": "En production",
    "shipped": "Expédiée",
    "cancelled": "Annulée",
    "payment": "paiement",
    "address": "adresse",
    "visual": "visuel",
}
"""The words as a French account may show them (facts, section K)."""


def iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(text: str) -> datetime:
    when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return when if when.tzinfo else when.replace(tzinfo=UTC)


class TpopAccount:
    """One merchant's account: its orders by id, and the switches of a feed that is less than perfect."""

    def __init__(self, *, now: datetime, token: str = "tok-" + "9e" * 16, page_size: int = 50) -> None:
        self.now, self.token, self.page_size = now, token, page_size
        self.orders: dict[str, Doc] = {}
        self.words: Mapping[str, str] = EN
        self.list_age = timedelta(minutes=5)
        """How far behind the world the list is when all is well."""
        self.says_window = True
        self.says_complete = True
        self.says_as_of = True
        self.complete = True
        self.withheld: set[str] = set()
        """Ids that the list leaves out, though a look-up by reference finds them."""
        self.fields_hidden: set[str] = set()
        """Optional fields that this bridge does not know: recipient, lines, created_at."""
        self.other_shape = False
        """Answer as a bridge that does not speak the contract (sandbox.tpop_other): to be read by a map."""
        self.lock = threading.RLock()
        self._frozen: tuple[datetime, dict[str, Doc]] | None = None

    # ---- the merchant's hand

    def put(self, doc: Doc) -> None:
        with self.lock:
            self.orders[doc["id"]] = doc

    def edit(self, order_id: str, at: datetime, **fields: Any) -> None:
        """Set fields. A status outside the five is passed on as it stands: a word nobody knows."""
        with self.lock:
            self.orders[order_id] = {**self.orders[order_id], "updated_at": iso(at), **fields}

    def remove(self, order_id: str) -> Doc:
        with self.lock:
            return self.orders.pop(order_id)

    def freeze(self) -> None:
        """From now on the bridge answers this moment's list: yesterday's, tomorrow."""
        with self.lock:
            self._frozen = (self.now - self.list_age, copy.deepcopy(self.orders))

    def thaw(self) -> None:
        with self.lock:
            self._frozen = None

    # ---- the wire

    def answer(self, request: Request) -> Answer:
        if request.path != PATH:
            return as_json({"error": "not found"}, 404)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return as_json({"error": "unauthorized"}, 401, (("WWW-Authenticate", "Bearer"),))
        if request.method != "GET":
            return as_json({"error": "read only"}, 405)
        with self.lock:
            as_of, orders = self._frozen or (self.now - self.list_age, self.orders)
            return (
                self._look_up(request, as_of, orders)
                if request.has("reference")
                else self._page(request, as_of, orders)
            )

    def _look_up(self, request: Request, as_of: datetime, orders: Mapping[str, Doc]) -> Answer:
        wanted = plain(request.one("reference"))
        found = [
            doc
            for doc in orders.values()
            if wanted and wanted in {plain(doc.get("reference")), plain(doc.get("shop_order_id"))}
        ]
        body = {**self._frame(as_of, None, None), "next": None, "orders": [self._shown(doc) for doc in found]}
        return self._said(body, request)

    def _page(self, request: Request, as_of: datetime, orders: Mapping[str, Doc]) -> Answer:
        try:
            since, until = moment(request.one("since")), moment(request.one("until"))
            start = int(request.one("cursor", "0"))
        except ValueError:
            return as_json({"error": "since and until are needed, as ISO 8601 times"}, 400)
        known = min(until, as_of)  # a list cannot vouch for what came after it was made
        rows = sorted(
            (
                doc
                for doc in orders.values()
                if doc["id"] not in self.withheld and since <= moment(doc["created_at"]) < known
            ),
            key=lambda doc: (doc["created_at"], doc["id"]),
        )
        end = start + self.page_size
        following = str(end) if end < len(rows) else None
        body = {**self._frame(as_of, since, known), "next": following}
        return self._said({**body, "orders": [self._shown(doc) for doc in rows[start:end]]}, request)

    def _said(self, body: Doc, request: Request) -> Answer:
        return as_json(other_shape(body, request) if self.other_shape else body)

    def _frame(self, as_of: datetime, since: datetime | None, until: datetime | None) -> Doc:
        frame: Doc = {"as_of": iso(as_of)} if self.says_as_of else {}
        if self.says_window and since and until:
            frame |= {"since": iso(since), "until": iso(until)}
        return frame | ({"complete": self.complete} if self.says_complete else {})

    def _shown(self, doc: Doc) -> Doc:
        shown = {key: value for key, value in doc.items() if key not in self.fields_hidden}
        for key in ("status", "block_reason"):
            if key in shown:
                shown[key] = self.words.get(shown[key], shown[key])
        return shown


def plain(reference: Any) -> str:
    """A reference without what people put around it."""
    return str(reference or "").strip().removeprefix("#").strip()


def new_order(order_id: str, shop: str, at: datetime, lines: list[Doc], recipient: Doc | None) -> Doc:
    """An order as the feed shows it on the day it arrives: open, nothing charged."""
    return {
        "id": order_id,
        "shop": shop,
        "reference": None,
        "shop_order_id": None,
        "created_at": iso(at),
        "updated_at": iso(at),
        "status": "open",
        "block_reason": None,
        "block_code": None,
        "manual": False,
        "recipient": recipient,
        "lines": lines,
        "tracking": [],
        "production_at": None,
        "shipped_at": None,
        "amount": None,
        "currency": "EUR",
    }
