"""The truth says what is wrong in the world: a second, naive reading of both sides over HTTP finds just that."""

from __future__ import annotations

import base64
import json
import unicodedata
import urllib.request
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox import noise
from sandbox.plants import PLANTS
from sandbox.story import MORNINGS, Story, changed, clock
from sandbox.tpop import moment
from sandbox.world import Doors, World

START = datetime(2026, 10, 26, 6, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
Key = tuple[str, str, str | None]
PLANTABLE = sorted(set(PLANTS) - {"no-proof-of-production"})


def grown(count: int = 400, **options: Any) -> World:
    world = World(START, **{"seed": 7, **options})
    noise.populate(world, count, NOW, noise_every=3)
    return world


def read(url: str, authorization: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": authorization})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return json.loads(answer.read())


def everything(
    doors: Doors, now: datetime
) -> tuple[list[dict[str, Any]], dict[int, Counter[int]], list[dict[str, Any]]]:
    """Orders of the shop, refunded units by line id, orders of TPOP."""
    keys = doors.parameter["credentials"]
    basic = "Basic " + base64.b64encode(f"{keys['key']}:{keys['secret']}".encode()).decode()
    orders: list[dict[str, Any]] = []
    while page := read(
        f"{doors.woo.url}/wp-json/wc/v3/orders?per_page=100&page={len(orders) // 100 + 1}&orderby=id&order=asc", basic
    ):
        orders += page
        if len(page) < 100:
            break
    refunded: dict[int, Counter[int]] = {}
    for order in orders:
        if order["refunds"]:
            for refund in read(f"{doors.woo.url}/wp-json/wc/v3/orders/{order['id']}/refunds", basic):
                for line in refund["line_items"]:
                    source = int(line["meta_data"][0]["value"])
                    refunded.setdefault(order["id"], Counter())[source] -= line["quantity"]
    made: list[dict[str, Any]] = []
    window = f"since={START:%Y-%m-%dT%H:%M:%SZ}&until={now:%Y-%m-%dT%H:%M:%SZ}"
    cursor: str | None = ""
    while cursor is not None:
        page = read(
            f"{doors.parameter['tpop'][0]['url']}?{window}{cursor and '&cursor=' + cursor}",
            "Bearer " + doors.parameter["tpop"][0]["token"],
        )
        made += page["orders"]
        cursor = page["next"]
    return orders, refunded, made


def folded(text: str) -> str:
    bare = "".join(m for m in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(m))
    return " ".join("".join(mark if mark.isalnum() else " " for mark in bare).split())


def naive(world: World, now: datetime) -> set[Key]:
    """What a plain reader would say of both sides. Knows nothing of Vigie and nothing of the truth."""
    with world.open() as doors:
        orders, refunded, made = everything(doors, now)
        assert not doors.woo.crashes
        assert not doors.tpop.crashes
    twins: dict[str, list[dict[str, Any]]] = {}
    ids = {str(order["id"]): order["number"] for order in orders}
    for order in made:
        if order["shop"] == world.shop and not order["manual"]:
            number = ids.get(order["shop_order_id"]) or order["reference"].strip().lstrip("#")
            twins.setdefault(number, []).append(order)
    return {key for order in orders for key in _faults(order, twins.get(order["number"], []), refunded, now)}


def _faults(
    order: dict[str, Any], twins: list[dict[str, Any]], refunded: dict[int, Counter[int]], now: datetime
) -> list[Key]:
    number = order["number"]
    if any(not isinstance(line["quantity"], int) for line in order["line_items"]):
        return [("unreadable-order", number, None)]
    living = [twin for twin in twins if twin["status"] != "cancelled"]
    if order["status"] == "cancelled":
        return [("cancelled-only-in-shop", number, None)] if living else []
    if order["status"] not in {"processing", "completed"}:
        return []
    if not twins:
        late = now - moment(order["date_paid_gmt"]) > timedelta(hours=2)
        return [("missing-at-tpop", number, None)] if late else []
    names = {"payment": "payment", "address": "address", "visual": "artwork", None: "unexplained"}
    found: list[Key] = [
        (f"blocked-{names[twin['block_reason']]}", number, None) for twin in living if twin["status"] == "blocked"
    ]
    taken = refunded.get(order["id"], Counter())
    wanted: Counter[str] = Counter()
    for line in order["line_items"]:
        wanted[line["sku"]] += line["quantity"] - taken[line["id"]]
    bags = [Counter({line["sku"]: line["quantity"] for line in twin["lines"]}) for twin in living]
    if len(bags) > 1 and all(bag == wanted for bag in bags):
        return [*found, ("duplicated-at-tpop", number, None)]
    held = sum(bags, Counter())
    for sku in wanted.keys() | held.keys():
        if wanted[sku] != held[sku]:
            check = "missing-line" if not held[sku] else "unexpected-line" if not wanted[sku] else "quantity-differs"
            found.append((check, number, sku))
    ship = order["shipping"] if order["shipping"]["address_1"] else order["billing"]
    to = (
        f"{ship['first_name']} {ship['last_name']}",
        ship["address_1"],
        ship["address_2"],
        ship["city"],
        ship["postcode"],
    )
    for twin in living:
        got = twin["recipient"]
        there = (got["name"], got["address1"], got["address2"], got["city"], got["postcode"])
        if tuple(map(folded, to)) != tuple(map(folded, there)):
            found.append(("address-differs", number, None))
    return found


@pytest.mark.parametrize("own_numbers", [False, True])
def test_noise_alone_is_no_fault(own_numbers: bool) -> None:
    world = grown(own_numbers=own_numbers)
    assert {sale.noise for sale in world.sales} > {"split", "pending", "fetched late", "refund already known"}
    assert world.truth == naive(world, NOW) == frozenset()


def test_each_fault_is_seen_where_it_was_planted_and_gone_when_mended() -> None:
    world = grown()
    for check in PLANTABLE * 2:
        world.plant(check)
    assert len(world.truth) == 2 * len(PLANTABLE)
    assert naive(world, NOW) == world.truth
    half = list(world.mends)[::2]
    for fault in half:
        world.mend(fault)
    assert naive(world, NOW) == world.truth
    assert world.mended == half
    for fault in list(world.mends):
        world.mend(fault)
    assert naive(world, NOW) == world.truth == frozenset()


def test_what_was_mended_stays_mended_while_life_goes_on() -> None:
    world = grown(300)
    for check in PLANTABLE:
        world.mend(world.plant(check))
    for days in (1, 3, 9):
        later = NOW + timedelta(days=days)
        world.advance(later)
        assert naive(world, later) == frozenset()
    assert {doc["status"] for doc in world.tpop.orders.values()} == {"shipped", "cancelled"}


def test_truth_names_check_reference_and_line() -> None:
    world = World(START)
    sale = world.sell([(noise.MUG, 1), (noise.SHIRT, 2)])
    world.advance(START + timedelta(hours=3))
    fault = world.plant("missing-line", sale)
    assert world.truth == {("missing-line", sale.number, noise.SHIRT.sku)}
    assert (fault.order_id, fault.planted_at) == (str(sale.order_id), world.now)
    with pytest.raises(ValueError, match="does not fit"):
        world.plant("missing-at-tpop", sale)  # one sale tells one story


def test_own_numbers_differ_from_ids() -> None:
    world = World(START, own_numbers=True)
    sales = [world.sell() for _ in range(20)]
    assert {str(sale.order_id) for sale in sales} & {sale.number for sale in sales}  # two namespaces, on purpose
    assert all(str(sale.order_id) != sale.number for sale in sales)


def test_a_world_without_tpops_list() -> None:
    world = grown(tpop_list=False)
    assert world.parameter("http://127.0.0.1:1", "http://127.0.0.1:2")["tpop"] == []
    fault = world.plant("no-proof-of-production")
    shown = world.woo.orders[int(fault.order_id)]
    assert (shown["status"], shown["meta_data"]) == ("processing", [])
    assert world.now - moment(shown["date_paid_gmt"]) > timedelta(days=14)
    with pytest.raises(ValueError, match="cannot be seen"):
        world.plant("missing-at-tpop")
    world.mend(fault)
    assert world.woo.orders[int(fault.order_id)]["status"] == "completed"


def test_same_seed_same_world() -> None:
    first, second = grown(300), grown(300)
    assert first.woo.orders == second.woo.orders
    assert first.tpop.orders == second.tpop.orders
    assert [first.plant(check).key for check in PLANTABLE] == [second.plant(check).key for check in PLANTABLE]
    assert grown(300, seed=8).woo.orders != first.woo.orders


def test_the_clock_only_goes_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        World(NOW).advance(START)


def test_every_private_word_is_known() -> None:
    world = grown(300)
    world.plant("address-differs")
    words = world.private_words()
    for doc in world.woo.orders.values():
        for who in (doc["billing"], doc["shipping"]):
            private = {who[key] for key in ("last_name", "address_1", "address_2", "phone", "email") if key in who}
            assert private - {""} <= words
    for doc in world.tpop.orders.values():
        assert doc["recipient"]["name"].strip() in words
    assert {world.woo.key, world.woo.secret, world.tpop.token} <= words


# ---- the three days


def test_the_story_day_by_day() -> None:
    story = Story()
    truths = []
    for now in story.mornings():
        truths.append(story.world.truth)
        with_words = story.world.tpop.words
        story.world.tpop.words = {}
        assert naive(story.world, now) == story.world.truth
        story.world.tpop.words = with_words
    monday, tuesday, wednesday = truths
    assert len(monday) == 7
    assert ("cancelled-only-in-shop", "1051", None) in tuesday - monday
    assert 0 < len(tuesday & monday) < len(monday)
    assert wednesday == frozenset()


def test_the_urgent_one_has_three_hours_left() -> None:
    story = Story()
    mornings = story.mornings()
    _, tuesday = next(mornings), next(mornings)
    (twin,) = (doc for doc in story.world.tpop.orders.values() if doc["reference"] == "1051")
    left = moment(twin["created_at"]) + timedelta(hours=24) - tuesday
    assert timedelta(hours=2, minutes=50) < left < timedelta(hours=3, minutes=20)
    assert twin["status"] == "open"


def test_one_planted_fault_can_be_changed() -> None:
    story = Story(changed({1047: None, 1046: "unexpected-line"}))
    next(story.mornings())
    checks = {(check, reference) for check, reference, _ in story.world.truth}
    assert ("unexpected-line", "1046") in checks
    assert "1047" not in {reference for _, reference in checks}
    assert story.world.now == clock(MORNINGS[0])
