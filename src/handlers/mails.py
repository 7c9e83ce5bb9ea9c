"""The mail boxes of one shop: what they say of the orders that were read, and of older ones that a mail names."""

from __future__ import annotations

from datetime import timedelta

from core.checks.contract import SourceSight
from core.errors import SourceError
from core.match import Matching
from core.mentions import fold_all, together
from core.model import Coverage, MailPull, Mention, ShopOrder, Trouble, Window
from core.ports import MailBox, ShopSource
from handlers.reading import Reading
from handlers.wiring import Sources

WATCH = timedelta(hours=26)
"""How far back a watch reads mails: the daily run reads them all, and what was matched is kept."""
_OLDER_MAX = 5
"""So many orders that a fresh mail names, and that the few days of a watch do not hold, are asked for in a run."""


def read_mails(reading: Reading, sources: Sources, matching: Matching) -> None:
    """What mails say of the orders that were read, now and before: the mails themselves are gone after a week."""
    new: list[Mention] = []
    for box in sources.mails:
        try:
            pulled = _pull(reading, sources.shop, box, matching)
        except SourceError as error:
            trouble = Trouble(error.kind, error.detail)
            reading.sights.append(SourceSight(box.name, "tpop", None, (trouble,), grade="mentioned"))
            continue
        seen = Coverage(box.name, "tpop", None, pulled.newest, False, pulled.understood, grade="mentioned")
        reading.sights.append(SourceSight(box.name, "tpop", seen, pulled.troubles, grade="mentioned"))
        reading.mails = pulled if reading.mails is None else together(reading.mails, pulled)
        new += pulled.mentions
    reading.mentions = fold_all(reading.past.mentions, new)
    matching.recall(reading.mentions)


def _pull(reading: Reading, shop: ShopSource, box: MailBox, matching: Matching) -> MailPull:
    """A watch reads the shop's last few days; a mail of this hour may name an older order, so the shop is asked for it."""
    window = reading.window
    if reading.run == "watch":
        window = Window(max(window.since, reading.now - WATCH), window.until)
    pulled = box.mentions(matching.references(), window, _theirs(reading, matching))
    answers = any(sight.side == "shop" and sight.coverage for sight in reading.sights)
    if reading.run != "watch" or not answers or not _find_older(reading, shop, matching, pulled):
        return pulled
    return box.mentions(matching.references(), window, _theirs(reading, matching))


def _theirs(reading: Reading, matching: Matching) -> dict[str, str]:
    """TPOP's own numbers, as lists show them and mails have told them before."""
    told = {one.tpop_id: ref for ref, one in reading.past.mentions.items() if one.tpop_id}
    return {**told, **matching.theirs()}


def _find_older(reading: Reading, shop: ShopSource, matching: Matching, pulled: MailPull) -> bool:
    """Was an order found that the window did not bring? What cannot be asked now is found by the daily run."""
    fresh = reading.now - timedelta(hours=2 * reading.shop.policy.watch_every_hours)
    oldest = reading.now - timedelta(days=reading.shop.policy.window_days)
    if (start := reading.window_start) is not None:
        oldest = max(oldest, start)
    numbers = dict.fromkeys(word for word, at in pulled.elsewhere if at >= fresh)
    found = False
    for number in list(numbers)[:_OLDER_MAX]:
        try:
            order = shop.find(number)
        except SourceError:
            return found
        if not isinstance(order, ShopOrder) or order.created_at < oldest:
            continue  # nobody's, or one so old that a number of TPOP's own is likelier
        if order.number == number and not matching.read(order.id):
            matching.take([order])
            found = True
    return found
