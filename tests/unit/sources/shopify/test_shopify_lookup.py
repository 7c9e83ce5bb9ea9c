"""One order by its id, or by what people call it: nothing is called gone, or unknown, that was not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from core.errors import SourceError
from core.model import OutOfReach, ShopOrder, Unreadable, Window
from core.policy import Policy
from sources.shopify.graph import Graph
from sources.shopify.orders import ITS_OWN
from sources.shopify.pull import Shopify
from sources.shopify.reach import Reach
from tests.unit.sources.shopify.answering import refused
from tests.unit.sources.shopify.scripted import MONTH, NOW, Script, Shop, failure, fault, reply, some
from tests.unit.sources.shopify.told import connection, doc, gid, line

NO_IDS = (
    "",
    "0",
    "007",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1\n",
    "1.0",
    "1e3",
    "1_0",
    "x",
    "#1",
    "١٢",
    "１２",
    "²",
    "1' OR name:'2",
    "9223372036854775808",
    "9" * 30,
    "9" * 5000,
)


class Source(Shopify):
    """On a script instead of a wire."""

    def __init__(self, answer: Any, reach: Reach | None = None) -> None:
        super().__init__("https://shop.example", {"token": "shpat_1"}, policy=Policy(due_statuses=("paid",)), now=NOW)
        self.script = Script(answer)
        self._graph = cast(Graph, self.script)
        self._reach = Reach(NOW, all_orders=True) if reach is None else reach


class TestById:
    @pytest.mark.parametrize("order_id", NO_IDS, ids=lambda one: repr(one)[:12])
    def test_what_is_no_id_is_not_asked_for(self, order_id: str) -> None:
        source = Source(failure())
        assert source.lookup(order_id) is None
        assert source.script.asked == []

    @pytest.mark.parametrize("order_id", ["1", "6300000000001", "9223372036854775807"])
    def test_what_is_one_is(self, order_id: str) -> None:
        source = Source(lambda *_: {"order": doc(id=f"gid://shopify/Order/{order_id}")})
        order = source.lookup(order_id)
        assert isinstance(order, ShopOrder)
        assert order.id == order_id
        assert source.script.asked[0].variables["id"] == f"gid://shopify/Order/{order_id}"

    def test_gone_is_what_would_be_shown(self) -> None:
        source = Source(Shop(some(3)), Reach(NOW, oldest_id=5))
        assert source.lookup("5") is None
        assert source.lookup("4") == OutOfReach("4")
        assert source.lookup("11") is None, "numbers, not texts"
        assert Source(Shop(some(3)), Reach(NOW)).lookup("11") == OutOfReach("11")
        assert Source(Shop(some(3))).lookup("4") is None

    def test_another_order_is_not_it(self) -> None:
        shop = Shop(some(3))
        shop.alone = {gid("Order", 2): {"order": some(3)[2]}}
        assert Source(shop).lookup("2") == Unreadable("2", "id", "another order was given")

    def test_what_was_cut_off_is_followed(self) -> None:
        cut = doc(id=gid("Order", 2), lineItems=connection(line(1), after="A"))
        more = {"order": {"lineItems": connection(line(2))}}
        order = Source(lambda name, _: more if name == "lines" else {"order": cut}).lookup("2")
        assert isinstance(order, ShopOrder)
        assert len(order.lines or ()) == 2

    def test_without_its_lines_it_says_so_itself(self) -> None:
        cut = doc(id=gid("Order", 2), lineItems=connection(line(1), after="A"))
        order = Source(lambda name, _: failure() if name == "lines" else {"order": cut}).lookup("2")
        assert isinstance(order, ShopOrder)
        assert order.lines is None

    @pytest.mark.parametrize(
        ("what", "cut"),
        [
            ("fulfilments", {"fulfillments": [{"status": "SUCCESS", "trackingInfo": []}] * 3}),
            ("payments", {"transactions": [{"kind": "SALE", "status": "FAILURE", "processedAt": None}] * 3}),
        ],
    )
    def test_without_the_rest_nothing_would_say_so(self, what: str, cut: dict[str, Any]) -> None:
        """A parcel without tracking, or a payment later than it was: whoever judges that must know it was not looked at."""
        raw = doc(id=gid("Order", 2), name="#1002", **cut)
        found = Source(lambda name, _: {"order": raw} if name == "order" else failure())
        assert found.lookup("2") == Unreadable("2", what, "does not come to its end", "1002")

    def test_what_ends_the_asking_goes_through(self) -> None:
        cut = doc(id=gid("Order", 2), lineItems=connection(line(1), after="A"))
        with refused("throttled"):
            Source(lambda name, _: failure("throttled") if name == "lines" else {"order": cut}).lookup("2")


class TestTwoInARow:
    def source(self) -> tuple[Source, Shop]:
        shop = Shop(some(9))
        shop.broken = {gid("Order", at) for at in (1, 2, 3)}
        shop.alone = {gid("Order", at): {"order": doc(id=gid("Order", at), name=None)} for at in (7, 8)}
        return Source(shop), shop

    def test_the_shop_fails_and_not_an_order(self) -> None:
        source, _ = self.source()
        assert source.lookup("1") == Unreadable("1", "order", ITS_OWN, "1")
        for _ in range(2):
            with refused("page_failed", why="order"):
                source.lookup("2")

    @pytest.mark.parametrize("between", ["4", "99", "7"], ids=["one that comes", "one that is gone", "one not read"])
    def test_not_in_a_row(self, between: str) -> None:
        source, _ = self.source()
        source.lookup("1")
        source.lookup(between)
        assert isinstance(source.lookup("2"), Unreadable)

    def test_the_same_one_is_no_other(self) -> None:
        source, _ = self.source()
        assert source.lookup("1") == source.lookup("1") == Unreadable("1", "order", ITS_OWN, "1")

    def test_orders_that_come_and_cannot_be_read_are_no_failing_shop(self) -> None:
        source, _ = self.source()
        assert [source.lookup(one) for one in ("7", "8", "7")] == [
            Unreadable(one, "name", "is not text") for one in ("7", "8", "7")
        ]


class Named:
    """A search by number as Shopify's: by words, so that others come up too, and the exact one anywhere among them."""

    def __init__(self, *names: Any, size: int = 10) -> None:
        self.docs = [doc(id=gid("Order", at), name=name) for at, name in enumerate(names, 1)]
        self.shop = Shop(self.docs, size)

    def __call__(self, name: str, asked: Mapping[str, Any]) -> Any:
        return self.shop(name, asked)


class TestByNumber:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("#1042", "1042"),
            ("#1042", " 1042 "),
            ("#1042", "#1042"),
            ("1042", "1042"),
            ("EN1042", "EN1042"),
            ("#1042-FR", "1042-FR"),
            ("N°1042", "N°1042"),
            ("1042 (2)", "1042 (2)"),
            ("#É/10.42", "É/10.42"),
        ],
    )
    def test_it_is_the_very_one(self, name: str, number: str) -> None:
        source = Source(Named("#10421", "X1042", name, "#104"))
        order = source.find(number)
        assert isinstance(order, ShopOrder)
        assert order.id == "3"
        said = number.strip().removeprefix("#")
        assert source.script.asked[0].variables["search"] == f"name:'#{said}' OR name:'{said}'"
        assert source.script.asked[0].variables["first"] == 10

    @pytest.mark.parametrize("number", ["1042", "104", "EN1042", "42"])
    def test_another_one_is_not_it(self, number: str) -> None:
        assert Source(Named("#10421", "X1042", "#FR-1042", "#EN-1042")).find(number) is None

    @pytest.mark.parametrize(
        "number",
        ["", " ", "#", "# ", "x" * 41, "1'2", '1"2', "1\\2", "1\n2", "1\x002", "1\ud8002", "1042' OR name:'1"],
        ids=repr,
    )
    def test_what_can_be_no_number_is_not_asked_for(self, number: str) -> None:
        source = Source(failure())
        assert source.find(number) is None
        assert source.script.asked == []

    def test_of_two_that_bear_it_the_older_one(self) -> None:
        order = Source(Named("#1042", "#1042")).find("1042")
        assert isinstance(order, ShopOrder)
        assert order.id == "1"

    def test_it_may_stand_behind_others(self) -> None:
        source = Source(Named(*(f"#1042-{at}" for at in range(25)), "#1042"))
        order = source.find("1042")
        assert isinstance(order, ShopOrder)
        assert order.id == "26"
        assert [one.variables["after"] for one in source.script.asked] == [None, "10", "20"]

    def test_a_search_that_is_not_heeded_is_no_answer(self) -> None:
        """All orders of the shop come up: that the first few are not it says nothing."""
        source = Source(Named(*(f"#{at}" for at in range(2000, 2200))))
        with refused("page_failed", why="order"):
            source.find("1042")
        assert source.script.count("orders") == 5
        assert Source(Named(*(f"#{at}" for at in range(2000, 2050)))).find("1042") is None, "fifty were all of them"

    def test_one_that_cannot_be_read_is_told(self) -> None:
        shop = Named("#10421", "#1042")
        shop.docs[1] = {**shop.docs[1], "updatedAt": None}
        shop.shop.rows = shop.docs
        assert Source(shop).find("1042") == Unreadable("2", "updatedAt", "is not text", "1042")
        assert Source(shop).find("99") is None

    def test_nor_is_one_unknown_of_which_nothing_can_be_read(self) -> None:
        shop = Named("#10421", "#1042")
        shop.shop.rows[1] = {**shop.docs[1], "name": None}
        assert Source(shop).find("1042") == Unreadable("2", "name", "is not text")
        shop.shop.rows.append(doc(id=gid("Order", 3), name="#1042"))
        assert isinstance(Source(shop).find("1042"), ShopOrder), "unless the very one comes"

    def test_one_that_breaks_the_answer_is_told(self) -> None:
        shop = Named("#1042")
        shop.shop.broken = {gid("Order", 1)}
        assert Source(shop).find("1042") == Unreadable("1", "order", ITS_OWN, "1042")

    def test_of_others_the_rest_is_not_asked_for(self) -> None:
        shop = Named("#10421", "#1042")
        for at in (0, 1):
            shop.shop.rows[at] = {**shop.docs[at], "lineItems": connection(line(1), after="A")}
        more = {"order": {"lineItems": connection(line(2))}}
        source = Source(lambda name, asked: more if name == "lines" else shop(name, asked))
        order = source.find("1042")
        assert isinstance(order, ShopOrder)
        assert len(order.lines or ()) == 2
        assert source.script.count("lines") == 1


class TestAWindow:
    def pulled(self, answer: Any, window: Window = MONTH, reach: Reach | None = None) -> Any:
        source = Source(answer, reach)
        return source.pull(window, lambda _: None), source

    @pytest.mark.parametrize("kind", ["page_failed", "throttled", "refused", "not_json", "other"])
    def test_nothing_at_all_is_an_error_of_a_kind_that_mails_know(self, kind: str) -> None:
        with refused("unreachable" if kind == "page_failed" else kind, host="shop.example"):
            self.pulled(lambda *_: failure(kind))

    def test_a_window_that_is_wholly_out_of_reach_is_refused_and_asks_nothing(self) -> None:
        """An empty window that calls itself whole would call everything in it gone."""
        old = Window(MONTH.since - (NOW - MONTH.since) * 4, MONTH.since - (NOW - MONTH.since) * 3)
        source = Source(failure(), Reach(NOW))
        with refused("refused", why="horizon", host="shop.example"):
            source.pull(old, lambda _: None)
        assert source.script.asked == []
        shop = Shop([])

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            scopes = [{"handle": "read_orders"}, {"handle": "read_all_orders"}]
            return {"currentAppInstallation": {"accessScopes": scopes}} if name == "reach" else shop(name, asked)

        shown = Source(answer, Reach(NOW, all_orders=True)).pull(old, lambda _: None)
        assert (shown.coverage.window, shown.coverage.complete) == (old, True)

    def test_an_empty_window_is_no_reason_to_refuse(self) -> None:
        for at in (NOW, MONTH.since - (NOW - MONTH.since) * 3):
            pulled, source = self.pulled(failure(), Window(at, at), Reach(NOW))
            assert (pulled.coverage.orders, source.script.asked) == (0, [])

    def test_addresses_that_fail_are_asked_for_again_and_not_called_none(self) -> None:
        first = doc(sourceName="pos", shippingAddress=None)
        shop = Shop([doc(sourceName="pos")])
        error = fault("INTERNAL_SERVER_ERROR", "orders", "nodes", 0, "shippingAddress")
        taken: list[ShopOrder] = []

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return reply({"orders": connection(first)}, error) if name == "orders" else shop(name, asked)

        source = Source(answer)
        pulled = source.pull(MONTH, taken.extend)
        assert pulled.coverage.complete
        assert [(order.aside, order.recipient is not None) for order in taken] == [("", True)]

    @pytest.mark.parametrize(
        ("rate", "available", "counted", "exported"),
        [
            (2.0, 0, 40, False),
            (1.99, 0, 40, True),
            (1.99, 1, 40, False),
            (1.0, 90, 40, False),
            (1.0, 89, 40, True),
            (0.1, 0, {"count": 40, "precision": "AT_LEAST"}, False),
            (0.1, 0, None, False),
            (0.1, 0, 10, False),
        ],
    )
    def test_it_is_exported_where_pages_would_wait_too_long(
        self, rate: float, available: float, counted: Any, exported: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Thirty orders are left, at six points each: 90 seconds' worth at two points a second."""
        monkeypatch.setattr("sources.shopify.pull.EXPORT_SECONDS", 90.0)
        shop = Shop(some(40), size=10)
        shop.counts = [counted] * 4

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return failure("refused") if name == "bulk_start" else reply(shop(name, asked), cost=(900, 60))

        source = Source(answer)
        source.script.pace.learn({"maximumAvailable": 1000, "currentlyAvailable": available, "restoreRate": rate})
        assert source.pull(MONTH, lambda _: None).coverage.orders == 40
        assert source.script.count("bulk_start") == exported

    def test_it_is_not_where_an_export_cannot_say_who_fulfils_nor_where_nothing_follows(self) -> None:
        for rows, services in ((40, True), (10, False)):
            shop = Shop(some(rows), size=10)

            def answer(name: str, asked: Mapping[str, Any], shop: Shop = shop) -> Any:
                return reply(shop(name, asked), cost=(900, 60))

            source = Source(answer, Reach(NOW, all_orders=True, services=services))
            source.script.pace.learn({"maximumAvailable": 1000, "currentlyAvailable": 0, "restoreRate": 0.01})
            assert source.pull(MONTH, lambda _: None).coverage.orders == rows
            assert source.script.count("bulk_start") == 0

    def test_a_first_page_without_rows_says_nothing_of_how_long_it_takes(self) -> None:
        empty = {"orders": {"pageInfo": {"hasNextPage": True, "endCursor": "0"}, "nodes": []}}
        shop = Shop(some(3), size=10)

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            counted = {"ordersCount": {"count": 3, "precision": "EXACT"}}
            return reply({**empty, **counted} if asked["after"] is None else shop(name, asked), cost=(900, 60))

        source = Source(answer)
        source.script.pace.learn({"maximumAvailable": 1000, "currentlyAvailable": 0, "restoreRate": 0.01})
        assert source.pull(MONTH, lambda _: None).coverage.orders == 3

    def test_pages_are_read_once_where_no_export_can_be_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sources.shopify.pull.EXPORT_SECONDS", -1.0)
        shop = Shop(some(30), size=10)

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            return failure("throttled") if name == "bulk_start" else reply(shop(name, asked), cost=(900, 60))

        source = Source(answer)
        source.script.pace.learn({"maximumAvailable": 1000, "currentlyAvailable": 0, "restoreRate": 1})
        pulled = source.pull(MONTH, lambda _: None)
        assert (pulled.coverage.complete, pulled.coverage.orders) == (True, 30)
        assert (source.script.count("bulk_start"), source.script.count("orders")) == (1, 3)

    def test_an_export_that_breaks_off_is_not_counted_with_the_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rows without an id cannot be told from each other: read twice, they must not stand in for one that is missing."""
        monkeypatch.setattr("sources.shopify.pull.EXPORT_SECONDS", -1.0)
        shop = Shop([*some(3), {"id": None}, {"id": None}], size=4)
        shop.counts = [6] * 3

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "orders":
                return reply(shop(name, asked), cost=(900, 60))
            return failure("refused", why="query")

        source = Source(answer)
        source.script.pace.learn({"maximumAvailable": 1000, "currentlyAvailable": 0, "restoreRate": 1})
        pulled = source.pull(MONTH, lambda _: None)
        assert source.script.count("bulk_start") == 1
        assert [(one.kind, one.detail) for one in pulled.troubles] == [("rows_differ", {"total": 6, "read": 5})]


def test_errors_hold_no_more_than_what_went_wrong() -> None:
    with pytest.raises(SourceError) as told:
        Source(lambda *_: {"orders": 7, "name": "Camille Exemple"}).pull(MONTH, lambda _: None)
    assert "Camille" not in f"{told.value!r} {told.value.detail}"
