"""One question to a stand-in Shopify, from its text to its answer: understood, weighed, paid for, and answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, execute_sync
from graphql.execution.values import VariableValues, get_variable_values

from sandbox import shopify_errors, shopify_resolvers
from sandbox.faults import JSON, Answer
from sandbox.shopify_asking import Asking
from sandbox.shopify_pace import Buckets
from sandbox.shopify_plan import Part, Planner
from sandbox.shopify_schema import Question, schema, understood

Doc = dict[str, Any]
MISSING = {"query": "Required parameter missing or invalid"}


class Counter:
    """Where questions are answered."""

    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def answer(self, token: str, body: bytes, ask: Asking, headers: tuple[tuple[str, str], ...]) -> Answer:
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        sound = isinstance(told, dict) and isinstance(told.get("variables") or {}, dict)
        if not sound or not isinstance(told.get("query"), str):
            return shopify_errors.plain(400, MISSING, headers)
        document = self._answered(token, told, ask)
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
        return Answer(200, (*JSON, *headers), text.encode())

    def _answered(self, token: str, told: Doc, ask: Asking) -> Doc:
        question = understood(told["query"])
        if isinstance(question, tuple):
            return self._refused(token, question, None)
        operation = question.operation(told.get("operationName"))
        if operation is None:
            return self._refused(token, [GraphQLError("An operation name is required")], None)
        given = told.get("variables") or {}
        values = variables(operation, given)
        if isinstance(values, list):
            return self._refused(token, values, None)
        part = plan(question, operation, values)
        cost, most = part.requested(), ask.shop.most_points
        if cost > most:
            return self._refused(token, [shopify_errors.too_dear(cost, most)], cost)
        if cost > self._buckets.available(token):
            return self._refused(token, [shopify_errors.throttled()], cost)
        result = executed(question, operation, given, ask)
        actual = part.actual(result.data)
        self._buckets.take(token, actual)
        answer: Doc = {"data": result.data}
        if result.errors:
            answer["errors"] = [_told(error) for error in result.errors]
        answer["extensions"] = {"cost": self._cost(token, cost, actual)}
        if ask.notes:
            answer["extensions"]["search"] = ask.notes
        return answer

    def _refused(self, token: str, errors: Iterable[GraphQLError], cost: int | None) -> Doc:
        """Nothing was run, and nothing is paid."""
        told = [_told(error) for error in errors]
        return {"errors": told, "extensions": {"cost": self._cost(token, cost, None)}}

    def _cost(self, token: str, requested: int | None, actual: int | None) -> Doc:
        status = self._buckets.told(token)
        return {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}


def variables(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
    values = get_variable_values(schema(), operation.variable_definitions or (), dict(given))
    if isinstance(values, list):
        # a value may be somebody's; what is wrong with it is said without it
        return [shopify_errors.Refusal("INVALID_VARIABLE", "A variable was provided an invalid value")]
    return values


def plan(question: Question, operation: OperationDefinitionNode, values: VariableValues) -> Part:
    return Planner(schema(), question.fragments, values).plan(operation)


def executed(
    question: Question, operation: OperationDefinitionNode, given: Mapping[str, Any], ask: Asking
) -> ExecutionResult:
    return execute_sync(
        schema(),
        question.document,
        shopify_resolvers.ROOT,
        ask,
        dict(given),
        operation.name.value if operation.name else None,
        field_resolver=shopify_resolvers.answer,
        type_resolver=shopify_resolvers.kind,
    )


def _told(error: GraphQLError) -> Doc:
    told: Doc = {"message": error.message}
    if error.locations:
        told["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path is not None:
        told["path"] = error.path
    extensions = dict(error.extensions or {})
    if not extensions and error.message.startswith("Cannot query field"):
        extensions = {"code": "undefinedField"}
    return {**told, "extensions": extensions} if extensions else told
