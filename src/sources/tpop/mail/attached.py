"""What is attached and not opened: tables, other files, locked mails, pictures. Never unpacked, but always said."""

from __future__ import annotations

PICTURE_MIN = 40_000
"""Characters, as sent. A smaller picture is a logo or a line, and holds no list of orders."""

REFUSED = {
    "table": "an attached table: lists go into the inbox, not into a mail",
    "file": "an attached file of a kind that is not opened",
    "locked": "a mail that is encrypted",
    "picture": "a picture, of which no word is read",
}
"""Why an attachment is not read: word and what it means."""

_TABLES = (".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers")
_FILES = (".zip", ".rar", ".7z", ".gz", ".doc", ".docx", ".odt", ".rtf", ".pages", ".eml", ".msg", ".json", ".mht")
_LOCKED = (".p7m", ".pgp", ".gpg")
_KINDS = {
    **dict.fromkeys(("text/csv", "text/tab-separated-values", "application/vnd.ms-excel", "application/csv"), "table"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table",
    "application/vnd.oasis.opendocument.spreadsheet": "table",
    **dict.fromkeys(("application/zip", "application/x-zip-compressed", "application/gzip"), "file"),
    **dict.fromkeys(("application/msword", "application/rtf", "text/rtf", "application/ms-tnef"), "file"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "file",
    "application/vnd.oasis.opendocument.text": "file",
    **dict.fromkeys(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"), "locked"),
}


def refused(kind: str, name: str, size: int) -> str:
    """The word of REFUSED for a part of this type, file name (small letters) and size as sent; "" where it may be read."""
    for word, endings in (("table", _TABLES), ("file", _FILES), ("locked", _LOCKED)):
        if name.endswith(endings):
            return word
    if kind.startswith("image/"):
        return "picture" if size >= PICTURE_MIN else ""
    return _KINDS.get(kind, "") if not name.endswith(".pdf") else ""
