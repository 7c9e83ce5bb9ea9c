"""Oddities that only a Shopify shop has, and that are no fault: play money, the counter, gift cards, edited orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sandbox.people import PRODUCTS
from sandbox.sale import Sale
from sandbox.shopify import ShopifyShop
from sandbox.shopify_books import Doc
from sandbox.shopify_hand import ShopifyHand
from sandbox.shopify_orders import gift_card, line_id_of, line_item
from sandbox.world import World

MUG, OTHER, SHIRT = PRODUCTS[0], PRODUCTS[1], PRODUCTS[3]


def _shop(world: World) -> ShopifyShop:
    assert isinstance(world.hand, ShopifyHand)
    return world.hand.shop


def _doc(world: World, sale: Sale) -> Doc:
    return _shop(world).orders[sale.order_id]


def _never_at_tpop(world: World) -> Sale:
    """Paid in the shop, and not TPOP's: nothing of it is fetched."""
    sale = world.sell([(MUG, 1)], status="on-hold")
    _shop(world).capture(sale.order_id, world.now)
    return sale


def play_money(world: World) -> Sale:
    """The merchant tries the checkout out."""
    sale = _never_at_tpop(world)
    _shop(world).edit(sale.order_id, world.now, test=True)
    return sale


def over_the_counter(world: World) -> Sale:
    """Sold on a market, and taken away."""
    sale = _never_at_tpop(world)
    _shop(world).edit(sale.order_id, world.now, sourceName="pos", shippingAddress=None)
    _shop(world).fulfil(sale.order_id, world.now)
    return sale


def gift_card_alone(world: World) -> Sale:
    """Nothing of it is made; Shopify sends it by mail and calls it sent."""
    sale = _never_at_tpop(world)
    lines = [gift_card(line_id_of(sale.order_id, 1))]
    _shop(world).edit(sale.order_id, world.now, lineItems=lines, requiresShipping=False, shippingAddress=None)
    _shop(world).fulfil(sale.order_id, world.now)
    return sale


def gift_card_beside(world: World) -> Sale:
    """TPOP makes the mug and knows of no card."""
    sale = world.sell([(MUG, 1)])
    lines = [*_doc(world, sale)["lineItems"], gift_card(line_id_of(sale.order_id, 2))]
    _shop(world).edit(sale.order_id, world.now, lineItems=lines)
    return sale


def line_taken_out(world: World) -> Sale:
    """Edited before TPOP fetched it: the line stays in the shop, with nothing left of it."""
    sale = world.sell([(MUG, 2), (OTHER, 1)], made=[(MUG, 2)])
    _shop(world).remove(sale.order_id, world.now, line_id_of(sale.order_id, 2), 1)
    return sale


def line_put_in(world: World) -> Sale:
    """Edited before TPOP fetched it, and what it costs more is still to be paid."""
    sale = world.sell([(MUG, 1)], made=[(MUG, 1), (SHIRT, 2)])
    _shop(world).add_line(sale.order_id, world.now, line_item(line_id_of(sale.order_id, 2), SHIRT, 2), paid=False)
    return sale


def money_back_goods_kept(world: World) -> Sale:
    """A gesture: some money is given back, and all of it is made."""
    sale = world.sell([(MUG, 2)])
    world.later(world.now + timedelta(hours=2), lambda: _shop(world).refund(sale.order_id, world.now, {}))
    return sale


def cancelled_money_kept(world: World) -> Sale:
    """Cancelled on both sides, and settled elsewhere: Shopify goes on to call it paid."""
    sale = world.sell([(MUG, 1)])

    def cancel() -> None:
        world.tpop.edit(sale.twins[0], world.now, status="cancelled")
        _shop(world).cancel(sale.order_id, world.now, refunded=False)

    world.later(world.now + timedelta(hours=3), cancel)
    return sale


def captured_later(world: World) -> Sale:
    """The merchant takes the money by hand, hours later; only then TPOP fetches it."""
    sale = world.sell([(SHIRT, 1)], status="pending")
    held = [{**step, "kind": "AUTHORIZATION", "status": "SUCCESS"} for step in _doc(world, sale)["transactions"]]
    _shop(world).edit(sale.order_id, world.now, displayFinancialStatus="AUTHORIZED", transactions=held)

    def capture() -> None:
        _shop(world).capture(sale.order_id, world.now)
        sale.paid = world.now
        world.later(world.now + timedelta(minutes=6), arrive)

    def arrive() -> None:
        world.arrive(sale, sale.items)

    world.later(world.now + timedelta(hours=5), capture)
    return sale


def sent_in_two_parcels(world: World) -> Sale:
    """TPOP sends what is ready, and the rest with its own tracking."""
    sale = world.sell([(MUG, 2), (SHIRT, 1)])
    first = {line_id_of(sale.order_id, 1): 2}
    world.later(
        world.now + timedelta(hours=30), lambda: _shop(world).fulfil(sale.order_id, world.now, ["6A1"], first)
    )
    return sale


KINDS: dict[str, Callable[[World], Sale]] = {
    "play money": play_money,
    "over the counter": over_the_counter,
    "gift card alone": gift_card_alone,
    "gift card beside": gift_card_beside,
    "line taken out": line_taken_out,
    "line put in": line_put_in,
    "money back, goods kept": money_back_goods_kept,
    "cancelled, money kept": cancelled_money_kept,
    "captured later": captured_later,
    "sent in two parcels": sent_in_two_parcels,
}
