"""A merchant who chooses otherwise has mended nothing: what was told of a list is closed, not called resolved."""

from __future__ import annotations

from datetime import timedelta

from core.ports import Past
from handlers.wiring import Feeding
from tests.builders import NOW, shop_order, tpop_order
from tests.fakes import FakeTpop
from tests.unit.handlers.shops import after, seen

OLD = NOW - timedelta(days=3)


def stale() -> FakeTpop:
    return FakeTpop([tpop_order(as_of=OLD)], as_of=OLD)


def part() -> FakeTpop:
    return FakeTpop([tpop_order()], complete=False, askable=False)


def how(first: FakeTpop, then: FakeTpop, feeding: Feeding, check: str) -> str:
    known: Past = after(seen([shop_order()], first, now=NOW - timedelta(hours=1)))
    assert any(item.check == check and item.status == "open" for item in known.findings.values())
    one = seen([shop_order()], then, known, feeding=feeding)
    return next(
        (f"{i.status} {i.closed_because or ''}".strip() for i in one.writing.findings if i.check == check), ""
    )


def test_an_old_list_that_is_fed_weekly_from_now_on() -> None:
    assert how(stale(), stale(), Feeding("weekly"), "source-stale") == "closed accepted"
    assert how(stale(), stale(), Feeding("never"), "source-stale") == "closed accepted"
    assert how(stale(), FakeTpop([tpop_order()]), Feeding("weekly"), "source-stale") == "resolved"


def test_a_list_in_part_by_choice_from_now_on() -> None:
    assert how(part(), part(), Feeding("daily", part=True), "source-partial") == "closed accepted"
    assert how(part(), FakeTpop([tpop_order()]), Feeding(), "source-partial") == "resolved"
