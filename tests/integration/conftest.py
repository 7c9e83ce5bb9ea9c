"""Integration tests do not wait between two tries: what is retried, and how often, is what they are about."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.http.pause", lambda _seconds: None)
