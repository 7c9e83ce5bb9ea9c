"""The three days of `make run`, played through the real handler: what people got, and the history as read back."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox import show
from sandbox.cloud import Row
from sandbox.play import play
from sandbox.sent import Message
from sandbox.story import PARIS
from tools.code_map import Stale


@dataclass(frozen=True, slots=True)
class Morning:
    """One day: when, and the one message that went out."""

    number: int
    when: str
    message: Message

    @property
    def mail(self) -> str:
        return (self.message.email or "").rstrip("\n")


@dataclass(frozen=True, slots=True)
class Told:
    """The whole story in one language."""

    mornings: tuple[Morning, ...]
    rows: tuple[Row, ...]


@cache
def story(language: str) -> Told:
    """Play it. Raises Stale where a day brought not exactly one message: then there is no mail to show."""
    with tempfile.TemporaryDirectory() as folder:
        played = play(language=language, out=io.StringIO(), log=Path(folder) / "run.log")
    mornings = []
    for number, (now, messages) in enumerate(played.mornings, 1):
        if len(messages) != 1:
            raise Stale(f"day {number} of the story brought {len(messages)} messages")
        mornings.append(Morning(number, show.day(now.astimezone(PARIS), language), messages[0]))
    return Told(tuple(mornings), tuple(played.rows))
