"""The setting `map` is checked before it is used: its fields, its expressions, and how much they may ask for."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sandbox.tpop_other import MAP
from sources.tpop import feed
from sources.tpop.endpoint import mapping
from sources.tpop.endpoint.mapping import DEPTH_MAX, LENGTH_MAX, compiled, faults
from sources.tpop.endpoint.translate import _search, _Unfit


def fault(text: Any, name: str = "order.reference") -> str:
    found = faults({name: text})
    assert set(found) <= {name}
    return found.get(name, "")


# --------------------------------------------------------------------------------------------------------- fields
def test_what_a_map_may_fill_is_the_contract() -> None:
    schema = feed.schema()
    shown = {name: set(one["properties"]) for name, one in schema["$defs"].items()}
    expected = set(schema["properties"])
    expected |= {f"order.{field}" for field in shown["FeedOrder"]}
    expected |= {f"order.recipient.{field}" for field in shown["FeedRecipient"]}
    expected |= {f"line.{field}" for field in shown["FeedLine"]}
    assert expected == mapping.FIELDS


@pytest.mark.parametrize(
    "name", ["reference", "order", "order.", "orders.id", "line.reference", "recipient.city", ""]
)
def test_a_field_that_there_is_not(name: str) -> None:
    assert faults({name: "a"}) == {name: "is not a field that a map can fill"}


def test_a_name_without_end_is_not_repeated_whole() -> None:
    assert [len(name) for name in faults({"x" * 10_000: "a"})] == [mapping.NAME_MAX]


def test_every_fault_is_told_at_once() -> None:
    assert set(faults({"orders": "data[", "order.id": "no", "order.nothing": "x", "next": " "})) == {
        "orders",
        "order.nothing",
        "next",
    }


def test_no_map_is_none() -> None:
    assert compiled({}) is None
    assert faults({}) == {}
    assert faults(MAP) == {}


# ----------------------------------------------------------------------------------------------------- expressions
@pytest.mark.parametrize(
    "text",
    [
        "shop_ref",
        '"shop-ref"',
        "meta.refs[0].value",
        "@",
        "`true`",
        "`null`",
        "'mugs-paris'",
        "data[] || `[]`",
        "join(' ', [first, last])",
        "join('', [created, 'Z'])",
        "not_null(a, b, c)",
        "has_more && cursor",
        "code == `1` && 'open' || code == `2` && 'production' || 'unknown'",
        "parcels[].{number: no, carrier: by}",
        "sort_by(history, &at)[-1].status",
        "history[?type=='status'] | [-1].label",
    ],
)
def test_what_is_taken(text: str) -> None:
    assert fault(text) == ""
    assert compiled({"order.reference": text})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("SECRET[", "is not a JMESPath expression"),
        ("SECRET SECRET", "is not a JMESPath expression"),
        ("__import__('os').system('SECRET')", "is not a JMESPath expression"),
        ("{{SECRET}}", "is not a JMESPath expression"),
        ("$.SECRET", "is not a JMESPath expression"),
        ("'SECRET", "is not a JMESPath expression"),
        ("eval('SECRET')", "calls a function that there is not"),
        ("length()", "too few or too many values"),
        ("length(SECRET, a)", "too few or too many values"),
        ("join(SECRET)", "too few or too many values"),
        ("&SECRET", 'finds a value ("&" stands outside of a function)'),
        ("a.[&SECRET]", "stands outside"),
        ("S" * (LENGTH_MAX + 1), "is longer than"),
        ("(" * 249 + "SECRET"[:1] + ")" * 249, ""),  # parentheses alone leave no trace in what was read
        ("!" * (LENGTH_MAX - 1) + "S", "is nested too deeply"),
        ("S" + "[?S" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1), "is nested too deeply"),
        ("(" * LENGTH_MAX, "is n"),
        ("|".join(["[@,@][]"] * 20), "asks for too much"),
        ("|".join(["to_string([@,@])"] * 9), "asks for too much"),
        ("|".join(["to_string(@)"] * 9), "asks for too much"),
        ("|".join(["{a:@,b:@}"] * 9), "asks for too much"),
        ("[" + ",".join(["@"] * 17) + "]", "asks for too much"),
    ],
)
def test_what_is_refused_without_being_repeated(text: str, why: str) -> None:
    said = fault(text)
    assert why in said
    assert bool(said) == bool(why)
    assert "SECRET" not in said


def test_the_bounds_leave_room_for_what_people_write() -> None:
    cases = " || ".join(f"code == `{n}` && 'word{n}'" for n in range(9))
    assert len(cases) > 200
    assert fault(cases) == ""


DATA = {"a": [{"b": 1, "c": "x"}, {"b": None}], "b": {"a": "12", "c": [[1], [2, [3]]]}, "c": None}


@pytest.mark.filterwarnings("ignore:deprecated string literal")
@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="abc.[]{}()*?@&|!<>=,:'`\"\\012- ", max_size=40))
@example("ceil(to_number('9e999'))")
@example("a[::0]")
@example("sum(`[1e308, 1e308]`)")
def test_any_text_is_refused_or_can_be_worked_out(text: str) -> None:
    found = faults({"orders": text})
    by = compiled({"orders": text}) if not found else None
    assert bool(found) != bool(by)
    if by and by.orders:
        with contextlib.suppress(_Unfit):
            _search(by.orders, DATA)


def test_the_worst_that_is_allowed_stays_small() -> None:
    """Seven doublings of a list: more than anybody needs, and still a moment."""
    worst = "|".join(["[@,@][]"] * 7)
    assert fault(worst) == ""
    by = compiled({"orders": worst})
    assert by is not None
    assert by.orders is not None
    start = time.process_time()
    assert len(by.orders.search([1] * 100)) == 100 * 2**7
    assert time.process_time() - start < 5
