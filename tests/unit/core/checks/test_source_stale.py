"""source-stale: a list too old to vouch for today, to the minute; or one that lacks the orders that came since."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.checks.source_stale import is_stale, judge
from core.model import Finding, Trouble, iso
from core.policy import Policy
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    ago,
    coverage,
    diffed,
    moment,
    past,
    said,
    sight,
    situation,
)
from tests.unit.core.checks.wording import all_different, well_said
from tests.unit.core.telling import recorded


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
    assert (one.evidence["side"], one.evidence["orders_since"], one.since) == ("tpop", 2, ago(48))


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


class TestByItsRhythm:
    def weekly(self, hours: float, **more: object) -> list[Finding]:
        one = sight("inbox", coverage=coverage("inbox", as_of=ago(hours)), rhythm="weekly", **more)
        return list(judge(one, situation()))

    def test_weekly_to_the_minute(self) -> None:
        """Seven days less two hours: at its own time of the week, however late in the hour the run starts."""
        assert Policy().weekly_hours == 7 * 24 - 2
        assert self.weekly(7 * 24 - 2) == []
        assert len(self.weekly(7 * 24 - 2 + 1 / 60)) == 1

    def test_weekly_by_the_policys_hours(self) -> None:
        one = sight(coverage=coverage(as_of=ago(49)), rhythm="weekly")
        assert is_stale(one, situation(policy=Policy(weekly_hours=48)))
        assert not is_stale(one, situation(policy=Policy(weekly_hours=50)))

    def test_orders_that_came_since_do_not_ask_for_it_sooner(self) -> None:
        assert self.weekly(100, unlooked=("1061",)) == []
        (one,) = self.weekly(200, unlooked=("1061",))
        assert (one.evidence["rhythm"], one.evidence["orders_since"], one.reminders) == ("weekly", 1, 1)

    def test_weekly_and_never_brought_it_is_asked_for(self) -> None:
        (one,) = judge(sight(coverage=coverage(as_of=None), rhythm="weekly"), situation())
        assert (one.cause, one.reminders) == ("no_file", 1)

    def test_daily_says_nothing_of_its_rhythm(self) -> None:
        (one,) = judge(sight(coverage=coverage(as_of=ago(48))), situation())
        assert one.reminders is None
        assert "rhythm" not in one.evidence

    @pytest.mark.parametrize("as_of", [None, ago(30), ago(9000)])
    def test_never_is_never(self, as_of: datetime | None) -> None:
        one = sight(coverage=coverage(as_of=as_of), rhythm="never", unlooked=("1061",))
        assert list(judge(one, situation())) == []
        assert not is_stale(one, situation())

    def test_mails_are_not_asked_for(self) -> None:
        for as_of in (None, ago(9000)):
            mails = coverage("tpop-mail", as_of=as_of, window=None, complete=False)
            assert list(judge(sight("tpop-mail", coverage=mails, grade="mentioned"), situation())) == []

    def test_weekly_words(self) -> None:
        for hours in (173, 24 * 9, 24 * 60):
            for unlooked in ((), ("1",), ("1", "2")):
                (one,) = self.weekly(hours, unlooked=unlooked)
                assert all(len(text.facts) == 1 + bool(unlooked) for text in well_said(one).values())
        (first,) = judge(sight("inbox", coverage=coverage("inbox", as_of=None), rhythm="weekly"), situation())
        all_different(*self.weekly(173), first)


def test_weekly_it_is_told_reminded_once_and_then_no_more() -> None:
    """A merchant on holiday: two words in five weeks, and the third when the list is here again."""
    known, told = past(), []
    start = NOW - timedelta(hours=Policy().weekly_hours)
    for day in range(35):
        now = NOW + day * DAY
        late = sight("inbox", coverage=coverage("inbox", as_of=start), rhythm="weekly")
        found = list(judge(late, situation(now=now)))
        run = diffed(known, *found, when=moment(now=now))
        told += [(day, one.status) for one in run.news if one.told]
        known = recorded(run, mark=True, now=iso(now)) if run.items else known
    assert told == [(1, "new"), (4, "reminded")]
    (item,) = known.findings.values()
    assert (item.status, item.reminders) == ("open", 1)
    back = diffed(known, looked=True, when=moment(now=NOW + 35 * DAY))
    assert [one.status for one in back.news if one.told] == ["resolved"]
