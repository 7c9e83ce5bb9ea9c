"""Three days of a small shop, as a timetable: what is sold, what goes wrong, what is put right. Times are the shop's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sandbox import noise
from sandbox.people import PRODUCTS
from sandbox.sale import Fault, Items, Sale
from sandbox.tpop import FR
from sandbox.world import World

SHOP = "mugs-paris"
PARIS = ZoneInfo("Europe/Paris")
FIRST_NUMBER = 1019
WHITE, BLACK, COFFEE, SHIRT, BAG, POSTER = (PRODUCTS[n] for n in (0, 1, 2, 4, 6, 7))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens. `what`: sell (an oddity where it names one), plant or mend (a check)."""

    at: str
    what: Literal["sell", "plant", "mend"]
    number: int
    name: str = ""
    items: Items | None = None


def _sell(at: str, number: int, name: str = "", items: Items | None = None) -> Step:
    return Step(at, "sell", number, name, items)


TIMETABLE: tuple[Step, ...] = (
    _sell("2026-11-13 10:12", 1019),
    _sell("2026-11-13 18:40", 1020, "reference with a hash"),
    _sell("2026-11-14 09:31", 1021),
    _sell("2026-11-14 15:05", 1022, "on-hold"),
    _sell("2026-11-14 21:18", 1023, "address in capitals"),
    _sell("2026-11-15 11:47", 1024),
    _sell("2026-11-15 17:22", 1025, "split"),
    _sell("2026-11-16 08:55", 1026, "failed"),
    _sell("2026-11-16 12:30", 1027),
    _sell("2026-11-16 20:03", 1028, "address without accents"),
    _sell("2026-11-17 13:41", 1029, "unpaid, then cancelled"),
    _sell("2026-11-17 19:26", 1030),
    _sell("2026-11-18 10:50", 1031, "refund already known"),
    _sell("2026-11-18 22:14", 1032, "reference with blanks"),
    _sell("2026-11-19 16:20", 1033, items=[(POSTER, 1)]),
    _sell("2026-11-19 17:00", 0, "manual"),
    _sell("2026-11-19 18:37", 1034),
    _sell("2026-11-19 21:09", 1035, "reference and id"),
    _sell("2026-11-20 09:15", 1036),
    _sell("2026-11-20 12:58", 1037, "address without punctuation"),
    _sell("2026-11-20 19:44", 1038),
    _sell("2026-11-21 10:26", 1039),
    _sell("2026-11-21 14:33", 1040, "cancelled on both sides"),
    _sell("2026-11-21 18:02", 1041),
    _sell("2026-11-21 21:51", 1042, "no shipping address"),
    _sell("2026-11-22 08:50", 1043, items=[(BAG, 1)]),
    _sell("2026-11-22 11:02", 1044, items=[(WHITE, 1)]),
    _sell("2026-11-22 12:40", 1045, items=[(SHIRT, 1)]),
    _sell("2026-11-22 14:15", 1046, items=[(BLACK, 2)]),
    _sell("2026-11-22 16:30", 1047, items=[(COFFEE, 1)]),
    _sell("2026-11-22 18:05", 1048, items=[(SHIRT, 1), (WHITE, 1)]),
    _sell("2026-11-22 20:45", 1049),
    _sell("2026-11-23 07:10", 1050, "fetched late"),
    # what the first morning finds; the artwork has waited since Friday
    Step("2026-11-20 16:30", "plant", 1033, "blocked-artwork"),
    Step("2026-11-22 21:00", "plant", 1044, "missing-at-tpop"),
    Step("2026-11-22 21:05", "plant", 1045, "blocked-payment"),
    Step("2026-11-22 21:10", "plant", 1046, "quantity-differs"),
    Step("2026-11-22 21:15", "plant", 1047, "address-differs"),
    Step("2026-11-22 21:20", "plant", 1048, "missing-line"),
    Step("2026-11-22 21:25", "plant", 1043, "blocked-address"),
    # Monday: half of it is put right; in the evening a customer changes her mind
    _sell("2026-11-23 10:58", 1051, items=[(COFFEE, 2)]),
    _sell("2026-11-23 14:20", 1052),
    _sell("2026-11-23 19:35", 1053, "split quantity"),
    Step("2026-11-23 09:10", "mend", 1046, "quantity-differs"),
    Step("2026-11-23 09:20", "mend", 1047, "address-differs"),
    Step("2026-11-23 09:40", "mend", 1048, "missing-line"),
    Step("2026-11-23 11:15", "mend", 1045, "blocked-payment"),
    Step("2026-11-23 21:10", "plant", 1051, "cancelled-only-in-shop"),
    # Tuesday: the rest
    _sell("2026-11-24 07:25", 1054, "fetched late"),
    Step("2026-11-24 08:20", "mend", 1051, "cancelled-only-in-shop"),
    Step("2026-11-24 08:45", "mend", 1044, "missing-at-tpop"),
    Step("2026-11-24 09:05", "mend", 1043, "blocked-address"),
    Step("2026-11-24 09:30", "mend", 1033, "blocked-artwork"),
    _sell("2026-11-24 13:12", 1055),
    _sell("2026-11-24 20:28", 1056, "address with blanks"),
    _sell("2026-11-25 07:05", 1057, "fetched late"),
)
MORNINGS = ("2026-11-23 08:00", "2026-11-24 08:00", "2026-11-25 08:00")


def clock(text: str) -> datetime:
    """The shop's wall clock, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


class Story:
    """The world of the timetable, morning by morning."""

    def __init__(
        self,
        timetable: Sequence[Step] = TIMETABLE,
        *,
        seed: int = 2026,
        platform: str = "woocommerce",
        by_app: bool = False,
    ) -> None:
        start = clock("2026-11-10 00:00")
        self.world = World(start, seed=seed, shop=SHOP, first_number=FIRST_NUMBER, platform=platform, by_app=by_app)
        self.world.tpop.words = FR
        self._steps = sorted(timetable, key=lambda step: step.at)
        self._sales: dict[int, Sale] = {}
        self._faults: dict[int, Fault] = {}

    def mornings(self) -> Iterator[datetime]:
        """Let the world live until each morning's run, and give its time in UTC."""
        for text in MORNINGS:
            while self._steps and self._steps[0].at <= text:
                self._take(self._steps.pop(0))
            self.world.advance(clock(text))
            yield clock(text)

    def _take(self, step: Step) -> None:
        self.world.advance(clock(step.at))
        if step.what == "mend":
            self.world.mend(self._faults.pop(step.number))
        elif step.what == "plant":
            self._faults[step.number] = self.world.plant(step.name, self._sales[step.number])
        else:
            sale = noise.make(self.world, step.name) if step.name else self.world.sell(step.items)
            if sale is None:
                return
            if int(sale.number) != step.number:
                raise ValueError(f"the timetable calls order {sale.number} {step.number}")
            self._sales[step.number] = sale


def changed(checks: Mapping[int, str | None], timetable: Sequence[Step] = TIMETABLE) -> tuple[Step, ...]:
    """The timetable with another check planted on some orders, or none (None)."""
    kept: list[Step] = []
    for step in timetable:
        if step.what == "sell" or step.number not in checks:
            kept.append(step)
        elif (check := checks[step.number]) is not None:
            kept.append(replace(step, name=check))
    return tuple(kept)


def event(now: datetime, **more: Any) -> dict[str, Any]:
    """What the scheduler would send in the morning, with the story's clock."""
    return {"run": "daily", "now": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", **more}
