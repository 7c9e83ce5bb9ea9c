"""Workbooks: dates as dates, numbers as shown, which sheet; and packages that are not what they say."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from core.model import TpopLine
from sources.tpop.inbox import spreadsheet, unpacked
from sources.tpop.inbox.tables import ROWS_MAX, Refused

from .sighted import brief, local, read, seen, whys
from .workbooks import repacked, workbook

HEADS = ["N° TPOP", "Commande boutique", "Date", "Statut", "SKU", "Qté"]
NAME = "tpop-2026-11-23T0755.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def row(order_id: Any = "T-1", **fields: Any) -> list[Any]:
    usual = {"reference": 1042, "made": datetime(2026, 11, 22, 11, 4), "status": "Bloquée", "sku": "A", "quantity": 2}
    return [order_id, *{**usual, **fields}.values()]


def texts(*rows: list[Any], change: Any = None) -> list[list[str]]:
    (grid,) = spreadsheet.read(workbook(rows, change=change))
    return [one.cells for one in grid.rows]


class TestCells:
    @pytest.mark.parametrize(
        ("value", "shown_as", "text"),
        [
            ("T-1 ", None, "T-1"),
            (1042, None, "1042"),
            (1042.0, None, "1042"),
            (1.5, None, "1.5"),
            (88001, "0000000", "0088001"),
            ("01042", "@", "01042"),
            (1042, "#,##0.00", "1042"),
            (True, None, "true"),
            (datetime(2026, 11, 22, 11, 4), None, "2026-11-22T11:04:00"),
            (datetime(2026, 11, 22, 0, 0), "dd/mm/yyyy hh:mm", "2026-11-22T00:00:00"),
            (datetime(2026, 11, 22), "dd/mm/yyyy", "2026-11-22"),
            (datetime(2026, 11, 22), 'dd" h "mm/yyyy', "2026-11-22"),
            (date(2026, 11, 22), None, "2026-11-22"),
            (time(11, 4), None, "11:04:00"),
            (10**18, None, "1e+18"),
            ("#N/A", None, ""),
        ],
    )
    def test_as_they_are_shown(self, value: Any, shown_as: str | None, text: str) -> None:
        def change(book: Workbook) -> None:
            if shown_as:
                book.worksheets[0]["B1"].number_format = shown_as

        (found,) = texts(["x", value, "y"], change=change)
        assert found[1] == text

    def test_a_formula_counts_as_it_was_saved(self) -> None:
        """No program has reckoned this one: it tells nothing."""
        assert texts(["x", "=1+1", "y"]) == [["x", "", "y"]]

    def test_rows_keep_their_numbers(self) -> None:
        (grid,) = spreadsheet.read(workbook([["a"], [], [None, None], ["b"]]))
        assert [one.number for one in grid.rows] == [1, 4]


class TestSheets:
    def test_a_list(self) -> None:
        file = read(
            workbook(
                [
                    ["Export du 23/11/2026 07:30"],
                    [],
                    HEADS,
                    row(),
                    row("T-1", sku="B", quantity=1.0),
                    row(88002, reference="01043"),
                ]
            ),
            "list.xlsx",
        )
        assert brief(file) == [("T-1", "1042", "blocked"), ("88002", "01043", "blocked")]
        assert file.orders[0].lines == (TpopLine("A", 2), TpopLine("B", 1))
        assert file.orders[0].created_at == local(2026, 11, 22, 11, 4)
        assert file.as_of == local(2026, 11, 23, 7, 30)
        assert file.complete

    def test_the_first_one_with_headings(self) -> None:
        file = read(workbook([["Notes"], ["x", "y"]], [HEADS, row()]), NAME)
        assert (brief(file), file.complete) == ([("T-1", "1042", "blocked")], True)

    def test_further_ones_are_told_of(self) -> None:
        """October's sheet says nothing about November's orders."""
        file = read(workbook([HEADS, row()], [HEADS, row("T-2")]), NAME)
        assert [order.id for order in file.orders] == ["T-1"]
        assert (file.complete, whys(file)) == (False, ["other.more_tables"])

    def test_hidden_ones_are_not_read(self) -> None:
        def change(book: Workbook) -> None:
            book.worksheets[0].sheet_state = "hidden"

        file = read(workbook([HEADS, row("T-9")], [HEADS, row()], change=change), NAME)
        assert ([order.id for order in file.orders], file.complete) == (["T-1"], True)

    def test_hidden_rows_and_columns_are(self) -> None:
        def change(book: Workbook) -> None:
            sheet = book.worksheets[0]
            sheet.row_dimensions[3].hidden = True
            sheet.column_dimensions["B"].hidden = True

        assert len(read(workbook([HEADS, row(), row("T-2")], change=change)).orders) == 2

    def test_a_row_of_sums_is_no_order(self) -> None:
        rows = [HEADS, row(), ["Total", None, None, None, None, 2]]
        assert (len(read(workbook(rows)).orders), seen(workbook(rows)).around) == (1, 1)

    def test_a_bad_row_is_told_by_its_number(self) -> None:
        file = read(workbook([[], HEADS, row(), row("T-2", quantity=1.5), row(None)]))
        assert {(f.id, f.field, f.problem) for f in file.unreadable} == {
            ("", "id", "is missing (row 5)"),
            (
                "T-2",
                "lines, lines.quantity",
                "lines may lack a row that could not be read; lines.quantity is not a whole number (row 4)",
            ),
        }
        assert not file.complete


class TestPackages:
    GOOD = workbook([HEADS, row()])

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"PK\x03\x04 and then nothing", "damaged"),
            (GOOD[:-40], "damaged"),
            (GOOD[: len(GOOD) // 2], "damaged"),
            (repacked(GOOD, {SHEET: b"<worksheet"}), "damaged"),
            (repacked(GOOD, {"xl/workbook.xml": b"not xml"}), "damaged"),
            (repacked(GOOD, {"[Content_Types].xml": b"<Types/>"}), "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or locked", "old_excel"),
            (b"%PDF-1.7 invoice", "other_format"),
            (b"\x89PNG\r\n\x1a\n", "other_format"),
        ],
    )
    def test_that_cannot_be_read(self, body: bytes, why: str) -> None:
        assert whys(read(body, "list.xlsx")) == [f"not_understood.{why}"]

    def test_of_something_else(self) -> None:
        made = BytesIO()
        with ZipFile(made, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert whys(read(made.getvalue(), "list.ods")) == ["not_understood.other_format"]

    def test_entities_are_not_unfolded(self) -> None:
        laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(20))
        sheet = b'<?xml version="1.0"?><!DOCTYPE x [' + laughs + b"]><worksheet>&a19;</worksheet>"
        assert whys(read(repacked(self.GOOD, {SHEET: sheet}))) == ["not_understood.damaged"]

    def test_nor_files_fetched(self) -> None:
        sheet = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
        assert whys(read(repacked(self.GOOD, {SHEET: sheet}))) == ["not_understood.damaged"]

    def test_a_bomb_is_not_unpacked(self) -> None:
        bomb = repacked(self.GOOD, {SHEET: b"<worksheet><sheetData>" + b"<row/>" * 3_000_000})
        assert len(bomb) < 100_000
        file = read(bomb)
        assert [t.kind for t in file.troubles] == ["too_large"]

    def test_a_bomb_that_lies_about_its_size(self) -> None:
        bomb = bytearray(repacked(self.GOOD, {SHEET: b" " * 5_000_000}))
        at = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(SHEET.encode()))
        bomb[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # what the package says it holds
        assert whys(read(bytes(bomb))) == ["not_understood.damaged"]

    def test_more_than_there_is_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unpacked, "UNPACKED_MAX", 50_000)
        assert read(self.GOOD).orders
        monkeypatch.setattr(unpacked, "UNPACKED_MAX", 500)
        assert [t.kind for t in read(self.GOOD).troubles] == ["too_large"]

    def test_too_many_marks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unpacked, "MARKS_MAX", 20)
        assert dict(read(self.GOOD).troubles[0].detail)["max_marks"] == 20

    def test_only_what_a_list_needs_is_kept(self) -> None:
        extra = repacked(
            self.GOOD, {"xl/media/image1.png": b"x" * 100, "xl/vbaProject.bin": b"y", "xl/externalLinks/e.xml": b"z"}
        )
        names = ZipFile(unpacked.clean(extra)).namelist()
        assert SHEET in names
        assert not [name for name in names if "media" in name or "vba" in name or "external" in name]

    def test_rows_that_were_only_formatted_cost_nothing(self) -> None:
        head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        cells = b"".join(
            b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (bytes([65 + n]), word)
            for n, word in enumerate((b"TPOP order", b"Shop order", b"Status"))
        )
        one = b'<c r="A2"><v>88001</v></c><c r="B2"><v>1042</v></c><c r="C2" t="inlineStr"><is><t>Open</t></is></c>'
        rest = b"".join(
            b'<row r="%d"><c r="A%d" s="0"/></row><row r="%d"/>' % (n, n, n + 1) for n in range(3, 400_000, 2)
        )
        sheet = (
            head
            + b'<row r="1">'
            + cells
            + b'</row><row r="2">'
            + one
            + b"</row>"
            + rest
            + b"</sheetData></worksheet>"
        )
        assert brief(read(repacked(self.GOOD, {SHEET: sheet}))) == [("88001", "1042", "open")]

    def test_a_row_far_below_is_not_passed_over(self) -> None:
        def change(book: Workbook) -> None:
            book.worksheets[0].cell(ROWS_MAX + 2, 1, "T-2")

        assert read(workbook([HEADS, row()], change=change)).troubles[0].kind == "too_large"

    def test_a_row_beyond_all_sheets(self) -> None:
        sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="999999999999"><c><v>1</v></c></row></sheetData></worksheet>'
        assert read(repacked(self.GOOD, {SHEET: sheet})).troubles[0].kind in ("too_large", "not_understood")

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder) -> None:
        """openpyxl warns of dates it cannot read, and quotes the cell."""

        def change(book: Workbook) -> None:
            book.worksheets[0]["A2"].number_format = "yyyy-mm-dd"
            book.worksheets[0]["A2"] = 99999999999

        read(workbook([HEADS, row()], change=change))
        assert capfd.readouterr() == ("", "")
        assert not [one for one in recwarn if "outside the limits" in str(one.message)]


def test_it_refuses_with_a_kind_and_no_words_of_the_file() -> None:
    with pytest.raises(Refused) as refused:
        spreadsheet.read(b"PK\x03\x04Trevidic")
    assert (refused.value.kind, refused.value.detail) == ("not_understood", {"why": "damaged"})
    assert refused.value.__cause__ is None
