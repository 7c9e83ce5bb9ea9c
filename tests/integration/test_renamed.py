"""A merchant changes, empties and deletes skus overnight: through the handler, over the real history table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.people import PRODUCTS
from tests.integration.rig import MORNING, Rig, rigged

WHITE, BLACK, BAG = PRODUCTS[0], PRODUCTS[1], PRODUCTS[6]
TOMORROW = MORNING + timedelta(days=1)


def overnight(rig: Rig) -> None:
    """One renamed, one emptied, one deleted; every old order shows it, and TPOP shows what it accepted."""
    rig.world.advance(TOMORROW - timedelta(minutes=20))
    rig.world.woo.resku(WHITE.variation_id, "TP-MUG-009-WHT")
    rig.world.woo.resku(BLACK.variation_id, "")
    rig.world.woo.delete_product(BAG.product_id)
    rig.world.advance(TOMORROW)


def sold(rig: Rig) -> None:
    """Two of each: some that TPOP already makes, some that it may still change."""
    for product in (WHITE, BLACK, BAG):
        rig.world.sell([(product, 2)])
    rig.world.advance(MORNING)


@pytest.mark.parametrize("lines", [{"mode": "all"}, {"mode": "known"}, {"mode": "sku", "pattern": "^TP-"}])
def test_nothing_is_said_of_it_and_a_wrong_article_is_still_told(lines: dict[str, str]) -> None:
    with rigged(40) as rig:
        rig.put(lines=lines)
        sold(rig)
        assert rig.told() == set()
        assert {row["product"] for row in rig.rows("sku#")} >= {str(WHITE.variation_id), str(BAG.product_id)}
        overnight(rig)
        assert rig.told() == set()
        planted = rig.world.plant("unexpected-line", next(s for s in rig.world.sales[::-1] if s.items[0][0] is WHITE))
        assert rig.told() == {(*planted.key, "new")}
        rig.world.advance(TOMORROW + timedelta(days=1))
        assert {one[:3] for one in rig.told()} <= {planted.key}


def test_without_a_history_every_such_order_is_accused() -> None:
    """What the history is for: the same night before the first run."""
    with rigged(40) as rig:
        sold(rig)
        overnight(rig)
        assert {check for check, *_ in rig.told()} == {"missing-line", "unexpected-line"}


def test_an_order_that_is_missed_stays_missed_when_its_product_is_deleted() -> None:
    with rigged() as rig:
        rig.put(lines={"mode": "sku", "pattern": "^TP-"})
        sale = rig.world.sell([(BAG, 1)], delay=timedelta(days=9))
        rig.world.advance(MORNING + timedelta(hours=3))
        missing = ("missing-at-tpop", sale.number, None)
        assert rig.told() == {(*missing, "new")}
        rig.world.woo.delete_product(BAG.product_id)
        assert rig.told() == set()
        (row,) = [row for row in rig.rows() if row["reference"] == sale.number]
        assert row["status"] == "open"
