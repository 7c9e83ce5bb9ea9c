"""RECORD: the history of every shop in one DynamoDB table, written under the lease's token."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from core.errors import LeaseHeld, VigieError
from core.model import iso
from core.ports import Past, Pending, Told, Writing
from sinks import mentions, rows
from sinks.entries import Entries
from sinks.writes import Group, batches, lease_check, once, survivors, update

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

TRIES = 8
FAILED = "ConditionalCheckFailed"
LOST = (FAILED, "ValidationError")
"""Reasons that another try cannot mend: that operation is dropped, the others go on."""
BUSY = (
    *("TransactionConflict", "TransactionConflictException", "TransactionInProgressException"),
    *("ThrottlingError", "ThrottlingException", "RequestLimitExceeded", "InternalServerError"),
    *("ProvisionedThroughputExceeded", "ProvisionedThroughputExceededException"),
)
"""Reasons that pass: tried again after a pause (0.1 s, doubled each time, 5 s at most)."""


def nobody(_token: str) -> bool:
    return False


class DynamoHistory:
    """core.ports.History over a plain DynamoDB client. Raises VigieError with DynamoDB's code, never a row.

    Needs dynamodb:Query, UpdateItem, PutItem, DeleteItem and ConditionCheckItem on the table, not on its index.
    `mention_days` (what mails said is kept so long) should be three of the shop's windows.
    `abandoned(token)` says that a lease's holder is known to be dead (a process of this machine that has ended).
    """

    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        *,
        history_days: float = 395,
        mention_days: float = mentions.DAYS,
        abandoned: Callable[[str], bool] = nobody,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._table = table
        self._days = history_days
        self._mention_days = mention_days
        self._abandoned = abandoned
        self._sleep = sleep
        # What the last acquire and load told of each shop: spares writes of what has not changed.
        self._now: dict[str, datetime] = {}
        self._pending: dict[str, Mapping[str, Pending]] = {}
        self._skus: dict[str, Mapping[str, rows.Accepted]] = {}
        self._damaged: dict[str, frozenset[str]] = {}
        self.unreadable: list[str] = []
        """Items of the last load that could not be read. A finding recorded there again writes its row afresh."""
        self.skipped: list[str] = []
        """Items that the last record or mark left alone: somebody changed them meanwhile, or DynamoDB refused them."""

    @property
    def damaged(self) -> list[str]:
        """Both of them: core.ports.History."""
        return [*self.unreadable, *self.skipped]

    def acquire(self, shop: str, token: str, now: datetime, until: datetime) -> bool:
        mine = {"token": token, "until": iso(until), "taken_at": iso(now)}
        free = "attribute_not_exists(#item) OR #token = :token OR #until < :taken_at"
        holder = self._take(update(self._table, shop, "lease", mine, free))
        if holder is not None and self._abandoned(holder):
            # On that very token: of two runs that find the same dead holder, one gets the lease.
            holder = self._take(update(self._table, shop, "lease", mine, "#token = :holder", {"holder": holder}))
        if holder is None:
            self._now[shop] = now
        return holder is None

    def release(self, shop: str, token: str) -> None:
        request = lease_check(self._table, shop, token)["ConditionCheck"]
        self._answer(self._client.delete_item, "ConditionalCheckFailedException", **request)

    def load(self, shop: str, now: datetime) -> Past:
        self.unreadable = []
        stamp = int(now.timestamp())
        findings = self._readable(rows.remembered, self._rows(shop, "finding#"))
        waiting = self._readable(rows.pending, self._living(shop, "pending#", stamp))
        sent = dict(map(rows.sent, self._living(shop, "sent#", stamp)))
        first = self._rows(shop, "run#", limit=1)
        self._skus[shop] = {each.sku: each for each in map(rows.sku, self._rows(shop, "sku#"))}
        self._pending[shop] = {each.ref: each for each in waiting}
        said = self._readable(mentions.mention, self._living(shop, "mention#", stamp))
        self._damaged[shop] = frozenset(self.unreadable)
        return Past(
            findings={each.fingerprint: each for each in findings},
            pending=self._pending[shop],
            first_run_at=rows.first_run(first[0]) if first else None,
            sent=sent,
            known_skus=frozenset(self._skus[shop]),
            products={each.sku: each.product for each in self._skus[shop].values() if each.product},
            mentions={each.shop_order_id: each for each in said},
        )

    def record(self, shop: str, token: str, writing: Writing) -> None:
        entries = self._entries(shop)
        now = self._now.get(shop, datetime.now(UTC))
        groups = entries.findings(writing.findings, writing.events, self._damaged.get(shop, frozenset()))
        groups += entries.waiting(writing.pending, writing.pending_gone, self._pending.get(shop, {}))
        groups += entries.skus(writing.known_skus, writing.products, self._skus.get(shop, {}), now)
        groups += mentions.groups(self._table, shop, writing.mentions, self._mention_days)
        self._write(shop, token, groups)

    def mark(self, shop: str, token: str, now: datetime, told: Sequence[Told], sent: Iterable[str]) -> None:
        entries = self._entries(shop)
        self._write(shop, token, entries.told(told, now) + entries.sent(sent, now))

    def log_run(self, shop: str, token: str, now: datetime, kind: str, report: Mapping[str, Any]) -> None:
        self._write(shop, token, self._entries(shop).run(now, kind, report))

    def _entries(self, shop: str) -> Entries:
        return Entries(self._table, shop, self._days)

    def _take(self, operation: Mapping[str, Any]) -> str | None:
        """None: the lease is ours; else the token of the run that holds it."""
        request = {**operation["Update"], "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        answer = self._answer(self._client.update_item, "ConditionalCheckFailedException", **request)
        if "Error" not in answer:
            return None
        return str(rows.values(answer.get("Item", {})).get("token", ""))

    def _rows(self, shop: str, prefix: str, limit: int = 0) -> list[Mapping[str, Any]]:
        request: dict[str, Any] = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "#shop = :shop AND begins_with(#item, :prefix)",
            "ExpressionAttributeNames": {"#shop": "shop", "#item": "item"},
            "ExpressionAttributeValues": {":shop": {"S": shop}, ":prefix": {"S": prefix}},
        }
        if limit:
            request["Limit"] = limit
        found: list[Mapping[str, Any]] = []
        while True:
            answer = self._answer(self._client.query, **request)
            found += answer["Items"]
            if limit or not answer.get("LastEvaluatedKey"):
                return found
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _living(self, shop: str, prefix: str, stamp: int) -> list[Mapping[str, Any]]:
        return [each for each in self._rows(shop, prefix) if rows.alive(each, stamp)]

    def _readable(self, read: Callable[[Mapping[str, Any]], T], found: Iterable[Mapping[str, Any]]) -> list[T]:
        good: list[T] = []
        for row in found:
            try:
                good.append(read(row))
            except (ValueError, TypeError, LookupError, ArithmeticError):
                self.unreadable.append(row["item"]["S"])
        return good

    def _write(self, shop: str, token: str, groups: Sequence[Group]) -> None:
        """All groups, in as few transactions as they need, each under the lease. Raises LeaseHeld, VigieError."""
        self.skipped = []
        for left in batches(once(groups)):
            for tries in count(1):
                operations = [write.operation for group in left for write in group]
                reasons = self._transact([lease_check(self._table, shop, token), *operations])
                if not reasons:
                    break
                if reasons[0] == FAILED:
                    raise LeaseHeld(f"{shop}: the lease went to another run; this one stops here")
                failed = [place for place, reason in enumerate(reasons[1:]) if reason in LOST]
                if failed:
                    left, lost = survivors(left, failed)
                    self.skipped += lost
                elif tries < TRIES and any(reason in BUSY for reason in reasons):
                    self._pause(tries)
                else:
                    raise VigieError(f"the history table did not take the writes: {', '.join(sorted(set(reasons)))}")

    def _transact(self, operations: Sequence[Any]) -> list[str]:
        """Nothing: all is written; else, nothing is, and one reason per operation (`None`: not this one)."""
        answer = self._answer(
            self._client.transact_write_items, "TransactionCanceledException", TransactItems=operations
        )
        return [each.get("Code", "None") for each in answer.get("CancellationReasons", ())]

    def _answer(self, call: Callable[..., Any], *expected: str, **request: Any) -> Any:
        """DynamoDB's answer, or its refusal (with `Error`) where that was expected. Raises VigieError."""
        for tries in count(1):
            try:
                return call(**request)
            except ClientError as error:
                refusal: Any = error.response
            except BotoCoreError as error:
                refusal = {"Error": {"Code": type(error).__name__}}
            # Raised outside of the handlers: a chained exception could carry a row into a log.
            code = refusal["Error"]["Code"]
            if code in expected:
                return refusal
            if tries == TRIES or code not in BUSY:
                raise VigieError(f"the history table did not answer: {code}")
            self._pause(tries)
        raise AssertionError("not reached")

    def _pause(self, tries: int) -> None:
        self._sleep(min(0.05 * 2**tries, 5.0))
