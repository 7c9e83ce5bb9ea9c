"""What was checked: numbers that add up, honest times, no promise that silence would break."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digest import checked
from core.digest.choose import choose
from core.digest.words import Words, words_for
from core.look import Look, OrderCounts
from core.model import Coverage, Window
from core.policy import Policy
from tests.looks import NOW, SINCE, coverage, hours, look, sane
from tests.situations import address

REASONS = ("unpaid", "too recent", "no TPOP line", "cancelled", "draft", "other status", "before start", "ignored")


def words(**more: Any) -> Words:
    return words_for(look(**more), ZoneInfo)


def said(one: Look) -> str:
    return " ".join(checked.orders(words_for(one, ZoneInfo)))


def figures(text: str) -> list[int]:
    return [int(number.replace("\u00a0", "")) for number in re.findall(r"\d[\d\u00a0]*", text)]


def test_all_of_them_found() -> None:
    assert said(look()) == "Vérifié depuis le 24 oct. : 132 commandes, toutes trouvées chez TPOP."


def test_every_order_is_somewhere() -> None:
    counts = OrderCounts(
        shop=132,
        expected=120,
        excluded={"unpaid": 6, "too recent": 3, "no TPOP line": 2},
        unreadable=1,
        found=115,
        unknown_fate=3,
    )
    assert said(look(orders=counts, confirmed=1, too_recent=("1061", "1062", "1063"))) == (
        "Vérifié depuis le 24 oct. : 132 commandes. "
        "120 attendues : 115 trouvées chez TPOP, 2 absentes (dont 1 redemandées une à une), 3 sans nouvelles. "
        "Non attendues : 6 non payées, 3 trop récentes (revues à 9 h : 1061 1062 1063), 2 sans article TPOP. "
        "1 illisible."
    )


def test_a_reason_nobody_wrote_words_for_is_counted_all_the_same() -> None:
    counts = OrderCounts(shop=2, expected=1, excluded={"a new reason": 1}, found=1)
    assert "Non attendues : 1 a new reason." in said(look(orders=counts))


@given(
    st.fixed_dictionaries({reason: st.integers(0, 2000) for reason in REASONS}),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.integers(0, 50),
    st.integers(0, 20),
)
def test_the_numbers_add_up(excluded: dict[str, int], found: int, missing: int, fate: int, unreadable: int) -> None:
    expected = found + missing + fate
    shop = expected + sum(excluded.values()) + unreadable
    counts = OrderCounts(
        shop=shop, expected=expected, excluded=excluded, unreadable=unreadable, found=found, unknown_fate=fate
    )
    text = said(look(orders=counts)).replace("24 oct.", "")
    # The first figure is the whole; without the line of the expected ones, the others are its parts.
    parts = figures(re.sub(r"\d[\d\u00a0]* attendues? ?(?=[:,])", "", text))
    if found == expected and found:
        parts.append(found)
    assert parts[0] == shop
    assert sum(parts[1:]) == shop


def test_each_list_is_named_and_the_write_back_is_none() -> None:
    shop, listed = coverage()
    window = Window(SINCE, NOW)
    old = Coverage("inbox", "tpop", window, NOW - hours(30), True)
    back = Coverage("write-back", "tpop", window, NOW, False, grade="written back")
    assert checked.sides(words(coverage=(shop, back))) == ["Lu en entier : boutique (8 h)."]
    assert checked.sides(words(coverage=(shop, old, listed))) == [
        "Lu en entier : boutique (8 h), liste TPOP déposée (hier 2 h), liste TPOP (7 h 55)."
    ]


def test_a_side_that_was_not_read_is_said() -> None:
    _, listed = coverage(complete=False)
    gone = Coverage("woocommerce", "shop", None, None, False)
    said_ = checked.sides(words(coverage=(gone, listed)))
    assert said_ == ["Lu en partie : liste TPOP (7 h 55).", "Pas lu : boutique."]
    assert checked.orders(words(coverage=(gone, listed))) == []


@pytest.mark.parametrize(
    ("one", "said_"),
    [
        (sane(first_run_at=NOW), "Prochain mail : demain, 8 h."),
        (sane(policy=Policy(all_clear="weekly")), "Prochain mail : lundi 30 nov., 8 h, ou dès qu'il y a du nouveau."),
        (sane(policy=Policy(all_clear="never")), "Prochain mail : dès qu'il y a du nouveau."),
        (look(address("fr", "1")), "Prochain mail : lundi 30 nov., 8 h, ou dès qu'il y a du nouveau."),
        (look(), "Prochain mail : dès qu'il y a du nouveau."),
    ],
)
def test_the_next_mail(one: Look, said_: str) -> None:
    assert checked.next_mail(choose(words_for(one, ZoneInfo)))[0] == said_


def test_silence_means_something_only_where_a_mail_is_promised() -> None:
    for one in (sane(first_run_at=NOW), sane(policy=Policy(all_clear="weekly"))):
        assert "pas un feu vert" in checked.next_mail(choose(words_for(one, ZoneInfo)))[1]
    assert len(checked.next_mail(choose(words_for(look(address("fr", "1")), ZoneInfo)))) == 1
