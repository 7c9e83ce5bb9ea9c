"""Columns by their words: one literal table, the settings above it, and no guess between two."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sources.tpop.inbox import headings
from sources.tpop.inbox.columns import FIELDS, Columns

from .lists import PLANTED, assert_private
from .sighted import brief, read, seen, whys


def where(*cells: str, **named: str) -> dict[str, str]:
    """Field -> the heading that was taken for it."""
    return {field: cells[at] for field, at in Columns(named).place(cells).where.items()}


class TestTheTable:
    @pytest.mark.parametrize("field", headings.SURE)
    def test_knows_fields_that_there_are(self, field: str) -> None:
        assert field in FIELDS

    def test_gives_each_word_one_meaning(self) -> None:
        listed = [(word, field) for field, words in headings.SURE.items() for word in words]
        listed += [(word, "order") for word in headings.ORDER]
        listed += [(word, "reference?") for word in headings.REFERENCE] + [(word, "other") for word in headings.OTHER]
        assert [(word, headings.read(word)) for word, said in listed if headings.read(word) != said] == []

    @pytest.mark.parametrize(
        ("heading", "said"),
        [
            ("N° TPOP", "id"),
            ("Numéro de commande T-POP", "id"),
            ("N° commande boutique", "reference"),
            ("COMMANDE BOUTIQUE n°", "reference"),
            ("Shopify order #", "reference"),
            ("Bestell-Nr.", "order"),
            ("Artikel-Nr.", "sku"),
            ("№ commande", "order"),
            ("Date ▼", "created_at*"),
            ("Date (heure de Paris)", "created_at*"),
            ("Date d'expédition", "shipped_at"),
            ("Größe / Farbe", "variant"),
            ("Client", "other"),
            ("N° boutique", "other"),
            ("N°", ""),
            ("#", ""),
            ("", ""),
            ("Trévidic", ""),
        ],
    )
    def test_ignores_what_does_not_matter(self, heading: str, said: str) -> None:
        assert headings.read(heading) == said


class TestTwoNumbers:
    @pytest.mark.parametrize(
        ("cells", "order_id", "reference"),
        [
            (("Commande", "Référence", "Statut"), "Commande", "Référence"),
            (("Order", "Store order", "Status"), "Order", "Store order"),
            (("Order number", "TPOP ID", "Status"), "TPOP ID", "Order number"),  # TPOP's own is the other one
            (("Référence", "SKU", "Qté", "N° TPOP", "Statut"), "N° TPOP", "Référence"),
            (("Bestellnummer", "Shop-Bestellnummer", "Status"), "Bestellnummer", "Shop-Bestellnummer"),
        ],
    )
    def test_that_tell_themselves_apart(self, cells: Sequence[str], order_id: str, reference: str) -> None:
        found = where(*cells)
        assert (found.get("id"), found.get("reference")) == (order_id, reference)

    @pytest.mark.parametrize(
        ("cells", "unsure"),
        [
            (
                ("N° TPOP", "Commande boutique", "Référence boutique", "Statut"),
                ["Commande boutique", "Référence boutique"],
            ),
            (("TPOP order", "Order", "Reference no.", "Ref", "Status"), ["Order", "Reference no.", "Ref"]),
            (("Order", "Order number", "Shop order", "Status"), ["Order", "Order number"]),
            (("N° TPOP", "Commande boutique", "Statut", "État"), ["Statut", "État"]),
            (("N° TPOP", "Commande boutique", "Statut", "Boutique", "Magasin"), ["Boutique", "Magasin"]),
            # An article's reference, or the order's?
            (("N° TPOP", "Référence", "Quantité", "Statut"), ["Référence"]),
        ],
    )
    def test_between_which_nobody_guesses(self, cells: tuple[str, ...], unsure: list[str]) -> None:
        file = read(";".join(cells) + "\n" + ";".join("1234" for _ in cells) + "\n")
        assert not file.usable
        assert whys(file) == ["not_understood.unsure"]
        assert file.troubles[0].detail["columns"] == unsure

    def test_two_dates_of_creation(self) -> None:
        text = "N° TPOP;Commande boutique;Date de création;Date de commande;Statut\n1;2;22/11/2026 08:00;23/11/2026 08:00;open\n"
        file = read(text)
        assert [order.created_at for order in file.orders] == [None]
        assert whys(file)[0] == "bad_columns.unsure"
        assert file.troubles[0].detail["columns"] == ["Date de création", "Date de commande"]
        assert seen(text).unsure == {"created_at": ("Date de création", "Date de commande")}

    def test_a_sure_word_stands_above_a_general_one(self) -> None:
        assert where("Date", "Date de création")["created_at"] == "Date de création"


class TestTheSettings:
    TEXT = "N° TPOP;Commande;Référence boutique;Statut\nT-1;1042;9;ouverte\n"

    def test_always_win(self) -> None:
        assert brief(read(self.TEXT)) == [("T-1", "9", "open")]
        assert brief(read(self.TEXT, columns={"reference": "commande"})) == [("T-1", "1042", "open")]

    def test_decide_between_two(self) -> None:
        text = "N° TPOP;Commande boutique;Référence boutique;Statut\nT-1;1042;9;ouverte\n"
        assert not read(text).usable
        assert brief(read(text, columns={"reference": "Référence Boutique"})) == [("T-1", "9", "open")]

    def test_need_no_accents(self) -> None:
        assert brief(read(self.TEXT, columns={"reference": "Reference  boutique"})) == [("T-1", "9", "open")]

    def test_may_have_a_column_left_alone(self) -> None:
        text = "Boutique;" + self.TEXT.replace("\n", "\nWooCommerce;", 1)
        assert (brief(read(text)), read(text).left_aside) == ([], 1)
        file = read(text, columns={"shop": ""})
        assert (brief(file), file.left_aside, file.troubles[0].kind) == ([("T-1", "9", "open")], 0, "no_window")

    def test_one_number_for_both(self) -> None:
        file = read("Commande;Statut\n1042;ouverte\n", columns={"id": "Commande", "reference": "Commande"})
        assert brief(file) == [("1042", "1042", "open")]

    def test_that_name_what_is_not_there(self) -> None:
        """No other column stands in for it, whatever its words: the file is another one than it used to be."""
        file = read(self.TEXT, columns={"reference": "Numéro externe"})
        assert (file.orders, file.complete) == ((), False)
        assert file.troubles[0].detail["columns"]
        file = read(self.TEXT, columns={"block_reason": "Explication"})
        assert (len(file.orders), whys(file)[0]) == (1, "bad_columns")


class TestColumnsThatMeanLittleAlone:
    def test_a_whole_address_is_no_street(self) -> None:
        assert "address1" not in where("N° TPOP", "Adresse", "Statut")
        assert "address1" in where("N° TPOP", "Adresse", "Code postal", "Statut")

    def test_a_total_is_no_quantity_of_an_article(self) -> None:
        assert "quantity" not in where("N° TPOP", "Quantité", "Article")
        assert "quantity" in where("N° TPOP", "Quantité", "SKU")

    def test_a_client_is_not_who_receives_it(self) -> None:
        text = "N° TPOP;Commande boutique;Statut;Client;Destinataire;Ville\nT-1;1;open;Ulysse;Éloïse Trévidic;Brest\n"
        recipient = read(text).orders[0].recipient
        assert recipient is not None
        assert (recipient.name, recipient.city) == ("Éloïse Trévidic", "Brest")

    def test_a_name_of_several_lines_is_an_address(self) -> None:
        text = 'N° TPOP;Commande boutique;Statut;Destinataire\nT-1;1;open;"Éloïse\n12 rue de l\'Église"\n'
        assert read(text).orders[0].recipient is None


class TestWhatIsSaid:
    def test_the_headings_that_were_found(self) -> None:
        file = read("Commande;Client;Montant\nT-1;Éloïse Trévidic;12\n")
        assert file.troubles[0].detail == {
            "why": "columns",
            "columns": ["Commande", "Client", "Montant"],
            "lacking": ["status", "reference"],
            "file": "list.txt",
        }

    @pytest.mark.parametrize("cell", ["Rue 123", "x@y.example", "Bloquée", "X", "a b c d e f g", "…", "y" * 61])
    def test_but_none_that_does_not_look_like_one(self, cell: str) -> None:
        placed = Columns({}).place(["N° TPOP", "Commande boutique", "Statut", "Dossier", cell])
        assert placed.shown() == ("N° TPOP", "Commande boutique", "Statut", "Dossier")

    def test_at_most_twelve_and_none_long(self) -> None:
        cells = ["Commande", "Statut", "Client", "Total", "Date", "Ville", "Pays"]
        text = ";".join([*cells, *(f"Colonne {'x' * 45} {chr(97 + n)}" for n in range(20))])
        quoted = read(text).troubles[0].detail["columns"]
        assert len(quoted) <= 12
        assert max(map(len, quoted)) <= 40

    @pytest.mark.parametrize(
        "text",
        [
            "Statut;Bloquée;Nom;Éloïse Trévidic\n",
            "Ville;Ménilmontant;Client;Éloïse Trévidic;Pays\n",
            "Client\tÉloïse Trévidic\nAdresse\t12 rue de l'Église\nVille\tMénilmontant\nStatut\tBloquée\n",
            "Éloïse Trévidic;12 rue de l'Église;Total\n",
            "Date;eloise@courriel.example;Montant\n",
            "Éloïse Trévidic, Ménilmontant, Commande\n",
        ],
    )
    def test_and_nobody_s_name(self, text: str) -> None:
        """Of rows that are none of headings, only words of the table are quoted."""
        file = read(text)
        assert not file.usable
        assert_private(file.troubles)
        assert all(secret not in str(file.troubles) for secret in PLANTED)

    @pytest.mark.parametrize("text", ["", "\n\n", "hello", "a;b;c\n1;2;3\n", "<html>", "<table></table>"])
    def test_no_table_at_all(self, text: str) -> None:
        assert whys(read(text)) == ["not_understood.no_table"]

    def test_a_feed_that_lacks_a_column_is_a_feed(self) -> None:
        file = read("id;reference;sku\nT-1;1042;A\n", "list.csv")
        assert [(t.kind, t.detail["missing"]) for t in file.troubles] == [("bad_columns", ["status"])]
