"""The JSON for machines: every told finding one by one, worst first, and never more than SNS takes."""

from __future__ import annotations

import json
from typing import Any

from core.digest import LARGEST, compose
from core.look import Text
from core.model import iso
from core.ports import Message
from sinks import publish
from tests.looks import LIST, NOW, finding, hours, look, news
from tests.situations import SITUATIONS, address, cancelled, missing, three_thousand


def message(*looks: Any, stage: str = "prod") -> Message:
    composed = compose(looks, stage)
    assert composed is not None
    return composed.message


def test_as_the_contract_has_it() -> None:
    payload = message(look(cancelled("fr"), counts={"new": 1}), stage="test").payload
    assert list(payload) == ["version", "kind", "run", "stage", "truncated", "shops"]
    assert (payload["version"], payload["kind"], payload["stage"], payload["truncated"]) == (1, "digest", "test", 0)
    assert payload["run"] == "2026-11-23T07:00:00Z"
    (shop,) = payload["shops"]
    assert (shop["shop"], shop["state"]) == ("mugs-paris", "complete")
    assert shop["coverage"][1] == {
        "source": "http",
        "side": "tpop",
        "since": "2026-10-24T07:00:00Z",
        "until": "2026-11-23T06:55:00Z",
        "as_of": "2026-11-23T06:55:00Z",
        "complete": True,
        "orders": 131,
        "grade": "listed",
    }
    assert shop["counts"] == {"new": 1, "open": 0, "resolved": 0, "closed": 0, "not_rechecked": 0, "muted": 0}
    assert shop["findings"] == [
        {
            "check": "cancelled-only-in-shop",
            "reference": "1042",
            "id": "5551042",
            "line": None,
            "severity": "urgent",
            "status": "new",
            "first_seen": "2026-11-23T07:00:00Z",
            "deadline": "2026-11-23T10:00:00Z",
            "cause": "unknown",
            "incident": None,
            "title": "annulée chez vous, pas chez TPOP",
            "evidence": {"tpop_state": "open", "seen_at": iso(LIST)},
        }
    ]


def test_context_is_left_out_of_news() -> None:
    (shop,) = message(look(cancelled("fr"), address("fr", "1031"))).payload["shops"]
    assert [one["reference"] for one in shop["findings"]] == ["1042"]


def test_a_monday_lists_what_is_open() -> None:
    (shop,) = message(look(address("fr", "1031"))).payload["shops"]
    assert [(one["reference"], one["status"]) for one in shop["findings"]] == [("1031", "open")]


def test_two_hundred_and_the_rest_counted() -> None:
    said = message(*three_thousand("fr"))
    assert len(said.payload["shops"][0]["findings"]) == 200
    assert said.payload["truncated"] == 2800
    composed = compose(three_thousand("fr"))
    assert composed is not None
    assert len(composed.told["mugs-paris"]) == 3000  # what the fold tells is told


def test_worst_first_over_all_shops() -> None:
    a = look(*(address("fr", str(n), "new") for n in range(250)))
    b = look(cancelled("fr"), shop="b")
    payload = message(a, b).payload
    assert [shop["shop"] for shop in payload["shops"]] == ["b", "mugs-paris"]
    assert [len(shop["findings"]) for shop in payload["shops"]] == [1, 199]
    assert payload["truncated"] == 51


def test_it_always_fits() -> None:
    fat = {"note": "é" * 5000, "list": ["x" * 100] * 20, "odd": float("nan"), "when": NOW, "set": {"b", "a"}}
    wordy = Text("mot " * 200, "titre " * 400, ("fait " * 900,) * 20, ("pas " * 900,) * 20)
    told = [news(finding(f"check-{n}", str(n), evidence=fat), text=wordy) for n in range(300)]
    said = message(look(*told))
    assert len(publish.envelope(said).encode()) < LARGEST
    assert said.payload["truncated"] >= 100
    json.dumps(said.payload, allow_nan=False)
    publish.check(said)


def test_every_situation_can_be_published() -> None:
    for situation in SITUATIONS.values():
        publish.check(message(*situation("fr")))


def test_the_mail_names_fifty_and_counts_the_rest() -> None:
    told = [
        news(finding(f"check-{n}", str(1000 + n)), text=Text("faute", f"faute {n}", ("Fait.",), ("Geste.",)))
        for n in range(60)
    ]
    text = message(look(*told)).email
    assert text.count("🔴") == 50
    assert "Et 10 autres, à lire dans l'historique." in text


def test_a_resolved_one_has_its_own_status_and_severity() -> None:
    over = news(finding("missing-at-tpop", "1044"), "resolved")
    said = message(look(over, missing("fr", "1", told=False), now=NOW + hours(24)))
    (one,) = said.payload["shops"][0]["findings"]
    assert (one["status"], one["severity"], said.severity) == ("resolved", "urgent", "clear")
