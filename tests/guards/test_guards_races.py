"""Traps 10 and 18: what comes, goes and changes while the pages are read, and the links that lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.policy import Policy
from sandbox.faults import Answer
from sandbox.loopback import Request
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, Stand, doc, standing

ONE_BY_ONE = replace(Policy(), requests_at_once=1)
"""So that a page is answered only after the one before it was."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        yield one


def between(stand: Stand, page: int, act: Callable[[], object]) -> None:
    """Do something right before a page is answered for the first time."""
    answer, done = stand.server.answer, []

    def acting(request: Request) -> Answer:
        if request.path == ORDERS and request.one("page") == str(page) and not done:
            done.append(page)
            act()
        return answer(request)

    stand.server.answer = acting


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
    assert [question["page"] for question in stand.asked()] == ["1", "2", "3"]
    assert {request.path for request in stand.server.log} == {ORDERS}
