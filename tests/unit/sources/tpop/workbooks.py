"""Workbooks and web archives for these tests, made in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

Sheet = Sequence[Sequence[Any]]


def workbook(*sheets: Sheet, change: Callable[[Workbook], object] | None = None) -> bytes:
    """An XLSX file; `change`: what is done to it before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Feuil{number}")
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def repacked(package: bytes, parts: dict[str, bytes]) -> bytes:
    """The same package with parts put in their place, or added."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def archive(page: str, charset: str = "utf-8") -> bytes:
    """A page as browsers save it in one file (.mht)."""
    made = MIMEMultipart("related")
    made["From"] = "<Saved by Blink>"
    made["Subject"] = "Commandes"
    made.attach(MIMEText(page, "html", charset))
    made.attach(MIMEText("td { color: red }", "css", "utf-8"))
    return made.as_bytes()
