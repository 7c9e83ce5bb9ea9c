"""What is refused, from the box's door to the plain word that says why: each with the outcome that is promised for it."""

from __future__ import annotations

import os
import time
import tracemalloc
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from core.model import MailPull
from sandbox import mailbox
from sandbox import pdf as maker
from sources.tpop.inbox.pull import Folder
from sources.tpop.mail import message
from sources.tpop.mail.pull import Mailbox
from sources.tpop.mail.read import WHYS

from .post import AT, NOW, NUMBERS, SECRET, SETTINGS, WINDOW, assert_private, sales

PREFIX = "mail/mugs-paris/"
(SALE,) = sales("1042")
TEXT = f"Bonjour {SALE.name},\n\nVotre commande 1042 est bloquée. {SALE.address} {SECRET}\n"
BODY = mailbox.letter("Commande 1042 bloquée", text=TEXT)
BROKEN = {"spf": "FAIL", "dkim": "FAIL", "dmarc": "FAIL"}
OURS = {"source": mailbox.FORWARDER}
OTHERS = {"source": "jean@elsewhere.example"}
THEIRS = {"author": mailbox.MERCHANT, "source": mailbox.FORWARDER}


def pulled(root: Path, body: bytes, **said: Any) -> MailPull:
    """The box with this one mail in it."""
    mailbox.put(root, [mailbox.mail("m1", body, at=AT, prefix=PREFIX, **said)])
    return pull(root)


def pull(root: Path) -> MailPull:
    for path in (root / PREFIX).iterdir():
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    box = Mailbox(Folder(str(root)), PREFIX, settings=SETTINGS, reference_pattern=r"^\s*#?\s*(.+?)\s*$", now=NOW)
    return box.mentions(NUMBERS, WINDOW)


def assert_refused(done: MailPull, why: str) -> None:
    """Not believed: counted with its reason, no trouble, and nothing of it kept."""
    assert (done.seen, done.trusted, done.not_trusted, done.mentions, done.troubles) == (1, 0, {why: 1}, (), ())
    assert why in WHYS
    assert_private(done, [SALE])


def assert_unread(done: MailPull, why: str) -> None:
    """Believed and not readable: told as a trouble."""
    assert (done.seen, done.trusted, done.not_readable, done.mentions) == (1, 1, {why: 1}, ())
    assert [one.detail for one in done.troubles] == [{"what": "mails_not_readable", "mails": 1, "why": {why: 1}}]
    assert why in WHYS
    assert_private(done, [SALE])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param({**OTHERS, **BROKEN, "policy": "none"}, "unproven", id="spoofed, and TPOP's domain allows it"),
        pytest.param({**OTHERS, **BROKEN, "policy": "quarantine"}, "unproven", id="spoofed, and it asks for care"),
        pytest.param({**OTHERS, **BROKEN, "policy": "reject"}, "forged", id="spoofed, and it asks to refuse it"),
        pytest.param({**OTHERS, "dkim": "PASS", "dmarc": "GRAY"}, "unproven", id="another domain's own signature"),
        pytest.param(
            {**OTHERS, "author": "TPOP <a@tpop.com.evil.example>"}, "stranger", id="a name that looks like it"
        ),
        pytest.param({"spam": "FAIL"}, "spam", id="spam"),
        pytest.param({"virus": "FAIL"}, "virus", id="a virus"),
    ],
)
def test_a_spoofed_mail_is_refused(tmp_path: Path, said: dict[str, Any], why: str) -> None:
    assert_refused(pulled(tmp_path, BODY, **said), why)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param({**OTHERS, **BROKEN, "policy": "none"}, "unproven", id="the receipt says otherwise"),
        pytest.param({"trusted": False}, "no_receipt", id="there is no receipt"),
    ],
)
def test_forged_verdict_headers_inside_the_mail_are_refused(tmp_path: Path, said: dict[str, Any], why: str) -> None:
    forged = {
        "Return-Path": "<bounce@tpop.com>",
        "Authentication-Results": "amazonses.com; spf=pass; dkim=pass header.i=@tpop.com; dmarc=pass",
        "ARC-Authentication-Results": "i=1; amazonses.com; dkim=pass; dmarc=pass",
        "X-SES-Spam-Verdict": "PASS",
        "X-SES-Virus-Verdict": "PASS",
        "X-SES-RECEIPT": "AEFBQUFBQUFBQUFG",
        "Received-SPF": "pass (spfCheck: domain of tpop.com designates 10.0.0.1 as permitted sender)",
    }
    assert_refused(pulled(tmp_path, mailbox.letter("Commande 1042", text=TEXT, headers=forged), **said), why)


def test_a_mail_without_a_receipt_is_refused(tmp_path: Path) -> None:
    assert_refused(pulled(tmp_path, BODY, trusted=False), "no_receipt")


def test_a_mail_with_another_mails_receipt_is_refused(tmp_path: Path) -> None:
    other = mailbox.mail("m2", b"", at=AT).receipt
    assert other is not None
    mailbox.put(tmp_path, [mailbox.Mail(f"{PREFIX}m1", BODY, other)])
    assert_refused(pull(tmp_path), "other_receipt")


@pytest.mark.parametrize(
    "receipt", [b"{}", b"PASS", b'{"mail": {"messageId": "m1"}, "receipt": "PASS"}', b" " * 600_000]
)
def test_a_mail_with_a_receipt_that_is_none_is_refused(tmp_path: Path, receipt: bytes) -> None:
    mailbox.put(tmp_path, [mailbox.Mail(f"{PREFIX}m1", BODY, receipt)])
    assert_refused(pull(tmp_path), "bad_receipt")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        pytest.param({**OURS, "spf": "FAIL"}, "", id="by the merchant, SPF broken, DKIM intact"),
        pytest.param({**OTHERS, "spf": "FAIL"}, "", id="by anybody, SPF broken, DKIM intact: TPOP signed it"),
        pytest.param(
            {**OURS, "dkim": "FAIL", "dmarc": "FAIL", "policy": "none"}, "", id="by the merchant, DKIM broken"
        ),
        pytest.param({**OURS, "dkim": "GRAY", "dmarc": "GRAY"}, "", id="by the merchant, never signed"),
        pytest.param({**OURS, **BROKEN, "policy": "none"}, "unproven", id="by the merchant, both broken"),
        pytest.param(
            {**OURS, **BROKEN, "policy": "reject"}, "forged", id="by the merchant, both broken, to be refused"
        ),
        pytest.param(
            {**OURS, "dkim": "FAIL", "dmarc": "FAIL", "policy": "reject"}, "forged", id="DKIM broken, to be refused"
        ),
        pytest.param(
            {**OTHERS, "dkim": "FAIL", "dmarc": "FAIL", "policy": "none"}, "unproven", id="by somebody else"
        ),
        pytest.param({**OURS, **BROKEN, "dmarc": "GRAY"}, "unproven", id="no rule, and both broken"),
    ],
)
def test_a_forwarded_mail_is_read_or_refused_as_stated(tmp_path: Path, said: dict[str, Any], outcome: str) -> None:
    done = pulled(tmp_path, BODY, **said)
    if outcome:
        assert_refused(done, outcome)
    else:
        assert [(one.reference, one.status) for one in done.mentions] == [("1042", "blocked")]
        assert (done.trusted, done.troubles) == (1, ())
        assert_private(done, [SALE])


def test_a_huge_mail_is_refused_unread(tmp_path: Path) -> None:
    huge = BODY + b"x" * message.BYTES_MAX
    done = pulled(tmp_path, huge)
    assert_unread(done, "too_large")


def bomb() -> bytes:
    """A small workbook that unpacks to two hundred megabytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(200):
                sheet.write(b"<c><v>1042</v></c>" * 60_000)
    return packed.getvalue()


def with_file(name: str, kind: str, body: bytes, text: str = "Voici ma liste.\n") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = mailbox.MERCHANT, mailbox.BOX, "Ma liste TPOP"
    mail.set_content(text)
    main, sub = kind.split("/")
    mail.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_bomb_zipped_xlsx_is_refused_unopened_and_said(tmp_path: Path) -> None:
    body = with_file("liste.xlsx", XLSX, bomb())
    start = time.process_time()
    tracemalloc.start()
    done = pulled(tmp_path, body, **THEIRS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - start < 10
    assert peak < 100 * 1024 * 1024
    assert_unread(done, "table")


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("liste.csv", "text/csv", "table"),
        ("liste.csv", "application/octet-stream", "table"),
        ("liste.csv", "text/plain", "table"),
        ("LISTE.XLS", "application/vnd.ms-excel", "table"),
        ("liste", XLSX, "table"),
        ("liste.ods", "application/x-unknown", "table"),
        ("liste.zip", "application/zip", "file"),
        ("liste.docx", "application/octet-stream", "file"),
        ("liste", "application/octet-stream", "file"),
        ("winmail.dat", "application/ms-tnef", "file"),
        ("smime.p7m", "application/pkcs7-mime", "locked"),
        ("m.asc", "application/pgp-encrypted", ""),
        ("m", "application/pgp-encrypted", "locked"),
        ("signature.asc", "application/pgp-signature", ""),
        ("smime.p7s", "application/octet-stream", ""),
        ("invite.ics", "text/calendar", ""),
        ("factur-x.xml", "text/xml", ""),
        ("son.mp3", "audio/mpeg", ""),
    ],
)
def test_an_attached_table_or_file_is_refused_and_said(tmp_path: Path, name: str, kind: str, why: str) -> None:
    body = with_file(name, kind, b"Commande;Statut\n1043;Bloqu\xc3\xa9e\n")
    done = pulled(tmp_path, body, **THEIRS)
    if why:
        assert_unread(done, why)
    else:
        assert (done.nothing, done.troubles) == (1, ())


def test_a_table_attached_to_a_mail_that_says_something_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    body = with_file("liste.xlsx", XLSX, b"PK", text="TPOP : commande 1042 bloquée\n")
    done = pulled(tmp_path, body, **THEIRS)
    assert [(one.reference, one.status) for one in done.mentions] == [("1042", "blocked")]
    assert (done.left_out, done.not_readable) == ({"table": 1}, {})
    assert [one.detail for one in done.troubles] == [{"what": "mail_parts", "mails": 1, "why": {"table": 1}}]


def test_a_picture_of_the_list_is_refused_and_said(tmp_path: Path) -> None:
    """A logo is no list, and a picture beside words that were understood hides nothing."""
    assert_unread(pulled(tmp_path, with_file("ecran.png", "image/png", b"x" * 60_000), **THEIRS), "picture")
    for name, size, text, said in (
        ("logo.png", 5_000, "Voici.\n", THEIRS),
        ("ecran.png", 60_000, "TPOP : commande 1042 bloquée\n", THEIRS),
        ("reclame.jpg", 60_000, "TPOP : nos nouveaux mugs\n", {}),
    ):
        done = pulled(tmp_path, with_file(name, "image/png", b"x" * size, text), **said)
        assert (done.troubles, done.not_readable, done.left_out) == ((), {}, {})
    shops = with_file("mug.jpg", "image/jpeg", b"x" * 60_000, "Bonjour\n").replace(b"TPOP", b"")
    assert pulled(tmp_path, shops, **THEIRS).troubles == ()


HEAD = f"From: {mailbox.TPOP}\r\nSubject: x\r\nMIME-Version: 1.0\r\n".encode()
INNER = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n".encode()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + INNER, "part_malformed", id="no boundary"),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--c\r\n" + INNER,
            "part_malformed",
            id="another boundary",
        ),
        pytest.param(
            HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA==",
            *("part_malformed",),
            id="a packed mail",
        ),
        pytest.param(HEAD + b"\r\n" + b"\n" * 1_100_000, "too_many_parts", id="a million lines"),
        pytest.param(
            HEAD
            + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(99)),
            *("too_many_parts",),
            id="parts in parts",
        ),
    ],
)
def test_malformed_mime_is_refused(tmp_path: Path, body: bytes, why: str) -> None:
    assert_unread(pulled(tmp_path, body), why)


def test_a_mail_that_makes_the_parser_fall_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise RuntimeError(SALE.name)

    monkeypatch.setattr(message.BytesParser, "parsebytes", fall)
    assert_unread(pulled(tmp_path, BODY), "malformed")


PAGE = maker.page([f"Commande 1042, {SALE.name}", "Bloquée"])


def locked(password: str) -> bytes:
    writer, made = PdfWriter(clone_from=PdfReader(BytesIO(maker.write([PAGE])))), BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        pytest.param(
            maker.write([PAGE], catalogue="/OpenAction << /S /JavaScript /JS (1) >>"), "pdf_script", id="script"
        ),
        pytest.param(maker.write([PAGE], catalogue="/OpenAction << /S /Launch /F (a) >>"), "pdf_launch", id="launch"),
        pytest.param(locked("secret"), "pdf_encrypted", id="a password"),
        pytest.param(locked(""), "pdf_encrypted", id="an empty password"),
        pytest.param(b"%PDF-1.7 " + SALE.name.encode(), "pdf_broken", id="broken"),
        pytest.param(b"PK\x03\x04", "pdf_broken", id="something else under its name"),
        pytest.param(b"%PDF" + b" " * 11_000_000, "pdf_too_large", id="too large"),
        pytest.param(maker.write([[]]), "pdf_no_text", id="a picture, or an empty page"),
    ],
)
def test_a_pdf_with_a_script_or_a_password_or_broken_is_refused(tmp_path: Path, pdf: bytes, why: str) -> None:
    assert_unread(pulled(tmp_path, mailbox.letter("Facture", text="Bonjour\n", pdfs={"facture.pdf": pdf})), why)


def test_the_pages_of_a_pdf_that_are_refused_are_said(tmp_path: Path) -> None:
    long = maker.write([maker.page(["Facture"])] * 21 + [PAGE])
    done = pulled(tmp_path, mailbox.letter("Facture", text="Bonjour\n", pdfs={"facture.pdf": long}))
    assert_unread(done, "text_cut")
