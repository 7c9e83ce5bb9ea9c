"""references-unreadable: the brake on pairing, to the half, and what it says while the shop was not read whole."""

from __future__ import annotations

import pytest

from core.checks.references_unreadable import brakes, judge
from core.match import Paired
from core.policy import Policy
from tests.builders import sight, situation
from tests.unit.core.checks.wording import well_said

SAMPLES = ["FR-88-1042", "FR-88-1043", "FR-88-1044"]


@pytest.mark.parametrize(
    ("paired", "of", "on"),
    [(0, 1, True), (1, 1, False), (1, 2, False), (1, 3, True), (2, 3, False), (49, 100, True), (50, 100, False)],
)
def test_the_brake_lies_at_half(paired: int, of: int, on: bool) -> None:
    pairing = Paired(of, paired, SAMPLES)
    assert brakes(pairing, Policy()) is on
    assert bool(list(judge(sight(pairing=pairing), situation()))) is on


def test_the_share_is_the_policys() -> None:
    assert brakes(Paired(10, 8), Policy(pairing_share=0.9))
    assert not brakes(Paired(10, 0), Policy(pairing_share=0))


def test_a_list_of_nothing_does_not_brake() -> None:
    assert not brakes(None, Policy())
    assert not brakes(Paired(0, 0), Policy())
    assert list(judge(sight(), situation())) == []


def test_it_fires() -> None:
    (one,) = judge(sight("tpop-http", pairing=Paired(10, 1, SAMPLES)), situation())
    assert (one.check, one.ref, one.severity) == ("references-unreadable", "source:tpop-http", "act")
    assert one.evidence == {"side": "tpop", "orders": 10, "paired": 1, "samples": SAMPLES}


def test_silent_where_the_shop_was_not_read_whole() -> None:
    """Nothing pairs with a shop that is down: that is the shop's fault, not the numbers'."""
    assert list(judge(sight(pairing=Paired(10, 0, SAMPLES)), situation(shop_whole=False))) == []


def test_words() -> None:
    (one,) = judge(sight(pairing=Paired(10, 1, SAMPLES)), situation())
    well_said(one, *SAMPLES, "10")
