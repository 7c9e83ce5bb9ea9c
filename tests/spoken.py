"""The words of a few checks as the digest's unit tests know them: fixed, whatever the real checks come to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from core.checks import BY_ID
from core.look import Look, News, Text
from core.model import Finding
from core.say import Say

FRENCH: Mapping[str, Text] = {
    "cancelled-only-in-shop": Text(
        "annulée, {left}",
        "annulée chez vous, pas chez TPOP",
        ("Produite et débitée à {due}, dans {left}.",),
        ("TPOP > Commandes > {number}", "Annuler la commande (la croix)"),
    ),
    "blocked-payment": Text(
        "carte refusée",
        "carte refusée, commande bloquée",
        ("Banque : provision insuffisante.",),
        ("Approvisionnez ou changez de carte.", "Ensuite seulement, relancez."),
    ),
    "missing-at-tpop": Text(
        "absente de TPOP",
        "absente de TPOP",
        ("Attendue depuis hier 11 h.",),
        ("Cherchez {number} dans TPOP.", "Absente ? Passez-la à la main."),
    ),
    "address-differs": Text("adresse différente", "adresse différente chez TPOP", ("Diffère : ville.",)),
    "missing-line": Text("article manquant", "il manque {line} chez TPOP", (), ("Commandez ce qui manque.",)),
    "source-stale": Text("liste TPOP de lundi", "liste TPOP de lundi", ("Elle est vieille.",), ("Redonnez-la-moi.",)),
    "source-unreachable": Text("boutique injoignable", "boutique injoignable", ("Je n'ai rien pu y lire.",)),
    "source-partial": Text("boutique lue en partie", "boutique lue en partie"),
}
ENGLISH: Mapping[str, Text] = {
    "cancelled-only-in-shop": Text("cancelled, {left}", "cancelled in the shop, not at TPOP"),
    "blocked-payment": Text("card refused", "card refused, order blocked"),
}


def spoken(one: Finding, say: Say) -> Text:
    """The fixed words; for a check that has none, its id."""
    text = (FRENCH if say.language == "fr" else ENGLISH).get(one.check, Text(one.check, one.check))
    values = {
        "number": one.number,
        "line": one.line,
        "left": say.left(one.deadline) if one.deadline else "",
        "due": say.clock(one.deadline) if one.deadline else "",
    }
    return Text(
        text.short.format(**values).rstrip(", "),
        text.title.format(**values),
        tuple(fact.format(**values) for fact in text.facts),
        tuple(step.format(**values) for step in text.steps),
    )


def reworded(look: Look) -> Look:
    """The same look in the words of the real checks: what a merchant reads."""
    say = Say(look.policy.language, ZoneInfo(look.policy.timezone), look.now)
    told = []
    for one in look.news:
        item = one.item
        seen = one.finding or Finding(
            item.check,
            item.ref,
            item.number,
            item.severity,
            item.line,
            evidence=item.evidence,  # type: ignore[arg-type]
        )
        text = BY_ID[item.check].words[say.language](seen, say)
        if one.finding is None:
            text = Text(text.title, text.title)
        told.append(News(one.status, replace(item, title=text.title), one.finding, text, one.told, one.looked))
    return replace(look, news=tuple(told))
