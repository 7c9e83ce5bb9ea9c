"""A question with a body: tried again and told as a plain one is, sent to one host only, and its body never told."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.errors import SourceError
from sandbox import faults
from sandbox.loopback import Loopback, as_json
from sources import http
from sources.http import TIMEOUT_TRIES, USER_AGENT, Door

SECRET, TOKEN, PERSON = "shpss_c7c7c7", "shpat_9f9f9f", "Camille Exemple"
SECRETS = (SECRET, TOKEN, PERSON, "client_secret")
BODY = f'{{"query":"{PERSON}","client_secret":"{SECRET}"}}'.encode()
ANSWER = as_json({"data": {"name": PERSON}})


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(lambda request: ANSWER) as loopback:
        yield loopback


class Waits(list[float]):
    """A sleep that takes no time and remembers."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def door(server: Loopback, **more: Any) -> Door:
    more.setdefault("sleep", Waits())
    more.setdefault("headers", lambda: {"X-Shopify-Access-Token": TOKEN})
    return Door(f"{server.url}/shop", **more)


@contextmanager
def refused(kind: str, **detail: Any) -> Iterator[list[SourceError]]:
    """The block raises SourceError of that kind, and neither it nor anything behind it holds a secret."""
    caught: list[SourceError] = []
    with pytest.raises(SourceError) as info:
        yield caught
    error = info.value
    caught.append(error)
    assert error.kind == kind
    assert detail.items() <= error.detail.items()
    told = "".join(traceback.format_exception(error)) + repr(error) + repr(error.detail)
    assert not [secret for secret in SECRETS if secret in told]


def test_the_body_arrives_as_it_is_with_its_media_type(server: Loopback) -> None:
    answer = door(server).post("graphql.json", BODY)
    assert (answer.status, answer.body, answer.url) == (200, ANSWER.body, f"{server.url}/shop/graphql.json")
    (asked,) = server.log
    assert (asked.method, asked.path, asked.query, asked.body) == ("POST", "/shop/graphql.json", (), BODY)
    assert asked.headers["content-type"] == "application/json"
    assert (asked.headers["accept"], asked.headers["user-agent"]) == ("application/json", USER_AGENT)
    assert asked.headers["x-shopify-access-token"] == TOKEN


def test_a_form_is_one_and_an_empty_body_is_a_body_all_the_same(server: Loopback) -> None:
    one = door(server)
    one.post("token", b"a=b", "application/x-www-form-urlencoded")
    one.post("token", b"")
    form, empty = server.log
    assert (form.headers["content-type"], form.body) == ("application/x-www-form-urlencoded", b"a=b")
    assert (empty.method, empty.body, empty.headers["content-length"]) == ("POST", b"", "0")


def test_a_plain_question_has_none(server: Loopback) -> None:
    door(server).get("x")
    assert server.log[0].method == "GET"
    assert "content-type" not in server.log[0].headers


def test_as_nobody_it_bears_no_credentials_and_the_next_one_does(server: Loopback) -> None:
    one = door(server, auth=("key", SECRET), sent=lambda url: (f"{url}?key={SECRET}", {"X-Key": SECRET}, None))
    one.post("token", b"a=b", as_nobody=True)
    one.post("x", b"{}")
    nobody, somebody = server.log
    assert not {"x-shopify-access-token", "authorization", "x-key"} & nobody.headers.keys()
    assert (nobody.query, nobody.body) == ((), b"a=b")
    assert (somebody.headers["x-shopify-access-token"], somebody.headers["x-key"]) == (TOKEN, SECRET)


@pytest.mark.parametrize("status", [429, 503])
def test_what_may_pass_is_asked_again_with_the_same_body_after_the_time_that_was_said(
    server: Loopback, status: int
) -> None:
    waits = Waits()
    server.faults.plant("*", faults.replaced(b"{}", status, (("Retry-After", "7"),)), times=2)
    assert door(server, sleep=waits).post("x", BODY, "text/plain").body == ANSWER.body
    assert waits == [7, 7]
    assert [(one.body, one.headers["content-type"]) for one in server.log] == [(BODY, "text/plain")] * 3


@pytest.mark.parametrize("fault", [faults.reset(), faults.cut_off(), faults.status(500)])
def test_a_broken_answer_is_asked_for_again(server: Loopback, fault: faults.Fault) -> None:
    server.faults.plant("*", fault, times=3)
    assert door(server).post("x", BODY).status == 200
    assert [one.body for one in server.log] == [BODY] * 4


@pytest.mark.parametrize(("status", "kind"), [(429, "throttled"), (503, "unreachable"), (500, "unreachable")])
def test_what_does_not_pass_is_told_without_a_word_of_either_body(server: Loopback, status: int, kind: str) -> None:
    server.faults.plant("*", faults.status(status, BODY), times=None)
    with refused(kind, status=status, tries=4):
        door(server).post("x", BODY)
    assert len(server.log) == 4


def test_fewer_tries_may_be_asked_for(server: Loopback) -> None:
    server.faults.plant("*", faults.status(500), times=None)
    with refused("unreachable", tries=1):
        door(server).post("x", BODY, tries=1)
    assert len(server.log) == 1


def test_a_wait_that_is_too_long_is_not_waited_for(server: Loopback) -> None:
    waits = Waits()
    server.faults.plant("*", faults.too_many("31"), times=None)
    with refused("throttled", retry_after=31, tries=1):
        door(server, sleep=waits).post("x", BODY)
    assert waits == []


def test_a_silence_is_asked_twice_and_told(server: Loopback) -> None:
    server.faults.plant("*", faults.hang(), times=None)
    with refused("unreachable", why="timeout", tries=TIMEOUT_TRIES):
        door(server, timeout=(1, 0.1)).post("x", BODY)


def test_nobody_listening_is_unreachable() -> None:
    with Loopback(lambda request: ANSWER) as gone:
        one = door(gone)
    with refused("unreachable", why="connection"):
        one.post("x", BODY)


@pytest.mark.parametrize("status", [200, 400, 401, 402, 403, 404, 423, 430, 501])
def test_any_other_status_comes_back_at_once(server: Loopback, status: int) -> None:
    server.faults.plant("*", faults.status(status, BODY), times=None)
    answer = door(server).post("x", BODY)
    assert (answer.status, answer.body, len(server.log)) == (status, BODY, 1)
    assert repr(answer) == f"Answer({status}, {len(BODY)} bytes)"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_another_host_gets_nothing(server: Loopback, code: int) -> None:
    with Loopback(lambda request: ANSWER) as other:
        server.faults.plant("*", faults.redirect(f"{other.url}/shop/x", code), times=None)
        with refused("foreign_redirect", status=code):
            door(server).post("x", BODY)
        assert (len(server.log), other.log) == (1, [])


@pytest.mark.parametrize("code", [302, 307, 308])
def test_within_the_house_the_same_question_goes_on(server: Loopback, code: int) -> None:
    server.faults.plant("*", faults.redirect("/elsewhere", code))
    assert door(server).post("x", BODY).status == 200
    assert [(one.method, one.path, one.body) for one in server.log] == [
        ("POST", "/shop/x", BODY),
        ("POST", "/elsewhere", BODY),
    ]
    assert server.log[1].headers["content-type"] == "application/json"


def test_no_time_left_nothing_is_asked(server: Loopback) -> None:
    with refused("unreachable", why="no time left"):
        door(server, give_up_at=lambda: True).post("x", BODY)
    assert server.log == []


def test_a_token_that_cannot_be_sent_is_not_shown(server: Loopback) -> None:
    with refused("other", why="request"):
        door(server, headers=lambda: {"X-Shopify-Access-Token": f"{TOKEN}\n"}).post("x", BODY)
    assert server.log == []


def test_too_large_an_answer_is_told(server: Loopback) -> None:
    with refused("too_large", max_bytes=5):
        door(server, max_bytes=5).post("x", BODY)


def test_neither_log_nor_repr_shows_a_body(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    one = door(server)
    question = http._Question(None, False, BODY, "x")  # what a traceback with local names would show
    told = repr(one) + repr(one.post("x", BODY)) + repr(question) + caplog.text
    assert not [secret for secret in SECRETS if secret in told]


class TestAWaitOfOnesOwn:
    """The server's own rules may ask for it: no retry, no backoff."""

    def test_it_is_as_long_as_asked_for(self, server: Loopback) -> None:
        waits = Waits()
        one = door(server, sleep=waits)
        one.rest(12.5)
        one.rest(100)
        assert waits == [12.5, 100]

    def test_never_where_no_time_is_left(self, server: Loopback) -> None:
        waits = Waits()
        with refused("unreachable", why="no time left"):
            door(server, sleep=waits, give_up_at=lambda: True).rest(1)
        assert waits == []

    def test_between_two_tries_of_ones_own_it_doubles(self, server: Loopback) -> None:
        waits = Waits()
        for attempt in (1, 2, 3):
            door(server, sleep=waits).wait(attempt)
        assert [2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits)] == [True] * 3
