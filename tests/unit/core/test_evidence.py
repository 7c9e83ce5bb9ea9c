"""A list, the mails and the shop's tracking, taken together: who overtakes whom, and what cannot both be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.evidence import (
    CHANNEL,
    Conflict,
    closed_by_hand,
    conflict,
    joined,
    merged,
    only_mentioned,
    overruled,
    speaks_of,
)
from core.life import LATER
from core.match import Matched
from core.model import Case, Mention, TpopOrder
from tests.builders import HOUR, MINUTE, NOW, ago, case, matched, matching, mention, shop_order, tpop_order

LIST = ago(2)
"""As of when the lists of these tests are."""
STATES = ("open", "blocked", "production", "shipped", "cancelled", "unknown")


def listed(status: str = "open", id: str = "T-88001", **more: object) -> TpopOrder:
    return tpop_order(id, status=status, as_of=LIST, **more)


def told(status: str, hours: float = 1, **more: object) -> Mention:
    return mention(status, ago(hours), **more)


def only(orders: tuple[TpopOrder, ...]) -> TpopOrder:
    (order,) = orders
    return order


class TestOfWhichOrder:
    def test_the_one_it_names(self) -> None:
        two = [listed(id="T-1"), listed(id="T-2")]
        assert speaks_of(two, told("open", tpop_id="T-2")) is two[1]
        assert speaks_of(two, told("open")) is None
        assert speaks_of(two, told("open", tpop_id="T-9")) is None
        assert speaks_of([], told("open")) is None

    def test_the_number_may_be_written_otherwise(self) -> None:
        one = listed()
        assert speaks_of([one], told("open", tpop_id="88001")) is one
        assert speaks_of([one], told("open", tpop_id="88002")) is None

    def test_the_only_one_that_lives(self) -> None:
        """Cancelled and entered again by hand: a younger mail is about what lives."""
        dead, alive = listed("cancelled", "T-1"), listed("open", "T-2")
        found = merged((dead, alive), told("blocked", block_reason="payment"))
        assert [(one.id, one.status) for one in found] == [("T-1", "cancelled"), ("T-2", "blocked")]
        assert merged((dead, alive), told("blocked", tpop_id="T-1")) == (dead, alive), "it names the dead one"
        three = (dead, alive, listed("open", "T-3"))
        assert merged(three, told("blocked")) == three


class TestAListAndAMail:
    @pytest.mark.parametrize("later", STATES[:-1])
    @pytest.mark.parametrize("status", STATES)
    def test_a_younger_mail_goes_only_where_an_order_can_go(self, status: str, later: str) -> None:
        order = listed(status)
        one = only(merged((order,), told(later)))
        if later in LATER[status] and (status, later) != ("production", "cancelled"):
            assert (one.status, one.as_of, one.status_grade, one.grade) == (later, ago(1), "mentioned", "listed")
            assert (one.list_status, one.list_as_of) == (status, LIST)
        else:
            assert one == order

    @pytest.mark.parametrize("moment", [LIST, LIST - MINUTE])
    def test_a_list_as_young_stands(self, moment: datetime) -> None:
        assert merged((listed(),), mention("blocked", moment)) == (listed(),)
        assert only(merged((listed(),), mention("blocked", LIST + MINUTE))).status == "blocked"

    @pytest.mark.parametrize("nothing", ["", "unknown"])
    def test_a_mail_that_says_nothing_adds_nothing(self, nothing: str) -> None:
        assert merged((listed("blocked"),), told(nothing)) == (listed("blocked"),)
        assert merged((listed(),), None) == (listed(),)

    def test_the_reason_goes_with_the_status(self) -> None:
        one = only(merged((listed(),), told("blocked", block_reason="payment", block_code="x")))
        assert (one.block_reason, one.block_code) == ("payment", "x")
        blocked = listed("blocked", block_reason="payment", block_code="x")
        freed = only(merged((blocked,), told("open")))
        assert (freed.block_reason, freed.block_code) == ("", "")

    @pytest.mark.parametrize("hours", [1, 9])
    def test_the_list_says_blocked_and_the_mail_says_why(self, hours: float) -> None:
        one = only(merged((listed("blocked"),), told("blocked", hours, block_reason="address", block_code="x")))
        assert (one.status, one.block_reason, one.block_code) == ("blocked", "address", "x")
        assert (one.status_grade, one.as_of, one.list_status, one.list_as_of) == ("mentioned", LIST, "blocked", LIST)

    def test_the_lists_own_reason_stands(self) -> None:
        blocked = listed("blocked", block_reason="payment")
        assert merged((blocked,), told("blocked", block_reason="address")) == (blocked,)
        bare = listed("blocked")
        assert merged((bare,), told("blocked")) == (bare,)
        assert merged((listed(),), told("open", block_reason="address")) == (listed(),)

    def test_the_others_stay_as_they_are(self) -> None:
        two = (listed(id="T-1"), listed(id="T-2"))
        found = merged(two, told("shipped", tpop_id="T-1"))
        assert [one.status for one in found] == ["shipped", "open"]
        assert found[1] is two[1]


class TestOnlyAMail:
    @pytest.mark.parametrize("status", ["", *STATES])
    def test_it_is_an_order_of_its_own(self, status: str) -> None:
        one = only(merged((), told(status, tpop_id="T-9", block_reason="payment", block_code="x")))
        assert (one.id, one.reference, one.shop_order_id) == ("T-9", "1042", "5551042")
        assert (one.status, one.as_of, one.channel) == (status or "unknown", ago(1), CHANNEL)
        assert (one.grade, one.status_grade) == ("mentioned", "mentioned")
        assert (one.block_reason, one.block_code) == ("payment", "x")
        assert (one.lines, one.recipient, one.created_at) == (None, None, None)

    def test_only_mentioned(self) -> None:
        mailed = merged((), told("open"))
        assert only_mentioned(case(None, *mailed))
        assert not only_mentioned(case(None, *mailed, listed()))
        assert not only_mentioned(case(None, *mailed, due_at=None))
        assert not only_mentioned(case(shop_order(tracked=True), *mailed))
        assert not only_mentioned(case())


class TestAWholeListThatDoesNotShowIt:
    @pytest.mark.parametrize("status", ["", "unknown", "open", "blocked", "cancelled"])
    def test_it_beats_an_older_mail(self, status: str) -> None:
        assert overruled(mention(status, LIST), LIST)
        assert not overruled(mention(status, LIST + MINUTE), LIST)
        assert not overruled(mention(status, LIST), None)

    @pytest.mark.parametrize("status", ["production", "shipped"])
    def test_but_not_what_is_made(self, status: str) -> None:
        assert not overruled(mention(status, LIST - HOUR), LIST)


def join(found: Matched, said: Mention | None, absent: datetime | None = None) -> Matched:
    mentions = {said.shop_order_id: said} if said else {}
    return joined(found, mentions, lambda _case: absent, NOW, NOW - timedelta(hours=26))


class TestJoined:
    def test_without_mails_nothing_changes(self) -> None:
        found = matched([shop_order()], [tpop_order()])
        assert join(found, None) == found

    def test_an_order_that_only_a_mail_shows_is_found_and_not_compared(self) -> None:
        found = join(matched([shop_order(), shop_order("5551043")]), told("open"))
        assert [len(one.tpop) for one in found.cases] == [1, 0]
        assert (found.found, found.uncompared) == (1, 1)
        assert found.cases[0].mention == told("open")
        assert found.cases[1].mention is None

    def test_one_that_is_not_expected_counts_nowhere(self) -> None:
        this = matching([shop_order(state="unpaid")], recallable=True)
        this.recall(["5551042"])
        found = join(this.close(), told("open"))
        assert (found.found, found.uncompared, len(found.cases[0].tpop)) == (0, 0, 1)

    def test_one_with_tracking_was_counted_before(self) -> None:
        found = join(matched([shop_order(tracked=True)]), told("open"))
        assert (found.found, found.uncompared) == (1, 1)

    def test_cancelled_there_is_nothing_to_compare(self) -> None:
        found = join(matched([shop_order()]), told("cancelled"))
        assert (found.found, found.uncompared) == (1, 0)

    def test_overruled_it_stays_absent_and_the_mail_is_remembered(self) -> None:
        found = join(matched([shop_order()]), told("open"), absent=NOW)
        assert (found.cases[0].tpop, found.cases[0].mention, found.found) == ((), told("open"), 0)

    def test_a_listed_order_gets_the_mails_status(self) -> None:
        found = join(matched([shop_order()], [listed()], ["5551042"]), told("shipped"), absent=NOW)
        assert only(found.cases[0].tpop).status == "shipped"
        assert found.found == 1

    def test_what_stands_alone_at_tpop_gets_no_second_order(self) -> None:
        alone = matched([], [listed(shop_order_id="5551042")])
        assert [one.status for one in join(alone, told("blocked")).cases[0].tpop] == ["blocked"]

    @pytest.mark.parametrize("status", ["", "open", "blocked", "production", "cancelled"])
    def test_tracking_in_the_shop_is_tpops_word_that_it_shipped(self, status: str) -> None:
        found = join(matched([shop_order(tracked=True)]), told(status, block_reason="payment", block_code="x"))
        one = only(found.cases[0].tpop)
        assert (one.status, one.status_grade, one.grade, one.as_of) == ("shipped", "written back", "mentioned", NOW)
        assert (one.block_reason, one.block_code) == ("", "")

    def test_a_mail_that_says_so_itself_stays_the_ground(self) -> None:
        one = only(join(matched([shop_order(tracked=True)]), told("shipped")).cases[0].tpop)
        assert (one.status_grade, one.as_of) == ("mentioned", ago(1))

    def test_closed_by_hand(self) -> None:
        assert closed_by_hand(case(shop_order(fulfilled=True)))
        assert not closed_by_hand(case(shop_order(fulfilled=True, tracked=True)))
        assert not closed_by_hand(case(shop_order(fulfilled=True), tpop_order()))
        assert not closed_by_hand(case())
        assert not closed_by_hand(case([], tpop_order()))


def with_mail(said: Mention, *orders: TpopOrder) -> Case:
    return case(None, *merged(orders, said), mention=said)


class TestConflict:
    def test_two_lists(self) -> None:
        order = listed(list_status="production", list_as_of=ago(9))
        assert conflict(case(None, order), None) == Conflict("open", LIST, "production", ago(9), "listed")

    def test_not_where_a_mail_overtook_the_list(self) -> None:
        assert conflict(with_mail(told("blocked"), listed()), None) is None

    @pytest.mark.parametrize("hours", [1, 9])
    @pytest.mark.parametrize("status", STATES[:-1])
    @pytest.mark.parametrize("mailed", STATES[:-1])
    def test_a_list_and_a_mail(self, mailed: str, status: str, hours: float) -> None:
        later, earlier = (mailed, status) if hours < 2 else (status, mailed)
        wanted = None
        billed = (mailed, status) == ("production", "shipped")
        denied = hours < 2 and (mailed, status) == ("cancelled", "production")
        if denied or (later != earlier and later not in LATER[earlier] and not billed):
            wanted = Conflict(status, LIST, mailed, ago(hours), "mentioned")  # type: ignore[arg-type]
        assert conflict(with_mail(told(mailed, hours), listed(status)), None) == wanted

    @pytest.mark.parametrize("nothing", ["", "unknown"])
    def test_what_says_nothing_contradicts_nothing(self, nothing: str) -> None:
        assert conflict(with_mail(told(nothing), listed("shipped")), NOW) is None
        assert conflict(with_mail(told("shipped"), listed("unknown")), NOW) is None
        assert conflict(case(None, listed()), NOW) is None

    @pytest.mark.parametrize("status", ["production", "shipped"])
    def test_made_says_the_mail_and_a_whole_list_does_not_show_it(self, status: str) -> None:
        one = with_mail(mention(status, LIST))
        assert conflict(one, LIST) == Conflict("", LIST, status, LIST, "mentioned")
        assert conflict(one, LIST - MINUTE) is None, "the mail is younger"
        assert conflict(one, None) is None

    @pytest.mark.parametrize("status", ["open", "blocked", "cancelled"])
    def test_what_is_not_made_is_simply_not_there(self, status: str) -> None:
        assert conflict(replace(case(), mention=told(status, 9)), LIST) is None

    def test_of_several_orders_nobody_knows_which_the_mail_means(self) -> None:
        """The list shows them: it is not absent."""
        both = with_mail(told("production", 9), listed("open", "T-1"), listed("shipped", "T-2"))
        assert conflict(both, LIST) is None


orders = st.builds(listed, st.sampled_from(STATES), block_reason=st.sampled_from(("", "payment")))
said = st.builds(
    told,
    st.sampled_from(("", *STATES)),
    st.sampled_from((1, 2, 3)),
    block_reason=st.sampled_from(("", "payment", "address")),
    tpop_id=st.sampled_from(("", "T-1", "T-2")),
)


class TestWhichOfTpopsOrders:
    """A cancelled order that is printed all the same, or one that is entered by hand though it is being made."""

    def test_a_mail_that_names_another_order_says_nothing_of_this_one(self) -> None:
        here = listed("open", "T-1")
        one, other = merged((here,), told("cancelled", tpop_id="T-2"))
        assert (one, other.id, other.status, other.grade) == (here, "T-2", "cancelled", "mentioned")

    def test_its_number_may_be_written_otherwise(self) -> None:
        assert only(merged((listed("open", "T-88001"),), told("blocked", tpop_id="88001"))).status == "blocked"

    def test_a_cancellation_without_a_number_is_the_cancelled_ones(self) -> None:
        both = (listed("cancelled", "T-1"), listed("open", "T-2"))
        assert merged(both, told("cancelled")) == both

    def test_what_is_being_made_is_not_called_cancelled_on_a_mails_word(self) -> None:
        made = listed("production")
        assert merged((made,), told("cancelled")) == (made,)

    def test_a_mail_older_than_the_order_speaks_of_another(self) -> None:
        young = shop_order(created_at=ago(4), paid_at=ago(4))
        assert join(matched([young]), told("production", 5)).cases[0].tpop == ()
        assert join(matched([young]), told("production", 3)).cases[0].tpop != ()


@settings(max_examples=300, deadline=None)
@given(st.lists(orders, max_size=3), said)
def test_no_status_ever_goes_where_it_cannot(shown: list[TpopOrder], mail: Mention) -> None:
    before = tuple(one._replace(id=f"T-{at}") for at, one in enumerate(shown))
    after = merged(before, mail)
    assert len(before) <= len(after) <= len(before) + 1
    assert merged(after, mail) == after, "said twice, it changes nothing more"
    for old, new in zip(before, after, strict=False):
        assert old.status == new.status or new.status in LATER[old.status]
        assert new.as_of >= old.as_of
        assert (new.status_grade == "listed") is (old == new)
        assert new.grade == "listed"
        assert new._replace(**{name: getattr(old, name) for name in _TOLD}) == old
    assert sum(old != new for old, new in zip(before, after, strict=False)) <= 1


_TOLD = ("status", "block_reason", "block_code", "as_of", "status_grade", "list_status", "list_as_of")
