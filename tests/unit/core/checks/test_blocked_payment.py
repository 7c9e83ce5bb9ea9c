"""blocked-payment: the bank's code decides what is advised; a retry never comes before the mend."""

from __future__ import annotations

import pytest

from core.checks.blocked_payment import CHECK
from core.model import Finding
from tests.builders import case, said, situation, tpop_order
from tests.unit.core.checks.wording import well_said

CODES = (
    "insufficient_funds",
    "expired_card",
    "stolen_card",
    "try_again_later",
    "generic_decline",
    "do_not_honor",
    "transaction_not_allowed",
)


def refused(*codes: str) -> Finding:
    orders = [
        tpop_order(f"T-{n}", status="blocked", block_reason="payment", block_code=code)
        for n, code in enumerate(codes)
    ]
    assert CHECK.judge is not None
    (one,) = CHECK.judge(case(None, *orders), situation())
    return one


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_its_own_sentence(code: str) -> None:
    one = refused(code)
    assert (one.cause, one.evidence["code"]) == (code, code)
    texts = well_said(one)
    assert len(texts["fr"].facts) == len(texts["en"].facts) == 2
    assert said(refused(code.upper())) == texts["fr"]


@pytest.mark.parametrize("code", ["", "a_word_nobody_knows"])
def test_a_code_that_is_unknown_or_missing(code: str) -> None:
    texts = well_said(refused(code))
    assert len(texts["fr"].facts) == 1
    assert len(texts["fr"].steps) == 3


@pytest.mark.parametrize("code", [*CODES, "", "a_word_nobody_knows"])
def test_first_mend_then_retry_then_wait(code: str) -> None:
    text = said(refused(code))
    assert "relancez" in text.steps[1]
    assert "relancez" not in text.steps[0]
    assert "jours ouvrés" in text.steps[2]
    english = said(refused(code), "en")
    assert "retry" in english.steps[1]
    assert "working days" in english.steps[2]


def test_two_codes_at_once_have_no_one_cause() -> None:
    one = refused("expired_card", "insufficient_funds")
    assert (one.cause, one.evidence["code"]) == ("unknown", "expired_card")
