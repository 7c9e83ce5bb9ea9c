"""Rows and lists for these tests, valid by default; and the one person whose name must never come out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from core.model import TpopPull, Window
from core.policy import Policy

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
AS_OF = datetime(2026, 11, 23, 6, 55, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=30), NOW)
POLICY = Policy()
SHOP = "mugs-paris"
TOKEN = "tok-very-secret-4711"
PLANTED = ("Éloïse", "Trévidic", "rue de l'Église", "Ménilmontant", "eloise@courriel.example", TOKEN)


def row(order_id: Any = "T-88001", **fields: Any) -> dict[str, Any]:
    """One order of the feed."""
    return {
        "id": order_id,
        "shop": SHOP,
        "reference": "1042",
        "shop_order_id": "5551042",
        "created_at": "2026-11-22T10:04:00Z",
        "updated_at": "2026-11-22T10:04:00Z",
        "status": "open",
        "block_reason": None,
        "block_code": None,
        "manual": False,
        "recipient": {
            "name": "Éloïse Trévidic",
            "address1": "12 rue de l'Église",
            "address2": "",
            "postcode": "75020",
            "city": "Ménilmontant",
            "country": "FR",
        },
        "lines": [{"sku": "TP-MUG-001-WHT", "title": "Mug", "variant": "Blanc", "quantity": 1}],
        "tracking": [],
        "production_at": None,
        "shipped_at": None,
        "amount": "12.50",
        "currency": "EUR",
        **fields,
    }


def bare(order_id: Any = "T-88001", **fields: Any) -> dict[str, Any]:
    """Nothing but what is compulsory."""
    return {"id": order_id, "reference": "1042", "status": "open", **fields}


def many(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Orders 1001, 1002, … under T-1, T-2, …"""
    return [row(f"T-{n}", reference=str(1000 + n), shop_order_id=None, **fields) for n in range(1, count + 1)]


def document(rows: list[Any], **head: Any) -> dict[str, Any]:
    """A list that says all it can of itself: complete, five minutes old, the whole window. `...` leaves a key out."""
    said = {
        "as_of": "2026-11-23T06:55:00Z",
        "since": "2026-10-24T00:00:00Z",
        "until": "2026-11-23T06:55:00Z",
        "complete": True,
        "next": None,
        "orders": rows,
        **head,
    }
    return {key: value for key, value in said.items() if value is not ...}


def as_bytes(doc: Any) -> bytes:
    return json.dumps(doc, ensure_ascii=False).encode()


def kinds(pull: TpopPull) -> list[str]:
    return [trouble.kind for trouble in pull.troubles]


def assert_private(*said: object) -> None:
    """Nothing of a person or a secret stands in what leaves memory."""
    text = " ".join(repr(one) + str(one) for one in said)
    for secret in PLANTED:
        assert secret not in text, secret
