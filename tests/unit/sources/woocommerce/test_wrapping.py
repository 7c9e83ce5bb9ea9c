"""What PHP and plugins write around the JSON is taken off where it is safe, and left where it is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.woocommerce.wrapping import holds_json, unwrap

HTML = (
    b'<br />\n<b>Warning</b>:  Undefined array key "foo" in <b>/var/www/html/wp-content/plugins/x/x.php</b>'
    b" on line <b>12</b><br />\n"
)
TEXT = b"\nDeprecated: Creation of dynamic property X::$y is deprecated in /var/www/x/x.php on line 7\n"
TOO_EARLY = (
    b"<br />\n<b>Notice</b>:  Function _load_textdomain_just_in_time was called <strong>incorrectly</strong>. Please see "
    b'<a href="https://developer.wordpress.org/">Debugging in WordPress</a> for more information. (This message was added '
    b"in version 6.7.0.) in <b>/var/www/html/wp-includes/functions.php</b> on line <b>6121</b><br />\n"
)
ROWS = b'[{"id":168,"note":"Warning: a in b on line 3 <!-- x -->"}]'


@pytest.mark.parametrize(
    "before",
    [b"", b"\xef\xbb\xbf", HTML, TEXT, TOO_EARLY, HTML + HTML + TEXT, b"\xef\xbb\xbf" + HTML, b"\n\n", HTML * 40],
)
@pytest.mark.parametrize("after", [b"", b"\n", HTML, TEXT, b"\n<!-- cached 12:00 by x -->\n", TEXT + HTML])
@pytest.mark.parametrize("rows", [ROWS, b"[]", b'{"code":"x"}'])
def test_the_json_comes_out_untouched(before: bytes, after: bytes, rows: bytes) -> None:
    assert unwrap(before + rows + after) == rows


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello" + ROWS,
        ROWS + b"hello",
        b"<div>" + ROWS + b"</div>",
        HTML,
        HTML + b"hello" + ROWS,
        b"<b>Fatal error</b>: Allowed memory size in <b>/x</b> on line <b>3</b>" + ROWS,
        b"Warning: " + b"x" * 3000 + b" in /x on line 3" + ROWS,
        b'Warning: [{"id":1}] in /x on line 3\n' + ROWS,
        b"Warning: cut sho",
        b"<!-- {} -->" + ROWS,
        HTML * 2000 + ROWS,
        b"<!doctype html><title>Boutique</title>",
        ROWS[:-1],
        b"null",
        b"7",
    ],
)
def test_what_cannot_be_told_apart_for_certain_is_refused(body: bytes) -> None:
    assert unwrap(body) is None


def test_two_lists_side_by_side_are_no_list() -> None:
    both = unwrap(b"[1]" + ROWS)
    with pytest.raises(ValueError, match="Extra data"):
        json.loads(both or b"[]")


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        (b"hello" + ROWS, True),
        (b"x[]", True),
        (b'<!doctype html><script>var a = {"b": []}</script>', False),
        (b"<HTML>" + ROWS, False),
        (b"hello", False),
        (b"", False),
    ],
)
def test_a_page_and_a_spoilt_answer_are_told_apart(body: bytes, holds: bool) -> None:
    assert holds_json(body) is holds


@given(st.binary(max_size=400))
def test_it_never_raises_and_only_ever_takes_off(noise: bytes) -> None:
    for body in (noise, noise + ROWS, ROWS + noise):
        text = unwrap(body)
        assert text is None or text in body
