"""One world through one set of channels: three runs, each with the history that the one before has left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from core.drill import Drilled
from core.look import Look
from core.model import iso
from core.policy import Policy
from core.ports import Remembered, Told
from handlers.event import Asked
from handlers.look import look
from handlers.parameters import ShopParameter
from handlers.settings import Shop
from sandbox.channels import CHANNELS, World
from tests.channels.sides import Sides
from tests.fakes import FakeHistory

WELL = Drilled(1, 1, 0)
SHOP = Shop(
    "mugs-paris",
    "topic",
    Policy(),
    ShopParameter(platform="woocommerce", url="https://boutique.example", credentials={}),
)
Channels = frozenset[str]
SETS: tuple[Channels, ...] = tuple(
    frozenset(some) for size in (0, 1, 2, len(CHANNELS)) for some in combinations(CHANNELS, size)
)
"""None but the shop's own write-back, each alone, each pair, all."""


def named(channels: Channels) -> str:
    return " + ".join(name for name in CHANNELS if name in channels) or "write-back alone"


@dataclass(frozen=True)
class Ran:
    """What one run has left: its look, and every finding of the history, as it stands after it."""

    run: int
    look: Look
    items: tuple[Remembered, ...]
    resolved: tuple[Remembered, ...]
    """Those that this run called resolved."""


def play(
    world: World, channels: Channels, sides: list[Sides] | None = None, of: Callable[[World, int], Sides] = Sides
) -> Iterator[Ran]:
    """Its three runs. `sides`: made before, for another set of channels."""
    sides = sides or [of(world, run) for run in range(len(world.runs))]
    history = FakeHistory()
    for side in sides:
        history.acquire(SHOP.id, "run", side.now, side.now)
        seen = look(SHOP, side.sources(channels), history.load(SHOP.id, side.now), Asked("daily", side.now), WELL)
        history.record(SHOP.id, "run", seen.writing)
        told = [
            Told(
                one.item.ref,
                one.item.check,
                one.item.line,
                one.item.version,
                one.item.status,
                one.item.severity,
                one.item.reminders + (one.status == "reminded"),
                "reminded" if one.status == "reminded" else "told",
            )
            for one in seen.look.news
            if one.told
        ]
        history.mark(SHOP.id, "run", side.now, told, ())
        history.log_run(SHOP.id, "run", side.now, "daily", {})
        items = tuple(history.shelf(SHOP.id).findings.values())
        now = iso(side.now)
        resolved = tuple(one for one in items if one.status == "resolved" and one.resolved_at == now)
        yield Ran(side.run, seen.look, items, resolved)
