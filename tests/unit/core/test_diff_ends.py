"""How a finding ends, is told to have ended, and comes back."""

from __future__ import annotations

from dataclasses import replace

from core.model import iso
from tests.builders import DAY, MINUTE, NOW, ago, diffed, finding, past, remembered, untold
from tests.unit.core.telling import MISSING, ORANGE, kinds, only, recorded, statuses, told


class TestResolved:
    def test_only_where_it_was_looked_at(self) -> None:
        result = diffed(remembered())
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "resolved")], [("resolved", "")])
        assert result.counts["resolved"] == 1
        item = only(result)
        assert (item.status, item.resolved_at, item.closed_because) == ("resolved", iso(NOW), None)
        assert item.expires_at == int((NOW + 395 * DAY).timestamp())
        assert item.checked_at == iso(NOW)

    def test_not_looked_at_it_stays(self) -> None:
        result = diffed(remembered(), looked=False)
        assert (result.items, result.events, told(result)) == ((), (), [])
        assert result.counts["not_rechecked"] == 1

    def test_untold_it_ends_in_silence(self) -> None:
        result = diffed(untold())
        assert (told(result), only(result).status) == ([], "resolved")

    def test_until_it_is_told(self) -> None:
        ended = replace(only(diffed(remembered())), version=2)
        assert told(diffed(past(ended))) == [("missing-at-tpop", "resolved")]
        assert told(diffed(past(replace(ended, told_status="resolved")))) == []

    def test_it_is_said_in_the_words_of_its_end(self) -> None:
        assert diffed(remembered()).news[0].text.title == "plus absente de TPOP"

    def test_each_by_itself(self) -> None:
        here, there = remembered(), remembered(finding(ref="2"))
        result = diffed(past(here, there), looked=lambda item: item.ref == "2")
        assert [(one.item.ref, one.status) for one in result.news] == [("5551042", "open"), ("2", "resolved")]


class TestClosed:
    def test_gone_from_the_shop(self) -> None:
        result = diffed(remembered(), looked=False, gone=["5551042"])
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "closed")], [("closed", "gone")])
        assert (only(result).closed_because, only(result).checked_at) == ("gone", remembered().checked_at)

    def test_looking_goes_before(self) -> None:
        assert statuses(diffed(remembered(), gone=["5551042"])) == ["resolved"]

    def test_out_of_reach_after_the_window(self) -> None:
        fresh = remembered(checked_at=iso(NOW - 30 * DAY))
        assert statuses(diffed(fresh, looked=False)) == ["open"]
        result = diffed(replace(fresh, checked_at=iso(NOW - 30 * DAY - MINUTE)), looked=False)
        assert kinds(result) == [("closed", "out_of_reach")]

    def test_shipped_while_it_was_open_is_told_once_more(self) -> None:
        result = diffed(remembered(ORANGE), replace(ORANGE, final="too_late"))
        assert (told(result), kinds(result)) == ([("missing-line", "closed")], [("closed", "too_late")])
        again = diffed(recorded(result, mark=True), replace(ORANGE, final="too_late"))
        assert (again.items, again.news) == ((), ())

    def test_shipped_when_it_is_first_seen_is_told_once(self) -> None:
        late = replace(ORANGE, final="too_late")
        result = diffed(None, late)
        assert told(result) == [("missing-line", "new")]
        assert kinds(result) == [("opened", ""), ("closed", "too_late")]
        item = only(result)
        assert (item.status, item.closed_because, item.expires_at is None) == ("closed", "too_late", False)
        assert told(diffed(recorded(result, mark=False), late)) == [("missing-line", "new")], "a message repeats"
        assert told(diffed(recorded(result, mark=False))) == [("missing-line", "new")]
        assert told(diffed(recorded(result, mark=True), late)) == []

    def test_resolved_then_shipped_with_it_all_the_same(self) -> None:
        """It came back and was shipped between two looks: that is not passed over."""
        ended = remembered(ORANGE, status="resolved", told_status="resolved", expires_at=1)
        late = replace(ORANGE, final="too_late")
        result = diffed(ended, late)
        assert told(result) == [("missing-line", "closed")]
        assert kinds(result) == [("reopened", ""), ("closed", "too_late")]
        assert told(diffed(recorded(result, mark=False), late)) == [("missing-line", "closed")]
        assert told(diffed(recorded(result, mark=True), late)) == []

    def test_out_of_reach_by_its_own_check(self) -> None:
        once = finding("cancelled-only-in-shop", once=True)
        over = replace(once, final="out_of_reach", known_only=True, severity="act")
        result = diffed(remembered(once), over)
        assert (kinds(result), told(result)) == ([("closed", "out_of_reach")], [("cancelled-only-in-shop", "closed")])


class TestReopened:
    ENDED = remembered(status="resolved", told_status="resolved", reminders=3, resolved_at=iso(ago(9)), expires_at=99)

    def test_it_comes_back(self) -> None:
        result = diffed(self.ENDED, MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "reopened")], [("reopened", "")])
        item = only(result)
        assert (item.status, item.resolved_at, item.expires_at, item.reminders) == ("open", None, None, 0)
        assert item.first_seen == self.ENDED.first_seen
        assert result.counts["new"] == 1

    def test_gone_and_back_before_anybody_was_told_is_no_news(self) -> None:
        """Resolved in one hour, there again in the next: the merchant knew of it all along."""
        back = diffed(replace(self.ENDED, told_status="open"), MISSING)
        assert (told(back), only(back).reminders) == ([], 3)

    def test_until_it_is_told(self) -> None:
        back = recorded(diffed(self.ENDED, MISSING), mark=False)
        assert told(diffed(back, MISSING)) == [("missing-at-tpop", "reopened")]

    def test_only_a_word_where_it_was_open(self) -> None:
        result = diffed(self.ENDED, replace(MISSING, known_only=True, final="too_late"))
        assert (result.items, result.news) == ((), ())

    def test_what_was_closed_too(self) -> None:
        closed = replace(self.ENDED, status="closed", closed_because="gone", told_status="closed")
        assert told(diffed(closed, MISSING)) == [("missing-at-tpop", "reopened")]
