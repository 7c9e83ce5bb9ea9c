"""How an order lives at TPOP: which state can come after which."""

from __future__ import annotations

from collections.abc import Mapping

LATER: Mapping[str, frozenset[str]] = {
    "open": frozenset({"blocked", "production", "shipped", "cancelled"}),
    "blocked": frozenset({"open", "production", "shipped", "cancelled"}),
    "production": frozenset({"shipped", "cancelled"}),
    "shipped": frozenset(),
    "cancelled": frozenset(),
    "unknown": frozenset({"open", "blocked", "production", "shipped", "cancelled"}),
}
"""State -> what an order can become (TPOP help, "How to check your order's status"; out of production, only its support
cancels, case by case)."""

ENDS = frozenset({"shipped", "cancelled"})
"""Nothing comes after."""

MADE = frozenset({"production", "shipped"})
"""States that prove that somebody makes it."""


def can_follow(later: str, earlier: str) -> bool:
    """Can an order be in one state after the other, or still be in it? Of a word nobody knows, nobody knows."""
    return "unknown" in (later, earlier) or later == earlier or later in LATER[earlier]
