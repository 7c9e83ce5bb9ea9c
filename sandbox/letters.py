"""What TPOP and merchants may write: invoices, blocked orders and pasted lists, in eight layouts and three languages.

TPOP shows none of its mails in public, so every layout here is invented, as is everybody in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sandbox import pdf
from sandbox.mailbox import MERCHANT, letter
from sandbox.people import Customer


class Sale(NamedTuple):
    """One order as both sides know it."""

    number: str
    shop_id: str
    tpop_id: str
    buyer: Customer
    status: str
    """open, blocked, production, shipped or cancelled"""
    amount: str = "12,50"
    made: datetime | None = None

    @property
    def day(self) -> str:
        return f"{self.made:%d/%m/%Y}" if self.made else "20/11/2026"

    @property
    def address(self) -> str:
        return f"{self.buyer.address1}, {self.buyer.postcode} {self.buyer.city}"

    @property
    def name(self) -> str:
        return f"{self.buyer.first} {self.buyer.last}"


WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "open": "En cours",
        "blocked": "Bloquée",
        "production": "En production",
        "shipped": "Expédiée",
        "cancelled": "Annulée",
    },
    "en": {
        "open": "Open",
        "blocked": "Blocked",
        "production": "In production",
        "shipped": "Shipped",
        "cancelled": "Cancelled",
    },
    "de": {
        "open": "Offen",
        "blocked": "Gesperrt",
        "production": "In Produktion",
        "shipped": "Versandt",
        "cancelled": "Storniert",
    },
}


def _invoice_page(sale: Sale, words: Sequence[str]) -> list[pdf.Text]:
    title, number, order, store, to, goods, count, total, vat = words
    head: list[str | list[tuple[float, str]]] = [
        "SAS TPOP · 30430 Barjac · SIREN 902 108 646",
        "",
        f"{title} F-2026-{sale.number}7",
        [(0, f"{order} TPOP : {sale.tpop_id}"), (260, f"{number} : {sale.day}")],
        f"{store} : {sale.number}",
        f"{to} : {sale.name}",
        sale.address,
        "",
        [(0, goods), (280, count), (360, total)],
        [(0, "Mug Vigie, Blanc"), (280, "1042"), (360, f"{sale.amount} €")],
        "",
        f"{vat} 20 % : 2,08 €",
        f"{total} : {sale.amount} €",
    ]
    return pdf.page(head)


_FR = ("Facture n°", "Date", "Commande", "Réf. boutique", "Livré à", "Désignation", "Qté", "Total", "TVA")
_EN = ("Invoice no.", "Date", "Order", "Store order", "Ship to", "Description", "Qty", "Total", "VAT")
_DE = (
    "Rechnung Nr.",
    "Datum",
    "Bestellung",
    "Shop-Bestellnummer",
    "Lieferung an",
    "Bezeichnung",
    "Menge",
    "Summe",
    "MwSt.",
)


def invoice_fr(sale: Sale) -> bytes:
    """A few words in HTML, the invoice as a PDF: one piece of text a line."""
    html = (
        "<html><head><style>td{color:#104210}</style></head><body><div style='display:none'>Merci 1042</div>"
        f"<p>Bonjour,</p><p>Vous trouverez ci-joint votre facture de {sale.amount}&nbsp;€.</p>"
        "<p>Suivi : <a href='https://track.example/p?id=1042'>votre colis</a></p></body></html>"
    )
    return letter("Votre facture TPOP", html=html, pdfs={"facture.pdf": pdf.write([_invoice_page(sale, _FR)])})


def invoice_en(sale: Sale) -> bytes:
    """The PDF word by word, packed, and text that says nothing."""
    made = pdf.write([_invoice_page(sale, _EN)], way="words", packed=True)
    return letter("Your TPOP invoice", text="Please find your invoice attached.\n", pdfs={"inv.pdf": made})


def invoice_de(sale: Sale) -> bytes:
    """The PDF drawn column by column, the subject in an encoded word."""
    made = pdf.write([_invoice_page(sale, _DE)], way="columns")
    return letter("Ihre Rechnung für die Bestellung – Größe L", text="Anbei.\n", pdfs={"Rechnung.pdf": made})


def blocked_fr(sale: Sale) -> bytes:
    """HTML made of nested tables, label and value side by side."""
    rows = (("Commande", f"n°&nbsp;{sale.number}"), ("Montant", f"{sale.amount}&nbsp;€"), ("Statut", "Bloquée"))
    cells = "".join(f"<tr><td><b>{label}</b></td><td>{value}</td></tr>" for label, value in rows)
    html = (
        "<table width=100%><tr><td><table><tr><td><h1>Paiement refusé</h1><p>Bonjour,</p>"
        f"<p>La banque a refusé le paiement. Code&nbsp;: insufficient_funds.</p><table>{cells}</table>"
        "<p>Une fois le paiement régularisé, la commande passera en production.</p></td></tr></table></td></tr></table>"
    )
    return letter("Action requise : paiement refusé", text=f"Commande {sale.number} bloquée.\n", html=html)


def blocked_en(sale: Sale) -> bytes:
    """Plain text, lines broken at 64 characters, in the middle of what matters."""
    text = (
        f"Hello {sale.buyer.first},\n\nwe could not charge your card for the amount of {sale.amount} EUR. Your order\n"
        f"#{sale.number} is\nblocked until the payment succeeds. It will be shipped within seven days\nafterwards.\n\n"
        f"Questions? Call +33 4 66 10 42 10.\nTPOP, 1042 rue des Mûriers, 30430 Barjac\n"
    )
    return letter("Your order needs your attention", text=text)


def blocked_de(sale: Sale) -> bytes:
    """Passed on by the merchant's mail program, inline."""
    text = (
        "Hallo Vigie,\n\nbitte ansehen.\n\n---------- Weitergeleitete Nachricht ----------\n"
        f"Von: TPOP <factures@tpop.com>\nBetreff: Bestellung gesperrt\n\nIhre Bestellung Nr. {sale.number} ist gesperrt: die Adresse\n"
        f"ist unvollständig.\n\nLieferadresse: {sale.name}, {sale.address}\n"
    )
    return letter("WG: Bestellung gesperrt", author=MERCHANT, text=text)


def listed_fr(*sales: Sale) -> bytes:
    """The dashboard's table, pasted into a mail program that keeps tables."""
    head = "".join(f"<th>{name}</th>" for name in ("Date", "Commande", "Client", "Articles", "Montant", "Statut"))
    rows = "".join(
        f"<tr><td>{one.day}</td><td><a href='https://app.example/{one.tpop_id}'>#{one.number}</a></td><td>{one.name}</td>"
        f"<td>2</td><td>{one.amount} €</td><td><span>●</span> {WORDS['fr'][one.status]}</td></tr>"
        for one in sales
    )
    html = f"<div dir=ltr>Voici ma liste du jour.<br><table><tbody><tr>{head}</tr>{rows}</tbody></table></div>"
    return letter("Ma liste TPOP", author=MERCHANT, html=html)


def listed_en(*sales: Sale) -> bytes:
    """The table as plain text, with tabs; TPOP's own number in a column of its own."""
    rows = [f"{one.tpop_id}\t{one.number}\t{one.name}\t{one.amount}\t{WORDS['en'][one.status]}" for one in sales]
    text = "\n".join(["TPOP order\tStore order\tCustomer\tAmount\tStatus", *rows])
    return letter("Orders", author=MERCHANT, text=text + "\n")


def listed_de(*sales: Sale) -> bytes:
    """Each order as a small card, one line after the other."""
    cards = [
        f"Bestellung #{one.number}\n{one.name}\n{one.amount} €\n{WORDS['de'][one.status]}\nDetails" for one in sales
    ]
    return letter("TPOP-Liste", author=MERCHANT, text="\n".join(cards) + "\n")


def attached_fr(sale: Sale) -> bytes:
    """TPOP's mail, attached to one of the merchant."""
    inner = letter(
        f"Commande {sale.number} expédiée", text=f"Bonjour,\n\nVotre commande {sale.number} a été expédiée.\n"
    )
    return letter("Fwd: suivi", author=MERCHANT, text="Pour Vigie.\n", attached=(inner,))


def quoted_en(sale: Sale) -> bytes:
    """Passed on by a program that quotes what it forwards; an older mail below it is quoted once more."""
    text = (
        "Sent from my phone\n\nBegin forwarded message:\n\n> From: TPOP <factures@tpop.com>\n"
        f"> Subject: Order {sale.number} is in production\n>\n> Good news: order {sale.number} is in production.\n>\n"
        f">> On Monday you wrote:\n>> Why is order {sale.number} blocked?\n"
    )
    return letter(f"Fwd: Order {sale.number} is in production", author=MERCHANT, text=text)


def manual_fr(sale: Sale) -> bytes:
    """TPOP confirms an order placed by hand: no shop knows it."""
    text = f"Bonjour,\n\nVotre commande manuelle {sale.tpop_id} pour {sale.name} est enregistrée.\n"
    return letter("Confirmation de commande manuelle", text=text)


OF_ONE: Mapping[str, Callable[[Sale], bytes]] = {
    "invoice_fr": invoice_fr,
    "invoice_en": invoice_en,
    "invoice_de": invoice_de,
    "blocked_fr": blocked_fr,
    "blocked_en": blocked_en,
    "blocked_de": blocked_de,
    "attached_fr": attached_fr,
    "quoted_en": quoted_en,
    "manual_fr": manual_fr,
}
OF_MANY: Mapping[str, Callable[..., bytes]] = {"listed_fr": listed_fr, "listed_en": listed_en, "listed_de": listed_de}
BY_MERCHANT = frozenset({"blocked_de", "attached_fr", "quoted_en", *OF_MANY})
"""These come from the merchant's mail program, not from TPOP."""
