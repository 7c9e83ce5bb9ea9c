"""What the history looks like in the console, on two DynamoDB engines: CONTRACTS section 6, attribute by attribute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.ports import Pending, Writing
from sinks import rows
from tests.contract.engines import OnDynamo, table_properties
from tests.contract.samples import AT, FULL, NOW, OPEN, SHOP, SOON, opened, told

DAY = 86_400
MOMENT = int(NOW.timestamp())


def types(found: Any) -> set[str]:
    """Every DynamoDB type in a row."""
    if isinstance(found, list):
        return set().union(*map(types, found))
    return set(found) | set().union(
        *(types(list(v.values()) if k == "M" else v) for k, v in found.items() if k in "ML")
    )


def test_the_table_is_the_one_of_the_contract() -> None:
    table = table_properties()
    keys = {each["KeyType"]: each["AttributeName"] for each in table["KeySchema"]}
    assert keys == {"HASH": "shop", "RANGE": "item"}
    (index,) = table["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "by_status"
    assert {each["KeyType"]: each["AttributeName"] for each in index["KeySchema"]} == {
        "HASH": "status",
        "RANGE": "due",
    }
    assert {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]} == dict.fromkeys(
        ("shop", "item", "status", "due"), "S"
    )


def test_a_finding_reads_well(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(findings=(FULL, OPEN)))
    found = dynamo.items(SHOP, "finding#")
    assert list(found) == ["finding#5551042#missing-at-tpop", "finding#5551051#quantity-differs#TP-MUG-001-WHT"]
    assert rows.values(found["finding#5551042#missing-at-tpop"]) == {
        "shop": "mugs-paris",
        "item": "finding#5551042#missing-at-tpop",
        "check": "missing-at-tpop",
        "reference": "1042",
        "number": "1042",
        "severity": "urgent",
        "status": "open",
        "cause": "unknown",
        "first_seen": AT,
        "last_seen": AT,
        "checked_at": AT,
        "due": "9999-12-31T00:00:00Z",
        "times_seen": 1,
        "reminders": 0,
        "version": 1,
    }
    assert rows.values(found["finding#5551051#quantity-differs#TP-MUG-001-WHT"]) == {
        "shop": "mugs-paris",
        "item": "finding#5551051#quantity-differs#TP-MUG-001-WHT",
        "check": "quantity-differs",
        "reference": "1051",
        "number": "1051",
        "line": "TP-MUG-001-WHT",
        "incident": "card#1",
        "severity": "act",
        "status": "closed",
        "closed_because": "too_late",
        "title": "il manque une tasse",
        "advice": "TPOP > Commandes > 1051",
        "cause": "edited_after_import",
        "evidence": {
            "ordered": 2,
            "at_tpop": 1,
            "share": 0.5,
            "skus": ["A", "B"],
            "by": {"list": True},
            "free": "n° 1",
        },
        "first_seen": "2026-11-20T07:00:00Z",
        "last_seen": "2026-11-22T07:00:00Z",
        "checked_at": AT,
        "due": "2026-11-23T10:04:00Z",
        "deadline": "2026-11-23T10:04:00Z",
        "told_at": "2026-11-21T07:00:00Z",
        "told_status": "open",
        "told_severity": "act",
        "times_seen": 4,
        "reminders": 2,
        "version": 1,
        "resolved_at": "2026-11-23T06:00:00Z",
        "expires_at": 1_800_000_000,
        "was_muted": True,
    }


def test_every_other_item(dynamo: OnDynamo) -> None:
    history = dynamo.history(days=10)
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.load(SHOP, NOW)
    line = replace(OPEN, ref="tpop:a#1", line="100%")
    waiting = (Pending("7", AT), Pending("8", AT, AT))
    history.record(
        SHOP, "run-1", Writing(events=(opened(line),), pending=waiting, known_skus=("A#1", "B"), products={"B": "23"})
    )
    history.mark(SHOP, "run-1", NOW, [], ["digest#2026-11-23"])
    history.log_run(
        SHOP, "run-1", NOW, "daily", {"state": "complete", "status": "x", "orders": {"shop": 3}, "due": None}
    )
    found = {item: rows.values(row) for item, row in dynamo.items(SHOP).items()}
    assert all((row.pop("shop"), row.pop("item")) == (SHOP, item) for item, row in found.items())
    assert found == {
        "lease": {"token": "run-1", "until": "2026-11-23T07:15:00Z", "taken_at": AT},
        f"event#{AT}#tpop:a%231#missing-at-tpop#100%25#opened": {
            "at": AT,
            "kind": "opened",
            "reference": "1042",
            "check": "missing-at-tpop",
            "line": "100%",
            "severity": "urgent",
            "expires_at": MOMENT + 10 * DAY,
        },
        "pending#7": {"first_seen": AT, "expires_at": MOMENT + 60 * DAY},
        "pending#8": {"first_seen": AT, "eligible_since": AT, "expires_at": MOMENT + 60 * DAY},
        "sku#A%231": {"sku": "A#1", "first_accepted": AT, "last_accepted": AT},
        "sku#B": {"sku": "B", "first_accepted": AT, "last_accepted": AT, "product": "23"},
        "sent#digest#2026-11-23": {"kind": "digest", "date": "2026-11-23", "n": 1, "expires_at": MOMENT + 40 * DAY},
        f"run#{AT}#daily": {
            "at": AT,
            "kind": "daily",
            "state": "complete",
            "report_status": "x",
            "orders": {"shop": 3},
            "expires_at": MOMENT + 10 * DAY,
        },
    }
    assert not {"NULL", "B"} & set().union(*(types(list(row.values())) for row in dynamo.items(SHOP).values()))


def test_a_sku_keeps_its_first_day_and_renews_its_last(dynamo: OnDynamo) -> None:
    for day in range(3):
        history, now = dynamo.history(), NOW + timedelta(days=day)
        for hour in (0, 1):
            moment = now + timedelta(hours=hour)
            history.acquire(SHOP, "run-1", moment, moment)
            history.load(SHOP, moment)
            history.record(SHOP, "run-1", Writing(known_skus=("A",)))
    row = rows.values(dynamo.items(SHOP)["sku#A"])
    assert (row["first_accepted"], row["last_accepted"]) == (AT, "2026-11-25T07:00:00Z")


def test_a_sku_is_written_once_a_day_or_where_its_product_is_news_which_stays(dynamo: OnDynamo) -> None:
    last = {}
    for hour, product in ((0, ""), (1, "23"), (2, "23"), (24, ""), (25, "23 24")):
        history, moment = dynamo.history(), NOW + timedelta(hours=hour)
        history.acquire(SHOP, "run-1", moment, moment)
        history.load(SHOP, moment)
        history.record(SHOP, "run-1", Writing(known_skus=("A",), products={"A": product} if product else {}))
        row = rows.values(dynamo.items(SHOP)["sku#A"])
        last[hour] = (row.get("product"), row["last_accepted"][11:13])
    assert last == {0: (None, "07"), 1: ("23", "08"), 2: ("23", "08"), 24: ("23", "07"), 25: ("23 24", "08")}


def test_the_index_answers_what_is_open_soonest_first(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    later, sooner = "2026-11-24T09:00:00Z", "2026-11-23T09:00:00Z"
    dated = tuple(replace(OPEN, ref=ref, deadline=ref) for ref in (later, sooner))
    history.record(SHOP, "run-1", Writing((OPEN, *dated, FULL), (opened(),), (Pending("7", AT),)))
    history.mark(SHOP, "run-1", NOW, [told()], ["digest#2026-11-23"])
    history.log_run(SHOP, "run-1", NOW, "daily", {"status": "open", "due": "now"})
    answer = dynamo.client.query(
        TableName=dynamo.table,
        IndexName="by_status",
        KeyConditionExpression="#status = :open",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":open": {"S": "open"}},
    )
    found = [row["item"]["S"] for row in answer["Items"]]
    assert found == [f"finding#{ref}#missing-at-tpop" for ref in (sooner, later, "5551042")]
