"""Today against the history: what begins, gets worse and is reminded; what the watch tells; what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.model import iso
from core.policy import Policy
from tests.builders import DAY, HOUR, NOW, ago, diffed, finding, moment, past, remembered, untold
from tests.unit.core.telling import MISSING, ORANGE, kinds, only, recorded, statuses, told


class TestNew:
    def test_it_is_opened_and_told(self) -> None:
        result = diffed(None, MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "new")], [("opened", "")])
        assert (result.counts["new"], result.counts["open"]) == (1, 0)
        item = only(result)
        assert (item.status, item.version, item.times_seen, item.expires_at) == ("open", 1, 1, None)
        assert item.first_seen == item.last_seen == item.checked_at == "2026-11-23T07:00:00Z"
        assert (item.told_at, item.told_status, item.told_severity, item.closed_because) == (None, None, None, None)
        assert item.title == "absente de TPOP"
        assert item.advice.startswith("1. ")

    def test_untold_it_stays_new(self) -> None:
        """The run fell over between recording and telling."""
        result = diffed(untold(), MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "new")], [])
        assert (only(result).version, only(result).times_seen) == (2, 2)

    def test_told_it_is_open(self) -> None:
        result = diffed(remembered(), MISSING)
        assert (told(result), statuses(result)) == ([], ["open"])
        assert (result.counts["new"], result.counts["open"]) == (0, 1)

    def test_what_is_only_worth_a_word_where_it_was_told_does_not_begin(self) -> None:
        result = diffed(None, replace(ORANGE, known_only=True, final="too_late"))
        assert (result.items, result.events, result.news) == ((), (), ())

    def test_one_version_a_run(self) -> None:
        worse = remembered(finding(severity="act"), version=7)
        assert only(diffed(worse, MISSING)).version == 8


class TestWorse:
    def test_a_severity_above_the_one_told(self) -> None:
        result = diffed(remembered(finding(severity="act")), MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "worse")], [("worse", "")])

    def test_until_it_is_told(self) -> None:
        item = replace(remembered(), told_severity="act")
        result = diffed(item, MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "worse")], [])

    def test_milder_is_not_news(self) -> None:
        result = diffed(remembered(), finding(severity="act"))
        assert told(result) == []
        assert only(result).severity == "act"


class TestReminders:
    def due(self, hours: float, **more: object) -> list[str]:
        item = remembered(told_at=iso(NOW - timedelta(hours=hours)), **more)
        return statuses(diffed(item, MISSING))

    def test_after_three_days_give_or_take_an_hour(self) -> None:
        assert self.due(71) == ["reminded"]
        assert self.due(71 - 1 / 60) == ["open"]

    def test_three_at_most(self) -> None:
        assert self.due(90, reminders=2) == ["reminded"]
        assert self.due(90, reminders=3) == ["open"]

    def test_never_for_what_is_said_once(self) -> None:
        item = remembered(told_at=iso(ago(90)))
        assert statuses(diffed(item, replace(MISSING, once=True))) == ["open"]

    def test_as_often_as_the_finding_says_and_never_oftener_than_the_policy(self) -> None:
        for most, sent, status in (
            (1, 0, "reminded"),
            (1, 1, "open"),
            (9, 2, "reminded"),
            (9, 3, "open"),
            (0, 0, "open"),
        ):
            item = remembered(told_at=iso(ago(90)), reminders=sent)
            assert statuses(diffed(item, replace(MISSING, reminders=most))) == [status], (most, sent)

    def test_never_by_the_watch_nor_over_a_chosen_window(self) -> None:
        item = remembered(told_at=iso(ago(90)))
        assert statuses(diffed(item, MISSING, when=moment("watch"))) == ["open"]
        assert statuses(diffed(item, MISSING, when=moment(reminders=False))) == ["open"]

    def test_never_for_what_was_not_looked_at(self) -> None:
        result = diffed(remembered(told_at=iso(ago(90))), looked=False)
        assert (statuses(result), result.counts["not_rechecked"]) == (["open"], 1)
        assert not result.news[0].looked

    def test_by_the_policys_rhythm(self) -> None:
        item = remembered(told_at=iso(ago(24)))
        assert statuses(diffed(item, MISSING, when=moment(policy=Policy(remind_days=1)))) == ["reminded"]
        never = moment(policy=Policy(remind_days=1, reminders_max=0))
        assert statuses(diffed(item, MISSING, when=never)) == ["open"]

    def test_a_month_of_mornings(self) -> None:
        """Told on the first day, then on the fourth, seventh and tenth, and never again."""
        history, days = past(), []
        for day in range(30):
            now = NOW + day * DAY
            result = diffed(history, MISSING, when=moment(now=now))
            if told(result):
                days.append((day, result.news[0].status))
            history = recorded(result, mark=True, now=iso(now))
        assert days == [(0, "new"), (3, "reminded"), (6, "reminded"), (9, "reminded")]


class TestTheWatch:
    WATCH = moment("watch")

    def test_only_red_is_told_at_once(self) -> None:
        result = diffed(None, MISSING, ORANGE, when=self.WATCH)
        assert told(result) == [("missing-at-tpop", "new")]
        assert statuses(result) == ["new", "new"]

    def test_orange_waits_however_often_it_is_seen(self) -> None:
        assert told(diffed(untold(ORANGE, times_seen=5), ORANGE, when=self.WATCH)) == []

    def test_what_it_left_untold_is_told_by_the_daily(self) -> None:
        history = recorded(diffed(None, ORANGE, when=self.WATCH), mark=True)
        assert told(diffed(history, ORANGE)) == [("missing-line", "new")]

    def test_ends_wait_for_the_daily(self) -> None:
        history = recorded(diffed(remembered(), when=self.WATCH), mark=True)
        assert told(diffed(history)) == [("missing-at-tpop", "resolved")]
        late = replace(finding(severity="act"), final="too_late")
        assert told(diffed(remembered(), late, when=self.WATCH)) == []

    def test_worse_and_reopened_red_is_told(self) -> None:
        assert told(diffed(remembered(finding(severity="act")), MISSING, when=self.WATCH)) == [
            ("missing-at-tpop", "worse")
        ]
        ended = remembered(status="resolved", told_status="resolved")
        assert told(diffed(ended, MISSING, when=self.WATCH)) == [("missing-at-tpop", "reopened")]

    def test_a_source_that_is_away_twice_in_a_row(self) -> None:
        away = finding("source-unreachable", "source:http", "act")
        first = diffed(None, away, when=self.WATCH)
        assert told(first) == []
        second = diffed(recorded(first, mark=True), away, when=self.WATCH)
        assert told(second) == [("source-unreachable", "new")]

    def test_not_twice_with_an_answer_in_between(self) -> None:
        away = finding("source-unreachable", "source:http", "act")
        history = recorded(diffed(None, away, when=self.WATCH), mark=True)
        history = recorded(diffed(history, when=self.WATCH), mark=True)
        assert told(diffed(history, away, when=self.WATCH)) == []


class TestWhatIsKept:
    def test_the_newest_words_and_evidence(self) -> None:
        item = remembered(title="old", advice="old", cause="old", evidence={"a": 1}, version=4)
        new = replace(MISSING, number="FR-1042", cause="sku_changed", evidence={"b": 2}, incident="x")
        kept = only(diffed(item, new))
        assert (kept.number, kept.cause, kept.evidence, kept.incident) == ("FR-1042", "sku_changed", {"b": 2}, "x")
        assert (kept.title, kept.version) == ("absente de TPOP", 5)
        assert kept.advice.startswith("1. Cherchez FR-1042")

    def test_a_deadline_comes_and_goes(self) -> None:
        with_one = only(diffed(remembered(ORANGE), replace(ORANGE, deadline=NOW + HOUR)))
        assert with_one.deadline == "2026-11-23T08:00:00Z"
        assert only(diffed(replace(with_one), ORANGE)).deadline is None

    def test_identity_is_shop_ref_check_and_line(self) -> None:
        other = (finding(ref="2"), finding("missing-line", line="A"), finding("missing-line", line="B"))
        result = diffed(remembered(), MISSING, *other)
        assert len(told(result)) == 3
        assert len({item.fingerprint for item in result.items}) == 4

    def test_the_merchants_own_words_are_carried_along(self) -> None:
        item = remembered(muted_until="2026-12-31", mute_reason="x")
        assert (only(diffed(item, MISSING)).muted_until, only(diffed(item, MISSING)).mute_reason) == (
            "2026-12-31",
            "x",
        )

    def test_each_counts_once(self) -> None:
        before = past(
            remembered(),
            remembered(finding(ref="2")),
            remembered(finding(ref="3"), muted_until="2026-12-31"),
            remembered(finding(ref="4"), accepted=True),
            remembered(finding(ref="5")),
        )
        found = (MISSING, finding(ref="3"), finding(ref="4"), finding(ref="6"))
        result = diffed(before, *found, looked=lambda item: item.ref == "2")
        assert result.counts == {"new": 1, "open": 1, "resolved": 1, "closed": 1, "not_rechecked": 1, "muted": 1}

    def test_an_empty_history_and_an_empty_run(self) -> None:
        result = diffed(None)
        assert (result.items, result.events, result.news) == ((), (), ())
