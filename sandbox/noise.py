"""Oddities that are no fault: each kind sells, or makes TPOP show, something that must lead to no finding."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.people import PRODUCTS
from sandbox.sale import Sale, Style, feed_lines, recipient
from sandbox.tpop import new_order
from sandbox.world import World

MUG, OTHER, SHIRT = PRODUCTS[0], PRODUCTS[1], PRODUCTS[3]


def without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


def with_blanks(text: str) -> str:
    return f"  {text.replace(' ', '   ')} " if text else text


def without_punctuation(text: str) -> str:
    return "".join(mark if mark.isalnum() else " " for mark in text)


def make(world: World, kind: str) -> Sale | None:
    """One oddity of this kind, now. Its order, where the shop has one."""
    sale = kinds(world)[kind](world)
    if sale:
        sale.noise = kind
    return sale


def sprinkle(world: World) -> None:
    """One of each, and of what only this platform has."""
    for kind in kinds(world):
        make(world, kind)


def kinds(world: World) -> dict[str, Callable[[World], Sale | None]]:
    """What there is for a shop like this one."""
    if world.hand.platform != "shopify":
        return NOISE
    from sandbox import shopify_noise  # imported late, as is the platform's hand

    return {**NOISE, **shopify_noise.KINDS}


def populate(world: World, count: int, until: datetime, *, noise_every: int = 8) -> None:
    """So many sales between now and then, at random moments, every so many an oddity; ends at `until`."""
    span = (until - world.now).total_seconds()
    start, names = world.now, list(NOISE)
    for turn, seconds in enumerate(sorted(world.rng.uniform(0, span) for _ in range(count)), 1):
        world.advance(start + timedelta(seconds=int(seconds)))
        if noise_every and turn % noise_every == 0:
            make(world, world.rng.choice(names))
        else:
            world.sell()
    world.advance(until)


def _styled(**style: object) -> Callable[[World], Sale]:
    return lambda world: world.sell(style=Style(**style))  # type: ignore[arg-type]


def _unpaid(status: str) -> Callable[[World], Sale]:
    return lambda world: world.sell(status=status)


def split(world: World) -> Sale:
    """Two TPOP orders for one of the shop's; together they hold what was bought."""
    return world.sell([(MUG, 2), (SHIRT, 1)], style=Style(split=True))


def split_quantity(world: World) -> Sale:
    return world.sell([(MUG, 3)], style=Style(split=True))


def unpaid_then_cancelled(world: World) -> Sale:
    sale = world.sell(status="pending")
    world.later(world.now + timedelta(hours=1), lambda: world.hand.cancel(sale.order_id, world.now))
    return sale


def unpaid_then_binned(world: World) -> Sale:
    sale = world.sell(status="pending")
    world.later(world.now + timedelta(hours=1), lambda: world.hand.bin(sale.order_id, world.now))
    return sale


def cancelled_on_both_sides(world: World) -> Sale:
    sale = world.sell()

    def cancel() -> None:
        world.tpop.edit(sale.twins[0], world.now, status="cancelled")
        world.hand.cancel(sale.order_id, world.now)

    world.later(world.now + timedelta(hours=3), cancel)
    return sale


def fetched_late(world: World) -> Sale:
    """Arrives at TPOP after a good hour and a half: within the grace."""
    return world.sell(delay=timedelta(minutes=100))


def refund_already_known(world: World) -> Sale:
    """One of three given back before TPOP fetched the order: it makes two."""
    sale = world.sell([(MUG, 3), (OTHER, 1)], made=[(MUG, 2), (OTHER, 1)])
    world.hand.refund(sale.order_id, world.now, {1: 1}, "un seul cassé")
    return sale


def no_shipping_address(world: World) -> Sale:
    """Shipped to the billing address: WooCommerce then leaves the shipping fields blank, Shopify has no address at all."""
    sale = world.sell()
    world.hand.blank_address(sale.order_id, world.now)
    return sale


def manual(world: World) -> None:
    """A sample ordered in TPOP itself: nothing in the shop, produced at once."""
    lines, to = feed_lines([(MUG, 1)]), recipient(world.somebody())
    doc = new_order(world.next_tpop_id(), world.shop, world.now, lines, to)
    world.tpop.put({**doc, "manual": True})
    world.produce(doc["id"], None)


def other_shop(world: World) -> None:
    """Another shop of the same account, whose numbers run over the same ground."""
    twin = world.sales[-1].number if world.sales else "1001"
    doc = new_order(
        world.next_tpop_id(), "tasses-lyon", world.now, feed_lines([(OTHER, 1)]), recipient(world.somebody())
    )
    world.tpop.put({**doc, "reference": twin})
    world.later(world.now + timedelta(hours=24), lambda: world.produce(doc["id"], None))


NOISE: dict[str, Callable[[World], Sale | None]] = {
    "address in capitals": _styled(spelling=str.upper),
    "address without accents": _styled(spelling=without_accents),
    "address with blanks": _styled(spelling=with_blanks),
    "address without punctuation": _styled(spelling=without_punctuation),
    "reference with a hash": _styled(reference="#{}"),
    "reference with blanks": _styled(reference="  {} "),
    "reference and id": _styled(with_id=True),
    "id alone": _styled(reference=None, with_id=True),
    "split": split,
    "split quantity": split_quantity,
    "pending": _unpaid("pending"),
    "on-hold": _unpaid("on-hold"),
    "failed": _unpaid("failed"),
    "draft": _unpaid("checkout-draft"),
    "unpaid, then cancelled": unpaid_then_cancelled,
    "unpaid, then binned": unpaid_then_binned,
    "cancelled on both sides": cancelled_on_both_sides,
    "fetched late": fetched_late,
    "refund already known": refund_already_known,
    "no shipping address": no_shipping_address,
    "manual": manual,
    "other shop": other_shop,
}
