"""Several mails about one order as one word: the order of arrival does not matter, nor how often they are read."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.life import ENDS, LATER, MADE
from core.mentions import fold, fold_all, together
from core.model import MailPull, Mention, Trouble
from tests.builders import ago, mention

STATES = ("", "unknown", "open", "blocked", "production", "shipped", "cancelled")

mentions = st.lists(
    st.builds(
        mention,
        status=st.sampled_from(STATES),
        at=st.integers(1, 6).map(ago),
        block_reason=st.sampled_from(("", "payment", "address")),
        block_code=st.sampled_from(("", "insufficient_funds")),
        tpop_id=st.sampled_from(("", "", "T-1", "T-2")),
    ),
    min_size=1,
    max_size=7,
)
MANY = settings(max_examples=400, deadline=None)


def folded(*statuses: str) -> Mention:
    """Of mails an hour apart, in this order."""
    found = fold(mention(status, ago(len(statuses) - at)) for at, status in enumerate(statuses))
    assert found is not None
    return found


class TestFold:
    def test_none_of_none(self) -> None:
        assert fold([]) is None

    @pytest.mark.parametrize(
        ("statuses", "status", "hours"),
        [
            (("open", "blocked"), "blocked", 1),
            (("blocked", "open"), "open", 1),
            (("open", "production", "shipped"), "shipped", 1),
            (("blocked", "cancelled"), "cancelled", 1),
            (("production", "cancelled"), "cancelled", 1),
        ],
    )
    def test_a_step_that_an_order_can_take(self, statuses: tuple[str, ...], status: str, hours: int) -> None:
        one = folded(*statuses)
        assert (one.status, one.at) == (status, ago(hours))

    @pytest.mark.parametrize(
        ("statuses", "status"),
        [
            (("production", "open"), "production"),
            (("production", "blocked"), "production"),
            (("shipped", "cancelled"), "shipped"),
            (("cancelled", "blocked"), "cancelled"),
        ],
    )
    def test_a_step_back_was_forwarded_late(self, statuses: tuple[str, ...], status: str) -> None:
        one = folded(*statuses)
        assert (one.status, one.at) == (status, ago(2))

    @pytest.mark.parametrize("status", ["production", "shipped"])
    def test_made_after_a_cancellation_it_is_another_of_tpops_orders(self, status: str) -> None:
        one = folded("cancelled", status)
        assert (one.status, one.at) == (status, ago(1))

    def test_a_block_of_another_of_tpops_orders_is_told(self) -> None:
        billed = mention("production", ago(3), tpop_id="T-1", kind="invoice")
        refused = mention("blocked", ago(1), tpop_id="T-2", block_reason="payment")
        assert fold([billed, refused]) == refused
        same = fold([billed, refused._replace(tpop_id="T-1")])
        assert same is not None
        assert same.status == "production", "of the same order it was forwarded late"
        nameless = fold([billed, refused._replace(tpop_id="")])
        assert nameless is not None
        assert nameless.status == "production"

    @pytest.mark.parametrize("nothing", ["", "unknown"])
    def test_what_says_nothing_changes_nothing(self, nothing: str) -> None:
        one = folded("blocked", nothing)
        assert (one.status, one.at) == ("blocked", ago(2))
        assert folded(nothing, "blocked").status == "blocked"

    def test_where_none_says_anything_the_newest_counts(self) -> None:
        for two in (("", "unknown"), ("unknown", ""), ("", "")):
            one = folded(*two)
            assert (one.status, one.at) == (two[1], ago(1))

    @pytest.mark.parametrize("status", ["open", "blocked", "production"])
    def test_the_same_again_counts_from_the_newest(self, status: str) -> None:
        """A list may have said otherwise in between."""
        assert folded(status, status).at == ago(1)

    @pytest.mark.parametrize("status", sorted(ENDS))
    def test_what_is_over_counts_from_the_newest_too(self, status: str) -> None:
        assert folded(status, status).at == ago(1)

    def test_read_again_after_what_came_between_it_is_the_same(self) -> None:
        """Counted from the first, the second look would have moved it back: production is swallowed by then."""
        first, made, last = mention("cancelled", ago(9)), mention("production", ago(2)), mention("cancelled", ago(1))
        whole = fold([first, made, last])
        assert whole is not None
        assert (whole.status, whole.at) == ("cancelled", ago(1))
        assert fold([whole, first, last]) == whole

    def test_blocked_opened_blocked_again(self) -> None:
        one = folded("blocked", "open", "blocked")
        assert (one.status, one.at) == ("blocked", ago(1))

    def test_of_one_second_the_one_further_on(self) -> None:
        same = [mention(status, ago(1)) for status in ("open", "production", "blocked")]
        assert {(fold(some) or mention()).status for some in permutations(same)} == {"production"}


class TestDetails:
    def test_a_mail_that_says_less_takes_nothing_away(self) -> None:
        full = mention("blocked", ago(3), block_reason="payment", block_code="expired_card", tpop_id="T-1")
        one = fold([full, mention("blocked", ago(1))])
        assert one == full._replace(at=ago(1))

    def test_another_reason_has_its_own_code(self) -> None:
        card = mention("blocked", ago(3), block_reason="payment", block_code="expired_card")
        one = fold([card, mention("blocked", ago(1), block_reason="address")])
        assert one is not None
        assert (one.block_reason, one.block_code) == ("address", "")
        again = fold([card, mention("blocked", ago(1), block_reason="payment", block_code="limit")])
        assert again is not None
        assert again.block_code == "limit"
        why = fold([mention("blocked", ago(3)), mention("blocked", ago(1), block_reason="payment", block_code="x")])
        assert why is not None
        assert (why.block_reason, why.block_code) == ("payment", "x")

    def test_unblocked_it_has_none(self) -> None:
        one = fold([mention("blocked", ago(3), block_reason="payment", block_code="x"), mention("open", ago(1))])
        assert one is not None
        assert (one.block_reason, one.block_code) == ("", "")

    @pytest.mark.parametrize(
        "statuses",
        [("open", "production"), ("open", "open"), ("", "open"), ("open", ""), ("shipped", "open"), ("shipped",) * 2],
    )
    def test_tpops_own_number_is_kept(self, statuses: tuple[str, str]) -> None:
        first, second = (mention(status, ago(2 - at)) for at, status in enumerate(statuses))
        for named in ([first._replace(tpop_id="T-1"), second], [first, second._replace(tpop_id="T-1")]):
            one = fold(named)
            assert one is not None
            assert one.tpop_id == "T-1"


@MANY
@given(mentions, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(some: list[Mention], chance: object) -> None:
    turned = list(some)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert fold(turned) == fold(some)


@MANY
@given(mentions)
def test_read_again_they_say_the_same(some: list[Mention]) -> None:
    once = fold(some)
    assert once is not None
    assert fold([once]) == once
    assert fold([once, *some]) == once
    assert fold([*some, *some]) == once


@MANY
@given(mentions, mentions)
def test_a_part_of_them_first_comes_to_the_same_state(some: list[Mention], rest: list[Mention]) -> None:
    """The first ones are gone after a week, or the second box was out yesterday."""
    told = {one.status for one in (*some, *rest)}
    # Of several orders of TPOP's, what was swallowed may matter.
    assume("cancelled" not in told or not told & MADE)
    assume(len({one.tpop_id for one in (*some, *rest)} - {""}) < 2)
    first, whole = fold(some), fold([*some, *rest])
    assert first is not None
    assert whole is not None
    later = fold([first, *rest])
    assert later is not None
    assert (later.status, later.at) == (whole.status, whole.at)


@MANY
@given(mentions)
def test_it_is_a_state_that_some_mail_told_and_none_left_later(some: list[Mention]) -> None:
    one = fold(some)
    assert one is not None
    assert (one.status, one.at) in {(each.status, each.at) for each in some}
    later = [each for each in some if each.at > one.at and each.status not in ("", "unknown", one.status)]
    if one.status not in ("", "unknown"):
        assert not [each for each in later if each.status in LATER[one.status]]
    else:
        assert {each.status for each in some} <= {"", "unknown"}


class TestByOrder:
    def test_each_order_has_its_own_word(self) -> None:
        other = mention("shipped", shop_order_id="77", reference="77")
        found = fold_all({"5551042": mention("open", ago(9))}, [mention("production", ago(1)), other])
        assert {ref: one.status for ref, one in found.items()} == {"5551042": "production", "77": "shipped"}

    def test_what_is_known_stays_though_its_mail_is_gone(self) -> None:
        known = {"5551042": mention("production", ago(200))}
        assert fold_all(known, []) == known
        assert fold_all({}, []) == {}


class TestTwoBoxes:
    def test_everything_adds_up(self) -> None:
        one = MailPull(
            (mention(at=ago(5)),),
            seen=9,
            trusted=5,
            understood=1,
            nothing=4,
            not_trusted={"sender": 3},
            not_readable={"too_large": 1},
            left_out={"pdf": 2},
            newest=ago(5),
            unread=1,
            since=ago(90),
            elsewhere=(("77", ago(5)),),
            troubles=(Trouble("a"),),
        )
        two = MailPull(
            (mention(at=ago(2)),),
            seen=4,
            trusted=2,
            understood=1,
            nothing=1,
            not_trusted={"sender": 1, "dkim": 1},
            left_out={"pdf": 1},
            newest=ago(2),
            unread=2,
            since=ago(50),
            elsewhere=(("78", ago(2)),),
            troubles=(Trouble("b"),),
        )
        both = together(one, two)
        assert both.mentions == (*one.mentions, *two.mentions)
        assert (both.seen, both.trusted, both.understood, both.nothing, both.unread) == (13, 7, 2, 5, 3)
        assert (both.not_trusted, both.not_readable) == ({"sender": 4, "dkim": 1}, {"too_large": 1})
        assert (both.left_out, both.newest, both.since) == ({"pdf": 3}, ago(2), ago(90))
        assert both.elsewhere == (*one.elsewhere, *two.elsewhere)
        assert [trouble.kind for trouble in both.troubles] == ["a", "b"]
        assert (together(two, one).newest, together(two, one).since) == (ago(2), ago(90))

    def test_of_which_one_is_empty(self) -> None:
        assert (together(MailPull(), MailPull()).newest, together(MailPull(), MailPull()).since) == (None, None)
        assert together(MailPull(), MailPull(newest=ago(3))).newest == ago(3)
