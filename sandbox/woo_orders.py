"""Orders as WooCommerce 11 writes them: the same fields in the same order as recorded from a real one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.people import Customer, Product

Doc = dict[str, Any]
TAX_PERCENT = 20
SHIPPING_CENTS = 490  # before tax, as WooCommerce holds it
METHODS = {"stripe": "Carte bancaire", "bacs": "Virement bancaire", "cod": "Paiement à la livraison"}
NEVER_PAID = {"pending", "on-hold", "failed", "cancelled", "checkout-draft"}


def stamp(moment: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    """A time as WooCommerce writes it: naive, to the second; UTC, or the shop's own."""
    return None if moment is None else f"{moment.astimezone(zone or UTC):%Y-%m-%dT%H:%M:%S}"


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def before_tax(cents: int) -> int:
    return round(cents * 100 / (100 + TAX_PERCENT))


def address(who: Customer) -> Doc:
    """A shipping address; `state` is empty for France."""
    return {
        "first_name": who.first,
        "last_name": who.last,
        "company": "",
        "address_1": who.address1,
        "address_2": who.address2,
        "city": who.city,
        "state": "",
        "postcode": who.postcode,
        "country": who.country,
        "phone": who.phone,
    }


def line_item(line_id: int, product: Product, quantity: int) -> Doc:
    gross = product.cents * quantity
    net = before_tax(gross)
    tax = money(gross - net)
    return {
        "id": line_id,
        "name": f"{product.title} - {product.variant}" if product.variation_id else product.title,
        "product_id": product.product_id,
        "variation_id": product.variation_id,
        "quantity": quantity,
        "tax_class": "",
        "subtotal": money(net),
        "subtotal_tax": tax,
        "total": money(net),
        "total_tax": tax,
        "taxes": [{"id": 1, "total": tax, "subtotal": tax}],
        "meta_data": [
            {"id": line_id * 10 + n, "key": key, "value": value, "display_key": key, "display_value": value}
            for n, (key, value) in enumerate(product.options)
        ],
        "sku": product.sku,
        "global_unique_id": "",
        "price": round(net / 100 / quantity, 6) if quantity else 0,
        "image": {"id": 0 if product.variation_id else "", "src": ""},
        "parent_name": product.title if product.variation_id else None,
    }


def order(
    order_id: int,
    items: Sequence[tuple[Product, int]],
    who: Customer,
    *,
    placed: datetime,
    paid: datetime | None,
    status: str = "processing",
    number: str | None = None,
    method: str = "stripe",
    zone: ZoneInfo,
    home: str,
) -> Doc:
    """One order, all 47 fields. Times are aware."""
    lines = [line_item(order_id * 100 + n, product, quantity) for n, (product, quantity) in enumerate(items, 1)]
    gross = sum(product.cents * quantity for product, quantity in items)
    net = sum(before_tax(product.cents * quantity) for product, quantity in items)
    shipping_tax = SHIPPING_CENTS * TAX_PERCENT // 100
    done = paid if status == "completed" else None
    key = f"wc_order_{order_id * 2654435761 % 36**8:013x}"
    to = address(who)
    unpaid = status in {"pending", "failed"}
    return {
        "id": order_id,
        "parent_id": 0,
        "status": status,
        "currency": "EUR",
        "version": "11.0.1",
        "prices_include_tax": True,
        "date_created": stamp(placed, zone),
        "date_modified": stamp(paid or placed, zone),
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": money(SHIPPING_CENTS),
        "shipping_tax": money(shipping_tax),
        "cart_tax": money(gross - net),
        "total": money(gross + SHIPPING_CENTS + shipping_tax),
        "total_tax": money(gross - net + shipping_tax),
        "customer_id": 0,
        "order_key": key,
        "billing": {**{k: v for k, v in to.items() if k != "phone"}, "email": who.email, "phone": who.phone},
        "shipping": to,
        "payment_method": method,
        "payment_method_title": METHODS.get(method, method),
        "transaction_id": f"pi_{order_id:09d}" if paid and method == "stripe" else "",
        "customer_ip_address": "",
        "customer_user_agent": "",
        "created_via": "checkout",
        "customer_note": "",
        "date_completed": stamp(done, zone),
        "date_paid": stamp(paid, zone),
        "cart_hash": "",
        "number": number or str(order_id),
        "meta_data": [],
        "line_items": lines,
        "tax_lines": [
            {
                "id": order_id * 100 + 90,
                "rate_code": "FR-TVA 20-1",
                "rate_id": 1,
                "label": "TVA 20",
                "compound": False,
                "tax_total": money(gross - net),
                "shipping_tax_total": money(shipping_tax),
                "rate_percent": TAX_PERCENT,
                "meta_data": [],
            }
        ],
        "shipping_lines": [
            {
                "id": order_id * 100 + 80,
                "method_title": "Colissimo",
                "method_id": "flat_rate",
                "instance_id": "1",
                "total": money(SHIPPING_CENTS),
                "total_tax": money(shipping_tax),
                "taxes": [{"id": 1, "total": money(shipping_tax), "subtotal": ""}],
                "tax_status": "taxable",
                "meta_data": [],
            }
        ],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
        "payment_url": f"{home}/checkout/order-pay/{order_id}/?pay_for_order=true&key={key}",
        "is_editable": status in {"pending", "on-hold"},
        "needs_payment": unpaid,
        "needs_processing": True,
        "date_created_gmt": stamp(placed),
        "date_modified_gmt": stamp(paid or placed),
        "date_completed_gmt": stamp(done),
        "date_paid_gmt": stamp(paid),
        "currency_symbol": "€",
        "_links": _links(f"{home}/wp-json/wc/v3/orders", order_id),
    }


def _links(orders: str, order_id: int) -> Doc:
    verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return {
        "self": [{"href": f"{orders}/{order_id}", "targetHints": {"allow": verbs}}],
        "collection": [{"href": orders}],
        "email_templates": [{"embeddable": True, "href": f"{orders}/{order_id}/actions/email_templates"}],
    }
