"""One order that the page's shape refused: what plugins did to it is mended where its meaning is plain, else it is named.

Pure, and never raises. Only what cannot be misread is mended: a list that PHP wrote as an object, a number where text
belongs, a key that is not there. A quantity of 1.5 is not mended. The fault is told without the value: it may be a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from core.model import Unreadable
from sources.woocommerce import shape

_PROBLEMS = (
    ("missing", "is missing"),
    ("int_", "is not a whole number"),
    ("string_", "is not text"),
    ("list_", "is not a list"),
    ("dict_", "is not an order"),
)
"""Beginnings of pydantic's types of error -> our words."""
_NO_ADDRESS = shape.Address(
    first_name="", last_name="", company="", address_1="", address_2="", city="", postcode="", country=""
)


class Mended(NamedTuple):
    order: shape.WholeOrder
    hidden: bool
    """The shop does not show where the parcel goes: `order` then holds an empty address that means nothing."""


def mend(raw: Any) -> Mended | Unreadable:
    """The order in the sound shape, or why it cannot be read."""
    if isinstance(raw, dict):
        raw = {**raw, **{key: _listed(raw[key]) for key in ("line_items", "refunds", "meta_data") if key in raw}}
    try:
        odd = shape.ODD.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        problem = next((ours for theirs, ours in _PROBLEMS if first["type"].startswith(theirs)), "cannot be read")
        field = ".".join(str(part) for part in first["loc"][:3])
        return Unreadable(_name(raw), field, problem, _number(raw))
    if not odd["id"]:
        return Unreadable(_name(raw), "id", "is missing", _number(raw))
    for field, text in _texts(odd):
        if not _is_text(text):
            return Unreadable(_name(raw), field, "holds bytes that are no text", _number(raw))
    created = _utc(odd["date_created_gmt"])
    if created is None:
        return Unreadable(odd["id"], "date_created_gmt", "is not a time", _number(raw))
    shipping, billing = _address(odd.get("shipping")), _address(odd.get("billing"))
    hidden = shipping is None or (
        billing is None and not any(value for key, value in shipping.items() if key != "country")
    )
    return Mended(
        shape.WholeOrder(
            id=odd["id"],
            number=odd.get("number") or odd["id"],
            status=odd["status"],
            date_created_gmt=created,
            date_paid_gmt=_utc(odd.get("date_paid_gmt")),
            date_modified_gmt=_utc(odd.get("date_modified_gmt")),
            shipping=shipping or _NO_ADDRESS,
            billing=billing or _NO_ADDRESS,
            line_items=[
                shape.Line(
                    id=line["id"],
                    sku=_text(line.get("sku")),
                    quantity=line["quantity"],
                    product_id=_article(line.get("product_id")),
                    variation_id=_article(line.get("variation_id")),
                )
                for line in odd["line_items"]
            ],
            refunds=odd.get("refunds") or [],
            meta_data=[
                shape.Meta(key=meta["key"], value=meta.get("value"))
                for meta in odd.get("meta_data") or ()
                if isinstance(meta, dict) and isinstance(meta.get("key"), str)
            ],
            needs_processing=odd.get("needs_processing") is not False,
            shipping_lines=[None] if odd.get("shipping_lines") else [],
        ),
        hidden,
    )


def _number(raw: Any) -> str:
    """What people call the order, where that is not its id and looks like a number: it is told, so nothing else may."""
    number = str(raw.get("number", "")).strip().lstrip("# ") if isinstance(raw, dict) else ""
    likely = len(number) <= 20 and number.isascii() and any(map(str.isdigit, number))
    return number if likely and number != _name(raw) else ""


def _texts(odd: shape.OddOrder) -> Iterator[tuple[str, str]]:
    """What we go on to compare, record or tell."""
    yield from (("id", odd["id"]), ("number", odd.get("number") or ""), ("status", odd["status"]))
    for at, line in enumerate(odd["line_items"]):
        yield from ((f"line_items.{at}.id", line["id"]), (f"line_items.{at}.sku", _text(line.get("sku"))))


def _is_text(text: str) -> bool:
    """False for lone surrogates: they stand for bytes that are no UTF-8, and nobody downstream could write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _listed(value: Any) -> Any:
    """PHP writes a list from which something was taken out as an object with the places as keys."""
    return list(value.values()) if isinstance(value, dict) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""  # PHP's false and null are both "none"


def _article(value: object) -> int:
    """The id of a product; 0, as where it was deleted, for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else 0


def _utc(text: object) -> str | None:
    """ISO time in UTC without an offset, as WooCommerce writes it; None for what is no time (0000-00-00 and the like)."""
    try:
        moment = datetime.fromisoformat(text)  # type: ignore[arg-type]
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment.isoformat()


def _address(value: object) -> shape.Address | None:
    """None where the shop shows none, or one that is not made of text; a key that is not there is empty."""
    if not isinstance(value, dict) or not value:
        return None
    try:
        address = shape.ADDRESS.validate_python(
            {key: "" if value.get(key) is None else value[key] for key in _NO_ADDRESS}
        )
    except ValidationError:
        return None
    return address if all(_is_text(str(part)) for part in address.values()) else None


def _name(raw: object) -> str:
    """The id as far as it can be told, else the number; "" where there is neither."""
    if isinstance(raw, dict):
        for key in ("id", "number"):
            value = raw.get(key)
            text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
            if text.isascii() and text.isalnum() and len(text) <= 40:
                return text
    return ""
