"""One hand for every platform: the same verbs do the same to either shop, and a world's truth is true on both."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox import noise
from sandbox.hands import WooHand, new_hand
from sandbox.plants import PLANTS
from sandbox.shopify_hand import ShopifyHand
from sandbox.story import Story
from sandbox.tpop import moment
from sandbox.world import World
from tests.unit.sandbox.test_world_truth import folded

START = datetime(2026, 10, 26, 6, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
PLATFORMS = ("woocommerce", "shopify")
Key = tuple[str, str, str | None]
PLANTABLE = sorted(set(PLANTS) - {"no-proof-of-production"})


def grown(count: int = 300, **options: Any) -> World:
    world = World(START, **{"seed": 7, "platform": "shopify", **options})
    noise.populate(world, count, NOW, noise_every=3)
    return world


def docs(world: World) -> dict[int, dict[str, Any]]:
    assert isinstance(world.hand, ShopifyHand)
    return world.hand.shop.orders


# ---- the same life on both


def test_the_same_seed_is_the_same_life_on_either_platform() -> None:
    woo, shopify = grown(platform="woocommerce"), grown()
    assert [(s.number, s.who, s.items, s.paid, s.noise, s.twins) for s in woo.sales] == [
        (s.number, s.who, s.items, s.paid, s.noise, s.twins) for s in shopify.sales
    ]
    without_ids = [
        [{key: value for key, value in doc.items() if key != "shop_order_id"} for doc in world.tpop.orders.values()]
        for world in (woo, shopify)
    ]
    assert without_ids[0] == without_ids[1]
    assert [woo.plant(check).key for check in PLANTABLE] == [shopify.plant(check).key for check in PLANTABLE]
    for sale in woo.sales:
        assert woo.hand.waits(sale.order_id) == shopify.hand.waits(_twin(shopify, sale.number))
        assert woo.hand.done(sale.order_id) == shopify.hand.done(_twin(shopify, sale.number))


def _twin(world: World, number: str) -> int:
    return next(sale.order_id for sale in world.sales if sale.number == number)


def test_tpop_shows_the_long_id_where_it_shows_one() -> None:
    world = World(START, platform="shopify")
    sale = noise.make(world, "id alone")
    assert sale
    world.advance(START + timedelta(hours=1))
    (twin,) = (world.tpop.orders[order_id] for order_id in sale.twins)
    assert twin["shop_order_id"] == docs(world)[sale.order_id]["legacyResourceId"] == str(sale.order_id)
    assert docs(world)[sale.order_id]["name"] == f"#{sale.number}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_verb_does_what_it_says(platform: str) -> None:
    world = World(START, platform=platform)
    hand, later = world.hand, START + timedelta(hours=1)
    sale = world.sell([(noise.MUG, 2)])
    assert hand.waits(sale.order_id)
    again = hand.make_unreadable(sale.order_id, later)
    again(later)
    assert hand.waits(sale.order_id)
    hand.close(sale.order_id, later, {"carrier": "La Poste", "number": "6A1", "url": ""})
    assert (hand.waits(sale.order_id), hand.done(sale.order_id)) == (False, True)
    closed = hand.reopen(sale.order_id, later)
    assert (hand.waits(sale.order_id), hand.done(sale.order_id)) == (True, False)
    closed(later)
    assert hand.done(sale.order_id)
    assert "6A1" in json.dumps(_shown(world, sale.order_id))
    unpaid = world.sell(status="on-hold")
    assert not hand.waits(unpaid.order_id)
    hand.pay(unpaid.order_id, later)
    assert hand.waits(unpaid.order_id)
    hand.refund(unpaid.order_id, later, {1: 1}, "")
    hand.cancel(unpaid.order_id, later)
    assert not hand.waits(unpaid.order_id)
    moved, to = world.sell(), world.somebody()
    hand.readdress(moved.order_id, later, to, moved.who)
    shown = json.dumps(_shown(world, moved.order_id), ensure_ascii=False)
    assert to.address1 in shown
    assert to.last == moved.who.last or to.last not in shown


def _shown(world: World, order_id: int) -> Any:
    doc = world.woo.orders[order_id] if isinstance(world.hand, WooHand) else docs(world)[order_id]
    return [doc.get(key) for key in ("shipping", "shippingAddress", "meta_data", "fulfillments")]


@pytest.mark.parametrize(
    ("status", "financial", "steps"),
    [
        ("pending", "PENDING", [("SALE", "PENDING")]),
        ("on-hold", "PENDING", [("SALE", "PENDING")]),
        ("failed", "PENDING", [("SALE", "FAILURE")]),
        ("cancelled", "VOIDED", [("SALE", "PENDING"), ("VOID", "SUCCESS")]),
        ("processing", "PAID", [("SALE", "SUCCESS")]),
        ("completed", "PAID", [("SALE", "SUCCESS")]),
    ],
)
def test_a_worlds_word_for_a_status_in_shopifys(status: str, financial: str, steps: list[tuple[str, str]]) -> None:
    world = World(START, platform="shopify")
    one = docs(world)[world.sell(status=status).order_id]
    assert one["displayFinancialStatus"] == financial
    assert [(step["kind"], step["status"]) for step in one["transactions"]] == steps
    assert bool(one["cancelledAt"]) == (status == "cancelled")
    assert (one["displayFulfillmentStatus"] == "FULFILLED") == (status == "completed")


def test_a_draft_is_no_order_on_shopify() -> None:
    world = World(START, platform="shopify")
    sale = world.sell(status="checkout-draft")
    assert docs(world) == {}
    assert not world.hand.waits(sale.order_id)


def test_the_shop_knows_what_time_it_is() -> None:
    world = World(START, platform="shopify")
    assert isinstance(world.hand, ShopifyHand)
    assert world.hand.shop.now == START
    world.advance(NOW)
    assert world.hand.shop.now == NOW


def test_what_vigie_is_given_to_ask_with() -> None:
    by_token, by_app = (World(START, platform="shopify", by_app=by_app) for by_app in (False, True))
    for world, keys in ((by_token, {"token"}), (by_app, {"client_id", "client_secret"})):
        with world.open() as doors:
            assert doors.parameter["platform"] == "shopify"
            assert doors.parameter["url"] == doors.shop.url
            assert set(doors.parameter["credentials"]) == keys
        assert set(doors.parameter["credentials"].values()) - {""} <= world.private_words()
        assert "" not in doors.parameter["credentials"].values()


def test_no_stand_in_no_world() -> None:
    with pytest.raises(ValueError, match="no stand-in"):
        new_hand("wix", START, zone="Europe/Paris", home="https://x.example", by_app=False)
    with pytest.raises(AssertionError):
        _ = World(START, platform="shopify").woo


# ---- the truth, by a second and naive reading of the shop's books


def naive(world: World) -> set[Key]:
    """What a plain reader would say of both sides. Knows nothing of Vigie and nothing of the truth."""
    assert isinstance(world.hand, ShopifyHand)
    shop, twins = world.hand.shop, dict[str, list[dict[str, Any]]]()
    ids = {str(number): doc["name"].lstrip("#") for number, doc in shop.orders.items()}
    for order in world.tpop.orders.values():
        if order["shop"] == world.shop and not order["manual"]:
            number = ids.get(order["shop_order_id"]) or order["reference"].strip().lstrip("#")
            twins.setdefault(number, []).append(order)
    found: set[Key] = set()
    for number, doc in shop.orders.items():
        name = doc["name"].lstrip("#")
        if number in shop.broken:
            found.add(("unreadable-order", name, None))
        else:
            found |= {(check, name, sku) for check, sku in _faults(doc, twins.get(name, []), world.now)}
    return found


def _faults(doc: dict[str, Any], twins: list[dict[str, Any]], now: datetime) -> set[tuple[str, str | None]]:
    living = [twin for twin in twins if twin["status"] != "cancelled"]
    if doc["cancelledAt"]:
        return {("cancelled-only-in-shop", None)} if living else set()
    made = [line for line in doc["lineItems"] if line["requiresShipping"]]
    paid = [
        t["processedAt"] for t in doc["transactions"] if t["kind"] != "AUTHORIZATION" and t["status"] == "SUCCESS"
    ]
    if not paid or doc["test"] or doc["sourceName"] == "pos" or not made:
        return set()
    if not twins:
        late = now - moment(paid[0]) > timedelta(hours=2)
        return {("missing-at-tpop", None)} if late else set()
    names = {"payment": "payment", "address": "address", "visual": "artwork", None: "unexplained"}
    found: set[tuple[str, str | None]] = {
        (f"blocked-{names[twin['block_reason']]}", None) for twin in living if twin["status"] == "blocked"
    }
    wanted: Counter[str] = Counter()
    for line in made:
        wanted[line["sku"]] += line["currentQuantity"]
    bags = [Counter({line["sku"]: line["quantity"] for line in twin["lines"]}) for twin in living]
    if len(bags) > 1 and all(bag == wanted for bag in bags):
        return found | {("duplicated-at-tpop", None)}
    held = sum(bags, Counter())
    for sku in wanted.keys() | held.keys():
        if wanted[sku] != held[sku]:
            check = "missing-line" if not held[sku] else "unexpected-line" if not wanted[sku] else "quantity-differs"
            found.add((check, sku))
    if to := doc["shippingAddress"]:
        there = [to["name"], to["address1"], to["address2"] or "", to["city"], to["zip"]]
        for twin in living:
            got = [twin["recipient"][key] for key in ("name", "address1", "address2", "city", "postcode")]
            if list(map(folded, there)) != list(map(folded, got)):
                found.add(("address-differs", None))
    return found


def test_noise_alone_is_no_fault_on_shopify() -> None:
    world = grown()
    assert {sale.noise for sale in world.sales} > {"split", "pending", "fetched late", "refund already known"}
    assert naive(world) == world.truth == frozenset()


def test_what_only_shopify_has_is_no_fault_either() -> None:
    world = World(START, platform="shopify")
    own = set(noise.kinds(world)) - set(noise.NOISE)
    assert len(own) > 5
    assert noise.kinds(World(START)) is noise.NOISE
    noise.sprinkle(world)
    assert own < {sale.noise for sale in world.sales}
    for hours in (1, 4, 5, 6, 12, 36, 24 * 9):
        world.advance(START + timedelta(hours=hours))
        assert naive(world) == world.truth == frozenset()
    (parcels,) = (sale for sale in world.sales if sale.noise == "sent in two parcels")
    assert len(docs(world)[parcels.order_id]["fulfillments"]) == 2
    (held,) = (sale for sale in world.sales if sale.noise == "captured later")
    assert held.paid
    assert held.twins


def test_each_fault_is_seen_where_it_was_planted_and_gone_when_mended_on_shopify() -> None:
    world = grown(400)
    for check in PLANTABLE * 2:
        world.plant(check)
    assert len(world.truth) == 2 * len(PLANTABLE)
    assert naive(world) == world.truth
    for fault in list(world.mends)[::2]:
        world.mend(fault)
    assert naive(world) == world.truth
    for fault in list(world.mends):
        world.mend(fault)
    assert naive(world) == world.truth == frozenset()
    world.advance(NOW + timedelta(days=9))
    assert naive(world) == frozenset()
    assert {doc["status"] for doc in world.tpop.orders.values()} == {"shipped", "cancelled"}


def test_without_tpops_list_an_order_can_stay_unproven() -> None:
    world = grown(tpop_list=False)
    fault = world.plant("no-proof-of-production")
    one = docs(world)[int(fault.order_id)]
    assert (one["displayFulfillmentStatus"], one["fulfillments"]) == ("UNFULFILLED", [])
    assert world.now - moment(one["createdAt"]) > timedelta(days=14)
    world.mend(fault)
    assert docs(world)[int(fault.order_id)]["displayFulfillmentStatus"] == "FULFILLED"


def test_what_tpop_shipped_is_written_back_with_its_tracking() -> None:
    world = grown()
    shipped = [sale for sale in world.sales if world.hand.done(sale.order_id)]
    assert len(shipped) > 100
    for sale in shipped:
        one = docs(world)[sale.order_id]
        (sent,) = one["fulfillments"]
        assert sent["trackingInfo"][0]["number"].startswith("6A")
        assert one["closed"]
        assert not any(line["unfulfilledQuantity"] for line in one["lineItems"])


def test_every_private_word_of_a_shopify_world_is_known() -> None:
    world = grown()
    world.plant("address-differs")
    words = world.private_words()
    for doc in docs(world).values():
        if to := doc["shippingAddress"]:
            assert {to[key] for key in ("name", "lastName", "address1", "phone") if to[key]} <= words
    assert world.hand.secrets() <= words


def test_the_three_days_hold_the_same_truth_on_either_platform() -> None:
    stories = [Story(platform=platform) for platform in PLATFORMS]
    for _ in zip(*(story.mornings() for story in stories), strict=True):
        woo, shopify = (story.world.truth for story in stories)
        assert woo == shopify == naive(stories[1].world)
    assert {sale.number for sale in stories[0].world.sales} == {sale.number for sale in stories[1].world.sales}
