"""docs/mail.md and docs/mail.fr.md say of mails what the code does: who is believed, and which settings there are."""

from __future__ import annotations

import json
import re

import pytest

from handlers.parameters import MailChannel
from sources.tpop.mail.receipt import CASES, NOT_JUDGED
from sources.tpop.mail.trust import SENDERS
from tests.house.wall_reading import ROOT

PAGES = {"docs/mail.md": ("yes", "no"), "docs/mail.fr.md": ("oui", "non")}


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_case_stands_there_in_the_order_that_decides(page: str) -> None:
    yes, no = PAGES[page]
    rows = re.findall(rf"^\| `([a-z_]+)` \| ({yes}|{no}) \|", text(page), re.MULTILINE)
    assert rows == [(why, yes if trusted else no) for why, trusted, _, _ in CASES]
    for why in NOT_JUDGED:
        assert f"`{why}`" in text(page)


@pytest.mark.parametrize("page", PAGES)
def test_the_settings_shown_are_taken(page: str) -> None:
    (shown,) = re.findall(r"```json\n(.+?)\n```", text(page))
    channel = MailChannel.model_validate_json(shown)
    assert channel.senders == SENDERS
    assert channel.prefix == f"mail/{channel.addresses[0].partition('@')[0]}/"
    told = set(re.findall(r"^\| `([a-z_]+)` \|", text(page), re.MULTILINE))
    assert set(MailChannel.model_fields) - {"channel"} <= told, "a setting that the page does not explain"
    assert set(json.loads(shown)) <= set(MailChannel.model_fields)


def test_both_pages_have_the_same_parts() -> None:
    counts = [
        [len(re.findall(pattern, text(page), re.MULTILINE)) for page in PAGES]
        for pattern in (r"^## ", r"^\| ", r"^```", r"^\*\*\d\. ", r"^\* ")
    ]
    assert all(english == french for english, french in counts), counts
