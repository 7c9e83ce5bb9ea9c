"""docs/shops/shopify.md and shopify.fr.md say of Shopify what the code does: settings, scopes, questions and fields."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from core.model import Notice
from core.policy import LinesPolicy
from core.say import Language
from handlers import notices
from handlers.parameters import LinesParameter, PolicyParameter, ShopParameter
from sandbox import real_shop
from tests.house.wall_reading import ROOT

PAGES: dict[str, Language] = {"docs/shops/shopify.md": "en", "docs/shops/shopify.fr.md": "fr"}
SOURCE = ROOT / "src" / "sources" / "shopify"
NOTICES = (
    Notice("reach", {"days": 60}),
    Notice("version", {"asked": "2026-10", "answered": "2027-10"}),
    *(Notice("addresses"), Notice("articles")),
)
SCOPES = {
    *("read_orders", "read_all_orders", "read_products", "read_assigned_fulfillment_orders"),
    *("read_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders"),
}


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def quoted(page: str) -> set[str]:
    """What stands between backticks, in the running text."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL)))


@pytest.mark.parametrize("page", PAGES)
def test_the_settings_shown_are_taken(page: str, tmp_path: Path) -> None:
    shown = re.findall(r"```json\n(.+?)\n```", text(page), re.DOTALL)
    assert len(shown) == 2
    names = []
    for one in shown:
        parameter = ShopParameter.model_validate_json(one)
        assert parameter.platform == "shopify"
        names.append(tuple(parameter.credentials))
        file = tmp_path / "shop.json"
        file.write_text(one, encoding="utf-8")
        assert real_shop.read(file)[0] == "shop"
    assert sorted(names) == sorted(real_shop.CREDENTIALS["shopify"])


@pytest.mark.parametrize("page", PAGES)
def test_every_mode_of_lines_is_shown_and_taken(page: str) -> None:
    shown = [json.loads(one) for one in quoted(page) if one.startswith('{"mode"')]
    modes = get_args(get_type_hints(LinesPolicy)["mode"])
    assert sorted(LinesParameter.model_validate(one).mode for one in shown) == sorted(modes)


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_shown_is_taken(page: str) -> None:
    (shown,) = [one for one in quoted(page) if one.startswith('"policy"')]
    assert PolicyParameter.model_validate(json.loads("{" + shown + "}")["policy"]).due_statuses == ("paid", "pending")


@pytest.mark.parametrize("page", PAGES)
def test_every_scope_and_none_to_write(page: str) -> None:
    named = {one for one in quoted(page) if re.fullmatch(r"(read|write)_[a-z_]*", one)}
    assert named == {*SCOPES, "write_"}
    for scope in SCOPES:
        assert re.search(rf"^\|.*`{scope}`", text(page), re.MULTILINE), scope


@pytest.mark.parametrize("page", PAGES)
def test_every_question_is_named_and_every_field_of_an_order(page: str) -> None:
    names = quoted(page)
    assert {path.stem for path in SOURCE.glob("*.graphql")} <= names
    asked = (SOURCE / "order.graphql").read_text(encoding="utf-8")
    fields = set(re.findall(r"^\s+([a-zA-Z]+)", asked, re.MULTILINE)) - {"order", "pageInfo", "nodes"}
    assert len(fields) >= 20
    assert fields <= names, fields - names
    assert not {"email", "phone", "note", "totalPriceSet", "customer"} & set(re.findall(r"\w+", asked))


@pytest.mark.parametrize(("page", "language"), PAGES.items())
def test_what_every_mail_says_is_explained(page: str, language: Language) -> None:
    assert {one.kind for one in NOTICES} == set(get_args(get_type_hints(Notice)["kind"]))
    for notice in NOTICES:
        (line,) = notices.told([notice], language)
        assert f"\n| {line} | " in text(page)


def test_both_pages_have_the_same_parts() -> None:
    counts = [
        [len(re.findall(pattern, text(page), re.MULTILINE)) for page in PAGES]
        for pattern in (r"^## ", r"^\| ", r"^```", r"^\d+\. ", r"^\* ", r"^\*\*", r"^<!-- figures -->$")
    ]
    assert all(english == french > 0 for english, french in counts), counts
