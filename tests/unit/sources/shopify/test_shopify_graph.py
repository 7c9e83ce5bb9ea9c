"""One question: asked at Shopify's pace, again where that may help, and told plainly where it does not, without a word of
what was answered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox import faults
from sandbox.faults import Answer, Fault
from sandbox.loopback import as_json
from sources.shopify.graph import Fault as Missing
from sources.shopify.graph import TooDear
from sources.shopify.pace import Cost
from sources.shopify.refusals import SENTENCES, of_status
from tests.unit.sources.shopify.answering import (
    PERSON,
    TOKEN,
    Shop,
    cost,
    data,
    error,
    failed,
    page,
    refused,
    sent,
    shop,
)

GOOD = data({"shop": {"name": PERSON}})
NO = {"orders": None, "ordersCount": None}


def ask(one: Shop, points: float = 10, **more: Any) -> Any:
    return one.graph.ask("orders", {"first": 1}, points, **more)


def throttled(**costs: Any) -> Answer:
    """As it arrives: HTTP 200."""
    return failed(error("THROTTLED"), extensions=cost(actual=None, **costs))


class TestAGoodAnswer:
    def test_the_question_as_it_arrives(self) -> None:
        with shop(GOOD) as one:
            ask(one)
            (asked,) = one.asked
            assert (asked.method, asked.query, asked.headers["content-type"]) == ("POST", (), "application/json")
            assert asked.headers["x-shopify-access-token"] == TOKEN
            assert sent(asked) == {"query": "query orders", "variables": {"first": 1}}

    def test_the_answer_untouched_and_what_it_cost(self) -> None:
        with shop(GOOD) as one:
            reply = ask(one)
            assert (reply.text, reply.faults, reply.denied) == (GOOD.body, (), False)
            assert reply.cost == Cost(10, 5)
            assert one.slept == []

    def test_it_shows_nothing_of_what_it_holds(self) -> None:
        with shop(failed(error("ACCESS_DENIED", "x", PERSON), document={"shop": PERSON})) as one:
            reply = ask(one)
            assert repr(reply) == str(reply) == f"Reply({len(reply.text)} bytes, 1 faults)"

    @pytest.mark.parametrize(
        "extensions",
        [
            None,
            {},
            {"cost": None},
            {"cost": {}},
            {"cost": {"requestedQueryCost": 1, "throttleStatus": None}},
            {"cost": {"requestedQueryCost": PERSON, "throttleStatus": {}}},
            PERSON,
        ],
    )
    def test_without_a_reckoning_it_is_as_good(self, extensions: Any) -> None:
        with shop(as_json({"data": {"shop": PERSON}, "extensions": extensions})) as one:
            assert ask(one).cost is None
            assert one.graph.pace.available is None

    def test_what_it_really_cost_may_be_unknown(self) -> None:
        with shop(data({"shop": 1}, actual=None)) as one:
            assert ask(one).cost == Cost(10, 0)


class TestErrorsAreKeysNotWords:
    @pytest.mark.parametrize(
        "text", ['"errors":', '{"errors":[{"extensions":{"code":"THROTTLED"}}]}', '\\"errors":', '"errors": [']
    )
    def test_what_somebody_wrote_is_no_error(self, text: str) -> None:
        with shop(data({"order": {"note": text, "name": f"#1 {text}"}})) as one:
            assert ask(one).faults == ()
            assert len(one.asked) == 1

    @pytest.mark.parametrize("blank", ["", " ", "\n", "\t ", "\r\n  "])
    def test_blanks_before_its_colon_do_not_hide_it(self, blank: str) -> None:
        body = {"data": {"orders": None}, "WHERE": [error("ACCESS_DENIED", "orders")], "extensions": {}}
        text = json.dumps(body).replace('"WHERE":', f'"errors"{blank}:').encode()
        with shop(Answer(200, (), text)) as one, refused("refused", why="orders_hidden"):
            ask(one)

    def test_nor_is_a_key_further_down(self) -> None:
        with shop(data({"bulkOperationRunQuery": {"userErrors": [], "errors": [error("THROTTLED")]}})) as one:
            assert ask(one).faults == ()

    @pytest.mark.parametrize("none", [None, []])
    def test_none_are_none(self, none: Any) -> None:
        with shop(as_json({"data": {"shop": 1}, "errors": none})) as one:
            assert ask(one).faults == ()


class TestItsPace:
    def test_it_waits_until_its_points_are_there_and_not_longer(self) -> None:
        with shop(data({"shop": 1}, available=400)) as one:
            ask(one, 900)
            assert one.slept == []
            ask(one, 400)
            assert one.slept == []
            ask(one, 900)
            assert one.slept == [5]

    def test_what_has_come_back_meanwhile_counts(self) -> None:
        with shop(data({"shop": 1}, available=400, rate=50)) as one:
            ask(one)
            one.clock.now += 4
            ask(one, 900)
            assert one.slept == [6]

    def test_no_time_left_it_neither_waits_nor_asks(self) -> None:
        over: list[bool] = []
        with shop(data({"shop": 1}, available=0), give_up_at=lambda: bool(over)) as one:
            ask(one)
            over.append(True)
            with refused("unreachable", why="no time left"):
                ask(one, 900)
            assert (one.slept, len(one.asked)) == ([], 1)


class TestThrottled:
    def test_it_waits_for_what_it_asked_for_and_asks_again(self) -> None:
        with shop(throttled(requested=500, available=100), GOOD) as one:
            assert ask(one, 300).cost == Cost(10, 5)
            assert one.slept == [4]
            assert [request.body for request in one.asked] == [one.asked[0].body] * 2

    def test_at_least_for_what_it_was_said_to_cost(self) -> None:
        with shop(throttled(requested=200, available=100), GOOD) as one:
            ask(one, 600)
            assert one.slept == [5]

    def test_for_more_than_the_bucket_holds_until_it_is_full(self) -> None:
        with shop(throttled(requested=5000, available=1500), GOOD) as one:
            ask(one)
            assert one.slept == [5]

    def test_where_nothing_is_known_for_a_moment(self) -> None:
        with shop(failed(error("THROTTLED")), throttled(requested=5, available=1000), GOOD) as one:
            ask(one)
            assert one.slept == [0.5, 0.5]

    @pytest.mark.parametrize(("rate", "waits"), [(4, True), (3.9, False), (0.001, False)])
    def test_two_minutes_at_once_are_not_waited_for(self, rate: float, waits: bool) -> None:
        """No plan restores points so slowly: whoever says so would be waited for to the end of the run."""
        with shop(throttled(requested=480, available=0, rate=rate), GOOD) as one:
            if waits:
                ask(one, 300)
                assert one.slept == [120]
            else:
                with refused("throttled", host="127.0.0.1"):
                    ask(one, 300)
                assert (one.slept, len(one.asked)) == ([], 1)

    def test_nor_before_a_question(self) -> None:
        with shop(data({"shop": 1}, available=0, rate=1)) as one:
            ask(one)
            with refused("throttled", host="127.0.0.1"):
                ask(one, 900)
            assert (one.slept, len(one.asked)) == ([], 1)

    def test_in_the_end_it_is_said(self) -> None:
        with shop(throttled(requested=500, available=0)) as one:
            with refused("throttled", host="127.0.0.1", codes=["THROTTLED"]):
                ask(one)
            assert (len(one.asked), one.slept) == (30, [5] * 29)

    def test_it_counts_anew_for_each_question(self) -> None:
        with shop(*[throttled()] * 20, GOOD, *[throttled()] * 20, GOOD) as one:
            ask(one)
            ask(one)
            assert len(one.asked) == 42

    def test_no_time_left_ends_the_waiting(self) -> None:
        with shop(throttled(requested=500, available=0)) as one:
            one.door._give_up_at = lambda: len(one.slept) >= 3
            with refused("unreachable", why="no time left"):
                ask(one)
            assert len(one.asked) == 3

    def test_as_a_status_it_is_the_doors(self) -> None:
        with shop(GOOD) as one:
            one.server.faults.plant("*", faults.too_many("2"))
            ask(one)
            assert one.slept == [2]
            one.server.faults.plant("*", faults.too_many("2"), times=None)
            with refused("throttled", status=429):
                ask(one)
            assert len(one.asked) == 6


class TestTooDear:
    def test_it_is_not_asked_again(self) -> None:
        dear = {
            **error("MAX_COST_EXCEEDED"),
            "extensions": {"code": "MAX_COST_EXCEEDED", "cost": 1036, "maxCost": 1000},
        }
        with shop(as_json({"errors": [dear]})) as one:
            with pytest.raises(TooDear) as told:
                ask(one)
            assert PERSON not in str(told.value)
            assert (len(one.asked), one.slept) == (1, [])


class TestShopifyItselfFails:
    @pytest.mark.parametrize("code", ["INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"])
    @pytest.mark.parametrize("document", [None, {}, NO])
    def test_it_is_asked_again_and_then_told(self, code: str, document: Any) -> None:
        with shop(failed(error(code, "orders"), document=document)) as one:
            with refused("page_failed", host="127.0.0.1", codes=[code]):
                ask(one)
            assert (len(one.asked), len(one.slept)) == (3, 2)
            assert 0.5 <= one.slept[0] <= 1 <= one.slept[1] <= 2

    def test_a_moment_later_it_may_be_sound(self) -> None:
        with shop(failed(error("INTERNAL_SERVER_ERROR")), failed(error("TIMEOUT")), GOOD) as one:
            assert ask(one).text == GOOD.body

    @pytest.mark.parametrize("tries", [1, 2, 5])
    def test_as_often_as_is_said(self, tries: int) -> None:
        with shop(failed(error("INTERNAL_SERVER_ERROR"))) as one:
            with refused("page_failed"):
                ask(one, tries=tries)
            assert len(one.asked) == tries

    def test_what_came_beside_it_is_given_with_what_is_missing(self) -> None:
        bad = error("INTERNAL_SERVER_ERROR", "orders", "nodes", 3, "lineItems")
        with shop(failed(bad, document={"orders": {"nodes": []}, "ordersCount": None})) as one:
            assert ask(one).faults == (Missing("INTERNAL_SERVER_ERROR", ("orders", "nodes", 3, "lineItems")),)
            assert len(one.asked) == 1

    @pytest.mark.parametrize("fault", [faults.status(500), faults.status(503), faults.reset(), faults.cut_off()])
    def test_on_the_wire_it_is_the_doors(self, fault: Fault) -> None:
        with shop(GOOD) as one:
            one.server.faults.plant("*", fault)
            ask(one)
            assert len(one.asked) == 2
            one.server.faults.plant("*", fault, times=None)
            with refused("unreachable"):
                ask(one)
            assert len(one.asked) == 6


class TestDenied:
    def test_everything_is_a_refusal(self) -> None:
        denied = failed(error("ACCESS_DENIED", "orders"), error("ACCESS_DENIED", "ordersCount"), document=NO)
        with shop(denied) as one:
            with refused("refused", why="orders_hidden", codes=["ACCESS_DENIED"]) as told:
                ask(one)
            assert str(told[0]) == SENTENCES["orders_hidden"].format(host="127.0.0.1")
            assert (len(one.asked), one.slept) == (1, [])

    def test_beside_a_failure_of_the_shops_own_it_says_nothing_of_all_orders(self) -> None:
        """An address that may not be read, on a page that one broken order spoils."""
        with shop(failed(error("ACCESS_DENIED"), error("INTERNAL_SERVER_ERROR"))) as one:
            with refused("page_failed"):
                ask(one)
            assert len(one.asked) == 1

    def test_a_part_is_what_is_missing(self) -> None:
        path = ("orders", "nodes", 0, "lineItems", "nodes", 1, "variant")
        with shop(failed(error("ACCESS_DENIED", *path), document={"orders": {"nodes": [{}]}})) as one:
            reply = ask(one)
            assert (reply.faults, reply.denied) == ((Missing("ACCESS_DENIED", path),), True)


class TestOtherErrors:
    @pytest.mark.parametrize("code", ["SHOP_INACTIVE", "SHOP_LOCKED", "SHOP_FROZEN"])
    def test_a_closed_shop(self, code: str) -> None:
        with shop(failed(error(code))) as one, refused("refused", why="frozen", codes=[code]):
            ask(one)

    @pytest.mark.parametrize(
        "errors",
        [
            [error(None)],
            [error("undefinedField")],
            [{"message": PERSON, "extensions": PERSON, "path": PERSON}],
            [{"message": PERSON, "extensions": {"code": [PERSON]}, "path": {PERSON: 1}}],
            [PERSON],
            PERSON,
            {"message": PERSON},
            [error(f"{PERSON}, 1 rue de l'Exemple")],
        ],
    )
    def test_whatever_else_it_says_vigie_does_not_understand(self, errors: Any) -> None:
        with shop(as_json({"errors": errors})) as one:
            with refused("refused", why="query"):
                ask(one)
            assert len(one.asked) == 1

    def test_paths_are_steps_and_nothing_else(self) -> None:
        odd = {"path": ["a", 1, None, ["b"], 2.5, {"c": 1}], "extensions": {"code": "X"}}
        with shop(as_json({"errors": [odd, error("Y")], "data": {"shop": 1}})) as one:
            assert ask(one).faults == (Missing("X", ("a", 1)), Missing("Y", ()))


CUT = {
    "half": faults.truncated(),
    "nothing": faults.replaced(b""),
    "closed all the same": faults.replaced(f'{{"data":{{"name":"{PERSON}"}}'.encode()),
    "two in one": faults.replaced(GOOD.body + GOOD.body),
    "a list": faults.replaced(b"[}"),
    "a page": faults.html_page(),
    "not even text": faults.replaced(b'{"data":"\xff"}'),
}


class TestCutShort:
    @pytest.mark.parametrize("how", CUT)
    def test_it_is_asked_again(self, how: str) -> None:
        with shop(GOOD) as one:
            one.server.faults.plant("*", CUT[how], times=2)
            assert ask(one).text == GOOD.body
            assert (len(one.asked), len(one.slept)) == (3, 2)

    @pytest.mark.parametrize("how", CUT)
    def test_and_then_told(self, how: str) -> None:
        with shop(GOOD) as one:
            one.server.faults.plant("*", CUT[how], times=None)
            with refused("not_json", host="127.0.0.1"):
                ask(one)
            assert len(one.asked) == 3

    def test_together_with_other_failures_it_is_no_more_often(self) -> None:
        with shop(page("x"), failed(error("TIMEOUT")), page("x"), GOOD) as one:
            with refused("not_json"):
                ask(one)
            assert len(one.asked) == 3

    def test_nested_beyond_all_measure_it_is_told(self) -> None:
        deep = b'{"data":' + b"[" * 100_000 + b"]" * 100_000 + b',"errors":[]}'
        with shop(Answer(200, (), deep)) as one, refused("not_json"):
            ask(one)


class TestStatuses:
    @pytest.mark.parametrize(
        ("status", "why"),
        [
            (400, "query"),
            (401, "token"),
            (402, "frozen"),
            (403, "shopify_forbidden"),
            (404, "shopify_not_found"),
            (406, "query"),
            (410, "shopify_not_found"),
            (423, "frozen"),
            (430, "shopify_forbidden"),
            (301, "shopify_not_found"),
            (501, "query"),
        ],
    )
    def test_each_says_why(self, status: int, why: str) -> None:
        assert of_status(status) == why
        with shop(page(PERSON, status)) as one:
            with refused("refused", why=why, status=status, host="127.0.0.1") as told:
                ask(one)
            assert str(told[0]) == SENTENCES[why].format(host="127.0.0.1") + f" (Status {status}.)"
            assert len(one.asked) == 1

    def test_another_host_is_not_followed(self) -> None:
        with shop(GOOD) as one:
            one.server.faults.plant("*", faults.redirect("https://boutique.example/admin", 301))
            with refused("foreign_redirect", to="boutique.example"):
                ask(one)

    def test_every_reason_has_its_sentence_and_all_name_the_host(self) -> None:
        assert {of_status(status) for status in range(100, 600)} <= SENTENCES.keys()
        assert [why for why, text in SENTENCES.items() if "{host}" not in text] == []


class TestTheVersion:
    def test_until_something_is_said_it_is_ours(self) -> None:
        with shop(GOOD) as one:
            assert one.graph.answered == "2026-10"
            ask(one)
            assert one.graph.answered == "2026-10"

    def test_the_last_one_that_answered_is_noted(self) -> None:
        said = [data({"shop": 1}, (("X-Shopify-API-Version", version),)) for version in ("2026-10", " 2027-01 ")]
        with shop(*said) as one:
            ask(one)
            assert one.graph.answered == "2026-10"
            ask(one)
            assert one.graph.answered == "2027-01"

    @pytest.mark.parametrize("odd", ["", " ", "x" * 21, "é"])
    def test_nothing_strange_is(self, odd: str) -> None:
        with shop(data({"shop": 1}, (("X-Shopify-API-Version", odd),))) as one:
            ask(one)
            assert one.graph.answered == "2026-10"


def test_the_text_of_a_question_and_the_host_can_be_had() -> None:
    with shop(GOOD) as one:
        assert (one.graph.text("orders"), one.graph.host) == ("query orders", "127.0.0.1")
        assert json.loads(GOOD.body)["data"]["shop"]["name"] == PERSON
