"""Traps 14 to 17 and 26: how the key pair reaches the shop, and what is said where it does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from core.errors import SourceError
from core.policy import Policy
from sandbox import faults
from sandbox.faults import Answer, Fault
from sandbox.loopback import Request
from sources.woocommerce.keys import How
from sources.woocommerce.pull import WooCommerce
from tests.unit.sources.woocommerce.shop import NOW, ORDERS, WINDOW, Reading, Stand, doc, standing

SIGNING = pytest.mark.parametrize("auth", ["header", "oauth1"])
"""A signature in the header, found out by itself, and one in the address, as the setting asks for it."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    with standing() as one:
        one.shop.home = one.server.url
        yield one


def refused(stand: Stand, auth: How = "header") -> str:
    """Why the shop cannot be read."""
    with pytest.raises(SourceError) as info:
        stand.pull(auth=auth)
    assert info.value.kind == "refused"
    return str(info.value.detail["why"])


def whole(stand: Stand, auth: How = "header") -> bool:
    """Is every order read, of two pages?"""
    ids = stand.fill(130)
    pull, reading = stand.pull(auth=auth)
    return set(reading.orders) == set(ids) and pull.coverage.complete


def test_trap_14_a_wrong_secret_is_told_as_one(stand: Stand) -> None:
    """Cost: the merchant asks the host about headers for a week, while one letter of the secret is missing."""
    with pytest.raises(SourceError) as info:
        stand.pull(secret="cs_wrong")
    assert info.value.detail["why"] == "secret"
    assert len(stand.server.log) == 1, "and no other way is tried with it"


def test_trap_14_an_unknown_key_is_told_from_one_that_never_came(stand: Stand) -> None:
    """Cost: the shop says the same to both, and the merchant mends what is not broken."""
    stand.fill(1)
    source = stand.source()
    stand.shop.key = "ck_" + "6b" * 20
    with pytest.raises(SourceError) as info:
        source.pull(WINDOW, Reading())
    assert info.value.detail["why"] == "key"


def test_trap_14_a_user_who_lost_the_role_is_told_as_one(stand: Stand) -> None:
    """Cost: new keys are made again and again for a user who may not read orders, or a firewall is blamed."""
    stand.shop.hosting.forbidden_user = True
    assert refused(stand) == "role"


def test_trap_14_a_login_before_the_whole_site_is_told_as_one(stand: Stand) -> None:
    """Cost: a password stands before the site, and the merchant makes key after key for a shop that never saw one."""
    stand.faults.plant("*", faults.status(401, b"<html>401 Authorization Required"), times=None)
    assert refused(stand) == "locked"
    assert len(stand.server.log) == 1, "and no other way is tried"


@pytest.mark.parametrize("sees_https", [True, False])
def test_trap_14_one_refusal_after_good_answers_is_asked_again(stand: Stand, sees_https: bool) -> None:
    """Cost: one server of many has forgotten the key for a second, a page is lost, and the key is blamed for it."""
    stand.shop.hosting.sees_https = sees_https
    no = faults.status(401, b'{"code":"woocommerce_rest_cannot_view"}')
    stand.faults.plant(ORDERS, no, query={"page": "2"})
    assert whole(stand)
    assert len(stand.server.asked("/wp-json/")) == (0 if sees_https else 1), "and no other way is tried"


def test_trap_15_a_proxy_that_ends_the_encryption(stand: Stand) -> None:
    """Cost: behind such a proxy the shop sees no key whatever the merchant does, and is never watched."""
    stand.shop.hosting.sees_https = False
    assert whole(stand)


def test_trap_15_the_signature_is_made_for_http_first(stand: Stand) -> None:
    """Cost: signed for https, as it is sent, every question is refused, and each reading begins with a failure."""
    stand.shop.hosting.sees_https = False
    assert whole(stand, "oauth1")
    lists = stand.server.asked(ORDERS)
    assert len(lists) == 2, "none was refused"


def test_trap_16_a_host_that_drops_the_header_is_named(stand: Stand) -> None:
    """Cost: the merchant makes key after key, and the host, which drops them all, is never asked."""
    stand.shop.hosting.drops_authorization = True
    assert refused(stand) == "header"


def test_trap_16_keys_go_in_the_address_where_the_setting_says(stand: Stand) -> None:
    """Cost: at a host that drops the header, and will not mend it, the shop is never watched."""
    stand.shop.hosting.drops_authorization = True
    assert whole(stand, "query")


def test_trap_16_keys_are_not_in_the_address_unless_told(stand: Stand) -> None:
    """Cost: key and secret stand in the host's access log, for whoever reads it."""
    stand.fill(3)
    pair = stand.shop.key, stand.shop.secret
    source = WooCommerce(stand.server.url, *pair, policy=Policy(), now=NOW)
    assert source.pull(WINDOW, Reading()).coverage.complete
    assert not [pair for request in stand.server.log for pair in request.query if pair[0].startswith("consumer_")]


def test_trap_16_keys_in_the_address_are_never_told(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    """Cost: the secret stands in our own log and in a mail."""
    caplog.set_level(logging.DEBUG)
    stand.fill(130)
    stand.faults.plant(ORDERS, faults.reset(), query={"page": "2"}, times=None)
    pull, _ = stand.pull(auth="query")
    stand.faults.plant(ORDERS, faults.reset(), times=None)
    with pytest.raises(SourceError) as info:
        stand.pull(auth="query")
    told = f"{pull!r} {info.value} {info.value.detail!r} {info.value.__context__!r} {caplog.text}"
    assert stand.server.log[0].one("consumer_secret") == stand.shop.secret
    assert stand.shop.secret not in told
    assert stand.shop.key not in told


@SIGNING
def test_trap_17_a_retry_is_signed_anew(stand: Stand, auth: How) -> None:
    """Cost: one hiccup of the shop, and the second try is refused because its number was used: the page is lost."""
    stand.shop.hosting.sees_https = False
    # The answer is lost on the way back: the shop has used the number up.
    lost = Fault("lost", change=lambda _: Answer(502, (), b""))
    stand.faults.plant(ORDERS, lost, query={"page": "2"}, times=2)
    assert whole(stand, auth)
    assert stand.faults.fired["lost"] == 2


@SIGNING
def test_trap_17_the_secret_never_travels(stand: Stand, auth: How) -> None:
    """Cost: over plain http, which is all that such a shop sees, whoever listens may read every customer's address."""
    stand.shop.hosting.sees_https = False
    assert whole(stand, auth)
    signed = [request for request in stand.server.log if "oauth" in f"{request.query} {request.headers}".lower()]
    assert signed
    assert not [request for request in signed if stand.shop.secret in f"{request.query} {request.headers}"]


def test_trap_17_a_shop_that_sees_https_is_signed_for_https(stand: Stand) -> None:
    """Cost: the setting that helps a shop on http locks out one that sees its own encryption."""
    assert whole(stand, "oauth1")


def test_trap_17_an_echoed_signature_is_taken_off(stand: Stand) -> None:
    """Cost: one redirect within the shop, and the question carries two signatures, both of them wrong."""
    stand.shop.hosting.sees_https = False
    answer = stand.server.answer

    def sent_on(request: Request) -> Answer:
        if request.path != ORDERS or request.has("again"):
            return answer(request)
        there = f"{request.path}?{urlencode([*request.query, ('again', '1')])}"
        return Answer(302, (("Location", there),))

    stand.server.answer = sent_on
    assert whole(stand, "oauth1")


def test_trap_26_the_signature_is_for_the_home_that_the_index_tells(stand: Stand) -> None:
    """Cost: a shop that calls itself otherwise than the address it is asked at (www, a port) refuses every question."""
    stand.shop.hosting.sees_https = False
    stand.shop.home = "https://www.mugs-paris.example:8443"
    assert whole(stand)
    assert len(stand.server.asked("/wp-json/")) == 1, "asked once"


@SIGNING
def test_trap_26_the_index_is_asked_as_nobody(stand: Stand, auth: How) -> None:
    """Cost: signed for a home that is not known yet, the index is refused, and so is every question after it."""
    stand.shop.hosting.sees_https = False
    stand.shop.home = "https://www.mugs-paris.example:8443"
    assert whole(stand, auth)
    (index,) = stand.server.asked("/wp-json/")
    assert "authorization" not in index.headers
    assert not [name for name, _ in index.query if name.startswith(("oauth_", "consumer_"))]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_trap_26_no_zone_is_asked_for_because_none_is_needed(stand: Stand, zone: str) -> None:
    """Cost: a shop whose zone was changed, or is a quarter of an hour off, has every deadline wrong."""
    stand.shop.zone = ZoneInfo(zone)
    made = NOW.replace(hour=1, minute=23, second=45)
    stand.shop.put(doc(1, made))
    _, reading = stand.pull()
    (order,) = reading.orders.values()
    assert (order.created_at, order.paid_at, order.updated_at) == (made, made, made)
    assert {request.path for request in stand.server.log} == {ORDERS}, "neither the index nor reports/orders/totals"


def test_trap_26_the_lists_own_count_is_the_control(stand: Stand) -> None:
    """Cost: without a count to hold it against, a list that lacks orders is called whole."""
    stand.fill(130)
    stand.shop.hosting.hides = lambda order_id: order_id % 10 == 0
    pull, reading = stand.pull()
    assert len(reading.orders) == 117
    assert not pull.coverage.complete
    assert pull.troubles[0].detail == {"total": 130, "read": 117}
