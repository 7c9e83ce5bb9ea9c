"""source-unreachable: nothing at all could be read of a side."""

from __future__ import annotations

import pytest

from core.checks.source_unreachable import judge
from core.model import Trouble
from tests.builders import coverage, sight, situation
from tests.unit.core.checks.wording import all_different, well_said


def test_it_fires_with_its_reason() -> None:
    away = sight("woocommerce", "shop", coverage=None, troubles=(Trouble("unreachable", {"status": 503}),))
    (one,) = judge(away, situation())
    assert (one.check, one.ref, one.severity, one.cause) == (
        "source-unreachable",
        "source:woocommerce",
        "act",
        "unreachable",
    )
    assert one.evidence == {"side": "shop", "status": 503}


def test_even_without_a_reason() -> None:
    assert [one.cause for one in judge(sight(coverage=None), situation())] == ["other"]


def test_silent_where_anything_was_read() -> None:
    assert list(judge(sight(), situation())) == []
    assert list(judge(sight(coverage=coverage(complete=False)), situation())) == []


@pytest.mark.parametrize("side", ["shop", "tpop"])
def test_words(side: str) -> None:
    (one,) = judge(sight("x", side, coverage=None), situation())
    well_said(one)


def test_each_side_has_its_own_words() -> None:
    all_different(*(one for side in ("shop", "tpop") for one in judge(sight("x", side, coverage=None), situation())))


def test_a_mail_box_is_named_as_one() -> None:
    (one,) = judge(sight("tpop-mail", coverage=None, grade="mentioned"), situation())
    assert (one.ref, one.number, one.evidence) == ("source:tpop-mail", "tpop-mail", {"side": "tpop", "mails": True})
    well_said(one)
    all_different(one, *judge(sight("tpop-mail", coverage=None), situation()))
