"""What a shop sells: its products and variations, and how every order shows today's sku of them (facts, 22)."""

from __future__ import annotations

from typing import Any

Doc = dict[str, Any]
STATUSES = ("draft", "pending", "private", "publish", "future")


class Catalogue:
    """Products and variations by id, as the API shows them. It may be empty: then orders keep the skus they came with."""

    def __init__(self) -> None:
        self.products: dict[int, Doc] = {}
        self.variations: dict[int, Doc] = {}
        self._skus: dict[int, str] = {}
        self._gone: set[int] = set()

    def resku(self, item: int, sku: str) -> None:
        """A new sku for a product or a variation, in the catalogue or not."""
        self._skus[item] = sku

    def delete(self, item: int) -> None:
        """For good. The variations of a product go with it."""
        self._gone.add(item)
        self.products.pop(item, None)
        for key in [key for key, doc in self.variations.items() if item in (key, doc["parent_id"])]:
            del self.variations[key]

    def shown(self, doc: Doc) -> Doc:
        """A product or a variation with its sku of now."""
        return {**doc, "sku": self._sku_of(doc["id"], doc["parent_id"], doc["sku"])}

    def live(self, doc: Doc) -> Doc:
        """An order or a refund as it shows now: sku and product are looked up at each reading, and nothing is dated."""
        if "line_items" not in doc or not (self.products or self.variations or self._skus or self._gone):
            return doc
        return {**doc, "line_items": [self._line(line) for line in doc["line_items"]]}

    def _line(self, line: Doc) -> Doc:
        product, variation = line["product_id"], line["variation_id"]
        if product in self._gone:
            nothing = dict.fromkeys(("sku", "global_unique_id", "parent_name"))
            return {**line, **nothing, "product_id": 0, "variation_id": 0, "image": {"id": 0, "src": ""}}
        if variation in self._gone:  # not observed: by WooCommerce's code the parent is left
            return {**line, "variation_id": 0, "sku": self._sku_of(product, 0, "")}
        if not product:
            return line
        return {**line, "sku": self._sku_of(variation or product, product if variation else 0, line["sku"])}

    def _sku_of(self, item: int, parent: int, otherwise: Any) -> Any:
        sku = self._own(item)
        if sku == "":  # a variation without sku shows its parent's
            sku = self._own(parent) or ""
        return otherwise if sku is None else sku

    def _own(self, item: int) -> Any:
        """None: this catalogue does not know it."""
        if item in self._skus:
            return self._skus[item]
        doc = self.products.get(item) or self.variations.get(item)
        return doc["sku"] if doc else None
