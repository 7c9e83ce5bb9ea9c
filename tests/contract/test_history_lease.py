"""One suite for every history: one run at a time writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.errors import LeaseHeld
from core.ports import History, Past, Writing
from tests.contract.samples import FULL, NOW, OPEN, SHOP, SOON, kept, opened, told


def test_a_held_lease_is_held(bench: Any, history: History) -> None:
    other = bench.history()
    assert not other.acquire(SHOP, "run-2", NOW, SOON)
    assert other.acquire("mugs-lyon", "run-2", NOW, SOON), "each shop has its own"
    assert history.acquire(SHOP, "run-1", NOW, SOON), "the owner takes it again"
    other.release(SHOP, "run-2")
    assert not other.acquire(SHOP, "run-2", NOW, SOON), "nobody gives back what is another's"
    history.release(SHOP, "run-1")
    assert other.acquire(SHOP, "run-2", NOW, SOON)


def test_an_expired_lease_goes_to_the_next(bench: Any, history: History) -> None:
    other = bench.history()
    assert not other.acquire(SHOP, "run-2", SOON, SOON + timedelta(minutes=15)), "until the very end"
    assert other.acquire(SHOP, "run-2", SOON + timedelta(seconds=1), SOON + timedelta(minutes=15))
    assert not history.acquire(SHOP, "run-1", SOON + timedelta(seconds=2), SOON + timedelta(minutes=20))


def test_a_dead_holders_lease_is_taken_over(bench: Any) -> None:
    dead, alive = "local:host:11:1", "local:host:22:1"
    asked: list[str] = []

    def abandoned(token: str) -> bool:
        asked.append(token)
        return token == dead

    later = bench.history(abandoned)
    for holder, free in ((alive, False), (dead, True)):
        assert bench.history().acquire(SHOP, holder, NOW, SOON)
        assert later.acquire(SHOP, "local:host:33:1", NOW, SOON) is free
        bench.history().release(SHOP, holder)
    assert asked == [alive, dead]
    assert not bench.history().acquire(SHOP, "local:host:44:1", NOW, SOON)


@pytest.mark.parametrize("step", ["record", "record nothing", "mark", "log_run"])
@pytest.mark.parametrize("taken", [True, False], ids=["taken", "gone"])
def test_without_the_lease_nothing_is_written(bench: Any, history: History, step: str, taken: bool) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN,)))
    history.release(SHOP, "run-1")
    if taken:
        assert bench.history().acquire(SHOP, "run-2", NOW, SOON)
    steps = {
        "record": lambda: history.record(SHOP, "run-1", Writing((replace(OPEN, version=2), FULL), (opened(),))),
        "record nothing": lambda: history.record(SHOP, "run-1", Writing()),
        "mark": lambda: history.mark(SHOP, "run-1", NOW, [told()], ["sms#2026-11-23"]),
        "log_run": lambda: history.log_run(SHOP, "run-1", NOW, "daily", {"state": "complete"}),
    }
    with pytest.raises(LeaseHeld, match=SHOP):
        steps[step]()
    assert kept(history) == Past(findings={OPEN.fingerprint: OPEN})
    assert bench.events(SHOP) == []


def test_of_two_runs_that_find_the_same_dead_holder_one_gets_the_lease(bench: Any) -> None:
    assert bench.history().acquire(SHOP, "local:host:11:1", NOW, SOON)

    def abandoned(_token: str) -> bool:
        """While this run looks whether the holder is dead, another one takes over."""
        return bool(bench.history(lambda _dead: True).acquire(SHOP, "local:host:22:1", NOW, SOON))

    assert not bench.history(abandoned).acquire(SHOP, "local:host:33:1", NOW, SOON)
