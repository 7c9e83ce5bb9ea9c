"""Traps 10 and 18: what comes, goes and changes while the pages are read, and the links that lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from core.policy import Policy
from sandbox.faults import Answer
from sandbox.loopback import Request
from sources.woocommerce import slices
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, WINDOW, Stand, doc, standing

ONE_BY_ONE = replace(Policy(), requests_at_once=1)
"""So that a page is answered only after the one before it was."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def before(stand: Stand, when: Callable[[Request], bool], act: Callable[[], object]) -> None:
    """Do something right before the first answer to such a request."""
    answer, done = stand.server.answer, []

    def acting(request: Request) -> Answer:
        if when(request) and not done:
            done.append(request)
            act()
        return answer(request)

    stand.server.answer = acting


def between(stand: Stand, page: int, act: Callable[[], object]) -> None:
    """Do something right before a page is answered for the first time."""
    before(stand, lambda request: request.path == ORDERS and request.one("page") == str(page), act)


def test_trap_10_an_edit_between_two_pages_moves_nothing(stand: Stand) -> None:
    """Cost: sorted by change, an order that is edited meanwhile pushes another one out of every page."""
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, customer_note="x"))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete
    assert [question["page"] for question in stand.asked()] == ["1", "2"], "no second pass was needed"


def test_trap_10_one_binned_between_two_pages_hides_no_other(stand: Stand) -> None:
    """Cost: the first order of the next page moves up and is never seen, so nobody notices that TPOP lacks it."""
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, status="trash"))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids), "1101 had moved up"
    assert pull.coverage.complete
    assert pull.coverage.orders == 150, "one that comes twice is counted once"


def test_trap_10_what_left_between_two_passes_is_asked_for(stand: Stand) -> None:
    """Cost: an order binned while the shop was read counts as paid and due, and the merchant is told it is missing."""
    stand.fill(150)
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, status="trash"))
    _, reading = stand.pull()
    assert (reading.orders["1005"].state, reading.orders["1005"].status) == ("cancelled", "trash")


def test_trap_10_counts_that_agree_by_chance_are_no_proof(stand: Stand) -> None:
    """Cost: one order goes, another comes, the sum is right, and the one that moved up is still never seen."""
    ids = stand.fill(250)
    stand.shop.edit(1240, NOW, status="checkout-draft")
    between(stand, 2, lambda: stand.shop.edit(1005, NOW, status="trash"))
    between(stand, 3, lambda: stand.shop.edit(1240, NOW, status="processing"))
    pull, reading = stand.pull(policy=ONE_BY_ONE)
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete


def test_trap_10_what_comes_without_a_date_shows_in_the_counts(stand: Stand) -> None:
    """Cost: a plugin is switched on, an order comes back that nobody edited, and hides that one more slid away."""
    ids = stand.fill(250)
    stand.shop.edit(1240, NOW - timedelta(days=1), status="packed")
    between(stand, 2, lambda: stand.shop.delete(1005))
    between(stand, 3, lambda: setattr(stand.shop, "custom_statuses", ("packed",)))
    pull, reading = stand.pull(policy=ONE_BY_ONE)
    assert set(reading.orders) == set(ids), "1101 had moved up"
    assert pull.coverage.complete


def one_goes_and_one_comes(stand: Stand, at: datetime) -> list[str]:
    """Between the first two pages, at this time of the shop's own clock."""
    ids = stand.fill(150)
    stand.shop.edit(1140, NOW - timedelta(days=1), status="checkout-draft")

    def both() -> None:
        stand.shop.delete(1005)
        stand.shop.edit(1140, at, status="processing")

    between(stand, 2, both)
    return ids


def test_trap_10_one_goes_and_one_comes_between_the_same_two_pages(stand: Stand) -> None:
    """Cost: both pages count the same, the sum is right, and the order that moved up is never seen."""
    ids = one_goes_and_one_comes(stand, NOW)
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids), "1101 had moved up"
    assert pull.coverage.complete


def test_trap_10_the_shops_own_clock_says_what_changed_meanwhile(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cost: the shop's clock is ten minutes slow, so nothing ever seems to have changed while it was read."""
    slow = format_datetime(NOW - timedelta(minutes=10), usegmt=True)
    monkeypatch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: slow)
    ids = one_goes_and_one_comes(stand, NOW - timedelta(minutes=9))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids), "1101 had moved up"
    assert pull.coverage.complete


def test_trap_10_one_deleted_for_good_meanwhile_is_told_as_gone(stand: Stand) -> None:
    """Cost: an order that nobody can find any more was handed on as due, and is called missing at TPOP."""
    stand.fill(150)
    stand.shop.put({**stand.shop.orders[1005], "number": "MP-5"})
    between(stand, 2, lambda: stand.shop.delete(1005))
    pull, reading = stand.pull()
    gone = reading.orders["1005"]
    assert (gone.state, gone.status, gone.number) == ("cancelled", "deleted", "MP-5")
    assert pull.coverage.complete


def test_trap_10_one_that_slips_into_a_slice_already_read_is_read(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cost: an order is given an earlier date while the shop is read, is in no slice of it, and is never seen."""
    monkeypatch.setattr(slices, "SLICE_ORDERS", 4)
    placed = {order_id: WINDOW.since + timedelta(days=2 * order_id) for order_id in range(1, 13)}
    for order_id, at in placed.items():
        stand.shop.put(doc(order_id, at))
    _, first = stand.pull()
    assert set(first.orders) == set(map(str, placed))
    last = max(question["after"] for question in stand.asked())
    early = doc(12, WINDOW.since + timedelta(hours=1))
    before(stand, lambda request: request.one("after") == last, lambda: stand.shop.put(early))
    pull, reading = stand.pull(policy=ONE_BY_ONE)
    assert set(reading.orders) == set(map(str, placed))
    assert (pull.coverage.complete, pull.coverage.orders) == (True, 12)


def test_trap_10_a_new_order_is_after_the_windows_end(stand: Stand) -> None:
    """Cost: in a busy shop no two counts ever agree, and every reading is called partial."""
    ids = stand.fill(150)
    between(stand, 2, lambda: stand.shop.put(doc(9999, NOW + timedelta(seconds=3))))
    pull, reading = stand.pull()
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete
    assert len(stand.asked()) == 2


def test_trap_10_what_never_comes_to_rest_is_not_called_whole(stand: Stand) -> None:
    """Cost: "all is well" over a list of which one order slipped through each time it was read."""
    stand.fill(250)
    gone = iter(range(1001, 1100))
    answer = stand.server.answer

    def restless(request: Request) -> Answer:
        if request.path == ORDERS and request.one("page") == "2":
            stand.shop.delete(next(gone))
        return answer(request)

    stand.server.answer = restless
    pull, _ = stand.pull(policy=ONE_BY_ONE)
    assert not pull.coverage.complete
    assert [one.kind for one in pull.troubles] == ["rows_differ"]
    assert len(stand.asked()) <= 4 * 3, "and it is not read for ever"


def test_trap_18_links_are_not_followed(stand: Stand) -> None:
    """Cost: the second page is asked for at another port or without encryption, and fails, or the key goes there."""
    ids = stand.fill(230)
    answers: list[Answer] = []
    answer = stand.server.answer

    def kept(request: Request) -> Answer:
        answers.append(answer(request))
        return answers[-1]

    stand.server.answer = kept
    pull, reading = stand.pull()
    assert 'rel="next"' in dict(answers[0].headers)["Link"], "there was one to follow"
    assert set(reading.orders) == set(ids)
    assert pull.coverage.complete
    assert sorted(question["page"] for question in stand.asked()) == ["1", "2", "3"], "side by side: in any order"
    assert {request.path for request in stand.server.log} == {ORDERS}
