"""Mails written after the reading code was finished, and what a person reads in each: the code was not made for them.

Invented, as is everybody in them. `TRUTH` was written before the code saw any; a mail may be read less well, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sandbox import pdf
from sandbox.letters import Sale
from sandbox.mailbox import MERCHANT, letter

Layout = Callable[[Sequence[Sale]], bytes]
"""Makes a mail of five orders: 1042 1043 FR-1044 1045 1046."""


def fr_header_grid(sales: Sequence[Sale]) -> bytes:
    """A PDF invoice whose numbers stand in a grid of labels above values, and a payment slip below."""
    one, other = sales[0], sales[1]
    grid = (("N° de facture", 0), ("Date", 120), ("N° de commande", 210), ("Votre référence", 350))
    lines: list[str | list[tuple[float, str]]] = [
        [(0, "TPOP"), (350, "FACTURE")],
        [(0, "Impression à la demande"), (350, "Original")],
        "",
        [(x, label) for label, x in grid],
        [(0, "FA26-011873"), (120, "20/11/2026"), (210, one.tpop_id), (350, one.number)],
        "",
        [(0, "Adresse de livraison"), (260, "Adresse de facturation")],
        [(0, one.name), (260, "Mugs Paris")],
        [(0, one.address), (260, "75011 Paris")],
        "",
        [(0, "Désignation"), (230, "P.U. HT"), (300, "Qté"), (360, "Montant HT")],
        [(0, f"Affiche {other.number} x 700 mm, mat"), (230, "10,43"), (300, "1"), (360, "10,43")],
        [(300, "TVA 20 %"), (360, "2,09")],
        [(300, "Net à payer"), (360, "12,52")],
        "",
        f"Payée le 20/11/2026 par carte, autorisation {other.number}. SIRET 902 108 646 0{other.number}.",
    ]
    text = "Bonjour,\n\nVous trouverez votre facture en pièce jointe.\n\nL'équipe TPOP\n"
    made = pdf.write([pdf.page(lines)], way="kerned", packed=True)
    return letter("[TPOP] Facture FA26-011873", text=text, pdfs={"FA26-011873.pdf": made})


def fr_digest(sales: Sequence[Sale]) -> bytes:
    """One paragraph that names many orders, each with its own fate."""
    a, b, c, d, e = (one.number for one in sales)
    html = (
        "<div style='font-family:Arial'><p>Bonjour Camille,</p>"
        f"<p>Hier, nous avons expédié deux commandes ({c} et {b}). La commande {a} reste bloquée&nbsp;: "
        f"le visuel est trop petit. La commande {d} est toujours en attente, et la {e} a été annulée à votre demande.</p>"
        "<p>Belle journée,<br>TPOP — 3 commandes traitées, 1042 étoiles sur les avis&nbsp;!</p></div>"
    )
    return letter("Votre récapitulatif TPOP du 22 novembre", html=html)


def fr_outlook(sales: Sequence[Sale]) -> bytes:
    """Passed on by a program that puts the old headers into the text, quoting nothing."""
    one, other = sales[0], sales[1]
    text = (
        "Tu peux regarder ?\n\nCamille\n\n________________________________\n"
        "De : TPOP <no-reply@tpop.com>\nEnvoyé : vendredi 20 novembre 2026 10:42\n"
        f"À : {MERCHANT}\nObjet : Votre commande {one.tpop_id} nécessite votre attention\n\n"
        f"Bonjour,\n\nLors de la préparation de la commande {one.tpop_id} (référence boutique : {one.number}), nous avons\n"
        "constaté que l'adresse de livraison est incomplète. La production est suspendue en\n"
        "attendant votre correction.\n\n"
        f"Dossier {other.number} - Support TPOP, 04 66 {other.number[:2]} {other.number[2:]} 10\n"
    )
    return letter("TR : Votre commande nécessite votre attention", author=MERCHANT, text=text)


def en_dashboard(sales: Sequence[Sale]) -> bytes:
    """The dashboard's table as a browser copies it: a box to tick, a picture, buttons, a pill in a span, two numbers."""
    words = {"open": "Pending", "blocked": "Hold", "production": "Production", "shipped": "Shipped"}
    rows = "".join(
        "<tr role='row'><td><input type='checkbox'></td><td><img src='cid:x' alt='thumb'></td>"
        f"<td><a href='https://app.example/orders/{1000 + n}'><b>{one.tpop_id}</b></a><br><small>{one.day}</small></td>"
        f"<td><div>Mugs Paris</div><div>#{one.number}</div></td><td>{one.name}<br>{one.buyer.postcode} {one.buyer.city}</td>"
        f"<td>{n}</td><td>&euro;{one.amount.replace(',', '.')}</td>"
        f"<td><span class='pill'><i></i><span>{words.get(one.status, 'Cancelled')}</span></span></td>"
        "<td><button>Details</button><button>Retry payment</button></td></tr>"
        for n, one in enumerate(sales, 1)
    )
    head = "".join(
        f"<th scope=col>{name}</th>"
        for name in ("", "", "TPOP no.", "Shop order", "Ship to", "Items", "Total", "Status", "Actions")
    )
    html = f"<div><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><div>1–5 of 1046</div></div>"
    return letter("tpop orders today", author=MERCHANT, html=html)


def en_statement(sales: Sequence[Sale]) -> bytes:
    """One PDF that bills many orders, each a heading above its goods; drawn inside a form."""
    a, b, c, _, _ = sales
    lines: list[str | list[tuple[float, str]]] = [
        "TPOP SAS",
        "Consolidated invoice 2026-11-4471",
        "Period: 16 Nov 2026 - 22 Nov 2026",
        "",
    ]
    for n, one in enumerate((b, c), 1):
        lines += [
            f"{n}. Customer order #{one.number} (TPOP {one.tpop_id}), dispatched to {one.buyer.city}",
            [(20, f"TP-MUG-00{n}"), (120, "Mug, 11 oz"), (300, "2 x 5.20"), (380, "10.40")],
            [(20, "Shipping"), (380, "4.90")],
            "",
        ]
    lines += [
        [(300, "Net"), (380, "30.60")],
        [(300, "VAT"), (380, "6.12")],
        [(300, "Total EUR"), (380, "36.72")],
        "",
        f"Order #{a.number} is not on this invoice because its payment was declined.",
    ]
    text = "Hi,\n\nyour weekly statement is attached.\n"
    return letter(
        "Your weekly statement", text=text, pdfs={"statement.pdf": pdf.write([pdf.page(lines)], way="form")}
    )


def en_reminder(sales: Sequence[Sale]) -> bytes:
    """A marketing mail with a warning in it, the number only in a button and in a sentence of what will be."""
    one, other = sales[0], sales[3]
    html = (
        "<table role=presentation><tr><td><h2>We're waiting for you</h2><p>Your bank said no (generic_decline) when we "
        f"charged order&nbsp;#{one.number}. As soon as the payment goes through it will be shipped.</p>"
        f"<p><a href='https://app.example/x'>Retry payment for order #{one.number}</a></p>"
        f"<p>Did you know? Order more than {other.number} mugs and save 20%.</p></td></tr></table>"
    )
    return letter("Action needed", text="Please open this mail in a browser.\n", html=html)


def de_bullets(sales: Sequence[Sale]) -> bytes:
    """Formal German, a list of points, each an order and its reason; dates and a hotline beside."""
    a, b, c, d, e = (one.number for one in sales)
    html = (
        "<p>Sehr geehrte Damen und Herren,</p><p>folgende Bestellungen konnten wir am 20.11.2026 nicht produzieren:</p>"
        f"<ul><li>Bestellung {a} – Zahlung abgelehnt (do_not_honor)</li><li>Bestellung {d} – Lieferadresse unvollständig</li></ul>"
        f"<p>Die Bestellungen {b} und {c} wurden heute versandt. Bestellung {e} haben wir wie gewünscht storniert.</p>"
        "<p>Fragen? Hotline 0800 1043 1044, werktags 9–17 Uhr.</p><p>Ihr TPOP-Team</p>"
    )
    return letter("Handlungsbedarf bei 2 Bestellungen", html=html)


def de_collective(sales: Sequence[Sale]) -> bytes:
    """A German invoice for several orders in one table; dates, weights and a customer number look like orders."""
    _, b, c, _, _ = sales
    lines: list[str | list[tuple[float, str]]] = [
        [(0, "TPOP SAS, 30430 Barjac, Frankreich"), (330, "SAMMELRECHNUNG")],
        [(330, "Rechnungs-Nr.: RE-2026-1045")],
        [(330, "Kunden-Nr.: 1046")],
        [(330, "Datum: 20.11.2026")],
        "",
        [(0, "Pos."), (40, "Ihre Bestell-Nr."), (150, "Artikel"), (270, "Menge"), (320, "Gewicht"), (400, "Betrag")],
        [(0, "1"), (40, b.number), (150, "Tasse weiß"), (270, "2"), (320, "1042 g"), (400, "12,50 €")],
        [(0, "2"), (40, c.number), (150, "Poster A2"), (270, "1"), (320, "310 g"), (400, "9,90 €")],
        "",
        [(320, "Zwischensumme"), (400, "22,40 €")],
        [(320, "USt. 19 %"), (400, "4,26 €")],
        [(320, "Gesamt"), (400, "26,66 €")],
        "",
        "Der Betrag wurde von Ihrer Karte mit den Endziffern 1042 abgebucht.",
    ]
    made = pdf.write([pdf.page(lines)], way="words")
    return letter("Ihre Sammelrechnung", text="Guten Tag,\n\nanbei Ihre Rechnung.\n", pdfs={"RE-2026-1045.pdf": made})


def de_one_cell_a_line(sales: Sequence[Sale]) -> bytes:
    """A table pasted as bare text: the program put every cell on a line of its own, heads first."""
    words = {"open": "Offen", "blocked": "Blockiert", "production": "In Produktion", "shipped": "Versendet"}
    cells = ["Bestellung", "Datum", "Kunde", "Betrag", "Status"]
    for one in sales:
        cells += [one.number, "20.11.2026", one.name, f"{one.amount} €", words.get(one.status, "Storniert")]
    return letter("TPOP Liste", author=MERCHANT, text="Hallo,\nhier die Liste.\n\n" + "\n".join(cells) + "\n")


def en_grid_of_divs(sales: Sequence[Sale]) -> bytes:
    """A dashboard without any table: rows and cells are boxes, the status before the number."""
    words = {"open": "Open", "blocked": "Blocked", "production": "In production", "shipped": "Shipped"}
    rows = "".join(
        f"<div class='row'><div><span>{words.get(one.status, 'Cancelled')}</span></div><div>Order #{one.number}</div>"
        f"<div>{one.buyer.city}</div><div>€{one.amount.replace(',', '.')}</div></div>"
        for one in sales
    )
    html = f"<p>From my TPOP screen:</p><div class='grid'>{rows}</div>"
    return letter("orders", author=MERCHANT, html=html)


LATE: Mapping[str, Layout] = {
    "late_fr_header_grid": fr_header_grid,
    "late_fr_digest": fr_digest,
    "late_fr_outlook": fr_outlook,
    "late_en_dashboard": en_dashboard,
    "late_en_statement": en_statement,
    "late_en_reminder": en_reminder,
    "late_en_grid_of_divs": en_grid_of_divs,
    "late_de_bullets": de_bullets,
    "late_de_collective": de_collective,
    "late_de_one_cell_a_line": de_one_cell_a_line,
}
BY_MERCHANT = frozenset(
    {"late_fr_outlook", "late_en_dashboard", "late_en_grid_of_divs", "late_de_one_cell_a_line"},
)
_LISTED = {"1042": "blocked", "1043": "production", "FR-1044": "shipped", "1045": "open", "1046": "cancelled"}
TRUTH: Mapping[str, Mapping[str, str]] = {
    "late_fr_header_grid": {"1042": "production"},
    "late_fr_digest": {
        "1042": "blocked",
        "1043": "shipped",
        "FR-1044": "shipped",
        "1045": "open",
        "1046": "cancelled",
    },
    "late_fr_outlook": {"1042": "blocked"},
    "late_en_dashboard": _LISTED,
    "late_en_statement": {"1042": "blocked", "1043": "production", "FR-1044": "production"},
    "late_en_reminder": {"1042": "blocked"},
    "late_en_grid_of_divs": _LISTED,
    "late_de_bullets": {
        "1042": "blocked",
        "1045": "blocked",
        "1043": "shipped",
        "FR-1044": "shipped",
        "1046": "cancelled",
    },
    "late_de_collective": {"1043": "production", "FR-1044": "production"},
    "late_de_one_cell_a_line": _LISTED,
}
"""Number -> status, as a person reads it. Of each the code may say less: no status, or nothing of the order at all."""
REASONS: Mapping[str, Mapping[str, str]] = {
    "late_fr_digest": {"1042": "artwork"},
    "late_fr_outlook": {"1042": "address"},
    "late_en_statement": {"1042": "payment"},
    "late_en_reminder": {"1042": "payment"},
    "late_de_bullets": {"1042": "payment", "1045": "address"},
}
"""Number -> why it is blocked, where the mail says it. A button "Retry payment" in every row says nothing."""
