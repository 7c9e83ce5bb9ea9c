"""`vigie`: the commands, each in its own file. `python -m cli inbox check list.xlsx`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cli import inbox_check
from cli.settings import SettingsFault
from cli.texts import LANGUAGES, TEXTS

USAGE = 2


def main(arguments: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """0: understood · 1: not understood · 2: the command itself was wrong."""
    given = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        shown = inbox_check.run(given.file, given.shop, given.language, now or datetime.now(UTC))
    except SettingsFault as fault:
        print(fault.told(given.language or LANGUAGES[0]), file=sys.stderr)
        return USAGE
    print("\n".join(shown.lines))
    return 0 if shown.understood else 1


def _parser() -> argparse.ArgumentParser:
    words = TEXTS[LANGUAGES[0]]
    parser = argparse.ArgumentParser(prog="vigie", description=words["help"])
    places = parser.add_subparsers(required=True, metavar="inbox")
    inbox = places.add_parser("inbox", help=words["help.inbox"]).add_subparsers(required=True, metavar="check")
    check = inbox.add_parser("check", help=words["help.check"], description=words["help.check"])
    check.add_argument("file", type=Path, help=words["help.file"])
    check.add_argument("--shop", type=Path, help=words["help.shop"])
    check.add_argument("--language", choices=LANGUAGES, help=words["help.language"])
    return parser


if __name__ == "__main__":
    sys.exit(main())
