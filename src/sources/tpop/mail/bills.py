"""Words of invoices, and of money that did not come: one that is owed or void, a payment that failed. Six languages.

A mail with such words proves no production. TPOP documents none of its mails, so these are guesses, and wide ones.
"""

from __future__ import annotations

import re

_INVOICES = """
    facture factures invoice invoices rechnung sammelrechnung monatsrechnung fattura factura factuur facturen
"""
INVOICE = frozenset(_INVOICES.split())
_OTHERS = """
    proforma devis quote avoir gutschrift storno stornorechnung remboursement refund erstattung angebot relance mahnung
"""
NOT_INVOICE = frozenset(_OTHERS.split())

_BILL = r"(?:factures?|invoices?|\w*rechnung(?:en)?|fatture?|fattura|facturas?|factuur|facturen)"

OWED = re.compile(
    r"\b(?:impayee?s?|unpaid|overdue|dunning|past due|unbezahlte?[nrs]?|unbeglichene?[nrs]?|(?:uber|ueber)fallige?[nrs]?"
    r"|insolut[aoei]|impagad[ao]s?|onbetaalde?|relances?|mise en demeure|\w*mahnung(?:en)?|zahlungserinnerung(?:en)?"
    r"|zahlungsaufforderung|zahlungsruckstand|sollecit[oi]|aanmaning(?:en)?|betalingsherinnering(?:en)?"
    r"|(?:en attente|dans l attente) (?:de|du) (?:\w+ )?(?:paiement|reglement)|en souffrance"
    r"|(?:non|pas|not|nicht|niet|no) (?:\w+ ){0,3}"
    r"(?:payees?|reglees?|acquittees?|soldees?|paid|settled|bezahlt|beglichen|pagat[ae]|pagadas?|betaald)"
    r"|(?:awaiting|pending|outstanding|missing) (?:\w+ )?(?:payment|balance|amount)|payment (?:is )?(?:pending|missing|late)"
    r"|(?:payment|invoice) reminder|reminder (?:of|for|about) (?:\w+ ){0,3}(?:payment|invoice)"
    r"|(?:lettre de|premier|second|deuxieme|dernier|1er|2e|2eme|3e) rappel"
    r"|rappel (?:de|du|concernant) (?:\w+ ){0,2}(?:paiement|reglement|facture)"
    r"|offene[nr]? (?:rechnungs)?betrag|zahlung (?:steht )?(?:noch )?(?:aus|offen)"
    r"|in attesa di pagamento|pendientes? de pago|recordatorio de pago|promemoria di pagamento"
    rf"|(?:open|offene[nr]?|apert[ae]|abiertas?|openstaande|ausstehende[nr]?|outstanding) {_BILL}"
    rf"|{_BILL} (?:\w+ ){{0,5}}(?:offen|ausstehend|outstanding|openstaand|apert[ae]|scadut[ae]|vencidas?|pendientes?"
    r"|vervallen|en retard|en attente|is (?:still )?(?:open|due|pending)|reminder|rappel))\b"
)
"""An invoice that waits for its money."""

_VOIDED = """
    annulee annulees cancelled canceled void voided remboursee remboursees refunded rejetee rejetees rejected refusee
    refusees refused declined failed contestee disputed storniert erstattet abgelehnt zuruckgewiesen fehlgeschlagen
    annullata rimborsata rifiutata anulada cancelada reembolsada rechazada geannuleerd terugbetaald geweigerd
"""
VOID = frozenset(_VOIDED.split())
"""Beside the word "invoice": one that proves nothing any more."""

_RULES = """cas case tout toute toutes any all each every jede jeder bei ogni cada elke chaque"""
SUPPOSED = frozenset(_RULES.split())
"""Before such words: a rule in small print, and nothing that has happened."""

_PAYMENTS = """
    paiement reglement prelevement debit carte payment charge card zahlung abbuchung lastschrift karte kreditkarte
    pagamento addebito carta pago cobro tarjeta betaling incasso kaart
"""
PAYMENT = frozenset(_PAYMENTS.split())
UNPAID = re.compile(
    r"\b(?:n (?:a|ont) pas (?:pu (?:etre )?)?(?:ete )?"
    r"(?:abouti|aboutir|passee?s?|reussi|honoree?s?|acceptee?s?|effectuee?s?|debitee?s?|autorisee?s?)"
    r"|did not go through|didn t go through|(?:could not|couldn t|cannot) be (?:charged|processed|collected|completed)"
    r"|(?:was|is) (?:not successful|unsuccessful)"
    r"|(?:war|ist) nicht erfolgreich|(?:konnte|kann) nicht (?:\w+ )?(?:eingezogen|abgebucht|durchgefuhrt|verarbeitet|belastet)"
    r"|non e andat[ao] a buon fine|no se (?:pudo|ha podido) (?:cobrar|procesar|realizar)|(?:is )?niet gelukt)\b"
)
"""Beside the word "payment": it failed."""
