"""Every question that we send: it reads and nothing else, Shopify's own schema knows it, and it costs what we say."""

from __future__ import annotations

import gzip
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    build_client_schema,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import NoDeprecatedCustomRule

from sources.shopify import graph, orders, pace

FOLDER = Path(graph.__file__).parent
QUESTIONS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.graphql"))}
SCHEMA = Path(__file__).resolve().parents[5] / "shared" / "fixtures" / "shopify" / "admin_2026-10.json.gz"
MUTATIONS = {"bulk_start": {"bulkOperationRunQuery"}, "bulk_cancel": {"bulkOperationCancel"}}
"""Mutations by their form only: they start and end an export, and change nothing in the shop."""
WRITES = re.compile(
    r"(Create|Update|Delete|Destroy|Remove|Edit|Cancel|Close|Open|Capture|AsPaid|Set|Add|Move|Hold|Release|Send|Sync|RunQuery|"
    r"RunMutation|Bulk|Accept|Reject|Submit|Merge|Split)$"
)
"""How Shopify's mutations end: a noun, and what is done to it."""


def operation(name: str) -> OperationDefinitionNode:
    """The one that stands in the file."""
    (found,) = parse(QUESTIONS[name]).definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


def fields(selection: SelectionSetNode | None) -> Iterator[FieldNode]:
    for one in selection.selections if selection else ():
        assert isinstance(one, FieldNode), "fields stand where they are asked for: no fragments"
        yield one
        yield from fields(one.selection_set)


def test_there_are_some() -> None:
    assert {"orders", "order", "bulk_orders", "reach", *MUTATIONS} <= QUESTIONS.keys()


@pytest.mark.parametrize("name", QUESTIONS)
class TestEach:
    def test_is_one_operation_with_a_name_and_says_what_for(self, name: str) -> None:
        assert QUESTIONS[name].startswith("# ")
        assert not [one for one in parse(QUESTIONS[name]).definitions if isinstance(one, FragmentDefinitionNode)]
        named = operation(name).name
        assert named is not None
        assert named.value

    def test_only_asks(self, name: str) -> None:
        asked = operation(name)
        if name not in MUTATIONS:
            assert asked.operation is OperationType.QUERY
            assert not re.search(r"\bmutation\b|\bsubscription\b", graph_text(name))
        else:
            assert asked.operation is OperationType.MUTATION
            assert {
                one.name.value for one in asked.selection_set.selections if isinstance(one, FieldNode)
            } == MUTATIONS[name]

    def test_names_nothing_that_writes(self, name: str) -> None:
        told = {one.name.value for one in fields(operation(name).selection_set)}
        assert {one for one in told if WRITES.search(one)} == MUTATIONS.get(name, set())

    def test_fills_in_nothing_by_itself(self, name: str) -> None:
        """What is asked about travels as a variable, never inside the text; but an export's search has no other way."""
        assert ("WINDOW" in graph_text(name)) is (name == "bulk_orders")
        assert not re.search(r"gid://|created_at:", graph_text(name))

    def test_asks_for_no_more_of_a_person_than_the_address(self, name: str) -> None:
        told = {one.name.value for one in fields(operation(name).selection_set)}
        assert not told & {"email", "phone", "customer", "billingAddress", "note", "clientIp", "value", "province"}


def graph_text(name: str) -> str:
    """Without comments, as it is sent."""
    return "\n".join(line for line in QUESTIONS[name].splitlines() if not line.startswith("#"))


def tree(selection: SelectionSetNode | None, at: str = "") -> set[str]:
    """Every field by its path, without what pages and exports spell differently."""
    found: set[str] = set()
    for one in selection.selections if selection else ():
        assert isinstance(one, FieldNode)
        name = one.name.value
        if name in ("pageInfo", "ordersCount"):
            continue
        path = at if name in ("nodes", "edges", "node") else f"{at}.{name}"
        found |= {path} | tree(one.selection_set, path)
    return found


def of_order(name: str, without: tuple[str, ...] = ()) -> set[str]:
    (root,) = (path for path in tree(operation(name).selection_set) if path.count(".") == 1)
    told = {path.removeprefix(root) for path in tree(operation(name).selection_set)} - {""}
    return {path for path in told if not path.startswith(without)} if without else told


def test_an_order_is_the_same_wherever_it_comes_from() -> None:
    """Who fulfils stands a level too deep for an export: where that counts, there is none."""
    assert of_order("orders") == of_order("order")
    assert ".fulfillmentOrders" in of_order("orders")
    assert of_order("orders", (".fulfillmentOrders",)) == of_order("bulk_orders")


def test_so_are_the_lines_and_the_payments_that_follow() -> None:
    for name, part in (
        ("lines", ".lineItems"),
        ("transactions", ".transactions"),
        ("assignments", ".fulfillmentOrders"),
    ):
        of_page = {path for path in of_order("order") if path.startswith(part)}
        assert of_page <= of_order(name), name


def test_what_is_left_out_of_an_export_is_whole_lines() -> None:
    """Those that end in "# articles" and "# addresses": what stays is still a question."""
    text = QUESTIONS["bulk_orders"]
    lines = [line for line in text.splitlines() if not line.endswith(("# articles", "# addresses"))]
    assert len(lines) == len(text.splitlines()) - 2
    (left,) = parse("\n".join(lines)).definitions
    assert isinstance(left, OperationDefinitionNode)
    gone = of_order("bulk_orders") - {path.removeprefix(".orders") for path in tree(left.selection_set)}
    assert {path.split(".")[-1] for path in gone if path.count(".") == 1 or "variant" in path} == {
        "shippingAddress",
        "variant",
        "id",
    }


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    if not SCHEMA.is_file():
        warnings.warn(f"the schema is not there, so no question was held against it: {SCHEMA.name}", stacklevel=1)
        pytest.skip("../shared/fixtures/shopify is not there")
    told = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    return build_client_schema(told.get("data") or told, assume_valid=True)


@pytest.mark.shared
@pytest.mark.parametrize("name", QUESTIONS)
def test_shopifys_schema_knows_it_and_nothing_of_it_is_deprecated(schema: GraphQLSchema, name: str) -> None:
    faults = validate(schema, parse(QUESTIONS[name]), [*specified_rules, NoDeprecatedCustomRule])
    assert [fault.message for fault in faults] == []


@pytest.mark.shared
def test_no_question_asks_for_anything_that_is_a_mutation(schema: GraphQLSchema) -> None:
    assert schema.mutation_type is not None
    known = schema.mutation_type.fields.keys()
    for name in QUESTIONS:
        told = {one.name.value for one in fields(operation(name).selection_set)}
        assert told & known == MUTATIONS.get(name, set()), name


@pytest.mark.shared
def test_the_schema_does_find_faults(schema: GraphQLSchema) -> None:
    rules = [*specified_rules, NoDeprecatedCustomRule]
    for text in (
        "{ order(id: 1) { nonsense } }",
        "{ orders(first: 1) { nodes { lineItems(first: 1) { nodes { fulfillableQuantity } } } } }",
    ):
        assert validate(schema, parse(text), rules)


def price(schema: GraphQLSchema, name: str, given: Mapping[str, Any]) -> int:
    """By the published rules: an object 1, a connection 2 and so often what one of it costs, a scalar nothing."""
    asked = operation(name)
    root = schema.query_type
    assert root is not None
    return _inside(asked.selection_set, root, {**_defaults(asked), **given})


def _defaults(asked: OperationDefinitionNode) -> dict[str, Any]:
    return {
        one.variable.name.value: getattr(one.default_value, "value", None) for one in asked.variable_definitions or ()
    }


def _inside(selection: SelectionSetNode | None, of: Any, given: Mapping[str, Any]) -> int:
    return sum(
        _of_field(one, of, given) for one in (selection.selections if selection else ()) if isinstance(one, FieldNode)
    )


def _of_field(one: FieldNode, of: Any, given: Mapping[str, Any]) -> int:
    for directive in one.directives or ():
        condition: Any = directive.arguments[0].value
        if directive.name.value == "include" and not given[condition.name.value]:
            return 0
    kind = of.fields[one.name.value].type
    kind = kind.of_type if is_non_null_type(kind) else kind
    named = get_named_type(kind)
    if not is_object_type(named) or named.name == "PageInfo":
        return 0
    inner = _inside(one.selection_set, named, given)
    first = _first(one, given)
    if named.name.endswith("Connection"):
        assert first is not None
        return 2 + first * inner  # of which 1 for each row: `nodes` is a list of them
    if is_list_type(kind):
        return (first if first is not None else 1) * (1 + inner)
    return 1 + inner


def _first(one: FieldNode, given: Mapping[str, Any]) -> int | None:
    for argument in one.arguments or ():
        if argument.name.value == "first":
            value: Any = argument.value
            return int(given[value.name.value] if hasattr(value, "name") else value.value)
    return None


def of_page(schema: GraphQLSchema, first: int, *, services: bool = False) -> int:
    given = {"first": first, "counted": False, "articles": True, "addresses": True, "services": services}
    return price(schema, "orders", given)


@pytest.mark.shared
def test_a_page_costs_what_we_say(schema: GraphQLSchema) -> None:
    for first in (1, 2, 35):
        assert of_page(schema, first) == 2 + first * orders.ORDER_POINTS
        dearer = 2 + first * (orders.ORDER_POINTS + orders.SERVICES_POINTS)
        assert of_page(schema, first, services=True) == dearer


@pytest.mark.shared
def test_the_comment_beside_it_says_the_same(schema: GraphQLSchema) -> None:
    comment = " ".join(
        line.removeprefix("#").strip() for line in QUESTIONS["orders"].splitlines() if line.startswith("#")
    )
    assert f"Costs 2 + first x {orders.ORDER_POINTS} points" in comment
    assert f"{orders.SERVICES_POINTS} more for each" in comment
    first, whole = (int(text) for text in re.findall(r"(\d+) orders are (\d+)", comment)[0])
    assert of_page(schema, first) == whole <= pace.MOST_POINTS < of_page(schema, first + 1)


@pytest.mark.shared
def test_no_question_asks_for_more_than_one_may(schema: GraphQLSchema) -> None:
    """With the largest pages that each is asked for."""
    most = {"order": {"articles": True, "addresses": True, "services": True}, "lines": {"articles": True}}
    for name in QUESTIONS.keys() - MUTATIONS.keys() - {"bulk_orders", "orders"}:
        given = {"first": 150, "lines": 1, "counted": True, **most.get(name, {})}
        assert price(schema, name, given) <= pace.MOST_POINTS, name


@pytest.mark.shared
def test_the_points_that_are_waited_for_are_no_fewer_than_one_order_costs(schema: GraphQLSchema) -> None:
    granted = {"articles": True, "addresses": True}
    assert price(schema, "order", granted) <= orders.ORDER_POINTS + 1
    assert price(schema, "order", {**granted, "services": True}) <= orders.ORDER_POINTS + orders.SERVICES_POINTS + 1
