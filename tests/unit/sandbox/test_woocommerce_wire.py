"""WordPress's own ways to fail, and a server that is slow and counts how many ask at once."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from sandbox import faults
from sandbox.faults import Fault
from sandbox.loopback import Loopback, Request, as_json


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(lambda request: as_json({"path": request.path})) as server:
        yield server


def get(url: str) -> tuple[int, bytes]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (faults.maintenance(), 503, "wp_die"),
        (faults.database_down(), 500, "wp_die"),
        (faults.fatal(), 500, "internal_server_error"),
    ],
)
def test_wordpress_gives_up_in_json(server: Loopback, fault: Fault, status: int, code: str) -> None:
    """Trap 21: for those who say that they accept JSON."""
    server.faults.plant("/x", fault)
    answered, body = get(server.url + "/x")
    assert (answered, json.loads(body)["code"]) == (status, code)
    assert get(server.url + "/x")[0] == 200


@pytest.mark.parametrize("make", [faults.maintenance, faults.database_down, faults.fatal])
def test_wordpress_gives_up_with_a_page(server: Loopback, make: type[Fault]) -> None:
    """Trap 21: for the others; the status is the same."""
    server.faults.plant("/x", make())
    server.faults.plant("/x", make(page=True))
    (said, _), (shown, page) = get(server.url + "/x"), get(server.url + "/x")
    assert said == shown
    assert page.startswith(b"<!DOCTYPE html>")


def test_a_warning_in_plain_text(server: Loopback) -> None:
    """Trap 21, where PHP writes no HTML."""
    server.faults.plant("/x", faults.php_warning(plain=True))
    assert get(server.url + "/x") == (200, faults.PLAIN_WARNING + get(server.url + "/x")[1])
    assert b"<" not in faults.PLAIN_WARNING


def together(server: Loopback, times: int) -> None:
    asking = [threading.Thread(target=get, args=(f"{server.url}/{n}",)) for n in range(times)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()


def test_counts_how_many_were_asked_at_once(server: Loopback) -> None:
    for _ in range(3):
        get(server.url + "/x")
    assert server.most_at_once == 1
    server.latency = 0.3
    together(server, 3)
    assert server.most_at_once == 3
    server.latency = 0
    get(server.url + "/x")
    assert server.most_at_once == 3, "the highest stays"


def test_a_broken_connection_is_counted_out_again(server: Loopback) -> None:
    server.faults.plant("/x", faults.reset(), times=4)
    for _ in range(4):
        with pytest.raises((OSError, urllib.error.URLError)):
            get(server.url + "/x")
    get(server.url + "/x")
    assert server.most_at_once == 1


def test_a_crash_is_counted_out_again() -> None:
    def crash(_: Request) -> faults.Answer:
        raise ZeroDivisionError

    with Loopback(crash) as server:
        assert [get(server.url + "/x")[0] for _ in range(3)] == [500, 500, 500]
        assert server.most_at_once == 1


def test_every_answer_takes_its_time(server: Loopback) -> None:
    server.latency = 0.2
    server.faults.plant("/late", faults.slow(0.2))
    for path, seconds in (("/x", 0.2), ("/late", 0.4)):
        started = time.monotonic()
        assert get(server.url + path)[0] == 200
        assert time.monotonic() - started >= seconds
