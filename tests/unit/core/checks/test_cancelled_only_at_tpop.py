"""cancelled-only-at-tpop: the customer waits, and every TPOP order of theirs is cancelled."""

from __future__ import annotations

import pytest

from core.checks.cancelled_only_at_tpop import judge, looks
from core.model import Case, Finding
from tests.builders import MADE, MINUTE, ago, case, coverage, shop_order, situation, tpop_order, window
from tests.unit.core.checks.wording import well_said

DEAD = tpop_order(status="cancelled", updated_at=ago(2))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(case(None, DEAD, tpop_order("T-2", status="cancelled", updated_at=ago(1))))
    assert (one.check, one.severity, one.deadline, one.since) == ("cancelled-only-at-tpop", "urgent", None, ago(1))
    assert one.evidence["tpop_orders"] == ["T-88001", "T-2"]


@pytest.mark.parametrize(
    "one",
    [
        case(),
        case(None, DEAD, tpop_order("T-2")),
        case(None, DEAD, tpop_order("T-2", status="unknown")),
        case(None, DEAD, due_at=None),
        case(None, DEAD, rivals=("2",)),
        case(shop_order(tracked=True), DEAD),
        case([], DEAD),
    ],
    ids=[
        "not there",
        "one lives",
        "one in a word nobody knows",
        "not due",
        "whose is it",
        "shipped",
        "no shop order",
    ],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_only_where_all_of_tpops_orders_were_seen() -> None:
    assert found(case(None, DEAD), lists=()) == []
    assert found(case(None, DEAD), lists=(coverage(window=window(since=MADE + MINUTE)),)) == []
    assert len(found(case(None, DEAD), lists=(coverage(window=window(since=MADE)),))) == 1
    assert len(found(case(None, DEAD, asked=True), lists=())) == 1


def test_looked() -> None:
    assert looks(case(None, DEAD), situation())
    assert looks(case(None, DEAD, tpop_order("T-2")), situation(lists=()))
    assert looks(case(None, DEAD, due_at=None), situation(lists=()))
    for one in (case([], DEAD), case(None, DEAD), case(None, DEAD, tpop_order("T-2", status="unknown")), case()):
        assert not looks(one, situation(lists=()))
    assert not looks(case(None, DEAD, rivals=("2",)), situation())


def test_words() -> None:
    well_said(found(case(None, DEAD))[0])
