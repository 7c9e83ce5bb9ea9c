"""One list of three orders, in every layout and language in which somebody may drop it: it reads the same."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from .boxes import Box
from .lists import assert_private
from .sighted import brief, local, read, seen, whys
from .workbooks import archive, workbook

FR = ("N° TPOP", "Boutique", "N° commande boutique", "Date de création", "Statut", "Client", "Total TTC (€)")
EN = ("TPOP order", "Store", "Shop order", "Created at", "Status", "Customer", "Amount")
DE = ("TPOP-Bestellnummer", "Shop", "Shop-Bestellung", "Bestelldatum", "Status", "Kunde", "Betrag (EUR)")
IT = ("Ordine TPOP", "Negozio", "Ordine negozio", "Data ordine", "Stato", "Cliente", "Importo")
STATES = {
    FR: ("Bloquée", "En production", "Expédiée"),
    EN: ("On hold", "In production", "Shipped"),
    DE: ("Gesperrt", "In Produktion", "Versandt"),
    IT: ("Bloccato", "In produzione", "Spedito"),
}
DATES = {
    FR: ("dimanche 22 nov. 2026 11:04", "21/11/2026 09:30", "20 novembre 2026 à 18 h 05"),
    EN: ("22 Nov 2026 11:04", "Nov 21, 2026, 9:30 AM", "2026-11-20 18:05"),
    DE: ("22.11.2026 11:04", "Sa., 21. Nov. 2026, 09:30 Uhr", "20.11.26 18:05"),
    IT: ("22/11/2026 11:04", "21 novembre 2026 alle 09:30", "20/11/2026 18:05"),
}
TIMES = [local(2026, 11, 22, 11, 4), local(2026, 11, 21, 9, 30), local(2026, 11, 20, 18, 5)]


def rows(heads: tuple[str, ...]) -> list[tuple[str, ...]]:
    made = []
    for number in range(3):
        made.append(
            (
                f"T-8800{number + 1}",
                "Mugs Paris",
                f"#104{number + 2}",
                DATES[heads][number],
                STATES[heads][number],
                "Éloïse Trévidic",
                "12,50 €",
            )
        )
    return [heads, *made]


def joined(heads: tuple[str, ...], delimiter: str) -> str:
    return "\n".join(delimiter.join(f'"{c}"' if delimiter == "," else c for c in row) for row in rows(heads))


def native(heads: tuple[str, ...]) -> str:
    made = ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows(heads)]
    return f"<!DOCTYPE html><html><head><title>TPOP</title></head><body><table>{''.join(made)}</table></body></html>"


def of_roles(heads: tuple[str, ...]) -> str:
    made = [
        '<div role="row">'
        + "".join(f'<div role="gridcell"><div>{html.escape(c)}</div></div>' for c in row)
        + "</div>"
        for row in rows(heads)
    ]
    return f'<div class="x"><div role="grid">{"".join(made)}</div></div>'


def blanks(heads: tuple[str, ...]) -> str:
    return "\n".join("".join(f"{cell:<32}" for cell in row).rstrip() for row in rows(heads))


def as_workbook(heads: tuple[str, ...]) -> bytes:
    real = [list(row) for row in rows(heads)]
    for row, at in zip(real[1:], TIMES, strict=True):
        row[3] = at.astimezone(local(2026, 1, 1).tzinfo).replace(tzinfo=None)  # type: ignore[call-overload]
    return workbook(real)


Made = Callable[[tuple[str, ...]], str | bytes]
LAYOUTS: dict[str, tuple[str, Made]] = {
    "csv": ("list.csv", lambda heads: joined(heads, ";").replace("\n", "\r\n").encode("utf-8-sig")),
    "csv with commas": ("list.csv", lambda heads: joined(heads, ",")),
    "csv of Windows": ("list.csv", lambda heads: joined(heads, ";").encode("cp1252")),
    "Excel's Unicode text": ("list.txt", lambda heads: joined(heads, "\t").replace("\n", "\r\n").encode("utf-16")),
    "pasted table": ("list.txt", lambda heads: joined(heads, "\t")),
    "pasted page": (
        "list.txt",
        lambda heads: f"Tableau de bord\nCommandes\n\n{joined(heads, chr(9))}\n\n1–3 sur 3\nSuivant\n",
    ),
    "blanks": ("list.txt", blanks),
    "bars": ("list.md.txt", lambda heads: "|" + joined(heads, " | ").replace("\n", "|\n|") + "|"),
    "one cell a line": ("list.txt", lambda heads: joined(heads, "\n\n") + "\n1–3 sur 3\n"),
    "web page": ("list.html", native),
    "web page of roles": ("list.html", of_roles),
    "web archive": ("list.mht", lambda heads: archive(native(heads))),
    "workbook": ("list.xlsx", lambda heads: workbook(rows(heads))),
    "tsv with old line ends": ("list.tsv", lambda heads: joined(heads, "\t").replace("\n", "\r")),
}


@pytest.mark.parametrize("heads", [FR, EN, DE, IT], ids=["fr", "en", "de", "it"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_reads_the_same(layout: str, heads: tuple[str, ...]) -> None:
    name, made = LAYOUTS[layout]
    file = read(made(heads), name)
    assert brief(file) == [
        ("T-88001", "1042", "blocked"),
        ("T-88002", "1043", "production"),
        ("T-88003", "1044", "shipped"),
    ]
    assert [order.created_at for order in file.orders] == TIMES
    assert (file.troubles, file.unreadable, file.left_aside) == ((), (), 0)
    assert file.complete
    assert file.as_of == TIMES[0]  # its newest row: nothing else tells


@pytest.mark.parametrize("name", ["list.json", "list.csv", "list.xlsx", "list.html", "LIST.TXT", "list"])
@pytest.mark.parametrize("layout", ["csv", "pasted table", "web page", "workbook", "web archive"])
def test_a_wrong_ending_is_no_reason_to_refuse(layout: str, name: str) -> None:
    assert len(read(LAYOUTS[layout][1](FR), name).orders) == 3


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_an_archive_in_its_own_letters(charset: str) -> None:
    assert len(read(archive(native(FR).replace(" (€)", "").replace("€", ""), charset), "list.mht").orders) == 3


def test_json_under_another_name() -> None:
    file = read('\ufeff{"orders": [{"id": 1, "reference": 2, "status": "open"}]}', "list.csv")
    assert brief(file) == [("1", "2", "open")]


@pytest.mark.parametrize("name", ["list.xlsx", "list.txt", "page.htm", "list.mhtml", "list.XLS"])
def test_the_inbox_takes_it(folder: Box, name: str) -> None:
    folder.put(name, as_workbook(FR))
    assert len(folder.pull().orders) == 3


class TestWhatItProves:
    def test_presence_only_where_nobody_says_more(self) -> None:
        file = read(joined(FR, "\t"), "tpop-2026-11-23T0755.txt", covers="some")
        assert (file.complete, file.window, file.as_of) == (False, None, local(2026, 11, 23, 7, 55))
        assert whys(file) == ["no_window"]

    def test_one_page_of_several_is_never_the_whole(self) -> None:
        file = read(joined(FR, "\t") + "\n1–3 sur 132\nSuivant\n")
        assert not file.complete
        assert whys(file) == ["other.one_page"]

    def test_all_pages_one_below_the_other_are(self) -> None:
        heads, *orders = joined(FR, "\t").split("\n")
        pages = [f"Commandes\n{heads}\n{row}\n{at}–{at} sur 3\nSuivant" for at, row in enumerate(orders, 1)]
        file = read("\n".join(pages))
        assert len(file.orders) == 3
        assert file.complete
        assert not read("\n".join(pages[:2])).complete

    @pytest.mark.parametrize(
        "line",
        [
            "Liste du 23/11/2026 07:55",
            "as_of: 2026-11-23T06:55:00Z",
            "Exported at 23 Nov 2026 07:55",
            "Stand: 23.11.2026 07:55",
        ],
    )
    def test_a_line_above_may_say_when_it_was_made(self, line: str) -> None:
        file = read(f"{line}\n{joined(EN, chr(9))}", "2026-11-22T0500.txt")
        assert file.as_of == local(2026, 11, 23, 7, 55)

    def test_a_line_above_that_tells_a_time_to_come(self) -> None:
        file = read(f"Liste du 24/11/2026 07:55\n{joined(EN, chr(9))}")
        assert (file.as_of, file.complete, whys(file)[0]) == (
            datetime_of("2026-11-23T07:00:00"),
            False,
            "other.as_of_ahead",
        )

    def test_any_other_date_says_nothing(self) -> None:
        assert read(f"Prochaine facture : 23/11/2026 06:00\n{joined(EN, chr(9))}").as_of == TIMES[0]


def datetime_of(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


class TestDaysWithoutHours:
    HEADS = "N° TPOP\tCommande boutique\tDate\tStatut\n"
    BODY = "T-1\t1042\t22/11/2026\tBloquée\nT-2\t1043\t20/11/2026\tExpédiée\n"

    def test_tell_no_time_of_creation(self) -> None:
        file = read(self.HEADS + self.BODY)
        assert [order.created_at for order in file.orders] == [None, None]
        assert file.unreadable == ()
        assert seen(self.HEADS + self.BODY).days_only == 2

    def test_but_how_far_the_list_reaches_back(self) -> None:
        """The oldest order may be of the last minute of its day: from then on the list holds all."""
        file = read(self.HEADS + self.BODY, "2026-11-23T0755.txt")
        assert file.complete
        assert file.window is not None
        assert (file.window.since, file.window.until) == (local(2026, 11, 21), local(2026, 11, 23, 7, 55))

    def test_and_that_it_is_no_older_than_its_newest_day(self) -> None:
        assert read(self.HEADS + self.BODY).as_of == local(2026, 11, 22)

    def test_midnights_of_a_spreadsheet_are_days(self) -> None:
        rows: list[list[Any]] = [self.HEADS.strip().split("\t")]
        rows += [["T-1", 1, datetime(2026, 11, 22), "open"], ["T-2", 2, datetime(2026, 11, 21), "open"]]
        assert [order.created_at for order in read(workbook(rows)).orders] == [None, None]

    def test_an_hour_in_a_column_of_its_own(self) -> None:
        text = "N° TPOP;Commande boutique;Date;Heure;Statut\nT-1;1042;22/11/2026;11:04;ouverte\n"
        assert read(text).orders[0].created_at == TIMES[0]


@pytest.mark.parametrize("gone", ["Bloquée", "T-88002", "#1043", "Expédiée"])
def test_one_cell_a_line_must_fit_all_the_way_down(gone: str) -> None:
    """Where a cell has left no trace, nobody knows which is which."""
    file = read(joined(FR, "\n").replace(f"{gone}\n", "", 1))
    assert (file.orders, whys(file)[0].partition(".")[0]) == ((), "not_understood")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_a_person_comes_out(layout: str) -> None:
    name, made = LAYOUTS[layout]
    for gone in ("", "Bloquée", "T-88002", "N° TPOP", "Statut"):
        body = made(FR)
        body = body.replace(gone, "") if isinstance(body, str) else body.replace(gone.encode(), b"")
        file = read(body, name)
        assert_private(file.troubles, file.unreadable, *([seen(body, name)] if file.usable else []))
