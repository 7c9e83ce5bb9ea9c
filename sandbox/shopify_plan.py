"""What a question asks for, as Shopify counts it: a tree of objects, lists and connections with their sizes.

Source: Shopify, "API rate limits", as the project's facts (shops, section 1) state the rules: an object is 1 point, a scalar
nothing, a list of n is n x (1 + what is in one), a connection is 2 more. Pages, edges and `nodes` add nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
    is_abstract_type,
    is_list_type,
    is_object_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values
from graphql.type import (
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    get_nullable_type,
    is_composite_type,
)

MUTATION = 10
"""Points of a mutation, whatever it answers."""
Kind = Literal["root", "object", "list", "connection", "mutation"]
Found = dict[str, tuple[GraphQLField, list[FieldNode]]]


@dataclass(slots=True)
class Part:
    """One field that is more than a scalar, with what is asked of it."""

    kind: Kind
    size: int | None = None
    """How many are asked for; None: the question does not say."""
    parts: dict[str, Part] = field(default_factory=dict)
    """By the key in the answer: of the object, or of each node."""
    doors: tuple[tuple[str, str], ...] = ()
    """Of a connection: where its nodes stand in the answer ("nodes", "") or ("edges", "node")."""
    identified: bool = False
    """Of a connection: its nodes are asked for their id."""

    def requested(self) -> int:
        """Before it is answered: as if everything asked for were there."""
        inner = sum(part.requested() for part in self.parts.values())
        if self.kind == "root":
            return inner
        if self.kind == "mutation":
            return MUTATION
        if self.kind == "connection":
            return 2 + (self.size or 0) * (1 + inner)
        return (1 if self.size is None else self.size) * (1 + inner)

    def actual(self, value: Any) -> int:
        """The same, over what was really answered."""
        if value is None:
            return 0
        if self.kind == "root":
            return self._inside(value)
        if self.kind == "mutation":
            return MUTATION
        if self.kind == "connection":
            return 2 + sum(1 + self._inside(node) for node in self.nodes(value))
        if self.kind == "object":
            return 1 + self._inside(value)
        each = [1 + self._inside(one) for one in value if one is not None]
        return sum(each) if self.size is not None else max(each, default=1)

    def nodes(self, value: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """What a connection answered with."""
        for door, within in self.doors:
            rows = value.get(door) or []
            return [row[within] for row in rows] if within else rows
        return []

    def _inside(self, value: Mapping[str, Any]) -> int:
        return sum(part.actual(value.get(key)) for key, part in self.parts.items())


@dataclass(frozen=True, slots=True)
class Planner:
    """Reads one question with its variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def plan(self, operation: OperationDefinitionNode) -> Part:
        root = self.schema.get_root_type(operation.operation)
        assert root is not None
        parts = self._parts(root, [operation.selection_set.selections])
        if operation.operation.value == "mutation":
            for part in parts.values():
                part.kind = "mutation"
        return Part("root", None, parts)

    def _parts(self, kind: GraphQLNamedType, selections: Iterable[Sequence[SelectionNode]]) -> dict[str, Part]:
        found: Found = {}
        for one in selections:
            self._collect(kind, one, found)
        return {
            key: self._part(field, nodes)
            for key, (field, nodes) in found.items()
            if is_composite_type(get_named_type(field.type))
        }

    def _part(self, field: GraphQLField, nodes: list[FieldNode]) -> Part:
        named = get_named_type(field.type)
        given = get_argument_values(field, nodes[0], self.variables)
        within = [node.selection_set.selections for node in nodes if node.selection_set]
        size = given.get("first", given.get("last"))
        if named.name.endswith("Connection"):
            return self._connection(named, within, size)
        if is_list_type(get_nullable_type(field.type)):
            ids = given.get("ids")
            return Part("list", size if ids is None else len(ids), self._parts(named, within))
        return Part("object", None, self._parts(named, within))

    def _connection(
        self, named: GraphQLNamedType, within: Iterable[Sequence[SelectionNode]], size: int | None
    ) -> Part:
        found: Found = {}
        for one in within:
            self._collect(named, one, found)
        part, doors = Part("connection", size), []
        for key, (own, nodes) in found.items():
            inner = [node.selection_set.selections for node in nodes if node.selection_set]
            if nodes[0].name.value == "nodes":
                self._fill(part, get_named_type(own.type), inner)
                doors.append((key, ""))
            elif nodes[0].name.value == "edges":
                edge: Found = {}
                for one in inner:
                    self._collect(get_named_type(own.type), one, edge)
                for name, (node, deeper) in edge.items():
                    if deeper[0].name.value == "node":
                        sets = [one.selection_set.selections for one in deeper if one.selection_set]
                        self._fill(part, get_named_type(node.type), sets)
                        doors.append((key, name))
        part.doors = tuple(doors)
        return part

    def _fill(self, part: Part, named: GraphQLNamedType, within: Sequence[Sequence[SelectionNode]]) -> None:
        found: Found = {}
        for one in within:
            self._collect(named, one, found)
        part.parts |= self._parts(named, within)
        part.identified |= "id" in found and found["id"][1][0].name.value == "id"

    def _collect(self, kind: GraphQLNamedType, selections: Sequence[SelectionNode], found: Found) -> None:
        """The fields by their key in the answer. Of an interface, those of every type that is named."""
        for node in selections:
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                field = self.schema.get_field(kind, node.name.value)  # type: ignore[arg-type]
                if field is not None:
                    key = node.alias.value if node.alias else node.name.value
                    found.setdefault(key, (field, []))[1].append(node)
                continue
            for within, rows in self._opened(kind, node):
                self._collect(within, rows, found)

    def _opened(
        self, kind: GraphQLNamedType, node: SelectionNode
    ) -> Iterator[tuple[GraphQLNamedType, Sequence[SelectionNode]]]:
        """A fragment, as far as it can apply."""
        if isinstance(node, FragmentSpreadNode):
            spread = self.fragments[node.name.value]
            condition, rows = spread.type_condition.name.value, spread.selection_set.selections
        else:
            assert isinstance(node, InlineFragmentNode)
            condition = node.type_condition.name.value if node.type_condition else kind.name
            rows = node.selection_set.selections
        wanted = self.schema.type_map[condition]
        if wanted is kind or is_abstract_type(kind):
            yield wanted, rows
        elif is_abstract_type(wanted) and is_object_type(kind) and self.schema.is_sub_type(wanted, kind):
            yield kind, rows

    def _wanted(self, node: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))
