"""The parts of a mail: their bytes and text; and which are never opened, but always said: tables, files, pictures."""

from __future__ import annotations

from email.message import Message
from typing import Any

from sources.tpop.mail import charset

PICTURE_MIN = 40_000
"""Characters, as sent. A smaller picture is a logo or a line, and holds no list of orders."""

REFUSED = {
    "table": "an attached table: lists go into the inbox, not into a mail",
    "file": "an attached file of a kind that is not opened",
    "locked": "a mail that is encrypted",
    "picture": "a picture, of which no word is read",
}
"""Why a part is not read: word and what it means."""

_ENDINGS = {
    **dict.fromkeys(("csv", "tsv", "xls", "xlsx", "xlsm", "xlsb", "ods", "numbers"), "table"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "doc", "docx", "odt", "rtf", "pages", "eml", "msg", "mht"), "file"),
    **dict.fromkeys(("p7m", "pgp", "gpg"), "locked"),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "heic"), "picture"),
    **dict.fromkeys(("pdf", "ics", "vcf", "asc", "sig", "p7s", "xml"), ""),
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    **dict.fromkeys(("text/csv", "text/tab-separated-values", "application/csv"), "table"),
    **dict.fromkeys(("application/vnd.ms-excel", f"{_OFFICE}.spreadsheetml.sheet"), "table"),
    "application/vnd.oasis.opendocument.spreadsheet": "table",
    **dict.fromkeys(("application/zip", "application/x-zip-compressed", "application/gzip"), "file"),
    **dict.fromkeys(("application/msword", "application/rtf", "text/rtf", "application/ms-tnef"), "file"),
    **dict.fromkeys(("application/octet-stream", f"{_OFFICE}.wordprocessingml.document"), "file"),
    "application/vnd.oasis.opendocument.text": "file",
    **dict.fromkeys(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"), "locked"),
}
"""By its name first, for mail programs give many files the type of none."""


def refused(part: Message) -> str:
    """The word of REFUSED for a part that is not opened; "" for one that may be read, or that holds no words at all."""
    kind = part.get_content_type()
    why = _ENDINGS.get(_name(part).rpartition(".")[2])
    if why is None:
        why = "picture" if kind.startswith("image/") else _KINDS.get(kind, "")
    return "" if why == "picture" and len(str(part.get_payload())) < PICTURE_MIN else why


def is_pdf(part: Message) -> bool:
    """By its type or its name."""
    return part.get_content_type() == "application/pdf" or _name(part).endswith(".pdf")


def is_packed(part: Message) -> bool:
    """A mail inside a mail, in base64: no standard allows it, and the parser does not unpack it."""
    coding = raw(part, "content-transfer-encoding").strip().casefold()
    return part.get_content_maintype() == "message" and coding in ("base64", "quoted-printable")


def body(part: Message) -> bytes:
    """What was sent, decoded."""
    sent: Any = part.get_payload(decode=True)
    return sent if isinstance(sent, bytes) else b""


def text(part: Message) -> str:
    """What was sent, as text."""
    return charset.text(body(part), str(part.get_content_charset() or "utf-8"))


def raw(part: Message, name: str) -> str:
    """A header as it was sent: the parser's own reading can fail."""
    return next((str(value) for key, value in part.raw_items() if key.casefold() == name), "")


def _name(part: Message) -> str:
    try:
        return str(part.get_filename() or "").casefold()
    except Exception:  # a header that cannot be parsed
        return ""
