"""Four merchants, one life: each is told what its channels prove, and nothing beyond. All of it through lambda_handler.

What is told day by day stands here; the mails themselves, word for word, in tests/golden/channel_mails.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sandbox.channel_play import Morning, mornings
from sandbox.channel_post import OWNER, Came
from sandbox.channel_story import MAIL, MERCHANTS, Life, mornings_until, tail
from sandbox.mailbox import BOX
from sandbox.story import PARIS
from sources.tpop.mail import receipt
from sources.tpop.mail.trust import Trust
from tests.integration.test_private import leaks

Said = tuple[str, str, str | None, str]
"""check, reference, on which evidence, status"""


class Lived(NamedTuple):
    life: Life
    days: tuple[Morning, ...]
    log: str


@cache
def lived(merchant: str, language: str = "fr") -> Lived:
    """The three days of one merchant, played once for all tests."""
    life, log = Life(merchant), Path(tempfile.mkdtemp()) / "run.log"
    return Lived(life, tuple(mornings(life, language=language, log=log)), log.read_text(encoding="utf-8"))


@cache
def long_lived() -> tuple[tuple[Morning, frozenset[str]], ...]:
    """Some weeks of the merchant who pastes a screen on 23 November and on 9 December; and what nobody could see."""
    life, log = Life("weekly", more=tail()), Path(tempfile.mkdtemp()) / "run.log"
    times = mornings_until("2026-12-17")
    return tuple((one, frozenset(life.unseen(one.now))) for one in mornings(life, times=times, log=log))


def findings(morning: Morning) -> list[dict[str, Any]]:
    return [one for message in morning.messages for shop in message.machine["shops"] for one in shop["findings"]]


def told(morning: Morning) -> set[Said]:
    """What is news or a reminder; not what is named because it still stands."""
    return {
        (one["check"], one["reference"], one["evidence"].get("grade"), one["status"])
        for one in findings(morning)
        if one["status"] != "open"
    }


def mail(morning: Morning) -> str:
    return morning.messages[0].texts["email"]


def flat(text: str) -> str:
    return " ".join(text.split())


def numbers_in(text: str) -> set[str]:
    """Every order's number in it, "1085 à 1088" included."""
    spans = re.findall(r"\b(1\d{3}) (?:à|to) (1\d{3})\b", flat(text))
    between = {str(n) for first, last in spans for n in range(int(first), int(last) + 1)}
    return between | set(re.findall(r"\b1\d{3}\b", text))


PROOF, BLOCKED, CANCELLED = "no-proof-of-production", "blocked-payment", "cancelled-only-in-shop"
TOLD: Mapping[str, tuple[set[Said], set[Said], set[Said]]] = {
    "write-back": (
        set(),
        {(CANCELLED, "1051", "none", "new"), (PROOF, "1030", "none", "new")},
        {(CANCELLED, "1051", "none", "closed"), (PROOF, "1031", "none", "new")},
    ),
    "mail": (
        {(BLOCKED, "1045", "mentioned", "new")},
        {
            (BLOCKED, "1045", "mentioned", "resolved"),
            (CANCELLED, "1051", "mentioned", "new"),
            (PROOF, "1030", "none", "new"),
        },
        {(PROOF, "1030", "none", "resolved"), (PROOF, "1031", "none", "new")},
    ),
    "weekly": (
        {("blocked-unexplained", "1045", "listed", "new")},
        {(CANCELLED, "1051", "none", "new"), (PROOF, "1030", "none", "new")},
        {(CANCELLED, "1051", "none", "closed"), (PROOF, "1031", "none", "new")},
    ),
    "all": (
        {
            ("blocked-address", "1030", "listed", "new"),
            (BLOCKED, "1045", "listed", "new"),
            ("missing-at-tpop", "1047", "listed", "new"),
        },
        {(BLOCKED, "1045", "listed", "resolved"), (CANCELLED, "1051", "listed", "new")},
        {
            ("blocked-address", "1030", "listed", "resolved"),
            ("missing-at-tpop", "1047", "listed", "resolved"),
            (CANCELLED, "1051", "listed", "resolved"),
        },
    ),
}
SEEN: Mapping[str, set[tuple[str, bool, str]]] = {
    "write-back": {("write-back", False, "written back")},
    "mail": {("tpop-mail", False, "mentioned"), ("write-back", False, "written back")},
    "weekly": {("tpop-inbox", False, "listed")},
    "all": {("tpop-http", True, "listed"), ("tpop-mail", False, "mentioned"), ("tpop-inbox-2", False, "listed")},
}
"""TPOP's side of the coverage: source, whole or not, grade."""


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_each_is_told_what_its_channels_prove(merchant: str) -> None:
    assert [told(day) for day in lived(merchant).days] == list(TOLD[merchant])


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_one_mail_a_day_and_a_phone_rings_for_new_red_only(merchant: str) -> None:
    days = lived(merchant).days
    assert [len(day.messages) for day in days] == [1, 1, 1]
    rings = [day.messages[0].sms is not None for day in days]
    assert rings == [False, True, False], "never on the first run"


@pytest.mark.parametrize("merchant", [name for name in MERCHANTS if name != "all"])
def test_without_a_whole_list_nothing_is_all_clear_and_nothing_missing(merchant: str) -> None:
    for day in lived(merchant).days:
        (message,) = day.messages
        assert message.attributes["kind"] == "digest"
        assert "missing-at-tpop" not in {one["check"] for one in findings(day)}
        said = flat(" ".join([message.subject or "", message.texts["sms"], message.texts["email"]])).casefold()
        assert not re.search(
            r"\b1\d{3} ?:? absente|rien à faire|rien a faire|tout est en ordre|toutes trouvées", said
        )
        assert "pas un feu vert" in said
        assert day.report["shops"][0]["state"] == "partial"


def test_all_clear_stands_on_a_whole_list() -> None:
    kinds = [day.messages[0].attributes["kind"] for day in lived("all").days]
    assert kinds == ["digest", "digest", "all_clear"]
    (shop,) = lived("all").days[-1].report["shops"]
    assert shop["orders"]["unknown_fate"] == 0
    assert shop["state"] == "complete"


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_the_coverage_says_what_each_side_is_worth(merchant: str) -> None:
    for day in lived(merchant).days:
        (in_report,) = day.report["shops"]
        (in_mail,) = day.messages[0].machine["shops"]
        for coverage in (in_report["coverage"], in_mail["coverage"]):
            tpop = {(one["source"], one["complete"], one["grade"]) for one in coverage if one["side"] == "tpop"}
            assert tpop == SEEN[merchant]
        orders = in_report["orders"]
        assert orders["expected"] + sum(orders["excluded"].values()) + orders["unreadable"] == orders["shop"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("merchant", MERCHANTS)
def test_every_mail_prints_the_blind_time_within_forty_columns(merchant: str, language: str) -> None:
    blind = {
        "fr": r"je (le )?vois .{0,40}\ben \d+ (h|jours?)|ne se (trahit|voit) qu'après \d+ jours ouvrés",
        "en": r"\bwithin \d+ (h|days?)|only (after|shows after) \d+ working days|after \d+ working days",
    }
    for day in lived(merchant, language).days:
        assert re.search(blind[language], flat(mail(day)), re.IGNORECASE), mail(day)
        assert max(map(len, mail(day).splitlines())) <= 40
        assert len(day.messages[0].texts["sms"]) <= 160
        assert len(day.messages[0].subject or "") < 100


# ---- mails


@pytest.mark.parametrize("merchant", ["mail", "all"])
def test_every_mail_is_judged_for_what_it_is(merchant: str) -> None:
    trust = Trust(*(tuple(MAIL[name]) for name in ("senders", "forwarders", "addresses")))
    mails = [one for day in lived(merchant).days for one in day.came if one.ses]
    for one in mails:
        beside = json.dumps(receipt.kept(one.ses or {})).encode()
        verdict = receipt.judge(one.key, beside, trust, lived(merchant).days[-1].now)
        assert (verdict.why, verdict.trusted) == (one.why, one.believed)
    assert {one.kind for one in mails} == {"invoice", "blocked", "table", "forged", "stranger"}


@pytest.mark.parametrize("merchant", ["mail", "all"])
def test_every_mail_that_is_believed_is_understood(merchant: str) -> None:
    came: list[Came] = []
    for day in lived(merchant).days:
        came += day.came
        (seen,) = (one for one in day.report["shops"][0]["coverage"] if one["grade"] == "mentioned")
        assert seen["orders"] == sum(one.believed for one in came if one.ses)


def test_what_strangers_and_forgers_send_is_told_to_nobody() -> None:
    """A stranger calls 1046 blocked; somebody sends an invoice for 1047, which TPOP never got, in TPOP's name."""
    for merchant in ("mail", "all"):
        for day in lived(merchant).days:
            assert "1046" not in {one["reference"] for one in findings(day)}
            said = {
                row["number"]: (row["said"], row["kind"]) for row in day.rows if row["item"].startswith("mention#")
            }
            assert said["1046"] in (("production", "invoice"), ("shipped", "list"))  # as a list has told since
            assert "1047" not in said


def test_an_invoice_proves_production_and_a_table_an_order() -> None:
    rows = [row for row in lived("mail").days[-1].rows if row["item"].startswith("mention#")]
    said = {row["number"]: (row["said"], row["kind"]) for row in rows}
    assert said["1045"] == ("production", "invoice"), "no longer blocked: TPOP bills what it makes"
    assert said["1051"] == ("open", "table")
    assert said["1030"] == ("production", "invoice")


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_nobody_is_named_by_anything_that_leaves_memory(merchant: str) -> None:
    life, days, log = lived(merchant)
    private = life.world.private_words() | {OWNER, BOX, "factures@tpop.com", "impression-express.example"}
    messages = [json.dumps([m.subject, m.attributes, m.texts], ensure_ascii=False) for d in days for m in d.messages]
    rows = [json.dumps([day.rows, day.report], ensure_ascii=False, default=str) for day in days]
    assert len(log) > 1_000
    assert leaks(private, "\n".join([*messages, *rows, log])) == []
    if came := [one for day in days for one in day.came if one.kind in ("screen", "table")]:
        assert leaks(private, came[0].body.decode("utf-8", "replace")), "the search itself works"


# ---- what is fed weekly


def test_a_weekly_list_is_asked_for_once_reminded_once_and_then_no_more() -> None:
    asked = {
        day.now.astimezone(PARIS).date(): status
        for day, _ in long_lived()
        for check, _, _, status in told(day)
        if check == "source-stale"
    }
    assert asked == {
        date(2026, 11, 30): "new",  # the list of 23 November, on the same morning of the next week
        date(2026, 12, 3): "reminded",
        date(2026, 12, 9): "resolved",  # that morning she pasted another
        date(2026, 12, 16): "reopened",
    }
    assert not {check for day, _ in long_lived() for check, *_ in told(day)} & {
        "source-partial",
        "source-unreachable",
    }


def test_a_weekly_merchant_is_never_told_all_clear_nor_missing() -> None:
    days = [day for day, _ in long_lived() if day.messages]
    assert {day.messages[0].attributes["kind"] for day in days} <= {"digest", "trouble"}
    assert "missing-at-tpop" not in {one["check"] for day in days for one in findings(day)}


def test_every_mail_names_the_orders_to_look_at_by_eye() -> None:
    for day, unseen in long_lived()[1:]:
        for message in day.messages:
            assert unseen
            assert unseen <= numbers_in(message.texts["email"]), (day.now, unseen)


def test_the_first_mail_names_them_too() -> None:
    day, unseen = long_lived()[0]
    assert unseen <= numbers_in(mail(day))


def test_a_list_that_was_given_is_not_called_never_received() -> None:
    (asks, _) = next(one for one in long_lived() if ("source-stale", "new") in {(c, s) for c, *_, s in told(one[0])})
    assert "aucune liste tpop reçue" not in flat(mail(asks)).casefold()
    assert "lundi 23 nov" in flat(mail(asks))


def test_an_order_that_tpop_has_shipped_is_not_blocked_any_more() -> None:
    """1045 bears TPOP's tracking since 27 November."""
    after = [day for day, _ in long_lived() if day.now.astimezone(PARIS).date() >= date(2026, 11, 28)]
    assert not {s for day in after for check, number, _, s in told(day) if number == "1045"} & {"new", "reminded"}


def test_a_channel_that_was_not_chosen_is_never_asked_for() -> None:
    for merchant in ("write-back", "mail"):
        for day in lived(merchant).days:
            assert not {one["check"] for one in findings(day) if one["check"].startswith("source-")}
            assert not re.search(r"redonnez|déposez|donnez-moi", mail(day).casefold())


def test_nothing_is_said_twice_in_a_row() -> None:
    for (one, _), (other, _) in pairwise(long_lived()):
        assert not told(one) & told(other)
