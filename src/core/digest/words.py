"""The digest's own voice: phrases of one language, filled in, with the shop's clock behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from core.digest import phrases_en, phrases_fr
from core.look import Look
from core.model import Coverage
from core.say import Language, Say

PHRASES: Mapping[Language, Mapping[str, str]] = {"fr": phrases_fr.PHRASES, "en": phrases_en.PHRASES}
PILLS = {"urgent": "🔴", "act": "🟠", "note": "🔵", "clear": "🟢", "blind": "⚪"}

SHOWN = 8
"""Numbers shown in a row; the others are counted."""

_PLATFORMS = {"woocommerce": "WooCommerce", "shopify": "Shopify", "etsy": "Etsy"}
_LONG = 48
"""From here on, hours are counted in days."""
_LONGEST = 300
"""No text of a finding is worth more of a phone's screen than this."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one look is told with."""

    look: Look
    say: Say

    def __call__(self, key: str, /, **values: object) -> str:
        return PHRASES[self.say.language][key].format(**values)

    def n(self, key: str, count: int, /) -> str:
        """ "132 commandes": a phrase of two forms, "singular|plural"."""
        one, many = PHRASES[self.say.language][key].split("|")
        return self.say.n(count, one, many)

    def numbers(self, some: Sequence[str], count: int) -> str:
        """ "1050 1051 et 12 autres"; "1061 à 1078" where a long row has no gap; `some` may be the first of `count`."""
        if SHOWN < count == len(some) and _without_gap(some):
            return some[0] + self("to") + some[-1]
        listed = [clip(number, 40) for number in some[:SHOWN]]
        more = count - len(listed)
        others = self("and") + self.n("others", more) if more > 0 else ""
        return " ".join(listed) + others

    def each(self, some: Sequence[str], count: int) -> str:
        """All of these numbers: they are to be looked up one by one. What is not among them is counted."""
        if SHOWN < count == len(some) and _without_gap(some):
            return some[0] + self("to") + some[-1]
        more = count - len(some)
        return " ".join(clip(number, 40) for number in some) + (
            self("and") + self.n("others", more) if more > 0 else ""
        )

    def has(self, key: str) -> bool:
        return key in PHRASES[self.say.language]

    def span(self, span: timedelta) -> str:
        """ "40 min", "24 h", "1 h 05": a length of time, exact to the minute."""
        minutes = max(round(span / timedelta(minutes=1)), 0)
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest} min"
        if hours >= _LONG:
            return self.n("days", round(hours / 24))
        return f"{hours} h {rest:02d}" if rest else f"{hours} h"

    def retention(self) -> str:
        return self.span(timedelta(hours=self.look.policy.retention_hours))

    def next_look(self) -> str:
        """When the shop is looked at again."""
        return self.say.at(self.say.now + timedelta(hours=self.look.policy.watch_every_hours))


def _without_gap(numbers: Sequence[str]) -> bool:
    if not all(number.isascii() and number.isdigit() and len(number) < 16 for number in numbers):
        return False
    return [int(number) for number in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))


def words_for(look: Look, zone: Callable[[str], tzinfo]) -> Words:
    return Words(look, Say(look.policy.language, zone(look.policy.timezone), look.now))


def shop_name(shop: str) -> str:
    """ "mugs-paris" -> "Mugs Paris": the shop's id, as a person would write it."""
    return " ".join(part[:1].upper() + part[1:] for part in shop.replace("_", "-").split("-") if part) or shop


def platform(coverage: Coverage) -> str:
    return _PLATFORMS.get(coverage.source, "")


def clip(text: str, most: int = _LONGEST) -> str:
    """A text of reasonable length: what somebody else wrote does not fill the mail."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Ends with a full stop where it ends with nothing."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:…»" else text + "."
