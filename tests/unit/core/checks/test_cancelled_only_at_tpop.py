"""cancelled-only-at-tpop: the customer waits, and every TPOP order of theirs is cancelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks.cancelled_only_at_tpop import CHECK, judge, looks
from core.evidence import merged
from core.model import Case, Finding
from tests.builders import MADE, MINUTE, ago, case, coverage, mention, shop_order, situation, tpop_order, window
from tests.unit.core.checks.wording import all_different, well_said

DEAD = tpop_order(status="cancelled", updated_at=ago(2))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(case(None, DEAD, tpop_order("T-2", status="cancelled", updated_at=ago(1))))
    assert (one.check, one.severity, one.deadline, one.since) == ("cancelled-only-at-tpop", "urgent", None, ago(1))
    assert one.evidence["tpop_orders"] == ["T-88001", "T-2"]
    assert (one.ref, one.number, one.evidence["shop_status"]) == ("5551042", "1042", "processing")


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
    assert CHECK.looks is looks
    assert looks(case(None, DEAD), situation())
    assert looks(case(None, DEAD, tpop_order("T-2")), situation(lists=()))
    assert looks(case(None, DEAD, due_at=None), situation(lists=()))
    for one in (case([], DEAD), case(None, DEAD), case(None, DEAD, tpop_order("T-2", status="unknown")), case()):
        assert not looks(one, situation(lists=()))
    assert not looks(case(None, DEAD, rivals=("2",)), situation())


def test_words() -> None:
    well_said(found(case(None, DEAD))[0])


class TestOnAMail:
    MAILED = case(None, *merged((), mention("cancelled")), mention=mention("cancelled"))
    OVERTOOK = case(None, *merged((tpop_order(as_of=ago(3)),), mention("cancelled")), mention=mention("cancelled"))
    BOTH = case(None, tpop_order(as_of=ago(3), status="cancelled"), mention=mention("cancelled"))

    def test_it_is_told_on_a_list_read_in_part_too_but_not_in_red(self) -> None:
        """Another may have taken its place."""
        for one in (self.MAILED, self.OVERTOOK, self.BOTH):
            (told,) = found(one, lists=())
            assert (told.severity, told.grade) == ("act", "mentioned")
        assert "tpop_orders" not in found(self.MAILED)[0].evidence
        (listed,) = found(case(None, DEAD))
        assert (listed.severity, listed.grade) == ("urgent", "listed")

    def test_looked(self) -> None:
        assert not looks(self.MAILED, situation(lists=()))
        assert looks(case(None, *merged((), mention("production"))), situation(lists=()))

    def test_words(self) -> None:
        told = [found(one)[0] for one in (self.MAILED, case(None, DEAD))]
        told = [replace(one, evidence={"grade": one.grade, **one.evidence}) for one in told]
        well_said(told[0])
        all_different(*told)
