"""A watch reads few days of the shop; a fresh mail about an older order is followed up all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.errors import SourceError
from core.model import MailPull, Mention
from tests.builders import NOW, ago, mention, shop_order, tpop_order
from tests.fakes import FakeMails, FakeShop
from tests.unit.handlers.shops import after, found, seen, settings

OLDER = shop_order("5550900", "900", created_at=ago(24 * 9), paid_at=ago(24 * 9))
"""Outside the four days of a watch."""
BLOCKED = mention("blocked", reference="900", shop_order_id="5550900", block_reason="payment")
IS_BLOCKED = ("5550900", "blocked-payment")


class Named(FakeMails):
    """A box whose mails name orders that it is not asked about, as the real one does."""

    def __init__(self, said: list[Mention], elsewhere: list[tuple[str, datetime]]) -> None:
        super().__init__(said)
        self.elsewhere = elsewhere

    def mentions(self, references, window, theirs=None) -> MailPull:  # type: ignore[no-untyped-def]
        pulled = super().mentions(references, window, theirs)
        others = tuple(one for one in self.elsewhere if one[0] not in references)
        return MailPull(pulled.mentions, pulled.seen, newest=pulled.newest, elsewhere=others)


def shop() -> FakeShop:
    return FakeShop([shop_order(), OLDER])


def watched(box: FakeMails, side: FakeShop | None = None, **policy: object) -> set[tuple[str, str]]:
    first = seen(side or shop(), None, now=NOW - timedelta(hours=1))
    return found(seen(side or shop(), None, after(first), run="watch", mails=box, of=settings(**policy)))


def test_a_fresh_mail_about_an_older_order_is_told_within_the_hour() -> None:
    assert watched(Named([BLOCKED], [("900", NOW - timedelta(minutes=20))])) >= {IS_BLOCKED}


def test_an_old_one_waits_for_the_daily_run() -> None:
    assert IS_BLOCKED not in watched(Named([BLOCKED], [("900", NOW - timedelta(hours=2, minutes=1))]))
    assert IS_BLOCKED in watched(Named([BLOCKED], [("900", NOW - timedelta(hours=2))]))
    assert IS_BLOCKED in found(seen(shop(), None, mails=[BLOCKED]))


def test_a_number_that_is_no_order_of_the_shop_costs_one_question_and_says_nothing() -> None:
    box = Named([BLOCKED], [("88001", NOW)])
    assert IS_BLOCKED not in watched(box)
    assert len(box.asked) == 1  # nothing was found, so nothing is read twice


def test_only_a_few_are_asked_for() -> None:
    numbers = [(str(number), NOW) for number in range(100, 150)]
    side = shop()
    asked: list[str] = []
    find = side.find
    side.find = lambda number: (asked.append(number), find(number))[1]  # type: ignore[method-assign, func-returns-value]
    watched(Named([BLOCKED], numbers), side)
    assert asked == ["100", "101", "102", "103", "104"]


def test_a_shop_that_cannot_be_asked_now_costs_nothing_else() -> None:
    side = shop()

    def fails(number: str) -> None:
        raise SourceError("unreachable", f"no answer to {len(number)}")

    side.find = fails  # type: ignore[method-assign, assignment]
    one = watched(Named([mention("blocked"), BLOCKED], [("900", NOW)]), side)
    assert one >= {("5551042", "blocked-unexplained")}
    assert IS_BLOCKED not in one


def test_the_box_is_told_tpops_own_numbers() -> None:
    told: list[dict[str, str]] = []

    class Asked(FakeMails):
        def mentions(self, references, window, theirs=None) -> MailPull:  # type: ignore[no-untyped-def]
            told.append(dict(theirs or {}))
            return super().mentions(references, window, theirs)

    seen([shop_order()], [tpop_order("T-88001"), tpop_order("T-1", "900")], mails=Asked())
    assert told == [{"T-88001": "5551042"}]  # the other's order was not read
    told.clear()
    known = after(seen([shop_order()], None, mails=[mention("production", tpop_id="T-7")]))
    seen([shop_order()], None, known, mails=Asked())
    assert told == [{"T-7": "5551042"}]
