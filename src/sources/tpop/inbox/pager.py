"""Whether a list says itself that it is only a part: "1–25 sur 1 234", "Page 1 / 6", "‹ 1 2 3 ›", "Suivant". Pure.

That a list holds all orders is the merchant's word (`covers`); what stands on the page itself outweighs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from sources.tpop.inbox.dates import flat

_LINES_MAX = 25_000
_TOTAL_MAX = 1_000_000
_N = r"(\d{1,3}(?:[ .,'’]\d{3})+(?!\d)|\d{1,7})(?![.,]?\d)"
"""1234, 1 234, 1.234 or 1,234; not the beginning of 4,5."""
_OF = r" ?(?:\bsur\b|\bof\b|\bvon\b|\bde\b|\bdi\b|\bvan\b|\bsu\b|/) ?"
_RANGE = re.compile(rf"(?<![\d.,]){_N} ?(?:[-–—]|a|au|to|bis|al|tot|hasta) ?{_N}(?: [a-z]+){{0,2}}{_OF}(?:les )?{_N}")
_PAGE = re.compile(rf"(?:page|seite|pagina) ?(?:n[°o]? ?)?{_N}{_OF}{_N}")
_ORDERS = (
    r"(?:commandes?|orders?|bestellungen|auftrage|resultats?|results?|ergebnisse|elements?|entrees?|entries|eintrage"
    r"|lignes?|rows?|zeilen|ordini|pedidos|pages?|seiten)"
)
_BARE = re.compile(
    rf"(?:(?:affichage|affichees?|showing|viewing|anzeige|{_ORDERS})(?: de)? ?:? ?)?{_N}(?: {_ORDERS})?{_OF}(?:les )?{_N}"
    rf"(?: {_ORDERS})?(?: (?:au total|in total|insgesamt))?"
)
"""A line of its own: "25 sur 143 commandes"."""
_COUNT = (
    re.compile(rf"(?:total ?:? )?{_N} {_ORDERS}(?: (?:trouvee?s?|au total|in total|found|gefunden|insgesamt))?"),
    re.compile(rf"(?:toutes?|tous|all|alle|(?:toutes les |all |alle )?{_ORDERS}) ?[:(] ?{_N}"),
)
_PER_PAGE = (
    re.compile(rf"{_N} ?(?:[a-z]+ )?(?:/|par|per|pro|je) ?(?:page|seite)"),
    re.compile(rf"(?:[a-z]+ ){{0,2}}(?:par|per|pro|je) (?:page|seite) ?:? ?{_N}"),
)
_NEXT = frozenset(
    [
        *("suivant", "suivante", "suivantes", "page suivante", "next", "next page", "weiter", "nachste"),
        *("nachste seite", "volgende", "siguiente", "successivo", "load more", "show more", "view more"),
        *("more orders", "load more orders", "show more orders", "voir plus", "charger plus", "afficher plus"),
        *("voir plus de commandes", "charger plus de commandes", "afficher plus de commandes", "plus de commandes"),
        *("mehr laden", "mehr anzeigen", "weitere laden", "mehr bestellungen"),
    ]
)
_BACK = frozenset(
    [
        *("precedent", "precedente", "page precedente", "previous", "previous page", "prev", "zuruck", "vorherige"),
        *("vorherige seite", "first", "last", "premiere", "derniere", "page", "pages", "seite"),
    ]
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?: [^\W\d_]+){0,3}|\.\.\.|\S")
_ARROWS = frozenset([*"<>‹›«»|←→·-–—[]()…⟨⟩❮❯", "..."])


def is_one_page(beside: Iterable[str], orders: int, rows: int) -> bool:
    """Whether what stands beside a table of so many orders, on so many rows, says that there are more of them.

    Several pages one below the other may make up the whole.
    """
    said = _Said(max(orders, rows), {orders, rows} - {0})
    for line in islice(beside, _LINES_MAX):
        said.hear(flat(line[:200]) if len(line) < 500 else "")
    return said.says_part()


def is_furniture(line: str) -> bool:
    """Whether a line is nothing but what one turns pages with: "2", "…", "›", "Suivant", "25 / page"."""
    text = flat(line[:60])
    return bool(text) and (_pages_in(text) is not None or any(form.fullmatch(text) for form in _PER_PAGE))


class _Said:
    def __init__(self, most: int, sizes: set[int]) -> None:
        self._most, self._sizes = most, sizes
        self._shown: set[tuple[int, int]] = set()
        self._pages: set[int] = set()
        self._of_shown = self._of_pages = 0
        self._run: list[int] = []
        self._more = False
        """More pages can be turned to."""
        self._part = False

    def hear(self, line: str) -> None:
        """One line, flat."""
        turns = _pages_in(line)
        self._run = self._run + turns if turns is not None else []
        self._more |= (len(self._run) > 1 and self._run[0] == 1 < self._run[1]) or _words(line) in _NEXT
        text = line.strip(" .:()[]<>‹›«»|")
        if not any(c.isdigit() for c in text):
            return
        if any((said := form.fullmatch(text)) and _number(said[1]) > self._most for form in _COUNT):
            self._part = True
        self._more |= any((said := form.fullmatch(text)) and _number(said[1]) in self._sizes for form in _PER_PAGE)
        ranges, pages = _RANGE.findall(line), _PAGE.findall(line)
        for first, last, total in ranges:
            self._range(_number(first), _number(last), _number(total))
        for page, total in pages:
            self._page(_number(page), _number(total))
        if not ranges and not pages and (said := _BARE.fullmatch(text)):
            shown, total = _number(said[1]), _number(said[2])
            if shown == total and total in self._sizes:
                self._range(1, total, total)
            else:
                self._page(shown, total)

    def _range(self, first: int, last: int, total: int) -> None:
        if first <= last <= total <= _TOTAL_MAX:
            self._shown.add((max(first, 1), last))
            self._of_shown = max(self._of_shown, total)

    def _page(self, page: int, total: int) -> None:
        if 1 <= page <= total <= _TOTAL_MAX:
            self._pages.add(page)
            self._of_pages = max(self._of_pages, total)

    def says_part(self) -> bool:
        reached = 0
        for first, last in sorted(self._shown):
            if first > reached + 1:
                break
            reached = max(reached, last)
        if self._part or reached < self._of_shown or len(self._pages) < self._of_pages:
            return True
        if self._of_shown > self._most:
            return True  # a page that only builds the rows which are on the screen
        # Where figures say that all is there, a button may stand there all the same.
        return self._more and not (self._of_shown or self._of_pages)


def _pages_in(line: str) -> list[int] | None:
    """The numbers of a line of nothing but pages to turn to; None where it is anything else."""
    numbers = []
    for token in _TOKEN.findall(line):
        if token.isdecimal() and len(token) < 5:
            numbers.append(int(token))
        elif token not in _ARROWS and token not in _NEXT and token not in _BACK:
            return None
    return numbers if line else None


def _words(line: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", line)) if len(line) < 60 else ""


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
