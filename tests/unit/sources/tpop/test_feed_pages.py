"""docs/tpop-feed.md and its French sister: what they show is valid, and what their map reads is what they say."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from handlers.parameters import HttpChannel
from sources.tpop import feed, page
from sources.tpop.collect import Collection
from sources.tpop.endpoint.mapping import HEAD, LINE, ORDER, RECIPIENT, compiled
from sources.tpop.endpoint.translate import Translator

from .lists import AS_OF, POLICY, as_bytes

DOCS = Path(__file__).parents[4] / "docs"
PAGES = [(DOCS / name).read_text(encoding="utf-8") for name in ("tpop-feed.md", "tpop-feed.fr.md")]
both = pytest.mark.parametrize("text", PAGES, ids=["en", "fr"])


def blocks(text: str) -> list[dict[str, Any]]:
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


@both
def test_the_document_is_valid_and_read(text: str) -> None:
    shown = blocks(text)[0]
    jsonschema.Draft202012Validator(feed.schema()).validate(shown)
    read = page.read(as_bytes(shown))
    assert (read.checked, read.as_of) == (True, AS_OF)


@both
def test_the_worked_example_finds_what_the_page_says(text: str) -> None:
    examples = blocks(text)
    at = next(n for n, one in enumerate(examples) if "map" in one.get("tpop", [{}])[0])
    settings = HttpChannel.model_validate(examples[at]["tpop"][0])
    by = compiled(settings.map)
    assert by is not None
    translator = Translator(by)
    read, faults = translator.read(as_bytes(examples[at - 1]))
    collection = Collection(shop="mugs-paris", channel="tpop-http", pattern=POLICY.reference_pattern)
    collection.take(read.rows, AS_OF, checked=read.checked, faults=faults)
    (order,) = collection.orders()
    assert (faults, translator.nothing(), read.faults) == ({}, set(), {})
    assert (read.as_of, read.complete) == (datetime(2026, 11, 23, 7, 5, tzinfo=UTC), True)
    assert read.next == "https://api.example/v2/orders?page=2"
    assert (order.id, order.reference, order.status, order.block_reason) == ("88001", "1042", "blocked", "payment")
    assert order.created_at == datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
    assert order.lines is not None
    assert [line[:2] for line in order.lines] == [("TP-MUG-001-WHT", 1)]
    assert order.recipient is not None
    assert (order.recipient.postcode, order.tracked) == ("75011", True)


@both
def test_every_channel_shown_can_be_set(text: str) -> None:
    for one in blocks(text):
        for channel in one.get("tpop", []):
            assert channel["channel"] in ("http", "inbox")


@both
def test_every_field_is_told(text: str) -> None:
    for field in (*HEAD, "orders", *ORDER, *RECIPIENT, *LINE):
        assert f"`{field}`" in text, field


def test_both_pages_show_the_same_examples_and_hold_a_letter() -> None:
    english, french = PAGES
    assert blocks(english) == blocks(french)
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(re.findall(r"^#+ ", french, re.MULTILINE))
    for text in PAGES:
        assert "support@tpop.com" in text
        assert len([line for line in text.splitlines() if line.startswith(">")]) < 45
