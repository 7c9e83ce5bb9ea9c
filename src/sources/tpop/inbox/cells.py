"""What stands in the cells of one order, put together. What two of its rows tell differently is a fault. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sources.tpop.inbox.columns import LINE_FIELDS, ORDER_FIELDS, RECIPIENT_FIELDS
from sources.tpop.words import STATUSES, fold, reason_of, status_of

_TRUE = frozenset({"true", "1", "yes", "y", "x", "oui", "vrai", "ja", "wahr", "si", "sim"})
_FALSE = frozenset({"false", "0", "no", "n", "non", "faux", "nein", "falsch", "nee"})
DISAGREE = "differs between two rows of the same order"
SEVERAL = "holds several values in one cell"
_ONE_LINE = frozenset({"id", "reference", "shop_order_id", "shop", "manual"})
"""A line break there means two things in one cell, and nobody knows which is which."""
NOTHING = frozenset({"-", "--", "---", "–", "—", "/", "n/a", "N/A", "#N/A"})
"""What people and pages put where there is nothing."""
_BREAKS = re.compile(r"\n| [-–—|·•] |[:;,(–—|·•]")
"""What parts a state from what is added to it."""
_ARTICLES = re.compile(r"[\n;]|, ")


class Order:
    """The rows of one order."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._recipient: dict[str, str] = {}
        self._lines: list[dict[str, str]] = []
        self._parcels: list[dict[str, str]] = []

    def add(self, row: Mapping[str, str]) -> None:
        line: dict[str, str] = {}
        for name, value in row.items():
            if name in LINE_FIELDS:
                line[LINE_FIELDS[name]] = _whole(value) if name == "quantity" else value
                if name == "sku" and _ARTICLES.search(value):
                    self.faults["lines"] = SEVERAL
            elif name == "tracking":
                if any(c.isdigit() for c in value):  # else it says no more than "follow it"
                    self._parcels.append({"number": value})
            elif name in RECIPIENT_FIELDS:
                # A name of several lines is a whole address: nobody compares that to a name.
                if not (name == "name" and "\n" in value) and self._recipient.setdefault(name, value) != value:
                    self.faults["recipient"] = DISAGREE
            elif name in ORDER_FIELDS:
                self._tell(name, value)
            elif name in ("title", "variant"):
                line.setdefault("sku", "")
        if line:
            self._lines.append(line)

    def row(self) -> dict[str, Any]:
        """As the feed writes it."""
        made: dict[str, Any] = dict(self._fields)
        if "manual" in made:
            word = fold(made["manual"])
            made["manual"] = True if word in _TRUE else False if word in _FALSE else made["manual"]
        if "status" in made:
            made["status"], reason = state(made["status"])
            if reason and status_of(made["status"]) == "blocked":
                made.setdefault("block_reason", reason)
        if self._recipient:
            made["recipient"] = self._recipient
        if self._lines:
            made["lines"] = self._lines
        if self._parcels:
            made["tracking"] = self._parcels
        return made

    def _tell(self, name: str, value: str) -> None:
        if name in _ONE_LINE and "\n" in value:
            self.faults[name] = SEVERAL
        known = self._fields.setdefault(name, value)
        if known == value:
            return
        # Rows of an order are often exported as they changed: the newest `updated_at` counts, no more.
        if name == "updated_at":
            self._fields[name] = max(known, value)
        else:
            self.faults[name] = DISAGREE


def state(text: str) -> tuple[str, str]:
    """A state's own word, and what the cell adds to it: "Bloquée : paiement refusé".

    As it stands where its first words are no state, or where what is added speaks against it.
    """
    if status_of(text) != "unknown":
        return text, ""
    pieces = [piece.strip(" )") for piece in _BREAKS.split(text) if fold(piece)]
    if not pieces or (word := status_of(pieces[0])) == "unknown":
        return text.partition("\n")[0], ""  # it will be quoted: what stands below may be anybody's
    rest = " ".join(pieces[1:])
    # "En attente (paiement refusé)" is not simply open, nor "Expédiée, annulée" simply shipped.
    if (word == "open" and reason_of(rest, "")) or _spoken(rest) - {word}:
        return text, ""
    return pieces[0], rest


def bears_status(cells: Iterable[str]) -> bool:
    """Whether any of TPOP's states stands somewhere in these cells."""
    return bool(_spoken(" ".join(cells)))


def _spoken(text: str) -> set[str]:
    """The states of which a text speaks."""
    flat = f" {fold(text[:2000])} "
    return {status for status, words in STATUSES.items() if any(f" {word} " in flat for word in words)}


def _whole(text: str) -> str:
    # Spreadsheets write 2 as 2,0 or 2.00; pages as × 2.
    number, _, rest = text.strip("x× ").replace(",", ".").partition(".")
    return number if not rest.strip("0") else text
