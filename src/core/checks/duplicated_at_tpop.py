"""duplicated-at-tpop: TPOP will make the same thing twice for one order.

What it finds: two or more living TPOP orders of one shop order that carry the same article beyond what is wanted.
Why it matters: both are produced and billed. It happens when a late order was typed in by hand meanwhile.
Blind spots: split and complementary orders that add up are normal and silent; lists without lines say nothing.
Example: 1047 : deux fois chez TPOP (T-88010, T-88031).
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, evidence, ids, seen_at
from core.checks.lines import comparable, lines_looked, repeated
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "duplicated-at-tpop"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if len(case.alive) < 2:
        return
    compared = comparable(case, situation)
    if compared is None:
        return
    twice = [
        line
        for line in (*compared.quantity, *compared.extra)
        if line.at_tpop > line.ordered > 0 and repeated(case, line.key) > 1
    ]
    if not twice:
        return
    skus = {line.key for line in twice}
    doubles = [order for order in case.alive if any(line.sku in skus for line in order.lines or ())]
    severity, deadline = situation.severity(doubles)
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity=severity,
        deadline=deadline,
        since=max((o.created_at for o in doubles if o.created_at), default=case.shop[0].created_at),
        final="too_late" if all(order.status == "shipped" for order in doubles) else "",
        evidence=evidence(
            tpop_orders=ids(doubles),
            still_open=[o.id for o in doubles if situation.state_of(o) == "open" and not o.manual],
            skus=[line.key for line in twice],
            seen_at=seen_at(doubles),
        ),
    )


def french(finding: Finding, say: Say) -> Text:
    orders = list(finding.evidence.get("tpop_orders", ()))
    open_ones = list(finding.evidence.get("still_open", ()))
    if finding.severity == "urgent":
        before = f" avant {say.by(finding.deadline)}" if finding.deadline else " avant la production"
        steps: tuple[str, ...] = (
            f"TPOP > Commandes > {finding.number}",
            f"Annulez {open_ones[-1] if open_ones else 'le doublon'}{before} : une seule doit rester.",
        )
    else:
        steps = ("Trop tard pour annuler : voyez le support TPOP (Support pour cette commande).",)
    return Text(
        short="deux fois chez TPOP",
        title=f"{say.n(len(orders), 'fois', 'fois')} chez TPOP",
        facts=(f"TPOP : {', '.join(orders[:4])}.", "Chacune sera produite et débitée."),
        steps=steps,
    )


def english(finding: Finding, say: Say) -> Text:
    orders = list(finding.evidence.get("tpop_orders", ()))
    open_ones = list(finding.evidence.get("still_open", ()))
    if finding.severity == "urgent":
        before = f" before {say.by(finding.deadline)}" if finding.deadline else " before production"
        steps: tuple[str, ...] = (
            f"TPOP > Orders > {finding.number}",
            f"Cancel {open_ones[-1] if open_ones else 'the double'}{before}: one must remain.",
        )
    else:
        steps = ("Too late to cancel: ask TPOP's support (Support for this order).",)
    return Text(
        short="twice at TPOP",
        title=f"{len(orders)} times at TPOP",
        facts=(f"TPOP: {', '.join(orders[:4])}.", "Each of them will be produced and charged."),
        steps=steps,
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=lines_looked,
    words={"fr": french, "en": english},
    mended={"fr": "plus de doublon", "en": "no double any more"},
)
