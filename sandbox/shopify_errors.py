"""How Shopify's API says no: inside an answer of status 200, or instead of one."""

from __future__ import annotations

import json
from typing import Any

from graphql import GraphQLError

from sandbox.faults import JSON, Answer

LIMITS = "https://shopify.dev/api/usage/rate-limits"
CLOSED = {
    402: "This shop's plan does not have access to this feature",
    403: "User does not have access",
    404: "Not Found",
    423: "This shop is unavailable",
}
"""What the shop answers to everybody, by status."""


class Refusal(GraphQLError):
    """One error of an answer. With the path it is raised on, where a resolver raises it."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(message, extensions={"code": code, **more})


def denied(what: str, needed: str) -> Refusal:
    return Refusal(
        "ACCESS_DENIED",
        f"Access denied for {what} field. Required access: {needed}",
        documentation="https://shopify.dev/api/usage/access-scopes",
        requiredAccess=needed,
    )


def no_customer_data() -> Refusal:
    """Addresses need an approval of their own."""
    return Refusal(
        "ACCESS_DENIED",
        "This app is not approved to access the MailingAddress object.",
        documentation="https://shopify.dev/docs/apps/launch/protected-customer-data",
    )


def broken() -> Refusal:
    told = "1b355a21-7117-44c5-8d8b-8948082f40a8"
    message = f"Internal error. Looks like something went wrong on our end.\nRequest ID: {told} (include this in support requests)."
    return Refusal("INTERNAL_SERVER_ERROR", message, requestId=told)


def too_dear(cost: int, most: int) -> Refusal:
    message = f"Query cost is {cost}, which exceeds the single query max cost limit ({most})."
    return Refusal("MAX_COST_EXCEEDED", message, cost=cost, maxCost=most, documentation=LIMITS)


def throttled() -> Refusal:
    return Refusal("THROTTLED", "Throttled", documentation=LIMITS)


def plain(status: int, told: Any, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer that is no GraphQL at all."""
    return Answer(status, (*JSON, *headers), json.dumps({"errors": told}).encode())


def unknown_token() -> Answer:
    return plain(401, "[API] Invalid API key or access token (unrecognized login or wrong password)")
