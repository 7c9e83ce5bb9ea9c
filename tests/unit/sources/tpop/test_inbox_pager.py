"""A list that says itself that it is only a part is never the whole, whatever the settings say of all lists."""

from __future__ import annotations

import time

import pytest

from sources.tpop.inbox.pager import is_furniture, is_one_page

from .sighted import brief, read, seen, whys

HEADS = "N° TPOP\tCommande boutique\tDate\tStatut\n"
NAME = "tpop-2026-11-23T0755.txt"


def rows(count: int, first: int = 1) -> str:
    return "".join(f"T-{n}\t#{1000 + n}\t22/11/2026 10:{n % 60:02d}\tBloquée\n" for n in range(first, first + count))


class TestWhatContradicts:
    @pytest.mark.parametrize(
        "foot",
        [
            "1–25 sur 143",
            "1 - 25 sur 1 234",
            "1–25 of 1,234",
            "1–25 von 1.234",
            "1–25 sur 1\u202f234 commandes",
            "Affichage de 1 à 25 sur 143 résultats",
            "Affichage de l'élément 1 à 25 sur 143 éléments",
            "Showing 1 to 25 of 143 entries",
            "1 bis 25 von 143 Einträgen",
            "1-25 commandes sur 143",
            "26–50 sur 50",
            "2–25 sur 25",
            "25 sur 143",
            "25 commandes sur 143",
            "25 of 143 orders",
            "1 sur 6",
            "6 sur 6",
            "1/6",
            "‹ 1 / 6 ›",
            "Page 1 sur 6",
            "page 1/6",
            "Page 1 of 6",
            "Seite 1 von 6",
            "Page 2 sur 2",
            "‹\n1\n2\n3\n…\n6\n›",
            "‹ 1 2 3 … 6 ›",
            "1 2 3",
            "1\n2\nSuivant",
            "Précédent 1 2 3 4 5 … 58 Suivant",
            "1\n…\n5\n6",
            "Suivant",
            "Suivant >",
            "Next",
            "Next page",
            "Weiter",
            "Voir plus de commandes",
            "Load more",
            "143 commandes",
            "Total : 143 commandes",
            "1 234 résultats trouvés",
            "143 orders",
            "Toutes (143)",
            "Commandes : 143",
            "25 / page",
            "Lignes par page : 25",
            "Rows per page: 25",
            "25 par page",
        ],
    )
    def test_below(self, foot: str) -> None:
        text = HEADS + rows(25) + foot + "\n"
        file = read(text, NAME)
        assert (len(file.orders), file.complete, whys(file)) == (25, False, ["other.one_page"])
        assert seen(text, NAME, covers="some").one_page

    @pytest.mark.parametrize("head", ["143 commandes", "Toutes (143)\nBloquées (4)", "1–25 sur 143", "Page 1 / 6"])
    def test_above(self, head: str) -> None:
        assert whys(read(f"Tableau de bord\n{head}\n{HEADS}{rows(25)}", NAME)) == ["other.one_page"]

    @pytest.mark.parametrize("foot", ["1 sur 6", "Page 1 / 6", "‹\n1\n2\n3\n4\n5\n6\n7\n8\n›", "Suivant"])
    def test_one_cell_a_line(self, foot: str) -> None:
        text = "N° TPOP\nCommande boutique\nDate\nStatut\n" + rows(3).replace("\t", "\n") + foot
        file = read(text, NAME)
        assert (len(file.orders), whys(file)) == (3, ["other.one_page"])

    @pytest.mark.parametrize("kind", ["list.csv", "list.txt"])
    def test_in_a_row_of_its_own(self, kind: str) -> None:
        text = f"{HEADS}{rows(25)}Page 1 sur 6\t\t\t\n"
        file = read(text.replace("\t", ";") if kind == "list.csv" else text, kind)
        assert (len(file.orders), whys(file)) == (25, ["other.one_page"])

    PAGE = "<table><tr><th>N° TPOP<th>Commande boutique<th>Date<th>Statut<tr><td>T-1<td>1<td>22/11/2026 10:00<td>open</table>"

    @pytest.mark.parametrize(
        "around",
        [
            "{}<ul><li class=disabled><a>Précédent</a><li><a>1</a><li><a>2</a><li><a>Suivant</a></ul>",
            "<table><tr><td>menu<td>{}<div><span>1</span><span>2</span></div></table>",
            "<table><tr><td>{}</table><table><tr><td>1<td>2<td>3</table>",
            "<div>" + "<p>x</p>" * 5_000 + "{}1–25 sur 132</div>",
            "{}<button>Page suivante</button>",
            "{}<nav><button disabled>Précédent</button><button>Suivant</button></nav>",
        ],
    )
    def test_on_a_page(self, around: str) -> None:
        file = read(around.format(self.PAGE), NAME)
        assert (brief(file), whys(file)) == ([("T-1", "1", "open")], ["other.one_page"])

    def test_rows_that_a_page_has_not_built(self) -> None:
        assert whys(read(f"{HEADS}{rows(25)}1–143 sur 143\n", NAME)) == ["other.one_page"]


class TestWhatDoesNot:
    @pytest.mark.parametrize(
        "foot",
        [
            "1–25 sur 25",
            "1–25 sur 25\nSuivant",
            "1–20 sur 25\n21–25 sur 25",
            "25 sur 25",
            "25 commandes",
            "Toutes (25)\nBloquées (4)",
            "Page 1 sur 1\nSuivant",
            "1",
            "‹ 1 ›",
            "Noté 4,5 sur 5",
            "4,5 sur 5",
            "Étape 1 sur 3",
            "Commandes 2026",
            "Paris 12 – 75 sur Seine",
            "22/11/2026",
            "25/11",
            "50 / page",
            "12 articles",
            "Aide",
        ],
    )
    def test_below(self, foot: str) -> None:
        file = read(HEADS + rows(25) + foot + "\n", NAME)
        assert (len(file.orders), file.complete, whys(file)) == (25, True, [])

    PAGE = TestWhatContradicts.PAGE

    @pytest.mark.parametrize(
        "around",
        [
            "{}<ul><li class=disabled><a>Précédent</a></li><li><a>1</a></li><li class='x disabled'><a>Suivant</a></li></ul>",
            "{}<ul><li class=disabled><a>Précédent</a><li><a>1</a><li class=disabled><a>Suivant</a></ul>",
            "{}<button disabled>Suivant</button><span aria-disabled=true>Next</span>",
            # A calendar to pick a day from.
            "{}<table><tr><td>lun<td>mar<tr><td>1<td>2<tr><td>8<td>9</table>",
            "{}<table><tr><td>Mug<td>2<tr><td>Tee<td>1</table>",
        ],
    )
    def test_on_a_page(self, around: str) -> None:
        file = read(around.format(self.PAGE), NAME)
        assert (brief(file), whys(file)) == ([("T-1", "1", "open")], [])

    def test_days_of_one_list(self) -> None:
        """Tables that are read as one are no furniture, whatever their cells look like."""
        page = self.PAGE.replace("T-1<td>1", "T-1<td>1/2")
        assert read(page + page.replace("T-1", "T-2"), NAME).complete


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("2", True),
        ("…", True),
        ("›", True),
        ("Suivant", True),
        ("‹ 1 2 3 ›", True),
        ("25 / page", True),
        ("", False),
        ("T-1", False),
        ("88001", False),
        ("Expédiée", False),
        ("Suivant, Éloïse", False),
    ],
)
def test_furniture(line: str, is_one: bool) -> None:
    assert is_furniture(line) is is_one


def test_a_page_that_says_it_a_million_times() -> None:
    start = time.perf_counter()
    lines = ["1–25 sur 143", "1-100000 of 100000", "Page 3 sur 9", "1 " * 100, "9" * 200, "1 a " * 50]
    assert is_one_page(lines * 50_000, orders=100_000, rows=100_000)
    assert is_one_page((f"{n}–{n} sur 99999" for n in range(90_000)), orders=99_999, rows=0)
    assert time.perf_counter() - start < 10
