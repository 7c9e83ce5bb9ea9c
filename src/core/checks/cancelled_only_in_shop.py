"""cancelled-only-in-shop: cancelled for the customer, and TPOP will still print it.

What it finds: an order cancelled, wholly refunded or binned in the shop, while TPOP's is open, blocked or in
production, as a list or a mail says. Without either: a paid order cancelled within the retention, told once, 'if TPOP
has it'.
Why it matters: TPOP produces and bills it when the retention ends; only a cancellation at TPOP stops it (TPOP help,
'How do I cancel an order').
Blind spots: once TPOP has shipped, a refund is a return like any other: nothing is said.
Example: 1042 : annulée chez vous, pas chez TPOP. Produite et débitée à 11 h, dans 3 h.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.checks.contract import Check, Situation, at, evidence, hearsay, ids, is_cancelled, seen_at
from core.look import Text
from core.model import Case, Finding, ShopOrder, TpopOrder, iso
from core.say import Say

ID = "cancelled-only-in-shop"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if not is_cancelled(case) or case.rivals:
        return
    standing = situation.standings.get(case.ref)
    if standing is not None and standing.reason in ("ignored", "before start"):
        return
    if case.tpop:
        yield from _listed(case, situation)
    elif not situation.list_fresh and situation.absent_since(case) is None:
        yield from _unlisted(case, situation)


def _listed(case: Case, situation: Situation) -> Iterator[Finding]:
    alive = [order for order in case.alive if order.status != "shipped"]
    if not alive and not case.alive:
        return
    severity, deadline = situation.severity(alive or case.alive)
    first = (alive or list(case.alive))[0]
    if (
        first.grade == "mentioned"
        and severity == "urgent"
        and _retention_end(case.shop[0], situation) <= situation.now
    ):
        severity = "act"  # TPOP's own time is not known; the shop's says that the delay is over
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity=severity,
        deadline=deadline,
        since=case.shop[0].updated_at,
        final="" if alive else "too_late",
        known_only=not alive,
        grade="mentioned" if first.status_grade == "mentioned" else "listed",
        evidence=evidence(
            shop_status=case.shop[0].status,
            tpop_orders=ids(alive or case.alive) or None,
            tpop_state=_state(first, case.shop[0], situation),
            seen_at=seen_at(alive or case.alive),
            seen_in="list" if first.grade == "mentioned" and case.mention and case.mention.kind == "list" else None,
            # TPOP's own time is not known: the shop's says until when about.
            retention_ends=iso(_retention_end(case.shop[0], situation))
            if first.grade == "mentioned" and first.status in ("open", "unknown")
            else None,
        ),
    )


def _state(order: TpopOrder, ordered: ShopOrder, situation: Situation) -> str:
    """TPOP's word; where a mail said it, and the delay is over since, it is only presumed."""
    if order.grade == "mentioned" and order.status in ("open", "unknown"):
        return "presumed production" if _retention_end(ordered, situation) <= situation.now else order.status
    return situation.state_of(order)


def _retention_end(order: ShopOrder, situation: Situation) -> datetime:
    """TPOP got it when it was paid at the latest: a transfer may come days after the order."""
    return max(order.created_at, order.paid_at or order.created_at) + timedelta(
        hours=situation.policy.retention_hours
    )


def _unlisted(case: Case, situation: Situation) -> Iterator[Finding]:
    order = case.shop[0]
    if order.paid_at is None or order.tracked:
        return  # never paid: TPOP never had it; shipped: a return
    until = _retention_end(order, situation)
    over = until <= situation.now
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="act" if over else "urgent",
        since=order.updated_at,
        once=True,
        final="out_of_reach" if over else "",
        known_only=over,
        grade="none",
        evidence=evidence(shop_status=order.status, unlisted=True, retention_ends=iso(until)),
    )


def looks(case: Case, situation: Situation) -> bool:
    """TPOP's order was read; or a list covers the time and does not show it; or the shop's order lives again."""
    if not case.shop:
        return False
    if case.tpop or not is_cancelled(case):
        return not case.rivals
    made = case.shop[0].created_at
    return any(
        one.window
        and one.as_of
        and one.window.since <= made
        and made + timedelta(hours=situation.policy.grace_hours) <= one.as_of
        for one in situation.lists
    )


def french(finding: Finding, say: Say) -> Text:
    if finding.evidence.get("unlisted"):
        until = at(finding, "retention_ends")
        return Text(
            short="annulée, à vérifier chez TPOP",
            title=f"annulée en boutique ; l'annuler chez TPOP{f' avant {say.by(until)}' if until else ''}",
            facts=("Je ne sais pas si TPOP l'a reçue.",),
            steps=(
                f"Si TPOP l'a : annulez-la là aussi{f', avant {say.by(until)}' if until else ''}"
                " (fin du délai de rétention).",
            ),
        )
    if finding.evidence.get("tpop_state") == "unknown":
        fact, short = "Je ne connais pas son statut chez TPOP.", "annulée, à vérifier chez TPOP"
        steps: tuple[str, ...] = (
            f"TPOP > Commandes > {finding.number}",
            "Encore en attente ? Annulez-la (la croix).",
        )
    elif finding.severity == "urgent":
        if finding.deadline is not None:
            fact = f"Produite et débitée {say.at(finding.deadline)}, dans {say.left(finding.deadline)}."
            short = f"annulée, {say.left(finding.deadline)}"
        else:
            fact, short = "TPOP l'a encore en attente.", "annulée, pas chez TPOP"
        about = f", avant {say.by(ends)} environ" if (ends := at(finding, "retention_ends")) else ""
        steps = (f"TPOP > Commandes > {finding.number}", f"Annuler la commande (la croix){about}")
    elif finding.evidence.get("tpop_state") == "blocked":
        fact, short = "Bloquée chez TPOP : ne la relancez pas.", "annulée, bloquée chez TPOP"
        steps = (f"TPOP > Commandes > {finding.number}", "Annuler la commande (la croix)")
    elif finding.evidence.get("tpop_state") == "presumed production":
        fact, short = "Son délai est passé : sans doute déjà en production.", "annulée, sans doute produite"
        steps = ("Regardez dans TPOP ; sinon, le support (Support pour cette commande).",)
    else:
        fact, short = "TPOP l'a mise en production : elle est débitée.", "annulée, mais produite"
        steps = ("Support TPOP (Support pour cette commande) : au cas par cas, sans promesse.",)
    return Text(
        short=short, title="annulée chez vous, pas chez TPOP", facts=(fact, *hearsay(finding, say)), steps=steps
    )


def english(finding: Finding, say: Say) -> Text:
    if finding.evidence.get("unlisted"):
        until = at(finding, "retention_ends")
        return Text(
            short="cancelled, look at TPOP",
            title=f"cancelled in the shop; cancel it at TPOP{f' before {say.by(until)}' if until else ''}",
            facts=("I do not know whether TPOP has it.",),
            steps=(
                f"If TPOP has it: cancel it there too{f', before {say.by(until)}' if until else ''}"
                " (end of the retention).",
            ),
        )
    if finding.evidence.get("tpop_state") == "unknown":
        fact, short = "I do not know its status at TPOP.", "cancelled, look at TPOP"
        steps: tuple[str, ...] = (f"TPOP > Orders > {finding.number}", "Still waiting? Cancel it (the cross).")
    elif finding.severity == "urgent":
        if finding.deadline is not None:
            fact = f"Produced and charged {say.at(finding.deadline)}, in {say.left(finding.deadline)}."
            short = f"cancelled, {say.left(finding.deadline)}"
        else:
            fact, short = "TPOP still has it waiting.", "cancelled, not at TPOP"
        about = f", before about {say.by(ends)}" if (ends := at(finding, "retention_ends")) else ""
        steps = (f"TPOP > Orders > {finding.number}", f"Cancel the order (the cross){about}")
    elif finding.evidence.get("tpop_state") == "blocked":
        fact, short = "Blocked at TPOP: do not retry it.", "cancelled, blocked at TPOP"
        steps = (f"TPOP > Orders > {finding.number}", "Cancel the order (the cross)")
    elif finding.evidence.get("tpop_state") == "presumed production":
        fact, short = "Its delay is over: probably in production already.", "cancelled, likely produced"
        steps = ("Look in TPOP; else ask the support (Support for this order).",)
    else:
        fact, short = "TPOP has put it into production: it is charged.", "cancelled, yet produced"
        steps = ("TPOP's support (Support for this order): case by case, no promise.",)
    return Text(
        short=short, title="cancelled in the shop, not at TPOP", facts=(fact, *hearsay(finding, say)), steps=steps
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=looks,
    grades=("listed", "mentioned", "none"),
    words={"fr": french, "en": english},
    mended={"fr": "annulation réglée des deux côtés", "en": "cancellation settled on both sides"},
)
