"""The contract suites' fixtures: `bench` (all three engines), `dynamo` (two of them), `history` under a lease."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from core.ports import History
from tests.contract.engines import KEYS, InMemory, OnDynamo, client_at, ministack
from tests.contract.samples import NOW, SHOP, SOON

_tables = itertools.count(1)


@pytest.fixture(autouse=True)
def _no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own AWS settings must not lead these tests anywhere."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SNS", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def ministack_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ministack(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture(params=["moto", "ministack"])
def dynamo(request: pytest.FixtureRequest) -> Iterator[OnDynamo]:
    yield from _engine(request)


@pytest.fixture(params=["memory", "moto", "ministack"])
def bench(request: pytest.FixtureRequest) -> Iterator[InMemory | OnDynamo]:
    yield from _engine(request)


@pytest.fixture
def history(bench: Any) -> History:
    """One whose lease `run-1` holds."""
    made: History = bench.history()
    assert made.acquire(SHOP, "run-1", NOW, SOON)
    return made


def _engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "memory":
        yield InMemory()
    elif request.param == "moto":
        with mock_aws():
            yield OnDynamo(boto3.client("dynamodb", **KEYS), "vigie-history")
    else:
        client = client_at(request.getfixturevalue("ministack_address"))
        table = f"vigie-history-{next(_tables)}"
        yield OnDynamo(client, table)
        client.delete_table(TableName=table)
        client.close()
