"""The same TPOP list as another bridge might write it: nested, with other names, times in milliseconds, whole addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sandbox.loopback import Request

Doc = dict[str, Any]

MAP: Mapping[str, str] = {
    "orders": "data[].attributes",
    "next": "links.next",
    "as_of": "meta.generatedAt",
    "since": "meta.period.from",
    "until": "meta.period.to",
    "complete": "meta.isComplete",
    "order.id": "order_no",
    "order.shop": "store.slug",
    "order.reference": "shop_ref",
    "order.shop_order_id": "store.orderId",
    "order.status": "state.label",
    "order.block_reason": "state.problem.kind",
    "order.block_code": "state.problem.bankCode",
    "order.manual": "origin == 'back-office'",
    "order.created_at": "times.receivedMs",
    "order.updated_at": "times.changedMs",
    "order.production_at": "times.printedMs",
    "order.shipped_at": "times.sentMs",
    "order.recipient": "shipTo && {name: shipTo.fullName, postcode: shipTo.zip, city: shipTo.city}",
    "order.recipient.address1": "shipTo.street[0]",
    "order.recipient.address2": "shipTo.street[1]",
    "order.recipient.country": "shipTo.countryCode",
    "order.lines": "groups[].articles[]",
    "order.tracking": "parcels[].trackingNo",
    "line.sku": "articleCode",
    "line.quantity": "pieces",
}
"""What reads it back: the setting `map` of the http channel."""


def other_shape(body: Mapping[str, Any], request: Request) -> Doc:
    """A page of the feed contract as this bridge has it."""
    head: Doc = {"generatedAt": _ms(body.get("as_of")), "isComplete": body.get("complete")}
    if "since" in body:
        head["period"] = {"from": _ms(body["since"]), "to": _ms(body["until"])}
    following = None
    if body["next"]:
        asked = {**dict(request.query), "cursor": body["next"]}
        following = f"http://{request.headers['host']}{request.path}?{urlencode(asked)}"
    orders = [{"type": "order", "attributes": _order(doc)} for doc in body["orders"]]
    return {"meta": head, "links": {"next": following}, "data": orders}


def _order(doc: Doc) -> Doc:
    why, code = doc.get("block_reason"), doc.get("block_code")
    lines = doc.get("lines")
    return {
        "order_no": doc["id"],
        "shop_ref": doc.get("reference"),
        "store": {"slug": doc.get("shop"), "orderId": doc.get("shop_order_id")},
        "origin": "back-office" if doc.get("manual") else "shop",
        "state": {"label": doc["status"], "problem": {"kind": why, "bankCode": code} if why or code else None},
        "times": {
            "receivedMs": _ms(doc.get("created_at")),
            "changedMs": _ms(doc.get("updated_at")),
            "printedMs": _ms(doc.get("production_at")),
            "sentMs": _ms(doc.get("shipped_at")),
        },
        "shipTo": _address(doc.get("recipient")),
        "groups": None if lines is None else [{"articles": [_article(line)]} for line in lines],
        "parcels": [{"by": one.get("carrier"), "trackingNo": one["number"]} for one in doc.get("tracking") or []],
        "status": {"code": 4711},
        "lines": "see groups",
    }


def _address(to: Doc | None) -> Doc | None:
    if to is None:
        return None
    street = [to.get("address1"), to.get("address2")]
    names = {"fullName": to.get("name"), "zip": to.get("postcode"), "countryCode": to.get("country")}
    return {**names, "city": to.get("city"), "street": street}


def _article(line: Doc) -> Doc:
    return {"articleCode": line.get("sku"), "pieces": line.get("quantity"), "label": line.get("title")}


def _ms(text: str | None) -> int | str | None:
    """Milliseconds since 1970; what is no time is passed on as it stands."""
    try:
        return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000) if text else None
    except ValueError:
        return text
