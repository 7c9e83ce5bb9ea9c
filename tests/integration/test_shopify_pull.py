"""Reading a Shopify over HTTP: whole orders, what the permissions show, its pace, its exports, and what fails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import SourceError
from core.model import OutOfReach, Trouble, Unreadable, Window
from core.policy import LinesPolicy
from sandbox import faults as wire
from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.people import PRODUCTS
from sandbox.shopify import API
from sandbox.shopify_books import gid
from sandbox.shopify_orders import line_item, order_id_of
from sources.shopify import pages, pull
from tests.integration.shopify_shop import DAY, HOUR, MONTH, NOW, SOMEBODY, Rig, opened

ALL = {"read_orders", "read_products", "read_all_orders"}
SERVICES = {f"read_{whose}_fulfillment_orders" for whose in ("assigned", "merchant_managed", "third_party")}
MUG, BLACK = PRODUCTS[0], PRODUCTS[1]


def many_lines(rig: Rig, number: int, count: int) -> list[dict]:
    first = order_id_of(number) * 10_000
    return [line_item(gid("LineItem", first + at), MUG, 2) | {"sku": f"TP-{at:04}"} for at in range(count)]


# ------------------------------------------------------------------------------------------------- whole orders


def test_an_order_of_more_than_two_pages_of_everything_comes_through_whole() -> None:
    with opened() as rig:
        lines = many_lines(rig, 1001, 620)
        order_id = rig.order(1001, 5 * DAY, changed={"lineItems": lines})
        number = int(order_id)
        for at in range(400):  # two fulfilments for the first 200 lines: one unit each, the last of all with tracking
            line = lines[at // 2]["id"]
            at_time = NOW - 4 * DAY + timedelta(minutes=at)
            rig.shop.fulfil(number, at_time, ["6A1"] if at == 399 else [], {line: 1})
        rig.shop.refund(number, NOW - DAY, {line["id"]: 1 for line in lines[:600]}, "RETURN")
        rig.shop.refund(number, NOW - DAY, {line["id"]: 1 for line in lines[600:610]}, "CANCEL")
        rig.order(1002)
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        order = rig.taken[order_id]
        assert order.lines is not None
        assert [line.sku for line in order.lines] == [f"TP-{at:04}" for at in range(620)]
        # What came back had been made; what was refunded before it was sent has not to be.
        assert [line.remaining for line in order.lines] == [2] * 600 + [1] * 10 + [2] * 10
        assert order.tracked


@pytest.mark.parametrize(("count", "one_by_one"), [(55, 0), (180, 180)])
def test_many_refunds_of_one_order_are_all_read(count: int, one_by_one: int) -> None:
    with opened() as rig:
        lines = many_lines(rig, 1001, 3)
        lines[0] |= dict.fromkeys(("quantity", "currentQuantity", "unfulfilledQuantity"), 200)
        order_id = rig.order(1001, changed={"lineItems": lines})
        rig.shop.fulfil(int(order_id), NOW - 3 * HOUR, ["6A1"])
        for _ in range(count):
            rig.shop.refund(int(order_id), NOW - HOUR, {lines[0]["id"]: 1}, "RETURN")
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        (order,) = rig.taken.values()
        assert order.lines is not None
        assert [line.remaining for line in order.lines] == [200, 2, 2]
        assert (rig.asked("query RefundIds"), rig.asked("query RefundLines")) == (bool(one_by_one), one_by_one)


def test_the_parcel_of_another_supplier_says_nothing_of_tpops_line() -> None:
    """Two fulfilments, one with tracking: which lines each sent is asked, because the lines are told apart."""
    with opened() as rig:
        order_id = rig.order(1001, items=[(MUG, 1), (BLACK, 1)])
        first, second = (line["id"] for line in rig.shop.orders[int(order_id)]["lineItems"])
        rig.shop.fulfil(int(order_id), NOW - 3 * HOUR, ["6A1"], {first: 1})
        rig.shop.fulfil(int(order_id), NOW - 2 * HOUR, [], {second: 1})
        assert rig.pull(lines=LinesPolicy("vendor", ("T-Pop",))).coverage.complete
        (order,) = rig.taken.values()
        assert [line.sent for line in order.lines or ()] == ["tracked", "closed"]


@pytest.mark.parametrize("count", [70, 200])
def test_a_capture_after_many_failed_tries_is_when_it_was_paid(count: int) -> None:
    with opened() as rig:
        order_id = rig.order(1001, 3 * DAY)
        failed = {"kind": "SALE", "status": "FAILURE", "processedAt": "2026-11-20T08:00:00Z"}
        paid = {"kind": "SALE", "status": "SUCCESS", "processedAt": "2026-11-22T09:30:00Z"}
        rows = [{**failed, "id": gid("OrderTransaction", at)} for at in range(count)]
        rig.shop.edit(int(order_id), NOW, transactions=[*rows, {**paid, "id": gid("OrderTransaction", 999)}])
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert f"{rig.taken[order_id].paid_at}" == "2026-11-22 09:30:00+00:00"


def test_lines_are_tpops_by_the_service_that_fulfils_them() -> None:
    with opened(scopes=ALL | SERVICES) as rig:
        order_id = rig.order(1001, items=[(MUG, 1), (BLACK, 1)])
        lines = [line["id"] for line in rig.shop.orders[int(order_id)]["lineItems"]]
        service = {"id": gid("FulfillmentService", 1), "handle": "tpop", "serviceName": "TPOP"}
        places = (
            {"id": gid("Location", 1), "name": "Atelier", "isFulfillmentService": False, "fulfillmentService": None},
            {"id": gid("Location", 2), "name": "TPOP", "isFulfillmentService": True, "fulfillmentService": service},
        )
        rig.shop.edit(
            int(order_id),
            NOW,
            fulfillmentOrders=[
                {
                    "id": gid("FulfillmentOrder", at),
                    "status": "OPEN",
                    "assignedLocation": {"name": place["name"], "location": place},
                    "lineItems": [
                        {
                            "id": gid("FulfillmentOrderLineItem", at),
                            "totalQuantity": 1,
                            "remainingQuantity": 1,
                            "lineItem": line,
                        }
                    ],
                }
                for at, (place, line) in enumerate(zip(places, lines, strict=True), 1)
            ],
        )
        answer = rig.pull(lines=LinesPolicy("service", ("tpop",)))
        assert answer.coverage.complete, answer.troubles
        assert [line.service for line in rig.taken[order_id].lines or ()] == ["Atelier", "TPOP"]


def test_without_the_scopes_for_services_nothing_is_called_somebody_elses() -> None:
    with opened(scopes=ALL | {"read_assigned_fulfillment_orders"}) as rig:
        rig.order(1001)
        with pytest.raises(SourceError) as refused:
            rig.pull(lines=LinesPolicy("service", ("tpop",)))
        assert refused.value.detail["why"] == "services"


# ------------------------------------------------------------------------------------------------- what may be seen


def test_days_that_are_all_older_than_what_is_shown_are_refused_and_not_called_empty() -> None:
    with opened() as rig:
        order_id = rig.order(1001, 75 * DAY)
        old = Window(NOW - 80 * DAY, NOW - 70 * DAY)
        rig.shop.scopes = ALL - {"read_all_orders"}
        with pytest.raises(SourceError) as told:
            rig.pull(old)
        assert (told.value.kind, told.value.detail["why"]) == ("refused", "horizon")
        rig.shop.scopes = set(ALL)
        assert rig.pull(old).coverage.complete
        assert rig.taken.keys() == {order_id}


def test_a_line_that_nobody_is_to_send_makes_the_pull_partial_and_keeps_the_others() -> None:
    with opened(scopes=ALL | SERVICES) as rig:
        order_id = rig.order(1001, items=[(MUG, 1), (BLACK, 1)])
        (sending,) = rig.shop.orders[int(order_id)]["fulfillmentOrders"]
        kept = {**sending, "lineItems": sending["lineItems"][:1]}
        rig.shop.edit(int(order_id), NOW, fulfillmentOrders=[kept])
        answer = rig.pull(lines=LinesPolicy("service", ("TPOP",)))
        assert [(one.kind, one.detail["what"]) for one in answer.troubles] == [("page_failed", "services")]
        assert not answer.coverage.complete
        first, second = rig.taken[order_id].lines or ()
        assert bool(first.service) > bool(second.service)
        assert rig.asked("query Assignments") == 1


def test_in_a_mixed_cart_what_needs_no_shipping_is_there_and_expected_by_nobody() -> None:
    with opened() as rig:
        mixed = rig.order(1001, items=[(MUG, 1), (BLACK, 2)])
        lines = rig.shop.orders[int(mixed)]["lineItems"]
        rig.shop.edit(int(mixed), NOW, lineItems=[lines[0], {**lines[1], "requiresShipping": False}])
        load = many_lines(rig, 1002, 30)
        digital = rig.order(1002, changed={"lineItems": [{**line, "requiresShipping": False} for line in load]})
        assert rig.pull().coverage.complete
        found = [(line.remaining, line.ordered, line.sent) for line in rig.taken[mixed].lines or ()]
        assert (found, rig.taken[mixed].digital) == ([(1, 1, "waiting"), (0, 2, "none")], False)
        assert (len(rig.taken[digital].lines or ()), rig.taken[digital].digital) == (30, True)


def test_sixty_days_without_the_permission_for_all_and_all_of_it_with() -> None:
    window = Window(NOW - 90 * DAY, NOW)
    with opened() as rig:
        old, edge, young = rig.order(1001, 75 * DAY), rig.order(1002, 59 * DAY), rig.order(1003)
        answer = rig.pull(window)
        assert answer.coverage.complete
        assert answer.coverage.window == Window(NOW - 60 * DAY + HOUR, NOW)
        assert [notice.kind for notice in answer.notices] == ["reach"]
        assert rig.taken.keys() == {edge, young}
        rig.shop.scopes = ALL
        answer = rig.pull(window)
        assert (answer.coverage.window, answer.notices) == (window, ())
        assert rig.taken.keys() == {old, edge, young}
        rig.shop.scopes = ALL - {"read_all_orders"}
        assert rig.pull(window).coverage.window == Window(NOW - 60 * DAY + HOUR, NOW)


def test_an_old_order_that_is_not_shown_is_not_called_gone() -> None:
    with opened() as rig:
        old, young = rig.order(1001, 75 * DAY), rig.order(1002, 3 * DAY)
        source = rig.source()
        assert source.lookup(old) == OutOfReach(old)
        rig.pull(source=source)
        assert source.lookup(old) == OutOfReach(old)
        assert source.lookup(str(int(young) + 5)) is None  # younger than one that was read: it would be there
        rig.shop.scopes = ALL
        assert rig.source().lookup(old).number == "1001"  # type: ignore[union-attr]
        assert rig.source().lookup(str(int(old) - 3)) is None


def test_a_shop_that_takes_back_the_permission_to_read_orders_is_not_an_empty_shop() -> None:
    with opened() as rig:
        rig.order(1001)
        assert rig.pull().coverage.orders == 1
        rig.shop.scopes = {"read_products"}
        with pytest.raises(SourceError) as refused:
            rig.pull()
        assert (refused.value.kind, refused.value.detail["why"]) == ("refused", "scope")


@pytest.mark.parametrize("shown", ["none", "redacted"])
def test_addresses_that_are_hidden_are_not_missing(shown: str) -> None:
    with opened(customer_data=shown) as rig:
        for number in range(1001, 1081):
            rig.order(number)
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert len(rig.taken) == 80
        assert all(order.recipient is None for order in rig.taken.values())
        if shown == "none":
            assert "recipient" not in answer.coverage.shows
            assert [notice.kind for notice in answer.notices] == ["addresses"]


def test_without_products_orders_come_through_all_the_same() -> None:
    with opened(scopes={"read_orders"}) as rig:
        rig.order(1001)
        answer = rig.pull()
        assert answer.coverage.complete
        assert [notice.kind for notice in answer.notices] == ["articles"]
        assert [line.product for line in rig.taken.popitem()[1].lines or ()] == [""]


def test_another_version_answers_and_that_is_said() -> None:
    with opened(newest_version="2026-07", oldest_version="2026-07") as rig:
        rig.order(1001)
        answer = rig.pull()
        assert answer.coverage.complete
        assert [notice.detail for notice in answer.notices] == [{"asked": "2026-10", "answered": "2026-07"}]


# ------------------------------------------------------------------------------------------------- pace and depth


def test_the_page_is_as_large_as_the_rules_allow_and_one_more_is_refused() -> None:
    with opened() as rig:
        for number in range(1001, 1101):
            rig.order(number)
        source = rig.source()
        rig.pull(source=source)
        assert [len(page) for page in rig.pages] == [35, 35, 30]
        orders = pull.Orders(source._graph, source._rules, source._granted())
        orders.size.now = 36
        orders.page("created_at:>='2026-10-24T07:00:00Z'", None)
        assert orders.size.now < 36  # refused, and asked for with half; what that cost says how many are right


def test_a_throttled_answer_is_waited_for() -> None:
    with opened(bucket_size=1000.0, restore_rate=50.0) as rig:
        for number in range(1001, 1201):
            rig.order(number)
        elsewhere = rig.source()
        rig.pull(source=elsewhere)  # another run of ours has just emptied the bucket
        answer = rig.pull()
        assert answer.coverage.complete
        assert len(rig.taken) == 200
        assert rig.clock.now > 10


def test_a_search_that_goes_too_deep_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DEPTH", 70)
    with opened(deepest=110) as rig:
        ids = {rig.order(number, 20 * DAY - timedelta(minutes=number // 7)) for number in range(1001, 1301)}
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids
        assert answer.coverage.orders == 300


# ------------------------------------------------------------------------------------------------- exports


def filled(rig: Rig, count: int = 120) -> set[str]:
    return {rig.order(number, 9 * DAY - timedelta(minutes=number)) for number in range(1001, 1001 + count)}


@pytest.fixture
def _exports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "EXPORT_SECONDS", -1.0)


@pytest.mark.usefixtures("_exports")
def test_a_large_window_is_exported_while_pages_wait() -> None:
    with opened(scopes=ALL, bucket_size=1000.0, restore_rate=50.0) as rig:
        ids = filled(rig)
        big = rig.order(1500, 2 * DAY, changed={"lineItems": many_lines(rig, 1500, 40)})
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids | {big}
        assert len(rig.taken[big].lines or ()) == 40
        assert (rig.asked("bulkOperationRunQuery"), rig.asked("query Orders")) == (1, 2)


@pytest.mark.usefixtures("_exports")
def test_pages_that_are_done_first_end_the_export() -> None:
    with opened(bulk_never_ends=True, restore_rate=20.0) as rig:
        ids = filled(rig, 300)
        answer = rig.pull()
        assert answer.coverage.complete
        assert rig.taken.keys() == ids
        assert rig.asked("bulkOperation(id") > 1  # looked at now and then, while pages waited
        assert rig.asked("bulkOperationCancel") == 1


@pytest.mark.usefixtures("_exports")
@pytest.mark.parametrize(
    "knobs",
    [
        {"bulk_ending": "FAILED"},
        {"bulk_ending": "EXPIRED"},
        {"bulk_ending": "CANCELED"},
        {"bulk_never_ends": True},
        {"bulk_lost_lines": 30},
        {"bulk_lost_bytes": 15},
        {"bulk_base": "http://127.0.0.1:9"},
    ],
    ids=str,
)
def test_an_export_that_comes_to_nothing_is_read_by_pages(knobs: dict) -> None:
    with opened(**knobs) as rig:
        ids = filled(rig)
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids
        assert answer.coverage.orders == 120
        assert all(order.lines for order in rig.taken.values())
        assert rig.asked("query Orders") > 1 or "bulk_lost_lines" in knobs


@pytest.mark.usefixtures("_exports")
def test_a_file_that_lacks_the_last_line_of_its_last_order_is_not_believed() -> None:
    with opened(bulk_lost_lines=1) as rig:
        filled(rig)
        last = rig.order(1500, HOUR, items=[(MUG, 1), (BLACK, 1)])
        answer = rig.pull()
        assert answer.coverage.complete
        assert [line.sku for line in rig.taken[last].lines or ()] == [MUG.sku, BLACK.sku]


@pytest.mark.usefixtures("_exports")
def test_an_export_leaves_out_what_may_not_be_read() -> None:
    with opened(scopes={"read_orders"}, customer_data="none") as rig:
        ids = filled(rig)
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids
        assert rig.asked("bulkOperationRunQuery") == 1
        assert {notice.kind for notice in answer.notices} == {"articles", "addresses"}


# ------------------------------------------------------------------------------------------------- what fails


def test_one_broken_order_costs_one_order() -> None:
    with opened() as rig:
        ids = filled(rig)
        bad = sorted(ids)[40]
        rig.shop.broken = {int(bad)}
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids - {bad}
        assert [one.id for one in answer.unreadable] == [bad]
        assert answer.coverage.orders == 120
        assert isinstance(rig.source().lookup(bad), Unreadable)


def test_a_shop_that_breaks_at_every_order_is_not_a_list_of_broken_orders() -> None:
    with opened() as rig:
        rig.shop.broken = {int(one) for one in filled(rig, 60)}
        with pytest.raises(SourceError) as broken:
            rig.pull()
        assert broken.value.kind == "unreachable"


def test_pages_that_stop_coming_make_the_pull_partial() -> None:
    with opened() as rig:
        filled(rig)
        rig.door.faults.plant(API, wire.status(503), times=None, nth=4)
        answer = rig.pull()
        assert not answer.coverage.complete
        assert [trouble.kind for trouble in answer.troubles] == ["page_failed"]
        assert 0 < len(rig.taken) < 120


def test_a_count_that_is_not_reached_makes_the_pull_partial() -> None:
    """Something leaves a row out of every list: Shopify's own count of the same search gives it away."""
    with opened() as rig:
        hidden = sorted(filled(rig, 50))[7]

        def answer(request: Request) -> Answer:
            whole = rig.shop.answer(request)
            body = json.loads(whole.body)
            if listed := (body.get("data") or {}).get("orders"):
                listed["nodes"] = [node for node in listed["nodes"] if not node["id"].endswith(hidden)]
            return replace(whole, body=json.dumps(body).encode())

        rig.door.answer = answer
        pulled = rig.pull()
        assert not pulled.coverage.complete
        assert [(one.kind, one.detail) for one in pulled.troubles] == [("rows_differ", {"total": 50, "read": 49})]
        assert len(rig.pages) == 4  # read twice before that was said


def test_an_order_that_is_deleted_meanwhile_is_no_reason_to_doubt() -> None:
    with opened() as rig:
        gone = max(filled(rig, 50), key=int)  # the youngest stands last: it would be on the second page

        def answer(request: Request) -> Answer:
            if rig.asked("query Orders") == 2:
                rig.shop.delete(int(gone))
            return rig.shop.answer(request)

        rig.door.answer = answer
        pulled = rig.pull()
        assert pulled.coverage.complete, pulled.troubles
        assert len(rig.taken) == 49


def test_an_old_token_is_told_and_a_days_token_is_asked_for_again() -> None:
    with opened() as rig:
        rig.order(1001)
        pair = {"client_id": rig.shop.client_id, "client_secret": rig.shop.client_secret}
        source = rig.source(credentials=pair)
        assert rig.pull(source=source).coverage.complete
        assert rig.shop.minted == 1
        rig.shop.revoke_tokens()
        assert rig.pull(source=source).coverage.complete
        assert rig.shop.minted == 2
        rig.shop.revoke_tokens()
        with pytest.raises(SourceError) as refused:
            rig.pull(source=source)
        assert refused.value.detail["why"] == "token"
        with pytest.raises(SourceError) as refused:
            rig.pull(credentials={"token": "shpat_" + "0" * 32})
        assert refused.value.detail["why"] == "token"


def test_an_order_is_found_by_what_people_call_it() -> None:
    with opened() as rig:
        order_id, other = rig.order(1042), rig.order(10421)
        source = rig.source()
        assert source.find("1042").id == order_id  # type: ignore[union-attr]
        assert source.find("10421").id == other  # type: ignore[union-attr]
        assert source.find("104") is None
        assert source.find("1042' OR name:'10421") is None


def test_what_anybody_bought_or_who_they_are_stands_in_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with opened() as rig:
        filled(rig, 40)
        rig.door.faults.plant(API, wire.html_page(), times=None, nth=3)
        answer = rig.pull()
        told = f"{answer.troubles} {answer.notices} {caplog.text}"
        assert not [word for word in {*SOMEBODY.words(), rig.shop.token} if word in told]


def test_the_window_is_asked_for_in_quotes_and_never_with_more_than() -> None:
    with opened() as rig:
        rig.order(1001, placed=MONTH.since)
        rig.order(1002, placed=MONTH.until - timedelta(seconds=1))
        rig.order(1003, placed=MONTH.until)
        rig.order(1004, placed=MONTH.since - timedelta(seconds=1))
        assert rig.pull().coverage.orders == 2
        assert {order.number for order in rig.taken.values()} == {"1001", "1002"}


def test_a_permission_that_is_taken_back_meanwhile_is_no_whole_pull() -> None:
    """Old orders vanish from the search in the middle, and from the count with them."""
    window = Window(NOW - 90 * DAY, NOW)
    with opened(scopes=set(ALL)) as rig:
        for number in range(1001, 1101):
            rig.order(number, 80 * DAY - timedelta(hours=number - 1000))

        def answer(request: Request) -> Answer:
            if rig.asked("query Orders") == 2:
                rig.shop.scopes = ALL - {"read_all_orders"}
            return rig.shop.answer(request)

        rig.door.answer = answer
        pulled = rig.pull(window)
        assert not pulled.coverage.complete
        assert Trouble("not_complete", {"why": "permission"}) in pulled.troubles


def test_a_broken_order_of_a_shop_that_hides_addresses_costs_one_order() -> None:
    with opened(customer_data="none") as rig:
        ids = filled(rig, 60)
        bad = sorted(ids)[10]
        rig.shop.broken = {int(bad)}
        answer = rig.pull()
        assert answer.coverage.complete, answer.troubles
        assert rig.taken.keys() == ids - {bad}
