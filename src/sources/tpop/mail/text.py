"""HTML to plain lines, as a reader sees it: no scripts, nothing hidden, one row of a table a line, its cells apart.

Built for mails nobody has seen yet: whatever tags come, the time is that of one pass over the text.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import NamedTuple

CELL = "\t"
"""Between the cells of one row."""
STEP = 4096
UNFINISHED_MAX = 16 * 1024
"""Characters of one tag, at most: the parser reads an unfinished one again with every step."""
DEPTH_MAX = 200
CELL_MAX = 300
SPAN_MAX = 20

_SKIPPED = frozenset(
    {"script", "style", "title", "template", "noscript", "svg", "object", "iframe", "textarea", "s", "del", "strike"}
)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_LINES = frozenset(
    {"div", "li", "dt", "dd", "tr", "table", "br", "hr", "center", "form", "header", "footer", "section"}
)
_PARAGRAPHS = frozenset({"p", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "article", "blockquote", "pre"})
_CLOSED_BY = {
    **dict.fromkeys(("td", "th"), ("td", "th", "p", "li")),
    "tr": ("td", "th", "tr", "p", "li"),
    **dict.fromkeys(("p", "div", "ul", "ol", "table"), ("p",)),
    **dict.fromkeys(("li", "dt", "dd"), ("li", "dt", "dd", "p")),
}
"""A tag ends these where nobody has ended them."""
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|font-size:0(?![.\d]*[1-9])|opacity:0(?![.\d]*[1-9])"
    r"|max-height:0(?![.\d]*[1-9])|max-width:0(?![.\d]*[1-9])|text-indent:-\d{3}"
)
_DATA = re.compile(r"data:[^\"'<>\s]{100,}")


class Page(NamedTuple):
    """What a reader would see of it."""

    lines: tuple[str, ...]
    """Quoted ones begin with "> ", as in a plain mail."""
    links: tuple[str, ...]
    """Where the links lead that can be seen."""


def lines_of(html: str) -> tuple[str, ...]:
    """The lines a reader would see."""
    return page_of(html).lines


def page_of(html: str) -> Page:
    """The lines a reader would see, and the links."""
    reader = _Reader()
    text = _DATA.sub(
        "", _without(_without(_without(html, "<!--", "-->"), "<style", "</style"), "<script", "</script")
    )
    for start in range(0, len(text), STEP):
        reader.feed(text[start : start + STEP])
        if len(reader.rawdata) > UNFINISHED_MAX:
            reader.rawdata = ""  # no tag is that long: what it swallowed is lost, and the rest is read on
    reader.close()
    return Page(reader.lines(), tuple(reader.links))


def _without(text: str, opening: str, closing: str) -> str:
    """The text without all that stands between these marks; unclosed, without the rest."""
    lowered, kept, at = text.lower(), [], 0
    if len(lowered) != len(text):
        return text  # a letter whose small form is longer; the parser then does it, more slowly
    while (start := lowered.find(opening, at)) >= 0:
        kept.append(text[at:start])
        end = lowered.find(closing, start + len(opening))
        at = len(text) if end < 0 else end + len(closing)
        if closing.startswith("</"):
            at = len(text) if end < 0 else end
    kept.append(text[at:])
    return "".join(kept)


class _Frame(list[list[str]]):
    """A row being read, cell by cell; or a quote, which is one cell that ends as lines with "> " before them."""

    def __init__(self, quote: bool = False) -> None:
        super().__init__([[]] if quote else [])
        self.quote = quote
        self.spans: list[int] = []


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self._out: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._hidden: list[int] = []
        """Depths at which something hidden began."""
        self._frames: list[_Frame] = []

    # ---- what the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._open and self._open[-1] in _CLOSED_BY.get(tag, ()):
            self._pop()
        if tag in _VOID or len(self._open) >= DEPTH_MAX:
            if not self._hidden and tag in _LINES:
                self._break("\n", always=tag == "br")
            return
        if not self._hidden and (tag in _SKIPPED or _is_hidden(attrs)):
            self._hidden.append(len(self._open))
        if not self._hidden:
            self.links += [href for name, href in attrs if name == "href" and href and tag == "a"]
            self._space(tag)
            if tag in ("tr", "blockquote"):
                self._frames.append(_Frame(quote=tag == "blockquote"))
            elif tag in ("td", "th") and self._frames and not self._frames[-1].quote:
                self._frames[-1].append([])
                self._frames[-1].spans.append(_span(attrs))
        self._open.append(tag)
        self._counts[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._counts[tag]:
            while self._open[-1] != tag:
                self._pop()
            self._pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        sink = self._sink()
        before = sink[-1][-1:] if sink else "\n"
        text = data if self._counts["pre"] else " ".join(data.split())
        if not self._counts["pre"]:
            text = " " * (data[:1].isspace() and before not in "\n ") + text
            text += " " * (data[-1:].isspace() and bool(text.strip()))
        if text.strip() or (text and before not in "\n "):
            sink.append(text)

    # ---- how it becomes lines

    def lines(self) -> tuple[str, ...]:
        while self._open:
            self._pop()
        return tuple(line.strip(" ") for line in "".join(self._out).split("\n"))

    def _space(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._break("\n\n")
        elif tag in _LINES:
            self._break("\n")

    def _pop(self) -> None:
        tag = self._open.pop()
        self._counts[tag] -= 1
        if self._hidden:
            if self._hidden[-1] == len(self._open):
                self._hidden.pop()
            return
        if tag in ("tr", "blockquote"):
            self._end(self._frames.pop())
        self._space(tag)

    def _sink(self) -> list[str]:
        for frame in reversed(self._frames):
            if frame:
                return frame[-1]
        return self._out

    def _break(self, mark: str, always: bool = False) -> None:
        sink = self._sink()
        said = "".join(sink[-3:])
        ended = len(said) - len(said.rstrip("\n"))
        if sink and (ended < len(mark) or (always and ended < 2)):
            sink.append("\n" if always else mark[ended:])

    def _end(self, frame: _Frame) -> None:
        texts = ["".join(cell).strip(" \n") for cell in frame]
        full = [text for text in texts if text.strip()]
        if frame.quote:
            said = "\n".join(f"> {line}" for text in full for line in text.split("\n"))
        elif len(full) > 1 and all(len(t) <= CELL_MAX and CELL not in t and t.count("\n") <= 8 for t in full):
            cells = [(" ".join(text.split()), span) for text, span in zip(texts, frame.spans, strict=True)]
            said = CELL.join(text + CELL * (span - 1) for text, span in cells)
        else:  # columns of a layout: one below the other
            said = "\n".join(full)
        if said.strip():
            self._break("\n")
            self._sink().append(said + "\n")


def _span(attrs: list[tuple[str, str | None]]) -> int:
    wanted = dict(attrs).get("colspan") or ""
    return min(int(wanted), SPAN_MAX) or 1 if wanted.isdecimal() and len(wanted) < 4 else 1


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    said = dict(attrs)
    return "hidden" in said or bool(_HIDING.search("".join((said.get("style") or "")[:2000].lower().split())))
