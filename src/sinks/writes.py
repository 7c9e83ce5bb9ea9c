"""A run's writes as DynamoDB operations, in batches that one transaction can hold. Pure: no I/O.

Limits: Amazon DynamoDB, "TransactWriteItems": 100 operations and 4 MB, no two of them on one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sinks.attributes import attribute, weight

MOST = 99
"""Operations in a transaction, one place being kept for the check of the lease."""
HEAVIEST = 3_000_000


@dataclass(frozen=True, slots=True)
class Write:
    """One operation. Where its condition fails, `alone` says that only itself is dropped, not its whole group."""

    item: str
    operation: Mapping[str, Any]
    alone: bool = False


Group = tuple[Write, ...]
"""What belongs together: a finding with its events. Never split over two transactions."""


def row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes by name; None is left out."""
    return {name: attribute(value) for name, value in values.items() if value is not None}


def put(table: str, shop: str, item: str, values: Mapping[str, Any], when: str = "") -> dict[str, Any]:
    """Write the whole item; `when` is a condition over `#item`."""
    operation: dict[str, Any] = {"TableName": table, "Item": row({"shop": shop, "item": item, **values})}
    if when:
        operation |= {"ConditionExpression": when, "ExpressionAttributeNames": {"#item": "item"}}
    return {"Put": operation}


def delete(table: str, shop: str, item: str) -> dict[str, Any]:
    return {"Delete": {"TableName": table, "Key": row({"shop": shop, "item": item})}}


def update(
    table: str,
    shop: str,
    item: str,
    values: Mapping[str, Any],
    when: str = "",
    given: Mapping[str, Any] | None = None,
    add: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Set these attributes (None: remove) and no others; `given` fills the condition's `:names`.

    Every name goes through a `#placeholder`: many of them are reserved words.
    """
    setting = [name for name, value in values.items() if value is not None]
    removing = [name for name, value in values.items() if value is None]
    adding = dict(add or {})
    clauses = (
        ("SET ", ", ".join(f"#{name} = :{name}" for name in setting)),
        ("REMOVE ", ", ".join(f"#{name}" for name in removing)),
        ("ADD ", ", ".join(f"#{name} :{name}" for name in adding)),
    )
    names = [*values, *adding, *re.findall(r"#(\w+)", when)]
    operation: dict[str, Any] = {
        "TableName": table,
        "Key": row({"shop": shop, "item": item}),
        "UpdateExpression": " ".join(verb + words for verb, words in clauses if words),
        "ExpressionAttributeNames": {f"#{name}": name for name in names},
        "ExpressionAttributeValues": {f":{n}": v for n, v in row({**values, **adding, **(given or {})}).items()},
    }
    if when:
        operation["ConditionExpression"] = when
    return {"Update": operation}


def lease_check(table: str, shop: str, token: str) -> dict[str, Any]:
    """The condition under which every transaction of a run stands: the lease is still ours."""
    return {
        "ConditionCheck": {
            "TableName": table,
            "Key": row({"shop": shop, "item": "lease"}),
            "ConditionExpression": "#token = :token",
            "ExpressionAttributeNames": {"#token": "token"},
            "ExpressionAttributeValues": row({":token": token}),
        }
    }


def once(groups: Iterable[Group]) -> list[Group]:
    """Each item at most once over all groups, the first one counting: a transaction refuses two writes to one."""
    seen: set[str] = set()
    kept: list[Group] = []
    for group in groups:
        fresh: list[Write] = []
        for write in group:
            if write.item not in seen:
                seen.add(write.item)
                fresh.append(write)
        if fresh:
            kept.append(tuple(fresh))
    return kept


def batches(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """In order, at most 99 operations and 3 MB each; at least one batch, so that the lease is always checked."""
    batch: list[Group] = []
    count = size = 0
    for group in groups:
        heavy = sum(weight(write.operation) for write in group)
        if batch and (count + len(group) > MOST or size + heavy > HEAVIEST):
            yield batch
            batch, count, size = [], 0, 0
        batch.append(group)
        count += len(group)
        size += heavy
    yield batch


def survivors(batch: Sequence[Group], failed: Iterable[int]) -> tuple[list[Group], list[str]]:
    """What is left to write when those operations failed (counted over the flattened batch), and the items lost."""
    bad = set(failed)
    left: list[Group] = []
    lost: list[str] = []
    place = 0
    for group in batch:
        here = range(place, place + len(group))
        place += len(group)
        if any(n in bad and not write.alone for n, write in zip(here, group, strict=True)):
            lost.append(group[0].item)
            continue
        rest = tuple(write for n, write in zip(here, group, strict=True) if n not in bad)
        if rest:
            left.append(rest)
    return left, lost
