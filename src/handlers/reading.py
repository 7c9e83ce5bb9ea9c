"""What came in while one shop was looked at, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import holidays

from core.checks import missing_at_tpop
from core.checks.contract import Situation, SourceSight
from core.expect import LineRule
from core.look import Look, RunKind
from core.lookout import situate
from core.match import Matched
from core.model import MailPull, Mention, Unreadable, Window
from core.ports import Past, Writing
from handlers.event import Asked
from handlers.settings import Shop


@dataclass(slots=True)
class Reading:
    """What came in while one shop was looked at."""

    past: Past
    asked: Asked
    run: RunKind
    shop: Shop
    window: Window
    sights: list[SourceSight] = field(default_factory=list)
    unreadable: list[tuple[SourceSight, Unreadable]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    tpop_orders: int = 0
    skus: frozenset[str] = frozenset()
    """What TPOP's lists have shown, now or before."""
    shown: frozenset[str] = frozenset()
    """What they have shown now."""
    borne: dict[str, str] = field(default_factory=dict)
    """Product -> the sku it bears in the shop now."""
    wired: bool = True
    """False: the shop's sources could not even be made, so what is not among `sights` has not gone."""
    mails: MailPull | None = None
    """What the mail boxes brought; None: the shop has none."""
    mentions: dict[str, Mention] = field(default_factory=dict)
    """Shop order id -> what mails have said of it, before and now."""
    damaged: tuple[str, ...] = ()
    """Rows of the history that could not be read."""
    is_ours: LineRule | None = None

    @property
    def window_start(self) -> datetime | None:
        """The shop's `since`: nothing older is judged."""
        return self.shop.parameter.since if self.shop.parameter else None

    @property
    def now(self) -> datetime:
        return self.asked.now


@dataclass(frozen=True, slots=True)
class Seen:
    """A look, and what is to be recorded of it."""

    look: Look
    writing: Writing


def situation_of(reading: Reading, matched: Matched) -> Situation:
    policy, zone = reading.shop.policy, reading.shop.zone
    return situate(
        matched,
        reading.sights,
        policy=policy,
        now=reading.now,
        zone=zone,
        holidays=french_holidays(reading.now),
        daily=reading.run == "daily",
        is_ours=reading.is_ours,
        told_missing=frozenset(
            item.ref
            for item in reading.past.findings.values()
            if item.check == missing_at_tpop.ID and item.status == "open"
        ),
    )


def french_holidays(now: datetime) -> frozenset[date]:
    """TPOP works in France: its public holidays of last year, this year and the next."""
    return frozenset(holidays.country_holidays("FR", years=(now.year - 1, now.year, now.year + 1)))
