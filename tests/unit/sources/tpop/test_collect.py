"""A list collected: what a bad field costs, what a bad row costs, and what the whole list has wrong."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.tpop import page
from sources.tpop.collect import Collection

from .lists import AS_OF, POLICY, SHOP, as_bytes, assert_private, bare, document, many, row
from .rows import collect, only


def test_another_shops_orders_are_left_aside() -> None:
    names = ("tasses-lyon", "Mugs Paris", "MUGS_PARIS", None, "", "mugs-paris-2")
    collection = collect([row(f"T-{n}", shop=name) for n, name in enumerate(names)])
    assert [order.id for order in collection.orders()] == ["T-1", "T-2", "T-3", "T-4"]
    assert collection.left_aside == 2


def test_an_unknown_status_is_unknown_and_quoted() -> None:
    rows = [row(f"T-{n}", status="Wartend") for n in range(3)] + [row("T-9", status="Lange" * 20)]
    collection = collect([*rows, row("T-10")])
    assert [order.status for order in collection.orders()] == ["unknown"] * 4 + ["open"]
    (trouble,) = collection.troubles()
    assert trouble.kind == "unknown_status"
    assert trouble.detail["words"] == {"Wartend": 3, ("Lange" * 20)[:30]: 1}


def test_what_is_no_status_word_at_all_is_counted_not_quoted() -> None:
    collection = collect([row("T-1", status="eloise@courriel.example"), row("T-2", status="0612345678")])
    (trouble,) = collection.troubles()
    assert trouble.detail["words"] == {"…": 2}
    slipped = collect([row(f"T-{n}", status=f"Éloïse {'abcdefghijklmno'[n]}") for n in range(15)])
    (trouble,) = slipped.troubles()
    assert trouble.detail == {"words": {}, "orders": 15}
    assert_private(collection.troubles(), slipped.troubles())


BAD_FIELDS = [
    ({"created_at": "2026-11-22T10:04:00"}, "created_at", "time zone"),
    ({"updated_at": "gestern"}, "updated_at", "ISO"),
    ({"production_at": 1795342800}, "production_at", "ISO"),
    ({"shipped_at": {}}, "shipped_at", "text"),
    ({"recipient": "Éloïse Trévidic"}, "recipient", "object"),
    ({"recipient": {"name": ["Éloïse Trévidic"]}}, "recipient.name", "text"),
    ({"lines": [{"sku": "A", "quantity": "zwei"}]}, "lines.quantity", "whole number"),
    ({"lines": [{"sku": "A", "quantity": 1.5}]}, "lines.quantity", "whole number"),
    ({"lines": [{"sku": "A", "quantity": -1}]}, "lines.quantity", "below zero"),
    ({"lines": [{"sku": "A", "quantity": 10**9}]}, "lines.quantity", "too large"),
    ({"lines": "Mug"}, "lines", "list"),
    ({"lines": [None]}, "lines", "missing"),
    ({"tracking": "6A"}, "tracking", "list"),
    ({"manual": "peut-être"}, "manual", "true nor false"),
    ({"reference": ["1042"]}, "reference", "text"),
    ({"status": None}, "status", "missing"),
    ({"status": ""}, "status", "missing"),
    ({"status": {"fr": "Bloquée"}}, "status", "text"),
    ({"block_reason": ["x"]}, "block_reason", "text"),
]


@pytest.mark.parametrize(("fields", "field", "problem"), BAD_FIELDS)
def test_a_bad_field_costs_that_field(fields: dict[str, Any], field: str, problem: str) -> None:
    collection = collect([row("T-1"), row("T-2", **fields), row("T-3")])
    assert [order.id for order in collection.orders()] == ["T-1", "T-2", "T-3"]
    assert collection.lost == 0
    (fault,) = collection.unreadable()
    assert (fault.id, fault.field) == ("T-2", field)
    assert problem in fault.problem
    assert_private(fault)
    # The rest of the order is there; the bad field is as if it had not been told.
    hidden = {"status": "-"} if field == "status" else {}
    top = field.partition(".")[0]
    wanted = only({**{k: v for k, v in row("T-2").items() if k != top}, **({"status": "open"} if hidden else {})})
    assert collection.orders()[1] == (wanted._replace(status="unknown") if hidden else wanted)
    assert collection.troubles() == ()  # a status that is missing is no unknown word


LOST = [
    ({"id": None}, "id"),
    ({"id": ""}, "id"),
    ({"id": {"x": 1}}, "id"),
    ({"id": "x" * 400}, "id"),
    ({"reference": None, "shop_order_id": ""}, "reference"),
    ({"reference": "9" * 400}, "reference"),
    ({"shop": ["?"]}, "shop"),
]


@pytest.mark.parametrize(("fields", "field"), LOST)
def test_a_row_that_nobody_can_place_costs_the_row(fields: dict[str, Any], field: str) -> None:
    collection = collect([row("T-1"), {**row("T-2"), **fields}, row("T-3")])
    assert [order.id for order in collection.orders()] == ["T-1", "T-3"]
    assert collection.lost == 1
    (fault,) = collection.unreadable()
    assert field in fault.field
    assert fault.id == ("T-2" if field == "reference" else "")
    assert_private(fault)


@pytest.mark.parametrize("raw", ["Éloïse Trévidic", None, 3, [], True])
def test_a_row_that_is_no_object(raw: Any) -> None:
    collection = collect([row("T-1"), raw])
    assert [order.id for order in collection.orders()] == ["T-1"]
    assert collection.lost == 1
    assert_private(collection.unreadable())


def test_several_faults_of_one_order_are_one_unreadable() -> None:
    collection = collect([row("T-1"), row("T-2", created_at="x", lines=3, recipient={"name": []})])
    (fault,) = collection.unreadable()
    assert set(fault.field.split(", ")) == {"created_at", "lines", "recipient.name"}
    assert "lines is not a list" in fault.problem


def test_what_every_row_has_wrong_is_one_fault_of_the_list() -> None:
    collection = collect(many(3, created_at="2026-11-22 10:04"))
    assert collection.unreadable() == ()
    (trouble,) = collection.troubles()
    assert trouble.kind == "bad_columns"
    assert trouble.detail == {"missing": [], "unreadable": {"created_at": "has no time zone (Z or an offset)"}}
    assert len(collection.orders()) == 3
    assert len(collect([*many(3, created_at="x"), row("T-9")]).unreadable()) == 3


@pytest.mark.parametrize("fields", [{}, {"lines": 3}])
def test_what_some_exports_write_for_nothing_is_nothing(fields: dict[str, Any]) -> None:
    nan = float("nan")
    rows = [row("T-1", reference=nan, shop=nan), row("T-2", reference=nan, shop_order_id=nan), row("T-3", **fields)]
    collection = collect(rows)
    assert [(order.id, order.reference) for order in collection.orders()] == [("T-1", ""), ("T-3", "1042")]
    assert (collection.lost, collection.left_aside) == (1, 0)


def test_half_an_emoji_costs_a_field_not_the_page() -> None:
    body = as_bytes(document([row("T-1"), row("T-2", recipient={"name": "@@"})])).replace(b"@@", b"\\ud83d")
    read = page.read(body)
    collection = Collection(shop=SHOP, channel="c", pattern=POLICY.reference_pattern)
    collection.take(read.rows, AS_OF, checked=read.checked)
    assert len(collection.orders()) == 2
    assert [fault.field for fault in collection.unreadable()] == ["recipient.name"]


class TestTheSameIdTwice:
    def test_on_the_seam_of_two_pages_it_is_one_order(self) -> None:
        collection = collect([row(), row()])
        assert collection.orders() == collect([row()]).orders()
        assert (collection.lost, collection.unreadable()) == (0, ())

    @pytest.mark.parametrize("turn", [1, -1])
    def test_edited_between_two_pages_the_newer_counts(self, turn: int) -> None:
        new = row(updated_at="2026-11-23T06:00:00Z", status="cancelled", lines=[])
        collection = collect([row(), new][::turn])
        assert [order.status for order in collection.orders()] == ["cancelled"]
        assert collection.unreadable() == ()

    def test_with_other_lines_nobody_can_compare_them(self) -> None:
        other = [{"sku": "B", "quantity": 2}]
        collection = collect([row(), row(lines=other)])
        assert [order.lines for order in collection.orders()] == [None]
        assert [fault.field for fault in collection.unreadable()] == ["lines"]

    def test_for_two_orders_it_is_no_id(self) -> None:
        collection = collect([row(), row(reference="1043", shop_order_id=None)])
        assert [order.reference for order in collection.orders()] == ["1042"]
        assert collection.lost == 1
        assert [(fault.id, fault.field) for fault in collection.unreadable()] == [("T-88001", "id")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
twisted = st.dictionaries(st.sampled_from(sorted(row())), anything, max_size=6).map(lambda odd: {**row(), **odd})


@settings(max_examples=300, deadline=None)
@given(st.lists(twisted | anything, max_size=5))
def test_never_raises_and_loses_nothing_in_silence(rows: list[Any]) -> None:
    body = json.dumps({"orders": rows}).encode()
    read = page.read(body)
    collection = Collection(shop=SHOP, channel="c", pattern=POLICY.reference_pattern)
    collection.take(read.rows, AS_OF, checked=read.checked)
    ids = {order.id for order in collection.orders()}
    again = len(rows) - len(ids) - collection.left_aside - collection.lost
    assert again >= 0  # the rest were seams: the same order once more
    assert len(ids) == len(collection.orders())
    assert collection.lost == 0 or collection.unreadable() or collection.troubles()
    for order in collection.orders():
        assert all(time is None or time.tzinfo is UTC for time in (order.created_at, order.updated_at))
        assert order.reference or order.shop_order_id or order.manual
    assert_private(collection.unreadable(), [t for t in collection.troubles() if t.kind != "unknown_status"])


def test_checked_or_not_the_answer_is_the_same() -> None:
    rows = [*many(5), row("T-8", status="Wartend"), bare("T-9")]
    read = page.read(as_bytes(document(rows)))
    assert read.checked
    one, other = (Collection(shop=SHOP, channel="c", pattern=POLICY.reference_pattern) for _ in range(2))
    one.take(read.rows, AS_OF, checked=True)
    other.take(rows, AS_OF, checked=False)
    assert one.orders() == other.orders()
    assert one.troubles() == other.troubles()
