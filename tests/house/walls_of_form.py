"""Walls 4 to 6 of DESIGN.md: a vendor's words, nothing at import, registers written out, and files with one reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house import wall_lists as lists
from tests.house.wall_reading import Source, is_main, spelled
from tests.house.walls import Wall

_PLAIN = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def vendor_words_stop(source: Source) -> Iterator[str]:
    """4 · A vendor's words stand in its own folder only."""
    if not source.path.startswith("src/"):
        return
    for platform, words in lists.VENDOR_WORDS.items():
        if source.path.startswith(f"src/sources/{platform}/"):
            continue
        for word, line in _spoken(source):
            if word in words and (source.path, word) not in lists.VENDOR_EXCEPTIONS:
                yield f"{line}: {word!r} is {platform}'s word"


def nothing_happens_at_import(source: Source) -> Iterator[str]:
    """5 · No client, no environment, no file: values and types only."""
    if not source.path.startswith("src/"):
        return
    for statement in source.tree.body:
        guard = isinstance(statement, ast.If) and (
            spelled(statement.test).endswith("TYPE_CHECKING") or is_main(statement)
        )
        text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not (guard or text or isinstance(statement, _PLAIN)):
            yield f"{statement.lineno}: a statement that does something at import ({type(statement).__name__})"
    for node in source.at_import:
        if isinstance(node, ast.Call) and not _harmless(source, node):
            yield f"{node.lineno}: {ast.unparse(node.func)} is called at import"
        if spelled(node) in ("os.environ", "environ") and source.path not in lists.ENVIRONMENT_EXCEPTIONS:
            yield f"{getattr(node, 'lineno', 0)}: the environment is read at import"


def registers_are_literal(source: Source) -> Iterator[str]:
    """5 · A register is a tuple or dict that names its members; nobody goes looking for them."""
    if not source.path.startswith("src/"):
        return
    for one in source.imports:
        if one.within(*lists.DISCOVERY):
            yield f"{one.line}: {one.name} is a way to discover"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and spelled(node.func) in ("__import__", "globals"):
            yield f"{node.lineno}: {spelled(node.func)}() is a way to discover"
        if isinstance(node, ast.Attribute) and node.attr in ("__subclasses__", "entry_points"):
            yield f"{node.lineno}: {node.attr} is a way to discover"
    for name in lists.REGISTERS.get(source.path, ()):
        value = _assigned(source, name)
        if not isinstance(value, ast.Tuple | ast.Dict) or not value_names_only(value):
            yield f"{name} is not written out"


def a_docstring_comes_first(source: Source) -> Iterator[str]:
    """6 · The first line tells the file's one reason."""
    first = ast.get_docstring(source.tree, clean=False)
    if not first or source.tree.body[0].lineno != 1:
        yield "the first line is not a docstring"
    elif len(first.splitlines()[0].split()) < 3:
        yield "the first line does not tell the file's reason"


def files_are_short(source: Source) -> Iterator[str]:
    """6 · A file that grows long has a second reason to exist."""
    if source.package == "tests":
        return
    most, _ = lists.LONG_FILES.get(source.path, (lists.LINES_MAX, ""))
    if (lines := len(source.text.splitlines())) > most:
        yield f"{lines} lines, more than {most}"


def names_say_something(source: Source) -> Iterator[str]:
    """6 · No utils, helpers, common, manager, service."""
    path = PurePosixPath(source.path)
    for part in (*path.parts[:-1], path.stem):
        if lists.EMPTY_NAMES & set(part.lower().split("_")):
            yield f"{part!r} says nothing"


def value_names_only(value: ast.Tuple | ast.Dict) -> bool:
    """Only names, and chains of names such as `missing_line.CHECK`."""
    members = value.elts if isinstance(value, ast.Tuple) else value.values
    return bool(members) and all(spelled(member) for member in members)


def _assigned(source: Source, name: str) -> ast.expr | None:
    for statement in source.tree.body:
        if isinstance(statement, ast.AnnAssign) and spelled(statement.target) == name:
            return statement.value
        if isinstance(statement, ast.Assign) and any(spelled(target) == name for target in statement.targets):
            return statement.value
    return None


def _spoken(source: Source) -> Iterator[tuple[str, int]]:
    """Whole strings and identifiers, with their lines; docstrings left out."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in source.docstrings:
            yield node.value, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.keyword | ast.arg) and node.arg:
            yield node.arg, node.lineno


def _harmless(source: Source, call: ast.Call) -> bool:
    called = spelled(call.func)
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if source.package == "core":
        return called not in lists.IMPURE_CALLS
    known = called in lists.HARMLESS_CALLS or method in lists.HARMLESS_METHODS
    return known or (source.path, called) in lists.HARMLESS_OWN


WALLS: tuple[Wall, ...] = (
    vendor_words_stop,
    nothing_happens_at_import,
    registers_are_literal,
    a_docstring_comes_first,
    files_are_short,
    names_say_something,
)
