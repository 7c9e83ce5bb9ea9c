"""A small Shopify shop that is edited, and fails, while it is read; and the truth of each of its orders.

The truth is written where it is planted, by whoever plants it: nothing of it is worked out from what the shop answers.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from core.model import Recipient, TpopLine, TpopOrder, Window
from sandbox import shopify_orders as docs
from sandbox.faults import Answer, Fault, FaultScript
from sandbox.loopback import Request
from sandbox.people import PRODUCTS, Customer, basket, customer
from sandbox.shopify import ShopifyShop
from sandbox.shopify_books import gid, stamp

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REACH = 60 * DAY
WINDOWS = (
    (NOW - 30 * DAY, NOW),
    (NOW - 30 * DAY, NOW),
    (NOW - 4 * DAY, NOW),
    (NOW - 9 * DAY, NOW - HOUR),
    (NOW - 75 * DAY, NOW),
    (NOW - REACH, NOW),
    (NOW - 70 * DAY, NOW - 55 * DAY),
    (NOW - 80 * DAY, NOW - 61 * DAY),
)
SERVICE, ELSEWHERE = "T-Pop", "Atelier"
ORDERS_SCOPE, ARTICLES_SCOPE, OLDER_SCOPE = "read_orders", "read_products", "read_all_orders"
SENDING_SCOPES = {f"read_{whose}_fulfillment_orders" for whose in ("assigned", "merchant_managed", "third_party")}
_STATES = {"paid": "due", "partially_refunded": "due", "pending": "unpaid", "authorized": "unpaid"}
_STATES |= {"refunded": "cancelled", "voided": "cancelled"}
_UNPAID = ("pending", "authorized", "voided")
FINANCE = (*("paid",) * 16, "waiting", "refused", "authorized")


class Wrong(NamedTuple):
    """A fault of the wire, from the `at`-th question of its place on."""

    kind: str
    place: str
    at: int
    times: int | None


class Edit(NamedTuple):
    """Before this request is answered. `aimed`: at the very order that is being asked for, where one is."""

    before: int
    kind: str
    aimed: bool = False


class Plan(NamedTuple):
    """What goes wrong, and where. All the rest follows from the seed."""

    seed: int
    kind: str
    window: Window
    orders: int
    size: int
    mode: str
    export: str
    cap: int
    short: bool
    looks: bool
    scopes: frozenset[str]
    seen: str
    app: bool
    bucket: tuple[float, float]
    lag: timedelta
    version: str
    quirk: str
    patience: float
    wrong: list[Wrong]
    edits: list[Edit]


class Clock:
    """Seconds that pass only while somebody waits, or asks."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += max(seconds, 0.0)


class Line(NamedTuple):
    """One line, at one moment."""

    sku: str
    ordered: int
    remaining: int
    sent: str
    vendor: str
    product: str
    service: str
    personal: bool
    ships: bool


class Moment(NamedTuple):
    """An order from one edit to the next."""

    there: bool
    state: str
    status: str
    paid: datetime | None
    updated: datetime
    to: Recipient | None
    tracked: bool
    fulfilled: bool
    lines: Mapping[str, Line]
    """But gift cards, which nobody makes."""
    parcels: int
    """That live, or not."""
    aside: str

    @property
    def due(self) -> bool:
        return self.there and self.state == "due"


@dataclass
class Item:
    """One line as the merchant knows it."""

    sku: str
    vendor: str
    product: str
    service: str
    ordered: int
    left: int
    """To be made, or made: not what was given up before it was sent."""
    current: int
    waiting: int
    ships: bool = True
    card: bool = False
    personal: bool = False


@dataclass
class Life:
    """One order, what its merchant did with it, and all that was true of it while the shop was read."""

    id: int
    number: str
    placed: datetime
    who: Customer
    word: str
    updated: datetime
    items: dict[str, Item]
    to: Recipient | None
    test: bool = False
    counter: bool = False
    """Sold over the counter."""
    paid: list[datetime] = field(default_factory=list)
    edited: bool = False
    cancelled: bool = False
    there: bool = True
    payments: int = 1
    parcels: list[tuple[bool, bool, set[str]]] = field(default_factory=list)
    """Lives; bears tracking; which lines it sent."""
    refunds: int = 0
    torn: bool = False
    """Edited after its first lines had been told, and before its last ones."""
    moments: list[Moment] = field(default_factory=list)

    @property
    def now(self) -> Moment:
        return self.moments[-1]

    @property
    def digital(self) -> bool:
        return not any(item.ships and not item.card for item in self.items.values())

    def tell(self) -> None:
        """What is true from now on."""
        state = "cancelled" if self.cancelled else _STATES.get(self.word, "unpaid")
        if self.word == "partially_paid" and self.edited and not self.cancelled:
            state = "due"
        living = [parcel for parcel in self.parcels if parcel[0]]
        lines = {key: self._line(key, item) for key, item in self.items.items() if not item.card}
        waiting = any(item.waiting for item in self.items.values())
        status = "cancelled" if self.cancelled else self.word
        paid = max(self.paid, default=self.placed if state == "due" else None)
        tracked = any(parcel[1] for parcel in living)
        told = (state, status, paid, self.updated, self.to, tracked, bool(living) and not waiting)
        away = self.counter and self.to is None and told[-1] and not tracked  # handed over
        aside = "test" if self.test else "in person" if away else ""
        self.moments.append(Moment(self.there, *told, lines, len(self.parcels), aside))

    def _line(self, key: str, item: Item) -> Line:
        by = [tracked for lives, tracked, lines in self.parcels if lives and key in lines]
        sent = "waiting" if item.waiting or not by else "tracked" if any(by) else "closed"
        told = (item.vendor, item.product, item.service, item.personal, item.ships)
        return Line(item.sku, item.ordered, item.left, sent, *told)

    def sendable(self) -> dict[str, int]:
        return {key: item.waiting for key, item in self.items.items() if item.waiting}

    def sent(self) -> dict[str, int]:
        """Units that were sent, and are with the customer."""
        return {key: item.current - item.waiting for key, item in self.items.items() if item.current > item.waiting}

    def current(self) -> dict[str, int]:
        return {key: item.current for key, item in self.items.items() if item.current}


def _alive(life: Life) -> bool:
    return life.there and not life.cancelled


EDITS: Mapping[str, Callable[[Life], Any]] = {  # and what may be edited so
    "cancel": lambda life: _alive(life),
    "cancel, money kept": lambda life: _alive(life),
    "refund": lambda life: _alive(life) and life.word not in _UNPAID and life.sendable(),
    "refund, kept": lambda life: _alive(life) and life.word not in _UNPAID and life.current(),
    "return": lambda life: _alive(life) and life.word not in _UNPAID and life.sent(),
    "refund all": lambda life: _alive(life) and life.word not in _UNPAID and life.current(),
    "refund money": lambda life: _alive(life) and life.word == "paid",
    "remove": lambda life: _alive(life) and life.sendable(),
    "add line": lambda life: _alive(life) and life.word == "paid",
    "add unpaid": lambda life: _alive(life) and life.word == "paid",
    "more": lambda life: _alive(life) and life.word == "paid" and life.sendable(),
    "capture": lambda life: _alive(life) and life.word in ("pending", "authorized"),
    "void": lambda life: _alive(life) and life.word in ("pending", "authorized"),
    "fulfil": lambda life: _alive(life) and life.sendable(),
    "fulfil, tracked": lambda life: _alive(life) and life.sendable(),
    "fulfil a part": lambda life: _alive(life) and life.sendable(),
    "readdress": lambda life: _alive(life) and life.to is not None,
    "delete": lambda life: life.there,
}
FOLLOWED = ("Lines", "Refunds", "RefundLines", "Fulfilments", "FulfilmentLines", "Transactions")
FOLLOWED += ("Assignments", "AssignmentLines")
HAPPENINGS = ("new", "new outside", "product gone", "another run", "tokens revoked")
LOSSES = ("articles revoked", "older revoked", "orders revoked", "token revoked for good")


class Script(FaultScript):
    """Faults by what is asked for, in place of the path: every question goes to the same address."""

    def __init__(self, place: Callable[[], str]) -> None:
        super().__init__()
        self._place = place

    def next_for(self, method: str, path: str, query: tuple[tuple[str, str], ...]) -> Fault | None:
        return super().next_for(method, f"/{self._place()}", query)


def place_of(request: Request) -> str:
    """What a request asks for."""
    if "/bulk/" in request.path:
        return "file"
    if request.path.endswith("access_token"):
        return "token"
    told = json.loads(request.body)
    found = re.search(r"(?:query|mutation) (\w+)", told["query"])
    name = found[1] if found else ""
    if name == "Orders":
        return "first page" if told["variables"]["after"] is None else "later page"
    return name


class Scene:
    """The shop of one plan, and the hand that edits it."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.rng, self.clock = plan, random.Random(f"shop {plan.seed}"), Clock()
        self.shop = shop = ShopifyShop(now=NOW, clock=self.clock)
        shop.scopes, shop.index_lag = set(plan.scopes), plan.lag
        self.granted = plan.scopes
        """When the reading began."""
        shop.customer_data = plan.seen  # type: ignore[assignment]
        shop.bucket_size, shop.restore_rate = plan.bucket
        if plan.version:
            shop.oldest_version = shop.newest_version = plan.version
        self.latency = self.rng.choice((1.0, 3.0)) if plan.export else 0.2  # slow pages: an export may overtake them
        self.lives: dict[str, Life] = {}
        self.fired: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.waiting = sorted(plan.edits)
        self.requests = 0
        self.revoked = self.narrowed = False
        self._new_id = 0
        self._fill()
        inside = [key for key, life in self.lives.items() if self.shown.holds(life.placed)]
        if plan.export == "lines lost" and inside:  # the last order of the file has a line to lose
            last = max(inside, key=lambda key: (self.lives[key].placed, int(key)))
            if EDITS["add line"](self.lives[last]):
                self._do("add line", self.lives[last], self.lives[last].updated)
                del self.lives[last].moments[:-1]
        due = [key for key in inside if self._is_due(self.lives[key])]
        # Paid long enough ago, and TPOP never got it.
        until = min(NOW, plan.window.until) - 3 * HOUR
        old = [key for key in due if max([self.lives[key].placed, *self.lives[key].paid]) < until]
        self.missing = self.rng.choice(old) if old else ""
        self.odd = set(self.rng.sample(inside, min(len(inside), 2 if self.rng.random() < 0.3 else 1)))
        self.odd = self.odd - {self.missing} if plan.quirk in ("broken order", "odd row", "hidden row") else set()
        if plan.quirk == "broken order":
            shop.broken = {int(key) for key in self.odd}
        if plan.quirk == "dear":
            shop.most_points = 800
        for key in self.odd if plan.quirk == "odd row" else ():
            doc, name = shop.orders[int(key)], self.lives[key].who.last
            payments = [{**doc["transactions"][0], "status": "SUCCESS", "kind": "SALE", "processedAt": name}]
            shop.put({**doc, **self.rng.choice(({"updatedAt": name}, {"transactions": payments}))})
        self.lagging = {key for key, life in self.lives.items() if life.placed > NOW - plan.lag}
        self.tpop: list[TpopOrder] = []
        self._tell_tpop()

    @property
    def shown(self) -> Window:
        """What of the window the scopes show at first, to the hour."""
        window = self.plan.window
        since = window.since if OLDER_SCOPE in self.granted else max(window.since, NOW - REACH + HOUR)
        return Window(min(since, window.until), window.until)

    def _is_due(self, life: Life) -> bool:
        now = life.now
        plain = now.due and not (life.test or life.counter or life.digital or now.fulfilled or now.tracked)
        return plain and any(line.remaining and self._ours(line) for line in now.lines.values())

    def _ours(self, line: Line) -> bool:
        if self.plan.mode == "all":
            return line.ships
        return (line.vendor if self.plan.mode == "vendor" else line.service) == SERVICE

    # ---- the shop as it is at first

    def _fill(self) -> None:
        rng, window = self.rng, self.plan.window
        since, until = window.since.replace(microsecond=0), window.until
        many = self.plan.orders
        times = [since + rng.randrange(int((until - since) / SECOND)) * SECOND for _ in range(many)]
        if many > 3:
            edges = [since - SECOND, since, since + SECOND, until - SECOND, until, until - 90 * SECOND]
            edges += [NOW - REACH - HOUR, NOW - REACH + HOUR, NOW - REACH + HOUR - SECOND]
            times += edges
            times += [rng.choice(times)] * rng.choice((0, 0, 3, self.plan.size + 2))
        times.sort()
        if rng.random() < 0.3:  # ids need not follow the calendar
            rng.shuffle(times)
        for placed in times:
            if placed <= NOW:
                self._history(self._put(placed))

    def _put(self, placed: datetime) -> Life:
        rng, shop = self.rng, self.shop
        self._new_id += rng.randint(1, 3)
        number, who, state = 1000 + self._new_id, customer(rng), rng.choice(FINANCE)
        paid = min(placed + rng.choice((0, 0, 0, 7200)) * SECOND, NOW) if state in ("paid", "authorized") else None
        many = rng.choices((0, 7, 14, 40, 600), (88, 7, 3, 1.7, 0.3))[0]
        items = [(rng.choice(PRODUCTS), rng.randint(1, 3)) for _ in range(many)] or basket(rng)
        doc = docs.order(number, items, who, placed=placed, paid=paid, state=state)
        order_id, changed = int(doc["legacyResourceId"]), dict[str, Any]()
        lines, parts = list(doc["lineItems"]), doc["fulfillmentOrders"]
        kept = {line["id"]: Item(**self._as_sold(line), ships=True) for line in lines}
        strange = rng.random()
        if strange < 0.16 and many < 90:  # lines that are not TPOP's, that nobody sends, that nobody makes
            ships, card = strange < 0.08, strange > 0.13
            other = docs.line_item(docs.line_id_of(order_id, 90), rng.choice(PRODUCTS), 2, vendor=ELSEWHERE)
            other["requiresShipping"] = ships
            if card:
                other = {**docs.gift_card(other["id"]), "unfulfilledQuantity": 0}
            lines = [other] if strange > 0.15 else [other, *lines] if strange < 0.12 else [*lines, other]
            kept = {line["id"]: kept.get(line["id"]) or Item(**self._as_sold(line)) for line in lines}
            kept[other["id"]].ships, kept[other["id"]].card = ships and not card, card
            mine = [row for row in parts[0]["lineItems"] if row["lineItem"] in kept]
            rest = {**parts[0]["lineItems"][0], "id": gid("FulfillmentOrderLineItem", order_id * 100 + 99)}
            rest |= {"lineItem": other["id"], "totalQuantity": 2, "remainingQuantity": 2}
            place = {"name": ELSEWHERE, "location": {"id": gid("Location", 7), "isFulfillmentService": False}}
            place["location"] |= {"name": ELSEWHERE, "fulfillmentService": None}
            second = {**parts[0], "id": gid("FulfillmentOrder", order_id + 2_000_000_000_000)}
            parts = [second | {"assignedLocation": place, "lineItems": [rest]}]
            parts = [{**doc["fulfillmentOrders"][0], "lineItems": mine}, *parts] if mine else parts
            kept[other["id"]].service = ELSEWHERE
        if rng.random() < 0.1:
            first = lines[0]
            key = rng.choice(("Texte", "_theme"))
            lines[0] = {**first, "customAttributes": [{"key": key, "value": f"Pour {who.first} {who.last}"}]}
            kept[first["id"]].personal = key == "Texte"
        if rng.random() < 0.06:
            lines[-1] = {**lines[-1], "sku": rng.choice((None, ""))}
            kept[lines[-1]["id"]].sku = ""
        if rng.random() < 0.05 and self.plan.mode == "service":  # more places than a page shows
            for n in range(3, 6):
                empty = {**parts[0], "id": gid("FulfillmentOrder", order_id + n * 10**12), "lineItems": []}
                parts = [{**empty, "status": "CANCELLED"}, *parts]
        to: Recipient | None = _recipient(who)
        if test := rng.random() < 0.05:
            changed["test"] = True
        if counter := not test and rng.random() < 0.06:
            changed["sourceName"] = "pos"
            if rng.random() < 0.5:
                changed["shippingAddress"], to = None, None
        tries = rng.choices((0, 3, 5), (88, 8, 4))[0]
        if tries and state == "paid":
            failed = {"kind": "SALE", "status": "FAILURE", "processedAt": stamp(placed)}
            rows = [{**failed, "id": gid("OrderTransaction", order_id * 100 + n)} for n in range(tries)]
            changed["transactions"] = [*rows, *doc["transactions"]]
        shop.put({**doc, **changed, "lineItems": lines, "fulfillmentOrders": parts})
        word = {"paid": "paid", "authorized": "authorized"}.get(state, "pending")
        life = Life(order_id, str(number), placed, who, word, paid or placed, _by_number(kept), to, test, counter)
        life.paid, life.payments = [paid or placed] if state == "paid" else [], tries + 1
        life.tell()
        self.lives[str(order_id)] = life
        return life

    def _as_sold(self, line: Mapping[str, Any]) -> dict[str, Any]:
        units, variant = line["quantity"], line["variant"]
        named = {"sku": line["sku"], "vendor": line["vendor"], "product": variant["id"].rpartition("/")[2]}
        return (
            named
            | {"service": SERVICE}
            | dict.fromkeys(("ordered", "left", "current"), units)
            | {"waiting": line["unfulfilledQuantity"]}
        )

    def _history(self, life: Life) -> None:
        """What was done with it before the run."""
        rng, lot = self.rng, self.rng.random()
        at = min(life.placed + HOUR, NOW)
        if lot < 0.1:
            self._dead_parcels(life, at)
        if lot < 0.3 and life.word == "paid":
            times = rng.choices((1, 3, 5, 9, 24), (70, 14, 8, 6, 2))[0]
            for n in range(times):
                self._fulfil(life, at + n * MINUTE, part=times > 1, tracked=rng.random() < 0.5)
        if rng.random() < 0.2 and life.word == "paid":
            for n in range(rng.choices((1, 2, 4, 7, 13), (60, 20, 10, 8, 2))[0]):
                kind = rng.choice(("refund", "refund, kept", "return", "return", "refund money"))
                if EDITS[kind](life) and (not self.plan.short or life.refunds < 7):
                    self._do(kind, life, at + HOUR + n * MINUTE)
        kind = rng.choice(
            ("cancel", "cancel, money kept", "remove", "add line", "add unpaid", "more", "capture", "void")
        )
        if rng.random() < 0.15 and EDITS[kind](life):
            self._do(kind, life, at + 2 * HOUR)
        del life.moments[:-1]

    def _dead_parcels(self, life: Life, at: datetime) -> None:
        """Fulfilments that were called off: they bear tracking, and sent nothing."""
        lines = self.shop.orders[life.id]["lineItems"]
        dead = []
        for n in range(self.rng.choice((1, 2, 3))):
            self._new_id += 1
            dead.append(
                {
                    "id": gid("Fulfillment", 6_600_000_000 + self._new_id),
                    "createdAt": stamp(at - n * MINUTE),
                    "updatedAt": stamp(at),
                    "status": self.rng.choice(("CANCELLED", "FAILURE", "ERROR")),
                    "trackingInfo": [{"company": "La Poste", "number": "6A00", "url": "https://suivi.example/"}],
                    "fulfillmentLineItems": [
                        {"id": gid("FulfillmentLineItem", 1), "quantity": 1, "lineItem": lines[0]["id"]}
                    ],
                }
            )
            life.parcels.append((False, True, {_number(lines[0]["id"])}))
        self.shop.put({**self.shop.orders[life.id], "fulfillments": dead[::-1]})
        life.tell()

    # ---- while it is read

    def answer(self, request: Request) -> Answer:
        """The server's. Edits come between two answers."""
        with self.shop.lock:
            self.requests += 1
            self.clock.seconds += self.latency
            self.shop.now = NOW + self.clock.seconds * SECOND
            place = place_of(request)
            self.places[place] += 1
            while self.waiting and self.waiting[0].before <= self.requests:
                self._edit(self.waiting.pop(0), request)
                self._tell_tpop()
            if self.plan.export == "already one running" and place == "BulkStart":
                self.shop.bulk_at_once = 1
                self.shop.answer(request)
                self.shop.bulk_never_ends = True
            if self.plan.quirk == "no last page" and place == "later page":
                told = json.loads(request.body)
                told["variables"]["after"] = None
                request = Request(request.method, request.path, (), request.headers, json.dumps(told).encode())
                self.fired["no last page"] += 1
            given = self.shop.answer(request)
            self.fired["throttled"] += b'"THROTTLED"' in given.body
            self.fired["too dear"] += b'"MAX_COST_EXCEEDED"' in given.body
            self.fired["401"] += given.status == 401
            return self._twisted(place, given)

    def _twisted(self, place: str, given: Answer) -> Answer:
        quirk = self.plan.quirk
        if "page" not in place or b'"data":{' not in given.body:
            return given
        if quirk not in ("hidden row", "counts too many", "does not count exactly"):
            return given
        told = json.loads(given.body)
        rows, count = told["data"]["orders"]["nodes"], told["data"].get("ordersCount")
        if quirk == "hidden row":
            kept = [row for row in rows if "id" in row and _number(row["id"]) not in self.odd]
            self.fired[quirk] += len(rows) - len(kept)
            told["data"]["orders"]["nodes"] = kept
        elif count:
            self.fired[quirk] += 1
            changed = (
                {"precision": "AT_LEAST"} if quirk == "does not count exactly" else {"count": count["count"] + 2}
            )
            told["data"]["ordersCount"] = {**count, **changed}
        return Answer(given.status, given.headers, json.dumps(told).encode())

    def _edit(self, edit: Edit, request: Request) -> None:
        kind, at = edit.kind, self.shop.now
        if kind not in EDITS:
            self._happens(kind, at, torn=place_of(request) in FOLLOWED)
            return
        found = [
            key for key, life in self.lives.items() if EDITS[kind](life) and key not in self.odd | {self.missing}
        ]
        asked = re.search(rb"gid://shopify/Order/(\d+)", request.body)
        if edit.aimed:
            found = [key for key in found if asked and key == asked[1].decode()]
        if found:
            life = self.lives[self.rng.choice(found)]
            self._do(kind, life, at)
            self.fired[kind] += 1
            life.torn |= place_of(request) in FOLLOWED
            self.fired["an edit while it is followed"] += edit.aimed

    def _happens(self, kind: str, at: datetime, *, torn: bool) -> None:
        shop, window = self.shop, self.plan.window
        self.fired[kind] += 1
        if kind == "new":
            span = int((min(window.until, NOW) - window.since) / SECOND)
            new = self._put(window.since.replace(microsecond=0) + self.rng.randrange(1, span) * SECOND)
            new.moments.insert(0, new.now._replace(there=False))
        elif kind == "new outside":
            new = self._put(window.until if self.rng.random() < 0.5 else window.since - 2 * SECOND)
            new.moments.insert(0, new.now._replace(there=False))
        elif kind == "product gone":
            product = self.rng.choice(PRODUCTS)
            shop.delete_product(docs.product_id_of(product))
            gone = [_number(docs.variant_id_of(one)) for one in PRODUCTS if one.product_id == product.product_id]
            for life in self.lives.values():
                for item in life.items.values():
                    item.product = "" if item.product in gone else item.product
                life.torn |= torn
                life.tell()
        elif kind == "another run":
            token = shop.token if not self.plan.app else f"shpat_{shop.minted:032x}"
            shop._buckets.take(token, shop.bucket_size - 50)
        elif kind == "tokens revoked":
            shop.revoke_tokens()
        elif kind == "token revoked for good":
            self.revoked, shop.token = True, ""
            shop.revoke_tokens()
            shop.refuses_tokens = "app_not_installed"
        else:
            lost = {"articles revoked": ARTICLES_SCOPE, "older revoked": OLDER_SCOPE, "orders revoked": ORDERS_SCOPE}
            self.narrowed |= kind == "older revoked" and OLDER_SCOPE in shop.scopes
            shop.scopes.discard(lost[kind])

    # ---- the merchant's verbs, on the shop and in the truth

    def _do(self, kind: str, life: Life, at: datetime) -> None:
        rng, shop = self.rng, self.shop
        life.updated = at.replace(microsecond=0)
        if kind in ("cancel", "cancel, money kept"):
            shop.cancel(life.id, at, refunded=kind == "cancel")
            self._is_cancelled(life, refunded=kind == "cancel")
        elif kind == "refund":
            key, units = rng.choice(list(life.sendable().items()))
            self._refund(life, at, {key: rng.randint(1, units)}, "CANCEL")
        elif kind == "refund, kept":
            key, units = rng.choice(list(life.current().items()))
            self._refund(life, at, {key: rng.randint(1, units)}, "NO_RESTOCK")
        elif kind == "return":
            back = life.sent()
            several = rng.sample(sorted(back), rng.randint(1, len(back)))
            self._refund(life, at, {key: rng.randint(1, back[key]) for key in several}, "RETURN")
        elif kind == "refund all":
            self._refund(life, at, life.current(), "CANCEL")
        elif kind == "refund money":
            self._refund(life, at, {}, "CANCEL")
        elif kind == "remove":
            key, units = rng.choice(list(life.sendable().items()))
            taken = rng.randint(1, units)
            shop.remove(life.id, at, gid("LineItem", int(key)), taken)
            self._less(life.items[key], taken, sent=False)
            life.edited = True
        elif kind in ("add line", "add unpaid", "more"):
            self._add(life, at, more=kind == "more", paid=kind != "add unpaid")
        elif kind in ("capture", "void"):
            (shop.capture if kind == "capture" else shop.void)(life.id, at)
            life.word = "paid" if kind == "capture" else "voided"
            life.paid += [life.updated] if kind == "capture" else []
            life.payments += 1
        elif kind.startswith("fulfil"):
            part = kind == "fulfil a part"
            self._fulfil(life, at, part=part, tracked=kind == "fulfil, tracked" or (part and rng.random() < 0.5))
        elif kind == "readdress":
            to = customer(rng)
            shop.readdress(life.id, at, docs.address(to))
            life.to = _recipient(to)
        else:
            shop.delete(life.id)
            life.there = False
        life.tell()

    def _is_cancelled(self, life: Life, *, refunded: bool) -> None:
        life.cancelled = True
        if refunded:  # what of it was paid is given back; nothing is compared with what is cancelled
            for item in life.items.values():
                self._less(item, item.waiting, sent=False)
            life.word = "voided" if life.word in _UNPAID else "refunded"

    def _refund(self, life: Life, at: datetime, taken: Mapping[str, int], restock: str) -> None:
        self.shop.refund(life.id, at, {gid("LineItem", int(key)): units for key, units in taken.items()}, restock)
        for key, units in taken.items():
            self._less(life.items[key], units, sent=restock == "RETURN")
        whole = bool(taken) and not life.current()
        life.word = "refunded" if whole else "partially_refunded"
        life.refunds += 1
        life.payments += 1

    def _less(self, item: Item, units: int, *, sent: bool) -> None:
        """What comes back had been made; what was not sent yet has not to be made any more."""
        item.current -= units
        if not sent:
            item.left -= units
            item.waiting = max(item.waiting - units, 0)

    def _add(self, life: Life, at: datetime, *, more: bool, paid: bool) -> None:
        if more:
            key = self.rng.choice(sorted(life.sendable()))
            line = next(one for one in self.shop.orders[life.id]["lineItems"] if one["id"].endswith(f"/{key}"))
            line = {**line, "quantity": 1}
        else:
            self._new_id += 1
            line = docs.line_item(gid("LineItem", life.id * 1000 + self._new_id), self.rng.choice(PRODUCTS), 2)
            key = _number(line["id"])
        self.shop.add_line(life.id, at, line, paid=paid)
        if more:
            item = life.items[key]
            item.ordered, item.left = item.ordered + 1, item.left + 1
            item.current, item.waiting = item.current + 1, item.waiting + 1
            first = self.shop.orders[life.id]["fulfillmentOrders"][0]["assignedLocation"]["name"]
            item.service = SERVICE if first == SERVICE else item.service  # the hand puts it to the first place
        else:
            life.items[key] = Item(**self._as_sold(line))
            parts = self.shop.orders[life.id]["fulfillmentOrders"]
            life.items[key].service = parts[0]["assignedLocation"]["name"]  # the hand puts it to the first place
        life.edited = True
        life.word = life.word if paid else "partially_paid"

    def _fulfil(self, life: Life, at: datetime, *, part: bool, tracked: bool) -> None:
        units = life.sendable()
        if not units:
            return
        if part:
            key = self.rng.choice(sorted(units))
            units = {key: self.rng.randint(1, units[key])}
        numbers = [f"6A{self.rng.randrange(10**9)}"] if tracked else []
        self.shop.fulfil(life.id, at, numbers, {gid("LineItem", int(key)): count for key, count in units.items()})
        for key, count in units.items():
            life.items[key].waiting -= count
        life.parcels.append((True, tracked, set(units)))
        life.updated = at.replace(microsecond=0)
        life.tell()

    def grant(self) -> None:
        """Between two runs somebody gives the permission to read older orders, or takes it back."""
        self.shop.scopes ^= {OLDER_SCOPE}
        self.granted, self.narrowed = frozenset(self.shop.scopes), False
        self.fired["granted" if OLDER_SCOPE in self.granted else "taken back"] += 1

    # ---- TPOP

    def _tell_tpop(self) -> None:
        """It has every order but one that was due at any time so far, with the most that was ever to be made of it."""
        self.tpop.clear()
        for key, life in self.lives.items():
            due = [moment for moment in life.moments if moment.due]
            if not due or key == self.missing:
                continue
            lines = []
            for line_id, line in {key: line for one in due for key, line in one.lines.items()}.items():
                most = max(moment.lines[line_id].remaining for moment in due if line_id in moment.lines)
                if most and self._ours(line):
                    lines.append(TpopLine(line.sku, most))
            known = (life.number, key if life.id % 2 else "")
            self.tpop.append(TpopOrder(f"T-{key}", *known, "open", NOW, "http", life.placed, lines=tuple(lines)))

    def unseen(self) -> set[str]:
        """What the scopes did not show, or not any more."""
        return set() if ARTICLES_SCOPE in self.shop.scopes else {"articles"}

    def private(self) -> set[str]:
        """What must never be told."""
        shop = self.shop
        tokens = {f"shpat_{n:032x}" for n in range(1, shop.minted + 1)} | {"shpat_" + "5a" * 16}
        people = (life.who.words() for life in self.lives.values())
        return {shop.client_secret, shop.client_id} | tokens | set().union(*people)


def _recipient(who: Customer) -> Recipient:
    return Recipient(f"{who.first} {who.last}", who.address1, who.address2, who.postcode, who.city, who.country, "")


def _number(global_id: str) -> str:
    return global_id.rpartition("/")[2]


def _by_number(items: Mapping[str, Item]) -> dict[str, Item]:
    return {_number(key): item for key, item in items.items()}
