"""Lines as they count: invisible characters, addresses of the web, quotes and forwarded mails."""

from __future__ import annotations

import pytest

from sources.tpop.mail.lines import GONE, plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("10\u200b42", "1042"),
        ("10\u00ad42", "1042"),
        ("\ufeff10\u2060\u200d42", "1042"),
        ("\u200e1042\u200f", "1042"),
        ("10\u00a042", "10 42"),
        ("10\u202f42", "10 42"),
        ("\u20681042\u2069", " 1042"),
        ("n\u00ba 1042", "n° 1042"),
        ("№1042", "n°1042"),
        ("\u202e2401\u202c", ""),
        ("total \u202d1042", ""),
    ],
)
def test_what_a_reader_sees(written: str, seen: str) -> None:
    assert plain([written]) == (seen,)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("see https://x.example/1042?commande=1042 now", f"see {GONE} now"),
        ("see <https://x.example/1042>", f"see {GONE}"),
        ("1042<https://x.example/1043>", f"1042{GONE}"),
        ("www.x.example/1042", GONE),
        ("HTTP://X.EXAMPLE/1042", GONE),
        ("1042@x.example", GONE),
        ("commande.1042@x.example, oui", f"{GONE} oui"),
        ("mailto:x 1042", f"{GONE} 1042"),
        ("1/2 and a/b", "1/2 and a/b"),
    ],
)
def test_addresses_are_taken_out(written: str, seen: str) -> None:
    assert plain([written]) == (seen,)


def test_older_mails_below_are_left_out() -> None:
    assert [
        line for line in plain(["new", "On Monday you wrote:", "> old", "> ", ">> older", "", "> old", "end"]) if line
    ] == [*("new", "On Monday you wrote:", "end")]


@pytest.mark.parametrize(
    "mark",
    [
        "Begin forwarded message:",
        "---------- Forwarded message ---------",
        "-------- Message transféré --------",
        "Début du message réexpédié :",
        "Anfang der weitergeleiteten Nachricht:",
        "Weitergeleitete Nachricht",
        "Inizio messaggio inoltrato:",
        "Doorgestuurd bericht",
    ],
)
def test_a_forwarded_mail_is_no_older_mail(mark: str) -> None:
    lines = plain([mark, "", "> From: x", "> 1042", "> > older", "> Forwarded message", "> > 1043", "after"])
    assert [line for line in lines if line] == [mark, "From: x", "1042", "Forwarded message", "1043", "after"]


def test_quotes_without_end() -> None:
    lines = ["forwarded message"]
    for depth in range(1, 400):
        lines.append(">" * depth + " forwarded message")
    plain(lines)
