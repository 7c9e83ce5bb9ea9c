"""For any small world: nothing is lost, no order of arrival matters, and what is cleared at once would have been fine."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.expect import EXPECTED
from core.judge import Judged
from core.match import Matched
from tests.unit.core.worlds import Small, worlds

FEW = settings(max_examples=200, deadline=None)
MORE = settings(max_examples=700, deadline=None)


def heart(judged: Judged) -> dict[Any, Any]:
    """What is told of each finding. Which three samples of odd references are shown is of no weight."""
    return {
        key: (
            *(one.severity, one.deadline, one.since, one.final, one.once, one.known_only, one.number, one.cause),
            {name: value for name, value in one.evidence.items() if name != "samples"},
        )
        for key, one in judged.findings.items()
    }


def shape(matched: Matched) -> Any:
    return (
        matched.standings,
        sorted(
            (case.ref, case.number, [t.id for t in case.tpop], case.rivals, str(case.due_at))
            for case in matched.cases
        ),
        matched.found,
        matched.cleared,
        matched.uncompared,
        {channel: (one.paired, one.of) for channel, one in matched.pairing.items()},
        sorted(order.id for order in matched.orphans),
    )


@FEW
@given(worlds())
def test_nothing_is_lost(world: Small) -> None:
    matched = world.matched()
    assert set(matched.standings) == {order.id for order in world.shop}
    refs = [case.ref for case in matched.cases]
    assert len(refs) == len(set(refs))
    with_shop = [case for case in matched.cases if case.shop]
    assert all(case.ref == case.shop[0].id and len(case.shop) == 1 for case in with_shop)
    # Each shop order: cleared, in one case, or needing nothing, and then TPOP's lists show nothing of it.
    assert matched.cleared + len(with_shop) <= len(world.shop)
    # Each TPOP order: with one shop order, or alone; in two cases only where nobody can say whose it is.
    homes: dict[str, list[Any]] = {}
    for case in matched.cases:
        for order in case.tpop:
            homes.setdefault(order.id, []).append(case)
    for order_id, cases in homes.items():
        assert len(cases) == 1 or all(case.rivals for case in cases), order_id
    alone = {order.id for order in matched.orphans}
    assert alone == {id for id, cases in homes.items() if not cases[0].shop}
    assert len({order.id for order in world.tpop} - set(homes)) <= matched.cleared
    expected = sum(1 for one in matched.standings.values() if one.reason == EXPECTED)
    assert matched.found <= expected
    assert matched.uncompared <= matched.found


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(world: Small, chance: Any) -> None:
    first = world.matched()
    shop, tpop = list(world.shop), list(world.tpop)
    chance.shuffle(shop)
    chance.shuffle(tpop)
    cut = chance.randint(0, len(shop))
    second = world.matched(shop=[shop[:cut], shop[cut:]], tpop=tpop)
    assert shape(first) == shape(second)
    assert heart(world.judged(first)) == heart(world.judged(second))


@FEW
@given(worlds())
def test_a_page_that_comes_twice_changes_nothing(world: Small) -> None:
    assert shape(world.matched()) == shape(world.matched(shop=[world.shop, world.shop]))


@MORE
@given(worlds())
def test_what_is_cleared_at_once_would_have_been_fine(world: Small) -> None:
    quick = world.matched()
    full = world.matched(watched=[order.id for order in world.shop])
    kept = {case.ref for case in quick.cases}
    cleared = {order.id for order in world.shop} - kept
    found, again = heart(world.judged(full)), heart(world.judged(quick))
    assert not {key for key in found if key[0] in cleared}
    assert found == again
    assert (full.found, full.uncompared) == (quick.found, quick.uncompared)


@FEW
@given(worlds())
def test_watching_tpops_orders_changes_nothing_either(world: Small) -> None:
    quick = world.matched()
    full = world.matched(watched=[f"tpop:{order.id}" for order in world.tpop])
    assert heart(world.judged(full)) == heart(world.judged(quick))
