"""Times, spans and numbers as people read them, in the merchant's language and time zone.

Spaces here are plain; core.digest.wrap knows which of them must not end a line ("7 h 55", "3 min").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

Language = Literal["fr", "en"]

NBSP = "\u00a0"
"""Between thousands in French: a number never breaks across lines."""

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_NEAR: dict[Language, dict[int, str]] = {
    "fr": {-1: "hier", 0: "aujourd'hui", 1: "demain"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_DAY_MARK: dict[Language, str] = {"fr": "j", "en": "d"}

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Say:
    """How one merchant reads times and numbers, at one moment."""

    language: Language
    zone: tzinfo
    now: datetime

    def clock(self, t: datetime) -> str:
        """fr "7 h 55", "8 h"; en "07:55"."""
        local = t.astimezone(self.zone)
        if self.language == "en":
            return f"{local:%H:%M}"
        return f"{local.hour} h {local.minute:02d}" if local.minute else f"{local.hour} h"

    def day(self, t: datetime) -> str:
        """ "aujourd'hui", "hier", "demain"; within six days "lundi"; further "lundi 23 nov."."""
        there = self.local_date(t)
        apart = (there - self.local_date(self.now)).days
        near = _NEAR[self.language].get(apart)
        if near is not None:
            return near
        return _WEEKDAYS[self.language][there.weekday()] if abs(apart) < 7 else self.full_day(t)

    def full_day(self, t: datetime) -> str:
        """ "lundi 23 nov.", with the year where it is not this one: the date in full, however near."""
        there = self.local_date(t)
        number = "1er" if self.language == "fr" and there.day == 1 else str(there.day)
        words = f"{_WEEKDAYS[self.language][there.weekday()]} {number} {_MONTHS[self.language][there.month - 1]}"
        return words if there.year == self.local_date(self.now).year else f"{words} {there.year}"

    def month_day(self, t: datetime) -> str:
        """ "24 oct.", "1er déc."; in another year with it."""
        return self.full_day(t).split(" ", 1)[1]

    def moment(self, t: datetime) -> str:
        """ "hier 11 h", "lundi 7 h 55"; en "yesterday 11:00"."""
        return f"{self.day(t)} {self.clock(t)}"

    def by(self, t: datetime) -> str:
        """After "before": today "14 h 17", else "demain 9 h"."""
        return self.clock(t) if self.local_date(t) == self.local_date(self.now) else self.moment(t)

    def at(self, t: datetime) -> str:
        """After a verb: today "à 7 h 55" / "at 07:55", else "hier 7 h 55"."""
        if self.local_date(t) != self.local_date(self.now):
            return self.moment(t)
        return f"at {self.clock(t)}" if self.language == "en" else f"à {self.clock(t)}"

    def left(self, until: datetime) -> str:
        """How long is left: "3 h", "2 h 40", "40 min". Rounded down: a deadline is never said to be later than it is."""
        span = max(until - self.now, timedelta())
        if span < _HOUR:
            return f"{span // _MINUTE} min"
        if span >= 48 * _HOUR:
            return f"{span // timedelta(days=1)} {_DAY_MARK[self.language]}"
        hours, tens = span // _HOUR, (span % _HOUR) // (10 * _MINUTE) * 10
        return f"{hours} h {tens}" if hours < 3 and tens else f"{hours} h"

    def age(self, since: datetime) -> str:
        """How long ago: "2 j" / "2 d", "5 h", "40 min". To the nearest: a mail some seconds early is not a day off."""
        span = max(self.now - since, timedelta())
        minutes = round(span / _MINUTE)
        if minutes < 60:
            return f"{minutes} min"
        hours = round(span / _HOUR)
        if hours < 24:
            return f"{hours} h"
        return f"{round(span / timedelta(days=1))} {_DAY_MARK[self.language]}"

    def numbers(self, seq: Sequence[str], most: int = 8) -> str:
        """ "1050 1051 1053", and beyond `most`: "… et 12 autres"."""
        shown, more = " ".join(seq[:most]), len(seq) - most
        if more <= 0:
            return shown
        if self.language == "en":
            return f"{shown} and {self.n(more, 'other', 'others')}"
        return f"{shown} et {self.n(more, 'autre', 'autres')}"

    def n(self, count: int, singular: str, plural: str) -> str:
        """ "1 commande", "2 commandes"; in French zero is singular, in English plural."""
        one = count < 2 if self.language == "fr" else count == 1
        return f"{self.figure(count)} {singular if one else plural}"

    def figure(self, count: int) -> str:
        """ "3 000" (fr), "3,000" (en)."""
        return f"{count:,}".replace(",", NBSP) if self.language == "fr" else f"{count:,}"

    def local_date(self, t: datetime) -> date:
        """The date where the merchant lives."""
        return t.astimezone(self.zone).date()
