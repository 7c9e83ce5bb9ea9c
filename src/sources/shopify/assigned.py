"""Who is to fulfil which lines, by an order's fulfilment orders: a fulfilment service, else the place they lie at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from sources.shopify import shape
from sources.shopify.lines import cursor_of, digits

One = TypeVar("One", bound=shape.Assignment)


class Found(NamedTuple):
    services: dict[str, str]
    """Id of the order's line -> who is to fulfil it."""
    whole: bool
    """Nothing was cut off."""


def services_of(assigned: shape.Connection[One]) -> Found:
    """Raises ValueError for an id that is none."""
    services: dict[str, str] = {}
    whole = cursor_of(assigned) is None
    for one in by_weight(assigned["nodes"]):
        name = who(one)
        for line in one["lineItems"]["nodes"]:
            services[digits(line["lineItem"]["id"])] = name
        whole = cursor_of(one["lineItems"]) is None and whole
    return Found(services, whole)


def by_weight(assignments: Iterable[One]) -> list[One]:
    """What counts most comes last. What was cancelled says least: it was given to another, or to nobody. Part of a line may
    be made by a service and part lie on a shelf: the service is what is looked for."""
    return sorted(assignments, key=lambda one: (one["status"] != "CANCELLED", _service(one) is not None))


def who(assignment: shape.Assignment) -> str:
    """As the merchant calls them."""
    service = _service(assignment)
    return assignment["assignedLocation"]["name"] if service is None else service["serviceName"]


def _service(assignment: shape.Assignment) -> shape.FulfilmentService | None:
    place = assignment["assignedLocation"]["location"]
    return place["fulfillmentService"] if place and place["isFulfillmentService"] else None
