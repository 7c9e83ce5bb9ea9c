"""Who gets into the stand-in WooCommerce, and by which way: header, query, or a signature that keeps the keys at home."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.woocommerce import API, WooShop
from tests.unit.sandbox.small_shop import basic, five

NOW = 1_795_000_000
ORDERS = f"{API}/orders"
AT = "http://mugs-paris.example" + ORDERS
CANNOT, WRONG = "woocommerce_rest_cannot_view", "woocommerce_rest_authentication_error"
Pairs = list[tuple[str, str]]


@pytest.fixture
def shop() -> WooShop:
    shop = five()
    shop.hosting.clock = lambda: NOW
    return shop


def get(shop: WooShop, query: Pairs = [], authorization: str = "", path: str = ORDERS) -> Answer:  # noqa: B006
    headers = {"authorization": authorization} if authorization else {}
    return shop.answer(Request("GET", path, tuple(query), headers))


def got(answer: Answer) -> tuple[int, str]:
    """The status, and WordPress's word for what is wrong."""
    body = json.loads(answer.body)
    return answer.status, body.get("code", "") if isinstance(body, dict) else ""


def keys(shop: WooShop) -> Pairs:
    return [("consumer_key", shop.key), ("consumer_secret", shop.secret)]


def signed(
    shop: WooShop, asked: Pairs, url: str = AT, *, secret: str = "", name: str = "HMAC-SHA256", **other: str
) -> Pairs:
    """By RFC 5849, and not by the code under test: sorted after it was encoded."""
    about = {"consumer_key": shop.key, "nonce": "n1", "signature_method": name, "timestamp": str(NOW)} | other
    pairs = asked + [(f"oauth_{key}", value) for key, value in about.items() if value]
    joined = "&".join(sorted(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in pairs))
    text = "&".join(quote(part, safe="") for part in ("GET", url, joined))
    secret = f"{secret or shop.secret}&"
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1 if name == "HMAC-SHA1" else hashlib.sha256)
    return [*pairs, ("oauth_signature", base64.b64encode(digest.digest()).decode())]


def test_basic_and_query_keys_over_https(shop: WooShop) -> None:
    """Trap 16: keys in the query work, and come back whole in Link."""
    assert got(get(shop, authorization=basic(shop))) == (200, "")
    answer = get(shop, [*keys(shop), ("per_page", "1")])
    assert got(answer) == (200, "")
    assert f"consumer_key={shop.key}&consumer_secret={shop.secret}&per_page=1" in dict(answer.headers)["Link"]
    assert got(get(shop, [("consumer_key", shop.key), ("consumer_secret", "cs_x")])) == (401, WRONG)
    for half in keys(shop):
        assert got(get(shop, [half])) == (401, CANNOT)
        assert got(get(shop, [half], basic(shop))) == (200, ""), "half a pair in the query is no pair"


def test_a_wrong_secret_is_told_apart_from_an_unknown_key(shop: WooShop) -> None:
    """Trap 14."""
    unknown = "Basic " + base64.b64encode(b"ck_x:cs_x").decode()
    assert got(get(shop, authorization=basic(shop, "cs_wrong"))) == (401, WRONG)
    assert get(shop, authorization=unknown) == get(shop)
    assert got(get(shop)) == (401, CANNOT)
    nothing = "Basic " + base64.b64encode(f"{shop.key}:".encode()).decode()
    for header in ("Basic !", "Bearer x", nothing):
        assert got(get(shop, authorization=header)) == (401, CANNOT)


def test_where_https_is_not_seen_keys_are_as_good_as_none(shop: WooShop) -> None:
    """Traps 14 and 15: not even a wrong secret is noticed."""
    shop.hosting.sees_https = False
    assert get(shop, authorization=basic(shop)).body == get(shop, keys(shop)).body == get(shop).body
    assert got(get(shop, authorization=basic(shop, "cs_wrong"))) == (401, CANNOT)


def test_a_host_that_drops_the_header(shop: WooShop) -> None:
    """Trap 16: a signature in the header is dropped as well; what stands in the query arrives."""
    shop.hosting.drops_authorization = True
    assert got(get(shop, authorization=basic(shop))) == (401, CANNOT)
    assert got(get(shop, authorization=in_header(signed(shop, [], AT.replace("http:", "https:"))))) == (401, CANNOT)
    assert got(get(shop, keys(shop))) == (200, "")
    assert got(get(shop, signed(shop, [], AT.replace("http:", "https:")))) == (200, "")


def test_a_user_who_lost_the_role(shop: WooShop) -> None:
    """Trap 14: 403, in lists and for one order."""
    shop.hosting.forbidden_user = True
    assert got(get(shop, authorization=basic(shop))) == (403, CANNOT)
    assert got(get(shop, authorization=basic(shop), path=f"{ORDERS}/1")) == (403, CANNOT)
    assert got(get(shop, path=f"{ORDERS}/1")) == (401, CANNOT)


def test_what_anybody_is_told(shop: WooShop) -> None:
    """A route that is not there, a parameter that is wrong, an order that is gone: before it is asked who wants to know."""
    assert got(get(shop, path="/wp-json/wc/v9/orders")) == (404, "rest_no_route")
    assert got(get(shop, [("per_page", "101")])) == (400, "rest_invalid_param")
    assert got(get(shop, path=f"{ORDERS}/4711")) == (404, "woocommerce_rest_shop_order_invalid_id")
    assert got(get(shop, authorization=basic(shop, "cs_wrong"), path=f"{ORDERS}/4711")) == (401, WRONG)


def test_an_address_without_permalinks_never_looks_at_keys(shop: WooShop) -> None:
    """Trap 19."""
    asked = [("rest_route", "/wc/v3/orders")]
    assert got(get(shop, [*asked, *keys(shop)], basic(shop), path="/")) == (401, CANNOT)
    assert json.loads(get(shop, [("rest_route", "/")], path="/").body)["home"] == shop.home


# ---- signatures: trap 17

ASKED = [("per_page", "1"), ("after", "2026-11-15T12:00:00"), ("search", "café +~"), ("status[0]", "any")]
VECTORS = {  # made with another implementation of the standard
    "HMAC-SHA256": "6fOPXXjYA+U2ThtKtRQZ4pIR7tnxVIIMDSaOV0zY8vU=",
    "HMAC-SHA1": "bpZwkomfgQEvVrFKWzqpX58fnSQ=",
}


def in_header(pairs: Pairs) -> str:
    return "OAuth " + ", ".join(f'{k}="{quote(v, safe="")}"' for k, v in pairs if k.startswith("oauth_"))


@pytest.mark.parametrize("name", VECTORS)
def test_signatures_of_others_are_understood(shop: WooShop, name: str) -> None:
    shop.hosting.sees_https = False
    about = {"consumer_key": shop.key, "nonce": "n0nce1", "signature_method": name, "timestamp": str(NOW)}
    pairs = [(f"oauth_{key}", value) for key, value in ({"version": "1.0"} | about).items()]
    assert got(get(shop, [*ASKED, *pairs, ("oauth_signature", VECTORS[name])])) == (200, "")


@pytest.mark.parametrize("name", VECTORS)
def test_signed_in_the_query_or_in_the_header(shop: WooShop, name: str) -> None:
    shop.hosting.sees_https = False
    assert got(get(shop, signed(shop, ASKED, name=name, nonce="a"))) == (200, "")
    header = in_header(signed(shop, ASKED, name=name, nonce="b"))
    assert got(get(shop, ASKED, header)) == (200, "")
    bare = in_header(signed(shop, ASKED, name=name, nonce="c")).replace('"', "")
    assert got(get(shop, ASKED, bare)) == (200, "")


def test_the_scheme_is_the_one_that_wordpress_believes_in(shop: WooShop) -> None:
    """Trap 15: behind a proxy signed as http, where https is seen as https."""
    safe = AT.replace("http:", "https:")
    assert got(get(shop, signed(shop, [], AT))) == (401, WRONG)
    assert got(get(shop, signed(shop, [], safe))) == (200, "")
    shop.hosting.sees_https = False
    assert got(get(shop, signed(shop, [], safe, nonce="n2"))) == (401, WRONG)
    assert got(get(shop, signed(shop, [], AT, nonce="n2"))) == (200, "")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"consumer_key": "ck_x"}, "Consumer key is invalid."),
        ({"secret": "cs_x"}, "Invalid signature - provided signature does not match."),
        ({"url": "http://127.0.0.1:8080" + ORDERS}, "Invalid signature - provided signature does not match."),
        ({"name": "PLAINTEXT"}, "Invalid signature - signature method is invalid."),
        ({"timestamp": str(NOW - 901)}, "Invalid timestamp."),
        ({"timestamp": str(NOW + 901)}, "Invalid timestamp."),
    ],
)
def test_a_signature_that_is_refused(shop: WooShop, more: dict[str, str], told: str) -> None:
    shop.hosting.sees_https = False
    answer = get(shop, signed(shop, [], **more))
    assert got(answer) == (401, WRONG)
    assert json.loads(answer.body)["message"] == told


def test_some_parameters_but_not_all(shop: WooShop) -> None:
    shop.hosting.sees_https = False
    answer = get(shop, signed(shop, [], nonce=""))
    assert got(answer) == (401, "woocommerce_rest_authentication_missing_parameter")
    assert json.loads(answer.body)["message"] == "Missing OAuth parameter oauth_nonce"
    two = json.loads(get(shop, signed(shop, [], nonce="", timestamp="")).body)
    assert two["message"] == "Missing OAuth parameters oauth_timestamp, oauth_nonce"


def test_a_number_counts_once_and_may_be_up_to_a_quarter_of_an_hour_off(shop: WooShop) -> None:
    """A naive retry is refused."""
    shop.hosting.sees_https = False
    for number, off in (("a", -900), ("b", 900)):
        once = signed(shop, [], nonce=number, timestamp=str(NOW + off))
        assert got(get(shop, once)) == (200, "")
        again = get(shop, once)
        assert json.loads(again.body)["message"] == "Invalid nonce - nonce has already been used."
        assert got(again) == (401, WRONG)
    shop.hosting.clock = lambda: NOW + 3600
    later = signed(shop, [], nonce="c", timestamp=str(NOW + 3600))
    assert got(get(shop, later)) == (200, "")
    assert got(get(shop, signed(shop, [], nonce="a", timestamp=str(NOW + 3600)))) == (200, ""), "long forgotten"


def test_a_wrong_signature_does_not_use_up_its_number(shop: WooShop) -> None:
    shop.hosting.sees_https = False
    assert got(get(shop, signed(shop, [], secret="cs_x"))) == (401, WRONG)
    assert got(get(shop, signed(shop, []))) == (200, "")


def test_following_the_next_link_breaks_the_signature(shop: WooShop) -> None:
    shop.hosting.sees_https = False
    link = dict(get(shop, signed(shop, [("per_page", "1")])).headers)["Link"]
    following = urlsplit(link[1 : link.index(">")])
    assert got(get(shop, parse_qsl(following.query), path=following.path)) == (401, WRONG)


def test_a_list_without_numbers_breaks_the_signature(shop: WooShop) -> None:
    """PHP gives `status[]` a number before the signature is looked at."""
    shop.hosting.sees_https = False
    assert got(get(shop, signed(shop, [("status[]", "any")]))) == (401, WRONG)
    assert got(get(shop, signed(shop, [("status[0]", "any"), ("status[7]", "trash")]))) == (200, "")
