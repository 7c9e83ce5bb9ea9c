"""unreadable-order: every order that cannot be read is named, by its id or by its source, and never by a value of it."""

from __future__ import annotations

from core.checks.unreadable_order import finding_of
from core.judge import judge
from core.model import Unreadable
from core.policy import Policy
from tests.builders import coverage, sight, situation
from tests.unit.core.checks.wording import well_said

BAD = Unreadable("5551042", "date", "is no time")
SHOP = sight("woocommerce", "shop", coverage=coverage("woocommerce", "shop"))


def test_under_its_own_id() -> None:
    one = finding_of(BAD, "woocommerce", "shop")
    assert (one.ref, one.number, one.line, one.severity, one.deadline) == ("5551042", "5551042", None, "act", None)
    assert one.evidence == {"source": "woocommerce", "side": "shop", "field": "date", "problem": "is no time"}


def test_tpops_order_under_tpops_id() -> None:
    assert finding_of(Unreadable("T-1", "status", "is missing"), "http", "tpop").ref == "tpop:T-1"


def test_without_an_id_under_its_source_and_field() -> None:
    one = finding_of(Unreadable("", "id", "is missing"), "http", "tpop")
    assert (one.ref, one.number, one.line) == ("source:http", "http", "id")


def test_judged_with_all_others() -> None:
    judged = judge([], [SHOP], [(SHOP, BAD), (SHOP, BAD)], situation())
    assert [key for key in judged.findings if key[1] == "unreadable-order"] == [("5551042", "unreadable-order", None)]


def test_off_and_ignored() -> None:
    for policy in (Policy(off=frozenset({"unreadable-order"})), Policy(ignore=frozenset({"5551042"}))):
        assert not judge([], [SHOP], [(SHOP, BAD)], situation(policy=policy)).findings


def test_words() -> None:
    for side in ("shop", "tpop"):
        well_said(finding_of(BAD, "woocommerce", side), "date")
