"""How an order lives at TPOP: what can come after what, and what nothing comes after."""

from __future__ import annotations

from typing import get_args

import pytest

from core.life import ENDS, LATER, MADE, can_follow
from core.model import TpopStatus

STATES = set(get_args(TpopStatus))
IMPOSSIBLE = {
    ("open", "production"),
    ("blocked", "production"),
    *((later, end) for end in ("shipped", "cancelled") for later in STATES - {"unknown", end}),
}


def test_every_state_is_known() -> None:
    assert set(LATER) == STATES
    assert all(later <= STATES for later in LATER.values())


@pytest.mark.parametrize("earlier", sorted(STATES))
@pytest.mark.parametrize("later", sorted(STATES))
def test_what_can_follow(later: str, earlier: str) -> None:
    assert can_follow(later, earlier) is ((later, earlier) not in IMPOSSIBLE)


def test_a_step_leads_somewhere_else() -> None:
    assert all(state not in later for state, later in LATER.items())


def test_the_ends_and_what_proves_that_somebody_makes_it() -> None:
    assert {state for state, later in LATER.items() if not later} == ENDS
    assert {"production", "shipped"} == MADE
