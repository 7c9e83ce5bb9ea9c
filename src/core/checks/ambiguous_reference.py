"""ambiguous-reference: two shop orders bear one number, so nobody can say which of them TPOP has.

What it finds: a number that two orders of the shop share, where TPOP's list names orders by that number.
Why it matters: a match by chance would hide a missing order behind another one.
Blind spots: where TPOP's list carries the shop's own order id, the id decides and nothing is said.
Example: 1042 : deux commandes portent ce numéro.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, evidence, ids
from core.look import Text
from core.model import Case, Finding
from core.say import Say

ID = "ambiguous-reference"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if not case.rivals or not case.shop:
        return
    if any(order.shop_order_id == case.ref for order in case.tpop):
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="act",
        since=case.shop[0].created_at,
        evidence=evidence(shop_orders=[case.ref, *case.rivals], tpop_orders=ids(case.tpop)),
    )


def looks(case: Case, situation: Situation) -> bool:
    return bool(case.shop)


def french(finding: Finding, say: Say) -> Text:
    many = len(finding.evidence.get("shop_orders", ()))
    return Text(
        short="numéro en double",
        title=f"{many} commandes portent ce numéro",
        facts=("Je ne peux pas dire laquelle TPOP a reçue.",),
        steps=(f"Cherchez {finding.number} dans TPOP : y sont-elles toutes ?",),
    )


def english(finding: Finding, say: Say) -> Text:
    many = len(finding.evidence.get("shop_orders", ()))
    return Text(
        short="number used twice",
        title=f"{many} orders bear this number",
        facts=("I cannot say which of them TPOP has.",),
        steps=(f"Search for {finding.number} in TPOP: are they all there?",),
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=looks,
    words={"fr": french, "en": english},
    mended={"fr": "numéro redevenu clair", "en": "number clear again"},
)
