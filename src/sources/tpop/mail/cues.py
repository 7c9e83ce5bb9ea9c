"""Cues: what the words before a number, or above its column, say that it is. An order's number, or anything else.

Six languages, folded (sources.tpop.words.fold). A number is believed only where its cue leads straight to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from sources.tpop.words import STATUSES, fold

Kind = Literal["", "order", "many", "store", "tpop", "sign", "status", "other"]
"""order · many: orders, so that a number may be how many · store: said to be the shop's · tpop: TPOP's own number ·
sign: a number of something · status: the status stands there · other: surely no order's number."""

BEFORE_MAX = 120
"""Characters before a number that are looked at."""
HEADING_MAX = 40

_WORDS: Mapping[Kind, str] = {
    "order": """
        commande cde order bestellung bestell bestellnummer bestellnr bestelnummer bestelling auftrag auftrags
        auftragsnummer auftragsnr ordernummer ordernr ordernumber ordine pedido
    """,
    "many": """
        commandes cdes orders bestellungen auftrage ordini pedidos bestellingen
    """,
    "store": """
        boutique store shop shopify woocommerce etsy tienda negozio winkel externe external extern esterno
        shopbestellung shopbestellnummer shopnummer
    """,
    "tpop": "tpop",
    "sign": """
        # ° n no nr num numero number nummer ref refs reference referenz referenznummer riferimento rif
        referencia referentie kenmerk
    """,
    "status": """
        statut status etat state zustand stato estado toestand avancement
    """,
    "other": """
        facture factures invoice invoices rechnung rechnungen rechnungsnummer rechnungsnr fattura factura
        factuur avoir devis quote gutschrift credit bordereau recu receipt beleg suivi tracking colis parcel
        package sendung sendungsnummer paket paketnummer spedizione tracciamento envio seguimiento zending
        pakket colissimo laposte chronopost mondial dhl ups dpd gls fedex transporteur carrier livraison
        delivery lieferung rue avenue av bd boulevard chemin place impasse allee quai route strasse str street
        road lane via viale corso calle plaza straat laan cp postcode postal zip plz cap bat batiment appt
        appartement apt etage floor lot porte bp cedex box ville city stadt residence adresse address indirizzo
        direccion adres total totaux montant amount betrag summe gesamt importe importo totale bedrag prix price
        preis prezzo precio prijs tva vat mwst ust iva btw ht ttc net brut soustotal subtotal frais remise
        discount rabatt solde balance eur usd gbp chf euro euros qte quantite quantites qty quantity menge
        anzahl cantidad quantita aantal stuck pieces nombre unites siren siret iban bic rib rcs naf ape ustid
        steuernummer intracommunautaire telephone tel phone mobile portable fax telefon telefono gsm customer
        kunde kunden kundennummer cliente klant clients client compte account konto contrat contract article
        articles produit produits product products item items artikel artikelnummer prodotto producto sku ean
        designation description bezeichnung beschreibung modele model taille size couleur color colour paiement
        payment zahlung transaction carte card karte pagamento pago betaling visa mastercard mandat code pin
        ticket dossier case demande reclamation message page version chapitre section date datum fecha data jour
        day tag nom shipping versand versandkosten spedire statistiques
    """,
}
_KIND_OF: Mapping[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LINKS = (
    """est sont is are ist sind e es id name portant lautet suivant suivante suivantes following folgende folgenden"""
)
_IS = frozenset(_LINKS.split())
"""May stand between the cue and its number: "your order number is 1042"."""
_STATES = frozenset(
    one for words in STATUSES.values() for word in words if " " not in word for one in (word, f"{word}s")
)
_STATE_PARTS = frozenset(part for words in STATUSES.values() for word in words for part in word.split())
"""A status too: "commande bloquée : 1042", and before a colon even one of several words."""
_LITTLE = """
    de du des d la le l les un une votre vos notre nos ma mon the your our my of from for a der die das dem
    den ihre ihrer ihrem ihren deine deiner zu zur im in di del della dell il vostro suo su tu el al van uw
    je het een en ligne online web interne internal origine original
"""
_BETWEEN = frozenset(_LITTLE.split())
"""Say nothing in the head of a column."""
_BUYERS = """client clients customer kunden cliente klant"""
_BUYER = frozenset(_BUYERS.split())
"""Beside an order they say whose order; alone they say a person."""
_SUMS = """total totaux montant amount betrag summe gesamt importe importo totale bedrag prix price preis nombre"""
_SUM = frozenset(_SUMS.split())
_PAPERS = """facture invoice rechnung fattura factura factuur paiement payment zahlung pagamento pago betaling"""
_PAPER = frozenset(_PAPERS.split())
"""Where these are an order's, the number behind is still the order's: "facture de la commande : 1042"."""
_RANKED: tuple[Kind, ...] = ("status", "other", "many", "", "tpop", "store", "order", "sign")
"""Of several words in one head, the first that is there decides."""
_TAKEN = frozenset({"commandé", "commandée", "commandés", "commandées"})
"""Folded they look like a cue, and are a verb: "vous avez commandé 12 mugs"."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[#°:]")
_SENTENCE = re.compile(r"[.!?…]\s+(?=[^\W\d_])")
_TPOP = re.compile(r"t-pop", re.IGNORECASE)


class Cue(NamedTuple):
    """What leads to a number."""

    kind: Kind
    signed: bool = False
    """A sign of a number stands there: n°, #, number."""
    colon: bool = False


def before(text: str) -> Cue:
    """The cue at the end of this text, which is what stands before a number."""
    near = _TPOP.sub("tpop", text[-BEFORE_MAX:])
    for end in list(_SENTENCE.finditer(near))[-1:]:
        near = near[end.end() :]
    found = list(_WORD.finditer(near))
    signed = colon = far = False
    for at in range(len(found) - 1, -1, -1):
        word = _word(found[at][0])
        if far and "\n" in near[found[at].end() : found[at + 1].start()]:
            break  # what stands further up says nothing of this line
        if word == ":":
            colon = colon or not far
            continue
        kind = _KIND_OF.get(word, "")
        if word in _BUYER and at and _KIND_OF.get(_word(found[at - 1][0])) == "order":
            continue  # "commande client"
        if kind == "sign":
            signed = True
        elif word == "tpop":
            if _names_a_number(found, at):
                return Cue("tpop", signed, colon)
            if not signed:
                return Cue("")  # the firm, and not its number
            far = True
        elif kind in ("order", "store") and near[: found[at].start()].casefold().endswith(("tpop ", "tpop-")):
            return Cue("tpop", signed, colon)  # "TPOP order", "TPOP-Bestellung"; not "[TPOP] order"
        elif kind in ("order", "store") and not signed and _is_measured(near, found, at, colon):
            return Cue("other", signed, colon)
        elif kind and kind != "status":
            beside = kind == "order" and at and found[at].start() - found[at - 1].end() == 1
            if beside and _KIND_OF.get(_word(found[at - 1][0])) == "store":
                kind = "store"  # "Etsy order"
            return Cue(kind, signed, colon)
        elif signed:
            far = True
        elif word not in _IS and not (word in _STATES or (colon and word in _STATE_PARTS)):
            return Cue("")
    return Cue("sign", True, colon) if signed else Cue("")


def heading(text: str) -> Kind:
    """What a column's head, or a label, says of what stands below or beside it. "": nothing that is known."""
    if not 0 < len(text) <= HEADING_MAX:
        return ""
    words = {_word(found[0]) for found in _WORD.finditer(_TPOP.sub("tpop", text))} - _BETWEEN - _IS - {":"}
    kinds = {_KIND_OF.get(word, "") for word in words}
    if "order" in kinds:
        kinds = {_KIND_OF.get(word, "") for word in words - _BUYER}
    return next((kind for kind in _RANKED if kind in kinds), "")


def _names_a_number(found: list[re.Match[str]], at: int) -> bool:
    """ "commande TPOP", "N° TPOP", "TPOP n°": TPOP's own number; "TPOP : #1042" and "[TPOP] #1042" only name the sender."""
    after = at + 1 < len(found) and found[at + 1].start() - found[at].end() == 1
    return _KIND_OF.get(_last(found[:at])) in ("order", "sign") or (
        after and _KIND_OF.get(_word(found[at + 1][0])) == "sign"
    )


def _is_measured(near: str, found: list[re.Match[str]], at: int, colon: bool) -> bool:
    """ "Total commande", "numéro de suivi de votre commande :": the number is not the order's, but something of it."""
    line = near.rfind("\n", 0, found[at].start())
    said = _last([one for one in found[:at] if one.start() > line], unsigned=True)
    return said in _SUM or (colon and _KIND_OF.get(said) == "other" and said not in _PAPER)


def _last(found: list[re.Match[str]], unsigned: bool = False) -> str:
    """The last word that says something. `unsigned`: more than that there is a number."""
    words = (_word(one[0]) for one in reversed(found))
    said = (word for word in words if word not in _BETWEEN)
    return next((word for word in said if not unsigned or _KIND_OF.get(word) != "sign"), "")


def _word(raw: str) -> str:
    raw = raw.casefold()
    return "" if raw in _TAKEN else raw if raw in ("#", "°", ":") else fold(raw).rpartition(" ")[2]
