"""Our few types of Shopify's schema stand there as in Shopify's own, and its costs are as published for a real question."""

from __future__ import annotations

import gzip
import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, build_client_schema, get_variable_values, parse

from sandbox.shopify_plan import Planner
from sandbox.shopify_schema import schema

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "shopify"
pytestmark = pytest.mark.shared
if not RECORDED.is_dir():
    warnings.warn("Shopify's schema is absent: the stand-in is not compared", stacklevel=1)
    pytest.skip("Shopify's schema is absent: ../shared", allow_module_level=True)

OURS = [name for name in schema().type_map if not name.startswith("__")]


@cache
def theirs() -> GraphQLSchema:
    told = json.loads(gzip.decompress((RECORDED / "admin_2026-10.json.gz").read_bytes()))
    return build_client_schema(told.get("data") or told, assume_valid=True)


def test_the_roots_are_the_same() -> None:
    for ours, real in ((schema().query_type, theirs().query_type), (schema().mutation_type, theirs().mutation_type)):
        assert ours is not None
        assert real is not None
        assert ours.name == real.name
    assert schema().subscription_type is None


@pytest.mark.parametrize("name", OURS)
def test_a_type_stands_there_in_the_same_way(name: str) -> None:
    ours: Any = schema().type_map[name]
    real: Any = theirs().type_map[name]
    assert type(ours) is type(real)
    assert set(getattr(ours, "values", ())) <= set(getattr(real, "values", ()))
    assert {one.name for one in getattr(ours, "interfaces", ())} <= {
        one.name for one in getattr(real, "interfaces", ())
    }
    for field_name, field in getattr(ours, "fields", {}).items():
        other = real.fields[field_name]
        assert (field_name, str(field.type)) == (field_name, str(other.type))
        assert other.deprecation_reason is None, field_name
        for arg_name, arg in field.args.items():
            assert (field_name, arg_name, str(arg.type)) == (field_name, arg_name, str(other.args[arg_name].type))
        needed = {key for key, arg in other.args.items() if str(arg.type).endswith("!")}
        assert needed <= set(field.args), f"{field_name} needs more"


@pytest.mark.parametrize("name", ["CountPrecision", "OrderDisplayFinancialStatus", "OrderDisplayFulfillmentStatus"])
def test_the_words_that_decide_are_all_there(name: str) -> None:
    ours: Any = schema().type_map[name]
    real: Any = theirs().type_map[name]
    assert set(ours.values) == set(real.values)


@pytest.mark.parametrize(("first", "points"), [(1, 94), (5, 462), (10, 922)])
def test_a_page_costs_what_the_published_rules_make_of_it(first: int, points: int) -> None:
    document = parse((RECORDED / "orders_page.graphql").read_text("utf-8"))
    operation: Any = document.definitions[0]
    values: Any = get_variable_values(theirs(), operation.variable_definitions, {"first": first, "query": ""})
    assert Planner(theirs(), {}, values).plan(operation).requested() == points
