"""A world, its doors and a cloud around the real handler: everything is driven through lambda_handler only."""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from handlers.reconcile import lambda_handler
from sandbox import noise
from sandbox.cloud import Cloud
from sandbox.sent import Message
from sandbox.world import Doors, World

MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
SHOP = "mugs-paris"


class Rig:
    """One shop from its first day on. `output` holds all the function printed."""

    def __init__(self, world: World, doors: Doors, cloud: Cloud) -> None:
        self.world, self.doors, self.cloud = world, doors, cloud
        self.output = io.StringIO()
        # A logger keeps the stream it was born with, so its lines are caught where they are made.
        logging.getLogger("vigie").addHandler(_Into(self.output))
        self._told = 0

    def run(self, run: str = "daily", **more: Any) -> dict[str, Any]:
        """One event at the world's own time. Raises what the handler raises."""
        event = {"run": run, "now": f"{self.world.now:%Y-%m-%dT%H:%M:%SZ}", **more}
        with contextlib.redirect_stdout(self.output), contextlib.redirect_stderr(self.output):
            report: dict[str, Any] = lambda_handler(event, None)
        return report

    def new(self) -> list[Message]:
        """The messages since this was last asked."""
        messages = self.cloud.messages()[self._told :]
        self._told += len(messages)
        return messages

    def told(self, run: str = "daily", **more: Any) -> set[tuple[str, str, str | None, str]]:
        """Run, and what was told: (check, reference, line, status)."""
        self.run(run, **more)
        return said(self.new())

    def rows(self, prefix: str = "finding#") -> list[dict[str, Any]]:
        return [row for row in self.cloud.rows() if row["item"].startswith(prefix)]

    def put(self, **changes: Any) -> None:
        """Change the shop's parameter."""
        self.doors.parameter.update(changes)
        self.cloud.put_shop(SHOP, self.doors.parameter)


class _Into(logging.Handler):
    """Every field of every log line, as text."""

    def __init__(self, into: io.StringIO) -> None:
        super().__init__()
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        self._into.write(f"{record.__dict__}\n")


def said(messages: list[Message]) -> set[tuple[str, str, str | None, str]]:
    return {
        (one["check"], one["reference"], one["line"], one["status"])
        for message in messages
        for shop in message.machine["shops"]
        for one in shop["findings"]
    }


def faults(world: World, status: str) -> set[tuple[str, str, str | None, str]]:
    return {(*key, status) for key in world.truth}


@contextlib.contextmanager
def rigged(
    orders: int = 30, *, seed: int = 7, policy: dict[str, Any] | None = None, tpop_list: bool = True, **more: Any
) -> Iterator[Rig]:
    """Ten days of a shop, oddities included, up to Monday morning."""
    world = World(MORNING - timedelta(days=10), seed=seed, tpop_list=tpop_list, **more)
    noise.populate(world, orders, MORNING - timedelta(hours=3))
    world.advance(MORNING)
    with Cloud() as cloud, world.open() as doors, cloud.worn():
        cloud.put_policy(policy or {})
        cloud.put_shop(SHOP, doors.parameter)
        yield Rig(world, doors, cloud)


def everything_said(rig: Rig) -> str:
    """All that leaves memory: messages, rows, what was printed."""
    messages = [json.dumps([m.subject, m.attributes, m.texts], ensure_ascii=False) for m in rig.cloud.messages()]
    return "\n".join(
        [*messages, json.dumps(rig.cloud.rows(), ensure_ascii=False, default=str), rig.output.getvalue()]
    )


EVENTS = Path(__file__).parents[2] / "events"
