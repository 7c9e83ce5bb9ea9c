"""One order that a page's shape refused: sound by itself, or why it cannot be read. Pure, and never raises.

The fault is told without the value: it may be a name. Nothing is guessed: GraphQL's answers are typed, so what does not fit
its type is not what was asked for. Only an address costs less than its order: without it, the order is still one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from core.model import Unreadable
from sources.shopify import shape
from sources.shopify.assigned import who
from sources.shopify.lines import cursor_of, digits, moment, number_of, paid_at

_PROBLEMS = (
    ("missing", "is missing"),
    ("int_", "is not a whole number"),
    ("greater_", "is below nothing"),
    ("string_", "is not text"),
    ("list_", "is not a list"),
    ("bool_", "is neither yes nor no"),
    ("dict_", "is not an object"),
)
"""Beginnings of pydantic's types of error -> our words."""
_MISREAD = {digits: "is not an id", cursor_of: "does not say where it goes on"}
_HIDDEN = dict.fromkeys(shape.Address.__annotations__)


class Sound(NamedTuple):
    order: shape.Order | shape.WholeOrder
    whole: bool
    """Its lists go to their ends."""


def sound(raw: Any) -> Sound | Unreadable:
    """The order in its shape, or why it cannot be read."""
    if not isinstance(raw, dict):
        return Unreadable("", "order", "is not an order")
    address = raw.get("shippingAddress")
    if address is not None and not _is_address(address):
        raw = {**raw, "shippingAddress": _HIDDEN}
    whole = isinstance(raw.get("lineItems"), list)
    try:
        order: shape.Order | shape.WholeOrder = (
            shape.WHOLE_ORDER.validate_python(raw) if whole else shape.ORDER.validate_python(raw)
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        problem = next((ours for theirs, ours in _PROBLEMS if first["type"].startswith(theirs)), "cannot be read")
        return _unreadable(raw, ".".join(str(step) for step in first["loc"][:4]), problem)
    for field, text in _texts(order):
        if not is_text(text):
            return _unreadable(raw, field, "holds bytes that are no text")
    for field, reading, value in _readings(order):
        if not _reads(reading, value):
            return _unreadable(raw, field, _MISREAD.get(reading, "is not a time"))
    return Sound(order, whole)


def is_text(text: str) -> bool:
    """False for lone surrogates: they stand for bytes that are no UTF-8, and nobody downstream could write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(raw: dict[str, Any], field: str, problem: str) -> Unreadable:
    """Its id, else its number, as far as they look like ones: they are told, so nothing else may be."""
    gid, name = raw.get("id"), raw.get("name")
    order_id = digits(gid) if isinstance(gid, str) and _reads(digits, gid) else ""
    number = number_of(name) if isinstance(name, str) else ""
    if not order_id and number.isalnum():
        return Unreadable(number, field, problem)
    return Unreadable(order_id, field, problem, number if number != order_id else "")


def _lines(order: shape.Order | shape.WholeOrder) -> Iterator[tuple[str, shape.Line]]:
    lines = order["lineItems"]
    at, items = ("lineItems", lines) if isinstance(lines, list) else ("lineItems.nodes", lines["nodes"])
    for place, item in enumerate(items):
        yield f"{at}.{place}", item


def _assigned(order: shape.Order | shape.WholeOrder) -> shape.Connection[shape.Assignment] | None:
    return cast(shape.Order, order).get("fulfillmentOrders")


def _texts(order: shape.Order | shape.WholeOrder) -> Iterator[tuple[str, str]]:
    """What we go on to compare, record or tell."""
    yield from (("name", order["name"]), ("displayFinancialStatus", order["displayFinancialStatus"] or ""))
    for at, item in _lines(order):
        yield from ((f"{at}.sku", item["sku"] or ""), (f"{at}.vendor", item["vendor"] or ""))
    if assigned := _assigned(order):
        for place, assignment in enumerate(assigned["nodes"]):
            yield f"fulfillmentOrders.nodes.{place}.assignedLocation", who(assignment)


def _readings(order: shape.Order | shape.WholeOrder) -> Iterator[tuple[str, Callable[[Any], object], Any]]:
    """What is more than its type, as normalise.py reads it: the field, how it is read, and its value."""
    yield from (("id", digits, order["id"]), ("createdAt", moment, order["createdAt"]))
    yield from (("updatedAt", moment, order["updatedAt"]), ("transactions", paid_at, order["transactions"]))
    lines = order["lineItems"]
    if not isinstance(lines, list):
        yield "lineItems", cursor_of, lines
    for at, item in _lines(order):
        if not item["isGiftCard"]:
            yield f"{at}.id", digits, item["id"]
    if assigned := _assigned(order):
        yield "fulfillmentOrders", cursor_of, assigned
        for place, assignment in enumerate(assigned["nodes"]):
            at = f"fulfillmentOrders.nodes.{place}"
            yield f"{at}.lineItems", cursor_of, assignment["lineItems"]
            for number, line in enumerate(assignment["lineItems"]["nodes"]):
                yield f"{at}.lineItems.{number}", digits, line["lineItem"]["id"]


def _reads(reading: Callable[[Any], object], value: Any) -> bool:
    try:
        reading(value)
    except ValueError:
        return False
    return True


def _is_address(address: object) -> bool:
    try:
        parts = shape.ADDRESS.validate_python(address)
    except ValidationError:
        return False
    return all(is_text(str(part)) for part in parts.values())
