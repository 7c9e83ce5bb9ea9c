"""Several orders under one status: each has it, where nothing else can be meant; otherwise all are silent."""

from __future__ import annotations

import random

import pytest

from .post import mentions, spotted


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Les commandes n° 1042 et 1043 sont bloquées : carte refusée.", "blocked"),
        ("Les commandes n° 1042 et n° 1043 sont toujours bloquées.", "blocked"),
        ("Bonjour, les commandes 1042 et 1043 sont bloquées, mettez à jour votre carte.", "blocked"),
        ("Commandes bloquées : 1042 et 1043", "blocked"),
        ("Commandes 1042 et 1043 bloquées", "blocked"),
        ("Hier, nous avons expédié deux commandes (1042 et 1043).", "shipped"),
        ("#1042, #1043 are blocked (insufficient_funds)", "blocked"),
        ("Your orders #1042 and #1043 have been shipped.", "shipped"),
        ("Blocked orders: 1042, 1043", "blocked"),
        ("Die Bestellungen 1042 und 1043 wurden versandt.", "shipped"),
        ("Vos commandes 1042 & 1043 ont été expédiées.", "shipped"),
        ("De bestellingen 1042 en 1043 zijn geblokkeerd", "blocked"),
        ("Los pedidos 1042 y 1043 están en producción", "production"),
        ("Ces commandes sont bloquées :\n- 1042\n- 1043", "blocked"),
        ("Les commandes suivantes sont bloquées :\n\n- 1042\n- 1043\n\nMerci", "blocked"),
        ("The following orders are blocked:\n\n• #1042\n• #1043", "blocked"),
        (
            "Folgende Bestellungen sind gesperrt (insufficient_funds):\n* Bestellung 1042\n* Bestellung 1043",
            "blocked",
        ),
    ],
)
@pytest.mark.parametrize("where", ["text", "html"])
def test_each_of_them_has_the_status(text: str, status: str, where: str) -> None:
    assert mentions(text, where=where) == {"1042": status, "1043": status}


def test_why_they_are_blocked_is_told_of_each() -> None:
    for text in (
        "Les commandes n° 1042 et 1043 sont bloquées : carte refusée.",
        "#1042, #1043 are blocked (insufficient_funds)",
        "Commandes bloquées (insufficient_funds) :\n- commande 1042\n- commande 1043",
    ):
        assert [one.block_reason for one in spotted(text).mentions] == ["payment", "payment"]


def test_in_a_subject_too() -> None:
    assert mentions("", subject="Commandes 1050 et 1051 bloquées") == {"1050": "blocked", "1051": "blocked"}


def test_one_list_after_another() -> None:
    told = {"1042": "blocked", "1043": "blocked", "1050": "shipped", "1051": "shipped"}
    assert mentions("Commandes bloquées :\n\n1042\n1043\nCommandes expédiées :\n1050\n1051") == told
    assert mentions("Commandes bloquées : 1042, 1043\nCommandes expédiées : 1050, 1051") == told


def test_one_of_them_that_is_not_the_windows_changes_nothing() -> None:
    assert mentions("Les commandes 1042 et 9999 sont bloquées.") == {"1042": "blocked"}
    assert mentions("Ces commandes sont bloquées :\n- commande 1042\n- commande 9999") == {"1042": "blocked"}


@pytest.mark.parametrize(
    "text",
    [
        "Les commandes 1042 et 1043 sont arrivées, la suivante est bloquée.",
        "Une des commandes 1042 et 1043 est bloquée.",
        "Les commandes 1042 ou 1043 sont bloquées.",
        "Les commandes 1042 et 1043 sont bloquées, sauf la seconde.",
        "Les commandes 1042 et 1043 ne sont pas bloquées",
        "Les commandes 1042 et 1043 sont bloquées et expédiées.",
        "Sont-elles bloquées, les commandes 1042 et 1043 ?",
        "Bestellungen 1042 und 1043 werden versandt",
        "#1042, #1043 : bloquée",
        "Commande 1042, commande 1043 bloquée",
        "La commande 1042 et la commande 1043 bloquée",
        "Les commandes 1042 et 1043 attendent celles de Jean qui sont bloquées",
        "Ces commandes sont bloquées :\n- 1042\n- 1043\nExpédiées",
        "Ces commandes sont bloquées :\n- 1042\n- 1043\nSauf la seconde",
        "Ces commandes sont bloquées ou expédiées :\n- commande 1042\n- commande 1043",
        "Les commandes de Jean sont bloquées :\n- commande 1042\n- commande 1043",
        "Ces commandes sont bloquées\n- commande 1042\n- commande 1043",
    ],
)
def test_where_anything_else_may_be_meant_all_are_silent(text: str) -> None:
    assert mentions(text) == {"1042": "", "1043": ""}


def test_a_third_order_in_the_sentence_silences_it() -> None:
    for text in (
        "Les commandes 1042, 1043 (en production) et 1050 sont bloquées",
        "Les commandes 1042 et 1043 sont bloquées ; la 1050 est là.",
        "Les commandes 1042 et 1043 sont bloquées, la commande 9999 aussi.",
    ):
        assert mentions(text) == {"1042": "", "1043": ""}


def test_a_row_that_says_something_ends_the_list() -> None:
    assert mentions("Ces commandes sont bloquées :\n- 1042\n- 1043 expédiée") == {"1042": "", "1043": "shipped"}


@pytest.mark.parametrize("seed", range(100))
def test_of_several_such_sentences_none_lends_its_status(seed: int) -> None:
    rng = random.Random(seed)
    numbers = ["1042", "1043", "1050", "1051", "1053", "9999"]
    rng.shuffle(numbers)
    at = rng.randint(2, 4)
    groups = [(numbers[:at], "blocked"), (numbers[at:], "shipped")]
    words = {"blocked": "bloquées", "shipped": "expédiées"}
    sayings = ("Les commandes {n} sont {s}.", "Commandes {s} : {n}", "Commandes {n} {s}", "{n} {s}", "{s}\n{n}")
    saying = rng.choice(sayings)
    joined = [(", ".join(some[:-1]) + rng.choice([" et ", ", "]) + some[-1], status) for some, status in groups]
    text = rng.choice([" ", "\n", "\n\n", " ; ", ", "]).join(saying.format(n=n, s=words[s]) for n, s in joined)
    truth = {number: status for some, status in groups for number in some}
    for number, status in mentions(text).items():
        assert status in (truth[number], "", "unknown"), text
