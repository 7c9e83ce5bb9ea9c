"""What a merchant may decide. Everything that TPOP does not document stands here, with a default.

Keys and defaults are public (CONTRACTS section 3). Hours, days and working days are whole or broken numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class LinesPolicy:
    """Which shop lines are TPOP's: all · vendor (+values) · service (+values: who fulfils) · sku (+pattern) · known
    (skus TPOP's list has shown)."""

    mode: Literal["all", "vendor", "service", "sku", "known"] = "all"
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One shop's policy: the defaults, the account's policy and the shop's own, merged in that order."""

    language: Literal["fr", "en"] = "fr"
    timezone: str = "Europe/Paris"
    retention_hours: float = 24
    """TPOP's delay while an order can still change (TPOP help, "Time before production")."""
    grace_hours: float = 2
    """How long after it was due an order may still be on its way to TPOP (a guess; Etsy 12)."""
    due_statuses: tuple[str, ...] = ("processing", "completed")
    """The shop's words for "to be produced" (a guess: TPOP documents none). WooCommerce's; Shopify's is "paid"."""
    reference_pattern: str = r"^\s*#?\s*(.+?)\s*$"
    """How the shop's number stands inside TPOP's reference: the first group is the number."""
    stuck_working_days: float = 2
    production_working_days: float = 7
    retry_working_days: float = 2
    tracking_grace_hours: float = 48
    stale_hours: float = 26
    weekly_hours: float = 166
    """From this age on a list that is fed weekly is asked for: seven days less two hours, so at its own time of the week,
    and before the inbox forgets the last one (it keeps seven days)."""
    closed_by_hand: Literal["auto", "proof", "nothing"] = "auto"
    """What an order that the shop calls done, without tracking, proves of TPOP (a guess). auto: nothing, where most
    others bear TPOP's tracking; else it may well be TPOP's work."""
    blind_hours: float = 3
    """Beyond this blind time a mail says that the 24 h are not fully covered."""
    quiet_days: float = 3
    window_days: float = 30
    watch_days: float = 4
    remind_days: float = 3
    reminders_max: int = 3
    all_clear: Literal["auto", "daily", "weekly", "never"] = "auto"
    """auto: daily for the first week, then weekly."""
    sms: bool = True
    sms_quiet: tuple[time, time] = (time(22), time(7))
    """Local times between which no SMS is sent."""
    sms_daily_max: int = 3
    away_until: datetime | None = None
    off: frozenset[str] = frozenset()
    """Ids of checks that are switched off."""
    ignore: frozenset[str] = frozenset()
    """References and skus that nothing is said about."""
    history_days: float = 395
    pairing_share: float = 0.5
    """The brake: a list must have paired this share of its orders before any absence is said."""
    lookups_max: int = 30
    """How many orders are asked for one by one in a run, on each side."""
    watch_every_hours: float = 1
    """How often `watch` runs: half of the blind time."""
    requests_at_once: int = 2
    """How many requests to one shop run at the same time: more is faster, and more for its host to bear."""
    lines: LinesPolicy = LinesPolicy()
