"""What TPOP's mails came to is said in few exact sentences, in both languages, with a word for every reason."""

from __future__ import annotations

import re
from datetime import timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from core.digest import mailbox_en, mailbox_fr
from core.digest import words as digest_words
from core.digest.mailbox import WHYS_MAX, said
from core.digest.troubles import told_as
from core.digest.words import Words, clip, words_for
from core.digest.wrap import COLUMNS, width, wrap
from core.model import MailPull, Trouble
from sources.tpop.mail.read import WHYS
from tests.looks import NOW, look

FR, EN = mailbox_fr.PHRASES, mailbox_en.PHRASES
LAST = NOW - timedelta(minutes=30)
TROUBLES = ("mails_not_readable", "mail_parts", "mails_unread", "mail_references")


@pytest.fixture(autouse=True)
def _merged(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {"fr": FR, "en": EN}
    merged = {language: {**known, **tables[language]} for language, known in digest_words.PHRASES.items()}
    monkeypatch.setattr(digest_words, "PHRASES", merged)


def words(language: str = "fr") -> Words:
    return words_for(look(language=language), ZoneInfo)


@pytest.mark.parametrize(
    ("mails", "fr", "en"),
    [
        (MailPull(), ["Aucun mail de TPOP reçu."], ["No mail from TPOP came."]),
        (
            MailPull(seen=3, not_trusted={"stranger": 2, "unproven": 1}),
            ["Aucun mail de TPOP reçu.", "3 mails écartés : expéditeur inconnu (2), preuve d'origine absente (1)."],
            ["No mail from TPOP came.", "3 mails set aside: unknown sender (2), no proof of origin (1)."],
        ),
        (
            MailPull(seen=1, trusted=1, understood=1, newest=LAST),
            ["1 mail lu dans la boîte TPOP : il parle de vos commandes.", "Dernier mail reçu à 7 h 30."],
            ["1 mail read in the TPOP mailbox: it speaks of your orders.", "Last mail received at 07:30."],
        ),
        (
            MailPull(seen=1, trusted=1, nothing=1, newest=LAST - timedelta(days=1)),
            [
                "1 mail lu dans la boîte TPOP : il ne parle d'aucune de vos commandes.",
                "Dernier mail reçu hier 7 h 30.",
            ],
            [
                "1 mail read in the TPOP mailbox: it speaks of none of your orders.",
                "Last mail received yesterday 07:30.",
            ],
        ),
        (
            MailPull(seen=12, trusted=12, understood=9, nothing=3),
            ["12 mails lus dans la boîte TPOP, dont 9 qui parlent de vos commandes."],
            ["12 mails read in the TPOP mailbox, 9 of which speak of your orders."],
        ),
        (
            MailPull(seen=4, trusted=4, understood=1, nothing=3),
            ["4 mails lus dans la boîte TPOP, dont 1 qui parle de vos commandes."],
            ["4 mails read in the TPOP mailbox, 1 of which speaks of your orders."],
        ),
        (
            MailPull(seen=2, trusted=2, understood=2),
            ["2 mails lus dans la boîte TPOP : tous parlent de vos commandes."],
            ["2 mails read in the TPOP mailbox: all speak of your orders."],
        ),
        (
            MailPull(seen=2, trusted=2, nothing=2),
            ["2 mails lus dans la boîte TPOP : aucun ne parle de vos commandes."],
            ["2 mails read in the TPOP mailbox: none speaks of your orders."],
        ),
        (
            MailPull(
                seen=1203,
                trusted=1203,
                understood=1,
                not_readable={"pdf_script": 2},
                not_trusted={"no_receipt": 1200},
                left_out={"table": 1, "own_message": 0},
                newest=LAST,
                unread=40,
            ),
            [
                "1 mail lu dans la boîte TPOP : il parle de vos commandes.",
                "Dernier mail reçu à 7 h 30.",
                "2 mails illisibles : PDF qui contient un programme (2).",
                "1\u202f200 mails écartés : reçu d'arrivée absent (1\u202f200).",
                "Laissé de côté dans les mails lus : tableau joint (1).",
                "40 mails plus anciens pas lus : il y en a trop.",
            ],
            [
                "1 mail read in the TPOP mailbox: it speaks of your orders.",
                "Last mail received at 07:30.",
                "2 mails I could not read: PDF with a program inside (2).",
                "1,200 mails set aside: no receipt of its arrival (1,200).",
                "Left out of the mails read: attached table (1).",
                "40 older mails not read: there are too many.",
            ],
        ),
        # Nothing was read, and yet something came: that is not "no mail".
        (
            MailPull(seen=1, trusted=1, not_readable={"too_large": 1}, newest=LAST),
            ["Dernier mail reçu à 7 h 30.", "1 mail illisible : mail trop gros (1)."],
            ["Last mail received at 07:30.", "1 mail I could not read: mail too large (1)."],
        ),
        (
            MailPull(seen=1, not_readable={"store": 1}),
            ["1 mail illisible : mail que la boîte n'a pas donné (1)."],
            ["1 mail I could not read: mail that the box did not hand out (1)."],
        ),
        (
            MailPull(unread=1),
            ["1 mail plus ancien pas lu : il y en a trop."],
            ["1 older mail not read: there are too many."],
        ),
    ],
)
def test_the_sentences(mails: MailPull, fr: list[str], en: list[str]) -> None:
    assert [one.replace("\u00a0", "\u202f") for one in said(words("fr"), mails)] == fr
    assert said(words("en"), mails) == en


def test_how_long_no_mail_came() -> None:
    assert said(words("fr"), MailPull(since=NOW - timedelta(days=7))) == ["Aucun mail de TPOP reçu depuis 7 jours."]
    assert said(words("en"), MailPull(since=NOW - timedelta(hours=26))) == ["No mail from TPOP came for 1 day."]


def test_few_reasons_are_told_and_the_rest_counted() -> None:
    counts = {"stranger": 9, "spam": 8, "virus": 7, "forged": 6, "unproven": 5, "no_receipt": 4, "of tomorrow": 1}
    (_, told) = said(words("fr"), MailPull(not_trusted=counts))
    assert told == (
        "40 mails écartés : expéditeur inconnu (9), indésirable (8), virus (7), expéditeur usurpé (6), autre raison (10)."
    )
    assert told.count("(") == WHYS_MAX + 1
    (_, told) = said(words("en"), MailPull(not_trusted={"of tomorrow": 2, "spam": 1}))
    assert told == "3 mails set aside: another reason (2), spam (1)."


def test_every_reason_has_its_word_in_both_languages() -> None:
    told = {key.removeprefix("mailbox.why.") for key in FR if key.startswith("mailbox.why.")}
    assert told == {*WHYS, "other"}
    for table in (FR, EN):
        said_so = [text for key, text in table.items() if key.startswith("mailbox.why.")]
        assert len(set(said_so)) == len(said_so)
        assert all(text and width(text) <= COLUMNS and "_" not in text for text in said_so)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    assert list(FR) == list(EN)
    for key in FR:
        assert blanks(FR[key]) == blanks(EN[key]), key
        assert FR[key].count("|") == EN[key].count("|"), key
        assert not re.search(r"[^\s\u00a0][;?!]", FR[key]), key
        assert not re.search(r"[^\s\u00a0\d]:(?!//)", FR[key]), key
        assert "’" not in FR[key], key


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("what", TROUBLES)
def test_every_trouble_of_the_box_has_its_sentence_and_its_mend(what: str, language: str) -> None:
    trouble = Trouble("other", {"what": what, "mails": 2, "why": {"pdf_script": 2}})
    happened, mend = told_as(words(language), "tpop", trouble)
    assert (happened, mend) != told_as(words(language), "tpop", Trouble("other"))
    assert "TPOP" in happened
    for text in (happened, mend):
        assert text[-1:] in (".", "?")
        assert clip(text) == text, "the mail would cut it"
        assert what not in text
        lines = wrap(text, "1. ", "   ")
        assert max(map(width, lines)) <= COLUMNS
        assert not [line for line in lines if line.lstrip()[:1] in ("»", ":", "?", ".")], "a line begins with a stop"


def test_no_two_troubles_are_told_alike() -> None:
    for language in ("fr", "en"):
        told = [told_as(words(language), "tpop", Trouble("other", {"what": what})) for what in TROUBLES]
        assert len({text for pair in told for text in pair}) == 2 * len(TROUBLES)
