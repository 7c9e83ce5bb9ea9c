"""How the key pair travels, and that it travels in no other way."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from typing import get_args
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest

from sources.woocommerce.keys import HOWS, How, Keys

KEY, SECRET = "ck_5a5a", "cs_c7c7"
URL = "https://boutique.example/blog/wp-json/wc/v3/orders?after=2026-11-15T11%3A59%3A59&_fields=id%2Cnumber&search=%C3%A9t%C3%A9"


def test_a_header_by_default() -> None:
    assert Keys(KEY, SECRET).sent(URL) == (URL, {}, (KEY, SECRET))
    assert get_args(How) == HOWS


def test_in_the_address_only_where_the_setting_asks_for_it() -> None:
    url, headers, pair = Keys(KEY, SECRET, "query").sent(URL)
    assert url == f"{URL}&consumer_key={KEY}&consumer_secret={SECRET}"
    assert (headers, pair) == ({}, None)
    assert Keys(KEY, SECRET, "query").sent("https://b.example/x")[0].startswith("https://b.example/x?consumer_key=")


@pytest.mark.parametrize("how", ["query", "oauth1"])
def test_what_a_redirect_echoes_is_taken_off_first(how: str) -> None:
    keys = Keys(KEY, SECRET, how)  # type: ignore[arg-type]
    keys.sign("https://boutique.example", "http", in_header=False)
    once = keys.sent(URL)[0]
    names = [name for name, _ in parse_qsl(urlsplit(keys.sent(once)[0]).query)]
    assert len(names) == len(set(names))
    assert dict(parse_qsl(urlsplit(URL).query)).items() <= dict(parse_qsl(urlsplit(keys.sent(once)[0]).query)).items()


def signature_as_woocommerce_checks_it(parameters: dict[str, str], base: str) -> str:
    """Written from WooCommerce's own source, not from ours: every parameter but the signature, sorted, encoded twice."""
    twice = {
        quote(quote(name, safe="~"), safe="~"): quote(quote(value, safe="~"), safe="~")
        for name, value in parameters.items()
    }
    listed = "%26".join(f"{name}%3D{twice[name]}" for name in sorted(twice))
    text = f"GET&{quote(base, safe='~')}&{listed}"
    return b64encode(hmac.new(f"{SECRET}&".encode(), text.encode(), hashlib.sha256).digest()).decode()


@pytest.mark.parametrize("in_header", [True, False])
@pytest.mark.parametrize(
    ("home", "scheme", "base"),
    [
        ("https://boutique.example/blog", "http", "http://boutique.example/blog/wp-json/wc/v3/orders"),
        ("https://boutique.example/blog", "https", "https://boutique.example/blog/wp-json/wc/v3/orders"),
        (
            "http://www.boutique.example:8080/blog",
            "http",
            "http://www.boutique.example:8080/blog/wp-json/wc/v3/orders",
        ),
        ("", "http", "http://boutique.example/blog/wp-json/wc/v3/orders"),
    ],
)
def test_the_signature_is_the_one_woocommerce_computes(in_header: bool, home: str, scheme: str, base: str) -> None:
    keys = Keys(KEY, SECRET, "oauth1")
    keys.sign(home, scheme, in_header=in_header)  # type: ignore[arg-type]
    url, headers, pair = keys.sent(URL)
    assert pair is None
    assert url.startswith(URL.partition("?")[0]), "asked where the shop is, whatever it is signed for"
    given = dict(parse_qsl(urlsplit(url).query))
    if in_header:
        kind, _, rest = headers["Authorization"].partition(" ")
        assert kind == "OAuth"
        parts = (part.strip().split("=", 1) for part in rest.split(","))
        given |= {name: unquote(value.strip('"')) for name, value in parts}
        assert url == URL
    signature = given.pop("oauth_signature")
    assert given["oauth_consumer_key"] == KEY
    assert signature == signature_as_woocommerce_checks_it(given, base)
    assert SECRET not in url + str(headers)


def test_each_try_is_signed_anew() -> None:
    keys = Keys(KEY, SECRET, "oauth1")
    keys.sign("https://boutique.example", "https", in_header=False)
    nonces = {dict(parse_qsl(urlsplit(keys.sent(URL)[0]).query))["oauth_nonce"] for _ in range(20)}
    assert len(nonces) == 20


def test_it_does_not_show_itself() -> None:
    assert KEY not in repr(Keys(KEY, SECRET)) + str(Keys(KEY, SECRET, "query"))
