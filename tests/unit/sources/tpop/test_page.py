"""A page's bytes: what is no list at all, and what a page says of itself."""

from __future__ import annotations

import pytest

from core.errors import SourceError
from sources.tpop import page

from .lists import AS_OF, as_bytes, assert_private, document, row


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Trevidic</html>", "not_json"),
        (b"", "not_json"),
        (b'{"orders": [', "not_json"),
        (b"[" * 100_000, "not_json"),
        ('{"orders": "Éloïse"}'.encode("cp1252"), "not_json"),
        (b"null", "other"),
        (b"[]", "other"),
        (b'{"error": "no"}', "other"),
        ('{"orders": "Éloïse"}'.encode(), "other"),
    ],
)
def test_what_is_no_list_at_all(body: bytes, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        page.read(body)
    assert caught.value.kind == kind
    assert_private(caught.value, caught.value.detail, caught.value.__context__)


def test_a_pages_own_words() -> None:
    read = page.read(as_bytes(document([], as_of="2026-11-23T07:55:00+01:00", next=7)))
    assert (read.as_of, read.complete, read.next, dict(read.faults)) == (AS_OF, True, "7", {})
    read = page.read(as_bytes(document([row()], as_of="2026-11-23T06:55:00", complete="ja", since=[])))
    assert (read.as_of, read.complete, read.since) == (None, None, None)
    assert set(read.faults) == {"as_of", "complete", "since"}
    assert len(read.rows) == 1
