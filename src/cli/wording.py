"""Troubles, fields and headings in plain words: the mails' own, and other ones where a file is not a mail's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cli.texts import TEXTS
from core.digest import troubles_en, troubles_fr
from core.model import Trouble
from core.say import Language
from sources.tpop.inbox.sight import Fault

_PHRASES: Mapping[Language, Mapping[str, str]] = {"fr": troubles_fr.PHRASES, "en": troubles_en.PHRASES}
_QUOTES = {"fr": ("« ", " »"), "en": ('"', '"')}
_COLON = {"fr": " : ", "en": ": "}
_WHOLE_ROW = ("row", "order")
"""Fields of faults that are of no one field."""


class Wording:
    """One language's."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.words = TEXTS[language]

    def trouble(self, trouble: Trouble) -> tuple[str, str]:
        """What happened, and what helps."""
        said = {**_PHRASES[self._language], **self.words}
        who = said["who"]
        reasons = [trouble.detail.get("why"), trouble.detail.get("what")]
        if trouble.kind == "bad_columns" and not trouble.detail.get("missing"):
            reasons.append("unreadable" if "unreadable" in trouble.detail else None)
        keys = [*(f"{trouble.kind}.{reason}" for reason in reasons if reason), trouble.kind]
        key = next((key for key in keys if f"trouble.{key}" in said), "")
        if not key:
            return said["refused.other"], ""
        values = {
            "who": who,
            "Who": who[:1].upper() + who[1:],
            "quoted": self._about(trouble),
            "counted": "",
            "to": "",
            "when": "",
        }
        return said[f"trouble.{key}"].format(**values), said[f"mend.{key}"].format(**values)

    def _about(self, trouble: Trouble) -> str:
        """The words or columns that a trouble is about, to stand behind it."""
        detail = trouble.detail
        quoted = detail.get("words") or detail.get("missing") or detail.get("columns") or ()
        if quoted:
            return f"{_COLON[self._language]}{self.quoted(tuple(quoted))}"
        shared = detail.get("unreadable") if trouble.kind == "bad_columns" else ()
        named = [self.field(field) for field in shared or () if field not in _WHOLE_ROW]
        return f"{_COLON[self._language]}{', '.join(named)}" if named else ""

    def fault(self, fault: Fault) -> str:
        """What is wrong on one row, or in the whole list."""
        words = self.words
        where = words["row"].format(row=fault.row) if fault.row else words["every row"]
        problem = words.get(f"problem.{fault.problem}", words["problem"])
        about = "" if fault.field in _WHOLE_ROW else f", {self.field(fault.field)}"
        return words["fault"].format(where=where, about=about, problem=problem)

    def field(self, field: str) -> str:
        """A field's meaning, and its name in the feed."""
        meaning = self.words.get(f"field.{field}") or self.words.get(f"field.{field.rpartition('.')[2]}", "")
        return f"{meaning} ({field})" if meaning else field

    def quoted(self, headings: Sequence[str]) -> str:
        """Headings, or words of the file."""
        first, last = _QUOTES[self._language]
        return ", ".join(f"{first}{heading}{last}" for heading in headings)
