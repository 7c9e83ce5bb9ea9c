"""Who is let into a stand-in Shopify shop: a permanent token, or tokens that are given for a day.

Source: Shopify, "Client credentials grant"; the refusals as merchants report them (the project's facts, shops, section 1).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from sandbox.faults import HTML, Answer
from sandbox.loopback import Request, as_json
from sandbox.shopify_knobs import ShopifyKnobs

PATH = "/admin/oauth/access_token"
HEADER = "x-shopify-access-token"


class Tokens:
    """The tokens that were given, and until when each is good."""

    def __init__(self, shop: ShopifyKnobs) -> None:
        self._shop = shop
        self._until: dict[str, float] = {}

    def known(self, request: Request) -> str | None:
        """The token of a request, where it is good."""
        shop, token = self._shop, request.headers.get(HEADER, "")
        if token and token == shop.token:
            return token
        return token if self._until.get(token, 0.0) > shop.clock() else None

    def revoke(self) -> None:
        """All that were given so far: the app was taken off, or its secret was changed."""
        self._until.clear()

    def grant(self, request: Request) -> Answer:
        shop, asked = self._shop, _asked(request)
        if request.method != "POST":
            return as_json({"errors": "Not Found"}, 404)
        if shop.refuses_tokens:
            return self._refused(shop.refuses_tokens)
        if asked.get("grant_type") != "client_credentials":
            return self._refused("unsupported_grant_type")
        if (asked.get("client_id"), asked.get("client_secret")) != (shop.client_id, shop.client_secret):
            return self._refused("invalid_client")
        shop.minted += 1
        token = f"shpat_{shop.minted:032x}"
        self._until[token] = shop.clock() + shop.token_seconds
        scope = ",".join(sorted(shop.scopes))
        return as_json({"access_token": token, "scope": scope, "expires_in": shop.token_seconds})

    def _refused(self, word: str) -> Answer:
        if self._shop.refuses_with_a_page:
            page = f"<!DOCTYPE html><title>Oauth error {word}</title><p>Oauth error {word}: see the app's settings."
            return Answer(400, HTML, page.encode())
        return as_json({"error": word, "error_description": f"Oauth error {word}"}, 400)


def _asked(request: Request) -> dict[str, Any]:
    if "json" in request.headers.get("content-type", ""):
        try:
            told = json.loads(request.body)
        except ValueError:
            told = None
        return told if isinstance(told, dict) else {}
    return dict(parse_qsl(request.body.decode("utf-8", "replace")))
