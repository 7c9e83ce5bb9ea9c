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
