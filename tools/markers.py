"""Puts what is made between its markers; all around it is written by hand and stays.

<!-- made by make docs: NAME -->
…
<!-- end of NAME -->
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tools.code_map import Stale

_PART = re.compile(
    r"(<!-- made by make docs: (?P<name>[\w -]+) -->\n)(?P<body>.*?)(<!-- end of (?P=name) -->)", re.DOTALL
)
_OPEN = re.compile(r"<!-- made by make docs: ([\w -]+) -->")


def fill(page: str, text: str, parts: Mapping[str, str]) -> str:
    """The page with every part renewed. Raises Stale where a marker or a part has lost its other half."""
    opened, closed = _OPEN.findall(text), [match["name"] for match in _PART.finditer(text)]
    if opened != closed or sorted(opened) != sorted(parts):
        raise Stale(f"{page}: markers {opened}, closed {closed}, made {sorted(parts)}")
    return _PART.sub(lambda match: f"{match[1]}{parts[match['name']].strip()}\n{match[4]}", text)
