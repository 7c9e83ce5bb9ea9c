"""One three-day life of a small shop, for four merchants: each feeds Vigie in another way, and sees only that part of it.

The same orders, faults and hands for all of them; a channel carries what it would carry in life. Times are the shop's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import channel_post as post
from sandbox.channel_post import Came
from sandbox.letters import Sale as Known
from sandbox.mailbox import BOX
from sandbox.sale import Fault, Sale
from sandbox.story import SHOP, clock
from sandbox.tpop import FR, Doc, moment
from sandbox.world import World

MAIL: Mapping[str, Any] = {
    "channel": "mail",
    "prefix": f"mail/{SHOP}/",
    "addresses": [BOX],
    "senders": ["tpop.com"],
    "forwarders": [post.OWNER],
}
SCREEN: Mapping[str, Any] = {"channel": "inbox", "prefix": f"inbox/{SHOP}/", "rhythm": "weekly", "covers": "some"}
MERCHANTS: Mapping[str, tuple[str, ...]] = {
    "write-back": (),
    "mail": ("mail",),
    "weekly": ("inbox",),
    "all": ("http", "mail", "inbox"),
}
"""Who feeds what. All have TPOP's write-back: it costs them nothing."""
FIRST_NUMBER = 1030
FORWARDED_SINCE = clock("2026-11-19 18:00")
"""Since then the merchant's mail box passes TPOP's mails on."""
MORNINGS = ("2026-11-23 08:00", "2026-11-24 08:00", "2026-11-25 08:00")
_INVOICE = timedelta(minutes=3)
_LONG_DUE = timedelta(hours=3)
_ROWS, _FEW = 10, 6


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens. `what`: sell · close (by hand) · screen (pasted) · mail (a kind) · a fault, or its mending."""

    at: str
    what: str
    number: int = 0
    name: str = ""


def sold(first: int, *times: str) -> tuple[Step, ...]:
    return tuple(Step(at, "sell", first + place) for place, at in enumerate(times))


TIMETABLE: tuple[Step, ...] = (
    *sold(1030, "2026-11-12 10:12", "2026-11-13 08:30", "2026-11-13 18:40", "2026-11-14 15:05", "2026-11-15 11:47"),
    *sold(1035, "2026-11-16 12:30", "2026-11-17 19:26", "2026-11-18 10:50", "2026-11-19 16:20", "2026-11-20 09:15"),
    *sold(1040, "2026-11-20 12:58", "2026-11-20 19:44", "2026-11-21 09:05", "2026-11-21 10:26", "2026-11-21 11:51"),
    *sold(1045, "2026-11-21 12:40", "2026-11-21 18:02", "2026-11-22 11:02", "2026-11-22 16:30", "2026-11-22 20:45"),
    *sold(1050, "2026-11-23 07:10", "2026-11-23 10:58", "2026-11-23 14:20", "2026-11-23 19:35"),
    *sold(1054, "2026-11-24 07:25", "2026-11-24 13:12", "2026-11-24 20:28", "2026-11-25 07:05"),
    # an address that TPOP cannot use: it blocks the order and writes to nobody
    Step("2026-11-12 11:30", "plant", 1030, "blocked-address"),
    # a parcel handed over at the counter, so she thinks, and closes the order herself
    Step("2026-11-17 18:00", "close", 1031),
    Step("2026-11-22 12:38", "plant", 1045, "blocked-payment"),
    Step("2026-11-22 12:52", "mail", 1045, "blocked"),
    Step("2026-11-22 14:00", "plant", 1047, "missing-at-tpop"),
    Step("2026-11-23 05:12", "mail", 1047, "forged"),
    Step("2026-11-23 07:55", "screen"),
    Step("2026-11-23 11:15", "mend", 1045),
    Step("2026-11-23 21:10", "plant", 1051, "cancelled-only-in-shop"),
    Step("2026-11-24 06:40", "mail", 1046, "stranger"),
    Step("2026-11-24 07:40", "mail", 0, "table"),
    Step("2026-11-24 08:20", "mend", 1051),
    Step("2026-11-24 08:45", "mend", 1047),
    Step("2026-11-24 09:05", "mend", 1030),
)


class Life:
    """The world of the timetable, and what reaches Vigie of it by one merchant's channels."""

    def __init__(self, merchant: str, *, more: Sequence[Step] = (), seed: int = 2026) -> None:
        self.merchant, self.channels = merchant, MERCHANTS[merchant]
        self.world = World(clock("2026-11-10 00:00"), seed=seed, shop=SHOP, first_number=FIRST_NUMBER)
        self.world.tpop.words = FR
        self._steps = sorted((*TIMETABLE, *more), key=lambda step: step.at)
        self._sales: dict[int, Sale] = {}
        self._faults: dict[int, Fault] = {}
        self._billed: set[str] = set()
        self._came: list[Came] = []
        self.screens: list[Came] = []

    def settings(self, parameter: Mapping[str, Any]) -> dict[str, Any]:
        """The shop's parameter with this merchant's channels only."""
        known = {"http": parameter["tpop"][0], "mail": MAIL, "inbox": SCREEN}
        return {**parameter, "tpop": [known[name] for name in self.channels]}

    def mornings(self, times: Sequence[str] = MORNINGS) -> Iterator[tuple[datetime, list[Came]]]:
        """Each morning's run, and what came in since the one before."""
        for text in times:
            while self._steps and self._steps[0].at <= text:
                self._take(self._steps.pop(0))
            self._live(clock(text))
            came, self._came = sorted(self._came, key=lambda one: one.at), []
            yield clock(text), [one for one in came if one.channel in self.channels]

    def unseen(self, now: datetime) -> set[str]:
        """Orders that are long due and of which neither a pasted list nor the shop shows anything: to look at by eye."""
        listed = {number for screen in self.screens if screen.at <= now for number in screen.numbers}
        return {
            sale.number
            for sale in self._sales.values()
            if self.world.hand.waits(sale.order_id)
            and sale.paid is not None
            and now - sale.paid > _LONG_DUE
            and sale.number not in listed
        }

    def _live(self, to: datetime) -> None:
        """Until then; what TPOP begins to make it bills, and the bill is a mail."""
        self.world.advance(to)
        for doc in list(self.world.tpop.orders.values()):
            if doc["id"] in self._billed or not doc["production_at"]:
                continue
            self._billed.add(doc["id"])
            at = moment(doc["production_at"]) + _INVOICE
            if at >= FORWARDED_SINCE:
                self._came.append(post.invoice(self._known(doc), at))

    def _take(self, step: Step) -> None:
        self._live(clock(step.at))
        acts: Mapping[str, Callable[[Step], None]] = {
            "sell": self._sell,
            "close": self._close,
            "plant": self._plant,
            "mend": lambda one: self.world.mend(self._faults.pop(one.number)),
            "mail": self._mail,
            "screen": self._screen,
        }
        acts[step.what](step)

    def _sell(self, step: Step) -> None:
        sale = self.world.sell()
        if int(sale.number) != step.number:
            raise ValueError(f"the timetable calls order {sale.number} {step.number}")
        self._sales[step.number] = sale

    def _close(self, step: Step) -> None:
        self.world.hand.close(self._sales[step.number].order_id, self.world.now)

    def _plant(self, step: Step) -> None:
        self._faults[step.number] = self.world.plant(step.name, self._sales[step.number])

    def _mail(self, step: Step) -> None:
        if step.name == "table":
            self._came.append(post.table(self._newest(_FEW), self.world.now))
            return
        sale = self._sales[step.number]
        known = self._known(self.world.tpop.orders[sale.twins[0]]) if sale.twins else self._named(sale)
        self._came.append(post.LETTERS[step.name](known, self.world.now))

    def _screen(self, step: Step) -> None:  # noqa: ARG002
        total = len(self.world.tpop.orders)
        self.screens.append(post.screen(self._newest(_ROWS), total, SHOP, self.world.now))
        self._came.append(self.screens[-1])

    def _newest(self, rows: int) -> list[Known]:
        """The top of TPOP's own table of orders."""
        docs = sorted(self.world.tpop.orders.values(), key=lambda doc: doc["created_at"], reverse=True)
        return [self._known(doc) for doc in docs[:rows]]

    def _known(self, doc: Doc) -> Known:
        sale = self._sales[int(doc["reference"])]
        known = self._named(sale)
        made = moment(doc["created_at"])
        return known._replace(
            tpop_id=doc["id"], status=doc["status"], amount=doc["amount"].replace(".", ","), made=made
        )

    def _named(self, sale: Sale) -> Known:
        """As the shop alone knows it."""
        return Known(sale.number, str(sale.order_id), "", sale.who, "open", made=sale.paid or datetime.now(UTC))


def tail(last: str = "2026-12-17", screens: Sequence[str] = ("2026-12-09 07:50",)) -> tuple[Step, ...]:
    """What the merchant who pastes weekly lives next: two sales a day, and a list only when she comes to it."""
    start, end = datetime.fromisoformat("2026-11-25 11:20"), datetime.fromisoformat(f"{last} 23:59")
    days = [start + timedelta(days=day) for day in range((end - start).days + 1)]
    times = [f"{day + later:%Y-%m-%d %H:%M}" for day in days for later in (timedelta(), timedelta(hours=6))]
    return (*sold(1058, *times), *(Step(at, "screen") for at in screens))


def mornings_until(last: str) -> tuple[str, ...]:
    """Eight o'clock, every day from the first one on."""
    start = datetime.fromisoformat(MORNINGS[0])
    days = (datetime.fromisoformat(f"{last} 08:00") - start).days
    return tuple(f"{start + timedelta(days=day):%Y-%m-%d %H:%M}" for day in range(days + 1))
