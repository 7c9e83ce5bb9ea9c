"""A mail taken apart, safely: its subject, and what its text, HTML and PDF parts say, as plain lines.

The mail is somebody's: nothing of it is kept longer than it takes to look for the shop's own references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import NamedTuple

from sources.tpop.mail import charset, parts, pdf, text, tpop
from sources.tpop.mail.letter import Letter, Passage
from sources.tpop.mail.lines import plain

BYTES_MAX = 25 * 1024 * 1024
LINES_MAX = 1_000_000
PARTS_MAX = 200
DEPTH_MAX = 12
HEADER_MAX = 4_000
"""Characters of one header; the rest is left out before anybody parses it."""
SUBJECT_MAX = 1_000
SOURCE_MAX = 2_000_000
"""Characters of one text part, marks and all."""
TEXT_MAX = 300_000
"""Characters of what it then says. The rest is left out, and that is said."""
PDFS_MAX = 10

UNREADABLE = {
    "too_large": "a mail that is too large",
    "too_many_parts": "a mail of too many parts",
    "malformed": "a mail that cannot be taken apart",
}
"""Why a mail is not read at all: word and what it means."""
LEFT_OUT = {
    **pdf.REFUSED,
    **parts.REFUSED,
    "pdf_too_many": "more PDFs than are read",
    "text_cut": "a text that is too long: only its beginning was read",
    "part_malformed": "a part of a mail that cannot be taken apart",
    "own_message": "a message of Vigie itself, sent back to it",
}
"""What of a mail was not read, while the rest was: word and what it means."""

_OWN = re.compile(r"no-reply@sns\.amazonaws\.com|sns\.[a-z0-9-]{1,30}\.amazonaws\.com/unsubscribe", re.IGNORECASE)
"""Stands in every mail that SNS sends. What Vigie says of an order proves nothing of it."""
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)


class Opened(NamedTuple):
    """What a mail holds."""

    letters: tuple[Letter, ...]
    left_out: tuple[str, ...]
    """Words of LEFT_OUT."""


class Unreadable(Exception):
    """A mail that is not read at all. `why` is a word of UNREADABLE."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Cut(EmailPolicy):
    """policy.default, but no header longer than anybody needs: a subject of a megabyte is cut before it is parsed."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_MAX]


def open_mail(body: bytes) -> Opened:
    """The letters in it, itself first. Raises Unreadable, and nothing else."""
    if len(body) > BYTES_MAX:
        raise Unreadable("too_large")
    if body.count(b"\n") > LINES_MAX or len(_PART.findall(body)) > PARTS_MAX:
        raise Unreadable("too_many_parts")
    try:
        mail = BytesParser(policy=_Cut()).parsebytes(body)
        opening = _Opening()
        opening.letter(mail, 0)
    except Unreadable:
        raise
    except Exception:  # what a malformed mail can raise in the parser, nobody has counted
        opening = _Opening()
    if not opening.letters and not opening.left_out:
        raise Unreadable("malformed")
    return Opened(tuple(opening.letters), tuple(opening.left_out))


class _Opening:
    """One mail being taken apart."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.left_out: list[str] = []
        self._parts = 0
        self._pdfs = 0
        self._sources: list[str] = []
        """What the letter says before anything is taken out of it."""
        self._shown: list[str] = []
        """What of it is seen, and where its links lead."""

    def letter(self, mail: Message, depth: int) -> None:
        passages: list[Passage] = []
        inner: list[Message] = []
        before = self._sources, self._shown
        self._sources = [parts.raw(mail, "from"), parts.raw(mail, "subject")]
        self._shown = [charset.header(one[:SUBJECT_MAX]) for one in self._sources]
        self._walk(mail, depth, passages, inner)
        whole, shown = "\n".join(self._sources), self._shown
        self._sources, self._shown = before
        if _OWN.search(whole):
            self.left_out.append("own_message")
        else:
            self.letters.append(Letter(_subject(mail), tuple(passages), tpop.is_named(shown)))
        for one in inner:
            self.letter(one, depth + 1)

    def _walk(self, part: Message, depth: int, passages: list[Passage], inner: list[Message]) -> None:
        self._parts += 1
        if self._parts > PARTS_MAX or depth > DEPTH_MAX:
            raise Unreadable("too_many_parts")
        kind, several = part.get_content_type(), part.is_multipart() and not parts.is_packed(part)
        inside = [one for one in part.get_payload() if isinstance(one, Message)] if several else []
        if kind == "message/rfc822" and several:
            inner += inside
        elif kind == "multipart/alternative" and several:
            self._best(inside, depth + 1, passages, inner)
        elif several:
            for one in inside:
                self._walk(one, depth + 1, passages, inner)
        elif part.get_content_maintype() in ("multipart", "message"):
            self.left_out.append("part_malformed")
        elif why := parts.refused(part):
            self.left_out.append(why)
        elif kind in ("text/plain", "text/html") or not part.get("Content-Type"):
            self._text(part, kind, passages)
        elif parts.is_pdf(part):
            self._pdf(part, passages)

    def _best(self, inside: list[Message], depth: int, passages: list[Passage], inner: list[Message]) -> None:
        """Of alternatives the one that shows most; they say the same, and HTML keeps the columns apart."""
        for one in sorted(inside, key=lambda one: one.get_content_type() == "text/plain"):
            before = len(passages), len(inner)
            self._walk(one, depth, passages, inner)
            if (len(passages), len(inner)) != before:
                return

    def _text(self, part: Message, kind: str, passages: list[Passage]) -> None:
        source = parts.text(part)
        said = source[:SOURCE_MAX]
        self._sources.append(said)
        html = kind == "text/html"
        page = text.page_of(said) if html else text.Page(tuple(said.splitlines()), ())
        self._shown += (*page.lines, *page.links)
        lines = self._cut(page.lines)
        if any(lines):
            passages.append(Passage("html" if html else "text", lines))
        if len(source) > SOURCE_MAX:
            self.left_out.append("text_cut")

    def _pdf(self, part: Message, passages: list[Passage]) -> None:
        self._pdfs += 1
        if self._pdfs > PDFS_MAX:
            self.left_out.append("pdf_too_many")
            return
        try:
            said = pdf.lines_of(parts.body(part))
        except pdf.Refused as refused:
            self.left_out.append(refused.why)
            return
        self._sources += said.flowing
        self._shown += said.flowing
        passages.append(Passage("pdf", self._cut(said.standing), self._cut(said.flowing)))
        if said.cut:
            self.left_out.append("text_cut")

    def _cut(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The lines as they count, up to what is looked at of one part."""
        kept, left = [], TEXT_MAX
        for line in plain(lines):
            if len(line) > left:  # not inside a number
                kept.append(line[:left].rpartition(" ")[0])
                self.left_out.append("text_cut")
                break
            kept.append(line)
            left -= len(line) + 1
        return tuple(kept)


def _subject(mail: Message) -> str:
    """As it was meant, cut: read from what was sent, for the parser's own reading can fail."""
    said = charset.header(parts.raw(mail, "subject")[:SUBJECT_MAX]).replace("\n", " ")
    return " ".join(" ".join(plain([said])).split())
