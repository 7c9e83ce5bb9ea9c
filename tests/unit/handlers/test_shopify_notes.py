"""What a shop's source says of how it can be read stands in every mail, in the merchant's language, and costs no all clear."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from core.digest.choose import choose
from core.digest.mail import mail
from core.digest.words import clip, words_for
from core.digest.wrap import COLUMNS, width, wrap
from core.look import Look
from core.model import Notice, ShopOrder, ShopPull, Window
from core.policy import LinesPolicy
from core.say import Language
from handlers import notices
from tests.builders import past, shop_order, tpop_order
from tests.fakes import FakeShop
from tests.unit.handlers.shops import ALL, PAIRED, Seen, seen, settings

REACH = Notice("reach", {"days": 60})
VERSION = Notice("version", {"asked": "2026-10", "answered": "2027-10"})
ADDRESSES, ARTICLES = Notice("addresses"), Notice("articles")
EVERY = (REACH, VERSION, ADDRESSES, ARTICLES)
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass
class Telling(FakeShop):
    """A shop that says how it can be read."""

    says: tuple[Notice, ...] = ()

    def pull(self, window: Window, take: Callable[[Sequence[ShopOrder]], None]) -> ShopPull:
        return replace(super().pull(window, take), notices=self.says)


def looked(*says: Notice, language: Language = "fr", known: bool = True, run: str = "daily") -> Seen:
    shop = Telling([*PAIRED, shop_order()], name="shopify", says=says)
    history = past(first_run_at="2026-11-01T07:00:00Z") if known else past()
    return seen(shop, [*ALL, tpop_order()], history, of=settings(language=language), run=run)


def sent(look: Look) -> str:
    return mail([choose(words_for(look, ZoneInfo))], [], 10)


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("notice", "french", "english"),
    [
        (
            REACH,
            "Shopify ne me montre que les 60 derniers jours (droit read_all_orders absent) : "
            "rien de plus ancien n'est vérifié.",
            "Shopify shows me the last 60 days only (no right read_all_orders): nothing older is checked.",
        ),
        (
            VERSION,
            "Shopify m'a répondu en version 2027-10, je suis faite pour la 2026-10 : "
            "demandez à qui m'a installée de me mettre à jour.",
            "Shopify answered in version 2027-10, I was made for 2026-10: ask whoever installed me to update me.",
        ),
        (
            ADDRESSES,
            "Shopify me cache les adresses de livraison : je ne les compare pas. "
            "Dev Dashboard > votre application > Protected customer data.",
            "Shopify hides the delivery addresses from me: I do not compare them. "
            "Dev Dashboard > your app > Protected customer data.",
        ),
        (
            ARTICLES,
            "Sans le droit read_products, je ne reconnais pas un article échangé ou renommé. "
            "Dev Dashboard > votre application > Versions.",
            "Without the right read_products I do not recognise an item that was swapped or renamed. "
            "Dev Dashboard > your app > Versions.",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Notice) else "",
)
def test_the_sentences(notice: Notice, french: str, english: str) -> None:
    assert looked(notice).look.needs_words == (french,)
    assert looked(notice, language="en").look.needs_words == (english,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words(language: Language) -> None:
    kinds = get_args(get_type_hints(Notice)["kind"])
    assert {one.kind for one in EVERY} <= set(kinds)
    lines = notices.told([Notice(kind) for kind in kinds], language)
    assert len(set(lines)) == len(kinds)
    for line in lines:
        assert clip(line) == line, "the mail would cut it"
        assert not set("{}") & set(line)
        assert len(wrap(line)) <= 5, "said every time: it must be bearable"
        assert max(map(width, wrap(line))) <= COLUMNS
        assert not [part for part in wrap(line) if part[:1] in ("»", ":", "?", ".")], "a line begins with a stop"
        if language == "fr":
            assert not re.search(r"[^\s\u00a0][:;?!]", line)
            assert "’" not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_cost_no_all_clear_and_stand_in_it(language: Language) -> None:
    one = looked(*EVERY, language=language)
    assert one.look.can_clear
    assert (one.look.troubles, one.look.state) == ((), "complete")
    text = sent(one.look)
    assert "🟢" in text
    assert "⚪" not in text
    for line in one.look.needs_words:
        assert unwrapped(line) in unwrapped(text)
    assert looked(language=language).look.needs_words == ()


@pytest.mark.parametrize("run", ["daily", "watch"])
@pytest.mark.parametrize("known", [True, False])
def test_they_stand_in_every_other_mail_too(run: str, known: bool) -> None:
    shop = Telling([*PAIRED, shop_order()], name="shopify", says=EVERY)
    history = past(first_run_at="2026-11-01T07:00:00Z") if known else past()
    one = seen(shop, ALL, history, run=run)
    assert not one.look.can_clear
    text = unwrapped(sent(one.look))
    assert len(one.look.needs_words) == len(EVERY)
    for line in one.look.needs_words:
        assert unwrapped(line) in text


def test_they_come_last_in_their_own_order_and_once() -> None:
    shop = Telling([shop_order()], name="shopify", says=(ARTICLES, REACH, ARTICLES))
    one = seen(shop, [], of=settings(lines=LinesPolicy("known")))
    first, *rest = one.look.needs_words
    assert "SKU" in first
    assert rest == [*notices.told([ARTICLES, REACH], "fr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_shopify_answered_is_not_quoted_at_length(language: Language) -> None:
    (line,) = notices.told([Notice("version", {"asked": "2026-10", "answered": "9" * 400})], language)
    assert len(line) < 160
    (bare,) = notices.told([Notice("version")], language)
    assert "None" not in bare
