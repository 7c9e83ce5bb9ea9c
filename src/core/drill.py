"""The drill: before every run a fixed set of planted faults goes through the very code that judges the real orders.

If one is missed, or one of the sound orders is accused, the heartbeat is withheld and "all clear" is impossible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from core.checks import CHECKS
from core.checks.contract import Check, Situation, SourceSight
from core.evidence import joined
from core.expect import Expectation
from core.judge import Judged
from core.lookout import assess
from core.match import Matching
from core.mentions import fold_all
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
    Trouble,
    Unreadable,
    Window,
)
from core.policy import Policy

Fault = tuple[str, str]
"""(ref, check)"""

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
    """Plant, judge, compare. A fault whose check is not among `checks` is missed, whoever else may name it."""
    known = {check.id for check in checks}
    runs = (_with_a_list(now, zone, checks), _without_a_list(now, zone, checks))
    planted = {fault for faults, _ in runs for fault in faults}
    seen = {fault for _, found in runs for fault in found}
    caught = {(ref, check) for ref, check in planted & seen if check in known}
    return Drilled(len(planted), len(caught), len(seen - planted))


def _with_a_list(now: datetime, zone: tzinfo, checks: Sequence[Check]) -> tuple[set[Fault], set[Fault]]:
    """Every fault but two: what was planted, what was found."""
    policy = Policy()
    made = now - timedelta(hours=10)
    shop: list[ShopOrder] = []
    tpop: list[TpopOrder] = []
    planted: set[Fault] = set()

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

    plant("d13", "ambiguous-reference", ours("d13", number="d14"))
    plant("d14", "ambiguous-reference", ours("d14"), its("d14"))
    plant("d15", "check-crashed", ours("d15"), its("d15", recipient=_HOME._replace(name="Autre")))
    planted.add(("d15", "address-differs"))
    # The older of two lists already had it in production.
    older = its("d18", status="production", as_of=now - timedelta(hours=1))
    plant("d18", "evidence-conflicts", ours("d18"), its("d18"), older)
    tpop.append(its("of-whom", id="T-odd", status="shipped", channel="drill-odd"))

    window = Window(now - timedelta(days=1), now)
    whole = Coverage("drill", "tpop", window, now, complete=True, orders=len(tpop))
    sights = [
        SourceSight("drill-shop", "shop", None, (Trouble("unreachable"),)),
        SourceSight("drill-part", "shop", Coverage("drill-part", "shop", window, now, complete=False)),
        SourceSight("drill-well", "shop", Coverage("drill-well", "shop", window, now, complete=True)),
        SourceSight("drill-odd", "tpop", Coverage("drill-odd", "tpop", window, now, complete=True)),
        SourceSight(
            "drill-old", "tpop", Coverage("drill-old", "tpop", window, now - timedelta(days=3), complete=True)
        ),
    ]
    planted |= {
        ("source:drill-shop", "source-unreachable"),
        ("source:drill-part", "source-partial"),
        ("source:drill-old", "source-stale"),
        ("source:drill-odd", "references-unreadable"),
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
        checks=(*checks, _FALLS),
    )
    return planted, _found(judged)


def _without_a_list(now: datetime, zone: tzinfo, checks: Sequence[Check]) -> tuple[set[Fault], set[Fault]]:
    """A shop of which TPOP gives no list: nobody shipped d16 in four weeks, a mail calls d19 blocked, the others are well."""
    policy, made = Policy(), now - timedelta(days=28)
    order = ShopOrder("d16", "d16", "due", "processing", made, made, made, _LINES, _HOME)
    matching = Matching(Expectation(policy, now), (), watched=("d17",), judge_absent=False, recallable=True)
    matching.take([order, order._replace(id="d17", number="d17", fulfilled=True, tracked=True)])
    matching.take([order._replace(id="d19", number="d19"), order._replace(id="d20", number="d20")])
    refused = Mention("d19", "d19", "blocked", "payment", "", "", now, "blocked", "text")
    billed = Mention("d20", "d20", "production", "", "", "", made, "invoice", "pdf")
    mentions = fold_all({"d20": billed}, [refused])
    matching.recall(mentions)
    shop = Coverage("drill-alone", "shop", Window(made - timedelta(days=1), now), now, complete=True)
    _, judged = assess(
        joined(matching.close(), mentions, lambda _case: None, now, now),
        [SourceSight("drill-alone", "shop", shop)],
        (),
        policy=policy,
        now=now,
        zone=zone,
        checks=checks,
    )
    return {("d16", "no-proof-of-production"), ("d19", "blocked-payment")}, _found(judged)


def _found(judged: Judged) -> set[Fault]:
    return {(ref, check) for ref, check, _ in judged.findings}


def _fall_over(case: Case, _situation: Situation) -> Iterator[Finding]:
    if case.ref == "d15":
        raise ZeroDivisionError
    return iter(())


_FALLS = Check(id="drill-falls", family=5, judge=_fall_over, words={}, mended={})
"""One check that falls over on one order: the others must go on, and it must be said."""
