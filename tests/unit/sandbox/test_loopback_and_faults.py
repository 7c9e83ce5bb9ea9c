"""The server answers, keeps its log, and misbehaves exactly where and as often as its script says."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from sandbox import faults
from sandbox.loopback import Loopback, Request, as_json


def hello(request: Request) -> faults.Answer:
    if request.path == "/crash":
        raise ZeroDivisionError
    return as_json({"path": request.path, "page": request.one("page", "1")})


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(hello) as server:
        yield server


def get(url: str, timeout: float = 5) -> tuple[int, bytes]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers={"X-Mark": "one"}), timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_answers_and_remembers_what_it_was_asked(server: Loopback) -> None:
    status, body = get(f"{server.url}/orders?page=2&page=3")
    assert (status, json.loads(body)) == (200, {"path": "/orders", "page": "3"})
    (request,) = server.asked("/orders")
    assert request.method == "GET"
    assert request.query == (("page", "2"), ("page", "3"))
    assert request.headers["x-mark"] == "one"


def test_one_connection_serves_several_requests(server: Loopback) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    started = time.monotonic()
    for _ in range(20):
        connection.request("GET", "/orders")
        assert connection.getresponse().read()
    connection.close()
    assert time.monotonic() - started < 0.5  # no 40 ms acknowledgement at every answer


def test_head_has_no_body(server: Loopback) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    connection.request("HEAD", "/orders")
    answer = connection.getresponse()
    assert answer.read() == b""
    assert int(answer.headers["Content-Length"]) > 0
    connection.close()


def test_fires_by_path_query_and_occurrence(server: Loopback) -> None:
    planted = server.faults.plant("*/orders", faults.status(500), nth=2, times=2, query={"page": "2"})
    seen = [get(f"{server.url}/orders?page={page}")[0] for page in (2, 1, 2, 2, 1, 2)]
    assert seen == [200, 200, 500, 500, 200, 200]
    assert get(f"{server.url}/refunds?page=2")[0] == 200
    assert (planted.seen, planted.fired) == (4, 2)
    assert server.faults.fired == {"status 500": 2}


def test_for_ever_until_cleared(server: Loopback) -> None:
    server.faults.plant("*", faults.too_many("7"), times=None)
    assert [get(server.url + "/x")[0] for _ in range(3)] == [429, 429, 429]
    server.faults.clear()
    assert get(server.url + "/x")[0] == 200


def test_broken_bodies(server: Loopback) -> None:
    whole = get(server.url + "/x")[1]
    for fault in (faults.php_warning(), faults.byte_order_mark(), faults.truncated()):
        server.faults.plant("/x", fault)
    first, second, third = (get(server.url + "/x") for _ in range(3))
    assert first == (200, faults.WARNING + whole)
    assert second == (200, b"\xef\xbb\xbf" + whole)
    assert third[0] == 200
    assert whole.startswith(third[1])
    with pytest.raises(json.JSONDecodeError):
        json.loads(third[1])


def test_html_maintenance_and_redirect(server: Loopback) -> None:
    with Loopback(hello) as elsewhere:
        server.faults.plant("/x", faults.html_page())
        server.faults.plant("/x", faults.maintenance())
        server.faults.plant("/x", faults.redirect(elsewhere.url + "/stolen"))
        assert get(server.url + "/x")[1].startswith(b"<!doctype html>")
        assert get(server.url + "/x")[0] == 503
        assert json.loads(get(server.url + "/x")[1])["path"] == "/stolen"
        assert [request.path for request in elsewhere.log] == ["/stolen"]


def test_connections_that_break(server: Loopback) -> None:
    server.faults.plant("/x", faults.reset())
    with pytest.raises((ConnectionError, urllib.error.URLError, http.client.RemoteDisconnected)):
        get(server.url + "/x")
    server.faults.plant("/x", faults.cut_off())
    with pytest.raises(http.client.IncompleteRead):
        get(server.url + "/x")
    assert get(server.url + "/x")[0] == 200


def test_a_hanging_answer_ends_with_the_server() -> None:
    started = time.monotonic()
    with Loopback(hello) as server:
        server.faults.plant("/x", faults.hang())
        with pytest.raises(TimeoutError):
            get(server.url + "/x", timeout=0.2)
        assert get(server.url + "/y")[0] == 200
    assert time.monotonic() - started < 3


def test_its_own_crash_is_kept_apart(server: Loopback) -> None:
    assert get(server.url + "/crash")[0] == 500
    assert "ZeroDivisionError" in server.crashes[0]
