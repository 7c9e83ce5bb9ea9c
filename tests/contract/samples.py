"""Findings, events, tellings and mentions that the suites of the history share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import strategies as st

from core.model import BlockReason, Mention, TpopStatus
from core.ports import Event, History, Past, Remembered, Told

SHOP = "mugs-paris"
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
AT = "2026-11-23T07:00:00Z"
OPEN = Remembered(SHOP, "5551042", "missing-at-tpop", None, "1042", "open", "urgent", AT, AT, AT, version=1)
FULL = Remembered(
    shop=SHOP,
    ref="5551051",
    check="quantity-differs",
    line="TP-MUG-001-WHT",
    number="1051",
    status="closed",
    severity="act",
    first_seen="2026-11-20T07:00:00Z",
    last_seen="2026-11-22T07:00:00Z",
    checked_at=AT,
    version=1,
    closed_because="too_late",
    deadline="2026-11-23T10:04:00Z",
    title="il manque une tasse",
    advice="TPOP > Commandes > 1051",
    cause="edited_after_import",
    incident="card#1",
    evidence={"ordered": 2, "at_tpop": 1, "share": 0.5, "skus": ["A", "B"], "by": {"list": True}, "free": "n° 1"},
    told_at="2026-11-21T07:00:00Z",
    told_status="open",
    told_severity="act",
    times_seen=4,
    reminders=2,
    resolved_at="2026-11-23T06:00:00Z",
    expires_at=1_800_000_000,
    was_muted=True,
)
INVOICE = Mention("1042", "5551042", "production", "", "", "", NOW, "invoice", "pdf")
REFUSED = Mention("1050", "5551050", "blocked", "payment", "B2", "T-88001", NOW, "blocked", "text")


def any_mention() -> st.SearchStrategy[Mention]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    return st.builds(
        Mention,
        reference=text,
        shop_order_id=st.one_of(text, st.text("é#%", min_size=100, max_size=300)),
        status=st.sampled_from(("", *get_args(TpopStatus))),
        block_reason=st.sampled_from(get_args(BlockReason)),
        block_code=text,
        tpop_id=text,
        at=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
        kind=st.sampled_from(("invoice", "blocked", "table", "other")),
        where=st.sampled_from(("subject", "text", "html", "pdf")),
    )


def opened(finding: Remembered = OPEN, at: str = AT, kind: str = "opened") -> Event:
    return Event(at, finding.ref, finding.check, finding.line, kind, finding.number, finding.severity, "")


def told(finding: Remembered = OPEN, kind: str = "told", reminders: int = 0) -> Told:
    return Told(
        finding.ref,
        finding.check,
        finding.line,
        finding.version,
        finding.status,
        finding.severity,
        reminders,
        kind,
        finding.number,
    )


def kept(history: History) -> Past:
    return history.load(SHOP, NOW)
