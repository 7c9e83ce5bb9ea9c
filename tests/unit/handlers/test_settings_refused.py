"""Settings that cannot be right are refused by parameter and field, never by value, and cost one shop only."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.policy import Policy
from handlers.parameters import HttpChannel
from handlers.settings import Shop, shop_of

NAME = "/vigie/dev/shops/mugs-paris"
GOOD: dict[str, Any] = {
    "platform": "woocommerce",
    "url": "https://boutique.example",
    "credentials": {"key": "ck_1", "secret": "cs_1"},
    "tpop": [{"channel": "http", "url": "https://bridge.example/orders", "token": "t"}],
}


def read(**changes: Any) -> Shop:
    return shop_of("mugs-paris", json.dumps({**GOOD, **changes}), NAME, Policy(), "topic")


def test_a_good_one_is_taken() -> None:
    assert read().trouble == ""
    assert read(policy={"grace_hours": 3, "sms_quiet": "21:30-6:30"}).policy.grace_hours == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://boutique.example"}, "url"),
        ({"url": "boutique.example"}, "url"),
        ({"url": "ftp://SECRET@boutique.example"}, "url"),
        ({"tpop": [{"channel": "http", "url": "http://bridge.example/SECRET"}]}, "tpop.0.url"),
        ({"tpop": [{"channel": "SECRET"}]}, "tpop.0"),
        ({"lines": {"mode": "vendor", "values": ["SECRET"]}}, "lines.mode"),
        ({"lines": {"mode": "vendor"}}, "lines"),
        ({"lines": {"mode": "service", "values": ["SECRET"]}}, "lines.mode"),
        ({"lines": {"mode": "service"}}, "lines"),
        ({"lines": {"mode": "service", "values": [" "]}}, "lines"),
        ({"lines": {"mode": "sku"}}, "lines"),
        ({"lines": {"mode": "sku", "pattern": "(SECRET"}}, "lines.pattern"),
        ({"policy": {"reference_pattern": "(SECRET"}}, "policy.reference_pattern"),
        ({"policy": {"window_days": 1_000_000}}, "policy.window_days"),
        ({"policy": {"grace_hours": "inf"}}, "policy.grace_hours"),
        ({"policy": {"retention_hours": "1e400"}}, "policy.retention_hours"),
        ({"policy": {"timezone": "Europe/SECRET"}}, "policy.timezone"),
        ({"policy": {"SECRET_key_is_named": 1}}, "policy.SECRET_key_is_named"),
        ({"credentials": {"key": "SECRET"}}, "credentials"),
        ({"credentials": {"key": "SECRET", "secret": " "}}, "credentials"),
        ({"since": "SECRET"}, "since"),
        ({"platform": "SECRET"}, "platform"),
    ],
)
def test_refused_by_name(changes: dict[str, Any], field: str) -> None:
    shop = read(**changes)
    assert shop.parameter is None
    assert shop.trouble.startswith(f"{NAME}, {field}")
    if "SECRET_key" not in field:
        assert "SECRET" not in shop.trouble


def by_map(**given: Any) -> Shop:
    channel = {"channel": "http", "url": "https://bridge.example/orders", "token": "t", "map": given}
    return read(tpop=[GOOD["tpop"][0], channel])


def test_a_good_map_is_taken() -> None:
    shop = by_map(**{"orders": "data[]", "order.reference": "shop_ref", "line.sku": "code", "complete": "`true`"})
    assert shop.trouble == ""
    assert shop.parameter is not None
    channel = shop.parameter.tpop[1]
    assert isinstance(channel, HttpChannel)
    assert channel.map["order.reference"] == "shop_ref"


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("order.reference", "SECRET[", "is not a JMESPath expression"),
        ("order.reference", "", "is empty"),
        ("orders", "SECRET()", "is not a JMESPath expression (it calls a function that there is not)"),
        ("next", "SECRET" * 100, "is longer than 500 characters"),
        ("order.refrence", "SECRET", "is not a field that a map can fill"),
        ("line.sku", ["SECRET"], "Input should be a valid string"),
    ],
)
def test_a_map_is_refused_by_parameter_and_field(field: str, text: Any, why: str) -> None:
    shop = by_map(**{"orders": "data[]", field: text})
    assert shop.parameter is None
    assert shop.trouble == f"{NAME}, tpop.1.map.{field}: {why}."


def test_what_is_no_json_says_where() -> None:
    shop = shop_of("mugs-paris", '{"platform": ', NAME, Policy(), "topic")
    assert shop.trouble.startswith(f"{NAME} is not valid JSON (line 1")


TOKEN = {"token": "shpat_SECRET"}
APP = {"client_id": "id_SECRET", "client_secret": "shpss_SECRET"}


def shopify(credentials: dict[str, str], common: Policy | None = None, **changes: Any) -> Shop:
    one = {**GOOD, "platform": "shopify", "credentials": credentials, **changes}
    return shop_of("mugs-paris", json.dumps(one), NAME, common or Policy(), "topic")


class TestWhatLetsVigieIntoShopify:
    @pytest.mark.parametrize("credentials", [TOKEN, APP, TOKEN | APP, TOKEN | {"client_id": "id_SECRET"}])
    def test_a_token_or_an_app_will_do(self, credentials: dict[str, str]) -> None:
        shop = shopify(credentials)
        assert shop.trouble == ""
        assert shop.parameter is not None
        assert dict(shop.parameter.credentials) == credentials

    @pytest.mark.parametrize(
        ("credentials", "missing"),
        [
            ({"client_id": "id_SECRET"}, "client_secret"),
            ({"client_secret": "shpss_SECRET"}, "client_id"),
            ({"client_id": "id_SECRET", "client_secret": " "}, "client_secret"),
            ({"client_id": "id_SECRET", "token": ""}, "client_secret"),
            ({}, "token, or client_id and client_secret"),
            ({"token": " "}, "token, or client_id and client_secret"),
            ({"key": "SECRET", "secret": "SECRET"}, "token, or client_id and client_secret"),
        ],
    )
    def test_what_is_missing_is_named_and_nothing_else(self, credentials: dict[str, str], missing: str) -> None:
        shop = shopify(credentials)
        assert shop.parameter is None
        assert shop.trouble == f"{NAME}, credentials: {missing} missing."

    def test_of_woocommerce_both_halves_by_name(self) -> None:
        assert read(credentials={}).trouble == f"{NAME}, credentials: key, secret missing."
        assert read(credentials={"secret": "SECRET"}).trouble == f"{NAME}, credentials: key missing."
        assert read(credentials=TOKEN).trouble == f"{NAME}, credentials: key, secret missing."

    def test_how_woocommerce_is_asked_is_no_matter_of_shopifys(self) -> None:
        assert shopify(TOKEN | {"auth": "nonsense"}).trouble == ""
        assert read(credentials={**GOOD["credentials"], "auth": "SECRET"}).trouble.startswith(
            f"{NAME}, credentials.auth"
        )


class TestThePlatformsOwnPolicy:
    def test_paid_is_shopifys_word_for_due(self) -> None:
        assert shopify(TOKEN).policy.due_statuses == ("paid",)
        assert read().policy.due_statuses == Policy().due_statuses == ("processing", "completed")

    def test_the_shops_own_policy_goes_before_it(self) -> None:
        words = ("paid", "partially_paid")
        assert shopify(TOKEN, policy={"due_statuses": words}).policy.due_statuses == words

    @pytest.mark.parametrize(
        ("words", "strange"),
        [
            (("processing",), "processing"),
            (("paid", "processing", "completed"), "processing, completed"),
            (("payé",), "payé"),
            (("paid", "shpat_SECRET and more"), "one of them"),
            (("x" * 41,), "one of them"),
            (("",), "one of them"),
        ],
    )
    def test_a_word_that_shopify_never_says_is_refused(self, words: tuple[str, ...], strange: str) -> None:
        """With such a word alone nothing would ever be expected, and all would seem well."""
        shop = shopify(TOKEN, policy={"due_statuses": words})
        known = "paid, partially_refunded, pending, authorized, expired, partially_paid, refunded, voided"
        assert shop.parameter is None
        assert shop.trouble == (f"{NAME}, policy.due_statuses: {strange} is no word of Shopify's; it knows {known}.")

    def test_in_small_or_capital_letters_it_is_the_same_word(self) -> None:
        assert shopify(TOKEN, policy={"due_statuses": (" PAID ", "Partially_Paid")}).trouble == ""

    def test_of_woocommerce_any_word_may_be_due(self) -> None:
        assert read(policy={"due_statuses": ["atelier"]}).trouble == ""

    def test_the_accounts_policy_is_of_other_platforms_words(self) -> None:
        """One account may have shops of several platforms."""
        assert shopify(TOKEN, Policy(due_statuses=("processing",))).policy.due_statuses == ("paid",)
        assert shopify(TOKEN, Policy(grace_hours=5)).policy.grace_hours == 5


class TestWhichLines:
    @pytest.mark.parametrize("mode", ["vendor", "service"])
    def test_shopifys_bear_vendor_and_service(self, mode: str) -> None:
        shop = shopify(TOKEN, lines={"mode": mode, "values": ["T-Pop"]})
        assert (shop.trouble, shop.policy.lines.mode, shop.policy.lines.values) == ("", mode, ("T-Pop",))

    @pytest.mark.parametrize("mode", ["vendor", "service"])
    def test_woocommerces_bear_neither(self, mode: str) -> None:
        shop = read(lines={"mode": mode, "values": ["SECRET"]})
        assert shop.parameter is None
        assert shop.trouble == f"{NAME}, lines.mode: WooCommerce lines bear no {mode}; use all, sku or known."

    @pytest.mark.parametrize("values", [[], [" "]])
    def test_a_service_must_be_named(self, values: list[str]) -> None:
        shop = shopify(TOKEN, lines={"mode": "service", "values": values})
        assert (
            shop.trouble
            == f'{NAME}, lines: mode "service" needs "values": who fulfils TPOP\'s lines, as the shop calls them.'
        )


def test_a_platform_that_is_not_read_yet_is_said_so() -> None:
    shop = read(platform="etsy", credentials={"token": "SECRET"})
    assert shop.parameter is None
    assert shop.trouble == f"{NAME}, platform: this version of Vigie reads woocommerce and shopify only."
