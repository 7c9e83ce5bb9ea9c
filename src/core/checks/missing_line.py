"""missing-line: TPOP has the order, but one of its articles is not on it.

What it finds: a sku with units still to be made in the shop's order that no TPOP order of the case carries.
Why it matters: the customer gets half a parcel. TPOP's help: 'your order may be incomplete' after a product change.
Blind spots: lines without a sku cannot be compared; a list that shows no lines says nothing.
Example: 1051 : il manque TP-MUG-001 × 1 chez TPOP.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, evidence, ids, seen_at
from core.checks.lines import comparable, line_steps, lines_looked
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "missing-line"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    compared = comparable(case, situation)
    if compared is None or not situation.whole(case):
        return
    severity, deadline = situation.severity(case.alive)
    for line in compared.missing:
        yield Finding(
            check=ID,
            ref=case.ref,
            number=case.number,
            line=line.key,
            severity=severity,
            deadline=deadline,
            since=case.shop[0].created_at,
            final="too_late" if all(order.status == "shipped" for order in case.alive) else "",
            evidence=evidence(
                sku=line.key,
                shop=line.expected,
                tpop=0,
                tpop_orders=ids(case.alive),
                tpop_state=situation.state_of(case.alive[0]),
                seen_at=seen_at(case.alive),
            ),
        )


def looks(case: Case, situation: Situation) -> bool:
    """Something that seems missing on a list read in part is not there again because nothing is said of it."""
    compared = comparable(case, situation)
    unsure = compared is not None and bool(compared.missing) and not situation.whole(case)
    return lines_looked(case, situation) and not unsure


def french(finding: Finding, say: Say) -> Text:
    units = finding.evidence.get("shop", 1)
    return Text(
        short="article manquant",
        title=f"il manque {finding.line} × {units} chez TPOP",
        steps=line_steps(finding, say, complement=True),
    )


def english(finding: Finding, say: Say) -> Text:
    units = finding.evidence.get("shop", 1)
    return Text(
        short="item missing",
        title=f"{finding.line} × {units} is not on TPOP's order",
        steps=line_steps(finding, say, complement=True),
    )


CHECK = Check(
    id=ID,
    family=1,
    judge=judge,
    looks=looks,
    words={"fr": french, "en": english},
    mended={"fr": "plus d'article manquant", "en": "no item missing any more"},
)
