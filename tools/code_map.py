"""The house as its code shows it: which module does which step, who imports whom, and what each folder is for.

The steps are named here once; that they are where the page says, and in that order, is read from the code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"
START = "handlers.reconcile"


class Stale(Exception):
    """The code no longer is what a page says of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run."""

    name: str
    package: str
    files: str
    """A pattern below src/."""
    gives: str
    """What it hands to the next one: classes of the house, or the vendor's own pages."""


STEPS = (
    Step("event", "handlers", "handlers/event.py", "Asked"),
    Step("pull", "sources", "sources/*/**/pull.py", "pages"),
    Step("normalise", "sources", "sources/*/**/normalise.py", "ShopOrder, TpopOrder"),
    Step("match", "core", "core/match.py", "Case"),
    Step("check", "core", "core/checks/*.py", "Finding"),
    Step("diff", "core", "core/diff.py", "News, Writing"),
    Step("record", "sinks", "sinks/record.py", "Message"),
    Step("publish", "sinks", "sinks/publish.py", "Told"),
    Step("mark", "sinks", "sinks/record.py", ""),
)
CALLS = ("look_at", "record", "compose", "publish", "mark", "report")
"""What `run` calls, one a line."""
PACKAGES = ("handlers", "sources", "core", "sinks", "cli")


def modules_of(step: Step) -> tuple[str, ...]:
    """The step's files below src/, each of them reached from the handler by imports. Raises Stale."""
    found = sorted(path.relative_to(SRC).as_posix() for path in SRC.glob(step.files) if path.name != "__init__.py")
    if not found:
        raise Stale(f"no file does the step {step.name!r}: {step.files}")
    reached = _reached()
    idle = [path for path in found if _name(SRC / path) not in reached]
    if idle:
        raise Stale(f"{step.name}: nothing on the way from {START} imports {', '.join(idle)}")
    if unknown := set(step.gives.replace("pages", "").replace(",", " ").split()) - _classes():
        raise Stale(f"{step.name} hands on what no class is called: {', '.join(sorted(unknown))}")
    return tuple(found)


def check_order() -> None:
    """`run` takes the steps in the order the pages tell. Raises Stale."""
    tree = _tree(SRC / "handlers" / "reconcile.py")
    runs = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "run"]
    if not runs:
        raise Stale("handlers/reconcile.py has no function `run`")
    called = [node for node in ast.walk(runs[0]) if isinstance(node, ast.Call)]
    named = [(node.lineno, _last(node.func)) for node in called]
    order = tuple(name for _, name in sorted(named) if name in CALLS)
    if order != CALLS:
        raise Stale(f"`run` calls {', '.join(order)}; the pages say {', '.join(CALLS)}")


def imports_between() -> dict[tuple[str, str], int]:
    """(package, package) -> how many files of the one import from the other."""
    counted: dict[tuple[str, str], int] = {}
    for path in _files():
        here = path.relative_to(SRC).parts[0]
        for there in sorted({name.partition(".")[0] for name in _imported(path)} & set(PACKAGES) - {here}):
            counted[here, there] = counted.get((here, there), 0) + 1
    return counted


def reason(path: Path) -> str:
    """The first line of a file's docstring. Raises Stale."""
    docstring = ast.get_docstring(_tree(path))
    if not docstring:
        raise Stale(f"{path.relative_to(ROOT)} does not tell its reason")
    return docstring.splitlines()[0]


def folders(*tops: str) -> Iterator[tuple[str, str, int]]:
    """Folder, what it is for, how many files beside its `__init__.py`."""
    for top in tops:
        for mark in sorted((ROOT / top).rglob("__init__.py"), key=lambda path: path.parent.parts):
            files = [path for path in mark.parent.glob("*.py") if path != mark]
            yield f"{mark.parent.relative_to(ROOT).as_posix()}/", reason(mark), len(files)


def files_of(folder: str) -> Iterator[tuple[str, str]]:
    """File name and reason, of one folder."""
    for path in sorted((ROOT / folder).glob("*.py")):
        if path.name != "__init__.py":
            yield path.name, reason(path)


@cache
def _reached() -> frozenset[str]:
    """Every module that the handler imports, and what those import, and so on."""
    known = {_name(path): path for path in _files()}
    reached: set[str] = set()
    waiting = [START]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in known:
            continue
        reached.add(name)
        waiting += _imported(known[name])
    return frozenset(reached)


@cache
def _classes() -> frozenset[str]:
    return frozenset(node.name for path in _files() for node in _tree(path).body if isinstance(node, ast.ClassDef))


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(SRC.rglob("*.py")))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """Modules, and names that may be modules: `from core.checks import missing_line` counts as both."""
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return tuple(sorted(found))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
