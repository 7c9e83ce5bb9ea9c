"""One mail from its bytes to what it says: every layout and language, and everything that is told of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import letters, mailbox
from sandbox import pdf as maker
from sources.tpop.mail import read as reading
from sources.tpop.mail.read import WHYS, MailSettings

from .post import AT, REFERENCES, SETTINGS, TRUST, assert_private, read, sales, told

(SALE, *OTHERS) = ALL = sales("1042", "1043", "FR-1001", "1050")
SCRIPT = maker.write([maker.page(["Commande 1042"])], catalogue="/OpenAction << /S /JavaScript /JS (1) >>")


@pytest.mark.parametrize(
    ("name", "status", "kind", "where", "reason"),
    [
        ("invoice_fr", "production", "invoice", "pdf", ""),
        ("invoice_en", "production", "invoice", "pdf", ""),
        ("invoice_de", "production", "invoice", "pdf", ""),
        ("blocked_fr", "blocked", "blocked", "html", "payment"),
        ("blocked_en", "blocked", "blocked", "text", "payment"),
        ("blocked_de", "blocked", "blocked", "text", "address"),
        ("attached_fr", "shipped", "other", "subject", ""),
        ("quoted_en", "production", "other", "subject", ""),
    ],
)
def test_every_layout_of_one_order(name: str, status: str, kind: str, where: str, reason: str) -> None:
    done = read(letters.OF_ONE[name](SALE))
    assert (done.outcome, done.at, done.troubles) == ("understood", AT, ())
    (one,) = done.mentions
    assert (one.reference, one.status, one.kind, one.where, one.block_reason) == ("1042", status, kind, where, reason)
    assert_private(done, [SALE])


@pytest.mark.parametrize("number", ["1042", "FR-1001", "MP-0042", "128", "12", "2026", "75011"])
@pytest.mark.parametrize("name", sorted(set(letters.OF_ONE) - {"manual_fr"}))
def test_every_layout_with_any_number(name: str, number: str) -> None:
    (sale,) = sales(number)
    done = read(letters.OF_ONE[name](sale))
    assert number in told(done) or done.outcome == "nothing"
    assert set(told(done)) <= {number}
    if number not in ("12", "2026", "128"):
        assert done.outcome == "understood"


@pytest.mark.parametrize("status", ["open", "blocked", "production", "shipped", "cancelled"])
@pytest.mark.parametrize("name", sorted(letters.OF_MANY))
def test_every_layout_of_many_orders(name: str, status: str) -> None:
    sold = [
        *sales("1042", "1043", status=status),
        *sales("FR-1001", status="shipped"),
        *sales("1050", status="blocked"),
    ]
    done = read(letters.OF_MANY[name](*sold), author=mailbox.MERCHANT, source=mailbox.FORWARDER)
    assert told(done) == {"1042": status, "1043": status, "FR-1001": "shipped", "1050": "blocked"}
    assert_private(done, sold)


def test_an_order_placed_by_hand_is_nothing_of_the_shops() -> None:
    assert read(letters.manual_fr(SALE)).outcome == "nothing"


def test_a_mail_about_orders_outside_the_window() -> None:
    (sale,) = sales("9999")
    assert {read(make(sale)).outcome for make in letters.OF_ONE.values()} == {"nothing"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"trusted": False}, "no_receipt"),
        ({"virus": "FAIL"}, "virus"),
        ({"spam": "FAIL"}, "spam"),
        ({"author": "x@evil.example"}, "stranger"),
        ({"source": "x@evil.example", "dmarc": "GRAY"}, "unproven"),
    ],
)
def test_a_mail_that_is_not_trusted_is_not_read(said: dict[str, Any], why: str) -> None:
    done = read(letters.blocked_en(SALE), **said)
    assert (done.outcome, done.why, done.mentions) == ("not_trusted", why, ())
    assert why in WHYS


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"x" * (26 * 1024 * 1024), "too_large"),
        (b"\n" * 2_000_000, "too_many_parts"),
        (mailbox.letter("Facture", text="Bonjour", pdfs={"a.pdf": SCRIPT}), "pdf_script"),
        (mailbox.letter("Facture", text="Bonjour", pdfs={"a.pdf": b"%PDF-1.4 /Encrypt"}), "pdf_encrypted"),
    ],
)
def test_a_mail_that_cannot_be_read_says_why(body: bytes, why: str) -> None:
    done = read(body)
    assert (done.outcome, done.why, done.mentions) == ("not_readable", why, ())
    assert why in WHYS


def test_what_could_be_read_counts_though_a_part_could_not() -> None:
    done = read(mailbox.letter("Commande 1042 expédiée", text="x", pdfs={"a.pdf": SCRIPT}))
    assert (done.outcome, told(done), done.troubles) == ("understood", {"1042": "shipped"}, ("pdf_script",))


def test_whatever_happens_inside_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise RuntimeError("Éloïse Trévidic")

    monkeypatch.setattr(reading, "spot", fall)
    done = read(letters.blocked_en(SALE))
    assert (done.outcome, done.why) == ("not_readable", "crashed")
    assert "Trévidic" not in repr(done)


def test_two_letters_in_one_mail_that_contradict_each_other() -> None:
    first = mailbox.letter("Commande 1042 bloquée", text="adresse incomplète")
    coded = mailbox.letter("Commande 1042 bloquée", text="code : do_not_honor")
    second = mailbox.letter("Commande 1042 expédiée", text="x")
    silent = mailbox.letter("Commande 1042", text="x")
    both = read(mailbox.letter("Fwd", text="x", attached=(first, second)))
    assert [(one.status, one.block_reason) for one in both.mentions] == [("unknown", "")]
    both = read(mailbox.letter("Fwd", text="x", attached=(coded, second)))
    assert [(one.status, one.block_code) for one in both.mentions] == [("unknown", "")]
    one = read(mailbox.letter("Fwd", text="x", attached=(silent, coded)))
    assert [(one.status, one.block_code) for one in one.mentions] == [("blocked", "do_not_honor")]
    one = read(mailbox.letter("Fwd", text="x", attached=(silent, first)))
    assert [(one.status, one.block_reason) for one in one.mentions] == [("blocked", "address")]


def test_a_guess_that_the_merchant_switches_off() -> None:
    unsure = MailSettings(trust=TRUST, invoice_means_production=False)
    assert told(read(letters.invoice_fr(SALE), settings=unsure)) == {"1042": ""}
    assert SETTINGS.invoice_means_production


def test_a_subject_of_a_megabyte() -> None:
    done = read(b"Subject: Commande 1042 expediee " + b"1042 " * 200_000 + b"\r\n\r\nx")
    assert told(done) == {"1042": "shipped"}


def test_every_reason_is_told_in_plain_words() -> None:
    assert all(meaning and "_" not in meaning for meaning in WHYS.values())
    assert len(REFERENCES) > 5


THEIRS = {"author": mailbox.MERCHANT, "source": mailbox.FORWARDER}


def test_the_shops_own_mails_prove_nothing() -> None:
    """They come from the merchant's address too: "new order" is the shop's word, not TPOP's."""
    for text in ("Vous avez reçu la commande n° 1042.", "Commande n° 1042 expédiée", "Facture de la commande 1042"):
        done = read(mailbox.letter("Nouvelle commande", author=mailbox.MERCHANT, text=text), **THEIRS)
        assert (done.outcome, done.why, done.mentions) == ("nothing", "not_tpops", ())
        named = read(mailbox.letter("T-POP : nouvelle commande", author=mailbox.MERCHANT, text=text), **THEIRS)
        assert named.outcome == "understood"


def test_a_list_with_a_status_needs_no_name() -> None:
    table = "Commande\tDate\tStatut\n1042\t20/11\tBloquée\n1043\t20/11\t\n"
    done = read(mailbox.letter("Liste", author=mailbox.MERCHANT, text=table), **THEIRS)
    assert told(done) == {"1042": "blocked"}
    linked = '<a href="https://app.tpop.com/o">#1043</a>'
    done = read(mailbox.letter("Liste", author=mailbox.MERCHANT, html=linked), **THEIRS)
    assert told(done) == {"1043": ""}


@pytest.mark.parametrize(
    "footer",
    [
        "https://sns.eu-west-3.amazonaws.com/unsubscribe.html?SubscriptionArn=arn:x",
        "> De : AWS Notifications <no-reply@sns.amazonaws.com>",
    ],
)
def test_vigies_own_messages_prove_nothing(footer: str) -> None:
    text = f"TPOP : carte refusée, commandes bloquées :\n1050 1051\nCommande 1042 : absente de TPOP\n\n{footer}\n"
    done = read(mailbox.letter("Fwd: Vigie", author=mailbox.MERCHANT, text=text), **THEIRS)
    assert (done.outcome, done.why, done.mentions) == ("nothing", "own_message", ())
    inner = mailbox.letter("Commande 1042 expédiée", text="x")
    both = read(mailbox.letter("Fwd: Vigie", author=mailbox.MERCHANT, text=text, attached=(inner,)), **THEIRS)
    assert (told(both), both.troubles) == ({"1042": "shipped"}, ("own_message",))
