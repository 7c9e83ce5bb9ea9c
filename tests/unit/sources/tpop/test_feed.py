"""The contract as JSON Schema: what CONTRACTS section 4 shows is valid, and what it calls compulsory is."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from sources.tpop import feed

from .lists import bare, document, row


def valid(doc: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(feed.schema()).is_valid(doc))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(feed.schema())


@pytest.mark.parametrize(
    "one",
    [
        row(tracking=[{"carrier": "La Poste", "number": "6A1", "url": "https://suivi.example"}]),
        bare(88001, reference=1042),
        {"id": "T-1", "status": "open", "shop_order_id": "7"},
        {"id": "T-1", "status": "open", "manual": True},
        row(recipient=None, lines=None, tracking=None),
        row(something_new=1),
    ],
)
def test_what_is_valid(one: dict[str, Any]) -> None:
    assert valid(document([one]))


@pytest.mark.parametrize(
    "one",
    [
        {"status": "open", "reference": "1"},
        {"id": "T-1", "reference": "1"},
        {"id": "T-1", "status": "open"},
        {"id": "T-1", "status": "open", "manual": False},
        row(lines=[{"quantity": -1}]),
        row(recipient="Jeanne"),
    ],
)
def test_what_is_not(one: dict[str, Any]) -> None:
    assert not valid(document([one]))


def test_every_field_of_the_contract_is_described() -> None:
    shown = feed.schema()["$defs"]
    assert set(row()) <= set(shown["FeedOrder"]["properties"])
    assert set(row()["lines"][0]) <= set(shown["FeedLine"]["properties"])
    assert set(row()["recipient"]) <= set(shown["FeedRecipient"]["properties"])
