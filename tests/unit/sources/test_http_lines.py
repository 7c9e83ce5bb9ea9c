"""An answer line by line, as it comes: nothing kept, nothing lost at a seam, and a broken end is never taken for an end."""

from __future__ import annotations

import gzip
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from core.errors import SourceError
from sandbox import faults
from sandbox.faults import Answer
from sandbox.loopback import Loopback
from sources.http import CHUNK, Door

KEY, SECRET, PERSON = "signature5a5a", "shpat_c7c7c7", "Camille Exemple"
SECRETS = (KEY, SECRET, PERSON, "X-Goog")
ROW = f'{{"name":"{PERSON}"}}'.encode()


class Waits(list[float]):
    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def door(url: str, **more: Any) -> Door:
    """As an export's file is asked for: its address bears a signature."""
    return Door(f"{url}/export.jsonl?X-Goog-Signature={KEY}", sleep=Waits(), **more)


@contextmanager
def file(body: bytes, status: int = 200) -> Iterator[Loopback]:
    with Loopback(lambda request: Answer(status, (("Content-Type", "application/jsonl"),), body)) as server:
        yield server


@contextmanager
def pieces(head: str, *parts: bytes) -> Iterator[str]:
    """A server that sends its answer in these pieces, one packet each, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    connection.recv(65536)
                    connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
                    for part in parts:
                        connection.sendall(part)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(timeout=5)


def chunk(part: bytes) -> bytes:
    return f"{len(part):x}\r\n".encode() + part + b"\r\n"


@contextmanager
def refused(kind: str, **detail: Any) -> Iterator[list[SourceError]]:
    """The block raises SourceError of that kind, and neither it nor anything behind it holds a secret."""
    caught: list[SourceError] = []
    with pytest.raises(SourceError) as info:
        yield caught
    caught.append(info.value)
    assert info.value.kind == kind
    assert detail.items() <= info.value.detail.items()
    told = "".join(traceback.format_exception(info.value)) + repr(info.value) + repr(info.value.detail)
    assert not [secret for secret in SECRETS if secret in told]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"", []),
        (b"one\n", [b"one"]),
        (b"one", [b"one"]),
        (b"one\ntwo\n", [b"one", b"two"]),
        (b"one\ntwo", [b"one", b"two"]),
        (b"\n\none\n\n", [b"", b"", b"one", b""]),
        (b"one\r\ntwo", [b"one\r", b"two"]),
        ("été\x85\u2028x\n".encode(), ["été\x85\u2028x".encode()]),
    ],
)
def test_lines_end_where_they_end_and_nowhere_else(body: bytes, lines: list[bytes]) -> None:
    with file(body) as server:
        assert list(door(server.url).lines()) == lines


def test_lines_longer_and_shorter_than_what_is_read_at_once() -> None:
    lines = [b"a" * (CHUNK - 1), b"b", b"c" * (3 * CHUNK), b"", b"d" * CHUNK, b"e" * (CHUNK + 1)]
    for end in (b"", b"\n"):
        with file(b"\n".join(lines) + end) as server:
            assert list(door(server.url).lines()) == lines


def test_lines_across_the_seams_of_what_arrives() -> None:
    parts = b'{"a":1}\n{"b"', b":2}", b"\n", b'{"c":3}\n\n{"d":', b"4}"
    with pieces("Transfer-Encoding: chunked", *map(chunk, parts), chunk(b"")) as url:
        assert list(door(url).lines()) == [b'{"a":1}', b'{"b":2}', b'{"c":3}', b"", b'{"d":4}']


def test_packed_it_is_unpacked() -> None:
    packed = gzip.compress(b"one\ntwo")
    with pieces(f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}", packed[:9], packed[9:]) as url:
        assert list(door(url).lines()) == [b"one", b"two"]


def test_it_is_asked_for_once_and_without_credentials() -> None:
    with file(b"one\n") as server:
        one = door(server.url, headers=lambda: {"X-Shopify-Access-Token": SECRET}, auth=("key", SECRET))
        assert list(one.lines()) == [b"one"]
        (asked,) = server.log
    assert (asked.method, asked.path, asked.one("X-Goog-Signature")) == ("GET", "/export.jsonl", KEY)
    assert SECRET not in str(asked.headers)
    assert "authorization" not in asked.headers


def test_nothing_is_asked_before_the_first_line_is_wanted() -> None:
    with file(b"one\n") as server:
        door(server.url).lines()
        assert server.log == []


@pytest.mark.parametrize("status", [204, 206, 302, 400, 403, 404, 429, 500, 503])
def test_any_status_but_200_is_no_file(status: int) -> None:
    """What stands in such an answer is a text for people, and no lines."""
    with file(ROW, status) as server:
        with refused("unreachable", status=status, host="127.0.0.1"):
            list(door(server.url).lines())
        assert len(server.log) == 1


def test_a_redirect_is_not_followed() -> None:
    with file(b"one\n") as other, file(b"") as server:
        server.faults.plant("*", faults.redirect(f"{other.url}/x"))
        with refused("unreachable", status=302):
            list(door(server.url).lines())
        assert other.log == []


def test_broken_off_it_says_so_after_what_came() -> None:
    """The head promised more: what came is handed on, and its last, half line is not."""
    taken: list[bytes] = []
    with pieces("Content-Length: 500", ROW + b"\n" + ROW[:9]) as url, refused("unreachable", why="connection"):
        for line in door(url).lines():
            taken.append(line)
    assert taken == [ROW]


def test_chunks_without_the_last_one_are_broken_off() -> None:
    with pieces("Transfer-Encoding: chunked", chunk(ROW + b"\n")) as url, refused("unreachable", why="connection"):
        list(door(url).lines())


def test_packed_and_broken_off() -> None:
    packed = gzip.compress(ROW * 1000)
    with (
        pieces(f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}", packed[:-20]) as url,
        refused("unreachable", why="connection"),
    ):
        list(door(url).lines())


def test_what_cannot_be_unpacked_is_told_without_what_it_was() -> None:
    head = f"Content-Encoding: gzip\r\nContent-Length: {len(ROW)}"
    with pieces(head, ROW) as url, refused("unreachable", why="connection"):
        list(door(url).lines())


def test_a_silence_in_the_middle_is_one() -> None:
    with file(ROW) as server:
        server.faults.plant("*", faults.hang())
        with refused("unreachable", why="timeout"):
            list(door(server.url, timeout=(1, 0.1)).lines())


def test_nobody_listening_is_unreachable() -> None:
    with file(ROW) as gone:
        url = gone.url
    with refused("unreachable", why="connection"):
        list(door(url).lines())


def test_no_time_left_before_it_is_asked_for() -> None:
    with file(ROW) as server:
        with refused("unreachable", why="no time left"):
            list(door(server.url, give_up_at=lambda: True).lines())
        assert server.log == []


def test_no_time_left_in_the_middle() -> None:
    over: list[bool] = []
    rows = b"".join(b"%d\n" % n for n in range(100_000))
    read = 0
    with file(rows) as server, refused("unreachable", why="no time left"):
        for _ in door(server.url, give_up_at=lambda: bool(over)).lines():
            read += 1
            over.append(True)
    assert 0 < read < 100_000


def test_a_file_larger_than_any_other_answer_may_be() -> None:
    with file(b"one\ntwo\n" * 100) as server:
        assert len(list(door(server.url, max_bytes=10).lines())) == 200
