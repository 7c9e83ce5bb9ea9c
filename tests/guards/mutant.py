"""What a mutant is: one guard taken out of Vigie, and the test that must notice."""

from __future__ import annotations

from typing import NamedTuple

WOO = "sources/woocommerce/"
DOOR, ADDRESS, EXPECT, COMPARE = "sources/http.py", "sources/address.py", "core/expect.py", "core/compare.py"
LOOK, ASK = "handlers/look.py", "handlers/ask.py"


class Edit(NamedTuple):
    """`old` stands exactly once in `path`, which is under src/."""

    path: str
    old: str
    new: str


class Mutant(NamedTuple):
    """Most guards are one piece of text; where one is held twice over, both go."""

    trap: int
    test: str
    edits: tuple[Edit, ...]


def cut(trap: int, test: str, *edits: tuple[str, str, str]) -> Mutant:
    """`test` is named without its "test_trap_NN_"."""
    return Mutant(trap, f"test_trap_{trap:02}_{test}", tuple(Edit(*edit) for edit in edits))
