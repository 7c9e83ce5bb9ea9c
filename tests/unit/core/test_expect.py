"""Which orders are expected at TPOP: every reason to leave one out, and the grace to the exact minute."""

from __future__ import annotations

import pytest

from core.expect import EXPECTED, Standing, line_rule
from core.model import iso
from core.policy import LinesPolicy, Policy
from core.ports import Pending
from tests.builders import HOUR, MADE, MINUTE, NOW, ago, expectation, shop_line, shop_order

WHITE = frozenset({"TP-MUG-001-WHT"})


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

    def test_by_sku(self) -> None:
        by_sku = LinesPolicy("sku", pattern="^TP-")
        assert self.reason(by_sku, shop_line("OWN-1"), shop_line("TP-1")) == EXPECTED
        assert self.reason(by_sku, shop_line("OWN-TP-1"), shop_line("")) == "no TPOP line"

    def test_by_what_tpop_has_shown(self) -> None:
        known = LinesPolicy("known")
        assert self.reason(known, shop_line(), known=WHITE) == EXPECTED
        assert self.reason(known, shop_line()) == "no TPOP line"

    def test_what_is_wholly_refunded_is_not_expected(self) -> None:
        assert self.reason(LinesPolicy(), shop_line(remaining=0, ordered=2)) == "no TPOP line"
        assert self.reason(LinesPolicy(), shop_line(remaining=0, ordered=2), shop_line("B")) == EXPECTED
        assert self.reason(LinesPolicy()) == "no TPOP line"

    def test_lines_that_cannot_be_read_do_not_excuse_an_order(self) -> None:
        about = expectation(is_ours=line_rule(LinesPolicy("sku", pattern="^TP-"), frozenset()))
        assert about.standing(shop_order(lines=None)).reason == EXPECTED


def test_the_reasons_stand_in_their_order() -> None:
    """Ignored before all, then the start, then the state: the mail counts each order once."""
    ignoring = expectation(policy=Policy(ignore=frozenset({"1042"})), start=NOW)
    assert ignoring.standing(shop_order(state="cancelled")).reason == "ignored"
    assert expectation(start=NOW).standing(shop_order(state="cancelled")).reason == "before start"
    assert expectation().standing(shop_order(state="unpaid", lines=())).reason == "unpaid"
    assert expectation().standing(shop_order(created_at=NOW - HOUR, lines=())).reason == "no TPOP line"
