"""source-stale: a list too old to vouch for today, to the minute; or one that lacks the orders that came since."""

from __future__ import annotations

import pytest

from core.checks.source_stale import is_stale, judge
from core.model import Trouble
from core.policy import Policy
from tests.builders import DAY, HOUR, MINUTE, NOW, ago, coverage, said, sight, situation
from tests.unit.core.checks.wording import well_said


def aged(hours: float, *unlooked: str, **more: object) -> bool:
    return is_stale(sight(coverage=coverage(as_of=ago(hours)), unlooked=unlooked), situation(**more))


def test_by_the_policys_hours() -> None:
    assert not aged(26)
    assert aged(26 + 1 / 60)
    assert aged(3.1, policy=Policy(stale_hours=3))
    assert aged(27, daily=False)


def test_sooner_where_orders_came_since() -> None:
    assert not aged(3, "1061")
    assert aged(3 + 1 / 60, "1061")
    assert not aged(25)
    assert not aged(25, "1061", daily=False), "between two daily runs nobody is asked for a list"


def test_a_channel_that_never_brought_a_list() -> None:
    (one,) = judge(sight(coverage=coverage(as_of=None, window=None, complete=False)), situation())
    assert (one.cause, one.since) == ("no_file", None)
    assert "as_of" not in one.evidence
    undated = sight(coverage=coverage(as_of=None), troubles=(Trouble("bad_columns"),))
    assert list(judge(undated, situation())) == [], "a list came: what is wrong with it is said by source-partial"


def test_it_fires() -> None:
    (one,) = judge(sight("inbox", coverage=coverage("inbox", as_of=ago(48)), unlooked=("1", "2")), situation())
    assert (one.check, one.ref, one.severity, one.cause) == ("source-stale", "source:inbox", "act", "too_old")
    assert (one.evidence["orders_since"], one.since) == (2, ago(48))


def test_silent_for_the_shop_and_for_what_was_not_read() -> None:
    assert list(judge(sight("woocommerce", "shop", coverage=coverage(as_of=ago(99))), situation())) == []
    assert list(judge(sight(coverage=None), situation())) == []


@pytest.mark.parametrize(
    "age",
    [25 * HOUR, 26 * HOUR + MINUTE, 2 * DAY, 5 * DAY, 7 * DAY, 60 * DAY, 400 * DAY],
    ids=lambda age: str(age),
)
@pytest.mark.parametrize("unlooked", [(), ("1",), ("1", "2")])
def test_words(age: object, unlooked: tuple[str, ...]) -> None:
    as_of = NOW - age  # type: ignore[operator]
    for one in judge(sight(coverage=coverage(as_of=as_of), unlooked=unlooked), situation()):
        texts = well_said(one)
        assert len(texts["fr"].facts) == len(texts["en"].facts) == bool(unlooked)


@pytest.mark.parametrize(
    ("hours", "short"),
    [
        (4, "liste TPOP d'aujourd'hui"),
        (12, "liste TPOP d'hier"),
        (60, "liste TPOP de vendredi"),
        (24 * 7, "liste TPOP vieille de 7 j"),
    ],
)
def test_french_elides(hours: float, short: str) -> None:
    (one,) = judge(sight(coverage=coverage(as_of=ago(hours)), unlooked=("1",)), situation())
    text = said(one)
    assert text.short == short
    assert "de aujourd'hui" not in text.title
    assert "de hier" not in text.title


def test_words_without_any_list() -> None:
    (one,) = judge(sight(coverage=coverage(as_of=None)), situation())
    well_said(one)
