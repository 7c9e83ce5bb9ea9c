"""Days of a shop through the handler: what is planted is told on its day, nothing else is, and what is mended ends once."""

from __future__ import annotations

import contextlib
import io
from datetime import timedelta

import pytest

from sandbox import story
from sandbox.drive import Played
from sandbox.play import play
from sandbox.sale import Fault
from tests.integration.rig import MORNING, Rig, faults, rigged

CHECKS = (
    "missing-at-tpop",
    "missing-line",
    "quantity-differs",
    "unexpected-line",
    "address-differs",
    "blocked-payment",
    "blocked-address",
    "blocked-artwork",
    "blocked-unexplained",
    "cancelled-only-in-shop",
    "duplicated-at-tpop",
    "unreadable-order",
)


def test_every_fault_is_told_on_its_day_and_nothing_else_and_ends_once() -> None:
    with rigged(60) as rig:
        planted = {check: rig.world.plant(check) for check in CHECKS}
        assert rig.told() == faults(rig.world, "new")
        rig.run()
        assert rig.new() == [], "the same faults again are no news"
        rig.world.advance(MORNING + timedelta(hours=23, minutes=50))
        for check in CHECKS[::2]:
            rig.world.mend(planted[check])
        mended = {(*planted[check].key, "resolved") for check in CHECKS[::2]}
        late = rig.world.plant("blocked-payment")
        rig.world.advance(MORNING + timedelta(days=1))
        told = rig.told()
        assert mended <= told
        assert (*late.key, "new") in told
        # Which faults stand has not changed; only what became of them (a deadline passed, TPOP shipped) may be told.
        known = {fault.key for fault in planted.values()} | {late.key}
        assert {one[:3] for one in told} <= known
        assert rig.told() == set()


def test_one_added_fault_is_all_that_a_rerun_tells() -> None:
    with rigged() as rig:
        rig.world.plant("missing-at-tpop")
        assert rig.told() == faults(rig.world, "new")
        added = rig.world.plant("blocked-address")
        assert rig.told() == {(*added.key, "new")}


def test_a_healthy_shop_is_all_clear_from_its_second_day() -> None:
    with rigged(policy={"all_clear": "daily"}) as rig:
        assert rig.told() == set()
        rig.world.advance(MORNING + timedelta(days=1))
        rig.run()
        (message,) = rig.new()
        assert (message.attributes["kind"], message.attributes["sms"]) == ("all_clear", "no")
        assert message.sms is None
        assert "Rien à faire" in message.texts["email"]


def test_watch_tells_only_what_is_red_and_the_daily_the_rest() -> None:
    with rigged(40) as rig:
        rig.run()
        rig.new()
        red, orange = recent(rig, "blocked-payment"), recent(rig, "unreadable-order")
        assert rig.told("watch") == {(*red.key, "new")}
        assert rig.told("watch") == set()
        rig.world.advance(MORNING + timedelta(days=1))
        assert (*orange.key, "new") in rig.told()


def test_sms_goes_out_for_new_red_only_and_never_on_the_first_run() -> None:
    with rigged() as rig:
        rig.world.plant("blocked-payment")
        rig.run()
        (first,) = rig.new()
        assert first.sms is None
        assert len(first.texts["sms"]) <= 160
        recent(rig, "blocked-address")
        rig.run("watch")
        (second,) = rig.new()
        assert second.sms is not None
        assert second.attributes["kind"] == "urgent"


def recent(rig: Rig, check: str) -> Fault:
    """Plant on the newest sale that it fits: `watch` reads the last four days."""
    for sale in reversed(rig.world.sales):
        if not sale.noise:
            with contextlib.suppress(ValueError):
                return rig.world.plant(check, sale)
    raise AssertionError(f"no sale fits {check}")


def _mail(played: Played, day: int) -> str:
    (message,) = played.mornings[day][1]
    return message.texts["email"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_story_is_red_then_mended_then_clear(language: str) -> None:
    played = play(language=language, out=io.StringIO())
    kinds = [message.attributes["kind"] for _, messages in played.mornings for message in messages]
    assert kinds == ["digest", "digest", "all_clear"]
    for _, messages in played.mornings:
        for message in messages:
            assert max(map(len, message.texts["email"].splitlines())) <= 40
            assert len(message.subject or "") < 100


def test_changing_one_planted_fault_changes_the_printed_mail() -> None:
    told = play(out=io.StringIO())
    other = play(
        story=story.Story(story.changed({1045: "blocked-unexplained"})),
        out=io.StringIO(),
    )
    assert "1045 : carte refusée" in _mail(told, 0)
    assert "1045 : carte refusée" not in _mail(other, 0)
    assert "1045 : bloquée, sans motif" in _mail(other, 0)
