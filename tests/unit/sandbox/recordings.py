"""The answers recorded from a real WooCommerce, where they lie beside the project."""

from __future__ import annotations

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "woocommerce"
NAMES = sorted(path.stem for path in RECORDED.glob("*.json") if path.stem != "_seed")


def needed() -> None:
    """Skips the module that calls it where nothing is there; loudly, for a skipped comparison proves nothing."""
    if not RECORDED.is_dir():
        warnings.warn(f"recorded answers are absent ({RECORDED.name}): the stand-in is not compared", stacklevel=2)
        pytest.skip("recorded answers are absent: ../shared", allow_module_level=True)


@cache
def _text(name: str) -> str:
    return (RECORDED / f"{name}.json").read_text(encoding="utf-8")


def recorded(name: str) -> dict[str, Any]:
    """One exchange: request, status, headers, and body or body_text. A copy of one's own."""
    answer: dict[str, Any] = json.loads(_text(name))
    return answer
