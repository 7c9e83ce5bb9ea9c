"""Lays out mails, SMS and history rows for a terminal of 80 columns. Text in, text out."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

COLUMNS = 80
MAIL, SMS = 40, 28
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "subject": "Objet :",
        "no sms": "Pas de SMS aujourd'hui.",
        "no mail": "Aucun message ce matin.",
        "day": "Jour",
        "history": "L'historique, tel que le montre la console DynamoDB (heures UTC)",
        "empty": "L'historique est vide.",
        "heads": "réf. contrôle statut gravité vu dit délai",
        "others": "Et aussi :",
    },
    "en": {
        "subject": "Subject:",
        "no sms": "No SMS today.",
        "no mail": "No message this morning.",
        "day": "Day",
        "history": "The history, as the DynamoDB console shows it (times in UTC)",
        "empty": "The history is empty.",
        "heads": "ref. check status sev. seen told due",
        "others": "And also:",
    },
}
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def width(text: str) -> int:
    """Columns on a terminal: emoji take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(mark) or mark == "\ufe0f" else 1 + (unicodedata.east_asian_width(mark) in "WF")
        for mark in text
    )


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def fold(text: str, columns: int) -> list[str]:
    """Lines no wider than that; lines that fit stay as they are."""
    folded: list[str] = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        fits = width(line) <= columns
        # textwrap counts characters: leave room for those that take two columns
        room = columns - (width(line) - len(line))
        folded += [line] if fits else textwrap.wrap(line, max(room, 8), subsequent_indent=indent)
    return folded


def frame(title: str, parts: Sequence[Iterable[str]], columns: int) -> list[str]:
    """A box `columns` wide inside, its parts separated by a rule."""
    rule = "─" * (columns + 2)
    box = ["╭─ " + title + " " + "─" * (columns - width(title) - 1) + "╮"]
    for place, part in enumerate(parts):
        if place:
            box.append(f"├{rule}┤")
        box += [f"│ {pad(line, columns)} │" for line in part]
    return [*box, f"╰{rule}╯"]


def beside(left: Sequence[str], right: Sequence[str], gap: int = 2) -> list[str]:
    space = max(map(width, left), default=0) + gap
    return [(pad(one, space) + other).rstrip() for one, other in zip_longest(left, right, fillvalue="")]


def message(subject: str | None, mail: str | None, sms: str | None, language: str) -> list[str]:
    """What one person gets: the mail, and the telephone beside it."""
    words = WORDS[language]
    head = fold(f"{words['subject']} {subject or ''}", MAIL)
    letter = frame("Mail", [head, fold(mail or "", MAIL)], MAIL)
    phone = frame("SMS", [fold(sms or words["no sms"], SMS)], SMS)
    return beside(letter, phone)


def heading(text: str) -> list[str]:
    return ["", f"━━ {text} " + "━" * max(0, COLUMNS - width(text) - 4), ""]


def day(moment: datetime, language: str) -> str:
    """A morning in words, in the zone it is given in."""
    month = MONTHS[language].split()[moment.month - 1]
    clock = f"{moment:%H:%M}" if language == "en" else f"{moment.hour} h{f' {moment:%M}' if moment.minute else ''}"
    return f"{DAYS[language][moment.weekday()]} {moment.day} {month} {moment.year}, {clock}"


def history(rows: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """The findings, one block each: a line of columns, and its title below; the other rows counted."""
    words = WORDS[language]
    findings = sorted(
        (row for row in rows if str(row["item"]).startswith("finding#")),
        key=lambda row: (row.get("status") != "open", str(row.get("due", "")), str(row.get("item"))),
    )
    lines = heading(words["history"])
    if not findings:
        lines.append(words["empty"])
    else:
        lines += _columns([_cells(row) for row in findings], words["heads"].split(), [title(row) for row in findings])
    kinds: dict[str, int] = {}
    for row in rows:
        kind = str(row["item"]).partition("#")[0]
        kinds[kind] = kinds.get(kind, 0) + (kind != "finding")
    counted = ", ".join(f"{count} {kind}#…" for kind, count in sorted(kinds.items()) if count)
    return [*lines, "", *fold(f"{words['others']} {counted}.", COLUMNS)] if counted else lines


def table(head: str, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Rows of columns under a heading, nothing below them."""
    return [*heading(head), *_columns(cells, heads, [""] * len(cells))]


def title(row: Mapping[str, Any]) -> str:
    said, sku = str(row.get("title") or ""), str(row.get("line") or "")
    line = f" [{sku}]" if sku not in said else ""
    why = f" ({row['closed_because']})" if row.get("closed_because") else ""
    return f"{said}{line}{why}"


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [
        str(row.get("number") or row.get("reference") or str(row["item"]).split("#")[1]),
        str(row.get("check", "")),
        str(row.get("status", "")),
        str(row.get("severity", "")),
        short(row.get("first_seen")),
        short(row.get("told_at")),
        short(row.get("due")),
    ]


def short(text: Any) -> str:
    """11-23 07:00; a dash where nothing is, or where nothing expires."""
    written = str(text or "")
    return "-" if not written or written.startswith("9999") else f"{written[5:10]} {written[11:16]}"


def _columns(cells: Sequence[Sequence[str]], heads: Sequence[str], below: Sequence[str]) -> list[str]:
    widths = [max(width(row[n]) for row in [heads, *cells]) for n in range(len(heads))]
    # the reference gives way first, then the check's name
    for column, least in ((0, 6), (1, 12), (0, 4)):
        over = max(0, sum(widths) + len(widths) - 1 - COLUMNS)
        widths[column] = min(widths[column], max(least, widths[column] - over))
    rows = [_row(heads, widths), " ".join("─" * size for size in widths)]
    for row, under in zip(cells, below, strict=True):
        rows.append(_row(row, widths))
        if under:
            indent = " " * (widths[0] + 1)
            rows += [indent + line for line in fold(under, COLUMNS - len(indent))]
    return rows


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    cut = [cell if width(cell) <= size else cell[: size - 1] + "…" for cell, size in zip(cells, widths, strict=True)]
    return " ".join(pad(cell, size) for cell, size in zip(cut, widths, strict=True)).rstrip()
