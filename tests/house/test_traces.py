"""No traces in what is tracked: of a machine, of a registry, of work left unfinished, of tests skipped in silence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.wall_reading import ROOT, spelled, tracked

BINARY = frozenset({".png", ".gz", ".zip", ".ico"})

# In halves, so that this file does not find itself.
ADDRESSES = tuple(
    first + second
    for first, second in (
        *(("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("crates", ".io")),
        *(("index-", "url"), ("find-", "links"), ("trusted-", "host"), ("maven", ".org"), ("docker", ".io")),
    )
)
MACHINE = re.compile(
    r"(?<![\w.:/*-])/(?:" + "|".join(("ro" + "ot", "ho" + "me", "Us" + "ers", "wo" + "rk")) + r")/\w"
)
UNFINISHED = re.compile(
    r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImpl" + "ementedError")) + r")\b"
)


@cache
def lines() -> tuple[tuple[str, int, str], ...]:
    """Every line of every text file: path, number, text."""
    found = []
    for path in tracked():
        if Path(path).suffix not in BINARY:
            text = (ROOT / path).read_text(encoding="utf-8")
            found += [(path, number, line) for number, line in enumerate(text.splitlines(), 1)]
    return tuple(found)


def matching(pattern: re.Pattern[str]) -> list[str]:
    return [f"{path}:{number}: {line.strip()[:100]}" for path, number, line in lines() if pattern.search(line)]


def test_no_registry_is_written_down() -> None:
    assert not matching(re.compile("|".join(map(re.escape, ADDRESSES)), re.IGNORECASE))


def test_no_path_of_a_machine_is_written_down() -> None:
    assert not matching(MACHINE)


def test_nothing_is_left_unfinished() -> None:
    assert not matching(UNFINISHED)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (re.compile(re.escape(ADDRESSES[0])), "see https://py" + "pi.org/project/x"),
        (re.compile(re.escape(ADDRESSES[5])), "--extra-index-" + "url=https://there.example"),
        (MACHINE, "log at /ro" + "ot/thing.log"),
        (MACHINE, '"/wo' + 'rk/thing"'),
        (UNFINISHED, "# TO" + "DO: later"),
        (UNFINISHED, "raise NotImpl" + "ementedError"),
    ],
)
def test_a_trace_would_be_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_what_looks_like_a_trace_and_is_none() -> None:
    for line in ("https://boutique.example/orders/", "src/work/x", "the framework/thing", "method", "homeward"):
        assert not MACHINE.search(line)
        assert not UNFINISHED.search(line)


def unexplained(text: str) -> Iterator[int]:
    """Lines where a test is skipped, or expected to fail, and nobody says why."""
    for node in ast.walk(ast.parse(text)):
        name = spelled(node.func if isinstance(node, ast.Call) else node)
        last = name.rpartition(".")[2]
        if isinstance(node, ast.Call) and last in ("skip", "skipif", "xfail") and name.startswith("pytest."):
            told = any(one.arg == "reason" for one in node.keywords)
            if not told and not (last == "skip" and node.args):
                yield node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bare = ("pytest.mark.skip", "pytest.mark.xfail")
            yield from (one.lineno for one in node.decorator_list if spelled(one) in bare)


def test_a_skipped_test_says_why() -> None:
    found = [
        f"{path}:{line}"
        for path in tracked()
        if path.endswith(".py")
        for line in unexplained((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\npytest.skip()",
        "import pytest\n@pytest.mark.skip\ndef test(): ...",
        "import pytest\n@pytest.mark.skipif(True)\ndef test(): ...",
        "import pytest\n@pytest.mark.xfail(strict=True)\ndef test(): ...",
    ],
)
def test_a_silent_skip_would_be_found(text: str) -> None:
    assert list(unexplained(text))
