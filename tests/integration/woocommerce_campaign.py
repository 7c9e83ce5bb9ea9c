"""A small WooCommerce that is edited, and fails, while it is read; and the truth of each of its orders.

The truth is written where it is planted, by whoever plants it: nothing of it is worked out from what the shop answers.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from core.model import TpopLine, TpopOrder, Window
from sandbox import faults
from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.people import PRODUCTS, basket, customer
from sandbox.woo_orders import line_item, order, stamp
from sandbox.woocommerce import API, WooShop

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2 h 30 in Paris, for the first time that night
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
WINDOWS = ((NOW - 30 * DAY, NOW), (NOW - 30 * DAY, AUTUMN + HOUR), (NOW - 3 * DAY, NOW - HOUR), (AUTUMN, NOW))
WINDOWS += ((AUTUMN + HOUR, NOW - HOUR),)
DUE = ("processing", "completed", "packed")  # the last is a plugin's own word
LISTED = (*DUE, "on-hold", "cancelled", "refunded", "pending", "failed")
AT_FIRST = (*("processing",) * 22, *("completed",) * 4, "on-hold", "cancelled", "trash", "checkout-draft", "packed")
QUIRKS = ("", "broken order", "broken even for its id", "hidden row")


class Wrong(NamedTuple):
    """A fault of the wire, from the `at`-th page or call of its place on."""

    kind: str
    place: str
    at: int
    times: int | None


class Plan(NamedTuple):
    """What goes wrong, and where. All the rest follows from the seed."""

    seed: int
    kind: str
    window: Window
    orders: int
    per_page: int
    slice_orders: int
    looks: bool
    wrong: list[Wrong]
    edits: list[tuple[int, str]]  # before the answer to this page request
    quirk: str


class Moment(NamedTuple):
    """An order from one edit to the next; units by id of the line."""

    status: str
    listed: bool
    ordered: Mapping[str, int]
    remaining: Mapping[str, int]

    @property
    def due(self) -> bool:
        return self.listed and self.status in DUE


class Life(NamedTuple):
    """One order, and all that was true of it while the shop was read."""

    id: int
    number: str
    placed: datetime
    skus: dict[str, str]
    moments: list[Moment]

    @property
    def now(self) -> Moment:
        return self.moments[-1]

    def becomes(self, **changes: Any) -> None:
        self.moments.append(self.now._replace(**changes))


EDITS: Mapping[str, Callable[[Moment], bool]] = {  # and what may be edited so
    **dict.fromkeys(("bin", "delete", "touch", "status"), lambda now: now.listed),
    **dict.fromkeys(("lines", "refund", "refund all", "refund money", "new"), lambda now: now.due),
    "restore": lambda now: now.status == "trash",
    "draft placed": lambda now: now.status == "checkout-draft",
    "plugin off": lambda now: now.listed and now.status == "packed",
}


class Scene:
    """The shop of one plan, and the hand that edits it."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.rng = plan, random.Random(f"shop {plan.seed}")
        self.shop = WooShop(zone=self.rng.choice(("Europe/Paris", "America/New_York", "UTC")))
        self.shop.hpos, self.shop.custom_statuses = self.rng.random() < 0.7, ("packed",)
        self.lives: dict[str, Life] = {}
        self.fired: Counter[str] = Counter([plan.quirk] * bool(plan.quirk))
        self.waiting = sorted(plan.edits)
        self.pages = self.first_pages = 0  # answered; of these, the first page or a part of it
        self._fill()
        due = [key for key, life in self.lives.items() if life.now.due and plan.window.holds(life.placed)]
        # Paid long enough ago, and TPOP never got it.
        self.missing = self.rng.choice([key for key in due if self.lives[key].placed < plan.window.until - 3 * HOUR])
        self.tpop: list[TpopOrder] = []
        self._tell_tpop()
        self.counted = {self.missing}  # edited once: what a list and a later call say must belong together
        self.odd = {int(self.rng.choice(due))} if plan.quirk else set()
        self.shop.hosting.hides = (self.odd if plan.quirk == QUIRKS[3] else set()).__contains__
        self.shop.hosting.breaks = self.odd if plan.quirk != QUIRKS[3] else set()

    def _fill(self) -> None:
        rng, since, until = self.rng, self.plan.window.since.replace(microsecond=0), self.plan.window.until
        times = [since - SECOND, since, since, until - SECOND, until, AUTUMN, AUTUMN + HOUR]
        times += [since + rng.randrange(int((until - since) / SECOND)) * SECOND for _ in range(self.plan.orders)]
        times[-4:] = [times[-4]] * 4
        times.sort()
        if rng.random() < 0.3:  # ids need not follow the calendar
            rng.shuffle(times)
        for placed in times:
            life = self._put(placed, rng.choice(AT_FIRST))
            if life.now.due and rng.random() < 0.12:
                self._refund(life, {next(iter(life.skus)): 1} if sum(life.now.remaining.values()) > 1 else {})
            del life.moments[:-1]  # what was before the run

    def _put(self, placed: datetime, status: str) -> Life:
        shop, order_id = self.shop, max(map(int, self.lives), default=1000) + self.rng.randint(1, 3)
        number = str(order_id + 7000) if self.plan.seed % 3 == 0 else None
        told = {"placed": placed, "paid": placed if status in DUE else None, "status": status, "number": number}
        doc = order(order_id, basket(self.rng), customer(self.rng), **told, zone=shop.zone, home=shop.home)
        shop.put(doc)
        units, skus = ({str(line["id"]): line[key] for line in doc["line_items"]} for key in ("quantity", "sku"))
        life = Life(order_id, doc["number"], placed, skus, [Moment(status, status in LISTED, units, units)])
        self.lives[str(order_id)] = life
        return life

    def answer(self, request: Request) -> Answer:
        """The server's. Edits come between two pages."""
        page = int(request.one("page", "0")) if request.path == f"{API}/orders" else 0
        with self.shop.lock:
            self.pages += page > 0
            while page and self.waiting and self.waiting[0][0] <= self.pages:
                self._edit(self.waiting.pop(0)[1])
                self._tell_tpop()
            given = self.shop.answer(request)
            if page and request.one("_fields") == "id" and self.plan.quirk == QUIRKS[2]:
                bad = {row["id"] for row in json.loads(given.body)} & self.odd
                given = faults.fatal().instead or given if bad else given
            in_first = 0 <= (page - 1) * int(request.one("per_page", "10")) < self.plan.per_page
            self.first_pages += in_first and given.status == 200
            return given

    def _edit(self, kind: str) -> None:
        untouched = self.counted if kind in ("lines", "refund", "refund all") else {self.missing}
        found = [key for key, life in self.lives.items() if EDITS[kind](life.now) and key not in untouched]
        if not found:
            return
        life = self.lives[self.rng.choice(found)]
        untouched.add(str(life.id))
        self.fired[kind] += 1
        if kind in ("bin", "restore", "draft placed", "touch"):
            self._set(life, {"bin": "trash", "touch": life.now.status}.get(kind, "processing"))
        elif kind == "status":
            self._set(life, self.rng.choice(("processing", "completed", "on-hold", "cancelled", "failed")))
        elif kind == "delete":
            self.shop.delete(life.id)
            life.becomes(status="gone", listed=False)
        elif kind == "plugin off":
            self.shop.custom_statuses = ()
            for one in self.lives.values():
                one.becomes(listed=one.now.listed and one.now.status != "packed")
        elif kind == "new":
            new = self._put(self.plan.window.until - self.rng.randint(0, 1) * SECOND, "processing")
            new.moments.insert(0, new.now._replace(listed=False))
            self.shop.orders[new.id]["date_modified_gmt"] = stamp(NOW)  # made just now, whatever date it was given
        elif kind == "lines":
            self._edit_lines(life)
        else:
            left = life.now.remaining
            self._refund(life, {"refund": dict(list(left.items())[:1]), "refund all": left}.get(kind, {}))
            if kind == "refund all":
                self._set(life, "refunded")

    def _set(self, life: Life, status: str) -> None:
        self.shop.edit(life.id, NOW, status=status)
        life.becomes(status=status, listed=status in LISTED)

    def _refund(self, life: Life, taken: Mapping[str, int]) -> None:
        self.shop.refund(life.id, NOW, {int(line): units for line, units in taken.items() if units})
        life.becomes(remaining={line: left - taken.get(line, 0) for line, left in life.now.remaining.items()})

    def _edit_lines(self, life: Life) -> None:
        """One more of the first line, the last line away, and a new one."""
        first, *others = self.shop.orders[life.id]["line_items"]
        new = line_item(life.id * 100 + 7, self.rng.choice(PRODUCTS), 2)
        lines = [{**first, "quantity": first["quantity"] + 1}, *others[:-1], new]
        self.shop.edit(life.id, NOW, line_items=lines)
        life.skus[str(new["id"])] = new["sku"]
        more, kept = {str(first["id"]): 1, str(new["id"]): 2}, [str(line["id"]) for line in lines]
        ordered, remaining = ({line: was.get(line, 0) + more.get(line, 0) for line in kept} for was in life.now[2:])
        life.becomes(ordered=ordered, remaining=remaining)

    def _tell_tpop(self) -> None:
        """It has every order but one that was due at any time so far, with the most that was ever to be made of it."""
        self.tpop.clear()
        for key, life in self.lives.items():
            due = [moment for moment in life.moments if moment.due]
            if due and key != self.missing:
                most = {line: max(moment.remaining.get(line, 0) for moment in due) for line in life.skus}
                lines = tuple(TpopLine(life.skus[line], units) for line, units in most.items() if units)
                known = (life.number, key if life.id % 2 else "")
                self.tpop.append(TpopOrder(f"T-{key}", *known, "open", NOW, "http", life.placed, lines=lines))
