"""A workbook's bytes (XLSX) to the tables of its sheets: dates as dates, numbers as they are shown. Pure.

What a formula gave when the workbook was saved counts. Hidden sheets are not read; hidden rows and columns are.
"""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from sources.tpop.inbox.merged import Merged
from sources.tpop.inbox.tables import CELLS_MAX, COLUMNS_MAX, ROWS_MAX, Grid, not_understood, row_of, too_large
from sources.tpop.inbox.text import shown
from sources.tpop.inbox.unpacked import clean

SHEETS_MAX = 100
_LAST_ROW = 1_048_576
"""Of any sheet: a row that calls itself a later one is not Excel's."""
_ZEROS = re.compile(r"0{2,30}")
"""A number format that shows leading zeros, and nothing else."""
_QUIET = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read(body: bytes) -> list[Grid]:
    """Every visible sheet, in the workbook's order. Raises Refused."""
    package = clean(body)
    # Late: it takes a fifth of a second, and most runs meet no spreadsheet.
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they quote cells
            return _sheets(package)
    except (ParseError, DefusedXmlException, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError):
        raise not_understood("damaged") from None
    except (OverflowError, RecursionError, LookupError, AssertionError):
        raise not_understood("damaged") from None


def _sheets(package: BytesIO) -> list[Grid]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(package, read_only=True, data_only=True, keep_links=False)
    try:
        grids, width = [], 0
        if len(book.worksheets) > SHEETS_MAX:
            raise too_large(len(book.worksheets), SHEETS_MAX, "sheets")
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            grid = Grid("xlsx")
            sheet.reset_dimensions()  # what it says of its size is often wrong
            merged = Merged(_part(package, getattr(sheet, "_worksheet_path", "")))
            for number, row in enumerate(sheet.iter_rows(), 1):
                width += len(row)
                texts = [_text(cell) for cell in row[: COLUMNS_MAX + 1]]
                while texts and not texts[-1]:
                    texts.pop()
                merged.reach_down(number, texts)
                if number > (ROWS_MAX if texts else _LAST_ROW) or width > 4 * CELLS_MAX:
                    raise too_large(number, ROWS_MAX, "rows")
                if not texts:
                    continue
                grid.rows.append(row_of(number, texts))
            grids.append(grid)
        return grids
    finally:
        book.close()


def _part(package: BytesIO, name: str) -> bytes:
    """A sheet as it is written: who reads it row by row is not told of merged cells."""
    with ZipFile(package) as packed:
        return packed.read(name) if name in packed.namelist() else b""


def _text(cell: Any) -> str:
    """What a cell shows, as the feed writes it."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""  # an error ("#N/A") tells nothing
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        has_time = re.search(r"[hHsS]", _QUIET.sub("", cell.number_format or "")) or value.time() != time()
        # Excel reckons in days: a minute comes back with a few microseconds too many or too few.
        return value.isoformat(timespec="seconds") if has_time else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return shown(str(value)).strip()


def _number(value: float, shown_as: str) -> str:
    """1042 and not 1042.0; 01042 where the cell's format shows the zero."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        whole = str(int(value))
        return whole.zfill(len(shown_as)) if _ZEROS.fullmatch(shown_as) else whole
    return repr(value)
