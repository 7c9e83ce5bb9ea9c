"""Which kind of file it is, by what stands in it and not by its name; and its tables. Pure."""

from __future__ import annotations

import re

from sources.tpop.inbox import pasted, spreadsheet, stacked, webpage
from sources.tpop.inbox.columns import Columns
from sources.tpop.inbox.tables import TABLE_MAX, Grid, not_understood, too_large
from sources.tpop.inbox.text import declared, decoded, known_charset, shown

_ARCHIVE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"RIFF")
"""Papers, pictures, packages."""
_PAGE = re.compile(r"\s*<|[^<]*<(?:!doctype html|html|table)\b", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,40}?\r?\n", re.IGNORECASE)
_LOOKED_AT = 64 * 1024
MARKS_MAX = {b"{": 500_000, b",": 3_000_000}
"""In a JSON document: as many as the longest list of full orders has. Each may become an object in memory."""
_PARTS_MAX = 5_000
"""Of a web archive: pictures, styles, fonts."""


def is_json(body: bytes) -> bool:
    """Whether it begins as JSON does."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def weigh(body: bytes) -> None:
    """A JSON document by its marks, before it is read. Raises Refused."""
    for mark, most in MARKS_MAX.items():
        if (count := body.count(mark)) > most:
            raise too_large(count, most, "marks")


def tables(body: bytes, columns: Columns) -> list[Grid]:
    """The tables of a file that is no JSON; none where it has none. Raises Refused."""
    if len(body) > TABLE_MAX:
        raise too_large(len(body), TABLE_MAX)
    if body.startswith(_ARCHIVE):
        return spreadsheet.read(body)
    if body.startswith(_OLD_OFFICE):
        raise not_understood("old_excel")
    if body.startswith(_OTHER):
        raise not_understood("other_format")
    head = body[:_LOOKED_AT]
    if b"mime-version:" in head[:4096].lower() and _MAIL.match(head):
        return webpage.read(_saved_whole(body))
    text = shown(decoded(body, declared(head)))
    if _PAGE.match(text[:_LOOKED_AT]):
        return webpage.read(text)
    if "\0" in text[:4096]:
        raise not_understood("other_format")
    grid = pasted.read(text, columns)
    if grid is None or not columns.place(grid.rows[0].cells).readable:
        grid = stacked.read(text, columns) or grid
    return [grid] if grid else []


def _saved_whole(body: bytes) -> str:
    """The page inside a web archive (.mht), as browsers save a page in one file."""
    # Late: few files are one, and it takes its time to load.
    from email import message_from_bytes
    from email.errors import MessageError

    if (parts := body.count(b"\n--")) > _PARTS_MAX:
        raise too_large(parts, _PARTS_MAX, "parts")
    try:
        for part in message_from_bytes(body).walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes):
                    return shown(decoded(page, known_charset(part.get_content_charset("") or "") or declared(page)))
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError):
        pass
    raise not_understood("no_table")
