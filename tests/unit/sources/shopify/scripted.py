"""A Shopify without a wire: it answers each question out of a few documents, or as it is told, and keeps what was asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from core.errors import SourceError
from core.model import ShopOrder, Window
from sources.shopify.follow import Follower
from sources.shopify.graph import Graph, Reply
from sources.shopify.intake import Intake
from sources.shopify.normalise import Rules
from sources.shopify.orders import Orders
from sources.shopify.pace import Cost, Pace
from sources.shopify.pages import Pages
from sources.shopify.reach import Reach
from sources.shopify.said import faults_of
from tests.unit.sources.shopify.told import ALL, doc, gid

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
FIRST = datetime(2026, 11, 20, 7, tzinfo=UTC)
"""When the first of `some` orders was placed; each other one a minute later."""
MONTH = Window(NOW - timedelta(days=30), NOW)
Answer = Callable[[str, Mapping[str, Any]], Any]


class Asked(NamedTuple):
    name: str
    variables: dict[str, Any]
    points: float
    tries: int


class Script:
    """Stands in for sources.shopify.graph.Graph. What `answer` gives is the answer's data, a whole reply, or raised."""

    host, answered = "shop.example", "2026-10"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.rested: list[float] = []
        self.pace = Pace(lambda: 0.0)

    def ask(self, name: str, variables: Mapping[str, Any], points: float, tries: int = 3) -> Reply:
        self.asked.append(Asked(name, dict(variables), points, tries))
        assert len(self.asked) < 3000, "endless"
        told = self.answer(name, variables)
        if isinstance(told, Exception):
            raise told
        return told if isinstance(told, Reply) else reply(told)

    def rest(self, seconds: float) -> None:
        self.rested.append(seconds)

    def text(self, name: str) -> str:
        return f'{name} "WINDOW"\nvariant # articles\nstreet # addresses'

    def count(self, name: str) -> int:
        return Counter(one.name for one in self.asked)[name]


def reply(data: Any, *errors: Any, cost: tuple[float, float] | None = None) -> Reply:
    text = json.dumps({"data": data, **({"errors": errors} if errors else {})}).encode()
    return Reply(text, faults_of(text), Cost(*cost) if cost else None)


def fault(code: str, *path: str | int) -> dict[str, Any]:
    return {"message": "of somebody", "path": list(path), "extensions": {"code": code}}


def failure(kind: str = "page_failed", **detail: Any) -> SourceError:
    return SourceError(kind, "Not now.", {"host": "shop.example", **detail})


def placed(minutes: float) -> str:
    return (FIRST + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def some(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Orders 1, 2, 3 …, one a minute."""
    return [doc(id=gid("Order", at), name=f"#{at}", createdAt=placed(at - 1)) for at in range(first, first + count)]


class Shop:
    """Answers out of `rows`, `size` of them to a page. `counts` goes before how many there are, and is used up."""

    def __init__(self, rows: Sequence[Any], size: int = 2) -> None:
        self.rows, self.size = list(rows), size
        self.counts: list[Any] = []
        self.alone: dict[str, Any] = {}
        """By an order's id: what is answered when it is asked for by itself."""
        self.broken: set[str] = set()
        """Ids of orders at which the shop fails."""

    def __call__(self, name: str, variables: Mapping[str, Any]) -> Any:
        return getattr(self, name)(**variables)

    def orders(self, first: int, after: str | None, search: str, *, counted: bool, **_: Any) -> Any:
        nodes, info = self._page(first, after)
        if self.broken & {node.get("id") for node in nodes if isinstance(node, dict)}:
            return failure()
        data: dict[str, Any] = {"orders": {"pageInfo": info, "nodes": nodes}}
        if counted:
            count = self.counts.pop(0) if self.counts else len(self.rows)
            data["ordersCount"] = {"count": count, "precision": "EXACT"} if isinstance(count, int) else count
        return data

    def skeleton(self, first: int, after: str | None, search: str) -> Any:
        nodes, info = self._page(first, after)
        return {"orders": {"pageInfo": info, "nodes": [{"id": one["id"], "name": one["name"]} for one in nodes]}}

    def order(self, id: str, **_: Any) -> Any:
        if id in self.broken:
            return failure()
        if id in self.alone:
            return self.alone[id]
        return {"order": next((one for one in self.rows if one["id"] == id), None)}

    def _page(self, first: int, after: str | None) -> tuple[list[Any], dict[str, Any]]:
        start = int(after or 0)
        nodes = self.rows[start : start + min(first, self.size)]
        end = start + len(nodes)
        return nodes, {"hasNextPage": end < len(self.rows), "endCursor": str(end) if nodes else None}


class Reading:
    """A window that is being read: all parts of the source that pages pass through."""

    def __init__(self, answer: Answer, window: Window = MONTH, reach: Reach | None = None, by: Rules = ALL) -> None:
        self.script, self.reach = Script(answer), reach or Reach(NOW, all_orders=True)
        graph = cast(Graph, self.script)
        self.taken: list[ShopOrder] = []
        self.handed: list[list[str]] = []
        self.follower = Follower(graph, by, self.reach)
        self.intake = Intake(window, self.follower, self.reach, self._take)
        self.orders = Orders(graph, by, self.reach)
        self.pages = Pages(self.orders, self.intake)

    def _take(self, orders: Sequence[ShopOrder]) -> None:
        self.taken.extend(orders)
        self.handed.append([order.id for order in orders])

    def read(self) -> Reading:
        self.pages.rest(self.pages.first())
        return self

    @property
    def ids(self) -> set[str]:
        return {order.id for order in self.taken}

    @property
    def troubles(self) -> list[tuple[str, dict[str, Any]]]:
        return [(one.kind, dict(one.detail)) for one in self.intake.tell()]
