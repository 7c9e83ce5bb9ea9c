"""A page, however it can be had; and one order by itself. What is missing of an answer is never what an order lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.model import OutOfReach, Unreadable
from core.policy import LinesPolicy
from sandbox.people import PRODUCTS
from sandbox.shopify_books import gid as real_gid
from sandbox.shopify_orders import line_item
from sources.shopify import pages, pull
from sources.shopify.graph import Graph, Reply, TooDear
from sources.shopify.orders import ITS_OWN, Orders, Price
from sources.shopify.pace import MOST_POINTS
from sources.shopify.reach import Reach
from tests.integration.shopify_shop import DAY, Rig, opened
from tests.integration.shopify_shop import NOW as TODAY
from tests.unit.sources.shopify.answering import refused
from tests.unit.sources.shopify.scripted import NOW, Reading, Shop, failure, fault, reply, some
from tests.unit.sources.shopify.told import address, connection, doc, gid, line

SEARCH = "created_at:>='2026-11-20T07:00:00Z'"


def orders(answer: Any, **granted: Any) -> tuple[Orders, Reading]:
    read = Reading(answer, reach=Reach(NOW, **{"all_orders": True, **granted}))
    return read.orders, read


class TestHowLarge:
    @pytest.mark.parametrize(("services", "size"), [(False, 35), (True, 16)])
    def test_as_large_as_a_question_may_be(self, services: bool, size: int) -> None:
        ask, read = orders(Shop(some(1)), services=services)
        ask.page(SEARCH, None, counted=True)
        assert read.script.asked[0].variables["first"] == size
        each = 62 if services else 28
        assert read.script.asked[0].points == 3 + size * each <= MOST_POINTS < 3 + (size + 1) * each

    def test_too_dear_it_is_halved_and_asked_again(self) -> None:
        shop = Shop(some(3))
        ask, read = orders(lambda name, asked: TooDear() if asked["first"] > 4 else shop(name, asked))
        assert len(ask.page(SEARCH, "1").orders) == 2
        assert [(one.variables["first"], one.variables["after"]) for one in read.script.asked] == [
            (35, "1"),
            (17, "1"),
            (8, "1"),
            (4, "1"),
        ]
        assert [one.points for one in read.script.asked] == [982, 478, 226, 114]

    def test_one_alone_that_is_too_dear_is_the_end_of_it(self) -> None:
        ask, read = orders(lambda *_: TooDear())
        with refused("other", why="cost"):
            ask.page(SEARCH, None)
        assert [one.variables["first"] for one in read.script.asked] == [35, 17, 8, 4, 2, 1]
        with refused("other", why="cost"):
            ask.one("7")

    def test_it_learns_what_a_page_costs(self) -> None:
        shop = Shop(some(9))
        ask, read = orders(lambda name, asked: reply(shop(name, asked), cost=(2 + asked["first"] * 100, 50)))
        ask.page(SEARCH, None)
        ask.page(SEARCH, "2")
        assert [one.variables["first"] for one in read.script.asked] == [35, 9]
        assert ask.price == Price(2, 50)

    def test_no_more_than_is_wanted(self) -> None:
        ask, read = orders(Shop(some(9)))
        ask.page(SEARCH, None, most=3)
        ask.size.now = 2
        ask.page(SEARCH, None, most=3)
        assert [one.variables["first"] for one in read.script.asked] == [3, 2]

    def test_rows_that_cannot_be_read_cost_as_much(self) -> None:
        shop = Shop([doc(name=7), *some(1)])
        ask, _ = orders(lambda name, asked: reply(shop(name, asked), cost=(900, 60)))
        ask.page(SEARCH, None)
        assert ask.price == Price(2, 60)


class TestOneBreaksThePage:
    def test_the_others_come_by_themselves_and_it_is_named(self) -> None:
        shop = Shop(some(5), size=3)
        shop.broken = {gid("Order", 2)}
        ask, read = orders(shop)
        page = ask.page(SEARCH, None)
        assert [one.id for one in page.orders] == ["1", "3"]
        assert page.unreadable == [Unreadable("2", "order", ITS_OWN, "2")]
        assert (page.cursor, page.more, page.counted) == ("3", True, None)
        skeleton = next(one for one in read.script.asked if one.name == "skeleton")
        assert skeleton.variables == {"first": 35, "after": None, "search": SEARCH}

    def test_what_was_cut_off_of_them_is_followed(self) -> None:
        shop = Shop(some(3), size=3)
        shop.broken = {gid("Order", 2)}
        shop.rows[2]["lineItems"] = connection(line(1), after="A")
        ask, _ = orders(shop)
        assert ask.page(SEARCH, None).follow.keys() == {"3"}

    def test_one_that_is_deleted_meanwhile_is_none(self) -> None:
        shop = Shop(some(3), size=3)
        shop.broken = {gid("Order", 2)}
        shop.alone = {gid("Order", 1): {"order": None}}
        ask, _ = orders(shop)
        page = ask.page(SEARCH, None)
        assert [one.id for one in (*page.orders, *page.unreadable)] == ["3", "2"]

    def test_the_broken_one_may_be_the_deleted_one(self) -> None:
        shop = Shop(some(3), size=3)

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "orders" and not read.script.count("skeleton"):
                return failure()
            if name == "order" and asked["id"] == gid("Order", 2):
                return {"order": None}
            return shop(name, asked)

        ask, read = orders(answer)
        page = ask.page(SEARCH, None)
        assert ([one.id for one in page.orders], page.unreadable) == (["1", "3"], [])

    def test_ids_of_other_orders_come_as_what_they_are(self) -> None:
        """Between the page and its ids one may have been added to the front: who comes, comes."""
        shop = Shop(some(3), size=3)
        ask, _ = orders(
            lambda name, asked: (
                failure()
                if name == "orders"
                else shop(name, {**asked, "after": "1"} if name == "skeleton" else asked)
            )
        )
        page = ask.page(SEARCH, None)
        assert [one.id for one in page.orders] == ["2", "3"]

    @pytest.mark.parametrize(
        "bare",
        [
            {"orders": connection()},
            {"orders": None},
            {},
            {"orders": connection({"id": "gid://shopify/Order/x", "name": "#1"})},
        ],
        ids=str,
    )
    def test_without_ids_the_page_does_not_come(self, bare: Any) -> None:
        ask, read = orders(lambda name, _: bare if name == "skeleton" else failure(x=1))
        with refused("page_failed", x=1):
            ask.page(SEARCH, None)
        assert read.script.count("order") == 0

    def test_ids_that_do_not_come_either(self) -> None:
        ask, _ = orders(lambda name, _: failure(x=2) if name == "skeleton" else failure(x=1))
        with refused("page_failed", x=2):
            ask.page(SEARCH, None)

    @pytest.mark.parametrize(
        ("broken", "comes"),
        [
            ((1,), True),
            ((1, 2), True),
            ((1, 2, 3), False),
            ((2, 3, 4), False),
            ((4, 5, 6), True),
            ((3, 4, 5, 6), False),
        ],
        ids=str,
    )
    def test_more_of_them_broken_than_not_is_the_shops_trouble(self, broken: tuple[int, ...], comes: bool) -> None:
        shop = Shop(some(6), size=6)
        shop.broken = {gid("Order", at) for at in broken}
        ask, _ = orders(shop)
        if comes:
            page = ask.page(SEARCH, None)
            assert len(page.orders) == 6 - len(broken)
            assert {one.id for one in page.unreadable} == set(map(str, broken))
        else:
            with refused("page_failed"):
                ask.page(SEARCH, None)

    @pytest.mark.parametrize("kind", ["throttled", "unreachable", "refused", "not_json"])
    def test_nothing_else_is_taken_for_that(self, kind: str) -> None:
        ask, read = orders(lambda *_: failure(kind))
        with refused(kind):
            ask.page(SEARCH, None)
        assert read.script.count("skeleton") == 0

    @pytest.mark.parametrize("kind", ["throttled", "unreachable", "refused"])
    def test_nor_is_it_an_orders_fault_that_nothing_more_can_be_asked(self, kind: str) -> None:
        ask, _ = orders(
            lambda name, _: (
                {"orders": connection(*some(2))}
                if name == "skeleton"
                else failure("page_failed" if name == "orders" else kind)
            )
        )
        with refused(kind):
            ask.page(SEARCH, None)

    def test_it_is_counted_all_the_same_where_that_was_asked(self) -> None:
        shop = Shop(some(5), size=3)
        shop.broken = {gid("Order", 2)}
        ask, read = orders(shop)
        assert ask.page(SEARCH, None, counted=True).counted == 5
        last = read.script.asked[-1]
        assert (last.name, last.variables["first"], last.variables["after"]) == ("orders", 1, "3")
        shop.broken |= {gid("Order", 4)}
        page = ask.page(SEARCH, None, counted=True)
        assert (page.counted, len(page.orders)) == (None, 2), "beside another broken one there is no count"

    @pytest.mark.parametrize("told", [TooDear(), failure("page_failed")], ids=str)
    def test_a_count_that_cannot_be_had_is_none(self, told: Exception) -> None:
        shop = Shop(some(5), size=3)
        shop.broken = {gid("Order", 2)}
        ask, _ = orders(lambda name, asked: told if name == "orders" and asked["after"] else shop(name, asked))
        assert ask.page(SEARCH, None, counted=True).counted is None

    def test_a_count_that_nobody_has_time_for_is_told(self) -> None:
        shop = Shop(some(5), size=3)
        shop.broken = {gid("Order", 2)}
        slow = failure("throttled")
        ask, _ = orders(lambda name, asked: slow if name == "orders" and asked["after"] else shop(name, asked))
        with refused("throttled"):
            ask.page(SEARCH, None, counted=True)


class TestAPartIsMissing:
    """GraphQL answers null for what failed, and says so beside it: no order is to be read as if it lacked that."""

    def partial(self, error: Any, **fields: Any) -> tuple[Any, Reading]:
        first, second = some(2)
        shop = Shop([first, second])

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name == "orders":
                return reply({"orders": connection({**first, **fields}, second)}, error)
            return shop(name, asked)

        ask, read = orders(answer)
        return ask.page(SEARCH, None), read

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("shippingAddress", None, "INTERNAL_SERVER_ERROR"),
            ("shippingAddress", address(zip=None), "TIMEOUT"),
            ("cancelledAt", None, "ACCESS_DENIED"),
            ("displayFinancialStatus", None, "INTERNAL_SERVER_ERROR"),
            ("sourceName", None, "SOMETHING_NEW"),
            ("lineItems", connection(line(1, sku=None)), "INTERNAL_SERVER_ERROR"),
        ],
    )
    def test_each_order_is_asked_for_by_itself(self, field: str, value: Any, code: str) -> None:
        page, read = self.partial(fault(code, "orders", "nodes", 0, field), **{field: value})
        assert read.script.count("order") == 2
        assert [order.recipient is not None for order in page.orders] == [True, True]
        assert (read.reach.addresses, read.reach.articles) == (True, True)

    def test_and_called_unreadable_where_it_is_missing_again(self) -> None:
        first, second = some(2)
        error = fault("INTERNAL_SERVER_ERROR", "order", "shippingAddress")
        shop = Shop([first, second])
        shop.broken = {gid("Order", 2)}

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            broken = name == "order" and asked["id"] == gid("Order", 2)
            return reply({"order": {**second, "shippingAddress": None}}, error) if broken else shop(name, asked)

        ask, _ = orders(answer)
        assert ask.page(SEARCH, None).unreadable == [Unreadable("2", "order", ITS_OWN, "2")]

    @pytest.mark.parametrize(
        ("field", "flag"), [("shippingAddress", "addresses"), ("variant", "articles")], ids=lambda one: one
    )
    def test_what_may_not_be_read_is_noted_and_not_asked_for_again(self, field: str, flag: str) -> None:
        shop = Shop(some(4))
        error = fault("ACCESS_DENIED", "orders", "nodes", 0, field)
        ask, read = orders(lambda name, asked: reply(shop(name, asked), error) if asked[flag] else shop(name, asked))
        page = ask.page(SEARCH, None)
        assert len(page.orders) == 2
        ask.page(SEARCH, "2")
        assert [one.variables[flag] for one in read.script.asked] == [True, False]
        assert all((order.recipient is None) == (flag == "addresses") for order in page.orders)
        other = {"addresses": "articles", "articles": "addresses"}[flag]
        assert (getattr(read.reach, flag), getattr(read.reach, other)) == (False, True)

    def test_who_fulfils_is_needed(self) -> None:
        shop = Shop(some(2))
        error = fault(
            "ACCESS_DENIED", "orders", "nodes", 0, "fulfillmentOrders", "nodes", 0, "assignedLocation", "location"
        )
        ask, _ = orders(lambda name, asked: reply(shop(name, asked), error), services=True)
        with refused("refused", why="services", host="shop.example"):
            ask.page(SEARCH, None)

    @pytest.mark.parametrize("data", [{"orders": None}, {}, {"orders": {"nodes": []}}], ids=str)
    def test_an_answer_that_is_no_page_is_none(self, data: Any) -> None:
        ask, _ = orders(lambda *_: data)
        with refused("not_json", host="shop.example"):
            ask.page(SEARCH, None)


class TestOneAlone:
    def test_it_comes(self) -> None:
        ask, read = orders(Shop(some(3)))
        page = ask.one("2")
        assert ([one.id for one in page.orders], page.unreadable) == (["2"], [])
        (asked,) = read.script.asked
        assert asked.variables == {"id": gid("Order", 2), "articles": True, "addresses": True, "services": False}
        assert (asked.points, asked.tries) == (29, 2)

    def test_it_is_not_there(self) -> None:
        ask, _ = orders(Shop(some(3)))
        assert ask.one("9")[:2] == ([], [])

    def test_the_shop_fails_at_it(self) -> None:
        shop = Shop(some(3))
        shop.broken = {gid("Order", 2)}
        ask, _ = orders(lambda name, asked: shop(name, asked | {"after": "1"} if name == "skeleton" else asked))
        assert ask.one("2").unreadable == [Unreadable("2", "order", ITS_OWN, "2")]
        ask, _ = orders(lambda name, asked: failure() if name == "skeleton" else shop(name, asked))
        assert ask.one("2").unreadable == [Unreadable("2", "order", ITS_OWN)]

    def test_it_cannot_be_read(self) -> None:
        shop = Shop(some(3))
        shop.alone = {gid("Order", 2): {"order": doc(id=gid("Order", 2), name=None)}}
        ask, _ = orders(shop)
        assert ask.one("2").unreadable == [Unreadable("2", "name", "is not text")]
        shop.alone = {gid("Order", 2): {"order": {"id": 7}}}
        assert [one.id for one in ask.one("2").unreadable] == ["2"], (
            "its finding stands under the id that was asked for"
        )

    def test_another_one_is_not_it(self) -> None:
        shop = Shop(some(3))
        shop.alone = {gid("Order", 2): {"order": some(3)[2]}}
        ask, _ = orders(shop)
        assert ask.one("2")[:2] == ([], [Unreadable("2", "id", "another order was given")])

    @pytest.mark.parametrize("data", [{}, {"orders": None}], ids=str)
    def test_an_answer_without_it_says_nothing(self, data: Any) -> None:
        ask, _ = orders(lambda *_: data)
        with refused("not_json"):
            ask.one("2")


# ------------------------------------------------------------------------------------------- what questions cost


QUESTIONS = {path.stem for path in Path(pull.__file__).parent.glob("*.graphql")} - {"bulk_orders"}


def many_of_everything(rig: Rig) -> None:
    """An order of which everything is cut off, one that breaks its page, and one for each other question."""
    rig.shop.scopes = {"read_orders", "read_products", "read_all_orders"} | {
        f"read_{whose}_fulfillment_orders" for whose in ("assigned", "merchant_managed", "third_party")
    }
    lines = [line_item(real_gid("LineItem", 90_000 + at), PRODUCTS[0], 200) for at in range(300)]
    paid = {"kind": "SALE", "status": "SUCCESS", "processedAt": "2026-11-22T09:30:00Z"}
    order = int(rig.order(1001, 5 * DAY, changed={"lineItems": lines}))
    rig.shop.edit(order, TODAY, transactions=[{**paid, "id": real_gid("OrderTransaction", at)} for at in range(30)])
    for at in range(30):
        rig.shop.fulfil(order, TODAY - 4 * DAY + timedelta(minutes=at), ["6A1"] if at else [], {lines[at]["id"]: 1})
    for at in range(155):
        rig.shop.refund(order, TODAY - DAY, {line["id"]: 1 for line in lines[: 300 if at == 0 else 1]}, "RETURN")
    place = {
        "id": real_gid("Location", 1),
        "name": "Atelier",
        "isFulfillmentService": False,
        "fulfillmentService": None,
    }
    parts = [
        {
            "id": real_gid("FulfillmentOrderLineItem", at),
            "totalQuantity": 1,
            "remainingQuantity": 1,
            "lineItem": line["id"],
        }
        for at, line in enumerate(lines)
    ]
    assigned = {"status": "OPEN", "assignedLocation": {"name": "Atelier", "location": place}}
    rig.shop.edit(
        order,
        TODAY,
        fulfillmentOrders=[
            {**assigned, "id": real_gid("FulfillmentOrder", at), "lineItems": rows}
            for at, rows in enumerate((parts[:280], parts[280:290], parts[290:]), 1)
        ],
    )
    for number in range(1002, 1130):
        rig.order(number, DAY)


class TestPoints:
    """Whoever asks for more than was waited for is throttled; whoever asks for more than 1,000 is refused."""

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float, float]]:
        seen: list[tuple[str, float, float]] = []
        ask = Graph.ask

        def noted(graph: Graph, name: str, variables: Mapping[str, Any], points: float, *more: Any) -> Reply:
            reply = ask(graph, name, variables, points, *more)
            assert reply.cost is not None, name
            seen.append((name, points, reply.cost.requested))
            return reply

        monkeypatch.setattr(Graph, "ask", noted)
        return seen

    def test_no_question_asks_for_more_than_it_waits_for_nor_for_more_than_it_may(
        self, asked: list[tuple[str, float, float]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with opened() as rig:
            many_of_everything(rig)
            broken = int(rig.order(1200, 6 * DAY))
            for mode in ("service", "vendor", "all"):
                answer = rig.pull(lines=LinesPolicy(mode, ("tpop",)))  # type: ignore[arg-type]
                assert answer.coverage.complete, answer.troubles
            assert not rig.door.crashes
            rig.shop.broken = {broken}
            source = rig.source()
            assert [one.id for one in rig.pull(source=source).unreadable] == [str(broken)]
            assert not isinstance(source.lookup(str(broken)), OutOfReach)
            source.find("1002")
            rig.shop.broken = set()
            rig.shop.bucket_size, rig.shop.restore_rate = 1000.0, 20.0  # pages wait, and an export is looked at
            monkeypatch.setattr(pull, "EXPORT_SECONDS", -1.0)
            assert rig.pull().coverage.complete
            rig.shop.bulk_never_ends = True
            assert rig.pull().coverage.complete
        assert {name for name, _, _ in asked} == QUESTIONS
        assert [one for one in asked if one[2] > one[1]] == []
        assert max(requested for _, _, requested in asked) <= MOST_POINTS
        assert pages.DEPTH < 25_000, "Shopify goes no deeper"
