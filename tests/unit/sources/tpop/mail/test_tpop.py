"""Is TPOP named? By a word of what is seen, or by an address of its own; never by what only looks like it."""

from __future__ import annotations

import pytest

from sandbox import mailbox
from sources.tpop.mail.tpop import is_named

from .post import read

THEIRS = {"author": mailbox.MERCHANT, "source": mailbox.FORWARDER}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "TPOP",
            "Ma liste tpop :",
            "[TPOP] commande 1042",
            "T-POP",
            "Ihr TPOP-Team",
            "l'équipe TPOP.",
            "TPOP/Camille",
        ),
        *("https://app.tpop.com/o/1", "http://tpop.eu", "//tpopsite.com/x", "www.tpop.com", "tpop.com", "(tpop.com)"),
        *(
            "TPOP <no-reply@tpop.com>",
            "support@tpop.com",
            "<https://app.tpop.com:443/x?y=1>",
            "mailto:a@mail.tpop.com",
        ),
    ],
)
def test_named(line: str) -> None:
    assert is_named(["Bonjour", line])


@pytest.mark.parametrize(
    "line",
    [
        *("most-popular", "product-popup", "our most popular mugs", "pop", "stpop", "tpops", "most-tpop", ""),
        *(
            "https://shop.example/tpop/1",
            "https://shop.example/?from=tpop",
            "https://tpop.com.evil.example/",
            "x.example/tpop",
        ),
        *(
            "https://tpop.com@evil.example/",
            "https://evil.example/?u=https://tpop.com",
            "https://eviltpop.com",
            "utm=tpop",
        ),
        *(
            "tpop@evil.example",
            "a@tpop.com.evil.example",
            "tpop.evil.example",
            "https://tpop.evil.example",
            "//x/#tpop.com",
        ),
    ],
)
def test_not_named(line: str) -> None:
    assert not is_named(["Bonjour", line])


@pytest.mark.parametrize(
    "html",
    [
        "<p class='most-popular tpop' id='tpop'>Commande n° 1042 expédiée</p>",
        "<!-- TPOP <a href='https://tpop.com'>x</a> --><p>Commande n° 1042 expédiée</p>",
        "<p>Commande n° 1042 expédiée</p><img src='https://cdn.tpop.com/mug.png' alt='TPOP'>",
        "<p>Commande n° 1042 expédiée</p><a href='https://shop.example/tpop'>Voir</a>",
        "<p>Commande n° 1042 expédiée</p><div style='display:none'>TPOP <a href='https://tpop.com'>x</a></div>",
        "<style>.tpop { color: red }</style><p>Commande n° 1042 expédiée, product-popup</p>",
    ],
)
def test_markup_and_links_elsewhere_are_no_word_of_tpops(html: str) -> None:
    done = read(mailbox.letter("Commande 1042", author=mailbox.MERCHANT, html=html), **THEIRS)
    assert (done.mentions, done.why) == ((), "not_tpops")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Commande n° 1042 expédiée</p><a href='https://app.tpop.com/o'>Voir</a>",
        "<p>TPOP : commande n° 1042 expédiée</p>",
    ],
)
def test_what_is_seen_and_a_link_to_tpop_are(html: str) -> None:
    done = read(mailbox.letter("Commande 1042", author=mailbox.MERCHANT, html=html), **THEIRS)
    assert [one.status for one in done.mentions] == ["shipped"]
