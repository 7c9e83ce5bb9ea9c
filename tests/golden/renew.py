"""Renews golden answers, only when told to: `python -m tests.golden.renew` shows what differs, `--write` writes it.

An answer says what somebody read with their own eyes and found right. Renew, then read what changed, then commit.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.golden import woocommerce_answer

HERE = Path(__file__).parent
KINDS: dict[str, Callable[[Path], Any]] = {"woocommerce": woocommerce_answer.answer}
"""Folder of recordings -> what makes our answer of one."""


def pairs(kind: str) -> Iterator[tuple[Path, Path]]:
    """(recording, answer) of every recorded order of a folder."""
    for raw in sorted((HERE / kind).glob("*.raw.json")):
        if not raw.name.endswith(".refunds.raw.json"):
            yield raw, raw.with_name(raw.name.replace(".raw.json", ".order.json"))


def text(kind: str, raw: Path) -> str:
    return json.dumps(KINDS[kind](raw), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """0 where nothing differs or all was written, 1 where something differs."""
    write = arguments == ["--write"]
    if arguments and not write:
        print("usage: python -m tests.golden.renew [--write]")
        return 2
    differ = 0
    for kind in KINDS:
        for raw, golden in pairs(kind):
            old, new = golden.read_text() if golden.exists() else "", text(kind, raw)
            if old == new:
                continue
            differ += 1
            print(f"{'written' if write else 'differs'}: {kind}/{golden.name}")
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), new.splitlines(True), "golden", "now", n=1)
            )
            if write:
                golden.write_text(new)
    return 0 if write or not differ else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
