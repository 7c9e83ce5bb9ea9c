"""TPOP's words: every one of facts section K, in every language and dress; and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.tpop import words

# Written out from the facts, not from the code.
STATUSES = {
    "open": "open|pending|in progress|en cours|en attente|ouverte|offen|in Bearbeitung",
    "blocked": "blocked|hold|on hold|suspended|bloquée|bloqué|blockiert|gesperrt|bloccato|bloqueado|geblokkeerd",
    "production": "production|in production|en production|in Produktion|en producción|in produzione|in productie",
    "shipped": "shipped|fulfilled|expédiée|expédié|versandt|versendet|spedito|enviado|verzonden",
    "cancelled": "cancelled|canceled|annulée|annulé|storniert|annullato|cancelado|geannuleerd",
}
REASONS = {
    "payment": "payment|paiement|Zahlung|pagamento|pago|betaling",
    "address": "address|adresse|indirizzo|dirección|adres",
    "artwork": "artwork|visual|visuel|fichier|motif|Druckdatei",
}
# facts section C
CODES = [
    "insufficient_funds",
    "generic_decline",
    "do_not_honor",
    "transaction_not_allowed",
    "try_again_later",
    "stolen_card",
    "expired_card",
    "card_declined",
]


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(word, meaning) for meaning, spelt in table.items() for word in spelt.split("|")]


@pytest.mark.parametrize(("word", "status"), each(STATUSES))
def test_every_status_word_in_every_dress(word: str, status: str) -> None:
    bare = word.translate(str.maketrans("éóô", "eoo"))
    for dressed in (word, word.upper(), word.title(), bare, f"  {word}. ", word.replace(" ", "_"), f"🟠 {word}"):
        assert words.status_of(dressed) == status, dressed


@pytest.mark.parametrize(
    "word", ["Wartend", "", "?", "delivered", "not blocked", "openly", "produced", "Blocked since"]
)
def test_any_other_word_is_unknown(word: str) -> None:
    assert words.status_of(word) == "unknown"


@pytest.mark.parametrize(("word", "reason"), each(REASONS))
def test_every_reason_word(word: str, reason: str) -> None:
    bare = word.replace("ó", "o")
    for said in (word, word.upper(), bare, f"{word} !", f"Error: {bare}"):
        assert words.reason_of(said, "") == reason, said


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Zahlungsproblem", "payment"),
        ("Lieferadresse unvollständig", "address"),
        ("Motif : paiement refusé", "payment"),  # French "motif" is a reason, German "Motiv" a picture
        ("Défaut de visuel", "artwork"),
        ("Erreur d'adresse", "address"),
        ("pagoda", ""),
        ("adresse et paiement", ""),
        ("waiting for your information", ""),
        ("", ""),
    ],
)
def test_phrases(said: str, reason: str) -> None:
    assert words.reason_of(said, "") == reason


@pytest.mark.parametrize("code", CODES)
def test_a_bank_code_means_payment_wherever_it_stands(code: str) -> None:
    assert words.reason_of("", code) == "payment"
    assert words.reason_of(code, "") == "payment"
    assert words.code_of(code.upper().replace("_", " ")) == code


def test_the_words_stand_above_the_code() -> None:
    assert words.reason_of("adresse", "insufficient_funds") == "address"


def test_what_is_no_code_is_not_kept() -> None:
    assert words.code_of("Carte de Mme Éloïse Trévidic refusée") == ""
    assert words.code_of("trevidic") == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_never_raises(one: str, other: str) -> None:
    assert words.status_of(one) in {*STATUSES, "unknown"}
    assert words.reason_of(one, other) in {*REASONS, ""}
