"""The mails a merchant gets, word for word. Read them aloud: tests/golden/mails/*.txt.

Renewed on purpose only: VIGIE_RENEW_MAILS=1 pytest tests/golden/test_mails.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.digest import compose
from tests.situations import SITUATIONS
from tests.spoken import reworded

MAILS = Path(__file__).parent / "mails"
RENEW = os.environ.get("VIGIE_RENEW_MAILS") == "1"


def written(name: str, language: str) -> str:
    composed = compose([reworded(look) for look in SITUATIONS[name](language)])
    assert composed is not None
    said = composed.message
    rings = "yes" if said.send_sms else "no"
    head = f"kind {said.kind} · severity {said.severity} · sms {rings} · shops {' '.join(said.shops)}"
    return f"{head}\n\nSUBJECT\n{said.subject}\n\nSMS\n{said.sms}\n\nMAIL\n{said.email}"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_mail(name: str, language: str) -> None:
    golden, now = MAILS / f"{name}.{language}.txt", written(name, language)
    if RENEW:
        golden.write_text(now, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == now


def test_no_mail_is_left_over() -> None:
    assert {path.name for path in MAILS.glob("*.txt")} == {
        f"{name}.{language}.txt" for name in SITUATIONS for language in ("fr", "en")
    }
