"""What is said of an order: every status word of the facts, and every way to name one without meaning it."""

from __future__ import annotations

import pytest

from sources.tpop import words
from sources.tpop.mail.said import block, exactly, speaks_of_invoice, statuses

from ..test_words import STATUSES, each


@pytest.mark.parametrize(("word", "status"), each(STATUSES))
def test_every_word_by_itself(word: str, status: str) -> None:
    for text in (
        word,
        word.upper(),
        f"● {word}",
        f"Commande #1042 – {word}",
        f"1042\t{word}\t12,50 €",
        f"Statut : {word}",
    ):
        assert statuses(text) == {status}, text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Votre commande 1042 est bloquée.", "blocked"),
        ("Commandes bloquées : 1050", "blocked"),
        ("Your order has been put on hold.", "blocked"),
        ("Order no. 1042 is blocked", "blocked"),
        ("Ihre Bestellung wurde gesperrt.", "blocked"),
        ("L'ordine 1042 è bloccato.", "blocked"),
        ("Het is geblokkeerd.", "blocked"),
        ("Elle n'est plus bloquée, elle est en production", "production"),
        ("Elle est en production et sera expédiée sous 3 jours", "production"),
        ("Die Bestellung ist in Produktion.", "production"),
        ("Le colis a été expédié", "shipped"),
        ("Your order has been shipped.", "shipped"),
        ("wurde versandt", "shipped"),
        ("COMMANDE ANNULÉE", "cancelled"),
        ("Le paiement de la commande a été refusé", "blocked"),
        ("La banque refuse : insufficient_funds", "blocked"),
        ("The payment failed.", "blocked"),
        ("Zahlung fehlgeschlagen", "blocked"),
        ("Statut : Litige", "unknown"),
        ("Bestellstatus: verloren", "unknown"),
    ],
)
def test_what_is_said(text: str, status: str) -> None:
    assert statuses(text) == {status}


@pytest.mark.parametrize(
    "text",
    [
        "La commande n'est pas bloquée.",
        "The order is not blocked.",
        "Ihre Bestellung ist nicht gesperrt.",
        "El pedido no está bloqueado",
        "La commande sera expédiée sous 48 h",
        "It will be shipped tomorrow",
        "Sie wird versandt",
        "Die Bestellung muss versandt werden",
        "Elle peut être annulée pendant 24 h",
        "An order can be cancelled for 24 hours",
        "Si votre commande est bloquée, écrivez-nous",
        "If your order is blocked, write to us",
        "Dès que la commande est en production, elle est facturée",
        "Une fois en production, rien ne change",
        "Votre commande est-elle bloquée ?",
        "Commande bloquée : que faire ?",
        "TPOP expédie vos produits",
        "Annule et remplace",
        "Open your dashboard to see the order",
        "Please hold the line",
        "Notre boutique est ouverte",
        "Délai de production moyen",
        "Le paiement n'a pas été refusé",
        "Le colis a été refusé",
        "Statut du paiement : accepté",
        "",
    ],
)
def test_what_is_not_said(text: str) -> None:
    assert statuses(text) == frozenset()


def test_contradictions_stay_visible() -> None:
    assert statuses("bloquée, puis expédiée") == {"blocked", "shipped"}
    assert statuses("Statut : Litige. Bloquée.") == {"unknown", "blocked"}


@pytest.mark.parametrize("word", ["", "Blocked order", "Litige", "x" * 100])
def test_what_is_no_status(word: str) -> None:
    assert exactly(word) is None


@pytest.mark.parametrize(
    ("text", "reason", "code"),
    [
        ("bloquée : paiement refusé", "payment", ""),
        ("Code : insufficient_funds", "payment", "insufficient_funds"),
        ("(STOLEN_CARD)", "payment", "stolen_card"),
        ("l'adresse est incomplète", "address", ""),
        ("Druckdatei fehlerhaft", "artwork", ""),
        ("adresse et visuel", "", ""),
        ("some_other_words", "", ""),
        ("bloquée", "", ""),
    ],
)
def test_why_it_is_blocked(text: str, reason: str, code: str) -> None:
    assert block(text) == (reason, code)


@pytest.mark.parametrize("code", sorted(code for code in words.DECLINES if "_" in code))
def test_every_code_of_the_bank(code: str) -> None:
    assert block(f"Motif ({code}).").code == code


@pytest.mark.parametrize(
    "text", ["Votre facture", "Invoice 12", "Rechnung zur Bestellung 1042", "Fattura n. 5", "FACTUUR"]
)
def test_an_invoice(text: str) -> None:
    assert speaks_of_invoice(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "La facture sera envoyée",
            "Facture d'avoir",
            "Facture proforma",
            "Credit note for invoice 5",
            "Votre commande",
            "",
        ),
        *(
            "You will get an invoice",
            "Avez-vous reçu la facture ?",
            "Relance : facture",
            "Stornorechnung zur Rechnung 5",
        ),
    ],
)
def test_no_invoice(text: str) -> None:
    assert not speaks_of_invoice(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Bloquée\nAdresse de livraison : 12 rue des Mûriers", ""),
        ("Bloquée\nAdresse de livraison\n12 rue des Mûriers", ""),
        ("Blocked\nShipping address:\n12 rue des Mûriers", ""),
        ("Gesperrt\nLieferadresse: Weg 12", ""),
        ("Gesperrt\nZahlungsart\tVisa 4242", ""),
        ("Blocked\nPayment method: Visa 4242\nAddress is incomplete", "address"),
        ("Blocked\tDetails Retry payment", ""),
        ("Blocked\tDetailsRetry payment", ""),
        ("Blocked: address\tRetry payment", "address"),
        ("Gesperrt | Zahlung wiederholen", ""),
        ("Bloquée\nPaiement : refusé (code 51)", "payment"),
        ("Bloquée\nAdresse : incomplète", "address"),
        ("Bloquée\nMotif\nAdresse", "address"),
        ("L'adresse de livraison est incomplète", "address"),
    ],
)
def test_a_label_or_a_button_is_no_cause(text: str, reason: str) -> None:
    assert block(text).reason == reason
