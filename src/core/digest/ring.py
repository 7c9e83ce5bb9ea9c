"""Whether a phone may ring: the SMS of rule 22, its quiet hours and its daily maximum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.digest import news as of
from core.digest.words import Words
from core.look import News


def may_ring(words: Words, told: Sequence[News]) -> bool:
    """An SMS: only for what is newly 🔴, never on a first run, not at night, not too often."""
    look = words.look
    red = [news for news in told if of.is_red(news) and news.status in of.FRESH]
    if not red or not look.policy.sms or look.first_run:
        return False
    if look.sent.get(f"sms#{today(words)}", 0) >= look.policy.sms_daily_max:
        return False
    return quiet_until(words) is None or cannot_wait(words, red)


def asleep(words: Words) -> bool:
    """Quiet hours hold news back so that an SMS can follow; where none may ever come there is nothing to wait for."""
    return words.look.policy.sms and quiet_until(words) is not None


def cannot_wait(words: Words, told: Sequence[News]) -> bool:
    """Something newly 🔴 expires before the quiet hours end."""
    end = quiet_until(words)
    dues = [of.deadline(news) for news in told if of.is_red(news) and news.status in of.FRESH]
    return end is not None and any(due is not None and words.look.now < due <= end for due in dues)


def quiet_until(words: Words) -> datetime | None:
    """When the quiet hours that hold now will end; None: they do not hold. The window may wrap midnight."""
    start, end = words.look.policy.sms_quiet
    local = words.look.now.astimezone(words.say.zone)
    clock = local.time()
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if not inside:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, tzinfo=words.say.zone)


def today(words: Words) -> str:
    """The date where the merchant lives, as the keys of what was sent carry it."""
    return words.say.local_date(words.look.now).isoformat()
