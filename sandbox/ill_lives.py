"""What can go wrong with an order at TPOP, and the world that is peopled with it: the truth is written as it is planted.

TPOP's help pages: blocked until the merchant mends the cause; from production on there is no way back. Of a payment that
blocks a mail is sent; of an address or an artwork none is known.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sandbox import lives
from sandbox.carried import END, Order, Step
from sandbox.channels import HOUR, World
from sandbox.lives import RETENTION, after_retention, forward, produced, whole_minute, within_retention

GRACE = 2 * HOUR
"""So long an order may be on its way to TPOP before it counts as missing."""
CODES = ("insufficient_funds", "expired_card", "stolen_card", "do_not_honor", "")


def peopled(seed: int) -> World:
    """A world with all of its orders, lived to the end."""
    world = World(seed)
    rng = world.rng
    count = rng.randrange(12, 21)
    span = world.runs[-1] - world.start
    # The first ones come early, so that some are long done at the end.
    moments = sorted(world.start + span * rng.random() ** 1.4 for _ in range(count))
    for number, created in enumerate(moments):
        kind = rng.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
        if number < 3 and seed % 2:
            kind = "fine"  # in every other world, a list of TPOP's may begin after what is missing
        order = world.sell(kind, created)
        if kind != "never paid":
            late = rng.uniform(10, 100) if kind == "paid late" else 0
            order.paid = whole_minute(order.created + late * HOUR)
            if kind not in UNREACHED:
                order.reached = whole_minute(order.paid + rng.uniform(3, 50) * timedelta(minutes=1))
    for order in world.orders:
        if order.reached:
            order.steps.append(Step(order.reached, "open"))
        KINDS[order.kind][1](world, order)
    return world


def missing(world: World, order: Order) -> None:
    """It never reached TPOP. Entered by hand there, it is made at once; or the merchant gives up and cancels."""
    assert order.paid
    since, until = order.paid + GRACE, END
    how = world.rng.random()
    if how < 0.3:
        until = whole_minute(since + world.rng.uniform(20, 120) * HOUR)
        produced(world, order, until)
        order.reached = until
    elif how < 0.45:
        until = order.cancelled = whole_minute(since + world.rng.uniform(20, 120) * HOUR)
    world.carry(order)
    world.plant("missing", order, since, until, "absent")


def missing_and_closed(world: World, order: Order) -> None:
    """It never reached TPOP, and somebody closed it in the shop by hand."""
    assert order.paid
    order.closed = whole_minute(order.paid + world.rng.uniform(30, 150) * HOUR)
    world.carry(order)
    world.plant("missing, closed by hand", order, order.paid + GRACE, END, "absent")


def vanished(world: World, order: Order) -> None:
    """TPOP had it, and shows it no more; nobody makes it."""
    gone = within_retention(world, order)
    order.steps.append(Step(gone, ""))
    world.carry(order)
    world.plant("vanished", order, gone, END, "absent")


def stuck(world: World, order: Order) -> None:
    """It lies at TPOP, open, for ever."""
    assert order.reached
    world.carry(order)
    world.plant("never produced", order, order.reached + RETENTION, END, "open")


def blocked(reason: str) -> Callable[[World, Order], None]:
    """Held for a reason until the merchant mends it. Of payment alone a mail is sent."""

    def live(world: World, order: Order) -> None:
        rng = world.rng
        code = rng.choice(CODES) if reason == "payment" else ""
        step = Step(after_retention(world, order), "blocked", reason, code)
        order.steps.append(step)
        until = END
        if rng.random() < 0.5:
            until = whole_minute(step.at + rng.uniform(30, 130) * HOUR)
            produced(world, order, until)
        if reason == "payment":
            forward(world, order, step, "blocked")
        world.carry(order)
        world.plant(
            f"blocked by {reason}" if reason else "blocked without a reason", order, step.at, until, "blocked"
        )

    return live


def blocked_for_an_hour(invoiced: bool) -> Callable[[World, Order], None]:
    """Blocked and mended before anybody looked. The mail about it is forwarded a day later, when it is being made."""

    def live(world: World, order: Order) -> None:
        step = Step(after_retention(world, order), "blocked", "payment", "insufficient_funds")
        mended = whole_minute(step.at + world.rng.uniform(1, 18) * HOUR)
        order.steps.append(step)
        produced(world, order, mended)
        order.words = [word for word in order.words if word.form != "invoice"]
        if invoiced:
            world.post(order, mended, mended, order.steps[-2], "invoice")
        world.post(order, step.at, mended + world.rng.randrange(2, 24) * HOUR, step, "blocked")
        world.carry(order)
        world.plant("blocked by payment, told late", order, step.at, mended, "blocked")

    return live


def cancelled_in_the_shop(world: World, order: Order) -> None:
    """Cancelled for the customer while TPOP waits; forgotten there, it is made. Some merchants think of it in time."""
    order.cancelled = within_retention(world, order)
    until = END
    if world.rng.random() < 0.3:
        until = whole_minute(order.cancelled + (after_retention(world, order) - order.cancelled) * world.rng.random())
        order.steps.append(Step(until, "cancelled"))
    else:
        produced(world, order)
        until = order.steps[-1].at
    world.carry(order)
    world.plant("cancelled only in the shop", order, order.cancelled, until, "open", "production")


def cancelled_too_late(world: World, order: Order) -> None:
    """Cancelled for the customer when TPOP makes it already."""
    begun = after_retention(world, order)
    order.cancelled = whole_minute(begun + world.rng.uniform(2, 40) * HOUR)
    produced(world, order, begun)
    world.carry(order)
    until = order.steps[-1].at
    world.plant("cancelled in production", order, order.cancelled, until, "open", "production")


def cancelled_while_blocked(world: World, order: Order) -> None:
    """Blocked at TPOP for its artwork, then cancelled in the shop: not to be mended, but cancelled there too."""
    step = Step(after_retention(world, order), "blocked", "artwork")
    order.steps.append(step)
    order.cancelled = whole_minute(step.at + world.rng.uniform(5, 60) * HOUR)
    world.carry(order)
    world.plant("blocked by artwork", order, step.at, order.cancelled, "blocked")
    world.plant("cancelled only in the shop", order, order.cancelled, END, "open", "blocked")


def cancelled_at_tpop(world: World, order: Order) -> None:
    """TPOP cancelled it, and the customer waits. Some merchants refund it later."""
    step = Step(within_retention(world, order), "cancelled")
    order.steps.append(step)
    until = END
    if world.rng.random() < 0.35:
        until = order.cancelled = whole_minute(step.at + world.rng.uniform(30, 130) * HOUR)
    world.carry(order)
    world.plant("cancelled only at TPOP", order, step.at, until, "cancelled")


Life = Callable[[World, Order], None]
KINDS: dict[str, tuple[int, Life]] = {
    "fine": (34, lives.fine),
    "paid late": (4, lives.fine),
    "closed by hand": (4, lives.closed_by_hand),
    "archived": (3, lives.archived),
    "never paid": (3, lives.never_paid),
    "cancelled in time": (4, lives.cancelled_in_time),
    "missing": (9, missing),
    "missing, closed by hand": (4, missing_and_closed),
    "vanished": (3, vanished),
    "never produced": (3, stuck),
    "blocked by payment": (7, blocked("payment")),
    "blocked by address": (3, blocked("address")),
    "blocked by artwork": (3, blocked("artwork")),
    "blocked without a reason": (2, blocked("")),
    "blocked, mended": (3, blocked_for_an_hour(invoiced=True)),
    "blocked, mended, no invoice": (2, blocked_for_an_hour(invoiced=False)),
    "cancelled in the shop": (7, cancelled_in_the_shop),
    "cancelled in production": (3, cancelled_too_late),
    "cancelled while blocked": (2, cancelled_while_blocked),
    "cancelled at TPOP": (5, cancelled_at_tpop),
}
"""Kind -> how often it comes, and its life."""
UNREACHED = frozenset({"missing", "missing, closed by hand"})
