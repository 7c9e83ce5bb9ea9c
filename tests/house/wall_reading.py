"""The project's Python files as the walls read them: syntax trees, imports, and what runs at import."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "sandbox", "tools", "tests")
NOT_OURS = frozenset({".venv", ".venv-ministack", ".local", ".git", ".aws-sam", "node_modules", "__pycache__"})
OWN = frozenset({"core", "sources", "sinks", "handlers", "cli", "sandbox", "tools", "tests"})


@dataclass(frozen=True)
class Import:
    """One name brought in: `from sources import address` is `sources.address`."""

    name: str
    line: int
    typing_only: bool
    """Under `if TYPE_CHECKING`: it never runs."""

    @property
    def root(self) -> str:
        return self.name.partition(".")[0]

    def within(self, *packages: str) -> bool:
        return any(self.name == one or self.name.startswith(one + ".") for one in packages)


@dataclass(frozen=True)
class Source:
    """One Python file, or a bad one made up to see a wall hold."""

    path: str
    """From the project's folder, with slashes."""
    text: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def package(self) -> str:
        """`core` for src/core/match.py, `sandbox` for sandbox/play.py."""
        parts = PurePosixPath(self.path).parts
        return parts[1] if parts[0] == "src" and len(parts) > 2 else parts[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(_imports(self.tree, typing_only=False))

    @cached_property
    def at_import(self) -> tuple[ast.AST, ...]:
        """Every node that Python runs when the file is imported: no function's body, no annotation."""
        return tuple(node for statement in self.tree.body for node in _running(statement))

    @cached_property
    def docstrings(self) -> frozenset[int]:
        """Ids of the constants that are text for people: docstrings, and strings that stand alone."""
        return frozenset(
            id(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )


def every_source() -> tuple[Source, ...]:
    """All Python files of the project, wherever they stand."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    )


@cache
def tracked() -> tuple[str, ...]:
    """What git tracks, and what it would be asked to; without git, all that our own commands did not make."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    found = answer.stdout.splitlines() if answer.returncode == 0 else _walked()
    return tuple(sorted(path for path in set(found) if (ROOT / path).is_file()))


def _walked() -> list[str]:
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in paths if not set(path.parts) & NOT_OURS]


def spelled(node: ast.AST) -> str:
    """`datetime.now` for such a chain of names, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = spelled(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _imports(node: ast.AST, *, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, typing_only)
        elif isinstance(child, ast.ImportFrom):
            base = "." * child.level + (child.module or "")
            for alias in child.names:
                yield Import(f"{base}.{alias.name}", child.lineno, typing_only)
        elif isinstance(child, ast.If) and spelled(child.test).endswith("TYPE_CHECKING"):
            for statement in child.body:
                yield from _imports(ast.Module([statement], []), typing_only=True)
            for statement in child.orelse:
                yield from _imports(ast.Module([statement], []), typing_only=typing_only)
        else:
            yield from _imports(child, typing_only=typing_only)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """This node and those in it that run at import."""
    if isinstance(node, ast.If) and (spelled(node.test).endswith("TYPE_CHECKING") or is_main(node)):
        return
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
        inside: list[ast.AST] = [*getattr(node, "decorator_list", []), *defaults]
    elif isinstance(node, ast.AnnAssign):
        inside = [node.value] if node.value is not None else []  # annotations are text (from __future__)
    else:
        inside = list(ast.iter_child_nodes(node))
    for child in inside:
        yield from _running(child)


def is_main(node: ast.AST) -> bool:
    """`if __name__ == "__main__":`"""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and spelled(node.test.left) == "__name__"
