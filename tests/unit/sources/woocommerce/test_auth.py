"""The key gets through wherever a host lets it, in the way the setting says, and each refusal says what to change."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from core.errors import SourceError
from core.model import ShopOrder
from sandbox import faults
from sandbox.woocommerce import API
from tests.unit.sources.woocommerce.shop import ORDERS, Stand, standing

INDEX = "/wp-json/"


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        one.ids = one.fill(230)  # type: ignore[attr-defined]
        one.shop.home = one.server.url
        yield one


def why(stand: Stand, **more: str) -> str:
    with pytest.raises(SourceError) as info:
        stand.pull(**more)
    assert info.value.kind == "refused"
    told = str(info.value) + repr(info.value.detail)
    assert stand.shop.key not in told
    assert stand.shop.secret not in told
    return str(info.value.detail["why"])


def in_the_address(stand: Stand) -> bool:
    asked = [name for request in stand.server.log for name, _ in request.query]
    return any("consumer" in name or "oauth" in name for name in asked)


def test_a_header_is_enough_where_nothing_is_in_the_way(stand: Stand) -> None:
    pull, _ = stand.pull()
    assert pull.coverage.complete
    assert [request.headers["authorization"][:6] for request in stand.server.log] == ["Basic "] * 3
    assert not in_the_address(stand)


def test_behind_a_proxy_that_ends_the_encryption_a_signature_gets_in_without_any_setting(stand: Stand) -> None:
    """Trap 15: WordPress believes that the connection is not safe, and looks at signatures only."""
    stand.shop.hosting.sees_https = False
    pull, reading = stand.pull()
    assert pull.coverage.complete
    assert len(reading.orders) == 230
    ways = [request.headers["authorization"].split()[0] for request in stand.server.log if request.path == ORDERS]
    assert ways == ["Basic", "OAuth", "OAuth", "OAuth"], "found out once, kept for the run"
    assert not in_the_address(stand)


def test_one_order_is_looked_up_behind_a_proxy_too(stand: Stand) -> None:
    stand.shop.hosting.sees_https = False
    assert isinstance(stand.source().lookup("1001"), ShopOrder)


def test_a_signature_is_never_sent_twice(stand: Stand) -> None:
    """Trap 17: its number may be used once; a try that failed has used it."""
    stand.shop.hosting.sees_https = False
    stand.faults.plant(ORDERS, faults.status(500), query={"page": "2"}, times=2)
    pull, _ = stand.pull()
    assert pull.coverage.complete
    sent = [request.headers.get("authorization", "") for request in stand.server.log]
    signed = [header for header in sent if header.startswith("OAuth")]
    assert len(signed) == len(set(signed)) == 5


def test_a_key_that_the_host_drops_is_said_and_the_address_stays_clean(stand: Stand) -> None:
    """Trap 16: the answer is the same as for no key at all; a signature that vanishes too gives the host away."""
    stand.shop.hosting.drops_authorization = True
    assert why(stand) == "header"
    assert not in_the_address(stand)
    asked = len(stand.server.log)
    assert asked == 3, "the question, the site's index, and the question once more"


@pytest.mark.parametrize("how", ["query", "oauth1"])
def test_where_the_host_drops_the_header_the_setting_helps(stand: Stand, how: str) -> None:
    stand.shop.hosting.drops_authorization = True
    pull, reading = stand.pull(auth=how)
    assert pull.coverage.complete
    assert len(reading.orders) == 230
    assert in_the_address(stand)
    secrets = [value for request in stand.server.log for _, value in request.query if value == stand.shop.secret]
    assert bool(secrets) is (how == "query"), "a signature takes the secret nowhere"


@pytest.mark.parametrize(("sees_https", "drops"), [(False, False), (False, True), (True, True), (True, False)])
def test_a_signature_in_the_address_gets_in_everywhere(stand: Stand, sees_https: bool, drops: bool) -> None:
    stand.shop.hosting.sees_https, stand.shop.hosting.drops_authorization = sees_https, drops
    pull, _ = stand.pull(auth="oauth1")
    assert pull.coverage.complete


def test_the_site_address_is_asked_for_what_is_signed(stand: Stand) -> None:
    """WooCommerce checks the signature against its own Site Address, whatever address we asked."""
    stand.shop.hosting.sees_https = False
    stand.shop.home = "https://www.elsewhere.example:8443"
    pull, _ = stand.pull()
    assert pull.coverage.complete


@pytest.mark.parametrize("how", ["header", "oauth1"])
def test_the_index_is_asked_for_as_anybody_would(stand: Stand, how: str) -> None:
    """It is open to all; and a signature for an address that is not known yet would be wrong."""
    stand.shop.hosting.sees_https = False
    stand.shop.home = "https://www.elsewhere.example"
    pull, _ = stand.pull(auth=how)
    assert pull.coverage.complete
    (index,) = [request for request in stand.server.log if request.path == INDEX]
    assert "authorization" not in index.headers
    assert not [name for name, _ in index.query if "oauth" in name or "consumer" in name]


def test_links_that_carry_the_keys_are_not_followed(stand: Stand) -> None:
    pull, _ = stand.pull(auth="query")
    assert pull.coverage.complete
    assert {request.one("page") for request in stand.server.log} == {"1", "2", "3"}
    assert all(request.one("consumer_key") == stand.shop.key for request in stand.server.log)


@pytest.mark.parametrize(
    ("secret", "how", "said"),
    [("cs_wrong", "header", "secret"), ("cs_wrong", "query", "secret"), ("cs_wrong", "oauth1", "signature")],
)
def test_a_wrong_secret(stand: Stand, secret: str, how: str, said: str) -> None:
    assert why(stand, secret=secret, auth=how) == said


@pytest.mark.parametrize(("how", "said"), [("header", "key"), ("query", "unseen"), ("oauth1", "signature")])
def test_a_key_that_the_shop_does_not_know(stand: Stand, how: str, said: str) -> None:
    stand.shop.key = "ck_another"
    source = stand.source(auth=how)
    stand.shop.key = "ck_" + "5a" * 20 + "9"
    with pytest.raises(SourceError) as info:
        source.lookup("1001")
    assert info.value.detail["why"] == said


@pytest.mark.parametrize(
    "fault", [faults.status(403, b"<html>"), faults.status(500), faults.html_page(), faults.reset()]
)
def test_where_the_index_is_closed_the_first_refusal_stands(stand: Stand, fault: faults.Fault) -> None:
    stand.shop.hosting.drops_authorization = True
    stand.faults.plant(INDEX, fault, times=None)
    assert why(stand) in ("header", "unseen")


def test_one_refusal_after_good_answers_is_asked_about_again(stand: Stand) -> None:
    stand.faults.plant(ORDERS, faults.status(401, b'{"code":"woocommerce_rest_cannot_view"}'), query={"page": "3"})
    pull, _ = stand.pull()
    assert pull.coverage.complete
    assert not [request for request in stand.server.log if request.path == INDEX]


def test_a_password_in_front_of_the_site_is_no_dropped_header(stand: Stand) -> None:
    """To put the keys into the address would help nobody, and write them into the host's logs."""
    stand.faults.plant("*", faults.status(401, b"<html>401 Authorization Required"), times=None)
    assert why(stand) == "locked"
    assert len(stand.server.log) == 1


def test_a_user_who_may_no_longer_read(stand: Stand) -> None:
    stand.shop.hosting.forbidden_user = True
    assert why(stand) == "role"


def test_woocommerce_switched_off(stand: Stand) -> None:
    stand.shop.hosting.woocommerce_off = True
    assert why(stand) == "no_route"


def test_plain_permalinks(stand: Stand) -> None:
    """Trap 19: redirected to the same with a slash, then the home page."""
    stand.shop.hosting.plain_permalinks = True
    with pytest.raises(SourceError) as info:
        stand.pull()
    assert (info.value.kind, info.value.detail["why"]) == ("not_json", "permalinks")
    assert not [request for request in stand.server.log if request.has("rest_route")]


@pytest.mark.parametrize("how", ["query", "oauth1"])
def test_an_address_with_a_key_in_it_reaches_no_log(
    stand: Stand, how: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The HTTP library writes whole addresses into its log: at level DEBUG always, and as warnings now and then."""
    with caplog.at_level(logging.DEBUG):
        logging.getLogger().setLevel(logging.DEBUG)
        bad_header = (("Content-Type", "application/json"), ("X-WP-Total", "3"), ("bad header", "x\r\n no colon"))
        stand.faults.plant(ORDERS, faults.replaced(b"[]", 200, bad_header))
        stand.faults.plant(ORDERS, faults.reset(), nth=2)
        stand.pull(auth=how)
        stand.source(auth=how).lookup("1001")
    said = caplog.text + "".join(capfd.readouterr())
    assert stand.shop.key not in said
    assert stand.shop.secret not in said
    assert "oauth_signature" not in said


def test_nothing_is_ever_written(stand: Stand) -> None:
    for how in ("header", "query", "oauth1"):
        stand.pull(auth=how)
    assert {request.method for request in stand.server.log} == {"GET"}
    assert {request.path for request in stand.server.log} <= {ORDERS, INDEX, f"{API}/orders/1001"}
