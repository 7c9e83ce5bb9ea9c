"""A shop whose mails are read: what they add to a list, what they prove without one, and what ends what they told."""

from __future__ import annotations

import pytest

from core.errors import SourceError
from core.model import MailPull, Trouble, iso
from core.ports import Past, Pending
from handlers.wiring import Feeding
from tests.builders import DAY, HOUR, NOW, ago, finding, mention, past, remembered, shop_order, tpop_order
from tests.fakes import FakeMails, FakeShop, FakeTpop
from tests.unit.handlers.shops import (
    ALL,
    AWAY,
    PAIRED,
    after,
    ended,
    found,
    seen,
    settings,
)

WHY = mention("blocked", block_reason="payment", block_code="expired_card")
ORDER = [shop_order()]
OLD = [shop_order(created_at=ago(24 * 20))]
"""Its production time is long over."""
IS_BLOCKED = ("5551042", "blocked-payment")
NO_PROOF = ("5551042", "no-proof-of-production")
PART = Feeding("weekly", True)


def some(*theirs: object, **more: object) -> FakeTpop:
    """A list read in part: its silence means nothing."""
    return FakeTpop([*ALL, *theirs], **{"complete": False, "askable": False, **more})  # type: ignore[arg-type, list-item]


class TestWithoutAnyList:
    def test_a_block_is_told_at_once_on_the_mails_word(self) -> None:
        one = seen(ORDER, None, run="watch", mails=[WHY])
        assert found(one) == {IS_BLOCKED}
        (news,) = one.look.news
        assert (news.told, news.item.evidence["grade"], news.item.cause) == (True, "mentioned", "expired_card")

    def test_the_counts_say_who_showed_what(self) -> None:
        shop = [
            shop_order(),
            shop_order("5551043", tracked=True),
            shop_order("5551044", fulfilled=True),
            shop_order("5551045"),
        ]
        look = seen(shop, None, mails=[mention("production")]).look
        orders, write_back = look.orders, look.coverage[-1]
        assert (write_back.grade, write_back.orders, write_back.complete) == ("written back", 1, False)
        assert (orders.expected, orders.found, orders.unknown_fate) == (4, 2, 2)
        assert (orders.mentioned, orders.written_back, orders.by_hand) == (1, 1, 1)

    def test_it_is_never_all_clear(self) -> None:
        look = seen(ORDER, None, mails=[mention("production")]).look
        assert (look.state, look.can_clear, look.list_channel, look.part_channel) == ("partial", False, False, False)

    @pytest.mark.parametrize(
        ("status", "silent"), [("production", True), ("shipped", True), ("open", False), ("", False)]
    )
    def test_an_invoice_is_proof_of_production(self, status: str, silent: bool) -> None:
        one = seen(OLD, None, mails=[mention(status, ago(24 * 15))])
        assert (NO_PROOF not in found(one)) is silent
        assert NO_PROOF in found(seen(OLD, None, mails=FakeMails()))

    def test_what_the_boxes_brought_is_there_to_be_told(self) -> None:
        look = seen(ORDER, None, mails=[WHY, mention(reference="77", shop_order_id="77")]).look
        assert isinstance(look.mails, MailPull)
        assert (look.mails.seen, look.mails.understood, look.mails.nothing) == (2, 1, 1)
        assert seen(ORDER, None).look.mails is None
        (mails,) = [one for one in look.coverage if one.grade == "mentioned"]
        assert (mails.source, mails.orders, mails.as_of, mails.complete, mails.window) == (
            "tpop-mail",
            1,
            ago(1),
            False,
            None,
        )
        assert look.coverage[-1].source == "write-back"

    def test_it_is_asked_about_the_orders_that_were_read(self) -> None:
        box = FakeMails()
        seen([*ORDER, shop_order("1", "A"), shop_order("2", "A")], None, mails=box)
        assert box.asked == [{"1042": "5551042"}]


class TestBesideAList:
    def test_a_younger_mail_overtakes_it(self) -> None:
        one = seen([*PAIRED, *ORDER], FakeTpop([*ALL, tpop_order(as_of=ago(2))], as_of=ago(2)), mails=[WHY])
        assert found(one) == {IS_BLOCKED}
        (news,) = one.look.news
        assert (news.item.evidence["list_status"], news.item.evidence["list_as_of"]) == ("open", iso(ago(2)))

    def test_an_older_one_does_not(self) -> None:
        one = seen([*PAIRED, *ORDER], [*ALL, tpop_order()], mails=[WHY])
        assert found(one) == set()
        assert one.look.can_clear
        assert one.look.orders.mentioned == 0

    def test_only_the_orders_that_a_mail_speaks_of_are_called_back(self) -> None:
        """What the list had cleared at once stays cleared, and is counted once."""
        one = seen([*PAIRED, *ORDER], FakeTpop([*ALL, tpop_order(as_of=ago(2))], as_of=ago(2)), mails=[WHY])
        assert (one.look.orders.expected, one.look.orders.found, one.look.orders.not_compared) == (61, 61, 0)

    def test_a_contradiction_is_told_once_for_information(self) -> None:
        one = seen([*PAIRED, *ORDER], [*ALL, tpop_order()], mails=[mention("production", ago(2))])
        assert found(one) == {("5551042", "evidence-conflicts")}
        assert one.look.news[0].item.severity == "note"
        again = seen(
            [*PAIRED, *ORDER],
            [*ALL, tpop_order()],
            after(one),
            mails=[mention("production", ago(2))],
            now=NOW + 4 * DAY,
        )
        assert [news.told for news in again.look.news if news.item.check == "evidence-conflicts"] == [False]

    @pytest.mark.parametrize(("status", "check"), [("open", "missing-at-tpop"), ("production", "evidence-conflicts")])
    def test_a_whole_younger_list_without_it(self, status: str, check: str) -> None:
        one = seen([*PAIRED, *ORDER], ALL, mails=[mention(status)])
        assert found(one) == {("5551042", check)}

    def test_a_mail_younger_than_the_list_keeps_it_from_being_missing(self) -> None:
        tpop = FakeTpop(ALL, as_of=ago(2))
        assert found(seen([*PAIRED, *ORDER], tpop)) == {("5551042", "missing-at-tpop")}
        one = seen([*PAIRED, *ORDER], tpop, mails=[mention("open")])
        assert found(one) == set()
        assert (one.look.orders.mentioned, one.look.orders.unknown_fate) == (1, 0)

    def test_cancelled_in_the_shop_and_not_on_a_whole_list_that_is_younger(self) -> None:
        """TPOP's order went too: an old mail is no reason to ask for a cancellation."""
        gone = shop_order(state="cancelled", status="cancelled")
        assert found(seen([*PAIRED, gone], ALL, mails=[mention("open", ago(4))])) == set()
        in_part = seen([*PAIRED, gone], some(), mails=[mention("open", ago(4))])
        assert ("5551042", "cancelled-only-in-shop") in found(in_part)

    def test_a_word_of_a_mail_that_nobody_knows_keeps_no_list_from_being_clear(self) -> None:
        tpop = FakeTpop([*ALL, tpop_order(as_of=ago(2))], as_of=ago(2))
        assert seen([*PAIRED, *ORDER], tpop, mails=[mention("unknown")]).look.state == "complete"


class TestMemory:
    def test_what_was_matched_is_kept_and_written_once(self) -> None:
        one = seen(ORDER, None, mails=[WHY])
        assert one.writing.mentions == (WHY,)
        again = seen(ORDER, None, after(one), mails=[WHY], now=NOW + HOUR)
        assert again.writing.mentions == ()
        later = mention("open", NOW + HOUR)
        assert seen(ORDER, None, after(one), mails=[WHY, later], now=NOW + 2 * HOUR).writing.mentions == (later,)

    def test_the_mail_is_gone_and_the_order_still_proved(self) -> None:
        invoice = mention("production", ago(24 * 15))
        before = past(mentions={"5551042": invoice})
        for mails in ((), FakeMails(), FakeMails(fails=AWAY)):
            assert NO_PROOF not in found(seen(OLD, None, before, mails=mails))
            assert NO_PROOF not in found(seen(OLD, some(), before, mails=mails))
        assert seen(OLD, None, before).writing.mentions == ()

    def test_and_the_block_is_still_told(self) -> None:
        one = seen(ORDER, None, mails=[WHY])
        day = seen(ORDER, None, after(one), mails=FakeMails(), now=NOW + 5 * DAY)
        assert found(day) >= {IS_BLOCKED}
        assert ended(day) == set()

    def test_an_order_that_left_the_window_is_read_by_its_id_and_meets_its_mail(self) -> None:
        old = shop_order(created_at=ago(24 * 40), paid_at=ago(24 * 40))
        box = FakeMails([mention("open", ago(0.5))])
        before = past(remembered(finding("blocked-payment", evidence={"grade": "mentioned", "seen_at": iso(ago(9))})))
        one = seen([old], None, before, mails=box)
        assert box.asked == [{"1042": "5551042"}]
        assert ended(one) == {IS_BLOCKED}
        assert found(seen([old], None, before, mails=[WHY])) >= {IS_BLOCKED}

    def test_one_that_is_only_named_is_still_remembered_until_it_is_made(self) -> None:
        """Else an order paid late would leave the window and never be asked about."""
        pending = {"5551042": Pending("5551042", str(iso(ago(24 * 20))), str(iso(ago(24))))}
        before = past(pending=pending)
        late = [shop_order(created_at=ago(24 * 20), paid_at=ago(24))]
        for status, forgotten in (("open", ()), ("blocked", ()), ("production", ("5551042",))):
            assert seen(late, None, before, mails=[mention(status)]).writing.pending_gone == forgotten, status


class TestABoxThatCannotBeRead:
    OUT = FakeMails(fails=SourceError("refused", "no", {"code": "AccessDenied"}), name="tpop-mail-2")

    def test_it_is_told_by_its_name_and_costs_nothing_else(self) -> None:
        tpop = FakeTpop([*ALL, tpop_order(status="blocked", block_reason="payment")])
        one = seen([*PAIRED, *ORDER], tpop, mails=[self.OUT])
        assert found(one) == {IS_BLOCKED, ("source:tpop-mail-2", "source-unreachable")}
        assert (one.look.state, one.look.can_clear) == ("partial", False)
        (trouble,) = [trouble for name, trouble in one.look.troubles if name == "tpop-mail-2"]
        assert (trouble.kind, trouble.detail) == ("refused", {"code": "AccessDenied"})
        (box,) = [one for one in one.look.coverage if one.source == "tpop-mail-2"]
        assert (box.grade, box.as_of) == ("mentioned", None)

    def test_the_other_box_is_read_all_the_same(self) -> None:
        for boxes in ([self.OUT, FakeMails([WHY])], [FakeMails([WHY]), self.OUT]):
            one = seen(ORDER, None, mails=boxes)
            assert found(one) == {IS_BLOCKED, ("source:tpop-mail-2", "source-unreachable")}
            assert one.look.mails is not None
            assert one.look.mails.seen == 1

    def test_what_it_told_before_stands(self) -> None:
        first = seen(ORDER, None, mails=[WHY])
        out = seen(ORDER, None, after(first), mails=FakeMails(fails=AWAY), now=NOW + HOUR)
        assert IS_BLOCKED in found(out)
        assert ended(out) == set()

    def test_within_reach_again_it_is_over(self) -> None:
        first = seen(ORDER, None, mails=FakeMails(fails=AWAY))
        back = seen(ORDER, None, after(first), mails=FakeMails(), now=NOW + DAY)
        assert ended(back) == {("source:tpop-mail", "source-unreachable")}

    def test_taken_out_of_the_settings_it_is_gone(self) -> None:
        first = seen(ORDER, None, mails=FakeMails(fails=AWAY))
        without = seen(ORDER, None, after(first), now=NOW + DAY)
        assert [(news.item.status, news.item.closed_because) for news in without.look.news] == [("closed", "gone")]

    def test_troubles_of_a_box_that_was_read(self) -> None:
        one = seen(ORDER, None, mails=FakeMails([WHY], troubles=(Trouble("page_failed"),)))
        assert found(one) == {IS_BLOCKED, ("source:tpop-mail", "source-partial")}


class TestTwoBoxes:
    def test_what_they_say_is_taken_together(self) -> None:
        first = FakeMails([mention("open", ago(3))])
        second = FakeMails([mention("shipped", ago(5)), WHY], name="tpop-mail-2")
        for boxes in ([first, second], [second, first]):
            one = seen(ORDER, None, mails=boxes)
            assert found(one) == set(), "what has gone is not blocked"
            assert [(each.status, each.at) for each in one.writing.mentions] == [("shipped", ago(5))]
            assert one.look.mails is not None
            assert (one.look.mails.seen, one.look.mails.understood) == (3, 3)
            assert {each.source for each in one.look.coverage} >= {"tpop-mail", "tpop-mail-2"}


class TestWhatEndsIt:
    """A block that a mail told: not silence, only something younger."""

    FIRST = seen(ORDER, some(), mails=[WHY])
    LATER = NOW + 3 * HOUR

    def then(self, tpop: FakeTpop | None, *said: object, shop: object = None) -> tuple[bool, str]:
        """(still open, how it stands)"""
        one = seen(
            shop or ORDER,  # type: ignore[arg-type]
            tpop,
            after(self.FIRST),
            mails=FakeMails(list(said)),  # type: ignore[arg-type]
            now=self.LATER,
        )
        (item,) = [news.item for news in one.look.news if news.item.check == "blocked-payment"]
        return item.status == "open", item.closed_because or item.status

    def test_silence_does_not(self) -> None:
        assert self.then(some()) == (True, "open")
        assert self.then(None) == (True, "open")
        assert self.then(some(tpop_order(as_of=ago(2)), as_of=ago(2))) == (True, "open"), "a list of before the mail"
        assert self.then(FakeTpop(fails=AWAY)) == (True, "open")
        assert self.then(some(), mention("", NOW + HOUR)) == (True, "open"), "a mail that says nothing of it"

    def test_a_younger_mail_does(self) -> None:
        assert self.then(some(), mention("open", NOW + HOUR)) == (False, "resolved")
        assert self.then(None, mention("production", NOW + HOUR)) == (False, "resolved")

    def test_a_younger_list_does(self) -> None:
        assert self.then(some(tpop_order(as_of=self.LATER), as_of=self.LATER)) == (False, "resolved")

    def test_tracking_does(self) -> None:
        assert self.then(some(), shop=[shop_order(tracked=True)]) == (False, "resolved")

    def test_a_whole_list_without_it_ends_it_unmended(self) -> None:
        whole = FakeTpop(ALL, as_of=self.LATER)
        assert self.then(whole, shop=[*PAIRED, *ORDER]) == (False, "gone")


class TestListsByTheirRhythm:
    def test_a_part_by_choice_is_no_fault(self) -> None:
        trouble = Trouble("not_complete")
        part = FakeTpop([*ALL, tpop_order()], complete=False, troubles=(trouble,))
        assert found(seen([*PAIRED, *ORDER], part)) == {("source:http", "source-partial")}
        one = seen([*PAIRED, *ORDER], part, feeding=Feeding("daily", True))
        assert found(one) == set()
        assert (one.look.list_channel, one.look.part_channel, one.look.troubles) == (False, True, ())

    @pytest.mark.parametrize(
        ("trouble", "told"),
        [
            (Trouble("not_complete", {"unreadable": 2}), True),
            (Trouble("no_window"), False),
            (Trouble("no_window", {"undated": 3}), True),
            (Trouble("unknown_status"), True),
            (Trouble("no_file"), True),
        ],
        ids=lambda one: getattr(one, "kind", str(one)),
    )
    def test_what_is_wrong_with_it_is(self, trouble: Trouble, told: bool) -> None:
        part = FakeTpop(ALL, complete=False, says_window=False, troubles=(trouble,))
        one = seen(PAIRED, part, feeding=PART)
        assert (("source:http", "source-partial") in found(one)) is told
        assert bool(one.look.troubles) is told

    def test_a_list_meant_to_be_whole_keeps_its_troubles(self) -> None:
        for kind in ("not_complete", "no_window", "no_file"):
            part = FakeTpop(ALL, complete=False, says_window=False, troubles=(Trouble(kind),))
            assert seen(PAIRED, part, feeding=Feeding("daily", False)).look.troubles
        never = FakeTpop(ALL, complete=False, troubles=(Trouble("no_file"),))
        assert not seen(PAIRED, never, feeding=Feeding("never", False)).look.troubles

    def test_weekly_it_is_asked_for_after_a_week(self) -> None:
        for hours, asked in ((165, False), (167, True)):
            one = seen(PAIRED, some(as_of=ago(hours)), feeding=PART)
            assert (("source:http", "source-stale") in found(one)) is asked
        assert found(seen(PAIRED, some(as_of=ago(9000)), feeding=Feeding("never", True))) == set()
        assert found(seen(PAIRED, some(as_of=ago(99)))) >= {("source:http", "source-stale")}

    def test_a_weekly_list_that_cannot_be_reached_is_told_as_such(self) -> None:
        one = seen(PAIRED, FakeTpop(fails=AWAY), feeding=PART)
        assert found(one) == {("source:http", "source-unreachable")}

    def test_without_a_whole_list_nothing_made_is_a_matter_of_proof(self) -> None:
        for tpop in (None, some(), some(as_of=ago(30))):
            assert NO_PROOF in found(seen([*PAIRED, *OLD], tpop))
        for tpop in (FakeTpop(fails=AWAY), FakeTpop([*ALL, tpop_order()]), FakeTpop(ALL)):
            assert NO_PROOF not in found(seen([*PAIRED, *OLD], tpop))

    def test_missing_on_a_whole_list_it_is_still_missing_when_that_is_old(self) -> None:
        whole = seen([*PAIRED, *OLD], ALL)
        assert found(whole) == {("5551042", "missing-at-tpop")}
        old = seen([*PAIRED, *OLD], FakeTpop(ALL, as_of=NOW), after(whole), now=NOW + 2 * DAY)
        assert NO_PROOF not in found(old)
        assert ("5551042", "missing-at-tpop") in found(old)


class TestTheShopIsAway:
    def test_mails_alone_are_nothing_to_go_by(self) -> None:
        box = FakeMails([WHY])
        one = seen(FakeShop(fails=AWAY), None, Past(), mails=box)
        assert (one.look.state, one.look.first_run) == ("failed", False)
        assert box.asked == [{}]
        write_back = one.look.coverage[-1]
        assert (write_back.source, write_back.as_of) == ("write-back", None)

    def test_the_list_is_read_on(self) -> None:
        tpop = [*ALL, tpop_order(status="blocked", block_reason="payment")]
        one = seen(FakeShop(fails=AWAY), tpop, past(mentions={"5551042": WHY}), mails=FakeMails())
        assert ("tpop:T-88001", "blocked-payment") in found(one)


def test_a_dry_run_sees_the_same() -> None:
    wet, dry = (seen(ORDER, None, mails=[WHY], dry_run=dry) for dry in (False, True))
    assert found(wet) == found(dry) == {IS_BLOCKED}
    assert wet.look.orders == dry.look.orders
    assert wet.writing == dry.writing, "what is not to be written is decided where it is written"


def test_an_order_that_is_ignored_is_ignored_in_mails_too() -> None:
    one = seen(ORDER, None, mails=[WHY], of=settings(ignore=frozenset({"1042"})))
    assert found(one) == set()
