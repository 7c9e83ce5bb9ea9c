"""What becomes of an order between shop and TPOP: the ordinary life, and each fault that can be planted into it.

TPOP's help pages: open for 24 h, then somebody looks at it, then it is charged and made, or blocked until the merchant
mends the cause; some working days later it is shipped, and the shop's order closed with its tracking.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.channels import DAY, END, HOUR, Order, Step, World
from sandbox.sale import working_days

GRACE = 2 * HOUR
"""So long an order may be on its way to TPOP before it counts as missing."""
RETENTION = 24 * HOUR
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
        if number < 3:
            kind = "fine"
        order = world.sell(kind, created)
        if kind != "never paid":
            late = rng.uniform(10, 100) if kind == "paid late" else 0
            order.paid = _minute(order.created + late * HOUR)
            if kind not in UNREACHED:
                order.reached = _minute(order.paid + rng.uniform(3, 50) * timedelta(minutes=1))
    for order in world.orders:
        if order.reached:
            order.steps.append(Step(order.reached, "open"))
        KINDS[order.kind][1](world, order)
    return world


# ---- the ordinary life


def produced(world: World, order: Order, at: datetime | None = None, *, tracked: bool = True) -> None:
    """Retention is over, or a block lifted: charged, made, shipped, and closed in the shop. An invoice is mailed."""
    at = at or _after_retention(world, order)
    order.steps.append(Step(at, "production"))
    shipped = working_days(at, world.rng.randrange(2, 5)) + world.rng.uniform(-4, 4) * HOUR
    order.steps.append(Step(_minute(shipped), "shipped"))
    if order.cancelled is None:
        order.closed = _minute(shipped + timedelta(minutes=world.rng.randrange(2, 90)))
        order.tracked = tracked
    if world.rng.random() < 0.93:
        _forward(world, order, order.steps[-2], "invoice")


def _forward(world: World, order: Order, step: Step, form: str) -> None:
    """The merchant's rule forwards it at once; some mails they pass on themselves, within a day."""
    late = world.rng.uniform(3, 26) * HOUR if world.rng.random() < 0.2 else timedelta(minutes=2)
    world.post(order, step.at, _minute(step.at + late), step, form)


def fine(world: World, order: Order) -> None:
    produced(world, order)
    world.carry(order)


def closed_by_hand(world: World, order: Order) -> None:
    """Made as it should be; but somebody closed it in the shop, without tracking."""
    produced(world, order, tracked=False)
    assert order.closed
    order.closed = _minute(order.closed - world.rng.uniform(0, 30) * HOUR)
    world.carry(order)


def never_paid(world: World, order: Order) -> None:
    if world.rng.random() < 0.5:
        order.cancelled = _minute(order.created + world.rng.uniform(20, 90) * HOUR)


def cancelled_in_time(world: World, order: Order) -> None:
    """Cancelled on both sides, TPOP's a little after the shop's."""
    order.cancelled = _within_retention(world, order)
    order.steps.append(Step(order.cancelled + timedelta(minutes=10), "cancelled"))
    world.carry(order)


# ---- faults


def missing(world: World, order: Order) -> None:
    """It never reached TPOP. Entered by hand there, it is made at once; or the merchant gives up and cancels."""
    assert order.paid
    since, until = order.paid + GRACE, END
    how = world.rng.random()
    if how < 0.3:
        until = _minute(since + world.rng.uniform(20, 120) * HOUR)
        produced(world, order, until)
        order.reached = until
    elif how < 0.45:
        until = order.cancelled = _minute(since + world.rng.uniform(20, 120) * HOUR)
    world.carry(order)
    world.plant("missing", order, since, until, "absent")


def missing_and_closed(world: World, order: Order) -> None:
    """It never reached TPOP, and somebody closed it in the shop by hand."""
    assert order.paid
    order.closed = _minute(order.paid + world.rng.uniform(30, 150) * HOUR)
    world.carry(order)
    world.plant("missing, closed by hand", order, order.paid + GRACE, END, "absent")


def vanished(world: World, order: Order) -> None:
    """TPOP had it, and shows it no more; nobody makes it."""
    gone = _within_retention(world, order)
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
        step = Step(_after_retention(world, order), "blocked", reason, code)
        order.steps.append(step)
        until = END
        if rng.random() < 0.5:
            until = _minute(step.at + rng.uniform(30, 130) * HOUR)
            produced(world, order, until)
        if reason == "payment":
            _forward(world, order, step, "blocked")
        world.carry(order)
        world.plant(
            f"blocked by {reason}" if reason else "blocked without a reason", order, step.at, until, "blocked"
        )

    return live


def blocked_for_an_hour(invoiced: bool) -> Callable[[World, Order], None]:
    """Blocked and mended before anybody looked. The mail about it is forwarded a day later, when it is being made."""

    def live(world: World, order: Order) -> None:
        step = Step(_after_retention(world, order), "blocked", "payment", "insufficient_funds")
        mended = _minute(step.at + world.rng.uniform(1, 18) * HOUR)
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
    order.cancelled = _within_retention(world, order)
    until = END
    if world.rng.random() < 0.3:
        until = _minute(order.cancelled + (_after_retention(world, order) - order.cancelled) * world.rng.random())
        order.steps.append(Step(until, "cancelled"))
    else:
        produced(world, order)
        until = order.steps[-1].at
    world.carry(order)
    world.plant("cancelled only in the shop", order, order.cancelled, until, "open", "production")


def cancelled_too_late(world: World, order: Order) -> None:
    """Cancelled for the customer when TPOP makes it already."""
    begun = _after_retention(world, order)
    order.cancelled = _minute(begun + world.rng.uniform(2, 40) * HOUR)
    produced(world, order, begun)
    world.carry(order)
    until = order.steps[-1].at
    world.plant("cancelled in production", order, order.cancelled, until, "open", "production")


def cancelled_while_blocked(world: World, order: Order) -> None:
    """Blocked at TPOP for its artwork, then cancelled in the shop: not to be mended, but cancelled there too."""
    step = Step(_after_retention(world, order), "blocked", "artwork")
    order.steps.append(step)
    order.cancelled = _minute(step.at + world.rng.uniform(5, 60) * HOUR)
    world.carry(order)
    world.plant("blocked by artwork", order, step.at, order.cancelled, "blocked")
    world.plant("cancelled only in the shop", order, order.cancelled, END, "open", "blocked")


def cancelled_at_tpop(world: World, order: Order) -> None:
    """TPOP cancelled it, and the customer waits. Some merchants refund it later."""
    step = Step(_within_retention(world, order), "cancelled")
    order.steps.append(step)
    until = END
    if world.rng.random() < 0.35:
        until = order.cancelled = _minute(step.at + world.rng.uniform(30, 130) * HOUR)
    world.carry(order)
    world.plant("cancelled only at TPOP", order, step.at, until, "cancelled")


def _after_retention(world: World, order: Order) -> datetime:
    """Somebody looks at it when the retention is over: within hours, and not on a weekend."""
    assert order.reached
    at = order.reached + RETENTION + world.rng.uniform(0, 6) * HOUR
    while at.weekday() > 4:
        at = at.replace(hour=7) + DAY
    return _minute(at)


def _within_retention(world: World, order: Order) -> datetime:
    assert order.reached
    return _minute(order.reached + world.rng.uniform(0.5, 23) * HOUR)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


Life = Callable[[World, Order], None]
KINDS: dict[str, tuple[int, Life]] = {
    "fine": (34, fine),
    "paid late": (4, fine),
    "closed by hand": (4, closed_by_hand),
    "never paid": (3, never_paid),
    "cancelled in time": (4, cancelled_in_time),
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
