"""AWS in miniature stands as template.yaml says, and gives back what each subscriber got."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import boto3
import pytest

from sandbox.cloud import Cloud
from sandbox.template import Template


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


def publish(cloud: Cloud, message: str, sms: str, structure: str = "json") -> None:
    cloud.sns.publish(
        TopicArn=cloud.topic,
        Subject="Vigie",
        Message=message,
        MessageStructure=structure,
        MessageAttributes={
            "sms": {"DataType": "String", "StringValue": sms},
            "shop": {"DataType": "String.Array", "StringValue": '["mugs-paris"]'},
        },
    )


def test_table_has_the_templates_keys(cloud: Cloud) -> None:
    properties = Template().table()[1]
    table = cloud.dynamodb.describe_table(TableName=cloud.table)["Table"]
    assert table["KeySchema"] == properties["KeySchema"]
    assert table["GlobalSecondaryIndexes"][0]["IndexName"] == properties["GlobalSecondaryIndexes"][0]["IndexName"]
    ttl = cloud.dynamodb.describe_time_to_live(TableName=cloud.table)["TimeToLiveDescription"]
    assert ttl["AttributeName"] == properties["TimeToLiveSpecification"]["AttributeName"]


def test_environment_is_the_templates_and_leads_here(cloud: Cloud) -> None:
    assert set(Template().environment()) <= set(cloud.environment)
    assert cloud.environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    before = dict(os.environ)
    with cloud.worn():
        assert os.environ["VIGIE_TABLE"] == cloud.table
        assert "127.0.0.1" in os.environ["NO_PROXY"]
        assert boto3.client("sns").list_topics()["Topics"]
    assert dict(os.environ) == before


def test_each_subscriber_gets_their_own_text(cloud: Cloud) -> None:
    seen = len(cloud.messages())
    texts = {"default": '{"version": 1}', "email": "mail", "sms": "sms"}
    publish(cloud, json.dumps(texts), "no")
    publish(cloud, json.dumps(texts), "yes")
    held, whole = cloud.messages()[seen:]
    assert (held.email, held.sms) == ("mail", None)
    assert (whole.email, whole.sms) == ("mail", "sms")
    assert whole.attributes == {"sms": "yes", "shop": ["mugs-paris"]}
    assert whole.machine == {"version": 1}


def test_without_a_text_of_their_own_they_get_the_default(cloud: Cloud) -> None:
    publish(cloud, json.dumps({"default": "{}"}), "yes")
    assert cloud.messages()[-1].sms == "{}"  # why CONTRACTS wants an sms text in every message


def test_rows_go_out_and_in_unchanged(cloud: Cloud) -> None:
    item = {"shop": {"S": "a"}, "item": {"S": "b"}, "n": {"N": "3"}, "m": {"M": {"x": {"L": [{"NULL": True}]}}}}
    cloud.load([item])
    assert cloud.dump() == [item]
    assert cloud.rows() == [{"shop": "a", "item": "b", "n": 3, "m": {"x": [None]}}]


def test_the_template_loader_knows_cloudformations_tags() -> None:
    template = Template()
    known = {"HistoryTable": "t"}
    assert template.written({"Ref": "HistoryTable"}, "dev", known) == "t"
    assert template.written({"Fn::Sub": "/vigie/${Stage}"}, "dev", known) == "/vigie/dev"
    assert template.written({"Fn::Sub": "${Unknown}"}, "dev", known) is None
    assert template.written({"Fn::GetAtt": "HistoryTable.Arn"}, "dev", known) is None
    assert "inding" in template.findings_topic()
