"""How fast one token may ask a stand-in Shopify: a bucket of points that fills by itself."""

from __future__ import annotations

from typing import Any

from sandbox.shopify_knobs import ShopifyKnobs


class Buckets:
    """One for each token. Only what was really answered is taken out."""

    def __init__(self, shop: ShopifyKnobs) -> None:
        self._shop = shop
        self._left: dict[str, tuple[float, float]] = {}
        """By token: how much there was, and when."""

    def available(self, token: str) -> float:
        shop = self._shop
        left, at = self._left.get(token, (shop.bucket_size, shop.clock()))
        # rounded, so that whoever waits to the very hundredth is let in
        return round(min(shop.bucket_size, left + max(shop.clock() - at, 0.0) * shop.restore_rate), 6)

    def take(self, token: str, points: float) -> None:
        self._left[token] = (max(self.available(token) - points, 0.0), self._shop.clock())

    def told(self, token: str) -> dict[str, Any]:
        """As it stands in an answer."""
        shop = self._shop
        return {
            "maximumAvailable": shop.bucket_size,
            "currentlyAvailable": int(self.available(token)),
            "restoreRate": shop.restore_rate,
        }
