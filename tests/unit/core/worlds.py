"""Small random worlds: few names and few values, so that orders collide, differ and nearly agree all the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from core.checks.contract import Situation, SourceSight
from core.expect import line_rule
from core.judge import Judged, judge
from core.lookout import situate
from core.match import Matched, Matching
from core.model import ShopLine, ShopOrder, TpopLine, TpopOrder
from core.policy import LinesPolicy, Policy
from tests.builders import DAY, HOME, NOW, PARIS, ago, coverage, expectation, window

HOURS = (5, 20, 5, 20, 30, 2, 0.5, 24 * 5, 24 * 40)
LYON = HOME._replace(city="Lyon", postcode="69001")
RECIPIENTS = (HOME, HOME, HOME._replace(name="EXEMPLE Camille"), LYON, LYON, None)
LINE_IDS = ("", "l1", "l2")

times = st.sampled_from(HOURS).map(ago)
skus = st.sampled_from(("A", "A", "A", "B", "B", ""))


@st.composite
def shop_lines(draw: st.DrawFn) -> tuple[ShopLine, ...] | None:
    if draw(st.integers(0, 15)) == 15:
        return None
    lines = []
    for _ in range(draw(st.sampled_from((1, 2, 1, 2, 3, 0)))):
        ordered = draw(st.integers(1, 3))
        left = draw(st.sampled_from((ordered, ordered, ordered, 0, ordered - 1)))
        lines.append(ShopLine(draw(skus), left, ordered, draw(st.sampled_from(LINE_IDS))))
    return tuple(lines)


@st.composite
def shop_orders(draw: st.DrawFn, id: str) -> ShopOrder:
    made = draw(times)
    state = draw(st.sampled_from(("due",) * 6 + ("unpaid", "cancelled", "cancelled", "other", "draft")))
    return ShopOrder(
        id=id,
        number=draw(st.sampled_from((id, id, id, id, "N", "N", "M", ""))),
        state=state,
        status=state,
        created_at=made,
        paid_at=draw(st.sampled_from((made, made, None, ago(3)))),
        updated_at=None,
        lines=draw(shop_lines()),
        recipient=draw(st.sampled_from(RECIPIENTS)),
        fulfilled=draw(st.booleans()),
        tracked=draw(st.sampled_from((False, False, True))),
    )


@st.composite
def tpop_orders(draw: st.DrawFn, id: str, like: ShopOrder | None) -> TpopOrder:
    """What TPOP would make of that order; every third with a fault of its own."""
    one = TpopOrder(
        id=id,
        reference=like.number if like else "odd",
        shop_order_id=draw(st.sampled_from(("", "", like.id))) if like else "",
        status=draw(
            st.sampled_from(("open",) * 4 + ("production", "shipped", "blocked", "blocked", "cancelled", "unknown"))
        ),
        as_of=draw(st.sampled_from((NOW, NOW, NOW, ago(30)))),
        channel=draw(st.sampled_from(("http", "http", "inbox"))),
        created_at=draw(st.one_of(st.none(), times)),
        block_reason=draw(st.sampled_from(("payment", "address", "artwork", ""))),
        lines=like and like.lines and tuple(TpopLine(line.sku, line.remaining, line.id) for line in like.lines),
        recipient=like.recipient if like else HOME,
    )
    if like is not None and draw(st.integers(0, 2)):
        return one
    kinds = st.builds(TpopLine, skus, st.integers(0, 3), st.sampled_from((*LINE_IDS, "t1")))
    spoilt: dict[str, st.SearchStrategy[Any]] = {
        "lines": st.one_of(st.none(), st.lists(kinds, max_size=3).map(tuple)),
        "recipient": st.sampled_from(RECIPIENTS),
        "reference": st.sampled_from(("N", "M", "1", "", "odd")),
        "shop_order_id": st.sampled_from(("1", "2", "9")),
        "manual": st.just(True),
    }
    fields = draw(st.sets(st.sampled_from(sorted(spoilt)), min_size=1, max_size=2))
    return one._replace(**{field: draw(spoilt[field]) for field in sorted(fields)})


@dataclass(frozen=True)
class Small:
    """One moment of one shop and its TPOP."""

    shop: tuple[ShopOrder, ...]
    tpop: tuple[TpopOrder, ...]
    policy: Policy
    listed: tuple[SourceSight, ...]

    def matched(self, watched: Sequence[str] = (), shop: Any = None, tpop: Any = None) -> Matched:
        rule = line_rule(self.policy.lines, frozenset())
        about = expectation(policy=self.policy, is_ours=rule)
        theirs = self.tpop if tpop is None else tpop
        this = Matching(about, theirs, watched, judge_absent=bool(self.listed), window=window())
        for page in [self.shop] if shop is None else shop:
            this.take(page)
        return this.close()

    def judged(self, matched: Matched) -> Judged:
        shop = SourceSight("woocommerce", "shop", coverage("woocommerce", "shop"))
        sights = [shop, *(replace(one, pairing=matched.pairing.get(one.name)) for one in self.listed)]
        rule = line_rule(self.policy.lines, frozenset())
        here: Situation = situate(matched, sights, policy=self.policy, now=NOW, zone=PARIS, is_ours=rule)
        return judge(matched.cases, sights, [], here)


LISTS = (
    (),
    (SourceSight("http", "tpop", coverage()),),
    (SourceSight("http", "tpop", coverage(window=window(since=NOW - 41 * DAY))),),
    (SourceSight("http", "tpop", coverage(complete=False)),),
    (
        SourceSight("http", "tpop", coverage(window=None)),
        SourceSight("inbox", "tpop", coverage("inbox", as_of=ago(4))),
    ),
    (SourceSight("http", "tpop", None),),
)
POLICIES = (
    Policy(),
    Policy(),
    Policy(pairing_share=0),
    Policy(lines=LinesPolicy("sku", pattern="A")),
    Policy(ignore=frozenset({"N", "A"})),
)


@st.composite
def worlds(draw: st.DrawFn) -> Small:
    shop = tuple(draw(shop_orders(str(id))) for id in range(1, draw(st.integers(1, 4)) + 1))
    alike: list[ShopOrder | None] = [one for one in shop if draw(st.integers(0, 4))]
    alike += draw(st.lists(st.sampled_from((*shop, None)), max_size=2))
    tpop = tuple(draw(tpop_orders(f"T-{id}", like)) for id, like in enumerate(alike))
    return Small(shop, tpop, draw(st.sampled_from(POLICIES)), draw(st.sampled_from(LISTS)))
