"""PUBLISH: one message to an SNS topic, checked first for what no emulator and not always SNS refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from core.digest import gsm
from core.errors import VigieError
from core.ports import Message
from sinks.attributes import clean

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

SUBJECT_CHARACTERS = 99
"""Amazon SNS, "Publish": ASCII, no line break or control character, less than 100 characters."""
MESSAGE_BYTES = 200 * 1024
"""Of the whole envelope; SNS itself ends at 256 KB, attributes included."""


def envelope(message: Message) -> str:
    """The text of each protocol in one JSON object (`MessageStructure: json`). Raises VigieError."""
    try:
        machine = _json(message.payload)
    except (TypeError, ValueError):
        raise _refused("its JSON holds a value that JSON does not know") from None
    return _json({"default": clean(machine), "email": clean(message.email), "sms": clean(message.sms)})


def attributes(message: Message) -> dict[str, Any]:
    """What subscriptions filter on; and, where an SMS goes out, that it is not advertising.

    Without that last one SNS sends it as promotional: the cheaper way, which may be held back at night and on Sundays.
    """
    said = {
        "kind": _attribute(message.kind),
        "severity": _attribute(message.severity),
        "sms": _attribute("yes" if message.send_sms else "no"),
        "shop": {"DataType": "String.Array", "StringValue": _json(list(message.shops))},
    }
    if message.send_sms:
        said["AWS.SNS.SMS.SMSType"] = _attribute("Transactional")
    return said


def check(message: Message) -> None:
    """Raises VigieError, in plain words and without the text itself, where the message may not go out."""
    subject = message.subject
    if not subject.strip() or subject != subject.lstrip():
        raise _refused("its subject is empty or begins with a space")
    if not all(" " <= each <= "~" for each in subject):
        raise _refused("its subject holds a character beyond plain ASCII, or a line break")
    if len(subject) > SUBJECT_CHARACTERS:
        raise _refused(f"its subject has {len(subject)} characters, more than {SUBJECT_CHARACTERS}")
    if not message.email.strip():
        raise _refused("its mail is empty")
    if not message.sms.strip():
        raise _refused("its SMS is empty")
    # SNS puts a topic's display name in front of it, so a topic with telephones must have none.
    if not gsm.is_gsm(message.sms) or gsm.septets(message.sms) > gsm.SEGMENT:
        raise _refused("its SMS is not one segment of GSM-7")
    if not message.kind or not message.severity:
        raise _refused("it says no kind or no severity")
    size = len(envelope(message).encode())
    if size > MESSAGE_BYTES:
        raise _refused(f"it has {size} bytes, more than {MESSAGE_BYTES}")


class SnsPublisher:
    """core.ports.Publisher over a plain SNS client. Needs sns:Publish on the topic."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def publish(self, topic: str, message: Message) -> str:
        check(message)
        try:
            answer = self._client.publish(
                TopicArn=topic,
                Subject=message.subject,
                Message=envelope(message),
                MessageStructure="json",
                MessageAttributes=attributes(message),
            )
            return answer["MessageId"]
        except ClientError as error:
            code = error.response["Error"]["Code"]
        except BotoCoreError as error:
            code = type(error).__name__
        # Raised outside of the handlers: a chained exception could carry the message into a log.
        raise VigieError(f"the topic did not take the message: {code}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _attribute(text: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": text}


def _refused(why: str) -> VigieError:
    return VigieError(f"the message was not sent: {why}")
