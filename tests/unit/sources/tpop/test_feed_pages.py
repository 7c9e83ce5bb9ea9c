"""docs/tpop-feed.md and its French sister: what they show is valid, and what their map reads is what they say."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from core.policy import Policy
from handlers.parameters import HttpChannel, InboxChannel
from sources.tpop import feed, page
from sources.tpop.collect import Collection
from sources.tpop.endpoint.mapping import HEAD, LINE, ORDER, RECIPIENT, compiled
from sources.tpop.endpoint.translate import Translator
from sources.tpop.inbox import pull, stamp, tables
from sources.tpop.inbox.columns import FIELDS
from sources.tpop.inbox.dates import Dates
from sources.tpop.inbox.pager import is_one_page
from sources.tpop.times import in_name
from sources.tpop.words import STATUSES, fold

from .lists import AS_OF, NOW, POLICY, as_bytes
from .sighted import ZONE, brief, read

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
    kinds: dict[str, Any] = {"http": HttpChannel, "inbox": InboxChannel}
    shown = [channel for one in blocks(text) for channel in one.get("tpop", [])]
    for channel in shown:
        kinds[channel["channel"]].model_validate(channel)
    assert {channel["channel"] for channel in shown} == {"http", "inbox"}


@both
def test_every_field_is_told(text: str) -> None:
    for field in (*HEAD, "orders", *ORDER, *RECIPIENT, *LINE):
        assert f"`{field}`" in text, field


@both
def test_the_csv_is_read_as_the_page_says(text: str) -> None:
    (shown,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    file = read(shown, "tpop-2026-11-23T0755.csv")
    assert brief(file) == [("T-88001", "1042", "blocked"), ("T-88002", "1043", "production")]
    assert [len(order.lines or ()) for order in file.orders] == [2, 1]
    assert (file.complete, file.unreadable) == (True, ())


@both
def test_every_header_and_status_word_is_told(text: str) -> None:
    for field in FIELDS:
        assert field == "created_time" or field in ("amount", "currency") or f"`{field}`" in text, field
    for known in STATUSES.values():
        for word in known:
            assert f" {word} " in f" {fold(text)} ", word


@both
def test_names_of_files_tell_their_time(text: str) -> None:
    names = set(re.findall(r"`([\w-]*20[\w-]+\.(?:csv|txt))`", text))
    assert len(names) == 4
    for name in names:
        assert in_name(name, ZONE, NOW) == datetime(2026, 11, 23, 6, 55, tzinfo=UTC), name


@both
def test_dates_shown_are_read(text: str) -> None:
    for shown in ("23/11/2026 07:55", "Nov 23, 2026"):
        assert shown in text
        told = Dates(ZONE).read(shown)
        assert (told.day or (told.moment and told.moment.date())) == date(2026, 11, 23)
    (line,) = re.findall(r"\*(Lis\w+ \w+ 23/11/2026 08:55)\*", text)
    assert stamp.told([line], ZONE) == datetime(2026, 11, 23, 7, 55, tzinfo=UTC)


@both
def test_what_contradicts_the_merchant_does(text: str) -> None:
    for line in ("1–25 of 143", "Page 1 of 6", "143 orders", "Next", "1–25 sur 143", "Page 1 sur 6", "143 commandes"):
        assert any(f"*{line}*" in page for page in PAGES), line
        assert is_one_page([line], orders=25, rows=25), line
    of = "of" if text == PAGES[0] else "sur"
    pages = [f"1–25 {of} 40", f"26–40 {of} 40"]
    assert all(f"*{line}*" in text for line in pages)
    assert not is_one_page(pages, orders=40, rows=40)


@both
def test_limits_and_rhythms_are_the_codes(text: str) -> None:
    figures = (pull.BYTES_MAX, tables.TABLE_MAX)
    json_max, table_max = (str(size // 1024 // 1024) for size in figures)
    flat = " ".join(text.split())
    assert re.search(rf"JSON (?:up to|jusqu'à) {json_max} M[Bo] .{{0,40}} {table_max}, ", flat)
    rows = f"{tables.ROWS_MAX:,}"
    assert rows in text or rows.replace(",", " ") in text
    assert re.search(rf"\b{pull.FILES_MAX}\b", flat)
    for rhythm in get_args(InboxChannel.model_fields["rhythm"].annotation):
        assert f"| `{rhythm}`" in text
    assert f"{int(Policy().stale_hours)} h" in flat
    assert 6.5 * 24 < Policy().weekly_hours <= 7 * 24  # "almost seven days", and before the inbox forgets it
    assert InboxChannel.model_fields["rhythm"].default == "daily"
    assert InboxChannel.model_fields["covers"].default == "some"


def test_each_page_leads_to_its_own_page_on_mails() -> None:
    for text, name, other in zip(PAGES, ("mail.md", "mail.fr.md"), ("tpop-feed.fr.md", "tpop-feed.md"), strict=True):
        assert f"]({name})" in text
        assert f"]({other}" in text
        for target in re.findall(r"\]\(([^)#]+)", text):
            assert target.startswith("https://") or (DOCS / target).exists(), target


@both
def test_every_link_within_the_page_leads_somewhere(text: str) -> None:
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors, target


def test_both_pages_show_the_same_examples_and_hold_a_letter() -> None:
    english, french = PAGES
    assert blocks(english) == blocks(french)
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(re.findall(r"^#+ ", french, re.MULTILINE))
    for text in PAGES:
        assert "support@tpop.com" in text
        assert len([line for line in text.splitlines() if line.startswith(">")]) < 45
