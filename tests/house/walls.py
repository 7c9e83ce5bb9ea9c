"""Walls 1 to 3 of DESIGN.md: core is pure, who imports whom, and I/O that shows in a file's name.

A wall takes one file and tells what breaks it. tests/house/test_walls.py holds them against the project, and against
small bad files, so that each has been seen to catch what it is for.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

from tests.house import wall_lists as lists
from tests.house.wall_reading import OWN, ROOT, Import, Source, spelled

Wall = Callable[[Source], Iterator[str]]


def core_is_pure(source: Source) -> Iterator[str]:
    """1 · The standard library's plain part and core itself; no clock, no environment, no logging, no I/O."""
    if source.package != "core":
        return
    for one in source.imports:
        allowed = one.root == "core" or one.root in lists.CORE_MAY_IMPORT
        if not allowed and (source.path, one.name) not in lists.CORE_EXCEPTIONS:
            yield f"{one.line}: core imports {one.name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and ".".join(spelled(node).split(".")[-2:]) in lists.CLOCKS:
            yield f"{node.lineno}: core reads a clock ({spelled(node)})"
        if isinstance(node, ast.Call) and spelled(node.func) in lists.IMPURE_CALLS:
            yield f"{node.lineno}: core calls {spelled(node.func)}"


def layers_hold(source: Source) -> Iterator[str]:
    """2 · handlers, cli → sources, sinks, core · sources → core · sinks → core; nothing imports handlers."""
    may = lists.MAY_IMPORT.get(source.package)
    if may is None:
        return
    for one in source.imports:
        if one.root == "":
            yield f"{one.line}: a relative import ({one.name}): write it from the package's root"
        elif one.root in OWN and one.root not in may:
            yield f"{one.line}: {source.package} imports {one.name}"


def platforms_stay_apart(source: Source) -> Iterator[str]:
    """2 · One platform never imports another, one channel never another; what they share knows none of them."""
    if source.package != "sources":
        return
    home = PurePosixPath(source.path).parts[2:-1]
    for one in source.imports:
        if one.root != "sources" or one.within(*lists.SHARED_DOORS) or one.name in ("sources", "sources.*"):
            continue
        to = one.name.split(".")[1:]
        if not home:
            yield f"{one.line}: a shared door imports {one.name}"
        elif to[0] != home[0]:
            yield f"{one.line}: {home[0]} imports {one.name}"
        elif len(home) > 1 and to[1] in _channels(home[0]) and to[1] != home[1]:
            yield f"{one.line}: channel {home[1]} imports {one.name}"


def the_sandbox_stands_alone(source: Source) -> Iterator[str]:
    """2 · The sandbox takes the real function by name, late and in one place: nothing else of src."""
    if source.package != "sandbox":
        return
    late = {
        id(node)
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and spelled(node.func) in (
            "importlib.import_module",
            "import_module",
            "__import__",
        ):
            wanted = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "?"
            if (source.path, wanted) not in lists.LATE_DOORS:
                yield f"{node.lineno}: the sandbox imports {wanted} by name"
            elif id(node) not in late:
                yield f"{node.lineno}: {wanted} is imported at once, before its environment stands"


def io_shows_in_the_name(source: Source) -> Iterator[str]:
    """3 · Only the doors import an I/O library, or open a file."""
    if not source.path.startswith("src/") or source.name in lists.DOORS or source.path.startswith(lists.DOOR_PATHS):
        return
    for one in source.imports:
        if _is_io(one) and not _excepted(source.path, one):
            yield f"{one.line}: {source.path} imports {one.name}"
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        called = spelled(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called in lists.IO_CALLS or method in lists.IO_METHODS:
            yield f"{node.lineno}: {source.path} calls {called or method}"


def what_runs_is_shipped(source: Source) -> Iterator[str]:
    """3 · What src imports when it runs is in the list that goes to Lambda."""
    if not source.path.startswith("src/"):
        return
    for one in source.imports:
        known = one.root in OWN or one.root in sys.stdlib_module_names or one.root in shipped()
        if one.root and not known and not one.typing_only:
            yield f"{one.line}: {one.name} is not in src/requirements.txt"


@cache
def shipped() -> frozenset[str]:
    """Import names of the locked packages: their own names, with underscores (it holds for all of ours)."""
    lines = (ROOT / "src" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("==")[0].strip().replace("-", "_") for line in lines if "==" in line)


@cache
def _channels(platform: str) -> frozenset[str]:
    folder = ROOT / "src" / "sources" / platform
    return frozenset(path.name for path in folder.iterdir() if (path / "__init__.py").is_file())


def _is_io(one: Import) -> bool:
    return one.within(*lists.IO_LIBRARIES) or one.root.startswith("mypy_boto3")


def _excepted(path: str, one: Import) -> bool:
    return any(where == path and one.within(name) for where, name in lists.IO_EXCEPTIONS)


WALLS: tuple[Wall, ...] = (
    core_is_pure,
    layers_hold,
    platforms_stay_apart,
    the_sandbox_stands_alone,
    io_shows_in_the_name,
    what_runs_is_shipped,
)
