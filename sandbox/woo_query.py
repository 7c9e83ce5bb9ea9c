"""How WooCommerce reads the parameters of a list, with the traps that were observed on a real one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.loopback import Request
from sandbox.woo_errors import Refusal

Doc = dict[str, Any]
CORE = ("pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft")
HIDDEN = {"trash", "checkout-draft"}
ORDERBY = ("date", "id", "include", "title", "slug", "modified")
BOUNDS = {
    "after": ("date_created_gmt", 1),
    "before": ("date_created_gmt", -1),
    "modified_after": ("date_modified_gmt", 1),
    "modified_before": ("date_modified_gmt", -1),
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:\d\d)?)?")


class BadParameter(Refusal):
    """One parameter that WordPress refuses, with its own words."""

    def __init__(self, name: str, code: str, message: str) -> None:
        detail = {"code": code, "message": message, "data": None}
        told = f"Invalid parameter(s): {name}"
        super().__init__("rest_invalid_param", told, 400, params={name: message}, details={name: detail})


@dataclass(frozen=True, slots=True)
class Listing:
    """One list request, understood."""

    statuses: tuple[str, ...] = ("any",)
    page: int = 1
    per_page: int = 10
    offset: int | None = None
    orderby: str = "date"
    descending: bool = True
    include: frozenset[int] = frozenset()
    search: str = ""
    bounds: tuple[tuple[str, int, str], ...] = ()
    """(field, direction, naive UTC to the second): strictly after (1) or before (-1)."""
    fields: tuple[str, ...] = field(default=())
    registered: frozenset[str] = frozenset()
    """The statuses that exist just now: `any` means these."""

    def keeps(self, doc: Doc) -> bool:
        if self.include and doc["id"] not in self.include:
            return False
        for key, direction, limit in self.bounds:
            stamped = str(doc.get(key) or doc["date_created_gmt"] or "")
            if not (stamped > limit if direction > 0 else stamped < limit):
                return False
        return not self.search or _mentions(doc, self.search)

    def shows(self, doc: Doc) -> bool:
        if "status" not in doc:  # a refund
            return True
        status = doc["status"]
        # any beside other words makes WordPress forget the others: trash is dropped in silence. A status whose plugin
        # is switched off is in no list at all (facts, 7 and 8)
        return status in self.registered - HIDDEN if "any" in self.statuses else status in self.statuses

    def sort(self, docs: Iterable[Doc]) -> list[Doc]:
        if self.orderby in {"include", "title", "slug"}:  # no order that means anything (facts, 13)
            return sorted(docs, key=lambda doc: doc["id"] * 2654435761 % 2**32)
        key = {"date": "date_created_gmt", "modified": "date_modified_gmt"}.get(self.orderby, "id")
        return sorted(docs, key=lambda doc: (doc.get(key) or "", doc["id"]), reverse=self.descending)

    def cut(self, docs: list[Doc]) -> list[Doc]:
        start = self.offset if self.offset is not None else (self.page - 1) * self.per_page
        return docs[start : start + self.per_page]


def read(request: Request, zone: ZoneInfo, registered: Collection[str]) -> Listing:
    """The parameters, or BadParameter as WordPress would say it. Unknown parameters are ignored, as there."""
    utc = request.one("dates_are_gmt", "false").lower() in {"true", "1"}
    order = _among("order", request.one("order", "desc"), ("asc", "desc"))
    return Listing(
        statuses=_statuses(request, registered),
        page=_whole(request, "page", 1, 1, None),
        per_page=_whole(request, "per_page", 10, 1, 100),
        offset=_whole(request, "offset", 0, 0, None) if request.has("offset") else None,
        orderby=_among("orderby", request.one("orderby", "date"), ORDERBY),
        descending=order == "desc",
        include=frozenset(int(part) for part in many(request, "include") if part.isdigit()),
        search=request.one("search"),
        bounds=tuple(
            (key, direction, _bound(name, request.one(name), utc, zone))
            for name, (key, direction) in BOUNDS.items()
            if request.has(name)
        ),
        fields=tuple(many(request, "_fields")),
        registered=frozenset(registered),
    )


def many(request: Request, name: str) -> list[str]:
    """A list as WordPress takes it: name=a,b or name[]=a&name[]=b or name[0]=a."""
    values = [value for key, value in request.query if key == name or re.fullmatch(re.escape(name) + r"\[\d*\]", key)]
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def only(doc: Any, fields: Collection[str]) -> Any:
    """`_fields`: the named fields, dots for what lies inside."""
    if not fields or not isinstance(doc, dict):
        return doc
    heads: dict[str, list[str]] = {}
    for name in fields:
        head, _, rest = name.partition(".")
        heads.setdefault(head, []).append(rest)
    return {key: value if "" in heads[key] else only(value, heads[key]) for key, value in doc.items() if key in heads}


def _statuses(request: Request, registered: Collection[str]) -> tuple[str, ...]:
    asked = tuple(many(request, "status")) or ("any",)
    known = ("any", "trash", *registered)
    for place, word in enumerate(asked):
        if word.removeprefix("wc-") not in known:
            message = f"status[{place}] is not one of {', '.join(known)}."
            raise BadParameter("status", "rest_not_in_enum", message)
    return tuple(word.removeprefix("wc-") for word in asked)


def _among(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadParameter(name, "rest_not_in_enum", f"{name} is not one of {', '.join(known)}.")
    return value


def _whole(request: Request, name: str, default: int, low: int, high: int | None) -> int:
    text = request.one(name, str(default))
    if not re.fullmatch(r"-?\d+", text):
        raise BadParameter(name, "rest_invalid_type", f"{name} is not of type integer.")
    value = int(text)
    if high is not None and not low <= value <= high:
        message = f"{name} must be between {low} (inclusive) and {high} (inclusive)"
        raise BadParameter(name, "rest_out_of_bounds", message)
    if value < low:
        raise BadParameter(name, "rest_out_of_bounds", f"{name} must be greater than or equal to {low}")
    return value


def _bound(name: str, text: str, utc: bool, zone: ZoneInfo) -> str:
    """A date parameter as naive UTC, with WooCommerce's own mistakes: see facts, traps 1, 2 and 4."""
    match = _DATE.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T")) if match else None
    except ValueError:
        moment = None
    if match is None or moment is None:
        raise BadParameter(name, "rest_invalid_date", "Invalid date.")
    if match[1]:  # a fraction loses the zone that stands behind it
        moment = moment.replace(tzinfo=None, microsecond=0)
    if utc:
        # a zone is honoured, but by turning the value to shop time, which then meets the GMT column
        naive = moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
    else:
        # naive is shop time; in the hour that autumn repeats, the second time is meant
        aware = moment.replace(tzinfo=zone, fold=1) if moment.tzinfo is None else moment
        naive = aware.astimezone(UTC).replace(tzinfo=None)
    return f"{naive:%Y-%m-%dT%H:%M:%S}"


def _mentions(doc: Doc, words: str) -> bool:
    said = [doc.get(key) for key in ("id", "number", "name", "sku")]
    for who in (doc.get("billing") or {}, doc.get("shipping") or {}):
        said += who.values()
    return any(words.lower() in str(part).lower() for part in said if part is not None)
