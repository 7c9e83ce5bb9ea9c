"""The nouns of a mail that was taken apart: letters, and their passages as plain lines."""

from __future__ import annotations

from typing import Literal, NamedTuple

Where = Literal["subject", "text", "html", "pdf"]


class Passage(NamedTuple):
    """One part, as lines."""

    where: Where
    lines: tuple[str, ...]
    otherwise: tuple[str, ...] = ()
    """The same once more, told another way: read where the lines show nothing."""


class Letter(NamedTuple):
    """One mail, or one that is attached to it."""

    subject: str
    passages: tuple[Passage, ...]
    names_tpop: bool = False
    """TPOP is named in it somewhere: in its sender, in what is seen of it, or by a link that leads to TPOP."""
