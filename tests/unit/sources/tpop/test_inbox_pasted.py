"""Pasted text: rows broken by their own cells, page furniture around them, and what cannot be told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from sources.tpop.inbox import normalise
from sources.tpop.inbox.columns import Columns
from sources.tpop.inbox.kinds import tables
from sources.tpop.inbox.tables import CELL_MAX, Refused

from .sighted import ZONE, brief, read, seen, whys

HEADS = "N° TPOP\tCommande boutique\tStatut\tDate\tSuivi\n"


class TestRowsThatBreak:
    """Browsers copy a line break inside a cell as a line break."""

    def test_are_put_together(self) -> None:
        text = (
            HEADS
            + "T-1\t#1042\tBloquée\nPaiement refusé\t22/11/2026\n11:04\t\n"
            + "T-2\t#1043\tExpédiée\t21/11/2026\n11:05\t6A123\n"
            + "T-3\t#1044\tEn cours\t20/11/2026 11:06\t\n"
        )
        file = read(text)
        assert brief(file) == [("T-1", "1042", "blocked"), ("T-2", "1043", "shipped"), ("T-3", "1044", "open")]
        assert [order.block_reason for order in file.orders] == ["payment", "", ""]
        assert all(order.created_at for order in file.orders)
        assert [order.tracked for order in file.orders] == [False, True, False]
        assert file.complete

    def test_but_two_short_rows_are_not_one(self) -> None:
        """Together they have just the tabs of one row, and the second tells a state of its own."""
        file = read(HEADS + "T-1\t1042\tBloquée\nT-2\t1043\tEn cours\n")
        assert file.orders == ()
        assert seen(HEADS + "T-1\t1042\tBloquée\nT-2\t1043\tEn cours\n").lost == 2

    def test_nor_is_a_whole_row_a_piece_of_the_one_above(self) -> None:
        file = read(HEADS + "Commandes\nT-1\t1042\tBloquée\t\t\n")
        assert brief(file) == [("T-1", "1042", "blocked")]
        assert not file.complete

    def test_excels_quoted_breaks(self) -> None:
        file = read(HEADS + 'T-1\t1042\t"Bloquée\npaiement"\t22/11/2026 11:04\t\n')
        assert [(order.status, order.block_reason) for order in file.orders] == [("blocked", "payment")]


class TestFurniture:
    ROW = "T-1\t1042\tBloquée\t22/11/2026 11:04\t\n"

    def test_above_and_below(self) -> None:
        text = (
            "Tableau de bord\nCommandes (1)\nRechercher\n\n" + HEADS + self.ROW + "\n1–1 sur 1\nPrécédent\nSuivant\n"
        )
        assert (len(read(text).orders), seen(text).around, seen(text).lost) == (1, 3, 0)

    def test_a_line_that_speaks_of_a_state_may_be_an_order(self) -> None:
        text = HEADS + self.ROW + "T-2 1043 en cours\n"
        assert (seen(text).around, seen(text).lost) == (0, 1)
        assert not read(text).complete

    def test_a_row_with_all_its_cells_is_a_row_though_they_are_empty(self) -> None:
        assert (seen(HEADS + self.ROW + "T-2\t\t\t\t\n").lost, seen(HEADS + self.ROW + "T-2\t\t\t\t\n").around) == (
            1,
            0,
        )

    def test_a_line_between_rows_is_not_passed_over(self) -> None:
        text = HEADS + self.ROW + "Hier\n" + self.ROW.replace("T-1", "T-2")
        assert seen(text).lost == 1

    def test_a_drawn_line_is_no_row(self) -> None:
        text = "| N° TPOP | Commande boutique | Statut |\n|---|:---:|---|\n| T-1 | 1042 | open |\n"
        assert (brief(read(text)), seen(text).rows) == ([("T-1", "1042", "open")], 1)


class TestBlanks:
    HEADS = "N° TPOP   Commande boutique   Statut      Date\n"

    def test_only_full_rows_say_which_cell_is_which(self) -> None:
        text = self.HEADS + "T-1   1042   Bloquée   22/11/2026 11:04\nT-2   1043   En production\nT-3 1044 open\n"
        assert brief(read(text)) == [("T-1", "1042", "blocked")]
        assert [fault.problem for fault in seen(text).faults] == ["has fewer cells than the header"] * 2

    def test_too_many_are_as_bad(self) -> None:
        text = self.HEADS + "T-1   1042   Bloquée   22/11/2026   11:04\n"
        assert [fault.problem for fault in seen(text).faults] == ["has more cells than the header"]


class TestLetters:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_however_they_are_saved(self, encoding: str) -> None:
        text = "N° TPOP;Commande boutique;Statut;Ville\nT-1;1042;Bloquée;Besançon\n"
        (order,) = read(text.encode(encoding)).orders
        assert (order.status, order.recipient and order.recipient.city) == ("blocked", "Besançon")

    def test_a_pages_own_word_for_them(self) -> None:
        page = '<meta charset="iso-8859-1"><table><tr><th>N° TPOP<th>Commande boutique<th>État<tr><td>T-1<td>1<td>Bloquée'
        assert brief(read(page.encode("cp1252"))) == [("T-1", "1", "blocked")]
        assert brief(read(page.replace("iso-8859-1", "punycode").encode())) == [("T-1", "1", "blocked")]

    def test_nul_costs_its_row(self) -> None:
        text = "N° TPOP;Commande boutique;Statut\n" + "T-0;1041;open\n" * 300 + "T-1;10\x0042;open\nT-2;1043;open\n"
        assert [order.id for order in read(text).orders] == ["T-0", "T-2"]
        assert [fault.problem for fault in seen(text).faults] == ["holds what no text holds"]

    def test_line_ends_may_be_mixed(self) -> None:
        assert len(read("N° TPOP;Commande boutique;Statut\r\nT-1;1;open\rT-2;2;open\nT-3;3;open").orders) == 3


class TestBounds:
    """Refused or read, and never at length: a reading that is not linear would not end here."""

    SIZE = 400_000

    @pytest.mark.parametrize(
        "bit", ["<", "<a ", "<!--", "<td>", "<table>", "<script>", "<a b='", '="', "&", "<![CDATA[", "</", "<svg>"]
    )
    def test_pages_made_to_be_slow(self, bit: str) -> None:
        head = "<table><tr><th>TPOP order<th>Shop order<th>Status<tr><td>"
        read((head + bit * (self.SIZE // len(bit))).encode())

    @pytest.mark.parametrize("opening", ["<b>", "<p hidden>", "<div role=cell>", "<table><tr><td>"])
    def test_ends_of_what_never_began(self, opening: str) -> None:
        read(f"<table><tr><td>{opening * 20_000}{'</i></p></div>' * 60_000}")

    def test_tables_ten_thousand_deep(self) -> None:
        inner = "<table><tr><th>TPOP order<th>Shop order<th>Status<tr><td>T-1<td>1<td>Open</table>"
        assert brief(read("<table><tr><td>" * 10_000 + inner + "</table>" * 10_000)) == [("T-1", "1", "open")]

    def test_cells_that_reach_over_everything(self) -> None:
        file = read(
            "<table><tr><th>TPOP order<th>Shop order<th>Status" + "<tr><td colspan=200 rowspan=1000>x" * 25_000
        )
        assert [t.kind for t in file.troubles] == ["too_large"]

    @pytest.mark.parametrize(
        "body",
        [b";" * SIZE, b"x" * SIZE, b'"' * SIZE, b'"a;b\n' * 20_000, b"\n" * 90_000, b" " * SIZE, b"a  " * 100_000],
    )
    def test_texts_made_to_be_slow(self, body: bytes) -> None:
        head = "N° TPOP;Commande boutique;Statut\n".encode()
        assert read(head + body).orders == ()
        read(body)

    def test_one_line_without_end(self) -> None:
        assert [t.kind for t in read(b"x;" * 30_000_000, "list.csv").troubles] == ["too_large"]

    def test_a_row_without_end(self) -> None:
        text = f"N° TPOP;Commande boutique;Statut\nT-1;1;open\nT-2;2;{'o' * 200_000}\nT-3;3;{'o' * (CELL_MAX + 1)}\n"
        assert brief(read(text)) == [("T-1", "1", "open")]
        assert {fault.problem for fault in seen(text).faults} >= {
            "is far too long",
            "has a cell that is far too long",
        }

    def test_more_rows_than_anybody_has_orders(self) -> None:
        assert [t.kind for t in read("N° TPOP;Commande boutique;Statut\n" + "1;2;open\n" * 100_000).troubles] == [
            "too_large"
        ]

    def test_an_archive_of_nothing_but_parts(self) -> None:
        deep = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
        assert not read(deep + "--a\n\n" * 100_000, "list.mht").usable
        assert not read(deep + "--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 4_000, "list.mht").usable


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='id;status,reference"\n\r\t é1<|', max_size=200).map(str.encode))
def test_it_never_raises(body: bytes) -> None:
    for start in (b"", HEADS.encode(), b"id;reference;status\n", b"PK\x03\x04", b"MIME-Version: 1.0\n\n", b"<table>"):
        for name in ("list.csv", "list.json"):
            read(start + body, name)
        try:
            table = normalise.read(tables(start + body, Columns({})), Columns({}), ZONE)
        except (Refused, SourceError):
            continue
        assert set(table.faults) <= set(range(len(table.rows)))
        assert len(table.numbers) == len(table.rows)


def test_what_begins_like_json_and_is_none() -> None:
    assert brief(read("[Commandes]\nN° TPOP;Commande boutique;Statut\nT-1;1;open\n")) == [("T-1", "1", "open")]
    assert whys(read("[Commandes]", "list.json")) == ["not_json"]
