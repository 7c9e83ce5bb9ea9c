"""Pages and pictures: links that lead somewhere, pictures that any viewer can open, makers that fail rather than lie."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import pytest

from sandbox.show import width
from tests.house.wall_reading import ROOT, tracked
from tools import code_map, markers, svg
from tools.code_map import STEPS, Stale, Step

PAGES = [path for path in tracked() if path.endswith(".md")]
PICTURES = [path for path in tracked() if path.endswith(".svg")]


def anchors(text: str) -> set[str]:
    """As GitHub names the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{page}: {link}"


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_sound_and_fetches_nothing(picture: str) -> None:
    text = (ROOT / picture).read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title"), "what a reader hears who cannot see it"
    assert not re.search(r"href|<script|<image|@import|url\((?!#)", text)
    assert set(re.findall(r"url\(#([\w.-]+)\)", text)) <= set(re.findall(r'\bid="([\w.-]+)"', text))


def test_there_are_pictures_of_what_arrives_and_how_it_works() -> None:
    assert {f"docs/pictures/{name}.svg" for name in ("flow", "mail", "mail.fr", "history", "history.fr")} <= set(
        PICTURES
    )


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_the_mails_shown_are_as_narrow_as_those_sent(page: str) -> None:
    mails = re.findall(
        r"```\n(?:Subject|Objet): (.+?)\n\n(.+?)\n```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(mails) >= 3
    for subject, mail in mails:
        assert subject.isascii()
        assert not [line for line in mail.splitlines() if width(line) > 40]


# ----------------------------------------------------------------------------------------- makers that do not lie
PAGE = "by hand\n<!-- made by make docs: part -->\nold\n<!-- end of part -->\nby hand too\n"


def test_a_part_is_renewed_and_the_rest_stays() -> None:
    filled = markers.fill("page", PAGE, {"part": "new \\1 <b>"})
    assert filled == PAGE.replace("old", "new \\1 <b>")
    assert markers.fill("page", filled, {"part": "new \\1 <b>"}) == filled


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (PAGE.replace("<!-- end of part -->", ""), {"part": "new"}),
        (PAGE.replace("end of part", "end of another"), {"part": "new"}),
        (PAGE, {"part": "new", "other": "new"}),
        (PAGE, {}),
        ("nothing", {"part": "new"}),
    ],
)
def test_a_lost_marker_is_said(text: str, parts: dict[str, str]) -> None:
    with pytest.raises(Stale):
        markers.fill("page", text, parts)


@pytest.mark.parametrize(
    "step",
    [
        Step("pull", "sources", "sources/nowhere/pull.py", "pages"),
        Step("match", "core", "cli/*.py", "Case"),
        Step("match", "core", "core/match.py", "Parcel"),
    ],
    ids=["no such file", "no such module", "no such noun"],
)
def test_a_step_that_the_code_does_not_take_is_said(step: Step) -> None:
    with pytest.raises(Stale):
        code_map.modules_of(step)


def test_a_module_off_the_way_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_map, "_reached", frozenset)
    with pytest.raises(Stale):
        code_map.modules_of(STEPS[0])


def test_another_order_of_steps_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    code_map.check_order()
    monkeypatch.setattr(code_map, "CALLS", tuple(reversed(code_map.CALLS)))
    with pytest.raises(Stale):
        code_map.check_order()


def test_text_in_a_picture_is_escaped() -> None:
    drawn = svg.document(10, 10, "<title> & co", [svg.text(0, 0, '</text><script>"&')])
    root = ElementTree.fromstring(drawn)
    assert root.findtext("{http://www.w3.org/2000/svg}text") == '</text><script>"&'
    assert "<script" not in drawn
