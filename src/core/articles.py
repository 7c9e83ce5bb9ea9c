"""An article stays the same when the shop gives it another sku: what the history knows of it, and TPOP's lines by it.

A shop may look a line's sku up when it is asked (WooCommerce does): rename it, and all old orders show the new one,
while TPOP shows the one it accepted. Only the product's id tells; never a likeness, and never without the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from core.model import ShopLine, ShopOrder, TpopOrder

Articles = Mapping[str, str]
"""Sku -> the id of the product that bore it; several, with a blank between, where it went from one to another."""


def under_present_skus(
    shop: Sequence[ShopLine] | None, orders: tuple[TpopOrder, ...], articles: Articles
) -> tuple[TpopOrder, ...]:
    """TPOP's orders, each line under the name by which the shop's order now calls the same article.

    Only a sku that no line of the shop's order bears is looked up: what bears it now is what it means.
    """
    if not shop or not articles:
        return orders
    here = {line.sku for line in shop}
    theirs = {its.sku for order in orders for its in order.lines or () if its.sku not in here}
    twins = {sku: twin for sku in theirs if (twin := same_article(sku, shop, articles))}
    if not twins:
        return orders
    return tuple([_renamed(order, twins) for order in orders])


def same_article(sku: str, shop: Iterable[ShopLine], articles: Articles) -> ShopLine | None:
    """The line of the shop's order that is the product which once bore this sku; None where none is, or several are."""
    was = articles.get(sku, "").split()
    if not was:
        return None
    # Two lines of one article bear one sku; two that bear none are told apart by their ids, and nobody knows which.
    found = {line.sku or f"id:{line.id}": line for line in shop if line.product in was and (line.sku or line.id)}
    return next(iter(found.values())) if len(found) == 1 else None


def _renamed(order: TpopOrder, twins: Mapping[str, ShopLine]) -> TpopOrder:
    if not any(its.sku in twins for its in order.lines or ()):
        return order
    lines = []
    for its in order.lines or ():
        if (twin := twins.get(its.sku)) is not None:
            its = its._replace(sku=twin.sku) if twin.sku else its._replace(sku="", id=twin.id)
        lines.append(its)
    return order._replace(lines=tuple(lines))


def products_of(articles: Articles, fits: Callable[[str], object]) -> frozenset[str]:
    """The products that ever bore a sku that fits."""
    return frozenset(product for sku, ids in articles.items() if fits(sku) for product in ids.split())


def note(orders: Iterable[ShopOrder], borne: dict[str, str]) -> None:
    """Keep which sku each product bears now. Done for every line that is read: nothing more belongs here."""
    for order in orders:
        for line in order.lines or ():
            borne[line[5]] = line[0]


def learnt(articles: Articles, borne: Mapping[str, str], shown: frozenset[str]) -> dict[str, str]:
    """What this run knows of the skus that TPOP has shown and a line of the shop bears: as remembered, and its own.

    `borne`: product -> its sku now. What was known of a sku is kept: old orders still mean it.
    """
    known: dict[str, str] = {}
    for product in sorted(borne):
        sku = borne[product]
        if product and sku in shown:
            before = known.get(sku) or articles.get(sku, "")
            known[sku] = before if product in before.split() else f"{before} {product}".strip()
    return known
