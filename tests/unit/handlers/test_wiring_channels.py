"""From the parameter to the channels of a shop: lists and mail boxes apart, each under a name of its own, with its rhythm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import SettingsError
from core.policy import Policy
from handlers.parameters import MailChannel
from handlers.settings import Settings, Shop, shop_of
from handlers.wiring import Feeding, Sources, Wiring
from tests.builders import NOW

HTTP = {"channel": "http", "url": "https://bridge.example/orders", "token": "t"}
INBOX = {"channel": "inbox", "prefix": "mugs/"}
MAIL = {"channel": "mail", "prefix": "mail/mugs/"}


def read(*channels: dict[str, Any]) -> Shop:
    text = {
        "platform": "woocommerce",
        "url": "https://boutique.example",
        "credentials": {"key": "ck_1", "secret": "cs_1"},
        "tpop": channels,
    }
    return shop_of("mugs-paris", json.dumps(text), "/vigie/dev/shops/mugs-paris", Policy(), "topic")


def wired(tmp_path: Path, *channels: dict[str, Any], inbox: str | None = None) -> Sources:
    shop = read(*channels)
    assert shop.trouble == ""
    where = Settings("dev", "/vigie/dev", "table", "topic", str(tmp_path) if inbox is None else inbox, (shop,))
    return Wiring().sources(where, shop, NOW)


def test_mail_boxes_are_no_lists(tmp_path: Path) -> None:
    made = wired(tmp_path, HTTP, MAIL, INBOX, MAIL)
    assert [one.name for one in made.tpop] == ["tpop-http", "tpop-inbox-2"]
    assert [one.name for one in made.mails] == ["tpop-mail", "tpop-mail-2"]


def test_only_an_inbox_is_fed_by_hand(tmp_path: Path) -> None:
    assert wired(tmp_path, HTTP, MAIL).feeding == {}
    assert wired(tmp_path, INBOX).feeding == {"tpop-inbox": Feeding("daily", True)}
    whole = {**INBOX, "rhythm": "weekly", "covers": "all"}
    assert wired(tmp_path, whole).feeding == {"tpop-inbox": Feeding("weekly", False)}
    assert Feeding() == Feeding("daily", False)


def test_a_box_without_a_place_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VIGIE_INBOX_BUCKET"):
        wired(tmp_path, MAIL, inbox="")


def test_what_a_box_believes_unless_it_says_otherwise() -> None:
    parameter = read(MAIL).parameter
    assert parameter is not None
    (one,) = parameter.tpop
    assert isinstance(one, MailChannel)
    assert (one.days, one.invoice_means_production, one.forwarders) == (7, True, ())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prefix": ""}, "tpop.0.prefix"),
        ({"days": 0}, "tpop.0.days"),
        ({"days": 8}, "tpop.0.days"),
        ({"forwarders": ["gmail.com"]}, "tpop.0"),
        ({"since": 1}, "tpop.0.since"),
    ],
)
def test_refused_by_name(changes: dict[str, Any], field: str) -> None:
    shop = read({**MAIL, **changes})
    assert shop.parameter is None
    assert f"/vigie/dev/shops/mugs-paris, {field}" in shop.trouble
