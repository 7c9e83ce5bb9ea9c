"""The Lambda handler for mails that come in: lays each behind its receipt, under `mail/<shop>/`. Opens none of them.

SES has put the mail under `mail/<messageId>` and gives its verdicts here, and nowhere else. So: receipt first, then the
mail, then the first copy goes. A reader never sees a mail without its receipt, and a call that comes twice does no harm.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from core.errors import EventError, SettingsError, SourceError, VigieError
from handlers.voice import SERVICE
from sources.tpop.mail import receipt

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "mail/"
_MESSAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,199}")
_LOCAL_PART = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_LOCAL_PART_MAX = 64
_VERDICT_WORDS = ("PASS", "FAIL", "GRAY", "PROCESSING_FAILED")


class Incoming(NamedTuple):
    """One mail that SES received: only what is needed to lay it where it is read."""

    message_id: str
    receipts: Mapping[str, bytes]
    """Local part -> what lies beside its copy."""
    left_aside: int
    """Recipients whose local part cannot be a folder's name."""
    verdicts: Mapping[str, str]


def lambda_handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 (Lambda's)
    """What SES calls. Answers how many mails came, and what became of them.

    Raises EventError by the field that is not as SES writes it, SettingsError, and SourceError where S3 refuses: Lambda
    then tries again, and an alarm says so. No text of ours holds an address or a subject.
    """
    log = Logger(service=SERVICE)
    try:
        box = _Box(_bucket())
        told = {"mails": 0, "laid": 0, "before": 0, "left_aside": 0}
        for mail in list(_read(event, box.bucket)):
            became = box.lay(mail) if mail.receipts else "left_aside"
            told["mails"] += 1
            told["laid"] += len(mail.receipts) if became == "laid" else 0
            told["before"] += len(mail.receipts) if became == "before" else 0
            told["left_aside"] += mail.left_aside
            log.info(
                "mail received",
                extra={
                    "message_id": mail.message_id,
                    "became": became,
                    "shops": len(mail.receipts),
                    "left_aside": mail.left_aside,
                    **mail.verdicts,
                },
            )
    except VigieError as error:
        log.error("mail refused", extra={"error": type(error).__name__, "what": str(error)})
        raise
    return told


def _bucket() -> str:
    bucket = os.environ.get("VIGIE_INBOX_BUCKET", "")
    if not bucket:
        raise SettingsError("VIGIE_INBOX_BUCKET not set. It is the function's environment (template.yaml).")
    return bucket


def _read(event: Mapping[str, Any], bucket: str) -> Iterator[Incoming]:
    records = event.get("Records") if isinstance(event, Mapping) else None
    if not isinstance(records, list) or not records:
        raise EventError("Records: SES sends a list of one.")
    for record in records:
        if not isinstance(record, Mapping) or record.get("eventSource") != "aws:ses":
            raise EventError("Records[].eventSource: aws:ses was expected.")
        yield _incoming(record.get("ses"), bucket)


def _incoming(ses: Any, bucket: str) -> Incoming:
    mail, verdicts = _part(ses, "mail"), _part(ses, "receipt")
    message_id = mail.get("messageId")
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        raise EventError("Records[].ses.mail.messageId: letters, figures and hyphens were expected.")
    recipients = verdicts.get("recipients")
    if not isinstance(recipients, list):
        raise EventError("Records[].ses.receipt.recipients: a list was expected.")
    _same_place(verdicts.get("action"), bucket, message_id)
    folders = [(folder_of(one), one) for one in recipients]
    try:
        receipts = {
            folder: _receipt(mail, verdicts, [one for part, one in folders if part == folder])
            for folder in dict.fromkeys(folder for folder, _ in folders if folder)
        }
    except (KeyError, TypeError, ValueError):
        raise EventError("Records[].ses: a field that is kept beside the mail is missing.") from None
    said = {name: verdicts.get(name) for name in receipt.VERDICTS}
    words = {name: str(one.get("status")) if isinstance(one, Mapping) else "" for name, one in said.items()}
    return Incoming(
        message_id,
        receipts,
        sum(1 for folder, _ in folders if not folder),
        {name: word if word in _VERDICT_WORDS else "?" for name, word in words.items()},
    )


def folder_of(recipient: Any) -> str:
    """The local part of an address, without case and +tag; "" where it cannot be a folder's name."""
    if not isinstance(recipient, str) or not recipient.isascii():
        return ""
    local = recipient.rpartition("@")[0].casefold().partition("+")[0]
    return local if len(local) <= _LOCAL_PART_MAX and _LOCAL_PART.fullmatch(local) else ""


def _part(ses: Any, name: str) -> Mapping[str, Any]:
    part = ses.get(name) if isinstance(ses, Mapping) else None
    if not isinstance(part, Mapping):
        raise EventError(f"Records[].ses.{name}: an object was expected.")
    return part


def _same_place(action: Any, bucket: str, message_id: str) -> None:
    """SES tells of its S3 action in other notices than this one; where it does, it must be our rule's."""
    if not isinstance(action, Mapping) or action.get("type") != "S3":
        return
    for field, expected in (("bucketName", bucket), ("objectKey", PREFIX + message_id)):
        if action.get(field) != expected:
            raise EventError(f"Records[].ses.receipt.action.{field}: the mail was put elsewhere than under mail/.")


def _receipt(mail: Mapping[str, Any], verdicts: Mapping[str, Any], recipients: Sequence[str]) -> bytes:
    """What lies beside one shop's copy: of the recipients, only its own. A mail without From is nobody's."""
    headers = {"from": [], **(mail.get("commonHeaders") or {})}
    kept = receipt.kept(
        {"mail": {**mail, "commonHeaders": headers}, "receipt": {**verdicts, "recipients": recipients}}
    )
    return json.dumps(kept).encode()


class _Box:
    """Where the mails lie."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket

    def lay(self, mail: Incoming) -> str:
        """laid; or before: an earlier call did it all. Raises SourceError."""
        failure = None
        first = PREFIX + mail.message_id
        copies = {folder: f"{PREFIX}{folder}/{mail.message_id}" for folder in mail.receipts}
        try:
            if not self._stands(first):
                if all(self._stands(copy) for copy in copies.values()):
                    return "before"
                failure = SourceError("other", "The mail is not where SES puts it.", {"what": "mail"})
            else:
                for folder, copy in copies.items():
                    self._s3.put_object(
                        Bucket=self.bucket,
                        Key=copy + receipt.SUFFIX,
                        Body=mail.receipts[folder],
                        ContentType="application/json",
                    )
                    self._s3.copy_object(
                        Bucket=self.bucket, Key=copy, CopySource={"Bucket": self.bucket, "Key": first}
                    )
                self._s3.delete_object(Bucket=self.bucket, Key=first)
        except (ClientError, BotoCoreError) as error:
            failure = _failure(error)
        if failure:
            raise failure  # outside `except`: the original may hold an address
        return "laid"

    def _stands(self, key: str) -> bool:
        """Asked of the list: of a key that is not there, S3 says "forbidden" to whom it may not list."""
        listed = self._s3.list_objects_v2(Bucket=self.bucket, Prefix=key, MaxKeys=1).get("Contents", [])
        return any(one["Key"] == key for one in listed)

    @cached_property
    def _s3(self) -> S3Client:
        config = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=5, read_timeout=10)
        return boto3.Session().client("s3", config=config)


def _failure(error: ClientError | BotoCoreError) -> SourceError:
    """An AWS error by its code only."""
    if not isinstance(error, ClientError):
        return SourceError("unreachable", f"The inbox bucket cannot be reached ({type(error).__name__}).")
    code = re.sub(r"[^A-Za-z0-9]", "", str(error.response.get("Error", {}).get("Code", "")))
    return SourceError("refused", f"The inbox bucket refused ({error.operation_name}: {code}).")
