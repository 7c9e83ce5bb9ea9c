"""Seeded bytes of both sides, with the truth written as each fault is planted. WooCommerce's wire shape and the feed's.

Shares as in the measurements that the design quotes: missing 2 %, blocked 1 %, lines 1 %, address 0.5 %, cancelled in
the shop only 0.3 %, duplicates 0.3 %; noise that must say nothing: 20 % of addresses differ in case, accents, blanks
and punctuation, 10 % of references carry '#' or blanks, 2 % are cancelled on both sides, 3 % unpaid, 1 % too recent.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAYS = 28
WOO_PAGE, FEED_PAGE = 100, 250

_FIRST = ("Élodie", "Jean-François", "Zoé", "Aïcha", "Marc", "Léa", "Noël", "Chloé", "Hervé", "Inès")
_LAST = ("Lefèvre", "Müller", "D'Angelo", "Nguyen", "Garçon", "Petit", "O'Brien", "Castañeda", "Roux", "Sørensen")
_STREET = ("rue de l'Église", "avenue Émile-Zola", "boulevard Saint-Michel", "place d'Italie", "chemin des Prés")
_TOWN = (("75011", "Paris"), ("69003", "Lyon"), ("13001", "Marseille"), ("59000", "Lille"), ("35000", "Rennes"))
_SKUS = tuple(f"TP-{kind}-{number:03d}" for kind in ("MUG", "TEE", "BAG", "CAP") for number in range(60))


@dataclass(frozen=True)
class Bench:
    woo: list[bytes]
    feed: list[bytes]
    truth: set[tuple[str, str, str | None]]
    orders: int

    @property
    def size(self) -> int:
        return sum(map(len, self.woo)) + sum(map(len, self.feed))


def make(count: int, seed: int = 7, lean: bool = False) -> Bench:
    """`lean`: only the fields Vigie asks WooCommerce for (`_fields`), as it really pulls."""
    rng = random.Random(seed)
    shop: list[dict[str, Any]] = []
    tpop: list[dict[str, Any]] = []
    truth: set[tuple[str, str, str | None]] = set()
    for index in range(count):
        number = str(100_000 + index)
        age = timedelta(minutes=DAYS * 24 * 60 * (count - index) / count + 180)
        roll = rng.random()
        if roll > 0.99:
            age = timedelta(minutes=rng.randint(5, 110))  # within the grace
        made = NOW - age
        to = _address(rng)
        lines = [(rng.choice(_SKUS), rng.randint(1, 3)) for _ in range(rng.choice((1, 2, 3, 3, 4, 5)))]
        lines = list(dict(lines).items())
        status, has_twin = "processing", roll <= 0.99
        twin = _twin(number, made, to, lines, rng)
        if roll < 0.02:
            has_twin = False
            truth.add((number, "missing-at-tpop", None))
        elif roll < 0.03:
            reason = rng.choice(("payment", "address", "artwork"))
            twin |= {"status": "blocked", "block_reason": reason, "production_at": None, "shipped_at": None}
            truth.add((number, f"blocked-{reason}", None))
        elif roll < 0.04:
            sku, quantity = lines[0]
            if rng.random() < 0.5:
                twin["lines"][0]["quantity"] = quantity + 1
                truth.add((number, "quantity-differs", sku))
            else:
                twin["lines"][0]["sku"] = "TP-OTHER-1"
                truth |= {(number, "missing-line", sku), (number, "unexpected-line", "TP-OTHER-1")}
        elif roll < 0.045:
            twin["recipient"] = twin["recipient"] | {"postcode": "97400", "city": "Saint-Denis"}
            if twin["status"] != "shipped":  # once shipped, an edited address is no fault
                truth.add((number, "address-differs", None))
        elif roll < 0.048:
            status = "cancelled"
            if twin["status"] != "shipped":
                truth.add((number, "cancelled-only-in-shop", None))
        elif roll < 0.051:
            tpop.append(twin | {"id": f"{twin['id']}-again"})
            truth.add((number, "duplicated-at-tpop", None))
        elif roll < 0.071:
            status, twin["status"] = "cancelled", "cancelled"
        elif roll < 0.101:
            status, has_twin = "on-hold", False
        shop.append(_woo(number, made, status, to, lines, lean, rng))
        if has_twin:
            tpop.append(twin)
    shop.reverse()
    return Bench(_pages(shop, WOO_PAGE), _feed(tpop), truth, count)


def _address(rng: random.Random) -> dict[str, str]:
    postcode, city = rng.choice(_TOWN)
    return {
        "first_name": rng.choice(_FIRST),
        "last_name": rng.choice(_LAST),
        "address_1": f"{rng.randint(1, 199)} {rng.choice(_STREET)}",
        "address_2": rng.choice(("", "", "Bât. B", "3e étage")),
        "postcode": postcode,
        "city": city,
    }


def _twin(
    number: str, made: datetime, to: dict[str, str], lines: list[tuple[str, int]], rng: random.Random
) -> dict[str, Any]:
    age = NOW - made
    status = "open" if age < timedelta(days=1) else "production" if age < timedelta(days=5) else "shipped"
    reference = number if rng.random() > 0.1 else rng.choice((f"#{number}", f" {number} "))
    name, street = f"{to['first_name']} {to['last_name']}", to["address_1"]
    if rng.random() < 0.2:
        name, street = name.upper(), street.replace("É", "E").replace(" ", "  ").replace("'", "’") + "."
    created = made + timedelta(minutes=7)
    produced = min(NOW, created + timedelta(minutes=rng.randint(1440, 2000))) if status != "open" else None
    sent = made + timedelta(days=5) if status == "shipped" else None
    return {
        "id": f"T-{number}",
        "reference": reference,
        "created_at": _iso(created),
        "updated_at": _iso(sent or produced or created),
        "status": {"open": "en cours", "production": "En production", "shipped": "expédiée"}[status]
        if rng.random() < 0.3
        else status,
        "manual": False,
        "block_reason": None,
        "recipient": {
            "name": name,
            "address1": street,
            "address2": to["address_2"],
            "postcode": to["postcode"],
            "city": to["city"],
            "country": "FR",
        },
        "lines": [{"sku": s, "title": "Article", "variant": "Blanc", "quantity": q} for s, q in lines],
        "tracking": [{"carrier": "Colissimo", "number": f"6A{number}", "url": None}] if sent else [],
        "production_at": _iso(produced),
        "shipped_at": _iso(sent),
        "amount": "12.50",
        "currency": "EUR",
    } | {"status": status}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _woo(
    number: str, made: datetime, status: str, to: dict[str, str], lines: list[tuple[str, int]], lean: bool, rng: Any
) -> dict[str, Any]:
    when = made.strftime("%Y-%m-%dT%H:%M:%S")
    later = (made + timedelta(seconds=rng.randint(1, 90))).strftime("%Y-%m-%dT%H:%M:%S")
    address = to | {"company": "", "state": "", "country": "FR", "phone": "+33 1 00 00 00 00"}
    order: dict[str, Any] = {
        "id": int(number),
        "number": number,
        "status": status,
        "date_created_gmt": when,
        "date_modified_gmt": later,
        "date_paid_gmt": None if status == "on-hold" else later,
        "shipping": address,
        "billing": address | {"email": "client@example.test"},
        "meta_data": [],
        "refunds": [],
        "line_items": [_line(index, sku, quantity, rng) for index, (sku, quantity) in enumerate(lines)],
    }
    if lean:
        return order
    tax = {"id": 1, "rate_code": "FR-TVA 20-1", "rate_id": 1, "label": "TVA", "compound": False, "tax_total": "4.00"}
    return order | {
        "parent_id": 0, "currency": "EUR", "version": "11.0.1", "prices_include_tax": True, "date_created": when,
        "date_modified": later, "discount_total": "0.00", "discount_tax": "0.00", "shipping_total": "4.90",
        "shipping_tax": "0.93", "cart_tax": "20.11", "total": "131.83", "total_tax": "21.04", "customer_id": 0,
        "order_key": f"wc_order_{number}", "payment_method": "stripe", "payment_method_title": "Carte bancaire",
        "transaction_id": "", "customer_ip_address": "", "customer_user_agent": "", "created_via": "checkout",
        "customer_note": "", "date_completed": None, "date_paid": later, "cart_hash": "", "tax_lines": [tax],
        "shipping_lines": [{"id": 9, "method_title": "Colissimo", "method_id": "flat_rate", "total": "4.90", "taxes": []}],
        "fee_lines": [], "coupon_lines": [], "payment_url": f"https://boutique.example/checkout/order-pay/{number}/",
        "is_editable": False, "needs_payment": False, "needs_processing": True, "date_completed_gmt": None,
        "currency_symbol": "€", "_links": {"self": [{"href": f"https://boutique.example/wp-json/wc/v3/orders/{number}"}]},
    }  # fmt: skip


def _line(index: int, sku: str, quantity: int, rng: random.Random) -> dict[str, Any]:
    return {
        "id": rng.randint(1, 10**6) * 10 + index, "name": "T-shirt - Noir, M", "product_id": 23, "variation_id": 27,
        "quantity": quantity, "tax_class": "", "subtotal": "42.02", "subtotal_tax": "7.98", "total": "42.02",
        "total_tax": "7.98", "taxes": [{"id": 1, "total": "7.98", "subtotal": "7.98"}],
        "meta_data": [{"id": 1, "key": "size", "value": "M", "display_key": "Taille", "display_value": "M"}],
        "sku": sku, "global_unique_id": "", "price": 21.0084035, "image": {"id": 0, "src": ""}, "parent_name": "T-shirt",
    }  # fmt: skip


def _pages(rows: list[dict[str, Any]], size: int) -> list[bytes]:
    return [json.dumps(rows[at : at + size], ensure_ascii=False).encode() for at in range(0, len(rows), size)]


def _feed(rows: list[dict[str, Any]]) -> list[bytes]:
    head = {
        "as_of": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "since": (NOW - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "until": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "complete": True,
        "next": None,
    }
    return [
        json.dumps(head | {"orders": rows[at : at + FEED_PAGE]}, ensure_ascii=False).encode()
        for at in range(0, len(rows), FEED_PAGE)
    ]
