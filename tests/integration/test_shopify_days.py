"""The same days on a Shopify shop as on a WooCommerce one: the same is found, nothing more is asked, nothing leaks."""

from __future__ import annotations

import contextlib
import io
import json
import random
from datetime import datetime, timedelta
from functools import cache
from time import monotonic
from typing import Any, NamedTuple

import pytest

from sandbox import faults as wire
from sandbox import noise, show, tpop
from sandbox.plants import PLANTS
from sandbox.play import main, play
from sandbox.shopify_hand import ShopifyHand
from sandbox.story import Story
from sandbox.template import ROOT
from tests.integration.rig import MORNING, Rig, everything_said, faults, rigged
from tests.integration.test_days import CHECKS
from tests.integration.test_private import leaks

GRAPHQL = "/admin/api/2026-10/graphql.json"
TOKENS = "/admin/oauth/access_token"
Found = tuple[str, str, str | None, str, str]
"""check, number, line, severity, status"""


@pytest.fixture(autouse=True)
def _waits_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sleeps, and yet the shop's bucket of points fills as if they had."""
    slept = [0.0]
    monkeypatch.setattr("sandbox.shopify_hand.monotonic", lambda: monotonic() + sum(slept))
    monkeypatch.setattr("sources.http.pause", slept.append)


class Told(NamedTuple):
    """One morning: what was told, and what was really wrong."""

    findings: frozenset[Found]
    kinds: tuple[str, ...]
    mails: tuple[str, ...]
    orders: dict[str, Any]
    truth: frozenset[tuple[str, str, str | None]]


class Watched(Story):
    """A story that remembers what was true each morning."""

    def __init__(self, platform: str, *, by_app: bool) -> None:
        super().__init__(platform=platform, by_app=by_app)
        self.truths: list[frozenset[tuple[str, str, str | None]]] = []

    def mornings(self) -> Any:
        for now in super().mornings():
            self.truths.append(self.world.truth)
            yield now


@cache
def days(platform: str, language: str = "fr", by_app: bool = False) -> tuple[Told, ...]:
    """The three days, played once for all tests; `made run` plays them with the same call."""
    story = Watched(platform, by_app=by_app)
    log = ROOT / ".local" / f"days-{platform}-{language}-{by_app}.log"
    played = play(story=story, language=language, out=io.StringIO(), log=log)
    return tuple(
        Told(
            frozenset(
                (one["check"], one["reference"], one["line"], one["severity"], one["status"])
                for message in messages
                for shop in message.machine["shops"]
                for one in shop["findings"]
            ),
            tuple(message.attributes["kind"] for message in messages),
            tuple(message.texts["email"] for message in messages),
            report["shops"][0]["orders"],
            truth,
        )
        for (_, messages), report, truth in zip(played.mornings, played.reports, story.truths, strict=True)
    )


@pytest.mark.parametrize("by_app", [False, True], ids=["token", "app"])
def test_each_morning_finds_the_same_on_either_platform(by_app: bool) -> None:
    woo, shopify = days("woocommerce"), days("shopify", by_app=by_app)
    assert [day.findings for day in shopify] == [day.findings for day in woo]
    assert [day.kinds for day in shopify] == [day.kinds for day in woo] == [("digest",), ("digest",), ("all_clear",)]
    assert [day.truth for day in shopify] == [day.truth for day in woo]


def test_what_is_told_is_the_truth() -> None:
    before: frozenset[tuple[str, str, str | None]] = frozenset()
    for day in days("shopify"):
        standing = {one[:3] for one in day.findings if one[4] in ("new", "open")}
        assert standing <= day.truth
        assert {one[:3] for one in day.findings if one[4] == "new"} == day.truth - before
        assert {one[:3] for one in day.findings if one[4] not in ("new", "open")} == before - day.truth
        before = day.truth
    assert not before


def test_every_order_is_accounted_for_as_on_woocommerce() -> None:
    for woo, shopify in zip(days("woocommerce"), days("shopify"), strict=True):
        told = shopify.orders
        assert told["expected"] + sum(told["excluded"].values()) + told["unreadable"] == told["shop"]
        assert told == woo.orders


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mails_are_the_same_but_for_the_shops_name_of_things(language: str) -> None:
    for woo, shopify in zip(days("woocommerce", language), days("shopify", language), strict=True):
        assert [_named(mail) for mail in shopify.mails] == [" ".join(mail.split()) for mail in woo.mails]
        for mail in shopify.mails:
            assert "woocommerce" not in mail.casefold()
            assert max(map(len, mail.splitlines())) <= 40


def _named(mail: str) -> str:
    """Its words, under the other platform's name; lines break elsewhere."""
    return " ".join(mail.split()).replace("Shopify", "WooCommerce")


# ---- worlds


@pytest.mark.parametrize("seed", range(4))
def test_a_shopify_world_is_told_as_it_is(seed: int) -> None:
    rng = random.Random(seed)
    with rigged(rng.randint(8, 60), seed=seed, platform="shopify", by_app=bool(seed % 2)) as rig:
        if seed % 3 == 0:
            rig.world.tpop.words = tpop.FR
        noise.sprinkle(rig.world)
        rig.world.advance(MORNING + timedelta(minutes=10))
        planted = []
        for check in rng.choices(sorted(PLANTS), k=rng.randint(2, 6)):
            with contextlib.suppress(ValueError):  # no sale fits this fault now
                planted.append(rig.world.plant(check))
        assert rig.told() == faults(rig.world, "new")
        assert rig.told("watch") == set()
        for fault in planted:
            rig.world.mend(fault)
        rig.world.advance(MORNING + timedelta(minutes=30))
        assert rig.told() == {(*fault.key, "resolved") for fault in planted}
        rig.world.advance(MORNING + timedelta(days=1))
        assert rig.told() == set()
        assert not rig.doors.shop.crashes


def test_an_edited_order_of_which_something_is_still_owed_is_watched_like_any_paid_one() -> None:
    with rigged(8, platform="shopify") as rig:
        sale = noise.make(rig.world, "line put in")
        rig.world.advance(MORNING + timedelta(hours=3))
        assert rig.told() == set()
        fault = rig.world.plant("missing-at-tpop", sale)
        assert rig.told() == {(*fault.key, "new")}


# ---- what is asked, and what leaks


def shop_of(rig: Rig) -> Any:
    assert isinstance(rig.world.hand, ShopifyHand)
    return rig.world.hand.shop


def test_a_run_only_reads() -> None:
    with rigged(60, platform="shopify", by_app=True) as rig:
        for check in CHECKS:
            rig.world.plant(check)
        rig.run()
        asked = rig.doors.shop.log
        assert {(one.method, one.path) for one in asked} == {("POST", GRAPHQL), ("POST", TOKENS)}
        questions = [json.loads(one.body)["query"] for one in asked if one.path == GRAPHQL]
        assert questions
        assert not [text for text in questions if "mutation" in text.replace("# ", "").split("{")[0]]


def test_the_secret_of_an_app_is_sent_for_a_token_only() -> None:
    with rigged(platform="shopify", by_app=True) as rig:
        rig.run()
        assert len(rig.doors.shop.asked(TOKENS)) == 1
        for one in rig.doors.shop.asked(GRAPHQL):
            sent = f"{one.headers} {one.body!r}"
            assert shop_of(rig).client_secret not in sent
            assert shop_of(rig).token not in sent, "the permanent token was never given to it"


@pytest.mark.parametrize(
    "credentials", [{"token": "shpat_wrong"}, {"client_id": "app-of-ours", "client_secret": "shpss_wrong"}]
)
def test_a_wrong_key_is_said_and_not_shown(credentials: dict[str, str]) -> None:
    with rigged(platform="shopify") as rig:
        rig.run()
        rig.new()
        rig.put(credentials=credentials)
        (shop,) = rig.run()["shops"]
        assert shop["state"] != "complete"
        said = everything_said(rig)
        assert not [word for word in credentials.values() if word in said]
        (message,) = rig.new()
        assert message.attributes["kind"] == "trouble"
        assert "all clear" not in said


def test_nothing_private_of_a_shopify_shop_is_ever_said() -> None:
    with rigged(60, platform="shopify", by_app=True) as rig:
        for check in CHECKS:
            rig.world.plant(check)
        reports: list[Any] = [rig.run()]
        # Orders that cannot be read hold names where numbers and times should be.
        sale, other = rig.world.sales[-1], rig.world.sales[-2]
        name = f"{sale.who.first} {sale.who.last}"
        shop = shop_of(rig)
        shop.edit(sale.order_id, rig.world.now, createdAt=name, note=name, tags=[name])
        line = {**shop.orders[other.order_id]["lineItems"][0], "sku": f"{name}\ud800"}
        shop.edit(other.order_id, rig.world.now, lineItems=[line])
        twin = next(iter(rig.world.tpop.orders))
        rig.world.tpop.edit(twin, rig.world.now, created_at=name, lines=[{"quantity": name}])
        rig.world.advance(MORNING + timedelta(hours=2))
        reports.append(rig.run())
        errors = []
        echo = {"errors": [{"message": name, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}], "data": None}
        echoed = wire.status(200, json.dumps(echo).encode())
        for fault in (wire.status(401), wire.html_page(), wire.truncated(), wire.maintenance(), echoed):
            for door in (rig.doors.shop, rig.doors.tpop):
                door.faults.clear()
                door.faults.plant("*", fault, times=None)
            with pytest.raises(Exception, match="No shop") as raised:
                rig.run()
            errors.append(repr(raised.value))
        said = "\n".join([everything_said(rig), json.dumps(reports, default=str), *errors])
        assert len(said) > 20_000
        private = rig.world.private_words()
        assert len(private) > 100
        assert leaks(private, said) == []
        assert leaks({name}, json.dumps([name], ensure_ascii=False)), "the search itself works"


def test_what_shopify_no_longer_shows_is_not_missed() -> None:
    """Orders older than sixty days leave its sight: no fault of theirs is called mended, no order gone."""
    with rigged(20, platform="shopify") as rig:
        old = rig.world.plant("blocked-address")
        assert rig.told() == faults(rig.world, "new")
        rig.world.advance(MORNING + timedelta(days=70))
        assert rig.told() == {(*old.key, "closed")}
        (row,) = rig.rows()
        assert row["closed_because"] == "out_of_reach"


# ---- make run DEMO=shopify


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("sur Shopify", "interrogée en GraphQL", "Jour 3")),
        ("en", ("on Shopify", "spoken to in GraphQL", "Day 3")),
    ],
)
def test_the_demo_plays_the_story_on_shopify(
    language: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--demo", "shopify", "--language", language]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in words)
    assert "1044 missing-at-tpop" in " ".join(text.split())
    assert max(show.width(line) for line in text.splitlines()) <= show.COLUMNS
    story = Story(platform="shopify")
    list(story.mornings())
    assert leaks(story.world.private_words(), text) == []


def test_the_clock_of_the_stand_in_is_the_worlds() -> None:
    story = Story(platform="shopify")
    for now in story.mornings():
        assert isinstance(story.world.hand, ShopifyHand)
        assert isinstance(now, datetime)
        assert story.world.hand.shop.now == now
