"""Traps 5 to 8 and 22 where a whole look holds them: what no list shows is asked for, and what is old is read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from core.model import ShopOrder, TpopLine, TpopOrder
from core.ports import Past
from handlers.event import Asked
from handlers.look import look
from handlers.reading import Seen
from handlers.wiring import Sources
from tests.builders import finding, past, remembered, tpop_order
from tests.fakes import FakeTpop
from tests.unit.handlers.shops import WELL, ended, found, settings
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, Stand, doc, standing

OLD = NOW - timedelta(days=20)


@pytest.fixture
def stand() -> Iterator[Stand]:
    """A shop of twelve orders of the last hours, and 2001, which is twenty days old; all of them in production."""
    with standing() as one:
        one.fill(12)
        one.shop.put(doc(2001, OLD))
        yield one


def at_tpop(stand: Stand) -> list[TpopOrder]:
    """What TPOP made of the shop's orders as they are now."""
    _, reading = stand.pull()
    return [_copied(order) for order in reading.orders.values()]


def _copied(order: ShopOrder) -> TpopOrder:
    lines = tuple(TpopLine(line.sku, line.remaining) for line in order.lines or ())
    about = {"created_at": order.created_at, "recipient": order.recipient, "status": "production"}
    return tpop_order(f"T-{order.id}", order.number, lines=lines, **about)


def daily(stand: Stand, theirs: Sequence[TpopOrder], known: Past | None = None) -> Seen:
    sources = Sources(stand.source(), (FakeTpop(list(theirs)),))  # type: ignore[arg-type]
    return look(settings(), sources, known or past(), Asked("daily", NOW), WELL)


def test_trap_05_an_old_order_is_read_again_every_day(stand: Stand) -> None:
    """Cost: on the old storage an edit of the quantity is dated nowhere, and the wrong number of mugs is printed."""
    stand.shop.hpos = False
    theirs = at_tpop(stand)
    assert found(daily(stand, theirs)) == set()
    lines = stand.shop.orders[2001]["line_items"]
    stand.shop.edit(2001, NOW, line_items=[{**lines[0], "quantity": 5}, *lines[1:]])
    assert stand.shop.orders[2001]["date_modified_gmt"] == f"{OLD:%Y-%m-%dT%H:%M:%S}"
    assert found(daily(stand, theirs)) == {("2001", "quantity-differs")}


def test_trap_06_a_refund_that_was_taken_back_is_seen(stand: Stand) -> None:
    """Cost: no storage dates it; the customer pays for two mugs after all and is sent one."""
    refund = stand.shop.refund(2001, OLD, {200101: 1})
    theirs = at_tpop(stand)
    assert found(daily(stand, theirs)) == set()
    stand.shop.delete_refund(2001, refund["id"])
    assert stand.shop.orders[2001]["date_modified_gmt"] == f"{OLD:%Y-%m-%dT%H:%M:%S}"
    assert found(daily(stand, theirs)) == {("2001", "quantity-differs")}


def test_trap_07_what_only_tpop_knows_is_asked_for_in_the_shop(stand: Stand) -> None:
    """Cost: TPOP prints an order from the bin, and Vigie says no more than that the shop does not know it."""
    theirs = at_tpop(stand)
    stand.shop.edit(1001, NOW, status="trash")
    assert found(daily(stand, theirs)) == {("1001", "cancelled-only-in-shop")}
    assert len(stand.asked(f"{ORDERS}/1001")) == 1


def test_trap_07_an_open_finding_is_read_again_by_its_id(stand: Stand) -> None:
    """Cost: an order that was missing is binned, no list shows it any more, and it is reminded of as missing."""
    theirs = [order for order in at_tpop(stand) if order.reference != "2001"]
    known = past(remembered(finding(ref="2001", number="2001")))
    assert not ended(daily(stand, theirs, known))
    stand.shop.edit(2001, NOW, status="trash")
    assert ended(daily(stand, theirs, known)) == {("2001", "missing-at-tpop")}


def test_trap_08_an_order_that_no_list_shows_makes_the_shop_seen_in_part(stand: Stand) -> None:
    """Cost: a plugin is off, its orders are in no list and in no count, and "all is well" is said over them."""
    theirs = at_tpop(stand)
    stand.shop.edit(1001, NOW, status="packed")
    one = daily(stand, theirs)
    assert ("1001", "unknown-to-shop") not in found(one)
    assert not one.look.can_clear
    assert [(name, trouble.kind, dict(trouble.detail)) for name, trouble in one.look.troubles] == [
        ("woocommerce", "rows_differ", {"unlisted": 1, "orders": ["1001"]})
    ]


def test_trap_22_a_deleted_product_accuses_nobody(stand: Stand) -> None:
    """Cost: a product is deleted, and every order that TPOP has of it is told as a line too few and one too many."""
    theirs = at_tpop(stand)
    stand.shop.delete_product(201)
    assert found(daily(stand, theirs)) == set()
