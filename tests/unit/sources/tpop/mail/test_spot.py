"""Which orders a letter speaks of, and what it says of each: what counts, and all that must not."""

from __future__ import annotations

import pytest

from sources.tpop.mail.letter import Letter, Passage
from sources.tpop.mail.references import References
from sources.tpop.mail.spot import spot

from .post import AT, NUMBERS, REFERENCES, mentions, only, spotted

TABLE = "Commande\tDate\tStatut"


@pytest.mark.parametrize(
    ("text", "number", "status"),
    [
        ("Votre commande 1042 est bloquée.", "1042", "blocked"),
        ("Votre commande n°1042 est bloquée.", "1042", "blocked"),
        ("Order #1042 has been shipped", "1042", "shipped"),
        ("Ihre Bestellung Nr.1042 wurde storniert", "1042", "cancelled"),
        ("Ordine n. 1042 bloccato", "1042", "blocked"),
        ("Pedido n.º 1042 enviado", "1042", "shipped"),
        ("Bestelling 1042: geblokkeerd", "1042", "blocked"),
        ("commande fr-1001 expédiée", "FR-1001", "shipped"),
        ("réf. MP-0042 : en production", "MP-0042", "production"),
        ("commande 5551042 en production", "1042", "production"),
        ("#1042 – En attente", "1042", "open"),
        ("commande n° 12 bloquée", "12", "blocked"),
        ("Votre commande 128 est en production", "128", "production"),
        ("Commande n° 2026 expédiée", "2026", "shipped"),
        ("Commande n° 75011 expédiée", "75011", "shipped"),
        ("Votre commande\nn° 1042\nest bloquée", "1042", "blocked"),
        ("Votre commande 1042 est en\nproduction depuis hier.", "1042", "production"),
        ("Numéro de commande\n\n1042\n\nStatut : bloquée", "1042", ""),
        ("Commande : 1042\nStatut : En attente\nMontant : 12", "1042", "open"),
        ("Commande : 1042\nStatut : Litige", "1042", "unknown"),
        ("Commande 10\u200b42 bloquée", "1042", "blocked"),
        ("Commande \u20681042\u2069 bloquée", "1042", "blocked"),
        (
            "Numéro de commande     1042\nDate                   23/11/2026\nStatut                 Bloquée",
            "1042",
            "blocked",
        ),
        ("commande 1042\n" * 50 + "bloquée", "1042", "blocked"),
        ("La commande 1042 n'est pas bloquée", "1042", ""),
        ("Order no. 1042 will be shipped", "1042", ""),
        ("Commande 1042, bloquée puis expédiée", "1042", "unknown"),
    ],
)
def test_what_is_understood(text: str, number: str, status: str) -> None:
    assert mentions(text) == {number: status}


@pytest.mark.parametrize(
    "text",
    [
        # Numbers without a cue: years, postcodes, amounts, quantities, dates, telephones.
        *("1042", "1042 est bloquée", "75011 Paris", "en 2026", "rue X 128", "1042 €", "EUR 1042", "x 12", "12 x"),
        *(
            "le 12 novembre 2026",
            "12/11/2026",
            "01 42 12 10 42",
            "+33 1042 128",
            "10:42 12:00",
            "1042,50",
            "1.042,00",
        ),
        # A cue, and yet no order's number.
        *(
            "Total commande : 1042 €",
            "Commande 1042,50",
            "commande de 128 mugs",
            "order 128 mugs",
            "Commandes : 1042",
        ),
        *(
            "Vous avez commandé 1042 mugs",
            "commande livrée sous 12 jours",
            "Suivi de commande 12 h/24",
            "1042 commandes",
        ),
        *(
            "commande passée en 2026",
            "Commande 2026",
            "Commande Dupont, 75011 Paris",
            "commande 1 042",
            "commande 12:1042",
        ),
        *("n° 12", "#12", "n° 2026", "Votre commande du 12/11/2026", "in order 12 cases", "commande à 1042%"),
        # The nearer cue is another's.
        *(
            "Facture n° 1042",
            "Invoice no. 1042",
            "Rechnung 1042",
            "facture de 1042",
            "SIREN 1042",
            "TVA n° 1042",
            "IBAN 1042",
        ),
        *("Tél. 1042", "suivi n° 1042", "Votre commande : colis n° 1042", "numéro de suivi de votre commande : 1042"),
        *("réf. produit 1042", "référence client : 1042", "Qté : 1042", "Montant : 1042", "code postal 75011"),
        # Parts of something longer.
        *(
            "commande 10421",
            "commande 1042-1",
            "commande X1042",
            "commande 1042/2026",
            "commande 1.1042",
            "commande FR-10011",
        ),
        *("commande 1042.50", "commande_1042_1", "commande FR1001", "commande 99-1042"),
        # Addresses of the web and of people.
        *(
            "https://x.example/commande/1042",
            "https://x.example/?commande=1042&order=1043",
            "commande.1042@x.example",
        ),
        *("www.x.example/commande 1042@x.example", "commande=1042", "mailto:commande?1042"),
        # What is seen is not what stands there.
        *("Commande \u202e2401\u202c", "Commande \u202d1042", "Commande 10\u206642", "1\u03362"),
        # An older mail below.
        *("> Commande 1042 bloquée", ">> Commande 1042 bloquée"),
        # Two orders bear it.
        "Commande n° 5551050",
    ],
)
def test_what_is_no_mention(text: str) -> None:
    assert mentions(text) == {}


def test_each_order_has_its_own_line_or_sentence() -> None:
    both = {"1042": "blocked", "1043": "production"}
    assert mentions("Commande 1042 : bloquée. Commande 1043 : en production.") == both
    assert mentions("#1042 bloquée\n#1043 en production") == both
    assert mentions("Commande 1042\nMug\nBloquée\nCommande 1043\nEn production") == both
    assert mentions("Bloquée\nCommande 1042\nEn production\nCommande 1043") == {"1042": "", "1043": ""}


@pytest.mark.parametrize("gap", ["\t", "     ", " | ", ";"])
def test_a_table(gap: str) -> None:
    rows = [
        ("Date", "Commande", "Qté", "Statut"),
        ("1043", "1042", "1050", "Bloquée"),
        ("1050", "FR-1001", "12", "Zut"),
    ]
    text = "\n".join(gap.join(cell.ljust(10) if gap == "     " else cell for cell in row) for row in rows)
    done = spotted(text).mentions
    assert {one.reference: one.status for one in done} == {"1042": "blocked", "FR-1001": "unknown"}
    assert {one.kind for one in done} == {"table"}


def test_a_column_of_tpops_own_numbers() -> None:
    done = only("TPOP order\tStore order\tStatus\n1043\t1042\tShipped")
    assert (done.reference, done.status, done.tpop_id) == ("1042", "shipped", "1043")
    assert mentions("Commande\tRéf. boutique\tStatut\n1043\t1042\tExpédiée") == {"1042": "shipped"}
    assert mentions("Commande 1043 (boutique : 1042) expédiée") == {"1042": "shipped"}


def test_a_column_of_goods_is_no_column_of_orders() -> None:
    assert mentions("Réf.\tDésignation\tQté\n1042\tMug\t2") == {}
    assert mentions("Réf.\tClient\tStatut\n1042\tMarie\tBloquée") == {"1042": "blocked"}


def test_the_subject_speaks_for_the_one_order_of_the_mail() -> None:
    text = "Bonjour,\n\nil s'agit de la commande 1050.\n\nMerci"
    assert mentions(text, subject="Commande bloquée") == {"1050": "blocked"}
    assert mentions(text + "\n\nEt de la commande 1051.", subject="Commande bloquée") == {"1050": "", "1051": ""}
    assert only("x", subject="Commande 1050 expédiée").where == "subject"


def test_why_it_is_blocked() -> None:
    done = only("Votre commande 1050 est bloquée.\n\nMotif : paiement.\n\nCode : insufficient_funds")
    assert (done.status, done.block_reason, done.block_code) == ("blocked", "payment", "insufficient_funds")
    assert only("Commande 1050 bloquée : adresse incomplète").block_reason == "address"
    assert only("Commande 1050 bloquée : le visuel est trop petit").block_reason == "artwork"
    assert only("Commande 1050 en production (paiement accepté)").block_reason == ""


@pytest.mark.parametrize(
    "text", ["Facture de la commande 1042", "Invoice INV-1043 for order 1042", "Rechnung 1043 zum Auftrag 1042"]
)
def test_an_invoice_proves_that_production_began(text: str) -> None:
    done = only(text)
    assert (done.kind, done.status) == ("invoice", "production")
    (unsure,) = spot(Letter(text, ()), REFERENCES, AT, invoice_means_production=False).mentions
    assert (unsure.kind, unsure.status) == ("invoice", "")


@pytest.mark.parametrize(
    ("text", "subject", "status"),
    [
        ("Votre commande 1042 sera facturée", "", ""),
        ("Facture d'avoir de la commande 1042", "", ""),
        ("Commande 1042 bloquée", "Votre facture", "blocked"),
        ("Commande 1042 expédiée", "Votre facture", "shipped"),
        ("Commande 1042", "Votre facture", "production"),
        ("Commande 1042.\n\nVos factures sont dans votre espace.", "", ""),
    ],
)
def test_an_invoice_that_proves_nothing_or_less_than_what_is_said(text: str, subject: str, status: str) -> None:
    assert mentions(text, subject) == {"1042": status}


def test_the_head_of_a_pdf_says_that_it_is_an_invoice() -> None:
    assert only("Facture F-1\nCommande : 1042", where="pdf").kind == "invoice"
    assert only("Bon de livraison\nCommande : 1042", where="pdf").status == ""


def test_tpops_own_number() -> None:
    assert only("Commande boutique : 1042\nCommande TPOP : T-88042").tpop_id == "T-88042"
    assert only("Commande 1042\n\nN° TPOP : T-88042").tpop_id == "T-88042"
    assert only("Commande 1042\nN° TPOP : T-1\nN° TPOP : T-2").tpop_id == ""
    assert only("Commande 1042\nTPOP, 128 rue des Mûriers").tpop_id == ""


def test_a_word_that_means_two_orders_is_told_and_not_counted() -> None:
    done = spotted("Commande n° 5551050")
    assert (done.mentions, done.ambiguous) == ((), {"5551050"})


def test_what_a_program_set_apart_is_looked_at_once_more() -> None:
    passage = Passage("pdf", ("Com   mande   1042",), ("Commande 1042 expédiée",))
    (done,) = spot(Letter("", (passage,)), REFERENCES, AT).mentions
    assert done.status == "shipped"


def test_a_mention_holds_nothing_of_the_text() -> None:
    done = only("Commande 1042 de Éloïse Trévidic, 12 rue de l'Église, bloquée")
    assert tuple(done) == ("1042", NUMBERS["1042"], "blocked", "", "", "", AT, "blocked", "text")


def test_a_shop_without_orders() -> None:
    assert spotted("Commande 1042 bloquée", references=References({})).mentions == ()


@pytest.mark.parametrize(
    ("text", "subject", "told"),
    [
        # Orders of which the window knows nothing: what is said of them is not said of 1042.
        ("La commande 1042 est là ; la commande 9999 est annulée.", "", {"1042": ""}),
        ("La commande 1042 est toujours là, et la 9999 a été annulée hier.", "", {"1042": ""}),
        ("La commande 1042 est bien là, la 1043 a été annulée hier.", "", {"1042": ""}),
        ("Commande 1042 bien reçue. Commande 9999 bloquée.", "", {"1042": ""}),
        ("Commande 1042 bien reçue. Commande FR-7777 bloquée.", "", {"1042": ""}),
        ("Votre commande 1042 suit son cours.", "Commande 9999 expédiée", {"1042": ""}),
        ("Commande TPOP T-88042, réf. boutique 1042.\nCommande TPOP T-88099 bloquée.", "", {"1042": ""}),
        (
            "Commande #1042\nJean\nDétails\nCommande #9999\nPaul\nBloquée\nCommande #1043\nEn production\n",
            *("", {"1042": "", "1043": "production"}),
        ),
        (
            "Commande TPOP T-88042\nréf. boutique 1042\nDétails\nCommande TPOP T-88099\nréf. boutique 9999\nBloquée",
            *("", {"1042": ""}),
        ),
        (
            "Bestellungen 1043 und FR-1001 wurden versandt. Bestellung 1042 noch nicht.",
            "",
            {"1043": "shipped", "FR-1001": "shipped", "1042": ""},
        ),
        ("Deux commandes (FR-1001 et autres) sont là.", "", {"FR-1001": ""}),
        ("Commande 1042.\n\nCommande TPOP T-88042.\n\nCommande TPOP T-88099.", "Commande expédiée", {"1042": ""}),
        ("Commande 1042.\n\nCommande TPOP T-88042.", "Commande expédiée", {"1042": "shipped"}),
        # What only looks like another order changes nothing.
        ("Votre commande 4711 (référence boutique : 1042) est bloquée.", "", {"1042": "blocked"}),
        ("Votre commande T-88042 (référence boutique : 1042) est bloquée.", "", {"1042": "blocked"}),
        ("Votre commande 1042 est bloquée. Dossier 9999, facture 8888, 75012 Paris.", "", {"1042": "blocked"}),
        ("Votre commande 1042 est bloquée (2 mugs, 12,50 €, le 20/11/2026 à 10:43).", "", {"1042": "blocked"}),
        ("Commande 1042\nJean\n9999 Sullens\nBloquée", "", {"1042": "blocked"}),
        ("Commande\n1042\nStatut\nBloquée\nCommande\n9999\nStatut\nExpédiée", "", {"1042": "blocked"}),
        ("Commande\tStatut\n1042\tBloquée\n9999\tExpédiée\n", "", {"1042": "blocked"}),
    ],
)
def test_what_is_said_of_another_order_is_not_said_of_this_one(text: str, subject: str, told: dict[str, str]) -> None:
    assert mentions(text, subject) == told


def test_a_number_of_tpops_beside_two_orders_is_neithers() -> None:
    assert only("Commande TPOP T-88042 : boutique n° 1042 ; boutique n° 9999").tpop_id == ""
    assert only("Commande TPOP T-88042 : boutique n° 1042").tpop_id == "T-88042"
    assert only("Commande 1042. Commande TPOP T-88042.\n\nCommande TPOP T-88099.").tpop_id == "T-88042"


@pytest.mark.parametrize(
    ("text", "subject", "status"),
    [
        ("Order #1042 is not on this invoice.", "Your invoice", ""),
        ("Order #1042 is on this invoice.", "Your invoice", "production"),
        ("La commande 1042 attend toujours ; la facture de la 9999 est jointe.", "", ""),
        ("Order 1042\nInvoice address: Mugs Paris", "", ""),
        ("Bestellung 1042", "Ihre Sammelrechnung", "production"),
    ],
)
def test_which_orders_an_invoice_is_about(text: str, subject: str, status: str) -> None:
    assert mentions(text, subject) == {"1042": status}


def test_a_line_below_that_denies_the_invoice() -> None:
    long = "Order #1042 of the twentieth, packed for Mugs Paris by our own hands, is"
    assert mentions(f"{long}\nhere\nThis is not a reminder.", "Your invoice") == {"1042": "production"}
    assert mentions(f"{long}\nnot on this invoice.\nOrder #1043 is.", "Your invoice") == {
        "1042": "",
        "1043": "production",
    }


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("commande n° 1 128", []),
        ("commande n° 1,128", []),
        ("commande n° 1:1042", []),
        ("Commandes 1042 et 1043", ["1042", "1043"]),
        ("Commandes 1042 et FR-1001", ["1042", "FR-1001"]),
        ("Commandes 1042 FR-1001", []),
        ("Commandes n° 1042", ["1042"]),
        ("Commandes 1042", []),
        ("Commandes 1042, 20.11.2026", []),
    ],
)
def test_where_a_number_begins_and_a_row_of_them_ends(text: str, numbers: list[str]) -> None:
    assert list(mentions(text)) == numbers


def test_a_line_that_says_it_all_counts_though_the_lines_above_say_something_too() -> None:
    text = "Bloquée : voir plus bas\nCommande 1042 expédiée\nCommande 1043 annulée"
    assert mentions(text) == {"1042": "shipped", "1043": "cancelled"}


class TestOtherNumbers:
    def test_a_mail_that_bears_only_tpops_number_is_understood_where_a_list_has_shown_it(self) -> None:
        letter = Letter("Paiement refusé", (Passage("text", ("Votre commande TPOP n° 88001 est bloquée.",)),))
        references = References({"1042": "5551042"}, theirs={"88001": "5551042"})
        (one,) = spot(letter, references, AT).mentions
        assert (one.reference, one.shop_order_id, one.status, one.tpop_id) == ("1042", "5551042", "blocked", "88001")
        assert spot(letter, References({"1042": "5551042"}), AT).mentions == ()

    def test_numbers_of_other_orders_are_kept_for_a_question(self) -> None:
        letter = Letter(
            "", (Passage("text", ("La commande n° 1042 est expédiée.", "", "Commande n° 9077 : bloquée.")),)
        )
        done = spot(letter, References({"1042": "5551042"}), AT)
        assert [one.reference for one in done.mentions] == ["1042"]
        assert done.elsewhere == {"9077"}
