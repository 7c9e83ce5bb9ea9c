"""What the checks of line items share: when lines may be compared at all, and what to do about a difference."""

from __future__ import annotations

from core.checks.contract import Situation, at, evidence, heard, ids, is_cancelled, seen_at
from core.compare import LineComparison, LineDifference, compare_lines
from core.model import Case, Finding
from core.say import Say


def comparable(case: Case, situation: Situation) -> LineComparison | None:
    """The comparison over all living TPOP orders of the case; None where it would mean nothing."""
    if len(case.shop) != 1 or not case.alive or case.rivals or is_cancelled(case):
        return None
    lines = case.shop[0].lines
    if lines is None or any(order.lines is None for order in case.alive):
        return None
    if case.shop[0].id in situation.standings and situation.standings[case.shop[0].id].reason in _NOT_JUDGED:
        return None
    return compare_lines(lines, case.alive, situation.is_ours)


_PAST_FR = {"shipped": "expédiée", "presumed production": "sans doute déjà en production"}
_PAST_EN = {"shipped": "shipped", "presumed production": "probably in production already"}
_NOT_JUDGED = frozenset({"ignored", "before start"})


def lines_looked(case: Case, situation: Situation) -> bool:
    """Both sides were read and every line could be told; or nothing is left that could differ."""
    if not case.shop or not heard(case, situation):
        return False
    if is_cancelled(case) or not case.alive:
        return True
    compared = comparable(case, situation)
    return compared is not None and not compared.unsaid


def repeated(case: Case, sku: str) -> int:
    """How many living TPOP orders carry this sku."""
    return sum(1 for order in case.alive if any(line.sku == sku for line in order.lines or ()))


def differing(check: str, case: Case, situation: Situation, line: LineDifference) -> Finding:
    """The finding of one sku that TPOP has in another quantity than wanted, or that nobody wanted."""
    carriers = [order for order in case.alive if any(its.sku == line.key for its in order.lines or ())]
    # Too much can be undone only on the orders that carry it; too little, on any of them.
    orders = carriers if line.at_tpop > line.expected and carriers else list(case.alive)
    severity, deadline = situation.severity(orders)
    return Finding(
        check=check,
        ref=case.ref,
        number=case.number,
        line=line.key,
        severity=severity,
        deadline=deadline,
        since=case.shop[0].updated_at or case.shop[0].created_at,
        final="too_late" if all(order.status == "shipped" for order in orders) else "",
        evidence=evidence(
            sku=line.key,
            shop=line.expected,
            ordered=line.ordered,
            tpop=line.at_tpop,
            tpop_orders=ids(orders),
            tpop_state=situation.state_of(orders[0]),
            seen_at=seen_at(orders),
        ),
    )


def line_steps(finding: Finding, say: Say, complement: bool) -> tuple[str, ...]:
    """Before the deadline: cancel and make anew; after: a complementary order, or TPOP's support."""
    state = finding.evidence.get("tpop_state")
    number = finding.number
    seen = at(finding, "seen_at")
    if say.language == "en":
        if finding.severity == "urgent":
            before = f" before {say.by(finding.deadline)}" if finding.deadline else " before production"
            return (
                f"TPOP > Orders > {number}",
                f"Cancel it{before}, then enter it anew with the right items: charged and produced at once.",
            )
        if state == "blocked":
            return (
                f"TPOP > Orders > {number}: it is blocked, so nothing is produced yet.",
                "Cancel and enter it anew.",
            )
        last = "Order what is missing by hand in TPOP: charged and produced at once."
        return (
            f"Too late to change: {_PAST_EN.get(str(state), 'in production')}"
            + (f" (list of {say.by(seen)})." if seen else "."),
            last if complement else "Ask TPOP's support (Support for this order): it decides case by case.",
        )
    if finding.severity == "urgent":
        before = f" avant {say.by(finding.deadline)}" if finding.deadline else " avant la production"
        return (
            f"TPOP > Commandes > {number}",
            f"Annulez-la{before}, puis repassez-la avec les bons articles : débitée et produite aussitôt.",
        )
    if state == "blocked":
        return (f"TPOP > Commandes > {number} : bloquée, rien n'est encore produit.", "Annulez-la et repassez-la.")
    last = "Commandez ce qui manque à la main dans TPOP : débité et produit aussitôt."
    return (
        f"Trop tard pour la changer : {_PAST_FR.get(str(state), 'en production')}"
        + (f" (liste de {say.by(seen)})." if seen else "."),
        last if complement else "Voyez le support TPOP (Support pour cette commande) : au cas par cas.",
    )
