"""How WordPress says no: a code, a message and a status, in one shape."""

from __future__ import annotations

from typing import Any

Doc = dict[str, Any]


class Refusal(Exception):
    """One answer that is not what was asked for; whoever stands in the way raises it."""

    def __init__(self, code: str, message: str, status: int, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body: Doc = {"code": code, "message": message, "data": {"status": status, **more}}


def wrong_keys(message: str) -> Refusal:
    """Keys were shown and are wrong. Where none were seen, the shop says "cannot view" instead (facts, 14)."""
    return Refusal("woocommerce_rest_authentication_error", message, 401)


def cannot_view(*, one: bool, known: bool) -> Refusal:
    """No keys seen: 401. Keys of a user who may not: 403."""
    what = "view this resource" if one else "list resources"
    return Refusal("woocommerce_rest_cannot_view", f"Sorry, you cannot {what}.", 403 if known else 401)


def no_route() -> Refusal:
    return Refusal("rest_no_route", "No route was found matching the URL and request method.", 404)


def not_there(kind: str) -> Refusal:
    """Deleted, or never was: the two look the same (facts, 7)."""
    return Refusal(f"woocommerce_rest_{kind}_invalid_id", "Invalid ID.", 404)
