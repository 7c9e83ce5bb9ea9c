"""What each channel showed, the blind time, and what no channel can show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.digest import channels
from core.digest.words import Words, words_for
from core.look import Look, OrderCounts
from core.model import Coverage, Window
from core.policy import Policy
from tests.looks import NOW, SINCE, coverage, hours, look

WINDOW = Window(SINCE, NOW)
BACK = Coverage("write-back", "tpop", WINDOW, NOW, False, grade="written back")
MAILS = Coverage("tpop-mail", "tpop", None, NOW - hours(3), False, 4, grade="mentioned")
COUNTS = OrderCounts(shop=48, expected=40, found=35, unknown_fate=5, mentioned=6, written_back=11, by_hand=2)


def words(language: str = "fr", **more: Any) -> Words:
    return words_for(look(language=language, **more), ZoneInfo)


def alone(*more: Coverage, part: bool = False, language: str = "fr", **told: Any) -> Words:
    """A shop with no whole list."""
    shop, _ = coverage()
    return words(language, coverage=(shop, *more, BACK), list_channel=False, part_channel=part, **told)


def test_the_blind_time_is_the_interval_and_the_age_of_the_list() -> None:
    assert channels.blind_time(words()) == ["Je vois un problème en 1 h 05 au plus."]
    exact = words(coverage=coverage(as_of=NOW - hours(2)))
    assert channels.blind_time(exact) == ["Je vois un problème en 3 h au plus."]
    over = words(coverage=coverage(as_of=NOW - hours(2) - timedelta(minutes=1)))
    assert channels.blind_time(over)[1].startswith("C'est long pour vos 24 h")
    slow = words(policy=Policy(watch_every_hours=4))
    assert channels.blind_time(slow)[0] == "Je vois un problème en 4 h 05 au plus."


def test_the_newest_list_counts_and_neither_the_write_back_nor_the_mails() -> None:
    shop, listed = coverage()
    old = Coverage("inbox", "tpop", WINDOW, NOW - hours(30), True)
    for some in ((shop, old, listed), (shop, listed, BACK), (shop, listed, MAILS)):
        assert channels.blind_time(words(coverage=some)) == ["Je vois un problème en 1 h 05 au plus."]


def test_without_a_list_the_blind_time_is_the_production_time() -> None:
    assert channels.blind_time(alone()) == [
        "Une commande absente de TPOP, ou bloquée là-bas, ne se trahit qu'après 7 jours ouvrés sans suivi."
    ]
    assert channels.blind_time(alone(MAILS)) == [
        "Ce que TPOP écrit, je le vois en 1 h au plus après son mail.",
        "Une commande que personne n'imprime, elle, ne se voit qu'après 7 jours ouvrés sans suivi.",
    ]


def test_a_list_in_part_is_as_blind_for_what_it_does_not_show() -> None:
    listed = Coverage("tpop-inbox", "tpop", None, NOW - hours(5), False)
    first, last = channels.blind_time(alone(listed, part=True))
    assert first == "Ma dernière vue de TPOP : aujourd'hui 3 h ; depuis, je n'en sais rien."
    assert last.startswith("Une commande que personne n'imprime, elle,")


def test_a_whole_list_that_has_never_come_is_said() -> None:
    shop, listed = coverage()
    unfed = replace(listed, as_of=None, window=None, complete=False)
    assert channels.blind_time(words(coverage=(shop, unfed))) == [
        "Sans liste TPOP à jour, je ne vois pas ce qui s'y passe."
    ]


def test_no_blind_time_where_the_shop_was_not_read() -> None:
    gone = Coverage("woocommerce", "shop", None, None, False)
    assert channels.blind_time(words(coverage=(gone, coverage()[1]))) == []


@pytest.mark.parametrize(
    ("more", "part", "begins"),
    [
        ((), False, "Je ne vois que votre boutique"),
        ((), True, "Votre liste TPOP ne montre pas tout : elle"),
        ((MAILS,), False, "Un mail de TPOP prouve ce qu'il dit"),
        ((MAILS,), True, "Votre liste TPOP ne montre pas tout, et TPOP n'écrit pas pour tout"),
    ],
)
def test_each_choice_of_channels_has_its_limits_said(more: tuple[Coverage, ...], part: bool, begins: str) -> None:
    said = channels.limits(alone(*more, part=part))
    assert said.startswith(begins)
    assert said.endswith("Mon silence n'est donc pas un feu vert.")
    assert channels.limits(alone(*more, part=part, language="en")).endswith("my silence is not an all clear.")


def test_a_whole_list_has_no_such_limits() -> None:
    assert channels.limits(words()) == ""


def test_the_expected_ones_by_what_shows_them() -> None:
    said = channels.by_evidence(alone(orders=COUNTS))
    assert said == (
        "18 dans votre liste, 6 dans des mails de TPOP, 11 expédiées avec suivi, 2 fermées sans suivi, "
        "3 sans nouvelles de TPOP"
    )
    figures = [int(part.split()[0]) for part in said.split(", ")]
    assert sum(figures) == COUNTS.expected


def test_those_without_news_are_named_each_where_a_channel_is_fed() -> None:
    numbers = tuple(f"{1061 + 2 * at}" for at in range(12))
    told: dict[str, Any] = {"unlooked": numbers, "orders": OrderCounts(shop=12, expected=12, unknown_fate=12)}
    said = channels.by_eye(alone(MAILS, **told))
    assert all(number in said for number in numbers)
    assert channels.by_eye(alone(part=True, **told)) == said
    assert channels.by_eye(alone(**told)) == ""  # nobody chose to feed anything: TPOP's own chore says it
    assert channels.by_eye(words(**told)) == ""  # a whole list has its own words for them
    one: dict[str, Any] = {"unlooked": ("1061",), "orders": OrderCounts(shop=1, expected=1, unknown_fate=1)}
    assert channels.by_eye(alone(MAILS, **one)).endswith("y est-elle ? Est-elle bloquée ?")


def test_a_box_of_mails_is_named_as_such() -> None:
    one: Look = look()
    assert channels.name(words_for(one, ZoneInfo), MAILS) == "mails de TPOP"
