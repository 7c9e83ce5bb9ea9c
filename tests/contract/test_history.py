"""One suite for every history, the fake and DynamoDB on two engines: what is remembered comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.model import iso
from core.ports import History, Past, Pending, Remembered, Writing
from tests.contract.samples import AT, FULL, NOW, OPEN, SHOP, kept, opened


def test_a_new_shop_remembers_nothing(history: History) -> None:
    assert kept(history) == Past()


@pytest.mark.parametrize("finding", [OPEN, FULL], ids=["least", "most"])
def test_every_attribute_comes_back(history: History, finding: Remembered) -> None:
    history.record(SHOP, "run-1", Writing(findings=(finding,)))
    assert kept(history).findings == {finding.fingerprint: finding}


def test_shops_are_apart(history: History) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN,)))
    assert history.load("mugs", NOW) == Past()
    assert history.load("mugs-paris-2", NOW) == Past()


@pytest.mark.parametrize("text", ["a#b", "50%", "%23", "%2523#", "n° 7 é", "#", "", "é" * 300])
def test_any_text_is_a_ref_or_a_line(history: History, text: str) -> None:
    findings = (replace(OPEN, ref=f"tpop:{text}"), replace(OPEN, line=text), OPEN)
    waiting = Pending(f"tpop:{text}", AT)
    writing = Writing(findings, tuple(opened(each) for each in findings), (waiting,), known_skus=(f"sku {text}",))
    history.record(SHOP, "run-1", writing)
    past = kept(history)
    assert past.findings == {each.fingerprint: each for each in findings}
    assert past.pending == {waiting.ref: waiting}
    assert past.known_skus == {f"sku {text}"}


def test_what_went_is_gone(history: History) -> None:
    history.record(SHOP, "run-1", Writing(findings=(FULL,)))
    bare = replace(OPEN, ref=FULL.ref, check=FULL.check, line=FULL.line, version=2)
    history.record(SHOP, "run-1", Writing(findings=(bare,)))
    assert kept(history).findings == {FULL.fingerprint: bare}, "reopened: no expires_at, no closed_because is left"


def test_evidence_holds_no_emptiness(history: History) -> None:
    evidence = {"none": None, "list": [1, None], "map": {"none": None}, "pair": ("a", 1)}
    history.record(SHOP, "run-1", Writing(findings=(replace(OPEN, evidence=evidence),)))
    assert kept(history).findings[OPEN.fingerprint].evidence == {"list": [1], "map": {}, "pair": ["a", 1]}


def test_250_findings_with_their_events_in_one_go(bench: Any, history: History) -> None:
    many = tuple(replace(OPEN, ref=str(n), number=str(n)) for n in range(250))
    history.record(SHOP, "run-1", Writing(many, tuple(opened(each) for each in many)))
    assert kept(history).findings == {each.fingerprint: each for each in many}
    assert len(bench.events(SHOP)) == 250


def test_pending_orders_come_and_go(history: History) -> None:
    first = (Pending("1", AT), Pending("2", AT, AT))
    history.record(SHOP, "run-1", Writing(pending=first))
    assert kept(history).pending == {"1": first[0], "2": first[1]}
    later = Pending("1", AT, "2026-11-23T08:00:00Z")
    history.record(SHOP, "run-1", Writing(pending=(later,), pending_gone=("2", "never seen")))
    assert kept(history).pending == {"1": later}


def test_known_skus_add_up(history: History) -> None:
    history.record(SHOP, "run-1", Writing(known_skus=("A", "B")))
    kept(history)
    history.record(SHOP, "run-1", Writing(known_skus=("B", "C")))
    assert kept(history).known_skus == {"A", "B", "C"}


def test_products_of_skus_are_remembered(history: History) -> None:
    history.record(SHOP, "run-1", Writing(known_skus=("A", "B", "C"), products={"A": "211", "B": "212"}))
    assert (kept(history).known_skus, kept(history).products) == ({"A", "B", "C"}, {"A": "211", "B": "212"})
    history.record(SHOP, "run-1", Writing(known_skus=("A", "B", "C"), products={"A": "211 305", "C": "7"}))
    assert kept(history).products == {"A": "211 305", "B": "212", "C": "7"}


def test_events_are_only_added(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing((OPEN,), (opened(),)))
    retried = Writing((replace(OPEN, version=2),), (replace(opened(), number="changed"), opened(kind="worse")))
    history.record(SHOP, "run-1", retried)
    assert bench.events(SHOP) == [
        (AT, "5551042", "missing-at-tpop", None, "opened", "1042"),
        (AT, "5551042", "missing-at-tpop", None, "worse", "1042"),
    ]
    assert kept(history).findings[OPEN.fingerprint].version == 2, "an event met twice costs nothing else"


def test_an_event_of_a_finding_that_is_not_written_now(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(events=(opened(kind="muted"), opened(FULL, kind="unmuted"))))
    assert [kind for *_, kind, _ in bench.events(SHOP)] == ["muted", "unmuted"]


def test_the_first_run_is_remembered(bench: Any, history: History) -> None:
    report = {"state": "partial", "orders": {"shop": 132, "excluded": {"unpaid": 7}}, "coverage": [{"until": None}]}
    history.log_run(SHOP, "run-1", NOW, "watch", report)
    history.log_run(SHOP, "run-1", NOW - timedelta(days=1), "daily", {"state": "complete"})
    assert kept(history).first_run_at == iso(NOW - timedelta(days=1))
    plain = {"state": "partial", "orders": {"shop": 132, "excluded": {"unpaid": 7}}, "coverage": [{}]}
    assert sorted(bench.runs(SHOP), key=str) == [
        ("2026-11-22T07:00:00Z", "daily", {"state": "complete"}),
        (AT, "watch", plain),
    ]
