"""The walls of DESIGN.md hold, every wall has been seen to catch something, and no exception outlives its reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import wall_lists as lists
from tests.house import walls, walls_of_form
from tests.house.wall_mutants import MUTANTS, SOUND
from tests.house.wall_reading import ROOT, Source, every_source
from tests.house.walls import Wall, shipped

ALL = walls.WALLS + walls_of_form.WALLS
FILES = every_source()
BY_PATH = {source.path: source for source in FILES}


@pytest.mark.parametrize("wall", ALL, ids=lambda wall: wall.__name__)
def test_the_wall_holds(wall: Wall) -> None:
    breaches = [f"{source.path}: {breach}" for source in FILES for breach in wall(source)]
    assert not breaches, "\n".join([f"{wall.__doc__}", *breaches])


@pytest.mark.parametrize(("wall", "source"), MUTANTS, ids=[f"{w.__name__}-{n}" for n, (w, _) in enumerate(MUTANTS)])
def test_the_wall_catches_what_it_is_for(wall: Wall, source: Source) -> None:
    assert list(wall(source)), source.text


@pytest.mark.parametrize("source", SOUND, ids=lambda source: source.path)
def test_no_wall_touches_what_is_sound(source: Source) -> None:
    assert not [breach for wall in ALL for breach in wall(source)]


def test_every_wall_has_been_seen_to_catch() -> None:
    assert {wall for wall, _ in MUTANTS} == set(ALL)


def test_the_walls_see_the_whole_house() -> None:
    assert {"core", "sources", "sinks", "handlers", "cli", "sandbox"} <= {source.package for source in FILES}
    assert {"boto3", "pydantic", "requests"} <= shipped()


# ------------------------------------------------------------------------------------------ what the lists let through
def exceptions() -> Iterator[tuple[str, Wall, str]]:
    """Path, wall, and the text by which a breach there is known."""
    for path, name in lists.CORE_EXCEPTIONS:
        yield path, walls.core_is_pure, name
    for path, name in lists.IO_EXCEPTIONS:
        yield path, walls.io_shows_in_the_name, name
    for path, word in lists.VENDOR_EXCEPTIONS:
        yield path, walls_of_form.vendor_words_stop, repr(word)
    for path, name in lists.HARMLESS_OWN:
        yield path, walls_of_form.nothing_happens_at_import, name
    for path in lists.ENVIRONMENT_EXCEPTIONS:
        yield path, walls_of_form.nothing_happens_at_import, "environment"
    for path in lists.LONG_FILES:
        yield path, walls_of_form.files_are_short, "lines"


@pytest.mark.parametrize(
    ("path", "wall", "known"), tuple(exceptions()), ids=lambda value: str(getattr(value, "__name__", value))
)
def test_an_exception_is_still_needed(path: str, wall: Wall, known: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "CORE_EXCEPTIONS",
        "IO_EXCEPTIONS",
        "VENDOR_EXCEPTIONS",
        "HARMLESS_OWN",
        "ENVIRONMENT_EXCEPTIONS",
        "LONG_FILES",
    ):
        monkeypatch.setattr(lists, name, {})
    assert path in BY_PATH, f"{path} is gone: take it off the list"
    breaches = list(wall(BY_PATH[path]))
    assert any(known in breach for breach in breaches), f"{path} no longer needs this exception: take it off the list"


# ------------------------------------------------------------------------------------------------ the shape of folders
def test_every_check_file_is_in_the_register() -> None:
    """A check that is written and not registered would look for nothing."""
    folder = "src/core/checks/"
    written = {
        path.removeprefix(folder).removesuffix(".py")
        for path, source in BY_PATH.items()
        if path.startswith(folder) and "\nCHECK = " in source.text
    }
    register = BY_PATH[f"{folder}__init__.py"].text
    assert written == {
        line.strip().split(".")[0] for line in register.splitlines() if line.strip().endswith(".CHECK,")
    }


def test_every_platform_has_the_same_two_files() -> None:
    folder = ROOT / "src" / "sources"
    platforms = [path for path in folder.iterdir() if (path / "__init__.py").is_file()]
    assert platforms
    for platform in platforms:
        assert (platform / "normalise.py").is_file(), platform.name
        assert list(platform.rglob("pull.py")), platform.name


def test_a_folder_says_what_it_is_for() -> None:
    for package in ("src", "sandbox", "tools"):
        for folder in {path.parent for path in (ROOT / package).rglob("*.py")} - {ROOT / "src"}:
            assert (folder / "__init__.py").is_file(), folder.relative_to(ROOT)
