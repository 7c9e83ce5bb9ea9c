"""Where Vigie is known to be wrong today. Each stands in test_found.py as a case of its own; once mended, both go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from sandbox.carried import Order
from tests.channels.oracle import Claim, Oracle

Kind = Literal["not told", "false", "resolved", "beyond", "sums", "clear", "channel", "taken away"]


class Wrong(NamedTuple):
    """One fault of Vigie's."""

    kind: Kind
    claim: Claim
    text: str


KNOWN: dict[str, Callable[[Oracle, Wrong, Order], bool]] = {}
"""Nothing today."""


def known(oracle: Oracle, wrong: Wrong) -> str:
    """Its name among those; "" where nobody knows it yet."""
    order = oracle.orders.get(wrong.claim[1]) or next(iter(oracle.orders.values()))
    return next((name for name, fits in KNOWN.items() if fits(oracle, wrong, order)), "")
