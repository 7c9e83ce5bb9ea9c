"""OAuth 1.0a without a token, the server's side, as WooCommerce checks it: the keys never travel (facts, 17).

Source: WooCommerce's own class-wc-rest-authentication.php. What differs from the standard is kept: names are sorted
before they are encoded, and PHP gives `name[]` a number before the signature is looked at.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote, unquote_plus

from sandbox.woo_errors import Refusal, wrong_keys

NEEDED = ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method")
METHODS = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}
WINDOW = 15 * 60  # seconds, to either side
Given = dict[str, "str | dict[str, str]"]


def given(query: Iterable[tuple[str, str]], header: str) -> Given:
    """The parameters as PHP holds them, those of an OAuth header over those of the query. Empty: nobody tries to sign."""
    params: Given = {}
    for name, value in query:
        if listed := re.fullmatch(r"([^\[]+)\[([^\]]*)\]", name):
            held = params.get(listed[1])
            inner = held if isinstance(held, dict) else {}
            params[listed[1]] = {**inner, listed[2] or str(len(inner)): value}
        else:
            params[name] = value
    if header.startswith("OAuth "):
        for name, quoted, bare in re.findall(r'(oauth_[a-z_-]*)=(?::?"([^"]*)"|([^,]*))', header):
            params[name] = unquote_plus(quoted or bare)
    absent = [name for name in NEEDED if not params.get(name)]
    if len(absent) == len(NEEDED):
        return {}
    if absent:
        told = f"Missing OAuth parameter{'s' if len(absent) > 1 else ''} {', '.join(absent)}"
        raise Refusal("woocommerce_rest_authentication_missing_parameter", told, 401)
    return params


def signature(method: str, url: str, params: Given, secret: str) -> str:
    """What the signature should be; `url` is the shop's own address, in the scheme that WordPress believes in."""
    pairs = []
    for name in sorted((name for name in params if name != "oauth_signature"), key=str.encode):
        value = params[name]
        key = quote(name, safe="")
        if isinstance(value, dict):
            pairs += [f"{key}%5B{inner}%5D={quote(text, safe='')}" for inner, text in value.items()]
        else:
            pairs.append(f"{key}={quote(value, safe='')}")
    joined = "%26".join(quote(pair, safe="") for pair in pairs)
    text = f"{method.upper()}&{quote(url, safe='')}&{joined}"
    digest = METHODS[str(params["oauth_signature_method"])]
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), digest).digest()).decode()


class Nonces:
    """Which numbers were used: each counts once, and only near its time."""

    def __init__(self) -> None:
        self._used: dict[str, float] = {}

    def use(self, nonce: str, timestamp: str, now: float) -> None:
        at = float(timestamp) if timestamp.isdigit() else 0.0
        if abs(at - now) > WINDOW:
            raise wrong_keys("Invalid timestamp.")
        if nonce in self._used:
            raise wrong_keys("Invalid nonce - nonce has already been used.")
        self._used = {old: then for old, then in self._used.items() if then >= now - WINDOW} | {nonce: at}


def check(
    method: str, url: str, params: Given, pair: tuple[str, str], nonces: Nonces, clock: Callable[[], float]
) -> None:
    """In WooCommerce's order: the key, the signature, its time, its number."""
    if params["oauth_consumer_key"] != pair[0]:
        raise wrong_keys("Consumer key is invalid.")
    if params["oauth_signature_method"] not in METHODS:
        raise wrong_keys("Invalid signature - signature method is invalid.")
    shown = unquote(str(params["oauth_signature"]).replace(" ", "+"))
    if not hmac.compare_digest(shown.encode(), signature(method, url, params, pair[1]).encode()):
        raise wrong_keys("Invalid signature - provided signature does not match.")
    nonces.use(str(params["oauth_nonce"]), str(params["oauth_timestamp"]), clock())
