"""Seeded worlds over real HTTP: every planted fault is found, nothing else is said, and all of it ends when mended.

More of them: `VIGIE_WORLDS=200 make worlds`.
"""

from __future__ import annotations

import contextlib
import os
import random
from datetime import timedelta

import pytest

from sandbox import noise, tpop
from sandbox.plants import PLANTS
from tests.integration.rig import MORNING, faults, rigged

WORLDS = int(os.environ.get("VIGIE_WORLDS", "12"))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_world_is_told_as_it_is(seed: int) -> None:
    rng = random.Random(seed)
    with rigged(rng.randint(8, 90), seed=seed, own_numbers=bool(seed % 2)) as rig:
        if seed % 3 == 0:
            rig.world.tpop.words = tpop.FR
        if seed % 4 == 0:
            rig.world.tpop.page_size = rng.choice((1, 7, 20))
        noise.sprinkle(rig.world)
        rig.world.advance(MORNING + timedelta(minutes=10))
        planted = []
        for check in rng.choices(sorted(PLANTS), k=rng.randint(1, 6)):
            with contextlib.suppress(ValueError):  # no sale fits this fault now
                planted.append(rig.world.plant(check))
        assert rig.told() == faults(rig.world, "new")
        assert rig.told("watch") == set()
        for fault in planted:
            rig.world.mend(fault)
        rig.world.advance(MORNING + timedelta(minutes=30))
        told = rig.told()
        assert told == {(*fault.key, "resolved") for fault in planted}
        assert rig.rows() == [row for row in rig.rows() if row["status"] == "resolved"]
        rig.world.advance(MORNING + timedelta(days=1))
        assert rig.told() == set()
