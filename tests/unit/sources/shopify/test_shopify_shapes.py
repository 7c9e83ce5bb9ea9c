"""Everything that Shopify's own schema allows as an answer to our questions is read: nothing of it is refused."""

from __future__ import annotations

import gzip
import json
import random
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    build_client_schema,
    execute_sync,
    parse,
)

from sources.shopify import normalise
from tests.house.wall_reading import ROOT
from tests.unit.sources.shopify.told import ALL, APART, one

SCHEMA = ROOT.parent / "shared" / "fixtures" / "shopify" / "admin_2026-10.json.gz"
QUESTIONS = Path(normalise.__file__).parent
SCALARS: dict[str, Callable[[random.Random], Any]] = {
    "Boolean": lambda dice: dice.random() < 0.5,
    "Int": lambda dice: dice.randrange(4),
    "String": lambda dice: dice.choice(["", " ", "É", "_x", "6A1"]),
    "DateTime": lambda dice: dice.choice(["2026-11-21T07:00:00Z", "2026-11-21T08:00:00+01:00"]),
}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    if not SCHEMA.is_file():
        warnings.warn(f"Shopify's schema is not there, so nothing was held against it: {SCHEMA.name}", stacklevel=1)
        pytest.skip("../shared/fixtures/shopify is not there")
    told = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    return build_client_schema(told.get("data") or told, assume_valid=True)


def answer(schema: GraphQLSchema, question: str, seed: int) -> bytes:
    """One of the answers that the schema allows, thrown with dice."""
    dice = random.Random(seed)
    document = parse((QUESTIONS / f"{question}.graphql").read_text(encoding="utf-8"))

    def value(kind: Any, info: GraphQLResolveInfo) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return value(kind.of_type, info)
        if isinstance(kind, GraphQLList):
            return [value(kind.of_type, info) for _ in range(dice.randrange(5))]
        if isinstance(kind, GraphQLEnumType):
            return dice.choice(list(kind.values.values())).value
        if isinstance(kind, GraphQLScalarType):
            if kind.name == "ID":
                return f"gid://shopify/{info.parent_type.name}/{dice.randrange(1, 10**14)}"
            return SCALARS[kind.name](dice)
        return {}

    def resolve(_source: Any, info: GraphQLResolveInfo, **_asked: Any) -> Any:
        kind = info.return_type
        if info.field_name == "endCursor":  # the schema does not say that a list that goes on has one
            return "cursor"
        outermost = info.path.prev is None
        if not isinstance(kind, GraphQLNonNull) and not outermost and dice.random() < 0.3:
            return None
        return value(kind, info)

    asked = {}
    for definition in document.definitions:
        for variable in definition.variable_definitions:  # type: ignore[attr-defined]
            kind = variable.type.type.name.value if hasattr(variable.type, "type") else variable.type.name.value
            asked[variable.variable.name.value] = {"Boolean": dice.random() < 0.7, "Int": 5}.get(kind, "x")
    result = execute_sync(schema, document, field_resolver=resolve, variable_values=asked)
    assert result.errors is None, result.errors
    return json.dumps({"data": result.data}).encode()


@pytest.mark.shared
@pytest.mark.parametrize("hidden", [False, True])
def test_every_order_that_the_schema_allows_is_read_at_once(
    schema: GraphQLSchema, hidden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(normalise, "_read_again")  # row by row is for what the schema does not allow
    orders = 0
    for seed in range(150):
        text = answer(schema, "orders", seed)
        page = normalise.read_page(text, (ALL, APART)[seed % 2], hidden_addresses=hidden)
        assert (page.problem, page.unreadable) == ("", [])
        assert len(page.orders) == len(json.loads(text)["data"]["orders"]["nodes"])
        orders += len(page.orders)
    assert orders > 100


@pytest.mark.shared
def test_one_order_that_the_schema_allows_is_read(schema: GraphQLSchema) -> None:
    for seed in range(150):
        page = normalise.read_order(answer(schema, "order", seed), APART)
        assert (page.problem, page.unreadable, len(page.orders)) == ("", [], 1)


READERS: dict[str, Callable[[bytes], Any]] = {
    "lines": lambda text: normalise.read_lines(text, one(), ALL),
    "fulfilments": normalise.read_fulfilments,
    "fulfilment_lines": normalise.read_sent,
    "refunds": normalise.read_refunds,
    "refund_lines": normalise.read_refund_lines,
    "transactions": normalise.read_payments,
    "assignments": normalise.read_assignments,
    "assignment_lines": normalise.read_assignment_lines,
    "skeleton": normalise.read_skeleton,
}


@pytest.mark.shared
@pytest.mark.parametrize("question", READERS)
def test_every_further_answer_that_the_schema_allows_is_read(schema: GraphQLSchema, question: str) -> None:
    for seed in range(60):
        assert READERS[question](answer(schema, question, seed)) is not None


def test_an_export_asks_for_what_a_page_asks_for() -> None:
    """The same fields, so that an order is the same either way."""

    def fields(selected: Any, prefix: str = "") -> set[str]:
        found: set[str] = set()
        for field in selected.selections if selected else ():
            path = (
                prefix
                if field.name.value in ("edges", "node", "nodes", "pageInfo")
                else f"{prefix}.{field.name.value}"
            )
            found |= {path} | fields(field.selection_set, path)
        return found

    def of(question: str) -> set[str]:
        document = parse((QUESTIONS / f"{question}.graphql").read_text(encoding="utf-8"))
        return {path for path in fields(document.definitions[0].selection_set) if path.startswith(".orders.")}  # type: ignore[attr-defined]

    beside = {
        ".orders.lineItems.hasNextPage",
        ".orders.lineItems.endCursor",
        ".orders.hasNextPage",
        ".orders.endCursor",
    }
    page = {path for path in of("orders") if not path.startswith(".orders.fulfillmentOrders")}
    assert page - of("bulk_orders") <= beside
    assert of("bulk_orders") <= page
