"""What Shopify exports: one list of connections in connections, without variables, and not too deep.

Source: Shopify, "Perform bulk operations with the GraphQL Admin API", operation restrictions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, OperationDefinitionNode
from graphql.execution.values import VariableValues, get_argument_values

from sandbox import shopify_question
from sandbox.shopify_plan import Part
from sandbox.shopify_schema import Question, schema, understood

CONNECTIONS, DEPTH = 5, 2
"""At most so many, and so deep below the first one."""


@dataclass(frozen=True, slots=True)
class Export:
    """A question that may be exported."""

    text: str
    grouped: bool
    question: Question
    operation: OperationDefinitionNode
    key: str
    """Under which the rows stand in the answer."""
    part: Part
    search: str | None


def exportable(text: str, grouped: bool) -> Export | str:
    """The export, or why there is none."""
    question = understood(text)
    if isinstance(question, tuple):
        return f"Invalid bulk query: {question[0].message}"
    operation = question.operations[0]
    if len(question.operations) != 1 or operation.operation.value != "query":
        return "Invalid bulk query: a single query is needed"
    if operation.variable_definitions:
        return "Invalid bulk query: variables are not supported"
    fields = operation.selection_set.selections
    if len(fields) != 1 or not isinstance(fields[0], FieldNode):
        return "Invalid bulk query: a single top-level field is needed"
    field = fields[0]
    if field.name.value in {"node", "nodes"}:
        return f"Invalid bulk query: the top-level `{field.name.value}` field cannot be used"
    values: VariableValues = VariableValues({}, {})
    parts = shopify_question.plan(question, operation, values).parts
    key, part = next(iter(parts.items()), ("", Part("root")))
    if part.kind != "connection":
        return "Invalid bulk query: it must contain at least one connection"
    if refused := next(wrong(part), None) or (
        f"Invalid bulk query: at most {CONNECTIONS} connections" if _count(part) > CONNECTIONS else None
    ):
        return refused
    query_type = schema().query_type
    assert query_type is not None
    given: dict[str, Any] = get_argument_values(query_type.fields[field.name.value], field, values)
    return Export(text, grouped, question, operation, key, part, given.get("query"))


def wrong(part: Part, depth: int = 0, *, listed: bool = False) -> Iterator[str]:
    """What of it cannot be exported."""
    nested = [one for one in part.parts.values() if one.kind == "connection"]
    if nested and (listed or part.kind == "list"):
        yield "Invalid bulk query: connections within lists are not supported"
    if nested and part.kind == "connection" and not part.identified:
        yield "Invalid bulk query: the `id` of a connection's parent must be asked for"
    if depth > DEPTH:
        yield f"Invalid bulk query: connections nest at most {DEPTH} levels deep"
    for one in part.parts.values():
        yield from wrong(one, depth + (one.kind == "connection"), listed=listed or one.kind == "list")


def _count(part: Part) -> int:
    return (part.kind == "connection") + sum(_count(one) for one in part.parts.values())
