"""A mail taken apart: charsets, parts inside parts, and mails that are made to hurt."""

from __future__ import annotations

import base64
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import pdf as maker
from sandbox.mailbox import letter
from sources.tpop.mail import message
from sources.tpop.mail.message import LEFT_OUT, UNREADABLE, Opened, Unreadable, open_mail

HEAD = b"From: TPOP <a@tpop.com>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
PDF = maker.write([maker.page(["Commande : 1042"])])
SCRIPTED = maker.write([maker.page(["Commande : 1042"])], catalogue="/OpenAction << /S /JavaScript /JS (1) >>")


def lines(opened: Opened) -> list[str]:
    return [line for one in opened.letters for passage in one.passages for line in passage.lines if line]


def text(kind: str, body: bytes, coding: str = "8bit") -> bytes:
    return HEAD + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode() + body


def mixed(*parts: bytes, kind: str = "mixed") -> bytes:
    inner = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + f'Content-Type: multipart/{kind}; boundary="b"\r\n\r\n'.encode() + inner + b"--b--\r\n"


def tried(body: bytes) -> str:
    try:
        open_mail(body)
    except Unreadable as unreadable:
        return unreadable.why
    return "read"


@pytest.mark.parametrize(
    ("kind", "body", "coding", "seen"),
    [
        ("text/plain; charset=utf-8", "bloquée".encode(), "8bit", "bloquée"),
        ("text/plain; charset=iso-8859-15", "bloquée 5 €".encode("iso-8859-15"), "8bit", "bloquée 5 €"),
        ("text/plain; charset=utf-8", b"bloqu=C3=A9e =\r\n1042", "quoted-printable", "bloquée 1042"),
        ("text/plain; charset=utf-16", base64.b64encode("bloquée".encode("utf-16")), "base64", "bloquée"),
        ("text/plain; charset=klingon-8", "bloquée".encode(), "8bit", "bloquée"),
        ("text/plain; charset=klingon-8", "bloquée".encode("cp1252"), "8bit", "bloquée"),
        ("text/plain; charset=utf-8", "bloquée".encode("cp1252"), "8bit", "bloquée"),
        ("text/plain; charset=zlib", b"1042", "8bit", "1042"),
        ("text/plain; charset=idna", b"1042", "8bit", "1042"),
        ("text/plain; charset=unicode_escape", rb"\u0031", "8bit", r"\u0031"),
        ("text/plain", b"1042", "x-unknown", "1042"),
        ("text/plain", b"!!! not base64 !!!", "base64", None),
        ("text/html; charset=utf-8", b"<p>10<b>42</b>", "8bit", "1042"),
        ("TEXT/HTML", b"<p>1042", "8bit", "1042"),
    ],
)
def test_a_text_in_any_dress(kind: str, body: bytes, coding: str, seen: str | None) -> None:
    said = lines(open_mail(text(kind, body, coding)))
    assert seen is None or said == [seen]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("=?utf-8?q?Commande_bloqu=C3=A9e?=", "Commande bloquée"),
        ("=?iso-8859-1?B?Q29tbWFuZGUgYmxvcXXpZQ==?= 1042", "Commande bloquée 1042"),
        ("=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"),
        ("Commande bloquée 1042", "Commande bloquée 1042"),
        ("=?klingon?q?1042?=", "1042"),
        ("=?utf-8?b?!!?=", None),
        ("", ""),
        ("10\u200b42", "1042"),
        ("\u202e2401", ""),
    ],
)
def test_a_subject_in_any_dress(written: str, seen: str | None) -> None:
    body = b"From: a@tpop.com\r\nSubject: " + written.encode() + b"\r\n\r\ntext"
    subject = open_mail(body).letters[0].subject
    assert seen is None or subject == seen


def test_of_alternatives_the_one_with_columns_is_read() -> None:
    body = letter("x", text="plain 1042", html="<table><tr><td>a<td>b</table>")
    assert lines(open_mail(body)) == ["a\tb"]
    assert lines(open_mail(letter("x", text="plain 1042", html="<p style='display:none'>1042"))) == ["plain 1042"]


def test_attached_mails_are_letters_of_their_own() -> None:
    inner = letter("inner", text="in\n", pdfs={"a.pdf": PDF})
    opened = open_mail(letter("outer", text="out\n", attached=(inner, letter("second", text="too\n"))))
    assert [one.subject for one in opened.letters] == ["outer", "inner", "second"]
    assert [passage.where for passage in opened.letters[1].passages] == ["text", "pdf"]


@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream; name=Facture.PDF", "APPLICATION/PDF"])
def test_a_pdf_is_known_by_its_type_or_its_name(kind: str) -> None:
    part = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64.b64encode(PDF)
    assert lines(open_mail(mixed(part))) == ["Commande : 1042"]


def test_other_attachments_are_never_opened() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("commande.txt", "commande 1042 bloquée " * 1_000_000)
    part = b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    opened = open_mail(mixed(b"Content-Type: text/plain\r\n\r\nhello", part + base64.b64encode(packed.getvalue())))
    assert lines(opened) == ["hello"]
    assert lines(open_mail(mixed(b"Content-Type: text/csv\r\n\r\ncommande,1042"))) == []


def test_what_is_left_out_is_told_and_the_rest_is_read() -> None:
    opened = open_mail(letter("x", text="hello\n", pdfs={"a.pdf": SCRIPTED, "b.pdf": PDF, "c.pdf": b"none"}))
    assert opened.left_out == ("pdf_script", "pdf_broken")
    assert lines(opened) == ["hello", "Commande : 1042"]
    many = open_mail(letter("x", text="hello\n", pdfs={f"{n}.pdf": PDF for n in range(12)}))
    assert many.left_out == ("pdf_too_many",) * 2


def test_a_long_text_is_cut_between_words() -> None:
    opened = open_mail(text("text/plain", b"1042 " * 100_000))
    assert opened.left_out == ("text_cut",)
    assert set(lines(opened)[0].split()) == {"1042"}


def test_a_mail_without_anything() -> None:
    assert open_mail(b"").letters[0].subject == ""
    assert tried(b"\x00" * 1000) == "read"


def nested(depth: int, kind: bytes = b"mixed") -> bytes:
    body = HEAD
    for number in range(depth):
        body += b'Content-Type: multipart/%s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, number, number)
    return body + b"Content-Type: text/plain\r\n\r\ncommande 1042"


def forwarded(depth: int) -> bytes:
    return (
        b"".join(b"Subject: x\r\nContent-Type: message/rfc822\r\n\r\n" for _ in range(depth)) + b"Subject: x\r\n\r\nx"
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"x" * (message.BYTES_MAX + 1), "too_large", id="26 MB"),
        pytest.param(HEAD + b"\r\n" + b"\n" * 2_000_000, "too_many_parts", id="two million lines"),
        pytest.param(nested(10_000), "too_many_parts", id="10,000 parts, one in the other"),
        pytest.param(nested(100), "too_many_parts", id="100 parts, one in the other"),
        pytest.param(nested(100, b"alternative"), "too_many_parts", id="100 alternatives, one in the other"),
        pytest.param(forwarded(10_000), "too_many_parts", id="forwarded 10,000 times"),
        pytest.param(forwarded(50), "too_many_parts", id="forwarded 50 times"),
        pytest.param(mixed(*[b"Content-Type: text/plain\r\n\r\nx"] * 10_000), "too_many_parts", id="10,000 parts"),
        pytest.param(mixed(*[b"\r\nx"] * 10_000), "too_many_parts", id="10,000 parts without a type"),
        pytest.param(b"Subject: " + b"1042 " * 200_000 + b"\r\n\r\nx", "read", id="a subject of 1 MB"),
        pytest.param(b"Subject: " + b"=?utf-8?q?1042?= " * 60_000 + b"\r\n\r\nx", "read", id="1 MB of encoded words"),
        pytest.param(b"Subject: " + b"=?" * 500_000 + b"\r\n\r\nx", "read", id="1 MB of half words"),
        pytest.param(b"Subject: x\r\n" + b" more\r\n" * 150_000 + b"\r\nx", "read", id="a subject of 150,000 lines"),
        pytest.param(b"X: y\r\n" * 150_000 + b"\r\nx", "read", id="150,000 headers"),
        pytest.param(b"Content-Type: " + b"(" * 1_000_000 + b"\r\n\r\nx", "read", id="a type of brackets"),
        pytest.param(b"Content-Type: text/plain" + b';a="' * 250_000 + b"\r\n\r\nx", "read", id="a type of quotes"),
        pytest.param(
            b'Content-Type: multipart/mixed; boundary="' + b"b" * 1_000_000 + b'"\r\n\r\nx',
            "read",
            id="a long boundary",
        ),
        pytest.param(text("text/html", b"<div>" * 2_000_000), "read", id="10 MB of tags"),
        pytest.param(text("text/plain", b"A" * 20_000_000, "base64"), "read", id="20 MB of base64"),
        pytest.param(
            text("text/plain", b"=41" * 6_000_000, "quoted-printable"), "read", id="18 MB of quoted-printable"
        ),
    ],
)
def test_mails_that_are_made_to_hurt(body: bytes, why: str) -> None:
    start = time.process_time()
    assert tried(body) == why or (tried(body) == "malformed" and why == "read")
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nno end",
        HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA==",
        HEAD + b"Content-Type: message/rfc822\r\n\r\n",
        HEAD + b"Content-Type: ;;;===\r\n\r\nx",
        HEAD + b"Content-Type: text/plain; charset*=utf-8''%ff\r\n\r\nx",
        HEAD
        + b"Content-Disposition: attachment; filename*0*=utf-8''%; filename*1=\xff\r\nContent-Type: a/b\r\n\r\nx",
        b"no header at all",
        b"\r\n\r\n",
        b": :\r\n:\r\n\r\n",
        b"Subject:\xff\xfe\r\n\r\n\xff",
        b"Subject: =?utf-8?q?=ED=A0=80?=\r\n\r\nx",
    ],
)
def test_malformed_mails_are_read_as_far_as_they_go(body: bytes) -> None:
    assert tried(body) in ("read", "malformed")


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(body: bytes) -> None:
    assert tried(body) in {"read", *UNREADABLE}
    assert tried(HEAD + body) in {"read", *UNREADABLE}
    assert tried(mixed(body, b"Content-Type: text/html\r\n\r\n" + body)) in {"read", *UNREADABLE}
    assert tried(mixed(b"Content-Type: " + body)) in {"read", *UNREADABLE}


def test_every_reason_has_its_words() -> None:
    assert all(meaning and "_" not in meaning for meaning in (*UNREADABLE.values(), *LEFT_OUT.values()))
