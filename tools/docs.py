"""`make docs`: writes the pages, parts of pages and pictures that come from the code; with --check only says what is stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from tools import checks_page, feed_schema, flow_page, flow_picture, phone_picture, readme_parts, table_picture
from tools.code_map import ROOT, Stale
from tools.markers import fill

WHOLE: Mapping[str, Callable[[], str]] = {
    "docs/checks.md": checks_page.page,
    "docs/tpop-feed.schema.json": feed_schema.page,
    "docs/pictures/flow.svg": flow_picture.picture,
    "docs/pictures/mail.svg": lambda: phone_picture.picture("en"),
    "docs/pictures/mail.fr.svg": lambda: phone_picture.picture("fr"),
    "docs/pictures/history.svg": lambda: table_picture.picture("en"),
    "docs/pictures/history.fr.svg": lambda: table_picture.picture("fr"),
}
PARTS: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "docs/architecture.md": flow_page.parts,
    "README.md": readme_parts.english,
    "README.fr.md": readme_parts.french,
}
"""Pages written by hand, with parts between markers."""


def made() -> dict[str, str]:
    """Every page that is made, whole, as it should stand. Raises Stale where the code no longer fits a page."""
    pages = {path: page() for path, page in WHOLE.items()}
    pages |= {path: fill(path, _as_it_stands(path), parts()) for path, parts in PARTS.items()}
    return pages


def stale(pages: Mapping[str, str]) -> list[str]:
    return [path for path, text in pages.items() if _as_it_stands(path) != text]


def _as_it_stands(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where something is stale")
    given = parser.parse_args(arguments)
    try:
        pages = made()
    except Stale as fault:
        print(fault, file=sys.stderr)
        return 1
    old = stale(pages)
    for path in old:
        print(f"stale: {path}" if given.check else f"made: {path}")
        if not given.check:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(pages[path], encoding="utf-8")
    if given.check and old:
        print("make docs", file=sys.stderr)
    return 1 if given.check and old else 0


if __name__ == "__main__":
    sys.exit(main())
