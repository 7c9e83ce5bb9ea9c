"""Whatever stands in a mail: nothing raises, nothing takes long, and no number counts without a cue."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import letters, mailbox
from sources.tpop.mail.read import WHYS

from .post import NUMBERS, SECRET, assert_private, mentions, only, read, sales

BARE = [number for number in NUMBERS if number.isdigit()]
SAID = """
bonjour merci mug blanc noir paris lyon votre notre avec pour dans elle sera hello thanks regards your with shirt
hallo danke gruss ihre und mit tasse weiss bloquee blocked gesperrt expediee shipped production annulee le la les 12,50 €
x - : ; , . ! ? ( ) / | \t \n \n\n 2026 75011 0612 20 % kg
"""
WORDS = SAID.split(" ")
PIECES = st.sampled_from([*WORDS, *BARE, *(f"555{number}" for number in BARE)])
CUED = st.sampled_from(
    ["commande", "n°", "#", "order", "facture", "statut", "réf.", "TPOP", "boutique", "Bestellung", ":", "\t", "   "]
)


@given(st.lists(PIECES, max_size=60), st.lists(PIECES, max_size=8), st.sampled_from(["text", "html", "pdf"]))
def test_without_any_cue_no_number_counts(pieces: list[str], subject: list[str], where: str) -> None:
    assert mentions(" ".join(pieces), " ".join(subject).replace("\n", " "), where) == {}


@given(st.lists(st.one_of(PIECES, CUED), max_size=60), st.sampled_from(["text", "html", "pdf"]))
def test_only_the_shops_own_orders_are_ever_spoken_of(pieces: list[str], where: str) -> None:
    done = mentions(" ".join(pieces), where=where)
    assert set(done) <= set(NUMBERS)
    assert set(done.values()) <= {"", "open", "blocked", "production", "shipped", "cancelled", "unknown"}


@given(st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map(" ".join))
def test_noise_around_it_changes_nothing(before: str, after: str) -> None:
    noise = str.maketrans(dict.fromkeys("|;\t:", " "))
    text = f"{before.translate(noise)}.\n\nVotre commande FR-1001 est bloquée.\n\n{after.translate(noise)}"
    assert only(text).status == "blocked"


@given(st.text())
def test_no_text_makes_it_stumble(text: str) -> None:
    mentions(text, text)
    mentions(f"Commande 1042 {text}", text, "html")


@settings(max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"text/plain", b"text/html", b"application/pdf", b"multipart/mixed; boundary=b"]),
)
def test_no_mail_makes_it_stumble(body: bytes, kind: bytes) -> None:
    done = read(b"Subject: " + body[:50] + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + body)
    assert done.outcome in ("understood", "nothing") or done.why in WHYS
    assert done.why != "crashed"


@settings(max_examples=40)
@given(st.sampled_from(sorted(letters.OF_ONE)), st.data())
def test_a_mail_cut_or_changed_anywhere_is_read_or_not_and_names_nobody(name: str, data: st.DataObject) -> None:
    (sale,) = sales("1042", seed=data.draw(st.integers(0, 50)))
    body = letters.OF_ONE[name](sale)
    at = data.draw(st.integers(0, len(body)))
    changed = body[:at] + data.draw(st.binary(max_size=20)) + body[at + data.draw(st.integers(0, 200)) :]
    done = read(changed)
    assert done.why != "crashed"
    assert {one.reference for one in done.mentions} <= {"1042"}
    assert_private(done, [sale])


def test_people_and_secrets_planted_everywhere_never_come_out() -> None:
    (sale,) = sales("1042")
    who = f"{sale.name} {sale.address} {sale.buyer.email} {sale.buyer.phone} {SECRET}"
    text = f"Commande 1042 {who} bloquée {who}\nCommande TPOP {SECRET} {who}\nStatut : {sale.buyer.last}\n"
    done = read(
        mailbox.letter(f"Commande 1042 {who}", text=text + who, html=f"<p>{text}", headers={"X-Note": SECRET})
    )
    assert done.outcome == "understood"
    assert_private(done, [sale])


STATES = {
    "fr": {"blocked": "bloquée", "production": "en production", "shipped": "expédiée", "open": "en attente"},
    "en": {"blocked": "blocked", "production": "in production", "shipped": "shipped", "open": "pending"},
    "de": {"blocked": "gesperrt", "production": "in Produktion", "shipped": "versandt", "open": "offen"},
}
SAYINGS = {
    "fr": [
        *("La commande {n} est {s}.", "Commande {n} : {s}.", "{s} : commande {n}.", "Commande n° {n} ({s})"),
        *("La {n} est {s}.", "Statut de la commande {n} : {s}", "Commande {n}\n{s}", "{s}\nCommande {n}"),
        *("#{n} | Jean | {s}", "Commande {n}\tJean\t{s}", "{s}\tCommande {n}", "Commande {n}\nJean\n12,50 €\n{s}"),
    ],
    "en": [
        *(
            "Order {n} is {s}.",
            "Order {n}: {s}.",
            "{s}: order {n}.",
            "Your order #{n} has been {s}.",
            "No {n} is {s}.",
        ),
        *("Order {n}\n{s}", "{s}\nOrder {n}", "#{n} | Jean | {s}", "{s} - order {n}", "Order {n}\t{s}\n2 items"),
    ],
    "de": [
        *("Bestellung {n} ist {s}.", "Bestellung {n}: {s}.", "Die {n} ist {s}.", "Bestellung {n}\n{s}"),
        *("Ihre Bestellung Nr. {n} wurde {s}.", "{s}\nBestellung {n}", "{s} – Bestellung {n}", "{n}\t{s}"),
    ],
}


@pytest.mark.parametrize("seed", range(600))
def test_of_many_orders_said_alike_none_gets_anothers_status(seed: int) -> None:
    """Some of them are not of the window: nothing is told of those, and theirs is told of nobody."""
    rng = random.Random(seed)
    language = rng.choice(sorted(SAYINGS))
    saying = rng.choice(SAYINGS[language])
    states = STATES[language]
    truth = {
        number: rng.choice(sorted(states))
        for number in rng.sample(["1042", "1043", "1050", "FR-1001", "9999", "8888", "FR-7777"], rng.randint(2, 4))
    }
    rows = "\n" in saying or "\t" in saying or "|" in saying
    between = rng.choice(
        ["\n", "\n\n", "\n---\n"] if rows else ["\n", " ", "\n\n", ", ", " ; ", " et ", " und ", " and "]
    )
    said = [saying.format(n=number, s=states[state]) for number, state in truth.items()]
    text = rng.choice(["", "Bonjour,\n\n", "Liste TPOP\n\n", "Commandes\n"]) + between.join(said)
    subject = rng.choice(["", "TPOP", *(one for one in said if "\n" not in one and "\t" not in one)])
    for number, status in mentions(text, subject, rng.choice(["text", "html", "pdf"])).items():
        assert status in (truth[number], "", "unknown"), (text, subject)


PIECES_OF_A_MEGABYTE = (
    *("9999 ", "9999\n", "la 9999\n", "commande 9999\n", "TPOP n° 77\n", "1043\n", "TPOP n° T-1 "),
    *(
        "1042 ",
        "commande 1042 bloquée ",
        "commande 1042 bloquée\n",
        "commande 1042 bloquée\ncommande 1043 expédiée\n",
    ),
    *(
        "commandes 1042, ",
        "#1042",
        "#",
        "commande ",
        "1.2.",
        " ",
        "\t",
        "1042\t",
        "|",
        "1042;",
        "> ",
        "statut ",
        "stat",
        "? ",
    ),
    *(
        "commande :\n\n1042\n\n",
        "commande 1042. A ",
        "a_",
        "http://",
        "@",
        "1",
        "a",
        "commande 1042 est\nbloquée\n\n",
    ),
    *(
        "Commande\tStatut\n1042\tBloquée\n",
        "Commande   Statut\n1042   Bloquée\n",
        "TPOP n° ",
        "n° ",
        "\u202e",
        "\u200b",
        "é",
    ),
)


@pytest.mark.parametrize("piece", PIECES_OF_A_MEGABYTE)
def test_no_mail_takes_long(piece: str) -> None:
    start = time.process_time()
    body = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ncommande 1042 " + piece * (
        1_000_000 // len(piece)
    )
    assert read(body.encode()).why != "crashed"
    assert time.process_time() - start < 20  # five seconds where this was written
