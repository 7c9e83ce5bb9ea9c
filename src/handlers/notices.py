"""What a shop's source says of how it can be read, though nothing went wrong: one short line each, in every mail.

None of them withholds an all clear by itself: the line beside it says what was not looked at. See docs/shops/shopify.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.digest.words import clip
from core.model import Notice
from core.say import Language

_FRENCH: Mapping[str, str] = {
    "reach": "Shopify ne me montre que les {days} derniers jours (droit read_all_orders absent) : "
    "rien de plus ancien n'est vérifié.",
    "version": "Shopify m'a répondu en version {answered}, je suis faite pour la {asked} : "
    "demandez à qui m'a installée de me mettre à jour.",
    "addresses": "Shopify me cache les adresses de livraison : je ne les compare pas. "
    "Dev Dashboard > votre application > Protected customer data.",
    "articles": "Sans le droit read_products, je ne reconnais pas un article échangé ou renommé. "
    "Dev Dashboard > votre application > Versions.",
}
_ENGLISH: Mapping[str, str] = {
    "reach": "Shopify shows me the last {days} days only (no right read_all_orders): nothing older is checked.",
    "version": "Shopify answered in version {answered}, I was made for {asked}: ask whoever installed me to update me.",
    "addresses": "Shopify hides the delivery addresses from me: I do not compare them. "
    "Dev Dashboard > your app > Protected customer data.",
    "articles": "Without the right read_products I do not recognise an item that was swapped or renamed. "
    "Dev Dashboard > your app > Versions.",
}
_DAYS = 60
"""As far as Shopify shows orders without read_all_orders."""
_MOST = 20
"""A version is shorter than this; what Shopify answers is not ours."""


def told(notices: Iterable[Notice], language: Language) -> tuple[str, ...]:
    """One line for each, in the order they came; said twice, told once."""
    sentences = _ENGLISH if language == "en" else _FRENCH
    return tuple(dict.fromkeys(sentences[one.kind].format_map(_values(one.detail)) for one in notices))


def _values(detail: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        "days": str(detail.get("days", _DAYS)),
        "asked": clip(str(detail.get("asked", "?")), _MOST),
        "answered": clip(str(detail.get("answered", "?")), _MOST),
    }
