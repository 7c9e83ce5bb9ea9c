"""What the merchant answers in the console: accepted, settled, muted; and what it is to take that back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model import iso
from tests.builders import NOW, ago, diffed, finding, moment, remembered
from tests.unit.core.telling import MISSING, kinds, only, recorded, statuses, told


class TestTheMerchantsWord:
    @pytest.mark.parametrize("word", [True, "true", "oui", " OUI ", "yes", "oui, le client est d'accord"])
    def test_accepted(self, word: object) -> None:
        result = diffed(remembered(accepted=word), MISSING)
        assert (told(result), kinds(result)) == ([], [("closed", "accepted")])
        assert (result.counts["closed"], only(result).closed_because) == (1, "accepted")

    @pytest.mark.parametrize("word", [None, False, "", " ", "false", "non", "no", "0", "à voir"])
    def test_not_accepted(self, word: object) -> None:
        assert statuses(diffed(remembered(accepted=word), MISSING)) == ["open"]

    def test_settled(self) -> None:
        result = diffed(remembered(settled_by="T-88001"), MISSING)
        assert (told(result), kinds(result)) == ([], [("closed", "settled")])
        for nothing in ("  ", "non", "false", False, "à voir"):
            assert statuses(diffed(remembered(settled_by=nothing), MISSING)) == ["open"]

    def test_seen_or_not(self) -> None:
        for word in ({"accepted": True}, {"settled_by": "T-1"}):
            assert told(diffed(remembered(**word), looked=False)) == []

    def test_it_lasts_while_it_stands(self) -> None:
        closed = recorded(diffed(remembered(accepted=True), MISSING), mark=False)
        again = diffed(closed, MISSING)
        assert (again.items, again.news, again.counts["closed"]) == ((), (), 0)

    def test_taken_back_it_is_open_again(self) -> None:
        closed = only(diffed(remembered(accepted=True), MISSING))
        result = diffed(replace(closed, accepted=None), MISSING)
        assert (only(result).status, kinds(result)) == ("open", [("reopened", "")])
        assert only(result).closed_because is None


class TestMuted:
    def test_until_the_end_of_that_local_day(self) -> None:
        """Muted to the 23rd: to midnight in Paris, which is 23 h in UTC."""
        item = remembered(muted_until="2026-11-23", mute_reason="nouvelle carte")
        last, first = NOW.replace(hour=22, minute=59), NOW.replace(hour=23)
        result = diffed(item, MISSING, when=moment(now=last))
        assert (result.news, result.counts["muted"], kinds(result)) == ((), 1, [("muted", "nouvelle carte")])
        assert only(result).was_muted
        assert statuses(diffed(item, MISSING, when=moment(now=first))) == ["open"]

    def test_it_comes_back_saying_why_it_was_there(self) -> None:
        item = remembered(muted_until="2026-11-22", mute_reason="nouvelle carte", was_muted=True, times_seen=4)
        result = diffed(item, MISSING)
        assert (told(result), kinds(result)) == ([("missing-at-tpop", "unmuted")], [("unmuted", "nouvelle carte")])
        assert result.news[0].item.mute_reason == "nouvelle carte"
        assert told(diffed(recorded(result, mark=False), MISSING)) == [("missing-at-tpop", "unmuted")]
        assert told(diffed(recorded(result, mark=True), MISSING)) == []

    def test_muted_again_and_again(self) -> None:
        item = remembered(muted_until="2026-12-31", was_muted=True)
        result = diffed(item, MISSING)
        assert (result.news, kinds(result), result.counts["muted"]) == ((), [], 1)

    def test_nothing_is_told_meanwhile(self) -> None:
        worse = replace(remembered(finding(severity="act")), muted_until="2026-12-31", was_muted=True)
        assert diffed(worse, MISSING).news == ()
        old = remembered(told_at=iso(ago(99)), muted_until="2026-12-31")
        assert diffed(old, MISSING).news == ()

    def test_what_ends_meanwhile_ends(self) -> None:
        result = diffed(remembered(muted_until="2026-12-31", was_muted=True))
        assert only(result).status == "resolved"

    @pytest.mark.parametrize("text", ["demain", "2026-13-01", "31/12/2026", "9999-12-31"])
    def test_a_date_that_cannot_be_read_is_said_and_mutes_nothing(self, text: str) -> None:
        result = diffed(remembered(muted_until=text, told_at=iso(ago(99))), MISSING)
        assert result.unreadable_mutes == ("1042",)
        assert told(result) == [("missing-at-tpop", "reminded")]
        assert diffed(remembered(muted_until=text), looked=False).unreadable_mutes == ("1042",)

    def test_a_time_after_the_date_is_put_aside(self) -> None:
        assert diffed(remembered(muted_until="2026-11-23T00:00:00Z"), MISSING).counts["muted"] == 1

    @pytest.mark.parametrize("text", [None, "", "  "])
    def test_nothing_typed_is_no_mute(self, text: str | None) -> None:
        result = diffed(remembered(muted_until=text), MISSING)
        assert (statuses(result), result.unreadable_mutes) == (["open"], ())
