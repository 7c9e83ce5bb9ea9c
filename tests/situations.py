"""The mornings of a shop that the golden mails tell: each a group of looks, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from core.look import Look, News, NewsStatus, OrderCounts
from core.model import Coverage, MailPull, Trouble, Window, iso
from tests.looks import FIELDS, LIST, NOW, SINCE, coverage, finding, hours, look, news, sane

DEADLINE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
YESTERDAY_11 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def cancelled(language: str, status: NewsStatus = "new", number: str = "1042", **more: object) -> News:
    one = finding(
        "cancelled-only-in-shop", number, deadline=DEADLINE, evidence={"tpop_state": "open", "seen_at": iso(LIST)}
    )
    return news(one, status, language=language, **more)  # type: ignore[arg-type]


def refused(language: str, number: str, status: NewsStatus = "new", incident: str | None = None) -> News:
    evidence = {"code": "insufficient_funds", "seen_at": iso(LIST)}
    return news(
        finding("blocked-payment", number, evidence=evidence, incident=incident, since=NOW - hours(3)),
        status,
        language=language,
    )


def missing(language: str, number: str, since: datetime = YESTERDAY_11, **more: object) -> News:
    evidence = {"due_at": iso(since), "list_as_of": iso(LIST), "asked_for_it": True}
    one = finding("missing-at-tpop", number, since=since, evidence=evidence)
    return news(one, language=language, **more)  # type: ignore[arg-type]


def address(language: str, number: str, status: NewsStatus = "open", **more: object) -> News:
    evidence = {"fields": ["postcode", "city"], "tpop_state": "production"}
    return news(finding("address-differs", number, "act", evidence=evidence), status, language=language, **more)  # type: ignore[arg-type]


def one_red(language: str) -> list[Look]:
    """An hourly look finds an order cancelled in the shop that TPOP will print in three hours."""
    now = NOW
    seen = OrderCounts(shop=18, expected=17, excluded={"cancelled": 1}, tpop=18, found=17)
    shop = Coverage("woocommerce", "shop", Window(now - timedelta(days=4), now), now, True, 18, FIELDS)
    return [
        look(
            cancelled(language),
            language=language,
            run="watch",
            orders=seen,
            coverage=(shop, coverage()[1]),
        )
    ]


def main_example(language: str) -> list[Look]:
    """The morning of the main example: one about to be printed, a refused card, one missing, and some old ones."""
    visual = finding("blocked-artwork", "1029", evidence={"seen_at": iso(LIST)})
    return [
        look(
            missing(language, "1044"),
            *(refused(language, number) for number in ("1050", "1051", "1053", "1055")),
            cancelled(language),
            address(language, "1031", first_seen=iso(NOW - timedelta(days=3))),
            news(
                finding("missing-line", "1038", "act", line="TP-MUG-001-WHT", evidence={"shop": 1}),
                "open",
                language=language,
                first_seen=iso(NOW - timedelta(days=2)),
                looked=False,
            ),
            news(visual, "resolved", language=language),
            language=language,
            orders=OrderCounts(
                shop=134,
                expected=131,
                excluded={"too recent": 2, "cancelled": 1},
                tpop=131,
                found=130,
            ),
            coverage=coverage(shop=134),
            too_recent=("1061", "1062"),
            confirmed=1,
            counts={"new": 6, "open": 1, "not_rechecked": 1, "resolved": 1},
        )
    ]


def all_clear(language: str) -> list[Look]:
    return [
        sane(
            language=language,
            first_run_at=NOW - timedelta(days=2),
            coverage=coverage(shop=134),
            orders=OrderCounts(shop=134, expected=132, excluded={"too recent": 2}, tpop=132, found=132),
            too_recent=("1061", "1062"),
        )
    ]


def could_not_look(language: str) -> list[Look]:
    """Wednesday; TPOP's list is Monday's."""
    now, monday = datetime(2026, 11, 25, 7, 0, tzinfo=UTC), LIST
    stale = finding(
        "source-stale",
        "inbox",
        "act",
        ref="source:inbox",
        since=monday,
        evidence={"side": "tpop", "as_of": iso(monday), "orders_since": 18},
    )
    shop = Coverage("woocommerce", "shop", Window(SINCE, now), now, True, 150, FIELDS)
    return [
        look(
            news(stale, language=language, now=now),
            language=language,
            now=now,
            state="partial",
            coverage=(shop, Coverage("inbox", "tpop", Window(SINCE, monday), monday, True, 131, FIELDS)),
            orders=OrderCounts(shop=150, expected=150, tpop=131, found=132, unknown_fate=18),
            unlooked=tuple(str(number) for number in range(1061, 1079)),
        )
    ]


def half_read(language: str) -> list[Look]:
    """The shop asked us to slow down, the list holds a word nobody knows; a fault is seen all the same."""
    partial = finding(
        "source-partial",
        "woocommerce",
        "act",
        ref="source:woocommerce",
        evidence={"side": "shop", "kinds": ["throttled"]},
    )
    unknown = finding(
        "source-partial", "http", "act", ref="source:http", evidence={"side": "tpop", "kinds": ["unknown_status"]}
    )
    shop, listed = coverage(shop=80)
    return [
        look(
            news(partial, language=language),
            news(unknown, language=language),
            cancelled(language),
            language=language,
            state="partial",
            coverage=(Coverage("woocommerce", "shop", shop.window, NOW, False, 80, FIELDS), listed),
            troubles=(
                ("woocommerce", Trouble("throttled", {"host": "boutique.example", "tries": 4})),
                ("http", Trouble("unknown_status", {"words": {"en vérification": 3}})),
            ),
            orders=OrderCounts(shop=80, expected=79, excluded={"cancelled": 1}, tpop=131, found=79),
        )
    ]


def first_run(language: str) -> list[Look]:
    """A shop's baseline: one that can still be saved, a refused card, and a dozen of before."""
    week = NOW - timedelta(days=8)
    return [
        look(
            cancelled(language),
            *(refused(language, number) for number in ("1050", "1051")),
            *(missing(language, str(number), since=week) for number in range(901, 910)),
            *(
                news(
                    finding(
                        "address-differs",
                        str(number),
                        "act",
                        since=week,
                        evidence={"fields": ["postcode"], "tpop_state": "production"},
                    ),
                    language=language,
                )
                for number in range(930, 933)
            ),
            language=language,
            first_run=True,
            first_run_at=None,
            coverage=coverage(shop=134, shows=frozenset({"created_at", "block_reason", "lines"})),
            orders=OrderCounts(
                shop=134, expected=130, excluded={"unpaid": 2, "no TPOP line": 2}, tpop=121, found=121
            ),
        )
    ]


def first_run_calm(language: str) -> list[Look]:
    return [sane(language=language, first_run=True, first_run_at=None)]


def no_list(language: str) -> list[Look]:
    """Only the shop is seen."""
    proof = finding(
        "no-proof-of-production",
        "1017",
        "act",
        since=NOW - timedelta(days=12),
        evidence={"due_at": iso(NOW - timedelta(days=12)), "working_days": 7},
    )
    shop = coverage()[0]
    return [
        look(
            news(proof, language=language),
            language=language,
            state="partial",
            list_channel=False,
            coverage=(shop, _back(shop)),
            orders=OrderCounts(
                shop=132, expected=125, excluded={"unpaid": 7}, found=98, unknown_fate=27, written_back=98, by_hand=4
            ),
        )
    ]


def _back(shop: Coverage) -> Coverage:
    return Coverage("write-back", "tpop", shop.window, NOW, False, 98, grade="written back")


def mails_only(language: str) -> list[Look]:
    """TPOP's mails are forwarded: one block told by a mail, and what nobody spoke of is named."""
    blocked = finding(
        "blocked-payment",
        "1050",
        cause="insufficient_funds",
        evidence={"grade": "mentioned", "code": "insufficient_funds", "seen_at": iso(NOW - timedelta(minutes=50))},
    )
    shop = coverage()[0]
    mails = Coverage("tpop-mail", "tpop", None, NOW - timedelta(minutes=50), False, 31, grade="mentioned")
    return [
        look(
            news(blocked, language=language),
            language=language,
            state="partial",
            list_channel=False,
            coverage=(shop, mails, _back(shop)),
            mails=MailPull(
                seen=34, trusted=32, understood=31, nothing=1, not_trusted={"stranger": 2}, newest=mails.as_of
            ),
            orders=OrderCounts(
                shop=132,
                expected=125,
                excluded={"unpaid": 7},
                found=116,
                unknown_fate=9,
                written_back=98,
                mentioned=18,
                by_hand=1,
            ),
            unlooked=("1058", "1061", "1062", "1064", "1065", "1069", "1070", "1071"),
        )
    ]


def weekly_asked(language: str) -> list[Look]:
    """A list pasted once a week, in part: it is time for the next."""
    week = NOW - timedelta(days=7, hours=5)
    stale = finding(
        "source-stale",
        "tpop-inbox",
        "act",
        ref="source:tpop-inbox",
        since=week,
        reminders=1,
        evidence={"side": "tpop", "as_of": iso(week), "orders_since": 9, "rhythm": "weekly"},
    )
    shop = coverage()[0]
    return [
        look(
            news(stale, language=language),
            language=language,
            state="partial",
            list_channel=False,
            part_channel=True,
            coverage=(shop, Coverage("tpop-inbox", "tpop", None, week, False, 25), _back(shop)),
            orders=OrderCounts(
                shop=132, expected=125, excluded={"unpaid": 7}, found=116, unknown_fate=9, written_back=98
            ),
            unlooked=tuple(str(number) for number in range(1061, 1070)),
        )
    ]


def sixty(language: str) -> list[Look]:
    """A bad morning: sixty at once, of several kinds, reminders and old acquaintances among them."""
    kinds = [
        *(missing(language, str(number)) for number in range(1100, 1130)),
        *(refused(language, str(number), "reminded") for number in range(1130, 1142)),
        *(
            news(
                finding(
                    "quantity-differs",
                    str(number),
                    "act",
                    line="TP-TEE-9",
                    evidence={"shop": 2, "tpop": 1, "ordered": 2, "tpop_state": "production"},
                ),
                "unmuted" if number == 1142 else "new",
                language=language,
                mute_reason="attendait le client" if language == "fr" else "waiting for the customer",
            )
            for number in range(1142, 1158)
        ),
        address(language, "1160", "reminded", reminders=1),
        address(language, "1161", "reopened"),
    ]
    return [
        look(
            *kinds,
            language=language,
            orders=OrderCounts(shop=132, expected=132, tpop=102, found=102),
            confirmed=30,
        )
    ]


def three_thousand(language: str) -> list[Look]:
    """Three thousand missing at once, each with its own time: one entry, one SMS, 200 in the JSON."""
    many = [
        missing(language, str(number), since=YESTERDAY_11 - timedelta(minutes=number % 600))
        for number in range(10_000, 13_000)
    ]
    return [
        look(
            *many,
            language=language,
            orders=OrderCounts(shop=6000, expected=6000, tpop=3000, found=3000),
            confirmed=30,
        )
    ]


def two_shops(language: str) -> list[Look]:
    """One topic, three shops: one has news, one is all clear, one is silent with something open."""
    return [
        look(address(language, "77"), language=language, shop="mugs-lyon", state="partial", coverage=coverage()[:1]),
        sane(language=language, shop="tees_lille", first_run_at=NOW - timedelta(days=1)),
        look(cancelled(language, "reminded"), address(language, "1031", "new"), language=language),
    ]


SITUATIONS: dict[str, Callable[[str], list[Look]]] = {
    "one_red_with_a_deadline": one_red,
    "main_example": main_example,
    "all_clear": all_clear,
    "could_not_look": could_not_look,
    "half_read": half_read,
    "first_run": first_run,
    "first_run_calm": first_run_calm,
    "no_list": no_list,
    "mails_only": mails_only,
    "weekly_asked": weekly_asked,
    "sixty": sixty,
    "three_thousand": three_thousand,
    "two_shops": two_shops,
}
