"""`make run DEMO=mail` shows the mail channel at work: what came in, what became of it, what Vigie tells, what it keeps."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest

from sandbox import show
from sandbox.channel_demo import DEMOS, demo
from sandbox.channel_story import Life
from sandbox.play import main
from sandbox.template import ROOT


@cache
def printed(name: str, language: str = "fr") -> str:
    out = io.StringIO()
    demo(name, language=language, out=out, log=ROOT / ".local" / f"demo-{name}-{language}.log")
    return out.getvalue()


def test_each_day_shows_what_came_what_was_understood_and_what_is_told() -> None:
    days = printed("mail").split("━━ Jour ")[1:]
    assert [day.split(" ·")[0] for day in days] == ["1", "2", "3"]
    for day in days:
        came, understood, told = (
            day.index(head) for head in ("CE QUI EST ARRIVÉ", "CE QUE VIGIE A COMPRIS", "CE QU'ELLE DIT À MARIE")
        )
        assert came < understood < told < day.index("╭─ Mail")
        assert "╭─ SMS" in day


def test_a_mail_is_said_to_be_believed_or_set_aside_and_why() -> None:
    first, second, _ = printed("mail").split("━━ Jour ")[1:]
    assert "paiement refusé, 1045\n    → cru : " in first
    assert "mail qui se dit de TPOP : facture de 1047\n    → écarté : rien ne prouve" in first
    assert "mail d'un inconnu : 1046 serait bloquée\n    → écarté : son expéditeur" in second
    assert "• 1045 : bloquée (paiement, insufficient_funds) ← mail de blocage, corps du mail" in first
    assert "9 mails crus et compris" in first


def test_what_is_kept_of_mails_is_shown_at_the_end() -> None:
    kept = printed("mail").split("━━ Ce qu'elle garde des mails")[1]
    assert "1045 production" in kept
    assert "1051 open" in kept
    assert "\n1047" not in kept.split("━━ L'historique")[0]
    assert "mention#…" in kept


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_wider_than_the_terminal_and_nobody_named(language: str) -> None:
    text = printed("mail", language)
    assert max(show.width(line) for line in text.splitlines()) <= show.COLUMNS
    life = Life("mail")
    list(life.mornings())
    assert not [word for word in life.world.private_words() if len(word) >= 5 and word in text]
    assert ("CE QUI EST ARRIVÉ" in text) == (language == "fr")


def test_without_mails_there_is_nothing_to_understand() -> None:
    text = printed("write-back")
    assert text.count("Rien : ni mail, ni liste.") == 3
    assert "CE QUE VIGIE A COMPRIS" not in text


def test_an_unknown_demo_is_refused_with_the_list_of_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--demo", "fax"]) == 2
    said = capsys.readouterr().err
    assert "Il n'y a pas de démonstration « fax »" in said
    assert all(name in said for name in DEMOS)
    assert main(["--demo", "fax", "--language", "en"]) == 2
    assert 'There is no demo "fax".' in capsys.readouterr().err


def test_a_real_shop_is_no_demo(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--demo", "mail", "--shop", str(tmp_path / "x.json")])
    assert "not allowed with" in capsys.readouterr().err


def test_make_hands_the_demo_over() -> None:
    assert '$(if $(DEMO),--demo "$(DEMO)")' in (ROOT / "Makefile").read_text(encoding="utf-8")
