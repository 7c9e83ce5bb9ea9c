"""What stands beside a table and says when it was made: "Liste du 23/11/2026 08:55". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from sources.tpop.inbox.dates import Dates, flat

_LINE = re.compile(
    r"\W*(?:as[ _]of|(?:list|export)(?: of)?|(?:exported|generated|copied)(?: at| on)?"
    r"|liste (?:du|au|des? )|(?:export|etat|situation) (?:du|au)|(?:exportee?|generee?|copiee?) le"
    r"|stand(?: vom)?|(?:exportiert|erstellt|kopiert) am)\b[\s:=]*(\d.{5,40}?)[\s.,;|\"]*"
)
"""Only after these words: any other date on a page may be anything."""


def told(beside: Iterable[str], zone: tzinfo) -> datetime | None:
    """The moment that a line beside the table tells; None where none does, or two tell different ones."""
    found = {
        moment
        for line in beside
        if (said := _LINE.fullmatch(flat(line[:100]))) and (moment := Dates(zone).read(said[1].upper()).moment)
    }
    return found.pop() if len(found) == 1 else None
