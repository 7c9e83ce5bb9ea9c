"""One suite for every history: what a write may change, and that the merchant's own attributes stay theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.ports import History, Writing
from tests.contract.samples import AT, FULL, NOW, OPEN, SHOP, kept, opened, told


def test_a_version_that_is_not_the_next_is_left_alone_and_the_others_are_written(
    bench: Any, history: History
) -> None:
    other = replace(OPEN, ref="2")
    history.record(SHOP, "run-1", Writing(findings=(OPEN, other)))
    history.record(SHOP, "run-1", Writing(findings=(replace(OPEN, version=2, times_seen=2),)))
    late = replace(OPEN, version=2, times_seen=9)
    again = replace(OPEN, version=1, times_seen=9)
    newer = replace(other, version=2)
    for wrong in (late, again, replace(OPEN, version=7), replace(OPEN, ref="unknown", version=2)):
        newer = replace(newer, version=kept(history).findings[other.fingerprint].version + 1)
        history.record(
            SHOP, "run-1", Writing((wrong, newer), (opened(wrong, kind="worse"), opened(newer, kind="worse")))
        )
        past = kept(history)
        assert past.findings[OPEN.fingerprint].times_seen == 2
        assert past.findings[other.fingerprint] == newer
        assert wrong.fingerprint == OPEN.fingerprint or wrong.fingerprint not in past.findings
        assert history.skipped == [f"finding#{wrong.ref}#missing-at-tpop"]  # type: ignore[attr-defined]
    assert {ref for _, ref, _, _, _, _ in bench.events(SHOP)} == {"2"}, "what was not written has no event either"


def test_marking_copies_what_was_told(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN, FULL)))
    history.mark(SHOP, "run-1", NOW, [told(), told(FULL, "reminded", 3)], ["digest#2026-11-23", "sms#2026-11-23"])
    past = kept(history)
    assert past.findings[OPEN.fingerprint] == replace(OPEN, told_at=AT, told_status="open", told_severity="urgent")
    assert past.findings[FULL.fingerprint] == replace(FULL, told_at=AT, told_status="closed", reminders=3)
    assert past.sent == {"digest#2026-11-23": 1, "sms#2026-11-23": 1}
    assert bench.events(SHOP) == [
        (AT, "5551042", "missing-at-tpop", None, "told", "1042"),
        (AT, "5551051", "quantity-differs", "TP-MUG-001-WHT", "reminded", "1051"),
    ]


def test_marking_keeps_to_the_version_that_was_published(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN, FULL)))
    history.record(SHOP, "run-1", Writing(findings=(replace(OPEN, version=2),)))
    gone = replace(OPEN, ref="gone")
    history.mark(SHOP, "run-1", NOW, [told(OPEN), told(gone), told(FULL)], [])
    past = kept(history)
    assert past.findings[OPEN.fingerprint].told_at is None, "told again next time"
    assert past.findings[FULL.fingerprint].told_at == AT
    assert gone.fingerprint not in past.findings
    assert [ref for _, ref, *_ in bench.events(SHOP)] == ["5551051"]


def test_sent_counts_up(history: History) -> None:
    history.mark(SHOP, "run-1", NOW, [], ["sms#2026-11-23", "sms#2026-11-23"])
    history.mark(SHOP, "run-1", NOW, [], ["sms#2026-11-23", "sms#2026-11-24"])
    assert kept(history).sent == {"sms#2026-11-23": 3, "sms#2026-11-24": 1}


def test_the_merchants_own_attributes_are_never_written(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN,)))
    bench.edit(
        SHOP, OPEN.fingerprint, muted_until="2026-12-01", mute_reason="vacances", accepted=True, settled_by="T-1"
    )
    mine: Any = {"muted_until": "2026-12-01", "mute_reason": "vacances", "accepted": True, "settled_by": "T-1"}
    assert kept(history).findings[OPEN.fingerprint] == replace(OPEN, **mine)
    other: Any = {"muted_until": "2030-01-01", "mute_reason": None, "accepted": None, "settled_by": "T-2"}
    second = replace(OPEN, version=2, **other)
    history.record(SHOP, "run-1", Writing(findings=(second,)))
    history.mark(SHOP, "run-1", NOW, [told(second)], [])
    assert kept(history).findings[OPEN.fingerprint] == replace(
        second, told_at=AT, told_status="open", told_severity="urgent", **mine
    )


TYPED: list[tuple[Any, Any]] = [
    *((True, True), ("true", True), (" Oui ", True), (1, True)),
    *((False, False), ("non", False), (0, False), ("", None)),
    *(("vu avec le client", "vu avec le client"), (2, "2"), (["a"], "['a']")),
]


@pytest.mark.parametrize(("typed", "read"), TYPED)
def test_accepted_may_be_of_any_type(bench: Any, history: History, typed: Any, read: Any) -> None:
    history.record(SHOP, "run-1", Writing(findings=(OPEN,)))
    bench.edit(SHOP, OPEN.fingerprint, accepted=typed, muted_until=typed, settled_by=88001)
    found = kept(history).findings[OPEN.fingerprint]
    assert found.accepted == read
    assert type(found.accepted) is type(read)
    assert found.muted_until is None or isinstance(found.muted_until, str)
    assert found.settled_by == "88001"
