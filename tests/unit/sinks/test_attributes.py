"""Plain values become DynamoDB attributes that the console shows in plain words, and come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinks.attributes import attribute, kept, plain, weight

NUMBERS = st.integers(-(10**38) + 1, 10**38 - 1) | st.floats(-(2.0**100), 2.0**100, allow_nan=False, width=32)
LEAVES = st.text(st.characters(exclude_categories=["Cs"])) | st.booleans() | NUMBERS
VALUES = st.recursive(
    LEAVES,
    lambda deeper: (
        st.lists(deeper, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), deeper, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_json_holds_comes_back(value: Any) -> None:
    assert plain(attribute(value)) == value


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=timezone(timedelta(hours=1))), {"S": "2026-11-23T07:00:00Z"}),
        (True, {"BOOL": True}),
        (0.1, {"N": "0.1"}),
        (Decimal("0.50"), {"N": "0.50"}),
        (10**38, {"S": str(10**38)}),
        (10**400, {"S": str(10**400)}),
        (float("nan"), {"S": "nan"}),
        (float("inf"), {"S": "inf"}),
        (1e-200, {"S": "1e-200"}),
        (1e300, {"S": "1e+300"}),
        (frozenset({"b", "a"}), {"L": [{"S": "a"}, {"S": "b"}]}),
        ((1, None), {"L": [{"N": "1"}]}),
        ({"a": None, "": 1, 2: "x"}, {"M": {"-": {"N": "1"}, "2": {"S": "x"}}}),
        (b"\xffa", {"S": "\ufffda"}),
        ("\ud83d", {"S": "?"}),
        (datetime(2026, 11, 23, tzinfo=UTC).date(), {"S": "2026-11-23"}),
    ],
)
def test_what_dynamodb_cannot_hold_is_kept_as_words(value: Any, stored: dict[str, Any]) -> None:
    assert attribute(value) == stored


def test_no_value_nests_deeper_than_dynamodb_allows() -> None:
    value: Any = "core"
    for _ in range(100):
        value = {"in": [value]}
    stored, depth = attribute(value), 0
    while "S" not in stored:
        stored = stored["M"]["in"] if "M" in stored else stored["L"][0]
        depth += 1
    assert (depth, stored) == (20, {"S": "…"})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"NULL": True}, None),
        ({"SS": ["a"]}, ["a"]),
        ({"NS": ["1"]}, ["1"]),
        ({"B": b"x"}, "x"),
        ({"N": "1E2"}, 100.0),
    ],
)
def test_types_that_only_people_use_are_read_too(typed: dict[str, Any], read: Any) -> None:
    assert plain(typed) == read


def test_the_weight_counts_bytes_and_names() -> None:
    assert weight({"é": {"S": "é" * 100}}) >= 202
    assert weight({"list": {"L": [{"N": "1"}] * 1000}}) >= 2000
    assert weight({"map": {"M": {"name": {"S": "x" * 50}}}}) >= 57


def test_what_does_not_fit_is_named() -> None:
    values = {"a": 1, "b": "x" * 500, "c": 2, "d": ["y" * 500]}
    assert kept(values, 300) == {"a": 1, "c": 2, "cut": ["b", "d"]}
    assert kept(values, 3000) == values
    assert len(kept({f"n{n}": "x" * 500 for n in range(100)}, 300)["cut"]) == 20
