"""The words that head a column, in the languages of TPOP's pages: one literal table. TPOP's own are documented nowhere.

So every word here is a guess of what people call such a column; `columns` in the settings wins over all of them.
Accents, case, punctuation, articles and "n°" do not matter, nor does the order of the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from sources.tpop.words import fold

SURE: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("tpop", "commande tpop", "référence tpop", "réf tpop", "id tpop", "id commande tpop"),
        *("tpop order", "tpop reference", "tpop ref", "tpop order id", "order at tpop", "order tpop id"),
        *("tpop bestellung", "tpop bestellnummer", "tpop bestellnr", "tpop auftrag", "tpop auftragsnummer"),
        *("tpop referenz", "ordine tpop", "pedido tpop", "tpop bestelling", "tpop bestelnummer"),
    ),
    "reference": (
        *("commande boutique", "référence boutique", "réf boutique", "référence commande boutique"),
        *("commande magasin", "commande site", "commande marchand", "commande client", "commande shop"),
        *("commande shopify", "commande woocommerce", "commande etsy", "shopify n", "woocommerce n", "etsy n"),
        *("référence externe", "réf externe", "commande externe"),
        *("shop order", "shop reference", "shop ref", "store order", "store reference", "store ref"),
        *("shopify order", "woocommerce order", "etsy order", "shopify reference", "order shop reference"),
        *("external order", "external reference", "external ref", "merchant order", "merchant reference"),
        *("customer order", "order store reference"),
        *("shop bestellung", "shopbestellung", "shop bestellnummer", "shopbestellnummer", "shop bestellnr"),
        *("shop referenz", "shopreferenz", "shop auftrag", "shopify bestellung", "shopify bestellnummer"),
        *("woocommerce bestellung", "woocommerce bestellnummer", "etsy bestellung", "etsy bestellnummer"),
        *("externe bestellnummer", "externe referenz", "kundenbestellung", "bestellung kunde"),
        *("ordine negozio", "riferimento negozio", "pedido tienda", "referencia tienda"),
        *("winkelbestelling", "bestelling winkel", "bestelnummer winkel", "shop bestelling", "shop bestelnummer"),
    ),
    "shop_order_id": (
        *("id commande boutique", "id commande shopify", "id shopify", "id woocommerce", "id commande woocommerce"),
        *("shop order id", "store order id", "shopify order id", "woocommerce order id", "shop bestell id"),
    ),
    "shop": (
        *("boutique", "nom boutique", "magasin", "shop", "shop name", "store", "store name", "shopname"),
        *("laden", "onlineshop", "negozio", "tienda", "winkel"),
    ),
    "status": (
        *("statut", "état", "statut commande", "état commande", "statut tpop", "statut production"),
        *("status", "order status", "tpop status", "production status", "bestellstatus", "auftragsstatus"),
        *("status bestellung", "produktionsstatus", "zustand", "stato", "stato ordine", "estado", "estado pedido"),
        *("status bestelling", "bestelstatus"),
    ),
    "created_at": (
        *("date création", "date commande", "date réception", "créée", "créé", "commandée", "reçue"),
        *("created", "created at", "creation date", "date created", "order date", "order created", "ordered"),
        *("placed", "received", "bestelldatum", "bestellt", "erstellt", "erstellungsdatum", "auftragsdatum"),
        *("eingangsdatum", "datum bestellung", "data ordine", "data creazione", "fecha pedido", "fecha creación"),
        *("besteldatum", "aangemaakt"),
    ),
    "created_time": ("heure", "time", "uhrzeit", "zeit", "ora", "hora", "tijd"),
    "updated_at": (
        *("mise jour", "dernière mise jour", "maj", "modifiée", "date modification", "dernière modification"),
        *("updated", "updated at", "last update", "last updated", "modified", "last modified"),
        *("aktualisiert", "letzte aktualisierung", "geändert", "zuletzt geändert", "bijgewerkt"),
    ),
    "production_at": (
        *("date production", "date mise en production", "mise en production", "production date"),
        *("in production since", "produktionsdatum", "in produktion seit", "data produzione", "fecha producción"),
    ),
    "shipped_at": (
        *("date expédition", "date envoi", "ship date", "shipping date", "date shipped", "versanddatum"),
        *("data spedizione", "fecha envío", "verzenddatum"),
    ),
    "block_reason": (
        *("motif", "motif blocage", "raison", "raison blocage", "blocage", "problème", "cause", "erreur"),
        *("reason", "block reason", "blocked reason", "blocking reason", "hold reason", "problem", "issue", "error"),
        *("grund", "sperrgrund", "blockierungsgrund", "fehler", "motivo", "reden"),
    ),
    "block_code": ("code banque", "code refus", "bank code", "decline code", "ablehnungscode"),
    "manual": ("manuelle", "manuel", "commande manuelle", "manual", "manual order", "manuell", "manuelle bestellung"),
    "name": (
        *("destinataire", "nom destinataire", "nom livraison", "recipient", "recipient name", "shipping name"),
        *("delivery name", "empfänger", "empfängername", "name empfänger", "destinatario", "ontvanger"),
    ),
    "address1": (
        *("adresse", "adresse 1", "adresse livraison", "rue", "address", "address 1", "address line 1", "street"),
        *("shipping address", "delivery address", "straße", "anschrift", "lieferadresse", "indirizzo", "dirección"),
        *("adres",),
    ),
    "address2": (*("adresse 2", "complément", "complément adresse", "address 2", "address line 2", "adresszusatz"),),
    "postcode": (
        *("code postal", "cp", "postcode", "postal code", "zip", "zip code", "zipcode", "plz", "postleitzahl"),
        *("cap", "código postal"),
    ),
    "city": ("ville", "commune", "city", "town", "stadt", "ort", "città", "ciudad", "plaats"),
    "country": ("pays", "pays livraison", "code pays", "country", "country code", "land", "paese", "país"),
    "company": ("société", "entreprise", "company", "firma"),
    "sku": (
        *("sku", "ugs", "code article", "référence article", "réf article", "référence produit", "réf produit"),
        *("code produit", "item code", "item sku", "product sku", "product code", "product reference"),
        *("artikelnummer", "artikelnr", "artikel n", "art n", "codice articolo", "código artículo", "artikelcode"),
    ),
    "title": (
        *("article", "articles", "produit", "produits", "nom produit", "désignation", "item", "items", "product"),
        *(
            "products",
            "product name",
            "title",
            "artikel",
            "produkt",
            "produkte",
            "bezeichnung",
            "prodotto",
            "producto",
        ),
    ),
    "variant": ("variante", "déclinaison", "variant", "option", "taille couleur", "größe farbe"),
    "quantity": (
        *("quantité", "quantités", "qté", "qty", "quantity", "menge", "anzahl", "stück", "quantità", "cantidad"),
        *("aantal",),
    ),
    "line_id": ("id ligne", "line id"),
    "tracking": (
        *("suivi", "code suivi", "lien suivi", "suivi colis", "tracking", "tracking code", "tracking id"),
        *("tracking link", "sendungs n", "sendungsnummer", "sendungsverfolgung", "trackingnummer", "seguimiento"),
    ),
    "amount": (
        *("montant", "montant ttc", "total", "total ttc", "total ht", "prix", "coût", "amount", "price", "cost"),
        *("betrag", "gesamt", "summe", "preis", "importo", "importe", "bedrag"),
    ),
    "currency": ("devise", "currency", "währung"),
}

GENERAL: Mapping[str, tuple[str, ...]] = {
    "created_at": ("date", "date heure", "date time", "datum", "datum uhrzeit", "data", "fecha"),
}
"""Counts only where no surer word heads that field."""

ORDER = (
    *("commande", "commandes", "id commande", "référence commande", "réf commande", "order", "orders", "order id"),
    *("order reference", "order ref", "bestellung", "bestellungen", "bestellnummer", "bestellnr", "bestell n"),
    *("auftrag", "auftragsnummer", "ordine", "pedido", "bestelling", "bestelnummer"),
)
"""TPOP's number, or the shop's where TPOP's own stands in a column that says so."""

REFERENCE = ("référence", "réf", "reference", "ref", "referenz", "riferimento", "referencia", "referentie")
"""The shop's number, or an article's where articles are listed and nothing else is their sku."""

OTHER = (
    *("client", "customer", "kunde", "cliente", "nom", "e mail", "email", "mail", "téléphone", "phone", "telefon"),
    *("action", "actions", "aktion", "aktionen", "type", "typ", "facture", "invoice", "rechnung", "notes", "note"),
    *(
        "n boutique",
        "n magasin",
        "shop n",
        "store n",
        "n tienda",
        "n client",
        "customer n",
        "kunde n",
        "kundennummer",
    ),
)
"""Heads columns that Vigie leaves alone: a client may be somebody else than who receives the parcel."""

_NUMBER = frozenset({"n", "no", "nr", "num", "numero", "number", "nummer", "nro"})
_SMALL = frozenset(
    [
        *("le", "la", "les", "l", "de", "d", "du", "des", "a", "au", "et", "the", "of", "at", "on", "and"),
        *("der", "die", "das", "des", "den", "am", "um", "und", "del", "della", "di", "el", "il", "van", "het"),
    ]
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def read(heading: str) -> str:
    """What a heading says: a field's name, `order` or `reference?` (see above), `other`, or "" for nothing known."""
    if not heading or len(heading) > 80:
        return ""
    known = _known()
    for text in (heading, _BRACKETS.sub(" ", heading)):
        for numbered in (True, False):
            if found := known.get(_key(text, numbered)):
                return found
    return ""


def words() -> frozenset[str]:
    """Every single word of the tables."""
    return frozenset(word for key in _known() for word in key.split())


@cache
def _known() -> Mapping[str, str]:
    found = {_key(word, True): field for field, them in SURE.items() for word in them}
    found |= {_key(word, True): f"{field}*" for field, them in GENERAL.items() for word in them}
    found |= {_key(word, True): "order" for word in ORDER}
    found |= {_key(word, True): "reference?" for word in REFERENCE}
    return {_key(word, True): "other" for word in OTHER} | found


def _key(text: str, numbered: bool) -> str:
    """The words that count, sorted. `numbered`: with "n" for a word that says "number"."""
    flat = fold(text).lower().replace("t pop", "tpop").split()
    kept = {"n" if word in _NUMBER else word for word in flat if word not in _SMALL}
    return " ".join(sorted(kept if numbered else kept - {"n"}))
