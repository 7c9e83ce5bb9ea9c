"""blocked-unexplained: its own words (what it fires on: test_blocked.py)."""

from __future__ import annotations

from core.checks.blocked_unexplained import CHECK
from tests.builders import case, situation, tpop_order
from tests.unit.core.checks.wording import well_said


def test_it_sends_people_to_the_order() -> None:
    blocked = tpop_order(status="blocked", block_reason="")
    assert CHECK.judge is not None
    (one,) = CHECK.judge(case(None, blocked), situation())
    texts = well_said(one, "1042")
    assert len(texts["fr"].steps) == len(texts["en"].steps) >= 2
