"""What mails said of orders, in every history: it comes back, is written under the lease, reads well, and ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import LeaseHeld
from core.model import Mention
from core.ports import History, Pending, Writing
from sinks import rows
from sinks.attributes import attribute
from sinks.record import DynamoHistory
from tests.contract.engines import OnDynamo
from tests.contract.samples import AT, INVOICE, NOW, OPEN, REFUSED, SHOP, SOON, any_mention, kept

DAY = 86_400
MOMENT = int(NOW.timestamp())
ON_ONE_TABLE = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # examples overwrite one another's rows, which is what runs do


def by_order(*mentions: Mention) -> dict[str, Mention]:
    return {each.shop_order_id: each for each in mentions}


def edit(dynamo: OnDynamo, ref: str, **values: Any) -> None:
    """What somebody does in the console."""
    dynamo.client.update_item(
        TableName=dynamo.table,
        Key={"shop": {"S": SHOP}, "item": {"S": rows.key("mention", ref)}},
        AttributeUpdates={name: {"Action": "PUT", "Value": attribute(value)} for name, value in values.items()},
    )


def test_they_come_back_with_the_next_run(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE, REFUSED)))
    assert bench.history().load(SHOP, NOW).mentions == by_order(INVOICE, REFUSED)
    assert bench.history().load("mugs-lyon", NOW).mentions == {}, "shops are apart"
    assert history.damaged == []


@ON_ONE_TABLE
@given(many=st.lists(any_mention(), max_size=8, unique_by=lambda each: each.shop_order_id))
def test_any_mention_comes_back(history: History, many: list[Mention]) -> None:
    history.record(SHOP, "run-1", Writing(mentions=tuple(many)))
    found = history.load(SHOP, NOW.replace(year=2019)).mentions
    assert {ref: found[ref] for ref in by_order(*many)} == by_order(*many)
    assert history.damaged == []


def test_what_is_given_is_written_and_what_is_not_given_stays(history: History) -> None:
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE, REFUSED)))
    bare = REFUSED._replace(
        status="", block_reason="", block_code="", tpop_id="", at=NOW - timedelta(days=2), kind="other"
    )
    for _ in range(2):
        history.record(SHOP, "run-1", Writing(mentions=(bare,)))
        assert kept(history).mentions == by_order(INVOICE, bare), "core decides; the older one is no exception"
    history.record(SHOP, "run-1", Writing())
    assert kept(history).mentions == by_order(INVOICE, bare)


def test_of_two_for_one_order_the_last_counts(history: History) -> None:
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE, INVOICE._replace(status="shipped"))))
    assert kept(history).mentions == by_order(INVOICE._replace(status="shipped"))


def test_250_in_one_go(history: History) -> None:
    many = tuple(INVOICE._replace(shop_order_id=str(n), reference=f"#{n}") for n in range(250))
    history.record(SHOP, "run-1", Writing(mentions=many))
    assert kept(history).mentions == by_order(*many)


def test_nothing_is_written_without_the_lease(bench: Any, history: History) -> None:
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE,)))
    with pytest.raises(LeaseHeld):
        bench.history().record(SHOP, "run-2", Writing(mentions=(REFUSED, INVOICE._replace(status="cancelled"))))
    assert kept(history).mentions == by_order(INVOICE)


def test_they_end_three_windows_after_the_mail(history: History) -> None:
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE, REFUSED._replace(at=NOW + timedelta(days=1)))))
    assert len(history.load(SHOP, NOW + timedelta(days=89)).mentions) == 2
    assert list(history.load(SHOP, NOW + timedelta(days=90)).mentions) == [REFUSED.shop_order_id]
    assert history.load(SHOP, NOW + timedelta(days=91)).mentions == {}


def test_a_row_reads_well_and_holds_nothing_else(dynamo: OnDynamo) -> None:
    history = dynamo.history(days=10)
    history.acquire(SHOP, "run-1", NOW, SOON)
    odd = INVOICE._replace(reference="", shop_order_id="7#8%", status="")
    history.record(SHOP, "run-1", Writing(mentions=(REFUSED, odd)))
    found = {item: rows.values(row) for item, row in dynamo.items(SHOP, "mention#").items()}
    assert found == {
        "mention#5551050": {
            "shop": "mugs-paris",
            "item": "mention#5551050",
            "number": "1050",
            "said": "blocked",
            "block_reason": "payment",
            "block_code": "B2",
            "tpop_id": "T-88001",
            "at": AT,
            "kind": "blocked",
            "where_found": "text",
            "expires_at": MOMENT + 90 * DAY,
        },
        "mention#7%238%25": {
            "shop": "mugs-paris",
            "item": "mention#7%238%25",
            "at": AT,
            "kind": "invoice",
            "where_found": "pdf",
            "expires_at": MOMENT + 90 * DAY,
        },
    }


def test_a_shop_with_longer_windows_keeps_them_longer(dynamo: OnDynamo) -> None:
    history = DynamoHistory(dynamo.client, dynamo.table, mention_days=360)
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(mentions=(INVOICE,)))
    assert history.load(SHOP, NOW + timedelta(days=359)).mentions == by_order(INVOICE)
    assert history.load(SHOP, NOW + timedelta(days=360)).mentions == {}


def test_they_are_not_in_the_index_of_what_is_open(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    every = tuple(REFUSED._replace(shop_order_id=word, status=word) for word in ("", "open", "blocked", "unknown"))
    history.record(SHOP, "run-1", Writing(findings=(OPEN,), mentions=every))
    indexed = dynamo.client.scan(TableName=dynamo.table, IndexName="by_status")["Items"]
    assert [row["item"]["S"] for row in indexed] == ["finding#5551042#missing-at-tpop"]


@pytest.mark.parametrize("damage", [{"at": "yesterday"}, {"said": "done"}, {"block_reason": "card"}, {"kind": "?"}])
def test_a_damaged_row_is_named_and_costs_only_itself(dynamo: OnDynamo, damage: dict[str, Any]) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    waiting = Pending("7", AT)
    history.record(SHOP, "run-1", Writing(findings=(OPEN,), pending=(waiting,), mentions=(INVOICE, REFUSED)))
    edit(dynamo, REFUSED.shop_order_id, **damage)
    past = history.load(SHOP, NOW)
    assert history.damaged == ["mention#5551050"]
    assert (past.mentions, list(past.findings), past.pending) == (
        by_order(INVOICE),
        [OPEN.fingerprint],
        {"7": waiting},
    )
    history.record(SHOP, "run-1", Writing(mentions=(REFUSED,)))
    assert (history.load(SHOP, NOW).mentions, history.damaged) == (by_order(INVOICE, REFUSED), [])


def test_what_somebody_added_stays(dynamo: OnDynamo) -> None:
    history = dynamo.history()
    history.acquire(SHOP, "run-1", NOW, SOON)
    history.record(SHOP, "run-1", Writing(mentions=(REFUSED,)))
    edit(dynamo, REFUSED.shop_order_id, note="called TPOP")
    history.record(SHOP, "run-1", Writing(mentions=(REFUSED._replace(status="production", block_reason=""),)))
    row = rows.values(dynamo.items(SHOP)["mention#5551050"])
    assert (row["note"], row["said"], "block_reason" in row) == ("called TPOP", "production", False)
    assert kept(history).mentions[REFUSED.shop_order_id].status == "production"
