"""address-differs: another address at TPOP, while it can be mended and after; never a value of it in the evidence."""

from __future__ import annotations

import json

import pytest

from core.checks.address_differs import judge, looks
from core.model import Case, Finding
from tests.builders import DAY, HOME, MADE, MINUTE, NOW, ago, all_said, case, shop_order, situation, tpop_order
from tests.unit.core.checks.wording import all_different, well_said

LYON = HOME._replace(postcode="69001", city="Lyon")


def moved(**more: object) -> Case:
    return case(shop_order(updated_at=ago(1)), tpop_order(recipient=LYON, **more))


def found(one: Case, **more: object) -> list[Finding]:
    return list(judge(one, situation(**more)))


def test_it_fires() -> None:
    (one,) = found(moved())
    assert (one.check, one.line, one.severity, one.deadline) == ("address-differs", None, "urgent", MADE + DAY)
    assert (one.evidence["fields"], one.since, one.known_only) == (["city", "postcode"], ago(1), False)


def test_no_value_of_an_address_leaves() -> None:
    (one,) = found(moved())
    everything = json.dumps(dict(one.evidence)) + "".join(all_said(text) for text in well_said(one).values())
    for value in (*HOME, *LYON):
        assert not value or value == "FR" or value not in everything


@pytest.mark.parametrize(
    "one",
    [
        case(None, tpop_order()),
        case(None, tpop_order(recipient=HOME._replace(name="exemple camille", city="PARIS"))),
        case(None, tpop_order(recipient=None)),
        case(shop_order(recipient=None), tpop_order(recipient=LYON)),
        case(shop_order(state="cancelled"), tpop_order(recipient=LYON)),
        case(None, tpop_order(recipient=LYON), rivals=("2",)),
        case(None, tpop_order(recipient=LYON, status="cancelled")),
        case([], tpop_order(recipient=LYON)),
    ],
    ids=[
        "same",
        "writing",
        "TPOP hides it",
        "the shop hides it",
        "cancelled",
        "whose is it",
        "dead",
        "no shop order",
    ],
)
def test_silent(one: Case) -> None:
    assert found(one) == []


def test_of_several_orders_only_those_that_differ() -> None:
    (one,) = found(case(None, tpop_order(status="production"), tpop_order("T-2", recipient=LYON)))
    assert (one.evidence["tpop_orders"], one.severity) == (["T-2"], "urgent")
    (late,) = found(case(None, tpop_order(), tpop_order("T-2", recipient=LYON, status="production")))
    assert (late.severity, late.deadline) == ("act", None)


@pytest.mark.parametrize(
    ("made", "severity", "deadline"),
    [(NOW - DAY + MINUTE, "urgent", NOW + MINUTE), (NOW - DAY, "act", None), (NOW - DAY - MINUTE, "act", None)],
)
def test_severity_around_the_deadline(made: object, severity: str, deadline: object) -> None:
    (one,) = found(moved(created_at=made))
    assert (one.severity, one.deadline) == (severity, deadline)


def test_once_shipped_it_only_ends_what_was_told() -> None:
    (one,) = found(moved(status="shipped"))
    assert (one.final, one.known_only) == ("too_late", True)
    both = case(None, tpop_order(recipient=LYON, status="shipped"), tpop_order("T-2", recipient=LYON))
    assert (found(both)[0].final, found(both)[0].known_only) == ("", False)


def test_since_the_shops_order_was_changed_or_made() -> None:
    bare = case(shop_order(updated_at=None), tpop_order(recipient=LYON))
    assert found(bare)[0].since == MADE


def test_looked() -> None:
    assert looks(case(None, tpop_order()), situation(lists=()))
    assert looks(case(shop_order(state="cancelled"), tpop_order()), situation())
    assert looks(case(None, tpop_order(status="cancelled", recipient=None)), situation())
    assert looks(case(shop_order(state="cancelled", recipient=None), tpop_order(recipient=None)), situation())
    for one in (
        case([], tpop_order()),
        case(None, tpop_order(recipient=None)),
        case(None, tpop_order(), tpop_order("T-2", recipient=None)),
        case(shop_order(recipient=None), tpop_order()),
        case(None, tpop_order(), rivals=("2",)),
        case(None, tpop_order(status="unknown")),
    ):
        assert not looks(one, situation())


def test_words() -> None:
    for more in ({}, {"created_at": None}, {"status": "blocked"}):
        well_said(found(moved(**more))[0], "1042")
    well_said(found(moved(status="production"))[0])
    all_different(*(found(moved(**more))[0] for more in ({}, {"status": "blocked"}, {"status": "production"})))
    every = HOME._replace(name="A", address1="B", postcode="C", city="D", country="BE")
    (one,) = found(case(None, tpop_order(recipient=every)))
    texts = well_said(one)
    assert len(one.evidence["fields"]) == 5
    assert "nom, rue, pays" not in texts["en"].facts[0]
    assert "street" in texts["en"].facts[0]
