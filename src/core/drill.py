"""The drill: before every run a fixed set of planted faults goes through the very code that judges the real orders.

If one is missed, or one of the sound orders is accused, the heartbeat is withheld and "all clear" is impossible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from core.checks import CHECKS
from core.checks.contract import Check, SourceSight
from core.expect import Expectation
from core.lookout import assess
from core.match import Matching
from core.model import (
    Coverage,
    Recipient,
    ShopLine,
    ShopOrder,
    TpopLine,
    TpopOrder,
    Trouble,
    Unreadable,
    Window,
)
from core.policy import Policy

_HOME = Recipient("Camille Exemple", "1 rue de l'Exemple", "", "75000", "Paris", "FR")
_LINES = (ShopLine("DRILL-A", 1, 1, "1"), ShopLine("DRILL-B", 2, 2, "2"))


@dataclass(frozen=True, slots=True)
class Drilled:
    """planted faults, how many of them were caught, and whether anything sound was accused."""

    planted: int
    caught: int
    accused: int

    @property
    def passed(self) -> bool:
        return self.planted == self.caught and self.accused == 0


def drill(now: datetime, zone: tzinfo, checks: Sequence[Check] = CHECKS) -> Drilled:
    """Plant, judge, compare."""
    policy = Policy()
    made = now - timedelta(hours=10)
    shop: list[ShopOrder] = []
    tpop: list[TpopOrder] = []
    planted: set[tuple[str, str]] = set()

    def plant(name: str, check: str, order: ShopOrder, *theirs: TpopOrder) -> None:
        shop.append(order)
        tpop.extend(theirs)
        if check:
            planted.add((name, check))

    def ours(name: str, **changes: object) -> ShopOrder:
        order = ShopOrder(name, name, "due", "processing", made, made, made, _LINES, _HOME)
        return order._replace(**changes)  # type: ignore[arg-type]

    def its(name: str, **changes: object) -> TpopOrder:
        lines = tuple(TpopLine(line.sku, line.remaining) for line in _LINES)
        order = TpopOrder(f"T-{name}", name, "", "open", now, "drill", made, made, lines=lines, recipient=_HOME)
        return order._replace(**changes)  # type: ignore[arg-type]

    plant("d0", "", ours("d0"), its("d0"))
    plant("d00", "", ours("d00", state="unpaid", paid_at=None))
    plant("d1", "missing-at-tpop", ours("d1"))
    plant("d2", "missing-line", ours("d2"), its("d2", lines=(TpopLine("DRILL-A", 1),)))
    plant("d3", "quantity-differs", ours("d3"), its("d3", lines=(TpopLine("DRILL-A", 1), TpopLine("DRILL-B", 1))))
    extra = (TpopLine("DRILL-A", 1), TpopLine("DRILL-B", 2), TpopLine("DRILL-C", 1))
    plant("d4", "unexpected-line", ours("d4"), its("d4", lines=extra))
    plant("d5", "address-differs", ours("d5"), its("d5", recipient=_HOME._replace(postcode="69000", city="Lyon")))
    plant("d6", "blocked-payment", ours("d6"), its("d6", status="blocked", block_reason="payment"))
    plant("d7", "blocked-address", ours("d7"), its("d7", status="blocked", block_reason="address"))
    plant("d8", "blocked-artwork", ours("d8"), its("d8", status="blocked", block_reason="artwork"))
    plant("d9", "blocked-unexplained", ours("d9"), its("d9", status="blocked"))
    plant("d10", "cancelled-only-in-shop", ours("d10", state="cancelled", status="cancelled"), its("d10"))
    plant("d11", "duplicated-at-tpop", ours("d11"), its("d11"), its("d11", id="T-d11-again"))
    plant("d12", "cancelled-only-at-tpop", ours("d12"), its("d12", status="cancelled"))

    window = Window(now - timedelta(days=1), now)
    whole = Coverage("drill", "tpop", window, now, complete=True, orders=len(tpop))
    sights = [
        SourceSight("drill-shop", "shop", None, (Trouble("unreachable"),)),
        SourceSight("drill-part", "shop", Coverage("drill-part", "shop", window, now, complete=False)),
        SourceSight(
            "drill-old", "tpop", Coverage("drill-old", "tpop", window, now - timedelta(days=3), complete=True)
        ),
    ]
    planted |= {
        ("source:drill-shop", "source-unreachable"),
        ("source:drill-part", "source-partial"),
        ("source:drill-old", "source-stale"),
        ("d-unreadable", "unreadable-order"),
    }
    matching = Matching(Expectation(policy, now), tpop, watched=(), judge_absent=True)
    matching.take(shop)
    _, judged = assess(
        matching.close(),
        [*sights, SourceSight("drill", "tpop", whole)],
        [(sights[1], Unreadable("d-unreadable", "date", "drill"))],
        policy=policy,
        now=now,
        zone=zone,
        checks=checks,
    )
    seen = {(ref, check) for ref, check, _ in judged.findings}
    return Drilled(len(planted), len(planted & seen), len(seen - planted))
