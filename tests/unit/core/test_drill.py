"""The drill is passed by all checks together, at any hour, and missed as soon as one of them is missing or broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.checks import CHECKS
from core.checks.contract import Check, Situation
from core.drill import Drilled, drill
from core.model import Finding
from tests.builders import HOUR, NOW, PARIS, finding


def silent(_one: Any, _situation: Situation) -> Iterator[Finding]:
    return iter(())


def falling(_one: Any, _situation: Situation) -> Iterator[Finding]:
    raise RuntimeError


def accusing(one: Any, _situation: Situation) -> Iterator[Finding]:
    yield finding("missing-line", getattr(one, "ref", f"source:{getattr(one, 'name', '')}"))


def instead(check: Check, other: Any) -> tuple[Check, ...]:
    broken = replace(check, judge=other if check.judge else None, judge_source=other if check.judge_source else None)
    return tuple(broken if one is check else one for one in CHECKS)


JUDGES = [check for check in CHECKS if check.judge or check.judge_source]


def test_it_passes() -> None:
    done = drill(NOW, PARIS)
    assert done.passed
    assert done.planted == done.caught > len(CHECKS)
    assert done.accused == 0


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Auckland", "America/Los_Angeles"])
def test_at_any_hour_of_any_week(zone: str) -> None:
    for hours in range(0, 24 * 14, 7):
        assert drill(NOW + hours * HOUR, ZoneInfo(zone)).passed
    for moment in ((2026, 3, 29, 1), (2026, 10, 25, 0), (2027, 1, 1, 0), (2028, 2, 29, 12)):
        assert drill(datetime(*moment, tzinfo=UTC), ZoneInfo(zone)).passed


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_that_is_not_there_is_missed(check: Check) -> None:
    done = drill(NOW, PARIS, tuple(one for one in CHECKS if one is not check))
    assert done.caught < done.planted
    assert not done.passed


@pytest.mark.parametrize("check", JUDGES, ids=lambda check: check.id)
@pytest.mark.parametrize("other", [silent, falling])
def test_a_check_that_is_broken_is_missed(check: Check, other: Any) -> None:
    assert not drill(NOW, PARIS, instead(check, other)).passed


@pytest.mark.parametrize("check", JUDGES, ids=lambda check: check.id)
def test_a_check_that_accuses_everybody_is_caught(check: Check) -> None:
    assert drill(NOW, PARIS, instead(check, accusing)).accused > 0


def test_all_three_numbers_count() -> None:
    assert Drilled(3, 3, 0).passed
    assert not Drilled(3, 2, 0).passed
    assert not Drilled(3, 3, 1).passed
    assert not drill(NOW, PARIS, ()).passed
