"""One question to Shopify's Admin GraphQL API: asked at its pace, answered with the JSON text and what failed of it.

Source: Shopify, "Admin GraphQL API", "API rate limits" and "Response status and error codes". Throttling and most errors
arrive as HTTP 200. Answers are never quoted: they may hold anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NotRequired

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from core.errors import SourceError
from sources.http import Answer, Door
from sources.shopify.access import Access
from sources.shopify.pace import Cost, Pace, Throttle
from sources.shopify.refusals import of_status, refusal
from sources.shopify.said import DENIED, INACTIVE, MAY_PASS, THROTTLED, TOO_DEAR, Fault, faults_of, is_empty

VERSION = "2026-10"
"""Stable until 2027-10-16. An older one than Shopify still serves is answered in the oldest that it does."""
_PATH = f"admin/api/{VERSION}/graphql.json"
_ODD_TRIES = 3
"""An answer that is cut short, or an error of Shopify's own, may be sound a moment later."""
_THROTTLED_TRIES = 30
"""Another app of the same shop has a bucket of its own, but a run of ours beside this one has not."""
_ERRORS = re.compile(rb'"errors"\s*:')
_LEAST_WAIT, _LONGEST_WAIT = 0.5, 120.0
"""Seconds, for points that are not there."""


class TooDear(Exception):
    """The question asks for more points than one question may."""


class Reply(NamedTuple):
    """A good answer, or a part of one: `faults` says what of it is missing."""

    text: bytes
    faults: tuple[Fault, ...] = ()
    cost: Cost | None = None

    def __repr__(self) -> str:
        return f"Reply({len(self.text)} bytes, {len(self.faults)} faults)"  # people's addresses stand in it

    @property
    def denied(self) -> bool:
        return any(fault.code == DENIED for fault in self.faults)


class _Costs(TypedDict):
    requestedQueryCost: float
    actualQueryCost: NotRequired[float | None]
    throttleStatus: Throttle


class _Extensions(TypedDict):
    cost: NotRequired[_Costs | None]


class _Envelope(TypedDict):
    extensions: NotRequired[_Extensions | None]


_ENVELOPE = TypeAdapter(_Envelope)


class Graph:
    """One shop's API. `question` gives the text of a question by its name; `clock` counts seconds."""

    def __init__(
        self, door: Door, access: Access, question: Callable[[str], str], clock: Callable[[], float]
    ) -> None:
        self._door, self._access, self._question = door, access, question
        self.pace = Pace(clock)
        self.answered = VERSION
        """In which version of the API the last answer was given."""

    @property
    def host(self) -> str:
        return self._door.host

    def text(self, name: str) -> str:
        return self._question(name)

    def ask(self, name: str, variables: Mapping[str, Any], points: float, tries: int = _ODD_TRIES) -> Reply:
        """`points`: what the question is about to cost; it waits until they are there. `tries`: where Shopify itself fails.

        Raises SourceError (detail: host, status or codes, why) where there is no data at all, TooDear where it asks for
        too much at once.
        """
        body = json.dumps({"query": self._question(name), "variables": dict(variables)}).encode()
        odd = throttled = 0
        while True:
            if wait := self.pace.seconds_until(points):
                self._rest(wait)
            try:
                reply = self._once(body)
            except SourceError as error:
                odd += 1
                if error.kind != "not_json" or odd >= tries:
                    raise
                self._door.wait(odd)
                continue
            codes = {fault.code for fault in reply.faults}
            if THROTTLED in codes:
                throttled += 1
                if throttled == _THROTTLED_TRIES:
                    raise SourceError("throttled", f"{self.host} asks us to slow down.", self._detail(codes))
                asked = reply.cost.requested if reply.cost else points
                self._rest(max(_LEAST_WAIT, self.pace.seconds_until(max(points, asked))))
                continue
            if TOO_DEAR in codes:
                raise TooDear
            if not reply.faults or not is_empty(reply.text):
                return reply
            odd += 1
            if not codes <= MAY_PASS or odd >= tries:
                raise self._failed(codes)
            self._door.wait(odd)

    def _rest(self, seconds: float) -> None:
        """No plan restores points so slowly that it takes longer. Raises SourceError."""
        if seconds > _LONGEST_WAIT:
            raise SourceError("throttled", f"{self.host} asks us to wait too long.", {"host": self.host})
        self._door.rest(seconds)

    def _once(self, body: bytes) -> Reply:
        self._access.ready(self._door)
        answer = self._door.post(_PATH, body)
        if answer.status == 401 and self._access.renew(self._door):
            answer = self._door.post(_PATH, body)
        if 300 <= answer.status < 500 or answer.status == 501:
            detail = {"host": self.host, "status": answer.status}
            raise refusal("refused", of_status(answer.status), detail)
        text = self._door.json_text(answer)
        self._note_version(answer)
        cost = self._learn(text)
        # Inside a text, a quotation mark is always escaped: this can only be a key.
        return Reply(text, faults_of(text) if _ERRORS.search(text) else (), cost)

    def _note_version(self, answer: Answer) -> None:
        said = answer.headers.get("X-Shopify-API-Version", "").strip()
        if said and len(said) <= 20 and said.isascii():
            self.answered = said

    def _learn(self, text: bytes) -> Cost | None:
        try:
            costs = (_ENVELOPE.validate_json(text).get("extensions") or {}).get("cost")
        except ValidationError as error:
            broken = error.errors(include_url=False, include_context=False, include_input=False)[0]
            if broken["type"] != "json_invalid":
                return None
        else:
            return self._note_cost(costs)
        raise SourceError("not_json", f"The answer of {self.host} is cut short.", {"host": self.host})

    def _note_cost(self, costs: _Costs | None) -> Cost | None:
        if costs is None:
            return None
        self.pace.learn(costs["throttleStatus"])
        return Cost(costs["requestedQueryCost"], costs.get("actualQueryCost") or 0.0)

    def _failed(self, codes: set[str]) -> SourceError:
        detail = self._detail(codes)
        if codes & INACTIVE:
            return refusal("refused", "frozen", detail)
        if DENIED in codes and not codes & MAY_PASS:  # beside an order that fails, a denied address is just that
            return refusal("refused", "orders_hidden", detail)
        if codes & MAY_PASS:
            return SourceError("page_failed", f"{self.host} failed at a question.", detail)
        return refusal("refused", "query", detail)

    def _detail(self, codes: set[str]) -> dict[str, Any]:
        known = sorted(code for code in codes if code.isascii() and code.replace("_", "").isalpha())
        return {"host": self.host, "codes": known[:5]}
