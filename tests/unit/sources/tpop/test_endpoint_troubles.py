"""The http channel when things go wrong: pages that fail, cursors that turn, words nobody knows; and its look-up."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import SourceError
from sources.tpop.endpoint import pull as endpoint_pull
from sources.tpop.endpoint.pull import Endpoint

from .channels import channel, three
from .lists import (
    NOW,
    POLICY,
    SHOP,
    TOKEN,
    WINDOW,
    as_bytes,
    assert_private,
    document,
    kinds,
    many,
    row,
)
from .server import Answer, endpoint


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
