"""GSM-7 and ASCII: what stays, what folds, what costs two, and where one segment ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digest.gsm import BASIC, EXTENDED, SEGMENT, cut, is_gsm, septets, to_ascii, to_gsm


def test_the_alphabet_has_its_128_places() -> None:
    assert len(BASIC) == 127  # and the escape to the second table
    assert len(EXTENDED) == 9
    assert not BASIC & EXTENDED


@pytest.mark.parametrize(
    ("text", "gsm", "ascii_"),
    [
        ("annulée à 11 h où", "annulée à 11 h où", "annulee a 11 h ou"),
        ("bloquée même ça", "bloquée meme ca", "bloquee meme ca"),
        ("œuvre Œ", "oeuvre OE", "oeuvre OE"),
        ("l’été – « vif » — “ok”…", 'l\'été - "vif" - "ok"...', 'l\'ete - "vif" - "ok"...'),
        ("3\u00a0000 €", "3 000 €", "3 000 EUR"),
        ("🔴 1042 · fin", "1042 - fin", "1042 - fin"),
        ("deux\nlignes\r\net\tun tab", "deux lignes et un tab", "deux lignes et un tab"),
        ("e\u0301te\u0301", "été", "ete"),
        ("ÀÉÊÇñüß", "AÉEÇñüß", "AEECnuss"),
        ("订单 42", "?? 42", "?? 42"),
        ("a\u200bb\u202ec\x00", "abc", "abc"),
        ("TP × 2 → n° 3", "TP x 2 > no 3", "TP x 2 > no 3"),
    ],
)
def test_folding(text: str, gsm: str, ascii_: str) -> None:
    assert to_gsm(text) == gsm
    assert to_ascii(text) == ascii_


def test_septets() -> None:
    assert septets("été") == 3
    assert septets("[€]") == 6


def test_cut_at_a_word_and_exactly_at_the_segment() -> None:
    whole = "mot " * 39 + "mots"
    assert septets(whole) == SEGMENT
    assert cut(whole) == whole
    assert cut(whole + "x").endswith("mot...")
    assert septets(cut("x" * 500)) == SEGMENT
    assert septets(cut("€" * 500)) <= SEGMENT


@given(st.text())
def test_folded_text_is_what_it_should_be(text: str) -> None:
    gsm, plain = to_gsm(text), to_ascii(text)
    assert is_gsm(gsm)
    assert septets(cut(gsm)) <= SEGMENT
    assert "\n" not in gsm
    assert "\r" not in gsm
    assert all(" " <= character <= "~" for character in plain)
    assert to_gsm(gsm) == gsm
    assert to_ascii(plain) == plain
