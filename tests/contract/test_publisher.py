"""One suite for every publisher: the fake, and SNS by moto, read back as its subscribers get it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends

from core.errors import VigieError
from core.ports import Message, Publisher
from sinks.publish import SnsPublisher, attributes, envelope
from tests.contract.engines import KEYS, REGION
from tests.fakes import FakePublisher

MESSAGE = Message(
    subject="Vigie : 1042 absente, 3 h ; carte refusee (4)",
    email="Bonjour,\n1042 est absente chez TPOP — 3 h.\n",
    sms="Vigie: 1042 absente, 3 h",
    payload={"version": 1, "kind": "urgent", "shops": [{"shop": "mugs-paris", "state": "complete"}]},
    kind="urgent",
    severity="urgent",
    send_sms=True,
    shops=("mugs-paris", "mugs-lyon"),
)


class Sns:
    """SNS by moto with one topic."""

    def __init__(self) -> None:
        self.client = boto3.client("sns", **KEYS)
        self.topic = self.client.create_topic(Name="findings")["TopicArn"]
        self.publisher = SnsPublisher(self.client)

    def sent(self) -> int:
        return len(sns_backends[DEFAULT_ACCOUNT_ID][REGION].topics[self.topic].sent_notifications)


class Memory:
    topic = "arn:aws:sns:eu-west-3:123456789012:findings"

    def __init__(self) -> None:
        self.publisher = FakePublisher()

    def sent(self) -> int:
        return len(self.publisher.sent)


@pytest.fixture(params=[Memory, Sns])
def house(request: pytest.FixtureRequest) -> Iterator[Any]:
    with mock_aws():
        yield request.param()


@pytest.fixture
def sns() -> Iterator[Sns]:
    with mock_aws():
        yield Sns()


def test_a_message_goes_out_and_has_an_id(house: Any) -> None:
    publisher: Publisher = house.publisher
    assert publisher.publish(house.topic, MESSAGE)
    assert publisher.publish(house.topic, replace(MESSAGE, subject="x" * 99, sms="é" * 160, shops=()))
    assert house.sent() == 2


BAD = {
    "empty subject": {"subject": ""},
    "blank subject": {"subject": "  "},
    "subject that begins with a space": {"subject": " Vigie"},
    "accent": {"subject": "carte refusée"},
    "line break": {"subject": "Vigie\nBcc: x"},
    "carriage return": {"subject": "Vigie\r"},
    "control character": {"subject": "Vigie \x07"},
    "delete": {"subject": "Vigie \x7f"},
    "100 characters": {"subject": "x" * 100},
    "no mail": {"email": " \n"},
    "no sms": {"sms": ""},
    "long sms": {"sms": "x" * 161},
    "septets, not characters": {"sms": "€" * 81},
    "another alphabet": {"sms": "Vigie: ê"},
    "no kind": {"kind": ""},
    "no severity": {"severity": ""},
    "too large": {"email": "é" * 103_000},
    "too large for machines": {"payload": {"text": "x" * 205_000}},
    "not JSON": {"payload": {"at": object()}},
    "not JSON either": {"payload": {"share": float("nan")}},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_what_subscribers_could_not_take_is_not_sent(house: Any, change: dict[str, Any]) -> None:
    with pytest.raises(VigieError, match="the message was not sent") as raised:
        house.publisher.publish(house.topic, replace(MESSAGE, **change))
    assert house.sent() == 0
    assert raised.value.__cause__ is None


def test_each_protocol_gets_its_own_text(sns: Sns) -> None:
    queue = boto3.client("sqs", **KEYS)
    url = queue.create_queue(QueueName="reader")["QueueUrl"]
    arn = queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.client.subscribe(TopicArn=sns.topic, Protocol="sqs", Endpoint=arn)
    answer = sns.publisher.publish(sns.topic, MESSAGE)
    (received,) = queue.receive_message(QueueUrl=url)["Messages"]
    body = json.loads(received["Body"])
    assert body["MessageId"] == answer
    assert body["Subject"] == MESSAGE.subject
    assert json.loads(body["Message"]) == MESSAGE.payload
    assert {name: each["Value"] for name, each in body["MessageAttributes"].items()} == {
        "kind": "urgent",
        "severity": "urgent",
        "sms": "yes",
        "shop": '["mugs-paris","mugs-lyon"]',
        "AWS.SNS.SMS.SMSType": "Transactional",
    }
    assert json.loads(envelope(MESSAGE)) == {
        "default": json.dumps(MESSAGE.payload, separators=(",", ":")),
        "email": MESSAGE.email,
        "sms": MESSAGE.sms,
    }


@pytest.mark.parametrize(
    ("policy", "arrives"), [({"sms": ["yes"]}, 1), ({"shop": ["mugs-lyon"]}, 2), ({"shop": ["x"]}, 0)]
)
def test_subscriptions_filter_on_the_attributes(sns: Sns, policy: dict[str, Any], arrives: int) -> None:
    queue = boto3.client("sqs", **KEYS)
    url = queue.create_queue(QueueName="reader")["QueueUrl"]
    arn = queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    filters = {"FilterPolicy": json.dumps(policy)}
    sns.client.subscribe(TopicArn=sns.topic, Protocol="sqs", Endpoint=arn, Attributes=filters)
    sns.publisher.publish(sns.topic, MESSAGE)
    sns.publisher.publish(sns.topic, replace(MESSAGE, send_sms=False))
    assert len(queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])) == arrives


def test_no_sms_no_sms_type() -> None:
    said = attributes(replace(MESSAGE, send_sms=False))
    assert said["sms"]["StringValue"] == "no"
    assert set(said) == {"kind", "severity", "sms", "shop"}


def test_half_a_character_does_not_stop_a_mail(house: Any) -> None:
    assert house.publisher.publish(house.topic, replace(MESSAGE, email="n° \ud83d", payload={"text": "\ud83d"}))


def test_a_refusal_says_its_code_and_nothing_of_the_message(sns: Sns) -> None:
    with pytest.raises(VigieError) as raised:
        sns.publisher.publish(sns.topic + "-gone", MESSAGE)
    assert str(raised.value) == "the topic did not take the message: NotFound"
    assert raised.value.__context__ is None
