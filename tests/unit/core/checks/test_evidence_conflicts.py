"""evidence-conflicts: two words about one order that cannot both be right, told once and for information."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks.evidence_conflicts import CHECK, judge, looks
from core.evidence import merged
from core.model import Case, Finding, Mention, TpopOrder
from tests.builders import (
    DAY,
    NOW,
    ago,
    all_said,
    case,
    coverage,
    diffed,
    mention,
    moment,
    remembered,
    said,
    situation,
    tpop_order,
)
from tests.unit.core.checks.wording import all_different, well_said

LISTS = case(None, tpop_order(list_status="production", list_as_of=ago(9)))


def mailed(said: Mention, *orders: TpopOrder) -> Case:
    return case(None, *merged(orders, said), mention=said)


OLDER = mailed(mention("production", ago(9)), tpop_order(as_of=ago(1)))
YOUNGER = mailed(mention("open", ago(1)), tpop_order(status="shipped", as_of=ago(9)))
ABSENT = mailed(mention("production", ago(9)))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_two_lists() -> None:
    (one,) = found(LISTS, lists=())
    assert (one.check, one.ref, one.severity, one.once, one.grade) == (
        "evidence-conflicts",
        "5551042",
        "note",
        True,
        "listed",
    )
    assert one.since == NOW
    assert one.evidence == {
        "listed": "open",
        "list_as_of": "2026-11-23T07:00:00Z",
        "against": "production",
        "against_at": "2026-11-22T22:00:00Z",
    }


def test_a_list_and_a_mail() -> None:
    (older,) = found(OLDER, lists=())
    assert (older.grade, older.since) == ("mentioned", ago(1))
    assert (older.evidence["listed"], older.evidence["against"]) == ("open", "production")
    (younger,) = found(YOUNGER, lists=())
    assert (younger.grade, younger.evidence["listed"], younger.evidence["against"]) == (
        "mentioned",
        "shipped",
        "open",
    )


def test_a_whole_list_that_does_not_show_what_is_made() -> None:
    (one,) = found(ABSENT)
    assert (one.grade, one.evidence["listed"], one.evidence["against"]) == ("mentioned", "absent", "production")
    assert found(ABSENT, lists=()) == []
    assert found(ABSENT, lists=(coverage(as_of=ago(10)),)) == [], "the list is older than the mail"


@pytest.mark.parametrize(
    "one",
    [
        case(),
        case(None, tpop_order()),
        mailed(mention("blocked", ago(1)), tpop_order(as_of=ago(9))),
        mailed(mention("open", ago(9)), tpop_order(status="production", as_of=ago(1))),
        mailed(mention("unknown", ago(9)), tpop_order(as_of=ago(1))),
    ],
    ids=["nothing", "one word", "a mail overtakes", "a list overtakes", "a mail that says nothing"],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_whose_order_it_is_must_be_known() -> None:
    rivals = case(None, tpop_order(list_status="production", list_as_of=ago(9)), rivals=("2",))
    assert found(rivals) == []


def test_told_once() -> None:
    (one,) = found(LISTS)
    known = remembered(one, told_at="2026-11-01T07:00:00Z")
    for days in (3, 9, 30):
        again = diffed(known, one, when=moment(now=NOW + days * DAY))
        assert [news.status for news in again.news] == ["open"]


def test_looked() -> None:
    nothing = situation(lists=())
    assert looks(case(None, tpop_order()), nothing)
    assert looks(case(), situation())
    assert not looks(case(), nothing)
    assert not looks(mailed(mention("open")), nothing), "a mail alone settles no contradiction with a list"
    assert (CHECK.judge, CHECK.looks) == (judge, looks)
    assert CHECK.grades == ("listed", "mentioned")


def test_words() -> None:
    every = [found(one)[0] for one in (LISTS, OLDER, YOUNGER, ABSENT)]
    every += [
        found(mailed(mention(status, ago(9)), tpop_order(status=other, as_of=ago(1))))[0]
        for status, other in (("cancelled", "blocked"), ("shipped", "cancelled"), ("shipped", "production"))
    ]
    graded = [replace(one, evidence={"grade": one.grade, **one.evidence}) for one in every]
    for one in graded:
        well_said(one, "1042")
    all_different(*graded)
    assert "un mail" not in all_said(said(graded[0]))
    assert "un mail" in all_said(said(graded[1]))
