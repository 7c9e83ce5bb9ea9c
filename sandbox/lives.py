"""The ordinary life of an order between shop and TPOP: made, shipped, closed; closed by hand; never paid; cancelled.

TPOP's help pages: open for 24 h, then somebody looks at it, then it is charged and made; some working days later it is
shipped, and the shop's order closed with its tracking. Of each order that enters production an invoice can be mailed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.carried import Order, Step
from sandbox.channels import DAY, HOUR, World
from sandbox.sale import working_days

RETENTION = 24 * HOUR


def produced(world: World, order: Order, at: datetime | None = None, *, tracked: bool = True) -> None:
    """Retention is over, or a block lifted: charged, made, shipped, and closed in the shop. An invoice is mailed."""
    at = at or after_retention(world, order)
    order.steps.append(Step(at, "production"))
    shipped = working_days(at, world.rng.randrange(2, 5)) + world.rng.uniform(-4, 4) * HOUR
    order.steps.append(Step(whole_minute(shipped), "shipped"))
    if order.cancelled is None:
        order.closed = whole_minute(shipped + timedelta(minutes=world.rng.randrange(2, 90)))
        order.tracked = tracked and world.tracks
    if world.rng.random() < 0.93:
        forward(world, order, order.steps[-2], "invoice")


def forward(world: World, order: Order, step: Step, form: str) -> None:
    """The merchant's rule forwards it at once; some mails they pass on themselves, within a day."""
    late = world.rng.uniform(3, 26) * HOUR if world.rng.random() < 0.2 else timedelta(minutes=2)
    world.post(order, step.at, whole_minute(step.at + late), step, form)


def fine(world: World, order: Order) -> None:
    produced(world, order)
    world.carry(order)


def closed_by_hand(world: World, order: Order) -> None:
    """Made as it should be; but somebody closed it in the shop, without tracking."""
    produced(world, order, tracked=False)
    assert order.closed
    order.closed = whole_minute(order.closed - world.rng.uniform(0, 30) * HOUR)
    world.carry(order)


def archived(world: World, order: Order) -> None:
    """Made and shipped; some hours later TPOP's list shows it no more."""
    produced(world, order)
    assert order.closed
    order.steps.append(Step(whole_minute(order.closed + world.rng.uniform(1, 20) * HOUR), ""))
    order.tracked = True
    world.carry(order)


def never_paid(world: World, order: Order) -> None:
    if world.rng.random() < 0.5:
        order.cancelled = whole_minute(order.created + world.rng.uniform(20, 90) * HOUR)


def cancelled_in_time(world: World, order: Order) -> None:
    """Cancelled on both sides, TPOP's a little after the shop's."""
    order.cancelled = within_retention(world, order)
    order.steps.append(Step(order.cancelled + timedelta(minutes=10), "cancelled"))
    world.carry(order)


def after_retention(world: World, order: Order) -> datetime:
    """Somebody looks at it when the retention is over: within hours, and not on a weekend."""
    assert order.reached
    at = order.reached + RETENTION + world.rng.uniform(0, 6) * HOUR
    while at.weekday() > 4:
        at = at.replace(hour=7) + DAY
    return whole_minute(at)


def within_retention(world: World, order: Order) -> datetime:
    assert order.reached
    return whole_minute(order.reached + world.rng.uniform(0.5, 23) * HOUR)


def whole_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
