"""Entries: when several orders are one, what they then say in common, and why one comes back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from core.digest.entries import entries, render
from core.digest.words import Words, words_for
from core.look import News, Text
from core.policy import Policy
from tests.looks import NOW, finding, hours, look, news
from tests.situations import missing, refused

WORDS: Words = words_for(look(), ZoneInfo)


def said(*told: News, words: Words = WORDS) -> str:
    return "\n".join(line for entry in entries(words, told) for line in render(words, entry))


def differing(count: int, **more: object) -> list[News]:
    return [
        news(finding("missing-at-tpop", str(1000 + n), **more), text=Text("absente", "absente", (f"Fait {n}.",)))  # type: ignore[arg-type]
        for n in range(count)
    ]


def test_from_four_on_they_are_one() -> None:
    assert len(entries(WORDS, differing(3))) == 3
    assert len(entries(WORDS, differing(4))) == 1
    assert said(*differing(4)) == "🔴 Absentes de TPOP : 4 commandes\n   1000 1001 1002 1003"


def test_two_that_say_the_very_same_are_one() -> None:
    assert said(refused("fr", "1050"), refused("fr", "1051")).startswith(
        "🔴 Carte refusée : 2 commandes\n   1050 1051\n"
    )


def test_an_incident_is_one_from_two_on() -> None:
    assert len(entries(WORDS, differing(2, incident="card:me"))) == 1
    assert len(entries(WORDS, [*differing(2, incident="a"), *differing(2)])) == 3


def test_what_is_common_is_said_once_with_each_number() -> None:
    text = said(*(missing("fr", str(number)) for number in (104, 1042, 1043, 1044)))
    assert "1. Cherchez chaque numéro dans TPOP." in text
    assert text.count("Passez-la") == 1


def test_worst_and_soonest_first() -> None:
    late = news(finding("cancelled-only-in-shop", "1", deadline=NOW + hours(5)))
    soon = news(finding("quantity-differs", "2", line="S", deadline=NOW + hours(1)))
    never, mild = missing("fr", "3"), news(finding("address-differs", "4", "act"))
    assert [entry.first.item.number for entry in entries(WORDS, [mild, never, late, soon])] == ["2", "1", "3", "4"]


def test_a_fold_names_its_most_pressing() -> None:
    folded = [
        news(finding("cancelled-only-in-shop", str(number), deadline=NOW + hours(10 - number))) for number in range(5)
    ]
    assert "\n   4 3 2 1 0\n   La plus pressée : 4, encore 6 h." in said(*folded)


def test_lines_of_one_order_are_one_entry() -> None:
    told = [
        news(finding("missing-line", "1051", "act", line=sku, evidence={"shop": 1, "tpop_state": "production"}))
        for sku in ("MUG", "TEE")
    ]
    text = said(*told)
    assert text == ("🟠 1051 : il manque MUG chez TPOP\n   Il manque TEE chez TPOP.\n   1. Commandez ce qui manque.")


def test_why_it_comes_back() -> None:
    bare = Text("x", "titre")
    one = finding("missing-at-tpop", "7")
    assert said(news(one, "reminded", text=bare, reminders=1)) == "🔴 7 : titre\n   Rappel 2 sur 3."
    assert said(news(one, "reopened", text=bare)) == "🔴 7 : titre\n   De retour, alors que c'était réglé."
    assert said(news(one, "worse", text=bare)) == "🔴 7 : titre\n   Plus pressé qu'avant."
    assert said(news(one, "unmuted", text=bare)) == "🔴 7 : titre\n   Fin de sourdine."
    noted = said(news(one, "unmuted", text=bare, mute_reason="j'attends le client"))
    assert noted.replace("\n  ", "") == "🔴 7 : titre Fin de sourdine ; vous aviez noté : « j'attends le client »"


def test_a_reminder_counts_against_the_policy() -> None:
    words = words_for(look(policy=Policy(reminders_max=5)), ZoneInfo)
    told = news(finding("missing-at-tpop", "7"), "reminded", text=Text("x", "titre"), reminders=3)
    assert "Rappel 4 sur 5." in said(told, words=words)


def test_in_a_fold_only_some_come_back() -> None:
    told = [*differing(4), news(finding("missing-at-tpop", "2000"), "reminded", text=Text("absente", "absente"))]
    assert "Rappel : 2000." in said(*told)


def test_a_long_row_without_a_gap_is_a_span() -> None:
    assert "   1000 à 1011" in said(*differing(12))
    assert "   1000 1001 1002 1003 1004 1005 1006\n   1007" in said(*differing(8))


def test_news_of_a_source_has_no_number() -> None:
    told = news(
        finding("shop-disconnected", "woocommerce", ref="source:woocommerce"), text=Text("x", "boutique débranchée")
    )
    assert said(told) == "🔴 Boutique débranchée"


def test_how_long_is_left_is_always_said_once() -> None:
    one = finding("quantity-differs", "9", deadline=NOW + hours(3))
    assert said(news(one, text=Text("x", "titre"))) == "🔴 9 : titre\n   Encore 3 h."
    assert said(news(one, text=Text("x", "titre, dans 3 h"))) == "🔴 9 : titre, dans 3 h"
    over = finding("quantity-differs", "9", "act", deadline=NOW - hours(3))
    assert said(news(over, text=Text("x", "titre"))) == "🟠 9 : titre"
