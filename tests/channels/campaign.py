"""Many worlds through every set of channels: one tally for each set, and whether a channel ever takes something away."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sandbox.channels import CHANNELS, World
from sandbox.ill_lives import peopled
from tests.channels.bytes import Real
from tests.channels.play import SETS, Channels, named
from tests.channels.sides import Sides
from tests.channels.verdict import Tally, judge

WORLDS = int(os.environ.get("VIGIE_CHANNELS", "2000"))
CHUNK = 25
BYTES = 8
"""Every eighth world goes through real bytes."""
Tallies = dict[Channels, Tally]


def sides_of(world: World) -> list[Sides]:
    kind = Real if world.seed % BYTES == 0 else Sides
    return [kind(world, run) for run in range(len(world.runs))]


def played(seed: int) -> Tallies:
    """One world through every set of channels."""
    world = peopled(seed)
    sides = sides_of(world)
    return {channels: judge(world, channels, sides) for channels in SETS}


def campaign(seeds: Iterable[int]) -> Tallies:
    """Every set of channels, over all of these worlds."""
    total: Tallies = {channels: Tally() for channels in SETS}
    for seed in seeds:
        tallies = played(seed)
        for channels, tally in tallies.items():
            tally.wrong += taken_away(tallies, channels, seed)
            total[channels].add(tally)
    return total


def taken_away(tallies: Tallies, channels: Channels, seed: int) -> list[str]:
    """Faults that fewer channels can show and more cannot; and those that are said, though no channel can show them."""
    wrong = []
    owed, said = tallies[channels].owed, tallies[channels].said
    for fewer in SETS:
        if fewer < channels:
            lost = {fault for fault in tallies[fewer].owed - owed if fault.kind not in GIVEN_UP}
            wrong += [f"world {seed}, {named(channels)}: taken away from {named(fewer)}: {one[:4]}" for one in lost]
    without = {
        fault for fault in said - owed if not any(fault in tallies[one].said for one in SETS if one < channels)
    }
    return wrong + [f"world {seed}, {named(channels)}: said, and nothing can show it: {one[:4]}" for one in without]


GIVEN_UP = frozenset({"never produced"})
"""No list says more than that it is there, open: how long that may last, no check tells yet. Without any it is unproved."""


@dataclass
class Raise:
    """What one more channel adds to a set."""

    faults: Counter[str] = field(default_factory=Counter)
    """What only it can show, by kind."""
    untold: int = 0
    """Of those: not told with it."""
    known: int = 0
    """Of the untold: why is known."""
    said_without: int = 0
    """Of those: said without it, though nothing showed them."""


def raises(tallies: Tallies) -> Iterator[tuple[Channels, str, Raise]]:
    """For one world: each channel put to the shop alone, and to each other channel."""
    for fewer in SETS:
        for name in CHANNELS:
            more = fewer | {name}
            if len(fewer) < 2 and name not in fewer:
                new = tallies[more].owed - tallies[fewer].owed
                untold = new - tallies[more].kept
                known = len(untold) if tallies[more].excused else 0
                said = len(new & tallies[fewer].said)
                yield fewer, name, Raise(Counter(fault.kind for fault in new), len(untold), known, said)
