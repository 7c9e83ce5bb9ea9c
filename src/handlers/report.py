"""The function's answer, shop by shop (CONTRACTS section 7)."""

from __future__ import annotations

from typing import Any

from core.look import Look
from core.model import Coverage, MailPull, iso


def shop_report(look: Look) -> dict[str, Any]:
    """One shop's part of the answer (CONTRACTS section 7)."""
    orders = look.orders
    return {
        "shop": look.shop,
        "state": look.state,
        "coverage": [coverage_report(one) for one in look.coverage],
        "orders": {
            "shop": orders.shop,
            "expected": orders.expected,
            "excluded": dict(orders.excluded),
            "tpop": orders.tpop,
            "unreadable": orders.unreadable,
            "found": orders.found,
            "unknown_fate": orders.unknown_fate,
            "not_compared": orders.not_compared,
            "mentioned": orders.mentioned,
            "written_back": orders.written_back,
            "by_hand": orders.by_hand,
        },
        "findings": dict(look.counts),
        **({"mails": mails_report(look.mails)} if look.mails is not None else {}),
    }


def mails_report(mails: MailPull) -> dict[str, Any]:
    """Counts only; `newest` is when the newest mail came that was believed."""
    return {
        "seen": mails.seen,
        "trusted": mails.trusted,
        "understood": mails.understood,
        "newest": iso(mails.newest),
        "not_trusted": dict(mails.not_trusted),
        "not_readable": dict(mails.not_readable),
    }


def coverage_report(one: Coverage) -> dict[str, Any]:
    return {
        "source": one.source,
        "side": one.side,
        "since": iso(one.window.since) if one.window else None,
        "until": iso(one.window.until) if one.window else None,
        "as_of": iso(one.as_of),
        "complete": one.complete,
        "orders": one.orders,
        "grade": one.grade,
    }


def unseen(shop: str, why: str) -> dict[str, Any]:
    """The report of a shop that nothing can be said of."""
    none = dict.fromkeys(("new", "open", "resolved", "closed", "not_rechecked", "muted"), 0)
    orders = {"shop": 0, "expected": 0, "excluded": {}, "tpop": 0, "unreadable": 0}
    return {"shop": shop, "state": "failed", "why": why, "coverage": [], "orders": orders, "findings": none}
