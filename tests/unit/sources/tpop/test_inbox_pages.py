"""Web pages: tables as they are on the screen, whatever their markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.tpop.inbox import markup, webpage
from sources.tpop.inbox.tables import CELL_MAX, COLUMNS_MAX

from .sighted import brief, read, seen, whys

HEAD = "<table><tr><th>TPOP order<th>Shop order<th>Status</tr>"


def cells(page: str) -> list[list[str]]:
    """The rows of the page's one table."""
    (grid,) = webpage.read(page)
    return [row.cells for row in grid.rows]


class TestCells:
    @pytest.mark.parametrize(
        ("inside", "shown"),
        [
            ("T-1", "T-1"),
            ("  T-1 \n ", "T-1"),
            ("<a href='/orders/9'>#1042</a>", "#1042"),
            ("T-<b>880</b>01", "T-88001"),
            ("Bloqu&eacute;e &amp; co&nbsp;&#233;", "Bloquée & co é"),
            ("22/11/2026<br>11:04", "22/11/2026\n11:04"),
            ("<div>Open</div><div>payment</div>", "Open\npayment"),
            ("<span>Open</span><small>payment</small>", "Open\npayment"),
            ("<span>Open</span><span>payment</span>", "Open\npayment"),
            ("<span>In</span> <span>production</span>", "In production"),
            ("<span hidden>secret</span>Open", "Open"),
            ('<span style="color: red; display : none">secret</span>Open', "Open"),
            ("<script>var x = '<td>no</td>';</script>Open<!-- <td>no -->", "Open"),
            ('<i class="dot" title="Open"></i>', "Open"),
            ('<img src="x" alt="Open">', "Open"),
            ('<svg aria-label="Open"><title>no</title><path d="M0"/></svg>', "Open"),
            ('<i title="Open"></i><i title="Shipped"></i>', ""),  # which of them?
            ('<i title="Open"></i>Shipped', "Shipped"),
            ("<select><option>Open<option>Shipped</select>", ""),
            ("1 < 2", "1 < 2"),
            ("<p>Open", "Open"),
            ("</span></div>Open", "Open"),
        ],
    )
    def test_what_a_cell_shows(self, inside: str, shown: str) -> None:
        assert cells(f"<table><tr><td>x<td>{inside}</td><td>y</td></tr></table>") == [["x", shown, "y"]]

    def test_over_several_columns_and_rows(self) -> None:
        page = (
            "<table><tr><td rowspan=3>a<td colspan=2>b<td>c<tr><td>d<td rowspan='2'>e<td>f"
            "<tr><td>g<td>h<tr><td>i<td>j</table>"
        )
        assert cells(page) == [["a", "b", "", "c"], ["a", "d", "e", "f"], ["a", "g", "e", "h"], ["i", "j"]]

    @pytest.mark.parametrize("span", ["0", "-1", "x", "", "99999999999999999999", "1e3"])
    def test_spans_that_are_nonsense(self, span: str) -> None:
        assert cells(f'<table><tr><td colspan="{span}" rowspan="{span}">a<td>b</table>')[0] == ["a", "b"]

    def test_hidden_cells_are_not_there(self) -> None:
        page = "<table><tr><td>a<td hidden>b<td style='display:none'>c</td><td>d</table>"
        assert cells(page) == [["a", "d"]]

    def test_rows_and_cells_need_no_ends(self) -> None:
        assert cells("<table><tbody><tr><td>a<td>b<tr><td>c<td>d") == [["a", "b"], ["c", "d"]]


class TestTables:
    def test_a_table_in_a_cell_is_a_table_of_its_own(self) -> None:
        outer, inner = webpage.read("<table><tr><td>a<table><tr><td>b</td></tr></table>c<td>d</table>")
        assert [row.cells for row in outer.rows] == [["a\nc", "d"]]
        assert [row.cells for row in inner.rows] == [["b"]]

    def test_the_one_that_is_understood_best(self) -> None:
        menu = "<table><tr><td>Statut<td>Boutique</table>"
        lone = "<table><tr><th>TPOP order<th>Shop order<th>Status</table>"  # headings that stay while one scrolls
        page = f"{menu}{lone}{HEAD}<tr><td>T-1<td>1<td>Open</table><table><tr><td>Total<td>12</table>"
        file = read(page)
        assert (brief(file), file.troubles[0].kind) == ([("T-1", "1", "open")], "no_window")

    def test_of_one_page_with_the_same_headings_are_one_list(self) -> None:
        page = f"<h2>Lundi</h2>{HEAD}<tr><td>T-1<td>1<td>Open</table><h2>Mardi</h2>{HEAD}<tr><td>T-2<td>2<td>Open</table>"
        assert [order.id for order in read(page).orders] == ["T-1", "T-2"]

    def test_another_that_is_left_unread_is_told(self) -> None:
        other = "<table><tr><th>N° TPOP<th>Commande boutique<th>Statut<tr><td>T-9<td>9<td>open</table>"
        file = read(f"{HEAD}<tr><td>T-1<td>1<td>Open</table>{other}")
        assert brief(file) == [("T-1", "1", "open")]
        assert "other.more_tables" in whys(file)
        assert not file.complete

    def test_hidden_ones_are_not_read(self) -> None:
        assert not read(f'<div style="display:none">{HEAD}<tr><td>T-1<td>1<td>Open</table></div>').usable

    def test_a_hidden_row_counts_where_it_is_an_order(self) -> None:
        """A search box hides rows, and they are orders; a template's row is none."""
        page = f"{HEAD}<tr hidden><td>{{{{id}}}}<td>x<td>y<tr style='display:none'><td>T-1<td>1<td>Open</table>"
        assert brief(read(page)) == [("T-1", "1", "open")]
        assert seen(page).around == 1

    def test_a_foot_is_no_order(self) -> None:
        page = f"{HEAD}<tr><td>T-1<td>1<td>Open<tfoot><tr><td>3 commandes<td>12,50<td></table>"
        assert (len(read(page).orders), seen(page).around, seen(page).lost) == (1, 1, 0)

    def test_a_banner_is_no_order(self) -> None:
        page = f"{HEAD}<tr><td colspan=3>Aujourd'hui<tr><td>T-1<td>1<td>Open<tr><td colspan=2>T-2<td>Open</table>"
        assert (len(read(page).orders), seen(page).around, seen(page).lost) == (1, 1, 1)
        empty = f"{HEAD}<tr><td colspan=3>Aucune commande</table>"
        assert (read(empty).usable, seen(empty).rows) == (True, 0)

    def test_which_page_it_is_may_be_told_beside_it(self) -> None:
        page = f"{HEAD}<tr><td>T-1<td>1<td>Open</table><div>1<span>–</span>25 sur <b>132</b></div>"
        assert "other.one_page" in whys(read(page))
        assert "other.one_page" not in whys(read(page, covers="some"))
        assert seen(page, covers="some").one_page

    def test_of_other_elements_by_their_roles(self) -> None:
        page = """<main><div role=table><div role=rowgroup><div role=row>
          <span role=columnheader>TPOP order</span><span role=columnheader>Shop order</span>
          <span role=columnheader>Status</span></div></div>
          <div role=rowgroup><div role=row><span role=cell><div><div>T-1</div></div></span>
          <span role=cell>1042</span><span role=cell>Open</span></div></div></div></main>"""
        assert brief(read(page)) == [("T-1", "1042", "open")]

    def test_a_cell_outside_of_a_row_is_no_cell(self) -> None:
        assert webpage.read("<td>a</td><tr><td>b</table></table><div role=row>c</div>") == []


class TestStates:
    @pytest.mark.parametrize(
        ("text", "status", "reason"),
        [
            ("<span>Bloquée</span><small>paiement refusé</small>", "blocked", "payment"),
            ("Bloquée : adresse incomplète", "blocked", "address"),
            ("● Expédiée", "shipped", ""),
            ("En production · depuis 2 j", "production", ""),
            ("En attente (paiement refusé)", "unknown", ""),  # not simply open
            ("Expédiée, annulée", "unknown", ""),
            ("Non expédiée", "unknown", ""),
            ("Éloïse : bloquée", "unknown", ""),
        ],
    )
    def test_with_more_words_than_their_own(self, text: str, status: str, reason: str) -> None:
        (order,) = read(f"{HEAD}<tr><td>T-1<td>1<td>{text}</table>").orders
        assert (order.status, order.block_reason) == (status, reason)

    def test_of_an_unknown_one_only_its_first_line_is_quoted(self) -> None:
        file = read(f"{HEAD}<tr><td>T-1<td>1<td>Wartend<br>Éloïse Trévidic</table>")
        assert file.troubles[0].detail["words"] == {"Wartend": 1}


class TestSeveralThingsInOneCell:
    def test_two_numbers_cost_the_row(self) -> None:
        file = read(f"{HEAD}<tr><td>T-1<br>#1042<td>1<td>Open<tr><td>T-2<td>2<td>Open</table>")
        assert brief(file) == [("T-2", "2", "open")]
        assert [(fault.field, fault.problem) for fault in file.unreadable] == [
            ("id", "holds several values in one cell")
        ]

    @pytest.mark.parametrize("skus", ["A<br>B", "A, B", "A; B"])
    def test_two_articles_cost_the_lines(self, skus: str) -> None:
        page = "<table><tr><th>TPOP order<th>Shop order<th>Status<th>SKU<th>Qty"
        (order,) = read(f"{page}<tr><td>T-1<td>1<td>Open<td>{skus}<td>3</table>").orders
        assert order.lines is None


@given(st.text(max_size=300) | st.text(alphabet="<>/tdrhablespn=\"' &!-x", max_size=300))
def test_it_never_raises(page: str) -> None:
    for grid in webpage.read(f"<table><tr><td>{page}"):
        for row in grid.rows:
            assert len(row.cells) <= COLUMNS_MAX
            assert all(len(cell) <= CELL_MAX for cell in row.cells)


TAGS = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td hidden>", "<tr hidden>", "<td rowspan=3>", "x"),
    *("<div role=grid>", "<div role=row>", "<div role=cell>", "</div>", "<div>", "<p hidden>", "</p>", "<tfoot>"),
)


@given(st.lists(st.sampled_from(TAGS), max_size=40))
def test_no_order_of_tags_confuses_it(tags: list[str]) -> None:
    for grid in webpage.read("".join(tags)):
        assert all(row.cells for row in grid.rows)


def test_text_and_tags_in_their_order() -> None:
    found = list(markup.pieces("a<B X='1>2' y=\"z\">b</b><br/>c<style>no</style>&lt;d&gt;"))
    assert [piece if isinstance(piece, str) else ("/" * piece.closes + piece.name) for piece in found] == [
        *("a", "b", "b", "/b", "br", "c", "style", "/style", "<d>")
    ]
    tag = found[1]
    assert isinstance(tag, markup.Tag)
    assert tag.attributes == {"x": "1>2", "y": "z"}
