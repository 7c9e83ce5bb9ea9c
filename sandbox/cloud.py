"""AWS in miniature: moto's server on loopback with the template's table and topics, and what was sent, read back."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import boto3
import botocore.session
from botocore.config import Config
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from sandbox.sent import Message, sent
from sandbox.template import BUCKET, ROOT, SUBSCRIPTION, TABLE_KEYS, TOPIC, Template

REGION: Final = "eu-west-3"
ENDPOINTS = {"email": "marchande@mugs-paris.example", "sms": "+33639981234"}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
Row = dict[str, Any]


class Cloud:
    """A context manager. moto keeps one state per process: one Cloud at a time."""

    def __init__(self, *, stage: str = "dev", template: Path = ROOT / "template.yaml") -> None:
        self.stage, self.template = stage, Template(template)
        self.environment: dict[str, str] = {}
        """What the function gets: the template's variables, and the way to this cloud instead of the real one."""
        self.topic = self.table = self.bucket = ""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)

    def __enter__(self) -> Cloud:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        session = boto3.Session("testing", "testing", region_name=REGION)
        direct = Config(proxies={}, retries={"max_attempts": 1})
        self.sns = session.client("sns", endpoint_url=self.url, config=direct)
        self.ssm = session.client("ssm", endpoint_url=self.url, config=direct)
        self.dynamodb = session.client("dynamodb", endpoint_url=self.url, config=direct)
        self.s3 = session.client("s3", endpoint_url=self.url, config=direct)
        self._build()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10).close()
        # it takes half a second to notice, and nobody needs to wait for that
        threading.Thread(target=self._server.stop, daemon=True).start()

    def _build(self) -> None:
        known: dict[str, str] = {}
        name, properties = self.template.table()
        self.table = known[name] = f"vigie-{self.stage}-{name}"
        keys = {key: properties[key] for key in TABLE_KEYS if key in properties}
        self.dynamodb.create_table(TableName=self.table, **keys)
        if ttl := properties.get("TimeToLiveSpecification"):
            self.dynamodb.update_time_to_live(TableName=self.table, TimeToLiveSpecification=ttl)
        for name in self.template.of(BUCKET):
            self.bucket = known[name] = f"vigie-{self.stage}-{name.lower()}"
            self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        for name, properties in self.template.of(TOPIC).items():
            called = self.template.written(properties.get("TopicName"), self.stage, known) or name
            known[name] = self.sns.create_topic(Name=called)["TopicArn"]
        self.topic = known[self.template.findings_topic()]
        for properties in self.template.of(SUBSCRIPTION).values():
            topic = self.template.written(properties["TopicArn"], self.stage, known) or self.topic
            self.subscribe(topic, properties["Protocol"], properties.get("FilterPolicy"))
        written = {
            variable: self.template.written(value, self.stage, known)
            for variable, value in self.template.environment().items()
        }
        self.environment = {
            **{variable: value for variable, value in written.items() if value is not None},
            **CREDENTIALS,
            "VIGIE_STAGE": self.stage,
            "VIGIE_PARAMETERS": f"/vigie/{self.stage}",
            "VIGIE_TABLE": self.table,
            "VIGIE_TOPIC_ARN": self.topic,
            "VIGIE_INBOX_BUCKET": self.bucket,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            # nothing of this machine's own AWS settings may lead elsewhere
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def subscribe(self, topic: str, protocol: str, filter_policy: dict[str, Any] | None = None) -> None:
        attributes = {"FilterPolicy": json.dumps(filter_policy)} if filter_policy else {}
        self.sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=ENDPOINTS[protocol], Attributes=attributes)

    # ---- the environment

    def environ(self) -> dict[str, str]:
        """This process's environment with this cloud in place of the real one: for a subprocess."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "VIGIE_"))}
        # a proxy of the machine must not stand between a program and loopback
        open_to = ",".join(filter(None, ["127.0.0.1,localhost", own.get("NO_PROXY") or own.get("no_proxy")]))
        return {**own, "NO_PROXY": open_to, "no_proxy": open_to, **self.environment}

    @contextlib.contextmanager
    def worn(self) -> Iterator[None]:
        """The same for this process, for a while."""
        before = dict(os.environ)
        new = self.environ()
        for name in set(before) - set(new):
            del os.environ[name]
        os.environ.update(new)
        # every session reads AWS's own descriptions anew, which takes longer than all else that happens here
        alone, shared = botocore.session.create_loader, functools.cache(botocore.session.create_loader)
        botocore.session.create_loader = shared
        try:
            yield
        finally:
            botocore.session.create_loader = alone
            os.environ.clear()
            os.environ.update(before)

    # ---- what goes in

    def put_policy(self, policy: dict[str, Any]) -> None:
        path = f"/vigie/{self.stage}/policy"
        self.ssm.put_parameter(Name=path, Value=json.dumps(policy), Type="String", Overwrite=True)

    def put_shop(self, shop: str, parameter: dict[str, Any]) -> None:
        path = f"/vigie/{self.stage}/shops/{shop}"
        self.ssm.put_parameter(Name=path, Value=json.dumps(parameter), Type="SecureString", Overwrite=True)

    def put_inbox(self, key: str, body: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)

    def date(self, prefix: str, at: datetime) -> None:
        """Whatever lies under that prefix of the inbox was put there at that time, whatever the clock says."""
        for name, key in self._lying().items():
            if name.startswith(prefix):
                key.last_modified = at.astimezone(UTC).replace(tzinfo=None)

    def forget(self, now: datetime) -> None:
        """What the inbox's own rule has deleted by then: so many days, and on to the next midnight in UTC."""
        (properties,) = self.template.of(BUCKET).values()
        days = min(rule["ExpirationInDays"] for rule in properties["LifecycleConfiguration"]["Rules"])
        for name, key in self._lying().items():
            put = key.last_modified.replace(tzinfo=UTC)
            midnight = (put + timedelta(days=days + 1)).replace(hour=0, minute=0, second=0, microsecond=0)
            if midnight <= now:
                self.s3.delete_object(Bucket=self.bucket, Key=name)

    def _lying(self) -> dict[str, Any]:
        """moto's own objects by key: SES and S3 date what they keep, and nobody else may."""
        bucket = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[self.bucket]
        return {name: bucket.keys[name] for name in list(bucket.keys)}

    def load(self, items: Iterable[Row]) -> None:
        """Rows as `dump` gave them."""
        for item in items:
            self.dynamodb.put_item(TableName=self.table, Item=item)

    # ---- what came out

    def messages(self, topic: str | None = None) -> list[Message]:
        """Every message of a topic (the findings topic by default), first one first."""
        return sent(topic or self.topic, REGION)

    def dump(self) -> list[Row]:
        """Every row with DynamoDB's own types, by shop and item."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=self.table, ConsistentRead=True)
        rows: list[Row] = [dict(row) for page in pages for row in page["Items"]]
        return sorted(rows, key=lambda row: (row["shop"]["S"], row["item"]["S"]))

    def rows(self) -> list[Row]:
        """Every row as plain values, by shop and item: what the console shows."""
        return [{name: plain(value) for name, value in row.items()} for row in self.dump()]


def plain(value: dict[str, Any]) -> Any:
    """One DynamoDB value without its type."""
    ((kind, inner),) = value.items()
    if kind == "N":
        return float(inner) if any(mark in inner for mark in ".eE") else int(inner)
    if kind == "M":
        return {name: plain(one) for name, one in inner.items()}
    if kind == "L":
        return [plain(one) for one in inner]
    return None if kind == "NULL" else set(inner) if kind == "SS" else inner
