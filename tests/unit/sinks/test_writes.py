"""Operations that DynamoDB takes, in batches that one transaction holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ports import Event, Pending, Remembered, Told
from sinks.entries import Entries
from sinks.rows import Accepted
from sinks.writes import Group, Write, batches, lease_check, once, survivors, update

AT = "2026-11-23T07:00:00Z"
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
OPEN = Remembered("s", "1", "missing-at-tpop", None, "1042", "open", "urgent", AT, AT, AT, version=1)
TOLD = Told("1", "missing-at-tpop", None, 1, "open", "urgent", 0, "told", "1042")
EVENT = Event(AT, "1", "missing-at-tpop", None, "opened")
ENTRIES = Entries("table", "s", 395)


def everything() -> list[Group]:
    findings = [OPEN, replace(OPEN, ref="2", version=2), replace(OPEN, ref="3")]
    return [
        *ENTRIES.findings(findings, [EVENT], frozenset({"finding#3#missing-at-tpop"})),
        *ENTRIES.waiting([Pending("7", AT)], ["8"], {}),
        *ENTRIES.skus(["A", "B"], {"B": "23"}, {"A": Accepted("A", "2026-11-22T07:00:00Z")}, NOW),
        *ENTRIES.told([TOLD], NOW),
        *ENTRIES.sent(["sms#2026-11-23"], NOW),
        *ENTRIES.run(NOW, "daily", {"state": "complete"}),
        (Write("lease", lease_check("table", "s", "token")),),
        (Write("none", update("table", "s", "x", {"a": 1, "b": None}, "#c = :d", {"d": 1}, {"n": 1})),),
    ]


def test_every_placeholder_is_used_and_every_word_has_one() -> None:
    """DynamoDB refuses an unused name or value, and reserved words; moto takes them all."""
    for write in (each for group in everything() for each in group):
        ((_, operation),) = write.operation.items()
        text = f"{operation.get('UpdateExpression', '')} {operation.get('ConditionExpression', '')}"
        assert set(operation.get("ExpressionAttributeNames", {})) == set(re.findall(r"#\w+", text))
        assert set(operation.get("ExpressionAttributeValues", {})) == set(re.findall(r":\w+", text))
        assert not {"shop", "item"} & set(re.findall(r"#(\w+)[ ,]", operation.get("UpdateExpression", "")))
        grammar = re.sub(r"[#:]\w+", "", text)
        assert set(re.findall(r"[a-z_A-Z]+", grammar)) <= {"SET", "REMOVE", "ADD", "OR", "attribute_not_exists"}
        assert len(operation.get("UpdateExpression", "")) < 4096


@given(st.lists(st.integers(1, 5), max_size=150))
def test_batches_hold_all_in_order_and_never_part_a_group(sizes: list[int]) -> None:
    groups = [tuple(Write(f"{n}.{place}", {}) for place in range(size)) for n, size in enumerate(sizes)]
    made = list(batches(groups))
    assert [group for batch in made for group in batch] == groups
    assert all(sum(map(len, batch)) <= 99 for batch in made)
    assert len(made) <= 1 + sum(sizes) // 95


def test_a_batch_is_not_heavier_than_a_transaction() -> None:
    heavy: list[Group] = [(Write(str(n), {"Put": {"Item": {"text": {"S": "x" * 300_000}}}}),) for n in range(25)]
    assert [len(batch) for batch in batches(heavy)] == [9, 9, 7]


def test_no_groups_are_one_empty_batch_so_that_the_lease_is_checked() -> None:
    assert list(batches([])) == [[]]


def test_each_item_is_written_once() -> None:
    a, b, again = Write("a", {"Put": 1}), Write("b", {}), Write("a", {"Put": 2})
    assert once([(a, b), (again,), (b, Write("c", {}))]) == [(a, b), (Write("c", {}),)]


@pytest.mark.parametrize(
    ("failed", "left", "lost"),
    [
        ([], [("f1", "e1", "e2"), ("f2",), ("p",)], []),
        ([0], [("f2",), ("p",)], ["f1"]),
        ([1], [("f1", "e2"), ("f2",), ("p",)], []),
        ([1, 2, 4], [("f1",), ("f2",)], ["p"]),
        ([0, 1, 3], [("p",)], ["f1", "f2"]),
    ],
)
def test_what_survives(failed: list[int], left: list[tuple[str, ...]], lost: list[str]) -> None:
    nothing: dict[str, Any] = {}
    batch: list[Group] = [
        (Write("f1", nothing), Write("e1", nothing, alone=True), Write("e2", nothing, alone=True)),
        (Write("f2", nothing),),
        (Write("p", nothing),),
    ]
    survived, dropped = survivors(batch, failed)
    assert [tuple(each.item for each in group) for group in survived] == left
    assert dropped == lost
