"""The one HTTP door: it reads, with timeouts, retry, Retry-After, a size cap, no foreign redirects and no leaks.

GET; and POST for questions that have no other way (GraphQL, a token), never to change anything.

Source of the rules: DESIGN.md section 2 (walls) and facts on shops, section 0.8. Every error is a
core.errors.SourceError whose text and detail hold status, host and numbers only: never a query string, a header or a body.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3

from core.errors import SourceError
from sources import address
from sources.waits import backoff, retry_after
from sources.wire import Watching

USER_AGENT = "Vigie/0.1 (+read-only)"
MIB = 1024 * 1024
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 508, *range(520, 527), 530})
"""Statuses that may be gone a moment later: tried again. 508 is LiteSpeed's, 520 to 530 are Cloudflare's."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS_MAX = 3
CHUNK = 64 * 1024
LINE_MAX = 8 * MIB
TIMEOUT_TRIES = 2
"""A host that keeps silent twice is out: each try costs the whole timeout, and other shops wait."""

_BROKEN = "no connection, or a broken answer"
_SILENT = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)
_UNSENDABLE = (UnicodeEncodeError, requests.exceptions.InvalidURL, urllib3.exceptions.LocationValueError)
"""What is found out only while sending. All else that goes wrong from there on is the server's doing."""


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


Sent = tuple[str, Mapping[str, str], tuple[str, str] | None]


class _Question(NamedTuple):
    """What is asked, apart from where."""

    params: Mapping[str, str] | None = None
    as_nobody: bool = False
    body: bytes | None = None
    """None: a GET."""
    kind: str = "application/json"
    """The body's."""

    def __repr__(self) -> str:
        return "_Question()"  # a body holds a secret, where a token is asked for


class _Passing(Exception):
    """One try failed in a way that may pass. `wait` is the Retry-After in seconds, where one was given."""

    def __init__(
        self, why: str, status: int = 0, wait: float | None = None, said: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(why)
        self.why, self.status, self.wait, self.said = why, status, wait, said or {}


class Door:
    """One host, one session. `base` is https, or http on loopback; `headers` and `sent` are asked anew for each try.

    `sent` says how credentials travel: the address to ask -> (the address, headers, a pair for the Basic header).
    `explain` reads what a failing answer says of itself into the error's detail: words of its own, never a value.

    Times are seconds, sizes bytes. `max_wait` is the longest single wait honoured for Retry-After; `give_up_at` answers
    True when no time is left. `timeout` is for connecting, and for one silence; `whole` for one whole answer, from its
    status line to its end. Both `whole` and `give_up_at` are looked at whenever bytes come: a server that says nothing
    at all is left after `timeout`, which may be that much later. A session's own adapters are replaced.

    Raises SourceError where `base` is not acceptable.
    """

    def __init__(
        self,
        base: str,
        *,
        headers: Callable[[], Mapping[str, str]] | None = None,
        auth: tuple[str, str] | None = None,
        sent: Callable[[str], Sent] | None = None,
        explain: Callable[[Answer], Mapping[str, str]] | None = None,
        timeout: tuple[float, float] = (5.0, 40.0),
        whole: float = 120.0,
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
        self._headers, self._sent, self._explain = headers, sent, explain
        self._basic = None if auth is None else _basic(*auth)
        self._timeout, self._whole = timeout, whole
        self._tries, self._max_bytes, self._max_wait = tries, max_bytes, max_wait
        self._sleep, self._give_up_at = pause if sleep is None else sleep, give_up_at
        self._session = session or requests.Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, Watching(self._watch))
        self._session.trust_env = False  # no .netrc, no proxy from the environment: credentials go to one host only
        # requests looks where a redirect leads even when told not to follow, and reads its whole body for that.
        self._session.get_redirect_target = _nowhere  # type: ignore[method-assign, assignment]
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each call stands alone
        # They write whole addresses and headers into their logs, with whatever credentials stand there.
        for chatty in ("urllib3", "oauthlib"):
            logging.getLogger(chatty).setLevel(logging.CRITICAL + 1)

    def get(
        self,
        path: str = "",
        params: Mapping[str, str] | None = None,
        *,
        tries: int | None = None,
        as_nobody: bool = False,
    ) -> Answer:
        """Any answer whose status is not in PASSING: 401, 404 and 501 too. `path` is relative to the base; "" is the
        base. `as_nobody`: without credentials, for what is open to everybody.

        Whatever the server does, raises SourceError alone: throttled (429 to the end), unreachable (silent, broken, a
        passing status to the end, a bad certificate, redirects without end, no time left), foreign_redirect, too_large,
        or other (the address or a credential cannot be sent). What `headers`, `sent` and `explain` raise goes through.
        """
        return self._insist(path, _Question(params, as_nobody), tries)

    def post(
        self,
        path: str,
        body: bytes,
        kind: str = "application/json",
        *,
        tries: int | None = None,
        as_nobody: bool = False,
    ) -> Answer:
        """A question that is asked with a body of that media type; asked again as `get` is, so it must change nothing.

        Answers and raises what `get` does.
        """
        return self._insist(path, _Question(None, as_nobody, body, kind), tries)

    def lines(self) -> Iterator[bytes]:
        """The base's own answer, line by line, as it comes: asked for once, without credentials, nothing kept.

        Raises what `get` raises, also in the middle; too_large for a single line only: nothing else is held.
        """
        if self._out_of_time():
            raise self._no_time("ask")
        try:
            asked = self._asked(self._base.geturl(), _Question(as_nobody=True))
            with self._session.send(asked, timeout=self._timeout, allow_redirects=False, stream=True) as response:
                if response.status_code != 200:
                    what = f"{self.host} failed (status {response.status_code})."
                    raise SourceError("unreachable", what, self._detail(status=response.status_code))
                rest = b""
                while part := response.raw.read1(CHUNK, decode_content=True):
                    *whole, rest = (rest + part).split(b"\n")
                    yield from whole
                    if len(rest) > LINE_MAX:
                        raise SourceError("too_large", f"{self.host} sent a line without end.", self._detail())
            if rest:
                yield rest
            return
        except SourceError:
            raise
        except Exception as error:
            why = "timeout" if isinstance(error, _SILENT) else "connection"
        raise self._gave_up(_Passing(why), 1)

    def _insist(self, path: str, question: _Question, tries: int | None) -> Answer:
        most = tries or self._tries
        for attempt in range(1, most + 1):
            try:
                return self._follow(path, question)
            except _Passing as passing:
                failure = passing
            wait = backoff(attempt)
            if failure.wait is not None:
                wait = max(wait, failure.wait)
            hopeless = failure.why == "timeout" and attempt >= TIMEOUT_TRIES
            if attempt == most or hopeless or (failure.wait or 0) > self._max_wait or self._out_of_time():
                break
            self._sleep(min(wait, self._max_wait))
        raise self._gave_up(failure, attempt)  # outside `except`: the original names the URL

    def wait(self, attempt: int) -> None:
        """Between two tries of a caller's own. Raises SourceError where no time is left."""
        self.rest(backoff(attempt))

    def rest(self, seconds: float) -> None:
        """Wait so long, because the server's own rules ask for it. Raises SourceError where no time is left."""
        if self._out_of_time():
            raise self._no_time("ask")
        self._sleep(seconds)

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

    def _follow(self, path: str, question: _Question) -> Answer:
        """One try, redirects included: they carry our credentials, so they stay on the host that we were told."""
        at = self._base
        if path:
            at = at._replace(path=at.path.rstrip("/") + "/" + path.lstrip("/"))
        for _ in range(HOPS_MAX + 1):
            answer = self._once(at.geturl(), question)
            location = answer.headers.get("Location")
            if answer.status not in REDIRECTS or not location:
                return answer
            to = address.follow(at, location)
            if to is None:
                elsewhere = _elsewhere(at, location)
                message = f"{self.host} sends us on to another address ({elsewhere}): not followed. If that is right, set it."
                raise SourceError("foreign_redirect", message, self._detail(status=answer.status, to=elsewhere))
            at, question = to, question._replace(params=None)  # Location brings its own query
        raise SourceError("unreachable", f"{self.host} redirects without end.", self._detail(why="redirects"))

    def _once(self, url: str, question: _Question) -> Answer:
        if self._out_of_time():
            raise self._no_time("ask")
        asked = self._asked(url, question)
        failure: Exception
        try:
            with self._session.send(asked, timeout=self._timeout, allow_redirects=False, stream=True) as response:
                body = self._read(response.raw)
            answer = Answer(response.status_code, response.headers, body, url.partition("?")[0])
        except SourceError:
            raise
        except requests.exceptions.SSLError:
            message = f"The certificate of {self.host} cannot be trusted."
            failure = SourceError("unreachable", message, self._detail(why="certificate"))
        except _SILENT:
            failure = _Passing("timeout")
        except _UNSENDABLE:
            failure = self._cannot_be_sent()
        except Exception:
            # A broken answer trips the libraries in more ways than they name: a chunk's length too large for C, say.
            failure = _Passing("connection")
        else:
            if answer.status not in PASSING:
                return answer
            said = self._explain(answer) if self._explain else None
            failure = _Passing("status", answer.status, retry_after(answer.headers), said)
        raise failure  # outside `except`: the original, which names the whole URL, is left behind

    def _asked(self, url: str, question: _Question) -> requests.PreparedRequest:
        params, as_nobody = question.params, question.as_nobody
        headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
        if question.body is not None:
            headers["Content-Type"] = question.kind
        if self._basic and not as_nobody:
            headers["Authorization"] = self._basic
        if self._headers and not as_nobody:
            headers.update(self._headers())
        try:
            if self._sent and not as_nobody:
                whole = requests.Request("GET", url, params=params).prepare().url or url
                url, more, pair = self._sent(whole)
                headers.update({"Authorization": _basic(*pair)} if pair else more)
                params = None
            method = "GET" if question.body is None else "POST"
            asked = requests.Request(method, url, params=params, headers=headers, data=question.body)
            return self._session.prepare_request(asked)
        except (requests.exceptions.RequestException, ValueError):
            failure = self._cannot_be_sent()  # a token with a line break, say: no use in trying again
        raise failure

    def _read(self, raw: urllib3.HTTPResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := raw.read1(CHUNK, decode_content=True):  # what is there; `read` waits until it is so much
            size += len(part)
            if size > self._max_bytes:
                message = f"{self.host} sent more than {self._max_bytes} bytes in one answer."
                raise SourceError("too_large", message, self._detail(max_bytes=self._max_bytes))
            parts.append(part)
        return b"".join(parts)

    def _watch(self) -> Callable[[], float]:
        """For one answer: how many seconds are left for it. Raises SourceError or TimeoutError where none are."""
        end = time.monotonic() + self._whole

        def left() -> float:
            if self._out_of_time():
                raise self._no_time("read")
            seconds = end - time.monotonic()
            if seconds <= 0:
                raise TimeoutError
            return seconds

        return left

    def _gave_up(self, failure: _Passing, tried: int) -> SourceError:
        times = f"{tried} tries" if tried > 1 else "1 try"
        detail = self._detail(why=failure.why, tries=tried)
        if failure.status:
            detail |= {"status": failure.status, **failure.said}
        if failure.wait is not None:
            detail["retry_after"] = round(failure.wait)
        if failure.status == 429:
            return SourceError("throttled", f"{self.host} asks us to slow down (status 429, {times}).", detail)
        said = {"status": f"status {failure.status}", "timeout": "no answer in time", "connection": _BROKEN}
        return SourceError("unreachable", f"{self.host} does not answer ({said[failure.why]}, {times}).", detail)

    def _no_time(self, for_what: str) -> SourceError:
        message = f"No time was left to {for_what} {self.host}."
        return SourceError("unreachable", message, self._detail(why="no time left"))

    def _cannot_be_sent(self) -> SourceError:
        message = f"{self.host} cannot be asked: the address or a credential holds a character that cannot be sent."
        return SourceError("other", message, self._detail(why="request"))

    def _out_of_time(self) -> bool:
        return self._give_up_at is not None and self._give_up_at()

    def _detail(self, **known: int | str) -> dict[str, int | str]:
        return {"host": self.host, **known}


def _elsewhere(at: SplitResult, location: str) -> str:
    """What a redirect names, for the message: its host; where that is ours, the scheme and the port that are not."""
    host = address.host_of(at, location)
    if not host or host != at.hostname:
        return host
    to, name = urlsplit(urljoin(at.geturl(), location)), f"[{host}]" if ":" in host else host
    try:
        port = to.port
    except ValueError:
        return host
    if to.scheme != at.scheme:
        return f"{to.scheme}://{name}"[:100] + (f":{port}" if port else "")
    usual = 443 if at.scheme == "https" else 80
    return host if (port or usual) == (at.port or usual) else f"{name}:{port or usual}"


def _nowhere(_: requests.Response) -> None:
    return None


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
