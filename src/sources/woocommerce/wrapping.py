"""The JSON inside an answer that something else wrote into: PHP's own messages, a mark of byte order, a cache's comment.

Pure. Only what is known for certain not to be data is taken off (facts: woocommerce-observed, 21); anything else is
left where it is, and the answer is refused.
"""

from __future__ import annotations

import re

_LEVELS = rb"(?:Warning|Notice|Deprecated|Strict Standards|User Warning|User Notice|User Deprecated)"
_LINE = re.compile(
    rb"(?:<br ?/?>\s{0,8})?(?:PHP )?(?:<b>)?" + _LEVELS + rb"(?:</b>)?:"
    rb"(?P<said>[^\n]{1,2000}?) on line (?:<b>)?\d{1,7}(?:</b>)?(?:<br ?/?>)?"
)
"""One message as PHP shows it to visitors, as HTML or as text. It ends at the first " on line 12"."""
_DATA = re.compile(rb'\[[{\]]|\{["}]')
"""What might be the beginning of data. A message that holds it is none that can safely be taken off."""
_COMMENT = re.compile(rb"<!--[^\[{]{0,2000}?-->")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENDS = (b"[]", b"{}")
_LOOKED_AT = 64 * 1024
"""Bytes at either end: whoever writes more than that into every answer is refused."""


def unwrap(body: bytes) -> bytes | None:
    """The JSON text; None where there is none, or where it cannot be told safely from what stands around it."""
    text = body.strip(_BLANK)
    if text[:1] + text[-1:] in _ENDS:
        return text
    text = text[_past_messages(text[:_LOOKED_AT]) :].lstrip(_BLANK)
    if text[:1] not in (b"[", b"{"):
        return None
    last = max(text.rfind(b"]"), text.rfind(b"}")) + 1
    after = text[last:].strip(_BLANK)
    if len(after) > _LOOKED_AT or _past_messages(after) != len(after):
        return None
    text = text[:last]
    return text if text[:1] + text[-1:] in _ENDS else None


def _past_messages(text: bytes) -> int:
    """Where the messages at the beginning end. One after the other, so that no order of them can take long."""
    at = 0
    while True:
        rest = len(text) - len(text[at:].lstrip(_BLANK))
        found = _LINE.match(text, rest) or _COMMENT.match(text, rest)
        if found is None:
            return rest
        said = found.groupdict().get("said")
        if said is not None and (_DATA.search(said) or b" in " not in said):
            return rest
        at = found.end()


def holds_json(body: bytes) -> bool:
    """Does a list or an object seem to stand somewhere in it, behind what is not ours to take off?"""
    head = body[:_LOOKED_AT].lower()
    return b"<html" not in head and b"<!doctype" not in head and (b'{"' in body or b"[]" in body)
