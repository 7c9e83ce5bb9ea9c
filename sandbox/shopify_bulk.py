"""Exports of a stand-in Shopify: one question, all its rows, in a file of one JSON object a line.

Source: Shopify, "Perform bulk operations with the GraphQL Admin API". Rows are those of the first request (or `settle`)
after the export's time is over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import shopify_question
from sandbox.faults import Answer
from sandbox.loopback import Request
from sandbox.shopify_asking import Asking, Exports
from sandbox.shopify_books import gid, stamp
from sandbox.shopify_bulk_rules import Export, exportable
from sandbox.shopify_errors import plain
from sandbox.shopify_knobs import ShopifyKnobs
from sandbox.shopify_plan import Part

Doc = dict[str, Any]
UNDER_WAY = frozenset({"CREATED", "RUNNING", "CANCELING"})


@dataclass(slots=True)
class Operation:
    """One export."""

    number: int
    export: Export
    created: str
    started: float
    roots: int
    """How many orders it found when it began: how long it takes."""
    status: str = "CREATED"
    error: str | None = None
    completed: str | None = None
    root_count: int = 0
    lines: Sequence[bytes] = ()
    partial: bool = False
    """What was written before it failed can be had."""

    @property
    def gid(self) -> str:
        return gid("BulkOperation", self.number)

    @property
    def signature(self) -> str:
        return hashlib.sha256(f"export {self.number}".encode()).hexdigest()[:32]


class Bulk:
    """All exports of one shop."""

    def __init__(self, shop: ShopifyKnobs) -> None:
        self._shop = shop
        self._all: dict[str, Operation] = {}

    def exports(self) -> Exports:
        return Exports(self.start, self.cancel, self.told)

    def start(self, query: str, grouped: bool, base: str) -> Doc:
        running = [one for one in self._all.values() if one.status in UNDER_WAY]
        if len(running) >= self._shop.bulk_at_once:
            message = f"A bulk query operation for this app and shop is already in progress: {running[0].gid}."
            return _refused("OPERATION_IN_PROGRESS", None, message)
        export = exportable(query, grouped)
        if isinstance(export, str):
            return _refused("INVALID", ["query"], export)
        shop, roots = self._shop, len(self._asking().found(export.search, "orders"))
        number = 5_800_000_001 + len(self._all)
        operation = Operation(number, export, stamp(shop.now), shop.clock(), roots)
        self._all[operation.gid] = operation
        return {"bulkOperation": self.told(operation.gid, base), "userErrors": []}

    def cancel(self, wanted: str, base: str) -> Doc:
        operation = self._all.get(wanted)
        if operation is None:
            return {"bulkOperation": None, "userErrors": [_user_error(["id"], "Bulk operation does not exist")]}
        errors = []
        if operation.status in UNDER_WAY:
            operation.status = "CANCELING"
        else:
            word = operation.status.lower()
            errors.append(_user_error(["id"], f"A bulk operation cannot be canceled when it is {word}"))
        return {"bulkOperation": self.told(wanted, base), "userErrors": errors}

    def told(self, wanted: str, base: str) -> Doc | None:
        """As the API shows it."""
        one = self._all.get(wanted)
        if one is None:
            return None
        file = (
            f"{self._shop.bulk_base or base}/bulk/{one.number}.jsonl?signature={one.signature}" if one.lines else None
        )
        done, objects = one.status == "COMPLETED", len(one.lines)
        if one.status == "RUNNING":
            one.root_count = objects = int(one.roots * self._share(one))
        return {
            "id": one.gid,
            "type": "QUERY",
            "status": one.status,
            "errorCode": one.error,
            "query": one.export.text,
            "createdAt": one.created,
            "completedAt": one.completed,
            "objectCount": str(objects),
            "rootObjectCount": str(one.root_count),
            "fileSize": str(sum(map(len, one.lines))) if done else None,
            "url": file if done else None,
            "partialDataUrl": file if one.partial else None,
        }

    def settle(self) -> None:
        shop = self._shop
        for one in self._all.values():
            if one.status == "CANCELING":
                one.status, one.completed = "CANCELED", stamp(shop.now)
            if one.status not in UNDER_WAY or shop.clock() - one.started < shop.bulk_start_seconds:
                continue
            one.status = "RUNNING"
            if not shop.bulk_never_ends and self._share(one) >= 1:
                self._end(one)

    def file(self, request: Request) -> Answer:
        """The rows. Whoever has the address may read them, without a token."""
        one = next((one for one in self._all.values() if request.path == f"/bulk/{one.number}.jsonl"), None)
        if one is None or not one.lines:
            return plain(404, "Not Found")
        if request.one("signature") != one.signature:
            return plain(403, "SignatureDoesNotMatch")
        shop = self._shop
        body = b"".join(one.lines[: len(one.lines) - shop.bulk_lost_lines])
        return Answer(200, (("Content-Type", "application/jsonl"),), body[: len(body) - shop.bulk_lost_bytes])

    # ---- how it goes on

    def _share(self, one: Operation) -> float:
        shop = self._shop
        needed = shop.bulk_seconds_per_1000 * one.roots / 1000
        gone = shop.clock() - one.started - shop.bulk_start_seconds
        return min(gone / needed, 1.0) if needed else 1.0

    def _end(self, one: Operation) -> None:
        shop, one.completed = self._shop, stamp(self._shop.now)
        one.status, export = shop.bulk_ending, one.export
        if one.status in {"EXPIRED", "CANCELED"}:
            return
        result = shopify_question.executed(export.question, export.operation, {}, self._asking())
        if result.errors:
            codes = {(error.extensions or {}).get("code") for error in result.errors}
            one.status = "FAILED"
            one.error = "ACCESS_DENIED" if "ACCESS_DENIED" in codes else "INTERNAL_SERVER_ERROR"
            return
        assert result.data is not None
        roots = export.part.nodes(result.data[export.key])
        if one.status == "FAILED":
            one.error, one.partial, roots = shop.bulk_error, True, roots[: len(roots) // 2]
        one.root_count = len(roots)
        one.lines = [
            json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
            for row in _rows(export.part, roots, "", export.grouped)
        ]

    def _asking(self) -> Asking:
        return Asking(self._shop, self.exports(), export=True)


def _rows(part: Part, nodes: Sequence[Mapping[str, Any]], parent: str, grouped: bool) -> Iterator[Doc]:
    """What hangs on an order stands on lines of its own: right below it, or below all of its kind."""
    inner = {key: one for key, one in part.parts.items() if one.kind == "connection"}
    later: list[Iterator[Doc]] = []
    for node in nodes:
        row = {key: value for key, value in node.items() if key not in inner}
        yield {**row, "__parentId": parent} if parent else row
        below = [_rows(one, one.nodes(node[key]), node["id"], grouped) for key, one in inner.items()]
        if grouped:
            for rows in below:
                yield from rows
        else:
            later += below
    for rows in later:
        yield from rows


def _refused(code: str, field: list[str] | None, message: str) -> Doc:
    return {"bulkOperation": None, "userErrors": [{"code": code, **_user_error(field, message)}]}


def _user_error(field: list[str] | None, message: str) -> Doc:
    return {"field": field, "message": message}
