"""What ends without being mended, and so is never called resolved: switched off, overtaken by another fault, gone."""

from __future__ import annotations

from collections.abc import Mapping

from core.checks.contract import Situation, SourceSight, is_cancelled
from core.model import Case, iso
from core.ports import Remembered


def unwanted(item: Remembered, situation: Situation) -> bool:
    """The merchant has switched this off since: the check, the order or the sku, or everything before a day."""
    standing = situation.standings.get(item.ref)
    return (
        item.check in situation.policy.off
        or bool({item.number, item.ref, item.line} & situation.policy.ignore)
        or (standing is not None and standing.reason in ("ignored", "before start"))
    )


def chosen_since(item: Remembered, sight: SourceSight | None) -> bool:
    """The merchant has chosen since to feed that list otherwise: what was told of it is no fault any more, nor mended."""
    if sight is None or sight.coverage is None:
        return False
    if item.check == "source-partial":
        by_choice = item.cause in ("not_complete", "no_window")
        return by_choice and sight.chosen_part and not sight.coverage.complete
    if item.check == "source-stale":
        told = item.evidence.get("rhythm", "daily")
        return sight.rhythm != told and iso(sight.coverage.as_of) == item.evidence.get("as_of")
    return False


_OF_A_LIVING_ORDER = frozenset(
    {"missing-line", "quantity-differs", "unexpected-line", "address-differs", "duplicated-at-tpop"}
)


def overtaken(item: Remembered, case: Case) -> bool:
    """Nothing was mended: the order is cancelled in the shop by now, or TPOP blocks it for another reason."""
    if item.check.startswith("blocked-"):
        return any(order.status == "blocked" for order in case.tpop)
    if item.check == "no-proof-of-production":
        ended = bool(case.tpop) and all(order.status in ("blocked", "cancelled") for order in case.tpop)
        return bool(case.shop) and (ended or case.due_at is None) and not any(order.tracked for order in case.shop)
    return item.check in _OF_A_LIVING_ORDER and is_cancelled(case)


def ends_unmended(item: Remembered, cases: Mapping[str, Case], situation: Situation) -> str:
    """Why an open finding that no check repeats ends without being resolved; "" where it does not."""
    if unwanted(item, situation):
        return "accepted"
    case = cases.get(item.ref)
    if case is not None and (case.tpop or item.check == "no-proof-of-production") and overtaken(item, case):
        return "gone"
    return "gone" if vanished(item, cases, situation) else ""


def vanished(item: Remembered, cases: Mapping[str, Case], situation: Situation) -> bool:
    """The TPOP orders it speaks of are gone from TPOP: it ends, but nothing was mended."""
    case = cases.get(item.ref)
    return (
        case is not None
        and stood_at_tpop(item)
        and not case.tpop
        and situation.whole(case)
        and (situation.absent_since(case) is not None or case.asked)
    )


def stood_at_tpop(item: Remembered) -> bool:
    """It speaks of an order that TPOP had: of one only mentioned in a mail, TPOP's own id may not be known."""
    return bool(item.evidence.get("tpop_orders")) or item.evidence.get("grade") == "mentioned"
