"""The settings' `map`: which of the feed's fields it fills, and its JMESPath expressions, checked and compiled once.

Public (CONTRACTS sections 3 and 4, docs/tpop-feed.md). Nothing but JMESPath is ever evaluated, and no expression may
make much more out of a page than stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

HEAD = ("as_of", "since", "until", "complete", "next")
ORDER = (
    *(
        "id",
        "shop",
        "reference",
        "shop_order_id",
        "status",
        "created_at",
        "updated_at",
        "production_at",
        "shipped_at",
    ),
    *("block_reason", "block_code", "manual", "recipient", "lines", "tracking"),
)
RECIPIENT = ("name", "address1", "address2", "postcode", "city", "country", "company")
LINE = ("sku", "quantity", "id")
UNREAD = frozenset({"order.amount", "order.currency", "line.title", "line.variant"})
"""Fields of the feed that no check reads yet: they may be mapped, and nothing is looked for."""
TIMES = frozenset({"as_of", "since", "until", "created_at", "updated_at", "production_at", "shipped_at"})

FIELDS = frozenset(
    {"orders", *HEAD, *UNREAD}
    | {f"order.{field}" for field in ORDER}
    | {f"order.recipient.{field}" for field in RECIPIENT}
    | {f"line.{field}" for field in LINE}
)
"""All that a map may fill."""

LENGTH_MAX = 500
"""Characters of one expression."""
DEPTH_MAX = 40
"""How deep the parts of one expression may stand inside each other."""
MAKERS_MAX = 8
MEMBERS_MAX = 16
"""Function calls, and lists and objects of an expression's own, are what can make more of a page than stands in it
(`[@,@][]` doubles it). So many of them are allowed, and so many members of such lists and objects."""
NAME_MAX = 60
_OWN = ("multi_select_list", "multi_select_dict")


class Expression(NamedTuple):
    """One compiled expression and the name of the field that it fills: `order.reference`."""

    name: str
    search: Any
    """A JMESPath search: a value in, what was found (or None) out."""
    fixed: bool
    """It is one constant: it says what to take, and looks for nothing."""


class Map(NamedTuple):
    """A `map`, ready for use. The keys are the feed's fields, without what stands before the dot."""

    orders: Expression | None
    head: Mapping[str, Expression]
    order: Mapping[str, Expression]
    recipient: Mapping[str, Expression]
    line: Mapping[str, Expression]


def faults(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a map, by field; never what stands there. Empty: it can be compiled."""
    found = {}
    for name, text in given.items():
        problem = _fault(text) if name in FIELDS else "is not a field that a map can fill"
        if problem:
            found[name[:NAME_MAX]] = problem
    return found


def compiled(given: Mapping[str, str]) -> Map | None:
    """A map in which `faults` finds none. None: there is nothing in it, so the page speaks the contract itself."""
    made: dict[str, Expression] = {}
    for name, text in given.items():
        search = jmespath.compile(text)
        made[name] = Expression(name, search.search, search.parsed["type"] == "literal")
    if not made:
        return None

    def of(prefix: str, fields: tuple[str, ...]) -> dict[str, Expression]:
        return {field: made[prefix + field] for field in fields if prefix + field in made}

    return Map(
        orders=made.get("orders"),
        head=of("", HEAD),
        order=of("order.", ORDER),
        recipient=of("order.recipient.", RECIPIENT),
        line=of("line.", LINE),
    )


def _fault(text: str) -> str:
    """Why an expression cannot be taken; "" where it can."""
    if not text.strip():
        return "is empty"
    if len(text) > LENGTH_MAX:
        return f"is longer than {LENGTH_MAX} characters"
    try:
        parsed = jmespath.compile(text).parsed
        parts = list(_parts(parsed, 1, ""))
    except RecursionError:
        return "is nested too deeply"
    except (JMESPathError, ValueError, LookupError, TypeError, AttributeError):
        return "is not a JMESPath expression"
    if max(part.depth for part in parts) > DEPTH_MAX:
        return "is nested too deeply"
    if any(part.kind == "expref" and part.within != "function_expression" for part in parts):
        return 'is not a JMESPath expression that finds a value ("&" stands outside of a function)'
    for part in parts:
        if part.kind == "function_expression" and (problem := _misuse(part.node)):
            return problem
    own = [part for part in parts if part.kind in _OWN]
    calls = [part for part in parts if part.kind == "function_expression"]
    if len(own) + len(calls) > MAKERS_MAX or sum(len(part.node["children"]) for part in own) > MEMBERS_MAX:
        return "asks for too much at once: too many functions, lists and objects of its own"
    return ""


class _Part(NamedTuple):
    node: Mapping[str, Any]
    kind: str
    depth: int
    within: str


def _parts(node: Any, depth: int, within: str) -> Iterator[_Part]:
    if not isinstance(node, dict):  # a slice's numbers
        return
    yield _Part(node, node["type"], depth, within)
    for child in node["children"]:
        yield from _parts(child, depth + 1, node["type"])


def _misuse(call: Mapping[str, Any]) -> str:
    """A function that there is not, or with more or fewer values than it takes: else it would show in every row."""
    known = Functions.FUNCTION_TABLE.get(call["value"])
    if known is None:
        return "is not a JMESPath expression (it calls a function that there is not)"
    takes, given = known["signature"], len(call["children"])
    more = bool(takes) and takes[-1].get("variadic", False)
    if given < len(takes) or (given > len(takes) and not more):
        return "is not a JMESPath expression (a function has too few or too many values)"
    return ""
