"""blocked-payment: TPOP could not charge the merchant's card, and waits.

What it finds: a TPOP order that stands blocked for payment, with the bank's code where TPOP shows it.
Why it matters: nothing is produced until the card is mended; a retry before that is useless (TPOP help, 'Blocked order').
Blind spots: a list without block reasons shows it as blocked-unexplained.
Example: 1050 : carte refusée, provision insuffisante.
"""

from __future__ import annotations

from core.checks.blocked import blocked_judge, facts, seen
from core.checks.contract import Check
from core.look import Text
from core.model import Finding
from core.say import Say

ID = "blocked-payment"

_CODES_FR = {
    "insufficient_funds": ("Banque : provision insuffisante.", "Approvisionnez le compte, ou changez de carte."),
    "expired_card": ("Banque : carte expirée.", "Enregistrez la nouvelle carte dans TPOP."),
    "stolen_card": ("Banque : carte signalée volée ; TPOP ne l'acceptera plus.", "Changez de carte dans TPOP."),
    "try_again_later": ("Banque : à réessayer plus tard.", "Attendez quelques heures : rien à changer."),
    "generic_decline": ("Banque : refus sans motif.", "Appelez votre banque."),
    "do_not_honor": ("Banque : refus sans motif.", "Appelez votre banque."),
    "transaction_not_allowed": ("Banque : opération non autorisée.", "Appelez votre banque."),
}
_CODES_EN = {
    "insufficient_funds": ("Bank: insufficient funds.", "Fund the account, or change the card."),
    "expired_card": ("Bank: card expired.", "Enter the new card in TPOP."),
    "stolen_card": ("Bank: card reported stolen; TPOP will not take it again.", "Change the card in TPOP."),
    "try_again_later": ("Bank: try again later.", "Wait a few hours: nothing to change."),
    "generic_decline": ("Bank: declined without a reason.", "Call your bank."),
    "do_not_honor": ("Bank: declined without a reason.", "Call your bank."),
    "transaction_not_allowed": ("Bank: transaction not allowed.", "Call your bank."),
}


def french(finding: Finding, say: Say) -> Text:
    bank, mend = _CODES_FR.get(
        str(finding.evidence.get("code", "")).casefold(), ("", "Vérifiez la carte et son solde dans TPOP.")
    )
    return Text(
        short="carte refusée",
        title="carte refusée, commande bloquée",
        facts=facts(bank, seen(finding, say)),
        steps=(mend, "Ensuite seulement, relancez le paiement dans TPOP > Commandes.", "Comptez 1 à 2 jours ouvrés."),
    )


def english(finding: Finding, say: Say) -> Text:
    bank, mend = _CODES_EN.get(
        str(finding.evidence.get("code", "")).casefold(), ("", "Check the card and its balance in TPOP.")
    )
    return Text(
        short="card refused",
        title="card refused, order blocked",
        facts=facts(bank, seen(finding, say)),
        steps=(mend, "Only then retry the payment in TPOP > Orders.", "Allow 1 to 2 working days."),
    )


CHECK = Check(
    id=ID,
    family=2,
    grades=("listed", "mentioned"),
    judge=blocked_judge(ID, "payment"),
    words={"fr": french, "en": english},
    mended={"fr": "paiement passé, plus bloquée", "en": "payment through, no longer blocked"},
)
