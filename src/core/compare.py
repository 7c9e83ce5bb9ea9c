"""The plain comparison: what of an order differs between the shop and TPOP. Most pairs end here, equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from core.articles import Articles, under_present_skus
from core.expect import LineRule
from core.model import Recipient, ShopLine, ShopOrder, TpopOrder

_SHORT_FORMS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "r": "rue", "rte": "route", "ch": "chemin", "che": "chemin", "chem": "chemin", "imp": "impasse", "all": "allee",
    "pl": "place", "sq": "square", "fbg": "faubourg", "fg": "faubourg", "st": "saint", "ste": "sainte",
    "res": "residence", "bat": "batiment", "apt": "appartement", "appt": "appartement", "etg": "etage",
    "str": "strasse", "no": "", "n": "", "cs": "cs", "cedex": "",
}  # fmt: skip
"""How the same street is written twice (La Poste's own short forms): an address that differs only so is the same."""


class LineDifference(NamedTuple):
    """One sku (or line id) that differs. Units."""

    key: str
    expected: int
    ordered: int
    at_tpop: int


class LineComparison(NamedTuple):
    """missing: not there · short or over: another quantity · extra: not in the shop's order."""

    missing: tuple[LineDifference, ...]
    quantity: tuple[LineDifference, ...]
    extra: tuple[LineDifference, ...]
    not_compared: int
    """Lines without sku and without a common id: nobody can say."""
    unsaid: int = 0
    """Differences that such a line may explain: not told, and not gone either."""


class _Folding(dict[int, str | None]):
    """str.translate's table, filled as characters are met: faster than a table of deletions (facts: speed)."""

    def __missing__(self, code: int) -> str | None:
        base = unicodedata.normalize("NFKD", chr(code)).casefold()
        kept = "".join(_SPELLED.get(c, c) for c in base if c.isalnum())
        value = kept or (None if unicodedata.combining(chr(code)) else " ")
        self[code] = value
        return value


_SPELLED = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
"""Letters that no normal form takes apart."""
_FOLD = _Folding()


def fold(text: str) -> str:
    """Case, accents, punctuation and blanks put aside."""
    return " ".join(text.translate(_FOLD).split())


def _words(*texts: str) -> list[str]:
    found = (_SHORT_FORMS.get(word, word) for text in texts if text for word in fold(text).split())
    return sorted(word for word in found if word)


def recipient_differences(shop: Recipient, tpop: Recipient) -> tuple[str, ...]:
    """Names of the fields that differ, never their values. A field TPOP's list leaves empty is not compared.

    A name may be turned round, a company may stand in any line, and street and complement may be cut elsewhere.
    """
    differing = []
    # Most fields are equal, or equal once folded: words are only taken apart where that is not enough.
    if (
        tpop.name
        and not _alike(shop.name, tpop.name)
        and _unlike(_words(shop.name), _words(tpop.name), set(_words(shop.company, tpop.company)))
    ):
        differing.append("name")
    if (tpop.address1 or tpop.address2) and not (
        _alike(shop.address1, tpop.address1) and _alike(shop.address2, tpop.address2)
    ):
        ours, theirs = _words(shop.address1, shop.address2), _words(tpop.address1, tpop.address2)
        if _unlike(ours, theirs, set(_words(shop.company, tpop.company))):
            differing.append("address")
    if (
        tpop.postcode
        and shop.postcode != tpop.postcode
        and fold(shop.postcode).replace(" ", "") != fold(tpop.postcode).replace(" ", "")
    ):
        differing.append("postcode")
    if tpop.city and not _alike(shop.city, tpop.city) and _words(shop.city) != _words(tpop.city):
        differing.append("city")
    # A country written out ("France") cannot be told from its code without a table: only codes are compared.
    if len(tpop.country) == len(shop.country) == 2 and tpop.country.upper() != shop.country.upper():
        differing.append("country")
    return tuple(differing)


def _alike(ours: str, theirs: str) -> bool:  # case alone is asked first: in a tenth of the time
    return ours == theirs or ours.casefold() == theirs.casefold() or fold(ours) == fold(theirs)


def _unlike(ours: list[str], theirs: list[str], company: set[str]) -> bool:
    if ours == theirs:
        return False
    return _parts(w for w in ours if w not in company) != _parts(w for w in theirs if w not in company)


def _parts(words: Iterable[str]) -> tuple[list[str], str]:
    """Numbers one by one, letters run together: "12bis" is "12 bis", "Jean-Paul" is "Jeanpaul", but 1 and 2 are not 12."""
    text = " ".join(words)
    return sorted(re.findall(r"\d+", text)), "".join(sorted(re.findall(r"[^\W\d]+", text)))


def same_lines(shop: tuple[ShopLine, ...], tpop: TpopOrder, is_ours: LineRule | None) -> bool:
    """The fast question: line by line in order, the same skus and quantities, none without a sku."""
    theirs = tpop.lines
    if theirs is None or is_ours is not None or len(shop) != len(theirs):
        return False
    for mine, its in zip(shop, theirs, strict=False):
        if mine[0] != its[0] or mine[1] != its[1] or not mine[0]:
            return False
    return True


def compare_lines(
    shop: tuple[ShopLine, ...], orders: Sequence[TpopOrder], is_ours: LineRule | None
) -> LineComparison:
    """Remaining quantity per sku, summed over all given TPOP orders (split and complementary orders are normal).

    What TPOP has shipped may stand for units that were refunded later: there, anything from the remaining to the
    ordered quantity is right. A line of which `is_ours` cannot tell is one that nobody can name, and expected by nobody.
    """
    if len(orders) == 1 and same_lines(shop, orders[0], is_ours):
        return LineComparison((), (), (), 0)
    expected: dict[str, int] = {}
    ordered: dict[str, int] = {}
    foreign: set[str] = set()
    by_id: dict[str, str] = {}
    nameless = nameless_units = 0
    for line in shop:
        key = line.sku or (f"id:{line.id}" if line.id else "")
        if line.id:
            by_id[line.id] = key
        if line.sent == "none" or (is_ours is not None and is_ours(line) is False):
            foreign.add(key)
        elif key:
            expected[key] = expected.get(key, 0) + line.remaining
            ordered[key] = ordered.get(key, 0) + line.ordered
        elif line.remaining > 0:
            nameless, nameless_units = nameless + 1, nameless_units + line.remaining
    there: dict[str, int] = {}
    shipped: dict[str, int] = {}
    theirs_nameless = 0
    for order in orders:
        for its in order.lines or ():
            # A line without sku, on either side, meets its twin by id only.
            key = by_id.get(its.id, "") if its.id else ""
            key = its.sku if its.sku and not key.startswith("id:") else key
            if not key:
                theirs_nameless += its.quantity > 0
                nameless_units -= its.quantity
                continue
            there[key] = there.get(key, 0) + its.quantity
            if order.status == "shipped":
                shipped[key] = shipped.get(key, 0) + its.quantity
    for key in [key for key in expected if key.startswith("id:") and key not in there]:
        want = expected.pop(key)
        nameless, nameless_units = nameless + (want > 0), nameless_units + want
    missing: list[LineDifference] = []
    quantity: list[LineDifference] = []
    extra: list[LineDifference] = []
    unsaid = 0
    for key, want in expected.items():
        got = there.get(key, 0)
        # Shipped units may have been refunded since: they may stand above what remains, up to what was ordered.
        if want <= got <= max(want, min(ordered[key], shipped.get(key, 0))):
            continue
        if theirs_nameless if got < want else 0 < got - ordered[key] <= nameless_units:
            unsaid += 1  # the line that nobody can name may be this very article
        else:
            kind = quantity if got and want else extra if got else missing
            kind.append(LineDifference(key, want, ordered[key], got))
    for key, got in there.items():
        if key in expected or key in foreign or not got:
            continue
        if nameless:
            unsaid += 1
        else:
            extra.append(LineDifference(key, 0, 0, got))
    return LineComparison(tuple(missing), tuple(quantity), tuple(extra), nameless + theirs_nameless, unsaid)


def same_recipient(shop: Recipient | None, tpop: Recipient | None) -> bool:
    """Nothing to say about the address: equal, equal but for its writing, or not shown by one side."""
    return shop == tpop or shop is None or tpop is None or not recipient_differences(shop, tpop)


def agreement(
    order: ShopOrder, tpop: TpopOrder, is_ours: LineRule | None, articles: Articles
) -> Literal["equal", "uncompared", "differs"]:
    """One shop order and its one TPOP order: nothing to judge, nothing found as far as it could be seen, or judge."""
    lines = order.lines
    if lines is None:
        return "differs"
    verdict: Literal["equal", "uncompared"] = "equal"
    if tpop.lines is None:
        verdict = "uncompared"
    elif not same_lines(lines, tpop, is_ours):
        found = compare_lines(lines, under_present_skus(lines, (tpop,), articles), is_ours)
        if found.missing or found.quantity or found.extra:
            return "differs"
        if found.not_compared:
            verdict = "uncompared"
    return verdict if same_recipient(order.recipient, tpop.recipient) else "differs"
