"""What leads to a number, in six languages: an order's, or anything else's."""

from __future__ import annotations

import pytest

from sources.tpop.mail.cues import before, heading

ORDERS = """
Votre commande |votre commande n° |Commande n°|N° de commande : |numéro de commande est le numéro |Cde n° |#
Commande bloquée : |Commande en production : |Votre commande de mugs pour Noël n° |Facture de la commande n° |Facture de la commande :
Paiement de la commande n° |Montant de la commande n° |Commande client n° |[TPOP] Commande #|TPOP : commande |commande passée en ligne n°
Your order |Order #|Order no. |Order number: |Your order number is |Customer order |Invoice for order |Order blocked: #|Orders: #
Ihre Bestellung |Bestellung Nr. |Bestell-Nr. |Bestellnummer: |Auftrag Nr.|Rechnung zur Bestellung |Ihre Bestellnummer lautet
Ordine n. |dell'ordine n° |Pedido n.° |Pedido |Bestelling |bestelnummer: |Ihre Referenz: |Réf. : |Référence |n° |Commande suivante :
"""
STORES = "Réf. boutique : |Boutique : |Store order |Shopify |Commande Shopify n° |Commande Etsy #|Etsy order #|Référence externe : |Shop-Nr. "
THEIRS = "Commande TPOP n° |N° de commande TPOP : |TPOP order |TPOP-Bestellung |T-POP order |N° TPOP : |TPOP n° "
OTHERS = """
Facture n° |Facture |Invoice no. |Rechnung Nr. |TVA FR n° |SIREN |IBAN |Tél. |Total commande : |Montant de la commande : |Total :
numéro de suivi de votre commande : |Suivi n° |Colis n° |Réf. produit : |Référence client : |Qté |Quantité : |75011 rue de la Paix n°
Carte n° |Kundennummer |Sendungsnummer: |Code postal |Ihre Kundennummer |Artikel Nr. |Commande payée par carte n° |ticket n° |Date de commande :
"""
NOTHING = """
|Bonjour |rue de la Paix, |Commande de |Commande du 23 novembre |Commande Dupont, |Votre commande sera livrée sous |vous avez commandé
in order to |Merci. |le |Commande. Le |Commande de mugs, |[TPOP] |TPOP |Votre boutique a pris |commande passée le
"""


def each(words: str) -> list[str]:
    return [one for line in words.split("\n") for one in line.split("|") if one or line.startswith("|")]


@pytest.mark.parametrize("text", each(ORDERS))
def test_an_orders_number(text: str) -> None:
    assert before(f"Bonjour, {text}").kind in ("order", "sign", "many")


@pytest.mark.parametrize("text", each(STORES))
def test_the_shops_own(text: str) -> None:
    assert before(text).kind == "store"


@pytest.mark.parametrize("text", each(THEIRS))
def test_tpops_own(text: str) -> None:
    assert before(text).kind == "tpop"


@pytest.mark.parametrize("text", each(OTHERS))
def test_a_number_of_something_else(text: str) -> None:
    assert before(f"Bonjour, {text}").kind in ("other", "")


@pytest.mark.parametrize("text", each(NOTHING))
def test_no_cue(text: str) -> None:
    assert before(text).kind == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            (one, "order")
            for one in ("Commande", "N° de commande", "Order", "Order ID", "Bestellnummer", "Ordine", "Pedido n.°")
        ),
        *((one, "order") for one in ("Commande client", "Order name", "Bestell-Nr.", "Auftragsnummer", "Commande :")),
        *(
            (one, "store")
            for one in ("Réf. boutique", "Store order", "Commande Shopify", "Boutique", "External reference")
        ),
        *((one, "tpop") for one in ("Commande TPOP", "TPOP order", "N° TPOP", "ID TPOP")),
        *((one, "sign") for one in ("N°", "#", "Réf.", "Reference", "No.")),
        *(
            (one, "status")
            for one in ("Statut", "Status", "État", "Statut de la commande", "Order status", "Zustand")
        ),
        *(
            (one, "other")
            for one in ("Date de commande", "Order total", "Client", "Montant TTC", "Facture", "Qté", "Adresse")
        ),
        *((one, "many") for one in ("Commandes", "Orders", "Nos commandes")),
        *((one, "") for one in ("", "Bloquée", "1042", "Mug blanc", "Bestelldatum", "x" * 41, "Commande en retard")),
    ],
)
def test_the_head_of_a_column(text: str, kind: str) -> None:
    assert heading(text) == kind
