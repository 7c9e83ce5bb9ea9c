"""The one HTTP door: GET only, with timeouts, retry, Retry-After, a size cap, no foreign redirects and no leaks.

Source of the rules: DESIGN.md section 2 (walls) and facts on shops, section 0.8. Every error is a
core.errors.SourceError whose text and detail hold status, host and numbers only: never a query string, a header or a body.
"""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple

import requests

from core.errors import SourceError
from sources import address

USER_AGENT = "Vigie/0.1 (+read-only)"
MIB = 1024 * 1024
PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be gone a moment later: tried again."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS_MAX = 3
CHUNK = 64 * 1024
TIMEOUT_TRIES = 2
"""A host that keeps silent twice is out: each try costs the whole timeout, and other shops wait."""
FIRST_WAIT = 1.0
"""Seconds before the second try; doubles from there, with jitter."""


_BROKEN = (
    requests.exceptions.ConnectionError,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


def pause(seconds: float) -> None:
    """Between two tries. A name of its own, so that tests need not wait."""
    time.sleep(seconds)


class Answer(NamedTuple):
    """What came back, whatever its status. `url` has no query string: keys may stand there."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def __repr__(self) -> str:
        # A body holds people's addresses, and reprs end in logs.
        return f"Answer({self.status}, {len(self.body)} bytes)"


class _Passing(Exception):
    """One try failed in a way that may pass. `wait` is the Retry-After in seconds, where one was given."""

    def __init__(self, why: str, status: int = 0, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.status, self.wait = why, status, wait


class Door:
    """One host, one session. `base` is https, or http on loopback; `headers` is asked anew for each try.

    Times are seconds, sizes bytes. `max_wait` is the longest single wait honoured for Retry-After; `give_up_at` answers
    True when no time is left. Raises SourceError where `base` is not acceptable.
    """

    def __init__(
        self,
        base: str,
        *,
        headers: Callable[[], Mapping[str, str]] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: tuple[float, float] = (5.0, 40.0),
        tries: int = 4,
        max_bytes: int = 64 * MIB,
        max_wait: float = 30.0,
        sleep: Callable[[float], None] | None = None,
        session: requests.Session | None = None,
        give_up_at: Callable[[], bool] | None = None,
    ) -> None:
        at = address.parse(base)
        if at is None:
            raise SourceError(
                "other",
                "The address must begin with https:// and hold no user name or password "
                "(plain http:// only for this very machine).",
                {"why": "address"},
            )
        self._base = at
        self.host = at.hostname or ""
        self._headers = headers
        self._basic = None if auth is None else _basic(*auth)
        self._timeout, self._tries, self._max_bytes, self._max_wait = timeout, tries, max_bytes, max_wait
        self._sleep, self._give_up_at = pause if sleep is None else sleep, give_up_at
        self._session = session or requests.Session()
        self._session.trust_env = False  # no .netrc, no proxy from the environment: credentials go to one host only
        # requests looks where a redirect leads even when told not to follow, and reads its whole body for that.
        self._session.get_redirect_target = _nowhere  # type: ignore[method-assign, assignment]
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each call stands alone

    def get(self, path: str = "", params: Mapping[str, str] | None = None, *, tries: int | None = None) -> Answer:
        """Any answer that is not a passing failure, 4xx included. `path` is relative to the base; "" is the base.

        Raises SourceError: throttled, unreachable, foreign_redirect, too_large or other.
        """
        most = tries or self._tries
        for attempt in range(1, most + 1):
            try:
                return self._follow(path, params)
            except _Passing as passing:
                failure = passing
            wait = FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)
            if failure.wait is not None:
                wait = max(wait, failure.wait)
            hopeless = failure.why == "timeout" and attempt >= TIMEOUT_TRIES
            if attempt == most or hopeless or (failure.wait or 0) > self._max_wait or self._out_of_time():
                break
            self._sleep(min(wait, self._max_wait))
        raise self._gave_up(failure, attempt)  # outside `except`: the original names the URL

    def get_json(self, path: str = "", params: Mapping[str, str] | None = None) -> tuple[bytes, Answer]:
        """The JSON text, without byte order mark, and its answer. Raises what `get` raises, refused and not_json."""
        answer = self.get(path, params)
        return self.json_text(answer), answer

    def json_text(self, answer: Answer) -> bytes:
        """The body of a good answer. Raises SourceError: refused (4xx), unreachable (5xx), not_json.

        Looks at both ends only: whoever reads the text parses it once, and says so where it breaks in the middle.
        """
        status = answer.status
        if status >= 500:
            raise SourceError("unreachable", f"{self.host} failed (status {status}).", self._detail(status=status))
        if not 200 <= status < 300:
            raise SourceError("refused", f"{self.host} refused (status {status}).", self._detail(status=status))
        text = answer.body.strip(b"\xef\xbb\xbf \t\r\n")
        if text[:1] + text[-1:] not in (b"{}", b"[]"):
            what = "a web page" if b"<" in text[:1] else "something else"
            message = f"{self.host} answered with {what} instead of JSON."
            raise SourceError("not_json", message, self._detail(status=status, bytes=len(answer.body)))
        return text

    def _follow(self, path: str, params: Mapping[str, str] | None) -> Answer:
        """One try, redirects included: they carry our credentials, so they stay on the host that we were told."""
        at = self._base
        if path:
            at = at._replace(path=at.path.rstrip("/") + "/" + path.lstrip("/"))
        for _ in range(HOPS_MAX + 1):
            answer = self._once(at.geturl(), params)
            location = answer.headers.get("Location")
            if answer.status not in REDIRECTS or not location:
                return answer
            to = address.follow(at, location)
            if to is None:
                elsewhere = address.host_of(at, location)
                message = f"{self.host} sends us on to another address ({elsewhere}): not followed. If that is right, set it."
                raise SourceError("foreign_redirect", message, self._detail(status=answer.status, to=elsewhere))
            at, params = to, None  # Location brings its own query
        raise SourceError("unreachable", f"{self.host} redirects without end.", self._detail(why="redirects"))

    def _once(self, url: str, params: Mapping[str, str] | None) -> Answer:
        if self._out_of_time():
            raise SourceError(
                "unreachable", f"No time was left to ask {self.host}.", self._detail(why="no time left")
            )
        headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
        if self._basic:
            headers["Authorization"] = self._basic
        if self._headers:
            headers.update(self._headers())
        try:
            with self._session.get(
                url, params=params, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
            ) as response:
                body = self._read(response)
            answer = Answer(response.status_code, response.headers, body, url.partition("?")[0])
        except requests.exceptions.SSLError:
            failure: Exception = SourceError(
                "unreachable", f"The certificate of {self.host} cannot be trusted.", self._detail(why="certificate")
            )
        except requests.exceptions.Timeout:
            failure = _Passing("timeout")
        except _BROKEN:
            failure = _Passing("connection")
        except (requests.exceptions.RequestException, ValueError):
            # A header or address that cannot be sent (a token with a line break, say): no use in trying again.
            message = (
                f"{self.host} cannot be asked: the address or a credential holds a character that cannot be sent."
            )
            failure = SourceError("other", message, self._detail(why="request"))
        else:
            if answer.status not in PASSING:
                return answer
            failure = _Passing("status", answer.status, _retry_after(answer.headers))
        raise failure  # outside `except`: the original, which names the whole URL, is left behind

    def _read(self, response: requests.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(CHUNK):
            size += len(part)
            if size > self._max_bytes:
                message = f"{self.host} sent more than {self._max_bytes} bytes in one answer."
                raise SourceError("too_large", message, self._detail(max_bytes=self._max_bytes))
            if self._out_of_time():
                message = f"No time was left to read {self.host}."
                raise SourceError("unreachable", message, self._detail(why="no time left"))
            parts.append(part)
        return b"".join(parts)

    def _gave_up(self, failure: _Passing, tried: int) -> SourceError:
        times = f"{tried} tries" if tried > 1 else "1 try"
        detail = self._detail(why=failure.why, tries=tried)
        if failure.status:
            detail["status"] = failure.status
        if failure.wait is not None:
            detail["retry_after"] = round(failure.wait)
        if failure.status == 429:
            return SourceError("throttled", f"{self.host} asks us to slow down (status 429, {times}).", detail)
        said = {"status": f"status {failure.status}", "timeout": "no answer in time", "connection": "no connection"}
        return SourceError("unreachable", f"{self.host} does not answer ({said[failure.why]}, {times}).", detail)

    def _out_of_time(self) -> bool:
        return self._give_up_at is not None and self._give_up_at()

    def _detail(self, **known: int | str) -> dict[str, int | str]:
        return {"host": self.host, **known}


def _nowhere(_: requests.Response) -> None:
    return None


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date (measured against the server's own clock, where it tells it)."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None
