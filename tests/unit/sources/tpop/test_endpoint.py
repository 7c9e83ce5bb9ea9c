"""The http channel against a real server on loopback: what it asks, what it makes of the answer, what it may claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import SourceError
from core.model import Window, iso
from core.ports import TpopChannel
from sources.http import Door
from sources.tpop.endpoint import pull as endpoint_pull
from sources.tpop.endpoint.pull import Endpoint

from .lists import (
    AS_OF,
    NOW,
    POLICY,
    SHOP,
    TOKEN,
    WINDOW,
    as_bytes,
    assert_private,
    bare,
    document,
    kinds,
    many,
    row,
)
from .server import Answer, Asked, Query, endpoint


@contextmanager
def channel(*pages: Answer | dict[str, Any]) -> Iterator[tuple[Endpoint, Asked]]:
    """An endpoint whose first page is the first answer, and whose cursor is the number of the next."""

    def answer(query: Query) -> Answer:
        page = pages[min(int(query.get("cursor", "0")), len(pages) - 1)]
        return as_bytes(page) if isinstance(page, dict) else page

    with endpoint(answer) as asked:
        door = Door(asked.url, headers=lambda: {"Authorization": f"Bearer {TOKEN}"}, sleep=lambda _: None, tries=2)
        yield Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW, door=door), asked


def three(**heads: Any) -> Sequence[dict[str, Any]]:
    """Nine orders on three pages."""
    rows = many(9)
    return [document(rows[at : at + 3], next=str(at // 3 + 1) if at < 6 else None, **heads) for at in (0, 3, 6)]


def test_it_is_a_channel() -> None:
    it: TpopChannel = Endpoint("https://bridge.example/tpop", TOKEN, shop=SHOP, policy=POLICY, now=NOW)
    assert it.name == "tpop-http"
    with pytest.raises(SourceError):
        Endpoint("http://bridge.example/tpop", TOKEN, shop=SHOP, policy=POLICY, now=NOW)


def test_what_is_asked() -> None:
    window = Window(WINDOW.since, NOW + timedelta(milliseconds=700))
    with endpoint(lambda query: as_bytes(document([], next=None if "cursor" in query else "a b&c"))) as asked:
        Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW).pull(window)
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


class TestTroubles:
    def test_a_page_that_fails_in_the_middle(self) -> None:
        pages = three()
        with channel(pages[0], 500) as (it, asked):
            pull = it.pull(WINDOW)
        assert [order.id for order in pull.orders] == ["T-1", "T-2", "T-3"]
        assert not pull.coverage.complete
        assert kinds(pull) == ["page_failed"]
        assert pull.troubles[0].detail["page"] == 2
        assert pull.troubles[0].detail["status"] == 500
        assert len(asked.queries) == 3  # the door tried twice
        assert_private(pull.troubles)

    def test_a_page_that_is_no_json(self) -> None:
        with channel(three()[0], b"<html>\xc3\x89lo\xc3\xafse</html>") as (it, _):
            pull = it.pull(WINDOW)
        assert (kinds(pull), len(pull.orders)) == (["page_failed"], 3)
        assert pull.troubles[0].detail["why"] == "not_json"
        assert_private(pull.troubles)

    @pytest.mark.parametrize("back", ["0", "1"])
    def test_a_cursor_that_comes_round_again(self, back: str) -> None:
        pages = [*three()]
        pages[2] = document(many(9)[6:], next=back)
        with channel(*pages) as (it, asked):
            pull = it.pull(WINDOW)
        assert not pull.coverage.complete
        assert [t.detail["why"] for t in pull.troubles] == ["cursor_repeats"]
        assert len(pull.orders) == 9
        assert len(asked.queries) <= 6

    def test_a_list_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(endpoint_pull, "PAGES_MAX", 5)
        with endpoint(lambda q: as_bytes(document([], next=str(int(q.get("cursor", "0")) + 1)))) as asked:
            pull = Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW).pull(WINDOW)
        assert len(asked.queries) == 5
        assert not pull.coverage.complete
        assert [t.detail["why"] for t in pull.troubles] == ["too_many_pages"]
        assert endpoint_pull.LOOKUP_PAGES_MAX < 2_000

    def test_a_cursor_that_cannot_be_read_is_not_the_end(self) -> None:
        with channel(document([row()], next={"page": 2})) as (it, _):
            pull = it.pull(WINDOW)
        assert not pull.coverage.complete
        assert "page_failed" in kinds(pull)

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [(403, "refused"), (500, "unreachable"), (b"<html>", "not_json"), (b'{"data": []}', "other")],
    )
    def test_nothing_at_all(self, answer: Answer, kind: str) -> None:
        with channel(answer) as (it, _), pytest.raises(SourceError) as caught:
            it.pull(WINDOW)
        assert caught.value.kind == kind
        assert_private(caught.value, caught.value.detail)

    def test_an_unknown_status_word(self) -> None:
        with channel(document([row("T-1", status="Wartend"), *many(2)[1:]])) as (it, _):
            pull = it.pull(WINDOW)
        assert [order.status for order in pull.orders] == ["unknown", "open"]
        assert [(t.kind, t.detail["words"]) for t in pull.troubles] == [("unknown_status", {"Wartend": 1})]
        assert pull.coverage.complete  # every order came through: one of them says something we do not know

    def test_another_shops_orders(self) -> None:
        with channel(document([row("T-1"), row("T-2", shop="tasses-lyon")])) as (it, _):
            pull = it.pull(WINDOW)
        assert ([order.id for order in pull.orders], pull.left_aside, pull.coverage.orders) == (["T-1"], 1, 1)

    def test_nobodys_name_comes_out(self) -> None:
        bad = [row(f"T-{n}", lines="Éloïse Trévidic", created_at="12 rue de l'Église") for n in range(2)]
        with channel(document([*bad, row("T-8"), "eloise@courriel.example", row(None)])) as (it, _):
            pull = it.pull(WINDOW)
        assert len(pull.unreadable) == 4
        assert_private(pull.unreadable, pull.troubles, pull.coverage)


class TestLookup:
    def look(self, answer: Any, reference: str = "1042") -> Any:
        with channel(answer) as (it, asked):
            found = it.lookup(reference)
        assert asked.queries[0] == {"reference": reference}
        return found

    def test_found_by_number_or_by_id(self) -> None:
        rows = [
            row("T-1", reference="#1042", shop_order_id=None),
            row("T-2", reference=None, shop_order_id=1042),
            row("T-3", reference="1043", shop_order_id="9"),
            row("T-4", manual=True, reference=None, shop_order_id=None),
        ]
        assert [order.id for order in self.look(document(rows))] == ["T-1", "T-2"]

    def test_not_there(self) -> None:
        assert self.look({"orders": []}) == ()
        assert self.look({"orders": [row("T-4", reference="1043")]}) == ()
        with channel(document([row("T-4", manual=True, reference=None, shop_order_id=None)])) as (it, _):
            assert it.lookup("") == ()

    def test_on_the_second_page(self) -> None:
        with channel(*three()) as (it, asked):
            assert [order.id for order in it.lookup("1009") or ()] == ["T-9"]
        assert asked.queries[-1] == {"reference": "1009", "cursor": "2"}

    @pytest.mark.parametrize(
        "page",
        [
            {"orders": [row(None)]},
            {"orders": [], "complete": False},
            {"orders": [], "next": "7"},  # and that page repeats its cursor
        ],
    )
    def test_an_answer_that_does_not_allow_to_say_no(self, page: dict[str, Any]) -> None:
        with pytest.raises(SourceError) as caught:
            self.look(page)
        assert caught.value.kind == "not_complete"
        assert_private(caught.value)

    def test_what_is_found_is_found_all_the_same(self) -> None:
        assert len(self.look({"orders": [row(), row(None)], "complete": False})) == 1

    def test_refused(self) -> None:
        with pytest.raises(SourceError) as caught:
            self.look(401)
        assert caught.value.kind == "refused"
        assert_private(caught.value)
