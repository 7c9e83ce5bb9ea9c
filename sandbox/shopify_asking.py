"""Who asks a stand-in Shopify shop, and what of the shop there is for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from graphql import GraphQLResolveInfo

from sandbox import shopify_errors, shopify_search
from sandbox.shopify_books import stamp
from sandbox.shopify_knobs import ShopifyKnobs

Doc = dict[str, Any]
OWN, OTHERS, ASSIGNED = (
    f"read_{whose}_fulfillment_orders" for whose in ("merchant_managed", "third_party", "assigned")
)


class Exports(NamedTuple):
    """What an answer needs of the exports."""

    start: Callable[[str, bool, str], Doc]
    cancel: Callable[[str, str], Doc]
    told: Callable[[str, str], Doc | None]


@dataclass(slots=True)
class Asking:
    """One question, from its first field to its last."""

    shop: ShopifyKnobs
    exports: Exports
    base: str = ""
    """Under which address the shop was asked."""
    export: bool = False
    """An export asks: it takes everything, and there are no pages."""
    notes: list[Doc] = field(default_factory=list)
    """What goes into `extensions.search`."""
    _found: dict[str, list[Doc]] = field(default_factory=dict)
    _touched: list[Doc] = field(default_factory=list)
    _lines: dict[str, Doc] = field(default_factory=dict)

    def may(self, scope: str) -> bool:
        # the greater permission holds the smaller one
        return scope in self.shop.scopes or scope.replace("read_", "write_", 1) in self.shop.scopes

    def need(self, scope: str, what: str) -> None:
        if not self.may(scope):
            raise shopify_errors.denied(what, f"`{scope}` access scope.")

    # ---- orders

    def found(self, query: str | None, where: str) -> list[Doc]:
        """All orders that a search keeps; in no order."""
        text = query or ""
        if text not in self._found:
            shop, search = self.shop, shopify_search.read(query, self.shop.zone)
            floor, ceiling = self._floor(), stamp(shop.now - shop.index_lag) if shop.index_lag else "~"
            self._found[text] = [
                doc for doc in shop.orders.values() if floor <= doc["createdAt"] <= ceiling and search.keeps(doc)
            ]
            if search.warnings:
                self.notes.append({"path": [where], "query": text, "warnings": search.warnings})
        return self._found[text]

    def order(self, gid: str) -> Doc | None:
        doc = self.shop.orders.get(int(gid.rsplit("/", 1)[-1]))
        return doc if doc is not None and doc["createdAt"] >= self._floor() else None

    def part(self, gid: str, key: str) -> Doc | None:
        """One fulfilment, refund or fulfilment order, of whatever order."""
        for doc in self._reachable():
            for one in doc[key]:
                if one["id"] == gid:
                    self.touch(doc)
                    return one  # type: ignore[no-any-return]
        return None

    def line(self, gid: str) -> Doc | None:
        """A line of an order that was met on the way."""
        while gid not in self._lines and self._touched:
            self._lines |= {line["id"]: line for line in self._touched.pop()["lineItems"]}
        return self._lines.get(gid)

    def touch(self, doc: Doc) -> Doc:
        """What hangs on this order may point to its lines."""
        self._touched.append(doc)
        return doc

    def sending(self, parts: Sequence[Doc]) -> list[Doc]:
        """The fulfilment orders that the app may see: its own scope for each kind of place."""
        own, others = self.may(OWN), self.may(OTHERS)
        if not (own or others or self.may(ASSIGNED)):
            raise shopify_errors.denied("fulfillmentOrders", f"one of `{OWN}`, `{OTHERS}`, `{ASSIGNED}`.")
        return [part for part in parts if (others if _is_a_service(part) else own)]

    def _reachable(self) -> Iterator[Doc]:
        floor = self._floor()
        return (doc for doc in self.shop.orders.values() if doc["createdAt"] >= floor)

    def _floor(self) -> str:
        return "" if self.may("read_all_orders") else stamp(self.shop.now - self.shop.reach)


def _is_a_service(part: Doc) -> bool:
    place = part["assignedLocation"].get("location")
    return bool(place and place["isFulfillmentService"])


Info: TypeAlias = GraphQLResolveInfo[Asking]
