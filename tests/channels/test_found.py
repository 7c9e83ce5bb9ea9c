"""What the worlds have found, and is mended: each as small as it goes. What is found and not mended stands in known.py too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.model import Mention, ShopOrder, TpopOrder, iso
from core.ports import Past, Remembered
from handlers.event import Asked
from handlers.look import look
from handlers.reading import Seen
from handlers.wiring import Feeding, Sources
from tests.builders import DAY, NOW, ago, finding, mention, past, remembered, shop_order, tpop_order
from tests.channels.known import KNOWN
from tests.fakes import FakeMails, FakeShop, FakeTpop
from tests.unit.handlers.shops import PAIRED, WELL, after, found, settings

REF = "5551042"
PAID = ago(100)
ORDER = shop_order(created_at=PAID)
LONG_AGO = NOW - 15 * DAY
GOOD = [tpop_order(f"T-{one.number}", one.number, created_at=PAID) for one in PAIRED]
"""What a list shows besides: orders that pair."""


def listed(as_of: datetime, *orders: TpopOrder, name: str = "tpop-inbox", whole: bool = False) -> FakeTpop:
    """A list of that moment: a screen, or, whole, all of TPOP's orders."""
    told = [one._replace(as_of=as_of, channel=name) for one in (*orders, *(GOOD if whole else ()))]
    return FakeTpop(told, name=name, askable=False, as_of=as_of, complete=whole, says_window=whole)


def run(
    shop: Sequence[ShopOrder],
    *lists: FakeTpop,
    mails: Sequence[Mention] = (),
    known: Past | None = None,
    now: datetime = NOW,
) -> Seen:
    boxes = (FakeMails(list(mails)),) if mails else ()
    feeding = {one.name: Feeding("weekly", part=not one.complete) for one in lists}
    sources = Sources(FakeShop([*shop, *PAIRED]), lists, boxes, feeding)
    return look(settings(), sources, known or past(), Asked("daily", now), WELL)


def told(check: str, **evidence: object) -> Remembered:
    return remembered(finding(check, evidence=evidence))


def ended_as(one: Seen, check: str) -> str:
    """open, resolved or closed: how that finding stands after the look."""
    return next((item.status for item in one.writing.findings if item.check == check), "open")


def test_reason_lost() -> None:
    """This week's list says why it is blocked; the screen pasted today only that it is."""
    why = tpop_order(status="blocked", block_reason="payment")
    week, screen = listed(ago(48), why), listed(ago(1), why._replace(block_reason=""), name="tpop-inbox-2")
    assert found(run([ORDER], week, screen)) == {(REF, "blocked-payment")}


def test_a_mail_tells_that_tpop_cancelled_it() -> None:
    assert (REF, "cancelled-only-at-tpop") in found(run([ORDER], mails=[mention("cancelled")]))


def test_mail_silenced() -> None:
    """The same mail; and a screen that shows the same. More evidence, and nothing is said."""
    screen = listed(ago(3), tpop_order(status="cancelled"))
    assert (REF, "cancelled-only-at-tpop") in found(run([ORDER], screen, mails=[mention("cancelled")]))


def test_absence_hidden() -> None:
    """TPOP's whole list of now does not show it. Three days ago a screen did: it counts as found, and all is clear."""
    now, old = listed(NOW, whole=True, name="tpop-http"), listed(ago(72), tpop_order())
    assert found(run([ORDER], now)) == {(REF, "missing-at-tpop")}
    seen = run([ORDER], now, old)
    assert (seen.look.can_clear, found(seen)) == (False, {(REF, "missing-at-tpop")})


def test_tracking_unheard() -> None:
    """Blocked on the list of five days ago. Since yesterday the shop's order bears TPOP's tracking."""
    done = ORDER._replace(status="completed", fulfilled=True, tracked=True, updated_at=ago(24))
    assert found(run([done], listed(NOW - 5 * DAY, tpop_order(status="blocked")))) == set()


def test_tracking_unheard_when_the_list_is_gone() -> None:
    """The same, when that list's file is gone too: the finding stands for a month."""
    done = ORDER._replace(status="completed", fulfilled=True, tracked=True, updated_at=ago(24))
    known = past(told("blocked-payment", tpop_orders=["T-88001"], seen_at=iso(NOW - 8 * DAY), grade="listed"))
    assert ended_as(run([done], listed(ago(20)), known=known), "blocked-payment") == "resolved"


def test_tracking_half_heard() -> None:
    """The same; and a mail said that it was blocked, without TPOP's own number."""
    done = ORDER._replace(status="completed", fulfilled=True, tracked=True, updated_at=ago(24))
    known = past(told("blocked-payment", tpop_orders=["T-88001"], seen_at=iso(NOW - 8 * DAY), grade="mentioned"))
    mail = mention("blocked", at=NOW - 8 * DAY, block_reason="payment")
    assert ended_as(run([done], listed(ago(20)), mails=[mail], known=known), "blocked-payment") == "resolved"


def test_hands_uncounted() -> None:
    """Closed without tracking, while five others bear TPOP's. A screen that shows those five changes nothing."""
    made = [shop_order(f"55530{n}", created_at=LONG_AGO, fulfilled=True, tracked=True) for n in range(10, 15)]
    by_hand = shop_order(created_at=LONG_AGO, fulfilled=True, status="completed")
    assert (REF, "no-proof-of-production") in found(run([by_hand, *made]))
    screen = listed(ago(2), *(tpop_order(f"T-{n}", one.number, status="shipped") for n, one in enumerate(made)))
    assert (REF, "no-proof-of-production") in found(run([by_hand, *made], screen))


def test_weekly_calms() -> None:
    """Paid and cancelled after this week's list was made: TPOP may have it for some hours more, and no list will tell."""
    gone = shop_order(created_at=ago(10), state="cancelled", status="cancelled", updated_at=ago(1))
    assert (REF, "cancelled-only-in-shop") in found(run([gone]))
    assert (REF, "cancelled-only-in-shop") in found(run([gone], listed(ago(20), whole=True)))


def test_proved_by_open() -> None:
    """Told as unproved; then a screen shows it, open after two weeks. That proves no production."""
    late = shop_order(created_at=LONG_AGO)
    known = past(told("no-proof-of-production", grade="none"))
    seen = run([late], listed(ago(1), tpop_order(created_at=LONG_AGO)), known=known)
    assert ended_as(seen, "no-proof-of-production") != "resolved"


def test_old_mail_resolves() -> None:
    """Missing on a whole list, though an older mail spoke of it. That list is old by now: the mail is no younger."""
    known = past(told("missing-at-tpop", list_as_of=iso(ago(48)), grade="listed"))
    seen = run([ORDER], listed(ago(48), whole=True), mails=[mention("open", at=ago(90))], known=known)
    assert ended_as(seen, "missing-at-tpop") != "resolved"


def test_still_missing() -> None:
    """Told as missing under a list that is old by now; then TPOP's tracking stands in the shop: somebody made it."""
    done = ORDER._replace(status="completed", fulfilled=True, tracked=True, updated_at=ago(2))
    known = past(told("missing-at-tpop", list_as_of=iso(ago(72)), grade="listed"))
    assert ended_as(run([done], listed(ago(72), whole=True), known=known), "missing-at-tpop") == "resolved"


def test_mail_outlives() -> None:
    """A mail knew it open; a younger screen shows it cancelled on both sides. A week later that file is gone."""
    gone = ORDER._replace(state="cancelled", status="cancelled", updated_at=ago(90))
    mail = mention("open", at=ago(95))
    first = run([gone], listed(ago(80), tpop_order(status="cancelled")), mails=[mail])
    assert found(first) == set()
    later = run([gone], listed(ago(1)), mails=[mail], known=after(first), now=NOW + timedelta(days=5))
    assert (REF, "cancelled-only-in-shop") not in found(later)


def test_each_stands_here() -> None:
    """No excuse without its case."""
    assert {name.replace(" ", "_") for name in KNOWN} <= {name.removeprefix("test_") for name in globals()}
