"""The HTTP door: it tries again, stays in the house, keeps within its limits, and tells no secret."""

from __future__ import annotations

import gzip
import os
import random
import socket
import threading
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from core.errors import SourceError
from sandbox import faults
from sandbox.faults import Fault
from sandbox.loopback import Loopback, as_json
from sources.http import HOPS_MAX, TIMEOUT_TRIES, USER_AGENT, Answer, Door
from sources.waits import FIRST_WAIT

KEY, SECRET, TOKEN, PERSON = "ck_key5a5a", "cs_secretc7c7", "tok-9f9f9f", "Luedenscheidt"
SECRETS = (KEY, SECRET, TOKEN, PERSON, "Authorization", "?key=")
ORDERS = as_json([{"id": 1, "name": PERSON}])


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(lambda request: ORDERS) as loopback:
        yield loopback


class Waits(list[float]):
    """A sleep that takes no time and remembers."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def door(server: Loopback, **more: Any) -> Door:
    more.setdefault("sleep", Waits())
    more.setdefault("auth", (KEY, SECRET))
    return Door(f"{server.url}/api", **more)


@contextmanager
def refused(kind: str, **detail: Any) -> Iterator[list[SourceError]]:
    """The block raises SourceError of that kind, and neither its text nor anything behind it holds a secret."""
    caught: list[SourceError] = []
    with pytest.raises(SourceError) as info:
        yield caught
    error = info.value
    caught.append(error)
    assert error.kind == kind
    assert detail.items() <= error.detail.items()
    told = "".join(traceback.format_exception(error)) + repr(error) + repr(error.detail)
    assert not [secret for secret in SECRETS if secret in told]
    behind: BaseException | None = error
    while behind := behind.__cause__ or behind.__context__:
        assert "?" not in str(behind), "what lies behind names the whole address"


def test_an_answer_comes_with_its_status_headers_whatever_their_case_and_body(server: Loopback) -> None:
    answer = door(server).get("orders", {"key": KEY, "fields": "id,name"})
    assert (answer.status, answer.body) == (200, ORDERS.body)
    assert answer.headers["CONTENT-type"].startswith("application/json")
    assert answer.url == f"{server.url}/api/orders"
    assert server.log[0].query == (("key", KEY), ("fields", "id,name"))


def test_it_says_who_it_is_and_wants_json(server: Loopback) -> None:
    door(server, headers=lambda: {"X-Token": TOKEN}).get("orders")
    headers = server.log[0].headers
    assert headers["accept"] == "application/json"
    assert headers["user-agent"] == USER_AGENT == "Vigie/0.1 (+read-only)"
    assert headers["authorization"].startswith("Basic ")
    assert headers["x-token"] == TOKEN


def test_the_path_is_below_the_base_and_none_is_the_base_itself(server: Loopback) -> None:
    plain = Door(f"{server.url}/bridge/orders?shop=1", sleep=Waits())
    answers = plain.get(), plain.get("", {"since": "x"}), plain.get("/more")
    assert {answer.url.removeprefix(server.url) for answer in answers} == {"/bridge/orders", "/bridge/orders/more"}
    assert [(request.path, request.query) for request in server.log] == [
        ("/bridge/orders", (("shop", "1"),)),
        ("/bridge/orders", (("shop", "1"), ("since", "x"))),
        ("/bridge/orders/more", (("shop", "1"),)),
    ]


def test_headers_are_asked_anew_for_each_try(server: Loopback) -> None:
    tokens = iter(["old", "new"])
    server.faults.plant("*", faults.status(500))
    door(server, headers=lambda: {"X-Token": next(tokens)}).get("orders")
    assert [request.headers["x-token"] for request in server.log] == ["old", "new"]


@pytest.mark.parametrize(
    "fault",
    [
        *(faults.status(code) for code in (408, 425, 429, 500, 502, 503, 504, 508, *range(520, 527), 530)),
        faults.reset(),
        faults.cut_off(),
    ],
)
def test_what_may_pass_is_tried_again(server: Loopback, fault: Fault) -> None:
    waits = Waits()
    server.faults.plant("*", fault, times=3)
    assert door(server, sleep=waits).get("orders").body == ORDERS.body
    assert len(server.log) == 4
    for n, wait in enumerate(waits):
        assert FIRST_WAIT * 2**n / 2 <= wait <= FIRST_WAIT * 2**n


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 410, 423, 501, 505, 507, 519, 527])
def test_what_will_not_pass_is_answered_at_once(server: Loopback, status: int) -> None:
    server.faults.plant("*", faults.status(status), times=None)
    assert door(server).get("orders").status == status
    assert len(server.log) == 1


def test_a_timeout_is_tried_again_and_then_told(server: Loopback) -> None:
    server.faults.plant("*", faults.hang(), times=None)
    with refused("unreachable", why="timeout", tries=2, host="127.0.0.1"):
        door(server, timeout=(1, 0.1), tries=2).get("orders", {"key": KEY})
    assert len(server.log) == 2


def test_a_host_that_keeps_silent_twice_is_not_asked_a_third_time(server: Loopback) -> None:
    server.faults.plant("*", faults.hang(), times=None)
    with refused("unreachable", why="timeout", tries=2):
        door(server, timeout=(1, 0.1)).get("orders")
    assert len(server.log) == 2


@pytest.mark.parametrize(
    ("fault", "why"),
    [(faults.reset(), "connection"), (faults.cut_off(), "connection"), (faults.status(502), "status")],
)
def test_a_failure_that_stays_is_told_without_secrets(server: Loopback, fault: Fault, why: str) -> None:
    server.faults.plant("*", fault, times=None)
    with refused("unreachable", why=why, tries=4):
        door(server).get("orders", {"key": KEY})
    assert len(server.log) == 4


def test_nobody_listening_is_unreachable(server: Loopback) -> None:
    with Loopback(lambda request: ORDERS) as gone:
        url = gone.url
    with refused("unreachable", why="connection"):
        Door(url, auth=(KEY, SECRET), sleep=Waits()).get("orders", {"key": KEY})


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_in_seconds(server: Loopback, status: int) -> None:
    waits = Waits()
    server.faults.plant("*", faults.replaced(b"{}", status, (("Retry-After", "7"),)))
    door(server, sleep=waits).get("orders")
    assert waits == [7]


@contextmanager
def saying(*answers: bytes) -> Iterator[str]:
    """A server that says exactly these bytes, one connection each: the stand-in adds a Date of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                connection, _ = listening.accept()
                with connection, suppress(OSError):  # whoever has read enough hangs up
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(timeout=5)


OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]"


def slow_down(*headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 429 No", "Connection: close", "Content-Length: 0", *headers, "", ""]).encode()


def test_retry_after_as_a_date_is_measured_by_the_servers_own_clock() -> None:
    there, waits = datetime(2020, 1, 1, tzinfo=UTC), Waits()  # a server whose clock is years behind
    said = f"Retry-After: {format_datetime(there + timedelta(seconds=9), usegmt=True)}"
    with saying(slow_down(f"Date: {format_datetime(there, usegmt=True)}", said), OK) as url:
        Door(url, sleep=waits).get()
    assert waits == [9]


def test_retry_after_as_a_date_without_the_servers_clock_is_measured_by_ours() -> None:
    waits = Waits()
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    with saying(slow_down(f"Retry-After: {said}"), OK) as url:
        Door(url, sleep=waits).get()
    assert 10 < waits[0] <= 20


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ZIPPED = HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"


@contextmanager
def dripping(first: bytes, drip: bytes, seconds: float, pause: float = 0.02) -> Iterator[tuple[str, list[float]]]:
    """A server that says `first` at once, and then `drip` byte by byte for that long. Its url, and when it was asked."""
    asked: list[float] = []

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            asked.append(time.monotonic())
            connection.sendall(first)
            while time.monotonic() < asked[-1] + seconds:
                for byte in drip or [None]:
                    if byte is not None:
                        connection.sendall(bytes([byte]))
                    time.sleep(pause)

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(listening.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)


DRIPS = {
    "status line": (b"", b"H"),
    "one header": (HEAD + b"X-A: ", b"a"),
    "many headers": (HEAD, b"X: 1\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body of known length": (HEAD + b"Content-Length: 60000\r\n\r\n", b" "),
    "body to the end": (HEAD + b"\r\n", b" "),
    "chunks": (CHUNKED, b"1\r\n \r\n"),
    "length of a chunk": (CHUNKED, b"0"),
    "trailer": (CHUNKED + b"0\r\n", b"X: 1\r\n"),
    "zipped body": (ZIPPED + gzip.compress(b"")[:10], b"\0\0\0\xff\xff"),
}


@pytest.mark.parametrize("what", DRIPS)
def test_what_only_drips_is_left_when_one_answer_has_had_its_time(what: str) -> None:
    with dripping(*DRIPS[what], seconds=3) as (url, asked):
        with refused("unreachable", why="timeout", tries=TIMEOUT_TRIES):
            Door(url, sleep=Waits(), whole=0.3, timeout=(1, 2)).get("", {"key": KEY})
        assert len(asked) == TIMEOUT_TRIES
        assert 0.5 < time.monotonic() - asked[0] < 2


@pytest.mark.parametrize("what", DRIPS)
def test_what_only_drips_is_left_when_no_time_is_left(what: str) -> None:
    with dripping(*DRIPS[what], seconds=3) as (url, asked):
        with refused("unreachable", why="no time left") as told:
            over = time.monotonic() + 0.3
            Door(url, sleep=Waits(), give_up_at=lambda: time.monotonic() > over).get("", {"key": KEY})
        assert "to read 127.0.0.1" in str(told[0])
        assert len(asked) == 1
        assert time.monotonic() - asked[0] < 2


@pytest.mark.parametrize("first", [HEAD + b'Content-Length: 60000\r\n\r\n[{"id":', CHUNKED + b"5\r\n[", HEAD])
def test_an_answer_that_stops_half_way_is_a_silence(first: bytes) -> None:
    with dripping(first, b"", seconds=3) as (url, asked):
        with refused("unreachable", why="timeout", tries=TIMEOUT_TRIES) as told:
            Door(url, sleep=Waits(), timeout=(1, 0.2)).get()
        assert "no answer in time" in str(told[0])
        assert len(asked) == TIMEOUT_TRIES


def test_the_last_silence_is_no_longer_than_what_one_answer_may_still_take() -> None:
    with dripping(HEAD, b"", seconds=3) as (url, asked), refused("unreachable", why="timeout"):
        Door(url, sleep=Waits(), whole=0.3, timeout=(1, 30)).get()
    assert time.monotonic() - asked[0] < 2


def test_each_answer_has_its_own_time(server: Loopback) -> None:
    one = door(server, whole=0.5)
    start = time.monotonic()
    while time.monotonic() < start + 0.8:
        assert one.get("orders").status == 200


SPACES = b"[" + b" " * 200_000 + b"]"
WHOLE = {
    "length": (b"Content-Length: %d\r\n\r\n" % len(SPACES) + SPACES, SPACES),
    "chunks": (
        b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n[\r\n5;a=b\r\n1,  2\r\n1\r\n]\r\n0\r\nX: y\r\n\r\n",
        b"[1,  2]",
    ),
    "nothing": (b"Content-Length: 0\r\n\r\n", b""),
    "zipped": (b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", SPACES),
    "zipped in parts": (b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", SPACES + SPACES),
    "deflated": (b"Content-Encoding: deflate\r\nContent-Length: %d\r\n\r\n", SPACES),
}


def whole(how: str) -> tuple[bytes, bytes]:
    """The bytes of an answer, and its body as it was meant."""
    rest, body = WHOLE[how]
    packed = {
        "zipped": gzip.compress(SPACES),
        "zipped in parts": gzip.compress(SPACES) * 2,
        "deflated": zlib.compress(SPACES),
    }.get(how)
    return HEAD + (rest if packed is None else rest % len(packed) + packed), body


@pytest.mark.parametrize("how", WHOLE)
@pytest.mark.parametrize("step", [1, 7, 65536])
def test_an_answer_is_whole_however_it_is_packed_and_cut_and_its_connection_serves_again(how: str, step: int) -> None:
    answer, body = whole(how)
    step = max(step, len(answer) // 500)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, suppress(OSError):
                while connection.recv(65536):
                    for at in range(0, len(answer), step):
                        connection.sendall(answer[at : at + step])

        threading.Thread(target=serve, daemon=True).start()
        one = Door(f"http://127.0.0.1:{listening.getsockname()[1]}", sleep=Waits(), timeout=(1, 1), tries=1)
        assert [one.get().body, one.get().body] == [body, body]


BROKEN = {
    "nothing": b"",
    "no HTTP": b"nonsense\r\n\r\n",
    "a status that is no number": b"HTTP/1.1 two OK\r\n\r\n",
    "a status of four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "a header without end": HEAD + b"X-A: " + b"a" * 500_000,
    "a thousand headers": HEAD + b"X-A: a\r\n" * 1000 + b"\r\n",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
    "two lengths at once": HEAD + b"Content-Length: 2, 3\r\n\r\n[]",
    "too long a length": HEAD + b"Content-Length: %s\r\n\r\n[]" % (b"9" * 30),
    "no length of a chunk": CHUNKED + b"two\r\n[]\r\n0\r\n\r\n",
    "a chunk of less than nothing": CHUNKED + b"-%s\r\n[]" % (b"f" * 40),
    "a chunk that is missing": CHUNKED + b"2\r\n[]\r\n",
    "a chunk that is cut": CHUNKED + b"5\r\n[]",
    "not zipped": ZIPPED + b"[]",
    "badly zipped": ZIPPED + gzip.compress(SPACES)[:-8] + b"\1" * 8,
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_answer_is_told_as_the_servers_and_may_pass(what: str) -> None:
    with saying(BROKEN[what], OK) as url:
        assert Door(url, sleep=Waits(), auth=(KEY, SECRET)).get("", {"key": KEY}).body == b"[]"
    with saying(BROKEN[what], BROKEN[what]) as url, refused("unreachable", why="connection", tries=2) as told:
        Door(url, sleep=Waits(), auth=(KEY, SECRET), tries=2).get("", {"key": KEY})
    assert "broken answer" in str(told[0])


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n[]", 200),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n[]", 200),
        (b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n[]" % (b"1" * 5000), 200),
        (b"HTTP/1.1 200 OK\r\nContent-Type: a; charset=\xff\r\nSet-Cookie: \xff; expires=\0\r\n\r\n[]", 200),
        (b"HTTP/1.1 999 \xff\r\n\r\n[]", 999),
        (b"HTTP/1.1 302 No\r\n\r\n[]", 302),
    ],
)
def test_what_is_odd_but_can_be_read_is_an_answer(said: bytes, status: int) -> None:
    with saying(said) as url:
        answer = Door(url, sleep=Waits(), tries=1).get()
    assert (answer.status, answer.body) == (status, b"[]")


PIECES = [
    *(b"\r\n", b"\r\n\r\n", b"\n", b" ", b":", b",", b"0", b"2", b"-5", b"9" * 30, b"f" * 40, b"1" * 5000, b"[]"),
    *(
        b"\0",
        b"\xff",
        "☃".encode(),
        b"http://",
        b"//",
        b"[::1",
        b"127.0.0.1",
        b"/",
        b"?",
        b"#",
        b"@",
        b"%zz",
        b":99999999",
    ),
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Go on\r\n\r\n", b"Content-Length: ", b"Transfer-Encoding: chunked\r\n"),
    *(
        b"Location: ",
        b"Retry-After: ",
        b"Date: ",
        b"Set-Cookie: ",
        b"Content-Encoding: gzip\r\n",
        gzip.compress(b"[]"),
    ),
]
STARTS = [b"", HEAD, CHUNKED, ZIPPED, b"HTTP/1.1 302 No\r\nLocation: ", b"HTTP/1.1 429 No\r\nRetry-After: "]


def failure_of(one: Door) -> Exception | None:
    try:
        one.get_json("", {"key": KEY})
    except Exception as error:
        return error
    return None


def test_whatever_a_server_says_nothing_but_a_source_error_comes_out() -> None:
    said = [b""]
    told: Counter[str] = Counter()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection, suppress(OSError):
                        connection.recv(65536)
                        connection.sendall(said[0])

        threading.Thread(target=serve, daemon=True).start()
        one = Door(f"http://127.0.0.1:{listening.getsockname()[1]}", auth=(KEY, SECRET), timeout=(5, 5), tries=1)
        dice = random.Random(7)
        for _ in range(400):
            said[0] = dice.choice(STARTS) + b"".join(dice.choices(PIECES, k=dice.randrange(10)))
            error = failure_of(one)
            if error is not None:
                assert isinstance(error, SourceError), said
                told[error.kind] += 1
                assert error.__cause__ is error.__context__ is None, said
                shown = "".join(traceback.format_exception(error)) + repr(error.detail)
                assert not [secret for secret in SECRETS if secret in shown], said
        listening.shutdown(socket.SHUT_RDWR)
    assert {"unreachable", "throttled", "foreign_redirect", "refused", "not_json"} <= told.keys()
    assert "other" not in told, "what a server says is not our fault"


def test_a_size_cap_counts_what_is_unpacked(server: Loopback) -> None:
    bomb = faults.replaced(gzip.compress(b"[" + b" " * 3_000_000), 200, (("Content-Encoding", "gzip"),))
    server.faults.plant("*", bomb, times=None)
    with refused("too_large"):
        door(server, max_bytes=1_000_000).get("orders")


def test_the_body_of_a_redirect_is_capped_too(server: Loopback) -> None:
    body = b"x" * 300_000
    server.faults.plant("*", faults.replaced(body, 302, (("Location", "/elsewhere"),)), times=None)
    with refused("too_large"):
        door(server, max_bytes=200_000).get("orders")


@pytest.mark.parametrize(
    "said", ["soon", "-5", "", "0", "1e9", "Wed, 99 Foo 2026", "²", f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"]
)
def test_a_senseless_retry_after_is_as_none(server: Loopback, said: str) -> None:
    waits = Waits()
    server.faults.plant("*", faults.replaced(b"{}", 429, (("Retry-After", said.encode().decode("latin-1")),)))
    door(server, sleep=waits).get("orders")
    assert len(waits) == 1
    assert waits[0] <= FIRST_WAIT


@pytest.mark.parametrize(("status", "kind"), [(429, "throttled"), (503, "unreachable")])
def test_a_longer_wait_than_allowed_is_not_waited_for(server: Loopback, status: int, kind: str) -> None:
    waits = Waits()
    server.faults.plant("*", faults.replaced(b"{}", status, (("Retry-After", "31"),)), times=None)
    with refused(kind, status=status, retry_after=31, tries=1):
        door(server, sleep=waits).get("orders")
    assert waits == []
    assert len(server.log) == 1


def test_throttled_to_the_end_is_said_so(server: Loopback) -> None:
    server.faults.plant("*", faults.too_many(), times=None)
    with refused("throttled", status=429, tries=4):
        door(server).get("orders")


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("http://127.0.0.1:{other}/x?key=1", "127.0.0.1:{other}"),
        ("http://127.0.0.1/x", "127.0.0.1:80"),
        ("ftp://127.0.0.1:{port}/x", "ftp://127.0.0.1:{port}"),
        ("ftp://127.0.0.1/x", "ftp://127.0.0.1"),
        ("http://somebody@127.0.0.1:{port}/x", "127.0.0.1"),
        ("http://127.0.0.1:port/x", "127.0.0.1"),
        ("http://elsewhere.example:81/x", "elsewhere.example"),
        ("http://[::1", ""),
    ],
)
def test_a_redirect_that_is_not_followed_is_told_by_what_differs(server: Loopback, location: str, to: str) -> None:
    port = int(server.url.rpartition(":")[2])
    known = {"port": port, "other": port ^ 1}
    server.faults.plant("*", faults.redirect(location.format(**known)), times=None)
    with refused("foreign_redirect", to=to.format(**known)) as told:
        door(server).get("orders", {"key": KEY})
    assert f"another address ({to.format(**known)})" in str(told[0])


def test_a_redirect_of_another_scheme_or_port_shows_the_brackets_of_its_host() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 302 No\r\nLocation: http://[::1]:9/\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        with refused("foreign_redirect", to="[::1]:9"):
            Door(f"http://[::1]:{port}", sleep=Waits()).get()


@pytest.mark.parametrize("path", ["", "http://{host}/elsewhere", "//{host}/elsewhere"])
def test_a_redirect_to_another_host_gets_nothing(server: Loopback, path: str) -> None:
    with Loopback(lambda request: ORDERS) as other:
        target = path.format(host=other.url.removeprefix("http://")) if path else other.url
        server.faults.plant("/api/orders", faults.redirect(target), times=None)
        with refused("foreign_redirect", host="127.0.0.1", to=other.url.removeprefix("http://")):
            door(server, headers=lambda: {"X-Token": TOKEN}).get("orders", {"key": KEY})
        assert other.log == []


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/x",
        "http://user:pw@{host}/x",
        "http://{host}@elsewhere.example/x",
        "http://localhost/x",
        "ftp://{host}/x",
        "file:///etc/passwd",
        "http://[::1/x",
        "http://{host}:port/x",
        "https://xn--/\\",
    ],
)
def test_a_redirect_out_of_the_house_is_refused(server: Loopback, target: str) -> None:
    server.faults.plant("*", faults.redirect(target.format(host=server.url.removeprefix("http://"))), times=None)
    with refused("foreign_redirect"):
        door(server).get("orders")
    assert len(server.log) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_house_is_followed_with_what_it_says(server: Loopback, code: int) -> None:
    server.faults.plant("/api/orders", faults.redirect("/api/orders/?page=2", code))
    assert door(server).get("orders", {"page": "1"}).status == 200
    assert [(request.method, request.path, request.query) for request in server.log] == [
        ("GET", "/api/orders", (("page", "1"),)),
        ("GET", "/api/orders/", (("page", "2"),)),
    ]
    assert server.log[1].headers["authorization"] == server.log[0].headers["authorization"]


def test_redirects_end(server: Loopback) -> None:
    server.faults.plant("*", faults.redirect("/api/orders"), times=None)
    with refused("unreachable", why="redirects"):
        door(server).get("orders")
    assert len(server.log) == HOPS_MAX + 1


def test_too_large_an_answer_is_not_read_to_its_end(server: Loopback) -> None:
    server.faults.plant("*", faults.replaced(b"[" + b" " * 300_000 + b"]"), times=None)
    with refused("too_large", max_bytes=200_000):
        door(server, max_bytes=200_000).get("orders")
    assert len(server.log) == 1
    assert door(server, max_bytes=300_002).get("orders").status == 200


def test_no_time_left_stops_before_the_next_question(server: Loopback) -> None:
    with refused("unreachable", why="no time left"):
        door(server, give_up_at=lambda: True).get("orders")
    assert server.log == []


def test_no_time_left_stops_the_waiting(server: Loopback) -> None:
    server.faults.plant("*", faults.status(503), times=None)
    waits, read = Waits(), list[int]()

    def explain(answer: Answer) -> dict[str, str]:
        read.append(answer.status)
        return {}

    with refused("unreachable", status=503, tries=1):
        door(server, sleep=waits, explain=explain, give_up_at=lambda: bool(read)).get("orders")
    assert read == [503]
    assert waits == []


@pytest.mark.parametrize(
    "base",
    [
        "http://boutique.example",
        "http://10.0.0.1",
        "http://127.1",
        "ftp://boutique.example",
        "boutique.example",
        "https://ck_key5a5a:cs_secretc7c7@boutique.example",
        "https://somebody@boutique.example",
        "https://",
        "https://[bad",
        "http://localhost.boutique.example",
        "",
    ],
)
def test_an_address_that_credentials_must_not_go_to_is_refused(base: str) -> None:
    with refused("other", why="address"):
        Door(base, auth=(KEY, SECRET))


@pytest.mark.parametrize(
    "base", ["https://boutique.example/x", "http://127.9.9.9:81", "http://[::1]:8080", "http://localhost"]
)
def test_https_and_this_machine_are_fine(base: str) -> None:
    assert Door(base).host


def test_the_environment_brings_neither_proxy_nor_credentials(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    door(server, auth=None).get("orders")
    assert "authorization" not in server.log[0].headers
    assert os.environ["HTTP_PROXY"]


def test_cookies_are_not_kept(server: Loopback) -> None:
    server.faults.plant("*", faults.replaced(b"[]", 200, (("Set-Cookie", "session=1; Path=/"),)))
    one = door(server)
    one.get("orders")
    one.get("orders")
    assert "cookie" not in server.log[1].headers


@pytest.mark.parametrize("token", ["two\nlines", f"{TOKEN}…", f"{TOKEN}\r\nHost: elsewhere"])
def test_a_credential_that_cannot_be_sent_is_not_shown(server: Loopback, token: str) -> None:
    with refused("other", why="request"):
        door(server, headers=lambda: {"X-Token": token}).get("orders")
    assert server.log == []


def test_a_secret_of_any_script_can_be_sent(server: Loopback) -> None:
    assert door(server, auth=("clé", "секрет")).get("orders").status == 200


def test_a_session_may_be_brought(server: Loopback) -> None:
    session = requests.Session()
    door(server, session=session).get("orders")
    assert session.trust_env is False


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (faults.byte_order_mark(), ORDERS.body),
        (faults.replaced(b"\xef\xbb\xbf\xef\xbb\xbf\r\n{}\n"), b"{}"),
        (faults.replaced(b"[]", 200, (("Content-Type", "text/html"),)), b"[]"),
    ],
)
def test_json_is_given_without_what_stands_around_it(server: Loopback, fault: Fault, text: bytes) -> None:
    server.faults.plant("*", fault)
    body, answer = door(server).get_json("orders")
    assert body == text
    assert answer.status == 200


@pytest.mark.parametrize(
    "fault",
    [
        faults.html_page(),
        faults.php_warning(),
        faults.truncated(),
        *map(faults.replaced, (b"", b"null", b"[}", b"{")),
    ],
)
def test_what_is_no_json_is_refused(server: Loopback, fault: Fault) -> None:
    server.faults.plant("*", fault, times=None)
    with refused("not_json", status=200):
        door(server).get_json("orders", {"key": KEY})


@pytest.mark.parametrize(
    ("status", "kind"), [(400, "refused"), (401, "refused"), (404, "refused"), (501, "unreachable")]
)
def test_json_wants_a_good_status(server: Loopback, status: int, kind: str) -> None:
    server.faults.plant("*", faults.status(status, f'{{"message":"{SECRET} of {PERSON}"}}'.encode()), times=None)
    with refused(kind, status=status):
        door(server).get_json("orders", {"key": KEY})


def test_neither_an_answer_nor_a_door_shows_what_it_holds(server: Loopback) -> None:
    one = door(server)
    told = repr(one.get("orders")) + repr(one) + str(one.get("orders"))
    assert not [secret for secret in SECRETS if secret in told]


def test_fewer_tries_may_be_asked_for(server: Loopback) -> None:
    server.faults.plant("*", faults.status(500), times=None)
    with refused("unreachable", tries=1):
        door(server).get("orders", tries=1)
    assert len(server.log) == 1


def test_what_the_headers_themselves_fail_of_is_theirs_to_say(server: Loopback) -> None:
    def no_token() -> dict[str, str]:
        raise SourceError("refused", "no token")

    fetch: Callable[[], dict[str, str]] = no_token
    with refused("refused"):
        door(server, headers=fetch).get("orders")
