"""cancelled-only-at-tpop: TPOP has cancelled an order that the customer still waits for.

What it finds: an order due in the shop whose TPOP orders are all cancelled.
Why it matters: nobody prints it. It is not missing (TPOP had it), so no other check would say it.
Blind spots: on a list that is not complete, a second order of TPOP's may stand on a page not read: then it is silent.
Example: 1058 : annulée chez TPOP, attendue par le client.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.contract import Check, Situation, evidence, heard, hearsay, ids, seen_at
from core.look import Text
from core.model import Case, Finding, iso
from core.say import Say

ID = "cancelled-only-at-tpop"


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if not case.tpop or case.alive or case.due_at is None or case.rivals:
        return
    listed = situation.whole(case) and any(order.status_grade == "listed" for order in case.tpop)
    # What is kept of a list that was not whole is no more than that list was.
    said = case.mention is not None and case.mention.status == "cancelled" and case.mention.kind != "list"
    mail = case.mention if said else None
    if not listed and mail is None:
        return
    if any(order.tracked for order in case.shop):
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="urgent" if listed else "act",  # another may have taken its place, where no list is whole
        since=max((order.updated_at for order in case.tpop if order.updated_at), default=None),
        grade="listed" if listed else "mentioned",
        evidence=evidence(
            shop_status=case.shop[0].status,
            tpop_orders=ids(case.tpop) or None,
            seen_at=seen_at(case.tpop),
            mailed_at=iso(mail.at) if mail and not listed else None,
        ),
    )


def looks(case: Case, situation: Situation) -> bool:
    """It lives again at TPOP, nobody waits for it any more, or all of TPOP's orders for it were seen."""
    if not case.shop or case.rivals or not heard(case, situation):
        return False
    return bool(case.alive) or case.due_at is None or situation.whole(case)


def french(finding: Finding, say: Say) -> Text:
    return Text(
        short="annulée chez TPOP",
        title="annulée chez TPOP, pas chez vous",
        facts=("Le client l'attend toujours : personne ne l'imprime.", *hearsay(finding, say)),
        steps=(
            "Vous l'avez voulu ? Annulez et remboursez dans la boutique.",
            "Sinon, cherchez-la encore dans TPOP, puis repassez-la à la main : débitée et produite aussitôt.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    return Text(
        short="cancelled at TPOP",
        title="cancelled at TPOP, not in the shop",
        facts=("The customer is still waiting: nobody prints it.", *hearsay(finding, say)),
        steps=(
            "Did you mean to? Cancel and refund it in the shop.",
            "Otherwise search TPOP once more, then enter it again by hand: charged and produced at once.",
        ),
    )


CHECK = Check(
    id=ID,
    family=3,
    judge=judge,
    looks=looks,
    grades=("listed", "mentioned"),
    words={"fr": french, "en": english},
    mended={"fr": "réglée des deux côtés", "en": "settled on both sides"},
)
