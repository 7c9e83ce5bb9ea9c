"""What a page cut off of an order: the answers about its further parts, read, and put into the order. Pure.

Every reader answers None where its answer cannot be read, or the order is not there: then nothing may be said of that part.
Ids are bare numbers, as everywhere in our words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from core.model import ShopLine, ShopOrder
from sources.shopify import further_shape as theirs
from sources.shopify.amend import sent_before
from sources.shopify.assigned import by_weight, services_of, who
from sources.shopify.lines import (
    Names,
    cursor_of,
    digits,
    is_alive,
    is_tracked,
    lines_of,
    number_of,
    paid_at,
    unneeded,
)
from sources.shopify.words import Rules


class Skeleton(NamedTuple):
    """A page's ids, and what people call each."""

    ids: list[str]
    numbers: dict[str, str]
    cursor: str | None
    more: bool


class Fulfilment(NamedTuple):
    id: str
    created_at: str
    """As Shopify wrote it: it goes back into a search."""
    alive: bool
    tracked: bool


@dataclass(frozen=True, slots=True)
class Refunds:
    """What the refunds of one order took back."""

    returned: dict[str, int]
    """Id of the order's line -> units that came back to the shop."""
    go_on: dict[str, str]
    """Id of a refund whose lines go on -> from which cursor."""
    count: int
    """How many refunds came."""


class Assignments(NamedTuple):
    """Who is to fulfil an order's lines."""

    services: dict[str, str]
    """Id of the order's line -> the fulfilment service, else the place."""
    go_on: list[tuple[str, str, str]]
    """Fulfilment orders whose lines go on: the id, who is to fulfil it, the cursor. What counts most comes last."""
    cursor: str | None
    """From which there are more of them."""


def read_skeleton(text: bytes) -> Skeleton | None:
    """skeleton.graphql."""
    try:
        orders = theirs.SKELETON.validate_json(text)["data"]["orders"]
        info = orders["pageInfo"]
        numbers = {digits(node["id"]): number_of(node["name"]) for node in orders["nodes"]}
        return Skeleton(list(numbers), numbers, info["endCursor"], info["hasNextPage"])
    except ValueError:
        return None


def read_lines(text: bytes, order: ShopOrder, rules: Rules) -> tuple[list[ShopLine], str | None] | None:
    """lines.graphql: lines of an order of which some were read, and the cursor from which they go on."""
    try:
        answer = theirs.LINES.validate_json(text)["data"]["order"]["lineItems"]
        lines, unshipped, _ = lines_of(answer["nodes"], sent_before(order), rules.keep_unshipped, Names())
        return [*lines, *map(unneeded, unshipped)], cursor_of(answer)
    except ValueError:
        return None


def read_fulfilments(text: bytes) -> list[Fulfilment] | None:
    """fulfilments.graphql."""
    try:
        return [
            Fulfilment(digits(one["id"]), one["createdAt"], is_alive(one), is_tracked(one))
            for one in theirs.PARCELS.validate_json(text)["data"]["order"]["fulfillments"]
        ]
    except ValueError:
        return None


def read_sent(text: bytes) -> tuple[list[str], str | None] | None:
    """fulfilment_lines.graphql: the ids of the lines that one fulfilment sent, and the cursor."""
    try:
        answer = theirs.SENT_LINES.validate_json(text)["data"]["fulfillment"]["fulfillmentLineItems"]
        return [digits(one["lineItem"]["id"]) for one in answer["nodes"] if one["quantity"] != 0], cursor_of(answer)
    except ValueError:
        return None


def read_refunds(text: bytes) -> Refunds | None:
    """refunds.graphql."""
    returned, go_on = dict[str, int](), dict[str, str]()
    try:
        refunds = theirs.REFUNDS.validate_json(text)["data"]["order"]["refunds"]
        for refund in refunds:
            _add_returned(returned, refund["refundLineItems"]["nodes"])
            if (cursor := cursor_of(refund["refundLineItems"])) is not None:
                go_on[digits(refund["id"])] = cursor
    except ValueError:
        return None
    return Refunds(returned, go_on, len(refunds))


def read_refund_ids(text: bytes) -> list[str] | None:
    """refund_ids.graphql."""
    try:
        return [digits(one["id"]) for one in theirs.REFUND_IDS.validate_json(text)["data"]["order"]["refunds"]]
    except ValueError:
        return None


def read_refund_lines(text: bytes) -> tuple[dict[str, int], str | None] | None:
    """refund_lines.graphql: units that came back, by line, and the cursor."""
    returned = dict[str, int]()
    try:
        answer = theirs.REFUND_LINES.validate_json(text)["data"]["refund"]["refundLineItems"]
        _add_returned(returned, answer["nodes"])
        return returned, cursor_of(answer)
    except ValueError:
        return None


def read_payments(text: bytes) -> tuple[datetime | None, int] | None:
    """transactions.graphql: when the last of the money came, and how many transactions there were."""
    try:
        payments = theirs.PAYMENTS.validate_json(text)["data"]["order"]["transactions"]
        return paid_at(payments), len(payments)
    except ValueError:
        return None


def read_assignments(text: bytes) -> Assignments | None:
    """assignments.graphql."""
    try:
        assigned = theirs.ASSIGNMENTS.validate_json(text)["data"]["order"]["fulfillmentOrders"]
        go_on = [
            (digits(one["id"]), who(one), cursor)
            for one in by_weight(assigned["nodes"])
            if (cursor := cursor_of(one["lineItems"])) is not None
        ]
        return Assignments(services_of(assigned).services, go_on, cursor_of(assigned))
    except ValueError:
        return None


def read_assignment_lines(text: bytes) -> tuple[list[str], str | None] | None:
    """assignment_lines.graphql: the ids of the lines, and the cursor."""
    try:
        answer = theirs.ASSIGNED_LINES.validate_json(text)["data"]["fulfillmentOrder"]["lineItems"]
        return [digits(one["lineItem"]["id"]) for one in answer["nodes"]], cursor_of(answer)
    except ValueError:
        return None


def _add_returned(returned: dict[str, int], lines: Iterable[theirs.RefundLine]) -> None:
    """Only what came back had been made: other refunds are of units that nobody has to make any more."""
    for line in lines:
        if line["restockType"] == "RETURN" and line["quantity"] > 0:
            line_id = digits(line["lineItem"]["id"])
            returned[line_id] = returned.get(line_id, 0) + line["quantity"]
