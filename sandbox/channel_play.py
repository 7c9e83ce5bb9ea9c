"""Plays one merchant's life through the real functions: mails by SES's event, files into the inbox, a run each morning."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.channel_post import Came
from sandbox.channel_story import MORNINGS, Life
from sandbox.cloud import Cloud, Row
from sandbox.drive import KEPT, Handler, call
from sandbox.sent import Message
from sandbox.story import SHOP, event


@dataclass(frozen=True, slots=True)
class Morning:
    """One run: what came in before it, and what came of it."""

    now: datetime
    came: tuple[Came, ...]
    messages: tuple[Message, ...]
    report: Any
    rows: tuple[Row, ...]
    """The whole table after it."""


def mornings(
    life: Life,
    *,
    language: str = "fr",
    times: Sequence[str] = MORNINGS,
    handler: Handler | None = None,
    log: Path = KEPT / "run.log",
) -> Iterator[Morning]:
    """The merchant's mornings, one by one. Raises what the function raises."""
    log.unlink(missing_ok=True)
    with Cloud() as cloud, life.world.open() as doors, cloud.worn():
        cloud.put_policy({"language": language})
        cloud.put_shop(SHOP, life.settings(doors.parameter))
        told = 0
        for now, came in life.mornings(times):
            for one in came:
                _lay(cloud, one, log)
            cloud.forget(now)
            report, failure = call(handler, event(now), log)
            if failure:
                raise failure
            messages = cloud.messages()[told:]
            told += len(messages)
            yield Morning(now, tuple(came), tuple(messages), report, tuple(cloud.rows()))


def _lay(cloud: Cloud, one: Came, log: Path) -> None:
    """As it would come to lie in the bucket at its own time."""
    if one.ses is None:
        cloud.put_inbox(one.key, one.body)
        cloud.date(one.key, one.at)
        return
    cloud.put_inbox(f"mail/{one.key}", one.body)
    _, failure = call(mail_handler(), one.event, log)
    if failure:
        raise failure
    cloud.date(f"mail/{SHOP}/{one.key}", one.at)


def mail_handler() -> Handler:
    """The function that SES calls; imported late, when the environment is in place."""
    handler: Handler = importlib.import_module("handlers.receive").lambda_handler
    return handler
