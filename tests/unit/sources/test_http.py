"""The HTTP door: it tries again, stays in the house, keeps within its limits, and tells no secret."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from core.errors import SourceError
from sandbox import faults
from sandbox.faults import Fault
from sandbox.loopback import Loopback, as_json
from sources.http import HOPS_MAX, USER_AGENT, Door
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
    "fault", [*(faults.status(code) for code in (429, 500, 502, 503, 504)), faults.reset(), faults.cut_off()]
)
def test_what_may_pass_is_tried_again(server: Loopback, fault: Fault) -> None:
    waits = Waits()
    server.faults.plant("*", fault, times=3)
    assert door(server, sleep=waits).get("orders").body == ORDERS.body
    assert len(server.log) == 4
    for n, wait in enumerate(waits):
        assert FIRST_WAIT * 2**n / 2 <= wait <= FIRST_WAIT * 2**n


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 410, 501])
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
                with connection:
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


@pytest.mark.parametrize("said", ["soon", "-5", "", "0", "1e9", "Wed, 99 Foo 2026", "²"])
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


@pytest.mark.parametrize("path", ["", "http://{host}/elsewhere", "//{host}/elsewhere"])
def test_a_redirect_to_another_host_gets_nothing(server: Loopback, path: str) -> None:
    with Loopback(lambda request: ORDERS) as other:
        target = path.format(host=other.url.removeprefix("http://")) if path else other.url
        server.faults.plant("/api/orders", faults.redirect(target), times=None)
        with refused("foreign_redirect", host="127.0.0.1", to="127.0.0.1"):
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
    waits, over = Waits(), iter([False, False, True])  # before asking, while reading, before waiting
    with refused("unreachable", status=503, tries=1):
        door(server, sleep=waits, give_up_at=lambda: next(over)).get("orders")
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
