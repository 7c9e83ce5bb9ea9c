"""Take any one guard out of Vigie and a named test turns red: proved by doing it, in a copy, one guard at a time."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from tests.guards.mutant import Mutant
from tests.guards.mutants import MUTANTS, TRAPS
from tests.house.wall_reading import ROOT

HERE = Path(__file__).parent
PASSED, FAILED = 0, 1
"""What pytest answers; anything else is a test that did not run."""
RED = re.compile(
    r"^FAILED .+? - (assert |AssertionError|Failed: DID NOT RAISE|core\.errors\.SourceError)", re.MULTILINE
)
"""Red for what it is about: a mutant that merely crashes proves nothing."""


@cache
def written() -> dict[str, tuple[str, str]]:
    """Name -> (the file that holds it, the first line of its docstring)."""
    return {
        node.name: (str(path.relative_to(ROOT)), ast.get_docstring(node) or "")
        for path in sorted(HERE.glob("test_guards_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def named(mutant: Mutant) -> str:
    return f"{mutant.trap:02}-{mutant.test.removeprefix(f'test_trap_{mutant.trap:02}_')}"


def copied(folder: Path) -> Path:
    """With its compiled files: nothing but the mutant itself is compiled anew."""
    half_written = shutil.ignore_patterns("*.pyc.*")
    return Path(shutil.copytree(ROOT / "src", folder / "src", ignore=half_written))


def run(src: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """These tests, over that copy of src/ and nothing else."""
    places = [f"{written()[name][0]}::{name}" for name in names]
    less = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", *less, "-c", "pyproject.toml", "-o", "pythonpath=", *places],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{src}{os.pathsep}{ROOT}", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_trap_has_its_tests_and_every_test_its_mutant() -> None:
    traps = {int(name.split("_")[2]) for name in written()}
    assert traps == set(TRAPS)
    assert {mutant.trap for mutant in MUTANTS} == set(TRAPS)
    assert {mutant.test for mutant in MUTANTS} == set(written())


def test_every_test_says_what_it_would_cost_the_merchant() -> None:
    silent = [name for name, (_, said) in written().items() if not re.fullmatch(r"Cost: [^\n]+\.", said)]
    assert not silent


def test_no_guard_is_taken_out_twice_for_one_test() -> None:
    assert len(set(MUTANTS)) == len(MUTANTS)


def test_with_every_guard_in_place_all_of_them_pass(tmp_path: Path) -> None:
    ran = run(copied(tmp_path), *written())
    assert ran.returncode == PASSED, ran.stdout + ran.stderr


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_without_this_guard_its_test_turns_red(mutant: Mutant, tmp_path: Path) -> None:
    src = copied(tmp_path)
    for path, old, new in mutant.edits:
        text = (src / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path}: the guard is no longer written so, {text.count(old)} times: {old}"
        (src / path).write_text(text.replace(old, new), encoding="utf-8")
        Path(cache_from_source(str(src / path))).unlink(missing_ok=True)
    ran = run(src, mutant.test)
    assert ran.returncode == FAILED, ran.stdout + ran.stderr
    assert RED.search(ran.stdout), ran.stdout
