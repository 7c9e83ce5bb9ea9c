"""Lists as merchants really give them: sums below, merged cells, numbers that became amounts, what nobody sees."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from sources.tpop.inbox import tables, webpage
from sources.tpop.inbox.dates import Dates
from sources.tpop.inbox.merged import Merged
from sources.tpop.inbox.sight import Fault

from .boxes import Box
from .sighted import ZONE, brief, local, read, reading, seen, whys
from .workbooks import repacked, workbook

NAME = "tpop-2026-11-23T0755.csv"
HEADS = "N° TPOP;Commande boutique;Date;Statut;SKU;Qté;Montant\n"
ROW = "88001;1042;22/11/2026 10:00;Bloquée;A;1;12,50\n"


class TestRowsBelowTheOrders:
    @pytest.mark.parametrize(
        "below",
        [
            "Total;;;;;1;12,50\n",
            "Total général;;;;;1;12,50\n",
            "Total : 1 commande;;;;;;\n",
            "TOTAL TTC;;;;;;12,50 €\n",
            "Sous-total;;;;;;1\nTotal;;;;;;1\n",
            ";;;;;1;12,50\n",
            ";;;;;1;12\n",
            ";;;;;;12,50 €\n",
            ";;;;;;€ 12.50\n",
            ";;;;Summe;1;12,50\n",
            "Gesamtsumme;;;;;;12,50\n",
            "1 commande;;;;;;\n",
            "Nombre de commandes : 1;;;;;;\n",
            "Généré par le tableau de bord;;;;;;\n",
            "\nTotal;;;;;;1\nMerci et à bientôt;;;;;;\n",
        ],
    )
    def test_are_none(self, below: str) -> None:
        file, sight = read(HEADS + ROW + below, NAME), seen(HEADS + ROW + below, NAME)
        assert (brief(file), file.complete) == ([("88001", "1042", "blocked")], True)
        assert (sight.rows, sight.lost, sight.around) == (1, 0, len(below.strip().split("\n")))

    @pytest.mark.parametrize(
        "below",
        [
            "88002;;;;;;\n",
            "5;;;;;;\n",
            ";1043;;;;;\n",
            ";;;;TP-TEE;2;15,50\n",
            "Total ouverte;;;;;1;12,50\n",  # it speaks of a state: an order, for all anybody knows
            ";;;En cours;;;\n",
            ";;22/11/2026 10:00;;;1;\n",
        ],
    )
    def test_may_be_some(self, below: str) -> None:
        assert seen(HEADS + ROW + below, NAME).lost == 1
        assert not read(HEADS + ROW + below, NAME).complete

    def test_between_orders_are_not_passed_over(self) -> None:
        text = HEADS + ROW + ";;;;;1;12,50\n" + ROW.replace("88001", "88002")
        assert seen(text, NAME).lost == 1

    def test_a_missing_id_on_a_few_rows_is_no_fault_of_the_list(self) -> None:
        """As many bad rows as good ones, and yet the column is there."""
        text = HEADS + "".join(ROW.replace("88001", f"8800{n}") + ";;;;B;2;1\n" for n in range(3))
        assert "bad_columns" not in whys(read(text, NAME))
        assert [fault.row for fault in seen(text, NAME).faults if fault.field == "id"] == [3, 5, 7]


class TestNumbers:
    @pytest.mark.parametrize("number", ["1042.0", "1042,0", "1042.00", "1042"])
    def test_that_became_amounts(self, number: str) -> None:
        text = f"N° TPOP;Commande boutique;Date;Statut\n88001.0;{number};22/11/2026;Bloquée\n"
        assert brief(read(text, NAME)) == [("88001", "1042", "blocked")]
        assert seen(text, NAME).days_only == 1

    @pytest.mark.parametrize("number", ["1042.5", "1042.000", "R1042.0", "1.042.0"])
    def test_that_are_none(self, number: str) -> None:
        (order,) = read(f"N° TPOP;Commande boutique;Statut\n88001;{number};Bloquée\n", NAME).orders
        assert order.reference == number

    def test_amounts_stay(self) -> None:
        assert seen(HEADS + ROW.replace(";1;", ";1.0;"), NAME).lost == 0


class TestWhatNobodySees:
    @pytest.mark.parametrize(
        "mark", ["\u200b", "\u200e", "\u202a", "\u202e", "\u2068", "\u00ad", "\ufeff", "\x07", "\x1b"]
    )
    def test_is_not_read(self, mark: str) -> None:
        heads = f"N°{mark} TP{mark}OP;Commande bou{mark}tique;Date;Sta{mark}tut"
        row = f"T-{mark}1;#10{mark}42;22/11/{mark}2026 10:00;Blo{mark}quée"
        file = read(f"{heads}\n{row}\n", NAME)
        assert (brief(file), file.complete) == ([("T-1", "1042", "blocked")], True)

    @pytest.mark.parametrize("mark", ["&#8203;", "&#x202e;", "&shy;", "&#27;"])
    def test_nor_on_a_page(self, mark: str) -> None:
        page = f"<table><tr><th>N° TPOP<th>Commande boutique<th>Sta{mark}tut<tr><td>T-{mark}1<td>1<td><i title='Op{mark}en'>"
        assert brief(read(page)) == [("T-1", "1", "open")]

    def test_nor_in_a_workbook(self) -> None:
        heads = ["N° TPOP", "Commande boutique", "Sta\u200btut"]
        assert brief(read(workbook([heads, ["T-\u200e1", "1", "Open\u202c"]]))) == [("T-1", "1", "open")]

    def test_what_is_quoted_commands_no_screen(self) -> None:
        file = read('{"orders": [{"id": 1, "reference": 2, "status": "Wart\\u001b[2Jend\\u202e"}]}', "list.json")
        assert file.troubles[0].detail["words"] == {"Wart[2Jend": 1}
        known = seen('{"orders": [{"id": 1, "reference": 2, "status": "\\u001bOpen\\u0007"}]}', "list.json")
        assert [state.word for state in known.states] == ["Open"]

    def test_nor_does_a_name(self, folder: Box) -> None:
        folder.put("li\u202est\x1b.csv", b"x")
        assert folder.pull().troubles[0].detail["file"] == "list.csv"


class TestMergedCells:
    HEADS = ("N° TPOP", "Commande boutique", "Date", "Statut", "SKU", "Qté")

    def book(self, *merged: str, rows: list[list[Any]] | None = None) -> bytes:
        made = datetime(2026, 11, 22, 11, 4)
        usual: list[list[Any]] = [
            [88001.0, 1042.0, made, "Bloquée", "A", 1.0],
            [None, None, None, None, "B", 2.0],
            [88002.0, 1043.0, made, "Expédiée", "A", 1.0],
        ]

        def change(book: Workbook) -> None:
            for cells in merged:
                book.worksheets[0].merge_cells(cells)

        return workbook([["Commandes de novembre"], list(self.HEADS), *(rows or usual)], change=change)

    def test_count_in_every_row_they_reach(self) -> None:
        file = read(self.book("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:D4"), NAME)
        assert brief(file) == [("88001", "1042", "blocked"), ("88002", "1043", "shipped")]
        assert [len(order.lines or ()) for order in file.orders] == [2, 1]
        assert file.orders[0].created_at == local(2026, 11, 22, 11, 4)
        assert file.complete

    def test_only_there(self) -> None:
        """Without them, nobody knows whose article it is."""
        sight = seen(self.book("A1:F1"), NAME)
        assert sight.lost == 1
        assert Fault(4, "id", "is missing") in sight.faults

    def test_a_row_of_nothing_else_is_none(self) -> None:
        one = [88001, 1042, datetime(2026, 11, 22, 11, 4), "Bloquée", "A", 1]
        empty: list[Any] = [None] * 6
        sight = seen(self.book("A3:A6", "B3:B6", rows=[one, empty, empty, empty]), NAME)
        assert (sight.rows, sight.lost) == (1, 0)

    def test_one_column_after_the_other(self) -> None:
        merged = Merged(
            b'<mergeCells count="3"><mergeCell ref="A1:B3"/><mergeCell ref="AB2:AB2"/><mergeCell ref="C2:C3"/>'
        )
        found = []
        for number, cells in enumerate((["a", "b"], ["", "", "c"], ["x"], ["y", "", "z"]), 1):
            merged.reach_down(number, cells)
            found.append(cells)
        assert found == [["a", "b"], ["a", "", "c"], ["x", "", "c"], ["y", "", "z"]]

    def test_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sources.tpop.inbox.merged.ROWS_MAX", 2)
        with pytest.raises(tables.Refused) as refused:
            Merged(b'<mergeCells><mergeCell ref="A1:A3"/>' + b'<mergeCell ref="B1:B3"/>' * 2)
        assert refused.value.kind == "too_large"
        assert read(self.book("A3:A4", "B3:B4"), NAME).orders

    def test_beyond_all_columns(self) -> None:
        Merged(b'<mergeCells><mergeCell ref="ZZZ1:ZZZ9"/>').reach_down(1, ["a"])


class TestFilesThatAreNoLists:
    @pytest.mark.parametrize("name", ["commandes.pdf", "liste.NUMBERS", "ecran.png", "photo.HEIC", "liste.docx"])
    def test_are_told_and_not_opened(self, folder: Box, name: str) -> None:
        folder.put(name, b"x" * 100)
        pull = folder.pull(bytes_max=10)
        assert [(t.kind, t.detail) for t in pull.troubles] == [
            ("not_understood", {"why": "other_format", "file": name})
        ]

    @pytest.mark.parametrize("body", [b"", b"\n \n", b"\xef\xbb\xbf"])
    def test_an_empty_one_is_told(self, box: Box, body: bytes) -> None:
        box.put("list.csv", body)
        pull = box.pull()
        assert [(t.kind, t.detail["why"]) for t in pull.troubles] == [("not_understood", "no_table")]

    def test_until_a_list_comes(self, folder: Box) -> None:
        folder.put("2026-11-22T0755.pdf", b"x")
        folder.put("tpop-2026-11-23T0755.csv", (HEADS + ROW).encode())
        assert [t.kind for t in folder.pull(covers="all").troubles] == []

    @pytest.mark.parametrize(
        "body",
        [
            b'{"orders": [' + b"{}," * 600_000 + b"{}]}",
            b'{"orders": [' + b"0," * 3_100_000 + b"0]}",
            b'{"orders": [' + b"0," * 100_000 + b"0]}",
            b'{"orders": [{"id": 1, "reference": 1, "status": "open", "lines": [' + b"{}," * 600_000 + b"{}]}]}",
        ],
    )
    def test_documents_made_to_be_huge(self, body: bytes) -> None:
        """Small as files, and each of their marks an object in memory."""
        file = read(body, "list.json")
        assert ([t.kind for t in file.troubles], file.usable) == (["too_large"], False)

    def test_a_field_that_is_wrong_many_times(self) -> None:
        body = b'{"orders": [{"id": 1, "reference": 1, "status": "open", "lines": [' + b"0," * 100_000 + b"0]}]}"
        file = read(body, "list.json")
        assert (len(file.orders), file.orders[0].lines) == (1, None)

    def test_a_workbook_within_a_package(self) -> None:
        inner = BytesIO()
        with ZipFile(inner, "w") as package:
            package.writestr("list.xlsx", workbook([["x"]]))
        assert whys(read(inner.getvalue(), "list.xlsx")) == ["not_understood.other_format"]

    def test_what_a_sheet_would_run_or_fetch_is_left(self) -> None:
        rows = [["N° TPOP", "Commande boutique", "Statut"], ["=cmd|' /C calc'!A0", "1042", "Open"]]
        book = repacked(workbook(rows), {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x"})
        assert seen(book, "list.xlsm").lost == 1  # a formula that nothing has reckoned
        (order,) = read("N° TPOP;Commande boutique;Statut\n=1+1;1042;Open\n", NAME).orders
        assert order.id == "=1+1"


def test_one_cell_a_line_of_which_one_has_left_no_trace() -> None:
    """Of the last order: what is left over would else be a page's foot, and its number the parcel of the one above."""
    text = "N° TPOP\nCommande boutique\nStatut\nSuivi\nT-1\n1\nExpédiée\n6A1\nT-2\n2\nBloquée\nT-3\n3\nBloquée\n"
    assert whys(read(text)) == ["not_understood.no_table"]


class TestTables:
    def test_none_with_a_known_heading(self) -> None:
        assert whys(read("<table><tr><td>Bonjour<td>monde</table>")) == ["not_understood.no_table"]
        assert whys(read(workbook([["Bonjour", "monde"], ["a", "b"]]))) == ["not_understood.no_table"]

    def test_more_sheets_than_are_looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The last one may hold the orders that the first ones lack."""
        book = workbook([["N° TPOP", "Commande boutique", "Statut"], ["T-1", "1", "Open"]], [["x"]], [["y"]])
        assert len(read(book).orders) == 1
        monkeypatch.setattr("sources.tpop.inbox.spreadsheet.SHEETS_MAX", 2)
        assert dict(read(book).troubles[0].detail) == {"sheets": 3, "max_sheets": 2, "file": "list.txt"}

    def test_an_article_s_reference_is_not_the_orders(self) -> None:
        text = "N° TPOP;Commande boutique;Statut;Référence;Qté\nT-1;1042;open;MUG;1\n"
        assert brief(read(text)) == [("T-1", "1042", "open")]

    def test_german_ones(self) -> None:
        text = "TPOP-Nr.;Bestellnummer Shop;Datum;Zustand;Menge;Artikelnummer\nT-1;#1042;22.11.2026 07:55;Blockiert;1;A\n"
        assert brief(read(text.encode("cp1252"), NAME)) == [("T-1", "1042", "blocked")]

    @pytest.mark.parametrize("part", ["", "<tbody>", "<thead><tbody>"])
    def test_a_row_of_a_page_counts_whatever_its_state(self, part: str) -> None:
        page = f"<table>{part}<tr><th>TPOP order<th>Shop order<th>Status<tr><td>T-1<td>1<td>Wartend</table>"
        assert (brief(read(page)), seen(page).around) == ([("T-1", "1", "unknown")], 0)

    @pytest.mark.parametrize(("word", "manual"), [("oui", True), ("Non", False), ("x", True), ("no", False)])
    def test_by_hand_or_not(self, word: str, manual: bool) -> None:
        (order,) = read(f"N° TPOP;Commande boutique;Statut;Manuelle\nT-1;1;open;{word}\n").orders
        assert order.manual is manual

    def test_neither_by_hand_nor_not(self) -> None:
        sight = seen("N° TPOP;Commande boutique;Statut;Manuelle\nT-1;1;open;parfois\n")
        assert sight.faults == (Fault(2, "manual", "is neither true nor false"),)

    def test_rows_of_a_page_are_counted_from_its_first(self) -> None:
        page = (
            "<table><tr><th>TPOP order<th>Shop order<th>Status<tr><td>T-1<td>1<td>Open<tr><td><td>2<td>Open</table>"
        )
        assert seen(page).faults == (Fault(3, "id", "is missing"),)

    def test_a_page_of_nothing_but_words_is_kept_within_bounds(self) -> None:
        (grid,) = webpage.read("<p>x</p>" * 60_000 + "<table><tr><td>a</table>")
        assert len(grid.above) == 20_000

    def test_a_workbook_of_nothing_but_cells(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sources.tpop.inbox.spreadsheet.CELLS_MAX", 1)
        assert [t.kind for t in read(workbook([["a", "b"]] * 3)).troubles] == ["too_large"]


class TestTimes:
    @pytest.mark.parametrize(
        ("written", "day"), [("05/12/2026", date(2026, 12, 5)), ("12/05/2026", date(2026, 5, 12))]
    )
    def test_a_twelfth_may_be_a_day_or_a_month(self, written: str, day: date) -> None:
        assert Dates(ZONE, [written]).read(written).day == day

    def test_a_column_of_both_kinds_keeps_what_is_certain(self) -> None:
        dates = Dates(ZONE, ["13/05/2026", "05/13/2026"])
        assert dates.read("13/05/2026").day == date(2026, 5, 13)
        assert dates.read("04/05/2026").fault == "could be two different days"

    @pytest.mark.parametrize(("clock", "hour"), [("1:30 PM", 13), ("12:30 AM", 0), ("12:30 PM", 12), ("1:30 AM", 1)])
    def test_halves_of_a_day(self, clock: str, hour: int) -> None:
        assert Dates(ZONE).read(f"Nov 23, 2026, {clock}").moment == local(2026, 11, 23, hour, 30)

    def test_an_undated_list_is_as_old_as_it_can_be(self) -> None:
        (order,) = read("N° TPOP;Commande boutique;Statut\nT-1;1;open\n", "list.csv").orders
        assert order.as_of == reading().oldest


def test_the_newest_list_tells_its_bad_rows_though_an_older_one_proves_more(folder: Box) -> None:
    folder.put("tpop-2026-11-22T0755.csv", (HEADS + ROW.replace("22/11", "21/11")).encode())
    folder.put(NAME, (HEADS + ROW + ";1043;;open;;;\n").encode())
    pull = folder.pull(covers="all")
    assert pull.coverage.as_of == local(2026, 11, 22, 7, 55)
    assert ("", "id", "is missing (row 3)") in {(one.id, one.field, one.problem) for one in pull.unreadable}


def test_one_cell_a_line_below_a_line_that_looks_like_headings() -> None:
    text = "Filtrer par : Boutique, Statut\nN° TPOP\nCommande boutique\nStatut\nT-1\n1\nopen\nT-2\n2\nopen\n"
    assert [order.id for order in read(text).orders] == ["T-1", "T-2"]
