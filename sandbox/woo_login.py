"""Who is asking: the pair of keys as WooCommerce looks for it, in the query, the header and a signature (facts, 14-17)."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from sandbox import woo_oauth
from sandbox.loopback import Request
from sandbox.woo_errors import wrong_keys
from sandbox.woo_hosting import Hosting


def signed_in(request: Request, pair: tuple[str, str], home: str, hosting: Hosting, nonces: woo_oauth.Nonces) -> bool:
    """False: no keys were seen, or none that the shop knows. Raises Refusal where they are seen and wrong."""
    header = "" if hosting.drops_authorization else request.headers.get("authorization", "").strip()
    if hosting.sees_https:
        key, secret = _shown(request, header)
        if key == pair[0] and secret:
            if secret == pair[1]:
                return True
            raise wrong_keys("Consumer secret is invalid.")
    params = woo_oauth.given(request.query, header)
    if not params:
        return False
    url = f"{'https' if hosting.sees_https else 'http'}://{urlsplit(home).netloc}{request.path}"
    woo_oauth.check(request.method, url, params, pair, nonces, hosting.clock)
    return True


def _shown(request: Request, header: str) -> tuple[str, str]:
    """Keys in the query come before those in the header."""
    key, secret = request.one("consumer_key"), request.one("consumer_secret")
    if key and secret:
        return key, secret
    kind, _, token = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        key, _, secret = base64.b64decode(token).decode().partition(":")
    except ValueError:
        return "", ""
    return key, secret
