"""A spreadsheet's package, unpacked within bounds, and packed anew of nothing but what a list needs. Pure.

Whoever reads it afterwards then meets no bomb: every part has been unpacked once, counted, and is stored as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sources.tpop.inbox.tables import Refused, not_understood, too_large

UNPACKED_MAX = 64 * 1024 * 1024
"""Bytes, of all parts that are read."""
RATIO_MAX = 300
"""How much smaller a package may be than what it holds. Of lists that are all alike it is about a hundred."""
_RATIO_FROM = 1024 * 1024
MARKS_MAX = 6_000_000
"""Marks ("<") in all parts: reading takes its time by them, four of them to a cell."""
_PARTS_MAX = 2_000
_CHUNK = 64 * 1024
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?|xl/styles\.xml|xl/sharedStrings\.xml"
    r"|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_EMPTY_CELL = re.compile(rb'<c(?= [^<>]*\br="[A-Z]+\d+")[^<>]*/>')
_EMPTY_ROW = re.compile(rb'<row(?= [^<>]*\br="\d+")[^<>]*(?:/>|></row>)')
"""Formatted and never filled, often down to the last row that a sheet can have."""
_PLACELESS = re.compile(rb'<(?:c|row)(?![a-zA-Z])(?![^<>]*\br=")')
"""Tells its place only by what stands before it."""
_ERRORS = (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError, struct.error, LookupError)
"""What a damaged or protected package makes zipfile raise."""


def clean(body: bytes) -> BytesIO:
    """The same workbook without what nobody asked for. Raises Refused."""
    made = BytesIO()
    try:
        with ZipFile(BytesIO(body)) as packed, ZipFile(made, "w", ZIP_STORED) as anew:
            names = packed.namelist()
            if "xl/workbook.xml" not in names:
                raise not_understood("other_format")
            if len(names) > _PARTS_MAX:
                raise too_large(len(names), _PARTS_MAX, "parts")
            wanted = {info.filename: info for info in packed.infolist() if _WANTED.fullmatch(info.filename)}
            _weigh(list(wanted.values()), len(body))
            room, marks = UNPACKED_MAX, MARKS_MAX
            for name, info in wanted.items():
                part = _unpack(packed, info, room)
                room -= len(part)
                if "worksheets/" in name and not _PLACELESS.search(part):
                    part = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part))
                marks -= part.count(b"<")
                if marks < 0:
                    raise too_large(MARKS_MAX + 1, MARKS_MAX, "marks")
                anew.writestr(name, part)
    except Refused:
        raise
    except _ERRORS:
        raise not_understood("damaged") from None
    made.seek(0)
    return made


def _weigh(parts: list[ZipInfo], packed: int) -> None:
    """What the package says of itself, before anything is unpacked."""
    said = sum(part.file_size for part in parts)
    if said > UNPACKED_MAX or said > max(packed * RATIO_MAX, _RATIO_FROM):
        raise too_large(said, min(UNPACKED_MAX, max(packed * RATIO_MAX, _RATIO_FROM)))
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or part.flag_bits & 1 for part in parts):
        raise not_understood("other_format")


def _unpack(packed: ZipFile, part: ZipInfo, room: int) -> bytes:
    """One part, a bit at a time: what it says of its size may be a lie."""
    pieces = []
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            room -= len(piece)
            if room < 0:
                raise too_large(UNPACKED_MAX + 1, UNPACKED_MAX)
            pieces.append(piece)
    return b"".join(pieces)
