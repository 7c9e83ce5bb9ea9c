"""Which of Shopify's financial words is which of our states, by the policy; what a shop's policy asks of its orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.model import ShopState
from core.policy import Policy

_STATES: Mapping[str, ShopState] = {
    "pending": "unpaid",
    "authorized": "unpaid",
    "expired": "unpaid",
    "partially_paid": "unpaid",
    "refunded": "cancelled",
    "voided": "cancelled",
}
"""The enum OrderDisplayFinancialStatus, less what is paid: that is what `due_statuses` says."""
_LIKE_PAID = "partially_refunded"
"""Paid, and something went back: what is still to be made stands in the lines."""


WORDS = ("paid", "partially_refunded", *_STATES)
"""All that Shopify's enum knows: what a policy may call due."""


class Rules(NamedTuple):
    """What reading an order turns on besides the order."""

    known: Mapping[str, ShopState]
    """Their lower-case financial word -> our state; any other word is "other"."""
    keep_unshipped: bool
    """Lines that need no shipping are read, too: the policy tells TPOP's lines apart by something else."""


def rules(policy: Policy) -> Rules:
    """The policy's `due_statuses` go before our own table."""
    due: dict[str, ShopState] = dict.fromkeys([word.strip().lower() for word in policy.due_statuses], "due")
    known = {**_STATES, **due}
    known.setdefault(_LIKE_PAID, known.get("paid", "other"))
    return Rules(known, policy.lines.mode != "all")
