"""Both languages say the same things: same keys, same blanks, same singular and plural."""

from __future__ import annotations

import re
from string import Formatter

from core.digest import phrases_en, phrases_fr
from core.model import Trouble

FR, EN = phrases_fr.PHRASES, phrases_en.PHRASES


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_same_keys_in_the_same_order() -> None:
    assert list(FR) == list(EN)


def test_same_blanks() -> None:
    # Who and who, Who at the start of a sentence: languages may differ in where they begin.
    for key in FR:
        assert {one.lower() for one in blanks(FR[key])} == {one.lower() for one in blanks(EN[key])}, key


def test_same_forms() -> None:
    for key in FR:
        assert FR[key].count("|") == EN[key].count("|"), key


def test_every_kind_of_trouble_has_its_sentence_and_its_mend() -> None:
    assert Trouble.__doc__ is not None
    listed = Trouble.__doc__.split("kinds:")[1]
    kinds = re.findall(r"[a-z_]+", listed)
    assert len(kinds) >= 15
    for kind in kinds:
        assert f"trouble.{kind}" in FR, kind
        assert f"mend.{kind}" in FR, kind
    for key in FR:
        if key.startswith("trouble."):
            assert f"mend.{key.removeprefix('trouble.')}" in FR, key


def test_french_is_set_as_french_is() -> None:
    for key, text in FR.items():
        assert not re.search(r"[^\s\u00a0][;?!]", text), key
        assert not re.search(r"[^\s\u00a0\d]:(?!//)", text), key
        assert "’" not in text, key


def test_no_word_of_computing_and_no_threat() -> None:
    for text in (*FR.values(), *EN.values()):
        for word in ("payload", "run ", "API", "JSON", "timeout", "HTTP", "error", "erreur", "échec", "attention"):
            assert word not in text
