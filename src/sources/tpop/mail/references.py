"""The shop's own references: which order a word in a mail means, if it is exactly one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

WORD_MAX = 60
_YEAR = re.compile(r"(?:19|20)\d\d")


class Order(NamedTuple):
    """One order of the window."""

    number: str
    """What people call it."""
    id: str


def _as_it_is(word: str) -> str:
    return word


class References:
    """Orders by number and by id; case and '#' ignored, whole words only."""

    def __init__(
        self,
        numbers: Mapping[str, str],
        clean: Callable[[str], str] = _as_it_is,
        theirs: Mapping[str, str] | None = None,
    ) -> None:
        """`numbers`: number -> shop order id · `clean`: the shop's number inside TPOP's reference · `theirs`: TPOP's
        own number -> shop order id, as lists have shown it: a mail may bear no other."""
        self._clean = clean
        self._orders: dict[str, Order | None] = {}
        for number, order_id in numbers.items():
            order = Order(number, order_id)
            for word in {_folded(number), _folded(order_id)} - {""}:
                # A word that is one order's number and another's id means neither.
                self._orders[word] = order if self._orders.get(word, order) == order else None
        self._shapes = {shape(word) for word in self._orders}
        by_id = {order_id: Order(number, order_id) for number, order_id in numbers.items()}
        self._theirs = {_folded(word): by_id[ref] for word, ref in (theirs or {}).items() if ref in by_id}
        for word in self._theirs.keys() & self._orders.keys():
            if self._orders[word] != self._theirs[word]:
                self._orders[word] = None  # TPOP's number of one order, and the shop's of another
                del self._theirs[word]

    def __len__(self) -> int:
        return len(self._orders)

    def find(self, word: str) -> Order | None:
        """The order that this word means."""
        if len(word) > WORD_MAX:
            return None
        found = self._orders.get(_folded(word))
        return found or self._orders.get(_folded(self._clean(word))) or self.find_theirs(word)

    def find_theirs(self, word: str) -> Order | None:
        """The order that TPOP calls by this word, as a list has shown."""
        return self._theirs.get(_folded(word)) if len(word) <= WORD_MAX else None

    def is_ambiguous(self, word: str) -> bool:
        """Does it mean two orders?"""
        return self._orders.get(_folded(word), Order("", "")) is None

    def plain(self, word: str) -> str:
        """The shop's number inside a word of TPOP's, as the shop would be asked for it."""
        return self._clean(word).strip().lstrip("#")

    def is_like(self, word: str) -> bool:
        """Is it built like one of them? Then it may be an order outside the window."""
        return len(word) <= WORD_MAX and any(shape(_folded(one)) in self._shapes for one in (word, self._clean(word)))


def is_bare(word: str) -> bool:
    """Only digits: it could be any number."""
    return word.isdecimal()


def is_weak(word: str) -> bool:
    """A number so common (12, 2026) that it takes more than a mere sign to make it an order's."""
    return is_bare(word) and (len(word) < 3 or bool(_YEAR.fullmatch(word)))


def shape(word: str) -> str:
    """How it is built: FR-1001 is A-9999. Numbers of one list are built alike."""
    return "".join("9" if c.isdecimal() else "A" if c.isalpha() else c for c in word)


def _folded(word: str) -> str:
    return word.strip().lstrip("#").casefold()
