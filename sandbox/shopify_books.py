"""What a stand-in Shopify shop holds, and the merchant's hand on it: payments, refunds, order edits, fulfilments."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Doc = dict[str, Any]
UNPAID = frozenset({"PENDING", "AUTHORIZED", "EXPIRED", "VOIDED"})


def stamp(at: datetime) -> str:
    """A time as Shopify writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


class ShopifyBooks:
    """Orders by their number in the id. Every edit is whole between two requests; a document is never changed in place."""

    vendor = "T-Pop"
    """Who makes the articles, as the products say it."""

    def __init__(self) -> None:
        self.orders: dict[int, Doc] = {}
        self.lock = threading.RLock()
        self._ids = 7_700_000_000

    def put(self, doc: Doc) -> None:
        with self.lock:
            self.orders[int(doc["legacyResourceId"])] = doc

    def edit(self, order_id: int, at: datetime, **fields: Any) -> None:
        """Set fields as they stand, whatever else follows from them in a real shop."""
        with self.lock:
            self.orders[order_id] = {**self.orders[order_id], "updatedAt": stamp(at), **fields}

    def delete(self, order_id: int) -> None:
        """For good: from now on it never existed."""
        with self.lock:
            self.orders.pop(order_id, None)

    # ---- money

    def capture(self, order_id: int, at: datetime) -> None:
        """What was authorised is taken, or a transfer has come in: paid."""
        with self.lock:
            held = self.orders[order_id]["displayFinancialStatus"] == "AUTHORIZED"
            paid = self._transaction("CAPTURE" if held else "SALE", order_id, at)
            self.edit(order_id, at, displayFinancialStatus="PAID", fullyPaid=True, transactions=paid)

    def void(self, order_id: int, at: datetime) -> None:
        """What was authorised is let go, or a transfer is no longer waited for."""
        with self.lock:
            voided = self._transaction("VOID", order_id, at)
            self.edit(order_id, at, displayFinancialStatus="VOIDED", fullyPaid=False, transactions=voided)

    def refund(self, order_id: int, at: datetime, taken: Mapping[str, int], restock: str = "CANCEL") -> None:
        """Give back so many units of each line, or money only. RETURN: units that were sent; else those not sent, first."""
        with self.lock:
            doc = self.orders[order_id]
            given = [
                {"id": gid("RefundLineItem", self._id()), "quantity": units, "restockType": restock, "lineItem": line}
                for line, units in taken.items()
            ]
            head = {"id": gid("Refund", self._id()), "createdAt": stamp(at), "refundLineItems": given}
            fields: Doc = {"refunds": [*doc["refunds"], head]}
            lines = [_less(line, taken.get(line["id"], 0), sent=restock == "RETURN") for line in doc["lineItems"]]
            if doc["displayFinancialStatus"] not in UNPAID:
                whole = bool(taken) and not any(line["currentQuantity"] for line in lines)
                fields["displayFinancialStatus"] = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
                fields["transactions"] = self._transaction("REFUND", order_id, at)
            self._lines(order_id, at, lines, **fields)

    def cancel(self, order_id: int, at: datetime, refunded: bool = True) -> None:
        """Cancelled; with the money given back and what was not sent put back on the shelf, or neither."""
        with self.lock:
            doc = self.orders[order_id]
            if refunded and doc["displayFinancialStatus"] in UNPAID:
                self.void(order_id, at)
            elif refunded:
                left = {line["id"]: line["unfulfilledQuantity"] for line in doc["lineItems"]}
                self.refund(order_id, at, {line: units for line, units in left.items() if units})
                self.edit(order_id, at, displayFinancialStatus="REFUNDED")
            orders = [{**one, "status": "CANCELLED"} for one in self.orders[order_id]["fulfillmentOrders"]]
            over = {"cancelledAt": stamp(at), "cancelReason": "CUSTOMER", "closed": True, "closedAt": stamp(at)}
            self.edit(order_id, at, **over, fulfillmentOrders=orders)

    # ---- order edits

    def remove(self, order_id: int, at: datetime, line_gid: str, units: int) -> None:
        """Take units out of the order: the line stays, even with none left."""
        with self.lock:
            lines = _each(self.orders[order_id], line_gid, lambda line: _less(line, units))
            self._lines(order_id, at, lines, edited=True)

    def add_line(self, order_id: int, at: datetime, line: Doc, *, paid: bool = True) -> None:
        """One more line; or, where a line of this id stands there, so many more units of it."""
        with self.lock:
            doc, more = self.orders[order_id], line["quantity"]
            if any(one["id"] == line["id"] for one in doc["lineItems"]):
                lines = _each(doc, line["id"], lambda one: _more(one, more))
            else:
                lines = [*doc["lineItems"], line]
            owed = {} if paid else {"displayFinancialStatus": "PARTIALLY_PAID", "fullyPaid": False}
            row = {"id": gid("FulfillmentOrderLineItem", self._id()), "lineItem": line["id"]}
            row |= {"totalQuantity": more, "remainingQuantity": more}
            parts = doc["fulfillmentOrders"]
            if parts:
                parts = [{**parts[0], "status": "OPEN", "lineItems": [*parts[0]["lineItems"], row]}, *parts[1:]]
            self._lines(
                order_id, at, lines, edited=True, closed=False, closedAt=None, fulfillmentOrders=parts, **owed
            )

    def readdress(self, order_id: int, at: datetime, address: Doc | None) -> None:
        self.edit(order_id, at, shippingAddress=address)

    # ---- sending

    def fulfil(
        self, order_id: int, at: datetime, tracking: Sequence[str] = (), lines: Mapping[str, int] | None = None
    ) -> None:
        """Units are sent, all that are left unless told; an order of which nothing is left, and paid, closes itself."""
        with self.lock:
            doc = self.orders[order_id]
            left = {
                line["id"]: line["unfulfilledQuantity"] for line in doc["lineItems"] if line["unfulfilledQuantity"]
            }
            units = left if lines is None else lines
            if not units or any(count > left.get(line, 0) for line, count in units.items()):
                raise ValueError("more is to be sent than is left to send")
            sent = [
                {"id": gid("FulfillmentLineItem", self._id()), "quantity": count, "lineItem": line}
                for line, count in units.items()
            ]
            parcel = {
                "id": gid("Fulfillment", self._id()),
                "createdAt": stamp(at),
                "updatedAt": stamp(at),
                "status": "SUCCESS",
                "trackingInfo": [
                    {"company": "La Poste", "number": number, "url": "https://suivi.example/"} for number in tracking
                ],
                "fulfillmentLineItems": sent,
            }
            rest = [
                {**line, "unfulfilledQuantity": line["unfulfilledQuantity"] - units.get(line["id"], 0)}
                for line in doc["lineItems"]
            ]
            done = not any(line["unfulfilledQuantity"] for line in rest) and doc["fullyPaid"]
            over = {"closed": True, "closedAt": stamp(at)} if done else {}
            self._lines(order_id, at, rest, fulfillments=[*doc["fulfillments"], parcel], **over)

    # ---- products

    def delete_product(self, product_gid: str) -> None:
        """For good: the lines of every order keep sku, title and vendor, and point nowhere; no order is dated by it."""
        with self.lock:
            for number, doc in self.orders.items():
                lines = [_orphan(line, product_gid) for line in doc["lineItems"]]
                self.orders[number] = {**doc, "lineItems": lines}

    # ---- what follows from it

    def _lines(self, order_id: int, at: datetime, lines: Sequence[Doc], **fields: Any) -> None:
        """The order with these lines; its state of sending and what is left to send follow."""
        doc = {**self.orders[order_id], **fields}
        left = {line["id"]: line["unfulfilledQuantity"] for line in lines}
        status = "UNFULFILLED"
        if any(one["status"] == "SUCCESS" for one in doc["fulfillments"]):
            status = "PARTIALLY_FULFILLED" if any(left.values()) else "FULFILLED"
        orders = [_to_send(one, left) for one in doc["fulfillmentOrders"]]
        fields |= {"lineItems": list(lines), "displayFulfillmentStatus": status, "fulfillmentOrders": orders}
        self.edit(order_id, at, **fields)

    def _transaction(self, kind: str, order_id: int, at: datetime) -> list[Doc]:
        row = {"id": gid("OrderTransaction", self._id()), "kind": kind, "status": "SUCCESS", "processedAt": stamp(at)}
        return [*self.orders[order_id]["transactions"], row]

    def _id(self) -> int:
        self._ids += 1
        return self._ids


def _each(doc: Doc, line_gid: str, change: Callable[[Doc], Doc]) -> list[Doc]:
    return [change(line) if line["id"] == line_gid else line for line in doc["lineItems"]]


def _less(line: Doc, units: int, *, sent: bool = False) -> Doc:
    """Fewer units: of those not sent yet, unless these were."""
    if units > line["currentQuantity"]:
        raise ValueError("more is to be taken than the line holds")
    waiting = line["unfulfilledQuantity"] if sent else max(line["unfulfilledQuantity"] - units, 0)
    return {**line, "currentQuantity": line["currentQuantity"] - units, "unfulfilledQuantity": waiting}


def _more(line: Doc, units: int) -> Doc:
    return {**line, **{key: line[key] + units for key in ("quantity", "currentQuantity", "unfulfilledQuantity")}}


def _orphan(line: Doc, product_gid: str) -> Doc:
    of_it = line["product"] is not None and line["product"]["id"] == product_gid
    return {**line, "product": None, "variant": None} if of_it else line


def _to_send(part: Doc, left: Mapping[str, int]) -> Doc:
    """A fulfilment order with what is left of its lines."""
    rows = [
        {**row, "remainingQuantity": min(row["remainingQuantity"], left.get(row["lineItem"], 0))}
        for row in part["lineItems"]
    ]
    open_now = any(row["remainingQuantity"] for row in rows)
    status = part["status"] if open_now or part["status"] == "CANCELLED" else "CLOSED"
    return {**part, "status": status, "lineItems": rows}
