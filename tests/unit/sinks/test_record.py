"""What the history does when DynamoDB is busy, refuses, or hands over its answer in pages. The client is scripted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from core.errors import LeaseHeld, VigieError
from core.ports import Past, Remembered, Writing
from sinks.record import DynamoHistory

AT = "2026-11-23T07:00:00Z"
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
OPEN = Remembered("s", "1", "missing-at-tpop", None, "1042", "open", "urgent", AT, AT, AT, version=1)
SECRET = "Camille Martin, 12 rue des Lilas"
Reply = dict[str, Any] | Exception


def refusal(code: str, *reasons: str) -> ClientError:
    said: Any = {"Error": {"Code": code, "Message": SECRET}}
    if reasons:
        said["CancellationReasons"] = [{"Code": each, "Message": SECRET} for each in reasons]
    return ClientError(said, "TransactWriteItems")


def cancelled(*reasons: str) -> ClientError:
    return refusal("TransactionCanceledException", *reasons)


class Scripted:
    """A client that gives its replies in turn and keeps what it was asked."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.transact_write_items = self.query = self.update_item = self.delete_item = self._reply

    def _reply(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request)
        reply = self.replies.pop(0) if self.replies else {}
        if isinstance(reply, Exception):
            raise reply
        return reply


def made(*replies: Reply) -> tuple[DynamoHistory, Scripted, list[float]]:
    client, pauses = Scripted(*replies), list[float]()
    scripted: Any = client
    return DynamoHistory(scripted, "table", sleep=pauses.append), client, pauses


def findings(count: int) -> Writing:
    return Writing(findings=tuple(replace(OPEN, ref=str(n)) for n in range(count)))


@pytest.mark.parametrize(
    "busy",
    [
        cancelled("None", "TransactionConflict"),
        cancelled("TransactionConflict", "None"),
        cancelled("None", "ThrottlingError"),
        refusal("ThrottlingException"),
        refusal("TransactionInProgressException"),
        refusal("ProvisionedThroughputExceededException"),
    ],
)
def test_a_busy_table_is_asked_again(busy: ClientError) -> None:
    history, client, pauses = made(busy, busy, {})
    history.record("s", "run-1", findings(1))
    assert len(client.asked) == 3
    assert client.asked[0] == client.asked[2]
    assert pauses == [0.1, 0.2]
    assert history.skipped == []


@pytest.mark.parametrize("busy", [cancelled("None", "ThrottlingError"), refusal("ThrottlingException")])
def test_a_table_that_stays_busy_is_an_error(busy: ClientError) -> None:
    history, client, pauses = made(*[busy] * 20)
    with pytest.raises(VigieError, match="Throttling"):
        history.record("s", "run-1", findings(1))
    assert len(client.asked) == 8
    assert sum(pauses) < 15


def test_one_that_is_refused_does_not_take_the_others_along() -> None:
    history, client, pauses = made(cancelled("None", "None", "ValidationError", "ConditionalCheckFailed"), {})
    history.record("s", "run-1", findings(3))
    assert [len(each["TransactItems"]) for each in client.asked] == [4, 2]
    assert history.skipped == ["finding#1#missing-at-tpop", "finding#2#missing-at-tpop"]
    assert pauses == []


def test_a_reason_nobody_knows_is_an_error() -> None:
    history, _, _ = made(cancelled("None", "ItemCollectionSizeLimitExceeded"))
    with pytest.raises(VigieError, match="ItemCollectionSizeLimitExceeded"):
        history.record("s", "run-1", findings(1))


def test_the_lease_lost_between_two_transactions() -> None:
    history, client, _ = made({}, cancelled("ConditionalCheckFailed", *["ConditionalCheckFailed"] * 51))
    with pytest.raises(LeaseHeld):
        history.record("s", "run-1", findings(150))
    assert [len(each["TransactItems"]) for each in client.asked] == [100, 52]
    assert all("ConditionCheck" in each["TransactItems"][0] for each in client.asked)


CALLS: list[Callable[[DynamoHistory], object]] = [
    lambda history: history.record("s", "run-1", findings(1)),
    lambda history: history.load("s", NOW),
    lambda history: history.acquire("s", "run-1", NOW, NOW),
    lambda history: history.release("s", "run-1"),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "error", [refusal("AccessDeniedException"), EndpointConnectionError(endpoint_url="http://x"), cancelled("x", "y")]
)
def test_an_error_says_its_code_and_nothing_else(call: Callable[[DynamoHistory], object], error: Exception) -> None:
    history, _, _ = made(error)
    with pytest.raises(VigieError) as raised:
        call(history)
    assert SECRET not in str(raised.value)
    assert raised.value.__context__ is None


def test_long_answers_come_in_pages() -> None:
    here, last = {"shop": {"S": "s"}, "item": {"S": "sent#sms#2026-11-22"}, "n": {"N": "2"}}, {"item": {"S": "last"}}
    pages: list[Reply] = [
        {"Items": [here], "LastEvaluatedKey": last},
        {"Items": [here | {"item": {"S": "sent#x#y"}}]},
    ]
    empty: Reply = {"Items": []}
    history, client, _ = made(empty, empty, *pages, *[empty] * 3)
    assert history.load("s", NOW) == Past(sent={"sms#2026-11-22": 2, "x#y": 2})
    assert client.asked[3]["ExclusiveStartKey"] == last
    assert all(each["ConsistentRead"] for each in client.asked)


def test_pending_orders_that_have_not_changed_are_not_written_again() -> None:
    row = {"shop": {"S": "s"}, "item": {"S": "pending#7"}, "first_seen": {"S": AT}}
    history, client, _ = made({"Items": []}, {"Items": [row]}, *[{"Items": []}] * 4)
    past = history.load("s", NOW)
    history.record("s", "run-1", Writing(pending=tuple(past.pending.values())))
    assert len(client.asked[-1]["TransactItems"]) == 1
