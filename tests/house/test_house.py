"""What a stranger finds in this repository: the two commands, locked lists, and pages that match the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.checks import CHECKS
from core.checks.contract import Check
from tests.house.wall_reading import ROOT, tracked

HEADINGS = ("What it finds:", "Why it matters:", "Blind spots:", "Example:")
LOCKS = ("src/requirements.txt", "requirements/dev.txt", "requirements/ministack.txt")


# --------------------------------------------------------------------------------------------------- two commands
@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_shows_both_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_makefile_knows_what_the_readme_says() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = re.findall(
        r"\bmake ([a-z]+)\b(?! by)", "\n".join(re.findall(r"`[^`\n]+`", (ROOT / "README.md").read_text()))
    )
    assert {"run", "test"} <= set(said)
    assert set(said) <= known


def test_ci_runs_the_readmes_own_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()


# ------------------------------------------------------------------------------------------------- locked lists
def unlocked(text: str) -> list[str]:
    """Requirements without a version or a hash, and whatever else does not belong into a locked list."""
    joined = text.replace("\\\n", " ")
    wrong = []
    for line in joined.splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        if line and not re.fullmatch(
            r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[^\s;]+( *;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+", line
        ):
            wrong.append(line[:100])
    return wrong + re.findall(r"\S+://\S+", text)


@pytest.mark.parametrize("path", LOCKS)
def test_every_package_is_locked_with_its_hash(path: str) -> None:
    text = (ROOT / path).read_text()
    assert "==" in text
    assert not unlocked(text)


def test_there_is_no_other_list() -> None:
    lists = {path for path in tracked() if re.search(r"(^|/)requirements[^/]*(/[^/]+)?\.txt$", path)}
    assert lists == set(LOCKS)


@pytest.mark.parametrize(
    "text",
    [
        "thing==1.0\n",
        "thing>=1.0 --hash=sha256:" + "0" * 64,
        "--index-" + "url=https://there.example\n",
        "thing @ https://there.example/thing.whl\n",
        "thing==1.0 --hash=md5:0\n",
    ],
)
def test_an_unlocked_package_would_be_found(text: str) -> None:
    assert unlocked(text)


# ----------------------------------------------------------------------------------------------------- checks
def file_of(check: Check) -> Path:
    return ROOT / "src" / "core" / "checks" / f"{check.id.replace('-', '_')}.py"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_its_file_its_headings_its_words_and_its_page(check: Check) -> None:
    docstring = ast.get_docstring(ast.parse(file_of(check).read_text(encoding="utf-8"))) or ""
    assert docstring.startswith(f"{check.id}: ")
    places = [docstring.find(f"\n{heading} ") for heading in HEADINGS]
    assert -1 not in places, HEADINGS
    assert places == sorted(places)
    assert set(check.words) == {"fr", "en"}
    assert f"\n### {check.id}\n" in (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_its_test(check: Check) -> None:
    assert (ROOT / "tests" / "unit" / "core" / "checks" / f"test_{file_of(check).stem}.py").is_file()


def test_an_id_is_given_once() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)


# ---------------------------------------------------------------------------------------------- generated pages
def test_generated_pages_match_the_code() -> None:
    """In a process of its own: the story is played through the real handler, with moto's one state per process."""
    ran = subprocess.run(
        [sys.executable, "-m", "tools.docs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{ran.stdout}{ran.stderr}\nmake docs"
