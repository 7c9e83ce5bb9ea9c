"""What stands beside a table: when it was made ("Liste du 23/11/2026 08:55"), which page it is ("1–25 sur 132"). Pure."""

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
_OF = r"\s*(?:sur|of|von|de|di|van)\s*"
_TOTAL_MAX = 100_000
_LINES_MAX = 500
_PAGES = (
    re.compile(rf"(?<!\d)(\d{{1,6}})\s*(?:[-–—]|a|to|bis|al|tot|hasta)\s*(\d{{1,6}}){_OF}(\d{{1,7}})(?!\d)"),
    re.compile(rf"(?:page|seite|pagina)\s*(\d{{1,6}})()(?:{_OF}|\s*/\s*)(\d{{1,7}})(?!\d)"),
)


def told(beside: Iterable[str], zone: tzinfo) -> datetime | None:
    """The moment that a line beside the table tells; None where none does, or two tell different ones."""
    found = {
        moment
        for line in beside
        if (said := _LINE.fullmatch(flat(line[:100]))) and (moment := Dates(zone).read(said[1].upper()).moment)
    }
    return found.pop() if len(found) == 1 else None


def is_one_page(beside: Iterable[str]) -> bool:
    """Whether the list says itself that it shows only some of all the orders. Several pages may make up the whole."""
    shown: set[int] = set()
    most = 0
    for line in list(beside)[:_LINES_MAX]:
        for pattern in _PAGES:
            if said := pattern.search(flat(line[:200])):
                first, last, total = int(said[1]), int(said[2] or said[1]), int(said[3])
                if first <= last <= total <= _TOTAL_MAX:
                    shown.update(range(max(first, 1), last + 1))
                    most = max(most, total)
    return len(shown) < most
