"""The token: asked for when it is needed, once; once more when it is refused; and why there is none, in plain words."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from sandbox.faults import Answer, too_many
from sandbox.loopback import as_json
from sources.shopify.access import Access
from sources.shopify.refusals import SENTENCES
from tests.unit.sources.shopify.answering import (
    APP,
    FRESH,
    PERSON,
    SECRET,
    STATIC,
    TOKEN,
    Shop,
    data,
    page,
    refused,
    shop,
)

GOOD, NO_LONGER = data({"shop": 1}), as_json({"errors": f"[API] Invalid API key of {PERSON}"}, 401)
HEADER = "x-shopify-access-token"


def ask(one: Shop) -> None:
    one.graph.ask("x", {}, 1)


def bore(one: Shop) -> list[str]:
    return [request.headers.get(HEADER, "") for request in one.asked]


class TestAPermanentToken:
    def test_it_is_borne_as_it_is(self) -> None:
        with shop(GOOD, credentials={"token": f" {TOKEN}\n"}) as one:
            ask(one)
            ask(one)
            assert (bore(one), one.granted) == ([TOKEN, TOKEN], [])

    def test_refused_it_is_never_renewed(self) -> None:
        with shop(NO_LONGER) as one:
            with refused("refused", why="token", status=401):
                ask(one)
            assert (len(one.asked), one.granted) == (1, [])

    def test_half_an_app_beside_it_changes_nothing(self) -> None:
        with shop(NO_LONGER, credentials=STATIC | {"client_secret": SECRET}) as one:
            with refused("refused", why="token"):
                ask(one)
            assert one.granted == []

    def test_with_the_whole_app_beside_it_another_is_asked_for(self) -> None:
        with shop(NO_LONGER, GOOD, credentials=STATIC | APP) as one:
            ask(one)
            assert (bore(one), len(one.granted)) == ([TOKEN, FRESH], 1)


class TestAnApp:
    def test_nothing_is_asked_before_it_is_needed(self) -> None:
        with shop(GOOD, credentials=APP) as one:
            assert one.access.headers() == {}
            assert one.server.log == []

    def test_one_token_a_run(self) -> None:
        with shop(GOOD, credentials=APP) as one:
            for _ in range(3):
                ask(one)
            assert (bore(one), len(one.granted)) == ([FRESH] * 3, 1)

    def test_it_is_asked_for_with_the_apps_id_and_secret_alone(self) -> None:
        with shop(GOOD, credentials=APP) as one:
            ask(one)
            (asked,) = one.granted
            assert (asked.method, asked.query) == ("POST", ())
            assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
            assert HEADER not in asked.headers
            form = {"grant_type": ["client_credentials"], "client_id": ["f00d"], "client_secret": [SECRET]}
            assert parse_qs(asked.body.decode()) == form

    def test_a_secret_of_any_characters_arrives(self) -> None:
        odd = "a&b=c d+é%"
        with shop(GOOD, credentials=APP | {"client_secret": odd}) as one:
            ask(one)
            assert parse_qs(one.granted[0].body.decode())["client_secret"] == [odd]

    def test_refused_it_is_asked_for_once_more(self) -> None:
        grants = as_json({"access_token": TOKEN}), as_json({"access_token": FRESH})
        with shop(GOOD, NO_LONGER, GOOD, credentials=APP, grants=grants) as one:
            ask(one)
            ask(one)
            ask(one)
            assert (bore(one), len(one.granted)) == ([TOKEN, TOKEN, FRESH, FRESH], 2)
            assert HEADER not in one.granted[1].headers, "the old one is not shown around"

    def test_and_not_twice(self) -> None:
        with shop(NO_LONGER, credentials=APP) as one:
            with refused("refused", why="token", status=401):
                ask(one)
            assert (len(one.asked), len(one.granted)) == (2, 2)
            with refused("refused", why="token"):
                ask(one)
            assert (len(one.asked), len(one.granted)) == (3, 2)


WEB = "Oauth error {}: client credentials cannot be performed on this shop."


class TestNoToken:
    @pytest.mark.parametrize("why", ["shop_not_permitted", "app_not_installed", "invalid_client"])
    @pytest.mark.parametrize("how", ["json", "page"])
    def test_shopifys_own_words_for_it(self, why: str, how: str) -> None:
        told = {"error": why, "error_description": f"{SECRET} of {PERSON}"}
        answer = as_json(told, 400) if how == "json" else page(WEB.format(why), 400)
        with shop(GOOD, credentials=APP, grants=(answer,)) as one:
            with refused("refused", why=why, status=400, host="127.0.0.1") as error:
                ask(one)
            assert str(error[0]) == SENTENCES[why].format(host="127.0.0.1") + " (Status 400.)"
            assert (one.asked, len(one.granted)) == ([], 1)

    @pytest.mark.parametrize(
        ("status", "why"),
        [
            (400, "invalid_client"),
            (401, "invalid_client"),
            (402, "frozen"),
            (403, "shopify_forbidden"),
            (404, "shopify_not_found"),
            (423, "frozen"),
            (430, "shopify_forbidden"),
            (301, "shopify_not_found"),
            (501, "query"),
        ],
    )
    def test_without_them_the_status_says_it(self, status: int, why: str) -> None:
        with (
            shop(GOOD, credentials=APP, grants=(page("no", status),)) as one,
            refused("refused", why=why, status=status),
        ):
            ask(one)

    @pytest.mark.parametrize(
        "answer",
        [
            as_json({"scope": f"{SECRET} {PERSON}"}),
            as_json({"access_token": ""}),
            as_json({"access_token": None}),
            as_json({"access_token": [FRESH]}),
            as_json([FRESH]),
            page(FRESH),
            Answer(200, (), f'{{"access_token":"{FRESH}"'.encode()),
            Answer(200, (), f'{{"access_token":{FRESH}}}'.encode()),
            Answer(200, (), b""),
        ],
    )
    def test_an_answer_that_holds_none(self, answer: Answer) -> None:
        with shop(GOOD, credentials=APP, grants=(answer,)) as one:
            with refused("not_json", status=200):
                ask(one)
            assert one.asked == []

    def test_throttled_or_broken_it_is_asked_for_again(self) -> None:
        with shop(GOOD, credentials=APP) as one:
            one.server.faults.plant("/admin/oauth/*", too_many("3"))
            ask(one)
            assert (one.slept, bore(one)) == ([3], [FRESH])
        with shop(GOOD, credentials=APP, grants=(page("x", 503),)) as one, refused("unreachable", status=503):
            ask(one)

    def test_refused_the_second_time_it_is_said_why(self) -> None:
        """Uninstalled between two questions of a run."""
        grants = as_json({"access_token": TOKEN}), as_json({"error": "app_not_installed"}, 400)
        with shop(GOOD, NO_LONGER, credentials=APP, grants=grants) as one:
            ask(one)
            with refused("refused", why="app_not_installed"):
                ask(one)
            with refused("refused", why="token"):
                ask(one)
            assert len(one.granted) == 2


def test_nothing_shows_what_it_holds() -> None:
    with shop(GOOD, credentials=STATIC | APP) as one:
        ask(one)
        told = repr(one.access) + str(one.access) + repr(one.graph) + repr(one.door)
        assert repr(Access(APP)) == "Access()"
        assert TOKEN not in told
        assert SECRET not in told
