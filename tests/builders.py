"""Values of the core, valid by default: a test names only what it is about. No mocks, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.checks import BY_ID
from core.checks.contract import Situation, SourceSight
from core.diff import Diffed, Moment, diff
from core.expect import Expectation, Standing
from core.look import Text
from core.match import Matched, Matching
from core.model import (
    Case,
    Coverage,
    Finding,
    Mention,
    Recipient,
    ShopLine,
    ShopOrder,
    TpopLine,
    TpopOrder,
    Window,
    iso,
)
from core.policy import Policy
from core.ports import Past, Remembered
from core.say import Language, Say

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""A Monday, 8 h in Paris. (Wednesday 11 November was a holiday; the 21st and 22nd were a weekend.)"""
PARIS = ZoneInfo("Europe/Paris")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MADE = NOW - 5 * HOUR
"""When a shop order is made by default: due, past its grace, and its retention not over."""
MUG, TEE = "TP-MUG-001-WHT", "TP-TEE-002-BLK-M"
HOME = Recipient("Camille Exemple", "1 rue de l'Exemple", "", "75011", "Paris", "FR")
SHOWS = frozenset({"lines", "recipient", "created_at", "block_reason"})


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def shop_line(sku: str = MUG, remaining: int = 1, ordered: int | None = None, **more: Any) -> ShopLine:
    return ShopLine(sku, remaining, remaining if ordered is None else ordered, **more)


def shop_order(id: str = "5551042", number: str | None = None, **more: Any) -> ShopOrder:
    """A paid order of one mug. Its number is the id's last four figures."""
    made = more.pop("created_at", MADE)
    values: dict[str, Any] = {
        "state": "due",
        "status": "processing",
        "created_at": made,
        "paid_at": made,
        "updated_at": made,
        "lines": (shop_line(id="l1"),),
        "recipient": HOME,
    }
    return ShopOrder(id=id, number=id[-4:] if number is None else number, **{**values, **more})


def tpop_order(id: str = "T-88001", reference: str = "1042", **more: Any) -> TpopOrder:
    """What TPOP made of that order: open, of one mug."""
    values: dict[str, Any] = {
        "shop_order_id": "",
        "status": "open",
        "as_of": NOW,
        "channel": "http",
        "created_at": MADE,
        "lines": (TpopLine(MUG, 1),),
        "recipient": HOME,
    }
    return TpopOrder(id=id, reference=reference, **{**values, **more})


def mention(status: str = "open", at: datetime | None = None, **more: Any) -> Mention:
    """A mail of an hour ago that speaks of that order, and does not name TPOP's own number."""
    values: dict[str, Any] = {
        "reference": "1042",
        "shop_order_id": "5551042",
        "block_reason": "",
        "block_code": "",
        "tpop_id": "",
        "kind": "other",
        "where": "text",
    }
    return Mention(status=status, at=at or NOW - HOUR, **{**values, **more})  # type: ignore[arg-type]


def case(
    shop: ShopOrder | Sequence[ShopOrder] | None = None, *tpop: TpopOrder, due_at: datetime | None = MADE, **more: Any
) -> Case:
    """An order in due time; without `tpop`, one that TPOP does not show."""
    orders = (shop_order(),) if shop is None else (shop,) if isinstance(shop, ShopOrder) else tuple(shop)
    first = orders[0] if orders else None
    values = {
        "ref": first.id if first else f"tpop:{tpop[0].id}",
        "number": first.number if first else tpop[0].reference,
    }
    return Case(shop=orders, tpop=tpop, due_at=due_at, **{**values, **more})


def window(since: datetime = NOW - 30 * DAY, until: datetime = NOW) -> Window:
    return Window(since, until)


def coverage(source: str = "http", side: str = "tpop", **more: Any) -> Coverage:
    """A whole list of this very moment."""
    values: dict[str, Any] = {"window": window(), "as_of": NOW, "complete": True, "orders": 1, "shows": SHOWS}
    return Coverage(source, side, **{**values, **more})  # type: ignore[arg-type]


def sight(name: str = "http", side: str = "tpop", **more: Any) -> SourceSight:
    seen = more.pop("coverage", coverage(name, side))
    return SourceSight(name, side, seen, **more)  # type: ignore[arg-type]


def policy(**more: Any) -> Policy:
    return Policy(**more)


def situation(*lists: Coverage, **more: Any) -> Situation:
    """A morning on which TPOP's whole list is at hand; pass lists to have others, `lists=()` to have none."""
    values: dict[str, Any] = {"now": NOW, "policy": Policy(), "zone": PARIS, "lists": lists or (coverage(),)}
    return Situation(**{**values, **more})


def expectation(**more: Any) -> Expectation:
    return Expectation(more.pop("policy", Policy()), more.pop("now", NOW), **more)


def standing(reason: str = "", due_at: datetime | None = MADE) -> Standing:
    return Standing(reason, due_at)


def matching(
    shop: Sequence[ShopOrder] = (), tpop: Sequence[TpopOrder] = (), watched: Sequence[str] = (), **more: Any
) -> Matching:
    """All of it taken in as one page."""
    about = more.pop("expectation", expectation())
    made = Matching(about, tpop, watched, more.pop("judge_absent", True), **more)
    made.take(shop)
    return made


def matched(
    shop: Sequence[ShopOrder] = (), tpop: Sequence[TpopOrder] = (), watched: Sequence[str] = (), **more: Any
) -> Matched:
    return matching(shop, tpop, watched, **more).close()


def finding(check: str = "missing-at-tpop", ref: str = "5551042", severity: str = "urgent", **more: Any) -> Finding:
    return Finding(check=check, ref=ref, number=more.pop("number", "1042"), severity=severity, **more)  # type: ignore[arg-type]


def remembered(one: Finding | None = None, **more: Any) -> Remembered:
    """That finding as the history holds it: opened a day ago, and told then."""
    one = one or finding()
    then = str(iso(NOW - DAY))
    values: dict[str, Any] = {
        "number": one.number,
        "status": "open",
        "severity": one.severity,
        "first_seen": then,
        "last_seen": then,
        "checked_at": then,
        "version": 1,
        "title": "absente de TPOP",
        "cause": one.cause,
        "evidence": dict(one.evidence),
        "told_at": then,
        "told_status": "open",
        "told_severity": one.severity,
    }
    return Remembered(shop="mugs-paris", ref=one.ref, check=one.check, line=one.line, **{**values, **more})


def untold(one: Finding | None = None, **more: Any) -> Remembered:
    """Recorded, and the run fell over before it was told."""
    return remembered(one, **{"told_at": None, "told_status": None, "told_severity": None, **more})


def past(*items: Remembered, **more: Any) -> Past:
    values: dict[str, Any] = {"first_run_at": str(iso(NOW - 90 * DAY))}
    return Past(findings={item.fingerprint: item for item in items}, **{**values, **more})


def moment(run: str = "daily", now: datetime = NOW, **more: Any) -> Moment:
    values: dict[str, Any] = {"zone": PARIS, "policy": Policy()}
    return Moment("mugs-paris", run, now, **{**values, **more})  # type: ignore[arg-type]


def diffed(
    before: Past | Remembered | None,
    *found: Finding,
    looked: Any = True,
    gone: Sequence[str] = (),
    when: Moment | None = None,
) -> Diffed:
    """`looked`: True, False, or what decides for each item."""
    known = past(before) if isinstance(before, Remembered) else before or past()
    when = when or moment()
    say = Say("fr", PARIS, when.now)

    def words(one: Finding) -> Text:
        return BY_ID[one.check].words["fr"](one, say)

    decide = looked if callable(looked) else lambda _item: looked
    return diff(
        known,
        {one.fingerprint: one for one in found},
        decide,
        lambda item: "gone" if item.ref in gone else "",
        words,
        mended=lambda item: BY_ID[item.check].mended["fr"],
        moment=when,
    )


def said(one: Finding, language: Language = "fr", now: datetime = NOW) -> Text:
    """The finding in its check's own words."""
    return BY_ID[one.check].words[language](one, Say(language, PARIS, now))


def all_said(text: Text) -> str:
    return " ".join((text.short, text.title, *text.facts, *text.steps))


def holidays(*days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in days)
