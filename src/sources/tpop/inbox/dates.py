"""A date as people write and paste it, to a moment: local unless it tells its zone. Pure, never raises.

The feed's JSON must tell its zone; what people paste from a screen is local, so it is read in the shop's zone. A day
without an hour is a day and no moment; a date without its year, or "3 h ago", is nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from sources.tpop.times import BadTime, moment

NO_DATE = "is not a date that can be read"
TWO_DAYS = "could be two different days"


class Told(NamedTuple):
    """What a cell tells: a moment (UTC), or only a day, or why neither."""

    moment: datetime | None = None
    day: date | None = None
    fault: str = ""
    local: bool = False
    """The cell told no zone."""


_NAMES: Mapping[int, tuple[str, ...]] = {
    1: ("janvier", "janv", "jan", "january", "januar", "janner", "gennaio", "gen", "enero", "ene", "januari"),
    2: ("fevrier", "fevr", "fev", "february", "feb", "februar", "febbraio", "febrero", "februari"),
    3: ("mars", "march", "mar", "marz", "mrz", "marzo", "maart", "mrt"),
    4: ("avril", "avr", "april", "apr", "aprile", "abril", "abr"),
    5: ("mai", "may", "maggio", "mag", "mayo", "mei"),
    6: ("juin", "june", "jun", "juni", "giugno", "giu", "junio"),
    7: ("juillet", "juil", "july", "jul", "juli", "luglio", "lug", "julio"),
    8: ("aout", "august", "aug", "agosto", "ago", "augustus"),
    9: ("septembre", "sept", "september", "sep", "settembre", "set", "septiembre"),
    10: ("octobre", "oct", "october", "oktober", "okt", "ottobre", "ott", "octubre"),
    11: ("novembre", "nov", "november", "noviembre"),
    12: ("decembre", "dec", "december", "dezember", "dez", "dicembre", "dic", "diciembre"),
}
_MONTHS: Mapping[str, int] = {name: number for number, names in _NAMES.items() for name in names}
_FILLERS = frozenset(
    [
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        *("lun", "mar", "mer", "jeu", "ven", "sam", "dim", "monday", "tuesday", "wednesday", "thursday", "friday"),
        *("saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
        *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
        *("mo", "di", "mi", "do", "fr", "sa", "so", "lunedi", "martedi", "mercoledi", "giovedi", "venerdi"),
        *("sabato", "domenica", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        *(
            "a",
            "le",
            "at",
            "on",
            "the",
            "of",
            "um",
            "uhr",
            "am",
            "den",
            "der",
            "de",
            "del",
            "alle",
            "ore",
            "om",
            "las",
        ),
    ]
)
_ZONES: Mapping[str, int] = {"z": 0, "utc": 0, "gmt": 0, "cet": 1, "mez": 1, "cest": 2, "mesz": 2}
"""Hours ahead of UTC."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].{4,30})?$|\d{8}(?:T\d{4}.{0,20})?$")
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]?(?:de )?(?P<w>[a-z]{3,10})\.?,?[ -]?(?:del? )?(?P<y>\d{4})"
    ),
    re.compile(r"(?<![a-z])(?P<w>[a-z]{3,10})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)"),
)
_TIME = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})(?: ?h ?|:)(?P<mi>\d\d)(?::(?P<s>\d\d))?(?:\.\d+)?(?: ?(?P<half>[ap])\.?m\.?(?![a-z]))?"
    r"|(?<!\d)(?P<h2>\d{1,2})(?: ?h(?:eures?)?(?![a-z0-9])| (?=uhr)| ?(?P<half2>[ap])\.?m\.?(?![a-z]))"
)
_OFFSET = re.compile(r"(?:(?:utc|gmt) ?)?(?P<sign>[+-])(?P<oh>\d\d?):?(?P<om>\d\d)?$")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)")
_HALF = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)


class Dates:
    """Reads the dates of one table, all written the same way: one that shows which of two numbers is the day speaks
    for all of them."""

    def __init__(self, zone: tzinfo, cells: Iterable[str] = ()) -> None:
        self._zone = zone
        self._known: dict[str, Told] = {}
        cells = [cell for cell in cells if cell]
        days = months = halves = False
        for cell in cells:
            if found := _SLASHED.search(cell[:60]):
                days |= int(found[1]) > 12
                months |= int(found[3]) > 12
                halves |= _HALF.search(cell[:60]) is not None
        self._month_first = months and not days
        # 3/4/2026 8:55 AM is April to some and March to others.
        self._certain = days != months if days or months else not halves
        # A column of nothing but midnights is a column of days: a spreadsheet gave them an hour.
        self._no_hours = bool(cells) and all(self._is_midnight(cell) for cell in cells)

    def read(self, text: str) -> Told:
        """What one cell tells."""
        told = self._known.get(text)
        if told is None:
            told = self._known[text] = self._read(text)
        if self._no_hours and told.moment:
            return Told(day=told.moment.astimezone(self._zone).date())
        return told

    def _is_midnight(self, cell: str) -> bool:
        told = self._known[cell] = self._known.get(cell) or self._read(cell)
        return told.local and told.moment is not None and told.moment.astimezone(self._zone).time() == time()

    def _read(self, text: str) -> Told:
        if len(text) > 60:
            return Told(fault=NO_DATE)
        try:
            return self._iso(text) if _ISO.match(text) else self._worded(flat(text))
        except (ValueError, OverflowError, BadTime):
            return Told(fault=NO_DATE)

    def _iso(self, text: str) -> Told:
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            return self._worded(flat(text))
        if not 2000 <= read.year < 2100:
            return Told(fault=NO_DATE)
        if len(text) <= 10:
            return Told(day=read.date())
        return Told(moment(text)) if read.tzinfo else Told(later(read, self._zone), local=True)

    def _worded(self, text: str) -> Told:
        for pattern in _DATES:
            if found := pattern.search(text):
                break
        else:
            return Told(fault=NO_DATE)
        parts = found.groupdict()
        if "w" in parts and parts["w"] not in _MONTHS:
            return Told(fault=NO_DATE)
        day, month = int(parts["d"]), _MONTHS[parts["w"]] if "w" in parts else int(parts["m"])
        if parts.get("sep") in ("/", "-"):
            if not self._certain and day != month and max(day, month) <= 12:
                return Told(fault=TWO_DAYS)
            if self._month_first:
                day, month = month, day
        year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
        if not 2000 <= year < 2100:
            return Told(fault=NO_DATE)
        rest = f"{text[: found.start()]} {text[found.end() :]}".replace(",", " ").strip(" .")
        return self._timed(date(year, month, day), rest)

    def _timed(self, day: date, rest: str) -> Told:
        """The day with what else stands in the cell: an hour, a zone, a weekday, and nothing that nobody knows."""
        clock = _TIME.search(rest)
        if clock is None:
            return Told(day=day) if not _strange(rest) else Told(fault=NO_DATE)
        parts = clock.groupdict()
        hour, half = int(parts["h"] or parts["h2"]), parts["half"] or parts["half2"]
        if half:
            if not 1 <= hour <= 12:
                return Told(fault=NO_DATE)
            hour = hour % 12 + (12 if half == "p" else 0)
        before, after = rest[: clock.start()], rest[clock.end() :].strip(" .")
        zone: tzinfo | None = None
        if offset := _OFFSET.search(after):
            minutes = int(offset["oh"]) * 60 + int(offset["om"] or 0)
            zone = timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
            after = after[: offset.start()]
        elif after.strip("()") in _ZONES:
            zone, after = timezone(timedelta(hours=_ZONES[after.strip("()")])), ""
        if _strange(f"{before} {after}"):
            return Told(fault=NO_DATE)
        told = datetime(day.year, day.month, day.day, hour, int(parts["mi"] or 0), int(parts["s"] or 0), tzinfo=zone)
        return Told(told.astimezone(UTC)) if zone else Told(later(told, self._zone), local=True)


def later(clock: datetime, zone: tzinfo) -> datetime:
    """A local time in UTC. Where the clocks turn it may be two moments: then it is the later one."""
    return max(clock.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def flat(text: str) -> str:
    """Small letters without accents; every kind of blank as one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _strange(rest: str) -> bool:
    return any(word not in _FILLERS for word in re.split(r"[ .,:;()|·•–—'’-]+", rest) if word)
