"""Permissions that change between two runs: what is covered follows, and nothing is called mended that was not looked at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from handlers.reconcile import lambda_handler
from sandbox.cloud import Cloud
from sandbox.sale import Sale
from sandbox.shopify_hand import ShopifyHand
from sandbox.world import World
from tests.integration.rig import MORNING, SHOP, Rig

ALL = {"read_orders", "read_products", "read_all_orders"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Old:
    """A shop of 80 days. TPOP never got two of its orders: one of 75 days ago, one of yesterday."""

    def __init__(self) -> None:
        self.world = World(MORNING - 80 * DAY, seed=5, platform="shopify")
        self.missing: set[str] = set()
        for days in (79, 77, 75, 70, 50, 30, 20, 10, 5, 2, 1):
            self.world.advance(MORNING - days * DAY)
            sale = self.world.sell()
            self.world.advance(self.world.now + 3 * HOUR)
            if days in (75, 1):
                self._lose(sale)
        self.world.advance(MORNING)
        hand = self.world.hand
        assert isinstance(hand, ShopifyHand)
        self.shop = hand.shop
        self.shop.scopes = set(ALL)

    def _lose(self, sale: Sale) -> None:
        self.world.plant("missing-at-tpop", sale)
        self.missing.add(sale.number)

    @contextmanager
    def open(self) -> Iterator[Rig]:
        with Cloud() as cloud, self.world.open() as doors, cloud.worn():
            cloud.put_policy({"window_days": 79})
            cloud.put_shop(SHOP, doors.parameter)
            yield Rig(self.world, doors, cloud)


def covered(rig: Rig) -> tuple[str, str, bool]:
    (told,) = (one for one in rig.run("daily")["shops"][0]["coverage"] if one["side"] == "shop")
    return told["since"], told["until"], told["complete"]


def since(rig: Rig, days: int) -> str:
    return f"{rig.world.now - days * DAY:%Y-%m-%dT%H:%M:%SZ}"


def test_a_permission_that_is_taken_back_narrows_what_is_covered_and_mends_nothing() -> None:
    old = Old()
    with old.open() as rig:
        assert covered(rig) == (since(rig, 79), since(rig, 0), True)
        assert {row["number"] for row in rig.rows()} == old.missing
        rig.world.advance(MORNING + DAY)
        old.shop.scopes = ALL - {"read_all_orders"}
        rig.new()
        narrowed = f"{rig.world.now - 60 * DAY + HOUR:%Y-%m-%dT%H:%M:%SZ}"
        assert covered(rig) == (narrowed, since(rig, 0), True)
        assert {(row["number"], row["status"]) for row in rig.rows()} == {(one, "open") for one in old.missing}
        assert not [message for message in rig.new() if message.attributes["kind"] == "all_clear"]
        old.shop.scopes = set(ALL)
        rig.world.advance(MORNING + 2 * DAY)
        assert covered(rig) == (since(rig, 79), since(rig, 0), True)


def test_the_mail_says_how_far_back_it_sees() -> None:
    old = Old()
    old.shop.scopes = ALL - {"read_all_orders"}
    with old.open() as rig:
        rig.run("daily")
        (message,) = rig.new()
        assert "60 derniers jours" in " ".join(message.texts["email"].split())
        assert message.machine["shops"][0]["findings"][0]["reference"] == max(old.missing)


def test_a_shop_that_may_not_be_read_any_more_is_out_and_not_empty() -> None:
    old = Old()
    with old.open() as rig:
        rig.run("daily")
        rig.new()
        rig.world.advance(MORNING + DAY)
        old.shop.scopes = {"read_products"}
        report = rig.run("daily")
        assert report["shops"][0]["state"] != "complete"
        findings = [row for row in rig.rows() if not row["item"].startswith("finding#source")]
        assert {(row["number"], row["status"]) for row in findings} == {(one, "open") for one in old.missing}
        (message,) = rig.new()
        assert "read_orders" in message.texts["email"]
        assert message.attributes["kind"] != "all_clear"


class Context:
    """Lambda's, with a minute and a little left."""

    aws_request_id = "one"

    def __init__(self, rig: Rig, after: int) -> None:
        self._rig, self._after = rig, after

    def get_remaining_time_in_millis(self) -> int:
        return 1 if len(self._rig.doors.shop.log) >= self._after else 900_000


def test_a_run_that_has_no_time_left_tells_what_it_saw() -> None:
    old = Old()
    with old.open() as rig:
        for _ in range(60):  # more than a page
            rig.world.sell()
        rig.world.advance(MORNING + HOUR)
        event = {"run": "daily", "now": f"{rig.world.now:%Y-%m-%dT%H:%M:%SZ}"}
        with contextlib.redirect_stdout(rig.output):
            report = lambda_handler(event, Context(rig, 2))
        (coverage,) = (one for one in report["shops"][0]["coverage"] if one["side"] == "shop")
        assert (report["shops"][0]["state"], coverage["complete"]) == ("partial", False)
        (message,) = rig.new()
        assert message.attributes["kind"] != "all_clear"


def test_a_test_order_that_tpop_has_is_no_all_clear() -> None:
    """Nobody paid for it, and TPOP prints it all the same."""
    old = Old()
    with old.open() as rig:
        for fault in list(rig.world.mends):
            rig.world.mend(fault)
        sale = rig.world.sell()
        old.shop.edit(sale.order_id, rig.world.now, test=True)
        rig.world.advance(MORNING + 3 * HOUR)
        report = rig.run("daily")
        assert report["shops"][0]["orders"]["excluded"]["test order"] == 1
        (message,) = rig.new()
        assert message.attributes["kind"] != "all_clear"
        assert f"({sale.number})" in message.texts["email"]
