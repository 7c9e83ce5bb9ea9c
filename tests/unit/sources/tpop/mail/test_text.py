"""HTML to lines: rows stay rows, what is hidden stays unsaid, and no text takes longer than one pass."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.tpop.mail.text import lines_of


def said(html: str) -> list[str]:
    return [line for line in lines_of(html) if line]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>Bonjour,</p><p>commande <b>n°&nbsp;10</b>42</p>", ["Bonjour,", "commande n° 1042"]),
        ("un<br>deux<br/>trois", ["un", "deux", "trois"]),
        ("<div>un</div><div>deux</div>", ["un", "deux"]),
        ("<ul><li>un<li>deux</ul>", ["un", "deux"]),
        ("a   b\n\n c", ["a b c"]),
        ("a <b> b </b> <i> c </i> d", ["a b c d"]),
        ("<pre>a\n  b</pre>", ["a", "b"]),
        ("&#49;&#x30;42 &eacute;", ["1042 é"]),
        ("no tags at all", ["no tags at all"]),
        ("a < b and 3 > 2 <", ["a < b and 3 > 2 <"]),
    ],
)
def test_text(html: str, lines: list[str]) -> None:
    assert said(html) == lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<table><tr><th>Commande<th>Statut<tr><td>1042<td>Bloquée</table>", ["Commande\tStatut", "1042\tBloquée"]),
        ("<tr><td><div>1042</div><div>Mug</div></td><td>x</td></tr>", ["1042 Mug\tx"]),
        (
            "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td></td><td>c</td><td>d</td></tr></table>",
            ["a\t\tb", "\tc\td"],
        ),
        ("<table><tr><td>a</td><td colspan=99999999999>b</td></tr></table>", ["a\tb"]),
        # Tables that only place things on the page.
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", ["a", "b"]),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>side</table>", ["a\tb", "side"]),
        ("<table><tr><td>" + "long " * 100 + "</td><td>x</td></tr></table>", [("long " * 100).strip(), "x"]),
        ("<td>alone</td>", ["alone"]),
    ],
)
def test_tables(html: str, lines: list[str]) -> None:
    assert said(html) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<style>1042</style>",
        "<STYLE type=x>1042</STYLE>",
        "<script>1042</script>",
        "<!-- 1042 -->",
        "<!--[if mso]><p>1042</p><![endif]-->",
        "<title>1042</title>",
        "<div style='display: none'>1042<p>1042</div>",
        '<span style="mso-hide:ALL;color:red">1042</span>',
        "<div style='visibility:hidden'>1042</div>",
        "<span style='font-size:0px'>1042</span>",
        "<span style='FONT-SIZE:0'>1042</span>",
        "<div style='max-height:0;overflow:hidden'>1042</div>",
        "<div style='opacity:0'>1042</div>",
        "<p hidden>1042</p>",
        "<del>1042</del>",
        "<img alt='1042' src='x?1042'>",
        "<a href='https://x.example/1042'></a>",
        "<table><tr hidden><td>1042</td></tr></table>",
        "<svg><text>1042</text></svg>",
    ],
)
def test_what_no_reader_sees_is_not_said(hidden: str) -> None:
    assert said(f"<p>before</p>{hidden}<p>after</p>") == ["before", "after"]


@pytest.mark.parametrize(
    "style", ["font-size:10px", "opacity:0.5", "max-height:050px", "display:inline", "font-size:0.9em"]
)
def test_what_a_reader_sees_is_said(style: str) -> None:
    assert said(f"<p style='{style}'>1042</p>") == ["1042"]


def test_quotes_are_marked_as_in_a_plain_mail() -> None:
    html = "<p>new</p><blockquote type=cite><p>old</p><table><tr><td>a<td>b</table><blockquote>older</blockquote></blockquote><p>end"
    assert [line for line in said(html) if line.strip("> ")] == ["new", "> old", "> a\tb", "> > older", "end"]


def test_a_picture_inside_the_text_does_no_harm() -> None:
    picture = "<img src='data:image/png;base64," + "QUJD" * 100_000 + "'>"
    assert said(f"<p>before</p>{picture}<p>1042</p>") == ["before", "1042"]


BAD = (
    "<",
    "<!--",
    "<a ",
    "<a x='",
    "<div>",
    "<table><tr><td>",
    "&",
    "&#x",
    "<![CDATA[",
    "<?",
    "<!",
    "</",
    "<br>",
    "<td>",
    "\n",
    "<p>",
)


@pytest.mark.parametrize("piece", BAD)
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    lines_of(piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 10  # two seconds where this was written


@given(st.text(alphabet="<>/abtdrh \n\"'=!-&;#1042p"))
def test_nothing_makes_it_stumble(html: str) -> None:
    assert all("\n" not in line for line in lines_of(html))


@given(
    st.lists(
        st.sampled_from(
            [
                "<td>",
                "</td>",
                "<tr>",
                "</tr>",
                "<table>",
                "</table>",
                "<blockquote>",
                "</blockquote>",
                "<p>",
                "</p>",
                "<div hidden>",
                "</div>",
                "x",
                " ",
                "<br>",
                "<td hidden>",
                "<tr hidden>",
            ]
        )
    )
)
def test_tags_may_stand_in_any_order(pieces: list[str]) -> None:
    lines_of("".join(pieces))
