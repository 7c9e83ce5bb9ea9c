"""The faults that can be planted: for each check, which sale it fits, what is done to it, and how a merchant mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sandbox.people import PRODUCTS
from sandbox.sale import Fault, Items, Sale, feed_lines, recipient
from sandbox.tpop import moment
from sandbox.world import World

Mend = Callable[[], None]
Planted = tuple[str | None, Mend]
LIVING = {"open", "production"}
SETTLED = timedelta(minutes=15)
"""A twin younger than this may not stand in TPOP's list yet."""


def plant(world: World, check: str, sale: Sale | None) -> Fault:
    """Plant one fault and write it into the truth. Raises ValueError where it does not fit or could not be seen."""
    if check not in PLANTS:
        raise ValueError(f"no fault of this name can be planted: {check}")
    fits, act = PLANTS[check]
    if check == "no-proof-of-production" or not world.tpop_list:
        # without TPOP's list only the shop's own side can tell; with it, absence is told as missing
        blind = {"no-proof-of-production", "cancelled-only-in-shop", "unreadable-order"}
        if world.tpop_list or check not in blind:
            raise ValueError(f"{check} cannot be seen in this world (tpop_list={world.tpop_list})")
    if sale is None:
        able = [one for one in world.sales if not one.fault and not one.noise and fits(world, one)]
        if not able:
            raise ValueError(f"no sale fits {check} now")
        sale = world.rng.choice(able)
    elif sale.fault or not fits(world, sale):
        raise ValueError(f"order {sale.number} does not fit {check} now")
    line, mend = act(world, sale)
    sale.fault = check
    fault = Fault(check, sale.number, line, str(sale.order_id), world.now)
    world.mends[fault] = mend
    return fault


# ---- which sale fits


def one_twin(world: World, sale: Sale) -> bool:
    if len(sale.twins) != 1 or not world.hand.waits(sale.order_id):
        return False
    doc = world.tpop.orders[sale.twins[0]]
    return doc["status"] in LIVING and world.now - moment(doc["created_at"]) > SETTLED


def still_open(world: World, sale: Sale) -> bool:
    return one_twin(world, sale) and world.tpop.orders[sale.twins[0]]["status"] == "open"


def past_grace(world: World, sale: Sale) -> bool:
    return one_twin(world, sale) and sale.paid is not None and world.now - sale.paid > timedelta(hours=2, minutes=10)


def two_lines(world: World, sale: Sale) -> bool:
    return one_twin(world, sale) and len(sale.items) > 1


def long_done(world: World, sale: Sale) -> bool:
    return sale.paid is not None and world.now - sale.paid > timedelta(days=14) and world.hand.done(sale.order_id)


def paid(world: World, sale: Sale) -> bool:  # noqa: ARG001
    return sale.paid is not None


# ---- what is done, and undone


def missing_at_tpop(world: World, sale: Sale) -> Planted:
    world.tpop.remove(sale.twins.pop())
    return None, lambda: _arrive_now(world, sale, sale.items)


def missing_line(world: World, sale: Sale) -> Planted:
    """The line of a product that was duplicated in the shop never came through."""
    lost, kept = sale.items[-1], sale.items[:-1]
    world.tpop.edit(sale.twins[0], world.now, lines=feed_lines(kept))
    return lost[0].sku, lambda: _arrive_now(world, sale, [lost])  # a complementary order


def quantity_differs(world: World, sale: Sale) -> Planted:
    product, quantity = sale.items[0]
    wrong = quantity - 1 if quantity > 1 else quantity + 1
    world.tpop.edit(sale.twins[0], world.now, lines=feed_lines([(product, wrong), *sale.items[1:]]))
    return product.sku, lambda: _correct(world, sale)


def unexpected_line(world: World, sale: Sale) -> Planted:
    held = {product.sku for product, _ in sale.items}
    stray = world.rng.choice([product for product in PRODUCTS if product.sku not in held])
    world.tpop.edit(sale.twins[0], world.now, lines=feed_lines([*sale.items, (stray, 1)]))
    return stray.sku, lambda: _correct(world, sale)


def address_differs(world: World, sale: Sale) -> Planted:
    """The customer moved and told the shop; TPOP keeps what it fetched."""
    new = world.somebody()
    while new.postcode == sale.who.postcode:
        new = world.somebody()
    world.hand.readdress(sale.order_id, world.now, new, sale.who)
    told = {**recipient(new), "name": recipient(sale.who)["name"]}
    return None, lambda: world.tpop.edit(sale.twins[0], world.now, recipient=told)


def blocked(reason: str | None, code: str | None = None) -> Callable[[World, Sale], Planted]:
    def act(world: World, sale: Sale) -> Planted:
        twin = sale.twins[0]
        fields = {"status": "blocked", "block_reason": reason, "block_code": code, "production_at": None}
        world.tpop.edit(twin, world.now, **fields)
        return None, lambda: world.produce(twin, sale, of="blocked")

    return act


def cancelled_only_in_shop(world: World, sale: Sale) -> Planted:
    world.hand.cancel(sale.order_id, world.now)
    return None, lambda: world.tpop.edit(sale.twins[0], world.now, status="cancelled")


def duplicated_at_tpop(world: World, sale: Sale) -> Planted:
    """Entered a second time by hand, some minutes after it had come through by itself."""
    first = world.tpop.orders[sale.twins[0]]
    copy = world.arrive(sale, sale.items, moment(first["created_at"]) + timedelta(minutes=4))
    return None, lambda: world.tpop.edit(copy, world.now, status="cancelled")


def unreadable_order(world: World, sale: Sale) -> Planted:
    mended = world.hand.make_unreadable(sale.order_id, world.now)
    return None, lambda: mended(world.now)


def no_proof_of_production(world: World, sale: Sale) -> Planted:
    closed = world.hand.reopen(sale.order_id, world.now)
    return None, lambda: closed(world.now)


def _arrive_now(world: World, sale: Sale, items: Items) -> None:
    # as of its own age TPOP's list must show it already, or the fault would outlive its mending by a run
    world.arrive(sale, items, world.now - world.tpop.list_age - timedelta(minutes=1))


def _correct(world: World, sale: Sale) -> None:
    """Cancel and recreate while that is possible; afterwards only TPOP's support can put it right."""
    twin = sale.twins[0]
    if world.tpop.orders[twin]["status"] == "open":
        world.tpop.edit(twin, world.now, status="cancelled")
        _arrive_now(world, sale, sale.items)
    else:
        world.tpop.edit(twin, world.now, lines=feed_lines(sale.items))


Fits = Callable[[World, Sale], bool]
PLANTS: dict[str, tuple[Fits, Callable[[World, Sale], Planted]]] = {
    "missing-at-tpop": (past_grace, missing_at_tpop),
    "missing-line": (two_lines, missing_line),
    "quantity-differs": (one_twin, quantity_differs),
    "unexpected-line": (one_twin, unexpected_line),
    "address-differs": (one_twin, address_differs),
    "blocked-payment": (one_twin, blocked("payment", "insufficient_funds")),
    "blocked-address": (one_twin, blocked("address")),
    "blocked-artwork": (one_twin, blocked("visual")),
    "blocked-unexplained": (one_twin, blocked(None)),
    "cancelled-only-in-shop": (still_open, cancelled_only_in_shop),
    "duplicated-at-tpop": (one_twin, duplicated_at_tpop),
    "unreadable-order": (paid, unreadable_order),
    "no-proof-of-production": (long_done, no_proof_of_production),
}
