"""Which kind of message, if any: DESIGN.md's rules 20 to 23, each on its boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.digest import compose
from core.look import Look
from core.model import Coverage, Trouble, iso
from core.policy import Policy
from tests.looks import LIST, NOW, finding, hours, look, news, sane
from tests.situations import address, cancelled, missing, refused

TUESDAY = NOW + timedelta(days=1)


def kind(*looks: Look) -> str | None:
    composed = compose(looks)
    return composed.message.kind if composed else None


def stale(status: str = "new", **more: Any) -> Any:
    one = finding("source-stale", "inbox", "act", ref="source:inbox", evidence={"side": "tpop", "as_of": iso(LIST)})
    return news(one, status, **more)  # type: ignore[arg-type]


def unreachable(times_seen: int) -> Any:
    one = finding("source-unreachable", "http", "act", ref="source:http", evidence={"side": "tpop"})
    return news(one, times_seen=times_seen)


def watch(*told: Any, **more: Any) -> Look:
    return look(*told, **{"run": "watch", **more})


# daily


def test_news_make_a_digest() -> None:
    assert kind(look(cancelled("fr"))) == "digest"
    assert kind(look(address("fr", "1031", "reminded"))) == "digest"
    assert kind(look(news(finding("missing-at-tpop", "1"), "resolved"))) == "digest"


def test_nothing_new_and_something_open_says_nothing_but_on_a_monday() -> None:
    standing = address("fr", "1031")
    assert kind(look(standing, now=TUESDAY)) is None
    assert kind(look(standing, now=NOW)) == "digest"
    assert kind(look(standing, now=NOW, sent={"digest#2026-11-23": 1})) is None
    assert kind(look(standing, now=NOW, sent={"digest#2026-11-16": 1})) == "digest"


def test_monday_is_monday_where_the_merchant_lives() -> None:
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday, half past midnight in Paris
    assert kind(look(address("fr", "1031"), now=sunday_night)) == "digest"
    assert kind(look(address("fr", "1031"), now=sunday_night - hours(1))) is None


def test_nothing_at_all_says_nothing() -> None:
    assert compose([]) is None
    assert kind(look()) is None


@pytest.mark.parametrize(
    ("rhythm", "first_run_at", "now", "said"),
    [
        ("auto", NOW - timedelta(days=6), NOW + timedelta(days=0), True),
        ("auto", TUESDAY - timedelta(days=6), TUESDAY, True),
        ("auto", TUESDAY - timedelta(days=7), TUESDAY, False),
        ("auto", NOW - timedelta(days=70), NOW, True),
        ("auto", None, TUESDAY, False),
        ("daily", None, TUESDAY, True),
        ("weekly", TUESDAY - timedelta(days=1), TUESDAY, False),
        ("weekly", None, NOW, True),
        ("never", NOW - timedelta(days=1), NOW, False),
    ],
)
def test_the_rhythm_of_the_all_clear(rhythm: Any, first_run_at: datetime | None, now: datetime, said: bool) -> None:
    clear = sane(policy=Policy(all_clear=rhythm), first_run_at=first_run_at, now=now)
    assert (kind(clear) == "all_clear") is said


def test_the_first_week_is_counted_in_local_days() -> None:
    late = datetime(2026, 11, 17, 22, 59, tzinfo=UTC)  # Tuesday 23 h 59 in Paris: its seventh day is Monday
    assert kind(sane(first_run_at=late, now=TUESDAY, policy=Policy())) is None
    assert kind(sane(first_run_at=late + hours(1), now=TUESDAY, policy=Policy())) == "all_clear"


def test_all_clear_once_a_day() -> None:
    assert kind(sane(sent={"all_clear#2026-11-23": 1})) is None
    assert kind(sane(sent={"all_clear#2026-11-22": 1})) == "all_clear"


def test_resolved_news_of_a_clear_shop_are_an_all_clear_on_any_day() -> None:
    over = news(finding("missing-at-tpop", "1"), "resolved")
    composed = compose([sane(news=(over,), now=TUESDAY)])
    assert composed is not None
    assert (composed.message.kind, composed.message.severity) == ("all_clear", "clear")
    assert "RÉSOLU (1)" in composed.message.email
    assert kind(sane(news=(over,), now=TUESDAY, sent={"all_clear#2026-11-24": 1})) == "digest"
    assert kind(sane(news=(over,), now=TUESDAY, policy=Policy(all_clear="never"))) == "digest"


def test_never_all_clear_where_the_look_does_not_say_so() -> None:
    assert kind(look(policy=Policy(all_clear="daily"))) is None


def test_trouble_when_nothing_else_is_told() -> None:
    assert kind(look(stale())) == "trouble"
    assert kind(look(stale("reminded"))) == "trouble"
    assert kind(look(stale(), cancelled("fr"))) == "digest"
    assert kind(look(stale("resolved"))) == "digest"
    crashed = news(finding("check-crashed", "1063", "act", line="address-differs"))
    assert kind(look(crashed)) == "trouble"


def test_trouble_weighs_act() -> None:
    composed = compose([look(stale())])
    assert composed is not None
    assert (composed.message.severity, composed.message.send_sms) == ("act", False)


def test_known_trouble_is_not_told_again() -> None:
    assert kind(look(stale("open"), now=TUESDAY, state="partial")) is None


# first run


def test_a_first_run_is_always_a_digest_and_never_rings() -> None:
    for told in ((), (cancelled("fr"),)):
        composed = compose([look(*told, first_run=True, first_run_at=None)])
        assert composed is not None
        assert composed.message.kind == "digest"
        assert composed.message.send_sms is False
    assert kind(sane(first_run=True, first_run_at=None)) == "digest"
    assert kind(look(first_run=True, first_run_at=None, run="watch")) == "digest"


def test_a_first_run_folds_what_is_older_than_the_retention() -> None:
    edge = NOW - hours(24)
    on, over = missing("fr", "8001", since=edge), missing("fr", "8002", since=edge - timedelta(seconds=1))
    composed = compose([look(on, over, first_run=True, first_run_at=None)])
    assert composed is not None
    assert "🔴 8001 : absente de TPOP" in composed.message.email
    assert "🔵 Avant mon arrivée : 1 commande\n   8002" in composed.message.email
    assert {one.number for one in composed.told["mugs-paris"]} == {"8001", "8002"}
    assert [one["reference"] for one in composed.message.payload["shops"][0]["findings"]] == ["8001", "8002"]


def test_what_stands_now_is_never_folded() -> None:
    week = NOW - timedelta(days=7)
    told = (
        news(finding("blocked-payment", "8003", since=week)),
        news(finding("source-stale", "inbox", "act", ref="source:inbox", since=week, evidence={"as_of": iso(week)})),
        news(finding("cancelled-only-in-shop", "8004", since=week, deadline=NOW + hours(1))),
        news(finding("address-differs", "8005", "act")),  # nobody knows since when
    )
    composed = compose([look(*told, first_run=True, first_run_at=None)])
    assert composed is not None
    assert "Avant mon arrivée" not in composed.message.email


def test_only_old_faults_weigh_little() -> None:
    composed = compose([look(missing("fr", "1", since=NOW - timedelta(days=3)), first_run=True, first_run_at=None)])
    assert composed is not None
    assert composed.message.severity == "note"


# watch


def test_watch_tells_only_red() -> None:
    red, orange = cancelled("fr"), address("fr", "1031", "new")
    composed = compose([watch(red, orange)])
    assert composed is not None
    assert (composed.message.kind, composed.message.severity) == ("urgent", "urgent")
    assert [one.number for one in composed.told["mugs-paris"]] == ["1042"]
    assert "1031" not in composed.message.email
    assert kind(watch(orange)) is None
    assert kind(watch(cancelled("fr", told=False))) is None
    assert kind(watch(news(finding("missing-at-tpop", "1"), "resolved"))) is None


def test_watch_says_no_all_clear_and_no_monday_digest() -> None:
    assert kind(sane(run="watch")) is None
    assert kind(watch(address("fr", "1031"))) is None


def test_watch_tells_a_silent_side_after_two_runs() -> None:
    assert kind(watch(unreachable(1))) is None
    assert kind(watch(unreachable(2))) == "trouble"
    assert kind(watch(unreachable(2), cancelled("fr"))) == "urgent"
    assert kind(watch(stale())) is None


# away


def test_away_only_red_is_sent_and_the_rest_stays_untold() -> None:
    policy = Policy(away_until=NOW + timedelta(days=5))
    composed = compose([look(cancelled("fr"), address("fr", "1031", "new"), policy=policy)])
    assert composed is not None
    assert [one.number for one in composed.told["mugs-paris"]] == ["1042"]
    assert "1031" not in composed.message.email
    assert "1 autre nouvelle vous" in composed.message.email
    assert kind(look(address("fr", "1031", "new"), policy=policy)) is None
    assert kind(look(address("fr", "1031"), policy=policy)) is None
    assert kind(sane(policy=policy)) is None
    assert kind(watch(unreachable(3), policy=policy)) is None
    assert kind(look(address("fr", "1031", "new"), policy=Policy(away_until=NOW))) == "digest"


# what is marked


def test_told_is_what_was_published() -> None:
    one = refused("fr", "1050", "reminded")
    one = replace(one, item=replace(one.item, reminders=1, version=7))
    composed = compose([look(one)])
    assert composed is not None
    (told,) = composed.told["mugs-paris"]
    assert (told.kind, told.reminders, told.version, told.status, told.severity) == (
        "reminded",
        2,
        7,
        "open",
        "urgent",
    )
    assert "Rappel 2 sur 3." in composed.message.email


def test_a_monday_digest_marks_nothing() -> None:
    composed = compose([look(address("fr", "1031"))])
    assert composed is not None
    assert composed.told == {"mugs-paris": ()}
    assert composed.sent == {"mugs-paris": ("digest#2026-11-23",)}


# several shops


def test_all_clear_only_where_every_told_shop_says_so() -> None:
    assert kind(sane(), sane(shop="b")) == "all_clear"
    assert kind(sane(), look(cancelled("fr"), shop="b")) == "digest"
    assert kind(sane(), look(stale(), shop="b")) == "trouble"
    assert kind(look(stale()), look(cancelled("fr"), shop="b")) == "digest"


def test_a_silent_shop_is_named_and_not_marked() -> None:
    silent = look(address("fr", "7"), shop="b", now=TUESDAY)
    composed = compose([look(cancelled("fr"), now=TUESDAY), silent])
    assert composed is not None
    assert composed.message.shops == ("mugs-paris",)
    assert set(composed.told) == set(composed.sent) == {"mugs-paris"}
    assert "B : rien de nouveau, 1 encore ouverte." in composed.message.email.replace("\n", " ")


def test_beside_a_silent_shop_the_all_clear_names_its_own() -> None:
    composed = compose([sane(now=NOW), look(address("fr", "7"), shop="b", sent={"digest#2026-11-23": 1})])
    assert composed is not None
    assert composed.message.subject == "Vigie : Mugs Paris rien a faire, 132 verifiees"


def test_not_looked_at_is_said_on_top_whatever_the_news() -> None:
    shop = Coverage("woocommerce", "shop", None, NOW, False, 80)
    partial = look(
        cancelled("fr"),
        state="partial",
        coverage=(shop,),
        troubles=(("woocommerce", Trouble("page_failed", {"page": 3})),),
    )
    composed = compose([partial])
    assert composed is not None
    text = " ".join(composed.message.email.split())
    assert "Ce n'est PAS un feu vert" in text
    assert text.index("PAS VÉRIFIÉ") < text.index("VU QUAND MÊME") < text.index("🔴 1042")
    assert "pas tout vu" in composed.message.subject
