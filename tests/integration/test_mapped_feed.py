"""A bridge that does not speak the contract, read by the settings' `map`: the same days, the same messages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.tpop import FR, PATH
from sandbox.tpop_other import MAP
from tests.integration.rig import MORNING, Rig, everything_said, faults, rigged
from tests.integration.test_days import CHECKS
from tests.integration.test_private import leaks


def turn(rig: Rig, **changes: str) -> None:
    """From now on the bridge answers in its own shape, and the settings say how to read it."""
    rig.world.tpop.other_shape = True
    rig.world.tpop.words = FR
    (channel,) = rig.doors.parameter["tpop"]
    rig.put(tpop=[{**channel, "map": {**MAP, **changes}}])


@pytest.mark.slow
def test_every_fault_is_told_and_nothing_else() -> None:
    with rigged(60) as rig:
        turn(rig)
        rig.world.tpop.page_size = 20
        for check in CHECKS:
            rig.world.plant(check)
        report = rig.run()
        told = {
            (one["check"], one["reference"], one["line"], one["status"])
            for message in rig.new()
            for shop in message.machine["shops"]
            for one in shop["findings"]
        }
        assert told == faults(rig.world, "new")
        (coverage,) = [one for one in report["shops"][0]["coverage"] if one["side"] == "tpop"]
        assert coverage["complete"]
        cursors = [request.one("cursor") for request in rig.doors.tpop.asked(PATH) if request.has("since")]
        assert cursors[:3] == ["", "20", "40"]  # it followed the whole addresses that it was given
        assert [request for request in rig.doors.tpop.asked(PATH) if request.has("reference")]
        assert rig.told() == set()
        assert leaks(rig.world.private_words(), everything_said(rig)) == []


def test_a_map_that_finds_nothing_accuses_nobody() -> None:
    with rigged() as rig:
        rig.run()
        rig.new()
        turn(rig, **{"order.reference": "shopRef", "order.shop_order_id": "store.order_id"})
        rig.world.advance(MORNING + timedelta(days=1))
        report = rig.run()
        said = [message.texts["email"] for message in rig.new()]
        checks = {one["check"] for row in rig.rows() for one in [row]}
        assert not {"missing-at-tpop", "shop-disconnected", "unreadable-order"} & checks
        assert any("map.order.reference" in "".join(mail.split()) for mail in said)
        assert report["shops"][0]["state"] == "partial"


def test_a_map_that_cannot_be_right_costs_its_shop_only_and_is_told_by_name() -> None:
    with rigged() as rig:
        turn(rig, **{"order.reference": "SECRET["})
        with pytest.raises(Exception, match="No shop"):
            rig.run()
        said = everything_said(rig)
        assert "tpop.0.map.order.reference" in said
        assert "SECRET" not in said
