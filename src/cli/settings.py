"""A shop's settings from a JSON file (CONTRACTS section 3), as far as a list of the inbox is read by them.

Says what is wrong by field, never a value: the file holds keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from cli.texts import TEXTS
from core.policy import Policy
from core.say import Language

T = TypeVar("T")


class SettingsFault(Exception):
    """A file that cannot be used: `key` of cli.texts, and which file, and which field."""

    def __init__(self, key: str, path: Path, where: str = "") -> None:
        super().__init__(key)
        self.key, self.path, self.where = key, path, where

    def told(self, language: Language) -> str:
        return TEXTS[language][f"fault.{self.key}"].format(file=self.path.name, where=self.where)


@dataclass(frozen=True, slots=True)
class ListSettings:
    """How one shop's lists are to be read."""

    shop: str = ""
    """"": not said, so every row may be the shop's."""
    covers: str = "some"
    columns: Mapping[str, str] = field(default_factory=lambda: {"shop": ""})
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(Policy().timezone))
    pattern: str = field(default_factory=lambda: Policy().reference_pattern)
    language: Language = "fr"


def read(path: Path | None) -> ListSettings:
    """The settings in a file; without one, the defaults. Raises SettingsFault."""
    if path is None:
        return ListSettings()
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise SettingsFault("file", path) from None
    except (ValueError, RecursionError):
        raise SettingsFault("json", path) from None
    if not isinstance(said, dict):
        raise SettingsFault("json", path)
    inbox = _inbox(path, said)
    policy = _of(dict, path, said, "policy", {})
    columns = _of(dict, path, inbox, "columns", {}, "tpop.columns")
    if not all(isinstance(one, str) for one in columns.values()):
        raise SettingsFault("field", path, "tpop.columns")
    zone = _of(str, path, policy, "timezone", Policy().timezone, "policy.timezone")
    if zone not in available_timezones():
        raise SettingsFault("field", path, "policy.timezone")
    pattern = _of(str, path, policy, "reference_pattern", ListSettings().pattern, "policy.reference_pattern")
    try:
        re.compile(pattern)
    except re.error:
        raise SettingsFault("field", path, "policy.reference_pattern") from None
    return ListSettings(
        shop=_of(str, path, said, "id", re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")),
        covers=_of(str, path, inbox, "covers", "some", "tpop.covers"),
        columns=columns,
        zone=ZoneInfo(zone),
        pattern=pattern,
        language="en" if policy.get("language") == "en" else "fr",
    )


def _inbox(path: Path, said: dict[str, Any]) -> dict[str, Any]:
    """The first inbox channel."""
    channels = _of(list, path, said, "tpop", [])
    found = [one for one in channels if isinstance(one, dict) and one.get("channel") == "inbox"]
    if not found:
        raise SettingsFault("no_inbox", path)
    return found[0]


def _of(kind: type[T], path: Path, said: Mapping[str, Any], name: str, otherwise: T, where: str = "") -> T:
    value = said.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, kind):
        raise SettingsFault("field", path, where or name)
    return value
