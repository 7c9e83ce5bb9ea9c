"""unexpected-line: TPOP will make an article that the shop's order does not hold, or no longer holds.

What it finds: a sku on a living TPOP order that the shop's order never had, or whose units were all refunded.
Why it matters: it is produced and billed, and the customer gets something they did not buy.
Blind spots: where a line of the shop has no sku, TPOP's article may be that very line: nothing is said.
Example: 1060 : TP-BAG-NAT × 1 en trop chez TPOP.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation
from core.checks.lines import comparable, differing, line_steps, lines_looked, repeated
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "unexpected-line"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    compared = comparable(case, situation)
    if compared is None:
        return
    for line in compared.extra:
        if line.at_tpop > line.ordered > 0 and repeated(case, line.key) > 1:
            continue
        yield differing(ID, case, situation, line)


def french(finding: Finding, say: Say) -> Text:
    why = "Remboursé dans la boutique." if finding.evidence.get("ordered") else "Pas dans la commande du client."
    return Text(
        short="article en trop",
        title=f"{finding.line} × {finding.evidence.get('tpop', 1)} en trop chez TPOP",
        facts=(why,),
        steps=line_steps(finding, say, complement=False),
    )


def english(finding: Finding, say: Say) -> Text:
    why = "Refunded in the shop." if finding.evidence.get("ordered") else "Not in the customer's order."
    return Text(
        short="item too many",
        title=f"{finding.line} × {finding.evidence.get('tpop', 1)} too many at TPOP",
        facts=(why,),
        steps=line_steps(finding, say, complement=False),
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=lines_looked,
    words={"fr": french, "en": english},
    mended={"fr": "plus d'article en trop", "en": "no item too many any more"},
)
