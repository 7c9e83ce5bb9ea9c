"""Keys of the history table, and what is made of words typed in the console."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinks import rows

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_keys_come_apart_as_they_were_put_together(parts: list[str]) -> None:
    assert [rows.unpart(each) for each in rows.key(*parts).split("#")] == parts


@given(st.lists(st.text(max_size=400), min_size=5, max_size=5))
def test_no_key_is_longer_than_dynamodb_takes(parts: list[str]) -> None:
    assert len(rows.key("event", *parts).encode()) <= 1024


def test_long_parts_stay_apart() -> None:
    one, two = rows.part("x" * 300 + "a"), rows.part("x" * 300 + "b")
    assert one != two
    assert rows.part("x" * 200) == "x" * 200
    assert len(rows.part("é" * 300).encode()) <= 200


def test_none_is_no_part() -> None:
    assert rows.key("finding", "1042", "missing-line", None) == "finding#1042#missing-line"
    assert rows.key("finding", "1042", "missing-line", "") == "finding#1042#missing-line#"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("TRUE", True), ("vrai", True), ("No", False), ("faux", False), ("  ", None), (None, None), (3.5, "3.5")],
)
def test_accepted(typed: object, read: object) -> None:
    assert rows.own_words({"accepted": typed})["accepted"] == read


def test_own_words_are_trimmed_text() -> None:
    assert rows.own_words({"muted_until": " 2026-12-01 ", "settled_by": True, "mute_reason": 5}) == {
        "muted_until": "2026-12-01",
        "mute_reason": "5",
        "accepted": None,
        "settled_by": "true",
    }


@pytest.mark.parametrize(
    ("typed", "product"),
    [
        ({}, ""),
        ({"product": {"S": " 211 305 "}}, "211 305"),
        ({"product": {"N": "211"}}, "211"),
        ({"product": {"BOOL": True}}, ""),
        ({"product": {"L": [{"S": "211"}]}}, ""),
        ({"product": {"NULL": True}}, ""),
    ],
)
def test_the_product_of_a_sku_whatever_somebody_typed(typed: dict[str, object], product: str) -> None:
    row = {"item": {"S": "sku#A%231"}, "last_accepted": {"S": "2026-11-23T07:00:00Z"}, **typed}
    assert rows.sku(row) == ("A#1", "2026-11-23T07:00:00Z", product)


def test_expiry_is_in_seconds() -> None:
    assert rows.expiry("1970-01-02T00:00:00Z", 1) == 2 * 86_400
