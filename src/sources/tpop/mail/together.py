"""Several orders under one status: "orders 1042 and 1043 are blocked", or a list under "these orders are blocked:".

Every word that leads there must be known. Any other word, number or status between keeps them all silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sources.tpop.mail import said
from sources.tpop.words import STATUSES, fold

_SIGN = r"(?:(?:n|no|nr|num)[°.º]{0,2}|#)[^\S\n]{0,2}"
_ONE = rf"(?:{_SIGN})?(?=[^\W\d]{{0,20}}[-./]?\d)[^\W_]{{1,20}}(?:[-._/][^\W_]{{1,20}}){{0,3}}"
_JOIN = r"[^\S\n]{0,2}(?:[,&]|,?[^\S\n](?:et|and|und|e|y|en)(?=\s))[ \n]{0,2}"
_RUN = re.compile(rf"(?i)(?<![\w#°-]){_ONE}(?:{_JOIN}{_ONE})+(?![\w%€$])")
_WORD = re.compile(r"[^\W_]+(?:[-._/][^\W_]+)*")
_PARTS = re.compile(r"[.;:!?()\[\]\n\t|–—,]")
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_ORDER = r"(?:(?:la|votre|your|die) )?(?:commande|order|bestellung|ordine|pedido|bestelling)[^\S\n]+"
_BARE = re.compile(rf"(?i)\s*(?:[-*•–·]\s*)?(?:{_ORDER})?{_ONE}\s*[.,;]?\s*")
_ORDERS = """commandes orders bestellungen ordini pedidos bestellingen auftrage cdes"""
_MANY = frozenset(_ORDERS.split())
_PLURALS = """
    sont ont restent are have were remain sind wurden haben sono son estan han zijn werden hebben
"""
_VERBS = frozenset(_PLURALS.split())
_LITTLE = """
    les vos ces nos the your these those our die ihre diese folgende folgenden folgender suivante suivantes following
    gli i vostri le vostre questi los las sus estos de deze uw volgende siguientes seguenti deux trois two three zwei
    drei toutes tous all alle beide both plusieurs several mehrere nous avons we wir ete been put worden stati state
    sido en in on mises actuellement toujours encore maintenant currently still now derzeit noch jetzt leider
    malheureusement unfortunately aujourd hui today heute hier yesterday gestern bien deja already bereits n no nr num
    numeros nummern numbers boutique shop tpop client clients et and und
"""
_SAID = frozenset(_LITTLE.split())
_STATED = frozenset(part for words in STATUSES.values() for word in words for part in word.split())
_STATES = _STATED | {f"{part}s" for part in _STATED} | {"suspendues", "suspendus"}
_OTHERWISE = """
    sauf excepte exceptee hors hormis mais seule seul seulement uniquement premiere derniere seconde autre except but
    only first last second other ausser aber nur erste letzte zweite andere tranne ma solo ultima primo menos salvo pero
    behalve maar alleen eerste laatste tweede une one eine un uno una een either neither ou or oder
"""
_EXCEPT = frozenset(_OTHERWISE.split())


def run(text: str) -> frozenset[str]:
    """The references, in small letters, joined by commas and "and", that share the one status of their sentence."""
    found = _RUN.search(text)
    if not found or len(told := said.statuses(text)) != 1:
        return frozenset()
    words = frozenset(word.casefold() for word in _numbers(found[0]))
    before, after = text[: found.start()], text[found.end() :]
    lead = _PARTS.split(before.rstrip(" :("))[-1]
    tail, *rest = _PARTS.split(after, maxsplit=1)
    plural, behind = bool(_MANY.intersection(_words(lead))), _words(tail)
    if _is_excepted(f"{before} {after}") or _numbers(before) or not _is_known(lead):
        return frozenset()
    if plural and said.statuses(lead) and not behind and said.statuses(after) <= told:
        return words  # "blocked orders: 1042, 1043"
    stated = said.statuses(f"X {tail}") and _is_known(tail) and (plural or _VERBS.intersection(behind))
    if stated and not said.statuses(before) and said.statuses("".join(rest)) <= told:
        return words  # "orders 1042 and 1043 are blocked"
    return frozenset()


def led(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Of these lines, those that are a bare reference -> the line above their list that says what they all are."""
    for at, text in enumerate(texts):
        if not text.rstrip().endswith(":") or not _is_lead(text.strip()):
            continue
        end = next((n for n in range(at + 1, len(texts)) if not _is_bare(texts[n])), len(texts))
        after = texts[end] if end < len(texts) else ""
        heads_next = after.rstrip().endswith(":")
        if heads_next or not (_numbers(after) or said.statuses(after) or _is_excepted(after)):
            yield from ((n, at) for n in range(at + 1, end))


def _is_lead(text: str) -> bool:
    """Does this line say of the orders below what they all are?"""
    if _numbers(text) or len(said.statuses(text)) != 1 or _is_excepted(text):
        return False
    core = _ASIDE.sub(" ", text).rpartition(". ")[2]
    words = _words(core)
    return bool(_MANY.intersection(words)) and bool(said.statuses(core)) and _is_known(core)


def _is_bare(line: str) -> bool:
    """A reference, and nothing else."""
    return bool(_BARE.fullmatch(line)) and len(_numbers(line)) == 1


def _is_known(text: str) -> bool:
    return all(word in _MANY or word in _VERBS or word in _SAID or word in _STATES for word in _words(text))


def _is_excepted(text: str) -> bool:
    return bool(_EXCEPT.intersection(_words(text)))


def _words(text: str) -> list[str]:
    return fold(text).split()


def _numbers(text: str) -> list[str]:
    return [one for one in _WORD.findall(text) if any(map(str.isdecimal, one))]
