"""A mail comes in as SES brings it: through the mail function, into the bucket, and out of it as Vigie reads mails."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from core.model import MailPull, Window
from handlers.receive import lambda_handler
from sandbox import mailbox
from sources.tpop.inbox.pull import Bucket
from sources.tpop.mail.pull import Mailbox
from sources.tpop.mail.read import MailSettings
from sources.tpop.mail.trust import Trust

EVENT = json.loads((Path(__file__).parents[2] / "events" / "mail.json").read_text(encoding="utf-8"))
INBOX, REGION = "vigie-inbox", "eu-west-3"
BOX, OWNER = "mugs-paris@vigie.mugs-paris.example", "bonjour@mugs-paris.example"
NUMBERS = {"1042": "5551042", "1043": "5551043"}
BODY = "Bonjour,\n\nVotre commande 1042 est bloquée : paiement refusé.\nCapucine Delorme-Vasseur, 12 rue des Lilas\n"
PRIVATE = ("Capucine", "Delorme", "Lilas", "Votre facture", "commande 1042", "4711@mailer", "192.0.2.17", "mx.mugs")


class Post:
    """SES and the bucket it writes into."""

    def __init__(self) -> None:
        self.s3 = boto3.client("s3", region_name=REGION)
        self.s3.create_bucket(Bucket=INBOX, CreateBucketConfiguration={"LocationConstraint": REGION})

    def comes(
        self, message_id: str = "m1", *, to: tuple[Any, ...] = (BOX,), body: bytes = b"", **receipt: Any
    ) -> dict[str, Any]:
        """What SES does with a mail: puts it, and hands out this event."""
        event = copy.deepcopy(EVENT)
        ses = event["Records"][0]["ses"]
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        author = receipt.pop("author", mailbox.TPOP)
        ses["mail"].update(messageId=message_id, timestamp=now, source=receipt.pop("source", OWNER))
        ses["mail"]["commonHeaders"]["from"] = [author]
        ses["receipt"].update(timestamp=now, recipients=list(to))
        for name, status in receipt.items():
            ses["receipt"][name] = status if name == "dmarcPolicy" else {"status": status}
        self.s3.put_object(
            Bucket=INBOX,
            Key=f"mail/{message_id}",
            Body=body or mailbox.letter("Commande 1042", text=BODY, author=author),
        )
        return event

    def lying(self) -> set[str]:
        return {one["Key"] for one in self.s3.list_objects_v2(Bucket=INBOX).get("Contents", [])}

    def text(self, key: str) -> str:
        return self.s3.get_object(Bucket=INBOX, Key=key)["Body"].read().decode()

    def read(self, shop: str = "mugs-paris", address: str = BOX, numbers: Mapping[str, str] = NUMBERS) -> MailPull:
        """What the next run reads of it, with the settings of docs/mail.md."""
        now = datetime.now(UTC) + timedelta(minutes=1)
        box = Mailbox(
            Bucket(INBOX, lambda: self.s3),
            f"mail/{shop}/",
            settings=MailSettings(trust=Trust(forwarders=(OWNER,), addresses=(address,))),
            reference_pattern=r"^\s*#?\s*(.+?)\s*$",
            now=now,
        )
        return box.mentions(numbers, Window(now - timedelta(days=30), now))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("VIGIE_INBOX_BUCKET", INBOX)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    # Loggers outlive a test, and write to the stream they were made with.
    logging.Logger.manager.loggerDict.pop("vigie", None)
    with mock_aws():
        yield Post()


def test_a_mail_comes_in_and_is_believed(post: Post) -> None:
    told = lambda_handler(post.comes(), None)
    assert told == {"mails": 1, "laid": 1, "before": 0, "left_aside": 0}
    assert post.lying() == {"mail/mugs-paris/m1", "mail/mugs-paris/m1.receipt.json"}
    pulled = post.read()
    assert (pulled.seen, pulled.trusted, pulled.understood) == (1, 1, 1)
    assert [(one.reference, one.status) for one in pulled.mentions] == [("1042", "blocked")]
    assert not pulled.troubles


def test_the_event_as_it_lies_in_the_repository(post: Post) -> None:
    message_id = EVENT["Records"][0]["ses"]["mail"]["messageId"]
    post.s3.put_object(Bucket=INBOX, Key=f"mail/{message_id}", Body=b"Subject: x\r\n\r\nx")
    assert lambda_handler(EVENT, None)["laid"] == 1
    assert post.lying() == {f"mail/mugs-paris/{message_id}", f"mail/mugs-paris/{message_id}.receipt.json"}


def test_until_the_function_has_run_nobody_reads_it(post: Post) -> None:
    post.comes()
    assert post.read().seen == 0


def test_lambda_calls_again(post: Post) -> None:
    event = post.comes()
    lambda_handler(event, None)
    before = {key: post.text(key) for key in post.lying()}
    for _ in range(2):
        assert lambda_handler(event, None) == {"mails": 1, "laid": 0, "before": 1, "left_aside": 0}
    assert {key: post.text(key) for key in post.lying()} == before
    assert post.read().trusted == 1


def test_a_mail_to_two_shops_is_read_by_both(post: Post) -> None:
    other = "tees-lyon@vigie.mugs-paris.example"
    assert lambda_handler(post.comes(to=(BOX, other)), None)["laid"] == 2
    assert "tees-lyon" not in post.text("mail/mugs-paris/m1.receipt.json")
    for shop, address in (("mugs-paris", BOX), ("tees-lyon", other)):
        assert [one.reference for one in post.read(shop, address).mentions] == ["1042"]


def test_strange_recipients_reach_no_folder_but_their_own(post: Post) -> None:
    strange = (
        "../inbox/mugs-paris@x",
        "..@x",
        '"mugs paris"@x',
        "MUGS/PARIS@x",
        "\u212aiosk@x",
        "a" * 65 + "@x",
        "@x",
        7,
    )
    told = lambda_handler(post.comes(to=(*strange, BOX.upper())), None)
    assert told == {"mails": 1, "laid": 1, "before": 0, "left_aside": len(strange)}
    assert post.lying() == {"mail/mugs-paris/m1", "mail/mugs-paris/m1.receipt.json"}
    assert post.read().trusted == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"dmarcVerdict": "FAIL", "dmarcPolicy": "reject"}, "forged"),
        ({"source": "x@evil.example", "dmarcVerdict": "FAIL", "dmarcPolicy": "none"}, "unproven"),
        ({"source": "x@evil.example", "dkimVerdict": "FAIL", "dmarcVerdict": "GRAY"}, "unproven"),
        ({"author": "forwarding-noreply@google.com", "source": "x@google.com"}, "stranger"),
        ({"virusVerdict": "FAIL"}, "virus"),
        ({"spamVerdict": "FAIL"}, "spam"),
    ],
)
def test_what_a_mail_says_of_itself_counts_for_nothing(post: Post, said: dict[str, Any], why: str) -> None:
    """Headers that claim every verdict, in the mail and even among those of the event."""
    claims = {
        "Authentication-Results": "amazonses.com; spf=pass; dkim=pass header.i=@tpop.com; dmarc=pass",
        "X-SES-Spam-Verdict": "PASS",
        "X-SES-Virus-Verdict": "PASS",
        "Received-SPF": "pass",
    }
    forged = mailbox.letter("Commande 1042", text=BODY, headers=claims)
    lambda_handler(post.comes(body=forged, **said), None)
    pulled = post.read()
    assert dict(pulled.not_trusted) == {why: 1}
    assert pulled.mentions == ()


def test_a_mail_without_a_sender_is_a_strangers(post: Post) -> None:
    event = post.comes()
    del event["Records"][0]["ses"]["mail"]["commonHeaders"]["from"]
    assert lambda_handler(event, None)["laid"] == 1
    assert dict(post.read().not_trusted) == {"stranger": 1}


def test_nothing_of_a_person_is_logged_or_kept_beside_the_mail(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    lambda_handler(post.comes(), None)
    with pytest.raises(Exception, match="messageId") as refused:
        lambda_handler(post.comes("m2/Capucine@boutique.example"), None)
    lost = post.comes("m3")
    post.s3.delete_object(Bucket=INBOX, Key="mail/m3")
    with pytest.raises(Exception, match="not where SES puts it") as missing:
        lambda_handler(lost, None)
    printed = capsys.readouterr()
    said = f"{printed.out}{printed.err}{refused.value!r}{missing.value!r}"
    assert said.count("mail received") == 1
    assert said.count("mail refused") == 2
    beside = post.text("mail/mugs-paris/m1.receipt.json")
    whole = json.dumps(EVENT, ensure_ascii=False)
    for word in PRIVATE:
        assert word in whole + BODY, "the search itself works"
        assert word not in said
        assert word not in beside
    for address in (BOX, OWNER, "factures@tpop.com"):
        assert address not in said
        assert address in beside, "it is judged by that"
    assert "@" not in said
