"""For any small world: the numbers of a look add up, and an all clear never stands beside something not looked at."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.model import Unreadable
from tests.builders import NOW, ago, window
from tests.fakes import FakeShop, FakeTpop
from tests.unit.core.worlds import Small, worlds
from tests.unit.handlers.shops import after, seen
from tests.unit.handlers.shops import settings as shop_settings

FEW = settings(max_examples=120, deadline=None)

CHANNELS = st.one_of(
    st.none(),
    st.builds(
        dict,
        askable=st.booleans(),
        complete=st.sampled_from((True, True, True, False)),
        says_window=st.sampled_from((True, True, True, False)),
        as_of=st.sampled_from((None, None, ago(4), ago(30))),
    ),
)
BAD = st.lists(st.sampled_from(("", "7", "8")).map(lambda id: Unreadable(id, "date", "x")), max_size=2)


def run(world: Small, channel: dict[str, object] | None, bad: list[Unreadable], **more: object) -> object:
    shop = FakeShop(list(world.shop), unreadable=tuple(bad), page=2)
    tpop = None if channel is None else FakeTpop(list(world.tpop), **channel)  # type: ignore[arg-type]
    policy = {name: getattr(world.policy, name) for name in ("lines", "ignore", "pairing_share")}
    return seen(shop, tpop, of=shop_settings(**policy), **more)  # type: ignore[arg-type]


@FEW
@given(worlds(), CHANNELS, BAD)
def test_the_numbers_add_up(world: Small, channel: dict[str, object] | None, bad: list[Unreadable]) -> None:
    one = run(world, channel, bad).look  # type: ignore[attr-defined]
    orders = one.orders
    assert orders.expected + sum(orders.excluded.values()) + orders.unreadable == orders.shop
    missing = orders.expected - orders.found - orders.unknown_fate
    assert min(orders.expected, orders.found, orders.unknown_fate, missing, orders.not_compared) >= 0
    told = [news for news in one.news if news.item.check == "missing-at-tpop"]
    ignored = set(world.policy.ignore)
    assert len(told) == missing or ignored & {order.number for order in world.shop}
    assert orders.not_compared <= orders.found
    if one.list_channel:
        assert orders.unknown_fate == len(one.unlooked)
    assert one.confirmed <= missing
    assert not (missing and channel is None)


@FEW
@given(worlds(), CHANNELS, BAD)
def test_all_clear_means_that_all_was_looked_at(
    world: Small, channel: dict[str, object] | None, bad: list[Unreadable]
) -> None:
    one = run(world, channel, bad).look  # type: ignore[attr-defined]
    if one.can_clear:
        assert channel is not None
        assert channel["complete"]
        assert channel["says_window"]
        assert channel["as_of"] != ago(30)
        assert not bad
        assert one.orders.found == one.orders.expected
        assert not any(news.item.status == "open" for news in one.news)
        assert not any(order.status == "unknown" for order in world.tpop if order.created_at is None)


@FEW
@given(worlds(), CHANNELS, BAD)
def test_a_second_look_at_the_same_minute_tells_nothing(
    world: Small, channel: dict[str, object] | None, bad: list[Unreadable]
) -> None:
    # What is older than the window is read the second time only, because something of it was found the first time.
    assume(all(window().holds(order.created_at) for order in world.shop))
    first = run(world, channel, bad)
    shop = FakeShop(list(world.shop), unreadable=tuple(bad))
    tpop = None if channel is None else FakeTpop(list(world.tpop), **channel)  # type: ignore[arg-type]
    policy = {name: getattr(world.policy, name) for name in ("lines", "ignore", "pairing_share")}
    again = seen(shop, tpop, after(first), of=shop_settings(**policy), now=NOW)  # type: ignore[arg-type]
    assert [(news.item.ref, news.item.check, news.status) for news in again.look.news if news.told] == []
    assert again.look.orders == first.look.orders  # type: ignore[attr-defined]
