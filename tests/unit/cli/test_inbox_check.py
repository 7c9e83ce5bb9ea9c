"""`vigie inbox check`: what it prints, in both languages, what it answers, and whom it never names."""

from __future__ import annotations

import json
import os
import string
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.__main__ import main
from cli.texts import LANGUAGES, TEXTS
from tests.house.wall_reading import ROOT

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
NAME = "tpop-2026-11-23T0755.txt"
SECRETS = ("Éloïse", "Trévidic", "rue de l'Église", "eloise@courriel.example", "T-88001", "1042", "ck_secret")
LIST = (
    "Tableau de bord\n"
    "N° TPOP\tBoutique\tN° commande boutique\tDate\tStatut\tClient\tAdresse\tTotal\n"
    "T-88001\tMugs Paris\t#1042\t22/11/2026 11:04\tBloquée\tÉloïse Trévidic\t12 rue de l'Église\t12,50 €\n"
    "T-88002\tMugs Paris\t#1043\t21/11/2026 11:04\tEn production\tÉloïse Trévidic\teloise@courriel.example\t12,50 €\n"
    "T-88003\tTasses Lyon\t#1044\t21/11/2026 11:04\tEn production\tÉloïse Trévidic\t\t12,50 €\n"
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return written(tmp_path / "mugs-paris.json", settings())


def settings(**inbox: Any) -> dict[str, Any]:
    channel = {"channel": "inbox", "prefix": "inbox/mugs-paris/", "covers": "all", **inbox}
    return {
        "platform": "woocommerce",
        "credentials": {"key": "ck_secret", "secret": "cs_secret"},
        "tpop": [{"channel": "http", "url": "https://bridge.example/", "token": "ck_secret"}, channel],
    }


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


class Checked:
    def __init__(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        self._capsys, self._folder = capsys, tmp_path
        self.out = self.err = ""

    def __call__(self, text: str, *options: object, name: str = NAME) -> int:
        """The answer for a file of that text; what was printed stays in `out` and `err`."""
        code = main(["inbox", "check", str(written(self._folder / name, text)), *map(str, options)], NOW)
        self.out, self.err = self._capsys.readouterr()
        for secret in SECRETS:
            assert secret not in self.out + self.err
        return code


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Checked:
    return Checked(capsys, tmp_path)


class TestAnUnderstoodList:
    def test_in_french(self, check: Checked, shop: Path) -> None:
        assert check(LIST, "--shop", shop) == 0
        assert check.out.splitlines() == [
            NAME,
            "Genre : texte collé, cellules entre tabulations",
            "De quand : lundi 23 nov., 7 h 55 (d'après son nom)",
            "Colonnes comprises :",
            "  N° TPOP               numéro TPOP (id)",
            "  Boutique              boutique (shop)",
            "  N° commande boutique  numéro de la commande en boutique (reference)",
            "  Date                  reçue par TPOP (created_at)",
            "  Statut                état (status)",
            "  Total                 montant, pas encore utilisé (amount)",
            "Vues, pas utilisées : « Client », « Adresse »",
            "Lignes : 3",
            "  lues : 2 (commandes : 2)",
            "  d'une autre boutique : 1",
            "  non comprises : 0",
            "États :",
            "  Bloquée        bloquée                         1",
            "  En production  en production                   1",
            "Ce que cette liste peut prouver :",
            "  qu'une commande est chez TPOP : oui",
            "  qu'une commande manque : oui, créée du samedi 21 nov., 11 h 04 au lundi 23 nov., 7 h 55",
        ]

    def test_in_english(self, check: Checked, shop: Path) -> None:
        assert check(LIST, "--shop", shop, "--language", "en") == 0
        assert "As of: Monday 23 Nov, 07:55 (by its name)" in check.out
        assert (
            "  that an order is missing: yes, created from Saturday 21 Nov, 11:04 to Monday 23 Nov, 07:55"
            in check.out
        )
        assert "another shop's: 1" in check.out

    def test_in_the_shops_language(self, check: Checked, tmp_path: Path) -> None:
        shop = written(tmp_path / "mugs-paris.json", {**settings(), "policy": {"language": "en"}})
        check(LIST, "--shop", shop)
        assert "Kind: pasted text" in check.out

    def test_without_settings_every_row_may_be_the_shops(self, check: Checked) -> None:
        assert check(LIST) == 0
        assert "  lues : 3 (commandes : 3)" in check.out
        assert "autre boutique" not in check.out.partition("À changer")[0]
        assert "qu'une commande manque : non, jamais" in check.out
        assert '"covers": "all"' in check.out
        assert "--shop" in check.out

    def test_rows_that_are_not_understood(self, check: Checked, shop: Path) -> None:
        bad = "".join(f"T-{n}\tMugs Paris\t\thier\tWartend\tÉloïse Trévidic\t\t\n" for n in range(12))
        assert check(LIST + bad, "--shop", shop) == 0
        assert "  non comprises : 12" in check.out
        assert "    ligne 6, numéro de la commande en boutique (reference) : il manque" in check.out
        assert "    et " in check.out
        assert check.out.count("    ligne ") == 10
        assert "non, jamais" in check.out
        assert "Corrigez les lignes" in check.out

    def test_unknown_states_are_named(self, check: Checked, shop: Path) -> None:
        check(LIST.replace("Bloquée", "Wartend"), "--shop", shop)
        assert "  Wartend        inconnu, jamais pris pour bon   1" in check.out
        assert "1. Cette liste emploie un état que je ne connais pas : « Wartend »." in check.out

    def test_days_without_hours(self, check: Checked, shop: Path) -> None:
        check(LIST.replace(" 11:04", ""), "--shop", shop)
        assert "le compte à rebours des 24 h : non, pour 2 commandes" in check.out
        assert "qu'une commande manque : oui" in check.out

    def test_one_page_of_several(self, check: Checked, shop: Path) -> None:
        text = LIST + "1–3 sur 132\n"
        check(text)
        assert "affichez toutes les commandes" in check.out
        assert '"covers": "all"' not in check.out
        check(text, "--shop", shop)
        assert "une page sur plusieurs" in check.out
        assert "non, jamais" in check.out

    def test_a_list_that_does_not_say_when(self, check: Checked) -> None:
        check("N° TPOP;Commande boutique;Statut\nT-1;1;open\n", name="list.csv")
        assert "De quand : rien ne le dit\n" in check.out
        assert "tpop-2026-11-23T0755.csv" in check.out

    def test_columns_named_in_the_settings(self, check: Checked, tmp_path: Path) -> None:
        shop = written(tmp_path / "mugs-paris.json", settings(columns={"reference": "Dossier"}))
        assert check("N° TPOP;Dossier;Statut\nT-1;7;open\n", "--shop", shop) == 0
        assert "  Dossier  numéro de la commande en boutique (reference)" in check.out

    def test_a_document(self, check: Checked) -> None:
        one = '{"orders": [{"id": 1, "reference": 2, "status": "open", "shop": "tasses"}]}'
        assert check(one, name="list.json") == 0
        assert "Genre : document JSON" in check.out
        assert "  lues : 1 (commandes : 1)" in check.out


class TestFilesThatAreNoLists:
    HUGE = 33 * 1024 * 1024

    @pytest.mark.parametrize(
        ("name", "body", "fr", "en"),
        [
            ("l.csv", b"", "Ce fichier est vide.", "This file is empty."),
            ("l.csv", b"\n \n", "Ce fichier est vide.", "This file is empty."),
            ("l.xlsx", b"%PDF-1.7", "dans un format que je ne lis pas", "in a format that I do not read"),
            ("l.xlsx", b"\xd0\xcf\x11\xe0", "protégée par un mot de passe", "behind a password"),
            ("l.xlsx", b"PK\x03\x04", "un fichier abîmé", "a damaged file"),
            ("l.eml", b"From: a@b\nSubject: x\n\nhello\n", "C'est un mail", "This is a mail"),
            ("l.MSG", b"\xd0\xcf\x11\xe0", "C'est un mail", "This is a mail"),
            ("l.json", b'{"orders": [', "ce n'en est pas", "it is none"),
            ("l.json", b'{"orders": [' + b"{}," * 600_000, "trop gros", "too large"),
            ("l.csv", b"bonjour", "pas de tableau de commandes", "no table of orders"),
        ],
    )
    def test_are_refused_in_plain_words(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, body: bytes, fr: str, en: str
    ) -> None:
        (tmp_path / name).write_bytes(body)
        for language, words in (("fr", fr), ("en", en)):
            assert main(["inbox", "check", str(tmp_path / name), "--language", language], NOW) == 1
            out = capsys.readouterr().out
            assert words in out
            assert out.splitlines()[-1].startswith("  1. ")

    def test_a_huge_one_is_not_even_opened(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "list.csv"
        path.touch()
        os.truncate(path, self.HUGE)
        monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
        assert main(["inbox", "check", str(path)], NOW) == 1
        out = capsys.readouterr().out
        assert "PAS COMPRIS. Ce fichier est trop gros" in out
        assert "30 jours suffisent" in out

    def test_what_has_no_end(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["inbox", "check", "/dev/zero"], NOW) == 2
        assert "je ne peux pas ouvrir" in capsys.readouterr().err

    def test_names_and_words_command_no_screen(self, check: Checked) -> None:
        text = '{"orders": [{"id": 1, "reference": 2, "status": "W\\u001b[2J"}, {"id": 2, "reference": 3, "status": "open"}]}'
        check(text, name="li\x1b[2J\u202est.json")
        assert "\x1b" not in check.out
        assert "\u202e" not in check.out
        assert check.out.startswith("li[2Jst.json\n")
        assert "« W[2J »" in check.out
        check(LIST.replace("Client", "Cli\x1b[31ment"))
        assert "« Cli[31ment »" in check.out


class TestFaults:
    def test_name_their_field_in_both_tongues(self, check: Checked) -> None:
        text = "N° TPOP;Commande boutique;Statut;Date;SKU;Qté\nT-1;1;open;hier;A;x\nT-2;2;open;22/11/2026;A;1\nT-3;;open;;A;1\n"
        check(text)
        assert "    ligne 2, reçue par TPOP (created_at) : n'est pas une date lisible" in check.out
        assert "    ligne 2, quantité (lines.quantity) : n'est pas un nombre entier" in check.out
        assert "    ligne 4, numéro de la commande en boutique (reference) : il manque" in check.out
        check(text, "--language", "en")
        assert "    row 2, received by TPOP (created_at): is not a date that can be read" in check.out
        assert "    row 2, quantity (lines.quantity): is not a whole number" in check.out

    def test_of_a_whole_row_name_none(self, check: Checked) -> None:
        check(LIST + "T-9\tMugs\t1\t2\t3\t4\t5\t6\t7\n")
        assert "    ligne 6 : plus de cellules que de titres\n" in check.out

    def test_of_the_whole_list_are_told_once(self, check: Checked) -> None:
        text = "N° TPOP;Commande boutique;Statut;Date\n" + "".join(f"T-{n};{n};open;il y a {n} h\n" for n in range(5))
        check(text)
        assert check.out.count("n'est pas une date lisible") == 1
        assert "    toute la liste, reçue par TPOP (created_at) : n'est pas une date lisible" in check.out
        assert "  1. Rien n'y est lisible : reçue par TPOP (created_at)." in check.out
        assert "toutes les colonnes" not in check.out

    def test_an_empty_list_lacks_no_date(self, check: Checked, shop: Path) -> None:
        check(LIST.splitlines()[1] + "\nAucune commande\n", "--shop", shop)
        assert "date et l'heure de création" not in check.out
        assert "  qu'une commande est chez TPOP : non, aucune n'est lue" in check.out
        check("N° TPOP;Commande boutique;Statut\nT-1;1;open\n", "--shop", shop)
        assert "date et l'heure de création" in check.out


class TestAListOfAnotherShop:
    def test_says_what_to_do(self, check: Checked, tmp_path: Path) -> None:
        shop = written(tmp_path / "tasses.json", {**settings(), "id": "tasses-nantes"})
        assert check(LIST, "--shop", shop) == 0
        assert "Toutes les lignes nomment une autre boutique que tasses-nantes." in check.out
        assert '"columns": {"shop": ""}' in check.out


class TestNotUnderstood:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "text", ["", "hello", "{", "\x00\x01", "Commande;Client\nT-88001;Éloïse Trévidic\n", "[]"]
    )
    def test_is_one(self, check: Checked, text: str, language: str) -> None:
        assert check(text, "--language", language) == 1
        assert TEXTS[language]["refused"].partition(" {")[0] in check.out  # type: ignore[index]

    def test_says_which_columns_it_lacks(self, check: Checked) -> None:
        check("Commande;Client;Total\nT-88001;Éloïse Trévidic;12\n")
        assert "« Commande », « Client », « Total »" in check.out
        assert "Il me manque : état (status), numéro de la commande en boutique (reference)" in check.out
        assert '"columns": {"status": "le titre de la colonne"}' in check.out

    def test_rows_of_which_none_is_understood(self, check: Checked) -> None:
        assert check("N° TPOP;Commande boutique;Statut\n;1;open\n") == 1

    def test_an_empty_list_is_understood(self, check: Checked) -> None:
        assert check("N° TPOP;Commande boutique;Statut\n") == 0


class TestUsage:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("{", "ce n'est pas un objet JSON"),
            ([], "ce n'est pas un objet JSON"),
            ({}, '« tpop » n\'a pas de canal {"channel": "inbox"}'),
            ({"tpop": {"channel": "inbox"}}, "tpop n'a pas la bonne forme"),
            (settings(columns=["ck_secret"]), "tpop.columns"),
            (settings(columns={"id": 7}), "tpop.columns"),
            ({**settings(), "policy": {"timezone": "Europe/Pariss"}}, "policy.timezone"),
            ({**settings(), "policy": {"reference_pattern": "("}}, "policy.reference_pattern"),
        ],
    )
    def test_settings_that_cannot_be_used(self, check: Checked, tmp_path: Path, content: object, said: str) -> None:
        assert check(LIST, "--shop", written(tmp_path / "shop.json", content)) == 2
        assert (check.out, said in check.err) == ("", True)

    def test_files_that_are_not_there(
        self, check: Checked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert check(LIST, "--shop", tmp_path / "nowhere.json", "--language", "en") == 2
        assert check.err == "nowhere.json: I cannot open this file.\n"
        assert main(["inbox", "check", str(tmp_path)]) == 2
        assert "je ne peux pas ouvrir" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "given", [[], ["inbox"], ["inbox", "check"], ["inbox", "check", "x", "--language", "de"]]
    )
    def test_words_that_are_no_command(self, given: list[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(given)
        assert ended.value.code == 2

    def test_as_a_program(self, tmp_path: Path) -> None:
        path = written(tmp_path / NAME, LIST)
        ran = subprocess.run(
            [sys.executable, "-m", "cli", "inbox", "check", str(path)],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert b"Lignes : 3" in ran.stdout


def test_both_languages_say_the_same_things() -> None:
    fr, en = (TEXTS[language] for language in LANGUAGES)
    assert fr.keys() == en.keys()
    for key in fr:
        assert sorted(_holes(fr[key])) == sorted(_holes(en[key])), key


def _holes(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]
