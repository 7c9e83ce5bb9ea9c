"""no-proof-of-production: nothing shows that this order was ever made.

What it finds: a paid order, due for longer than the production time, that no list can vouch for, that no mail calls in
production, and that bears no tracking of TPOP's; closed by hand too, in a shop where TPOP's tracking is seen.
Why it matters: where no whole list of TPOP's reaches Vigie, tracking and invoices are the only proof there is.
Blind spots: TPOP may have shipped it and failed to write back; where no order bears tracking, a hand and TPOP look alike.
Example: 1031 : aucune preuve de production depuis 7 jours ouvrés.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.calendar import add_working_days
from core.checks.contract import Check, Situation, at, evidence, seen_at
from core.life import MADE
from core.look import Text
from core.model import Case, Finding, iso
from core.say import Say

ID = "no-proof-of-production"

_NOTHING_FR = {
    "": "TPOP, je ne le vois pas.",
    "list": "Votre liste TPOP ne la montre pas.",
    "mails": "Aucun mail de TPOP n'en parle.",
    "list mails": "Ni votre liste ni aucun mail de TPOP ne la montre.",
}
_NOTHING_EN = {
    "": "TPOP itself I cannot see.",
    "list": "Your TPOP list does not show it.",
    "mails": "No mail of TPOP's speaks of it.",
    "list mails": "Neither your list nor any mail of TPOP's shows it.",
}


def judge(case: Case, situation: Situation) -> Iterator[Finding]:
    if (
        case.due_at is None
        or _is_proved(case, situation)
        or not _only_hearsay(case)
        or _a_list_may_tell(case, situation)
    ):
        return
    days = int(situation.policy.production_working_days)
    late_from = add_working_days(case.due_at, days, situation.zone, situation.holidays)
    if situation.now < late_from:
        return
    yield Finding(
        check=ID,
        ref=case.ref,
        number=case.number,
        severity="act",
        since=late_from,
        grade="mentioned" if case.tpop else "none",
        evidence=evidence(
            due_at=iso(case.due_at),
            working_days=days,
            shop_status=case.shop[0].status,
            by_hand=True if any(order.fulfilled for order in case.shop) else None,
            mentioned_at=seen_at(case.tpop),
            fed=[name for name, is_fed in (("list", situation.has_list), ("mails", situation.has_mails)) if is_fed],
        ),
    )


def _is_proved(case: Case, situation: Situation) -> bool:
    """Tracking is TPOP's; closed without, it may have been a hand."""
    if any(order.tracked for order in case.shop):
        return True
    return any(order.fulfilled for order in case.shop) and not situation.a_hand_is_told


def _only_hearsay(case: Case) -> bool:
    """No list shows it, and no mail says more than that TPOP once had it. Blocked or cancelled is another check's."""
    return all(order.grade == "mentioned" and order.status in ("open", "unknown") for order in case.tpop)


def _a_list_may_tell(case: Case, situation: Situation) -> bool:
    """A whole list does not show it (then it is missing), or did not; or one is out that may show it tomorrow."""
    return situation.list_out or case.ref in situation.told_missing or situation.silent_list(case) is not None


def looks(case: Case, situation: Situation) -> bool:
    """Tracking or a state of TPOP's proves it; or all that may tell of it was looked at, and it is told anew."""
    if any(order.tracked for order in case.shop) or any(order.status in MADE for order in case.tpop):
        return bool(case.shop)
    # Neither open at TPOP nor silence proves that somebody made it.
    return not case.tpop and (_is_proved(case, situation) or not _a_list_may_tell(case, situation))


def _fed(finding: Finding) -> str:
    """Only what the merchant feeds is named: what they did not choose is no fault."""
    return " ".join(one for one in ("list", "mails") if one in finding.evidence.get("fed", ()))


def french(finding: Finding, say: Say) -> Text:
    due, days = at(finding, "due_at"), finding.evidence.get("working_days", 7)
    mentioned = at(finding, "mentioned_at")
    shop = "Ni expédition ni suivi dans la boutique."
    if finding.evidence.get("by_hand"):
        shop = "Fermée dans la boutique, mais sans suivi : à la main ?"
    return Text(
        short="aucune preuve de production",
        title="rien ne prouve sa production",
        facts=(
            f"Payée {say.moment(due)}, {days} jours ouvrés passés." if due else f"{days} jours ouvrés passés.",
            shop,
            f"Un mail en parlait {say.moment(mentioned)} ; depuis, rien."
            if mentioned
            else _NOTHING_FR[_fed(finding)],
        ),
        steps=(
            f"Cherchez {finding.number} dans TPOP > Commandes.",
            "Absente ou bloquée ? Réparez d'abord, relancez ensuite.",
            "Expédiée ? Recopiez le suivi dans la boutique.",
        ),
    )


def english(finding: Finding, say: Say) -> Text:
    due, days = at(finding, "due_at"), finding.evidence.get("working_days", 7)
    mentioned = at(finding, "mentioned_at")
    shop = "No shipment and no tracking in the shop."
    if finding.evidence.get("by_hand"):
        shop = "Closed in the shop, but without tracking: by hand?"
    return Text(
        short="no proof of production",
        title="nothing proves it was produced",
        facts=(
            f"Paid {say.moment(due)}, {days} working days gone." if due else f"{days} working days gone.",
            shop,
            f"A mail spoke of it {say.moment(mentioned)}; nothing since."
            if mentioned
            else _NOTHING_EN[_fed(finding)],
        ),
        steps=(
            f"Search for {finding.number} in TPOP > Orders.",
            "Missing or blocked? Mend the cause first, then retry.",
            "Shipped? Copy the tracking number to the shop.",
        ),
    )


CHECK = Check(
    id=ID,
    family=1,
    judge=judge,
    looks=looks,
    grades=("none", "mentioned"),
    words={"fr": french, "en": english},
    mended={"fr": "production prouvée", "en": "production proved"},
)
