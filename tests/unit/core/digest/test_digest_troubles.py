"""What kept Vigie from looking is said in a plain sentence, with its mend, quoting only a few of the vendor's words."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.digest.troubles import side_of, told_as
from core.digest.words import Words, clip, words_for
from core.digest.wrap import COLUMNS, width, wrap
from core.model import Side, Trouble
from tests.looks import finding, look, news


def words(language: str = "fr") -> Words:
    return words_for(look(language=language), ZoneInfo)


@pytest.mark.parametrize(
    ("side", "trouble", "happened", "mend"),
    [
        (
            "shop",
            Trouble("unreachable", {"host": "x", "why": "connection", "tries": 4}),
            "Votre boutique ne répond pas.",
            "Ouvrez votre boutique dans un navigateur : répond-elle ?",
        ),
        (
            "shop",
            Trouble("unreachable", {"why": "certificate"}),
            "Le certificat de sécurité de votre boutique n'est plus valable.",
            "Demandez à l'hébergeur de le renouveler.",
        ),
        (
            "tpop",
            Trouble("refused", {"status": 401}),
            "Votre liste TPOP me refuse l'entrée.",
            "Redonnez-moi une clé, en lecture seule : l'ancienne ne vaut plus.",
        ),
        (
            "tpop",
            Trouble("unknown_status", {"words": {"en vérification": 3, "gelée": 1}}),
            "Votre liste TPOP emploie un état que je ne connais pas : « en vérification », « gelée ». "
            "Je ne le prends pas pour bon.",
            "Regardez ces commandes dans TPOP, et dites ce mot à qui m'a installée.",
        ),
        (
            "tpop",
            Trouble("bad_columns", {"missing": ["status"]}),
            "Je ne retrouve pas toutes les colonnes de votre liste TPOP : « status ».",
            "Remettez les titres d'origine, ou indiquez-moi les nouveaux.",
        ),
        (
            "shop",
            Trouble("foreign_redirect", {"to": "ailleurs.example"}),
            "Votre boutique m'a renvoyée vers une autre adresse (ailleurs.example) : je ne l'ai pas suivie.",
            "Si cette adresse est la bonne, donnez-la-moi.",
        ),
        ("shop", Trouble("throttled"), "Votre boutique m'a demandé de ralentir.", ""),
        (
            "shop",
            Trouble("refused", {"why": "role", "status": 403}),
            "Votre boutique connaît ma clé, mais celle-ci n'a pas le droit de lire les commandes.",
            "Dans WooCommerce > Réglages > Avancé, mettez ma clé au nom d'un administrateur "
            "ou d'un gestionnaire de boutique, en lecture seule.",
        ),
        (
            "shop",
            Trouble("unreachable", {"why": "maintenance", "status": 503, "retry_after": 600}),
            "Votre boutique est fermée pour entretien.",
            "C'est voulu ? Rien à faire : je reviens à 9 h. Sinon, rouvrez votre boutique.",
        ),
        (
            "shop",
            Trouble("refused", {"why": "header", "status": 401}),
            "Ma clé n'arrive pas jusqu'à votre boutique : l'hébergeur la retire en route.",
            "Demandez à l'hébergeur de laisser passer l'en-tête « Authorization » jusqu'à WordPress. "
            "Il ne peut pas ? Demandez à qui m'a installée de régler « auth » sur oauth1.",
        ),
        (
            "shop",
            Trouble("page_failed", {"why": "maintenance", "status": 503, "what": "refunds", "count": 2}),
            "Je n'ai pas pu lire les remboursements de certaines commandes de votre boutique : "
            "leurs articles ne sont pas comparés.",
            "",
        ),
        (
            "shop",
            Trouble("rows_differ", {"total": 134, "read": 132}),
            "Les comptes de votre boutique ne tombent pas juste : 134 annoncées, 132 lues. "
            "Une commande a pu bouger pendant ma lecture.",
            "",
        ),
        (
            "tpop",
            Trouble("not_complete", {"unreadable": 3}),
            "Votre liste TPOP a des lignes que je ne peux pas lire : elle prouve ce qui y est, jamais ce qui manque.",
            "Redonnez-moi la liste, telle que TPOP la montre.",
        ),
        (
            "tpop",
            Trouble("other", {"what": "as_of_ahead", "as_of": "2027-01-01T00:00:00Z"}),
            "Votre liste TPOP porte une heure à venir : je ne m'y fie pas.",
            "Vérifiez l'heure de la liste.",
        ),
        (
            "shop",
            Trouble("a kind of tomorrow"),
            "Quelque chose m'a empêchée de lire votre boutique en entier.",
            "Je réessaie à 9 h. Si cela dure, prévenez qui m'a installée.",
        ),
    ],
)
def test_the_sentences(side: Side, trouble: Trouble, happened: str, mend: str) -> None:
    assert told_as(words(), side, trouble) == (happened, mend)


SHOPS = Path(__file__).resolve().parents[4] / "docs" / "shops"
OF_A_SHOP = (
    *("refused.secret", "refused.key", "refused.header", "refused.unseen", "refused.signature", "refused.role"),
    *("refused.firewall", "refused.no_route", "refused.not_found", "refused.question"),
    *("unreachable.maintenance", "unreachable.database", "unreachable.fatal", "unreachable.redirects"),
    *("not_json.permalinks", "not_json.noise", "page_failed.refunds", "refused.locked"),
    *("not_json.empty", "not_json.cut", "not_json.fatal"),
)
"""Every reason that a shop's reader gives, and that somebody can do something about: kind.why."""
NOTHING_TO_DO = frozenset({"page_failed.refunds"})


def told(language: str, reason: str) -> tuple[str, str]:
    kind, _, why = reason.partition(".")
    return told_as(words(language), "shop", Trouble(kind, {"what" if kind == "page_failed" else "why": why}))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reason", OF_A_SHOP)
def test_a_reason_has_words_of_its_own(reason: str, language: str) -> None:
    assert words(language).has(f"trouble.{reason}")
    assert words(language).has(f"mend.{reason}")
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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_reasons_are_told_alike(language: str) -> None:
    kinds = {reason.partition(".")[0] for reason in OF_A_SHOP}
    said = [told_as(words(language), "shop", Trouble(kind)) for kind in sorted(kinds)]
    said += [told(language, reason) for reason in OF_A_SHOP]
    happened, mends = zip(*said, strict=True)
    assert len(set(happened)) == len(happened)
    mends = tuple(mend for mend in mends if mend)
    assert len(set(mends)) == len(mends)


@pytest.mark.parametrize(("language", "page"), [("fr", "woocommerce.fr.md"), ("en", "woocommerce.md")])
def test_the_shops_page_quotes_the_mail(language: str, page: str) -> None:
    rows = (SHOPS / page).read_text(encoding="utf-8").splitlines()
    for reason in OF_A_SHOP:
        happened, _ = told(language, reason)
        assert sum(row.startswith(f"| {happened} | ") for row in rows) == 1, reason


def test_in_english() -> None:
    said = told_as(words("en"), "tpop", Trouble("unknown_status", {"words": ["on its way"]}))
    assert said[0] == 'Your TPOP list uses a status that I do not know: "on its way". I do not take it for fine.'


@pytest.mark.parametrize("detail", [{}, {"words": 7}, {"words": []}, {"words": None, "missing": ""}])
def test_details_may_be_anything(detail: dict[str, object]) -> None:
    for kind in ("unknown_status", "bad_columns", "rows_differ", "foreign_redirect", "unreachable"):
        happened, _ = told_as(words(), "tpop", Trouble(kind, detail))
        assert happened.endswith(".")
        assert "None" not in happened


def test_few_words_are_quoted_and_none_at_length() -> None:
    happened, _ = told_as(words(), "tpop", Trouble("unknown_status", {"words": [f"{n}" * 90 for n in range(9)]}))
    assert happened.count("«") == 4
    assert len(happened) < 400


def test_the_side_of_a_source() -> None:
    assert side_of(words(), "woocommerce") == "shop"
    assert side_of(words(), "http") == "tpop"
    told = news(finding("source-unreachable", "x", "act", ref="source:bridge", evidence={"side": "tpop"}))
    bare = words_for(look(told, coverage=()), ZoneInfo)
    assert side_of(bare, "bridge") == "tpop"
    assert side_of(bare, "inbox") == "tpop"
    assert side_of(bare, "etsy") == "shop"
