"""What every check may lean on: whose silence counts, how long is left, and what reading an order means."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.checks import BY_ID, CHECKS
from core.checks.contract import at, evidence, heard, hearsay, ids, is_cancelled, seen_at
from core.policy import Policy
from core.say import Say
from tests.builders import (
    DAY,
    HOUR,
    MADE,
    MINUTE,
    NOW,
    PARIS,
    ago,
    case,
    coverage,
    finding,
    shop_order,
    situation,
    tpop_order,
    window,
)

BY = MADE + 2 * HOUR


class TestSilentList:
    @pytest.mark.parametrize(
        ("since", "until", "as_of", "counts"),
        [
            (MADE, BY, BY, True),
            (MADE + MINUTE, BY, BY, False),
            (MADE, BY - MINUTE, BY, False),
            (MADE, BY, BY - MINUTE, False),
            (MADE - DAY, NOW, NOW, True),
        ],
    )
    def test_it_covers_the_whole_time(self, since: datetime, until: datetime, as_of: datetime, counts: bool) -> None:
        one = coverage(window=window(since, until), as_of=as_of)
        assert (situation(one).silent_list(case()) is one) is counts

    def test_once_tpop_was_asked_for_it_the_time_since_it_was_due_is_enough(self) -> None:
        """Paid forty days after it was made: no list goes back so far, and TPOP cannot have had it before."""
        late = case(shop_order(created_at=NOW - 40 * DAY, paid_at=MADE))
        here = situation(coverage(window=window(since=MADE)))
        assert here.silent_list(late) is None
        assert here.silent_if_asked(late)
        assert here.silent_list(case(late.shop, asked=True)) is not None
        after = situation(coverage(window=window(since=MADE + MINUTE)))
        assert not after.silent_if_asked(late)
        assert not situation(coverage(as_of=BY - MINUTE)).silent_if_asked(late)

    def test_an_order_that_is_not_due_has_none(self) -> None:
        assert situation().silent_list(case(due_at=None)) is None

    def test_nor_has_one_that_the_shop_did_not_show(self) -> None:
        assert situation().silent_list(case([], tpop_order())) is None

    def test_what_says_no_window_or_no_time_covers_nothing(self) -> None:
        assert situation(coverage(window=None)).silent_list(case()) is None
        assert situation(coverage(as_of=None)).silent_list(case()) is None


class TestWhole:
    def test_a_list_from_before_the_order(self) -> None:
        assert situation(coverage(window=window(since=MADE))).whole(case())
        assert not situation(coverage(window=window(since=MADE + MINUTE))).whole(case())
        assert not situation(lists=()).whole(case())

    def test_not_one_that_says_no_window(self) -> None:
        assert not situation(coverage(window=None)).whole(case())

    def test_or_tpop_was_asked_for_it(self) -> None:
        assert situation(lists=()).whole(case(asked=True))

    def test_never_without_the_shops_order(self) -> None:
        assert not situation().whole(case([], tpop_order()))


class TestDeadline:
    def test_of_an_open_order_only(self) -> None:
        here = situation()
        assert here.deadline(tpop_order()) == MADE + DAY
        for other in ({"status": "blocked"}, {"status": "production"}, {"manual": True}, {"created_at": None}):
            assert here.deadline(tpop_order(**other)) is None

    def test_by_the_policys_retention(self) -> None:
        assert situation(policy=Policy(retention_hours=1.5)).deadline(tpop_order()) == MADE + 90 * MINUTE

    @pytest.mark.parametrize(
        ("left", "severity", "deadline"),
        [(MINUTE, "urgent", NOW + MINUTE), (0 * MINUTE, "act", None), (-MINUTE, "act", None)],
    )
    def test_red_until_the_very_minute(self, left: object, severity: str, deadline: object) -> None:
        order = tpop_order(created_at=NOW - DAY + left)  # type: ignore[operator]
        assert situation().severity([order]) == (severity, deadline)

    def test_open_since_nobody_knows_when_is_red_without_a_countdown(self) -> None:
        assert situation().severity([tpop_order(created_at=None)]) == ("urgent", None)
        known = tpop_order("T-2", created_at=ago(3))
        assert situation().severity([tpop_order(created_at=None), known]) == ("urgent", ago(3) + DAY)

    def test_the_soonest_of_several(self) -> None:
        assert situation().severity([tpop_order(), tpop_order("T-2", created_at=ago(20))])[1] == ago(20) + DAY
        over = tpop_order("T-3", created_at=ago(30))
        assert situation().severity([tpop_order(), over]) == ("urgent", MADE + DAY)

    @pytest.mark.parametrize("status", ["blocked", "production", "shipped", "cancelled"])
    def test_nothing_else_is_red(self, status: str) -> None:
        assert situation().severity([tpop_order(status=status)]) == ("act", None)

    def test_manual_orders_are_made_at_once(self) -> None:
        assert situation().severity([tpop_order(manual=True)]) == ("act", None)

    def test_what_was_open_before_its_deadline_passed_is_presumed_in_production(self) -> None:
        here = situation()
        assert here.state_of(tpop_order(created_at=ago(24))) == "presumed production"
        assert here.state_of(tpop_order(created_at=ago(24) + MINUTE)) == "open"
        assert here.state_of(tpop_order(created_at=ago(30), status="blocked")) == "blocked"


class TestHeard:
    def test_tpops_order_was_read_in_a_status_vigie_knows(self) -> None:
        assert heard(case(None, tpop_order()), situation(lists=()))
        assert not heard(case(None, tpop_order(status="unknown")), situation())
        assert not heard(case(None, tpop_order(), tpop_order("T-2", status="unknown")), situation())

    def test_or_a_list_vouches_for_its_absence(self) -> None:
        assert heard(case(), situation())
        assert not heard(case(), situation(lists=()))
        assert not heard(case(due_at=None), situation())

    def test_it_is_what_looking_means_unless_a_check_knows_better(self) -> None:
        blocked = BY_ID["blocked-payment"]
        assert blocked.looks is None
        assert blocked.looked(case(None, tpop_order()), situation(lists=()))
        assert not blocked.looked(case(None, tpop_order(status="unknown")), situation())


def test_cancelled_means_every_order_of_the_shop() -> None:
    gone = shop_order(state="cancelled")
    assert is_cancelled(case(gone))
    assert not is_cancelled(case([gone, shop_order("2")]))
    assert not is_cancelled(case([], tpop_order()))


def test_evidence_leaves_out_what_is_not_known() -> None:
    assert evidence(a=None, b=0, c="", d=[]) == {"b": 0, "c": "", "d": []}
    assert ids([tpop_order(), tpop_order("T-2")]) == ["T-88001", "T-2"]
    assert seen_at([tpop_order(as_of=ago(3)), tpop_order(as_of=ago(1))]) == "2026-11-23T06:00:00Z"
    assert seen_at([]) is None
    told = finding(evidence={"seen_at": "2026-11-23T06:00:00Z", "code": 3})
    assert (at(told, "seen_at"), at(told, "code"), at(told, "nothing")) == (ago(1), None, None)


def test_every_check_is_registered_once() -> None:
    assert len(BY_ID) == len(CHECKS)
    for check in CHECKS:
        assert check.id == check.id.lower().replace("_", "-")
        assert set(check.words) == set(check.mended) == {"fr", "en"}
        assert check.judge is None or check.judge_source is None


def test_a_mail_is_named_where_it_is_the_ground() -> None:
    seen = {"seen_at": "2026-11-23T06:00:00Z"}
    for language, words in (("fr", "D'après un mail reçu"), ("en", "So a mail says")):
        say = Say(language, PARIS, NOW)  # type: ignore[arg-type]
        (sentence,) = hearsay(finding(evidence={"grade": "mentioned", **seen}), say)
        assert sentence.startswith(words)
        for evidence_ in ({"grade": "listed", **seen}, seen, {"grade": "mentioned"}):
            assert hearsay(finding(evidence=evidence_), say) == ()


def test_what_only_a_mail_shows_may_bear_no_id() -> None:
    assert ids([tpop_order(""), tpop_order("T-2")]) == ["T-2"]
