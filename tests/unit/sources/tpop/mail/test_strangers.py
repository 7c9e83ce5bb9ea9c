"""Strangers may fill the box: what TPOP says is still read, and what is left unread is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.model import MailPull
from sandbox import letters
from sources.tpop.inbox.pull import Folder
from sources.tpop.mail import pull

from .post import AT, sales
from .test_pull import PREFIX, Box, adds_up, kinds

(SALE,) = sales("1042")
STRANGER = {"author": "x@evil.example", "source": "x@evil.example"}


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def flooded(box: Box, strangers: int) -> MailPull:
    box.put("m0", letters.blocked_en(SALE), AT - timedelta(hours=2))
    for number in range(strangers):
        box.put(f"s{number}", b"x", **STRANGER)
    return box.pull()


def test_five_hundred_strangers_do_not_hide_a_block(box: Box) -> None:
    done = flooded(box, pull.MAILS_MAX + 5)
    assert [(one.reference, one.status) for one in done.mentions] == [("1042", "blocked")]
    assert (done.unread, done.troubles, done.not_trusted) == (0, (), {"stranger": 505})
    assert adds_up(done)


def test_only_trusted_mails_are_capped(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "MAILS_MAX", 1)
    box.put("m1", letters.blocked_en(SALE))
    done = flooded(box, 3)
    assert (done.seen, done.trusted, done.unread, done.newest) == (4, 1, 1, AT)
    assert kinds(done)["mails_unread"]["mails"] == 1


def test_receipts_are_capped_too_and_that_is_no_trouble(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "RECEIPTS_MAX", 3)
    done = flooded(box, 5)
    assert (done.seen, done.unread, done.mentions, done.troubles) == (3, 3, (), ())


def test_what_a_stranger_sends_is_not_fetched(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(box.store, "body", lambda key: asked.append(key) or Folder.body(box.store, key))
    flooded(box, 2)
    assert sorted(asked) == sorted([f"{PREFIX}m0", *(f"{PREFIX}{name}.receipt.json" for name in ("m0", "s0", "s1"))])
