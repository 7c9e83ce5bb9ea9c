"""Which orders are expected at TPOP: every reason to leave one out, and the grace to the exact minute."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.expect import EXPECTED, WAITING, Standing, line_rule, outlived
from core.model import iso
from core.policy import LinesPolicy, Policy
from core.ports import Pending
from tests.builders import HOUR, MADE, MINUTE, NOW, ago, expectation, matched, shop_line, shop_order

WHITE = frozenset({"TP-MUG-001-WHT"})
PAID = ago(72)


def pending(eligible_since: str | None = None, ref: str = "5551042") -> dict[str, Pending]:
    return {ref: Pending(ref, str(iso(ago(72))), eligible_since)}


def test_a_paid_order_past_its_grace_is_expected() -> None:
    assert expectation().standing(shop_order()) == Standing(EXPECTED, MADE)


@pytest.mark.parametrize(
    ("state", "reason"),
    [("unpaid", "unpaid"), ("cancelled", "cancelled"), ("draft", "draft"), ("other", "other status")],
)
def test_a_state_that_is_not_due_says_why(state: str, reason: str) -> None:
    assert expectation().standing(shop_order(state=state)) == Standing(reason, None)


def test_what_the_merchant_ignores_by_number_or_by_id() -> None:
    for name in ("1042", "5551042"):
        assert expectation(policy=Policy(ignore=frozenset({name}))).standing(shop_order()).reason == "ignored"
    assert expectation(policy=Policy(ignore=frozenset({"042"}))).standing(shop_order()).reason == EXPECTED


def test_nothing_older_than_the_shops_start_is_judged() -> None:
    assert expectation(start=MADE).standing(shop_order()).reason == EXPECTED
    assert expectation(start=MADE + MINUTE).standing(shop_order()).reason == "before start"
    assert expectation(start=MADE + MINUTE).standing(shop_order(state="cancelled")).reason == "before start"


def test_grace_to_the_exact_minute() -> None:
    about = expectation()
    for made, reason in ((ago(2) - MINUTE, EXPECTED), (ago(2), EXPECTED), (ago(2) + MINUTE, "too recent")):
        assert about.standing(shop_order(created_at=made)) == Standing(reason, made)


def test_grace_counts_from_a_late_payment() -> None:
    paid = ago(2) + MINUTE
    assert expectation().standing(shop_order(created_at=ago(90), paid_at=paid)) == Standing("too recent", paid)
    assert expectation().standing(shop_order(created_at=ago(90), paid_at=ago(2))) == Standing(EXPECTED, ago(2))


def test_it_is_never_due_before_it_was_made() -> None:
    """A clock that was wrong, or an invoice paid before its order was noted."""
    assert expectation().standing(shop_order(created_at=ago(1), paid_at=ago(9))) == Standing("too recent", ago(1))


def test_grace_is_the_policys() -> None:
    twelve = expectation(policy=Policy(grace_hours=12))
    assert twelve.standing(shop_order(created_at=ago(12))).reason == EXPECTED
    assert twelve.standing(shop_order(created_at=ago(12) + MINUTE)).reason == "too recent"
    none = expectation(policy=Policy(grace_hours=0))
    assert none.standing(shop_order(created_at=NOW)).reason == EXPECTED


class TestWithoutATimeOfPayment:
    """Cash on delivery, or a transfer noted late: due from when it was first seen due."""

    def standing(self, known: dict[str, Pending]) -> Standing:
        return expectation(pending=known).standing(shop_order(created_at=ago(72), paid_at=None))

    def test_never_seen_before_it_is_due_since_it_was_made(self) -> None:
        assert self.standing({}) == Standing(EXPECTED, ago(72))

    def test_seen_unpaid_until_now_it_is_due_from_now(self) -> None:
        assert self.standing(pending()) == Standing("too recent", NOW)

    def test_seen_due_before_grace_counts_from_then(self) -> None:
        assert self.standing(pending(iso(ago(2)))) == Standing(EXPECTED, ago(2))
        assert self.standing(pending(iso(ago(2) + MINUTE))) == Standing("too recent", ago(2) + MINUTE)

    def test_another_orders_memory_does_not_count(self) -> None:
        assert self.standing(pending(ref="5551043")).reason == EXPECTED

    def test_it_is_never_due_before_it_was_made(self) -> None:
        about = expectation(pending=pending(iso(ago(72))))
        made = ago(1)
        assert about.standing(shop_order(created_at=made, paid_at=None)).due_at == made


class TestPaidLongBeforeItWasDue:
    """Held back in a status of its own, or a transfer noted late: due from when it was first seen due."""

    def standing(self, known: dict[str, Pending], paid_at: datetime = PAID) -> Standing:
        return expectation(pending=known).standing(shop_order(created_at=ago(90), paid_at=paid_at))

    def test_never_seen_before_it_is_due_since_it_was_paid(self) -> None:
        assert self.standing({}) == Standing(EXPECTED, PAID)
        assert self.standing(pending(ref="5551043")) == Standing(EXPECTED, PAID)

    def test_seen_on_hold_until_now_it_is_due_from_now(self) -> None:
        assert self.standing(pending()) == Standing("too recent", NOW)

    def test_seen_due_before_grace_counts_from_then(self) -> None:
        assert self.standing(pending(iso(ago(2)))) == Standing(EXPECTED, ago(2))
        assert self.standing(pending(iso(ago(2) + MINUTE))) == Standing("too recent", ago(2) + MINUTE)

    def test_the_latest_of_them_counts(self) -> None:
        assert self.standing(pending(iso(ago(9))), ago(4)) == Standing(EXPECTED, ago(4))
        assert self.standing(pending(iso(ago(80)))) == Standing(EXPECTED, PAID)
        assert self.standing(pending(iso(ago(99))), ago(99)) == Standing(EXPECTED, ago(90))


@pytest.mark.parametrize("state", ["unpaid", "draft", "other", "due"])
def test_what_is_not_yet_due_waits(state: str) -> None:
    assert expectation().standing(shop_order(state=state, created_at=ago(1))).reason in WAITING


def test_what_is_due_or_never_will_be_does_not_wait() -> None:
    assert not WAITING & {EXPECTED, "cancelled", "ignored", "before start", "no TPOP line"}


class TestHowLongAnOrderIsRemembered:
    ENOUGH = 3 * 30 * 24

    def test_three_windows_to_the_minute(self) -> None:
        for hours, over in ((self.ENOUGH, False), (self.ENOUGH + 1 / 60, True)):
            assert outlived(Pending("1", str(iso(ago(hours)))), Policy(), NOW) is over

    def test_the_window_is_the_policys(self) -> None:
        seen = Pending("1", str(iso(ago(22 * 24))))
        assert outlived(seen, Policy(window_days=7), NOW)
        assert not outlived(seen, Policy(window_days=8), NOW)

    def test_one_that_became_due_counts_from_then(self) -> None:
        early = str(iso(ago(2 * self.ENOUGH)))
        assert not outlived(Pending("1", early, str(iso(ago(self.ENOUGH)))), Policy(), NOW)
        assert outlived(Pending("1", early, str(iso(ago(self.ENOUGH) - MINUTE))), Policy(), NOW)


class TestWhichLinesAreTpops:
    def reason(self, policy: LinesPolicy, *lines: object, known: frozenset[str] = frozenset()) -> str:
        about = expectation(is_ours=line_rule(policy, known))
        return about.standing(shop_order(lines=lines)).reason

    def test_all_by_default(self) -> None:
        assert line_rule(LinesPolicy(), frozenset()) is None
        assert self.reason(LinesPolicy(), shop_line("ANY")) == EXPECTED

    def test_by_vendor_however_it_is_written(self) -> None:
        by_vendor = LinesPolicy("vendor", values=("T-Pop ",))
        assert self.reason(by_vendor, shop_line(vendor=" t-POP")) == EXPECTED
        assert self.reason(by_vendor, shop_line(vendor="Home made"), shop_line(vendor="")) == "no TPOP line"

    def test_by_who_fulfils_it_however_it_is_written(self) -> None:
        by_service = LinesPolicy("service", values=("T-Pop ",))
        assert self.reason(by_service, shop_line(service=" t-POP")) == EXPECTED
        assert self.reason(by_service, shop_line(service="Home"), shop_line(service="")) == "no TPOP line"
        assert self.reason(by_service, shop_line(vendor="T-Pop")) == "no TPOP line", "who made it is not who sends it"
        by_vendor = LinesPolicy("vendor", values=("T-Pop ",))
        assert self.reason(by_vendor, shop_line(service="T-Pop")) == "no TPOP line"

    def test_one_of_several_services_will_do(self) -> None:
        either = LinesPolicy("service", values=("T-Pop", "Entrepôt Lyon"))
        assert self.reason(either, shop_line(service="entrepôt LYON"), shop_line(service="Home")) == EXPECTED
        assert self.reason(either, shop_line(service="T-Pop", remaining=0, ordered=1)) == "no TPOP line"

    def test_by_sku(self) -> None:
        by_sku = LinesPolicy("sku", pattern="^TP-")
        assert self.reason(by_sku, shop_line("OWN-1"), shop_line("TP-1")) == EXPECTED
        assert self.reason(by_sku, shop_line("OWN-TP-1"), shop_line("")) == "no TPOP line"

    def test_by_what_tpop_has_shown(self) -> None:
        known = LinesPolicy("known")
        assert self.reason(known, shop_line(), known=WHITE) == EXPECTED
        assert self.reason(known, shop_line()) == "no TPOP line"

    BY_SKU = LinesPolicy("sku", pattern="^TP-")

    def test_a_product_renamed_since_is_what_it_was(self) -> None:
        known = {"TP-1": "211", "OWN-1": "7"}
        for policy in (self.BY_SKU, LinesPolicy("known")):
            rule = line_rule(policy, frozenset({"TP-1"}), known)
            assert rule is not None
            assert rule(shop_line("NEW", product="211")) is True
            assert rule(shop_line("", product="211")) is True
            assert rule(shop_line("NEW", product="7")) is False, "what it once was is not TPOP's either"
            assert rule(shop_line("NEW", product="21")) is False
            assert rule(shop_line("NEW")) is False

    def test_of_a_deleted_product_nobody_can_tell(self) -> None:
        for policy in (self.BY_SKU, LinesPolicy("known")):
            rule = line_rule(policy, WHITE, {"TP-1": "211"})
            assert rule is not None
            assert rule(shop_line("")) is None
            assert rule(shop_line("", product="7")) is False
        by_vendor = line_rule(LinesPolicy("vendor", values=("T-Pop",)), frozenset())
        assert by_vendor is not None
        assert by_vendor(shop_line("")) is False

    def test_such_an_order_is_expected_only_where_it_is_told_that_tpop_lacks_it(self) -> None:
        rule = line_rule(self.BY_SKU, frozenset())
        told = expectation(is_ours=rule, told=frozenset({"5551042"}))
        assert told.standing(shop_order(lines=(shop_line(""),))).reason == EXPECTED
        assert told.standing(shop_order("5551043", lines=(shop_line(""),))).reason == "no TPOP line"
        assert told.standing(shop_order(lines=(shop_line("", product="7"),))).reason == "no TPOP line"
        assert told.standing(shop_order(lines=(shop_line("OWN"),))).reason == "no TPOP line"
        assert told.standing(shop_order(lines=(shop_line("", 0, 1),))).reason == "no TPOP line"
        assert told.standing(shop_order(state="cancelled", lines=(shop_line(""),))).reason == "cancelled"
        everything = expectation(told=frozenset({"5551042"}))
        assert everything.standing(shop_order(lines=(shop_line("", 0, 1),))).reason == "no TPOP line"

    def test_what_is_wholly_refunded_is_not_expected(self) -> None:
        assert self.reason(LinesPolicy(), shop_line(remaining=0, ordered=2)) == "no TPOP line"
        assert self.reason(LinesPolicy(), shop_line(remaining=0, ordered=2), shop_line("B")) == EXPECTED
        assert self.reason(LinesPolicy()) == "no TPOP line"

    def test_lines_that_cannot_be_read_do_not_excuse_an_order(self) -> None:
        about = expectation(is_ours=line_rule(LinesPolicy("sku", pattern="^TP-"), frozenset()))
        assert about.standing(shop_order(lines=None)).reason == EXPECTED


class TestNoneForTpop:
    """What the shop itself says is not to be made: play money, and what was sold over the counter."""

    @pytest.mark.parametrize(("aside", "reason"), [("test", "test order"), ("in person", "sold in person")])
    def test_it_says_why(self, aside: str, reason: str) -> None:
        assert expectation().standing(shop_order(aside=aside)) == Standing(reason, None)
        assert reason not in WAITING, "that never changes: nothing is remembered of it"

    def test_no_other_order_is(self) -> None:
        assert shop_order().aside == ""
        assert expectation().standing(shop_order()).reason == EXPECTED

    def test_each_is_counted_once_and_none_is_lost(self) -> None:
        asides = ("test", "in person", "", "test")
        made = matched([shop_order(str(n), str(n), aside=aside) for n, aside in enumerate(asides)])
        reasons = [one.reason for one in made.standings.values()]
        assert reasons == ["test order", "sold in person", EXPECTED, "test order"]
        assert (made.found, [case.ref for case in made.cases]) == (0, ["2"])

    def test_what_it_is_before_that_counts_first(self) -> None:
        assert expectation().standing(shop_order(aside="test", state="unpaid")).reason == "unpaid"
        assert expectation().standing(shop_order(aside="test", state="cancelled")).reason == "cancelled"
        assert (
            expectation(policy=Policy(ignore=frozenset({"1042"}))).standing(shop_order(aside="test")).reason
            == "ignored"
        )
        assert (
            expectation().standing(shop_order(aside="in person", lines=(), digital=True)).reason == "sold in person"
        )


def test_the_reasons_stand_in_their_order() -> None:
    """Ignored before all, then the start, then the state: the mail counts each order once."""
    ignoring = expectation(policy=Policy(ignore=frozenset({"1042"})), start=NOW)
    assert ignoring.standing(shop_order(state="cancelled")).reason == "ignored"
    assert expectation(start=NOW).standing(shop_order(state="cancelled")).reason == "before start"
    assert expectation().standing(shop_order(state="unpaid", lines=())).reason == "unpaid"
    assert expectation().standing(shop_order(created_at=NOW - HOUR, lines=())).reason == "no TPOP line"
