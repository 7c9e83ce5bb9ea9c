"""The http channel against a real server on loopback: what it asks, and what it may claim to cover."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import SourceError
from core.model import Window, iso
from core.ports import TpopChannel
from sources.tpop.endpoint.pull import Endpoint

from .channels import channel, three
from .lists import (
    AS_OF,
    NOW,
    POLICY,
    SHOP,
    TOKEN,
    WINDOW,
    as_bytes,
    bare,
    document,
    kinds,
    row,
)
from .server import Answer, endpoint


def test_it_is_a_channel() -> None:
    it: TpopChannel = Endpoint("https://bridge.example/tpop", TOKEN, shop=SHOP, policy=POLICY, now=NOW)
    assert it.name == "tpop-http"
    with pytest.raises(SourceError):
        Endpoint("http://bridge.example/tpop", TOKEN, shop=SHOP, policy=POLICY, now=NOW)


def test_what_is_asked() -> None:
    window = Window(WINDOW.since, NOW + timedelta(milliseconds=700))
    page = document([], next="a b&c", as_of=..., until=...)
    with endpoint(lambda query: as_bytes({**page, "next": None} if "cursor" in query else page)) as asked:
        pull = Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW + timedelta(seconds=1)).pull(window)
    assert pull.coverage.window == WINDOW  # asked for to the second, so covered to the second
    first = {"since": "2026-10-24T07:00:00Z", "until": "2026-11-23T07:00:00Z"}
    assert asked.queries == [first, {**first, "cursor": "a b&c"}]
    assert asked.tokens == [f"Bearer {TOKEN}"] * 2


def test_a_whole_list() -> None:
    with channel(*three()) as (it, _):
        pull = it.pull(WINDOW)
    assert [order.id for order in pull.orders] == [f"T-{n}" for n in range(1, 10)]
    assert {(order.as_of, order.channel) for order in pull.orders} == {(AS_OF, "tpop-http")}
    coverage = pull.coverage
    assert (coverage.source, coverage.side, coverage.complete, coverage.orders) == ("tpop-http", "tpop", True, 9)
    assert coverage.window == Window(WINDOW.since, AS_OF)
    assert coverage.as_of == AS_OF
    assert coverage.shows == {"lines", "recipient", "created_at"}
    assert (pull.troubles, pull.unreadable) == ((), ())


class TestCoverage:
    def pull(self, *pages: Answer | dict[str, Any]) -> Any:
        with channel(*pages) as (it, _):
            return it.pull(WINDOW)

    def test_the_window_asked_is_the_window_covered(self) -> None:
        pull = self.pull(document([row()], since=..., until=..., as_of=...))
        assert pull.coverage.window == WINDOW
        assert pull.coverage.as_of == NOW
        assert pull.coverage.complete

    def test_a_page_may_narrow_it_never_widen_it(self) -> None:
        pages = three(since="2020-01-01T00:00:00Z", until="2030-01-01T00:00:00Z", as_of=...)
        assert self.pull(*pages).coverage.window == WINDOW
        pages[1]["since"], pages[2]["until"] = "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"
        assert self.pull(*pages).coverage.window == Window(
            datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
        )

    def test_a_list_cannot_vouch_for_what_came_after_it(self) -> None:
        yesterday = AS_OF - timedelta(days=1)
        pull = self.pull(document([row()], as_of=iso(yesterday), until=...))
        assert pull.coverage.window == Window(WINDOW.since, yesterday)
        assert pull.coverage.as_of == yesterday
        assert [order.as_of for order in pull.orders] == [yesterday]

    def test_the_oldest_page_dates_the_list(self) -> None:
        pages = three()
        pages[1]["as_of"] = "2026-11-23T05:00:00Z"
        pull = self.pull(*pages)
        assert pull.coverage.as_of == datetime(2026, 11, 23, 5, tzinfo=UTC)
        assert [order.as_of for order in pull.orders][2:4] == [AS_OF, datetime(2026, 11, 23, 5, tzinfo=UTC)]

    @pytest.mark.parametrize("said", [..., None, False])
    def test_complete_is_false_unless_said(self, said: Any) -> None:
        pull = self.pull(document([row()], complete=said))
        assert not pull.coverage.complete
        assert kinds(pull) == ["not_complete"]
        assert len(pull.orders) == 1

    def test_false_on_one_page_is_false_of_all(self) -> None:
        pages = three()
        pages[1]["complete"] = False
        pull = self.pull(*pages)
        assert not pull.coverage.complete
        assert len(pull.orders) == 9
        pages = three(complete=...)
        pages[2]["complete"] = True  # said once is enough
        assert self.pull(*pages).coverage.complete

    def test_a_list_that_covers_nothing_of_the_window(self) -> None:
        pull = self.pull(document([row()], until="2026-01-01T00:00:00Z"))
        assert (pull.coverage.window, pull.coverage.complete) == (None, False)
        assert "no_window" in kinds(pull)

    def test_a_row_that_nobody_can_place_makes_it_incomplete(self) -> None:
        pull = self.pull(document([row(), row(None)]))
        assert not pull.coverage.complete
        assert [t.detail for t in pull.troubles] == [{"unreadable": 1}]
        whole = self.pull(document([row(), row("T-2", lines="?")]))
        assert whole.coverage.complete  # the order is there: its absence cannot be claimed by mistake
        assert len(whole.unreadable) == 1

    def test_a_time_that_cannot_be_read_is_not_now(self) -> None:
        pull = self.pull(document([row(updated_at="2026-11-20T08:00:00Z")], as_of="2026-11-23T07:55:00"))
        told = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)  # the newest that any row tells
        assert pull.coverage.as_of == told
        assert [order.as_of for order in pull.orders] == [told]
        assert not pull.coverage.complete
        assert [t.detail["fields"] for t in pull.troubles if t.kind == "other"] == [
            {"as_of": "has no time zone (Z or an offset)"}
        ]
        undated = self.pull(document([bare()], as_of="gestern"))
        assert undated.coverage.as_of is None
        assert [order.as_of for order in undated.orders] == [WINDOW.since]

    def test_a_clock_that_runs_ahead(self) -> None:
        little = self.pull(document([row()], as_of=iso(NOW + timedelta(minutes=5))))
        assert (little.coverage.as_of, little.coverage.complete) == (NOW, True)
        far = self.pull(document([row()], as_of=iso(NOW + timedelta(hours=1))))
        assert (far.coverage.as_of, far.coverage.complete) == (NOW, False)
        assert [t.detail["what"] for t in far.troubles if t.kind == "other"] == ["as_of_ahead"]
