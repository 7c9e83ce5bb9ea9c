"""What keeps Vigie out of a Shopify shop is told in words of its own, and the shop's page quotes them."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.digest import checked
from core.digest.troubles import told_as
from core.digest.words import PHRASES, Words, clip, words_for
from core.digest.wrap import COLUMNS, width, wrap
from core.expect import Expectation
from core.look import OrderCounts
from core.model import ShopOrder, Trouble
from core.policy import Policy
from core.say import Language
from sources.shopify import refusals
from sources.woocommerce.refusals import SENTENCES as WOOCOMMERCE
from tests.builders import NOW, shop_order
from tests.looks import look

LANGUAGES: tuple[Language, ...] = ("fr", "en")
PAGES = Path(__file__).resolve().parents[4] / "docs" / "shops"
PAGE = {"fr": "shopify.fr.md", "en": "shopify.md"}
REFUSED = tuple(why for why in refusals.SENTENCES if why != "cost")
PARTS = ("lines", "fulfilments", "payments", "services")
REASONS = (*(f"refused.{why}" for why in REFUSED), *(f"page_failed.{what}" for what in PARTS), "other.cost")
NOTHING_TO_DO = frozenset({"page_failed.lines", "page_failed.fulfilments", "page_failed.payments"})
NOT_IN_SHOPIFY = frozenset({"refused.query", "other.cost"})
"""What only whoever installed Vigie can mend."""
BESIDES = ("page_failed.refunds", "foreign_redirect")
"""Words for any shop that the page explains too."""


def words(language: Language) -> Words:
    return words_for(look(language=language), ZoneInfo)


def told(language: Language, reason: str) -> tuple[str, str]:
    kind, _, why = reason.partition(".")
    detail = {} if not why else {"what" if kind == "page_failed" else "why": why}
    return told_as(words(language), "shop", Trouble(kind, {"host": "x", **detail}))


def test_every_reason_that_was_agreed_is_here() -> None:
    assert set(REFUSED) == {
        *("token", "shop_not_permitted", "app_not_installed", "invalid_client", "scope", "services", "orders_hidden"),
        *("frozen", "shopify_not_found", "shopify_forbidden", "query", "horizon"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_has_words_of_its_own(reason: str, language: Language) -> None:
    assert words(language).has(f"trouble.{reason}")
    happened, mend = told(language, reason)
    assert (happened, mend) != told(language, reason.partition(".")[0])
    assert happened.endswith(".")
    assert bool(mend) == (reason not in NOTHING_TO_DO)
    for text in (happened, mend):
        assert clip(text) == text, "the mail would cut it"
        assert not set("{}") & set(text)
        lines = wrap(text, "1. ", "   ")
        assert max(map(width, lines)) <= COLUMNS
        assert not [line for line in lines if line.lstrip()[:1] in ("»", ":", "?", ".")], "a line begins with a stop"
    if mend and reason not in NOT_IN_SHOPIFY:
        assert "Dev Dashboard" in mend or "Shopify >" in mend, "where to click"


@pytest.mark.parametrize(
    ("language", "installer", "no_mail"),
    [("fr", "qui m'a installée", "pas par mail"), ("en", "whoever installed me", "not by mail")],
)
def test_a_secret_is_never_asked_for_by_mail(language: Language, installer: str, no_mail: str) -> None:
    for why in ("token", "shop_not_permitted", "app_not_installed", "invalid_client"):
        _, mend = told(language, f"refused.{why}")
        mend = mend.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
        assert installer in mend, why
        assert no_mail in mend, why


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", ["no last page", "no total"])
def test_a_list_without_an_end_or_a_count_has_words_of_its_own(why: str, language: Language) -> None:
    of = words(language)
    said = told_as(of, "shop", Trouble("not_complete", {"why": why, "read": 7}))
    assert said != told_as(of, "shop", Trouble("not_complete", {}))
    assert all(one and clip(one) == one and not set("{}") & set(one) for one in said)
    assert all(max(map(width, wrap(one, "1. ", "   "))) <= COLUMNS for one in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_reasons_are_told_alike(language: Language) -> None:
    happened, mends = zip(*(told(language, reason) for reason in REASONS), strict=True)
    assert len(set(happened)) == len(happened)
    some = [mend for mend in mends if mend]
    assert len(set(some)) == len(some)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_platform_is_told_in_the_others_words(language: Language) -> None:
    assert not set(refusals.SENTENCES) & set(WOOCOMMERCE)
    ours = {f"{part}.{reason}" for reason in REASONS for part in ("trouble", "mend")}
    for key, text in PHRASES[language].items():
        if key in ours:
            assert "WooCommerce" not in text, key
            assert "WordPress" not in text, key
        elif key.startswith(("trouble.", "mend.")):
            assert "Shopify" not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shops_page_quotes_the_mail(language: Language) -> None:
    rows = (PAGES / PAGE[language]).read_text(encoding="utf-8").splitlines()
    for reason in (*REASONS, *BESIDES):
        happened, _ = told(language, reason)
        assert sum(row.startswith(f"| {happened} | ") for row in rows) == 1, reason


# ------------------------------------------------------------------------------------------- in logs, in English
@pytest.mark.parametrize("why", refusals.SENTENCES)
@pytest.mark.parametrize("more", [{"status": 403}, {"codes": ["ACCESS_DENIED"]}, {}])
def test_a_refusal_is_one_plain_sentence_with_its_reason(why: str, more: dict[str, object]) -> None:
    error = refusals.refusal("refused", why, {"host": "mugs.myshopify.com", **more})
    assert (error.kind, error.detail) == ("refused", {"host": "mugs.myshopify.com", "why": why, **more})
    assert "mugs.myshopify.com" in str(error)
    assert ("403" in str(error)) == ("status" in more)
    assert not set("{}") & set(str(error))


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "token"),
        (402, "frozen"),
        (423, "frozen"),
        (403, "shopify_forbidden"),
        (430, "shopify_forbidden"),
        (404, "shopify_not_found"),
        (410, "shopify_not_found"),
        (301, "shopify_not_found"),
        (200, "shopify_not_found"),
        (400, "query"),
        (406, "query"),
        (422, "query"),
    ],
)
def test_a_status_by_itself_says_why(status: int, why: str) -> None:
    assert refusals.of_status(status) == why
    assert why in refusals.SENTENCES


# ------------------------------------------------------------------------------------------- what is left out
def reason(order: ShopOrder) -> str:
    return Expectation(Policy(), NOW).standing(order).reason


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Non attendues : 1 numérique, 1 essai, 2 vendues sur place."),
        ("en", "Not expected: 1 digital, 1 test order, 2 sold in person."),
    ],
)
def test_what_the_shop_says_is_none_for_tpop_is_counted_by_its_name(language: Language, said: str) -> None:
    test, shelf = reason(shop_order(aside="test")), reason(shop_order(aside="in person"))
    counts = OrderCounts(shop=132, expected=128, excluded={"digital": 1, test: 1, shelf: 2}, found=128)
    text = " ".join(checked.orders(words_for(look(language=language, orders=counts), ZoneInfo)))
    assert said in text


def test_one_and_several() -> None:
    french, english = words("fr"), words("en")
    for count, expected in ((1, ("1 essai", "1 vendue sur place")), (2, ("2 essais", "2 vendues sur place"))):
        said = tuple(french.n(f"excluded.{reason}", count) for reason in ("test order", "sold in person"))
        assert tuple(one.replace("\u00a0", " ") for one in said) == expected
    assert english.n("excluded.test order", 2).replace("\u00a0", " ") == "2 test orders"
