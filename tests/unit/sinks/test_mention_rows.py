"""A mention as a row and back: nothing of it is lost, nothing else is kept, and no word is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given

from core.model import Mention
from sinks import mentions, rows
from sinks.writes import row
from tests.contract.samples import INVOICE, REFUSED, any_mention

DAY = 86_400


def stored(mention: Mention, days: float = 90) -> dict[str, Any]:
    """The row as DynamoDB holds it after the one write."""
    ((write,),) = mentions.groups("table", "s", [mention], days)
    change = write.operation["Update"]
    given_values = change["ExpressionAttributeValues"]
    return {**change["Key"], **{name[1:]: value for name, value in given_values.items()}}


@given(any_mention())
def test_any_mention_comes_back(mention: Mention) -> None:
    assert mentions.mention(stored(mention)) == mention


@given(any_mention())
def test_nothing_else_is_kept(mention: Mention) -> None:
    kept = mentions.values(mention, 90)
    ours = {"number", "said", "block_reason", "block_code", "tpop_id", "at", "kind", "where_found"}
    assert kept.keys() == {*ours, "ref", "expires_at"}
    assert len(ours | {"item"}) == len(Mention._fields), "a new field of Mention is a choice: kept or not?"
    assert not {"status", "due"} & row(kept).keys(), "the index of what is open"
    assert "" not in kept.values(), "no empty attribute in the console"


def test_every_word_of_the_model_is_known() -> None:
    hints = get_type_hints(Mention)
    literals = {word for each in get_args(hints["status"]) for word in (get_args(each) or (each,))}
    assert literals == set(mentions.WORDS["said"])
    assert get_args(hints["block_reason"]) == mentions.WORDS["block_reason"]
    assert get_args(hints["kind"]) == mentions.WORDS["kind"]
    assert get_args(hints["where"]) == mentions.WORDS["where_found"]


@pytest.mark.parametrize(
    "damage",
    [
        *(
            {"at": {"S": "yesterday"}},
            {"at": {"S": "2026-11-23T07:00:00"}},
            {"at": {"N": "3"}},
            {"at": {"NULL": True}},
        ),
        *({"said": {"S": "done"}}, {"said": {"S": "Blocked"}}, {"said": {"L": [{"S": "open"}]}}),
        *({"block_reason": {"S": "card"}}, {"kind": {"S": "letter"}}, {"kind": {"NULL": True}}),
        *({"where_found": {"S": "attic"}}, {"where_found": {"BOOL": True}}),
        *({"item": {"S": "mention"}}, {"item": {"S": "mention#5551050#more"}}),
    ],
)
def test_what_cannot_be_read_is_not_guessed(damage: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        mentions.mention({**stored(REFUSED), **damage})


@pytest.mark.parametrize("name", ["at", "kind", "where_found"])
def test_what_every_mention_has_must_be_there(name: str) -> None:
    with pytest.raises(ValueError):
        mentions.mention({each: value for each, value in stored(REFUSED).items() if each != name})


def test_what_somebody_typed_is_read_as_far_as_it_goes() -> None:
    typed: dict[str, Any] = {"number": {"N": "1050"}, "tpop_id": {"N": "88001"}, "block_code": {"NULL": True}}
    typed |= {"expires_at": {"S": "never"}, "said": {"NULL": True}, "colour": {"S": "red"}}
    read = mentions.mention({**stored(REFUSED), **typed})
    assert read == REFUSED._replace(tpop_id="88001", block_code="", status="")


def test_a_time_keeps_its_moment_and_is_written_in_utc() -> None:
    at = datetime(2026, 11, 23, 8, 30, 0, 120_000, tzinfo=timezone(timedelta(hours=1)))
    found = stored(INVOICE._replace(at=at))
    assert found["at"] == {"S": "2026-11-23T07:30:00.120000Z"}
    assert mentions.mention(found).at == at
    assert mentions.mention(found).at.tzinfo is UTC
    assert mentions.values(INVOICE, 90)["at"] == "2026-11-23T07:00:00Z", "as everywhere, where the second is whole"


@pytest.mark.parametrize("days", [90, 0.5, 1095])
def test_it_expires_so_long_after_the_mail_came(days: float) -> None:
    assert mentions.values(INVOICE, days)["expires_at"] == int(INVOICE.at.timestamp() + days * DAY)


def test_what_is_said_no_more_is_removed_and_nothing_of_others() -> None:
    ((write,),) = mentions.groups("table", "s", [INVOICE], 90)
    assert write.item == rows.key("mention", INVOICE.shop_order_id)
    change = write.operation["Update"]
    assert change["UpdateExpression"] == (
        "SET #number = :number, #said = :said, #at = :at, #kind = :kind, #where_found = :where_found, "
        "#expires_at = :expires_at REMOVE #ref, #block_reason, #block_code, #tpop_id"
    )
    assert "ConditionExpression" not in change
