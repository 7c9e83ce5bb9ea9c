"""`vigie inbox check`: shows what Vigie understands of one file before it is trusted. Never a value of a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cli import settings
from cli.wording import Wording
from core.errors import SourceError
from core.model import Trouble
from core.say import Language, Say
from sources.tpop.inbox import content, kinds, lists, sight
from sources.tpop.inbox.content import Content, Reading
from sources.tpop.inbox.lists import FileList
from sources.tpop.inbox.pull import BYTES_MAX
from sources.tpop.inbox.sight import Sight
from sources.tpop.inbox.tables import Refused, not_understood, too_large

FAULTS_MAX = 10
_DAYS = 30
"""How far back the mails look; an undated list is taken to be that old."""
_MAILS = (".eml", ".msg")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is printed, and whether the file was understood."""

    lines: tuple[str, ...]
    understood: bool


def run(path: Path, shop: Path | None, language: Language | None, now: datetime) -> Shown:
    """Reads the file as a run would. Raises SettingsFault."""
    how = settings.read(shop)
    try:
        size = path.stat().st_size if path.is_file() else -1
        body = path.read_bytes() if 0 <= size <= BYTES_MAX else b""
    except OSError:
        size = -1
    if size < 0:  # a folder, or what has no end
        raise settings.SettingsFault("file", path)
    reading = Reading(
        shop=how.shop,
        channel="tpop-inbox",
        pattern=how.pattern,
        covers=how.covers,
        columns=how.columns,
        zone=how.zone,
        now=now,
        oldest=now - timedelta(days=_DAYS),
    )
    if shop is None:
        body = _of_any_shop(body)
    report = _Report(Say(language or how.language, how.zone, now), how.shop)
    name = "".join(filter(str.isprintable, path.name))
    try:
        held = _content(path, size, body, reading)
    except (SourceError, Refused) as error:
        return Shown((name, *report.refused(Trouble(error.kind, error.detail))), False)
    file = lists.judge(path.name, held, reading)
    seen = sight.of(file, held, reading)
    understood = bool(seen.read or seen.aside or not seen.rows)
    return Shown((name, *report.of(file, seen, reading)), understood)


def _content(path: Path, size: int, body: bytes, reading: Reading) -> Content:
    """Raises SourceError or Refused."""
    if size > BYTES_MAX:
        raise too_large(size, BYTES_MAX)
    if not body.strip():
        raise not_understood("empty")
    try:
        return content.of(path.name, body, reading)
    except Refused:
        if path.suffix.lower() in _MAILS:
            raise not_understood("mail") from None
        raise


def _of_any_shop(body: bytes) -> bytes:
    """A JSON document without its shops' names: nobody said which one is meant. Tables are told by `columns`."""
    try:
        kinds.weigh(body)
        said = json.loads(body)
        for order in said["orders"]:
            order.pop("shop", None)
    except (Refused, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return body  # no such document: it is read as it is
    return json.dumps(said).encode()


class _Report:
    def __init__(self, say: Say, shop: str) -> None:
        self._say, self._shop = say, shop
        self._wording = Wording(say.language)
        self._words = self._wording.words

    def refused(self, trouble: Trouble) -> Iterator[str]:
        """A file that gave nothing."""
        happened, mend = self._wording.trouble(trouble)
        yield self._words["refused"].format(why=happened)
        if lacking := trouble.detail.get("lacking"):
            fields = ", ".join(self._wording.field(field) for field in lacking)
            yield self._words["lacking"].format(fields=fields)
            yield self._words["example"].format(field=lacking[0])
        yield from self._steps([mend])

    def of(self, file: FileList, seen: Sight, reading: Reading) -> Iterator[str]:
        words = self._words
        yield words["kind"].format(kind=words[f"kind.{seen.kind}"])
        when = f"{self._say.full_day(file.as_of)}, {self._say.clock(file.as_of)}" if file.as_of else words["undated"]
        yield words["as_of"].format(when=when, by=words[f"by.{seen.as_of_by}"])
        yield from self._columns(seen)
        yield from self._rows(seen)
        yield from self._states(seen)
        yield from self._proof(file, seen)
        yield from self._steps(self._mends(file, seen, reading))

    def _columns(self, seen: Sight) -> Iterator[str]:
        words = self._words
        if seen.columns:
            yield words["columns"]
            width = max(len(heading) for heading, _ in seen.columns)
            yield from (f"  {heading:<{width}}  {self._wording.field(field)}" for heading, field in seen.columns)
        for field, headings in (seen.unsure or {}).items():
            yield words["unsure"].format(field=self._wording.field(field), headings=self._wording.quoted(headings))
        if seen.unused:
            yield words["unused"].format(headings=self._wording.quoted(seen.unused))

    def _rows(self, seen: Sight) -> Iterator[str]:
        words, say = self._words, self._say
        yield words["rows"].format(rows=say.figure(seen.rows))
        yield words["read"].format(rows=say.figure(seen.read), orders=say.figure(seen.orders))
        if self._shop:
            yield words["aside"].format(rows=say.figure(seen.aside))
        yield words["lost"].format(rows=say.figure(seen.lost))
        shared = {fault[1:] for fault in seen.faults if not fault.row}
        faults = [fault for fault in seen.faults if not fault.row or fault[1:] not in shared]
        yield from (self._wording.fault(fault) for fault in faults[:FAULTS_MAX])
        if (more := len(faults) - FAULTS_MAX) > 0:
            yield words["more faults"].format(count=say.figure(more))
        if seen.around:
            yield words["around"].format(rows=say.figure(seen.around))

    def _states(self, seen: Sight) -> Iterator[str]:
        words = self._words
        if not seen.states:
            return
        yield words["states"]
        width = max(len(state.word) for state in seen.states)
        for state in seen.states:
            yield f"  {state.word:<{width}}  {words[f'status.{state.status}']:<30}  {self._say.figure(state.orders)}"

    def _proof(self, file: FileList, seen: Sight) -> Iterator[str]:
        words, say = self._words, self._say
        yield words["proof"]
        yield words["presence" if seen.orders else "no presence"]
        if file.complete and file.window:
            span = [
                f"{say.full_day(moment)}, {say.clock(moment)}" for moment in (file.window.since, file.window.until)
            ]
            yield words["absence"].format(since=span[0], until=span[1])
        else:
            yield words["no absence"]
        if seen.days_only:
            one, many = words["orders"].split("|")
            yield words["days only"].format(orders=say.n(seen.days_only, one, many))

    def _mends(self, file: FileList, seen: Sight, reading: Reading) -> Iterator[str]:
        """What to change, the most useful first."""
        words = self._words
        if seen.aside and not seen.read:
            yield words["mend.shop"].format(shop=self._shop)
        for trouble in file.troubles:
            if trouble.kind not in ("no_window", "not_complete"):
                yield " ".join(part for part in self._wording.trouble(trouble) if part)
        if seen.unsure:
            yield words["example"].format(field=next(iter(seen.unsure)))
        if seen.as_of_by in ("", "rows"):
            yield words["mend.as_of"]
        if seen.lost:
            yield words["mend.lost"]
        if reading.covers != "all":
            yield words["mend.one_page" if seen.one_page else "mend.covers"]
        elif file.window is None and seen.orders:
            yield words["mend.created_at"]
        if not self._shop:
            yield words["mend.no shop"]

    def _steps(self, steps: list[str] | Iterator[str]) -> Iterator[str]:
        told = [step for step in dict.fromkeys(steps) if step]
        if told:
            yield self._words["mends"]
            yield from (f"  {number}. {step}" for number, step in enumerate(told, 1))
