"""The mail function: what it takes for a mail, where it lays it, and that a call that comes twice does no harm."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from core.errors import EventError, SettingsError, SourceError, VigieError
from handlers.receive import folder_of, lambda_handler
from sources.tpop.mail.receipt import VERDICTS

EVENT = json.loads((Path(__file__).parents[3] / "events" / "mail.json").read_text(encoding="utf-8"))
ID = EVENT["Records"][0]["ses"]["mail"]["messageId"]
FIRST, COPY = f"mail/{ID}", f"mail/mugs-paris/{ID}"
RECEIPT = f"{COPY}.receipt.json"
BODY = b"From: TPOP\r\n\r\nnobody reads this"


class Bucket:
    """S3, as far as the function uses it; its calls are counted, and the one of `fails_at` fails."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {FIRST: BODY}
        self.calls: list[str] = []
        self.fails_at = 0
        self.failure: Exception = ClientError({"Error": {"Code": "SlowDown"}}, "PutObject")

    def _called(self, name: str, key: str) -> None:
        self.calls.append(f"{name} {key}")
        if len(self.calls) == self.fails_at:
            raise self.failure

    def list_objects_v2(self, *, Bucket: str, Prefix: str, MaxKeys: int) -> dict[str, Any]:
        assert Bucket == "the-inbox"
        self._called("list", Prefix)
        found = sorted(key for key in self.objects if key.startswith(Prefix))[:MaxKeys]
        return {"Contents": [{"Key": key} for key in found]} if found else {}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentType: str) -> None:
        assert (Bucket, ContentType) == ("the-inbox", "application/json")
        self._called("put", Key)
        self.objects[Key] = Body

    def copy_object(self, *, Bucket: str, Key: str, CopySource: dict[str, str]) -> None:
        assert Bucket == CopySource["Bucket"] == "the-inbox"
        self._called("copy", Key)
        self.objects[Key] = self.objects[CopySource["Key"]]

    def delete_object(self, *, Bucket: str, Key: str) -> None:
        assert Bucket == "the-inbox"
        self._called("delete", Key)
        self.objects.pop(Key, None)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    made = Bucket()

    class Session:
        def client(self, name: str, config: Any) -> Bucket:
            assert name == "s3"
            assert config
            return made

    monkeypatch.setattr("handlers.receive.boto3.Session", Session)
    # Loggers outlive a test, and write to the stream they were made with.
    logging.Logger.manager.loggerDict.pop("vigie", None)
    monkeypatch.setenv("VIGIE_INBOX_BUCKET", "the-inbox")
    return made


def event(change: Callable[[dict[str, Any]], object] = lambda ses: None) -> dict[str, Any]:
    made = copy.deepcopy(EVENT)
    change(made["Records"][0]["ses"])
    return made


def sent_to(*recipients: Any) -> dict[str, Any]:
    return event(lambda ses: ses["receipt"].update(recipients=list(recipients)))


# ------------------------------------------------------------------------------------------------ where it is laid
def test_the_receipt_then_the_mail_then_the_first_copy_goes(bucket: Bucket) -> None:
    assert lambda_handler(event(), None) == {"mails": 1, "laid": 1, "before": 0, "left_aside": 0}
    assert [call for call in bucket.calls if not call.startswith("list")] == [
        f"put {RECEIPT}",
        f"copy {COPY}",
        f"delete {FIRST}",
    ]
    assert bucket.objects[COPY] == BODY
    assert set(bucket.objects) == {COPY, RECEIPT}


def test_the_receipt_holds_what_is_judged_and_no_more(bucket: Bucket) -> None:
    lambda_handler(event(), None)
    kept = json.loads(bucket.objects[RECEIPT])
    assert set(kept) == {"mail", "receipt"}
    assert set(kept["mail"]) == {"messageId", "source", "commonHeaders"}
    assert set(kept["mail"]["commonHeaders"]) == {"from"}
    assert set(kept["receipt"]) == {
        *("timestamp", "recipients", "spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict")
    }


def test_a_mail_to_two_shops_lies_in_both_and_neither_reads_of_the_other(bucket: Bucket) -> None:
    told = lambda_handler(sent_to("mugs-paris@v.example", "tees-lyon@v.example", "Mugs-Paris+x@v.example"), None)
    assert told == {"mails": 1, "laid": 2, "before": 0, "left_aside": 0}
    lyon = f"mail/tees-lyon/{ID}"
    assert set(bucket.objects) == {COPY, RECEIPT, lyon, f"{lyon}.receipt.json"}
    to = [json.loads(bucket.objects[key])["receipt"]["recipients"] for key in (RECEIPT, f"{lyon}.receipt.json")]
    assert to == [["mugs-paris@v.example", "Mugs-Paris+x@v.example"], ["tees-lyon@v.example"]]
    assert bucket.calls[-1] == f"delete {FIRST}", "only when both stand"


@pytest.mark.parametrize(
    ("recipient", "folder"),
    [
        ("mugs-paris@vigie.example", "mugs-paris"),
        ("Mugs-Paris@VIGIE.example", "mugs-paris"),
        ("mugs-paris+factures+2@vigie.example", "mugs-paris"),
        ("a.b_c-1@x", "a.b_c-1"),
        ("a" * 64 + "@x", "a" * 64),
        ("a" * 65 + "@x", ""),
        ("+factures@x", ""),
        ("@x", ""),
        ("mugs-paris", ""),
        ("", ""),
        (None, ""),
        (7, ""),
        ("..@x", ""),
        (".@x", ""),
        ("a..b@x", ""),
        (".a@x", ""),
        ("a.@x", ""),
        ("../inbox/mugs-paris@x", ""),
        ("mugs/paris@x", ""),
        ("mugs%2fparis@x", ""),
        ('"mugs paris"@x', ""),
        ('"a@b"@x', ""),
        ("mugs\nparis@x", ""),
        ("mugs-paris\n@x", ""),
        ("mug\u017f@x", ""),
        ("\u212aiosk@x", ""),
        ("caf\u00e9@x", ""),
    ],
)
def test_a_folder_is_a_plain_local_part(recipient: Any, folder: str) -> None:
    assert folder_of(recipient) == folder


def test_what_gives_no_folder_is_left_aside_and_counted(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    told = lambda_handler(sent_to("../up@x", "mugs-paris@x", None), None)
    assert told == {"mails": 1, "laid": 1, "before": 0, "left_aside": 2}
    assert set(bucket.objects) == {COPY, RECEIPT}
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["became"], line["shops"], line["left_aside"]) == ("laid", 1, 2)


@pytest.mark.parametrize("recipients", [[], ["../up@x"]])
def test_a_mail_to_nobody_stays_where_it_is(bucket: Bucket, recipients: list[str]) -> None:
    told = lambda_handler(sent_to(*recipients), None)
    assert told == {"mails": 1, "laid": 0, "before": 0, "left_aside": len(recipients)}
    assert bucket.objects == {FIRST: BODY}
    assert bucket.calls == []


def test_a_mail_without_from_is_laid_down_as_nobodys(bucket: Bucket) -> None:
    for change in (
        lambda ses: ses["mail"]["commonHeaders"].pop("from"),
        lambda ses: ses["mail"].pop("commonHeaders"),
    ):
        bucket.objects = {FIRST: BODY}
        assert lambda_handler(event(change), None)["laid"] == 1
        assert json.loads(bucket.objects[RECEIPT])["mail"]["commonHeaders"] == {"from": []}


def test_half_a_character_in_from_stops_nothing(bucket: Bucket) -> None:
    lambda_handler(event(lambda ses: ses["mail"]["commonHeaders"].update({"from": ["\ud83d <a@b.example>"]})), None)
    assert set(bucket.objects) == {COPY, RECEIPT}


# ---------------------------------------------------------------------------------------------------- calls that repeat
def test_a_call_that_comes_again_changes_nothing(bucket: Bucket) -> None:
    lambda_handler(event(), None)
    stands = dict(bucket.objects)
    bucket.calls.clear()
    assert lambda_handler(event(), None) == {"mails": 1, "laid": 0, "before": 1, "left_aside": 0}
    assert bucket.objects == stands
    assert all(call.startswith("list") for call in bucket.calls)


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_whatever_fails_the_next_call_ends_it(bucket: Bucket, fails_at: int) -> None:
    """At no moment does a mail lie in a shop's folder without its receipt, or nowhere at all."""
    two = sent_to("mugs-paris@x", "tees-lyon@x")
    bucket.fails_at = fails_at
    with pytest.raises(SourceError):
        lambda_handler(two, None)
    laid = [key for key in bucket.objects if key.count("/") == 2 and not key.endswith(".json")]
    assert all(f"{key}.receipt.json" in bucket.objects for key in laid)
    assert FIRST in bucket.objects
    assert lambda_handler(two, None)["laid"] == 2
    lyon = f"mail/tees-lyon/{ID}"
    assert set(bucket.objects) == {COPY, RECEIPT, lyon, f"{lyon}.receipt.json"}


@pytest.mark.parametrize("lost", [{COPY, RECEIPT}, {COPY}])
def test_a_mail_that_lies_nowhere_is_said(bucket: Bucket, lost: set[str]) -> None:
    lambda_handler(event(), None)
    for key in lost:
        del bucket.objects[key]
    with pytest.raises(SourceError, match="not where SES puts it"):
        lambda_handler(event(), None)


def test_a_mail_that_lies_in_one_of_two_folders_is_said(bucket: Bucket) -> None:
    lambda_handler(event(), None)
    with pytest.raises(SourceError, match="not where SES puts it"):
        lambda_handler(sent_to("mugs-paris@x", "tees-lyon@x"), None)


def test_another_mail_whose_id_begins_the_same_is_not_this_one(bucket: Bucket) -> None:
    bucket.objects = {f"{FIRST}x": BODY, f"{COPY}x": BODY}
    with pytest.raises(SourceError, match="not where SES puts it"):
        lambda_handler(event(), None)


# ------------------------------------------------------------------------------------------------------ what is refused
REFUSED: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("messageId", lambda ses: ses["mail"].update(messageId="../inbox/mugs-paris/list")),
    ("messageId", lambda ses: ses["mail"].update(messageId="a/b")),
    ("messageId", lambda ses: ses["mail"].update(messageId="moi@boutique.example")),
    ("messageId", lambda ses: ses["mail"].update(messageId="x.receipt.json")),
    ("messageId", lambda ses: ses["mail"].update(messageId="")),
    ("messageId", lambda ses: ses["mail"].update(messageId="abc\n")),
    ("messageId", lambda ses: ses["mail"].update(messageId="a" * 201)),
    ("messageId", lambda ses: ses["mail"].update(messageId=7)),
    ("messageId", lambda ses: ses["mail"].pop("messageId")),
    ("mail", lambda ses: ses.pop("mail")),
    ("receipt", lambda ses: ses.update(receipt=[])),
    ("recipients", lambda ses: ses["receipt"].pop("recipients")),
    ("recipients", lambda ses: ses["receipt"].update(recipients="mugs-paris@vigie.example")),
    ("kept", lambda ses: ses["mail"].pop("source")),
    ("kept", lambda ses: ses["mail"].update(commonHeaders=["Capucine"])),
    ("bucketName", lambda ses: ses["receipt"].update(action=put("another", FIRST))),
    ("objectKey", lambda ses: ses["receipt"].update(action=put("the-inbox", f"inbox/{ID}"))),
    ("objectKey", lambda ses: ses["receipt"].update(action=put("the-inbox", None))),
]


def put(bucket: str, key: str | None) -> dict[str, str]:
    made = {"type": "S3", "bucketName": bucket, "objectKeyPrefix": "mail/"}
    return made if key is None else {**made, "objectKey": key}


@pytest.mark.parametrize(("field", "change"), REFUSED)
def test_what_ses_would_not_write_is_refused_by_name(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], field: str, change: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(EventError, match=field) as refused:
        lambda_handler(event(change), None)
    assert bucket.calls == []
    said = f"{refused.value!r} {refused.value.__context__!r} {capsys.readouterr().out}"
    for word in ("@", "Capucine", "../", "facture"):
        assert word not in said


def test_where_ses_tells_of_its_s3_action_it_may_be_our_rules(bucket: Bucket) -> None:
    lambda_handler(event(lambda ses: ses["receipt"].update(action=put("the-inbox", FIRST))), None)
    assert set(bucket.objects) == {COPY, RECEIPT}


@pytest.mark.parametrize(
    ("made", "field"),
    [
        ({}, "Records:"),
        ({"Records": []}, "Records:"),
        ({"Records": "x"}, "Records:"),
        ({"Records": [None]}, "eventSource"),
        ({"Records": [{"eventSource": "aws:s3"}]}, "eventSource"),
        ({"Records": [{"eventSource": "aws:ses"}]}, r"ses\.mail"),
        ({"run": "daily"}, "Records:"),
    ],
)
def test_another_event_is_refused(bucket: Bucket, made: dict[str, Any], field: str) -> None:
    with pytest.raises(EventError, match=field):
        lambda_handler(made, None)
    assert bucket.calls == []


def test_without_a_bucket_it_says_which_variable(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_INBOX_BUCKET")
    with pytest.raises(SettingsError, match="VIGIE_INBOX_BUCKET"):
        lambda_handler(event(), None)
    assert bucket.calls == []


# ------------------------------------------------------------------------------------------------------ what is said
@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "moi@boutique.example"}}, "PutObject"),
            "AccessDenied",
        ),
        (ClientError({"Error": {"Code": "moi@boutique.example"}}, "PutObject"), "refused"),
        (
            EndpointConnectionError(endpoint_url="https://b.example/mail/moi@boutique.example"),
            "EndpointConnectionError",
        ),
    ],
)
def test_an_error_of_s3_is_told_by_its_code_only(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], failure: Exception, says: str
) -> None:
    bucket.fails_at, bucket.failure = 2, failure
    with pytest.raises(VigieError, match=says) as raised:
        lambda_handler(event(), None)
    assert raised.value.__context__ is None, "the original would be printed with it"
    assert raised.value.__cause__ is None
    out = capsys.readouterr().out
    assert says in out
    assert "@" not in f"{raised.value}{out}"


def test_the_log_says_ids_counts_and_verdicts(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    lambda_handler(
        event(lambda ses: ses["receipt"].update(dkimVerdict={"status": "Capucine"}, spamVerdict=None)), None
    )
    out = capsys.readouterr().out
    line = json.loads(out.splitlines()[-1])
    own = {"message_id", "became", "shops", "left_aside"}
    verdicts = {name: line[name] for name in VERDICTS}
    assert verdicts == {
        **dict.fromkeys(("virusVerdict", "spfVerdict", "dmarcVerdict"), "PASS"),
        **dict.fromkeys(("dkimVerdict", "spamVerdict"), "?"),
    }
    assert set(line) == {"level", "location", "message", "timestamp", "service", *own, *verdicts}
    assert (line["message_id"], line["became"], line["shops"], line["left_aside"]) == (ID, "laid", 1, 0)
    for word in ("mugs-paris", "Capucine", "tpop.com", "1042"):
        assert word not in out
