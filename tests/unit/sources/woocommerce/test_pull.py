"""Reading a shop: the window as a whole, what may be called complete, and one order by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import SourceError
from core.model import Coverage, ShopOrder, Unreadable, Window
from core.policy import Policy
from sandbox import faults
from sandbox.faults import Answer
from sandbox.loopback import Request
from sources.woocommerce.pull import WooCommerce
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, WHO, WINDOW, Reading, Stand, doc, standing


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def test_every_order_of_the_window_comes_once_and_the_coverage_says_so(stand: Stand) -> None:
    ids = stand.fill(230)
    pull, reading = stand.pull()
    assert [order.id for page in reading.pages for order in page] == ids, "page by page, as they are numbered"
    assert pull.coverage == Coverage(
        "woocommerce", "shop", WINDOW, NOW, True, 230, frozenset({"created_at", "lines", "recipient"})
    )
    assert (pull.unreadable, pull.troubles) == ((), ())
    assert sorted(question["page"] for question in stand.asked()) == ["1", "2", "3"]


def test_an_empty_window_is_complete(stand: Stand) -> None:
    pull, reading = stand.pull()
    assert pull.coverage.complete
    assert pull.coverage.orders == 0
    assert reading.pages == []


def test_the_policy_says_what_is_due(stand: Stand) -> None:
    stand.shop.custom_statuses = ("packed",)
    stand.shop.put(doc(1001, status="packed"))
    _, reading = stand.pull(policy=replace(Policy(), due_statuses=("packed",)))
    assert reading.orders["1001"].state == "due"


def test_an_unreadable_order_is_named_and_the_rest_is_complete(stand: Stand) -> None:
    stand.fill(3)
    stand.shop.put(doc(1002, line_items=[{"id": 1, "quantity": 1.5}]))
    pull, reading = stand.pull()
    assert set(reading.orders) == {"1001", "1003"}
    assert pull.unreadable == (Unreadable("1002", "line_items.0.quantity", "is not a whole number"),)
    assert pull.coverage.complete
    assert pull.coverage.orders == 3


def test_orders_without_a_name_are_counted_each(stand: Stand) -> None:
    stand.fill(1)
    bad = faults.replaced(b'[null, null, {"id": 7}]', 200, (("X-WP-Total", "3"),))
    stand.faults.plant(ORDERS, bad, times=None)
    pull, _ = stand.pull()
    assert len(pull.unreadable) == 3
    assert pull.coverage.orders == 3
    assert pull.coverage.complete


def test_an_order_binned_between_two_pages_hides_none(stand: Stand) -> None:
    """Recorded (race): everything moves up one, and the first of the next page is never seen."""
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, status="trash"))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids), "the one that moved up was read in the second pass"
    assert reading.orders["1005"].status == "trash", "and the binned one was asked for by its id"
    assert reading.orders["1005"].state == "cancelled"
    assert pull.coverage.complete
    assert pull.troubles == ()


def test_an_order_deleted_between_two_pages_hides_none(stand: Stand) -> None:
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.delete(1005))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_an_edit_between_two_pages_moves_nothing(stand: Stand) -> None:
    stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, customer_note="x"))
    pull, _ = stand.pull()
    assert pull.coverage.complete
    assert len(stand.asked()) == 2, "no second pass was needed"


def test_a_new_order_between_two_pages_is_after_the_window(stand: Stand) -> None:
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.put(doc(9999, NOW)))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_rows_that_a_plugin_hides_make_it_partial(stand: Stand) -> None:
    """Recorded (fault_filter_drops_rows): a short page, the total unchanged."""
    stand.fill(130)

    def hide(answer: Answer) -> Answer:
        return Answer(answer.status, answer.headers, answer.body.replace(b'"id":1001,', b'"id":1002,', 1))

    stand.faults.plant(ORDERS, faults.Fault("hidden", change=hide), times=None)
    pull, reading = stand.pull()
    assert "1130" in reading.orders
    assert not pull.coverage.complete
    assert [(one.kind, one.detail) for one in pull.troubles] == [("rows_differ", {"total": 130, "read": 129})]
    assert len(stand.asked()) == 4, "two passes, and no third"


def test_a_failing_second_pass_keeps_what_the_first_read(stand: Stand) -> None:
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.delete(1005))
    stand.faults.plant(ORDERS, faults.status(403, b"{}"), nth=3, times=None)
    pull, reading = stand.pull()
    assert set(reading.orders) == {*ids} - {"1101"}
    assert not pull.coverage.complete
    assert [one.kind for one in pull.troubles] == ["page_failed"]


def test_when_what_left_the_list_cannot_be_asked_for_it_is_partial(stand: Stand) -> None:
    stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, status="trash"))
    stand.faults.plant(f"{ORDERS}/1005", faults.status(403, b"{}"), times=None)
    pull, _ = stand.pull()
    assert not pull.coverage.complete
    assert pull.troubles[0].detail["orders"] == ["1005"]


def between(stand: Stand, page: int, act: object) -> None:
    """Do something right before a page is answered for the first time."""
    answer, done = stand.server.answer, []

    def acting(request: Request) -> Answer:
        if request.path == ORDERS and request.one("page") == str(page) and not done:
            done.append(page)
            act()  # type: ignore[operator]
        return answer(request)

    stand.server.answer = acting


def test_only_a_first_page_that_cannot_be_read_at_all_raises(stand: Stand) -> None:
    stand.fill(3)
    with pytest.raises(SourceError) as info:
        stand.pull(secret="cs_wrong")
    assert (info.value.kind, info.value.detail["why"]) == ("refused", "secret")


def test_an_order_by_its_id(stand: Stand) -> None:
    stand.fill(2)
    order = stand.source().lookup("1001")
    assert isinstance(order, ShopOrder)
    assert order.id == "1001"
    assert stand.asked(f"{ORDERS}/1001")[0].keys() == {"_fields"}


def test_an_order_that_never_was_or_was_deleted_is_none(stand: Stand) -> None:
    assert stand.source().lookup("999999") is None


@pytest.mark.parametrize("order_id", ["", "A-7", "1042-B", "../products/7", "7?x", "٧", "0042", " 7"])
def test_what_is_no_id_is_not_asked_for(stand: Stand, order_id: str) -> None:
    assert stand.source().lookup(order_id) is None
    assert stand.server.log == []


def test_an_order_in_the_bin_is_cancelled(stand: Stand) -> None:
    stand.shop.put(doc(1001, status="trash"))
    order = stand.source().lookup("1001")
    assert isinstance(order, ShopOrder)
    assert (order.state, order.status) == ("cancelled", "trash")


def test_a_looked_up_order_is_less_its_refunds(stand: Stand) -> None:
    stand.shop.put(doc(1001))
    stand.shop.refund(1001, NOW, {100101: 1})
    order = stand.source().lookup("1001")
    assert isinstance(order, ShopOrder)
    assert [line.remaining for line in order.lines or ()] == [1, 1]


def test_a_looked_up_order_that_cannot_be_read_is_named(stand: Stand) -> None:
    stand.shop.put(doc(1001, status=[]))
    assert stand.source().lookup("1001") == Unreadable("1001", "status", "is not text")


def test_a_looked_up_order_that_is_none_is_no_absence(stand: Stand) -> None:
    stand.faults.plant(f"{ORDERS}/*", faults.replaced(b"[]"))
    assert stand.source().lookup("1001") == Unreadable("1001", "", "is not an order")


def test_another_order_than_asked_for_is_not_taken_for_it(stand: Stand) -> None:
    stand.shop.orders[1001] = doc(1002)
    assert stand.source().lookup("1001") == Unreadable("1001", "id", "another order was given")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.status(401, b'{"code":"woocommerce_rest_cannot_view"}'), "refused"),
        (faults.status(404, b'{"code":"rest_no_route"}'), "refused"),
        (faults.html_page(), "not_json"),
        (faults.truncated(), "not_json"),
        (faults.status(502), "unreachable"),
        (faults.database_down(), "unreachable"),
        (faults.too_many("600"), "throttled"),
    ],
)
def test_a_lookup_that_fails_is_no_absence(stand: Stand, fault: faults.Fault, kind: str) -> None:
    stand.shop.put(doc(1001))
    stand.faults.plant(f"{ORDERS}/*", fault, times=None)
    with pytest.raises(SourceError) as info:
        stand.source().lookup("1001")
    assert info.value.kind == kind


def test_an_order_over_which_the_shop_dies_is_named(stand: Stand) -> None:
    stand.fill(2)
    stand.shop.hosting.breaks.add(1001)
    assert stand.source().lookup("1001") == Unreadable(
        "1001", "order", "the shop fails when asked for it (status 500)"
    )
    assert isinstance(stand.source().lookup("1002"), ShopOrder)


def test_an_order_that_is_kept_from_the_key_is_named_and_two_in_a_row_are_not(stand: Stand) -> None:
    """One may be a plugin's own affair; from the second on it is the key's, or the shop's."""
    stand.fill(4)
    for bad in (faults.status(403, b'{"code":"woocommerce_rest_cannot_view"}'), faults.fatal()):
        stand.faults.clear()
        for order_id in (1001, 1003, 1004):
            stand.faults.plant(f"{ORDERS}/{order_id}", bad, times=None)
        source = stand.source()
        assert isinstance(source.lookup("1001"), Unreadable)
        assert isinstance(source.lookup("1002"), ShopOrder)
        assert isinstance(source.lookup("1003"), Unreadable)
        with pytest.raises(SourceError):
            source.lookup("1004")


def test_an_unreadable_order_that_bears_the_number_is_named(stand: Stand) -> None:
    line = {**doc()["line_items"][0], "quantity": 1.5}
    stand.shop.put(doc(2001, number="A-17", line_items=[line]))
    found = stand.source().find("A-17")
    assert isinstance(found, Unreadable)
    assert (found.id, found.number) == ("2001", "A-17")


def test_an_order_by_the_number_that_people_call_it_by(stand: Stand) -> None:
    stand.fill(3)
    stand.shop.put(doc(2001, number="MP-0042"))
    stand.shop.put(doc(2002, number="1003"))  # another order's id
    stand.shop.put(doc(2003, number="77", status="trash"))
    source = stand.source()
    found = {number: source.find(number) for number in ("1001", "MP-0042", "1003", "77", "4711", " ")}
    ids = {number: one.id if isinstance(one, ShopOrder) else one for number, one in found.items()}
    assert ids == {"1001": "1001", "MP-0042": "2001", "1003": "1003", "77": "2003", "4711": None, " ": None}


def test_who_merely_mentions_the_number_is_not_the_order(stand: Stand) -> None:
    who = doc(2001)["billing"] | {"phone": "4711"}
    stand.shop.put(doc(2001, billing=who))
    assert stand.source().find("4711") is None


def test_a_number_that_many_addresses_mention_is_found_among_them(stand: Stand) -> None:
    for order_id in range(3001, 3202):
        stand.shop.put(doc(order_id, billing=doc()["billing"] | {"postcode": "75011"}))
    stand.shop.put(doc(2001, number="75011"))  # the lowest id: it comes last
    order = stand.source().find("75011")
    assert isinstance(order, ShopOrder)
    assert order.id == "2001"


def test_where_every_order_bears_its_id_no_other_number_is_searched_for(stand: Stand) -> None:
    stand.fill(3)
    source = stand.source()
    source.pull(WINDOW, lambda _: None)
    stand.server.log.clear()
    assert source.find("4711") is None
    assert [request.path for request in stand.server.log] == [f"{ORDERS}/4711"]
    stand.shop.put(doc(2001, number="MP-0042"))
    source.pull(WINDOW, lambda _: None)
    assert source.find("MP-0042") is not None


def test_a_found_order_is_less_its_refunds(stand: Stand) -> None:
    stand.shop.put(doc(2001, number="MP-0042"))
    stand.shop.refund(2001, NOW, {200101: 1})
    order = stand.source().find("MP-0042")
    assert isinstance(order, ShopOrder)
    assert [line.remaining for line in order.lines or ()] == [1, 1]


def test_the_address_is_made_from_the_shops(monkeypatch: pytest.MonkeyPatch) -> None:
    source = WooCommerce("https://boutique.example/shop/", "ck", "cs", policy=Policy(), now=NOW)
    assert source.name == "woocommerce"
    with pytest.raises(SourceError, match="https"):
        WooCommerce("http://boutique.example", "ck", "cs", policy=Policy(), now=NOW)


def test_nothing_that_is_told_names_a_person_or_a_secret(stand: Stand) -> None:
    stand.fill(150)
    stand.shop.put(doc(1002, date_created_gmt=WHO.last))
    stand.shop.put(doc(1003, refunds=[{"id": 1}]))
    stand.faults.plant(ORDERS, faults.status(500, WHO.last.encode()), nth=2, times=None)
    pull, reading = stand.pull()
    assert reading.orders
    told = repr(pull)
    assert not [word for word in (*WHO.words(), stand.shop.key, stand.shop.secret) if word in told]


def test_a_window_of_an_hour_reads_only_that_hour(stand: Stand) -> None:
    stand.fill(30)
    hour = Window(NOW - timedelta(hours=2), NOW - timedelta(hours=1))
    pull, reading = stand.pull(hour)
    assert all(hour.holds(order.created_at) for order in reading.orders.values())
    assert len(reading.orders) == 12
    assert pull.coverage.window == hour
    assert isinstance(reading, Reading)
