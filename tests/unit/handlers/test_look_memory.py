"""What one look remembers for the next: orders not yet due, skus TPOP has shown; and what it could not read."""

from __future__ import annotations

from core.errors import SourceError
from core.model import TpopLine, Unreadable, iso
from core.policy import LinesPolicy
from core.ports import Pending
from handlers.event import Asked
from handlers.look import look
from handlers.wiring import Sources
from tests.builders import (
    DAY,
    HOUR,
    MINUTE,
    MUG,
    NOW,
    TEE,
    ago,
    finding,
    past,
    remembered,
    shop_line,
    shop_order,
    tpop_order,
)
from tests.fakes import FakeShop, FakeTpop
from tests.unit.handlers.shops import WELL, HiddenTpop, after, ended, found, seen, settings

UNPAID = shop_order(state="unpaid", paid_at=None)


FIVE = str(iso(ago(5)))
OTHERS, LISTED = [shop_order("5552000")], [tpop_order("T-9", "2000")]


def waits(ref: str = "5551042", eligible: str | None = None) -> dict[str, Pending]:
    return {ref: Pending(ref, str(iso(ago(48))), eligible)}


class TestOrdersNotYetDue:
    def test_an_unpaid_one_is_remembered_by_id_alone(self) -> None:
        one = seen([UNPAID], [])
        assert one.writing.pending == (Pending("5551042", "2026-11-23T07:00:00Z"),)
        assert (one.look.orders.excluded, found(one)) == ({"unpaid": 1}, set())

    def test_one_within_its_grace_since_when_it_was_due(self) -> None:
        one = seen([shop_order(created_at=NOW - HOUR)], [])
        assert one.writing.pending == (Pending("5551042", "2026-11-23T07:00:00Z", "2026-11-23T06:00:00Z"),)

    def test_not_one_that_was_due_when_it_was_first_seen(self) -> None:
        one = seen([shop_order(), *OTHERS], LISTED)
        assert (found(one), one.writing.pending) == ({("5551042", "missing-at-tpop")}, ())

    def test_what_is_known_is_not_written_again(self) -> None:
        assert seen([UNPAID], [], past(pending=waits())).writing.pending == ()
        recent = shop_order(created_at=NOW - HOUR)
        assert seen([recent], [], past(pending=waits(eligible="2026-11-23T06:00:00Z"))).writing.pending == ()

    def test_it_is_read_again_when_the_window_has_passed_it(self) -> None:
        shop = FakeShop([UNPAID._replace(created_at=ago(24 * 9))])
        one = seen(shop, [], past(pending=waits()), run="watch")
        assert shop.asked == ["5551042"]
        assert (one.writing.pending, one.writing.pending_gone) == ((), ())

    def test_paid_without_a_time_it_is_due_from_the_first_look_that_saw_it(self) -> None:
        """Cash on delivery, noted late: not missing in the same minute."""
        paid = shop_order(created_at=ago(48), paid_at=None)
        first = seen([paid], [], past(pending=waits()))
        assert (found(first), first.look.orders.excluded) == (set(), {"too recent": 1})
        (kept,) = first.writing.pending
        assert kept.eligible_since == "2026-11-23T07:00:00Z"
        before = past(pending={kept.ref: kept})
        for minutes, missing in ((119, False), (120, True)):
            later = seen([paid], [], before, now=NOW + minutes * MINUTE)
            assert (("5551042", "missing-at-tpop") in found(later)) is missing, minutes

    def test_found_at_tpop_or_cancelled_it_is_forgotten(self) -> None:
        for shop, tpop in (
            ([shop_order()], [tpop_order()]),
            ([shop_order()], [tpop_order(status="blocked")]),
            ([shop_order(tracked=True)], []),
            ([UNPAID._replace(state="cancelled")], []),
            ([shop_order(state="cancelled")], []),
        ):
            assert seen(shop, tpop, past(pending=waits(eligible=FIVE))).writing.pending_gone == ("5551042",)

    def test_due_at_tpop_and_only_cancelled_there_it_is_not(self) -> None:
        known = past(pending=waits(eligible=FIVE))
        assert seen([shop_order()], [tpop_order(status="cancelled")], known).writing.pending_gone == ()

    def test_gone_from_the_shop_it_is_forgotten(self) -> None:
        assert seen([], [], past(pending=waits())).writing.pending_gone == ("5551042",)

    def test_not_while_the_shop_is_away_nor_while_it_cannot_be_read(self) -> None:
        away = FakeShop(fails=SourceError("unreachable", "x"))
        assert seen(away, [], past(pending=waits())).writing.pending_gone == ()
        bad = FakeShop(unreadable=(Unreadable("5551042", "date", "x"),))
        assert seen(bad, [], past(pending=waits())).writing.pending_gone == ()


class TestAnOldOrderThatIsPaidLate:
    """Older than any list that is asked for: no list vouches for it, so TPOP is asked for it by its number."""

    PAID = shop_order(created_at=NOW - 40 * DAY, paid_at=ago(5))

    def look(self, tpop: FakeTpop) -> object:
        return seen(FakeShop([self.PAID, *OTHERS]), tpop, past(pending=waits(eligible=FIVE)))

    def test_found_all_is_well(self) -> None:
        one = self.look(HiddenTpop(LISTED, hidden=[tpop_order()]))
        assert (one.look.can_clear, one.look.orders.found) == (True, 2)  # type: ignore[attr-defined]
        assert one.writing.pending_gone == ("5551042",)  # type: ignore[attr-defined]

    def test_asked_for_and_not_there_since_it_was_due_it_is_missing(self) -> None:
        one = self.look(FakeTpop(LISTED))
        assert ("5551042", "missing-at-tpop") in found(one)  # type: ignore[arg-type]

    def test_where_tpop_cannot_be_asked_nobody_knows_and_that_is_said(self) -> None:
        one = self.look(FakeTpop(LISTED, askable=False))
        assert not one.look.can_clear  # type: ignore[attr-defined]
        assert one.look.unlooked == ("1042",)  # type: ignore[attr-defined]
        assert one.writing.pending_gone == ()  # type: ignore[attr-defined]
        assert {check for _, check in found(one)} == {"source-partial"}  # type: ignore[arg-type]

    def test_missing_it_is_due_since_the_same_moment_at_every_look(self) -> None:
        """Forgotten, it would be due since it was made: before any list, so that nobody could judge it again."""
        first = self.look(FakeTpop(LISTED))
        assert first.writing.pending_gone == ()  # type: ignore[attr-defined]
        before = after(first, past(pending=waits(eligible=FIVE)))  # type: ignore[arg-type]
        again = seen(FakeShop([self.PAID, *OTHERS]), FakeTpop(LISTED), before, now=NOW + DAY)
        (news,) = again.look.news
        assert news.finding is not None
        assert (news.item.check, news.finding.evidence["due_at"]) == ("missing-at-tpop", FIVE)

    def test_a_list_that_is_a_little_older_does_not_make_it_forgotten(self) -> None:
        """Due for its grace to the minute, and the list is of five minutes before: judged at the next look."""
        known = past(pending=waits(eligible=iso(ago(2))))
        shop = FakeShop([self.PAID._replace(paid_at=ago(2)), *OTHERS])
        one = seen(shop, FakeTpop(LISTED, as_of=NOW - 5 * MINUTE), known)
        assert (one.look.orders.excluded, one.writing.pending_gone) == ({"too recent": 1}, ())


class TestAnOrderOnHold:
    """Paid long ago, and held back in a status of its own: a check for fraud, a plugin's step before production."""

    HELD = shop_order(state="other", status="fraud-check", created_at=NOW - 20 * DAY)
    FREE = HELD._replace(state="due", status="processing")

    def test_it_is_remembered_by_id(self) -> None:
        for state in ("other", "draft"):
            one = seen([self.HELD._replace(state=state)], [])  # type: ignore[arg-type]
            assert one.writing.pending == (Pending("5551042", "2026-11-23T07:00:00Z"),)

    def test_and_read_again_when_the_window_has_passed_it(self) -> None:
        shop = FakeShop([self.HELD])
        one = seen(shop, [], past(pending=waits()), run="watch")
        assert (shop.asked, one.writing.pending, one.writing.pending_gone) == (["5551042"], (), ())

    def test_let_go_it_has_its_grace_from_the_first_look_that_saw_it(self) -> None:
        held = past(pending=waits())
        freed = seen([self.FREE, *OTHERS], LISTED, held)
        assert (found(freed), freed.look.orders.excluded) == (set(), {"too recent": 1})
        before = after(freed, held)
        for minutes, missing in ((119, False), (120, True)):
            later = seen([self.FREE, *OTHERS], LISTED, before, now=NOW + minutes * MINUTE)
            assert (("5551042", "missing-at-tpop") in found(later)) is missing, minutes

    def test_held_again_it_is_due_anew(self) -> None:
        """The shop took it for due for an hour, then a plugin held it back for two days."""
        held = seen([self.HELD, *OTHERS], LISTED, past(pending=waits(eligible=iso(ago(48)))))
        assert held.writing.pending == (Pending("5551042", str(iso(ago(48)))),)
        freed = seen([self.FREE, *OTHERS], LISTED, after(held), now=NOW + HOUR)
        assert freed.look.orders.excluded == {"too recent": 1}

    def test_without_any_grace_it_is_due_since_the_first_look_too(self) -> None:
        strict = settings(grace_hours=0)
        shop, known = [self.FREE, *OTHERS], past(pending=waits())
        first = seen(shop, FakeTpop(LISTED, as_of=NOW - MINUTE), known, of=strict)
        assert found(first) == set()
        then = NOW + HOUR
        later = seen(shop, FakeTpop(LISTED, as_of=then - MINUTE), after(first, known), of=strict, now=then)
        assert found(later) == {("5551042", "missing-at-tpop")}

    def test_what_tpop_has_is_not_remembered(self) -> None:
        """A plugin's word for the end, such as delivered: nothing is left to wait for."""
        assert seen([self.HELD], [tpop_order(status="shipped")]).writing.pending == ()
        known = past(pending=waits())
        assert seen([self.HELD], [tpop_order(status="shipped")], known).writing.pending_gone == ("5551042",)

    def test_it_is_forgotten_after_three_windows(self) -> None:
        for days, gone in ((90, ()), (90 + 1 / 1440, ("5551042",))):
            known = past(pending={"5551042": Pending("5551042", str(iso(ago(24 * days))))})
            for held in (self.HELD._replace(created_at=ago(24 * 100)), UNPAID._replace(created_at=ago(24 * 100))):
                assert seen([held], [], known).writing.pending_gone == gone, days

    def test_even_where_it_could_not_be_read(self) -> None:
        away = FakeShop(fails=SourceError("unreachable", "x"))
        known = past(pending={"5551042": Pending("5551042", str(iso(ago(24 * 91))))})
        assert seen(away, [], known).writing.pending_gone == ("5551042",)

    def test_but_not_one_that_became_due_meanwhile(self) -> None:
        first_seen = str(iso(ago(24 * 91)))
        known = past(pending={"5551042": Pending("5551042", first_seen)})
        one = seen([self.FREE], [], known)
        assert one.writing.pending == (Pending("5551042", first_seen, "2026-11-23T07:00:00Z"),)
        assert one.writing.pending_gone == ()

    def test_nor_one_that_is_paid_three_weeks_later(self) -> None:
        first = seen([UNPAID], [])
        later = NOW + 40 * DAY
        paid = UNPAID._replace(state="due", paid_at=later - HOUR)
        shop = FakeShop([paid])
        one = seen(shop, [], after(first), now=later)
        assert (shop.asked, one.look.orders.excluded) == (["5551042"], {"too recent": 1})


class TestWhatCannotBeRead:
    BAD = FakeShop([shop_order()], unreadable=(Unreadable("5551043", "date", "x"), Unreadable("", "id", "x")))

    def test_it_is_counted_and_told(self) -> None:
        one = seen(self.BAD, [tpop_order()])
        assert (one.look.orders.shop, one.look.orders.unreadable, one.look.orders.expected) == (3, 2, 1)
        assert found(one) == {("5551043", "unreadable-order"), ("source:woocommerce", "unreadable-order")}

    def test_its_tpop_order_is_judged_all_the_same(self) -> None:
        blocked = tpop_order("T-2", "", shop_order_id="5551043", status="blocked")
        one = seen(self.BAD, [tpop_order(), blocked])
        assert ("5551043", "blocked-unexplained") in found(one)
        assert one.look.orders.unreadable == 2

    def test_readable_again_it_is_over(self) -> None:
        item = remembered(finding("unreadable-order", severity="act"))
        assert ended(seen([shop_order()], [tpop_order()], item)) == {("5551042", "unreadable-order")}

    def test_tpops_too_though_its_pair_is_in_order(self) -> None:
        item = remembered(finding("unreadable-order", "tpop:T-88001", severity="act"))
        one = seen([shop_order()], [tpop_order()], item)
        assert ended(one) == {("tpop:T-88001", "unreadable-order")}
        assert one.look.can_clear

    def test_each_without_an_id_counts(self) -> None:
        nameless = (Unreadable("", "id", "x"), Unreadable("", "id", "y"))
        assert seen(FakeShop(unreadable=nameless), []).look.orders.unreadable == 2

    def test_looked_up_one_by_one_and_unreadable(self) -> None:
        shop = FakeShop(unreadable=())
        shop.lookup = lambda order_id: Unreadable(order_id, "date", "x")  # type: ignore[method-assign]
        one = seen(shop, [], remembered(finding("missing-line", line="A")))
        assert found(one) == {("5551042", "missing-line"), ("5551042", "unreadable-order")}
        assert one.look.orders.unreadable == 1


class TestSkusThatTpopHasShown:
    KNOWN = settings(lines=LinesPolicy("known"))

    def test_before_any_was_seen_it_says_so_and_is_never_clear(self) -> None:
        one = seen([shop_order()], [], of=self.KNOWN)
        assert (one.look.can_clear, found(one)) == (False, set())
        assert len(one.look.needs_words) == 1
        english = seen([shop_order()], [], of=settings(lines=LinesPolicy("known"), language="en"))
        assert english.look.needs_words != one.look.needs_words

    def test_a_rule_that_tpops_orders_do_not_fit_is_said(self) -> None:
        wrong = settings(lines=LinesPolicy("sku", pattern="^T-POP"))
        one = seen([shop_order()], [tpop_order()], of=wrong)
        assert (one.look.can_clear, one.look.orders.excluded) == (False, {"no TPOP line": 1})
        assert "1 " in one.look.needs_words[0]
        english = seen([shop_order()], [tpop_order()], of=settings(lines=wrong.policy.lines, language="en"))
        assert english.look.needs_words != one.look.needs_words
        assert seen(
            [shop_order()], [tpop_order()], of=settings(lines=LinesPolicy("sku", pattern="^TP-"))
        ).look.can_clear

    def test_they_are_remembered_from_orders_in_order_too(self) -> None:
        one = seen([shop_order()], [tpop_order()], of=self.KNOWN)
        assert (one.writing.known_skus, one.look.needs_words) == ((MUG,), ())

    def test_an_order_of_such_a_sku_is_missed_long_after(self) -> None:
        first = seen([shop_order()], [tpop_order()], of=self.KNOWN)
        later = NOW + 90 * DAY
        sale = shop_order("5559999", created_at=later - 5 * HOUR)
        one = seen([sale], [], after(first), of=self.KNOWN, now=later)
        assert found(one) == {("5559999", "missing-at-tpop")}

    def test_only_the_new_ones_are_written_and_only_where_they_count(self) -> None:
        lines = (TpopLine(MUG, 1), TpopLine(TEE, 1), TpopLine("", 1))
        known = past(known_skus=frozenset({MUG}))
        bag = shop_order(lines=(shop_line(MUG), shop_line(TEE)))
        assert seen([bag], [tpop_order(lines=lines)], known, of=self.KNOWN).writing.known_skus == (TEE,)
        assert seen([bag], [tpop_order(lines=lines)], known).writing.known_skus == ()


class TestWhatTheMerchantTyped:
    def test_a_row_of_the_history_that_cannot_be_read_is_said(self) -> None:
        for language in ("fr", "en"):
            sources = Sources(FakeShop([]), (FakeTpop([]),))
            one = look(settings(language=language), sources, past(), Asked("daily", NOW), WELL, ["finding#1", "x"])
            (note,) = one.look.needs_words
            assert "2 " in note
            assert "finding#1" in note

    def test_a_mute_that_cannot_be_read_is_said(self) -> None:
        item = remembered(muted_until="demain")
        one = seen([shop_order()], [], item)
        assert one.look.needs_words
        assert "1042" in one.look.needs_words[0]
        english = seen([shop_order()], [], item, of=settings(language="en"))
        assert english.look.needs_words != one.look.needs_words

    def test_no_reminders_over_a_chosen_window(self) -> None:
        item = remembered(told_at=iso(ago(99)))
        chosen = seen([shop_order()], [], item, since=NOW - 20 * DAY)
        assert [news.status for news in chosen.look.news] == ["open"]
        assert [news.status for news in seen([shop_order()], [], item).look.news] == ["reminded"]
