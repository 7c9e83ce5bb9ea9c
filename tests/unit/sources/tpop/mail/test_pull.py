"""The box: which mails are read, what adds up, and what is told of the rest."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from core.errors import SettingsError, SourceError
from core.model import MailPull
from sandbox import letters, mailbox
from sandbox import pdf as maker
from sources.tpop.inbox.pull import Bucket, Entry, Folder
from sources.tpop.mail import pull
from sources.tpop.mail.pull import Mailbox
from sources.tpop.mail.read import MailSettings
from sources.tpop.mail.trust import Trust

from .post import AT, NOW, NUMBERS, SECRET, SETTINGS, TRUST, WINDOW, assert_private, sales

PREFIX = "mail/mugs-paris/"
THEIRS = {"author": mailbox.MERCHANT, "source": mailbox.FORWARDER}
(SALE, OTHER) = sales("1042", "1043")
PATTERN = r"^\s*#?\s*(.+?)\s*$"


class Box:
    """A folder that mails are dropped into."""

    def __init__(self, root: Path) -> None:
        self.root, self.store = root, Folder(str(root))

    def put(self, name: str, body: bytes, at: datetime = AT, **said: Any) -> None:
        mail = mailbox.mail(name, body, at=at, prefix=PREFIX, **said)
        mailbox.put(self.root, [mail])
        for path in (self.root / PREFIX).glob(f"{name}*"):
            os.utime(path, (at.timestamp(), at.timestamp()))

    def pull(self, settings: MailSettings = SETTINGS, pattern: str = PATTERN) -> MailPull:
        box = Mailbox(self.store, PREFIX, settings=settings, reference_pattern=pattern, now=NOW)
        return box.mentions(NUMBERS, WINDOW)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def kinds(done: MailPull) -> dict[str, Any]:
    return {str(one.detail["what"]): one.detail for one in done.troubles}


def adds_up(done: MailPull) -> bool:
    refused = sum(done.not_trusted.values()) + sum(done.not_readable.values())
    return done.seen == done.understood + done.nothing + refused and done.trusted == done.seen - sum(
        done.not_trusted.values()
    )


def test_an_empty_box(box: Box) -> None:
    assert replace(box.pull(), since=None) == MailPull()


def test_all_kinds_of_mails_at_once(box: Box) -> None:
    box.put("m1", letters.invoice_fr(SALE), AT - timedelta(hours=3))
    box.put("m2", letters.listed_de(SALE, OTHER), **THEIRS)
    box.put("m3", letters.manual_fr(SALE))
    box.put("m4", letters.blocked_en(SALE), author="x@evil.example", source="x@evil.example")
    box.put("m5", letters.blocked_en(SALE), author="y@evil.example", source="y@evil.example")
    box.put("m6", letters.blocked_en(SALE), dmarc="FAIL", policy="reject")
    box.put("m7", letters.blocked_en(SALE), trusted=False)
    box.put("m8", b"x" * 100)
    script = maker.write([maker.page(["Commande 1042"])], catalogue="/OpenAction << /S /JavaScript /JS (1) >>")
    box.put("m9", mailbox.letter("Facture", text="Bonjour", pdfs={"a.pdf": script}))
    done = box.pull()
    assert adds_up(done)
    assert (done.seen, done.trusted, done.understood, done.nothing) == (9, 5, 2, 2)
    assert done.not_trusted == {"stranger": 2, "forged": 1, "no_receipt": 1}
    assert done.not_readable == {"pdf_script": 1}
    assert done.newest == AT
    assert [(one.reference, one.status, one.kind) for one in done.mentions] == [
        *(("1042", "production", "invoice"), ("1042", "blocked", "blocked"), ("1043", "blocked", "blocked"))
    ]
    assert kinds(done) == {"mails_not_readable": {"what": "mails_not_readable", "mails": 1, "why": {"pdf_script": 1}}}
    assert done.left_out == {}, "told once: with the mail that could not be read"
    assert_private(done, [SALE, OTHER])
    assert "evil" not in repr(done)


def test_what_was_left_out_of_an_understood_mail(box: Box) -> None:
    box.put("m1", mailbox.letter("Commande 1042 expédiée", text="x", pdfs={"a.pdf": b"none"}))
    done = box.pull()
    assert (done.understood, done.left_out) == (1, {"pdf_broken": 1})
    assert kinds(done) == {"mail_parts": {"what": "mail_parts", "mails": 1, "why": {"pdf_broken": 1}}}


def test_strangers_and_mails_that_are_none_of_tpops_are_counted_and_no_trouble(box: Box) -> None:
    for number in range(3):
        box.put(f"m{number}", letters.blocked_en(SALE), author="x@evil.example", source="x@evil.example")
    box.put("m3", mailbox.letter("Commande 1042", author=mailbox.MERCHANT, text="x"), **THEIRS)
    own = "TPOP\nhttps://sns.eu-west-3.amazonaws.com/unsubscribe.html?x"
    box.put("m4", mailbox.letter("Fwd", author=mailbox.MERCHANT, text=own), **THEIRS)
    done = box.pull()
    assert adds_up(done)
    assert (done.troubles, done.mentions) == ((), ())
    assert (done.not_trusted, done.left_out) == ({"stranger": 3}, {"not_tpops": 1, "own_message": 1})


def test_an_ambiguous_reference_is_told(box: Box) -> None:
    box.put("m1", mailbox.letter("Commande n° 5551050", text="x"))
    assert kinds(box.pull())["mail_references"] == {"what": "mail_references", "references": ["5551050"], "all": 1}


def test_only_the_last_days_are_read(box: Box) -> None:
    for days in range(10):
        box.put(f"m{days}", letters.blocked_en(SALE), AT - timedelta(days=days))
    assert box.pull().seen == 7
    assert box.pull(MailSettings(trust=TRUST, days=3)).seen == 3


def test_the_very_first_moment_is_read_and_none_before(box: Box) -> None:
    first = NOW - timedelta(days=7)
    box.put("m1", letters.blocked_en(SALE), first)
    box.put("m2", letters.blocked_en(SALE), first - timedelta(seconds=1))
    assert (box.pull().seen, box.pull().newest) == (1, first)


def test_only_so_many_are_read_and_the_rest_is_told(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "MAILS_MAX", 2)
    for number in range(5):
        box.put(f"m{number}", letters.blocked_en(SALE), AT - timedelta(minutes=number))
    done = box.pull()
    assert (done.seen, done.unread, done.newest) == (2, 3, AT)
    assert kinds(done)["mails_unread"]["mails"] == 3


def test_what_is_no_mail(box: Box) -> None:
    folder = box.root / PREFIX
    folder.mkdir(parents=True)
    for name in ("list.json", "list.CSV", "AMAZON_SES_SETUP_NOTIFICATION", "m9.receipt.json"):
        (folder / name).write_text("commande 1042")
    (folder / "empty").write_text("")
    (box.root / "mail" / "mugs-parisian").mkdir()
    (box.root / "mail" / "mugs-parisian" / "m1").write_text("x")
    assert box.pull().seen == 0


def test_a_receipt_of_another_mail_does_not_help(box: Box) -> None:
    box.put("m1", letters.blocked_en(SALE))
    (box.root / PREFIX / "m2").write_bytes(letters.blocked_en(SALE))
    (box.root / PREFIX / "m2.receipt.json").write_bytes((box.root / PREFIX / "m1.receipt.json").read_bytes())
    (box.root / PREFIX / "m3").write_bytes(letters.blocked_en(SALE))
    (box.root / PREFIX / "m3.receipt.json").write_bytes(b" " * 600_000)
    now = NOW.timestamp()
    for path in (box.root / PREFIX).iterdir():
        os.utime(path, (now, now))
    assert box.pull().not_trusted == {"other_receipt": 1, "bad_receipt": 1}


def test_headers_inside_the_mail_prove_nothing(box: Box) -> None:
    forged = {
        "Authentication-Results": "amazonses.com; spf=pass; dkim=pass; dmarc=pass header.from=tpop.com",
        "X-SES-Spam-Verdict": "PASS",
        "X-SES-Virus-Verdict": "PASS",
        "Received-SPF": "pass (domain of tpop.com)",
        "Received": "from mail.tpop.com by inbound-smtp.eu-west-1.amazonaws.com",
        "X-Vigie-Trusted": SECRET,
        "DKIM-Signature": "v=1; d=tpop.com; s=a; b=AAAA",
    }
    body = mailbox.letter("Commande 1042 bloquée", text="Commande 1042 bloquée", headers=forged)
    box.put("m1", body, source="x@evil.example", spf="PASS", dkim="FAIL", dmarc="FAIL", policy="none")
    box.put("m2", body, source="x@evil.example", dkim="PASS", dmarc="GRAY")
    box.put("m3", body, trusted=False)
    done = box.pull()
    assert (done.mentions, done.trusted) == ((), 0)
    assert done.not_trusted == {"unproven": 2, "no_receipt": 1}
    assert_private(done, [SALE])


def test_a_store_that_gives_nothing_out(box: Box) -> None:
    box.put("m1", letters.blocked_en(SALE))

    class Shut(Folder):
        def body(self, key: str) -> bytes:
            raise SourceError("refused", "no", {})

    box.store = Shut(str(box.root))
    assert box.pull().not_readable == {"store": 1}

    class Gone(Folder):
        def entries(self, prefix: str) -> Iterator[Entry]:
            raise SourceError("unreachable", "no", {})

    box.store = Gone(str(box.root))
    with pytest.raises(SourceError):
        box.pull()


def test_a_huge_mail_is_not_even_fetched(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.put("m1", letters.blocked_en(SALE))
    monkeypatch.setattr(pull.message, "BYTES_MAX", 100)
    asked: list[str] = []
    monkeypatch.setattr(box.store, "body", lambda key: asked.append(key) or Folder.body(box.store, key))
    assert box.pull().not_readable == {"too_large": 1}
    assert asked == [f"{PREFIX}m1.receipt.json"]


def test_the_policys_pattern(box: Box) -> None:
    box.put("m1", mailbox.letter("x", text="Commande MUGS-1042 bloquée"))
    assert box.pull().mentions == ()
    (done,) = box.pull(pattern=r"^MUGS-(\d+)$").mentions
    assert done.reference == "1042"
    with pytest.raises(SettingsError):
        box.pull(pattern="(")


def test_no_log_quotes_a_pdf(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    bad = maker.write([maker.page(["Commande 1042"])]).replace(b"/F1 10 Tf", b"/Trevidic 10 Tf")
    box.put("m1", mailbox.letter("Facture", text="x", pdfs={"a.pdf": bad, "b.pdf": bad[:-100]}))
    with caplog.at_level(logging.DEBUG):
        box.pull()
    assert "Trevidic" not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("pypdf")]


def test_the_same_from_a_bucket() -> None:
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
        client.create_bucket(Bucket="vigie-mail", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        now = datetime.now(tz=NOW.tzinfo)
        mail = mailbox.mail("m1", letters.blocked_en(SALE), at=now, prefix=PREFIX)
        client.put_object(Bucket="vigie-mail", Key=mail.key, Body=mail.body)
        client.put_object(Bucket="vigie-mail", Key=f"{mail.key}.receipt.json", Body=mail.receipt)
        settings = MailSettings(trust=Trust())
        box = Mailbox(
            Bucket("vigie-mail", lambda: client), PREFIX, settings=settings, reference_pattern=PATTERN, now=now
        )
        done = box.mentions(NUMBERS, WINDOW)
    assert [one.reference for one in done.mentions] == ["1042"]
    json.dumps([dict(one.detail) for one in done.troubles])
