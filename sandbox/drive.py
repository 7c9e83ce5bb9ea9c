"""Calls the function as Lambda would, keeps what it prints off the terminal, and prints what people get."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sandbox import show
from sandbox.cloud import Row
from sandbox.sent import Message
from sandbox.template import ROOT

Handler = Callable[[dict[str, Any], Any], Any]
KEPT = ROOT / ".local"


class LogDoor(io.TextIOBase):
    """What the function prints goes through this one door: loggers keep the stream they were born with."""

    def __init__(self) -> None:
        self.target: TextIO | None = None

    def write(self, text: str, /) -> int:
        if self.target:
            self.target.write(text)
        return len(text)

    def flush(self) -> None:
        if self.target:
            self.target.flush()


DOOR = LogDoor()


@contextlib.contextmanager
def quietly(log: Path) -> Iterator[None]:
    """Whatever is printed meanwhile is added to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("a", encoding="utf-8") as DOOR.target,
        contextlib.redirect_stdout(DOOR),
        contextlib.redirect_stderr(DOOR),
    ):
        try:
            yield
        finally:
            DOOR.target = None


def call(handler: Handler | None, event: dict[str, Any], log: Path) -> tuple[Any, Exception | None]:
    """One run: its report, or how it failed. Even a run that fails may have told something first."""
    with quietly(log):
        try:
            return (handler or real_handler())(event, None), None
        except Exception as failure:
            traceback.print_exc()
            return None, failure


def real_handler() -> Handler:
    """The function as Lambda would call it; imported late, when the environment is in place."""
    handler: Handler = importlib.import_module("handlers.reconcile").lambda_handler
    return handler


@dataclass(slots=True)
class Played:
    """What was read back, for those who want to look closer than a terminal can."""

    mornings: list[tuple[datetime, list[Message]]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    reports: list[Any] = field(default_factory=list)


class Printer:
    """Prints line by line, so that one can read along."""

    def __init__(self, out: TextIO | None) -> None:
        self.out = out or sys.stdout

    def __call__(self, *lines: str) -> None:
        for line in lines:
            print(line, file=self.out, flush=True)

    def messages(self, messages: list[Message], language: str, none: str) -> None:
        for place, message in enumerate(messages):
            self(*([""] if place else []), *show.message(message.subject, message.email, message.sms, language))
        if not messages:
            self(none, show.WORDS[language]["no sms"])


def shown(path: Path) -> str:
    """A path as one would type it from the project's folder."""
    with contextlib.suppress(ValueError):
        return str(path.resolve().relative_to(ROOT))
    return str(path)
