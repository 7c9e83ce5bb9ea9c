"""What can go wrong on the wire, and the script that says when it does."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave: wait, answer something else, change the answer, or break the connection."""

    name: str
    delay: float = 0
    instead: Answer | None = None
    change: Callable[[Answer], Answer] | None = None
    drop: Literal["", "reset", "cut"] = ""


JSON: Headers = (("Content-Type", "application/json; charset=UTF-8"),)
HTML: Headers = (("Content-Type", "text/html; charset=UTF-8"),)
WARNING = (
    b'<br />\n<b>Warning</b>:  Undefined array key "foo" in <b>/var/www/html/wp-content/plugins/x/x.php</b>'
    b" on line <b>12</b><br />\n"
)
PLAIN_WARNING = b'\nWarning: Undefined array key "foo" in /var/www/html/wp-content/plugins/x/x.php on line 12\n'
"""The same on a host whose PHP writes no HTML (html_errors off)."""
CRITICAL = (
    "<p>There has been a critical error on this website.</p>"
    '<p><a href="https://wordpress.org/documentation/article/faq-troubleshooting/">'
    "Learn more about troubleshooting WordPress.</a></p>"
)


def status(code: int, body: bytes = b'{"code":"internal_server_error"}') -> Fault:
    """Any status with a small JSON body: 500, 502, 403."""
    return Fault(f"status {code}", instead=Answer(code, JSON, body))


def too_many(retry_after: str = "1") -> Fault:
    """429 with Retry-After, in seconds or as a date."""
    return Fault("429", instead=Answer(429, (*JSON, ("Retry-After", retry_after)), b"{}"))


def wp_died(code: int, message: str, *, word: str = "wp_die", page: bool = False) -> Answer:
    """How WordPress gives up: JSON for those who say that they accept it, a page for the others (facts, 21)."""
    if page:
        return Answer(code, HTML, f"<!DOCTYPE html><title>WordPress</title><body>{message}</body>".encode())
    told = {"code": word, "message": message, "data": {"status": code}, "additional_errors": []}
    return Answer(code, JSON, json.dumps(told).encode())


def maintenance(retry_after: str = "600", *, page: bool = False) -> Fault:
    """WordPress while an update runs."""
    answer = wp_died(503, "Briefly unavailable for scheduled maintenance. Check back in a minute.", page=page)
    return Fault("503", instead=replace(answer, headers=(*answer.headers, ("Retry-After", retry_after))))


def died(message: str, *, page: bool = False) -> Fault:
    """WordPress gives up, and says why in words of its own."""
    return Fault("died", instead=wp_died(500, message, page=page))


def database_down(*, page: bool = False) -> Fault:
    """WordPress without its database."""
    return died("<h1>Error establishing a database connection</h1>", page=page)


def fatal(*, page: bool = False) -> Fault:
    """A plugin's error, or no memory left, in the middle of an answer."""
    return Fault("fatal", instead=wp_died(500, CRITICAL, word="internal_server_error", page=page))


def slow(seconds: float) -> Fault:
    """The right answer, late."""
    return Fault("slow", delay=seconds)


def hang(seconds: float = 300) -> Fault:
    """No answer at all: the caller has to give up. Ends early when the server stops."""
    return Fault("hang", delay=seconds, drop="reset")


def reset() -> Fault:
    """The connection is reset before a byte of the answer."""
    return Fault("reset", drop="reset")


def cut_off() -> Fault:
    """Half of the promised bytes, then the connection ends."""
    return Fault("cut off", drop="cut")


def truncated() -> Fault:
    """A whole HTTP answer whose JSON stops half-way."""
    return Fault("truncated", change=lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]))


def php_warning(*, plain: bool = False) -> Fault:
    """200, application/json, and PHP's own words before the JSON: as HTML, or as plain text."""
    words = PLAIN_WARNING if plain else WARNING
    return Fault("php warning", change=lambda answer: replace(answer, body=words + answer.body))


def byte_order_mark() -> Fault:
    """200, application/json, and a BOM before the JSON: a plugin file saved with one."""
    return Fault("bom", change=lambda answer: replace(answer, body=b"\xef\xbb\xbf" + answer.body))


def html_page() -> Fault:
    """200 and the shop's home page: plain permalinks, or a wall in front of the shop."""
    return Fault("html", instead=Answer(200, HTML, b"<!doctype html><title>Mugs Paris</title><p>Bonjour"))


def redirect(url: str, code: int = 302) -> Fault:
    """Go elsewhere: another host or port must get no secret."""
    return Fault("redirect", instead=Answer(code, (*HTML, ("Location", url)), b""))


def replaced(body: bytes, code: int = 200, headers: Headers = JSON) -> Fault:
    """Any other answer, as given."""
    return Fault("replaced", instead=Answer(code, headers, body))


@dataclass(slots=True)
class Planted:
    """One line of the script, and how often it was met and fired."""

    path: str
    fault: Fault
    nth: int
    times: int | None
    method: str
    query: Mapping[str, str]
    seen: int = 0
    fired: int = 0


class FaultScript:
    """When which fault fires: by path (with * and ?), method, query, and occurrence."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planted: list[Planted] = []
        self.fired: Counter[str] = Counter()
        """How many faults of each name fired so far."""

    def plant(
        self,
        path: str,
        fault: Fault,
        *,
        nth: int = 1,
        times: int | None = 1,
        method: str = "*",
        query: Mapping[str, str] | None = None,
    ) -> Planted:
        """From the nth matching request on, `times` times (None: for ever)."""
        planted = Planted(path, fault, nth, times, method, dict(query or {}))
        with self._lock:
            self._planted.append(planted)
        return planted

    def clear(self) -> None:
        """From now on all is well; the counters stay."""
        with self._lock:
            self._planted.clear()

    def next_for(self, method: str, path: str, query: tuple[tuple[str, str], ...]) -> Fault | None:
        """The first planted fault that is due. A request counts for a line only if no earlier line took it."""
        given = dict(query)
        with self._lock:
            for line in self._planted:
                if not (fnmatchcase(path, line.path) and fnmatchcase(method, line.method)):
                    continue
                if any(given.get(name) != value for name, value in line.query.items()):
                    continue
                line.seen += 1
                last = None if line.times is None else line.nth + line.times
                if line.seen >= line.nth and (last is None or line.seen < last):
                    line.fired += 1
                    self.fired[line.fault.name] += 1
                    return line.fault
        return None
