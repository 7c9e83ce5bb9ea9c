"""The JSON inside an answer that something else wrote into: PHP's own messages, a mark of byte order, a cache's comment.

Pure. Only what is known for certain not to be data is taken off (facts: woocommerce-observed, 21); anything else is
left where it is, and the answer is refused.
"""

from __future__ import annotations

import re

_LEVELS = rb"(?:Warning|Notice|Deprecated|Strict Standards|User Warning|User Notice|User Deprecated)"
_MESSAGE = (
    rb"(?:<br ?/?>\s{0,8})?(?:PHP )?(?:<b>)?" + _LEVELS + rb"(?:</b>)?:"
    rb"(?:[^\n\[{]|\[(?![{\]])|{(?![\"}])){1,2000}? in (?:<b>)?[^\n\[{<]{1,500}(?:</b>)? on line (?:<b>)?\d{1,7}"
    rb"(?:</b>)?(?:<br ?/?>)?"
)
"""One line as PHP shows it to visitors, as HTML or as text. What might be the beginning of data ends it."""
_COMMENT = rb"<!--[^\[{]{0,2000}?-->"
_AROUND = re.compile(rb"(?:\s{0,64}(?:" + _MESSAGE + rb"|" + _COMMENT + rb"))*\s{0,64}")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENDS = (b"[]", b"{}")
_LOOKED_AT = 64 * 1024
"""Bytes at either end: whoever writes more than that into every answer is refused."""


def unwrap(body: bytes) -> bytes | None:
    """The JSON text; None where there is none, or where it cannot be told safely from what stands around it."""
    text = body.strip(_BLANK)
    if text[:1] + text[-1:] in _ENDS:
        return text
    start = _AROUND.match(text[:_LOOKED_AT])
    text = text[start.end() if start else 0 :].lstrip(_BLANK)
    if text[:1] not in (b"[", b"{"):
        return None
    last = max(text.rfind(b"]"), text.rfind(b"}")) + 1
    after = text[last:]
    if len(after) > _LOOKED_AT or not _AROUND.fullmatch(after):
        return None
    text = text[:last]
    return text if text[:1] + text[-1:] in _ENDS else None


def holds_json(body: bytes) -> bool:
    """Does a list or an object seem to stand somewhere in it, behind what is not ours to take off?"""
    head = body[:_LOOKED_AT].lower()
    return b"<html" not in head and b"<!doctype" not in head and (b'{"' in body or b"[]" in body)
