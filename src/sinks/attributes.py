"""Plain values to DynamoDB attributes and back, within what DynamoDB can hold. Pure: no I/O.

Limits: Amazon DynamoDB, "Service, account, and table quotas" and "Supported data types and naming rules".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.model import iso

DEPTH = 20
"""DynamoDB nests 32 levels at most."""


def clean(text: str) -> str:
    """The text without halves of surrogate pairs, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fits(number: float | Decimal) -> bool:
    """DynamoDB holds 38 digits, from 1E-130 to 1E125; what does not fit is kept as text rather than lost."""
    if isinstance(number, int):
        return abs(number) < 10**38
    size = abs(float(number))
    return size == 0 or 1e-120 < size < 1e38


def attribute(value: Any, depth: int = 0) -> dict[str, Any]:
    """A plain value as a DynamoDB attribute. None inside maps and lists is left out: no NULL in the console."""
    if isinstance(value, str):
        return {"S": clean(value)}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float | Decimal):
        return {"N" if _fits(value) else "S": str(value)}
    if isinstance(value, datetime):
        return {"S": iso(value.astimezone(UTC))}
    if isinstance(value, bytes):
        return {"S": value.decode("utf-8", "replace")}
    if depth >= DEPTH:
        return {"S": "…"}
    if isinstance(value, Mapping):
        return {"M": {clean(str(n)) or "-": attribute(v, depth + 1) for n, v in value.items() if v is not None}}
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, Iterable):
        return {"L": [attribute(each, depth + 1) for each in value if each is not None]}
    return {"S": clean(str(value))}


def plain(found: Mapping[str, Any]) -> Any:
    """A DynamoDB attribute as a plain value, whatever type somebody gave it in the console."""
    ((kind, value),) = found.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return int(value) if value.lstrip("-").isdigit() else float(value)
        case "M":
            return {name: plain(each) for name, each in value.items()}
        case "L":
            return [plain(each) for each in value]
        case "B":
            return bytes(value).decode("utf-8", "replace")
    return list(value) if kind in ("SS", "NS", "BS") else value


def weight(found: Mapping[str, Any]) -> int:
    """Bytes of a row, names included, as DynamoDB counts them (a little more, never less)."""
    total = 0
    for name, value in found.items():
        total += len(name.encode()) + 3
        if isinstance(value, Mapping):
            total += weight(value)
        elif isinstance(value, list):
            total += sum(weight(each) + 1 for each in value)
        else:
            total += len(str(value).encode())
    return total


def kept(values: Mapping[str, Any], room: int) -> dict[str, Any]:
    """The entries that fit in so many bytes, in their order; `cut` names those that do not."""
    fitting: dict[str, Any] = {}
    cut: list[str] = []
    for name, value in values.items():
        word = clean(str(name))
        size = weight({word: attribute(value)})
        if size <= room:
            fitting[word] = value
            room -= size
        else:
            cut.append(word[:100])
    return fitting | {"cut": cut[:20]} if cut else fitting
