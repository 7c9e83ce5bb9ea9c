"""The http channel over pages in another shape: where the next one is, and one order by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.errors import SourceError
from core.model import TpopOrder, TpopPull
from sandbox.tpop_other import MAP
from sources.tpop.endpoint.pull import Endpoint

from .lists import NOW, POLICY, SHOP, TOKEN, WINDOW, as_bytes, document, many, row
from .server import Answer, Asked, Query, endpoint
from .shaped import mapped, other


# -------------------------------------------------------------------------------------------------- the next page
class TestNext:
    BY: Mapping[str, str] = {"next": "paging.next"}

    def page(self, number: int, following: Any) -> dict[str, Any]:
        return document([many(9)[number]], next=..., paging={"next": following})

    def ask(self, following: str) -> tuple[TpopPull, Asked]:
        """Two pages; `{here}` in what follows is the endpoint's own host."""

        def answer(query: Query) -> Answer:
            again = query.get("page") == "2" or "cursor" in query
            host = urlsplit(asked.url).netloc
            return as_bytes(self.page(1, None) if again else self.page(0, following.replace("{here}", host)))

        with endpoint(answer) as asked:
            it = Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW, mapping=self.BY)
            return it.pull(WINDOW), asked

    @pytest.mark.parametrize("path", ["/tpop/orders", "/elsewhere/on/this/host"])
    def test_a_whole_address_on_the_same_host_is_asked_as_it_stands(self, path: str) -> None:
        found, asked = self.ask(f"http://{{here}}{path}?page=2&tag=a&tag=b%20c")
        assert asked.queries[1:] == [{"page": "2", "tag": "a"}]
        assert asked.tokens == [f"Bearer {TOKEN}"] * 2
        assert len(found.orders) == 2
        assert found.coverage.complete

    @pytest.mark.parametrize(
        "following",
        [
            "https://elsewhere.example/orders?page=2",
            "http://127.0.0.1:1/tpop/orders",
            "http://u:p@{here}/tpop/orders",
            "a/b==",
        ],
    )
    def test_any_other_is_a_cursor_and_nobody_elses_host_hears_of_us(self, following: str) -> None:
        _, asked = self.ask(following)
        cursor = asked.queries[1]["cursor"]
        assert cursor == following.replace("{here}", urlsplit(asked.url).netloc)
        assert asked.queries[1] == {**asked.queries[0], "cursor": cursor}

    def test_without_a_map_it_is_always_a_cursor(self) -> None:
        def answer(query: Query) -> Answer:
            return as_bytes(document([], next=None if "cursor" in query else asked.url))

        with endpoint(answer) as asked:
            Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW).pull(WINDOW)
        assert asked.queries[1]["cursor"] == asked.url

    @pytest.mark.parametrize("last", [None, False, ""])
    def test_the_last_page(self, last: Any) -> None:
        with mapped({"next": "more && after"}, {**document(many(2), next=...), "more": last}) as (it, asked):
            assert it.pull(WINDOW).coverage.complete
        assert len(asked.queries) == 1

    def test_a_cursor_that_does_not_fit_is_not_the_end_nor_another_one(self) -> None:
        with mapped({"next": "join('', [page_no])"}, document(many(2), next="1", page_no=1)) as (it, asked):
            found = it.pull(WINDOW)
        assert len(asked.queries) == 1
        assert [t.detail["why"] for t in found.troubles if t.kind == "page_failed"] == ["cursor"]

    def test_addresses_that_come_round_again(self) -> None:
        def answer(query: Query) -> Answer:
            return as_bytes(self.page(0, f"{asked.url}?page=2"))

        with endpoint(answer) as asked:
            it = Endpoint(asked.url, TOKEN, shop=SHOP, policy=POLICY, now=NOW, mapping=self.BY)
            found = it.pull(WINDOW)
        assert [t.detail["why"] for t in found.troubles if t.kind == "page_failed"] == ["cursor_repeats"]
        assert not found.coverage.complete


# ------------------------------------------------------------------------------------------------------- one order
class TestLookup:
    def look(self, by: Mapping[str, str], page: Any) -> tuple[TpopOrder, ...]:
        with mapped(by, page) as (it, asked):
            found = it.lookup("1042")
        assert asked.queries == [{"reference": "1042"}]
        return found

    def test_found_through_the_map(self) -> None:
        rows = [
            row("T-1", reference="#1042"),
            row("T-2", reference=None, shop_order_id=1042),
            row("T-3", reference=7),
        ]
        body = {key: value for key, value in document(rows).items() if key not in ("since", "until")}
        assert [order.id for order in self.look(MAP, other(body))] == ["T-1", "T-2"]

    def test_not_there(self) -> None:
        assert self.look(MAP, other({**document([]), "as_of": None})) == ()
        assert self.look({"order.reference": "ref"}, {"orders": []}) == ()

    def test_a_map_that_finds_no_number_cannot_say_no(self) -> None:
        with pytest.raises(SourceError) as caught:
            self.look({"order.reference": "nowhere"}, {"orders": [row("T-1")]})
        assert caught.value.kind == "not_complete"
