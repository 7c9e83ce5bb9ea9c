"""Whose order a row is: the shop's name as a list may write it, and the shop's number inside TPOP's reference."""

from __future__ import annotations

import re

from core.errors import SettingsError
from core.policy import Policy
from sources.tpop.words import fold

NOTHING = "NaN"
"""What some exports write for an empty cell: no name, and no number."""


class Shops(dict[str, bool]):
    """Is this name the configured shop's? However it is written: "Mugs Paris" is mugs-paris."""

    def __init__(self, shop: str) -> None:
        super().__init__({"": True, NOTHING: True, shop: True})
        self._shop = fold(shop)

    def __missing__(self, name: str) -> bool:
        self[name] = answer = fold(name) == self._shop
        return answer


class Cleaner:
    """The shop's number inside TPOP's reference, by the policy's `reference_pattern` (its first group)."""

    def __init__(self, pattern: str) -> None:
        """Raises SettingsError where the pattern is no regular expression."""
        try:
            self._search = re.compile(pattern).search
        except re.error:
            raise SettingsError("policy.reference_pattern is not a regular expression.") from None
        self._plain = pattern == Policy.__dataclass_fields__["reference_pattern"].default

    def __call__(self, reference: str) -> str:
        """Where the pattern does not fit, the reference as it stands: it shows in the samples of what met nothing."""
        if self._plain and (bare := reference.removeprefix("#")).isalnum():
            return bare  # what the default pattern would answer, four times faster
        match = self._search(reference)
        if match is None:
            return reference
        return (match[1] if match.re.groups else match[0]) or ""
