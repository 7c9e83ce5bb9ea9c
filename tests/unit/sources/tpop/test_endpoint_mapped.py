"""The http channel over a page in another shape: what a map finds is what the contract's own shape would have said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from core.model import TpopOrder, TpopPull, Window
from sandbox.tpop_other import MAP
from sources.tpop.collect import Collection
from sources.tpop.endpoint.mapping import compiled
from sources.tpop.endpoint.translate import Translator

from .lists import AS_OF, POLICY, SHOP, WINDOW, as_bytes, assert_private, document, kinds, many, row
from .rows import collect
from .shaped import mapped, other, pull


def missing(found: TpopPull) -> list[str]:
    return [name for t in found.troubles if t.kind == "bad_columns" for name in t.detail["missing"]]


# ------------------------------------------------------------------------------------------------- the same content
def test_a_whole_list_in_another_shape() -> None:
    rows = [row("T-1", status="Bloquée", block_reason="paiement"), *many(4, tracking=[{"number": "6A1"}])[1:]]
    found, same = pull(MAP, other(document(rows))), pull({}, document(rows))
    assert found == same
    assert found.coverage.complete
    assert found.coverage.window == Window(WINDOW.since, AS_OF)
    assert (found.troubles, found.unreadable) == ((), ())


words = st.one_of(st.none(), st.text(max_size=6), st.integers(0, 10**6))
moments = st.one_of(
    st.none(),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda at: at.replace(microsecond=0, tzinfo=UTC).isoformat()
    ),
)
rows = st.builds(
    row,
    st.one_of(st.integers(0, 99), st.text("TUV-1", min_size=1, max_size=4), st.none()),
    shop=st.sampled_from([SHOP, "tasses-lyon", None]),
    reference=words,
    shop_order_id=words,
    manual=st.booleans(),
    created_at=moments,
    updated_at=moments,
    production_at=moments,
    shipped_at=moments,
    status=st.sampled_from(["open", "Bloquée", "expédié", "Wartend", None]),
    block_reason=st.sampled_from([None, "paiement", "adresse"]),
    block_code=st.sampled_from([None, "insufficient_funds"]),
    recipient=st.one_of(
        st.none(),
        st.fixed_dictionaries(dict.fromkeys(("name", "address1", "address2", "postcode", "city", "country"), words)),
    ),
    lines=st.one_of(
        st.none(),
        st.lists(
            st.fixed_dictionaries(
                {"sku": words, "quantity": st.one_of(st.none(), st.integers(-1, 3), st.sampled_from(["2", "?", 1.5]))}
            ),
            max_size=3,
        ),
    ),
    tracking=st.lists(st.fixed_dictionaries({"number": st.text("6A", max_size=3)}), max_size=2),
)


def read_by_map(given_rows: list[dict[str, Any]]) -> Collection:
    by = compiled(MAP)
    assert by is not None
    collection = Collection(shop=SHOP, channel="tpop-http", pattern=POLICY.reference_pattern)
    page, faults = Translator(by).read(as_bytes(other(document(given_rows))))
    collection.take(page.rows, AS_OF, checked=page.checked, faults=faults)
    return collection


@settings(max_examples=300, deadline=None)
@given(st.lists(rows, max_size=5))
def test_mapped_and_unmapped_are_the_same_orders(given_rows: list[dict[str, Any]]) -> None:
    plain, by_map = collect(given_rows), read_by_map(given_rows)
    assert by_map.orders() == plain.orders()
    assert (by_map.lost, by_map.left_aside) == (plain.lost, plain.left_aside)
    assert {one.id for one in by_map.unreadable()} == {one.id for one in plain.unreadable()}


def test_what_is_not_mapped_is_read_by_the_contracts_own_names() -> None:
    shaped = [{**one, "ref": one.pop("reference")} for one in many(3)]
    found = pull({"order.reference": "ref"}, document(shaped))
    assert found == pull({}, document(many(3)))
    assert pull({"orders": "data.list"}, {**document([]), "data": {"list": many(3)}}).orders == found.orders


def test_a_bare_list() -> None:
    found = pull({"orders": "@"}, as_bytes(many(2)))
    assert [order.id for order in found.orders] == ["T-1", "T-2"]
    assert kinds(found) == ["not_complete"]
    assert pull({"orders": "@", "complete": "`true`"}, as_bytes(many(2))).coverage.complete


# ----------------------------------------------------------------------------------------------------------- types
def one(by: Mapping[str, str], **fields: Any) -> TpopOrder:
    found = pull({"orders": "data", **by}, {**document([]), "data": [row(**fields)]})
    assert (found.unreadable, kinds(found)) == ((), [])
    (order,) = found.orders
    return order


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (1795341600, datetime(2026, 11, 22, 10, tzinfo=UTC)),
        (1795341600.5, datetime(2026, 11, 22, 10, 0, 0, 500_000, tzinfo=UTC)),
        (1795341600000, datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("1795341600", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("1795341600000", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T11:00:00+01:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        (0, None),
        (False, None),
        (None, None),
        ("", None),
    ],
)
def test_times(written: Any, meant: datetime | None) -> None:
    assert one({"order.production_at": "printed"}, printed=written).production_at == meant


@pytest.mark.parametrize(
    "written", [True, 20261122, 99, 1e300, 10**4000, -1795341600, "17953416", "2026-11-22T10:00:00", [1795341600]]
)
def test_times_that_are_none(written: Any) -> None:
    found = pull({"order.production_at": "printed"}, document([row(printed=written)]))
    assert [unreadable.field for unreadable in found.unreadable] == ["production_at"]
    assert [order.production_at for order in found.orders] == [None]


def test_epochs_are_for_mapped_fields_only() -> None:
    found = pull({"orders": "orders"}, document([row(created_at=1795341600)]))
    assert [unreadable.field for unreadable in found.unreadable] == ["created_at"]


def test_numbers_and_booleans() -> None:
    order = one(
        {"order.id": "no", "order.reference": "ref", "order.manual": "hand", "line.quantity": "pieces"},
        no=88001,
        ref=1042.0,
        hand="true",
        lines=[{"sku": 4711, "pieces": 2.0}],
    )
    assert (order.id, order.reference, order.manual) == ("88001", "1042", True)
    assert order.lines is not None
    assert order.lines[0][:2] == ("4711", 2)


@pytest.mark.parametrize(
    ("written", "tracked"),
    [
        ("6A1", True),
        (61, True),
        (["6A1"], True),
        ([{"number": "6A1"}], True),
        ({"number": "6A1"}, True),
        ("", False),
        (None, False),
        ([], False),
    ],
)
def test_tracking(written: Any, tracked: bool) -> None:
    assert one({"order.tracking": "parcel"}, parcel=written).tracked is tracked


# -------------------------------------------------------------------------------------------------- what is not found
def test_an_expression_that_finds_nothing_is_one_fault_of_the_list() -> None:
    by = {"order.reference": "shopref", "order.shop_order_id": "`null`"}
    found = pull(by, document(many(50)))
    assert found.orders == ()
    assert found.unreadable == ()
    assert missing(found) == ["map.order.reference"]
    assert sorted(kinds(found)) == ["bad_columns", "not_complete"]
    assert not found.coverage.complete
    assert_private(found.troubles)


@pytest.mark.parametrize(
    "name", ["order.id", "order.status", "order.created_at", "order.lines", "order.recipient.city", "line.sku"]
)
def test_whichever_it_is(name: str) -> None:
    found = pull({name: "nowhere"}, document(many(4)))
    assert missing(found) == [f"map.{name}"]
    assert found.unreadable == ()
    assert not found.coverage.complete


def test_it_is_told_also_of_two_pages_of_which_one_is_wrong() -> None:
    first = document([{**one, "ref": one["reference"]} for one in many(3)], next="1")
    found = pull({"order.reference": "ref"}, first, document(many(9)[3:]))
    assert [order.id for order in found.orders] == ["T-1", "T-2", "T-3"]
    assert missing(found) == ["map.order.reference"]
    assert found.unreadable == ()


def test_what_may_be_empty_is_no_fault() -> None:
    by = {f"order.{field}": "nowhere" for field in ("block_reason", "tracking", "shipped_at", "shop", "manual")}
    assert pull(by, document(many(4))).coverage.complete
    assert pull({"order.created_at": "`null`"}, document(many(4))).coverage.complete  # said, not looked for
    assert pull({"order.reference": "nowhere"}, document([])).coverage.complete


def test_orders_entered_by_hand_have_no_number() -> None:
    by_hand = row("T-1", manual=True, reference=None, shop_order_id=None)
    assert pull({"order.reference": "ref"}, document([by_hand])).coverage.complete


def test_one_of_both_numbers_is_enough() -> None:
    by = {"order.reference": "ref", "order.shop_order_id": "id_there"}
    by_id = [{**one, "id_there": str(n)} for n, one in enumerate(many(5))]
    assert pull(by, document(by_id)).coverage.complete
    some = pull(by, document([*by_id[:2], *many(9)[5:]]))  # the other four have no number at all
    assert (len(some.orders), some.unreadable) == (2, ())
    assert missing(some) == ["map.order.reference"]


def test_one_bad_order_costs_one_order() -> None:
    found = pull({"order.reference": "ref"}, document([{**row("T-1"), "ref": "1"}, row("T-2", shop_order_id=None)]))
    assert [order.id for order in found.orders] == ["T-1"]
    assert [(one.id, one.field) for one in found.unreadable] == [("T-2", "reference")]


@pytest.mark.parametrize("field", ["as_of", "since", "until", "complete"])
def test_a_page_whose_own_words_are_not_found(field: str) -> None:
    found = pull({field: "meta.nowhere"}, document(many(2)))
    assert [t.detail["fields"] for t in found.troubles if t.kind == "other"] == [{field: "finds nothing"}]
    assert not found.coverage.complete
    if field == "as_of":
        assert found.coverage.as_of == datetime(2026, 11, 22, 10, 4, tzinfo=UTC)  # not taken for one of this minute


def test_no_list_where_the_map_looks() -> None:
    for page in ({"data": {}}, {"orders": []}, []):
        with mapped({"orders": "data.list"}, as_bytes(page)) as (it, _), pytest.raises(SourceError) as caught:
            it.pull(WINDOW)
        assert (caught.value.kind, caught.value.detail) == ("other", {"what": "no_orders", "map": "orders"})
    with mapped({"order.id": "no"}, as_bytes([])) as (it, _), pytest.raises(SourceError) as caught:
        it.pull(WINDOW)
    assert caught.value.detail == {"what": "no_orders"}


@pytest.mark.parametrize("body", [b"{]", b'{"orders": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", b'{"a": "\xe9"}'])
def test_what_is_no_json(body: bytes) -> None:
    with mapped({"orders": "data"}, body) as (it, _), pytest.raises(SourceError) as caught:
        it.pull(WINDOW)
    assert caught.value.kind == "not_json"
    assert_private(caught.value, caught.value.__context__)


# ------------------------------------------------------------------------------------------- what does not fit
def test_an_expression_that_does_not_fit_costs_its_field() -> None:
    by = {"order.recipient.name": "join(' ', [first, last])", "line.sku": "join('-', [sku, size])"}
    lines = [{"sku": "A", "size": "M", "quantity": 1}]
    good = row("T-1", first="Éloïse", last="Trévidic", lines=lines)
    bad = row("T-2", reference="1043", shop_order_id=None, first="Éloïse", last=None, lines=[{"sku": "A"}])
    found = pull(by, document([good, bad]))
    first, second = found.orders
    assert first.recipient is not None
    assert first.recipient.name == "Éloïse Trévidic"
    assert (second.recipient, second.lines) == (None, None)
    (unreadable,) = found.unreadable
    assert (unreadable.id, unreadable.field) == ("T-2", "recipient, lines")
    assert "is not what its map expects" in unreadable.problem
    assert found.coverage.complete
    assert_private(found.unreadable, found.troubles)


def test_an_id_that_does_not_fit_costs_the_order() -> None:
    found = pull({"order.id": "join('', [no])"}, document([row(no="T-1"), row(no=7)]))
    assert [order.id for order in found.orders] == ["T-1"]
    assert [one.problem for one in found.unreadable] == ["is not what its map expects"]
    assert not found.coverage.complete


def test_what_fits_nowhere_is_told_once() -> None:
    found = pull({"order.created_at": "join('', [created_at, zone])"}, document(many(20)))
    assert (len(found.orders), found.unreadable) == (20, ())
    assert [t.detail["unreadable"] for t in found.troubles if t.kind == "bad_columns"] == [
        {"created_at": "is not what its map expects"}
    ]


def test_half_a_character_costs_its_field() -> None:
    page = as_bytes(other(document(many(2)))).replace("Ménilmontant".encode(), b"\\ud83d", 1)
    found = pull(MAP, page)
    assert [order.recipient is None for order in found.orders] == [True, False]
    assert [one.field for one in found.unreadable] == ["recipient.city"]


def test_rows_that_are_no_orders() -> None:
    found = pull(MAP, {**other(document(many(1))), "data": [{"attributes": one} for one in ("Éloïse Trévidic", 7)]})
    assert len(found.unreadable) == 2
    assert_private(found)


def test_nothing_of_the_page_leaves_with_an_error() -> None:
    page = other(document(many(3)))
    page["data"][0]["attributes"]["times"]["receivedMs"] = "Éloïse Trévidic"
    page["data"][1]["attributes"]["groups"] = [{"articles": [{"pieces": "12 rue de l'Église"}]}]
    found = pull(MAP, json.loads(json.dumps(page)))
    assert len(found.unreadable) == 2
    assert_private(found.unreadable, found.troubles)
