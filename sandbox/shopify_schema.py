"""The stand-in's language: the schema, read when first asked for, and the questions that were already understood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)

FILE = Path(__file__).with_name("shopify_schema.graphql")


@cache
def schema() -> GraphQLSchema:
    return build_schema(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Question:
    """One document that the schema allows."""

    document: DocumentNode
    operations: tuple[OperationDefinitionNode, ...]
    fragments: dict[str, FragmentDefinitionNode]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The one that is meant; None: it is not said which."""
        if name is None:
            return self.operations[0] if len(self.operations) == 1 else None
        return next((one for one in self.operations if one.name and one.name.value == name), None)


@lru_cache(maxsize=500)
def understood(text: str) -> Question | tuple[GraphQLError, ...]:
    """Parsed and validated, or what is wrong with it."""
    try:
        document = parse(text)
    except GraphQLError as error:
        return (error,)
    if wrong := validate(schema(), document):
        return tuple(wrong)
    parts = document.definitions
    return Question(
        document,
        tuple(one for one in parts if isinstance(one, OperationDefinitionNode)),
        {one.name.value: one for one in parts if isinstance(one, FragmentDefinitionNode)},
    )
