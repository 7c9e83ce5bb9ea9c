"""The SMS: one GSM-7 segment for any number of findings; the worst in full where it fits, the rest counted."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest.gsm import SEGMENT, cut, septets, to_gsm
from core.digest.headline import Part, rest
from core.digest.words import Words, capital, clip, shop_name


def sms(words: Words, parts: Sequence[Part], shop: str) -> str:
    """ "Vigie Mugs Paris : 1042 annulée … avant 11 h. Carte refusée (4). Détail par mail."; `shop` "" for several."""
    colon = words("colon")
    start = words("vigie.shop", shop=clip(shop_name(shop), 30), colon=colon) if shop else words("vigie", colon=colon)
    end = words("head.mail")
    for count in range(len(parts), 0, -1):
        for long in (True, False):
            said = [_said(part, long and at == 0, parts[:at]) for at, part in enumerate(parts[:count])]
            if count < len(parts):
                said += filter(None, [rest(words, parts[count:])])
            text = to_gsm(start + ". ".join([said[0], *(capital(one) for one in said[1:])]) + "." + end)
            if septets(text) <= SEGMENT:
                return text
    last = to_gsm(start + _said(parts[0], False, ()))
    return cut(last)


def _said(part: Part, long: bool, before: Sequence[Part]) -> str:
    text = part.long if long else part.short
    named = part.shop and (not before or before[-1].shop != part.shop)
    return f"{part.shop} {text}" if named else text
