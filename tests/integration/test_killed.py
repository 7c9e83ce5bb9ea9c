"""The process is really killed after each of record, publish and mark, and run again: nothing is lost, at most one

message is repeated. And two runs at once: one works, the other obeys CONTRACTS section 7.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import LeaseHeld
from sandbox import faults as wire
from tests.integration.rig import MORNING, SHOP, Rig, faults, rigged, said

ROOT = Path(__file__).parents[2]
KILLED = """
import json, os, signal, sys
import handlers.round as round
from handlers.reconcile import lambda_handler
step, event = sys.argv[1], json.loads(sys.argv[2])
whole = getattr(round.Round, step)
def then_die(self, *given):
    whole(self, *given)
    os.kill(os.getpid(), signal.SIGKILL)
if step != "nothing":
    setattr(round.Round, step, then_die)
print(json.dumps(lambda_handler(event, None)))
"""


def run_in_a_process(rig: Rig, killed_after: str, run: str = "daily") -> subprocess.CompletedProcess[str]:
    event = {"run": run, "now": f"{rig.world.now:%Y-%m-%dT%H:%M:%SZ}"}
    environment = {**rig.cloud.environ(), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    code = KILLED.replace("getattr(round.Round, step)", "getattr(round.Round, step, None)")
    return subprocess.run(
        [sys.executable, "-c", code, killed_after, json.dumps(event)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("step", ["look_at", "record", "publish", "mark"])
@pytest.mark.parametrize("first", [True, False], ids=["first-run", "later-run"])
def test_killed_after_each_step_and_run_again(step: str, first: bool) -> None:
    with rigged() as rig:
        if not first:
            rig.run()
            rig.new()
        rig.world.plant("blocked-payment")
        rig.world.plant("missing-at-tpop")
        died = run_in_a_process(rig, step)
        assert died.returncode == -9, died.stderr
        before = rig.new()
        again = run_in_a_process(rig, "nothing")
        assert again.returncode == 0, again.stderr
        after = rig.new()
        told = said(before) | said(after)
        assert told == faults(rig.world, "new"), "nothing is lost"
        assert len(before) + len(after) <= 2, "at most one repeat"
        assert run_in_a_process(rig, "nothing").returncode == 0
        assert rig.new() == [], "and then it is told"
        opened = [row for row in rig.rows("event#") if row["item"].endswith("#opened")]
        assert len(opened) == 2


def test_two_daily_runs_at_once_one_works_the_other_raises() -> None:
    with rigged() as rig:
        rig.world.plant("blocked-payment")
        rig.doors.woo.faults.plant("/wp-json/wc/v3/orders", wire.slow(1.5))
        first: list[object] = []
        thread = threading.Thread(target=lambda: first.append(rig.run()))
        thread.start()
        while not rig.doors.tpop.log:
            pass  # the first run holds its lease before it asks anybody
        with pytest.raises(LeaseHeld, match=SHOP):
            rig.run()
        watch = rig.run("watch")
        assert [shop["state"] for shop in watch["shops"]] == ["failed"]
        thread.join()
        assert first
        assert said(rig.new()) == faults(rig.world, "new")


def test_a_lease_that_nobody_gives_back_ends_by_itself() -> None:
    with rigged() as rig:
        lease = {
            "shop": {"S": SHOP},
            "item": {"S": "lease"},
            "token": {"S": "another"},
            "until": {"S": f"{MORNING + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"},
        }
        rig.cloud.dynamodb.put_item(TableName=rig.cloud.table, Item=lease)
        with pytest.raises(LeaseHeld):
            rig.run()
        rig.world.advance(MORNING + timedelta(minutes=6))
        assert rig.run()["shops"][0]["state"] == "complete"
