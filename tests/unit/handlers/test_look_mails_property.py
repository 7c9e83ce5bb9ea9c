"""For any small world with mails: the numbers add up, no finding claims more than there is, a second look is quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.checks import BY_ID
from core.model import Mention
from core.ports import Past
from handlers.reading import Seen
from handlers.wiring import Feeding
from tests.builders import ago, mention, past, window
from tests.fakes import FakeMails, FakeShop, FakeTpop
from tests.unit.core.worlds import Small, worlds
from tests.unit.handlers.shops import AWAY, after, seen
from tests.unit.handlers.shops import settings as shop_settings

FEW = settings(max_examples=150, deadline=None)
STATES = ("", "unknown", "open", "open", "blocked", "blocked", "production", "shipped", "cancelled")
CHANNELS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "askable": st.booleans(),
            "complete": st.sampled_from((True, True, False)),
            "says_window": st.sampled_from((True, True, True, False)),
            "as_of": st.sampled_from((None, None, ago(4), ago(30))),
            "fails": st.sampled_from((None, None, None, AWAY)),
        }
    ),
)
FEEDING = st.sampled_from((None, None, Feeding("weekly", True), Feeding("never", True), Feeding("daily", True)))


@dataclass(frozen=True)
class Mailed:
    """A small world, the mails of today and those of before."""

    world: Small
    channel: Mapping[str, Any] | None
    feeding: Feeding | None
    mails: tuple[Mention, ...]
    before: tuple[Mention, ...]

    def look(self, known: Past | None = None) -> Seen:
        tpop = None if self.channel is None else FakeTpop(list(self.world.tpop), **self.channel)
        policy = {name: getattr(self.world.policy, name) for name in ("lines", "ignore", "pairing_share")}
        return seen(
            FakeShop(list(self.world.shop), page=2),
            tpop,
            known or past(mentions={one.shop_order_id: one for one in self.before}),
            of=shop_settings(**policy),
            mails=FakeMails(list(self.mails)),
            feeding=self.feeding,
        )

    @property
    def mentioned(self) -> set[str]:
        return {one.shop_order_id for one in (*self.mails, *self.before)}


@st.composite
def mails_about(draw: st.DrawFn, world: Small) -> Sequence[Mention]:
    shop = {one.id: one.number for one in world.shop}
    return [
        mention(
            status := draw(st.sampled_from(STATES)),
            draw(st.sampled_from((0.5, 2, 5, 20, 31, 24 * 9)).map(ago)),
            shop_order_id=ref,
            reference=shop[ref],
            tpop_id=draw(st.sampled_from(("", "", f"T-{int(ref) - 1}"))),  # of one order, never two numbers
            block_reason=draw(st.sampled_from(("", "payment"))) if status == "blocked" else "",
        )
        for ref in draw(st.lists(st.sampled_from(sorted(shop)), max_size=4))
    ]


@st.composite
def mailed(draw: st.DrawFn) -> Mailed:
    world = draw(worlds())
    before = {one.shop_order_id: one for one in draw(mails_about(world))}
    return Mailed(
        world, draw(CHANNELS), draw(FEEDING), tuple(draw(mails_about(world))), tuple(before[ref] for ref in before)
    )


@FEW
@given(mailed())
def test_the_numbers_add_up(this: Mailed) -> None:
    look = this.look().look
    orders = look.orders
    assert orders.expected + sum(orders.excluded.values()) + orders.unreadable == orders.shop
    missing = orders.expected - orders.found - orders.unknown_fate
    assert min(missing, orders.found, orders.unknown_fate, orders.mentioned, orders.by_hand) >= 0
    assert orders.mentioned + orders.written_back <= orders.found + orders.unknown_fate
    assert orders.by_hand <= orders.unknown_fate
    by_hand = 0 if look.list_channel else orders.by_hand
    assert orders.unknown_fate == len(look.unlooked) + by_hand
    told = [news for news in look.news if news.item.check == "missing-at-tpop"]
    ignored = set(this.world.policy.ignore)
    assert len(told) == missing or ignored & {order.number for order in this.world.shop}


@FEW
@given(mailed())
def test_no_finding_claims_more_than_there_is(this: Mailed) -> None:
    one = this.look()
    names = {number for order in this.world.shop for number in (order.id, order.number)}
    for news in one.look.news:
        item = news.item
        grade = item.evidence.get("grade")
        assert item.check != "check-crashed", item
        if item.ref.startswith("source:") or BY_ID[item.check].judge is None:
            assert grade is None
            continue
        assert grade in BY_ID[item.check].grades
        if grade == "listed":
            assert this.channel is not None
            assert this.channel["fails"] is None
            theirs = [order for order in this.world.tpop if {order.shop_order_id, order.reference} & names]
            whole = this.channel["complete"] and this.channel["says_window"]
            assert theirs or whole or item.ref.startswith("tpop:")
            assert item.check != "missing-at-tpop" or whole
        if grade == "mentioned":
            assert item.ref in this.mentioned
        assert grade != "written back"


@FEW
@given(mailed())
def test_all_clear_never_stands_on_mails(this: Mailed) -> None:
    look = this.look().look
    if look.can_clear:
        assert this.channel is not None
        assert this.channel["complete"]
        assert this.channel["fails"] is None
        assert this.channel["as_of"] != ago(30)
        assert look.orders.found == look.orders.expected


@FEW
@given(mailed())
def test_a_second_look_at_the_same_minute_tells_nothing(this: Mailed) -> None:
    assume(all(window().holds(order.created_at) for order in this.world.shop))
    known = past(mentions={one.shop_order_id: one for one in this.before})
    first = this.look(known)
    again = this.look(after(first, known))
    assert [(news.item.ref, news.item.check, news.status) for news in again.look.news if news.told] == []
    assert again.look.orders == first.look.orders
    kept = after(first, known).mentions
    assert {one.shop_order_id: (one.status, one.at) for one in again.writing.mentions}.items() <= {
        ref: (one.status, one.at) for ref, one in kept.items()
    }.items()
