"""A web page's text to tags and what stands between them. Linear, whatever stands there: pages come from anywhere.

Not html.parser: on pages that are broken on purpose some of its versions take time by the square of their length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple


class Tag(NamedTuple):
    """One tag."""

    name: str
    closes: bool
    alone: bool
    """It has no end of its own: <br>, or <path/>."""
    attributes: Mapping[str, str]


VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_UNREAD = frozenset({"script", "style", "textarea", "title", "noscript", "template", "iframe", "svg", "select"})
"""What stands in these is not shown as text, or not read."""
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_REST = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_ATTRIBUTES_MAX = 5_000
"""Characters of one tag that are looked at: pictures carry themselves in theirs."""


def pieces(text: str) -> Iterator[Tag | str]:
    """Tags and texts, in their order; entities are read, comments and scripts left out."""
    at = 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            yield unescape(text[at:])
            return
        if start > at:
            yield unescape(text[at:start])
        name = _NAME.match(text, start)
        if name is None:
            at = _past(text, start)
            if at == start + 1:
                yield "<"
            continue
        end = _REST.match(text, name.end())
        if end is None:
            return  # the page ends inside a tag
        at = end.end()
        tag = _tag(text, name, at)
        if tag.name in _UNREAD and not tag.closes and not tag.alone:
            closing = re.compile(rf"</{tag.name}\b", re.IGNORECASE).search(text, at)
            if closing is None:
                return
            at = closing.start()
            tag = tag._replace(alone=True)  # what it is called may still be told by its attributes
        yield tag


def _tag(text: str, name: re.Match[str], end: int) -> Tag:
    word = name[1].lower()
    closes = name[0].startswith("</")
    inside = "" if closes else text[name.end() : min(end - 1, name.end() + _ATTRIBUTES_MAX)]
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(inside) if inside.strip(" /\n") else ():
        value = found[2] or found[3] or found[4] or ""
        attributes.setdefault(found[1].lower(), unescape(value))
    return Tag(word, closes, word in VOID or text[end - 2] == "/", attributes)


def _past(text: str, start: int) -> int:
    """Beyond a comment or a declaration; just beyond the "<" where there is none."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else len(text)
    if text.startswith(("<!", "<?", "</"), start):
        end = text.find(">", start)
        return end + 1 if end >= 0 else len(text)
    return start + 1
