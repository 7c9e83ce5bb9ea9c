"""What TPOP writes into the shop: tracking says more than an old list, and less than a fresh one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.model import TpopOrder
from core.ports import Past
from handlers.wiring import Feeding
from tests.builders import NOW, mention, shop_order, tpop_order
from tests.fakes import FakeTpop
from tests.unit.handlers.shops import after, ended, found, seen

WEEKLY = Feeding("weekly", True)
IS_BLOCKED = ("5551042", "blocked-payment")
THERE = [shop_order()]
SENT = [shop_order(tracked=True, fulfilled=True)]


def blocked(days_old: float, **more: object) -> TpopOrder:
    at = NOW - timedelta(days=days_old)
    return tpop_order(status="blocked", block_reason="payment", as_of=at, **more)


def some(*orders: TpopOrder) -> FakeTpop:
    return FakeTpop(list(orders), complete=False, askable=False)


def before(order: TpopOrder) -> Past:
    return after(seen(THERE, some(order), now=NOW - timedelta(hours=1), feeding=WEEKLY))


def test_a_block_on_an_old_list_ends_when_there_is_a_parcel() -> None:
    known = before(blocked(4))
    one = seen(SENT, some(blocked(4)), known, feeding=WEEKLY)
    assert IS_BLOCKED not in found(one)
    assert ended(one) == {IS_BLOCKED}


def test_a_fresh_list_is_believed_all_the_same() -> None:
    assert IS_BLOCKED in found(seen(SENT, some(blocked(1)), feeding=WEEKLY))
    assert IS_BLOCKED in found(seen(SENT, some(blocked(26 / 24)), feeding=WEEKLY))
    assert IS_BLOCKED not in found(seen(SENT, some(blocked(26.1 / 24)), feeding=WEEKLY))


def test_without_a_parcel_an_old_block_stands() -> None:
    assert IS_BLOCKED in found(seen(THERE, some(blocked(4)), feeding=WEEKLY))


def test_of_two_living_orders_nobody_knows_which_was_sent() -> None:
    both = some(blocked(4), tpop_order("T-2", as_of=NOW - timedelta(days=4)))
    assert IS_BLOCKED in found(seen(SENT, both, feeding=WEEKLY))


@pytest.mark.parametrize("shop", [THERE, SENT])
def test_a_list_that_is_gone_ends_nothing_but_a_parcel_does(shop: list[object]) -> None:
    one = seen(shop, some(), before(blocked(4)), feeding=WEEKLY)  # type: ignore[arg-type]
    assert ended(one) == (set() if shop is THERE else {IS_BLOCKED})


def test_what_a_mail_called_blocked_is_shipped_once_there_is_a_parcel() -> None:
    mail = mention("blocked", NOW - timedelta(hours=2), block_reason="payment")
    known = after(seen(THERE, None, now=NOW - timedelta(hours=1), mails=[mail]))
    assert IS_BLOCKED in found(seen(THERE, None, known, mails=[mail]))
    one = seen(SENT, None, known, mails=[mail])
    assert IS_BLOCKED not in found(one)
    assert ended(one) == {IS_BLOCKED}
