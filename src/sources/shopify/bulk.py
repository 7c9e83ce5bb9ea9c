"""A whole window as one export: Shopify works at it by itself, for next to no points, and gives a file of JSON lines.

Source: Shopify, "Perform bulk operations with the GraphQL Admin API". How long it takes nobody says, so pages are read
meanwhile (docs/adr/0011). The file is read as it comes, order by order: each stands on a line, its lines below it. Whatever
goes wrong with an export ends the export alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from core.errors import SourceError
from sources.http import Door
from sources.shopify import normalise
from sources.shopify.graph import Graph, TooDear
from sources.shopify.intake import Intake, search_of
from sources.shopify.normalise import Page, Rules
from sources.shopify.orders import Orders
from sources.shopify.pages import Anew
from sources.shopify.reach import Reach

_WAITS = (1.0, 2.0, 3.0, 5.0, 8.0)
_LONGEST_WAIT = 10.0
"""Seconds between two looks at how far it is."""
_BATCH = 250
_START_POINTS, _STATUS_POINTS = 15, 5
_RUNNING = frozenset({"CREATED", "RUNNING"})


class NoExport(Exception):
    """There is no file, or none that can be trusted: pages have to do. Holds a word for those who debug."""


class Export:
    """One window's export."""

    def __init__(
        self,
        graph: Graph,
        orders: Orders,
        rules: Rules,
        reach: Reach,
        intake: Intake,
        door: Callable[[str], Door],
    ) -> None:
        self._graph, self._orders, self._rules, self._reach = graph, orders, rules, reach
        self._intake, self._door = intake, door
        self._cut = Page([], [], {})
        """What is to be followed: asked for when the file is closed, for nobody keeps it open for long."""
        self._id = ""
        """While it is running."""
        self._handed = False
        self._turn, self._look_at = 0, 0.0

    @property
    def running(self) -> bool:
        return bool(self._id)

    def begin(self) -> None:
        """Raises SourceError where nothing more can be asked at all."""
        try:
            self._id = self._start()
        except NoExport:
            return  # another one of this app is running, mostly
        self._wait()

    def overtakes(self) -> bool:
        """Is it done, and has everything come in? Looked at now and then. What goes wrong with it ends it alone.

        Raises Anew where orders were handed on before that was known.
        """
        if not self.running or self._graph.pace.clock() < self._look_at:
            return False
        self._wait()
        try:
            operation = self._ask("bulk_status", _STATUS_POINTS, id=self._id).get("bulkOperation")
            status = operation.get("status") if isinstance(operation, dict) else None
            if isinstance(status, str) and status in _RUNNING:
                return False
            self._id = ""
            if status != "COMPLETED" or not isinstance(operation, dict):
                return False
            self._take_in(operation)
        except (NoExport, SourceError):
            self.end()
            if self._handed:
                raise Anew from None
            return False
        return True

    def end(self) -> None:
        """Nobody waits for it any more: it shall not stand in the way of the next one. Never raises SourceError."""
        export, self._id = self._id, ""
        if not export:
            return
        try:
            self._ask("bulk_cancel", _START_POINTS, id=export)
        except (SourceError, NoExport):
            return  # it ends by itself

    def _wait(self) -> None:
        seconds = _WAITS[self._turn] if self._turn < len(_WAITS) else _LONGEST_WAIT
        self._turn, self._look_at = self._turn + 1, self._graph.pace.clock() + seconds

    def _take_in(self, done: Mapping[str, Any]) -> None:
        """Everything to the intake. Raises NoExport."""
        url = done.get("url")
        if not isinstance(url, str):
            raise NoExport("no file")
        try:
            late = self._read(self._door(url).lines(), done)
        except SourceError:
            raise NoExport("file") from None
        self._intake.receive(self._cut)
        for gid in late:
            self._intake.receive(self._orders.one(gid.rpartition("/")[2]))

    def _start(self) -> str:
        text = self._graph.text("bulk_orders").replace("WINDOW", search_of(self._intake.window))
        left_out = {"articles": self._reach.articles, "addresses": self._reach.addresses}
        marks = tuple(f"# {name}" for name, granted in left_out.items() if not granted)
        query = "\n".join(line for line in text.splitlines() if not (marks and line.endswith(marks)))
        answer = self._ask("bulk_start", _START_POINTS, query=query)
        started = answer.get("bulkOperationRunQuery")
        operation = (
            started.get("bulkOperation") if isinstance(started, dict) and not started.get("userErrors") else None
        )
        export = operation.get("id") if isinstance(operation, dict) else None
        if not isinstance(export, str):
            raise NoExport("not started")
        return export

    def _ask(self, name: str, points: float, **variables: Any) -> dict[str, Any]:
        try:
            reply = self._graph.ask(name, variables, points)
            data = json.loads(reply.text).get("data")
        except (TooDear, ValueError, AttributeError, RecursionError):
            raise NoExport("not understood") from None
        except SourceError as error:
            if error.kind not in ("refused", "page_failed"):
                raise
            raise NoExport("refused") from None  # what an export may not, pages may
        if reply.faults or not isinstance(data, dict):
            raise NoExport("refused")
        return data

    def _read(self, lines: Iterable[bytes], done: Mapping[str, Any]) -> list[str]:
        """Answers orders whose lines did not stand below them, though they were told to: each is to be asked for by itself.
        So is the last one where the file is a line short of what was `done`: it was cut there.

        Raises SourceError where the file breaks off, NoExport where it is not what was asked for.
        """
        batch: list[Any] = []
        late: set[str] = set()
        objects = roots = 0
        current: dict[str, Any] | None = None
        for row in _rows(lines):
            objects += 1
            parent = row.pop("__parentId", None)
            if parent is None:
                roots += 1
                if len(batch) >= _BATCH:
                    late |= self._hand_on(batch)
                    batch = []
                row["lineItems"] = []
                current = row
                batch.append(row)
            elif current is not None and parent == current.get("id"):
                current["lineItems"].append(row)
            else:
                late.add(str(parent))
        if roots != _number(done.get("rootObjectCount")):
            raise NoExport("count")
        if batch and objects != _number(done.get("objectCount")):
            late.add(str(batch.pop().get("id")))
        if len(late) <= _BATCH:
            late |= self._hand_on(batch)
        if len(late) > _BATCH:
            raise NoExport("not grouped")
        return sorted(late)

    def _hand_on(self, nodes: list[Any]) -> set[str]:
        """But those that have no line below them: their ids. There is no such order; its lines stand elsewhere."""
        bare = {one["id"] for one in nodes if isinstance(one.get("id"), str) and not one["lineItems"]}
        nodes = [one for one in nodes if one["lineItems"] or not isinstance(one.get("id"), str)]
        page = normalise.read_nodes(nodes, self._rules, hidden_addresses=not self._reach.addresses)
        if not all(one.id for one in page.unreadable):
            raise NoExport("no id")  # pages bring it, too, and nobody could tell that it is the same
        self._cut.follow.update(page.follow)
        self._cut.orders.extend(order for order in page.orders if order.id in page.follow)
        whole = [order for order in page.orders if order.id not in page.follow]
        self._handed = True
        self._intake.receive(page._replace(orders=whole, follow={}))
        return bare


def _rows(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise NoExport("broken line") from None
        if not isinstance(row, dict):
            raise NoExport("broken line")
        yield row


def _number(value: Any) -> int:
    """UnsignedInt64 travels as text."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return -1
