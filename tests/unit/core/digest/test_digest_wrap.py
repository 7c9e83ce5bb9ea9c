"""No line is wider than a phone's forty columns, whatever the text; and no line ends where none should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.digest.wrap import COLUMNS, clean, width, wrap


def test_a_pill_is_two_wide() -> None:
    assert [width(pill) for pill in "🔴🟠🔵🟢⚪"] == [2] * 5
    assert width("été") == 3
    assert width("订单") == 4


def test_words_fill_the_line() -> None:
    assert wrap("a" * 20 + " " + "b" * 19) == ["a" * 20 + " " + "b" * 19]
    assert wrap("a" * 20 + " " + "b" * 20) == ["a" * 20, "b" * 20]


def test_first_and_rest() -> None:
    lines = wrap("1042 : annulée chez vous, pas chez TPOP du tout", "🔴 ", "   ")
    assert lines == ["🔴 1042 : annulée chez vous, pas chez", "   TPOP du tout"]


def test_a_long_word_is_cut() -> None:
    assert wrap("x" * 90) == ["x" * 40, "x" * 40, "x" * 10]
    assert wrap("ab " + "x" * 60, "1. ", "   ") == ["1. ab", "   " + "x" * 37, "   " + "x" * 23]


def test_what_belongs_together_stays_together() -> None:
    assert wrap("Produite et débitée ce matin même à 7 h 55 pile") == [
        "Produite et débitée ce matin même",
        "à 7 h 55 pile",
    ]
    assert wrap("Une question qui tient juste sur la lig ?")[-1] == "lig ?"
    assert wrap("il y a trois mille commandes, soit 3\u00a0000 unités") == [
        "il y a trois mille commandes, soit",
        "3 000 unités",
    ]
    assert all(not line.startswith((":", "»", "?")) for line in wrap("mot : mot » mot ? " * 20))


def test_an_abbreviation_ends_its_sentence() -> None:
    assert wrap("Depuis le 24 oct.. Bien... Oui.") == ["Depuis le 24 oct. Bien... Oui."]


def test_no_foreign_line_break_or_control_gets_through() -> None:
    assert clean("a\nb\u2028c\td\u200be\u202ef") == "a b c def"


def test_nothing_is_one_empty_line() -> None:
    assert wrap("") == [""]
    assert wrap("   ", "1. ") == ["1."]


@given(st.text(max_size=300), st.sampled_from(["", "🔴 ", "   1. "]), st.sampled_from(["", "   ", "      "]))
def test_never_wider_than_forty(text: str, first: str, rest: str) -> None:
    lines = wrap(text, first, rest)
    assert all(width(line) <= COLUMNS and len(line) <= COLUMNS for line in lines)
    assert all(line.splitlines() in ([], [line]) for line in lines)


@given(st.lists(st.text(alphabet="abcé123:;?", min_size=1, max_size=60), max_size=30))
def test_nothing_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join("".join(wrap(text)).split()) == "".join(text.split())
