"""A Shopify that answers by a list: what it is asked, what it says, and a clock that only our own waiting moves."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from core.errors import SourceError
from sandbox.faults import HTML, Answer
from sandbox.loopback import Loopback, Request, as_json
from sources.http import Door
from sources.shopify.access import Access
from sources.shopify.graph import Graph

TOKEN, FRESH, SECRET, PERSON = "shpat_5a5a5a", "shpat_9f9f9f", "shpss_c7c7c7", "Camille Exemple"
SECRETS = (TOKEN, FRESH, SECRET, PERSON, "client_secret=")
STATIC = {"token": TOKEN}
APP = {"client_id": "f00d", "client_secret": SECRET}
GRANT, GRAPHQL = "/admin/oauth/access_token", "/admin/api/2026-10/graphql.json"


class Clock:
    """Seconds from anywhere. `sleep` takes no time, moves the clock, and remembers."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Told:
    """Answers in turn; the last one for ever. A token is given without end, unless `grants` says otherwise."""

    def __init__(self, *answers: Answer, grants: tuple[Answer, ...] = ()) -> None:
        self.answers, self.grants = (
            list(answers),
            list(grants) or [as_json({"access_token": FRESH, "scope": "read_orders"})],
        )

    def __call__(self, request: Request) -> Answer:
        waiting = self.grants if request.path == GRANT else self.answers
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class Shop:
    """One question after the other. `log`: what arrived, `clock`: what was waited."""

    def __init__(self, server: Loopback, credentials: Mapping[str, str], **door: Any) -> None:
        self.server, self.clock = server, Clock()
        self.access = Access(credentials)
        self.door = Door(server.url, headers=self.access.headers, sleep=self.clock.sleep, **door)
        self.graph = Graph(self.door, self.access, lambda name: f"query {name}", self.clock)

    @property
    def asked(self) -> list[Request]:
        return self.server.asked(GRAPHQL)

    @property
    def granted(self) -> list[Request]:
        return self.server.asked(GRANT)

    @property
    def slept(self) -> list[float]:
        return self.clock.slept


@contextmanager
def shop(
    *answers: Answer, credentials: Mapping[str, str] = STATIC, grants: tuple[Answer, ...] = (), **door: Any
) -> Iterator[Shop]:
    with Loopback(Told(*answers, grants=grants)) as server:
        yield Shop(server, credentials, **door)
        assert server.crashes == []


def cost(
    requested: float = 10, actual: float | None = 5, available: float = 1990, rate: float = 100, most: float = 2000
) -> dict[str, Any]:
    bucket = {"maximumAvailable": most, "currentlyAvailable": available, "restoreRate": rate}
    return {"cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": bucket}}


def data(document: Any, headers: tuple[tuple[str, str], ...] = (), **costs: Any) -> Answer:
    return as_json({"data": document, "extensions": cost(**costs)}, 200, headers)


def error(code: str | None, *path: str | int) -> dict[str, Any]:
    """As Shopify tells it; its message may hold anything."""
    one: dict[str, Any] = {"message": f"of {PERSON}", "path": list(path)}
    return one if code is None else {**one, "extensions": {"code": code}}


def failed(*errors: Any, document: Any = None, extensions: Any = None) -> Answer:
    told = {"errors": list(errors), "data": document}
    return as_json(told if extensions is None else {**told, "extensions": extensions})


def page(text: str, status: int = 200) -> Answer:
    return Answer(status, HTML, f"<!doctype html><title>{PERSON}</title><p>{text}".encode())


@contextmanager
def refused(kind: str, **detail: Any) -> Iterator[list[SourceError]]:
    """The block raises SourceError of that kind, and neither it nor anything behind it holds a secret or a person."""
    caught: list[SourceError] = []
    with pytest.raises(SourceError) as info:
        yield caught
    caught.append(info.value)
    assert info.value.kind == kind
    assert detail.items() <= info.value.detail.items()
    told = "".join(traceback.format_exception(info.value)) + repr(info.value) + json.dumps(info.value.detail)
    assert not [secret for secret in SECRETS if secret in told]


def sent(request: Request) -> Any:
    return json.loads(request.body)
