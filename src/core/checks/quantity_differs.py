"""quantity-differs: the article is on TPOP's order, in another quantity.

What it finds: a sku whose units still to be made, summed over all living TPOP orders of the case, differ.
Why it matters: too few and the customer writes; too many and the merchant pays for them.
Blind spots: lines without a sku; a refund that names an amount and no article leaves the quantity as it was.
Example: 1053 : TP-TEE-BLK-M, 2 commandés, 1 chez TPOP.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation
from core.checks.lines import comparable, differing, line_steps, lines_looked, repeated
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "quantity-differs"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    compared = comparable(case, situation)
    if compared is None:
        return
    for line in compared.quantity:
        if line.at_tpop > line.ordered and repeated(case, line.key) > 1:
            continue  # the same article on two TPOP orders: duplicated-at-tpop says it once, and says it better
        if line.at_tpop < line.expected and not situation.whole(case):
            continue  # the rest may stand on a complementary order that was not read
        yield differing(ID, case, situation, line)


def looks(case: Case, situation: Situation) -> bool:
    """Too few on a list read in part may be enough on the whole one: nothing is said then, and nothing is over."""
    compared = comparable(case, situation)
    short = compared is not None and any(line.at_tpop < line.expected for line in compared.quantity)
    return lines_looked(case, situation) and (not short or situation.whole(case))


def french(finding: Finding, say: Say) -> Text:
    shop, tpop = finding.evidence.get("shop", 0), finding.evidence.get("tpop", 0)
    return Text(
        short=f"quantité {tpop} au lieu de {shop}",
        title=f"{finding.line} : {say.n(shop, 'voulu', 'voulus')}, {tpop} chez TPOP",
        facts=_refunded(finding, "Vous en avez remboursé depuis la commande."),
        steps=line_steps(finding, say, complement=tpop < shop),
    )


def english(finding: Finding, say: Say) -> Text:
    shop, tpop = finding.evidence.get("shop", 0), finding.evidence.get("tpop", 0)
    return Text(
        short=f"quantity {tpop}, not {shop}",
        title=f"{finding.line}: {shop} wanted, {tpop} at TPOP",
        facts=_refunded(finding, "Some were refunded since the order."),
        steps=line_steps(finding, say, complement=tpop < shop),
    )


def _refunded(finding: Finding, sentence: str) -> tuple[str, ...]:
    return (sentence,) if finding.evidence.get("ordered") != finding.evidence.get("shop") else ()


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=looks,
    words={"fr": french, "en": english},
    mended={"fr": "quantités d'accord", "en": "quantities agree"},
)
