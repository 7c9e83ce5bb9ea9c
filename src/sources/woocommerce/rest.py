"""One question to a WooCommerce, and what its refusals mean in a plain sentence that says what to change.

Source: recorded answers (facts: woocommerce-observed, points 14 to 21). Answers are never quoted: they may hold anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from core.errors import SourceError
from sources.http import Answer, Door

_GONE = "woocommerce_rest_shop_order_invalid_id"
"""404 for an order that was deleted or never was: the two look the same."""

_SENTENCES = {
    "secret": "The shop {host} says that the consumer secret is wrong. Copy key and secret again, or make a new pair.",
    "key": "The shop {host} does not see or know the key (status {status}). Make a new one with permission Read under "
    "WooCommerce > Settings > Advanced > REST API; if it is refused too, ask the host to pass on the Authorization header.",
    "role": "The shop {host} knows the key, but its user may not read orders (status {status}). "
    "Make a key for an administrator or shop manager.",
    "firewall": "Something in front of the shop {host} turns us away (status {status}): "
    "a firewall or a security plugin. Let User-Agent Vigie through.",
    "no_route": "The site {host} has no WooCommerce REST API (status {status}). Is WooCommerce active, the address right?",
    "not_found": "The site {host} has no REST API at this address (status {status}). "
    "Check the address, and that Settings > Permalinks is not Plain.",
    "maintenance": "The shop {host} is closed for maintenance (status {status}).",
    "permalinks": "The shop {host} answers with a web page where its orders should be. "
    "Check that Settings > Permalinks is not Plain, and that no plugin writes into its answers.",
    "question": "The shop {host} does not understand the question (status {status}).",
}


class Rows(NamedTuple):
    """One page as it came."""

    text: bytes
    total: int | None
    """X-WP-Total: how many rows there are on all pages; None where it is not said. True on the first page only."""


class Rest:
    """wc/v3 of one shop. Raises SourceError whose detail holds `host`, `status` and `why`."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def rows(self, path: str, params: Mapping[str, str], tries: int | None = None) -> Rows:
        """A list, whatever it holds."""
        answer = self._ask(path, params, tries)
        total = answer.headers.get("X-WP-Total", "").strip()
        return Rows(self._text(answer), int(total) if total.isascii() and total.isdigit() else None)

    def one(self, path: str, params: Mapping[str, str]) -> bytes | None:
        """One order; None: the shop does not have it."""
        answer = self._ask(path, params, None)
        if answer.status == 404 and _code(answer.body) == _GONE:
            return None
        return self._text(answer)

    def _ask(self, path: str, params: Mapping[str, str], tries: int | None) -> Answer:
        try:
            return self._door.get(path, params, tries=tries)
        except SourceError as error:
            if error.detail.get("status") != 503:
                raise
            failure = self._refusal(error.kind, "maintenance", error.detail)
        raise failure

    def _text(self, answer: Answer) -> bytes:
        if answer.status >= 400:
            why = _why(answer.status, _code(answer.body))
            raise self._refusal("refused", why, {"host": self._door.host, "status": answer.status})
        try:
            return self._door.json_text(answer)
        except SourceError as error:
            if error.kind != "not_json":
                raise
            failure = self._refusal("not_json", "permalinks", error.detail)
        raise failure

    def _refusal(self, kind: str, why: str, detail: Mapping[str, object]) -> SourceError:
        return SourceError(kind, _SENTENCES[why].format_map(detail), {**detail, "why": why})


def _why(status: int, code: str) -> str:
    if code == "woocommerce_rest_authentication_error":
        return "secret"
    if code == "rest_no_route":
        return "no_route"
    if status == 401:
        return "key"  # no key, an unknown one, and one that never arrived look the same
    if status == 403:
        return "role" if code.startswith("woocommerce_") else "firewall"
    return "not_found" if status in (404, 410) else "question"


def _code(body: bytes) -> str:
    """WordPress's own word for an error; "" where there is none."""
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return code if isinstance(code, str) else ""
