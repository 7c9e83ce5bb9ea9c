"""Invoices that are owed, refused or taken back prove no production; a payment that failed is a block."""

from __future__ import annotations

import pytest

from sandbox import mailbox
from sources.tpop.mail.said import block, speaks_of_debt, speaks_of_invoice, statuses

from .post import read

FAILED = "Le règlement de la commande n° 1042 n'a pas abouti."


def told(subject: str, text: str) -> tuple[str, str]:
    (one,) = read(mailbox.letter(subject, text=text)).mentions
    return one.status, one.block_reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Unpaid invoice for order 1042", "Please pay."),
        ("Facture impayée", "Commande n° 1042"),
        ("Facture en attente de paiement", "Commande n° 1042"),
        ("Offene Rechnung", "Bestellung 1042"),
        ("Rechnung", "Die Rechnung zur Bestellung 1042 ist noch offen."),
        ("Votre facture", "La facture de la commande 1042 reste impayée."),
        ("Votre facture", "La facture de la commande 1042 n'est toujours pas payée."),
        ("Facture rejetée", "Commande n° 1042"),
        ("Facture remboursée", "Commande n° 1042"),
        ("Facture annulée - commande 1042", "Bonjour"),
        ("Votre facture", "La facture de la commande 1042 a été annulée."),
        ("Payment reminder", "The invoice for order 1042 is attached."),
        ("Mahnung", "Rechnung zur Bestellung 1042"),
        ("Relance", "Facture de la commande 1042"),
        ("Rappel de paiement", "Facture de la commande 1042"),
        ("Sollecito di pagamento", "Fattura ordine 1042"),
        ("Factura pendiente", "Pedido 1042"),
        ("Openstaande factuur", "Factuur bestelling 1042"),
    ],
)
def test_a_dunning_mail_proves_no_production(subject: str, text: str) -> None:
    assert told(subject, text) == ("", "")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Facture impayée - commande 1042", FAILED),
        ("Invoice 77", "The payment for order 1042 did not go through."),
        ("Zahlung", "Die Zahlung für Bestellung 1042 konnte nicht eingezogen werden."),
        ("Your invoice", "Invoice for order 1042. The card was declined."),
    ],
)
def test_a_payment_that_failed_is_a_block(subject: str, text: str) -> None:
    assert told(subject, text) == ("blocked", "payment")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Facture", "Facture de la commande 1042. En cas de facture impayée, des frais sont dus."),
        ("Facture", "Toute facture impayée est majorée. Facture de la commande 1042"),
        ("Invoice", "Invoice for order 1042. If it is not paid, write to us."),
        ("Facture", "Si le paiement n'a pas abouti, écrivez-nous. Facture de la commande 1042"),
        ("Facture", "Facture de la commande 1042, payée le 20 novembre."),
    ],
)
def test_small_print_does_not_undo_an_invoice(subject: str, text: str) -> None:
    assert told(subject, text) == ("production", "")


@pytest.mark.parametrize(
    "text", ["Facture impayée", "Offene Rechnung", "Invoice 5 is still unpaid", "Rechnung storniert"]
)
def test_a_debt(text: str) -> None:
    assert speaks_of_debt(text)
    assert not speaks_of_invoice(text)


@pytest.mark.parametrize(
    "text", ["Facture 5", "Commande annulée", "Open your invoice", "The payment has gone through"]
)
def test_no_debt(text: str) -> None:
    assert not speaks_of_debt(text)


def test_what_becomes_of_an_invoice_is_not_said_of_its_order() -> None:
    assert statuses("La facture de la commande 1042 est annulée") == frozenset()
    assert statuses("Die Rechnung zur Bestellung 1042 wurde versandt") == frozenset()
    assert statuses("La facture est prête et la commande 1042 est expédiée") == {"shipped"}


def test_a_card_that_is_refused_is_a_payment() -> None:
    assert block("bloquée : carte refusée").reason == "payment"
    assert block("votre carte de visite est prête").reason == ""


@pytest.mark.parametrize("word", ["suspendue", "suspendu"])
def test_suspended_is_blocked_in_french_too(word: str) -> None:
    assert statuses(f"La production est {word}.") == {"blocked"}
    assert statuses(f"La production n'est pas {word}.") == frozenset()
