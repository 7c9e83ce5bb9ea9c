"""Rows edited by hand, too heavy or expired, on two DynamoDB engines: no run breaks on them, none is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.ports import Pending, Writing
from tests.contract.engines import OnDynamo
from tests.contract.samples import AT, FULL, NOW, OPEN, SHOP, SOON

DAMAGE: list[dict[str, Any]] = [
    *({"status": "done"}, {"status": None}, {"first_seen": "yesterday"}, {"checked_at": 3}, {"severity": "red"}),
    *({"version": None}, {"version": "1"}, {"last_seen": None}),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_row_that_cannot_be_read_costs_nothing_else_and_is_mended(dynamo: OnDynamo, damage: dict[str, Any]) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(findings=(OPEN, FULL)))
    dynamo.edit(SHOP, OPEN.fingerprint, mute_reason="vacances", **damage)
    assert history.load(SHOP, NOW).findings == {FULL.fingerprint: FULL}
    assert history.unreadable == ["finding#5551042#missing-at-tpop"]
    history.record(SHOP, "run-1", Writing(findings=(OPEN,)))
    assert history.skipped == []
    assert history.load(SHOP, NOW).findings[OPEN.fingerprint] == replace(OPEN, mute_reason="vacances")
    assert history.unreadable == []


def test_what_was_edited_by_hand_is_read_as_far_as_it_goes(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(findings=(FULL,)))
    wrong: dict[str, Any] = {
        "deadline": "soon",
        "told_at": True,
        "told_severity": 3,
        "times_seen": "4",
        "reminders": [],
    }
    wrong |= {
        "expires_at": "never",
        "evidence": "none",
        "title": None,
        "was_muted": "x",
        "number": None,
        "colour": "red",
    }
    dynamo.edit(SHOP, FULL.fingerprint, **wrong)
    assert history.load(SHOP, NOW).findings[FULL.fingerprint] == replace(
        FULL,
        deadline=None,
        told_at=None,
        told_severity=None,
        reminders=0,
        expires_at=None,
        evidence={},
        title="",
        was_muted=False,
    )
    assert history.unreadable == []


def test_a_heavy_finding_loses_evidence_not_its_row(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    evidence = {"small": 1, "heavy": ["x" * 1000] * 500, "after": "é" * 1000}
    heavy = tuple(replace(OPEN, ref=str(n), evidence=evidence, advice="x" * 10_000) for n in range(3))
    many = tuple(replace(OPEN, ref=f"m{n}", evidence={"text": "x" * 250_000}) for n in range(20))
    history.record(SHOP, "run-1", Writing(findings=heavy + many))
    found = history.load(SHOP, NOW).findings
    assert len(found) == 23
    assert found[heavy[0].fingerprint].evidence == {"small": 1, "after": "é" * 1000, "cut": ["heavy"]}
    assert len(found[heavy[0].fingerprint].advice) == 4000


def test_what_has_expired_is_forgotten_before_dynamodb_deletes_it(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(findings=(OPEN,), pending=(Pending("7", AT),)))
    history.mark(SHOP, "run-1", NOW, [], ["sms#2026-11-23"])
    soon = history.load(SHOP, NOW + timedelta(days=39))
    assert (list(soon.pending), dict(soon.sent)) == (["7"], {"sms#2026-11-23": 1})
    late = history.load(SHOP, NOW + timedelta(days=60))
    assert (dict(late.pending), dict(late.sent), len(late.findings)) == ({}, {}, 1)
