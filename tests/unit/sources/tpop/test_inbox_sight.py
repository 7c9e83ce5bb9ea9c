"""Every row is read, another shop's, or not understood: none is lost on the way, whatever the layout."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.tpop.inbox.sight import Fault, State

from .lists import assert_private, bare, document
from .sighted import read, reading, seen
from .workbooks import workbook

HEADS = ["N° TPOP", "Boutique", "Commande boutique", "Statut", "Date", "SKU", "Qté"]
ROW = st.tuples(
    st.sampled_from(["T-1", "T-2", "T-3", "T-4", "", "-"]),
    st.sampled_from(["", "Mugs Paris", "mugs-paris", "Tasses Lyon"]),
    st.sampled_from(["1042", "#1043", "", "1044"]),
    st.sampled_from(["Bloquée", "open", "Wartend", ""]),
    st.sampled_from(["22/11/2026 11:04", "22/11/2026", "hier", ""]),
    st.sampled_from(["A", "B", "", "A, B"]),
    st.sampled_from(["1", "2,0", "x", ""]),
).map(list)


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in [HEADS, *rows]).encode()


def as_tab(rows: list[list[str]]) -> bytes:
    return "\n".join("\t".join(row) for row in [HEADS, *rows]).encode()


def as_page(rows: list[list[str]]) -> bytes:
    cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in [HEADS, *rows]]
    return ("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>").encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    return workbook([HEADS, *rows])


@pytest.mark.parametrize("made", [as_csv, as_tab, as_page, as_workbook])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, max_size=8))
def test_no_row_is_lost(made: Any, rows: list[list[str]]) -> None:
    # A row of nothing is none, and one of a dash alone is a line that somebody drew.
    there = [row for row in rows if any(cell.strip("-") for cell in row)]
    body = made(rows)
    file, sight = read(body), seen(body)
    assert sight.rows == len(there)
    assert sight.read + sight.aside + sight.lost == sight.rows
    assert min(sight.read, sight.aside, sight.lost) >= 0
    assert sight.orders == len(file.orders)
    assert bool(sight.aside) == bool(file.left_aside)
    assert sight.aside >= file.left_aside  # an order may stand on several rows
    ids = {order.id for order in file.orders}
    assert sight.read == sum(row[0] in ids for row in there)
    assert bool(sight.lost) <= bool(sight.faults)
    assert not (sight.lost and file.complete)
    assert sum(state.orders for state in sight.states) <= sight.orders
    assert_private(sight)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.integers(),
            ROW.map(lambda row: dict(zip(("id", "shop", "reference", "status"), row, strict=False))),
        ),
        max_size=6,
    )
)
def test_nor_one_of_a_document(rows: list[Any]) -> None:
    sight = seen(json.dumps({"orders": rows}), "list.json")
    assert (sight.rows, sight.read + sight.aside + sight.lost) == (len(rows), len(rows))


class TestWhatIsSeen:
    TEXT = (
        "Export du 23/11/2026 07:30\n"
        "N° TPOP;Boutique;Commande boutique;Statut;Date;Client\n"
        "T-1;Mugs Paris;1042;Bloquée;22/11/2026 11:04;Éloïse Trévidic\n"
        "T-2;Tasses Lyon;1043;Bloquée;22/11/2026 11:04;Éloïse Trévidic\n"
        "T-3;Mugs Paris;;En cours;22/11/2026 11:04;Éloïse Trévidic\n"
        ";Mugs Paris;1045;En cours;22/11/2026 11:04;Éloïse Trévidic\n"
        "T-5;Mugs Paris;1046;BLOQUEE;hier;Éloïse Trévidic\n"
        "T-6;Mugs Paris;1047;Wartend;22/11/2026;Éloïse Trévidic\n"
    )

    def test_rows_by_their_numbers(self) -> None:
        sight = seen(self.TEXT)
        assert (sight.rows, sight.read, sight.aside, sight.lost, sight.orders) == (6, 3, 1, 2, 3)
        assert sight.faults == (
            Fault(5, "reference", "is missing, and so is shop_order_id"),
            Fault(6, "id", "is missing"),
            Fault(7, "created_at", "is not a date that can be read"),
        )

    def test_states_with_their_meaning(self) -> None:
        """However it is spelt, a word is counted once."""
        assert seen(self.TEXT).states == (State("Bloquée", "blocked", 2), State("Wartend", "unknown", 1))

    def test_columns_and_what_is_not_used(self) -> None:
        sight = seen(self.TEXT)
        assert sight.columns[:2] == (("N° TPOP", "id"), ("Boutique", "shop"))
        assert (sight.unused, sight.unsure, sight.days_only, sight.as_of_by) == (("Client",), {}, 1, "file")

    @pytest.mark.parametrize(
        ("text", "name", "by"),
        [
            (TEXT, "2026-11-23T0600.csv", "file"),
            (TEXT.partition("\n")[2], "2026-11-23T0600.csv", "name"),
            (TEXT.partition("\n")[2], "list.csv", "rows"),
            ("N° TPOP;Commande boutique;Statut\nT-1;1;open\n", "list.csv", ""),
        ],
    )
    def test_what_tells_when_it_was_true(self, text: str, name: str, by: str) -> None:
        assert seen(text, name).as_of_by == by

    def test_a_fault_of_every_row_is_told_once(self) -> None:
        rows = "".join(f"T-{n};{n};open;hier\n" for n in range(5))
        faults = seen(f"N° TPOP;Commande boutique;Statut;Date\n{rows}").faults
        assert faults[0] == Fault(0, "created_at", "is not a date that can be read")

    def test_a_document(self) -> None:
        rows = [bare("T-1"), bare("T-2", shop="Tasses Lyon"), bare("T-3", reference=[]), 7, bare("T-5", lines=3)]
        sight = seen(json.dumps(document(rows)), "list.json")
        assert (sight.kind, sight.rows, sight.read, sight.aside, sight.lost) == ("json", 5, 2, 1, 2)
        assert Fault(3, "reference", "is not text") in sight.faults
        assert Fault(5, "lines", "is not a list") in sight.faults
        assert Fault(4, "order", "is not an object") in sight.faults


def test_rows_of_a_mail_are_named_too() -> None:
    file = read(TestWhatIsSeen.TEXT)
    assert {fault.problem for fault in file.unreadable} == {
        "is missing, and so is shop_order_id (row 5)",
        "is missing (row 6)",
        "is not a date that can be read (row 7)",
    }
    assert reading().shop
