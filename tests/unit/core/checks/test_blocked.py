"""What the blocked-… checks share: which orders stand blocked, since when, and what their cases are judged without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks import BY_ID
from core.evidence import merged
from core.model import Case, Finding
from tests.builders import NOW, ago, all_said, case, mention, said, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import all_different, well_said

REASONS = {
    "blocked-payment": "payment",
    "blocked-address": "address",
    "blocked-artwork": "artwork",
    "blocked-unexplained": "",
}


def found(check: str, one: Case, **more: object) -> list[Finding]:
    judge = BY_ID[check].judge
    assert judge is not None
    return list(judge(one, situation(**more)))


@pytest.mark.parametrize(("check", "reason"), REASONS.items())
class TestEach:
    def test_it_fires_for_its_reason_alone(self, check: str, reason: str) -> None:
        blocked = {other: tpop_order(status="blocked", block_reason=why) for other, why in REASONS.items()}
        assert [other for other in REASONS if found(check, case(None, blocked[other]))] == [check]

    def test_red_without_a_countdown(self, check: str, reason: str) -> None:
        """Nothing expires while an order stands blocked."""
        (one,) = found(check, case(None, tpop_order(status="blocked", block_reason=reason)))
        assert (one.severity, one.deadline, one.line, one.final) == ("urgent", None, None, "")
        assert one.evidence["tpop_orders"] == ["T-88001"]

    @pytest.mark.parametrize("status", ["open", "production", "shipped", "cancelled", "unknown"])
    def test_only_while_it_stands_blocked(self, check: str, reason: str, status: str) -> None:
        assert found(check, case(None, tpop_order(status=status, block_reason=reason))) == []

    def test_on_any_list_and_without_the_shop(self, check: str, reason: str) -> None:
        blocked = tpop_order(status="blocked", block_reason=reason, as_of=ago(90))
        (one,) = found(check, case([], blocked), lists=())
        assert one.ref == "tpop:T-88001"
        assert one.evidence["seen_at"] == "2026-11-19T13:00:00Z"

    def test_unpaid_or_not_due_it_is_told_all_the_same(self, check: str, reason: str) -> None:
        blocked = tpop_order(status="blocked", block_reason=reason)
        assert found(check, case(shop_order(state="unpaid"), blocked, due_at=None))

    def test_what_was_cancelled_in_the_shop_is_not_to_be_mended(self, check: str, reason: str) -> None:
        blocked = tpop_order(status="blocked", block_reason=reason)
        assert found(check, case(shop_order(state="cancelled"), blocked)) == []

    def test_looked(self, check: str, reason: str) -> None:
        this = BY_ID[check]
        assert this.looked(case(None, tpop_order(status="production")), situation(lists=()))
        assert this.looked(case([], tpop_order(status="production")), situation(lists=()))
        assert not this.looked(case(None, tpop_order(status="unknown")), situation())
        assert not this.looked(case(), situation(lists=()))

    def test_words(self, check: str, reason: str) -> None:
        for order in (
            tpop_order(status="blocked", block_reason=reason),
            tpop_order(status="blocked", block_reason=reason, as_of=ago(200), updated_at=None, created_at=None),
        ):
            well_said(found(check, case(None, order))[0])


def test_since_the_oldest_block() -> None:
    one = tpop_order(status="blocked", updated_at=ago(3))
    two = tpop_order("T-2", status="blocked", updated_at=ago(7))
    (told,) = found("blocked-unexplained", case(None, one, two))
    assert told.since == ago(7)
    assert told.evidence["blocked_since"] == "2026-11-23T00:00:00Z"
    assert told.evidence["tpop_orders"] == ["T-88001", "T-2"]
    bare = tpop_order(status="blocked", created_at=None)
    assert found("blocked-unexplained", case(None, bare))[0].since == NOW


def test_two_reasons_on_one_order_of_the_shop() -> None:
    both = case(
        None,
        tpop_order(status="blocked", block_reason="payment"),
        tpop_order("T-2", status="blocked", block_reason="address"),
    )
    assert [check for check in REASONS if found(check, both)] == ["blocked-payment", "blocked-address"]


class TestOnAMail:
    def test_it_is_told_as_what_it_is(self) -> None:
        one = found("blocked-payment", case(None, *merged((), WHY)), lists=())[0]
        assert (one.severity, one.grade, one.since, one.cause) == ("urgent", "mentioned", ago(1), "expired_card")
        assert (one.evidence["seen_at"], one.evidence["code"]) == ("2026-11-23T06:00:00Z", "expired_card")
        assert not {"tpop_orders", "list_status", "list_as_of"} & set(one.evidence)

    def test_where_it_overtook_a_list(self) -> None:
        (one,) = found("blocked-payment", case(None, *merged((tpop_order(as_of=ago(3)),), WHY)))
        assert (one.grade, one.evidence["tpop_orders"]) == ("mentioned", ["T-88001"])
        assert (one.evidence["list_status"], one.evidence["list_as_of"]) == ("open", "2026-11-23T04:00:00Z")

    def test_where_it_says_why(self) -> None:
        bare = tpop_order(status="blocked", as_of=ago(3))
        (one,) = found("blocked-payment", case(None, *merged((bare,), WHY)))
        assert (one.grade, one.evidence["list_status"]) == ("mentioned", "blocked")
        assert found("blocked-unexplained", case(None, *merged((bare,), WHY))) == []

    def test_one_listed_and_one_mentioned_is_listed(self) -> None:
        blocked = tpop_order("T-2", status="blocked", block_reason="payment")
        (one,) = found("blocked-payment", case(None, blocked, *merged((), WHY)))
        assert (one.grade, one.evidence["tpop_orders"]) == ("listed", ["T-2"])
        (plain,) = found("blocked-payment", case(None, blocked))
        assert plain.grade == "listed"
        assert "list_status" not in plain.evidence

    def test_words(self) -> None:
        cases = (
            case(None, *merged((), WHY)),
            case(None, *merged((tpop_order(as_of=ago(3)),), WHY)),
            case(None, *merged((tpop_order(status="blocked", as_of=ago(3)),), WHY)),
            case(None, tpop_order(status="blocked", block_reason="payment")),
        )
        told = [found("blocked-payment", one)[0] for one in cases]
        told = [replace(one, evidence={"grade": one.grade, **one.evidence}) for one in told]
        for one in told:
            well_said(one)
        all_different(*told)
        assert ["un mail" in all_said(said(one)) for one in told] == [True, True, True, False]


WHY = mention("blocked", block_reason="payment", block_code="expired_card")
