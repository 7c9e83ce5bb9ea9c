"""A window as one export: what is not surely all of it is left to the pages, and nothing is counted twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from core.errors import SourceError
from sandbox import faults as wire
from sandbox.faults import Answer
from sandbox.loopback import Loopback, Request
from sandbox.people import PRODUCTS
from sandbox.shopify_books import gid as real_gid
from sandbox.shopify_orders import line_item
from sources import http
from sources.shopify import pull
from sources.shopify.bulk import Export
from sources.shopify.graph import Graph, TooDear
from sources.shopify.pages import Anew
from sources.shopify.reach import Reach
from tests.integration.shopify_shop import DAY, HOUR, Rig, bodies, opened
from tests.unit.sources.shopify.scripted import NOW, Reading, failure, fault, reply, some
from tests.unit.sources.shopify.told import ALL, address, doc, gid, line, payment

URL, STARTED = (
    "https://files.example/one",
    {"bulkOperationRunQuery": {"bulkOperation": {"id": "E1"}, "userErrors": []}},
)


def rows_of(*docs: dict[str, Any]) -> list[dict[str, Any]]:
    """As an export lists them: each order, and its lines below it."""
    found = []
    for one in docs:
        found.append({key: value for key, value in one.items() if key != "lineItems"})
        found += [{**each, "__parentId": one["id"]} for each in one["lineItems"]["nodes"]]
    return found


def text(rows: list[Any]) -> list[bytes]:
    return [json.dumps(row).encode() for row in rows]


class File:
    """Where an export lies: its lines, or what is raised in between."""

    def __init__(self, lines: list[Any]) -> None:
        self._lines = lines
        self.asked: list[str] = []

    def __call__(self, url: str) -> Any:
        self.asked.append(url)
        return self

    def lines(self) -> Iterator[bytes]:
        for one in self._lines:
            if isinstance(one, Exception):
                raise one
            yield one


class Exported(Reading):
    """One export: `states` are its states in turn, `alone` what is answered about an order by itself."""

    over = False
    """It did not bring everything."""

    def __init__(self, lines: list[Any], *states: Any, alone: Mapping[str, Any] | None = None, **reach: Any) -> None:
        super().__init__(self.tell, reach=Reach(NOW, all_orders=True, **reach))
        self.states, self.alone, self.started = list(states), alone or {}, cast(Any, STARTED)
        self.file = File(lines)
        self.seconds, self.looked = 0.0, list[float]()
        self.script.pace.clock = lambda: self.seconds
        self.export = Export(
            cast(Graph, self.script), self.orders, ALL, self.reach, self.intake, cast(Any, self.file)
        )

    def tell(self, name: str, asked: Mapping[str, Any]) -> Any:
        if name == "order":
            return self.alone[asked["id"]]
        if name == "bulk_status":
            self.looked.append(self.seconds)
            told = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return told if isinstance(told, Exception) or not isinstance(told, dict) else {"bulkOperation": told}
        if name == "bulk_cancel":
            return {"bulkOperationCancel": {}}
        return self.started if name == "bulk_start" else failure("unreachable")

    def run(self, seconds: int = 60) -> Exported:
        """Looked at every second, as if pages came that fast."""
        self.export.begin()
        for second in range(seconds):
            self.seconds = float(second)
            if self.export.overtakes():
                return self
        self.over = True
        return self

    def gives_up(self) -> Exported:
        """It comes to nothing, and says so by not running any more."""
        assert self.run().over
        assert not self.export.running
        return self

    def begins_anew(self) -> Exported:
        """It comes to nothing, and some of its orders were handed on: all pages are to be read again."""
        with pytest.raises(Anew):
            self.run()
        assert not self.export.running
        assert not self.export.overtakes()
        return self


def done(rows: list[Any], **more: Any) -> dict[str, Any]:
    roots = sum("__parentId" not in row for row in rows)
    return {"status": "COMPLETED", "url": URL, "rootObjectCount": str(roots), "objectCount": str(len(rows)), **more}


def exported(rows: list[Any], lines: list[Any] | None = None, **more: Any) -> Exported:
    return Exported(text(rows) if lines is None else lines, done(rows, **more))


class TestTheFile:
    def test_orders_and_their_lines(self) -> None:
        read = exported(rows_of(*some(600))).run()
        assert [order.id for order in read.taken] == [str(at) for at in range(1, 601)]
        assert {len(order.lines or ()) for order in read.taken} == {2}
        assert [len(page) for page in read.handed] == [250, 250, 100]
        assert (read.intake.orders, read.troubles, read.file.asked) == (600, [], [URL])
        assert [name for name, *_ in read.script.asked] == ["bulk_start", "bulk_status"]

    def test_lines_without_number_stay_together(self) -> None:
        """The 251st order ends a batch; its lines are still its own."""
        docs = some(251)
        docs[249]["lineItems"]["nodes"] = [line(at, sku=f"S{at}") for at in range(1, 400)]
        read = exported(rows_of(*docs)).run()
        assert [len(order.lines or ()) for order in read.taken[248:]] == [2, 399, 2]

    @pytest.mark.parametrize("blank", [b"", b"  \r", b"\r"])
    def test_blank_lines_are_nothing(self, blank: bytes) -> None:
        lines = text(rows_of(*some(2)))
        read = exported(rows_of(*some(2)), [blank, *(one + b"\r" for one in lines), blank]).run()
        assert read.ids == {"1", "2"}

    def test_one_that_cannot_be_read_costs_one(self) -> None:
        docs = [*some(2), doc(id=gid("Order", 3), name=None), doc(id=gid("Order", 4), lines=[line(1, sku="\ud800")])]
        read = exported(rows_of(*docs)).run()
        assert (read.ids, {*read.intake.unreadable}) == ({"1", "2"}, {"3", "4"})

    def test_what_may_not_be_read_is_left_out(self) -> None:
        read = Exported(text(rows_of(*some(1))), done(rows_of(*some(1))), articles=False, addresses=False).run()
        query = read.script.asked[0].variables["query"]
        assert query.splitlines() == [
            "bulk_orders \"created_at:>='2026-10-24T07:00:00Z' created_at:<'2026-11-23T07:00:00Z'\""
        ]
        assert [order.recipient for order in read.taken] == [None], "hidden, whatever the file says"
        whole = exported(rows_of(doc(shippingAddress=address()))).run()
        assert whole.taken[0].recipient is not None
        assert whole.script.asked[0].variables["query"].splitlines()[1:] == [
            "variant # articles",
            "street # addresses",
        ]

    @pytest.mark.parametrize(
        "broken",
        [
            b'{"id":',
            b"[]",
            b"7",
            b"null",
            b"\xff\xfe",
            b'"x"',
            b"[" * 100_000,
            failure("unreachable"),
            failure("too_large"),
        ],
        ids=["cut", "list", "number", "null", "bytes", "text", "deep", "breaks off", "too large"],
    )
    def test_half_a_file_is_none(self, broken: Any) -> None:
        rows = rows_of(*some(300))
        assert len(exported(rows, [*text(rows)[:-2], broken]).begins_anew().taken) == 250
        few = rows_of(*some(250))
        assert exported(few, [*text(few)[:-2], broken]).gives_up().taken == [], "nothing of it was handed on"

    @pytest.mark.parametrize(
        "count", [None, "", "299", 301, -1, "x", [], 1e999, "9" * 5000], ids=lambda one: str(one)[:9]
    )
    def test_as_many_orders_as_it_says(self, count: Any) -> None:
        read = exported(rows_of(*some(300)), rootObjectCount=count).begins_anew()
        assert len(read.taken) == 250, "the last ones are not handed on: the file may have been cut inside of one"
        assert exported(rows_of(*some(250)), rootObjectCount=count).gives_up().taken == []

    @pytest.mark.parametrize("count", [2, "2", 2.0])
    def test_counts_may_be_numbers_or_text(self, count: Any) -> None:
        assert exported(rows_of(*some(2)), rootObjectCount=count).run().ids == {"1", "2"}

    def test_an_order_that_stands_there_twice_is_no_order_more(self) -> None:
        rows = rows_of(*some(2))
        read = exported([*rows, *rows], rootObjectCount="2").gives_up()
        assert read.intake.orders in (0, 2)
        assert exported([*rows, *rows]).run().intake.orders == 2

    def test_orders_that_were_not_asked_for_are_told(self) -> None:
        read = exported(rows_of(*some(1), doc(id=gid("Order", 9), createdAt="2026-11-23T07:00:00Z"))).run()
        assert (read.ids, read.troubles) == ({"1"}, [("rows_differ", {"outside": 1})])


class TestAFileThatWasCutBetweenTwoLines:
    rows = rows_of(*some(2))

    def test_the_last_order_is_asked_for_by_itself(self) -> None:
        read = exported(self.rows, text(self.rows[:-1]))
        read.alone = {gid("Order", 2): {"order": some(2)[1]}}
        read.run()
        assert [(order.id, len(order.lines or ())) for order in read.taken] == [("1", 2), ("2", 2)]
        assert read.script.count("order") == 1

    def test_and_not_handed_on_where_it_is_gone(self) -> None:
        read = exported(self.rows, text(self.rows[:-1]))
        read.alone = {gid("Order", 2): {"order": None}}
        assert read.run().ids == {"1"}

    def test_nor_where_it_does_not_come(self) -> None:
        read = exported(self.rows, text(self.rows[:-1]))
        read.alone = {gid("Order", 2): failure("unreachable")}
        assert read.begins_anew().ids == {"1"}

    def test_of_the_only_one(self) -> None:
        read = exported(self.rows[:3], text(self.rows[:2]))
        read.alone = {gid("Order", 1): {"order": some(1)[0]}}
        assert [len(order.lines or ()) for order in read.run().taken] == [2]


class TestLinesThatStandElsewhere:
    def alone(self, *docs: dict[str, Any]) -> dict[str, Any]:
        return {one["id"]: {"order": one} for one in docs}

    def test_their_order_is_asked_for_by_itself(self) -> None:
        docs = some(3)
        rows = rows_of(*docs)
        rows.append(rows.pop(1))
        read = exported(rows)
        read.alone = self.alone(docs[0])
        read.run()
        last = {order.id: order for order in read.taken}
        assert [len(last[each].lines or ()) for each in "123"] == [2, 2, 2]
        assert read.script.count("order") == 1

    def test_before_it(self) -> None:
        docs = some(2)
        rows = rows_of(*docs)
        read = exported([rows[1], rows[0], *rows[2:]])
        read.alone = self.alone(docs[0])
        assert [len(order.lines or ()) for order in read.run().taken if order.id == "1"][-1] == 2

    def test_of_an_order_that_never_comes(self) -> None:
        rows = rows_of(*some(2))
        read = exported([*rows, {**line(9), "__parentId": gid("Order", 9)}])
        read.alone = {gid("Order", 9): {"order": None}}
        assert read.run().ids == {"1", "2"}

    @pytest.mark.parametrize("count", [2, 300])
    def test_an_order_without_lines_is_never_handed_on(self, count: int) -> None:
        """Not grouped, all lines stand below all orders: should nothing more come then, none is an order of nothing."""
        docs = some(count)
        rows = sorted(rows_of(*docs), key=lambda row: "__parentId" in row)
        read = exported(rows)
        read.alone = self.alone(*docs)
        if count == 300:
            read.begins_anew()
        else:
            assert not read.run().over
        assert [len(order.lines or ()) for order in read.taken] == [2] * (2 if count == 2 else 0)
        assert len(read.ids) == (2 if count == 2 else 0)

    def test_of_many_orders_it_is_no_export(self) -> None:
        strangers = [{**line(9), "__parentId": gid("Order", 1000 + at)} for at in range(251)]
        read = exported([*rows_of(*some(2)), *strangers]).gives_up()
        assert (read.script.count("order"), read.ids) == (0, set())
        fewer = exported([*rows_of(*some(2)), *strangers[1:]])
        fewer.alone = {one["__parentId"]: {"order": None} for one in strangers}
        assert fewer.run().script.count("order") == 250


class TestTheRest:
    def test_is_followed_when_the_file_is_closed(self) -> None:
        """Nobody keeps a file open while refunds are asked for."""
        back = doc(
            id=gid("Order", 2),
            lines=(line(1, 3, currentQuantity=1),),
            fulfillments=[{"status": "SUCCESS", "trackingInfo": []}],
            transactions=[payment()],
        )
        rows = rows_of(*some(1), back, *some(1, first=3))
        read = exported(rows)
        closed: list[bool] = []

        def answer(name: str, asked: Mapping[str, Any]) -> Any:
            if name != "refunds":
                return read.tell(name, asked)
            closed.append(len(read.taken) == 2)
            came = [{"quantity": 2, "restockType": "RETURN", "lineItem": {"id": gid("LineItem", 1)}}]
            cut = {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": came}
            return {"order": {"refunds": [{"id": gid("Refund", 1), "refundLineItems": cut}]}}

        read.script.answer = answer
        read.run()
        assert closed == [True]
        assert [each.remaining for order in read.taken if order.id == "2" for each in order.lines or ()] == [3]

    def test_a_row_without_id_is_left_to_the_pages(self) -> None:
        """They bring it, too, and nobody could tell that it is the same."""
        nameless = {key: value for key, value in doc(id=None, name=None).items() if key != "lineItems"}
        read = exported([*rows_of(*some(2)), nameless])
        read.intake.nameless = 1
        read.gives_up()
        assert (read.intake.nameless, read.intake.unreadable) == (1, {})


class TestHowFarItIs:
    def test_it_is_looked_at_less_and_less_often(self) -> None:
        rows = rows_of(*some(1))
        going = [{"status": "CREATED"}, *[{"status": "RUNNING"}] * 6]
        read = Exported(text(rows), *going, done(rows)).run()
        assert (read.looked, read.over) == ([1, 3, 6, 11, 19, 29, 39, 49], False)
        assert read.script.count("bulk_cancel") == 0
        assert all(one.variables == {"id": "E1"} for one in read.script.asked if one.name == "bulk_status")

    def test_nobody_waits_for_it(self) -> None:
        read = Exported([], {"status": "RUNNING"}).run()
        assert (read.over, read.export.running, read.script.rested) == (True, True, [])
        read.export.end()
        assert (read.script.asked[-1].name, read.script.asked[-1].variables) == ("bulk_cancel", {"id": "E1"})
        read.export.end()
        assert read.script.count("bulk_cancel") == 1

    def test_one_that_is_done_is_not_ended(self) -> None:
        read = exported(rows_of(*some(1))).run()
        read.export.end()
        assert read.script.count("bulk_cancel") == 0
        assert not read.export.overtakes()

    @pytest.mark.parametrize(
        "state",
        [
            *(
                {"status": word}
                for word in ("FAILED", "EXPIRED", "CANCELED", "CANCELING", "NEW_WORD", None, 7, ["RUNNING"], {})
            ),
            {},
            [],
            "x",
        ],
        ids=str,
    )
    def test_any_other_state_is_none(self, state: Any) -> None:
        read = Exported([], state).gives_up()
        assert (read.looked, read.file.asked) == ([1], [])

    @pytest.mark.parametrize("word", ["FAILED", "EXPIRED"])
    def test_what_was_written_before_it_failed_is_not_read(self, word: str) -> None:
        rows = rows_of(*some(2))
        read = Exported(text(rows), done(rows, status=word)).gives_up()
        assert (read.file.asked, read.taken) == ([], [])

    @pytest.mark.parametrize("url", [{}, {"url": None}, {"url": None, "rootObjectCount": "0"}, {"url": 7}], ids=str)
    def test_without_a_file_there_is_nothing_to_trust(self, url: Mapping[str, Any]) -> None:
        """It is asked for only where more orders follow: none at all is not the truth."""
        read = Exported([], {"status": "COMPLETED", "rootObjectCount": "5", **url}).gives_up()
        assert read.taken == []

    @pytest.mark.parametrize(
        "started",
        [
            {"bulkOperationRunQuery": None},
            {"bulkOperationRunQuery": []},
            {"bulkOperationRunQuery": "x"},
            {"bulkOperationRunQuery": {"bulkOperation": None, "userErrors": [{"code": "OPERATION_IN_PROGRESS"}]}},
            {"bulkOperationRunQuery": {"bulkOperation": {"id": "E1"}, "userErrors": [{"code": "INVALID"}]}},
            {"bulkOperationRunQuery": {"bulkOperation": {"id": 7}}},
            {"bulkOperationRunQuery": {"bulkOperation": "E1"}},
            {},
            None,
            [],
            reply(STARTED, fault("ACCESS_DENIED", "bulkOperationRunQuery")),
            TooDear(),
            failure("refused", why="orders_hidden"),
            failure("page_failed"),
        ],
        ids=str,
    )
    def test_one_that_does_not_begin_is_none(self, started: Any) -> None:
        read = Exported([], {"status": "RUNNING"})
        read.started = started
        read.gives_up()
        assert [name for name, *_ in read.script.asked] == ["bulk_start"]

    @pytest.mark.parametrize("kind", ["throttled", "unreachable"])
    def test_where_nothing_can_be_asked_it_ends_by_itself(self, kind: str) -> None:
        """Pages are asked for next, and say themselves what is wrong."""
        read = Exported([], {"status": "RUNNING"}, failure(kind)).gives_up()
        assert [name for name, *_ in read.script.asked][-1] == "bulk_cancel", "it is not left running"

    def test_nor_does_it_fail_where_it_cannot_be_ended(self) -> None:
        read = Exported([], {"status": "RUNNING"}, failure("throttled"))
        tell = read.script.answer
        read.script.answer = lambda name, asked: failure("throttled") if name == "bulk_cancel" else tell(name, asked)
        read.gives_up()

    @pytest.mark.parametrize("kind", ["throttled", "unreachable"])
    def test_one_that_cannot_begin_says_so(self, kind: str) -> None:
        read = Exported([], {"status": "RUNNING"})
        read.started = failure(kind)
        with pytest.raises(SourceError):
            read.export.begin()
        assert not read.export.running

    def test_one_that_cannot_be_looked_at_is_ended(self) -> None:
        read = Exported([], {"status": "RUNNING"}, failure("page_failed")).gives_up()
        assert read.script.count("bulk_cancel") == 1


# --------------------------------------------------------------------------------------------------- over HTTP


@pytest.fixture
def _exports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "EXPORT_SECONDS", -1.0)


SLOW: dict[str, Any] = {"bucket_size": 1000.0, "restore_rate": 50.0}
"""Pages wait for their points, and the export is done before them."""


def filled(rig: Rig, count: int = 90) -> set[str]:
    return {rig.order(number, 9 * DAY - number * HOUR / 60) for number in range(1001, 1001 + count)}


@pytest.mark.usefixtures("_exports")
class TestOverHttp:
    def test_a_file_elsewhere_that_sends_us_on_is_not_followed(self) -> None:
        with opened(**SLOW) as rig, Loopback(lambda _: wire.redirect("http://127.0.0.1:9/x").instead) as elsewhere:  # type: ignore[arg-type, return-value]
            ids = filled(rig)
            rig.shop.bulk_base = elsewhere.url
            answer = rig.pull()
            assert answer.coverage.complete, answer.troubles
            assert (rig.taken.keys(), answer.coverage.orders) == (ids, 90)
            (asked,) = elsewhere.log
            assert "x-shopify-access-token" not in asked.headers

    @pytest.mark.parametrize(
        "base", ["ftp://files.example", "http://files.example", "https://a:b@files.example", "//", "https://["]
    )
    def test_a_file_at_an_address_that_is_none(self, base: str) -> None:
        with opened(bulk_base=base, **SLOW) as rig:
            ids = filled(rig)
            answer = rig.pull()
            assert answer.coverage.complete, answer.troubles
            assert rig.taken.keys() == ids

    def test_a_file_as_of_later_holds_what_was_sold_meanwhile(self) -> None:
        with opened(**SLOW) as rig:
            ids = filled(rig)
            rig.order(2000, placed=rig.shop.now)
            rig.shop.now += HOUR
            answer = rig.pull()
            assert answer.coverage.complete, answer.troubles
            assert rig.taken.keys() == ids

    def test_a_whole_file_that_lacks_an_order_is_given_away_by_the_count(self) -> None:
        with opened(**SLOW) as rig:
            ids = filled(rig)
            hidden = sorted(ids, key=int)[80]

            def answer(request: Request) -> Answer:
                whole = rig.shop.answer(request)
                if b"rootObjectCount" in whole.body:
                    return bodies(lambda body: body.replace(b'"rootObjectCount":"90"', b'"rootObjectCount":"89"'))(
                        whole
                    )
                if request.path.startswith("/bulk/"):
                    kept = [row for row in whole.body.splitlines(True) if hidden.encode() not in row]
                    return replace(whole, body=b"".join(kept))
                return whole

            rig.door.answer = answer
            pulled = rig.pull()
            assert pulled.coverage.complete, pulled.troubles
            assert (rig.taken.keys(), pulled.coverage.orders) == (ids, 90), "pages brought it"

    @pytest.mark.parametrize("harm", ["late parents", "cut", "count", "broken line", "stray text", "breaks off"])
    def test_a_file_whose_damage_shows_at_its_end_leaves_nothing_behind(self, harm: str) -> None:
        """Two lines an order; in the file, the second ones stand below all orders. Two batches are handed on by then."""
        with opened(**SLOW) as rig:
            ids = set()
            for number in range(1001, 1701):
                items = ((PRODUCTS[0], 1), (PRODUCTS[1], 2))
                ids.add(rig.order(number, 9 * DAY - number * HOUR / 60, items=items))
            files = 0

            def answer(request: Request) -> Answer:
                nonlocal files
                whole = rig.shop.answer(request)
                if harm == "count":
                    whole = bodies(lambda body: body.replace(b'"rootObjectCount":"700"', b'"rootObjectCount":"701"'))(
                        whole
                    )
                if not request.path.startswith("/bulk/"):
                    return whole
                files += 1
                rows, late, before = [], [], b""
                for row in whole.body.splitlines(keepends=True):
                    below = b"__parentId" in row
                    (late if below and b"__parentId" in before else rows).append(row)
                    before = row
                assert (len(rows), len(late)) == (1400, 700)
                ends = {"late parents": late, "broken line": [b'{"id":\n'], "stray text": [b"<html>\n"]}
                kept = rows[:1301] if harm == "cut" else rows
                return replace(whole, body=b"".join([*kept, *ends.get(harm, [])]))

            rig.door.answer = answer
            if harm == "breaks off":
                rig.door.faults.plant("/bulk/*", wire.cut_off())
            pulled = rig.pull()
            assert files == 1
            assert pulled.coverage.complete, pulled.troubles
            assert pulled.coverage.orders == 700
            assert rig.taken.keys() == ids
            found = {tuple((line.ordered, line.remaining) for line in one.lines or ()) for one in rig.taken.values()}
            assert found == {((1, 1), (2, 2))}, "as the pages tell it"

    @pytest.mark.parametrize("end", [b"", b"\n"])
    def test_a_line_without_end_is_not_read_to_it(self, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
        monkeypatch.setattr(http, "LINE_MAX", 100_000)
        with Loopback(lambda _: Answer(200, (), b"x" * 99_999 + b"\n" + b"x" * 3_000_000 + end)) as elsewhere:
            lines = http.Door(elsewhere.url).lines()
            assert len(next(lines)) == 99_999
            with pytest.raises(SourceError) as told:
                next(lines)
            assert (told.value.kind, told.value.detail["host"]) == ("too_large", "127.0.0.1")
            with opened(bulk_base=elsewhere.url, **SLOW) as rig:
                ids = filled(rig)
                answer = rig.pull()
                assert answer.coverage.complete, answer.troubles
                assert rig.taken.keys() == ids

    def test_a_huge_line_is_one_order(self) -> None:
        with opened(**SLOW) as rig:
            ids = filled(rig)
            long = [
                line_item(real_gid("LineItem", 77_000_001), PRODUCTS[0], 1)
                | {"customAttributes": [{"key": f"k{at}", "value": "v"} for at in range(30_000)]}
            ]
            ids.add(rig.order(3000, DAY, changed={"lineItems": long}))
            answer = rig.pull()
            assert answer.coverage.complete, answer.troubles
            assert (rig.taken.keys(), rig.asked("query Orders")) == (ids, 2)

    def test_an_app_that_may_not_export_reads_pages(self) -> None:
        with opened(**SLOW) as rig:
            ids = filled(rig)
            denied = {
                "data": {"bulkOperationRunQuery": None},
                "errors": [{"message": "Access denied for x", "extensions": {"code": "ACCESS_DENIED"}}],
            }

            def answer(request: Request) -> Answer:
                whole = rig.shop.answer(request)
                return (
                    replace(whole, body=json.dumps(denied).encode())
                    if b"bulkOperationRunQuery" in request.body
                    else whole
                )

            rig.door.answer = answer
            pulled = rig.pull()
            assert pulled.coverage.complete, pulled.troubles
            assert rig.taken.keys() == ids
