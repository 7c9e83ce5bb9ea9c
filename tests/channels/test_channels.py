"""Thousands of seeded worlds: what each set of channels can show is told at every run, and nothing is claimed beyond it.

More of them: `VIGIE_CHANNELS=20000`. The figures: `python -m tests.channels.report`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import pytest

from sandbox.carried import Feed
from sandbox.channels import CHANNELS, DAY, World
from sandbox.ill_lives import KINDS, peopled
from tests.channels.bytes import misread
from tests.channels.campaign import BYTES, WORLDS, Raise, campaign, played, raises
from tests.channels.play import SETS, named
from tests.channels.report import chunks


@pytest.mark.parametrize("seeds", chunks(WORLDS), ids=str)
def test_what_can_be_shown_is_told_and_nothing_else(seeds: range) -> None:
    for channels, tally in campaign(seeds).items():
        assert tally.wrong == [], named(channels)
        assert tally.false == 0
        assert sum(tally.told.values()) + sum(tally.excused.values()) == sum(tally.could.values()) > 0


def test_each_channel_raises_what_can_be_told_and_takes_nothing_away() -> None:
    sums: defaultdict[tuple[str, str], Raise] = defaultdict(Raise)
    # Beside TPOP's whole list of this very moment there is little left to add: where it is old, there is.
    old = [seed for seed in range(600) if any(run - feed.as_of > DAY for run, feed in answers(seed))]
    for seed in [*range(1, 31), *old[:60]]:
        for fewer, name, one in raises(played(seed)):
            total = sums[named(fewer), name]
            total.faults += one.faults
            total.untold += one.untold - one.known
            total.said_without += one.said_without
    assert len(sums) == len(CHANNELS) + len(CHANNELS) * (len(CHANNELS) - 1)
    for names, total in sums.items():
        assert total.faults, names
        assert (total.untold, total.said_without) == (0, 0), names


def answers(seed: int) -> list[tuple[datetime, Feed]]:
    """TPOP's own answers, and the run that was given each."""
    world = World(seed)
    return [(world.runs[feed.run], feed) for feed in world.feeds if feed.run >= 0]


@pytest.mark.parametrize("seed", range(0, 40 * BYTES, BYTES))
def test_the_bytes_are_read_as_they_were_meant(seed: int) -> None:
    world = peopled(seed)
    assert [wrong for run in range(3) for wrong in misread(world, run)] == []


def test_every_kind_of_life_is_lived() -> None:
    worlds = [peopled(seed) for seed in range(100)]
    assert {order.kind for world in worlds for order in world.orders} == set(KINDS)
    assert len(SETS) == 1 + 4 + 6 + 1
    assert {feed.channel for world in worlds for feed in world.feeds} == set(CHANNELS) - {"mail"}


def test_a_seed_is_a_world() -> None:
    first, again = peopled(7), peopled(7)
    assert first.faults == again.faults
    assert [order.words for order in first.orders] == [order.words for order in again.orders]
