"""TPOP's words in all its languages, and ours: statuses and reasons of a block. Case, accents and punctuation ignored.

Source: facts on TPOP, section K (its help pages in six languages). Anything else is unknown, and said so: never fine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from core.model import BlockReason, TpopStatus

_NOT_LETTERS = re.compile(r"[\W_]+")

STATUSES: Mapping[TpopStatus, tuple[str, ...]] = {
    "open": ("open", "pending", "in progress", "en cours", "en attente", "ouverte", "offen", "in bearbeitung"),
    "blocked": (
        *("blocked", "hold", "on hold", "suspended", "bloquee", "bloque"),
        *("blockiert", "gesperrt", "bloccato", "bloqueado", "geblokkeerd"),
    ),
    "production": (
        *("production", "in production", "en production", "in produktion"),
        *("en produccion", "in produzione", "in productie"),
    ),
    "shipped": (
        *("shipped", "fulfilled", "expediee", "expedie", "versandt", "versendet"),
        *("spedito", "enviado", "verzonden"),
    ),
    "cancelled": (
        *("cancelled", "canceled", "annulee", "annule", "storniert"),
        *("annullato", "cancelado", "geannuleerd"),
    ),
}

REASONS: Mapping[BlockReason, tuple[str, ...]] = {
    "payment": ("payment", "paiement", "zahlung", "pagamento", "pago", "betaling"),
    "address": ("address", "adresse", "indirizzo", "direccion", "adres"),
    "artwork": ("artwork", "visual", "visuel", "fichier", "motif", "druckdatei"),
}

_WEAK = "motif"
"""German for the picture, but French for "reason": it counts only where no other word speaks ("Motif : paiement")."""

DECLINES = frozenset(
    [
        "authentication_required",
        "approve_with_id",
        "call_issuer",
        "card_declined",
        "card_not_supported",
        "card_velocity_exceeded",
        "currency_not_supported",
        "do_not_honor",
        "do_not_try_again",
        "duplicate_transaction",
        "expired_card",
        "fraudulent",
        "generic_decline",
        "incorrect_cvc",
        "incorrect_number",
        "incorrect_pin",
        "incorrect_zip",
        "insufficient_funds",
        "invalid_account",
        "invalid_amount",
        "invalid_cvc",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "invalid_number",
        "invalid_pin",
        "issuer_not_available",
        "lost_card",
        "merchant_blacklist",
        "new_account_information_available",
        "no_action_taken",
        "not_permitted",
        "offline_pin_required",
        "online_or_offline_pin_required",
        "pickup_card",
        "pin_try_exceeded",
        "processing_error",
        "reenter_transaction",
        "restricted_card",
        "revocation_of_all_authorizations",
        "revocation_of_authorization",
        "security_violation",
        "service_not_allowed",
        "stolen_card",
        "stop_payment_order",
        "testmode_decline",
        "transaction_not_allowed",
        "try_again_later",
        "withdrawal_count_limit_exceeded",
    ]
)
"""The bank's codes as TPOP shows them: Stripe's vocabulary (docs.stripe.com/declines/codes). Any of them means payment."""

_STATUS_OF: Mapping[str, TpopStatus] = {word: status for status, words in STATUSES.items() for word in words}


def fold(text: str) -> str:
    """Lower case, no accents, every run of anything but letters and digits as one blank."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_LETTERS.sub(" ", "".join(c for c in flat if not unicodedata.combining(c))).strip()


def status_of(word: str) -> TpopStatus:
    """Our status for one of TPOP's words; `unknown` for any other."""
    return _STATUS_OF.get(fold(word), "unknown")


def code_of(word: str) -> str:
    """A bank's code, spelt as Stripe does; "" for anything else, for that may be a sentence that names somebody."""
    code = fold(word).replace(" ", "_")
    return code if code in DECLINES else ""


def reason_of(words: str, code: str) -> BlockReason:
    """What a block is about, from its words and the bank's code; "" where neither says, or the words say two things."""
    text = fold(words)
    found = {
        reason for reason, known in REASONS.items() if any(_speaks(word, text) for word in known if word != _WEAK)
    }
    if len(found) == 1:
        return found.pop()
    if not found and (code_of(code) or code_of(words)):
        return "payment"
    if not found and _speaks(_WEAK, text):
        return "artwork"
    return ""


def _speaks(word: str, text: str) -> bool:
    # Long words are found inside compounds too (Zahlungsproblem, Lieferadresse); short ones only by themselves.
    return word in text if len(word) > 4 else word in text.split()
