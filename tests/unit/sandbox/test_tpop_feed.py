"""The stand-in for TPOP's feed keeps the contract, and breaks it only where its switches say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.loopback import Request
from sandbox.tpop import FR, PATH, TpopAccount, iso, new_order

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def account(count: int = 5) -> TpopAccount:
    """One order an hour, the newest an hour ago."""
    made = TpopAccount(now=NOW, page_size=2)
    for n in range(count):
        made.put(
            {
                **new_order(f"T-{n}", "mugs-paris", NOW - timedelta(hours=count - n), [], None),
                "reference": str(1000 + n),
            }
        )
    return made


def ask(held: TpopAccount, token: str | None = None, **query: str) -> tuple[int, dict[str, Any]]:
    headers = {"authorization": f"Bearer {held.token if token is None else token}"}
    answer = held.answer(Request("GET", PATH, tuple(query.items()), headers))
    return answer.status, json.loads(answer.body)


def whole(held: TpopAccount, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Every page of a window."""
    pages: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        status, page = ask(held, since=iso(since), until=iso(until), **cursor)
        assert status == 200
        pages.append(page)
        if page["next"] is None:
            return pages
        cursor = {"cursor": page["next"]}


def test_no_token_no_orders() -> None:
    held = account()
    assert held.answer(Request("GET", PATH, (), {})).status == 401
    assert ask(held, token="wrong", since=iso(NOW), until=iso(NOW))[0] == 401
    assert ask(held, token="")[0] == 401


def test_pages_until_next_is_null() -> None:
    pages = whole(account(), NOW - timedelta(days=1), NOW)
    assert [[order["id"] for order in page["orders"]] for page in pages] == [["T-0", "T-1"], ["T-2", "T-3"], ["T-4"]]
    for page in pages:
        assert page["complete"] is True
        assert page["as_of"] == page["until"] == "2026-11-23T06:55:00Z"
        assert page["since"] == "2026-11-22T07:00:00Z"


def test_window_is_half_open_and_by_creation() -> None:
    held = account()
    pages = whole(held, NOW - timedelta(hours=4), NOW - timedelta(hours=2))
    assert [order["id"] for page in pages for order in page["orders"]] == ["T-1", "T-2"]
    assert ask(held)[0] == 400
    assert ask(held, since="yesterday", until=iso(NOW))[0] == 400


def test_nothing_newer_than_the_list_itself() -> None:
    held = account(0)
    held.put(new_order("T-9", "mugs-paris", NOW - timedelta(minutes=2), [], None))
    assert whole(held, NOW - timedelta(days=1), NOW)[0]["orders"] == []


def test_look_up_of_one_order() -> None:
    held = account()
    held.edit("T-3", NOW, reference=" #1003 ")
    held.withheld.add("T-3")
    for asked in ("1003", "#1003"):
        status, page = ask(held, reference=asked)
        assert status == 200
        assert [order["id"] for order in page["orders"]] == ["T-3"]
        assert "since" not in page
    assert ask(held, reference="4711")[1]["orders"] == []
    assert ask(held, reference="")[1]["orders"] == []
    assert "T-3" not in str(whole(held, NOW - timedelta(days=1), NOW))


def test_yesterdays_list_stays_as_it_was() -> None:
    held = account()
    held.freeze()
    held.now = NOW + timedelta(days=1)
    held.edit("T-0", held.now, status="cancelled")
    held.put(new_order("T-8", "mugs-paris", NOW + timedelta(hours=2), [], None))
    (page,) = [ask(held, since=iso(NOW - timedelta(days=9)), until=iso(held.now))[1]]
    assert page["as_of"] == page["until"] == "2026-11-23T06:55:00Z"
    assert page["orders"][0]["status"] == "open"
    held.thaw()
    assert ask(held, since=iso(NOW - timedelta(days=9)), until=iso(held.now))[1]["orders"][0]["status"] == "cancelled"


def test_a_list_that_says_less() -> None:
    held = account()
    held.says_window = held.says_complete = held.says_as_of = False
    held.fields_hidden = {"recipient", "lines"}
    (page, *_) = whole(held, NOW - timedelta(days=1), NOW)
    assert set(page) == {"next", "orders"}
    assert not {"recipient", "lines"} & set(page["orders"][0])
    held.says_complete, held.complete = True, False
    assert whole(held, NOW - timedelta(days=1), NOW)[0]["complete"] is False


def test_words_of_a_french_account_and_a_word_nobody_knows() -> None:
    held = account()
    held.words = FR
    held.edit("T-0", NOW, status="blocked", block_reason="payment")
    held.edit("T-1", NOW, status="en rêverie")
    first, second = whole(held, NOW - timedelta(days=1), NOW)[0]["orders"]
    assert (first["status"], first["block_reason"]) == ("Bloquée", "paiement")
    assert second["status"] == "en rêverie"
