"""Whatever goes wrong on the way: the right coverage, a plain sentence, no false "missing", no false "all clear",

and the faults on orders that were read are told all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from sandbox import faults as wire
from sandbox.tpop import PATH
from tests.integration.rig import MORNING, SHOP, Rig, rigged, said

ORDERS = "/wp-json/wc/v3/orders"


@dataclass(frozen=True)
class Trouble:
    """What is done to the world, and what the merchant must read of it."""

    name: str
    act: Callable[[Rig], None]
    side: str
    words: tuple[str, ...]
    """Any of these in the mail, in lower case."""


def _shop(fault: wire.Fault, **more: Any) -> Callable[[Rig], None]:
    def act(rig: Rig) -> None:
        rig.doors.woo.faults.plant(ORDERS, fault, times=None, **more)

    return act


def _list(fault: wire.Fault, **more: Any) -> Callable[[Rig], None]:
    def act(rig: Rig) -> None:
        rig.world.tpop.page_size = 10
        rig.doors.tpop.faults.plant(PATH, fault, times=None, **more)

    return act


def _switch(**switches: Any) -> Callable[[Rig], None]:
    def act(rig: Rig) -> None:
        for name, value in switches.items():
            setattr(rig.world.tpop, name, value)

    return act


def _unknown_word(rig: Rig) -> None:
    twin = next(sale.twins[0] for sale in rig.world.sales if sale.twins and not sale.fault)
    rig.world.tpop.edit(twin, rig.world.now, status="Wird geprüft")


def _yesterday(rig: Rig) -> None:
    rig.world.tpop.freeze()
    rig.world.advance(MORNING + timedelta(hours=28))
    # Orders of the day since: the frozen list cannot know them.
    for _ in range(3):
        rig.world.sell()
    rig.world.advance(MORNING + timedelta(days=2))


def _poison(rig: Rig) -> None:
    """One order that breaks every page it stands on, and itself (recorded: fault_fatal_in_one_order)."""
    bad = f'"id":{rig.world.sales[5].order_id},'.encode()
    broken = wire.status(500).instead
    assert broken is not None
    fault = wire.Fault("poison", change=lambda answer: broken if bad in answer.body else answer)
    rig.doors.woo.faults.plant("/wp-json/wc/v3/orders*", fault, times=None)


TROUBLES = (
    Trouble("words before the JSON", _shop(wire.replaced(b"debug: " + b"[]")), "shop", ("page", "lisible", "json")),
    Trouble("the shop's JSON breaks off", _shop(wire.truncated()), "shop", ("coupée", "milieu", "page", "partie")),
    Trouble("the shop is in maintenance", _shop(wire.maintenance()), "shop", ("maintenance", "503", "injoignable")),
    Trouble("the shop resets the connection", _shop(wire.reset()), "shop", ("injoignable", "répond")),
    Trouble("the shop answers a home page", _shop(wire.html_page()), "shop", ("page", "web", "lisible")),
    Trouble(
        "a page of TPOP's list fails", _list(wire.status(500), query={"cursor": "10"}), "tpop", ("n'est pas arrivée",)
    ),
    Trouble("TPOP's list refuses the token", _list(wire.status(401)), "tpop", ("jeton", "refus")),
    Trouble("TPOP's list is HTML", _list(wire.html_page()), "tpop", ("page", "web", "lisible")),
    Trouble(
        "the list does not say it is whole", _switch(says_complete=False), "tpop", ("entière", "complète", "tout")
    ),
    Trouble("the list says it is not whole", _switch(complete=False), "tpop", ("entière", "complète", "tout")),
    Trouble("an unknown status word", _unknown_word, "tpop", ("wird geprüft", "wird geprueft")),
    Trouble("a list of the day before", _yesterday, "tpop", ("date", "depuis")),
)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.name.replace(" ", "-"))
def test_trouble_is_said_and_accuses_nobody(trouble: Trouble) -> None:
    with rigged(140, policy={"all_clear": "daily"}) as rig:
        rig.run()  # the baseline
        rig.new()
        blocked = rig.world.plant("blocked-payment")
        trouble.act(rig)
        rig.world.advance(max(rig.world.now, MORNING + timedelta(hours=1)))
        report = rig.run()
        messages = rig.new()
        (shop,) = report["shops"]
        assert shop["state"] in ("partial", "failed")
        sides = [one for one in shop["coverage"] if one["side"] == trouble.side]
        assert any(not one["complete"] for one in sides) or trouble.name in (
            "an unknown status word",
            "a list of the day before",
        )
        told = said(messages)
        assert not {one for one in told if one[0] == "missing-at-tpop"}
        assert not {one for one in told if one[0] not in ("blocked-payment",) and not one[0].startswith("source-")}
        assert all(message.attributes["kind"] != "all_clear" for message in messages)
        assert messages, "a side that could not be looked at is told at the daily"
        mail = messages[-1].texts["email"].casefold().replace("\n", " ")
        assert any(word in " ".join(mail.split()) for word in trouble.words), mail
        seen_at_tpop = trouble.side == "shop" or trouble.name not in (
            "TPOP's list refuses the token",
            "TPOP's list is HTML",
            "a list of the day before",  # it was made before the fault
            "a page of TPOP's list fails",  # whether the order stands on the page that was read is chance
        )
        if seen_at_tpop:
            assert (*blocked.key, "new") in told
        # The trouble is over: nothing missing was invented, and it ends by itself.
        rig.doors.woo.faults.clear()
        rig.doors.tpop.faults.clear()
        rig.world.tpop.thaw()


def test_one_order_that_breaks_its_pages_costs_one_order() -> None:
    with rigged(140, policy={"all_clear": "daily"}) as rig:
        rig.run()
        rig.new()
        blocked = rig.world.plant("blocked-payment")
        _poison(rig)
        rig.world.advance(MORNING + timedelta(hours=1))
        report = rig.run()
        assert report["shops"][0]["orders"]["unreadable"] == 1
        bad = rig.world.sales[5].number
        assert said(rig.new()) == {(*blocked.key, "new"), ("unreadable-order", bad, None, "new")}


def test_a_passing_429_costs_nothing() -> None:
    with rigged() as rig:
        rig.doors.woo.faults.plant(ORDERS, wire.too_many("1"))
        rig.doors.tpop.faults.plant(PATH, wire.too_many("1"))
        report = rig.run()
        assert report["shops"][0]["state"] == "complete"
        assert rig.doors.woo.faults.fired["429"] == rig.doors.tpop.faults.fired["429"] == 1


def test_nothing_could_be_looked_at_is_told_once_and_raised() -> None:
    with rigged() as rig:
        rig.run()
        rig.new()
        rig.doors.woo.faults.plant("*", wire.reset(), times=None)
        rig.doors.tpop.faults.plant("*", wire.reset(), times=None)
        for _ in range(2):
            with pytest.raises(Exception, match="No shop could be looked at"):
                rig.run()
        kinds = [message.attributes["kind"] for message in rig.new()]
        assert kinds == ["trouble"]


def test_a_watch_tells_an_unreachable_shop_at_the_second_time() -> None:
    with rigged() as rig:
        rig.run()
        rig.new()
        rig.doors.woo.faults.plant("*", wire.reset(), times=None)
        rig.world.advance(MORNING + timedelta(hours=1))
        assert rig.told("watch") == set()
        rig.world.advance(MORNING + timedelta(hours=2))
        assert {one[0] for one in rig.told("watch")} == {"source-unreachable"}
        rig.world.advance(MORNING + timedelta(hours=3))
        assert rig.told("watch") == set()


CSV = "id;reference;status;created_at;sku;quantity\nT-1;{};bloquée;2026-11-22T10:00:00Z;X;1\n"


def test_a_csv_with_a_wrong_column_proves_nothing_and_is_said() -> None:
    with rigged(tpop_list=False) as rig:
        rig.put(tpop=[{"channel": "inbox", "prefix": "inbox/mugs-paris/", "covers": "all"}])
        bad = CSV.replace("reference;", "kennzahl;").format("1019")
        rig.cloud.put_inbox("inbox/mugs-paris/2026-11-23T0755.csv", bad.encode())
        report = rig.run()
        (shop,) = report["shops"]
        assert [one["complete"] for one in shop["coverage"] if one["side"] == "tpop"] == [False]
        (message,) = rig.new()
        assert "colonne" in message.texts["email"].casefold()
        assert not {one for one in said([message]) if one[0] == "missing-at-tpop"}


def test_a_csv_says_what_is_blocked_and_claims_no_absence_unless_it_covers_all() -> None:
    with rigged(tpop_list=False) as rig:
        rig.put(tpop=[{"channel": "inbox", "prefix": "inbox/mugs-paris/"}])
        number = next(sale.number for sale in rig.world.sales if sale.twins)
        rig.cloud.put_inbox("inbox/mugs-paris/2026-11-23T0755.csv", CSV.format(number).encode("cp1252"))
        told = rig.told()
        assert ("blocked-unexplained", number, None, "new") in told
        assert not {one for one in told if one[0] == "missing-at-tpop"}


def test_one_bad_shop_never_stops_the_others() -> None:
    with rigged() as rig:
        rig.cloud.put_shop("aaa-broken", {**rig.doors.parameter, "platform": "prestashop"})
        planted = rig.world.plant("blocked-payment")
        report = rig.run()
        states = {shop["shop"]: shop["state"] for shop in report["shops"]}
        assert states == {"aaa-broken": "failed", SHOP: "complete"}
        assert (*planted.key, "new") in said(rig.new())
        assert "aaa-broken" in rig.output.getvalue()
        assert "platform" in rig.output.getvalue()


def _leave_out(rig: Rig, order_id: int) -> None:
    """The shop's list and its total both leave an order out that the shop has (a filter, a status plugin off)."""

    def change(answer: wire.Answer) -> wire.Answer:
        rows = json.loads(answer.body)
        kept = [row for row in rows if row["id"] != order_id]
        total = str(len(kept))
        headers = tuple((name, total if name == "X-WP-Total" else value) for name, value in answer.headers)
        return replace(answer, body=json.dumps(kept).encode(), headers=headers)

    rig.doors.woo.faults.plant(ORDERS, wire.Fault("left out", change=change), times=None)


def test_a_shop_whose_list_leaves_orders_out_is_not_whole() -> None:
    with rigged(policy={"all_clear": "daily"}) as rig:
        rig.run()
        rig.new()
        listed = next(s for s in reversed(rig.world.sales) if s.twins and not s.noise)
        _leave_out(rig, listed.order_id)
        rig.world.advance(MORNING + timedelta(hours=1))
        assert rig.run()["shops"][0]["state"] == "partial"
        (message,) = rig.new()
        assert message.attributes["kind"] == "trouble"


def test_a_line_rule_that_fits_nothing_is_no_all_clear() -> None:
    with rigged(policy={"all_clear": "daily"}) as rig:
        rig.put(lines={"mode": "sku", "pattern": "^NOTHING-"})
        rig.run()
        (message,) = rig.new()
        assert "lines" in message.texts["email"]
        rig.world.advance(MORNING + timedelta(days=1))
        rig.run()
        assert all(message.attributes["kind"] != "all_clear" for message in rig.new())


def test_an_order_paid_after_it_left_the_window_is_found_missing() -> None:
    with rigged(policy={"window_days": 7}) as rig:
        late = rig.world.sell(status="on-hold")
        rig.world.advance(MORNING + timedelta(hours=3))
        rig.run()
        rig.new()
        rig.world.advance(MORNING + timedelta(days=9))
        paid = f"{rig.world.now:%Y-%m-%dT%H:%M:%S}"
        rig.world.woo.edit(late.order_id, rig.world.now, status="processing", date_paid_gmt=paid)
        assert rig.told("watch") == set(), "first seen to be due: its grace begins"
        rig.world.advance(MORNING + timedelta(days=9, hours=3))
        assert rig.told("watch") == {("missing-at-tpop", late.number, None, "new")}


def test_without_a_history_the_daily_still_says_that_it_saw_nothing() -> None:
    with rigged() as rig:
        rig.run()
        rig.new()
        rig.cloud.dynamodb.delete_table(TableName=rig.cloud.table)
        with pytest.raises(Exception, match="It was told"):
            rig.run()
        assert [message.attributes["kind"] for message in rig.new()] == ["trouble"]
        with pytest.raises(Exception, match="Nothing new was told"):
            rig.run("watch")
        assert rig.new() == []


def test_one_shops_impossible_settings_cost_that_shop_only() -> None:
    with rigged() as rig:
        rig.cloud.put_shop("aaa", {**rig.doors.parameter, "policy": {"window_days": 1_000_000}})
        assert {shop["shop"]: shop["state"] for shop in rig.run()["shops"]} == {"aaa": "failed", SHOP: "complete"}
        (message,) = rig.new()
        assert "window_days" in message.texts["email"].replace("\n", "")
