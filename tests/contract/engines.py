"""The engines that the history's suite runs on: in memory, DynamoDB by moto in process, DynamoDB by ministack."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import yaml
from botocore.config import Config

from sinks import rows
from sinks.attributes import attribute
from sinks.record import DynamoHistory
from tests.fakes import FakeHistory

ROOT = Path(__file__).resolve().parents[2]
REGION = "eu-west-3"
KEYS: Any = {"region_name": REGION, "aws_access_key_id": "test", "aws_secret_access_key": "test"}

Line = tuple[str, str, str, str | None, str, str]
"""An event as read back: at, ref, check, line, kind, number."""


def table_properties() -> dict[str, Any]:
    """The history table as template.yaml has it, so that the tests' table cannot drift from the real one."""

    class Loader(yaml.SafeLoader):
        pass

    def plainly(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return loader.construct_scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None

    Loader.add_multi_constructor("!", plainly)
    document = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), Loader)
    (table,) = (each for each in document["Resources"].values() if each["Type"] == "AWS::DynamoDB::Table")
    wanted = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    return {name: table["Properties"][name] for name in wanted}


class InMemory:
    """The fake."""

    def __init__(self) -> None:
        self._first = FakeHistory()

    def history(self, abandoned: Callable[[str], bool] = lambda _token: False, days: float = 395) -> FakeHistory:
        again = FakeHistory(abandoned)
        again.shelves = self._first.shelves
        return again

    def edit(self, shop: str, fingerprint: tuple[str, str, str | None], **own: Any) -> None:
        self._first.edit(shop, fingerprint, **own)

    def events(self, shop: str) -> list[Line]:
        shelf = self._first.shelf(shop)
        return sorted((e.at, e.ref, e.check, e.line, e.kind, e.number) for e in shelf.events.values())

    def runs(self, shop: str) -> list[tuple[str, str, Mapping[str, Any]]]:
        return self._first.shelf(shop).runs


class OnDynamo:
    """The real one, over an engine's client; one table of its own for each test."""

    def __init__(self, client: Any, table: str) -> None:
        self.client = client
        self.table = table
        client.create_table(TableName=table, **table_properties())

    def history(self, abandoned: Callable[[str], bool] = lambda _token: False, days: float = 395) -> DynamoHistory:
        return DynamoHistory(
            self.client, self.table, history_days=days, abandoned=abandoned, sleep=lambda _seconds: None
        )

    def edit(self, shop: str, fingerprint: tuple[str, str, str | None], **own: Any) -> None:
        """What a merchant does in the console; None removes."""
        for name, value in own.items():
            change: dict[str, Any] = {"Action": "DELETE"}
            if value is not None:
                change = {"Action": "PUT", "Value": attribute(value)}
            self.client.update_item(
                TableName=self.table,
                Key={"shop": {"S": shop}, "item": {"S": rows.key("finding", *fingerprint)}},
                AttributeUpdates={name: change},
            )

    def items(self, shop: str, prefix: str = "") -> dict[str, dict[str, Any]]:
        """Rows as DynamoDB holds them, by item."""
        found: dict[str, dict[str, Any]] = {}
        request: dict[str, Any] = {
            "TableName": self.table,
            "KeyConditionExpression": "shop = :shop",
            "ExpressionAttributeValues": {":shop": {"S": shop}},
        }
        while True:
            answer = self.client.query(**request)
            found |= {each["item"]["S"]: each for each in answer["Items"]}
            if "LastEvaluatedKey" not in answer:
                return {item: row for item, row in found.items() if item.startswith(prefix)}
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def events(self, shop: str) -> list[Line]:
        lines: list[Line] = []
        for item, found in self.items(shop, "event#").items():
            row = rows.values(found)
            _, at, ref, check, *line, kind = (rows.unpart(part) for part in item.split("#"))
            assert (row["at"], row["check"], row["kind"], row.get("line")) == (
                at,
                check,
                kind,
                line[0] if line else None,
            )
            lines.append((at, ref, check, line[0] if line else None, kind, row.get("reference", "")))
        return sorted(lines)

    def runs(self, shop: str) -> list[tuple[str, str, Mapping[str, Any]]]:
        found = [rows.values(row) for row in self.items(shop, "run#").values()]
        return [(each.pop("at"), each.pop("kind"), _without(each, "shop", "item", "expires_at")) for each in found]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def client_at(endpoint: str) -> Any:
    config = Config(retries={"max_attempts": 2}, proxies={}, connect_timeout=5, read_timeout=20)
    return boto3.client("dynamodb", endpoint_url=endpoint, config=config, **KEYS)


@contextmanager
def ministack(home: Path) -> Iterator[str]:
    """Starts it on a free loopback port, in a process group of its own; answers its address; ends it."""
    program = ROOT / ".venv-ministack" / "bin" / "ministack"
    if not program.exists():
        raise FileNotFoundError("the second DynamoDB engine is not set up: make .venv-ministack/.stamp")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_REGION": REGION,
    }
    log = home / "ministack.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(program)], cwd=home, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait_for(f"{endpoint}/_ministack/health", process, log)
        yield endpoint
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with direct.open(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"ministack did not start:\n{log.read_text(errors='replace')[-2000:]}")
