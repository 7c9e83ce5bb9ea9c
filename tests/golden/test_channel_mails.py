"""The mails that four merchants get in one and the same life, word for word. Read them aloud: tests/golden/channel_mails.

Each merchant feeds Vigie in another way (sandbox.channel_story); all of it goes through lambda_handler.
Renewed on purpose only: VIGIE_RENEW_MAILS=1 pytest tests/golden/test_channel_mails.py
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest

from sandbox.channel_play import mornings
from sandbox.channel_story import MERCHANTS, Life

MAILS = Path(__file__).parent / "channel_mails"
DAYS = ("monday", "tuesday", "wednesday")
RENEW = os.environ.get("VIGIE_RENEW_MAILS") == "1"


@cache
def written(merchant: str) -> tuple[str, ...]:
    """What each morning brought; every merchant lives once for all tests."""
    log = Path(tempfile.mkdtemp()) / "run.log"
    told = []
    for day in mornings(Life(merchant), log=log):
        (message,) = day.messages
        kind, severity, rings = (message.attributes[name] for name in ("kind", "severity", "sms"))
        head = f"kind {kind} · severity {severity} · sms {rings}"
        texts = message.texts
        told.append(f"{head}\n\nSUBJECT\n{message.subject}\n\nSMS\n{texts['sms']}\n\nMAIL\n{texts['email']}")
    return tuple(told)


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_mails(merchant: str) -> None:
    now = dict(zip(DAYS, written(merchant), strict=True))
    if RENEW:
        MAILS.mkdir(exist_ok=True)
        for day, text in now.items():
            (MAILS / f"{merchant}-{day}.txt").write_text(text, encoding="utf-8")
    assert {day: (MAILS / f"{merchant}-{day}.txt").read_text(encoding="utf-8") for day in DAYS} == now


def test_no_mail_is_left_over() -> None:
    assert {path.name for path in MAILS.iterdir()} == {f"{name}-{day}.txt" for name in MERCHANTS for day in DAYS}
